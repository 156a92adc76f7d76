"""A scenario whose fitted teams have so much staff, and lists at the start that fit what was found.

Staff are stated as a *share*: whole-time equivalents over those that its other people alone would
keep busy, paperwork included. That number means the same whatever headcount a file holds now, so
that fitting can be repeated after its result has been written into the file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.teams import Stream, Team, WaitingAtStart
from sim.model.words import MINUTES_PER_HOUR, MINUTES_PER_WEEK, WEEKS_PER_YEAR
from sim.program import compile_program
from sim.study.asks import Ask
from sim.study.capacity import other_minutes

DAYS_PER_WEEK: Final = 7
WTE_DIGITS: Final = 2
"""A hundredth of a post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingList:
    """A team's other people at minute 0."""

    people: int
    """of the first stream, waiting for a first contact"""
    waited_days: int
    """days that the longest of them has waited"""
    under_way: Mapping[str, int]
    """between two contacts, by stream"""


def others_alone(scenario: Scenario, asks: Sequence[Ask]) -> dict[str, float]:
    """Whole-time equivalents that the other people of each pool would just keep busy."""
    program = compile_program(scenario)
    minutes = other_minutes(program)
    found = {}
    for ask in asks:
        number = next(i for i, pool in enumerate(program.pools) if pool.name == ask.pool)
        hours = scenario.teams[ask.team].staff[ask.role].hours.central
        found[ask.pool] = minutes[number] / (hours * MINUTES_PER_HOUR)
    return found


def with_shares(
    scenario: Scenario, asks: Sequence[Ask], shares: Mapping[str, float], base: Mapping[str, float]
) -> Scenario:
    """The scenario with this share of staff in each pool asked for, and its starting list."""
    teams = dict(scenario.teams)
    for ask in asks:
        wte = round(shares[ask.pool] * base[ask.pool], WTE_DIGITS)
        teams[ask.team] = _staffed(teams[ask.team], ask, wte)
    return replace(scenario, teams=teams)


def _staffed(team: Team, ask: Ask, wte: float) -> Team:
    staff = dict(team.staff)
    why = f"fitted to {ask.row} by calibrate"
    there = Quantity(central=wte, low=wte, high=wte, unit="wte", assumed=why)
    staff[ask.role] = replace(staff[ask.role], wte=there)
    start = starting_list(ask, team)
    streams = {
        name: replace(stream, under_way=_fixed(start.under_way[name], "people", why))
        for name, stream in team.other_people.items()
    }
    waiting = WaitingAtStart(
        people=_fixed(start.people, "people", why), waited=_fixed(start.waited_days, "days", why)
    )
    return replace(team, staff=staff, other_people=streams, waiting_at_start=waiting)


def _fixed(number: int, unit: str, why: str) -> Quantity:
    return Quantity(central=number, low=number, high=number, unit=unit, assumed=why)


def starting_list(ask: Ask, team: Team) -> StartingList:
    """The list at which the published statistic would stay what it is.

    Where everybody who is seen waits W weeks and a share h of those waiting stops each week,
    arrivals × (1 − exp(−hW)) / h wait, and arrivals × exp(−hW) are seen. Other streams are taken
    to be seen as they come.
    """
    stream = next(iter(team.other_people.values()))
    weeks = _longest_wait_days(ask) / DAYS_PER_WEEK
    stopping = 0.0 if stream.stopping is None else stream.stopping.central
    arrivals = _per_week(stream)
    seen = arrivals * math.exp(-stopping * weeks)
    waiting = (arrivals - seen) / stopping if stopping else arrivals * weeks
    return StartingList(
        people=round(waiting),
        waited_days=round(weeks * DAYS_PER_WEEK),
        under_way={
            name: _under_way(other, seen if other is stream else _per_week(other))
            for name, other in team.other_people.items()
        },
    )


def _per_week(stream: Stream) -> float:
    return stream.per_year.central / WEEKS_PER_YEAR


def _under_way(stream: Stream, seen_per_week: float) -> int:
    interval = stream.interval.minutes / MINUTES_PER_WEEK
    return round(seen_per_week * (stream.sessions.central - 1.0) * interval)


def _longest_wait_days(ask: Ask) -> float:
    """Days waited by whoever is seen next, were the list served in turn."""
    central = ask.evidence.central
    if ask.statistic in ("mean_days", "median_days"):
        return central
    if ask.statistic == "share_still_waiting_over":  # waits spread evenly from 0 to the longest
        return ask.days / (1.0 - central)
    share = central if ask.statistic == "share_within" else 1.0 - central
    return ask.days * share
