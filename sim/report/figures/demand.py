"""A figure of demand raised: one panel for each measure, an option's line by marker and dash.

Goes in: what raised demand gave. Comes out: a :class:`Picture` whose words beside it say where each
line begins and ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.figures.style import (
    COLOURS,
    MARKERS,
    STYLE,
    Picture,
    add_legend,
    look,
    made_picture,
    make_panels,
)
from sim.report.words import number, scenario_title
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.demand import AS_USED, DemandRow, Raised
from sim.study.stated import FIRST_CONTACT
from sim.study.watching import FIRST_WAIT

DASHES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
APART: Final = 0.012
"""Demand by which marks of different options stand apart, so that none hides another."""


def demand_picture(beside: Beside) -> list[Picture]:
    """The figure, where demand was raised."""
    found = beside.raised
    if found is None:
        return []
    with mpl.rc_context(STYLE):
        return [_picture(beside, found)]


def _picture(beside: Beside, found: Raised) -> Picture:
    measures, comparison = (*PRIMARY, FIRST_WAIT), beside.comparison
    figure, panels = make_panels(len(measures), 2.0)
    for panel, measure in zip(panels, measures, strict=True):
        for name in comparison.scenarios:
            _draw(panel, comparison, _lines(found, name, measure), name)
        panel.set_title(DEFINITIONS[measure].title)
        share = DEFINITIONS[measure].kind == "share"
        panel.set_ylabel("per cent of people" if share else DEFINITIONS[measure].unit)
        panel.set_ylim(bottom=0.0)
        panel.set_xticks(found.factors, [f"{factor:g}" for factor in found.factors])
        panel.axvline(1.0, color="0.6", linewidth=0.8)
    days = found.stated[FIRST_CONTACT]
    panels[-1].axhline(days, color="0.3", linewidth=1.0, linestyle=(0, (2, 2)))
    panels[-1].annotate(f"stated: {days:g} days", (found.factors[0], days), va="bottom", fontsize=8)
    panels[-1].set_xlabel("people who come, in times what the files say")
    add_legend(figure, panels[0])
    title = "What rising demand does in each"
    return made_picture(figure, "demand", title, comparison, alt=_alt(beside, measures))


def _lines(found: Raised, scenario: str, measure: str) -> list[DemandRow]:
    return [
        row
        for row in found.rows
        if (row.scenario, row.induced, row.team, row.measure) == (scenario, AS_USED, "", measure)
        and row.demand in found.factors
    ]


def _draw(panel: Axes, comparison: Comparison, rows: Sequence[DemandRow], name: str) -> None:
    nth = look(comparison, name)
    middle = (len(comparison.scenarios) - 1) / 2.0
    scale = 100.0 if rows and DEFINITIONS[rows[0].measure].kind == "share" else 1.0
    at = np.array([row.demand for row in rows]) + APART * (nth - middle)
    mean, low, high = (
        scale * np.array([getattr(row, part) for row in rows]) for part in ("mean", "low", "high")
    )
    bars = np.nan_to_num(np.vstack([mean - low, high - mean]))
    panel.errorbar(
        at,
        mean,
        yerr=bars,
        color=COLOURS[nth % len(COLOURS)],
        marker=MARKERS[nth % len(MARKERS)],
        linestyle=DASHES[nth % len(DASHES)],
        linewidth=1.1,
        elinewidth=0.8,
        markersize=4,
        label=scenario_title(comparison, name),
    )


def _alt(beside: Beside, measures: Sequence[str]) -> str:
    """Where every line begins, stands at the files' demand, and ends."""
    found, comparison = beside.raised, beside.comparison
    assert found is not None
    parts = []
    for measure in measures:
        told = []
        for name in comparison.scenarios:
            rows = {row.demand: row for row in _lines(found, name, measure)}
            shown = [f for f in (found.factors[0], 1.0, found.factors[-1]) if f in rows]
            values = [number(measure, rows[f].mean) for f in shown if not math.isnan(rows[f].mean)]
            told.append(f"{scenario_title(comparison, name)} {', '.join(values)}")
        parts.append(f"{DEFINITIONS[measure].title}: {'; '.join(told)}")
    ends = f"{found.factors[0]:g}, 1 and {found.factors[-1]:g}"
    return f"Lines over demand, with values at {ends} times what the files say. " + ". ".join(parts)
