"""The floor: pools of workers, their queues, and dispatch.

A ticket that may start lies in a heap of its pool, one heap for each length of contact, by
(urgent, due session, booked again, new; then time of joining; then person and thread). Dispatch
looks only at the heads of pools in which something changed. A ticket that cannot start since the
person is busy, or since the one worker it waits for is away, is parked under that blocker and
woken by it, its rank kept. A contact starts if its planned minutes fit before the end of the
worker's shift plus the allowed overrun (MODEL section 8).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from heapq import heappop, heappush

import simpy

from sim.engines.protocol import PoolTotals
from sim.engines.simpy_engine.clock import Clock, Phase
from sim.engines.simpy_engine.pools import FOREVER, Pool, Rota, pool_of, slot_of
from sim.engines.simpy_engine.seats import Seats
from sim.engines.simpy_engine.state import NEW, URGENT, Ticket
from sim.program.parts import Program
from sim.program.rosters import next_open


class Floor:
    """All pools, and dispatch."""

    def __init__(
        self,
        program: Program,
        clock: Clock,
        luck: int,
        totals: list[PoolTotals],
        start: Callable[[Ticket], None],
    ) -> None:
        self.program = program
        self.clock = clock
        self.luck = luck
        self.totals = totals
        self.start = start
        self.pools = [
            Pool(i, pool, program.teams[pool.team].overrun) for i, pool in enumerate(program.pools)
        ]
        self.dirty: set[int] = set()
        self.joint: list[tuple[int, int, int, Ticket]] = []
        self.dispatch_at = -1
        self.seats = Seats(program, clock, self.pools)
        self.rota = Rota(program, clock, luck, self._back)
        for pool in self.pools:
            self.rota.begin(pool)

    def _back(self, pool: Pool, slot: int) -> None:
        """A worker is on shift again, or new: tickets that waited for them lie in the queue."""
        self._wake_parked(pool, slot)
        self.touch(pool.number)

    # Joining and leaving queues

    def touch(self, pool: int) -> None:
        """Something changed in this pool: dispatch will look at it at the end of this minute."""
        self.dirty.add(pool)
        now = self.clock.now
        if self.dispatch_at != now:
            self.dispatch_at = now
            self.clock.at(now, Phase.DISPATCH, 0, self._dispatch)

    def join(self, ticket: Ticket) -> None:
        """Put a ticket into its queue, at once or when it falls due."""
        self.totals[ticket.pool].joined += ticket.earliest >= self.program.start
        if ticket.earliest > self.clock.now:
            self.clock.at(
                ticket.earliest, Phase.PAUSES_END, ticket.key, lambda _: self._fall_due(ticket)
            )
        else:
            self._fall_due(ticket)

    def _fall_due(self, ticket: Ticket) -> None:
        if ticket.gone:
            return
        pool = self.pools[ticket.pool]
        if not pool.drawn:
            self._count_queue(pool, +1)
            ticket.queued_at = self.clock.now
        ticket.in_queue = True
        self._queue(ticket)

    def _queue(self, ticket: Ticket) -> None:
        """Lie in the heap, or among the joint tickets."""
        pool = self.pools[ticket.pool]
        if ticket.beside:
            insort(self.joint, (ticket.order, ticket.joined, ticket.key, ticket), key=_rank)
        else:
            heap = pool.queues.setdefault(ticket.planned, [])
            entry = (ticket.order, ticket.joined, ticket.key, ticket.session, ticket)
            heappush(heap, entry)
        if pool.free or pool.drawn or ticket.beside:  # else nobody could take it now
            self.touch(ticket.pool)

    def withdraw(self, ticket: Ticket, *, stopped: bool = True) -> None:
        """A ticket leaves unseen: she stopped waiting, or asks in another way."""
        ticket.gone = True
        totals = self.totals_of(ticket)
        if stopped:
            totals.stopped += self.counts(ticket.earliest)
        else:
            totals.joined -= self.counts(ticket.earliest)
        if ticket.in_queue:
            self._leave_queue(ticket)
        if ticket.beside:
            self.joint = [entry for entry in self.joint if entry[3] is not ticket]

    def _leave_queue(self, ticket: Ticket) -> None:
        pool = self.pools[ticket.pool]
        ticket.in_queue = False
        if not pool.drawn:
            self._count_queue(pool, -1)
            self.totals[ticket.pool].waited_by_all += self.clock.now - ticket.queued_at

    def _count_queue(self, pool: Pool, change: int) -> None:
        now = self.clock.now
        self.totals[pool.number].queue_area += pool.waiting * (now - pool.area_since)
        pool.area_since = now
        pool.waiting += change

    def finish(self, parked: list[Ticket]) -> None:
        """Count what still waits at the horizon; ``parked`` are tickets whose person is busy."""
        for pool in self.pools:
            self._count_queue(pool, 0)
            waiting = [entry[-1] for heap in pool.queues.values() for entry in heap]
            waiting += [t for tickets in pool.parked.values() for t in tickets]
            waiting += [entry[3] for entry in self.joint if entry[3].pool == pool.number]
            waiting += [t for t in parked if t.pool == pool.number]
            self._count_unseen([t for t in waiting if not t.gone and t.in_queue])

    def _count_unseen(self, waiting: list[Ticket]) -> None:
        for ticket in waiting:
            if not self.pools[ticket.pool].drawn:
                waited = self.program.horizon - ticket.queued_at
                self.totals_of(ticket).waited_by_all += waited

    def totals_of(self, ticket: Ticket) -> PoolTotals:
        """The totals of a ticket's pool."""
        return self.totals[ticket.pool]

    def counts(self, minute: int) -> bool:
        """Whether this minute falls after the start that is not counted."""
        return minute >= self.program.start

    def taking(self, step: int) -> bool:
        """Whether a step can take anybody now."""
        return step >= 0

    # Dispatch

    def _dispatch(self, _: simpy.Event) -> None:
        """Free workers meet queues: joint tickets first, then pool by pool in file order."""
        if self.joint:
            self._dispatch_joint()
        while self.dirty:
            for number in sorted(self.dirty):
                self.dirty.discard(number)
                self._dispatch_pool(self.pools[number])
        self.dispatch_at = -1

    def _dispatch_pool(self, pool: Pool) -> None:
        if pool.drawn:
            for heap in pool.queues.values():
                while heap:
                    self._try_drawn(pool, heappop(heap)[-1])
            return
        while pool.free:
            ticket = self._head(pool)
            if ticket is None:
                return
            slot = self._slot_for(pool, ticket)
            if slot >= 0:
                self._begin(ticket, (pool.worker(slot),))

    def _head(self, pool: Pool) -> Ticket | None:
        """Take the first ticket in rank that fits before somebody's shift ends."""
        latest = max([pool.shift_end[slot] for slot in pool.free]) + pool.overrun
        now = self.clock.now
        best: list[tuple[int, int, int, int, Ticket]] | None = None
        for planned, heap in pool.queues.items():
            while heap and heap[0][4].gone:
                heappop(heap)
            fits = heap and now + planned <= latest
            if fits and (best is None or heap[0][:4] < best[0][:4]):
                best = heap
        return heappop(best)[4] if best else None

    def _slot_for(self, pool: Pool, ticket: Ticket) -> int:
        """A free worker for a ticket, or −1 if it had to be parked."""
        thread = ticket.thread
        if thread is None:
            return self._first_fit(pool, ticket.planned)
        if ticket.held_up:
            thread.person.parked.append(ticket)
            return -1
        if ticket.own >= 0 and pool.could_meet(ticket.own, ticket.planned):
            slot = slot_of(ticket.own)
            if slot in pool.free and pool.fits(slot, self.clock.now + ticket.planned):
                return slot
            pool.parked.setdefault(slot, []).append(ticket)
            return -1
        return self.seats.choose(pool, ticket)

    def _first_fit(self, pool: Pool, planned: int) -> int:
        ends = self.clock.now + planned
        for slot in pool.free:
            if ends <= pool.shift_end[slot] + pool.overrun:
                return slot
        raise AssertionError("the head of a queue fits somebody's shift")

    def _try_drawn(self, pool: Pool, ticket: Ticket) -> None:
        """A team that draws its wait: anybody on the staff, perhaps the one she knows."""
        if ticket.gone:
            return
        assert ticket.thread is not None
        if ticket.held_up:
            ticket.thread.person.parked.append(ticket)
            return
        now = self.clock.now
        opens = next_open(self.program.teams[pool.pool.team].hours, now, ticket.planned)
        if opens > now:
            self.clock.at(opens, Phase.PAUSES_END, ticket.key, lambda _: self.wake([ticket]))
            return
        self._begin(ticket, (self.seats.drawn_worker(pool, ticket),))

    def _dispatch_joint(self) -> None:
        """Meetings of several workers go first, since all must be free in the same minute."""
        for entry in list(self.joint):
            ticket = entry[3]
            workers = () if ticket.gone else self.seats.all_free(ticket)
            if workers:
                self.joint.remove(entry)
                self._begin(ticket, workers)

    def _begin(self, ticket: Ticket, workers: tuple[int, ...]) -> None:
        """Seats are taken, the queue is left, the contact starts."""
        self._leave_queue(ticket)
        ticket.gone = True
        ticket.workers = workers
        self._count_wait(ticket)
        for worker in workers:
            pool = self.pools[pool_of(worker)]
            if not pool.drawn:
                slot = slot_of(worker)
                pool.busy[slot] = True
                pool.free.remove(slot)
        if ticket.thread is not None and ticket.with_her:
            ticket.thread.person.busy = True
        self.start(ticket)

    def _count_wait(self, ticket: Ticket) -> None:
        earliest = ticket.earliest
        waited = self.clock.now - (earliest if earliest > 0 else 0)
        new = ticket.order == NEW and not ticket.meeting
        if new:
            self.pools[ticket.pool].last_newcomer_waited = waited
        if earliest < self.program.start:
            return
        totals = self.totals[ticket.pool]
        totals.seen += 1
        totals.seen_at_once += waited == 0
        totals.waited += waited
        if ticket.order == URGENT:
            totals.urgent_seen += 1
            totals.urgent_waited += waited
        elif new:
            totals.new_seen += 1
            totals.new_waited += waited

    # Ending contacts

    def contact_minutes(self, ticket: Ticket, drawn: int) -> int:
        """Minutes of a contact, cut at the end of the shift plus the overrun."""
        longest = FOREVER
        for worker in ticket.workers:
            pool = self.pools[worker >> 24]
            if not pool.drawn:
                ends = pool.shift_end[slot_of(worker)] + pool.overrun
                longest = ends if ends < longest else longest
        left = longest - self.clock.now
        return drawn if drawn <= left else left if left > 1 else 1

    def release(self, worker: int, contact: int, extra: int) -> None:
        """The worker of a contact that ends now is free after ``extra`` minutes and paperwork."""
        self.free_later(worker, self.clock.now, contact, extra)

    def free_later(self, worker: int, ends: int, contact: int, extra: int) -> None:
        """The worker of a contact that ends at ``ends`` is free after the paperwork that follows.

        Paperwork ends with the shift; the next shift begins afresh.
        """
        pool = self.pools[worker >> 24]
        paperwork = int(contact * pool.pool.paperwork + 0.5)
        slot = slot_of(worker)
        until = ends + paperwork + extra
        shift_end = FOREVER if pool.drawn else pool.shift_end[slot]
        if until > shift_end:
            until = shift_end if shift_end > ends else ends
        if ends >= self.program.start:  # letters and travel first, then what is left of the shift
            left = until - ends - extra
            self.totals[pool.number].paperwork += left if left > 0 else 0
        if pool.drawn:
            return
        if until == self.clock.now:
            self._free(pool, slot)
        else:
            key = pool.number << 24 | slot
            self.clock.at(until, Phase.CONTACTS_END, key, lambda _: self._free(pool, slot))

    def _free(self, pool: Pool, slot: int) -> None:
        pool.busy[slot] = False
        if pool.shift_end[slot] > self.clock.now:
            pool.free.append(slot)
            self._wake_parked(pool, slot)
            if pool.waiting or self.joint:
                self.touch(pool.number)

    def _wake_parked(self, pool: Pool, slot: int) -> None:
        for ticket in pool.parked.pop(slot, ()):
            if not ticket.gone:
                self._queue(ticket)

    def wake(self, parked: list[Ticket]) -> None:
        """Tickets that waited for a person who is free now lie in their queues again."""
        for ticket in parked:
            if not ticket.gone:
                self._queue(ticket)
        parked.clear()
        if self.joint:
            self.touch(self.joint[0][3].pool)


def _rank(entry: tuple[int, int, int, Ticket]) -> tuple[int, int, int]:
    return entry[:3]
