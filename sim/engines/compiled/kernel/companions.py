"""Companions: a worker with a caseload who goes along with her (MODEL section 10)."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import PERSON, POOL_STATE, THREAD
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import draw
from sim.engines.compiled.kernel.memory import list_add, list_place
from sim.engines.compiled.kernel.pools import is_here, pool, pool_of, slot_of, slots_now
from sim.engines.compiled.kernel.threads import (
    COMPANION,
    NOBODY_HAD_ROOM,
    log_release,
    take_companion,
)
from sim.engines.compiled.layouts import POOL, STEP


@kernel
def give_companion(m: Memory, t: int, step: int) -> None:
    """The step gives her a companion, unless she has one."""
    p = m[t + THREAD.PERSON]
    number = m[step + STEP.COMPANION]
    if number < 0 or m[p + PERSON.COMPANION] >= 0 or not m[p + PERSON.N_THREADS]:
        return
    slot = _with_room(m, p, number, m[t + THREAD.WORKER])
    if slot >= 0:
        take_companion(m, p, t, number, slot)
        return
    log(m, t, COMPANION, -1, 0, 0, NOBODY_HAD_ROOM)
    waiting = pool(m, number) + POOL_STATE.COMPANIONS
    if m[step + STEP.COMPANION_WAITS] and list_place(m, waiting, p) < 0:
        list_add(m, waiting, p)


@kernel
def _with_room(m: Memory, p: int, number: int, met: int) -> int:
    """A place on the rota with room: hers whom she has just met, else the lightest caseload.

    Among equals her luck decides.
    """
    q = pool(m, number)
    part = m[q + POOL_STATE.PART]
    most = m[part + POOL.CASELOAD]
    held = m[q + POOL_STATE.CASELOADS]
    least = count = 0
    for slot in range(m[part + POOL.N_SLOTS]):
        if m[held + slot] >= most:
            continue
        if met >= 0 and pool_of(met) == number and slot_of(met) == slot:
            return slot
        if count == 0 or m[held + slot] < least:
            least, count = m[held + slot], 0
        if m[held + slot] == least:
            count += 1
    if count == 0:
        return -1
    nth = int(draw(m, p, purposes.COMPANION_WHICH ^ m[part + POOL.KEY]) * count)
    for slot in range(m[part + POOL.N_SLOTS]):
        if m[held + slot] == least and least < most:
            if nth == 0:
                return slot
            nth -= 1
    return -1


@kernel
def companion_of(m: Memory, p: int) -> int:
    """Her companion now; who takes over from one who has left goes along too."""
    companion = m[p + PERSON.COMPANION]
    if companion < 0:
        return -1
    if not is_here(m, companion):
        number, slot = pool_of(companion), slot_of(companion)
        log_release(m, p)
        m[m[pool(m, number) + POOL_STATE.CASELOADS] + slot] -= 1
        m[p + PERSON.COMPANION] = -1
        if slot >= slots_now(m, pool(m, number)):  # the post itself is gone
            slot = _with_room(m, p, number, -1)
        if slot >= 0:
            take_companion(m, p, 0, number, slot)
    return m[p + PERSON.COMPANION]
