"""Where each name of a scenario stands, and how its numbers become plain scalars."""

from __future__ import annotations

import math

from sim.files import days_off
from sim.model.quantities import Distribution, Quantity
from sim.model.rosters import openings
from sim.model.scenario import Scenario
from sim.model.teams import Calendar
from sim.model.words import DAYS_PER_WEEK
from sim.program import person_parts
from sim.program.opening_times import WEEKS_LOOKED_AT, Days, shut_days


class Names:
    """Where each name of a scenario stands."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.teams = {name: i for i, name in enumerate(scenario.teams)}
        self.steps = {name: i for i, name in enumerate(scenario.steps)}
        self.records = {name: i for i, name in enumerate(scenario.records)}
        self.organisations = {name: i for i, name in enumerate(scenario.organisations)}
        pools = [(team, role) for team in scenario.teams for role in scenario.teams[team].staff]
        self.pools = {pool: i for i, pool in enumerate(pools)}
        self.hours = {name: openings(c) for name, c in scenario.calendars.items()}
        self.shut = {name: shut_in(scenario, c) for name, c in scenario.calendars.items()}
        self.unqueued = scenario.rung == "A"
        """whether nobody queues: every team draws its wait"""


def shut_in(scenario: Scenario, calendar: Calendar) -> Days:
    """The days on which a calendar is shut; on dates up to a year after the run has ended."""
    if scenario.starts_on is None or not calendar.shut:
        return shut_days(calendar)
    window = scenario.window
    run = sum(round(part.central) for part in (window.start, window.count, window.follow))
    weeks = run + WEEKS_LOOKED_AT
    return shut_days(calendar, weeks * DAYS_PER_WEEK, days_off(scenario.starts_on, weeks))


def law_of(distribution: Distribution) -> person_parts.Law:
    mean = distribution.mean.minutes
    if distribution.kind == "fixed":
        return person_parts.Law(0, mean)
    if distribution.kind == "exponential":
        return person_parts.Law(1, mean)
    assert distribution.cv is not None
    variance = math.log(1.0 + distribution.cv.central**2)
    return person_parts.Law(2, mean, math.log(mean) - variance / 2.0, math.sqrt(variance))


def minutes_in(duration: Quantity | None) -> int:
    return 0 if duration is None else round(duration.minutes)


def range_of(varies: Quantity | None, default: float) -> tuple[float, float, float]:
    if varies is None:
        return default, default, default
    return varies.low, varies.central, varies.high


def bits(positions: list[int]) -> int:
    return sum(1 << position for position in positions)
