"""Seats: who meets her, among those who could.

Goes in: a ticket that is first in rank. Comes out: a worker for each of its seats, or nothing.
Luck is drawn only when somebody can be chosen, so that it never hangs on how often we looked.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.draws import name_key
from sim.engines.simpy_engine.clock import Clock
from sim.engines.simpy_engine.pools import Pool, slot_of
from sim.engines.simpy_engine.state import Ticket
from sim.program.parts import Program
from sim.program.rosters import next_open

CHOICE = name_key("worker:choice")
FAMILIAR = name_key("worker:familiar")
ANY, KNOWN, OWN = 0, 1, 2


class Seats:
    """How the seats of a contact are filled."""

    def __init__(self, program: Program, clock: Clock, pools: Sequence[Pool]) -> None:
        self.program = program
        self.clock = clock
        self.pools = pools

    def all_free(self, ticket: Ticket) -> tuple[int, ...]:
        """A free worker for every seat, or nothing.

        Luck is drawn only once all can meet, so that it never hangs on how often we looked.
        """
        assert ticket.thread is not None
        if ticket.held_up:
            return ()
        seats = ((ticket.pool, ticket.own), *((seat.pool, seat.worker) for seat in ticket.beside))
        pools = [number for number, _ in seats]
        if not all(
            self._can_meet(number, wanted, ticket, pools.count(number)) for number, wanted in seats
        ):
            return ()
        taken = [wanted for number, wanted in seats if self._is_here(number, wanted)]
        workers = []
        for number, wanted in seats:
            worker = wanted
            if not self._is_here(number, wanted):
                pool = self.pools[number]
                worker = (
                    self.drawn_worker(pool, ticket)
                    if pool.drawn
                    else pool.worker(self.choose(pool, ticket, taken))
                )
                taken.append(worker)
            workers.append(worker)
        return tuple(workers)

    def _can_meet(self, number: int, wanted: int, ticket: Ticket, seats: int) -> bool:
        """Whether a seat could be taken now, where so many seats are of that pool."""
        pool = self.pools[number]
        if pool.drawn:
            return self.opens(number, ticket.planned) <= self.clock.now
        fitting = self.fitting(pool, ticket)
        if self._is_here(number, wanted):
            return slot_of(wanted) in fitting
        return len(fitting) >= seats

    def _is_here(self, pool: int, worker: int) -> bool:
        """Whether a worker is named who has not left."""
        return worker >= 0 and self.pools[pool].is_here(worker)

    def choose(self, pool: Pool, ticket: Ticket, taken: Sequence[int] = ()) -> int:
        """The worker she knows if free and wanted, else anybody free, by her luck."""
        assert ticket.thread is not None
        person = ticket.thread.person
        fitting = self.fitting(pool, ticket, taken)
        if ticket.who == KNOWN and pool.number == ticket.pool:
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

    def drawn_worker(self, pool: Pool, ticket: Ticket) -> int:
        """Who meets her, where the team draws its wait."""
        assert ticket.thread is not None
        person = ticket.thread.person
        known = person.last_seen.get(pool.number, -1)
        if ticket.own >= 0 and pool.is_here(ticket.own):
            return ticket.own
        familiar = self.program.teams[pool.pool.team].familiar
        u = person.draw(FAMILIAR ^ pool.pool.key)
        if known >= 0 and pool.is_here(known) and u < familiar:
            return known
        return pool.worker(int(person.draw(CHOICE ^ pool.pool.key) * len(pool.pool.slots)))

    def opens(self, pool: int, planned: int) -> int:
        """The first minute at which a pool that draws its wait can meet somebody so long."""
        staff = self.program.pools[pool]
        if not staff.drawn:
            return self.clock.now
        return next_open(self.program.teams[staff.team].hours, self.clock.now, planned)
