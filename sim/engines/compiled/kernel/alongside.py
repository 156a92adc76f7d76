"""What she has alongside while she waits: interim help, check-ins (MODEL section 6).

A thread alongside has no responsibility: it takes no needs on, is handed nowhere and ends nothing.
"""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import takes_place, try_step
from sim.engines.compiled.kernel.blocks import THREAD
from sim.engines.compiled.kernel.frames import BESIDE, begin_at
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.memory import list_add, list_place
from sim.engines.compiled.kernel.threads import (
    ALONGSIDE,
    finish_alongside,
    interim_changed,
    new_thread,
)


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
    takes_place(m, m[t + THREAD.PERSON], m[t + THREAD.STEP])
    if m[t + THREAD.BEGUN]:
        return
    if m[t + THREAD.MAIN] == 0:
        m[t + THREAD.BEGUN] = 1
        finish_alongside(m, t)
    else:
        lasts(m, t)


@kernel
def lasts(m: Memory, t: int) -> None:
    """She has it from now on."""
    main = m[t + THREAD.MAIN]
    m[t + THREAD.BEGUN] = 1
    try_step(m, m[t + THREAD.PERSON], m[t + THREAD.STEP])
    log(m, t, ALONGSIDE, -1, m[t + THREAD.NEEDS], 0, 1, -1, -1)
    if list_place(m, main + THREAD.ALONGSIDE, t) >= 0:
        m[main + THREAD.INTERIM] += 1
        interim_changed(m, main)
