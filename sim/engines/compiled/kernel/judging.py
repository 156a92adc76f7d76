"""What a contact with her and a meeting without her share: minutes, and how needs are judged."""

from __future__ import annotations

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import PERSON, THREAD
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import draw, draw_law, mixed
from sim.engines.compiled.kernel.rules import judged_as
from sim.engines.compiled.kernel.telling import judge
from sim.engines.compiled.kernel.tickets import worker_of
from sim.engines.compiled.layouts import STEP
from sim.formulas import whole_minutes
from sim.log import What

JUDGED_ROW = int(What.JUDGED)


@kernel
def minutes_drawn(m: Memory, p: int, step: int) -> int:
    """Minutes of a contact of a step, by her luck."""
    x = m.view(np.float64)
    u = draw(m, p, mixed(purposes.MINUTES, m[step + STEP.PURPOSE]))
    kind, mean = m[step + STEP.LAW_KIND], x[step + STEP.LAW_MEAN]
    return whole_minutes(draw_law(kind, mean, x[step + STEP.LAW_MU], x[step + STEP.LAW_SIGMA], u))


@kernel
def judge_on_thread(m: Memory, t: int, step: int, tk: int, anew: bool) -> None:
    """The needs heard on this thread are judged, with the best skill present."""
    needs = m[t + THREAD.NEEDS] & m[t + THREAD.HEARD]
    judge(m, t, step, tk, needs, anew)
    packed = 0
    for need in range(m[m[t + THREAD.PERSON] + PERSON.N_NEEDS]):
        if needs >> need & 1:
            packed |= judged_as(m, t, need, 0) << 3 * need
    if needs:
        log(m, t, JUDGED_ROW, worker_of(m, tk, 0), needs, 0, packed, -1, -1)
