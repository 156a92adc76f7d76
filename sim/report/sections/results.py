"""What came out: over everybody, persona by persona, measure by measure, what came first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.measures import DEFINITIONS, PRIMARY
from sim.measures.thresholds import thresholds
from sim.report.answer import differences_of, placebo_sentence, verdict_words
from sim.report.sections.material import Content, Material
from sim.report.standing import came_first_tables, domain_table, gap_tables, other_readings
from sim.report.sureness import runs_sentences, share_words
from sim.report.tables import means_of
from sim.report.words import (
    HEADLINE,
    capital,
    people_of,
    row_title,
    scenario_title,
    unit_of_difference,
    with_interval,
)
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.findings import CLONE
from sim.study.rows import ALL, NAMED

MEASURE_TITLES = [DEFINITIONS[measure].title for measure in HEADLINE]
"""Heads of the first tables."""


def over_everyone(m: Material) -> Content:
    """The headline measures of every lane over all people."""
    lanes = [lane for lane in m.comparison.lanes if lane != CLONE]
    return {
        "measure_titles": MEASURE_TITLES,
        "matters": matters(m.comparison),
        "headline": headline(m.beside, lanes),
        "placebo": placebo_sentence(m.comparison) if m.comparison.plan.placebo else "",
        "enough_runs": runs_sentences(m.comparison),
    }


def by_persona(m: Material) -> Content | None:
    """The headline measures of every persona, each option's differences."""
    if not m.options:
        return None
    rows = {row: persona_table(m.beside, row) for row in rows_of(m.comparison)}
    return {
        "personas": [table for row, table in rows.items() if not row.endswith(NAMED)],
        "named": [table for row, table in rows.items() if row.endswith(NAMED)],
    }


def every_measure(m: Material) -> Content | None:
    """Every measure over all people."""
    if not m.options:
        return None
    return {
        "everything": everything(m.comparison),
        "primary": [DEFINITIONS[measure].title for measure in PRIMARY],
    }


def came_first(m: Material) -> Content:
    """What ended each wait."""
    return {"came_first": came_first_tables(m.beside)}


def serves(m: Material) -> Content:
    """Gaps between groups, and what came out by domain of need."""
    return {"gaps": gap_tables(m.beside), "domains": domain_table(m.beside)}


def rows_of(comparison: Comparison) -> list[str]:
    """Personas, all, then the named people."""
    people = list(people_of(comparison))
    named = comparison.scenarios[comparison.baseline].named
    return [*people, ALL, *(f"{slug}{NAMED}" for slug in people if named)]


def headline(beside: Beside, lanes: Sequence[str]) -> list[tuple[str, list[Any]]]:
    """For each lane, the headline measures over all: mean, interval, other readings, verdict."""
    lines = []
    comparison = beside.comparison
    for lane in lanes:
        found = means_of(comparison, lane, ALL)
        against = differences_of(comparison, lane, ALL)
        cells = [
            (
                with_interval(m, found[m]),
                other_readings(beside, lane, m),
                verdict_words(against[m]) if against else "",
            )
            for m in HEADLINE
        ]
        lines.append((scenario_title(comparison, lane), cells))
    return lines


def matters(comparison: Comparison) -> list[tuple[str, str]]:
    """By kind of measure, the smallest difference that matters, with its unit."""
    chosen = comparison.plan.matters
    shown = []
    for kind, least in thresholds().matters.items():
        value = chosen.get(kind, least)
        share = kind == "share"
        units = {"count": "per person", "share": "percentage points", "index": "points of an index"}
        by_hand = " (chosen for this run)" if kind in chosen else ""
        amount = f"{100 * value if share else value:g} {units.get(kind, kind)}{by_hand}"
        shown.append((kind, amount))
    return shown


def persona_table(beside: Beside, row: str) -> tuple[str, int, list[Any]]:
    """One row of the answer: its title, its people, and each headline measure by option.

    A cell holds the difference, its verdict, and in how many joint draws it goes as people want.
    """
    comparison = beside.comparison
    base = means_of(comparison, comparison.baseline, row)
    by_option = [differences_of(comparison, option, row) for option in comparison.options]
    lines = []
    for measure in HEADLINE:
        cells = [
            (
                with_interval(measure, found[measure].interval, signed=True),
                verdict_words(found[measure]),
                share_words(beside, option, row, measure),
            )
            for option, found in zip(comparison.options, by_option, strict=True)
        ]
        title = f"{DEFINITIONS[measure].title} ({unit_of_difference(measure)})"
        lines.append((title, with_interval(measure, base[measure]), cells))
    people = next(
        line.people
        for line in comparison.summary
        if line.persona == row and line.measure == HEADLINE[0]
    )
    return capital(row_title(comparison, row)), people, lines


def everything(comparison: Comparison) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every measure, over all people: baseline mean, options' differences."""
    base = means_of(comparison, comparison.baseline, ALL)
    by_option = [differences_of(comparison, option, ALL) for option in comparison.options]
    return [
        (
            f"{measure.title} ({measure.unit})",
            with_interval(name, base[name]),
            [
                (
                    with_interval(name, found[name].interval, signed=True),
                    verdict_words(found[name]),
                )
                for found in by_option
            ],
        )
        for name, measure in DEFINITIONS.items()
    ]
