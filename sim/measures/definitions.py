"""One definition of each measure: its name, its unit, its words, and whether lower is wanted.

Goes in: nothing but the thresholds of the method. Comes out: :data:`DEFINITIONS`, in the order
in which tables show them. Every name is a column of the people table.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.measures.definition import MeasureDefinition, count, days, define, share
from sim.measures.tables import PeopleTable


def _continuity() -> tuple[MeasureDefinition, ...]:
    kinds = {
        "upc": ("met most often", "share of contacts with the {who} met most often"),
        "coc": ("shared by two contacts", "chance that two of her contacts share one {who}"),
        "secon": ("same as last time", "share of contacts with the same {who} as the one before"),
    }
    levels = {"": "worker", "_team": "team", "_organisation": "organisation"}
    left_out = "call handlers and missed contacts left out; empty under two contacts"
    return tuple(
        define(
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
    count(
        "handoffs",
        "Handoffs",
        "moves that pass responsibility to another team, whatever came of them: warm, overlap, "
        "cold and number given; one for each thread moved, however many needs it carries",
        wanted="lower",
        family="primary",
    ),
    count(
        "repeated_stories",
        "Repeated stories",
        "contacts in which she told again a chapter that she had told before; confirming what "
        "the worker knows is not retelling. The project's own count: none is published",
        wanted="lower",
        family="primary",
    ),
    share(
        "right_help",
        "Right help within the follow-up",
        "of all people, those whose every need that was at level 2 or more at onset or later "
        "got, from then on, a session of help reaching the level it then had; who had no such "
        "need counts",
        wanted="higher",
        family="primary",
    ),
    share(
        "helped_one_handoff",
        "Right help with at most one handoff",
        "of all people, those with right help and no more than one handoff",
        wanted="higher",
    ),
    days(
        "wait_first_contact_days",
        "Wait from asking to first contact",
        "from her first asking to her first two-way contact",
        restricted=True,
    ),
    days(
        "wait_first_contact_from_onset_days",
        "Wait from onset to first contact",
        "from onset to her first two-way contact",
        restricted=True,
    ),
    days(
        "wait_right_help_days",
        "Wait from asking to right help",
        "from her first asking (or from a need reaching level 2, where that came later) to the "
        "first session of help that reaches it; the longest over her needs",
        restricted=True,
    ),
    days(
        "wait_right_help_from_onset_days",
        "Wait from onset to right help",
        "from onset to the first session of help that reaches a need; the longest over her needs",
        restricted=True,
    ),
    define(
        "wait_urgent_help_hours",
        "Wait for urgent help",
        "of people with a need that tipped into crisis, or was at level 4 from onset when help "
        "with it was asked for: hours from then to the first contact on the thread that carries "
        "it; to its easing, or the end of the follow-up, where nobody came; the longest over her "
        "needs. A need that nobody spoke of is not in it",
        unit="hours",
        kind="hours",
        wanted="lower",
    ),
    days(
        "waiting_days",
        "Days spent waiting",
        "days with any thread waiting for a contact, a letter or an answer; time between "
        "sessions and pauses left out",
    ),
    days(
        "waiting_days_alone",
        "Days spent waiting without interim help",
        "days spent waiting during which nothing was going on alongside",
    ),
    days(
        "waiting_days_with_interim",
        "Days spent waiting with interim help",
        "days spent waiting during which interim help or check-ins went on alongside",
        wanted="",
    ),
    days(
        "waiting_days_for_contact",
        "Days waiting for a contact",
        "days with any thread waiting in a queue, or for a team whose delay is drawn",
    ),
    days(
        "waiting_days_for_letter",
        "Days waiting for a letter",
        "days with any thread waiting for a letter to be had by the other team",
    ),
    days(
        "waiting_days_sent_back",
        "Days of being sent back",
        "days with any thread waiting for the answer of a team that sends it back",
    ),
    days(
        "longest_silence_days",
        "Longest silence",
        "longest stretch from onset with a need at level 2 or more and neither a contact nor "
        "interim help, also after giving up",
    ),
    days(
        "unmet_need_days",
        "Unmet need",
        "days from onset, summed over needs, at level 2 or more before a session of help first "
        "reached the need",
    ),
)

_LOSING: Final = (
    share(
        "never_reached",
        "Never reached",
        "people for whom nobody, herself included, asked for help",
        wanted="lower",
    ),
    share(
        "fell_through",
        "Fell through",
        "people with a need at level 2 or more that for 8 weeks on end was on no thread and got "
        "no help, counted from her first asking",
        wanted="lower",
    ),
    share(
        "better_without_help",
        "Better without help",
        "people with a need that was at level 2 or more and eased to nothing before any session "
        "of help reached it; not counted as right help",
    ),
    count(
        "came_back",
        "Had to come back",
        "episodes in which help was asked for again after an earlier end with the need still open",
        wanted="lower",
    ),
    count(
        "contacts_after_coming_back",
        "Contacts after coming back",
        "two-way contacts in episodes in which she had to come back",
    ),
    count(
        "needs_never_told",
        "Needs never told",
        "needs that she had at onset or later and that no worker heard of",
        wanted="lower",
    ),
    count("bounces", "Times sent back", "referrals sent back by a team", wanted="lower"),
    count(
        "bounces_on_paper",
        "Sent back on paper",
        "sent back when the referral was read",
        wanted="lower",
    ),
    count(
        "bounces_at_assessment",
        "Sent back at assessment",
        "sent back at the first assessment",
        wanted="lower",
    ),
    count(
        "bounces_list_closed",
        "Sent back, list closed",
        "sent back because the list was closed",
        wanted="lower",
    ),
    count("handoffs_lost", "Handoffs lost", "handoffs that went astray", wanted="lower"),
    count(
        "crises",
        "Needed urgent help",
        "times that a need of hers became urgent; by domain in the table of needs",
        wanted="lower",
    ),
    count("contacts_missed", "Missed contacts", "booked contacts to which she did not come"),
    count("hang_ups", "Calls given up", "calls that nobody answered in time", wanted="lower"),
    count(
        "offers_refused",
        "Offers not taken up",
        "offers not taken up then, those put off (not now) included",
    ),
    count(
        "offers_taken_up_later",
        "Offers taken up later",
        "offers put off at first and taken up when offered again",
    ),
)

_MEETING: Final = (
    count(
        "new_faces",
        "Different workers met",
        "different workers met, the first and call handlers included",
        wanted="lower",
    ),
    count(
        "contact_switches",
        "Changes of worker",
        "consecutive contacts with different workers, call handlers included; the first seat of "
        "a contact with several workers",
        wanted="lower",
    ),
    count("contacts", "Contacts", "two-way contacts that took place"),
    count("contacts_by_phone", "Contacts by phone", "two-way contacts by phone"),
    count(
        "contacts_out_of_hours",
        "Contacts out of hours",
        "two-way contacts that began outside office hours, Monday to Friday",
    ),
    count(
        "contacts_away",
        "Contacts away from home",
        "two-way contacts face to face, in a group or at a drop-in, with a team in another place "
        "than she lives in; none where either place is not stated",
    ),
    count("assessments", "Assessments", "full assessments"),
    count(
        "consults",
        "Consults and panels",
        "times that workers met about her without her; no handoff",
    ),
    share(
        "companion_given",
        "Had a companion",
        "people to whom a companion was given",
    ),
    share(
        "companion_full",
        "Found no companion free",
        "people for whom no companion had room at some time",
        wanted="lower",
    ),
    count(
        "contacts_with_companion",
        "Contacts with her companion",
        "two-way contacts in which her companion had a seat",
    ),
    define(
        "holder_share",
        "Contacts with her holder",
        "share of contacts, her first left out, with the one who held her story when it began: "
        "her companion, else the worker whom she had met last on every open thread; empty under "
        "two contacts",
        unit="index",
        kind="index",
        wanted="higher",
    ),
    count(
        "chapters_told_for_her",
        "Chapters told for her",
        "chapters that somebody who supports her told in her place; no retelling",
    ),
    count("episodes", "Episodes", "askings for help with what followed, the first included"),
    count(
        "chapters_retold", "Chapters told again", "chapters told again, each time", wanted="lower"
    ),
    count(
        "painful_retold", "Painful chapters told again", "those that hurt to tell", wanted="lower"
    ),
    define(
        "minutes_retelling",
        "Minutes of telling again",
        "minutes of contact spent on telling chapters again",
        unit="minutes",
        kind="minutes",
        wanted="lower",
    ),
)

_HANDING: Final = (
    count("handoffs_warm", "Warm handoffs", "handoffs in which both workers met her"),
    count("handoffs_overlap", "Overlapping handoffs", "handoffs in which both went on a while"),
    count("handoffs_cold", "Cold handoffs", "handoffs by letter or form"),
    count("handoffs_number_given", "Numbers given", "handoffs by a number for her to ring"),
    count("handoffs_within", "Handoffs within", "handoffs within one organisation"),
    count("handoffs_across", "Handoffs across", "handoffs from one organisation to another"),
    count("handoffs_need_weighted", "Needs handed on", "handoffs, one for each need carried"),
    count(
        "handoffs_boundary",
        "Boundary moves",
        "moves that a birthday or a change of address made necessary; not among the handoffs",
    ),
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
