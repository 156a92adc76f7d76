"""One person's journey as a fold remembers it: integers only, ratios are for the end.

In: the rows of one counted person, in order. Out: a :class:`Journey` that
``sim.measures.outcomes`` reads. Each kind of row has one small function in :data:`TAKES_IN`. It
refuses nothing, and draws no conclusion that needs the rest of the world.

A need is *wanting help* while its level is 2 or more. It is *adrift* while it wants help, is on
no thread, and gets no help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sim.log import JOINED, WAITS, Row, What, unpack_level
from sim.model.words import (
    FELL_THROUGH_WEEKS,
    HELP_SOUGHT_FROM,
    MINUTES_PER_WEEK,
)

NEVER: Final = -1
"""Stands for a minute that did not come, and for no thread and no end."""
NOT_WAITING: Final = frozenset((WAITS.index("course"), WAITS.index("pause")))
"""Spells between sessions and pauses are no waiting days."""
ADRIFT_AT_MOST: Final = FELL_THROUGH_WEEKS * MINUTES_PER_WEEK


def bits(needs: int) -> Iterator[int]:
    """The positions in a bit set, lowest first."""
    while needs:
        lowest = needs & -needs
        yield lowest.bit_length() - 1
        needs ^= lowest


class NeedStory:
    """What became of one need of hers."""

    __slots__ = (
        "adrift_since",
        "at_onset",
        "end",
        "handoffs",
        "helped_at",
        "highest",
        "level",
        "thread",
        "unmet",
        "unmet_since",
        "wanted_help_at",
    )

    def __init__(self, level: int, onset: int) -> None:
        wants = level >= HELP_SOUGHT_FROM
        self.at_onset = level
        self.level = level
        self.highest = level
        self.thread = NEVER
        self.end = NEVER
        """position in ENDS of how its last thread ended for it"""
        self.wanted_help_at = onset if wants else NEVER
        """minute at which it first was at level 2 or more"""
        self.helped_at = NEVER
        """minute of the first session that reached it from then on"""
        self.unmet_since = onset if wants else NEVER
        self.unmet = 0
        self.adrift_since = onset if wants else NEVER
        self.handoffs = 0


class Journey:
    """All that happens to one person from onset to the end of her follow-up."""

    __slots__ = (
        "asked",
        "assessments",
        "bounces",
        "by_mode",
        "came_back",
        "chapters_retold",
        "contact_minute",
        "contact_thread",
        "contacts",
        "end",
        "episodes",
        "faces",
        "fell_through",
        "first_contact",
        "handoffs",
        "longest_silence",
        "lost",
        "met",
        "met_at",
        "minutes_retelling",
        "missed",
        "needs",
        "noticed",
        "onset",
        "painful",
        "painful_retold",
        "person",
        "refused",
        "released",
        "repeated_stories",
        "retold_here",
        "silent_since",
        "told",
        "waited",
        "waiting",
        "waiting_since",
        "wanting",
        "worst_end",
    )

    def __init__(self, row: Row, needs: int, follow: int, painful: int) -> None:
        """From her row of onset, the number of needs of her persona, minutes of follow-up, and
        the bit set of painful chapters."""
        onset = row.minute
        self.person = row.person
        self.onset = onset
        self.end = onset + follow
        self.painful = painful
        self.needs = [NeedStory(unpack_level(row.value, i), onset) for i in range(needs)]
        self.wanting = sum(1 << i for i, n in enumerate(self.needs) if n.unmet_since == onset)
        self.asked = self.first_contact = NEVER
        self.noticed = self.told = self.released = 0
        self.episodes = self.came_back = 0
        self.fell_through = False
        self.contacts = self.missed = self.refused = self.assessments = 0
        self.by_mode: list[int] = []
        self.met_at: list[int] = []
        self.met: list[int] = []
        self.faces: set[int] = set()
        self.contact_minute = self.contact_thread = NEVER
        self.retold_here = False
        self.repeated_stories = self.chapters_retold = 0
        self.minutes_retelling = self.painful_retold = 0
        self.handoffs: list[tuple[int, int, int]] = []
        self.bounces = self.lost = 0
        self.waiting: set[int] = set()
        self.waiting_since = NEVER
        self.waited = 0
        self.silent_since = onset if self.wanting else NEVER
        self.longest_silence = 0
        self.worst_end = NEVER

    def minutes_waited(self) -> int:
        """Minutes with any thread in a spell of waiting, to the end of her follow-up."""
        return self.waited + (self.end - self.waiting_since if self.waiting else 0)

    def minutes_of_silence(self) -> int:
        """Her longest stretch with a need that wants help and no contact, in minutes."""
        still = self.end - self.silent_since if self.silent_since >= 0 else 0
        return max(self.longest_silence, still)

    def minutes_unmet(self, need: NeedStory) -> int:
        """Minutes for which a need wanted help before a session first reached it."""
        return need.unmet + (self.end - need.unmet_since if need.unmet_since >= 0 else 0)

    def was_adrift_too_long(self, need: NeedStory, until: int) -> bool:
        """Whether a need has been adrift for 8 weeks since, and since her first asking."""
        since = need.adrift_since
        if since < 0 or self.asked < 0:
            return False
        return until - max(since, self.asked) >= ADRIFT_AT_MOST


def _anchor(journey: Journey, need: NeedStory, minute: int) -> None:
    """End a stretch in which a need was adrift."""
    if journey.was_adrift_too_long(need, minute):
        journey.fell_through = True
    need.adrift_since = NEVER


def _end_silence(journey: Journey, minute: int) -> None:
    since = journey.silent_since
    if since >= 0:
        if minute - since > journey.longest_silence:
            journey.longest_silence = minute - since
        journey.silent_since = NEVER


def _asked(journey: Journey, row: Row) -> None:
    journey.episodes += 1
    journey.noticed |= row.needs
    if journey.asked < 0:
        journey.asked = row.minute
    again = row.needs & journey.released
    if any(journey.needs[i].level > 0 for i in bits(again)):
        journey.came_back += 1


def _taken_on(journey: Journey, row: Row) -> None:
    for i in bits(row.needs):
        need = journey.needs[i]
        need.thread = row.thread
        _anchor(journey, need, row.minute)


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
            if need.level >= HELP_SOUGHT_FROM:
                need.adrift_since = row.minute


def _wait_begins(journey: Journey, row: Row) -> None:
    if row.value in NOT_WAITING:
        return
    if not journey.waiting:
        journey.waiting_since = row.minute
    journey.waiting.add(row.thread)


def _wait_ends(journey: Journey, row: Row) -> None:
    if row.thread in journey.waiting:
        journey.waiting.remove(row.thread)
        if not journey.waiting:
            journey.waited += row.minute - journey.waiting_since


def _offered(journey: Journey, row: Row) -> None:
    if row.value == 0:
        journey.refused += 1


def _meets(journey: Journey, row: Row) -> None:
    minute, _, thread, _, _, _, _, worker, _, _, value = row
    journey.faces.add(worker)
    if journey.contact_minute == minute and journey.contact_thread == thread:
        return  # a further seat of the same contact
    journey.contact_minute = minute
    journey.contact_thread = thread
    journey.retold_here = False
    journey.contacts += 1
    journey.met.append(worker)
    journey.met_at.append(minute)
    journey.by_mode.append(value & 15)
    if journey.first_contact < 0:
        journey.first_contact = minute
    _end_silence(journey, minute)


def _parts(journey: Journey, row: Row) -> None:
    journey.contact_minute = journey.contact_thread = NEVER
    if journey.wanting and journey.silent_since < 0:
        journey.silent_since = row.minute


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
            _anchor(journey, need, minute)
            need.adrift_since = minute
        if need.helped_at < 0 and need.wanted_help_at >= 0 and need.level > 0:
            need.helped_at = minute
            if need.unmet_since >= 0:
                need.unmet += minute - need.unmet_since
                need.unmet_since = NEVER


def _hands_on(journey: Journey, row: Row) -> None:
    journey.handoffs.append((row.value, row.team, row.needs))
    for i in bits(row.needs):
        journey.needs[i].handoffs += 1


def _bounces(journey: Journey, row: Row) -> None:
    journey.bounces += 1


def _lost(journey: Journey, row: Row) -> None:
    journey.lost += 1


def _level(journey: Journey, row: Row) -> None:
    for i in bits(row.needs):
        need = journey.needs[i]
        wanted = need.level >= HELP_SOUGHT_FROM
        need.level = row.value
        need.highest = max(need.highest, row.value)
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
    if journey.silent_since < 0 and journey.contact_minute < 0:
        journey.silent_since = minute


def _rests(journey: Journey, position: int, minute: int) -> None:
    """A need has fallen under level 2."""
    need = journey.needs[position]
    journey.wanting &= ~(1 << position)
    if need.unmet_since >= 0:
        need.unmet += minute - need.unmet_since
        need.unmet_since = NEVER
    _anchor(journey, need, minute)
    if not journey.wanting:
        _end_silence(journey, minute)


def _assessed(journey: Journey, row: Row) -> None:
    journey.assessments += 1


def _told_needs(journey: Journey, row: Row) -> None:
    journey.told |= row.needs


TakesIn = Callable[[Journey, Row], None]

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
}
"""What a journey does with each kind of row; the others change nothing that is measured."""
