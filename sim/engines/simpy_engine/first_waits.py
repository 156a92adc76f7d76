"""How long people wait for their first contact with a pool: whole days, of everybody.

Goes in: tickets that start, and tickets that still wait at the end. Comes out: counts by stream
and days in the totals of the pool, so that whatever was published of waits (a mean, a share, a
census of those still waiting) can be read off afterwards. The wait begins when the pool is asked.
"""

from __future__ import annotations

from sim.engines.protocol import PoolTotals
from sim.engines.simpy_engine.lists import is_new
from sim.engines.simpy_engine.state import Ticket
from sim.model.words import MINUTES_PER_DAY


def count_started(totals: PoolTotals, ticket: Ticket, now: int) -> None:
    """A contact starts; counted where it is somebody's first with this pool."""
    if _is_first(ticket):
        _count(totals.first_waits, ticket, now)


def count_still_waiting(totals: PoolTotals, ticket: Ticket, now: int) -> None:
    """The run ends while this one waits."""
    if _is_first(ticket):
        _count(totals.still_waiting, ticket, now)


def _is_first(ticket: Ticket) -> bool:
    if not is_new(ticket):
        return False
    return ticket.thread is None or ticket.pool not in ticket.thread.person.last_seen


def _count(counts: dict[tuple[int, int], int], ticket: Ticket, now: int) -> None:
    who = (ticket.stream, (now - ticket.joined) // MINUTES_PER_DAY)
    counts[who] = counts.get(who, 0) + 1
