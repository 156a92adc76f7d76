"""Pools: the workers of one role in a team, their shifts, and their leaving."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import exponential
from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import POOL_STATE, WORLD
from sim.engines.compiled.kernel.calendars import next_shut
from sim.engines.compiled.kernel.clock import (
    LIVES_CHANGE,
    ORDER_BITS,
    ORDER_MASK,
    SHIFT_CHANGES,
    SHIFTS_CHANGE,
    WORKER_LEAVES,
    plan,
)
from sim.engines.compiled.kernel.luck import key_of, uniform_at
from sim.engines.compiled.layouts import ASSUMED, POOL, SLOT, TEAM
from sim.model.words import MINUTES_PER_WEEK

FOREVER: Final = 1 << 62
PARTS: Final = 1_000_000
POOL_BITS: Final = 24
SLOT_BITS: Final = 12
SLOT_MASK: Final = (1 << SLOT_BITS) - 1


@kernel
def pool_of(worker: int) -> int:
    """The number of a worker's pool."""
    return worker >> POOL_BITS


@kernel
def slot_of(worker: int) -> int:
    """The place on the rota of a worker."""
    return worker >> SLOT_BITS & SLOT_MASK


@kernel
def pool(m: Memory, number: int) -> int:
    """The state of a pool."""
    return m[WORLD.POOL_STATES] + number * POOL_STATE.SIZE


@kernel
def pool_part(m: Memory, number: int) -> int:
    """The row of a pool in the program as it now is."""
    return m[WORLD.POOLS] + number * POOL.SIZE


@kernel
def team_part(m: Memory, number: int) -> int:
    """The row of a team in the program as it now is."""
    return m[WORLD.TEAMS] + number * TEAM.SIZE


@kernel
def slots_now(m: Memory, q: int) -> int:
    """How many places the rota has now."""
    return m[m[q + POOL_STATE.PART] + POOL.N_SLOTS]


@kernel
def _slot(m: Memory, q: int, slot: int) -> int:
    """The row of a place on the rota; 0 where it is gone."""
    part = m[q + POOL_STATE.PART]
    return m[part + POOL.SLOTS] + slot * SLOT.SIZE if slot < m[part + POOL.N_SLOTS] else 0


@kernel
def read_pool(m: Memory, number: int) -> None:
    """The numbers of a pool as the program now has them; places on the rota may be added."""
    q = pool(m, number)
    part = pool_part(m, number)
    team = team_part(m, m[part + POOL.TEAM])
    m[q + POOL_STATE.PART] = part
    m[q + POOL_STATE.TEAM_PART] = team
    m[q + POOL_STATE.OVERRUN] = m[team + TEAM.OVERRUN]
    m[q + POOL_STATE.YEAR] = m[team + TEAM.YEAR]
    m[q + POOL_STATE.NEW_PARTS] = m[team + TEAM.NEW_PARTS]
    for slot in range(m[q + POOL_STATE.N_SLOTS], m[part + POOL.N_SLOTS]):
        m[m[q + POOL_STATE.SHIFT_END] + slot] = -1
    m[q + POOL_STATE.N_SLOTS] = max(m[q + POOL_STATE.N_SLOTS], m[part + POOL.N_SLOTS])


@kernel
def worker_at(m: Memory, number: int, slot: int) -> int:
    """The worker who has a place on the rota now."""
    generation = m[m[pool(m, number) + POOL_STATE.GENERATION] + slot]
    return number << POOL_BITS | slot << SLOT_BITS | generation


@kernel
def is_here(m: Memory, worker: int) -> bool:
    """Whether this worker has not left."""
    number, slot = pool_of(worker), slot_of(worker)
    return slot < slots_now(m, pool(m, number)) and worker_at(m, number, slot) == worker


@kernel
def could_meet(m: Memory, worker: int, planned: int) -> bool:
    """Whether this worker has not left and has some shift that is long enough."""
    if not is_here(m, worker):
        return False
    q = pool(m, pool_of(worker))
    longest = m[_slot(m, q, slot_of(worker)) + SLOT.LONGEST]
    return planned <= longest + m[q + POOL_STATE.OVERRUN]


@kernel
def fits(m: Memory, q: int, slot: int, ends: int) -> bool:
    """Whether a contact that is planned to end then may start with this worker."""
    return ends <= m[m[q + POOL_STATE.SHIFT_END] + slot] + m[q + POOL_STATE.OVERRUN]


@kernel
def place_among_free(m: Memory, q: int, slot: int) -> int:
    """The position of a place on the rota among those free, or -1."""
    free = m[q + POOL_STATE.FREE]
    for i in range(m[q + POOL_STATE.N_FREE]):
        if m[free + i] == slot:
            return i
    return -1


@kernel
def add_free(m: Memory, q: int, slot: int) -> None:
    """This worker is idle from now on."""
    m[m[q + POOL_STATE.FREE] + m[q + POOL_STATE.N_FREE]] = slot
    m[q + POOL_STATE.N_FREE] += 1


@kernel
def remove_free(m: Memory, q: int, slot: int) -> None:
    """This worker is idle no longer; the others keep their order."""
    free = m[q + POOL_STATE.FREE]
    place = place_among_free(m, q, slot)
    for i in range(free + place, free + m[q + POOL_STATE.N_FREE] - 1):
        m[i] = m[i + 1]
    m[q + POOL_STATE.N_FREE] -= 1


# A share of each week's minutes kept for new people


@kernel
def count_begun(m: Memory, q: int, minutes: int, new: bool) -> None:
    """A contact begins that is planned to last so long."""
    week = m[WORLD.NOW] // MINUTES_PER_WEEK
    if week != m[q + POOL_STATE.WEEK]:
        m[q + POOL_STATE.WEEK] = week
        m[q + POOL_STATE.BEGUN] = m[q + POOL_STATE.BEGUN_NEW] = 0
    m[q + POOL_STATE.BEGUN] += minutes
    if new:
        m[q + POOL_STATE.BEGUN_NEW] += minutes


@kernel
def owes_newcomers(m: Memory, q: int) -> bool:
    """Whether new people have had less than their share of this week's minutes so far."""
    if m[WORLD.NOW] // MINUTES_PER_WEEK != m[q + POOL_STATE.WEEK]:
        return False
    share = m[q + POOL_STATE.NEW_PARTS] * m[q + POOL_STATE.BEGUN]
    return m[q + POOL_STATE.BEGUN_NEW] * PARTS < share


# The rota


@kernel
def shift_end_now(m: Memory, q: int, slot: int, shuts: int) -> int:
    """When the shift ends that a worker is on; now or -1 where there is none."""
    row = _slot(m, q, slot)
    if row == 0:
        return -1
    if m[row + SLOT.ALWAYS]:
        return shuts
    now = m[WORLD.NOW]
    week, within = now // MINUTES_PER_WEEK, now % MINUTES_PER_WEEK
    shifts = m[row + SLOT.SHIFTS]
    for i in range(m[row + SLOT.N_SHIFTS]):
        if m[shifts + 2 * i] <= within < m[shifts + 2 * i + 1]:
            return min(week * MINUTES_PER_WEEK + m[shifts + 2 * i + 1], shuts)
    return -1


@kernel
def shuts_at(m: Memory, q: int) -> int:
    """The midnight from which the team does not open; now where it is shut today."""
    year = m[q + POOL_STATE.YEAR]
    return next_shut(m, year, m[WORLD.NOW]) if year else FOREVER


@kernel
def _always_there(m: Memory, q: int) -> bool:
    """Whether everybody who ever had a place works at every minute of the week."""
    if m[q + POOL_STATE.N_SLOTS] > slots_now(m, q):
        return False
    for slot in range(slots_now(m, q)):
        if not m[_slot(m, q, slot) + SLOT.ALWAYS]:
            return False
    return True


@kernel
def plan_shift_change(m: Memory, number: int) -> None:
    """Plan the next minute of the week at which shifts may change."""
    q = pool(m, number)
    part = m[q + POOL_STATE.PART]
    count, edges = m[part + POOL.N_EDGES], m[part + POOL.EDGES]
    m[q + POOL_STATE.PLANNED] = 0
    if count == 0 or (m[q + POOL_STATE.YEAR] == 0 and _always_there(m, q)):
        return
    m[q + POOL_STATE.PLANNED] = 1
    now = m[WORLD.NOW]
    week, within = now // MINUTES_PER_WEEK, now % MINUTES_PER_WEEK
    minute = (week + 1) * MINUTES_PER_WEEK + m[edges]
    for i in range(count):
        if m[edges + i] > within:
            minute = week * MINUTES_PER_WEEK + m[edges + i]
            break
    plan(m, minute, SHIFTS_CHANGE, 0, number, SHIFT_CHANGES, number, 0, 0)


@kernel
def plan_leavings(m: Memory, number: int) -> None:
    """Plan the leaving of everybody whose leaving is not planned yet."""
    x = m.view(np.float64)
    q = pool(m, number)
    if x[m[WORLD.ASSUMED] + ASSUMED.LEAVING] > 0.0:
        for slot in range(m[q + POOL_STATE.LEAVING_PLANNED], m[q + POOL_STATE.N_SLOTS]):
            plan_leaving(m, number, slot)
        m[q + POOL_STATE.LEAVING_PLANNED] = m[q + POOL_STATE.N_SLOTS]


@kernel
def plan_leaving(m: Memory, number: int, slot: int) -> None:
    """Plan when the holder of a place on the rota leaves."""
    x = m.view(np.float64)
    q = pool(m, number)
    entity = key_of(key_of(m[WORLD.LUCK_WORLD], m[m[q + POOL_STATE.PART] + POOL.KEY]), slot)
    u = uniform_at(entity, purposes.WORKER_LEAVING, m[m[q + POOL_STATE.GENERATION] + slot])
    stays = int(exponential(u, 1.0 / x[m[WORLD.ASSUMED] + ASSUMED.LEAVING])) + 1
    minute = m[WORLD.NOW] + stays
    if minute < m[WORLD.HORIZON]:
        key = number << POOL_BITS | slot
        who, order = key >> ORDER_BITS, key & ORDER_MASK
        plan(m, minute, LIVES_CHANGE, who, order, WORKER_LEAVES, number, slot, 0)
