"""Who gains and who loses: the same people, one by one, in an option and in the first scenario.

Goes in: a comparison. Comes out: for each option the share of the same people with fewer, as many
and more handoffs and repeated stories, and with right help lost, as before and gained; the same for
the placebo, which says how much of that other luck alone would do; and the persona whom an option
hits worst. A mean difference of zero can hide as many losers as winners. Whoever comes to one of
the two only (a new door draws people) has no pair and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures import PRIMARY
from sim.model.scenario import Scenario
from sim.study.compare import Comparison
from sim.study.findings import PLACEBO, DifferenceRow
from sim.study.pairing import shown_people
from sim.study.replicate import Columns, Outcome
from sim.study.rows import ALL, ByRow, people_of, row_names
from sim.study.statistics import Floats, clipped, interval

Change = Literal["fewer", "the same", "more"]
CHANGES: Final[tuple[Change, ...]] = ("fewer", "the same", "more")
"""For a share of people (right help) *fewer* means that a person lost it, *more* that she gained
it."""
GAINED: Final = PRIMARY
"""Measures of which it is told."""
SAME_PERSON: Final = ("_replication", "person", "onset_minute")
"""What is alike in two rows about one person; her number says whose persona she is."""


class GainRow(NamedTuple):
    """One line of ``gains.csv``: a share of the people who are in both scenarios."""

    scenario: str
    against: str
    persona: str
    measure: str
    change: Change
    share: float
    low: float
    high: float
    replications: int
    people: int
    """with a pair, over all replications"""


class WorstHit(NamedTuple):
    """The primary difference of a persona that goes furthest against what people want."""

    line: DifferenceRow
    by: float
    """how far, in smallest differences that matter"""
    stands: bool
    """whether its verdict stands; where none does, this is the furthest all the same"""


def gain_rows(comparison: Comparison) -> list[GainRow]:
    """Every option's shares against the first scenario, then the placebo's; none of one alone."""
    if not comparison.options:
        return []
    first = shown_people(comparison.scenarios[comparison.baseline], comparison.plan.personas)
    lanes = [*comparison.options, *([PLACEBO] if PLACEBO in comparison.lanes else [])]
    base = comparison.lanes[comparison.baseline]
    rows: list[GainRow] = []
    for lane in lanes:
        pairs = paired_people(first, comparison.lanes[lane], base)
        rows += _rows_of(first, lane, pairs, len(base))
    return rows


class Pairs(NamedTuple):
    """The people who are in both of two scenarios, row by row the same person."""

    mine: Columns
    base: Columns


def paired_people(first: Scenario, mine: Sequence[Outcome], base: Sequence[Outcome]) -> Pairs:
    """Pair the people of two scenarios by replication and person; the rest are left out."""
    ours, theirs = people_of(first, mine), people_of(first, base)
    a, b = (_identities(table) for table in (ours, theirs))
    _, here, there = np.intersect1d(a, b, assume_unique=True, return_indices=True)
    order = np.argsort(there, kind="stable")
    here, there = here[order], there[order]
    return Pairs(
        {name: column[here] for name, column in ours.items()},
        {name: column[there] for name, column in theirs.items()},
    )


def _identities(people: Columns) -> NDArray[np.void]:
    """Who each row is about, in one value: the run, the person, and when her needs began."""
    return np.rec.fromarrays([people[name].astype(np.int64) for name in SAME_PERSON])


def _rows_of(first: Scenario, lane: str, pairs: Pairs, replications: int) -> list[GainRow]:
    by_row = ByRow(first, pairs.base, replications)
    rows: list[GainRow] = []
    for measure in GAINED:
        change = pairs.mine[measure].astype(np.float64) - pairs.base[measure].astype(np.float64)
        for word, found in _directions(change).items():
            shares, people = by_row.means(found)
            for place, row in enumerate(row_names(first)):
                used = int(np.isfinite(shares[place]).sum())
                shown = clipped(interval(shares[place]), 0.0, 1.0)
                rows.append(
                    GainRow(lane, first.name, row, measure, word, *shown, used, int(people[place]))
                )
    return rows


def _directions(change: Floats) -> Mapping[Change, Floats]:
    """For each person whether she has fewer, as many or more: 0 or 1."""
    return {
        "fewer": (change < 0.0).astype(np.float64),
        "the same": (change == 0.0).astype(np.float64),
        "more": (change > 0.0).astype(np.float64),
    }


def worst_hit(comparison: Comparison, lane: str) -> WorstHit | None:
    """The persona and primary measure that a lane moves furthest against what people want.

    Verdicts that stand come before any that does not; nothing where no difference goes against it.
    """
    shown = shown_people(comparison.scenarios[comparison.baseline], comparison.plan.personas)
    against = [
        WorstHit(line, by, line.verdict in ("lower", "higher"))
        for line in comparison.differences
        if line.scenario == lane
        and line.persona in shown.personas
        and line.measure in PRIMARY
        and (by := _against_wish(line)) > 0.0
    ]
    return max(against, key=lambda one: (one.stands, one.by), default=None)


def _against_wish(line: DifferenceRow) -> float:
    """How far a difference goes against what people want, in differences that matter."""
    sign = {"lower": 1.0, "higher": -1.0}.get(line.wanted, 0.0)
    return sign * line.difference / line.matters if line.matters > 0.0 else 0.0


def all_gains(rows: Sequence[GainRow], measure: str, row: str = ALL) -> dict[str, list[GainRow]]:
    """By lane the three shares of a measure, in the order of ``CHANGES``."""
    found: dict[str, list[GainRow]] = {}
    for one in rows:
        if one.measure == measure and one.persona == row:
            found.setdefault(one.scenario, []).append(one)
    return found
