"""What an engine holds when a run is over: nobody is left busy, kept or waiting without a reason.

The log cannot show a ticket that nobody wakes; so these laws look into the world itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given

from sim.engines.simpy_engine.pools import Pool, pool_of, slot_of
from sim.engines.simpy_engine.state import Ticket
from sim.engines.simpy_engine.world import World
from sim.files import resolve
from sim.log import What
from sim.program import compile_program
from tests.engine.small_world import Document
from tests.properties.small_systems import Log, documents, few

pytestmark = pytest.mark.property


@dataclass
class Ended:
    """A world at its horizon, and its log."""

    world: World
    log: Log

    def in_contact(self) -> set[tuple[int, int]]:
        """(person, thread) of contacts under way."""
        under_way: set[tuple[int, int]] = set()
        for row in self.log:
            if row.what == What.MEETS:
                under_way.add((row.person, row.thread))
            elif row.what == What.PARTS:
                under_way.remove((row.person, row.thread))
        return under_way


def ended(document: Document) -> Ended:
    """The world of one replication, run to its horizon."""
    log = Log()
    world = World(compile_program(resolve(document)), 1, 0, log, 0)
    world.run()
    return Ended(world, log)


def queued(pool: Pool) -> list[Ticket]:
    """The tickets that lie in a pool's heaps."""
    return [e[-1] for heap in pool.queues.values() for e in heap if not e[-1].gone]


def nobody_waits_who_could_start(end: Ended) -> None:
    """A ticket in a queue lacks a worker, a place, a turn or the person herself."""
    floor = end.world.floor
    now = floor.clock.now - 1  # the last minute that was played
    for pool in floor.pools:
        for ticket in queued(pool):
            free = [s for s in pool.free if pool.fits(s, now + ticket.planned)]
            could = bool(free) and floor.queues.may_start(ticket, now)
            assert not could, (pool.pool.name, ticket)
        for slot, parked in pool.parked.items():
            for ticket in parked:
                fits = slot in pool.free and pool.fits(slot, now + ticket.planned)
                assert ticket.gone or not fits
    for ticket in floor.meetings.tickets:
        assert (
            ticket.held_up
            or not floor.queues.may_start(ticket, now)
            or not ready(end.world, ticket)
        )


def ready(world: World, ticket: Ticket) -> bool:
    """Whether every seat of a meeting could be taken, and she could come."""
    needed = world.floor.seats.needed(ticket)
    pools = [seat.pool for seat in needed]
    if world.floor.seats.her_hours(ticket) > world.floor.clock.now - 1:
        return False
    return all(world.floor.seats._can_meet(seat, ticket, pools.count(seat.pool)) for seat in needed)


def who_is_parked_is_busy_or_away(end: Ended) -> None:
    """A ticket parked for its person waits for a contact to end or for a need to come back."""
    for person in end.world.people:
        assert all(ticket.gone or ticket.held_up for ticket in person.parked)
        assert person.busy or not person.after_contact


def whoever_is_busy_is_with_somebody(end: Ended) -> None:
    """A person is busy only in a contact or with a worker who stays."""
    met = {person for person, _ in end.in_contact()}
    for person in end.world.people:
        kept = any(thread.kept is not None for thread in person.threads)
        assert person.busy == (kept or person.number in met)


def places_are_held_by_threads_and_other_people(end: Ended) -> None:
    """Every place taken has a holder who is still there, where no other people take any."""
    world = end.world
    there = {
        (person.number, thread.number)
        for person in world.people
        for main in person.threads
        for thread in (main, *main.alongside)
    } | end.in_contact()
    holders: set[tuple[int, int, int]] = set()
    for row in end.log:
        if row.what == What.PLACE:
            holders ^= {(row.person, row.thread, row.team)}
    assert all((person, thread) in there for person, thread, _ in holders)
    held = Counter(team for _, _, team in holders)
    streams = {world.program.pools[s.pool].team for s in world.program.streams if s.place}
    for team, taken in enumerate(world.floor.caseloads.taken):
        assert taken >= held[team]
        assert taken == held[team] or team in streams


def companions_belong_to_people_with_open_threads(end: Ended) -> None:
    """Each is counted once, for somebody who has something open."""
    held: Counter[tuple[int, int]] = Counter()
    for person in end.world.people:
        if person.companion >= 0:
            assert person.threads
            held[pool_of(person.companion), slot_of(person.companion)] += 1
    caseloads = {k: v for k, v in end.world.companions.caseloads.items() if v}
    assert caseloads == dict(held)
    for queue in end.world.companions.waiting.values():
        assert all(person.threads and person.companion < 0 for person in queue)


def open_threads_have_needs_or_keep_a_place(end: Ended) -> None:
    """And each place is kept for a need that travels on another thread."""
    for person in end.world.people:
        for thread in person.threads:
            assert thread.open and (thread.needs or thread.place_for)
            for need in range(len(person.levels)):
                if thread.place_for >> need & 1:
                    assert person.on_thread[need] not in (None, thread)


def interim_help_is_what_runs_alongside(end: Ended) -> None:
    """The count of a main thread is that of its threads which have begun."""
    for person in end.world.people:
        for main in person.threads:
            assert main.interim == sum(thread.begun for thread in main.alongside)
            assert all(thread.main is main and thread.open for thread in main.alongside)


def lists_count_who_waits(end: Ended) -> None:
    """As many are on a list as there are routine tickets for a first contact."""
    assert all(number >= 0 for number in end.world.floor.lists.waiting)


LAWS = (
    nobody_waits_who_could_start,
    who_is_parked_is_busy_or_away,
    whoever_is_busy_is_with_somebody,
    places_are_held_by_threads_and_other_people,
    companions_belong_to_people_with_open_threads,
    open_threads_have_needs_or_keep_a_place,
    interim_help_is_what_runs_alongside,
    lists_count_who_waits,
)


@few(25)
@given(document=documents())
def test_when_a_run_is_over_nobody_has_been_forgotten(document: Document) -> None:
    end = ended(document)
    for law in LAWS:
        law(end)
