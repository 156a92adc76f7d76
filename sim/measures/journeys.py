"""One person's journey as a fold remembers it: integers only, ratios are for the end.

In: her row of onset; ``sim.measures.rows`` then takes in the rest. Out: what
``sim.measures.outcomes`` reads. It refuses nothing, and concludes nothing that needs the rest of
the world.

A need is *wanting help* while its level is 2 or more. It is *adrift* while it wants help, is on
no thread, and gets no help.
"""

from __future__ import annotations

from typing import Final

from sim.log import Row, unpack_level
from sim.model.words import (
    FELL_THROUGH_WEEKS,
    HELP_SOUGHT_FROM,
    MINUTES_PER_WEEK,
)

NEVER: Final = -1
"""Stands for a minute that did not come, and for no thread and no end."""
ADRIFT_AT_MOST: Final = FELL_THROUGH_WEEKS * MINUTES_PER_WEEK


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
        "taken_on_at",
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
        self.taken_on_at = NEVER
        self.end = NEVER
        """position in ENDS of how its last thread ended for it"""
        self.wanted_help_at = onset if wants else NEVER
        """minute at which it first was at level 2 or more"""
        self.helped_at = NEVER
        """minute of the first session that reached it from then on"""
        self.unmet_since = onset if wants else NEVER
        self.unmet = 0
        self.adrift_since = onset if wants else NEVER
        """stands while she is on a thread, for the minute in which it may still let go at once"""
        self.handoffs = 0


class Journey:
    """All that happens to one person from onset to the end of her follow-up."""

    __slots__ = (
        "asked",
        "assessments",
        "back_in",
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
        self.episodes = self.came_back = self.back_in = 0
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
        if since < 0 or need.thread >= 0 or self.asked < 0:
            return False
        return until - max(since, self.asked) >= ADRIFT_AT_MOST

    def end_adrift(self, need: NeedStory, minute: int) -> None:
        """End a stretch in which a need was adrift."""
        if self.was_adrift_too_long(need, minute):
            self.fell_through = True
        need.adrift_since = NEVER

    def end_silence(self, minute: int) -> None:
        """End a stretch without contact."""
        since = self.silent_since
        if since >= 0:
            self.longest_silence = max(self.longest_silence, minute - since)
            self.silent_since = NEVER
