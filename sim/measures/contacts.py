"""What a contact changes in a person's journey: who met her, where and when, and what she told.

In: her journey in the memory and a row of a contact. Out: the journey, changed. Functions that may
be compiled (``sim.measures.memory``). A missed contact is none.
"""

from __future__ import annotations

from typing import Final

from sim.log import WORKER_BITS
from sim.measures.continuity import SWITCHES, scored
from sim.measures.journeys import (
    AFTER_COMING_BACK,
    AWAY,
    BACK,
    BY_ORGANISATION,
    BY_PHONE,
    BY_TEAM,
    BY_WORKER,
    CHANGES,
    CHAPTERS_RETOLD,
    COMPANION,
    CONFERRED_AT,
    CONFERRED_ON,
    CONSULTS,
    CONTACT_AT,
    CONTACT_ON,
    CONTACTS,
    EPISODE_CELLS,
    FACES,
    FIRST_CONTACT,
    HAS_COMPANION,
    HAS_HOLDER,
    HAS_RETOLD,
    HOLDER,
    HOME,
    IN_CONTACT,
    LAST_MET,
    LAST_SCORED,
    LAST_WORKER,
    MINUTES_RETELLING,
    OUT_OF_HOURS,
    PAINFUL_RETOLD,
    PERSONA,
    REPEATED_STORIES,
    SCORED,
    SCORED_CONTACTS,
    THREAD_CELLS,
    THREADS,
    URGENT,
    WITH_COMPANION,
    WITH_HOLDER,
    WORKER_CELLS,
    WORKERS,
    end_silence,
    fall_silent,
    holder,
    tally,
)
from sim.measures.memory import END, FIRST, NEVER, OLDER, Memory, begun, bits_in, found, kept
from sim.measures.setting import (
    NOWHERE,
    OFFICE_FROM,
    OFFICE_TO,
    ORGANISATIONS,
    PAINFUL,
    SITES,
    TEAMS,
    UNSCORED,
    WORKING_DAYS,
)
from sim.measures.urgent import met_when_urgent
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK, MODES

MODE_BITS: Final = 15
"""Bits of the value of MEETS that hold the mode."""
PHONE: Final = MODES.index("phone")
IN_A_PLACE: Final = sum(1 << MODES.index(mode) for mode in ("face_to_face", "drop_in", "group"))
"""Modes for which she goes to where the team is, as a bit set."""


def meets(
    memory: Memory,
    config: int,
    journey: int,
    minute: int,
    thread: int,
    episode: int,
    worker: int,
    value: int,
) -> None:
    """A contact begins, or a further worker has a seat in the one that has just begun."""
    known = found(memory, journey + WORKERS, WORKER_CELLS, worker)
    if known == 0:
        known = begun(memory, journey + WORKERS, WORKER_CELLS, worker)
        tally(memory, journey, FACES, 1)
    if memory[journey + CONTACT_AT] == minute and memory[journey + CONTACT_ON] == thread:
        _sit_down(memory, journey, worker)
        return
    _begin_seats(memory, journey, worker)
    record = kept(memory, journey + THREADS, THREAD_CELLS, thread)
    memory[record + LAST_WORKER] = worker + 1
    memory[journey + CONTACT_AT] = minute
    memory[journey + CONTACT_ON] = thread
    tally(memory, journey, CONTACTS, 1)
    if found(memory, journey + BACK, EPISODE_CELLS, episode):
        tally(memory, journey, AFTER_COMING_BACK, 1)
    if memory[journey + FIRST_CONTACT] < 0:
        memory[journey + FIRST_CONTACT] = minute
    if memory[journey + URGENT]:
        met_when_urgent(memory, journey, thread, minute)
    _see_where_and_when(memory, config, journey, minute, worker, value & MODE_BITS)
    _score(memory, config, journey, worker, known)
    end_silence(memory, journey, minute)


def _begin_seats(memory: Memory, journey: int, worker: int) -> None:
    """The first seat of a contact: who could count as her holder is settled before it begins."""
    before = memory[journey + LAST_MET]
    memory[journey + HOLDER] = NEVER
    if before >= 0:
        memory[journey + HOLDER] = holder(memory, journey)
        if before != worker:
            tally(memory, journey, CHANGES, 1)
    memory[journey + LAST_MET] = worker
    memory[journey + IN_CONTACT] = 0
    _sit_down(memory, journey, worker)


def _sit_down(memory: Memory, journey: int, worker: int) -> None:
    """A seat of the contact under way."""
    here = memory[journey + IN_CONTACT]
    if worker == memory[journey + COMPANION] and here & HAS_COMPANION == 0:
        memory[journey + IN_CONTACT] |= HAS_COMPANION
        tally(memory, journey, WITH_COMPANION, 1)
    if worker == memory[journey + HOLDER] and here & HAS_HOLDER == 0:
        memory[journey + IN_CONTACT] |= HAS_HOLDER
        tally(memory, journey, WITH_HOLDER, 1)


def _see_where_and_when(
    memory: Memory, config: int, journey: int, minute: int, worker: int, mode: int
) -> None:
    """By phone, out of hours, or in another place than she lives in."""
    if mode == PHONE:
        tally(memory, journey, BY_PHONE, 1)
    of_week = minute % MINUTES_PER_WEEK
    of_day = of_week % MINUTES_PER_DAY
    if (
        of_week // MINUTES_PER_DAY >= memory[config + WORKING_DAYS]
        or of_day < memory[config + OFFICE_FROM]
        or of_day >= memory[config + OFFICE_TO]
    ):
        tally(memory, journey, OUT_OF_HOURS, 1)
    if IN_A_PLACE >> mode & 1:
        team = memory[memory[config + TEAMS] + (worker >> WORKER_BITS)]
        there = memory[memory[config + SITES] + team]
        home = memory[journey + HOME]
        if there != home and there != NOWHERE and home != NOWHERE:
            tally(memory, journey, AWAY, 1)


def _score(memory: Memory, config: int, journey: int, worker: int, known: int) -> None:
    """Let the indices of continuity see a contact; ``known`` is the worker's record."""
    pool = worker >> WORKER_BITS
    if memory[memory[config + UNSCORED] + pool]:
        return
    teams, organisations = memory[config + TEAMS], memory[config + ORGANISATIONS]
    team = memory[teams + pool]
    organisation = memory[organisations + team]
    with_team = with_others = 0
    chunk = memory[journey + WORKERS]
    while chunk:
        for at in range(chunk + FIRST, memory[chunk + END], WORKER_CELLS):
            other = memory[teams + (memory[at] >> WORKER_BITS)]
            if other == team:
                with_team += memory[at + SCORED_CONTACTS]
            elif memory[organisations + other] == organisation:
                with_others += memory[at + SCORED_CONTACTS]
        chunk = memory[chunk + OLDER]
    last = memory[journey + LAST_SCORED]
    if last >= 0 and last != worker:
        memory[journey + BY_WORKER + SWITCHES] += 1
        other = memory[teams + (last >> WORKER_BITS)]
        if other != team:
            memory[journey + BY_TEAM + SWITCHES] += 1
            if memory[organisations + other] != organisation:
                memory[journey + BY_ORGANISATION + SWITCHES] += 1
    memory[journey + LAST_SCORED] = worker
    scored(memory, journey + BY_WORKER, memory[known + SCORED_CONTACTS])
    scored(memory, journey + BY_TEAM, with_team)
    scored(memory, journey + BY_ORGANISATION, with_team + with_others)
    memory[known + SCORED_CONTACTS] += 1
    tally(memory, journey, SCORED, 1)


def parts(memory: Memory, journey: int, minute: int) -> None:
    """The contact under way ends."""
    memory[journey + CONTACT_AT] = NEVER
    memory[journey + CONTACT_ON] = NEVER
    fall_silent(memory, journey, minute)


def retells(memory: Memory, journey: int, chapters: int, minutes: int) -> None:
    """She tells chapters that she has told before."""
    if memory[journey + CONTACT_AT] >= 0 and memory[journey + IN_CONTACT] & HAS_RETOLD == 0:
        memory[journey + IN_CONTACT] |= HAS_RETOLD
        tally(memory, journey, REPEATED_STORIES, 1)
    painful = memory[memory[journey + PERSONA] + PAINFUL]
    tally(memory, journey, CHAPTERS_RETOLD, bits_in(chapters))
    tally(memory, journey, PAINFUL_RETOLD, bits_in(chapters & painful))
    tally(memory, journey, MINUTES_RETELLING, minutes)


def confers(memory: Memory, journey: int, minute: int, thread: int) -> None:
    """Workers meet without her; there is a row for each of them."""
    if memory[journey + CONFERRED_AT] != minute or memory[journey + CONFERRED_ON] != thread:
        memory[journey + CONFERRED_AT] = minute
        memory[journey + CONFERRED_ON] = thread
        tally(memory, journey, CONSULTS, 1)


TO_COMPILE: Final = (
    _sit_down,
    _begin_seats,
    _see_where_and_when,
    _score,
    meets,
    parts,
    retells,
    confers,
)
