"""Distributions, not only means: how many people have how many, and who waits how long.

Goes in: a comparison. Comes out: the share of people with 0, 1, 2 ... handoffs and repeated
stories, and the share who had waited no longer than each day, with intervals over replications.
Waits are read by the Aalen-Johansen estimator, persona by persona, so that who left is not taken to
be met later and who is out of sight too early is not taken to have waited; from onset everybody is
followed to the end. A day by which half (or nine in ten) had come is empty where so many never came
in the follow-up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures.competing import cumulative_incidence
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.study.compare import Comparison
from sim.study.findings import PLACEBO
from sim.study.pairing import shown_people
from sim.study.replicate import Columns, Outcome
from sim.study.rows import ALL, ByRow, people_of, row_names, weighed_over_all
from sim.study.statistics import EMPTY, Floats, Interval, clipped, interval, t_quantile

Kind = Literal["share with", "share with at least", "share by day", "day by which"]
COUNTED: Final[Mapping[str, int]] = {"handoffs": 8, "repeated_stories": 8}
"""Counts whose distribution is shown, and from which number people are taken together."""
FIRST_CONTACT: Final = "wait_first_contact_days"
FROM_ONSET: Final = ("wait_first_contact_from_onset_days", "wait_right_help_from_onset_days")
WAITED: Final = (FIRST_CONTACT, *FROM_ONSET)
"""Waits whose distribution is shown."""
CAME: Final = "met"
EVENTS: Final = (CAME, "left", "better")
WEEKS: Final = (1, 2, 4, 8, 13, 26)
"""Weeks at whose end the share is told."""
PARTS: Final = (0.5, 0.9)
"""Half of the people, and nine in ten."""


class DistributionRow(NamedTuple):
    """One line of ``distributions.csv``."""

    scenario: str
    persona: str
    measure: str
    kind: Kind
    at: float
    """the count, the day, or the part of the people (0.5 or 0.9)"""
    value: float
    """a share of people, or days; empty where so many never came in the follow-up"""
    low: float
    high: float
    replications: int
    people: int


class Band(NamedTuple):
    """A share by the end of each day from day 0, with its interval; each (days,)."""

    mean: Floats
    low: Floats
    high: Floats


class Spread(NamedTuple):
    """Distributions of every scenario and the placebo."""

    rows: tuple[DistributionRow, ...]
    waits: Mapping[tuple[str, str], Band]
    """by scenario and wait, over all people: the share who had come by the end of each day"""


NOTHING_SPREAD: Final = Spread((), {})


def spread_of(comparison: Comparison) -> Spread:
    """The distributions of a comparison."""
    first = shown_people(comparison.scenarios[comparison.baseline], comparison.plan.personas)
    follow = comparison.programs[comparison.baseline].follow / MINUTES_PER_DAY
    rows: list[DistributionRow] = []
    waits: dict[tuple[str, str], Band] = {}
    for lane in [*comparison.scenarios, *([PLACEBO] if PLACEBO in comparison.lanes else [])]:
        outcomes = comparison.lanes[lane]
        rows += _counts(first, lane, outcomes)
        for measure in WAITED:
            curves = _curves(first, outcomes, measure, follow)
            waits[lane, measure] = _by_day(curves.shares[-1])
            rows += _wait_rows(first, lane, measure, curves)
    return Spread(tuple(rows), waits)


def _counts(first: Scenario, lane: str, outcomes: Sequence[Outcome]) -> list[DistributionRow]:
    people = people_of(first, outcomes)
    by_row = ByRow(first, people, len(outcomes))
    rows: list[DistributionRow] = []
    for measure, top in COUNTED.items():
        values = people[measure].astype(np.int64)
        for count in range(top + 1):
            last = count == top
            there = (values >= count if last else values == count).astype(np.float64)
            shares, number = by_row.means(there)
            kind: Kind = "share with at least" if last else "share with"
            rows += [
                _row(lane, row, measure, kind, float(count), shares[place], int(number[place]))
                for place, row in enumerate(row_names(first))
            ]
    return rows


def _row(
    lane: str, row: str, measure: str, kind: Kind, at: float, shares: Floats, people: int
) -> DistributionRow:
    shown = clipped(interval(shares), 0.0, 1.0)
    used = int(np.isfinite(shares).sum())
    return DistributionRow(lane, row, measure, kind, at, *shown, used, people)


class Curves(NamedTuple):
    """Shares who had come, by the end of each day from day 0."""

    shares: NDArray[np.float64]
    """(rows, replications, days); the last row is that of all"""
    people: NDArray[np.int64]
    """(rows,)"""


def _curves(
    first: Scenario, outcomes: Sequence[Outcome], measure: str, follow_days: float
) -> Curves:
    """Persona by persona, then all, weighed as every other table weighs them."""
    days = np.arange(int(follow_days) + 1, dtype=np.float64)
    personas = list(first.personas)
    shares = np.full((len(personas), len(outcomes), len(days)), EMPTY)
    people = np.zeros(len(personas), dtype=np.int64)
    for run, outcome in enumerate(outcomes):
        table = outcome.people
        waited, came = _waited(table, measure, follow_days)
        persona = table["persona"].astype(str)
        seen = ~table["named"].astype(bool) & np.isfinite(waited)
        for place, slug in enumerate(personas):
            here = seen & (persona == slug)
            if not here.any():
                continue
            found = cumulative_incidence(waited[here], came[here], EVENTS)
            steps = np.searchsorted(found.days, days, side="right")
            shares[place, run] = np.concatenate(([0.0], found.shares[CAME]))[steps]
            people[place] += int(here.sum())
    everybody = weighed_over_all(first, shares.reshape(len(personas), -1))
    whole = np.concatenate([shares, everybody.reshape(1, len(outcomes), len(days))])
    return Curves(whole, np.append(people, people.sum()))


def _waited(table: Columns, measure: str, follow_days: float) -> tuple[Floats, NDArray[np.str_]]:
    """Days to what came first, or for which nothing did, and which it was; NaN for nobody asked."""
    if measure == FIRST_CONTACT:
        days = table["came_first_days"].astype(np.float64)
        return np.minimum(days, follow_days), table["came_first"].astype(str)
    days = table[measure].astype(np.float64)
    came = np.where(np.isfinite(days), CAME, "")
    return np.minimum(np.where(np.isfinite(days), days, follow_days), follow_days), came


def _by_day(shares: NDArray[np.float64]) -> Band:
    """Interval over replications of each day's share, (replications, days)."""
    kept = shares[np.isfinite(shares[:, 0])]
    if not len(kept):
        nothing = np.full(shares.shape[1], EMPTY)
        return Band(nothing, nothing, nothing)
    mean: Floats = kept.mean(axis=0)
    if len(kept) == 1:
        return Band(mean, np.full(len(mean), EMPTY), np.full(len(mean), EMPTY))
    half = t_quantile(len(kept)) * kept.std(axis=0, ddof=1) / len(kept) ** 0.5
    return Band(mean, np.maximum(mean - half, 0.0), np.minimum(mean + half, 1.0))


def _wait_rows(first: Scenario, lane: str, measure: str, curves: Curves) -> list[DistributionRow]:
    rows: list[DistributionRow] = []
    follow = curves.shares.shape[2] - 1
    for place, row in enumerate([*first.personas, ALL]):
        shares, people = curves.shares[place], int(curves.people[place])
        for week in (week for week in WEEKS if 7 * week <= follow):
            by_then = shares[:, 7 * week]
            rows.append(_row(lane, row, measure, "share by day", 7.0 * week, by_then, people))
        band = _by_day(shares)
        used = int(np.isfinite(shares[:, 0]).sum())
        for part in PARTS:
            reached = _reached(band, part)
            rows.append(
                DistributionRow(lane, row, measure, "day by which", part, *reached, used, people)
            )
    return rows


def _reached(band: Band, part: float) -> Interval:
    """The first day by whose end a part had come; earliest and latest by the bounds of each day.

    Empty where the follow-up ends before; with one replication there are no bounds.
    """

    def first_day(shares: Floats) -> float:
        there = np.flatnonzero(shares >= part)
        return float(there[0]) if len(there) else EMPTY

    return Interval(first_day(band.mean), first_day(band.high), first_day(band.low))
