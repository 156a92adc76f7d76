"""The picture at the front: what each option does over everybody, as the run has it.

Goes in: a comparison. Comes out: one picture, a panel for each primary measure, an option in each
row, its difference from the first scenario with its interval and its verdict in words.
"""

from __future__ import annotations

import textwrap
from dataclasses import replace

import matplotlib as mpl
from matplotlib.axes import Axes

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.answer import differences_of
from sim.report.figures.style import (
    STYLE,
    Picture,
    draw_mark,
    made_picture,
    make_panels,
    name_rows,
)
from sim.report.words import (
    people_of,
    scenario_title,
    these_personas,
    unit_of_difference,
    with_interval,
)
from sim.study.compare import Comparison
from sim.study.rows import ALL
from sim.study.statistics import Interval

NAME = "picture"
SMALL = "In the grey band a difference is too small to matter."
ROW_INCHES = 0.42
VERDICT_AT_MOST = 20
"""Characters in a line of a verdict."""


def front_picture(comparison: Comparison) -> Picture:
    """The primary differences of every option over everybody."""
    options = comparison.options
    with mpl.rc_context(STYLE):
        figure, panels = make_panels(len(PRIMARY), ROW_INCHES * len(options) + 0.75)
        for panel, measure in zip(panels, PRIMARY, strict=True):
            _shade_small(panel, comparison, measure)
            for place, option in enumerate(options):
                line = differences_of(comparison, option, ALL)[measure]
                draw_mark(panel, _drawn(measure, line.interval), place, place + 1)
                panel.annotate(
                    textwrap.fill(line.verdict, VERDICT_AT_MOST),
                    (1.02, place),
                    xycoords=("axes fraction", "data"),
                    va="center",
                    fontsize=8,
                )
            name_rows(panel, [scenario_title(comparison, option) for option in options])
            panel.set_title(f"{DEFINITIONS[measure].title}: difference from “{first(comparison)}”")
            panel.set_xlabel(unit_of_difference(measure))
        everyone = these_personas(len(people_of(comparison)))
        title = f"What each way of organising help does over {everyone}"
        made = made_picture(figure, NAME, title, comparison, alt=in_words(comparison))
        return replace(made, caption=f"{SMALL} {made.caption}")


def _shade_small(panel: Axes, comparison: Comparison, measure: str) -> None:
    """No difference, and the band about it that is too small to matter."""
    lines = differences_of(comparison, comparison.options[0], ALL)
    least = lines[measure].matters
    band = _drawn(measure, Interval(0.0, -least, least))
    panel.axvspan(band.low, band.high, facecolor="0.9", edgecolor="none", zorder=0)
    panel.axvline(0.0, color="0.5", linewidth=0.8, zorder=1)


def _drawn(measure: str, found: Interval) -> Interval:
    """An interval in the unit of its axis: shares in per cent."""
    scale = 100.0 if DEFINITIONS[measure].kind == "share" else 1.0
    return Interval(*(scale * value for value in found))


def first(comparison: Comparison) -> str:
    """The title of what the others are held against."""
    return scenario_title(comparison, comparison.baseline)


def in_words(comparison: Comparison) -> str:
    """The same numbers in a sentence for each option."""
    told = [
        f"{scenario_title(comparison, option)}: "
        + "; ".join(
            f"{DEFINITIONS[measure].title.lower()} "
            f"{with_interval(measure, line.interval, signed=True)} {unit_of_difference(measure)}, "
            f"{line.verdict}"
            for measure, line in differences_of(comparison, option, ALL).items()
            if measure in PRIMARY
        )
        for option in comparison.options
    ]
    return f"Differences from {first(comparison)}, with 95% intervals. {'. '.join(told)}."
