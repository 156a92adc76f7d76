"""What each kind of row changes in a person's journey.

In: her journey in the memory (:func:`sim.measures.journeys.arrive`) and her next row, in order.
Out: the journey, changed. A kind of row that is not named in :func:`see` changes nothing that is
measured. It trusts the engine: threads, spells and needs are as ``sim.log`` promises. Functions
that may be compiled (``sim.measures.memory``); all of them together are :data:`TO_COMPILE`.
"""

from __future__ import annotations

from typing import Final

from sim.log import What
from sim.measures import contacts, continuity, journeys, threads, urgent
from sim.measures.contacts import confers, meets, parts, retells
from sim.measures.journeys import (
    ADRIFT_SINCE,
    ASKED,
    ASSESSMENTS,
    ASTRAY,
    BETTER_AT,
    BOUNCED,
    CHAPTERS_TOLD_FOR_HER,
    COMPANION,
    COMPANION_FULL,
    COMPANION_GIVEN,
    CRISES,
    EASED_AT,
    FIRST_CONTACT,
    HANG_UPS,
    HELPED_AT,
    HIGHEST,
    HOME,
    JOURNEY_CELLS,
    LEVEL,
    MISSED,
    NEED_CELLS,
    ON_THREAD,
    OVER,
    PERSONA,
    REFUSED,
    TAKEN_UP_LATER,
    TOLD,
    UNMET,
    UNMET_SINCE,
    WANTED_HELP_AT,
    WANTING,
    arrive,
    end_silence,
    fall_silent,
    see_adrift,
    tally,
)
from sim.measures.memory import NEVER, Memory, bits_in
from sim.measures.memory import TO_COMPILE as OF_MEMORY
from sim.measures.setting import MOVES_TO, NOWHERE
from sim.measures.threads import (
    alongside,
    asked,
    hands_on,
    left,
    taken_on,
    wait_begins,
    wait_ends,
)
from sim.measures.urgent import becomes_urgent, eases_unmet
from sim.model.words import HELP_SOUGHT_FROM

__all__ = ["TO_COMPILE", "arrive", "see"]

_ASKED: Final = int(What.ASKED)
_TAKEN_ON: Final = int(What.TAKEN_ON)
_LEFT: Final = int(What.LEFT)
_WAIT_BEGINS: Final = int(What.WAIT_BEGINS)
_WAIT_ENDS: Final = int(What.WAIT_ENDS)
_OFFERED: Final = int(What.OFFERED)
_MEETS: Final = int(What.MEETS)
_MISSED: Final = int(What.MISSED)
_RETELLS: Final = int(What.RETELLS)
_HELPS: Final = int(What.HELPS)
_PARTS: Final = int(What.PARTS)
_HANDS_ON: Final = int(What.HANDS_ON)
_BOUNCES: Final = int(What.BOUNCES)
_LOST: Final = int(What.LOST)
_LEVEL: Final = int(What.LEVEL)
_ASSESSED: Final = int(What.ASSESSED)
_TOLD_NEEDS: Final = int(What.TOLD_NEEDS)
_CRISIS: Final = int(What.CRISIS)
_ALONGSIDE: Final = int(What.ALONGSIDE)
_COMPANION: Final = int(What.COMPANION)
_HAPPENS: Final = int(What.HAPPENS)
_HANGS_UP: Final = int(What.HANGS_UP)
_CONFERS: Final = int(What.CONFERS)
_TOLD_FOR_HER: Final = int(What.TOLD_FOR_HER)

DECLINED, _TAKEN_UP, UP_LATER, NOT_NOW = range(4)
"""Values of OFFERED."""
GIVEN, FULL = 1, 2
"""Values of COMPANION where a worker begins to go along with her, and where nobody had room."""


def see(
    memory: Memory,
    config: int,
    journey: int,
    minute: int,
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
    """Take in her next row; rows after her follow-up change nothing."""
    if minute >= memory[journey + OVER]:
        return
    if what == _WAIT_BEGINS:
        wait_begins(memory, journey, minute, thread, value)
    elif what == _WAIT_ENDS:
        wait_ends(memory, journey, minute, thread)
    elif what == _MEETS:
        meets(memory, config, journey, minute, thread, episode, worker, value)
    elif what == _PARTS:
        parts(memory, journey, minute)
    elif what == _HELPS:
        _helps(memory, journey, minute, needs)
    elif what == _TAKEN_ON:
        taken_on(memory, journey, minute, thread, needs)
    elif what == _LEFT:
        left(memory, journey, minute, thread, needs, value)
    elif what == _HANDS_ON:
        hands_on(memory, config, journey, team, needs, value)
    elif what == _RETELLS:
        retells(memory, journey, chapters, value)
    elif what == _ASKED:
        asked(memory, journey, minute, episode, needs)
    elif what == _LEVEL:
        _level(memory, journey, minute, needs, value)
    elif what == _TOLD_NEEDS:
        memory[journey + TOLD] |= needs
    elif what == _CRISIS:
        _crisis(memory, journey, minute, needs)
    elif what == _ALONGSIDE:
        alongside(memory, journey, minute, thread, value)
    elif what == _COMPANION:
        _companion(memory, journey, worker, value)
    elif what == _HAPPENS:
        _moves(memory, journey, value)
    elif what == _CONFERS:
        confers(memory, journey, minute, thread)
    else:
        _count(memory, journey, what, chapters, value)


def _count(memory: Memory, journey: int, what: int, chapters: int, value: int) -> None:
    """Rows that are only counted."""
    if what == _OFFERED:
        if value in (DECLINED, NOT_NOW):
            tally(memory, journey, REFUSED, 1)
        elif value == UP_LATER:
            tally(memory, journey, TAKEN_UP_LATER, 1)
    elif what == _ASSESSED:
        tally(memory, journey, ASSESSMENTS, 1)
    elif what == _MISSED:
        tally(memory, journey, MISSED, 1)
    elif what == _LOST:
        tally(memory, journey, ASTRAY, 1)
    elif what == _BOUNCES:
        tally(memory, journey, BOUNCED + value, 1)
    elif what == _HANGS_UP:
        tally(memory, journey, HANG_UPS, 1)
    elif what == _TOLD_FOR_HER:
        tally(memory, journey, CHAPTERS_TOLD_FOR_HER, bits_in(chapters))


def _helps(memory: Memory, journey: int, minute: int, needs: int) -> None:
    """A session reaches needs."""
    need = journey + JOURNEY_CELLS
    while needs:
        if needs & 1:
            if memory[need + ADRIFT_SINCE] >= 0:
                see_adrift(memory, journey, need, minute)
                memory[need + ADRIFT_SINCE] = minute
            wanted = memory[need + WANTED_HELP_AT] >= 0
            if wanted and memory[need + HELPED_AT] < 0 and memory[need + LEVEL] > 0:
                memory[need + HELPED_AT] = minute
                _end_unmet(memory, need, minute)
        need += NEED_CELLS
        needs >>= 1


def _end_unmet(memory: Memory, need: int, minute: int) -> None:
    if memory[need + UNMET_SINCE] >= 0:
        memory[need + UNMET] += minute - memory[need + UNMET_SINCE]
        memory[need + UNMET_SINCE] = NEVER


def _level(memory: Memory, journey: int, minute: int, needs: int, level: int) -> None:
    """The level of needs changes."""
    need = journey + JOURNEY_CELLS
    bit = 1
    while needs:
        if needs & 1:
            wanted = memory[need + LEVEL] >= HELP_SOUGHT_FROM
            memory[need + LEVEL] = level
            eases_unmet(memory, journey, need, bit, level, minute)
            if level > memory[need + HIGHEST]:
                memory[need + HIGHEST] = level
            ever = memory[need + WANTED_HELP_AT] >= 0
            if level == 0 and ever and memory[need + BETTER_AT] < 0:
                memory[need + BETTER_AT] = minute
            if level >= HELP_SOUGHT_FROM and not wanted:
                memory[journey + WANTING] |= bit
                _wants(memory, journey, need, minute)
            elif level < HELP_SOUGHT_FROM and wanted:
                memory[journey + WANTING] -= bit
                _rests(memory, journey, need, minute)
        need += NEED_CELLS
        bit <<= 1
        needs >>= 1


def _wants(memory: Memory, journey: int, need: int, minute: int) -> None:
    """A need has reached level 2."""
    if memory[need + WANTED_HELP_AT] < 0:
        memory[need + WANTED_HELP_AT] = minute
    if memory[need + HELPED_AT] < 0:
        memory[need + UNMET_SINCE] = minute
    if memory[need + ON_THREAD] < 0:
        memory[need + ADRIFT_SINCE] = minute
    fall_silent(memory, journey, minute)


def _rests(memory: Memory, journey: int, need: int, minute: int) -> None:
    """A need has fallen under level 2."""
    _end_unmet(memory, need, minute)
    see_adrift(memory, journey, need, minute)
    memory[need + ADRIFT_SINCE] = NEVER
    if memory[journey + WANTING] == 0:
        end_silence(memory, journey, minute)
        nobody_yet = memory[journey + FIRST_CONTACT] < 0 and memory[journey + EASED_AT] < 0
        if nobody_yet and memory[journey + ASKED] >= 0:
            memory[journey + EASED_AT] = minute


def _crisis(memory: Memory, journey: int, minute: int, needs: int) -> None:
    """Needs tip into crisis."""
    need = journey + JOURNEY_CELLS
    bit = 1
    while needs:
        if needs & 1:
            memory[need + CRISES] += 1
            becomes_urgent(memory, journey, need, bit, minute)
        need += NEED_CELLS
        bit <<= 1
        needs >>= 1


def _companion(memory: Memory, journey: int, worker: int, value: int) -> None:
    if value == GIVEN:
        memory[journey + COMPANION] = worker
        tally(memory, journey, COMPANION_GIVEN, 1)
    elif value == FULL:
        tally(memory, journey, COMPANION_FULL, 1)
    else:
        memory[journey + COMPANION] = NEVER


def _moves(memory: Memory, journey: int, coming: int) -> None:
    """A coming date: perhaps she lives elsewhere from now on."""
    site = memory[memory[journey + PERSONA] + MOVES_TO + coming]
    if site != NOWHERE:
        memory[journey + HOME] = site


TO_COMPILE: Final = (
    *OF_MEMORY,
    *continuity.TO_COMPILE,
    *journeys.TO_COMPILE,
    *urgent.TO_COMPILE,
    *contacts.TO_COMPILE,
    *threads.TO_COMPILE,
    _count,
    _end_unmet,
    _helps,
    _wants,
    _rests,
    _level,
    _crisis,
    _companion,
    _moves,
    see,
)
"""Every function of the fold, those that are called before those that call: an engine registers
them with its compiler, and calls :func:`arrive` and :func:`see`."""
