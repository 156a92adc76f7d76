"""Queues: who is first among those who could start now (MODEL section 8).

A ticket lies in a heap of its pool with those that are as long as it and need the same before they
may start, by (order, minute joined; person; thread and spell).
"""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import ENTRY, HEAP, POOL_STATE, TICKET, WORLD
from sim.engines.compiled.kernel.lists import URGENT, has_room, is_new, team_of_pool, within_limit
from sim.engines.compiled.kernel.memory import list_room
from sim.engines.compiled.kernel.pools import owes_newcomers, pool
from sim.engines.compiled.kernel.tickets import ranks_before, waits_still
from sim.engines.compiled.layouts import POOL

IS_NEW, NEEDS_PLACE, LIMITED_FROM = 1, 2, 2
"""What lies in the needs of a heap: two bits, and the limited step above them."""
ORDER_FROM: Final = 44
JOINED_FROM: Final = 1 << 40
"""Added to the minute of joining, which is below 0 for those who wait at the start."""
SPELL_BITS: Final = 30


@kernel
def _before(m: Memory, a: int, b: int) -> bool:
    """Whether one entry comes before another."""
    if m[a] != m[b]:
        return m[a] < m[b]
    if m[a + ENTRY.WHO] != m[b + ENTRY.WHO]:
        return m[a + ENTRY.WHO] < m[b + ENTRY.WHO]
    if m[a + ENTRY.ORDER] != m[b + ENTRY.ORDER]:
        return m[a + ENTRY.ORDER] < m[b + ENTRY.ORDER]
    return m[a + ENTRY.PUSHED] < m[b + ENTRY.PUSHED]


@kernel
def _copy(m: Memory, a: int, to: int) -> None:
    for i in range(ENTRY.SIZE):
        m[to + i] = m[a + i]


@kernel
def push(m: Memory, tk: int) -> None:
    """Lie in the heap of those who are as long and need the same."""
    q = pool(m, m[tk + TICKET.POOL])
    needs = m[tk + TICKET.LIMITED] + 1 << LIMITED_FROM
    if m[tk + TICKET.PLACE]:
        needs |= NEEDS_PLACE
    if m[q + POOL_STATE.NEW_PARTS] and is_new(m, tk):
        needs |= IS_NEW
    heap = _heap(m, q, m[tk + TICKET.PLANNED], needs)
    place = m[heap + HEAP.N_ENTRIES]
    list_room(m, heap + HEAP.ENTRIES, ENTRY.SIZE)
    list_room(m, heap + HEAP.ENTRIES, ENTRY.SIZE)  # the last is where the new one stands
    m[heap + HEAP.N_ENTRIES] = place + 1
    base = m[heap + HEAP.ENTRIES]
    new = base + (place + 1) * ENTRY.SIZE
    joined = m[tk + TICKET.JOINED] + JOINED_FROM
    m[new] = m[tk + TICKET.ORDER] << ORDER_FROM | joined
    m[new + ENTRY.WHO] = m[tk + TICKET.KEY_WHO]
    m[new + ENTRY.ORDER] = m[tk + TICKET.KEY_ORDER] << SPELL_BITS | m[tk + TICKET.SESSION]
    m[WORLD.PUSHED] += 1
    m[new + ENTRY.PUSHED] = m[WORLD.PUSHED]
    m[new + ENTRY.TICKET] = tk
    m[new + ENTRY.SERIAL] = m[tk + TICKET.SERIAL]
    while place > 0:
        parent = (place - 1) // 2
        if not _before(m, new, base + parent * ENTRY.SIZE):
            break
        _copy(m, base + parent * ENTRY.SIZE, base + place * ENTRY.SIZE)
        place = parent
    _copy(m, new, base + place * ENTRY.SIZE)


@kernel
def _heap(m: Memory, q: int, planned: int, needs: int) -> int:
    """The heap of tickets that are so long and need this."""
    base = m[q + POOL_STATE.HEAPS]
    for i in range(m[q + POOL_STATE.N_HEAPS]):
        heap = base + i * HEAP.SIZE
        if m[heap + HEAP.PLANNED] == planned and m[heap + HEAP.NEEDS] == needs:
            return heap
    heap = list_room(m, q + POOL_STATE.HEAPS, HEAP.SIZE)
    m[heap + HEAP.PLANNED] = planned
    m[heap + HEAP.NEEDS] = needs
    m[heap + HEAP.ENTRIES] = m[heap + HEAP.N_ENTRIES] = m[heap + HEAP.CAP_ENTRIES] = 0
    return heap


@kernel
def pop(m: Memory, heap: int) -> int:
    """Take the first ticket of a heap; 0 where it has gone meanwhile."""
    base = m[heap + HEAP.ENTRIES]
    tk, serial = m[base + ENTRY.TICKET], m[base + ENTRY.SERIAL]
    count = m[heap + HEAP.N_ENTRIES] - 1
    m[heap + HEAP.N_ENTRIES] = count
    last = base + count * ENTRY.SIZE
    place = 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        if child + 1 < count and _before(
            m, base + (child + 1) * ENTRY.SIZE, base + child * ENTRY.SIZE
        ):
            child += 1
        if not _before(m, base + child * ENTRY.SIZE, last):
            break
        _copy(m, base + child * ENTRY.SIZE, base + place * ENTRY.SIZE)
        place = child
    if count:
        _copy(m, last, base + place * ENTRY.SIZE)
    return tk if waits_still(m, tk, serial) else 0


@kernel
def drop_gone(m: Memory, heap: int) -> None:
    """Take off the top what has gone."""
    while m[heap + HEAP.N_ENTRIES]:
        first = m[heap + HEAP.ENTRIES]
        if waits_still(m, m[first + ENTRY.TICKET], m[first + ENTRY.SERIAL]):
            return
        pop(m, heap)


@kernel
def _first(m: Memory, heap: int, other: int) -> bool:
    """Whether the head of a heap comes before that of another (0: there is none)."""
    if other == 0:
        return True
    a, b = m[heap + HEAP.ENTRIES], m[other + HEAP.ENTRIES]
    if m[a] != m[b]:
        return m[a] < m[b]
    if m[a + ENTRY.WHO] != m[b + ENTRY.WHO]:
        return m[a + ENTRY.WHO] < m[b + ENTRY.WHO]
    return m[a + ENTRY.ORDER] < m[b + ENTRY.ORDER]


@kernel
def _comes_before(m: Memory, q: int, one: int, other: int) -> bool:
    """Whether one ticket goes before another, new people first where they are owed it."""
    nobody_urgent = m[one + TICKET.ORDER] != URGENT and m[other + TICKET.ORDER] != URGENT
    if nobody_urgent and is_new(m, one) != is_new(m, other) and owes_newcomers(m, q):
        return is_new(m, one)
    return ranks_before(m, one, other)


@kernel
def somebody_before(m: Memory, tk: int) -> bool:
    """Whether anybody in the queue comes before a ticket, and lacks nothing but a worker."""
    number = m[tk + TICKET.POOL]
    q = pool(m, number)
    for i in range(m[q + POOL_STATE.N_HEAPS]):
        heap = m[q + POOL_STATE.HEAPS] + i * HEAP.SIZE
        drop_gone(m, heap)
        needs = m[heap + HEAP.NEEDS]
        if m[heap + HEAP.N_ENTRIES] == 0 or (needs > IS_NEW and not met(m, number, needs)):
            continue
        if _comes_before(m, q, m[m[heap + HEAP.ENTRIES] + ENTRY.TICKET], tk):
            return True
    return False


@kernel
def head(m: Memory, q: int, number: int, before: int) -> int:
    """Take the first ticket in rank that may start and fits before somebody's shift ends.

    0 where it comes after a ticket that is not in the queue, ``before``, if that is not 0.
    """
    latest = -1
    for i in range(m[q + POOL_STATE.N_FREE]):
        slot = m[m[q + POOL_STATE.FREE] + i]
        latest = max(latest, m[m[q + POOL_STATE.SHIFT_END] + slot])
    latest += m[q + POOL_STATE.OVERRUN]
    best = newcomers = 0
    for i in range(m[q + POOL_STATE.N_HEAPS]):
        heap = m[q + POOL_STATE.HEAPS] + i * HEAP.SIZE
        drop_gone(m, heap)
        needs = m[heap + HEAP.NEEDS]
        if m[heap + HEAP.N_ENTRIES] == 0:
            continue
        if m[WORLD.NOW] + m[heap + HEAP.PLANNED] > latest:
            continue
        if needs > IS_NEW and not met(m, number, needs):
            continue
        if _first(m, heap, best):
            best = heap
        if needs & IS_NEW and _first(m, heap, newcomers):
            newcomers = heap
    if best == 0:
        return 0
    urgent = m[m[best + HEAP.ENTRIES]] >> ORDER_FROM == URGENT
    if newcomers and not urgent and owes_newcomers(m, q):
        best = newcomers
    if before and not _comes_before(m, q, m[m[best + HEAP.ENTRIES] + ENTRY.TICKET], before):
        return 0
    return pop(m, best)


@kernel
def met(m: Memory, number: int, needs: int) -> bool:
    """Whether what the tickets of a heap need is there: a place, a turn within the limit."""
    if needs & NEEDS_PLACE and not has_room(m, team_of_pool(m, number)):
        return False
    step = (needs >> LIMITED_FROM) - 1
    return step < 0 or within_limit(m, step)


@kernel
def may_start(m: Memory, tk: int) -> bool:
    """Whether the place and the turn that a ticket needs are there."""
    if m[tk + TICKET.PLACE] and not has_room(m, team_of_pool(m, m[tk + TICKET.POOL])):
        return False
    return m[tk + TICKET.LIMITED] < 0 or within_limit(m, m[tk + TICKET.LIMITED])


@kernel
def is_drawn(m: Memory, number: int) -> int:
    """Whether a pool draws its wait, by the program as it now is."""
    return m[m[WORLD.POOLS] + number * POOL.SIZE + POOL.DRAWN]
