"""Tables for the terminal: plain where nobody looks, ruled where somebody does.

Goes in: a comparison. Comes out: tables that ``show`` prints, and the same as plain data for
``--json``. Scripts read the CSV files, whose columns are promised; these tables are for people.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.answer import differences_of, verdict_words
from sim.report.sureness import share_words
from sim.report.words import (
    HEADLINE,
    number,
    people_of,
    these_personas,
    unit_of_difference,
    with_interval,
)
from sim.study.beside import Beside, tables_beside
from sim.study.compare import Comparison
from sim.study.findings import CLONE, HELPED, DifferenceRow
from sim.study.rows import ALL
from sim.study.statistics import Interval

NEW_LINE: Final = "\n"
PLAIN_WIDTH: Final = 120
"""Characters in a line where no terminal says how wide it is."""


def console(file: TextIO | None = None) -> Console:
    """A console that writes plain text where nobody looks."""
    file = file or sys.stdout
    width = None if file.isatty() else PLAIN_WIDTH
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def table(title: str, columns: Sequence[str], *, words: int = 1) -> Table:
    """An empty table in the one style; so many columns from the left hold words."""
    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        made.add_column(column, justify="left" if place < words else "right", overflow="fold")
    return made


def headline_table(comparison: Comparison) -> Table:
    """Every scenario over all people: means, intervals, verdicts."""
    everyone = these_personas(len(people_of(comparison)))
    made = table(f"Over {everyone}", ["scenario", *_headline_titles()])
    for lane in comparison.lanes:
        found = means_of(comparison, lane, ALL)
        against = differences_of(comparison, lane, ALL)
        cells = [
            with_interval(measure, found[measure], between=NEW_LINE)
            + (f"\n{verdict_words(against[measure])}" if against else "")
            for measure in HEADLINE
        ]
        made.add_row(lane, *cells, end_section=True)
    return made


def persona_table(comparison: Comparison, measure: str, beside: Beside | None = None) -> Table:
    """One primary measure: each persona's difference and verdict by option."""
    unit = unit_of_difference(measure)
    title = f"{DEFINITIONS[measure].title}: difference from {comparison.baseline} ({unit})"
    lanes = [lane for lane in comparison.lanes if lane not in (comparison.baseline, CLONE)]
    made = table(title, ["people", *lanes])
    for row in [*people_of(comparison), ALL]:
        cells = []
        for lane in lanes:
            lines = differences_of(comparison, lane, row)
            line = lines[measure]
            change = with_interval(measure, line.interval, signed=True, between=NEW_LINE)
            share = share_words(beside, lane, row, measure) if beside else ""
            told = [change, f"{verdict_words(line)}{helped_beside(lines, measure)}", share]
            cells.append(NEW_LINE.join(part for part in told if part))
        made.add_row(row, *cells, end_section=True)
    return made


def helped_beside(lines: Mapping[str, DifferenceRow], measure: str) -> str:
    """The difference in the share helped, which stands beside every count."""
    if measure == HELPED:
        return ""
    points = number(HELPED, lines[HELPED].difference, signed=True)
    return f"\nhelped {points} points"


def rung_table(rung: str, found: Comparison) -> Table:
    """One rung of the ladder over all people."""
    runs = found.plan.replications
    made = table(f"Rung {rung} ({runs} runs)", ["scenario", *_headline_titles()])
    for name in found.scenarios:
        means, against = means_of(found, name, ALL), differences_of(found, name, ALL)
        cells = [
            with_interval(m, means[m], between=NEW_LINE)
            + (f"\n{verdict_words(against[m])}" if against else "")
            for m in HEADLINE
        ]
        made.add_row(name, *cells, end_section=True)
    return made


def _headline_titles() -> list[str]:
    return [f"{DEFINITIONS[m].title} ({DEFINITIONS[m].unit})" for m in HEADLINE]


def luck_table(comparison: Comparison) -> Table:
    """What common luck was worth for the headline measures."""
    columns = ["scenario", "measure", "with common luck", "independent", "ratio", "correlation"]
    made = table("Half-width of the interval of a difference, over all", columns, words=2)
    for line in comparison.luck:
        if line.measure in HEADLINE:
            found = line.narrowing
            made.add_row(
                line.scenario,
                line.measure,
                number(line.measure, found.half_width_common, signed=True).lstrip("+"),
                number(line.measure, found.half_width_independent, signed=True).lstrip("+"),
                _ratio(found.half_width_common, found.half_width_independent),
                "-" if math.isnan(found.correlation) else f"{found.correlation:.2f}",
            )
    return made


def readings_table(beside: Beside) -> Table:
    """The headline measures of every second reading."""
    assert beside.readings is not None
    found = beside.readings.comparison
    title = f"Second readings ({found.plan.replications} runs)"
    made = table(title, ["scenario", "reading of", *_headline_titles()], words=2)
    for name, first in beside.readings.of.items():
        means, against = means_of(found, name, ALL), differences_of(found, name, ALL)
        cells = [
            f"{with_interval(m, means[m], between=NEW_LINE)}\n{verdict_words(against[m])}"
            for m in HEADLINE
        ]
        made.add_row(name, first, *cells, end_section=True)
    return made


def means_of(comparison: Comparison, lane: str, row: str) -> dict[str, Interval]:
    """Means of one lane in one row, by measure."""
    return {
        line.measure: Interval(line.mean, line.low, line.high)
        for line in comparison.summary
        if line.scenario == lane and line.persona == row
    }


def tables_of(comparison: Comparison, beside: Beside | None = None) -> list[Table]:
    """What the main job prints."""
    made = [headline_table(comparison)]
    if beside:
        made.extend(rung_table(rung, found) for rung, found in beside.rungs.items())
        if beside.readings:
            made.append(readings_table(beside))
    if len(comparison.lanes) > 1:
        made.extend(persona_table(comparison, measure, beside) for measure in PRIMARY)
    if comparison.luck:
        made.append(luck_table(comparison))
    return made


def as_data(comparison: Comparison, beside: Beside | None = None) -> dict[str, Any]:
    """The tables for ``--json``; what is not known is null."""
    others = tables_beside(beside) if beside else []
    return {
        **{
            name: [known(dict(zip(header, row, strict=True))) for row in rows]
            for name, header, rows in others
            if name not in ("luck", "flows")
        },
        "baseline": comparison.baseline,
        "replications": comparison.plan.replications,
        "seed": comparison.plan.seed,
        "summary": [known(line._asdict()) for line in comparison.summary],
        "differences": [known(line._asdict()) for line in comparison.differences],
        "luck": [
            known(
                {
                    "scenario": line.scenario,
                    "against": line.against,
                    "measure": line.measure,
                    **line.narrowing._asdict(),
                    "variance_ratio": line.narrowing.variance_ratio,
                }
            )
            for line in comparison.luck
        ],
        "placebo": comparison.placebo._asdict() if comparison.placebo else None,
    }


def known(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line with null for every number that is not known."""
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in line.items()
    }


def _ratio(part: float, whole: float) -> str:
    return f"{part / whole:.2f}" if whole > 0.0 else "-"
