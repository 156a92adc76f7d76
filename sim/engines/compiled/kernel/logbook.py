"""The logbook: a row for each event of people with a story, kept, folded, or both."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, WORLD
from sim.engines.compiled.kernel.memory import list_add
from sim.engines.compiled.layouts import PROGRAM
from sim.log import COLUMNS
from sim.measures.rows import arrive, see

CELLS: Final = len(COLUMNS)
ONSET: Final = 1
NOTHING: Final = -1


@kernel
def _write(
    m: Memory,
    p: int,
    thread: int,
    episode: int,
    what: int,
    step: int,
    team: int,
    worker: int,
    needs: int,
    chapters: int,
    value: int,
) -> None:
    m[WORLD.ALL_ROWS] += 1
    if m[WORLD.LOGS]:
        at = m[WORLD.ROWS] + m[WORLD.N_ROWS] * CELLS
        m[WORLD.N_ROWS] += 1
        m[at] = m[WORLD.NOW]
        m[at + 1] = m[p + PERSON.NUMBER]
        m[at + 2] = thread
        m[at + 3] = episode
        m[at + 4] = what
        m[at + 5] = step
        m[at + 6] = team
        m[at + 7] = worker
        m[at + 8] = needs
        m[at + 9] = chapters
        m[at + 10] = value
    journey = m[p + PERSON.JOURNEY]
    if journey:
        see(
            m,
            m[WORLD.CONFIG],
            journey,
            m[WORLD.NOW],
            thread,
            episode,
            what,
            step,
            team,
            worker,
            needs,
            chapters,
            value,
        )


@kernel
def log(
    m: Memory,
    t: int,
    what: int,
    worker: int = NOTHING,
    needs: int = 0,
    chapters: int = 0,
    value: int = 0,
    step: int = NOTHING,
    team: int = NOTHING,
) -> None:
    """Write one row about a thread; its step and team stand where none is given."""
    if step == NOTHING:
        step = m[t + THREAD.STEP]
    if team == NOTHING and step != NOTHING:
        team = m[m[WORLD.TEAM_OF_STEP] + step]
    number, episode = m[t + THREAD.NUMBER], m[t + THREAD.EPISODE]
    _write(
        m, m[t + THREAD.PERSON], number, episode, what, step, team, worker, needs, chapters, value
    )


@kernel
def log_about(
    m: Memory,
    p: int,
    t: int,
    what: int,
    team: int = NOTHING,
    worker: int = NOTHING,
    needs: int = 0,
    value: int = 0,
) -> None:
    """Write one row about a person, on a thread or on none (0)."""
    if t:
        log(m, t, what, worker, needs, 0, value, NOTHING, team)
    else:
        episode = m[p + PERSON.EPISODE]
        _write(m, p, NOTHING, episode, what, NOTHING, team, worker, needs, 0, value)


@kernel
def log_onset(m: Memory, p: int) -> None:
    """Write that somebody is there, with her needs, their levels, and what she has told."""
    needs = levels = 0
    for need in range(m[p + PERSON.N_NEEDS]):
        level = m[m[p + PERSON.LEVELS] + need]
        if level:
            needs |= 1 << need
        levels |= level << (3 * need)
    told = m[p + PERSON.TOLD]
    _write(m, p, NOTHING, 0, ONSET, NOTHING, NOTHING, NOTHING, needs, told, levels)
    program = m[WORLD.BASE_PROGRAM]
    now = m[WORLD.NOW]
    counted = m[program + PROGRAM.START] <= now < m[program + PROGRAM.COUNTED_UNTIL]
    if m[WORLD.FOLDS] and counted:
        m[p + PERSON.JOURNEY] = arrive(m, m[WORLD.CONFIG], m[p + PERSON.NUMBER], now, levels)
        list_add(m, WORLD.JOURNEYS, m[p + PERSON.JOURNEY])
