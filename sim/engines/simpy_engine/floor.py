"""The floor: pools of workers, who joins and leaves their queues, and dispatch.

A ticket that may start lies in a heap of its pool (``queues``), or among the meetings. Dispatch
looks only at the heads of pools in which something changed. A ticket that cannot start since the
person is busy, or since the one worker it waits for is away, is parked under that blocker and
woken by it, its rank kept. A contact starts if its planned minutes fit before the end of the
worker's shift plus the allowed overrun (MODEL section 8).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop

import simpy

from sim.engines.protocol import PoolTotals
from sim.engines.simpy_engine.clock import Clock, Phase
from sim.engines.simpy_engine.counting import Counting
from sim.engines.simpy_engine.lists import MINUTES_OF_A_YEAR, Caseloads, Lists, is_new
from sim.engines.simpy_engine.meetings import Meetings
from sim.engines.simpy_engine.pools import FOREVER, Pool, Rota, pool_of, slot_of
from sim.engines.simpy_engine.queues import IS_NEW, Queues
from sim.engines.simpy_engine.seats import Seats
from sim.engines.simpy_engine.state import Thread, Ticket
from sim.program.parts import Program


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
        self.totals = totals
        self.start = start
        self.pools = [
            Pool(i, pool, program.teams[pool.team]) for i, pool in enumerate(program.pools)
        ]
        self.dirty: set[int] = set()
        self.dispatch_at = -1
        self.until_her_hours: list[Ticket] = []
        """tickets that are passed over until the hours begin in which their person can be met"""
        self.counting = Counting(program, clock, totals)
        self.counts = self.counting.counts
        self.lists = Lists(program)
        self.caseloads = Caseloads(program)
        self.queues = Queues(program, self.lists, self.caseloads)
        self.seats = Seats(program, clock, self.pools)
        self.meetings = Meetings(clock, self.pools, self.seats, self.touch)
        self.rota = Rota(program, clock, luck, self._back)
        for pool in self.pools:
            self.rota.begin(pool)
        if any(step.yearly_limit >= 0 for step in program.steps):
            self._plan_new_year()

    def change_program(self, program: Program) -> None:
        """Other numbers from this minute on: staff, hours, limits."""
        self.program = self.seats.program = self.rota.program = program
        self.counting.program = self.lists.program = self.queues.program = program
        self.caseloads.places = [team.places for team in program.teams]
        self.lists.look_again()
        for pool, part in zip(self.pools, program.pools, strict=True):
            pool.become(part, program.teams[part.team])
            self.rota.change(pool)
            self.touch(pool.number)

    def _back(self, pool: Pool, slot: int) -> None:
        """A worker is on shift again, or new: tickets that waited for them lie in the queue."""
        self._wake_parked(pool, slot)
        self.touch(pool.number)

    def _plan_new_year(self) -> None:
        """What had reached its limit for the year may begin again."""
        minute = (self.clock.now // MINUTES_OF_A_YEAR + 1) * MINUTES_OF_A_YEAR

        def turn(_: simpy.Event) -> None:
            for pool in self.pools:
                self.touch(pool.number)
            self._plan_new_year()

        self.clock.at(minute, Phase.SHIFTS_CHANGE, 0, turn)

    # Whom a team takes

    def taking(self, step: int) -> bool:
        """Whether a step takes a referral: its team's list is open, its year's limit not reached.

        A closed list takes the urgent; nothing begins beyond a limit.
        """
        to = self.program.steps[step]
        is_open = to.urgent or not self.lists.closed[to.team]
        return is_open and self.lists.within_limit(step, self.clock.now)

    def give_up_place(self, team: int) -> None:
        """A place on a team's caseload is free again."""
        self.caseloads.free(team)
        for pool in self.program.teams[team].pools:
            self.touch(pool)

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
        self.counting.joined(ticket)
        self.lists.joins(ticket)
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
            self.counting.queue(pool, +1)
            ticket.queued_at = self.clock.now
        ticket.in_queue = True
        self._queue(ticket)

    def _queue(self, ticket: Ticket) -> None:
        """Lie in the heap, or among the meetings."""
        pool = self.pools[ticket.pool]
        if ticket.beside and ticket.joint:
            self.meetings.add(ticket)
            self.touch(ticket.pool)
            return
        self.queues.push(pool, ticket)
        if pool.free or pool.drawn:  # else nobody could take it now
            self.touch(ticket.pool)

    def withdraw(self, ticket: Ticket, *, stopped: bool = True) -> None:
        """A ticket leaves unseen: she stopped waiting, or asks in another way."""
        ticket.gone = True
        self.counting.unseen(ticket, stopped=stopped)
        self.lists.leaves(ticket)
        if ticket.in_queue:
            self._leave_queue(ticket)
        if ticket.beside:
            self.meetings.remove(ticket)

    def _leave_queue(self, ticket: Ticket) -> None:
        pool = self.pools[ticket.pool]
        ticket.in_queue = False
        if not pool.drawn:
            self.counting.queue(pool, -1)
            self.counting.left(ticket)

    def finish(self, parked: list[Ticket]) -> None:
        """Count what still waits at the horizon; ``parked`` are tickets whose person is busy."""
        waiting = [*parked, *self.meetings.tickets, *self.until_her_hours]
        for pool in self.pools:
            self.counting.queue(pool, 0)
            waiting += [entry[-1] for heap in pool.queues.values() for entry in heap]
            waiting += [t for tickets in pool.parked.values() for t in tickets]
        self.counting.still_waiting(
            ticket
            for ticket in waiting
            if not ticket.gone and ticket.in_queue and not self.pools[ticket.pool].drawn
        )

    # Dispatch

    def _dispatch(self, _: simpy.Event) -> None:
        """Free workers meet queues: meetings first, then pool by pool in file order."""
        if self.meetings.tickets or self.meetings.kept:
            self._dispatch_meetings()
        while self.dirty:
            for number in sorted(self.dirty):
                self.dirty.discard(number)
                self._dispatch_pool(self.pools[number])
        self.meetings.give_back()
        self.dispatch_at = -1

    def _dispatch_meetings(self) -> None:
        """Meetings of several workers, in their turn, since all must be free in the same minute."""
        before = self.meetings.begin_again()
        for ticket in list(self.meetings.tickets):
            self.meetings.look_again(ticket)
            if self.meetings.takes_turns(ticket):
                self._serve(self.pools[ticket.pool], ticket)
            if not self.queues.may_start(ticket, self.clock.now):
                continue
            workers = self.seats.all_free(ticket)
            if workers:
                self.meetings.tickets.remove(ticket)
                self._begin(ticket, workers)
            elif self.seats.she_could(ticket):
                self._workers_are_missing(ticket)
        for pool, slot in self.meetings.let_go(before):
            self._wake_parked(pool, slot)
            self.dirty.add(pool.number)

    def _workers_are_missing(self, ticket: Ticket) -> None:
        """It keeps its workers once it has starved, unless somebody before it may need them."""
        is_next = True
        if self.meetings.takes_turns(ticket):
            if self.seats.has_first(ticket):
                self.meetings.turn_in_vain(ticket)
            else:
                pool = self.pools[ticket.pool]
                is_next = not self.queues.somebody_before(pool, ticket, self.clock.now)
        if is_next and self.meetings.has_starved(ticket, self.program.assumptions.starved_after):
            self.meetings.keep(ticket)

    def _dispatch_pool(self, pool: Pool) -> None:
        now = self.clock.now
        if pool.drawn:
            for (_, needs), heap in pool.queues.items():
                while heap and (needs <= IS_NEW or self.queues.met(pool, needs, now)):
                    self._try_drawn(pool, heappop(heap)[-1])
            return
        self._serve(pool)

    def _serve(self, pool: Pool, before: Ticket | None = None) -> None:
        """Free workers of a pool take whoever is first, or all who come before a ticket."""
        while pool.free:
            ticket = self.queues.head(pool, self.clock.now, before)
            if ticket is None:
                return
            slot = self._slot_for(pool, ticket)
            if slot >= 0:
                self._begin(ticket, self._and_others(ticket, pool.worker(slot)))

    def _slot_for(self, pool: Pool, ticket: Ticket) -> int:
        """A free worker for a ticket, or −1 if it had to be parked."""
        thread = ticket.thread
        if thread is None:
            return self._first_fit(pool, ticket.planned)
        if self._passed_over(ticket, thread):
            return -1
        if ticket.own >= 0 and pool.could_meet(ticket.own, ticket.planned):
            slot = slot_of(ticket.own)
            if slot in pool.free and pool.fits(slot, self.clock.now + ticket.planned):
                return slot
            pool.parked.setdefault(slot, []).append(ticket)
            return -1
        return self.seats.choose(pool, ticket)

    def _passed_over(self, ticket: Ticket, thread: Thread) -> bool:
        """Whether she cannot come now: busy, away in a crisis, or outside her hours."""
        if ticket.held_up:
            thread.person.parked.append(ticket)
            return True
        opens = self.seats.her_hours(ticket)
        if opens > self.clock.now:
            self.until_her_hours.append(ticket)
            self.clock.at(opens, Phase.PAUSES_END, ticket.key, lambda _: self._her_hours(ticket))
            return True
        return False

    def _and_others(self, ticket: Ticket, worker: int) -> tuple[int, ...]:
        """The worker who meets her, and those who come along if they are free."""
        return self.seats.with_others(ticket, (worker,)) if ticket.beside else (worker,)

    def _her_hours(self, ticket: Ticket) -> None:
        self.until_her_hours.remove(ticket)
        self.wake([ticket])

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
        if self._passed_over(ticket, ticket.thread):
            return
        opens = self.seats.opens(pool.number, ticket.planned)
        if opens > self.clock.now:
            self.clock.at(opens, Phase.PAUSES_END, ticket.key, lambda _: self.wake([ticket]))
            return
        self._begin(ticket, self._and_others(ticket, self.seats.drawn_worker(pool, ticket)))

    def _begin(self, ticket: Ticket, workers: tuple[int, ...]) -> None:
        """Seats are taken, the queue is left, the contact starts."""
        now = self.clock.now
        self._leave_queue(ticket)
        ticket.gone = True
        ticket.workers = workers
        self.counting.seen(self.pools[ticket.pool], ticket)
        self.lists.leaves(ticket)
        if ticket.place:
            self.caseloads.take(self.program.pools[ticket.pool].team)
        if ticket.limited >= 0:
            self.lists.begins(ticket.limited, now)
        for worker in workers:
            pool = self.pools[pool_of(worker)]
            if not pool.drawn:
                slot = slot_of(worker)
                pool.busy[slot] = True
                pool.free.remove(slot)
            if pool.new_parts and not ticket.meeting:
                pool.count_begun(now, ticket.planned, new=is_new(ticket))
        if ticket.thread is not None and ticket.with_her:
            ticket.thread.person.busy = True
        self.start(ticket)

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
            if pool.waiting or self.meetings.tickets:
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
        if self.meetings.tickets:
            self.touch(self.meetings.tickets[0].pool)
