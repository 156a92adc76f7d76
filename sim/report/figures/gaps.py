"""Fairness: each group's gap from everybody else, in each way of organising help.

Goes in: a comparison with its gaps. Comes out: a figure, a panel for each primary measure. A gap
shows where the files already differ; no group has an effect of its own.
"""

from __future__ import annotations

from typing import Final

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.figures.style import (
    SHADED,
    Picture,
    add_legend,
    add_look,
    draw_marks,
    look,
    made_picture,
    make_grid,
    name_rows,
    row_height,
    scaled,
    shade_small,
    smallest,
    wrapped,
)
from sim.report.words import group_title, number, scenario_title, unit_of_difference
from sim.study.beside import Beside
from sim.study.groups import GapRow
from sim.study.statistics import Interval

AT_MOST: Final = 18
"""Characters in a line beside an axis."""


def gaps_picture(beside: Beside) -> Picture | None:
    """Nothing where no groups can be told apart."""
    comparison = beside.comparison
    found = {(row.group, row.scenario, row.measure): row for row in beside.gaps}
    groups = list(dict.fromkeys(row.group for row in beside.gaps))
    if not groups:
        return None
    names = list(comparison.scenarios)
    titles = [group_title(group) for group in groups]
    height = (
        len(groups) * row_height(titles, 0.13 * len(names) + 0.2, AT_MOST) + 0.16 * len(names) + 0.9
    )
    figure, (panels,) = make_grid(1, len(PRIMARY), height, sharey=True)
    for panel, measure in zip(panels, PRIMARY, strict=True):
        shade_small(panel, smallest(comparison, measure))
        for place in range(1, len(groups)):
            panel.axhline(place - 0.5, color="0.85", linewidth=0.5, zorder=0)
        for nth, name in enumerate(names):
            shift = (nth - (len(names) - 1) / 2) / (len(names) + 1)
            gaps = [scaled(measure, _gap(found[group, name, measure])) for group in groups]
            marks = [
                (gap, place + shift, gap.known and not gap.holds(0.0))
                for place, gap in enumerate(gaps)
            ]
            draw_marks(panel, marks, look(comparison, name))
        panel.set_title(wrapped(DEFINITIONS[measure].title, 22))
        panel.set_xlabel(unit_of_difference(measure))
    name_rows(panels[0], titles, AT_MOST)
    panels[0].set_ylim(len(groups) - 0.5, -0.5)
    for name in names:
        add_look(panels[0], look(comparison, name), scenario_title(comparison, name))
    add_legend(figure, panels[0])
    return made_picture(
        figure,
        "gaps",
        "Each group's mean less everybody else's",
        comparison,
        alt=_alt(beside, groups),
        note=f"Filled: the interval leaves out zero; open: it holds zero. {SHADED} Exploratory.",
    )


def _gap(row: GapRow) -> Interval:
    return Interval(row.gap, row.low, row.high)


def _alt(beside: Beside, groups: list[str]) -> str:
    """For each group and measure the range of its gap over the ways of organising help."""
    told = []
    for group in groups:
        parts = []
        for measure in PRIMARY:
            gaps = [row.gap for row in beside.gaps if (row.group, row.measure) == (group, measure)]
            low, high = (number(measure, pick(gaps), signed=True) for pick in (min, max))
            parts.append(f"{DEFINITIONS[measure].title.lower()} {low} to {high}")
        told.append(f"{group_title(group)}: {', '.join(parts)}")
    return (
        "Gaps between each group and everybody else, a mark for each way of organising help. From "
        f"the lowest to the highest of them: {'. '.join(told)}."
    )
