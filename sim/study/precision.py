"""Whether there were enough runs: every primary difference as narrow as the smallest that matters.

The rule of Hoad, Robinson and Davies (Journal of the Operational Research Society 61, 2010,
1632-1644), here with paired differences and an absolute width: runs are added until the half-width
of every interval is at most the smallest difference that matters, and stays so for a look-ahead
of further runs. It looks at widths only, never at whether a verdict stands: stopping when an
answer looks decided would find too many.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sim.measures import DEFINITIONS, PRIMARY
from sim.study.rows import NAMED, RowMeans
from sim.study.statistics import EMPTY, Floats, interval

FIRST_RUNS: Final = 3
"""Runs before any width is believed (Hoad and others begin with three)."""
LOOK_AHEAD: Final = 5
"""Further runs for which the widths must stay, up to a hundred runs (their kLimit)."""
LOOK_AHEAD_FROM: Final = 100
"""Runs from which the look-ahead grows with their number."""
AT_LEAST: Final = FIRST_RUNS + LOOK_AHEAD
"""Runs without which the rule cannot say anything."""


class PrecisionRow(NamedTuple):
    """One line of ``precision.csv``: a primary difference, and how closely it is known."""

    scenario: str
    against: str
    persona: str
    measure: str
    unit: str
    replications: int
    half_width: float
    """of the 95% interval of the paired difference; empty where there is none"""
    matters: float
    """the smallest difference that does: the width wanted"""
    reached: bool
    """whether the half-width is at most that"""


class Question(NamedTuple):
    """A paired difference by replication, and how closely it is wanted."""

    scenario: str
    persona: str
    measure: str
    differences: Floats
    """(replications,)"""
    target: float
    """half-width wanted"""


def look_ahead(runs: int) -> int:
    """Further runs for which the widths must stay: 5, and 5 in a hundred beyond a hundred."""
    return LOOK_AHEAD * max(runs, LOOK_AHEAD_FROM) // LOOK_AHEAD_FROM


def questions(
    names: Sequence[str],
    first: str,
    rows: Sequence[str],
    means: Mapping[str, RowMeans],
    matters: Mapping[str, float],
) -> list[Question]:
    """Every primary difference of the scenarios named; named people's rows are none."""
    return [
        Question(name, row, measure, found - base, _target(measure, matters))
        for name in names
        for measure in PRIMARY
        for row, found, base in zip(
            rows, means[name].means[measure], means[first].means[measure], strict=True
        )
        if not row.endswith(NAMED)
    ]


def _target(measure: str, matters: Mapping[str, float]) -> float:
    definition = DEFINITIONS[measure]
    return matters.get(definition.kind, definition.matters)


def half_width(differences: Floats) -> float:
    """Half of the 95% interval of paired differences (replications,); NaN where there is none."""
    found = interval(differences)
    return (found.high - found.low) / 2.0 if found.known else EMPTY


def enough_at(asked: Sequence[Question]) -> int | None:
    """Runs at which the rule lets go, its look-ahead among them; None where more are needed.

    What it gives depends on the differences in their order only, not on how many more there are.
    """
    if not asked:
        return 0
    runs = min(len(one.differences) for one in asked)
    since: int | None = None
    for number in range(FIRST_RUNS, runs + 1):
        if not all(_narrow(one.differences[:number], one.target) for one in asked):
            since = None
            continue
        since = since or number
        if number >= since + look_ahead(since):
            return number
    return None


def _narrow(differences: Floats, target: float) -> bool:
    return half_width(differences) <= target  # not so where there is no interval


def more_runs(asked: Sequence[Question]) -> int:
    """A guess at how many runs it takes in all, from widths that shrink like one over the root.

    It only says how many to make before looking again; the rule's answer does not depend on it.
    """
    runs = min(len(one.differences) for one in asked)
    ratios = [half_width(one.differences) / one.target for one in asked if one.target > 0.0]
    known = [ratio for ratio in ratios if not math.isnan(ratio)]
    worst = max(known, default=1.0)
    unknown = len(known) < len(asked)
    wanted = 2 * runs if unknown else math.ceil(runs * worst**2) + LOOK_AHEAD
    return min(max(wanted, runs + 1), 2 * runs)


def precision_rows(
    asked: Iterable[Question], against: str, replications: int
) -> tuple[PrecisionRow, ...]:
    """How closely every primary difference is known."""
    return tuple(
        PrecisionRow(
            one.scenario,
            against,
            one.persona,
            one.measure,
            DEFINITIONS[one.measure].unit,
            replications,
            half_width(one.differences),
            one.target,
            _narrow(one.differences, one.target),
        )
        for one in asked
    )
