"""Steps and rules: what happens to a person, and where she goes next.

A step is a contact with a worker (or a pause); its rules are read in order when it is done
and the first that holds is taken. Conditions are a closed list of structured words, never
code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from sim.model.quantities import Distribution, Quantity, Unit
from sim.model.words import Domain, End, Grouping, Handoff, LevelName, Mode, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a rule holds. Every word given must hold; a condition without words always holds.

    ``need``, ``at_least``, ``at_most``, ``told`` and ``helped`` are asked of each need; the
    rest of the person or the thread.
    """

    need: tuple[Domain, ...] = ()
    """the need is of one of these domains"""
    at_least: Annotated[int, Unit("level")] = 0
    """the level as judged by the worker is at least this"""
    at_most: Annotated[int, Unit("level")] = 4
    """the level as judged by the worker is at most this"""
    told: bool | None = None
    """whether the need has been told on this thread"""
    helped: bool | None = None
    """whether a session of help has reached the need on this thread"""
    age_from: int = 0
    """years; she is at least this old"""
    age_to: int = 200
    """years; she is at most this old"""
    site: tuple[str, ...] = ()
    """she lives in one of these places"""
    came_from: tuple[str, ...] = ()
    """the thread was handed on by one of these teams"""
    tried: tuple[str, ...] = ()
    """she has been to one of these steps in this episode"""
    not_tried: tuple[str, ...] = ()
    """she has been to none of these steps in this episode"""
    been_to: tuple[str, ...] = ()
    """one of these steps took place for her in an earlier episode: a contact there, or a pause"""
    not_been_to: tuple[str, ...] = ()
    """none of these steps took place for her in an earlier episode"""
    attended: bool | None = None
    """whether the contact took place"""
    sessions: Annotated[int, Unit("sessions")] = 0
    """at least so many sessions of the course have taken place"""
    finished: bool | None = None
    """whether the course is over; a rule that says neither this nor ``sessions`` is read only
    when it is"""
    taking: bool | None = None
    """whether the next step can take anybody now: its list is open, its yearly limit not reached"""
    has_companion: bool | None = None
    """whether she has a companion"""
    has_supporter: bool | None = None
    """whether somebody in her life supports her still"""
    free_within: Annotated[Quantity | None, Unit("duration")] = None
    """duration; the last newcomer whom the workers of the next step saw had waited no longer"""
    chance: Annotated[Quantity | None, Unit("proportion")] = None
    """proportion of times that it holds, drawn for the person"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When → next. Exactly one of ``go`` and ``end`` is given."""

    when: Condition = Condition()
    """when it holds"""
    each_need: bool = False
    """takes only the needs that fit; the rest read on"""
    go: str = ""
    """the step to go to"""
    by: Handoff | Literal[""] = ""
    """the kind of handoff, where the step belongs to another team"""
    end: End | Literal[""] = ""
    """how it ends"""
    if_bounced: str = ""
    """the step to go to when the other team sends her back; empty: nobody takes her back"""
    if_lost: str = ""
    """the step to go to when the handoff is lost; empty: nobody notices"""
    link_back: bool = False
    """whether the receiving team writes back to the one that handed on"""
    keep: Annotated[Quantity | None, Unit("duration")] = None
    """duration; a live transfer: the worker stays with her for at most so long, until the next
    step can begin"""
    otherwise: str = ""
    """the step to go to when a live transfer cannot be had; empty: the same step, by letter"""
    meanwhile: tuple[str, ...] = ()
    """steps that she has alongside until the next step begins: interim help, check-ins"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A worker that a contact needs beside the first."""

    team: str
    """the team"""
    role: str
    """the role"""
    who: Who = "any"
    """``any`` worker, the one she knows if free (``known``), hers alone (``own``), or her
    ``holder``"""
    if_free: bool = False
    """whether the contact goes on without this seat where nobody is free"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Companionship:
    """A step that gives her a companion: a worker who goes along with her."""

    team: str
    """the team"""
    role: str
    """the role, whose ``caseload`` says how many people each worker can go along with"""
    when_full: Literal["without", "wait"] = "without"
    """when no worker has room: she goes without, or waits for the first who has"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What a course, or a single contact, can do about a need."""

    domains: tuple[Domain, ...]
    """the domains that it helps"""
    reaches: Annotated[int, Unit("level")] = 4
    """level; the highest that it can help"""
    lowers_to: Annotated[int, Unit("level")] = 0
    """level that it leaves when it works"""
    works: Annotated[Quantity, Unit("proportion")]
    """proportion of courses that work"""
    works_at: Mapping[LevelName, Annotated[Quantity, Unit("proportion")]]
    """proportion of courses that work, for needs of a level where it differs"""
    place: bool = False
    """whether the course takes a place on the team's caseload, from the first session until the
    thread leaves the team"""
    sessions: Annotated[Quantity, Unit("sessions")]
    """sessions in the course"""
    interval: Annotated[Quantity, Unit("duration")]
    """duration from one session to the next being due"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happens: a call, an assessment, a course, or a pause."""

    title: str = ""
    """what it is called on paper"""
    team: str
    """the team that does it"""
    role: str = ""
    """the role whose worker meets her; empty for the team's first role"""
    function: str = ""
    """what it does, so that systems doing the same share luck; empty for the step's name"""
    pause: Annotated[Quantity | None, Unit("duration")] = None
    """duration; given for a pause, in which nobody meets"""
    until_open: str = ""
    """a calendar, for a pause that ends at its next opening after that duration"""
    until_week: Annotated[int, Unit("week of the year")] = 0
    """the week of the year, 1 to 52, whose Monday ends the pause; 0 for none"""
    minutes: Annotated[Distribution, Unit("minutes")]
    """minutes of contact"""
    mode: Mode = "face_to_face"
    """how they meet"""
    notice: Annotated[Quantity | None, Unit("duration")] = None
    """duration from asking for it to the earliest start"""
    travel: Annotated[Quantity | None, Unit("minutes")] = None
    """minutes of the worker's travel for each contact"""
    at_once: bool = False
    """the worker is already with her when the need is noticed: no delay is drawn, nothing is
    booked"""
    offered: bool = False
    """an offer that she may not take up"""
    offers: Annotated[int, Unit("times")] = 1
    """times that it is offered in all, where she says not now"""
    offered_again_after: Annotated[Quantity | None, Unit("duration")] = None
    """duration from *not now* to the next offer"""
    offered_instead: str = ""
    """the step that is offered instead, once she has not taken this one up"""
    seen_as: tuple[Domain | Literal["nothing"], ...] = ()
    """the domains whose stigma acts on taking the offer up, ``nothing`` for none; empty for those
    of her needs that it helps"""
    yearly_limit: Annotated[Quantity | None, Unit("times")] = None
    """times that it can begin in a year of 52 weeks; then it is closed like a list"""
    patience: Annotated[Quantity | None, Unit("minutes")] = None
    """mean minutes that she holds the line, for a call that has to be answered; exponential"""
    calls: Annotated[int, Unit("times")] = 1
    """times that she rings before she stops trying"""
    urgent: bool = False
    """goes before everybody who is not urgent"""
    assessment: bool = False
    """a full assessment: levels are judged anew and acceptance is looked at again"""
    asks: tuple[Domain | Literal["all", "circumstances"], ...] = ()
    """which chapters the worker asks for, by the domain they are about; ``circumstances`` for
    those about no need; empty for none"""
    helps: Help | None = None
    """what it can do about her needs"""
    who: Who = "any"
    """``any`` worker, the one she knows if free (``known``), or hers alone (``own``)"""
    beside: tuple[Seat, ...] = ()
    """further seats, taken in the same minute"""
    with_her: bool = True
    """whether she is there; false for a panel, or a consult in which the worker who keeps her
    is advised by those beside"""
    companion: Companionship | None = None
    """the companion that it gives her"""
    grouping: Grouping | Literal[""] = ""
    """the kind of help, in the THRIVE words"""
    then: tuple[Rule, ...]
    """what comes next; the first rule that holds is taken"""
    said: str = ""
    """source lines"""

    @property
    def is_pause(self) -> bool:
        """Whether nobody meets: it has a duration, a calendar or a week instead of minutes."""
        return self.pause is not None or bool(self.until_open) or self.until_week > 0
