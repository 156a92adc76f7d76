"""Queues: who is first among those who could start now.

A ticket lies in a heap of its pool with those that are as long as it and need the same before
they may start, by (urgent, due session, booked again, new; then time of joining; then person and
thread). So a heap whose tickets cannot start now, since too little is left of every shift, no
place is free or the year's limit is reached, is passed over whole, and everybody keeps her rank.

Of each week's contact minutes of a pool a share may be kept for new people: while new contacts
have had less than that share of the minutes begun this week, the first of them goes before
everybody who is not urgent. What no newcomer can use goes to the next in order (MODEL section 8).
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

from sim.engines.simpy_engine.lists import Caseloads, Lists, is_new
from sim.engines.simpy_engine.pools import Entry, Pool
from sim.engines.simpy_engine.state import URGENT, Ticket
from sim.program.parts import Program

IS_NEW, NEEDS_PLACE, LIMITED_FROM = 1, 2, 2
"""What lies in the second part of a heap's key: two bits, and the limited step above them."""


class Queues:
    """The order in which tickets start."""

    def __init__(self, program: Program, lists: Lists, caseloads: Caseloads) -> None:
        self.program = program
        self.lists = lists
        self.caseloads = caseloads
        self.pushed = count()
        """tells apart tickets alike in rank: one that is gone, and the next of its thread"""

    def push(self, pool: Pool, ticket: Ticket) -> None:
        """Lie in the heap of those who are as long and need the same."""
        needs = ticket.limited + 1 << LIMITED_FROM
        if ticket.place:
            needs |= NEEDS_PLACE
        if pool.new_parts and is_new(ticket):
            needs |= IS_NEW
        heap = pool.queues.setdefault((ticket.planned, needs), [])
        rank = ticket.order, ticket.joined, ticket.key, ticket.session
        heappush(heap, (*rank, next(self.pushed), ticket))

    def head(self, pool: Pool, now: int, before: Ticket | None = None) -> Ticket | None:
        """Take the first ticket in rank that may start and fits before somebody's shift ends.

        Nothing where it comes after a ticket that is not in the queue, ``before``.
        """
        latest = max([pool.shift_end[slot] for slot in pool.free]) + pool.overrun
        best: list[Entry] | None = None
        newcomers: list[Entry] | None = None
        for (planned, needs), heap in pool.queues.items():
            while heap and heap[0][-1].gone:
                heappop(heap)
            fits = heap and now + planned <= latest
            if not fits or (needs > IS_NEW and not self.met(pool, needs, now)):
                continue
            if best is None or heap[0][:4] < best[0][:4]:
                best = heap
            if needs & IS_NEW and (newcomers is None or heap[0][:4] < newcomers[0][:4]):
                newcomers = heap
        if best and newcomers and best[0][0] != URGENT and pool.owes_newcomers(now):
            best = newcomers
        if not best or (before and not self._comes_before(pool, best[0][-1], before, now)):
            return None
        return heappop(best)[-1]

    def somebody_before(self, pool: Pool, ticket: Ticket, now: int) -> bool:
        """Whether anybody in the queue comes before a ticket, and lacks nothing but a worker."""
        for (_, needs), heap in pool.queues.items():
            while heap and heap[0][-1].gone:
                heappop(heap)
            could = heap and (needs <= IS_NEW or self.met(pool, needs, now))
            if could and self._comes_before(pool, heap[0][-1], ticket, now):
                return True
        return False

    def _comes_before(self, pool: Pool, one: Ticket, other: Ticket, now: int) -> bool:
        """Whether one ticket goes before another, new people first where they are owed it."""
        nobody_urgent = URGENT not in (one.order, other.order)
        if nobody_urgent and is_new(one) != is_new(other) and pool.owes_newcomers(now):
            return is_new(one)
        return one.rank < other.rank

    def met(self, pool: Pool, needs: int, now: int) -> bool:
        """Whether what the tickets of a heap need is there: a place, a turn within the limit."""
        if needs & NEEDS_PLACE and not self.caseloads.has_room(pool.pool.team):
            return False
        step = (needs >> LIMITED_FROM) - 1
        return step < 0 or self.lists.within_limit(step, now)

    def may_start(self, ticket: Ticket, now: int) -> bool:
        """Whether the place and the turn that a ticket needs are there."""
        team = self.program.pools[ticket.pool].team
        if ticket.place and not self.caseloads.has_room(team):
            return False
        return ticket.limited < 0 or self.lists.within_limit(ticket.limited, now)
