"""Seats: who meets her, among those who could.

Goes in: a ticket that is first in rank. Comes out: a worker for each of its seats, or nothing.
Luck is drawn only when somebody can be chosen, so that it never hangs on how often we looked.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.draws import name_key
from sim.engines.simpy_engine.clock import Clock
from sim.engines.simpy_engine.pools import Pool, slot_of
from sim.engines.simpy_engine.state import Person, Ticket, Wanted
from sim.model.rosters import WHOLE_WEEK
from sim.model.words import WHO
from sim.program.opening_times import next_open
from sim.program.parts import Program

CHOICE = name_key("worker:choice")
FAMILIAR = name_key("worker:familiar")
ANY, KNOWN, OWN, HOLDER = range(len(WHO))


def holder_of(person: Person) -> int:
    """Her companion, else the worker whom every open thread names as its own; −1 for none."""
    if person.companion >= 0:
        return person.companion
    own = {thread.own for thread in person.threads}
    return own.pop() if len(own) == 1 else -1


def once_each(seats: Sequence[Wanted | None], own: int) -> tuple[Wanted, ...]:
    """The seats of those who come: who is there already takes no second seat.

    A seat that must be taken goes before one that may stay empty.
    """
    wanted = [seat for seat in seats if seat is not None]
    must = {seat.worker for seat in wanted if not seat.if_free}
    there = {own}
    found = []
    for seat in wanted:
        is_another = seat.if_free and seat.worker in must
        if seat.worker < 0 or not (is_another or seat.worker in there):
            there.add(seat.worker)
            found.append(seat)
    return tuple(found)


class Seats:
    """How the seats of a contact are filled."""

    def __init__(self, program: Program, clock: Clock, pools: Sequence[Pool]) -> None:
        self.program = program
        self.clock = clock
        self.pools = pools

    def all_free(self, ticket: Ticket) -> tuple[int, ...]:
        """A free worker for every seat that must be taken, and for the others if free; or nothing.

        Luck is drawn only once all can meet, so that it never hangs on how often we looked.
        """
        assert ticket.thread is not None
        if not self.she_could(ticket):
            return ()
        seats = self.needed(ticket)
        pools = [seat.pool for seat in seats]
        if not all(self._can_meet(seat, ticket, pools.count(seat.pool)) for seat in seats):
            return ()
        taken = [seat.worker for seat in seats if self.is_here(seat, ticket.planned)]
        workers = [self._taken_by(seat, ticket, taken) for seat in seats]
        return self.with_others(ticket, workers)

    def she_could(self, ticket: Ticket) -> bool:
        """Whether only workers are missing."""
        return not ticket.held_up and self.her_hours(ticket) <= self.clock.now

    def has_first(self, ticket: Ticket) -> bool:
        """Whether somebody of its own pool could meet her now."""
        return self._can_meet(self.needed(ticket)[0], ticket, 1)

    def her_hours(self, ticket: Ticket) -> int:
        """The first minute from now on at which she can be met for so long."""
        thread = ticket.thread
        if thread is None or not ticket.with_her or ticket.kept >= 0 or thread.urgent:
            return self.clock.now
        if thread.person.hours == WHOLE_WEEK:
            return self.clock.now
        return next_open(thread.person.hours, self.clock.now, ticket.planned)

    def needed(self, ticket: Ticket) -> list[Wanted]:
        """The seats without which it cannot start, its own first."""
        first = Wanted(ticket.pool, ticket.own, who=ticket.who)
        return [first, *(seat for seat in ticket.beside if not seat.if_free)]

    def with_others(self, ticket: Ticket, workers: Sequence[int]) -> tuple[int, ...]:
        """The workers of a contact with those who come if they are free, in the order of seats."""
        left = list(workers)
        found = [left.pop(0)]
        for seat in ticket.beside:
            if not seat.if_free:
                found.append(left.pop(0))
                continue
            taken = [*found, *left]
            if (seat.worker < 0 or self.is_here(seat, ticket.planned)) and self._is_free(
                seat, ticket, taken
            ):
                found.append(self._taken_by(seat, ticket, taken))
        return tuple(found)

    def _taken_by(self, seat: Wanted, ticket: Ticket, taken: list[int]) -> int:
        """The worker who takes a seat; she is added to those taken."""
        if self.is_here(seat, ticket.planned):
            return seat.worker
        pool = self.pools[seat.pool]
        worker = (
            self.drawn_worker(pool, ticket, taken)
            if pool.drawn
            else pool.worker(self.choose(pool, ticket, taken, seat.who))
        )
        taken.append(worker)
        return worker

    def _is_free(self, seat: Wanted, ticket: Ticket, taken: Sequence[int]) -> bool:
        """Whether a seat that may stay empty can be taken besides those taken already."""
        pool = self.pools[seat.pool]
        if pool.drawn and self.opens(seat.pool, ticket.planned) > self.clock.now:
            return False
        others = self.others(pool, taken) if pool.drawn else self.fitting(pool, ticket, taken)
        return slot_of(seat.worker) in others if seat.worker >= 0 else bool(others)

    def _can_meet(self, seat: Wanted, ticket: Ticket, seats: int) -> bool:
        """Whether a seat could be taken now, where so many seats are of that pool."""
        pool = self.pools[seat.pool]
        if pool.drawn:
            return self.drawn_could(pool, ticket.planned, seats)
        fitting = self.fitting(pool, ticket)
        if self.is_here(seat, ticket.planned):
            return slot_of(seat.worker) in fitting
        return len(fitting) >= seats

    def is_here(self, seat: Wanted, planned: int) -> bool:
        """Whether a worker is named who has not left, and ever has a shift that is long enough."""
        pool = self.pools[seat.pool]
        if seat.worker < 0 or pool.drawn:
            return seat.worker >= 0 and pool.is_here(seat.worker)
        return pool.could_meet(seat.worker, planned)

    def choose(
        self, pool: Pool, ticket: Ticket, taken: Sequence[int] = (), who: int | None = None
    ) -> int:
        """The worker she knows if free and wanted, else anybody free, by her luck."""
        assert ticket.thread is not None
        person = ticket.thread.person
        fitting = self.fitting(pool, ticket, taken)
        if (ticket.who if who is None else who) == KNOWN:
            known = person.last_seen.get(pool.number, -1)
            if known >= 0 and pool.is_here(known) and slot_of(known) in fitting:
                return slot_of(known)
        return fitting[int(person.draw(CHOICE ^ pool.pool.key) * len(fitting))]

    def fitting(self, pool: Pool, ticket: Ticket, taken: Sequence[int] = ()) -> list[int]:
        """Free workers whose shift is long enough, in the order of the rota."""
        ends = self.clock.now + ticket.planned
        return [
            slot
            for slot in sorted(pool.free)
            if pool.fits(slot, ends) and pool.worker(slot) not in taken
        ]

    def drawn_worker(self, pool: Pool, ticket: Ticket, taken: Sequence[int] = ()) -> int:
        """Who meets her, where the team draws its wait: nobody who is there already."""
        assert ticket.thread is not None
        person = ticket.thread.person
        known = person.last_seen.get(pool.number, -1)
        if ticket.own >= 0 and pool.is_here(ticket.own) and ticket.own not in taken:
            return ticket.own
        familiar = self.program.teams[pool.pool.team].familiar
        u = person.draw(FAMILIAR ^ pool.pool.key)
        if known >= 0 and pool.is_here(known) and known not in taken and u < familiar:
            return known
        others = self.others(pool, taken)
        return pool.worker(others[int(person.draw(CHOICE ^ pool.pool.key) * len(others))])

    def others(self, pool: Pool, taken: Sequence[int]) -> list[int]:
        """The places on the rota of those who are not there already."""
        return [slot for slot in range(len(pool.pool.slots)) if pool.worker(slot) not in taken]

    def drawn_could(self, pool: Pool, planned: int, seats: int) -> bool:
        """Whether a pool that draws its wait can take so many seats now: nobody takes two."""
        return len(pool.pool.slots) >= seats and self.opens(pool.number, planned) <= self.clock.now

    def opens(self, pool: int, planned: int) -> int:
        """The first minute at which a pool that draws its wait can meet somebody so long."""
        staff = self.program.pools[pool]
        if not staff.drawn:
            return self.clock.now
        team = self.program.teams[staff.team]
        return next_open(team.hours, self.clock.now, planned, team.shut)
