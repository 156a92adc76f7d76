"""Every figure of the report, in the order of the page; and those of the headline.

Goes in: a comparison and what stands beside it. Comes out: figures as SVG and PNG, the same bytes
each time. Options stand in the order in which they were given, never sorted by result; a table with
the same numbers stands beside each figure.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.answer import differences_of
from sim.report.figures.costs import cost_picture
from sim.report.figures.first import came_first_picture
from sim.report.figures.gains import gains_picture, personas_gain_picture
from sim.report.figures.gaps import gaps_picture
from sim.report.figures.ladder import ladder_picture
from sim.report.figures.spread import counts_picture, waits_picture
from sim.report.figures.staff import load_picture, minutes_picture
from sim.report.figures.style import (
    OPEN_MARKS,
    SHADED,
    STANDS,
    STYLE,
    Picture,
    add_legend,
    add_look,
    draw_mark,
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
from sim.report.tables import means_of
from sim.report.words import (
    HEADLINE,
    number,
    people_of,
    row_title,
    scenario_title,
    these_personas,
    unit_of_difference,
    with_interval,
)
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison
from sim.study.findings import CLONE, DifferenceRow
from sim.study.rows import ALL
from sim.study.staff import StaffRow


def pictures(
    comparison: Comparison, staff: Sequence[StaffRow], beside: Beside | None = None
) -> list[Picture]:
    """All figures of a comparison. ``beside``: with verdicts that a stress run withdrew."""
    beside = beside or nothing_beside(comparison)
    comparison = beside.comparison
    with mpl.rc_context(STYLE):
        made: list[Picture | None] = [headline_picture(comparison)]
        if comparison.options:
            made.append(persona_picture(comparison))
        made.append(ladder_picture(beside))
        made.append(gains_picture(beside))
        made.append(personas_gain_picture(beside))
        made.append(came_first_picture(comparison))
        made.append(counts_picture(beside))
        made.append(waits_picture(beside))
        made.append(gaps_picture(beside))
        made.append(load_picture(comparison, staff))
        made.append(minutes_picture(comparison, staff))
        made.append(cost_picture(comparison))
    return [picture for picture in made if picture]


def headline_picture(comparison: Comparison) -> Picture:
    """Every scenario's mean and interval, a panel for each headline measure."""
    lanes = [lane for lane in comparison.lanes if lane != CLONE]
    rows = (len(HEADLINE) + 1) // 2
    titles = [scenario_title(comparison, lane) for lane in lanes]
    height = rows * (row_height(titles, 0.3) * len(lanes) + 0.7)
    figure, grid = make_grid(rows, 2, height, sharey=True)
    panels = [panel for row in grid for panel in row]
    found = {lane: means_of(comparison, lane, ALL) for lane in lanes}
    for panel, measure in zip(panels, HEADLINE, strict=False):
        share = DEFINITIONS[measure].kind == "share"
        for place, lane in enumerate(lanes):
            mean = scaled(measure, found[lane][measure])
            draw_mark(panel, mean, place, look(comparison, lane))
            end = mean.high if mean.known else mean.mean
            told = f"{mean.mean:.1f}%" if share else number(measure, mean.mean)
            panel.annotate(
                told, (end, place), (5, 0), textcoords="offset points", va="center", fontsize=8
            )
        panel.set_title(wrapped(DEFINITIONS[measure].title, 40))
        panel.set_xlabel("per cent of people" if share else DEFINITIONS[measure].unit)
        panel.set_xlim(0.0, 1.2 * panel.get_xlim()[1])
    name_rows(panels[0], titles)
    for panel in panels[len(HEADLINE) :]:
        panel.set_axis_off()
    everyone = these_personas(len(people_of(comparison)))
    title = f"Over {everyone}"
    return made_picture(figure, "headline", title, comparison, alt=_headline_alt(comparison))


def _headline_alt(comparison: Comparison) -> str:
    """The lowest and the highest mean of each measure, by name."""
    told = []
    for measure in HEADLINE:
        means = [
            (means_of(comparison, lane, ALL)[measure], scenario_title(comparison, lane))
            for lane in comparison.scenarios
        ]
        low, high = (pick(means, key=lambda one: one[0].mean) for pick in (min, max))
        if len(means) == 1 or low[0].mean == high[0].mean:
            told.append(f"{DEFINITIONS[measure].title}: {with_interval(measure, low[0])}")
            continue
        ends = (f"{with_interval(measure, mean)} ({title})" for mean, title in (low, high))
        told.append(f"{DEFINITIONS[measure].title}: from {' to '.join(ends)}")
    everyone = these_personas(len(people_of(comparison)))
    return f"Means over {everyone}, a panel for each measure. {'. '.join(told)}."


def persona_picture(comparison: Comparison) -> Picture:
    """Each persona's difference by option, a panel for each primary measure."""
    rows = [*people_of(comparison), ALL]
    options = comparison.options
    titles = [row_title(comparison, row) for row in rows]
    height = len(rows) * row_height(titles, 0.15 * len(options) + 0.2) + 1.0 + 0.15 * len(options)
    figure, (panels,) = make_grid(1, len(PRIMARY), height, sharey=True)
    for panel, measure in zip(panels, PRIMARY, strict=True):
        shade_small(panel, smallest(comparison, measure))
        for place in range(1, len(rows)):
            panel.axhline(place - 0.5, color="0.85", linewidth=0.5, zorder=0)
        for nth, option in enumerate(options):
            shift = (nth - (len(options) - 1) / 2) / (len(options) + 1)
            lines = [differences_of(comparison, option, row)[measure] for row in rows]
            marks = [
                (scaled(measure, line.interval), place + shift, line.verdict in STANDS)
                for place, line in enumerate(lines)
            ]
            draw_marks(panel, marks, look(comparison, option))
        panel.set_title(wrapped(DEFINITIONS[measure].title, 22))
        panel.set_xlabel(unit_of_difference(measure))
    name_rows(panels[0], titles)
    panels[0].set_ylim(len(rows) - 0.5, -0.5)
    for option in options:
        add_look(panels[0], look(comparison, option), scenario_title(comparison, option))
    add_legend(figure, panels[0])
    against = scenario_title(comparison, comparison.baseline)
    return made_picture(
        figure,
        "differences",
        f"Difference from {against}",
        comparison,
        alt=_differences_alt(comparison, rows),
        note=f"{OPEN_MARKS} {SHADED}",
    )


def _differences_alt(comparison: Comparison, rows: Sequence[str]) -> str:
    """How many differences of personas stand, and the furthest either way, by measure."""
    told = []
    for measure in PRIMARY:
        lines = [
            differences_of(comparison, option, row)[measure]
            for option in comparison.options
            for row in rows
            if row != ALL
        ]
        higher, lower = (sum(line.verdict == word for line in lines) for word in STANDS[::-1])
        ends = sorted(lines, key=lambda line: line.difference)
        told.append(
            f"{DEFINITIONS[measure].title}: {higher} higher, {lower} lower, "
            f"{len(lines) - higher - lower} neither; from {_end(comparison, ends[0])} to "
            f"{_end(comparison, ends[-1])}"
        )
    against = scenario_title(comparison, comparison.baseline)
    return (
        f"Each persona's difference from {against} in each way of organising help, a panel for "
        f"each primary measure. {'. '.join(told)}."
    )


def _end(comparison: Comparison, line: DifferenceRow) -> str:
    who = row_title(comparison, line.persona)
    value = number(line.measure, line.difference, signed=True)
    return f"{value} ({who}, {scenario_title(comparison, line.scenario)})"
