"""Counting what pools do: who joined, who was seen, how long they waited."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import PERSON, POOL_STATE, THREAD, TICKET, TOTAL, WORLD
from sim.engines.compiled.kernel.lists import URGENT, is_new
from sim.engines.compiled.kernel.memory import map_get
from sim.engines.compiled.kernel.pools import pool
from sim.model.words import MINUTES_PER_DAY

FACT_OF_TEAM, FACT_OF_RECORD, FACT_LAST_SEEN, FACT_MEMORY = range(4)
"""What a person's map of facts holds: chapters known to a team, a record or a worker, and the
worker met last in each pool, plus one."""
FACT_BITS = 2


@kernel
def total(m: Memory, number: int) -> int:
    """The totals of a pool."""
    return m[WORLD.TOTALS] + number * TOTAL.SIZE


@kernel
def counts(m: Memory, minute: int) -> bool:
    """Whether this minute falls after the start that is not counted."""
    return minute >= m[WORLD.START]


@kernel
def last_seen(m: Memory, p: int, number: int) -> int:
    """The worker of a pool whom she met last; -1 for none."""
    return map_get(m, p + PERSON.FACTS, number << FACT_BITS | FACT_LAST_SEEN, 0) - 1


@kernel
def count_joined(m: Memory, tk: int) -> None:
    """A ticket joins a queue."""
    if counts(m, m[tk + TICKET.EARLIEST]):
        m[total(m, m[tk + TICKET.POOL]) + TOTAL.JOINED] += 1


@kernel
def count_unseen(m: Memory, tk: int, stopped: bool) -> None:
    """A ticket leaves unseen, or is taken back and has never been."""
    if counts(m, m[tk + TICKET.EARLIEST]):
        at = total(m, m[tk + TICKET.POOL])
        if stopped:
            m[at + TOTAL.STOPPED] += 1
        else:
            m[at + TOTAL.JOINED] -= 1


@kernel
def count_queue(m: Memory, number: int, change: int) -> None:
    """So many more people wait from now on."""
    q = pool(m, number)
    now = m[WORLD.NOW]
    area = m[q + POOL_STATE.WAITING] * (now - m[q + POOL_STATE.AREA_SINCE])
    m[total(m, number) + TOTAL.QUEUE_AREA] += area
    m[q + POOL_STATE.AREA_SINCE] = now
    m[q + POOL_STATE.WAITING] += change


@kernel
def count_waited(m: Memory, tk: int) -> None:
    """A ticket waits no longer."""
    waited = m[WORLD.NOW] - m[tk + TICKET.QUEUED_AT]
    m[total(m, m[tk + TICKET.POOL]) + TOTAL.WAITED_BY_ALL] += waited


@kernel
def count_first(m: Memory, counts_at: int, tk: int) -> None:
    """Somebody's first contact with a pool: whole days waited, by stream or by pool."""
    if not is_new(m, tk):
        return
    t = m[tk + TICKET.THREAD]
    number = m[tk + TICKET.POOL]
    row = m[tk + TICKET.STREAM]
    if t:
        if last_seen(m, m[t + THREAD.PERSON], number) >= 0:
            return
        row = m[WORLD.N_STREAMS] + number
    days = (m[WORLD.NOW] - m[tk + TICKET.JOINED]) // MINUTES_PER_DAY
    m[counts_at + row * m[WORLD.N_DAYS] + days] += 1


@kernel
def count_still_waiting(m: Memory, tk: int) -> None:
    """The minutes of somebody who waits at the horizon."""
    waited = m[WORLD.HORIZON] - m[tk + TICKET.QUEUED_AT]
    m[total(m, m[tk + TICKET.POOL]) + TOTAL.WAITED_BY_ALL] += waited
    count_first(m, m[WORLD.STILL_WAITING], tk)


@kernel
def count_seen(m: Memory, tk: int) -> None:
    """A contact starts."""
    now, earliest = m[WORLD.NOW], m[tk + TICKET.EARLIEST]
    waited = now - max(earliest, 0)
    new = is_new(m, tk)
    if new:
        m[pool(m, m[tk + TICKET.POOL]) + POOL_STATE.LAST_WAITED] = waited
    if counts(m, now):
        count_first(m, m[WORLD.FIRST_WAITS], tk)
    if earliest < m[WORLD.START]:
        return
    at = total(m, m[tk + TICKET.POOL])
    m[at + TOTAL.SEEN] += 1
    if waited == 0:
        m[at + TOTAL.SEEN_AT_ONCE] += 1
    m[at + TOTAL.WAITED] += waited
    if m[tk + TICKET.ORDER] == URGENT:
        m[at + TOTAL.URGENT_SEEN] += 1
        m[at + TOTAL.URGENT_WAITED] += waited
    elif new:
        m[at + TOTAL.NEW_SEEN] += 1
        m[at + TOTAL.NEW_WAITED] += waited
