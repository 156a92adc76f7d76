"""What a comparison says: means, paired differences with verdicts, what common luck was worth.

Goes in: the outcomes of each lane (a scenario, or the placebo or clone of the first). Comes out:
lines of tables. The primary questions of one family of scenarios are adjusted together; a named
person's rows are illustrations and stand outside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures import DEFINITIONS, MeasureDefinition
from sim.model.scenario import Scenario
from sim.study.replicate import Outcome
from sim.study.rows import ALL, NAMED, RowMeans, people_of, row_names
from sim.study.statistics import (
    EMPTY,
    Interval,
    Narrowing,
    Verdict,
    clipped,
    holm,
    interval,
    narrowing,
    p_value,
    verdict,
)

MEASURES: Final = tuple(DEFINITIONS.values())
PLACEBO: Final = "placebo"
CLONE: Final = "clone"
HELPED: Final = "right_help"
"""The share that must stand beside every other measure."""
FEWER_HELPED: Final = "but fewer are helped"
PERHAPS_FEWER: Final = "but perhaps fewer are helped"
PRIMARY: Final = "primary"
EXPLORATORY: Final = "exploratory"
Lanes = Mapping[str, tuple[Outcome, ...]]
"""One outcome for each replication, by scenario, then placebo and clone."""


class SummaryRow(NamedTuple):
    """One line of ``summary.csv``."""

    scenario: str
    persona: str
    measure: str
    unit: str
    mean: float
    low: float
    high: float
    replications: int
    people: int


class DifferenceRow(NamedTuple):
    """One line of ``differences.csv``: a scenario less the first one."""

    scenario: str
    against: str
    persona: str
    measure: str
    unit: str
    difference: float
    low: float
    high: float
    verdict: Verdict
    wanted: str
    family: str
    matters: float = EMPTY
    """the smallest difference that does"""
    caution: str = ""
    """what must stand beside a verdict that people want: that fewer are helped"""

    @property
    def interval(self) -> Interval:
        """The difference as an interval."""
        return Interval(self.difference, self.low, self.high)


class LuckRow(NamedTuple):
    """What common luck was worth for one measure of one scenario, over all people."""

    scenario: str
    against: str
    measure: str
    narrowing: Narrowing


class PlaceboShare(NamedTuple):
    """How many of the placebo's intervals hold zero, of how many that could tell."""

    hold: int
    of: int


def summary_rows(name: str, rows: Sequence[str], means: RowMeans) -> list[SummaryRow]:
    """The means of one lane, every row and measure."""
    lines = []
    for place, row in enumerate(rows):
        for measure in MEASURES:
            found = means.means[measure.name][place]
            people = int(means.people[measure.name][place])
            used = int(np.isfinite(found).sum())
            shown = clipped(interval(found), *measure.possible)
            lines.append(SummaryRow(name, row, measure.name, measure.unit, *shown, used, people))
    return lines


class _Asked(NamedTuple):
    """One difference before its verdict."""

    scenario: str
    row: str
    measure: MeasureDefinition
    found: Interval
    p: float
    people: int
    all_zero: bool
    nobody_differs: bool

    @property
    def primary(self) -> bool:
        """Whether it belongs to the questions that are adjusted together."""
        return self.measure.family == PRIMARY and not self.row.endswith(NAMED)


def difference_rows(
    names: Sequence[str],
    first: Scenario,
    rows: Sequence[str],
    means: Mapping[str, RowMeans],
    lanes: Lanes,
    matters: Mapping[str, float] | None = None,
) -> list[DifferenceRow]:
    """Differences of one family of scenarios, whose primary questions are adjusted together.

    ``matters``: smallest differences that matter by kind of measure, where other than shipped.
    """
    asked = [question for name in names for question in _questions(name, first, rows, means, lanes)]
    places = [place for place, question in enumerate(asked) if question.primary]
    adjusted = dict(zip(places, holm([asked[place].p for place in places]), strict=True))
    return cautioned(
        [
            _difference(q, first.name, adjusted.get(place), (matters or {}).get(q.measure.kind))
            for place, q in enumerate(asked)
        ]
    )


def _difference(
    q: _Asked, against: str, adjusted_p: float | None, matters: float | None
) -> DifferenceRow:
    """A question with its verdict."""
    least = q.measure.matters if matters is None else matters
    lowest, highest = q.measure.possible
    return DifferenceRow(
        q.scenario,
        against,
        q.row,
        q.measure.name,
        q.measure.unit,
        *clipped(q.found, lowest - highest, highest - lowest),
        verdict(
            q.found,
            all_zero=q.all_zero,
            people=q.people,
            matters=least,
            adjusted_p=adjusted_p,
            nobody_differs=q.nobody_differs,
        ),
        q.measure.wanted,
        PRIMARY if q.primary else EXPLORATORY,
        least,
    )


def cautioned(lines: Sequence[DifferenceRow]) -> list[DifferenceRow]:
    """The lines, each verdict that people want warned of where fewer are helped beside it.

    Losing people early saves handoffs, retelling and waiting; that must never look good.
    """
    helped = {(line.scenario, line.persona): line for line in lines if line.measure == HELPED}
    return [
        line._replace(caution=_caution(line, helped[line.scenario, line.persona])) for line in lines
    ]


def _caution(line: DifferenceRow, helped: DifferenceRow) -> str:
    if line.measure == HELPED or not line.wanted or line.verdict != line.wanted:
        return ""
    if helped.verdict == "lower":
        return FEWER_HELPED
    return PERHAPS_FEWER if helped.difference <= -helped.matters else ""


def _questions(
    name: str,
    first: Scenario,
    rows: Sequence[str],
    means: Mapping[str, RowMeans],
    lanes: Lanes,
) -> list[_Asked]:
    mine, base = means[name], means[first.name]
    unchanged = unchanged_rows(first, lanes[name], lanes[first.name])
    clone = all(unchanged[measure.name][rows.index(ALL)] for measure in MEASURES)
    asked = []
    for place, row in enumerate(rows):
        for measure in MEASURES:
            key = measure.name
            change = mine.means[key][place] - base.means[key][place]
            people = min(mine.people[key][place], base.people[key][place])
            same = unchanged[key][place]
            asked.append(
                _Asked(
                    name,
                    row,
                    measure,
                    interval(change),
                    p_value(change),
                    int(people),
                    bool(same),
                    clone,
                )
            )
    return asked


def unchanged_rows(
    first: Scenario, mine: Sequence[Outcome], base: Sequence[Outcome]
) -> dict[str, list[bool]]:
    """By measure: for each row, whether every person's paired difference is zero."""
    rows = row_names(first)
    a, b = people_of(first, mine), people_of(first, base)
    paired = all(np.array_equal(a[key], b[key]) for key in ("_replication", "person"))
    if not paired:
        return {measure.name: [False] * len(rows) for measure in MEASURES}
    named = a["named"].astype(bool)
    persona = a["persona"].astype(str)
    within = [_within(row, persona, named) for row in rows]
    unchanged = {}
    for measure in MEASURES:
        ours, theirs = (t[measure.name].astype(np.float64) for t in (a, b))
        differ = ~((ours == theirs) | (np.isnan(ours) & np.isnan(theirs)))
        unchanged[measure.name] = [bool(part.any() and not differ[part].any()) for part in within]
    return unchanged


def _within(row: str, persona: NDArray[Any], named: NDArray[Any]) -> NDArray[Any]:
    """Which people a row holds."""
    kind: NDArray[Any] = named if row.endswith(NAMED) else ~named
    return kind if row == ALL else kind & (persona == row.removesuffix(NAMED))


def luck_rows(
    names: Sequence[str], rows: Sequence[str], means: Mapping[str, RowMeans]
) -> tuple[LuckRow, ...]:
    """What pairing did for every scenario and measure, over all people."""
    place = rows.index(ALL)
    base = means[names[0]].means
    return tuple(
        LuckRow(
            name,
            names[0],
            measure.name,
            narrowing(means[name].means[measure.name][place], base[measure.name][place]),
        )
        for name in names[1:]
        for measure in MEASURES
    )


def placebo_share(differences: Sequence[DifferenceRow]) -> PlaceboShare | None:
    """Of the placebo's intervals that could have missed zero, how many hold it."""
    could = [
        row.interval
        for row in differences
        if row.scenario == PLACEBO
        and row.interval.known
        and row.verdict not in ("same by design", "too few")
    ]
    if not could:
        return None
    return PlaceboShare(sum(found.holds(0.0) for found in could), len(could))
