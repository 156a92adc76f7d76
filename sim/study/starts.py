"""How long the start must last: until the lists of the beginning no longer matter.

Goes in: a scenario. Comes out: by week, the mean wait of the people whose spell of waiting began in
it, from empty lists and from doubled ones; and the first week after which the two differ by less
than a day, at most 52 (MODEL section 13). The same people come, with the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.engines.named import engine_named
from sim.engines.protocol import Engine
from sim.log import Row, What
from sim.measures.threads import WAITS_FOR_CONTACT
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.teams import Team
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.program import Program, compile_program
from sim.study.statistics import Floats

AT_MOST: Final = 52
"""Weeks that a start lasts at most (MODEL section 13)."""
SEEN_OUT: Final = 12
"""Further weeks of a run, so that waits that began late can end."""
LESS_THAN_DAYS: Final = 1.0
SPAN: Final = 4
"""Weeks over which a wait is averaged: in one week few people begin to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Waits by week from two kinds of start."""

    empty: Floats
    """(weeks,) mean days of the waits that began in the week and the three before it"""
    doubled: Floats
    """(weeks,) the same from lists twice as long"""
    agree_from: int
    """the first week after which they differ by less than a day; 52 where they never do"""
    agree: bool
    """whether they do within 52 weeks"""

    def __str__(self) -> str:
        if not self.agree:
            return f"Empty and doubled lists still differ by a day or more after {AT_MOST} weeks."
        return (
            f"From week {self.agree_from} on, runs that began with empty lists and with doubled "
            "ones differ by less than a day of waiting."
        )


class _Waits:
    """A sink that adds up waits for a contact by the week in which they began."""

    def __init__(self, weeks: int) -> None:
        self.minutes = np.zeros(weeks)
        self.spells = np.zeros(weeks)
        self._began: dict[tuple[int, int], int] = {}

    def see(self, row: Row) -> None:
        """Take in one row."""
        key = row.person, row.thread
        if row.what == What.WAIT_BEGINS and row.value in WAITS_FOR_CONTACT:
            self._began[key] = row.minute
        elif row.what == What.WAIT_ENDS and key in self._began:
            self._count(self._began.pop(key), row.minute)

    def finish(self, horizon: int) -> None:
        """Count who still waits up to the end."""
        for began in self._began.values():
            self._count(began, horizon)

    def _count(self, began: int, ended: int) -> None:
        week = began // MINUTES_PER_WEEK
        if week < len(self.minutes):
            self.minutes[week] += ended - began
            self.spells[week] += 1


def starts_agree(
    scenario: Scenario, *, seed: int = 1, replications: int = 3, engine: str | Engine = "auto"
) -> Starts:
    """Run a scenario from empty and from doubled lists and see when they agree."""
    run = engine_named(engine) if isinstance(engine, str) else engine
    window = Window(start=_weeks(0), count=_weeks(AT_MOST), follow=_weeks(SEEN_OUT))
    long = replace(scenario, window=window)
    empty = _waits(compile_program(with_lists(long, 0.0)), run, seed, replications)
    doubled = _waits(compile_program(with_lists(long, 2.0)), run, seed, replications)
    apart = ~(np.abs(doubled - empty) < LESS_THAN_DAYS)
    last = int(np.flatnonzero(apart)[-1]) + 1 if apart.any() else 0
    return Starts(empty=empty, doubled=doubled, agree_from=min(last, AT_MOST), agree=last < AT_MOST)


def _waits(program: Program, run: Engine, seed: int, replications: int) -> Floats:
    minutes, spells = np.zeros(AT_MOST), np.zeros(AT_MOST)
    for replication in range(1, replications + 1):
        sink = _Waits(AT_MOST)
        run(program, seed=seed, replication=replication, sink=sink)
        sink.finish(program.horizon)
        minutes += sink.minutes
        spells += sink.spells
    window = np.ones(SPAN)
    total = np.convolve(minutes, window)[:AT_MOST]
    number = np.convolve(spells, window)[:AT_MOST]
    mean: Floats = np.divide(total, number, out=np.zeros(AT_MOST), where=number > 0)
    return mean / MINUTES_PER_DAY


def with_lists(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with so many times the people on every list at the beginning; none for 0."""

    def listed(team: Team) -> Team:
        if team.waiting_at_start is None:
            return team
        if not factor:
            return replace(team, waiting_at_start=None)
        people = team.waiting_at_start.people
        central = people.central * factor
        many = replace(
            people, central=central, low=min(people.low, central), high=max(people.high, central)
        )
        return replace(team, waiting_at_start=replace(team.waiting_at_start, people=many))

    return replace(scenario, teams={name: listed(team) for name, team in scenario.teams.items()})


def _weeks(number: float) -> Quantity:
    return Quantity(central=number, low=number, high=number, unit="weeks")
