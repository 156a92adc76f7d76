"""From a journey to one row about the person and one about each of her needs.

In: a :class:`~sim.measures.journeys.Journey` and the program. Out: plain values in the order of
the columns. Minutes become days here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from math import nan
from typing import Any, Final

from sim.log import NAMED_LAYER, PERSON_BITS, WAITS
from sim.measures.columns import NEEDS, PEOPLE
from sim.measures.continuity import coc, contact_switches, secon, upc
from sim.measures.journeys import LOOKS, NEVER, Journey, NeedStory
from sim.measures.thresholds import Thresholds
from sim.model.words import (
    DOMAINS,
    ENDS,
    HANDOFFS,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    MODES,
)
from sim.program import Program

PHONE: Final = MODES.index("phone")
IN_A_PLACE: Final = frozenset(MODES.index(mode) for mode in ("face_to_face", "drop_in", "group"))
"""Modes for which she goes to where the team is."""
STILL_OPEN: Final = ENDS.index("still_open")
WORKER_BITS: Final = 24
"""A worker's number without these bits is that of the pool."""


class Outcomes:
    """Reads journeys through one program and one set of thresholds."""

    def __init__(
        self, program: Program, thresholds: Thresholds, call_handlers: frozenset[str]
    ) -> None:
        pools = program.pools
        self.program = program
        self.thresholds = thresholds
        self.organisation = [team.organisation for team in program.teams]
        self.team = [pool.team for pool in pools]
        self.unscored = {i for i, pool in enumerate(pools) if pool.role in call_handlers}

    def person(self, journey: Journey) -> tuple[Any, ...]:
        """Her row, in the order of :data:`PEOPLE`."""
        facts: dict[str, Any] = {
            **self._who(journey),
            **self._handoffs(journey),
            **_telling(journey),
            **self._contacts(journey),
            **self._continuity(journey),
            **_waits(journey),
            **_beside(journey),
            **_needs(journey),
        }
        facts["helped_one_handoff"] = facts["right_help"] and facts["handoffs"] <= 1
        return tuple(facts[name] for name in PEOPLE)

    def needs(self, journey: Journey) -> Iterator[tuple[Any, ...]]:
        """The rows of her needs, in the order of :data:`NEEDS`."""
        who = self._who(journey)
        declared = self.program.personas[journey.person >> (PERSON_BITS + 8)].needs
        for position, need in enumerate(journey.needs):
            if need.highest == 0:
                continue
            facts = {
                **who,
                "need": declared[position].name,
                "domain": DOMAINS[declared[position].domain],
                "asked": bool(journey.noticed >> position & 1),
                "told": bool(journey.told >> position & 1),
                **_one_need(journey, need),
            }
            yield tuple(facts[name] for name in NEEDS)

    def _who(self, journey: Journey) -> dict[str, Any]:
        number = journey.person >> PERSON_BITS
        return {
            "person": journey.person,
            "persona": self.program.personas[number >> 8].name,
            "named": number & 255 == NAMED_LAYER,
            "onset_minute": journey.onset,
            "asked_minute": journey.asked,
        }

    def _handoffs(self, journey: Journey) -> dict[str, int]:
        by_kind = [0] * len(HANDOFFS)
        within = carried = 0
        for value, team, needs in journey.handoffs:
            sender = value >> 3
            by_kind[value & 7] += 1
            carried += needs.bit_count()
            within += sender >= 0 and self.organisation[sender] == self.organisation[team]
        handoffs = len(journey.handoffs)
        return {
            "handoffs": handoffs,
            **{f"handoffs_{kind}": by_kind[i] for i, kind in enumerate(HANDOFFS)},
            "handoffs_boundary": journey.boundary_moves,
            "handoffs_within": within,
            "handoffs_across": handoffs - within,
            "handoffs_need_weighted": carried,
            "handoffs_lost": journey.lost,
            "bounces": sum(journey.bounces),
            **{
                f"bounces_{look}": count for look, count in zip(LOOKS, journey.bounces, strict=True)
            },
        }

    def _contacts(self, journey: Journey) -> dict[str, int]:
        return {
            "contacts": journey.contacts,
            "contacts_by_phone": journey.by_mode.count(PHONE),
            "contacts_out_of_hours": sum(map(self._out_of_hours, journey.met_at)),
            "contacts_missed": journey.missed,
            "new_faces": len(journey.faces),
            "contact_switches": contact_switches(journey.met),
            "assessments": journey.assessments,
            "offers_refused": journey.refused,
            "offers_taken_up_later": journey.taken_up_later,
            "contacts_after_coming_back": journey.contacts_back,
            "contacts_away": self._away(journey),
        }

    def _away(self, journey: Journey) -> int:
        """Contacts for which she went to a team in another place than she lived in then."""
        persona = self.program.personas[journey.person >> (PERSON_BITS + 8)]
        away = 0
        for minute, worker, mode in zip(journey.met_at, journey.met, journey.by_mode, strict=True):
            if mode not in IN_A_PLACE:
                continue
            there = self.program.teams[self.team[worker >> WORKER_BITS]].site
            home = persona.site
            for moved_at, coming in journey.happened:
                if moved_at <= minute:
                    home = persona.coming[coming].moves_to or home
            away += bool(there and home and there != home)
        return away

    def _out_of_hours(self, minute: int) -> bool:
        day, minute_of_day = divmod(minute % MINUTES_PER_WEEK, MINUTES_PER_DAY)
        hours = self.thresholds
        return (
            day >= hours.working_days
            or not hours.from_hour <= minute_of_day / MINUTES_PER_HOUR < hours.to_hour
        )

    def _continuity(self, journey: Journey) -> dict[str, float]:
        pools = [worker >> WORKER_BITS for worker in journey.met]
        kept = [i for i, pool in enumerate(pools) if pool not in self.unscored]
        workers = [journey.met[i] for i in kept]
        teams = [self.team[pools[i]] for i in kept]
        organisations = [self.organisation[team] for team in teams]
        levels = {"": workers, "_team": teams, "_organisation": organisations}
        return {
            f"{name}{level}": index(met)
            for level, met in levels.items()
            for name, index in (("upc", upc), ("coc", coc), ("secon", secon))
        }


def _days(minutes: int) -> float:
    return minutes / MINUTES_PER_DAY


def _telling(journey: Journey) -> dict[str, int]:
    return {
        "repeated_stories": journey.repeated_stories,
        "chapters_retold": journey.chapters_retold,
        "minutes_retelling": journey.minutes_retelling,
        "painful_retold": journey.painful_retold,
    }


def _waits(journey: Journey) -> dict[str, float]:
    met, asked = journey.first_contact, journey.asked
    return {
        "wait_first_contact_days": (_days(max(0, met - asked)) if met >= 0 and asked >= 0 else nan),
        "wait_first_contact_from_onset_days": _days(met - journey.onset) if met >= 0 else nan,
        **_spells(journey),
        "longest_silence_days": _days(journey.minutes_of_silence()),
    }


def _spells(journey: Journey) -> dict[str, float]:
    journey = copy(journey)  # she may go on waiting after a table of those counted so far
    journey.waited_by_kind = list(journey.waited_by_kind)
    journey.count_waiting(journey.end)
    kinds = {
        name: _days(journey.waited_by_kind[WAITS.index(kind)])
        for name, kind in (
            ("waiting_days_for_letter", "letter"),
            ("waiting_days_sent_back", "bounce"),
        )
    }
    return {
        "waiting_days": _days(journey.waited),
        "waiting_days_with_interim": _days(journey.waited_with_interim),
        "waiting_days_alone": _days(journey.waited - journey.waited_with_interim),
        "waiting_days_for_contact": _days(journey.waited_for_contact),
        **kinds,
    }


def _beside(journey: Journey) -> dict[str, Any]:
    later = journey.contacts - 1
    return {
        "crises": sum(need.crises for need in journey.needs),
        "hang_ups": journey.hang_ups,
        "consults": journey.consults,
        "chapters_told_for_her": journey.told_for_her,
        "companion_given": journey.companion_given,
        "companion_full": journey.companion_full,
        "contacts_with_companion": journey.with_companion,
        "holder_share": journey.held / later if later > 0 else nan,
        **_first_of_contact(journey),
    }


def _first_of_contact(journey: Journey) -> dict[str, Any]:
    if journey.asked < 0:
        return {"came_first": "", "came_first_days": nan}
    left = journey.left_at
    if left >= 0 and journey.eased_at == left:
        left = NEVER
    word, minute = _first(
        {"met": journey.first_contact, "better": journey.eased_at, "left": left}, journey.end
    )
    return {"came_first": word, "came_first_days": _days(max(0, minute - journey.asked))}


def _first(events: dict[str, int], end: int) -> tuple[str, int]:
    """The earliest event and its minute, in the order given where they tie; the end if none."""
    word, minute = min(events.items(), key=lambda event: event[1] if event[1] >= 0 else end)
    return (word, minute) if minute >= 0 else ("", end)


def _needs(journey: Journey) -> dict[str, Any]:
    wanted = [need for need in journey.needs if need.wanted_help_at >= 0]
    helped = all(need.helped_at >= 0 for need in wanted)
    waits = [_wait(journey, need) for need in wanted] if helped else [nan]
    from_onset = [need.helped_at - journey.onset for need in wanted] if helped else [nan]
    open_at_end = any(need.thread >= 0 for need in journey.needs)
    return {
        "right_help": helped,
        "wait_right_help_days": max(waits, default=0) / MINUTES_PER_DAY,
        "wait_right_help_from_onset_days": max(from_onset, default=0) / MINUTES_PER_DAY,
        "better_without_help": any(map(_eased_alone, wanted)),
        "fell_through": journey.fell_through
        or any(journey.was_adrift_too_long(need, journey.end) for need in journey.needs),
        "unmet_need_days": _days(sum(map(journey.minutes_unmet, journey.needs))),
        "needs_never_told": sum(
            1
            for i, need in enumerate(journey.needs)
            if need.highest > 0 and not journey.told >> i & 1
        ),
        "never_reached": journey.asked < 0,
        "episodes": journey.episodes,
        "came_back": journey.came_back,
        "ended": _end(journey.worst_end, open_at_end),
    }


def _one_need(journey: Journey, need: NeedStory) -> dict[str, Any]:
    helped = need.helped_at >= 0
    return {
        "level_at_onset": need.at_onset,
        "highest_level": need.highest,
        "right_help": helped,
        "wait_right_help_days": _days(_wait(journey, need)) if helped else nan,
        "wait_right_help_from_onset_days": (
            _days(need.helped_at - journey.onset) if helped else nan
        ),
        "better_without_help": need.wanted_help_at >= 0 and _eased_alone(need),
        "ended": ENDS[STILL_OPEN] if need.thread >= 0 else ENDS[need.end] if need.end >= 0 else "",
        "unmet_days": _days(journey.minutes_unmet(need)),
        "handoffs": need.handoffs,
        "crises": need.crises,
        **_first_of_help(journey, need),
    }


def _first_of_help(journey: Journey, need: NeedStory) -> dict[str, Any]:
    wanted = need.wanted_help_at
    sought = max(journey.asked, wanted) if journey.asked >= 0 and wanted >= 0 else NEVER
    events = {"helped": need.helped_at, "better": need.eased_at, "left": need.left_at}
    word, minute = _first(events, journey.end)
    return {
        "sought_days": _days(sought - journey.onset) if sought >= 0 else nan,
        "came_first": word,
        "came_first_days": _days(minute - journey.onset),
        **_turned_out(journey, need),
    }


def _turned_out(journey: Journey, need: NeedStory) -> dict[str, Any]:
    events = {"helped": need.helped_at, "better": need.eased_at}
    word, minute = _first(events, journey.end)
    if not word and need.thread < 0 <= need.left_last:
        word, minute = "left", need.left_last
    return {"turned_out": word, "turned_out_days": _days(minute - journey.onset)}


def _wait(journey: Journey, need: NeedStory) -> int:
    """Minutes from asking, or from wanting help where that came later, to right help."""
    return max(0, need.helped_at - max(journey.asked, need.wanted_help_at))


def _eased_alone(need: NeedStory) -> bool:
    return need.helped_at < 0 and need.level == 0


def _end(worst: int, open_at_end: bool) -> str:
    if open_at_end and (worst < 0 or worst > STILL_OPEN):
        worst = STILL_OPEN
    return ENDS[worst] if worst >= 0 else ""
