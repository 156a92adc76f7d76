"""A scenario: a way of organising help, with its people, demand and window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from sim.model.assumptions import Assumptions
from sim.model.people import Persona
from sim.model.quantities import Quantity, Unit
from sim.model.steps import Step
from sim.model.teams import Calendar, PaidBy, Record, Team, Transfer
from sim.model.words import Domain, Noticer, OneOff, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a title in the source was read, and what else it could have meant."""

    text: str
    """the reading"""
    supports: tuple[str, ...] = ()
    """the lines that support it"""
    could_mean: tuple[str, ...] = ()
    """what else it could have meant"""
    of: str = ""
    """for a second reading: the slug of the scenario that is the first reading of the same words"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When people are counted, in whole weeks."""

    start: Annotated[Quantity, Unit("weeks")]
    """weeks before anybody is counted"""
    count: Annotated[Quantity, Unit("weeks")]
    """weeks in which an onset is counted"""
    follow: Annotated[Quantity, Unit("weeks")]
    """weeks for which each person counted is followed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who owns teams and records."""

    title: str
    """what it is called on paper"""
    voluntary: bool = False
    """whether it belongs to the voluntary and community sector, whoever pays for it"""
    paid_by: PaidBy | None = None
    """whose money pays for its staff; left out: not known"""
    said: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceOnly:
    """One thing that is paid for once, before a way of organising help begins."""

    cost: Annotated[Quantity | None, Unit("GBP")] = None
    """GBP, once"""
    unknown: bool = False
    """that nobody knows what it costs; it is then shown as not known, and never as nothing"""
    why: str = ""
    """what that rests on"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleRunning:
    """Weeks in which the posts that move work in their old place and in their new one."""

    weeks: Annotated[Quantity, Unit("weeks")]
    """weeks; the posts that move are paid twice for so long"""
    why: str = ""
    """what that rests on"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A noticer that the system adds: outreach in pubs, a freephone in shops, days in schools."""

    title: str = ""
    """what it is called on paper"""
    function: str = ""
    """what it does, so that systems with the same kind of reach share luck; empty for its name"""
    noticer: Noticer
    """who they are among the noticers: when they ask, what they have been told, and with whom they
    fall silent"""
    per_week: Annotated[Quantity, Unit("per week")]
    """per week; hazard of asking for each need that is open, at level 2 or more, and off any
    thread"""
    door: str
    """the first step"""
    domains: tuple[Domain, ...] = ()
    """the needs that they can see; empty for all"""
    personas: tuple[str, ...] = ()
    """the people whom they may meet; empty for all"""
    sites: tuple[str, ...] = ()
    """places where they are, of those who live there; empty for all"""
    age_from: int = 0
    """years; the youngest whom they may meet"""
    age_to: int = 200
    """years; the oldest whom they may meet"""
    said: str = ""
    """source lines"""
    note: str = ""
    """what is assumed about it, in words"""

    def sees(self, persona: Persona) -> tuple[str, ...]:
        """The needs of a persona that they could see in somebody of the right age and place."""
        if self.personas and persona.name not in self.personas:
            return ()
        return tuple(
            name
            for name, need in persona.needs.items()
            if not self.domains or need.domain in self.domains
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Changes of the system from one counted week on."""

    week: Annotated[int, Unit("weeks")]
    """the counted week, from 1, at whose beginning they are made"""
    changes: tuple[str, ...]
    """PATH=VALUE or PATH*=FACTOR, as ``--set`` takes them, made upon those of earlier weeks; staff
    (as they are after transfers), numbers, hours and rules, never new names"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that one run needs, explicit."""

    name: str
    """slug, such as ``banes/today``"""
    title: str
    """neutral title for paper"""
    reading: Reading
    """how the source was read"""
    window: Window
    """when people are counted"""
    starts_on: str | None = None
    """the Monday on which the run begins, such as 2026-09-07; empty for a year without dates"""
    demand: Annotated[Quantity, Unit("ratio")]
    """ratio to the onset rates that the personas state"""
    onset_by_weekday: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    """relative rate of onset from Monday to Sunday"""
    personas: Mapping[str, Persona]
    """the people, by slug"""
    assumptions: Assumptions
    """what is assumed about everybody"""
    calendars: Mapping[str, Calendar]
    """opening hours, by name"""
    organisations: Mapping[str, Organisation]
    """who owns what"""
    teams: Mapping[str, Team]
    """the teams, in the order in which they meet their queues"""
    records: Mapping[str, Record]
    """notes that several teams share"""
    steps: Mapping[str, Step]
    """what can happen"""
    doors: Mapping[Noticer | Literal["otherwise"], str]
    """the first step for each noticer"""
    reaches: Mapping[str, Reach]
    """noticers that the system adds, by name; each has a door and luck of its own"""
    crisis_doors: Mapping[Domain | Literal["otherwise"], str]
    """the step to which a need goes that has become urgent, by domain; none: nobody comes"""
    rung: Rung = "B"
    """the rung of the ladder: ``A`` structure alone, ``B`` queues and stopping, ``C`` trust too"""
    later: tuple[Later, ...] = ()
    """what changes while the run goes on, such as a system card"""
    transfers: tuple[Transfer, ...] = ()
    """how staff time differs from the system it is like"""
    set_up: Mapping[OneOff, OnceOnly]
    """what it costs once to move to it, by what it is spent on; what is left out is not known"""
    double_running: DoubleRunning | None = None
    """for how long the posts that move are paid twice; left out: not known"""
    named: bool = True
    """whether the named people come"""
