"""One person's journey as a fold remembers it: the cells of her block, and of each of her needs.

In: her row of onset. Out: a block in the memory, which ``sim.measures.rows`` then brings up to date
row by row and ``sim.measures.gathering`` reads. It concludes nothing that needs the rest of the
world. Minutes are those of the run; lists grow as chains beside the block.

A need is *wanting help* while its level is 2 or more. It is *adrift* while it wants help, is on
no thread, and gets no help.
"""

from __future__ import annotations

from typing import Final

from sim.log import PERSON_BITS, unpack_level
from sim.measures.continuity import TALLY_CELLS
from sim.measures.memory import COUNT_BITS, NEVER, Memory, found, reserve
from sim.measures.setting import FOLLOW, LIVES_IN, NEEDS_OF_PERSONA, PERSONAS
from sim.model.words import FELL_THROUGH_WEEKS, HELP_SOUGHT_FROM, LEVEL_NAMES, MINUTES_PER_WEEK

ADRIFT_AT_MOST: Final = FELL_THROUGH_WEEKS * MINUTES_PER_WEEK
PERSONA_SHIFT: Final = PERSON_BITS + 8
"""A person's number without these bits is that of the persona."""

(
    PERSON,
    ONSET,
    OVER,  # minute at which her follow-up is over
    PERSONA,  # where the block of her persona lies
    NOTICED,  # bit sets of needs: noticed, told, let go by a thread, and wanting help now
    TOLD,
    RELEASED,
    WANTING,
    EPISODE,  # the last one
    BACK_IN,  # the last one in which she came back
    URGENT,  # bit set of needs that are urgent and have not been met since
    HOME,  # the site where she lives now
    WAITING_SINCE,  # minute up to which waiting has been counted
    NOW,  # threads that wait now or run alongside, a unit for each; see below
    LONGEST_SILENCE,
    IN_CONTACT,  # what has happened in the contact under way, as bits
    WORKERS,  # chains of records, whose cells stand below: the workers whom she has met,
    THREADS,  # the threads on which she has met one, waited or had something alongside,
    BACK,  # and the episodes in which she came back
    ASKED,  # from here on: NEVER at onset
    FIRST_CONTACT,
    LEFT_AT,  # minutes at which, before any contact, every thread had ended,
    EASED_AT,  # and every need eased
    WORST_END,  # position in ENDS
    CONTACT_AT,  # minute and thread of the contact under way
    CONTACT_ON,
    LAST_MET,  # the worker met at the contact before
    LAST_SCORED,  # the same among contacts that continuity counts
    COMPANION,
    HOLDER,  # who counts as her holder at the contact under way
    CONFERRED_AT,  # minute and thread of the last meeting without her
    CONFERRED_ON,
    SILENT_SINCE,
    BY_WORKER,  # tallies of continuity
) = range(34)
BY_TEAM: Final = BY_WORKER + TALLY_CELLS
BY_ORGANISATION: Final = BY_TEAM + TALLY_CELLS
COUNTS: Final = BY_ORGANISATION + TALLY_CELLS
"""From here on lie the counts, two to a cell."""

HAS_RETOLD, HAS_COMPANION, HAS_HOLDER = 1, 2, 4
"""Bits of IN_CONTACT."""
UNIT_BITS: Final = 15
URGENT_LEVEL: Final = len(LEVEL_NAMES) - 1
FOR_CONTACT: Final = 1
FOR_LETTER: Final = 1 << UNIT_BITS
SENT_BACK: Final = 1 << 2 * UNIT_BITS
LASTS: Final = 1 << 3 * UNIT_BITS
"""Units of NOW: a thread that waits for a contact, for a letter to arrive, or for being sent back;
and one without responsibility that lasts. In all, fewer than 2**15 threads do so at a time."""
WORKER, SCORED_CONTACTS, WORKER_CELLS = range(3)
"""A worker whom she has met: number, and contacts that continuity counts."""
THREAD, STATE, LAST_WORKER, THREAD_CELLS = range(4)
"""A thread: number, its own units of NOW, and the worker met last on it + 1, or 0 for none."""
EPISODE_CELLS: Final = 1

(
    HANDED_ON,  # by kind of handoff: four counts
    _OVERLAP,
    _COLD,
    _NUMBER_GIVEN,
    BOUNCED,  # by look: three counts
    _AT_ASSESSMENT,
    _LIST_CLOSED,
    BOUNDARY_MOVES,
    WITHIN,
    NEED_WEIGHTED,
    ASTRAY,
    CONTACTS,
    BY_PHONE,
    OUT_OF_HOURS,
    AWAY,
    AFTER_COMING_BACK,
    WITH_COMPANION,
    WITH_HOLDER,
    SCORED,
    CHANGES,  # consecutive contacts with different workers
    FACES,
    MISSED,
    HANG_UPS,
    CONSULTS,
    ASSESSMENTS,
    REFUSED,
    TAKEN_UP_LATER,
    REPEATED_STORIES,
    CHAPTERS_RETOLD,
    MINUTES_RETELLING,
    PAINFUL_RETOLD,
    CHAPTERS_TOLD_FOR_HER,
    CAME_BACK,
    FELL_THROUGH,  # times that a need was found to have been adrift too long
    COMPANION_GIVEN,
    COMPANION_FULL,
    WAITED,  # minutes
    WAITED_WITH_INTERIM,
    WAITED_FOR_CONTACT,
    WAITED_FOR_LETTER,
    WAITED_SENT_BACK,
    NUMBER_OF_COUNTS,
) = range(42)
"""What is counted. The words above stand for the first of the counts by kind and by look."""
LOOKS: Final = ("on_paper", "at_assessment", "list_closed")
"""At which look a team sends back, in the order of the value of BOUNCES."""
JOURNEY_CELLS: Final = COUNTS + (NUMBER_OF_COUNTS + 1) // 2
"""Cells of a person without her needs, whose blocks follow hers."""

(
    AT_ONSET,  # levels
    LEVEL,
    HIGHEST,
    HANDOFFS_OF_NEED,
    CRISES,
    UNMET,  # minutes of wanting help before a session first reached it, up to the last change
    ON_THREAD,  # from here on: NEVER at onset
    TAKEN_ON_AT,
    ENDED,  # position in ENDS of how its last thread ended for it
    WANTED_HELP_AT,  # minute at which it first was at level 2 or more
    HELPED_AT,  # minute of the first session that reached it from then on
    UNMET_SINCE,
    ADRIFT_SINCE,  # stands while it is on a thread, which may still let go in that minute
    LET_GO_AT,  # minute at which a thread first ended for it without right help
    LET_GO_LAST,  # minute at which a thread last ended for it
    BETTER_AT,  # minute at which it first eased to nothing after having wanted help
    URGENT_AT,  # minute at which it first became urgent
    URGENT_UNTIL,  # minute at which it was met on its thread from then on, or eased unmet
    NEED_CELLS,
) = range(19)


def arrive(memory: Memory, config: int, person: int, onset: int, levels: int) -> int:
    """The cell at which her new journey begins; ``levels`` are those of her row of onset."""
    persona = memory[memory[config + PERSONAS] + (person >> PERSONA_SHIFT)]
    needs = memory[persona + NEEDS_OF_PERSONA]
    journey = reserve(memory, JOURNEY_CELLS + needs * NEED_CELLS)
    memory[journey + PERSON] = person
    memory[journey + ONSET] = onset
    memory[journey + OVER] = onset + memory[config + FOLLOW]
    memory[journey + PERSONA] = persona
    memory[journey + HOME] = memory[persona + LIVES_IN]
    memory[journey + WAITING_SINCE] = onset
    for cell in range(journey + ASKED, journey + BY_WORKER):
        memory[cell] = NEVER
    for position in range(needs):
        need = journey + JOURNEY_CELLS + position * NEED_CELLS
        level = unpack_level(levels, position)
        _begin_need(memory, need, level)
        if level >= HELP_SOUGHT_FROM:
            memory[journey + WANTING] |= 1 << position
            memory[journey + SILENT_SINCE] = onset
            memory[need + WANTED_HELP_AT] = onset
            memory[need + UNMET_SINCE] = onset
            memory[need + ADRIFT_SINCE] = onset
    return journey


def _begin_need(memory: Memory, need: int, level: int) -> None:
    memory[need + AT_ONSET] = level
    memory[need + LEVEL] = level
    memory[need + HIGHEST] = level
    for cell in range(need + ON_THREAD, need + NEED_CELLS):
        memory[cell] = NEVER


def needs_end(memory: Memory, journey: int) -> int:
    """The cell after the blocks of her needs."""
    needs = memory[memory[journey + PERSONA] + NEEDS_OF_PERSONA]
    return journey + JOURNEY_CELLS + needs * NEED_CELLS


def tally(memory: Memory, journey: int, which: int, times: int) -> None:
    """Count something in her journey so many times more."""
    memory[journey + COUNTS + which // 2] += times << (COUNT_BITS * (which & 1))


def count_waiting(memory: Memory, journey: int, minute: int) -> None:
    """Count the stretch that ends now, before who waits or has interim help changes."""
    stretch = minute - memory[journey + WAITING_SINCE]
    memory[journey + WAITING_SINCE] = minute
    now = memory[journey + NOW]
    if now % LASTS == 0 or stretch <= 0:
        return
    tally(memory, journey, WAITED, stretch)
    if now >= LASTS:
        tally(memory, journey, WAITED_WITH_INTERIM, stretch)
    if now % FOR_LETTER:
        tally(memory, journey, WAITED_FOR_CONTACT, stretch)
    if now % SENT_BACK >= FOR_LETTER:
        tally(memory, journey, WAITED_FOR_LETTER, stretch)
    if now % LASTS >= SENT_BACK:
        tally(memory, journey, WAITED_SENT_BACK, stretch)


def holder(memory: Memory, journey: int) -> int:
    """Her companion, else the worker met last on every open thread; none where they differ."""
    if memory[journey + COMPANION] >= 0:
        return memory[journey + COMPANION]
    same = NEVER
    for need in range(journey + JOURNEY_CELLS, needs_end(memory, journey), NEED_CELLS):
        number = memory[need + ON_THREAD]
        if number >= 0:
            thread = found(memory, journey + THREADS, THREAD_CELLS, number)
            last = memory[thread + LAST_WORKER] - 1 if thread else NEVER
            if last < 0 or (same >= 0 and last != same):
                return NEVER
            same = last
    return same


def see_adrift(memory: Memory, journey: int, need: int, minute: int) -> None:
    """See whether a need that is on no thread has been adrift for 8 weeks since, and since her
    first asking."""
    since = memory[need + ADRIFT_SINCE]
    asked = memory[journey + ASKED]
    if since < 0 or asked < 0 or memory[need + ON_THREAD] >= 0:
        return
    if minute - max(since, asked) >= ADRIFT_AT_MOST:
        tally(memory, journey, FELL_THROUGH, 1)


def fall_silent(memory: Memory, journey: int, minute: int) -> None:
    """Begin a stretch without contact or interim help, where a need wants help."""
    if memory[journey + CONTACT_AT] >= 0 or memory[journey + NOW] >= LASTS:
        return
    if memory[journey + WANTING] and memory[journey + SILENT_SINCE] < 0:
        memory[journey + SILENT_SINCE] = minute


def end_silence(memory: Memory, journey: int, minute: int) -> None:
    """End a stretch without contact."""
    since = memory[journey + SILENT_SINCE]
    if since >= 0:
        if minute - since > memory[journey + LONGEST_SILENCE]:
            memory[journey + LONGEST_SILENCE] = minute - since
        memory[journey + SILENT_SINCE] = NEVER


TO_COMPILE: Final = (
    unpack_level,
    _begin_need,
    arrive,
    needs_end,
    tally,
    count_waiting,
    holder,
    see_adrift,
    fall_silent,
    end_silence,
)
