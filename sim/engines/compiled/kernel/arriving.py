"""Somebody comes: she is there from now on, and may be noticed (MODEL sections 2 and 3)."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import know
from sim.engines.compiled.kernel.blocks import PERSON, WORLD
from sim.engines.compiled.kernel.clocks import (
    make_clocks,
    may_meet,
    noticing_row,
    reconsider_asking,
)
from sim.engines.compiled.kernel.counting import FACT_OF_TEAM
from sim.engines.compiled.kernel.lists import step_at
from sim.engines.compiled.kernel.lives import begin_life
from sim.engines.compiled.kernel.logbook import log_onset
from sim.engines.compiled.kernel.memory import list_add, reserve
from sim.engines.compiled.kernel.newcomers import newcomer
from sim.engines.compiled.kernel.supporters import supporters_of
from sim.engines.compiled.layouts import CHAPTER, NOTICING, PERSONA, STEP
from sim.model.words import EPISODES_AT_MOST


@kernel
def arrive_person(m: Memory, persona: int, layer: int, k: int) -> None:
    """Somebody comes: she is there from now on, and may be noticed."""
    p = newcomer(m, persona, layer, k)
    m[WORLD.PEOPLE] += 1
    list_add(m, WORLD.ALL_PEOPLE, p)
    m[p + PERSON.SUPPORTERS_HERE] = (1 << supporters_of(m, p)) - 1
    m[p + PERSON.COMPANION] = m[p + PERSON.FATE_AT] = -1
    m[p + PERSON.EPISODE_MINUTES] = reserve(m, EPISODES_AT_MOST)
    m[p + PERSON.TRIED] = reserve(m, m[WORLD.WORDS_OF_TRIED])
    m[p + PERSON.WAS_AT] = reserve(m, m[WORLD.WORDS_OF_TRIED])
    m[p + PERSON.BEEN_TO] = reserve(m, m[WORLD.WORDS_OF_TRIED])
    make_clocks(m, p)
    _already_told(m, p)
    log_onset(m, p)
    begin_life(m, p, layer, k)
    reconsider_asking(m, p)


@kernel
def _already_told(m: Memory, p: int) -> None:
    """What a noticer has heard stands in the record of that noticer's own team."""
    row = m[p + PERSON.PERSONA]
    for i in range(m[row + PERSONA.N_CHAPTERS]):
        if not m[p + PERSON.TOLD] >> i & 1:
            continue
        chapter = m[row + PERSONA.CHAPTERS] + i * CHAPTER.SIZE
        for j in range(m[chapter + CHAPTER.N_TOLD_TO]):
            noticer = m[m[chapter + CHAPTER.TOLD_TO] + j]
            for n in range(m[row + PERSONA.N_NOTICINGS]):
                noticing = noticing_row(m, p, n)
                sees = m[noticing + NOTICING.NEEDS] != 0 and may_meet(m, p, noticing)
                if sees and m[noticing + NOTICING.NOTICER] == noticer:
                    team = m[step_at(m, m[noticing + NOTICING.DOOR]) + STEP.TEAM]
                    know(m, p, team, FACT_OF_TEAM, 1 << i)
