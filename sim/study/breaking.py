"""Where a rising curve passes a stated value, and how closely that is known.

Goes in: points with their intervals. Comes out: a :class:`Crossing`. Its interval holds every place
at which the interval of the curve holds the stated value (a test turned round, so 95% like the
interval it is made from); straight lines lie between points, and ``between`` says where another
point would narrow it most. What is not passed within the points is said to be so, never guessed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from sim.study.statistics import Interval

Found = Literal["within", "below", "beyond", "unknown"]
NOWHERE: Final = math.inf


class Point(NamedTuple):
    """The curve at one place."""

    at: float
    value: Interval


class Crossing(NamedTuple):
    """Where a curve first passes a value."""

    found: Found
    """``within`` the points; ``below`` the first of them, which is past it already; ``beyond`` the
    last; ``unknown`` where there are no points"""
    at: float
    """where the mean passes it; NaN unless ``within``"""
    low: float
    """the lower end of its 95% interval; NaN where that is below the first point, or not known"""
    high: float
    """the upper end; NaN where that is beyond the last point, or not known"""


def crossing(points: Sequence[Point], stated: float) -> Crossing:
    """Where the curve first passes ``stated``; points are taken in the order of their place."""
    known = _known(points)
    if not known:
        return Crossing("unknown", math.nan, math.nan, math.nan)
    at = _first_above([(p.at, p.value.mean) for p in known], stated)
    sure = [p for p in known if p.value.known]
    low = _first_above([(p.at, p.value.high) for p in sure], stated) if sure else NOWHERE
    high = _first_above([(p.at, p.value.low) for p in sure], stated) if sure else NOWHERE
    found: Found = "within"
    if math.isinf(at):
        found = "below" if at < 0.0 else "beyond"
    return Crossing(found, *(math.nan if math.isinf(end) else end for end in (at, low, high)))


def between(points: Sequence[Point], stated: float) -> tuple[float, float] | None:
    """The two neighbouring places between which the mean passes ``stated``, where it does."""
    known = _known(points)
    for before, after in itertools.pairwise(known):
        if before.value.mean <= stated < after.value.mean:
            return before.at, after.at
        if before.value.mean > stated:
            return None
    return None


def _known(points: Sequence[Point]) -> list[Point]:
    return sorted(p for p in points if not math.isnan(p.value.mean))


def _first_above(curve: Sequence[tuple[float, float]], stated: float) -> float:
    """Where straight lines through the points first pass a value; minus infinity before them all,
    infinity nowhere."""
    if curve[0][1] > stated:
        return -math.inf
    for (x0, y0), (x1, y1) in itertools.pairwise(curve):
        if y1 > stated:
            return x0 + (x1 - x0) * (stated - y0) / (y1 - y0)
    return NOWHERE
