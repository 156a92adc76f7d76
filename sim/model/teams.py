"""Teams, what they accept, when they are open, and the notes that they keep.

A team either draws its delay from a published distribution (``wait: drawn``) or has a queue
of its own, full size, that also serves other people (``wait: queue``): MODEL section 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from sim.model.quantities import Distribution, Quantity, Unit
from sim.model.words import Domain, Holidays, Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One stretch of opening, on some days of the week."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...]
    """days of the week"""
    start: str
    """clock time at which it opens, ``09:00``"""
    end: str
    """clock time at which it closes, ``17:00``; ``24:00`` is midnight"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """When a calendar does not open: weeks of the year, holidays, or some days of them.

    Holidays have dates, so they need a run that says on which date it starts. Without one, those
    that also name weeks stand in those weeks, and the others nowhere.
    """

    from_week: Annotated[int | None, Unit("week of the year")] = None
    """the first such week, 1 to 52; week 1 is the first week of a run"""
    to_week: Annotated[int | None, Unit("week of the year")] = None
    """the last such week, 1 to 52"""
    holidays: Holidays | None = None
    """the bank or school holidays of England: on their dates, in a run that starts on a date"""
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    """days of the week; empty for all"""
    said: str = ""
    """source lines"""
    assumed: str = ""
    """why, where nothing says it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Opening hours that repeat each week."""

    openings: tuple[Opening, ...]
    """stretches that do not overlap"""
    shut: tuple[Shut, ...] = ()
    """school holidays, bank holidays: when it does not open after all"""
    said: str = ""
    """source lines"""
    assumed: str = ""
    """why these hours, where nothing says them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBy:
    """Whose money pays for staff."""

    payer: Payer
    """the sort of payer; ``unknown`` where nobody knows"""
    said: str = ""
    """source lines"""
    assumed: str = ""
    """why that payer, where nothing says it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Workers of one role in a team."""

    wte: Annotated[Quantity, Unit("wte")]
    """whole-time equivalents; a fraction is a worker on fewer hours"""
    hours: Annotated[Quantity, Unit("hours per week")]
    """hours per week on the rota of one whole-time worker; where the team is open for longer,
    workers share the opening in early and late shifts"""
    cost_per_hour: Annotated[Quantity, Unit("GBP per hour")]
    """GBP for each rostered hour; a file says whose year's prices it is in"""
    unpaid: bool = False
    """whether they are volunteers: their hours are shown, and are in nobody's bill"""
    skill: Mapping[Domain | Literal["otherwise"], Annotated[Quantity, Unit("proportion")]]
    """how well the role hears and judges needs, 0 to 1, by domain"""
    contact_share: Annotated[Quantity, Unit("proportion")]
    """share of rostered time that can be contact; the rest is paperwork, meetings and leave"""
    caseload: Annotated[Quantity | None, Unit("people")] = None
    """people for whom one worker of this role can be the companion at a time"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Other people whom a queued team also serves: a light stream without a story."""

    stream: str = ""
    """whose luck it is; empty for the name of the team and the stream"""
    per_year: Annotated[Quantity, Unit("people per year")]
    """people who come each year"""
    sessions: Annotated[Quantity, Unit("sessions")]
    """mean contacts for each; geometric, at least one"""
    interval: Annotated[Quantity, Unit("duration")]
    """duration from one contact to the next being due"""
    minutes: Annotated[Distribution, Unit("minutes")]
    """minutes of contact"""
    missed: Annotated[Quantity, Unit("proportion")]
    """share of contacts to which nobody comes; the worker is held all the same"""
    role: str = ""
    """the role that sees them; empty for the team's first role"""
    urgent: bool = False
    """goes before everybody who is not urgent"""
    stopping: Annotated[Quantity | None, Unit("per week")] = None
    """per week; hazard of stopping waiting for a first contact; empty where nobody stops"""
    place: bool = False
    """whether each of them takes a place on the caseload from the first contact to the last"""
    under_way: Annotated[Quantity | None, Unit("people")] = None
    """people who are between two contacts when the run begins, the next ones falling due evenly
    over the interval; empty for none"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAtStart:
    """The list as it stands when the run begins."""

    people: Annotated[Quantity, Unit("people")]
    """people waiting at minute 0, of the team's first stream"""
    waited: Annotated[Quantity, Unit("duration")]
    """duration that the longest of them has waited; the others evenly since"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepts:
    """Whom a team takes. A need of a domain that is not named is not what the team is for."""

    at_least: Mapping[Domain, Annotated[int, Unit("level")]]
    """the lowest level that is taken, by domain"""
    not_with: Mapping[Domain, Annotated[int, Unit("level")]]
    """the level from which a need of hers keeps the team from taking her at all, by domain: those
    that it is not for"""
    age_from: int = 0
    """years; the youngest taken"""
    age_to: int = 200
    """years; the oldest taken"""
    sites: tuple[str, ...] = ()
    """places served; empty for all"""
    said: str = ""
    """source lines"""
    assumed: str = ""
    """why these thresholds, where nothing says them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Workers of one or more roles, with hours, a way of waiting, and a record."""

    title: str = ""
    """what it is called on paper"""
    function: str = ""
    """what it does, so that systems with the same kind of team share luck; empty for its name"""
    organisation: str
    """the organisation that owns it"""
    paid_by: PaidBy | None = None
    """whose money pays for its staff; left out: whoever pays for its organisation"""
    site: str = ""
    """where it is; empty where it has no single place"""
    wait: Literal["drawn", "queue"] = "queue"
    """whether the delay is drawn or comes of a queue"""
    delay: Annotated[Distribution | None, Unit("duration")] = None
    """duration of the wait, for ``drawn``"""
    calendar: str
    """the name of its opening hours"""
    staff: Mapping[str, Staff]
    """its roles; the first is the one that meets people unless a step says otherwise"""
    accepts: Accepts | None = None
    """whom it takes when somebody is handed on to it; empty for everybody"""
    reads_own: Annotated[Quantity, Unit("proportion")]
    """chance that a worker reads the team's own record before a contact"""
    familiar: Annotated[Quantity, Unit("proportion")]
    """chance that she is given the worker she knows, where the team draws its wait"""
    pinned_wait: Annotated[Distribution | None, Unit("duration")] = None
    """duration of the wait for a first contact on rung A of the ladder, where nobody queues; taken
    from what was published for teams of this function"""
    places: Annotated[Quantity | None, Unit("people")] = None
    """places on its caseload, for courses that take one"""
    new_share: Annotated[Quantity | None, Unit("proportion")] = None
    """share of each week's contact minutes that is kept for new people; what they cannot use goes
    to the next in order"""
    closes_at: Annotated[Quantity | None, Unit("people")] = None
    """people waiting for a first contact at which it closes its list; while it is closed nobody
    joins but the urgent"""
    reopens_at: Annotated[Quantity | None, Unit("people")] = None
    """people waiting at which it opens its list again"""
    at_boundary: str = ""
    """the step to which somebody goes who grows too old for it, or moves away, while she waits or
    is held here; empty: the service closes"""
    overrun: Annotated[Quantity, Unit("minutes")]
    """minutes that a contact may run past the end of a shift"""
    rebook: Annotated[Quantity, Unit("times")]
    """times that a missed contact is booked again before the service closes"""
    other_people: Mapping[str, Stream]
    """who else it serves, by stream"""
    waiting_at_start: WaitingAtStart | None = None
    """its list when the run begins"""
    said: str = ""
    """source lines"""
    note: str = ""
    """what is assumed about it, in words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Notes that several teams share."""

    title: str = ""
    """what it is called on paper"""
    function: str = ""
    """what it does, so that systems with the same kind of record share luck; empty for its name"""
    writes: tuple[str, ...]
    """teams that write into it after a contact"""
    reads: tuple[str, ...]
    """teams that may read it"""
    read_chance: Annotated[Quantity, Unit("proportion")]
    """chance that a worker who may read it has read it, drawn for each contact"""
    consent: bool = True
    """whether the person must have agreed"""
    said: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Staff time moved from one team to another, or added."""

    wte: Annotated[Quantity, Unit("wte")]
    """whole-time equivalents given up by the team that gives"""
    role: str
    """the role given up"""
    from_team: str = ""
    """the team that gives; empty for a post that is additional"""
    to_team: str
    """the team that receives"""
    to_role: str
    """the role received: as many hours as the same money buys"""
    why: str
    """what the change rests on"""
