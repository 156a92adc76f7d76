"""In what share of joint draws each option has the advantage, and the spread of its difference.

Goes in: primary differences by draw. Comes out: a line for every primary difference, over all
readings and for each reading alone. An option has the advantage in a draw where its difference
goes the way people want; by what matters, where it is no smaller than the smallest difference that
does. Losing people must not look good, so the share in which as many are helped stands beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from sim.measures import DEFINITIONS
from sim.study.compare import Comparison
from sim.study.findings import HELPED, PRIMARY, DifferenceRow
from sim.study.statistics import EMPTY, Floats, share_interval, t_quantile

ANY: Final = "any"
"""In place of a reading: over all of them."""
SPREAD: Final = (0.05, 0.5, 0.95)
"""Quantiles over the draws that tell the spread."""
TIE: Final = 1e-9
"""Differences no further from zero are rounding: the option has neither gain nor loss."""


class DrawnDifference(NamedTuple):
    """One line of ``sure_differences.csv``: a primary difference in one draw, mean of its runs."""

    draw: int
    scenario: str
    reading: str
    persona: str
    measure: str
    unit: str
    difference: float
    within: float
    """variance between its runs over their number: what of the difference's variance is luck"""


class SureRow(NamedTuple):
    """One line of ``sure.csv``."""

    scenario: str
    against: str
    reading: str
    """``any``, or the scenario in which the option is read"""
    persona: str
    measure: str
    unit: str
    wanted: str
    draws: int
    """carried out, with such people in them"""
    runs: int
    """of each option in each draw"""
    advantage: float
    """share of draws in which the difference goes the way people want"""
    advantage_low: float
    """95% interval of that share, for so many draws"""
    advantage_high: float
    disadvantage: float
    """share in which it goes the other way; what is left of both are ties"""
    matters_for: float
    """share in which it goes the way people want by the smallest difference that matters"""
    matters_against: float
    """share in which it goes the other way by as much; what is left of both is too close"""
    advantage_as_many_helped: float
    """share with the advantage in which the share helped is not lower by what matters"""
    difference_5: float
    """the difference that a twentieth of the draws lie below"""
    difference_50: float
    difference_95: float
    luck: float
    """share of the variance over draws that is luck of their few runs; with one run in each draw,
    as much as the headline's own runs vary; empty where neither tells"""
    matters: float
    """the smallest difference that does"""


def sure_rows(
    headline: Comparison, differences: Sequence[DrawnDifference], runs: int
) -> Iterator[SureRow]:
    """A line for each primary difference, and for each reading alone where it has several."""
    helped = {
        (one.draw, one.scenario, one.persona): one.difference
        for one in differences
        if one.measure == HELPED
    }
    groups: dict[tuple[str, str, str], list[DrawnDifference]] = {}
    for one in differences:
        groups.setdefault((one.scenario, one.persona, one.measure), []).append(one)
    for line in headline.differences:
        if line.family != PRIMARY or line.scenario not in headline.options:
            continue
        found = groups.get((line.scenario, line.persona, line.measure), [])
        if not found:
            continue
        readings = list(dict.fromkeys(one.reading for one in found))
        for reading in (ANY, *sorted(readings)) if len(readings) > 1 else (ANY,):
            some = [one for one in found if reading in (ANY, one.reading)]
            yield _row(some, reading, line, helped, headline, runs)


def _row(
    some: Sequence[DrawnDifference],
    reading: str,
    line: DifferenceRow,
    helped: Mapping[tuple[int, str, str], float],
    headline: Comparison,
    runs: int,
) -> SureRow:
    one = some[0]
    definition = DEFINITIONS[one.measure]
    matters = line.matters
    sign = 1.0 if definition.wanted == "higher" else -1.0
    change = np.array([each.difference for each in some], dtype=np.float64)
    gain = sign * change
    lost = _lost(some, helped, headline)
    share = share_interval(int((gain > TIE).sum()), len(some))
    low, middle, high = (float(value) for value in np.quantile(change, SPREAD))
    return SureRow(
        scenario=one.scenario,
        against=line.against,
        reading=reading,
        persona=one.persona,
        measure=one.measure,
        unit=definition.unit,
        wanted=definition.wanted,
        draws=len(some),
        runs=runs,
        advantage=share.mean,
        advantage_low=share.low,
        advantage_high=share.high,
        disadvantage=float((gain < -TIE).mean()),
        matters_for=float((gain >= matters).mean()),
        matters_against=float((gain <= -matters).mean()),
        advantage_as_many_helped=float(((gain > TIE) & ~lost).mean()),
        difference_5=low,
        difference_50=middle,
        difference_95=high,
        luck=_luck(change, _within(some, line, headline, runs)),
        matters=matters,
    )


def _lost(
    some: Sequence[DrawnDifference],
    helped: Mapping[tuple[int, str, str], float],
    headline: Comparison,
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """By draw: whether fewer are helped, by what matters."""
    definition = DEFINITIONS[HELPED]
    least = headline.plan.matters.get(definition.kind, definition.matters)
    shares = [helped.get((one.draw, one.scenario, one.persona), EMPTY) for one in some]
    return np.array(shares) <= -least


def _within(
    some: Sequence[DrawnDifference], line: DifferenceRow, headline: Comparison, runs: int
) -> Floats:
    """By draw, the variance that luck alone gives its mean; one run tells none, so there it is
    that of one of the headline's own runs, from the width of their interval."""
    number = headline.plan.replications
    if runs > 1 or number < 2:
        return np.array([each.within for each in some], dtype=np.float64)
    half = (line.high - line.low) / 2.0
    return np.full(len(some), (half / t_quantile(number)) ** 2 * number)


def _luck(change: Floats, within: Floats) -> float:
    """Share of the variance over draws that the few runs of each draw would give by themselves."""
    known = within[np.isfinite(within)]
    if change.size < 2 or known.size < change.size:
        return EMPTY
    variance = float(change.var(ddof=1))
    return min(1.0, float(known.mean()) / variance) if variance > 0.0 else EMPTY
