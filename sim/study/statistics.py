"""Means, intervals, the adjustment for many questions, and the words of a verdict.

Goes in: one mean per replication. Comes out: 95% intervals from these means (never from pooled
people), paired by replication where two scenarios are compared, and MODEL section 13's verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Verdict = Literal["lower", "higher", "too close to call", "same by design", "too few"]

CONFIDENCE: Final = 0.95
"""Of every interval (MODEL section 13)."""
SIGNIFICANCE: Final = 0.05
"""Below which a Holm-adjusted p counts (MODEL section 13)."""
PEOPLE_AT_LEAST: Final = 20
"""People with the thing measured, below whom nothing is said (MODEL section 13)."""
EMPTY: Final = float("nan")


class Interval(NamedTuple):
    """A mean with its 95% interval; low and high are NaN where one replication gives none."""

    mean: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is an interval at all."""
        return bool(np.isfinite(self.low))

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high


def clipped(found: Interval, lowest: float, highest: float) -> Interval:
    """An interval whose ends are no further out than is possible at all."""
    if not found.known:
        return found
    return Interval(found.mean, max(found.low, lowest), min(found.high, highest))


def interval(means: Floats) -> Interval:
    """Mean and t-interval of replication means (replications,); NaN replications are left out."""
    kept = means[np.isfinite(means)]
    if kept.size == 0:
        return Interval(EMPTY, EMPTY, EMPTY)
    mean = float(kept.mean())
    if kept.size == 1:
        return Interval(mean, EMPTY, EMPTY)
    half = t_quantile(kept.size) * float(kept.std(ddof=1)) / kept.size**0.5
    return Interval(mean, mean - half, mean + half)


def t_quantile(replications: int) -> float:
    """The quantile that a 95% interval from so many replications uses."""
    return float(special.stdtrit(replications - 1, 0.5 + CONFIDENCE / 2.0))


def p_value(differences: Floats) -> float:
    """Two-sided p of the paired t-test that the differences (replications,) have mean zero.

    1 where every difference is zero or one replication cannot tell; 0 where all differ alike.
    """
    kept = differences[np.isfinite(differences)]
    if kept.size < 2 or not kept.any():
        return 1.0
    deviation = float(kept.std(ddof=1))
    if deviation == 0.0:
        return 0.0
    t = abs(float(kept.mean())) / (deviation / kept.size**0.5)
    return float(2.0 * special.stdtr(kept.size - 1, -t))


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted by Holm (1979) for being asked together; in the order given."""
    count = len(p_values)
    order = sorted(range(count), key=lambda place: p_values[place])
    adjusted = [1.0] * count
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (count - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def verdict(
    difference: Interval,
    *,
    all_zero: bool,
    people: int,
    matters: float,
    adjusted_p: float | None = None,
    nobody_differs: bool = False,
) -> Verdict:
    """The word for a difference (MODEL section 13).

    ``all_zero``: whether every paired difference, person by person, is zero. ``people``: with the
    thing measured, in the scenario that has fewer. ``matters``: the smallest difference that
    does. ``adjusted_p``: given for a primary measure. ``nobody_differs``: whether all are the same
    in everything, as in a renamed clone; short of that, few people who happen to be alike are too
    few. One replication is too few as well.
    """
    if all_zero and (nobody_differs or people >= PEOPLE_AT_LEAST):
        return "same by design"
    if people < PEOPLE_AT_LEAST or not difference.known:
        return "too few"
    unsure = difference.holds(0.0) or abs(difference.mean) < matters
    if unsure or (adjusted_p is not None and adjusted_p >= SIGNIFICANCE):
        return "too close to call"
    return "lower" if difference.mean < 0.0 else "higher"


class Narrowing(NamedTuple):
    """How much common luck narrows an interval."""

    half_width_common: float
    """half-width of the paired difference"""
    half_width_independent: float
    """half-width that the same runs would have, were they independent"""
    correlation: float
    """between the two scenarios, over replications"""

    @property
    def variance_ratio(self) -> float:
        """Variance of the paired difference against that of independent runs."""
        if not self.half_width_independent > 0.0:
            return EMPTY
        return float((self.half_width_common / self.half_width_independent) ** 2)


def narrowing(first: Floats, second: Floats) -> Narrowing:
    """What pairing did for two scenarios' replication means, each (replications,)."""
    both = np.isfinite(first) & np.isfinite(second)
    a, b = first[both], second[both]
    if a.size < 2:
        return Narrowing(EMPTY, EMPTY, EMPTY)
    scale = t_quantile(a.size) / a.size**0.5
    var_a, var_b = float(a.var(ddof=1)), float(b.var(ddof=1))
    alike = var_a > 0.0 and var_b > 0.0
    return Narrowing(
        scale * float((a - b).std(ddof=1)),
        scale * (var_a + var_b) ** 0.5,
        float(np.corrcoef(a, b)[0, 1]) if alike else EMPTY,
    )


def share_interval(hits: int, of: int) -> Interval:
    """A share with Wilson's 95% interval (1927), which stays within 0 and 1; NaN of nothing."""
    if not of:
        return Interval(EMPTY, EMPTY, EMPTY)
    z = float(special.ndtri(0.5 + CONFIDENCE / 2.0))
    share, scale = hits / of, 1.0 + z * z / of
    middle = (share + z * z / (2.0 * of)) / scale
    half = z * (share * (1.0 - share) / of + (z / (2.0 * of)) ** 2) ** 0.5 / scale
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))
