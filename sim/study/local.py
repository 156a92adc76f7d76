"""The first scenario's own runs, held against last year's figures of the place.

Goes in: a comparison and a filled-in spreadsheet. Comes out: one :class:`Held` for each figure, and
whether the runs are fit to rank options there. How near is near enough stands in
``sim/data/local.yaml``. Refuses to rank where a figure is missed beyond doubt, and to call a place
simulated where no figure was given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from sim.files.local.asked import FIRST, local_terms
from sim.files.local.given import LastYear, Local
from sim.model.scenario import Scenario
from sim.model.teams import Stream
from sim.model.words import MINUTES_PER_WEEK, WEEKS_PER_YEAR
from sim.program import Program
from sim.study.compare import Comparison
from sim.study.referrals import FOLLOWED_WEEKS
from sim.study.replicate import Outcome
from sim.study.statistics import PEOPLE_AT_LEAST, Interval, interval
from sim.study.waits import statistic_of

Verdict = Literal["agrees", "misses", "cannot say", "too few"]
Fit = Literal["holds", "misses", "cannot say", "not held"]
STORY: Final = -1
"""Stands for people with a story among the streams of other people."""


class Held(NamedTuple):
    """One row of ``local.csv``."""

    cell: str
    team: str
    figure: str
    unit: str
    yours: float
    """last year's figure"""
    near_low: float
    """the least that counts as near enough"""
    near_high: float
    """the most that does"""
    simulated: float
    """mean of the runs; NaN where there was nobody"""
    low: float
    """of its 95% interval"""
    high: float
    people: int
    """people, or contacts, that it rests on"""
    verdict: Verdict
    """agrees: the mean is near enough; misses: the whole interval is not; cannot say: neither"""


class OfRun(NamedTuple):
    """One figure of one run."""

    value: float
    people: float


def held_against_local(comparison: Comparison, local: Local | None) -> tuple[Held, ...]:
    """Every figure of last year beside the first scenario's; none where that is not ``today``."""
    if local is None or not is_todays(comparison, local):
        return ()
    first = comparison.baseline
    scenario, program = comparison.scenarios[first], comparison.programs[first]
    runs = comparison.lanes[first]
    return tuple(_held(one, scenario, program, runs) for one in local.last_year)


def is_todays(comparison: Comparison, local: Local) -> bool:
    """Whether the first scenario is the site's ``today``."""
    return comparison.baseline == f"{local.site}/{FIRST}"


def fit_of(rows: Sequence[Held]) -> Fit:
    """Whether the runs are fit to rank options at the place."""
    verdicts = {row.verdict for row in rows}
    if not verdicts - {"too few"}:
        return "not held"
    if "misses" in verdicts:
        return "misses"
    return "cannot say" if "cannot say" in verdicts else "holds"


def _held(one: LastYear, scenario: Scenario, program: Program, runs: Sequence[Outcome]) -> Held:
    figure = FIGURES[one.figure]
    found = [figure(one.team, scenario, program, run) for run in runs]
    simulated = interval(np.array([run.value for run in found], dtype=np.float64))
    people = round(sum(run.people for run in found))
    low, high = near(one)
    return Held(
        cell=one.cell,
        team=one.team,
        figure=one.figure,
        unit=local_terms()["last_year"][one.figure]["unit"],
        yours=one.value,
        near_low=low,
        near_high=high,
        simulated=simulated.mean,
        low=simulated.low,
        high=simulated.high,
        people=people,
        verdict=verdict_of(simulated, low, high, people),
    )


def near(one: LastYear) -> tuple[float, float]:
    """The least and the most that are near enough to a figure."""
    term = local_terms()["last_year"][one.figure]["near"]
    by = max(float(term["share"]) * one.value, float(term["number"]))
    return max(one.value - by, 0.0), one.value + by


def verdict_of(simulated: Interval, low: float, high: float, people: int) -> Verdict:
    """Whether a simulated figure is near enough; one run alone can miss nothing for certain."""
    if people < PEOPLE_AT_LEAST or math.isnan(simulated.mean):
        return "too few"
    if low <= simulated.mean <= high:
        return "agrees"
    if simulated.known and (simulated.high < low or simulated.low > high):
        return "misses"
    return "cannot say"


def _referrals(team: str, scenario: Scenario, program: Program, run: Outcome) -> OfRun:
    """People handed on to the team in a year, and its other people as put in.

    Of several streams the largest counts: the people of the others come out of it.
    """
    assert run.followed is not None
    number = _number(program, team)
    sent = sum(one.team == number for one in run.followed.referrals)
    until = program.horizon - FOLLOWED_WEEKS * MINUTES_PER_WEEK
    years = (until - program.start) / (WEEKS_PER_YEAR * MINUTES_PER_WEEK)
    if years <= 0:
        return OfRun(math.nan, 0)
    streams = scenario.teams[team].other_people.values()
    others = max((stream.per_year.central for stream in streams), default=0.0)
    return OfRun(sent / years + others, sent + others * years)


def _wait(team: str, scenario: Scenario, program: Program, run: Outcome) -> OfRun:
    """Mean days to a first contact, of people with a story and of the team's first stream."""
    pools = _pools(program, team)
    first = [i for i, stream in enumerate(program.streams) if stream.pool in pools][:1]
    streams = {STORY, *first}
    totals = [run.pools[number] for number in pools]
    seen = sum(
        many for pool in totals for (who, _), many in pool.first_waits.items() if who in streams
    )
    return OfRun(statistic_of(totals, "mean_days", 0, streams), seen)


def _missed(team: str, scenario: Scenario, program: Program, run: Outcome) -> OfRun:
    """Share of booked contacts to which nobody came; of other people as put in."""
    assert run.followed is not None
    number = _number(program, team)
    booked = [one for one in run.followed.bookings if one.team == number]
    others = sum(run.pools[pool].other_contacts for pool in _pools(program, team))
    share = _missed_by_others(list(scenario.teams[team].other_people.values()))
    contacts = len(booked) + others
    missed = sum(not one.came for one in booked) + others * share
    return OfRun(missed / contacts if contacts else math.nan, contacts)


def _missed_by_others(streams: Sequence[Stream]) -> float:
    """The share that other people miss, each stream by its contacts."""
    contacts = [stream.per_year.central * stream.sessions.central for stream in streams]
    if not sum(contacts):
        return 0.0
    missed = zip(contacts, streams, strict=True)
    return sum(many * stream.missed.central for many, stream in missed) / sum(contacts)


def _number(program: Program, team: str) -> int:
    return next(i for i, one in enumerate(program.teams) if one.name == team)


def _pools(program: Program, team: str) -> list[int]:
    number = _number(program, team)
    return [i for i, pool in enumerate(program.pools) if pool.team == number]


FIGURES: Final[Mapping[str, Callable[[str, Scenario, Program, Outcome], OfRun]]] = {
    "referrals": _referrals,
    "wait": _wait,
    "missed": _missed,
}
"""How each figure of ``sim/data/local.yaml`` is read from a run."""
