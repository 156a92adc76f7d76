"""The ladder: each option's primary differences on every rung that was run, side by side.

Goes in: a comparison with its other rungs. Comes out: a figure, a row of panels for each option and
a column for each primary measure. Rung C is marked as an illustration.
"""

from __future__ import annotations

from typing import Final

from sim.measures import DEFINITIONS, PRIMARY
from sim.model.words import Rung
from sim.report.answer import differences_of
from sim.report.figures.style import (
    BARS_ARE,
    OPEN_MARKS,
    SHADED,
    STANDS,
    Picture,
    draw_marks,
    look,
    made_picture,
    make_grid,
    name_panels,
    name_rows,
    scaled,
    shade_small,
    smallest,
    wrapped,
)
from sim.report.standing import rungs_of
from sim.report.words import number, scenario_title, unit_of_difference
from sim.study.beside import Beside
from sim.study.rows import ALL
from sim.study.statistics import CONFIDENCE

ON_AXIS: Final[dict[Rung, str]] = {
    "A": "A structure alone",
    "B": "B with queues: the headline",
    "C": "C with trust: an illustration",
}


def ladder_picture(beside: Beside) -> Picture | None:
    """Nothing where one rung was run, or nothing was compared."""
    comparison, rungs = beside.comparison, rungs_of(beside)
    if len(rungs) < 2 or not comparison.options:
        return None
    options = comparison.options
    height = len(options) * (0.2 * len(rungs) + 0.45) + 0.9
    figure, grid = make_grid(len(options), len(PRIMARY), height, sharex="col", sharey=True)
    for option, panels in zip(options, grid, strict=True):
        for panel, measure in zip(panels, PRIMARY, strict=True):
            shade_small(panel, smallest(comparison, measure))
            lines = [differences_of(found, option, ALL)[measure] for found in rungs.values()]
            marks = [
                (scaled(measure, line.interval), float(place), line.verdict in STANDS)
                for place, line in enumerate(lines)
            ]
            draw_marks(panel, marks, look(comparison, option))
        name_panels(panels[0], scenario_title(comparison, option))
    name_rows(grid[0][0], [wrapped(ON_AXIS[rung], 18) for rung in rungs])
    for panel, measure in zip(grid[-1], PRIMARY, strict=True):
        title = wrapped(DEFINITIONS[measure].title, 24)
        panel.set_xlabel(f"{title}\n({unit_of_difference(measure)})")
    against = scenario_title(comparison, comparison.baseline)
    runs = {rung: found.plan.replications for rung, found in rungs.items()}
    told = ", ".join(f"{count} on {rung}" for rung, count in runs.items())
    ranges = f"{BARS_ARE} {CONFIDENCE:.0%} intervals; runs: {told}."
    return made_picture(
        figure,
        "ladder",
        f"Difference from {against} on each rung of the ladder",
        comparison,
        alt=_alt(beside),
        note=f"Rung C is an illustration and never stands alone. {OPEN_MARKS} {SHADED}",
        range_of=ranges,
    )


def _alt(beside: Beside) -> str:
    """For each measure and rung the lowest to the highest difference, and how many stand."""
    comparison, rungs = beside.comparison, rungs_of(beside)
    told = []
    for measure in PRIMARY:
        parts = []
        for rung, found in rungs.items():
            lines = [differences_of(found, option, ALL)[measure] for option in comparison.options]
            changes = [line.difference for line in lines]
            low, high = (number(measure, pick(changes), signed=True) for pick in (min, max))
            span = low if low == high else f"{low} to {high}"
            stand = sum(line.verdict in STANDS for line in lines)
            parts.append(f"{rung} {span} ({stand} of {len(lines)} stand)")
        told.append(f"{DEFINITIONS[measure].title}: {', '.join(parts)}")
    return (
        "Each option's difference over all people on each rung, a row of panels for each option. "
        f"{'. '.join(told)}."
    )
