"""Counting what pools do: who joined, who was seen, how long they waited.

Over the whole run people waiting, added up over minutes, are the minutes waited, added up over
people (Little's law as an identity). Everything else is counted from the first counted week on.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.engines.protocol import PoolTotals
from sim.engines.simpy_engine.clock import Clock
from sim.engines.simpy_engine.first_waits import count_started, count_still_waiting
from sim.engines.simpy_engine.lists import is_new
from sim.engines.simpy_engine.pools import Pool
from sim.engines.simpy_engine.state import URGENT, Ticket
from sim.program.parts import Program


class Counting:
    """The totals of all pools."""

    def __init__(self, program: Program, clock: Clock, totals: list[PoolTotals]) -> None:
        self.program = program
        self.clock = clock
        self.totals = totals

    def counts(self, minute: int) -> bool:
        """Whether this minute falls after the start that is not counted."""
        return minute >= self.program.start

    def joined(self, ticket: Ticket) -> None:
        """A ticket joins a queue."""
        self.totals[ticket.pool].joined += ticket.earliest >= self.program.start

    def unseen(self, ticket: Ticket, *, stopped: bool) -> None:
        """A ticket leaves unseen, or is taken back and has never been."""
        totals = self.totals[ticket.pool]
        if stopped:
            totals.stopped += self.counts(ticket.earliest)
        else:
            totals.joined -= self.counts(ticket.earliest)

    def turned_away(self, pool: int) -> None:
        """One of the other people comes to a list that is closed."""
        self.totals[pool].turned_away += self.counts(self.clock.now)

    def queue(self, pool: Pool, change: int) -> None:
        """So many more people wait from now on."""
        now = self.clock.now
        self.totals[pool.number].queue_area += pool.waiting * (now - pool.area_since)
        pool.area_since = now
        pool.waiting += change

    def left(self, ticket: Ticket) -> None:
        """A ticket waits no longer."""
        self.totals[ticket.pool].waited_by_all += self.clock.now - ticket.queued_at

    def still_waiting(self, tickets: Iterable[Ticket]) -> None:
        """The minutes of those who wait at the horizon."""
        for ticket in tickets:
            waited = self.program.horizon - ticket.queued_at
            self.totals[ticket.pool].waited_by_all += waited
            count_still_waiting(self.totals[ticket.pool], ticket, self.program.horizon)

    def seen(self, pool: Pool, ticket: Ticket) -> None:
        """A contact starts."""
        earliest = ticket.earliest
        waited = self.clock.now - (earliest if earliest > 0 else 0)
        new = is_new(ticket)
        if new:
            pool.last_newcomer_waited = waited
        if self.counts(self.clock.now):
            count_started(self.totals[pool.number], ticket, self.clock.now)
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
