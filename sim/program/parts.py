"""The parts of a program: the scenario's things, numbered in file order.

Times are whole minutes, openings are minutes of the week, chances are floats in [0, 1], sets of
needs and chapters are bit sets. −1 stands for *none*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Law(NamedTuple):
    """A distribution ready to draw from, in minutes."""

    kind: int
    """0 fixed, 1 exponential, 2 lognormal"""
    mean: float
    """minutes"""
    mu: float = 0.0
    """mean of the logarithm, for lognormal"""
    sigma: float = 0.0
    """deviation of the logarithm, for lognormal"""


Openings = tuple[tuple[int, int], ...]
"""Stretches (start, end) in minutes of the week, in order, touching ones merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PNeed:
    """A need of a persona."""

    name: str
    domain: int
    low: int
    central: int
    high: int
    present: float
    purpose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PChapter:
    """A chapter of a persona's story."""

    name: str
    about: int
    """position of the need, −1 for a circumstance"""
    domain: int
    """domain of that need, −1 for a circumstance"""
    low: float
    central: float
    high: float
    hidden: bool
    painful: bool
    told_to: tuple[int, ...]
    """noticers who have heard it"""
    purpose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PNoticing:
    """A noticer of a persona."""

    noticer: int
    per_minute: int
    """hazard in units of 2**-40"""
    needs: int
    """bit set of the needs that this noticer can see"""
    door: int
    """the first step"""
    hours: Openings
    """when an asking can fall"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PPersona:
    """A persona."""

    name: str
    key: int
    per_year: float
    age: tuple[float, float, float]
    site: str
    needs: tuple[PNeed, ...]
    chapters: tuple[PChapter, ...]
    noticings: tuple[PNoticing, ...]
    barriers: tuple[tuple[float, float, float], ...]
    """low, central, high by mode"""
    stigma: tuple[tuple[float, float, float], ...]
    """low, central, high by domain"""
    trust: tuple[float, float, float]
    impatience: tuple[float, float, float]
    consent: float
    told_before: int
    """chapters that somebody has heard before the model meets her"""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PTeam:
    """A team."""

    name: str
    title: str
    organisation: int
    site: str
    drawn: bool
    delay: Law | None
    hours: Openings
    pools: tuple[int, ...]
    at_least: tuple[int, ...]
    """lowest level taken, by domain; 5 where the domain is not taken"""
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
    free_within: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PHelp:
    """What a step can do."""

    domains: int
    reaches: int
    lowers_to: int
    works: float
    sessions: int
    interval: int


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
    law: Law
    planned: int
    mode: int
    books: bool
    """whether it is booked, so that she may miss it"""
    notice: int
    travel: int
    at_once: bool
    offered: bool
    urgent: bool
    assessment: bool
    asks: tuple[int, ...]
    """bit set of chapters asked for, by persona"""
    helps: PHelp | None
    who: int
    beside: tuple[int, ...]
    """pools of further seats"""
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
