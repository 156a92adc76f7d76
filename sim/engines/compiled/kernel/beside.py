"""The life of a thread alongside: contact after contact, without responsibility (section 6)."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.alongside import lasts
from sim.engines.compiled.kernel.asking import takes_place
from sim.engines.compiled.kernel.blocks import THREAD
from sim.engines.compiled.kernel.frames import (
    BESIDE,
    BESIDE_AGAIN,
    BESIDE_CALLED,
    BESIDE_MET,
    CONTACT,
    MISSED,
    WAIT_FOR_CONTACT,
    call,
    done,
)
from sim.engines.compiled.kernel.letting_go import release_workers
from sim.engines.compiled.kernel.lists import step_at, taking
from sim.engines.compiled.kernel.memory import list_place, list_remove
from sim.engines.compiled.kernel.offering import TAKEN, first_offer
from sim.engines.compiled.kernel.pools import team_part
from sim.engines.compiled.kernel.threads import is_over
from sim.engines.compiled.layouts import STEP, TEAM


@kernel
def live_beside(m: Memory, t: int, point: int, value: int) -> int:
    """Contact after contact until it ends; one only, where the step is no course."""
    if point == BESIDE:
        step = step_at(m, m[t + THREAD.STEP])
        m[t + THREAD.PLACE_STEP] = step
        if not m[t + THREAD.OPEN] or not taking(m, m[t + THREAD.STEP]):
            return done(m, t, 0)
        if m[step + STEP.OFFERED] and first_offer(m, t, step) != TAKEN:
            return done(m, t, 0)
        if m[step + STEP.PAUSE] >= 0:
            takes_place(m, m[t + THREAD.PERSON], m[t + THREAD.STEP])
            lasts(m, t)
            return done(m, t, 0)
        m[t + THREAD.REBOOK] = m[team_part(m, m[step + STEP.TEAM]) + TEAM.REBOOK]
        point = BESIDE_AGAIN
    if point == BESIDE_CALLED:
        return _called_beside(m, t, value)
    if point == BESIDE_MET:
        _met_beside(m, t, value)
        point = BESIDE_AGAIN
    if m[t + THREAD.OPEN]:
        return call(m, t, BESIDE_CALLED, WAIT_FOR_CONTACT)
    is_over(m, t)
    return done(m, t, 0)


@kernel
def _called_beside(m: Memory, t: int, tk: int) -> int:
    """She is called, or has hung up for the last time, or it ended while she waited."""
    main = m[t + THREAD.MAIN]
    if tk == 0:
        list_remove(m, main + THREAD.ALONGSIDE, t)
        m[t + THREAD.OPEN] = 0
        return done(m, t, 0)
    m[t + THREAD.NEEDS] &= m[main + THREAD.NEEDS] | m[main + THREAD.PLACE_FOR]
    m[t + THREAD.MEETING] = 1
    m[t + THREAD.CONTACT_TICKET] = tk
    return call(m, t, BESIDE_MET, CONTACT)


@kernel
def _met_beside(m: Memory, t: int, found: int) -> None:
    """A contact is over: whether there will be another."""
    step = m[t + THREAD.PLACE_STEP]
    m[t + THREAD.MEETING] = 0
    release_workers(m, t, 0)
    over = list_place(m, m[t + THREAD.MAIN] + THREAD.ALONGSIDE, t) < 0
    single = found != MISSED and m[step + STEP.HELPS] == 0
    if over or m[t + THREAD.MISSES] > m[t + THREAD.REBOOK] or single:
        m[t + THREAD.OPEN] = 0
