"""One person's journey as a fold remembers it: integers only, ratios are for the end.

In: her row of onset; ``sim.measures.rows`` then takes in the rest. Out: what
``sim.measures.outcomes`` reads. It refuses nothing, and concludes nothing that needs the rest of
the world.

A need is *wanting help* while its level is 2 or more. It is *adrift* while it wants help, is on
no thread, and gets no help.
"""

from __future__ import annotations

from typing import Final

from sim.log import WAITS, Row, unpack_level
from sim.model.words import (
    FELL_THROUGH_WEEKS,
    HELP_SOUGHT_FROM,
    MINUTES_PER_WEEK,
)

NEVER: Final = -1
"""Stands for a minute that did not come, and for no thread and no end."""
ADRIFT_AT_MOST: Final = FELL_THROUGH_WEEKS * MINUTES_PER_WEEK
FOR_CONTACT: Final = frozenset((WAITS.index("queue"), WAITS.index("drawn")))
"""Kinds of waiting for a contact: in a queue, or for a delay that is drawn."""
LOOKS: Final = ("on_paper", "at_assessment", "list_closed")
"""At which look a team sends back, in the order of the value of BOUNCES."""


class NeedStory:
    """What became of one need of hers."""

    __slots__ = (
        "adrift_since",
        "at_onset",
        "crises",
        "eased_at",
        "end",
        "handoffs",
        "helped_at",
        "highest",
        "left_at",
        "left_last",
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
        self.left_at = NEVER
        """minute at which a thread first ended for it without right help"""
        self.left_last = NEVER
        """minute at which a thread last ended for it"""
        self.eased_at = NEVER
        """minute at which it first eased to nothing after having wanted help"""
        self.handoffs = 0
        self.crises = 0


class Journey:
    """All that happens to one person from onset to the end of her follow-up."""

    __slots__ = (
        "alongside",
        "asked",
        "assessments",
        "back_episodes",
        "back_in",
        "bounces",
        "boundary_moves",
        "by_mode",
        "came_back",
        "chapters_retold",
        "companion",
        "companion_full",
        "companion_given",
        "companion_seated",
        "conferred_at",
        "consults",
        "contact_minute",
        "contact_thread",
        "contacts",
        "contacts_back",
        "eased_at",
        "end",
        "episodes",
        "faces",
        "fell_through",
        "first_contact",
        "handoffs",
        "hang_ups",
        "happened",
        "held",
        "held_here",
        "holders",
        "last_worker",
        "left_at",
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
        "taken_up_later",
        "told",
        "told_for_her",
        "waited",
        "waited_by_kind",
        "waited_for_contact",
        "waited_with_interim",
        "waiting",
        "waiting_since",
        "wanting",
        "with_companion",
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
        self.boundary_moves = 0
        self.bounces = [0] * len(LOOKS)
        self.lost = 0
        self.waiting: dict[int, int] = {}
        """the kind of waiting of each thread that waits"""
        self.alongside: set[int] = set()
        """threads of interim help and check-ins that last"""
        self.waiting_since = onset
        """minute up to which waiting has been counted"""
        self.waited = self.waited_with_interim = self.waited_for_contact = 0
        self.waited_by_kind = [0] * len(WAITS)
        self._begin_beside()
        self.silent_since = onset if self.wanting else NEVER
        self.longest_silence = 0
        self.worst_end = NEVER
        self.left_at = self.eased_at = NEVER
        """minutes at which, before any contact, every thread had ended, and every need eased"""

    def _begin_beside(self) -> None:
        """Companions, consults, coming back: nothing of it has happened yet."""
        self.companion = NEVER
        self.companion_given = self.companion_full = False
        self.with_companion = 0
        self.companion_seated = False
        self.consults = self.hang_ups = self.told_for_her = self.taken_up_later = 0
        self.conferred_at = (NEVER, NEVER)
        self.happened: list[tuple[int, int]] = []
        """(minute, position among the persona's coming dates)"""
        self.back_episodes: set[int] = set()
        self.contacts_back = 0
        self.last_worker: dict[int, int] = {}
        """the worker whom she met last on each thread"""
        self.holders: set[int] = set()
        """who may count as her holder at the contact under way"""
        self.held = 0
        self.held_here = False

    def count_waiting(self, minute: int) -> None:
        """Count the stretch that ends now, before who waits or has interim help changes."""
        stretch = min(minute, self.end) - self.waiting_since
        self.waiting_since = min(minute, self.end)
        if not self.waiting or stretch <= 0:
            return
        self.waited += stretch
        if self.alongside:
            self.waited_with_interim += stretch
        kinds = set(self.waiting.values())
        for kind in kinds:
            self.waited_by_kind[kind] += stretch
        if not kinds.isdisjoint(FOR_CONTACT):
            self.waited_for_contact += stretch

    def holder(self) -> int:
        """Her companion, else the worker met last on every open thread; none where they differ."""
        if self.companion >= 0:
            return self.companion
        threads = {need.thread for need in self.needs if need.thread >= 0}
        last = {self.last_worker.get(thread, NEVER) for thread in threads}
        return last.pop() if len(last) == 1 else NEVER

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

    def fall_silent(self, minute: int) -> None:
        """Begin a stretch without contact or interim help, where a need wants help."""
        held = self.contact_minute >= 0 or self.alongside
        if self.wanting and self.silent_since < 0 and not held:
            self.silent_since = minute

    def end_silence(self, minute: int) -> None:
        """End a stretch without contact."""
        since = self.silent_since
        if since >= 0:
            self.longest_silence = max(self.longest_silence, minute - since)
            self.silent_since = NEVER
