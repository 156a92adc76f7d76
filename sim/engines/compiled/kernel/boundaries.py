"""Boundaries: a birthday or a move of home makes her ineligible where she waits or is held."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, WORLD
from sim.engines.compiled.kernel.clocks import COURSE, DRAWN, PAUSE, QUEUE
from sim.engines.compiled.kernel.lists import step_at
from sim.engines.compiled.kernel.memory import in_words
from sim.engines.compiled.kernel.pools import team_part
from sim.engines.compiled.kernel.threads import WAS_SENT_AWAY, interrupt
from sim.engines.compiled.layouts import STEP, TEAM

AT_THE_STEP: Final = 1 << QUEUE | 1 << DRAWN | 1 << PAUSE
"""Kinds of waiting at a step, where no letter or refusal travels; a bit set."""
THREADS_FROM: Final = 768
"""Where the threads looked at lie among the cells for passing use."""


@kernel
def takes_her(m: Memory, team: int, age: int, site: int) -> bool:
    """Whether a team (its row) takes people of this age from this place."""
    if not m[team + TEAM.SELECTS]:
        return True
    if not m[team + TEAM.AGE_FROM] <= age <= m[team + TEAM.AGE_TO]:
        return False
    count = m[team + TEAM.N_SITES]
    return count == 0 or in_words(m, m[team + TEAM.SITES], count, site)


@kernel
def look_at_boundaries(m: Memory, p: int, age_before: int, site_before: int) -> None:
    """Send away what was eligible before and is no longer."""
    threads = m[WORLD.SCRATCH] + THREADS_FROM
    count = m[p + PERSON.N_THREADS]
    for i in range(count):
        m[threads + i] = m[m[p + PERSON.THREADS] + i]
    for i in range(count):
        t = m[threads + i]
        team = _held_by(m, t)
        if team == 0 or not takes_her(m, team, age_before, site_before):
            continue
        if not takes_her(m, team, m[p + PERSON.AGE], m[p + PERSON.SITE]):
            m[t + THREAD.SENT_AWAY] = 1
            interrupt(m, t, WAS_SENT_AWAY, True)


@kernel
def _held_by(m: Memory, t: int) -> int:
    """The row of the team where a thread waits for a contact or is held; 0 for none."""
    step = m[t + THREAD.STEP]
    if step < 0:
        return 0
    if m[t + THREAD.WAITING]:
        there = (AT_THE_STEP | 1 << COURSE) >> m[t + THREAD.WAIT_KIND] & 1
        if not there or m[t + THREAD.WAIT_STEP] != step:
            return 0
    return team_part(m, m[step_at(m, step) + STEP.TEAM])
