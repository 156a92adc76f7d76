"""What her threads change in a person's journey: asking, being taken on, waiting, being let go.

In: her journey in the memory and a row about a thread. Out: the journey, changed. Functions that
may be compiled (``sim.measures.memory``).
"""

from __future__ import annotations

from typing import Final

from sim.log import BOUNDARY, JOINED, WAITS
from sim.measures.journeys import (
    ADRIFT_SINCE,
    ASKED,
    BACK,
    BACK_IN,
    BOUNDARY_MOVES,
    CAME_BACK,
    ENDED,
    EPISODE,
    EPISODE_CELLS,
    FIRST_CONTACT,
    FOR_CONTACT,
    FOR_LETTER,
    HANDED_ON,
    HANDOFFS_OF_NEED,
    JOURNEY_CELLS,
    LASTS,
    LEFT_AT,
    LET_GO_AT,
    LET_GO_LAST,
    LEVEL,
    NEED_CELLS,
    NEED_WEIGHTED,
    NOTICED,
    NOW,
    ON_THREAD,
    RELEASED,
    SENT_BACK,
    STATE,
    TAKEN_ON_AT,
    THREAD_CELLS,
    THREADS,
    WITHIN,
    WORST_END,
    count_waiting,
    end_silence,
    fall_silent,
    needs_end,
    see_adrift,
    tally,
)
from sim.measures.memory import NEVER, Memory, begun, found, kept
from sim.measures.setting import ORGANISATIONS
from sim.measures.urgent import asked_when_urgent
from sim.model.words import HELP_SOUGHT_FROM

_UNITS: Final = {
    "queue": FOR_CONTACT,
    "drawn": FOR_CONTACT,
    "letter": FOR_LETTER,
    "bounce": SENT_BACK,
}
UNIT_OF_WAIT: Final = tuple(_UNITS.get(kind, 0) for kind in WAITS)
"""The unit of NOW by kind of wait; 0 for what is no waiting, a pause and the time between
sessions."""
WAITS_FOR_CONTACT: Final = frozenset(
    kind for kind, unit in enumerate(UNIT_OF_WAIT) if unit == FOR_CONTACT
)
"""Kinds of waiting for a contact: in a queue, or for a delay that is drawn."""
TEAM_SHIFT, KIND_BITS = 3, 7
"""The value of HANDS_ON is the team that hands on * 8 + the kind."""


def asked(memory: Memory, journey: int, minute: int, episode: int, needs: int) -> None:
    """Help is asked for. One episode may hold several askings, for several needs."""
    memory[journey + NOTICED] |= needs
    if memory[journey + ASKED] < 0:
        memory[journey + ASKED] = minute
    memory[journey + EPISODE] = episode
    asked_when_urgent(memory, journey, needs, minute)
    if episode <= memory[journey + BACK_IN]:
        return
    again = needs & memory[journey + RELEASED]
    need = journey + JOURNEY_CELLS
    while again:
        if again & 1 and memory[need + LEVEL] > 0:
            memory[journey + BACK_IN] = episode
            begun(memory, journey + BACK, EPISODE_CELLS, episode)
            tally(memory, journey, CAME_BACK, 1)
            return
        need += NEED_CELLS
        again >>= 1


def taken_on(memory: Memory, journey: int, minute: int, thread: int, needs: int) -> None:
    """Needs begin to travel on a thread. Let go and taken on in one minute is not having left."""
    need = journey + JOURNEY_CELLS
    while needs:
        if needs & 1:
            see_adrift(memory, journey, need, minute)
            memory[need + ON_THREAD] = thread
            memory[need + TAKEN_ON_AT] = minute
            if memory[need + LET_GO_AT] == minute:
                memory[need + LET_GO_AT] = NEVER
        need += NEED_CELLS
        needs >>= 1
    if memory[journey + LEFT_AT] == minute:
        memory[journey + LEFT_AT] = NEVER


def left(memory: Memory, journey: int, minute: int, thread: int, needs: int, end: int) -> None:
    """Needs leave a thread."""
    ended = end != JOINED
    bits = needs
    need = journey + JOURNEY_CELLS
    while bits:
        if bits & 1:
            _let_go(memory, need, minute, thread, end)
        need += NEED_CELLS
        bits >>= 1
    if ended:
        memory[journey + RELEASED] |= needs
        worst = memory[journey + WORST_END]
        if worst < 0 or end < worst:
            memory[journey + WORST_END] = end
        if memory[journey + FIRST_CONTACT] < 0 and memory[journey + LEFT_AT] < 0:
            _see_whether_all_left(memory, journey, minute)


def _let_go(memory: Memory, need: int, minute: int, thread: int, end: int) -> None:
    if end != JOINED:
        memory[need + ENDED] = end
    if memory[need + ON_THREAD] != thread:
        return
    memory[need + ON_THREAD] = NEVER
    at_once = memory[need + TAKEN_ON_AT] == minute and memory[need + ADRIFT_SINCE] >= 0
    if memory[need + LEVEL] >= HELP_SOUGHT_FROM and not at_once:
        memory[need + ADRIFT_SINCE] = minute
    if end != JOINED:
        memory[need + LET_GO_LAST] = minute
        if memory[need + LET_GO_AT] < 0:
            memory[need + LET_GO_AT] = minute


def _see_whether_all_left(memory: Memory, journey: int, minute: int) -> None:
    for need in range(journey + JOURNEY_CELLS, needs_end(memory, journey), NEED_CELLS):
        if memory[need + ON_THREAD] >= 0:
            return
    memory[journey + LEFT_AT] = minute


def hands_on(memory: Memory, config: int, journey: int, team: int, needs: int, value: int) -> None:
    """Needs are handed on to a team; a boundary that makes it necessary is no handoff."""
    kind = value & KIND_BITS
    if kind == BOUNDARY:
        tally(memory, journey, BOUNDARY_MOVES, 1)
        return
    tally(memory, journey, HANDED_ON + kind, 1)
    sender = value >> TEAM_SHIFT
    owners = memory[config + ORGANISATIONS]
    if sender >= 0 and memory[owners + sender] == memory[owners + team]:
        tally(memory, journey, WITHIN, 1)
    need = journey + JOURNEY_CELLS
    while needs:
        if needs & 1:
            memory[need + HANDOFFS_OF_NEED] += 1
            tally(memory, journey, NEED_WEIGHTED, 1)
        need += NEED_CELLS
        needs >>= 1


def wait_begins(memory: Memory, journey: int, minute: int, thread: int, kind: int) -> None:
    """A spell of waiting begins. Spells between sessions and pauses are no waiting days."""
    unit = UNIT_OF_WAIT[kind]
    if unit == 0:
        return
    count_waiting(memory, journey, minute)
    record = kept(memory, journey + THREADS, THREAD_CELLS, thread)
    change = unit - memory[record + STATE] % LASTS
    memory[record + STATE] += change
    memory[journey + NOW] += change


def wait_ends(memory: Memory, journey: int, minute: int, thread: int) -> None:
    """A spell of waiting ends."""
    record = found(memory, journey + THREADS, THREAD_CELLS, thread)
    if record:
        unit = memory[record + STATE] % LASTS
        if unit:
            count_waiting(memory, journey, minute)
            memory[record + STATE] -= unit
            memory[journey + NOW] -= unit


def alongside(memory: Memory, journey: int, minute: int, thread: int, lasts: int) -> None:
    """Interim help or a check-in begins (1) or is over (0)."""
    count_waiting(memory, journey, minute)
    record = kept(memory, journey + THREADS, THREAD_CELLS, thread)
    change = (lasts - memory[record + STATE] // LASTS) * LASTS
    memory[record + STATE] += change
    memory[journey + NOW] += change
    if lasts:
        end_silence(memory, journey, minute)
    else:
        fall_silent(memory, journey, minute)


TO_COMPILE: Final = (
    asked,
    taken_on,
    _let_go,
    _see_whether_all_left,
    left,
    hands_on,
    wait_begins,
    wait_ends,
    alongside,
)
