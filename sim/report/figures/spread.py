"""Distributions, not only means: bars of counts, and curves of who had come by each day.

Goes in: a comparison with its distributions. Comes out: a row of panels for each option, with the
first scenario drawn behind it, so that two things at a time are held against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes

from sim.measures import DEFINITIONS
from sim.report.figures.style import (
    COLOURS,
    DASHES,
    IN_TABLES,
    INK,
    NO_INTERVAL,
    Picture,
    look,
    made_picture,
    make_grid,
    name_panels,
    span_words,
)
from sim.report.words import people_of, scenario_title, these_personas
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.rows import ALL
from sim.study.spread import COUNTED, FROM_ONSET, Band, DistributionRow

SHARE: Final = "% of people"
DAILY_UNTIL: Final = 28
"""Day from which a curve is drawn week by week."""


def counts_picture(beside: Beside) -> Picture | None:
    """How many people have how many handoffs and repeated stories."""
    comparison, names = beside.comparison, list(beside.comparison.scenarios)
    if not beside.spread.rows:
        return None
    found = {
        (name, measure): counts_of(beside.spread.rows, name, measure)
        for name in names
        for measure in COUNTED
    }
    columns = len(COUNTED)
    figure, grid = make_grid(
        len(names), columns, 1.25 * len(names) + 0.6, sharex="col", sharey=True
    )
    for name, panels in zip(names, grid, strict=True):
        for panel, measure in zip(panels, COUNTED, strict=True):
            shares = [100.0 * one.value for one in found[name, measure]]
            places = np.arange(len(shares))
            colour = COLOURS[look(comparison, name) % len(COLOURS)]
            first = name == comparison.baseline
            face = "0.35" if first else colour
            panel.bar(places, shares, width=0.8, color=face, edgecolor=INK, linewidth=0.4)
            if not first:
                base = [100.0 * one.value for one in found[comparison.baseline, measure]]
                _outline(panel, base)
            last = len(shares) - 1
            panel.set_xticks(places, [*map(str, range(last)), f"{last}+"])
            panel.grid(visible=False, axis="x")
            panel.grid(visible=True, axis="y")
        name_panels(panels[0], scenario_title(comparison, name))
        panels[0].set_ylabel(SHARE)
    for panel, measure in zip(grid[-1], COUNTED, strict=True):
        panel.set_xlabel(f"{DEFINITIONS[measure].title.lower()} of a person")
    against = scenario_title(comparison, comparison.baseline)
    note = f"Outline: {against}. {IN_TABLES}" if comparison.options else IN_TABLES
    return made_picture(
        figure,
        "counts",
        "How many people have how many",
        comparison,
        interval=NO_INTERVAL,
        alt=_counts_alt(comparison, found),
        note=note,
    )


def counts_of(rows: Sequence[DistributionRow], lane: str, measure: str) -> list[DistributionRow]:
    """The shares of people with 0, 1, 2 ... over everybody, the last with so many or more."""
    return [
        row
        for row in rows
        if (row.scenario, row.persona, row.measure) == (lane, ALL, measure)
        and row.kind.startswith("share with")
    ]


def _outline(panel: Axes, shares: Sequence[float]) -> None:
    panel.stairs(
        shares, np.arange(len(shares) + 1) - 0.5, color=INK, linewidth=1.0, linestyle=(0, (3, 1))
    )


def _counts_alt(
    comparison: Comparison, found: Mapping[tuple[str, str], Sequence[DistributionRow]]
) -> str:
    told = []
    for measure in COUNTED:
        shares = {name: found[name, measure] for name in comparison.scenarios}
        parts = []
        for words, nth in (("none", 0), (f"{COUNTED[measure]} or more", -1)):
            values = {name: rows[nth].value for name, rows in shares.items()}
            parts.append(f"{words} {_first_and_options(comparison, values)}")
        told.append(f"{DEFINITIONS[measure].title}: {'; '.join(parts)}")
    everyone = these_personas(len(people_of(comparison)))
    return (
        f"Bars of the share of people with 0, 1, 2 and more, over {everyone}, a row for each way "
        f"of organising help. {'. '.join(told)}."
    )


def waits_picture(beside: Beside) -> Picture | None:
    """Who had met somebody, and who had right help, by the weeks since onset."""
    comparison, waits = beside.comparison, beside.spread.waits
    if not waits:
        return None
    first = comparison.baseline
    names = list(comparison.options) or [first]
    figure, grid = make_grid(
        len(names), len(FROM_ONSET), 1.5 * len(names) + 0.7, sharex=True, sharey="col"
    )
    for name, panels in zip(names, grid, strict=True):
        for panel, measure in zip(panels, FROM_ONSET, strict=True):
            if name != first:
                _curve(panel, waits[first, measure], 0, "first")
            _curve(panel, waits[name, measure], look(comparison, name), "own")
            panel.set_xlim(0.0, (len(waits[name, measure].mean) - 1) / 7.0)
            panel.grid(visible=True, axis="y")
        panels[0].set_ylabel(SHARE)
        name_panels(panels[0], scenario_title(comparison, name))
    for panel, measure in zip(grid[-1], FROM_ONSET, strict=True):
        panel.set_ylim(bottom=0.0)
        title = DEFINITIONS[measure].title.removeprefix("Wait ")
        panel.set_xlabel(f"weeks {title}")
    against = scenario_title(comparison, first)
    behind = f"Solid black line: {against}; dashed: the one named above it."
    return made_picture(
        figure,
        "waits",
        "Share of people to whom it had come, by weeks since onset",
        comparison,
        alt=_waits_alt(comparison, waits),
        interval="Shades are",
        note=behind if comparison.options else "",
    )


def _curve(panel: Axes, band: Band, nth: int, kind: str) -> None:
    drawn = np.array([day for day in range(len(band.mean)) if day < DAILY_UNTIL or day % 7 == 0])
    weeks = drawn / 7.0
    colour = COLOURS[nth % len(COLOURS)]
    if np.isfinite(band.low[0]):
        panel.fill_between(
            weeks,
            100.0 * band.low[drawn],
            100.0 * band.high[drawn],
            facecolor=colour,
            alpha=0.2,
            linewidth=0.0,
        )
    dash = DASHES[0] if kind == "first" or nth == 0 else DASHES[1]
    panel.plot(weeks, 100.0 * band.mean[drawn], color=colour, linestyle=dash)


def _waits_alt(comparison: Comparison, waits: Mapping[tuple[str, str], Band]) -> str:
    told = []
    for measure in FROM_ONSET:
        last = len(waits[comparison.baseline, measure].mean) - 1
        parts = []
        for day in sorted({min(28, last), last}):
            values = {name: float(waits[name, measure].mean[day]) for name in comparison.scenarios}
            parts.append(f"by week {day / 7:.0f} {_first_and_options(comparison, values)}")
        told.append(f"{DEFINITIONS[measure].title}: {'; '.join(parts)}")
    return (
        "Curves that rise from onset, a row of panels for each way of organising help. "
        f"{'. '.join(told)}."
    )


def _first_and_options(comparison: Comparison, values: Mapping[str, float]) -> str:
    """The first scenario's share, and the lowest to the highest of the options."""
    first = comparison.baseline
    told = f"{values[first]:.0%} in {scenario_title(comparison, first)}"
    options = [values[name] for name in comparison.options]
    return f"{told}, {span_words(options)} in the others" if options else told
