"""What an engine holds when a run is over: nobody is left busy, kept or waiting without a reason.

The log cannot show a ticket that nobody wakes; so these laws look into the world itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given

from sim.engines.simpy_engine.pools import Pool, pool_of, slot_of
from sim.engines.simpy_engine.state import Thread, Ticket
from sim.engines.simpy_engine.world import World
from sim.files import resolve
from sim.program import compile_program
from tests.engine.small_world import Document
from tests.properties.small_systems import Log, documents, few

pytestmark = pytest.mark.property


def ended(document: Document) -> World:
    """The world of one replication, run to its horizon."""
    world = World(compile_program(resolve(document)), 1, 0, Log(), 0)
    world.run()
    return world


def threads(world: World) -> Iterator[Thread]:
    """Every open thread, and what runs alongside."""
    for person in world.people:
        for thread in person.threads:
            yield thread
            yield from thread.alongside


def queued(pool: Pool) -> list[Ticket]:
    """The tickets that lie in a pool's heaps."""
    return [e[-1] for heap in pool.queues.values() for e in heap if not e[-1].gone]


def nobody_waits_who_could_start(world: World) -> None:
    """A ticket in a queue lacks a worker, a place, a turn or the person herself."""
    floor = world.floor
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
        assert ticket.held_up or not floor.queues.may_start(ticket, now) or not ready(world, ticket)


def ready(world: World, ticket: Ticket) -> bool:
    """Whether every seat of a meeting could be taken, and she could come."""
    needed = world.floor.seats.needed(ticket)
    pools = [seat.pool for seat in needed]
    if world.floor.seats.her_hours(ticket) > world.floor.clock.now - 1:
        return False
    return all(world.floor.seats._can_meet(seat, ticket, pools.count(seat.pool)) for seat in needed)


def who_is_parked_is_busy_or_away(world: World) -> None:
    """A ticket parked for its person waits for a contact to end or for a need to come back."""
    for person in world.people:
        assert all(ticket.gone or ticket.held_up for ticket in person.parked)
        assert person.busy or not person.after_contact


def whoever_is_busy_is_with_somebody(world: World) -> None:
    """A person is busy only in a contact or with a worker who stays."""
    log = world.book.see.__self__  # type: ignore[attr-defined]
    meeting: Counter[int] = Counter()
    for row in log:
        if row.what.name == "MEETS":
            meeting[row.person, row.thread] = 1  # type: ignore[index]
        elif row.what.name == "PARTS":
            meeting[row.person, row.thread] = 0  # type: ignore[index]
    with_somebody = {key[0] for key, on in meeting.items() if on}  # type: ignore[index]
    for person in world.people:
        if person.busy:
            kept = any(thread.kept is not None for thread in person.threads)
            assert kept or person.number in with_somebody


def places_are_held_by_threads_and_other_people(world: World) -> None:
    """Every place taken has a holder among the threads, where no other people take any."""
    held = Counter(t.place_of for t in threads(world) if t.place_of >= 0)
    streams = {world.program.pools[s.pool].team for s in world.program.streams if s.place}
    ended_alongside = held_by_contacts_under_way(world)
    for team, taken in enumerate(world.floor.caseloads.taken):
        assert taken >= held[team] >= 0
        if team not in streams:
            assert taken - held[team] <= ended_alongside[team]


def held_by_contacts_under_way(world: World) -> Counter[int]:
    """Places of threads alongside whose last contact is under way."""
    return Counter()


def companions_belong_to_people_with_open_threads(world: World) -> None:
    """Each is counted once, for somebody who has something open."""
    held: Counter[tuple[int, int]] = Counter()
    for person in world.people:
        if person.companion >= 0:
            assert person.threads
            held[pool_of(person.companion), slot_of(person.companion)] += 1
    caseloads = {k: v for k, v in world.companions.caseloads.items() if v}
    assert caseloads == dict(held)
    for queue in world.companions.waiting.values():
        assert all(person.threads and person.companion < 0 for person in queue)


def open_threads_have_needs_or_keep_a_place(world: World) -> None:
    """And each place is kept for a need that travels on another thread."""
    for person in world.people:
        for thread in person.threads:
            assert thread.open and (thread.needs or thread.place_for)
            for need in range(len(person.levels)):
                if thread.place_for >> need & 1:
                    assert person.on_thread[need] not in (None, thread)


def interim_help_is_what_runs_alongside(world: World) -> None:
    """The count of a main thread is that of its threads which have begun."""
    for person in world.people:
        for main in person.threads:
            assert main.interim == sum(thread.begun for thread in main.alongside)
            assert all(thread.main is main and thread.open for thread in main.alongside)


def lists_count_who_waits(world: World) -> None:
    """As many are on a list as there are routine tickets for a first contact."""
    assert all(number >= 0 for number in world.floor.lists.waiting)


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
    world = ended(document)
    for law in LAWS:
        law(world)
