"""The numbers most worth collecting: how much knowing each would change the answer.

Goes in: joint draws of the assumptions; or, where none were made, what moving each number to its
ends did. Comes out: for each number that stands above chance what it does to a primary difference
and what knowing it is worth.

*Worth* is the expected value of perfect information about one number (EVPPI), for the choice
between an option and the first scenario on one measure: E[max(m(X), 0)] − max(E[m(X)], 0), where
m(X) is the expected gain of the option if the number were known to be X, in smallest differences
that matter. It is 0 where no value of the number would turn the choice round. m(X) is a parabola in
the number's quantile (Strong, Oakley and Brennan, Medical Decision Making 34, 2014, 311-326, with
the plainest of regressions).

Only numbers that stand above chance count (``above_chance``). With few draws only those that carry
much of the spread can be seen, and how much that is stands in the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures import DEFINITIONS
from sim.study.above_chance import GRID, Column, Difference, Found, above_chance
from sim.study.compare import Comparison
from sim.study.rows import ALL
from sim.study.sensitivity import Depended
from sim.study.statistics import Floats
from sim.study.sure import Sure

READING: Final = "how it is read: "
"""Before an option's name: which of its readings is meant, as a number that could be known."""
DRAWS_AT_LEAST: Final = 12
"""Draws without which nothing is tried."""
NEAR_ENDS: Final = (0.05, 0.95)
"""Quantiles at which a number is said to be near its low and its high end."""
FLIPS_AT_LEAST: Final = 0.05
"""Share of its draws in which a number must give another verdict to be worth collecting."""
RestsOn = Literal["joint draws", "one at a time"]


class WorthRow(NamedTuple):
    """One line of ``worth_collecting.csv``: a number above chance, on one difference."""

    rank: int
    """of the number, from 1; 0 where knowing it would change no verdict"""
    number: str
    scenario: str
    measure: str
    unit: str
    worth: float
    """of knowing it, in smallest differences that matter"""
    flips: float
    """share of its values that give another verdict than its mean does: better by what matters,
    worse by as much, or neither"""
    carries: float
    """its share of the spread of the difference; empty where numbers were moved one at a time"""
    near_low: float
    """the difference with the number near its low end, all others anywhere"""
    expected: float
    """the difference over all its values"""
    near_high: float
    rests_on: RestsOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What could be told."""

    rows: tuple[WorthRow, ...]
    rests_on: RestsOn
    draws: int
    """joint draws that it rests on, or runs of each scenario at each end"""
    numbers: int
    """numbers that were looked at"""
    seen_from: float
    """share of the spread that a number must carry to be told from luck; NaN one at a time"""

    def most(self, count: int = 10) -> list[WorthRow]:
        """The numbers most worth collecting, each on the difference for which it is worth most."""
        best: dict[int, WorthRow] = {}
        for row in self.rows:
            if row.rank:
                best.setdefault(row.rank, row)
        return [best[rank] for rank in sorted(best)][:count]


def worth_collecting(
    headline: Comparison, sure: Sure | None, depended: Depended | None
) -> Worth | None:
    """What knowing each number is worth; None where neither was run, or too few draws were."""
    if sure is not None and sure.draws - len(sure.refused) >= DRAWS_AT_LEAST:
        return from_draws(headline, sure)
    return from_ends(headline, depended) if depended is not None else None


def from_draws(headline: Comparison, sure: Sure) -> Worth:
    """From joint draws of the assumptions and readings."""
    differences, gains = _gains(headline, sure)
    columns = _columns(sure, sorted({one.draw for one in sure.differences}))
    found, seen_from = above_chance(gains, columns, differences, headline.plan.seed)
    return Worth(
        rows=tuple(_ranked(found, "joint draws")),
        rests_on="joint draws",
        draws=len(gains),
        numbers=len(columns),
        seen_from=seen_from,
    )


def from_ends(headline: Comparison, depended: Depended) -> Worth:
    """From numbers moved to their ends one at a time, all others as they are used.

    Half of the values lie on either side of the one that is used, and the difference is taken to
    change evenly between. Swings under the smallest difference that matters are left out: so few
    runs cannot tell them from luck.
    """
    found = []
    for row in depended.rows:
        if row.swing < 1.0:
            continue
        scale = _scale(headline, row.measure)
        at = np.array([row.at_low, row.at_central, row.at_high]) / scale
        gains = np.interp(np.linspace(0.0, 1.0, GRID), [0.0, 0.5, 1.0], at)
        one = Difference(row.scenario, row.measure, row.unit, scale)
        found.append(Found(row.number, one, float("nan"), gains))
    return Worth(
        rows=tuple(_ranked(found, "one at a time")),
        rests_on="one at a time",
        draws=depended.runs,
        numbers=len({row.number for row in depended.rows}),
        seen_from=float("nan"),
    )


def _scale(headline: Comparison, measure: str) -> float:
    """What turns a gain in smallest differences that matter into a difference."""
    definition = DEFINITIONS[measure]
    least = headline.plan.matters.get(definition.kind, definition.matters)
    return least if definition.wanted == "higher" else -least


def _gains(headline: Comparison, sure: Sure) -> tuple[list[Difference], Floats]:
    """The primary differences over all people, and the gain of each in each draw."""
    by: dict[tuple[str, str], dict[int, float]] = {}
    units: dict[str, str] = {}
    for one in sure.differences:
        if one.persona == ALL:
            by.setdefault((one.scenario, one.measure), {})[one.draw] = one.difference
            units[one.measure] = one.unit
    draws = sorted({one.draw for one in sure.differences})
    whole = {key: values for key, values in by.items() if len(values) == len(draws)}
    differences = [
        Difference(option, measure, units[measure], _scale(headline, measure))
        for option, measure in whole
    ]
    gains = np.array(
        [
            [values[draw] / one.scale for draw in draws]
            for one, values in zip(differences, whole.values(), strict=True)
        ]
    )
    return differences, gains.reshape(len(differences), len(draws)).T


def _columns(sure: Sure, draws: Sequence[int]) -> list[Column]:
    """Every number that was drawn, and the reading of every option that has several."""
    place = {draw: at for at, draw in enumerate(draws)}
    quantiles: dict[str, Floats] = {}
    readings: dict[str, list[str]] = {}
    for one in sure.numbers:
        if one.draw not in place:
            continue
        if one.reading:
            readings.setdefault(one.number, [""] * len(draws))[place[one.draw]] = one.reading
        else:
            column = quantiles.setdefault(one.number, np.zeros(len(draws)))
            column[place[one.draw]] = one.quantile
    columns = [Column(name, values, "", False) for name, values in quantiles.items()]
    for option, chosen in readings.items():
        others = np.array([float(reading != option) for reading in chosen])
        if 0.0 < others.mean() < 1.0:
            columns.append(Column(f"{READING}{option}", others, option, True))
    return columns


def _ranked(found: Sequence[Found], rests_on: RestsOn) -> Iterator[WorthRow]:
    """Rows by what knowing their number is worth most, then by how often it gives another verdict,
    then by how much it carries."""
    rows = [_row(one, rests_on) for one in found]
    rows.sort(key=_importance)
    ranks: dict[str, int] = {}
    for row in rows:
        if row.flips >= FLIPS_AT_LEAST:
            ranks.setdefault(row.number, len(ranks) + 1)
    rows.sort(key=lambda row: (ranks.get(row.number, len(ranks) + 1), _importance(row)))
    for row in rows:
        yield row._replace(rank=ranks.get(row.number, 0))


def _importance(row: WorthRow) -> tuple[float, float, float, str]:
    carries = row.carries if row.carries == row.carries else abs(row.near_high - row.near_low)
    return -round(row.worth, 9), -round(row.flips, 9), -round(carries, 9), row.number


def _row(one: Found, rests_on: RestsOn) -> WorthRow:
    gains, scale = one.gains, one.difference.scale
    mean = float(gains.mean())
    near = [round(q * (len(gains) - 1)) for q in NEAR_ENDS]
    return WorthRow(
        rank=0,
        number=one.number,
        scenario=one.difference.scenario,
        measure=one.difference.measure,
        unit=one.difference.unit,
        worth=max(0.0, float(np.maximum(gains, 0.0).mean()) - max(mean, 0.0)),
        flips=float((_verdicts(gains) != _verdicts(np.array([mean]))[0]).mean()),
        carries=one.carries,
        near_low=scale * float(gains[near[0]]),
        expected=scale * mean,
        near_high=scale * float(gains[near[1]]),
        rests_on=rests_on,
    )


def _verdicts(gains: Floats) -> NDArray[np.int64]:
    """1 better by what matters, −1 worse by as much, 0 neither."""
    return (gains >= 1.0).astype(np.int64) - (gains <= -1.0).astype(np.int64)


def numbers_in(found: Worth) -> Mapping[str, WorthRow]:
    """Each number above chance that would change no verdict, where it moves most."""
    moves: dict[str, WorthRow] = {}
    for row in found.rows:
        if not row.rank:
            moves.setdefault(row.number, row)
    return moves
