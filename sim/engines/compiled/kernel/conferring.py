"""Workers meet without her: a panel, or a consult in which her worker is advised (section 5)."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import THREAD, TICKET
from sim.engines.compiled.kernel.frames import CONFER_OVER, stay
from sim.engines.compiled.kernel.judging import judge_on_thread, minutes_drawn
from sim.engines.compiled.kernel.letting_go import coordinate, plan_end_of_contact
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import again
from sim.engines.compiled.kernel.shifts import contact_minutes
from sim.engines.compiled.kernel.telling import knowledge, remember
from sim.engines.compiled.kernel.tickets import worker_of
from sim.engines.compiled.layouts import STEP
from sim.log import What

WITHOUT_HER: Final = 1 << 32
"""Where the readings of notes in meetings without her begin: those in contacts count from 1."""
CONFERS_ROW = int(What.CONFERS)


@kernel
def confer(m: Memory, t: int, step: int, tk: int) -> int:
    """The workers of a ticket talk about her; what the first knows is said to the others."""
    p = m[t + THREAD.PERSON]
    minutes = contact_minutes(m, tk, minutes_drawn(m, p, step))
    for i in range(m[tk + TICKET.N_WORKERS]):
        log(m, t, CONFERS_ROW, worker_of(m, tk, i), 0, 0, minutes, -1, -1)
    number = WITHOUT_HER + again(m, p, purposes.CONFERS)
    m[t + THREAD.KNOWN] = knowledge(m, t, worker_of(m, tk, 0), number)
    m[t + THREAD.MINUTES] = minutes
    plan_end_of_contact(m, t, minutes)
    return stay(m, t, CONFER_OVER)


@kernel
def confer_over(m: Memory, t: int, step: int, tk: int) -> None:
    minutes = m[t + THREAD.MINUTES]
    m[t + THREAD.SESSION] += 1
    m[t + THREAD.WORKER] = worker_of(m, tk, 0)
    for i in range(m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, i)
        remember(m, m[t + THREAD.PERSON], worker, m[t + THREAD.KNOWN], 0)
        coordinate(m, worker, minutes)
    if m[t + THREAD.OPEN]:
        judge_on_thread(m, t, step, tk, True)
    m[t + THREAD.HELD] = tk
    m[t + THREAD.HELD_FROM] = 0
    m[t + THREAD.HELD_MINUTES] = minutes
    m[t + THREAD.HELD_TRAVEL] = m[step + STEP.TRAVEL]
