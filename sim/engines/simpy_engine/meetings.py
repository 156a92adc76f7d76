"""Meetings: tickets that need several workers in the same minute, and those kept for them.

They are looked at before single tickets, since all must be free in the same minute, and each in its
turn: whoever ranks before it in the queue of its own pool and can start does so first. One that has
waited too long since its first turn at which somebody was missing keeps the free workers it needs,
in order of rank, until all are there. Whom it keeps is found anew at each dispatch (MODEL 5).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Sequence

from sim.engines.simpy_engine.clock import Clock, Phase
from sim.engines.simpy_engine.pools import FOREVER, Pool, slot_of
from sim.engines.simpy_engine.seats import Seats
from sim.engines.simpy_engine.state import Ticket, Wanted


class Meetings:
    """Tickets that need several workers at once."""

    def __init__(
        self, clock: Clock, pools: Sequence[Pool], seats: Seats, touch: Callable[[int], None]
    ) -> None:
        self.clock = clock
        self.pools = pools
        self.seats = seats
        self.touch = touch
        self.tickets: list[Ticket] = []
        """in order of rank"""
        self.kept: dict[int, set[int]] = {}
        """free workers kept at the last dispatch, by pool"""
        self.free_before: dict[int, list[int]] = {}

    def add(self, ticket: Ticket) -> None:
        """A ticket waits for its workers."""
        insort(self.tickets, ticket, key=lambda ticket: ticket.rank)

    def remove(self, ticket: Ticket) -> None:
        """It waits no longer; those kept for it are looked at again."""
        if ticket in self.tickets:
            self.tickets.remove(ticket)
            for number in self.kept:
                self.touch(number)

    def takes_turns(self, ticket: Ticket) -> bool:
        """Whether it waits for its turn among those who wait for its own pool.

        Where a team draws its wait nobody is before anybody. An introduction between workers is
        none of the contacts that people wait for.
        """
        return not ticket.meeting and not self.pools[ticket.pool].drawn

    def turn_in_vain(self, ticket: Ticket) -> None:
        """It is its turn, and another worker is missing. What follows does so from the first."""
        if ticket.turn < 0:
            ticket.turn = self.clock.now
            if ticket.in_vain is not None:
                ticket.in_vain(ticket.turn)

    def has_starved(self, ticket: Ticket, after: int) -> bool:
        """Whether it has waited too long for its workers."""
        since = ticket.turn if self.takes_turns(ticket) else ticket.earliest
        return since >= 0 and self.clock.now - since >= after

    def look_again(self, ticket: Ticket) -> None:
        """Once her hours begin, or a team opens whose workers have no shifts of their own."""
        opens = self.seats.her_hours(ticket)
        for seat in self.seats.needed(ticket):
            opens = max(opens, self.seats.opens(seat.pool, ticket.planned))
        if self.clock.now < opens != ticket.retry:
            ticket.retry = opens
            self.clock.at(opens, Phase.PAUSES_END, ticket.key, lambda _: self.touch(ticket.pool))

    def keep(self, ticket: Ticket) -> None:
        """Keep the free workers that this one needs, if all could meet before a shift ends."""
        needed = self.seats.needed(ticket)
        keeps: dict[int, list[int]] = {}
        last = FOREVER
        for number in dict.fromkeys(seat.pool for seat in needed):
            pool = self.pools[number]
            if pool.drawn:
                seats = sum(seat.pool == number for seat in needed)
                could = self.seats.drawn_could(pool, ticket.planned, seats)
                latest, keeps[number] = (FOREVER if could else -1), []
            else:
                latest, keeps[number] = self._of_pool(pool, ticket, needed)
            last = min(last, latest)
        if last < self.clock.now:
            return
        for number, slots in keeps.items():
            self._keep(self.pools[number], slots)
        if last < FOREVER:  # from then on it would keep them in vain
            at = last + 1
            numbers = tuple(keeps)
            self.clock.at(at, Phase.SHIFTS_CHANGE, ticket.key, lambda _: self._look(numbers))

    def _of_pool(
        self, pool: Pool, ticket: Ticket, needed: Sequence[Wanted]
    ) -> tuple[int, list[int]]:
        """The last minute at which those on shift could meet, −1 for never; and whom to keep."""
        now = self.clock.now
        latest = {
            slot: end + pool.overrun - ticket.planned
            for slot, end in enumerate(pool.shift_end)
            if end > now and pool.fits(slot, now + ticket.planned)
        }
        seats = [seat for seat in needed if seat.pool == pool.number]
        named = [slot_of(seat.worker) for seat in seats if self.seats.is_here(seat, ticket.planned)]
        others = sorted(set(latest) - set(named), key=lambda slot: (-latest[slot], slot))
        more = len(seats) - len(named)
        if len(others) < more or not all(slot in latest for slot in named):
            return -1, []
        free = [slot for slot in self.seats.fitting(pool, ticket) if slot not in named]
        keeps = [slot for slot in named if slot in pool.free] + free[:more]
        return min(latest[slot] for slot in (*named, *others[:more])), keeps

    def _keep(self, pool: Pool, slots: Sequence[int]) -> None:
        if slots:
            self.free_before.setdefault(pool.number, list(pool.free))
            self.kept.setdefault(pool.number, set()).update(slots)
            pool.free = [slot for slot in pool.free if slot not in slots]

    def _look(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self.touch(number)

    def begin_again(self) -> dict[int, set[int]]:
        """Nobody is kept yet at this dispatch. Those who were at the last one."""
        before, self.kept = self.kept, {}
        return before

    def let_go(self, before: dict[int, set[int]]) -> Iterator[tuple[Pool, int]]:
        """Those who were kept before, are not kept now, and are free."""
        for number, slots in before.items():
            pool = self.pools[number]
            for slot in sorted(slots - self.kept.get(number, set())):
                if slot in pool.free:
                    yield pool, slot

    def give_back(self) -> None:
        """After a dispatch those kept are free, in the order in which they became so."""
        for number, order in self.free_before.items():
            pool = self.pools[number]
            free = {*pool.free, *self.kept[number]}
            pool.free = [slot for slot in order if slot in free]
        self.free_before = {}
