"""Workers begin and end shifts, leave, and are free after contacts and what follows them."""

from __future__ import annotations

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import POOL_STATE, TICKET, TOTAL, WORLD
from sim.engines.compiled.kernel.clock import (
    CONTACTS_END,
    ORDER_BITS,
    ORDER_MASK,
    SHIFTS_CHANGE,
    WORKER_FREE,
    YEAR_TURNS,
    plan,
)
from sim.engines.compiled.kernel.counting import counts, total
from sim.engines.compiled.kernel.joining import touch, wake_parked
from sim.engines.compiled.kernel.lists import MINUTES_OF_A_YEAR
from sim.engines.compiled.kernel.pools import (
    FOREVER,
    POOL_BITS,
    add_free,
    place_among_free,
    plan_leavings,
    plan_shift_change,
    pool,
    pool_of,
    pool_part,
    read_pool,
    remove_free,
    shift_end_now,
    shuts_at,
    slot_of,
)
from sim.engines.compiled.kernel.tickets import worker_of
from sim.engines.compiled.layouts import POOL


@kernel
def contact_minutes(m: Memory, tk: int, drawn: int) -> int:
    """Minutes of a contact, cut at the end of the shift plus the overrun."""
    longest = FOREVER
    for i in range(m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, i)
        q = pool(m, pool_of(worker))
        if not m[q + POOL_STATE.DRAWN]:
            ends = m[m[q + POOL_STATE.SHIFT_END] + slot_of(worker)] + m[q + POOL_STATE.OVERRUN]
            longest = min(longest, ends)
    left = longest - m[WORLD.NOW]
    if drawn <= left:
        return drawn
    return max(left, 1)


@kernel
def free_later(m: Memory, worker: int, ends: int, contact: int, extra: int) -> None:
    """The worker of a contact that ends at ``ends`` is free after the paperwork that follows."""
    x = m.view(np.float64)
    number, slot = pool_of(worker), slot_of(worker)
    q = pool(m, number)
    drawn = m[q + POOL_STATE.DRAWN]
    paperwork = int(contact * x[m[q + POOL_STATE.PART] + POOL.PAPERWORK] + 0.5)
    until = ends + paperwork + extra
    shift_end = FOREVER if drawn else m[m[q + POOL_STATE.SHIFT_END] + slot]
    if until > shift_end:
        until = max(shift_end, ends)
    if counts(m, ends):  # letters and travel first, then what is left of the shift
        m[total(m, number) + TOTAL.PAPERWORK] += max(until - ends - extra, 0)
    if drawn:
        return
    if until == m[WORLD.NOW]:
        worker_is_free(m, number, slot)
        return
    key = number << POOL_BITS | slot
    who, order = key >> ORDER_BITS, key & ORDER_MASK
    plan(m, until, CONTACTS_END, who, order, WORKER_FREE, number, slot, 0)


@kernel
def worker_is_free(m: Memory, number: int, slot: int) -> None:
    """A worker has done what a contact asked for."""
    q = pool(m, number)
    m[m[q + POOL_STATE.BUSY] + slot] = 0
    if m[m[q + POOL_STATE.SHIFT_END] + slot] > m[WORLD.NOW]:
        add_free(m, q, slot)
        wake_parked(m, number, slot)
        if m[q + POOL_STATE.WAITING] or m[WORLD.N_MEETINGS]:
            touch(m, number)


@kernel
def worker_is_back(m: Memory, number: int, slot: int) -> None:
    """A worker is on shift again, or new: tickets that waited for them lie in the queue."""
    wake_parked(m, number, slot)
    touch(m, number)


@kernel
def change_shifts(m: Memory, number: int) -> None:
    """Who is on shift from this minute on, and until when."""
    q = pool(m, number)
    now = m[WORLD.NOW]
    shuts = shuts_at(m, q)
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        at = m[q + POOL_STATE.SHIFT_END] + slot
        end = shift_end_now(m, q, slot, shuts)
        was_on = m[at] > now
        m[at] = end
        is_free = place_among_free(m, q, slot) >= 0
        if end > now and not m[m[q + POOL_STATE.BUSY] + slot] and not is_free:
            add_free(m, q, slot)
            worker_is_back(m, number, slot)
        elif end <= now and is_free:
            remove_free(m, q, slot)
        elif not was_on and end > now:
            worker_is_back(m, number, slot)


@kernel
def begin_pool(m: Memory, number: int) -> None:
    """The first shifts, and the plans for every later change."""
    read_pool(m, number)
    m[pool(m, number) + POOL_STATE.DRAWN] = m[pool_part(m, number) + POOL.DRAWN]
    if not m[pool(m, number) + POOL_STATE.DRAWN]:
        change_shifts(m, number)
        plan_shift_change(m, number)
    plan_leavings(m, number)


@kernel
def staff_changes(m: Memory, number: int) -> None:
    """The staff of a pool has changed: shifts begin and end at once, tickets look again."""
    q = pool(m, number)
    read_pool(m, number)
    plan_leavings(m, number)
    if not m[q + POOL_STATE.DRAWN]:
        change_shifts(m, number)
        if not m[q + POOL_STATE.PLANNED]:
            plan_shift_change(m, number)
        for slot in range(m[q + POOL_STATE.N_SLOTS]):
            if m[m[q + POOL_STATE.PARKED] + 3 * slot + 1]:
                worker_is_back(m, number, slot)
    touch(m, number)


@kernel
def plan_new_year(m: Memory) -> None:
    """What had reached its limit for the year may begin again."""
    minute = (m[WORLD.NOW] // MINUTES_OF_A_YEAR + 1) * MINUTES_OF_A_YEAR
    plan(m, minute, SHIFTS_CHANGE, 0, 0, YEAR_TURNS, 0, 0, 0)


@kernel
def touch_all(m: Memory) -> None:
    """Dispatch will look at every pool."""
    for number in range(m[WORLD.N_POOLS]):
        touch(m, number)
