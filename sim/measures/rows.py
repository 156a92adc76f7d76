"""What each kind of row changes in a person's journey.

In: a :class:`~sim.measures.journeys.Journey` and her next row, in order. Out: the journey,
changed. Each kind of row has one small function in :data:`TAKES_IN`; a kind that is not there
changes nothing that is measured. It trusts the engine: threads, spells and needs are as
``sim.log`` promises.
"""

from __future__ import annotations

from typing import Final

from sim.log import BOUNDARY, JOINED, WAITS, Row, What
from sim.measures.beside import BESIDE, TakesIn, begin_seats, bits, sit_down
from sim.measures.journeys import NEVER, Journey
from sim.model.words import HELP_SOUGHT_FROM

NOT_WAITING: Final = frozenset((WAITS.index("course"), WAITS.index("pause")))
"""Spells between sessions and pauses are no waiting days."""
NOT_TAKEN_UP: Final = frozenset((0, 3))
"""Values of OFFERED where she does not take it up then: declined, and not now."""
TAKEN_UP_LATER: Final = 2
"""Value of OFFERED where she takes up what she had put off."""


def _asked(journey: Journey, row: Row) -> None:
    journey.noticed |= row.needs
    if journey.asked < 0:
        journey.asked = row.minute
    journey.episodes = row.episode  # one episode may hold several askings, for several needs
    again = row.needs & journey.released
    if row.episode > journey.back_in and any(journey.needs[i].level > 0 for i in bits(again)):
        journey.back_in = row.episode
        journey.back_episodes.add(row.episode)
        journey.came_back += 1


def _taken_on(journey: Journey, row: Row) -> None:
    for i in bits(row.needs):
        need = journey.needs[i]
        if journey.was_adrift_too_long(need, row.minute):
            journey.fell_through = True
        need.thread = row.thread
        need.taken_on_at = row.minute
        if need.left_at == row.minute:
            need.left_at = NEVER  # let go and taken on in one minute: she has not left
    if journey.left_at == row.minute:
        journey.left_at = NEVER


def _left(journey: Journey, row: Row) -> None:
    ended = row.value != JOINED
    if ended:
        journey.released |= row.needs
        if journey.worst_end < 0 or row.value < journey.worst_end:
            journey.worst_end = row.value
    for i in bits(row.needs):
        need = journey.needs[i]
        if ended:
            need.end = row.value
        if need.thread == row.thread:
            need.thread = NEVER
            at_once = need.taken_on_at == row.minute and need.adrift_since >= 0
            if need.level >= HELP_SOUGHT_FROM and not at_once:
                need.adrift_since = row.minute
            if ended:
                need.left_last = row.minute
                if need.left_at < 0:
                    need.left_at = row.minute
    before_any_contact = ended and journey.first_contact < 0 and journey.left_at < 0
    if before_any_contact and all(need.thread < 0 for need in journey.needs):
        journey.left_at = row.minute


def _wait_begins(journey: Journey, row: Row) -> None:
    if row.value in NOT_WAITING:
        return
    journey.count_waiting(row.minute)
    journey.waiting[row.thread] = row.value


def _wait_ends(journey: Journey, row: Row) -> None:
    if row.thread in journey.waiting:
        journey.count_waiting(row.minute)
        del journey.waiting[row.thread]


def _offered(journey: Journey, row: Row) -> None:
    if row.value in NOT_TAKEN_UP:
        journey.refused += 1
    elif row.value == TAKEN_UP_LATER:
        journey.taken_up_later += 1


def _meets(journey: Journey, row: Row) -> None:
    minute, _, thread, episode, _, _, _, worker, _, _, value = row
    journey.faces.add(worker)
    if journey.contact_minute == minute and journey.contact_thread == thread:
        sit_down(journey, worker)  # a further seat of the same contact
        return
    begin_seats(journey, worker)
    journey.last_worker[thread] = worker
    journey.contacts_back += episode in journey.back_episodes
    journey.contact_minute = minute
    journey.contact_thread = thread
    journey.retold_here = False
    journey.contacts += 1
    journey.met.append(worker)
    journey.met_at.append(minute)
    journey.by_mode.append(value & 15)
    if journey.first_contact < 0:
        journey.first_contact = minute
    journey.end_silence(minute)


def _parts(journey: Journey, row: Row) -> None:
    journey.contact_minute = journey.contact_thread = NEVER
    journey.fall_silent(row.minute)


def _missed(journey: Journey, row: Row) -> None:
    journey.missed += 1


def _retells(journey: Journey, row: Row) -> None:
    if journey.contact_minute >= 0 and not journey.retold_here:
        journey.retold_here = True
        journey.repeated_stories += 1
    journey.chapters_retold += row.chapters.bit_count()
    journey.painful_retold += (row.chapters & journey.painful).bit_count()
    journey.minutes_retelling += row.value


def _helps(journey: Journey, row: Row) -> None:
    minute = row.minute
    for i in bits(row.needs):
        need = journey.needs[i]
        if need.adrift_since >= 0:
            journey.end_adrift(need, minute)
            need.adrift_since = minute
        if need.helped_at < 0 and need.wanted_help_at >= 0 and need.level > 0:
            need.helped_at = minute
            if need.unmet_since >= 0:
                need.unmet += minute - need.unmet_since
                need.unmet_since = NEVER


def _hands_on(journey: Journey, row: Row) -> None:
    if row.value & 7 == BOUNDARY:
        journey.boundary_moves += 1
        return
    journey.handoffs.append((row.value, row.team, row.needs))
    for i in bits(row.needs):
        journey.needs[i].handoffs += 1


def _bounces(journey: Journey, row: Row) -> None:
    journey.bounces[row.value] += 1


def _lost(journey: Journey, row: Row) -> None:
    journey.lost += 1


def _level(journey: Journey, row: Row) -> None:
    for i in bits(row.needs):
        need = journey.needs[i]
        wanted = need.level >= HELP_SOUGHT_FROM
        need.level = row.value
        need.highest = max(need.highest, row.value)
        if need.level == 0 and need.wanted_help_at >= 0 and need.eased_at < 0:
            need.eased_at = row.minute
        if wanted != (row.value >= HELP_SOUGHT_FROM):
            (_rests if wanted else _wants)(journey, i, row.minute)


def _wants(journey: Journey, position: int, minute: int) -> None:
    """A need has reached level 2."""
    need = journey.needs[position]
    journey.wanting |= 1 << position
    if need.wanted_help_at < 0:
        need.wanted_help_at = minute
    if need.helped_at < 0:
        need.unmet_since = minute
    if need.thread < 0:
        need.adrift_since = minute
    journey.fall_silent(minute)


def _rests(journey: Journey, position: int, minute: int) -> None:
    """A need has fallen under level 2."""
    need = journey.needs[position]
    journey.wanting &= ~(1 << position)
    if need.unmet_since >= 0:
        need.unmet += minute - need.unmet_since
        need.unmet_since = NEVER
    journey.end_adrift(need, minute)
    if not journey.wanting:
        journey.end_silence(minute)
        if journey.first_contact < 0 and journey.eased_at < 0 <= journey.asked:
            journey.eased_at = minute


def _assessed(journey: Journey, row: Row) -> None:
    journey.assessments += 1


def _told_needs(journey: Journey, row: Row) -> None:
    journey.told |= row.needs


TAKES_IN: Final[dict[int, TakesIn]] = {
    What.ASKED: _asked,
    What.TAKEN_ON: _taken_on,
    What.LEFT: _left,
    What.WAIT_BEGINS: _wait_begins,
    What.WAIT_ENDS: _wait_ends,
    What.OFFERED: _offered,
    What.MEETS: _meets,
    What.MISSED: _missed,
    What.RETELLS: _retells,
    What.HELPS: _helps,
    What.PARTS: _parts,
    What.HANDS_ON: _hands_on,
    What.BOUNCES: _bounces,
    What.LOST: _lost,
    What.LEVEL: _level,
    What.ASSESSED: _assessed,
    What.TOLD_NEEDS: _told_needs,
    **BESIDE,
}
"""What a journey does with each kind of row."""
