"""What came first: helped, better, left or still waiting, as shares that fill the whole.

Goes in: a comparison. Comes out: a figure with a panel for each scenario on one pair of axes, whose
last week is written out at the right. The axis counts each person's weeks from her own onset, so it
has no dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from matplotlib.axes import Axes

from sim.model.words import MINUTES_PER_DAY
from sim.report.figures.style import (
    IN_TABLES,
    INK,
    NO_INTERVAL,
    Picture,
    made_picture,
    make_grid,
    span_words,
    wrapped,
)
from sim.report.words import people_of, scenario_title
from sim.study.compare import Comparison
from sim.study.incidence import daily
from sim.study.statistics import Floats

WORDS_FIRST: Final = {
    "helped": "helped",
    "better": "got better",
    "left": "left without, for good",
}
"""Bands of the figure, from the bottom."""
STILL: Final = "still waiting, or nobody asked"
BANDS: Final = (("#0072B2", ""), ("#56B4E9", ""), ("#E69F00", "///"), ("#F4F4F4", ""))
"""Colour and hatch of each of them, and of who still waits; no two are alike in grey."""
DAYS_DRAWN: Final = 53
TOLD_FROM: Final = 0.045
"""A band is told beside its last week if it is at least so high."""


def came_first_picture(comparison: Comparison) -> Picture:
    """For every scenario a panel: who was helped, left, got better or still waited, by week."""
    names = list(comparison.scenarios)
    rows = (len(names) + 1) // 2
    figure, grid = make_grid(rows, 2, 2.0 * rows + 0.8, sharex=True, sharey=True)
    panels = [panel for row in grid for panel in row]
    shown_people = list(people_of(comparison))
    days = np.linspace(
        0.0, comparison.programs[comparison.baseline].follow / MINUTES_PER_DAY, DAYS_DRAWN
    )
    ends = {}
    for panel, name in zip(panels, names, strict=False):
        bands = _bands(daily(comparison.lanes[name], shown_people, days))
        ends[name] = _fill(panel, days / 7.0, bands)
        panel.set_title(wrapped(scenario_title(comparison, name), 44))
        panel.set_xlim(0.0, days[-1] / 7.0)
        panel.set_ylim(0.0, 100.0)
        panel.grid(visible=False)
    for row in grid:
        row[0].set_ylabel("% of needs")
    for panel in panels[len(names) - 2 : len(names)]:
        panel.set_xlabel("weeks since onset")
        panel.tick_params(labelbottom=True)
    for panel in panels[len(names) :]:
        panel.set_axis_off()
    handles, titles = panels[0].get_legend_handles_labels()
    figure.legend(handles, titles, loc="outside upper left", frameon=False, ncols=4)
    title = "How it turned out for each need at level 2 or more"
    return made_picture(
        figure,
        "came_first",
        title,
        comparison,
        interval=NO_INTERVAL,
        alt=_alt(ends),
        note=IN_TABLES,
    )


def _bands(found: Mapping[str, Floats]) -> dict[str, Floats]:
    """Shares by title, from the bottom; together they are all."""
    bands = {title: found[word] for word, title in WORDS_FIRST.items()}
    bands[STILL] = np.maximum(1.0 - np.sum(list(bands.values()), axis=0), 0.0)
    return bands


def _fill(panel: Axes, weeks: Floats, bands: Mapping[str, Floats]) -> dict[str, float]:
    """Draw the bands and tell the last week of each; returns those."""
    below = np.zeros(len(weeks))
    last: dict[str, float] = {}
    for (title, band), (colour, hatch) in zip(bands.items(), BANDS, strict=True):
        panel.fill_between(
            weeks,
            100.0 * below,
            100.0 * (below + band),
            facecolor=colour,
            hatch=hatch,
            edgecolor=INK,
            linewidth=0.4,
            label=title,
        )
        last[title] = float(band[-1])
        if last[title] >= TOLD_FROM:
            middle = 100.0 * (float(below[-1]) + last[title] / 2.0)
            panel.annotate(
                f"{last[title]:.0%}",
                (weeks[-1], middle),
                (3, 0),
                textcoords="offset points",
                va="center",
                annotation_clip=False,
            )
        below = below + band
    return last


def _alt(ends: Mapping[str, Mapping[str, float]]) -> str:
    """Where the last week ends, from the lowest to the highest scenario."""
    told = [
        f"{title} {span_words([last[title] for last in ends.values()])}"
        for title in (*WORDS_FIRST.values(), STILL)
    ]
    return (
        "Areas that grow from onset to the end of the follow-up, a panel for each way of "
        f"organising help. By the end, of needs at level 2 or more: {'; '.join(told)}."
    )
