"""What she has alongside while she waits: interim help, check-ins (MODEL section 6).

A thread alongside has no responsibility: it takes no needs on, is handed nowhere and ends nothing.
"""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import try_step
from sim.engines.compiled.kernel.blocks import THREAD
from sim.engines.compiled.kernel.contacts import MISSED, release_workers
from sim.engines.compiled.kernel.frames import BESIDE, BESIDE_AGAIN, BESIDE_CALLED, BESIDE_MET, CONTACT, WAIT_FOR_CONTACT, begin_at, call, done

from sim.engines.compiled.kernel.lists import step_at, taking
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.memory import list_add, list_place, list_remove
from sim.engines.compiled.kernel.offering import TAKEN, first_offer
from sim.engines.compiled.kernel.pools import team_part
from sim.engines.compiled.kernel.threads import ALONGSIDE, finish_alongside, interim_changed, is_over, new_thread
from sim.engines.compiled.layouts import STEP, TEAM


@kernel
def give_alongside(m: Memory, main: int, step: int) -> None:
    """Give her a step alongside a thread that moves on."""
    p = m[main + THREAD.PERSON]
    t = new_thread(m, p, False)
    m[t + THREAD.EPISODE] = m[main + THREAD.EPISODE]
    m[t + THREAD.NEEDS] = m[main + THREAD.NEEDS]
    m[t + THREAD.STEP] = step
    m[t + THREAD.HEARD] = m[main + THREAD.HEARD]
    m[t + THREAD.JUDGED] = m[main + THREAD.JUDGED]
    m[t + THREAD.IS_JUDGED] = m[main + THREAD.IS_JUDGED]
    m[t + THREAD.WORKER] = m[main + THREAD.WORKER]
    m[t + THREAD.OWN] = m[main + THREAD.OWN]
    m[t + THREAD.MAIN] = main
    m[main + THREAD.REFERENCES] += 1
    list_add(m, main + THREAD.ALONGSIDE, t)
    begin_at(m, t, BESIDE)


@kernel
def contact_begins(m: Memory, t: int) -> None:
    """A contact of this thread begins: what ran alongside ends, or it lasts from now on."""
    m[t + THREAD.MISSES] = 0
    if m[t + THREAD.BEGUN]:
        return
    if m[t + THREAD.MAIN] == 0:
        m[t + THREAD.BEGUN] = 1
        finish_alongside(m, t)
    else:
        _lasts(m, t)


@kernel
def _lasts(m: Memory, t: int) -> None:
    """She has it from now on."""
    main = m[t + THREAD.MAIN]
    m[t + THREAD.BEGUN] = 1
    try_step(m, m[t + THREAD.PERSON], m[t + THREAD.STEP])
    log(m, t, ALONGSIDE, -1, m[t + THREAD.NEEDS], 0, 1)
    if list_place(m, main + THREAD.ALONGSIDE, t) >= 0:
        m[main + THREAD.INTERIM] += 1
        interim_changed(m, main)


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
            _lasts(m, t)
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
