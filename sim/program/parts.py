"""The parts of a program: the scenario's things, numbered in file order.

Times are whole minutes, openings are minutes of the week, chances are floats in [0, 1], sets of
needs and chapters are bit sets. −1 stands for *none*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.model.rosters import Openings
from sim.program.person_parts import Law, PPersona


@dataclass(frozen=True, slots=True, kw_only=True)
class PStream:
    """Other people of a pool."""

    name: str
    key: int
    pool: int
    gap: float
    """mean minutes between arrivals"""
    sessions: float
    interval: int
    law: Law
    planned: int
    missed: float
    urgent: bool
    waiting_people: int
    waiting_minutes: int
    stopping: float
    """per minute; 0 for never"""
    place: bool
    under_way: int
    """people between two contacts at minute 0"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PPool:
    """The workers of one role in a team."""

    name: str
    team: int
    role: str
    key: int
    drawn: bool
    slots: tuple[Openings, ...]
    """when each worker is on the rota"""
    wte: float
    paperwork: float
    """minutes of paperwork for each minute of contact"""
    skill: tuple[float, ...]
    """by domain"""
    cost_per_hour: float
    rostered_per_week: int
    """minutes"""
    caseload: int
    """people for whom one worker can be the companion; 0 for none"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PTeam:
    """A team."""

    name: str
    title: str
    organisation: int
    site: str
    drawn: bool
    delay: Law | None
    pinned: bool
    """whether the delay is that of rung A, in place of its queue"""
    hours: Openings
    shut: tuple[int, ...]
    """1 for a day on which it does not open, over weeks that begin again; empty for none"""
    places: int
    """places on its caseload; −1 for no limit"""
    new_share: float
    """share of each week's contact minutes kept for new people; 0 for none"""
    closes_at: int
    """people waiting at which its list closes; −1 for never"""
    reopens_at: int
    at_boundary: PRule | None
    """how somebody is handed on who cannot stay"""
    pools: tuple[int, ...]
    at_least: tuple[int, ...]
    """lowest level taken, by domain; 5 where the domain is not taken"""
    not_with: tuple[int, ...]
    """lowest level that keeps it from taking her, by domain; 5 where none does"""
    age_from: int
    age_to: int
    sites: tuple[str, ...]
    selects: bool
    """whether it looks at referrals at all"""
    reads_own: float
    familiar: float
    overrun: int
    rebook: int
    writes: tuple[int, ...]
    """records that it writes"""
    reads: tuple[tuple[int, float, bool], ...]
    """records that it reads: position, chance, whether consent is needed"""
    notes_key: int
    purpose: int
    """what draws of the team as a whole are named by: its function"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PCondition:
    """When a rule holds."""

    domains: int
    """bit set; 0 for any"""
    at_least: int
    at_most: int
    told: int
    """1, 0, or −1 for either"""
    helped: int
    attended: int
    age_from: int
    age_to: int
    sites: tuple[str, ...]
    came_from: tuple[int, ...]
    tried: tuple[int, ...]
    not_tried: tuple[int, ...]
    been_to: tuple[int, ...]
    not_been_to: tuple[int, ...]
    free_within: int
    sessions: int
    finished: int
    taking: int
    has_companion: int
    has_supporter: int
    chance: float
    chance_purpose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PRule:
    """When → next."""

    when: PCondition
    each_need: bool
    go: int
    by: int
    end: int
    if_bounced: int
    if_lost: int
    link_back: bool
    keep: int
    """minutes for which the worker stays with her; −1 for no live transfer"""
    otherwise: int
    meanwhile: tuple[int, ...]
    """steps that she has alongside until the next step begins"""


class PSeat(NamedTuple):
    """A further seat of a contact."""

    pool: int
    who: int
    if_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PHelp:
    """What a step can do."""

    domains: int
    reaches: int
    lowers_to: int
    works: tuple[float, ...]
    """by level from 0 to 4"""
    sessions: int
    interval: int
    place: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PStep:
    """A step."""

    name: str
    title: str
    function: str
    purpose: int
    team: int
    pool: int
    pause: int
    """minutes; −1 for a contact"""
    until_hours: Openings
    """opening hours at whose next opening a pause ends; empty for none"""
    until_shut: tuple[int, ...]
    until_week: int
    """week of the year, from 0, whose Monday ends a pause; −1 for none"""
    law: Law
    planned: int
    mode: int
    books: bool
    """whether it is booked, so that she may miss it"""
    notice: int
    travel: int
    at_once: bool
    offered: bool
    offers: int
    offered_again_after: int
    offered_instead: int
    seen_as: int
    """domains whose stigma acts on the offer; a bit set; −1 for those of her needs that it helps"""
    yearly_limit: int
    """−1 for none"""
    patience: float
    """mean minutes for which she holds the line; 0 where nobody has to"""
    calls: int
    urgent: bool
    assessment: bool
    asks: tuple[int, ...]
    """bit set of chapters asked for, by persona"""
    helps: PHelp | None
    who: int
    beside: tuple[PSeat, ...]
    with_her: bool
    companion: int
    """pool of the companion that it gives; −1 for none"""
    companion_waits: bool
    grouping: int
    rules: tuple[PRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PAssumptions:
    """What is assumed about everybody, as plain scalars."""

    ask_again: float
    ask_again_own: float
    confirm: float
    help_at_least: int
    letter_carries: float
    letter_read: float
    openness: tuple[float, ...]
    not_taken_up: float
    stopping: float
    """per minute"""
    attends: tuple[float, ...]
    attends_per_week: float
    weeks_that_count: float
    barrier: float
    booked_again_after: int
    called_again_after: int
    unfit: float
    unready: float
    readier_after: int
    interim_stopping: float
    """ratio"""
    companion: float
    """log odds of attending"""
    distance: float
    """log odds of attending"""
    starved_after: int
    lives_act: bool
    in_course: float
    interim: float
    loses: tuple[float, ...]
    letter_takes: int
    bounce_takes: int
    writing: int
    meeting: int
    overlap_sessions: int
    meets_within: int
    trust_acts: bool
    on_openness: float
    on_attending: float
    on_stopping: float
    on_loss: float
    heard: float
    retold: float
    bounced: float
    lost: float
    leaving: float
    """per minute"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Everything an engine reads."""

    name: str
    personas: tuple[PPersona, ...]
    organisations: tuple[str, ...]
    teams: tuple[PTeam, ...]
    pools: tuple[PPool, ...]
    streams: tuple[PStream, ...]
    records: tuple[str, ...]
    record_keys: tuple[int, ...]
    steps: tuple[PStep, ...]
    assumptions: PAssumptions
    crisis_doors: tuple[int, ...]
    """step by domain; −1 for none"""
    flat: bool
    """rung A: equal attrition for everybody, whatever their stigma, wishes or impatience"""
    later: tuple[tuple[int, Program], ...]
    """(minute, the program from then on): the same names, other numbers"""
    demand: float
    weekday: tuple[float, ...]
    named: bool
    start: int
    """minute from which an onset is counted"""
    counted_until: int
    """minute before which an onset is counted"""
    follow: int
    """minutes for which each person is followed"""
    horizon: int
    """minute at which the run ends"""
