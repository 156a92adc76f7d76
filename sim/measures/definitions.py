"""One definition of each measure: its name, its unit, its words, and whether lower is wanted.

Goes in: nothing but the thresholds of the method. Comes out: :data:`DEFINITIONS`, in the order
in which tables show them. Every name is a column of the people table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.measures.tables import PeopleTable
from sim.measures.thresholds import thresholds

Kind = Literal["count", "share", "days", "index", "minutes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    """What a measure is, for reader and software alike."""

    name: str
    """column of the people table"""
    unit: str
    """unit of its mean"""
    title: str
    """plain words for paper"""
    description: str
    """what is counted, from when, and what is left out"""
    wanted: Literal["lower", "higher", ""] = ""
    """which way people want it, where the project says so"""
    family: Literal["primary", "exploratory"] = "exploratory"
    """whether verdicts on it are adjusted together with the other primary ones"""
    kind: Kind = "count"
    """what sort of number it is; decides the smallest difference that matters"""
    restricted: bool = False
    """whether people whom it never reached count with the whole follow-up"""

    @property
    def matters(self) -> float:
        """The smallest difference between two options that matters, in its unit."""
        return thresholds().matters[self.kind]

    def __str__(self) -> str:
        wish = f"; {self.wanted} is wanted" if self.wanted else ""
        return f"{self.title} ({self.unit}{wish}): {self.description}"


def _count(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    return _define(name, title, description, unit="per person", kind="count", **more)


def _share(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    return _define(name, title, description, unit="share of people", kind="share", **more)


def _days(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    return _define(name, title, description, unit="days", kind="days", wanted="lower", **more)


def _define(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    return MeasureDefinition(name=name, title=title, description=description, **more)  # type: ignore[arg-type]


def _continuity() -> tuple[MeasureDefinition, ...]:
    kinds = {
        "upc": ("met most often", "share of contacts with the {who} met most often"),
        "coc": ("shared by two contacts", "chance that two of her contacts share a {who}"),
        "secon": ("same as last time", "share of contacts with the same {who} as the one before"),
    }
    levels = {"": "worker", "_team": "team", "_organisation": "organisation"}
    left_out = "call handlers and missed contacts left out; empty under two contacts"
    return tuple(
        _define(
            f"{kind}{suffix}",
            f"{who.capitalize()} {title} ({kind.upper()})",
            f"{text.format(who=who)}; {left_out}. What happened, not how it felt",
            unit="index",
            kind="index",
            wanted="higher",
        )
        for suffix, who in levels.items()
        for kind, (title, text) in kinds.items()
    )


_TELLING: Final = (
    _count(
        "handoffs",
        "Handoffs",
        "moves that pass responsibility to another team, whatever came of them: warm, overlap, "
        "cold and number given; one for each thread moved, however many needs it carries",
        wanted="lower",
        family="primary",
    ),
    _count(
        "repeated_stories",
        "Repeated stories",
        "contacts in which she told again a chapter that she had told before; confirming what "
        "the worker knows is not retelling. The project's own count: none is published",
        wanted="lower",
        family="primary",
    ),
    _share(
        "right_help",
        "Right help within the follow-up",
        "of all people, those whose every need that was at level 2 or more at onset or later "
        "got, from then on, a session of help reaching the level it then had; who had no such "
        "need counts",
        wanted="higher",
        family="primary",
    ),
    _share(
        "helped_one_handoff",
        "Right help with at most one handoff",
        "of all people, those with right help and no more than one handoff",
        wanted="higher",
    ),
    _days(
        "wait_first_contact_days",
        "Wait from asking to first contact",
        "from her first asking to her first two-way contact",
        restricted=True,
    ),
    _days(
        "wait_first_contact_from_onset_days",
        "Wait from onset to first contact",
        "from onset to her first two-way contact",
        restricted=True,
    ),
    _days(
        "wait_right_help_days",
        "Wait from asking to right help",
        "from her first asking (or from a need reaching level 2, where that came later) to the "
        "first session of help that reaches it; the longest over her needs",
        restricted=True,
    ),
    _days(
        "wait_right_help_from_onset_days",
        "Wait from onset to right help",
        "from onset to the first session of help that reaches a need; the longest over her needs",
        restricted=True,
    ),
    _days(
        "waiting_days",
        "Days spent waiting",
        "days with any thread waiting for a contact, a letter or an answer; time between "
        "sessions and pauses left out",
    ),
    _days(
        "longest_silence_days",
        "Longest silence",
        "longest stretch from onset with a need at level 2 or more and no contact, also after "
        "giving up",
    ),
    _days(
        "unmet_need_days",
        "Unmet need",
        "days from onset, summed over needs, at level 2 or more before a session of help first "
        "reached the need",
    ),
)

_LOSING: Final = (
    _share(
        "never_reached",
        "Never reached",
        "people for whom nobody, herself included, asked for help",
        wanted="lower",
    ),
    _share(
        "fell_through",
        "Fell through",
        "people with a need at level 2 or more that for 8 weeks on end was on no thread and got "
        "no help, counted from her first asking",
        wanted="lower",
    ),
    _share(
        "better_without_help",
        "Better without help",
        "people with a need that was at level 2 or more and eased to nothing before any session "
        "of help reached it; not counted as right help",
    ),
    _count(
        "came_back",
        "Had to come back",
        "episodes in which help was asked for again after an earlier end with the need still open",
        wanted="lower",
    ),
    _count(
        "needs_never_told",
        "Needs never told",
        "needs that she had at onset and that no worker heard of",
        wanted="lower",
    ),
    _count("bounces", "Times sent back", "referrals sent back by a team", wanted="lower"),
    _count("handoffs_lost", "Handoffs lost", "handoffs that went astray", wanted="lower"),
    _count("crises", "Needed urgent help", "crises; none are modelled yet", wanted="lower"),
    _count("contacts_missed", "Missed contacts", "booked contacts to which she did not come"),
    _count("offers_refused", "Offers not taken up", "offers not taken up at once"),
)

_MEETING: Final = (
    _count(
        "new_faces",
        "Different workers met",
        "different workers met, the first and call handlers included",
        wanted="lower",
    ),
    _count(
        "contact_switches",
        "Changes of worker",
        "consecutive contacts with different workers, call handlers included; the first seat of "
        "a contact with several workers",
        wanted="lower",
    ),
    _count("contacts", "Contacts", "two-way contacts that took place"),
    _count("contacts_by_phone", "Contacts by phone", "two-way contacts by phone"),
    _count(
        "contacts_out_of_hours",
        "Contacts out of hours",
        "two-way contacts that began outside office hours, Monday to Friday",
    ),
    _count("assessments", "Assessments", "full assessments"),
    _count("episodes", "Episodes", "askings for help with what followed, the first included"),
    _count(
        "chapters_retold", "Chapters told again", "chapters told again, each time", wanted="lower"
    ),
    _count(
        "painful_retold", "Painful chapters told again", "those that hurt to tell", wanted="lower"
    ),
    _define(
        "minutes_retelling",
        "Minutes of telling again",
        "minutes of contact spent on telling chapters again",
        unit="minutes",
        kind="minutes",
        wanted="lower",
    ),
)

_HANDING: Final = (
    _count("handoffs_warm", "Warm handoffs", "handoffs in which both workers met her"),
    _count("handoffs_overlap", "Overlapping handoffs", "handoffs in which both went on a while"),
    _count("handoffs_cold", "Cold handoffs", "handoffs by letter or form"),
    _count("handoffs_number_given", "Numbers given", "handoffs by a number for her to ring"),
    _count("handoffs_within", "Handoffs within", "handoffs within one organisation"),
    _count("handoffs_across", "Handoffs across", "handoffs from one organisation to another"),
    _count("handoffs_need_weighted", "Needs handed on", "handoffs, one for each need carried"),
    _count("handoffs_boundary", "Boundary moves", "moves at a boundary; none are modelled yet"),
)

DEFINITIONS: Final[dict[str, MeasureDefinition]] = {
    measure.name: measure for measure in (*_TELLING, *_LOSING, *_MEETING, *_HANDING, *_continuity())
}
"""Every measure by name, in the order in which tables show them."""

PRIMARY: Final[tuple[str, ...]] = tuple(
    name for name, measure in DEFINITIONS.items() if measure.family == "primary"
)
"""The primary measures."""


def definition(name: str) -> MeasureDefinition:
    """The definition of a measure. Raises KeyError if there is none."""
    return DEFINITIONS[name]


def smallest_difference(name: str) -> float:
    """The smallest difference of a measure that matters, in its unit."""
    return DEFINITIONS[name].matters


def measured(people: PeopleTable, name: str) -> NDArray[np.float64]:
    """A measure for each person, shape (people,), as its mean is taken.

    Restricted measures count people who were never reached with the whole follow-up; indices
    stay NaN where they cannot be scored.
    """
    if DEFINITIONS[name].restricted:
        return people.restricted(name)
    return np.asarray(people[name], dtype=np.float64)
