"""Figures: one panel for each measure, marks and hatches as well as colours, order as given.

Goes in: a comparison. Comes out: figures as SVG and PNG, the same bytes each time. Every figure has
a caption that names interval and source, and a table with the same numbers stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import matplotlib as mpl
import numpy as np

from sim.measures import DEFINITIONS, PRIMARY
from sim.model.words import MINUTES_PER_DAY
from sim.report.answer import differences_of
from sim.report.figures.costs import cost_picture
from sim.report.figures.style import (
    COLOURS,
    HATCHES,
    STYLE,
    Picture,
    add_legend,
    draw_mark,
    made_picture,
    make_panels,
    name_rows,
)
from sim.report.tables import means_of
from sim.report.words import (
    HEADLINE,
    people_of,
    row_title,
    scenario_title,
    these_personas,
    unit_of_difference,
)
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.findings import CLONE, PLACEBO
from sim.study.incidence import daily
from sim.study.rows import ALL
from sim.study.staff import StaffRow
from sim.study.statistics import Interval

PURPOSES: Final = (
    "telling",
    "retelling",
    "confirming",
    "helping",
    "coordinating",
    "missed",
)
"""Paperwork is left out: it follows contacts with other people too."""
WORDS_FIRST: Final = {
    "helped": "helped",
    "better": "got better",
    "left": "left without, for good",
}
"""Bands of the figure of what came first, from the bottom."""
STILL: Final = "still waiting, or nobody asked"
BANDS: Final = (("#009E73", ""), ("#56B4E9", "..."), ("#D55E00", "///"), ("#F2F2F2", ""))
"""Colour and hatch of each of them, and of who still waits."""
DAYS_DRAWN: Final = 92


def pictures(
    comparison: Comparison, staff: Sequence[StaffRow], beside: Beside | None = None
) -> list[Picture]:
    """All figures of a comparison. ``beside``: with verdicts that a stress run withdrew."""
    comparison = beside.comparison if beside else comparison
    with mpl.rc_context(STYLE):
        made = [headline_picture(comparison)]
        if comparison.options:
            made.append(persona_picture(comparison))
        made.append(came_first_picture(comparison))
        made.append(minutes_picture(comparison, staff))
        made.append(cost_picture(comparison))
    return made


def headline_picture(comparison: Comparison) -> Picture:
    """Every scenario's mean and interval, a panel for each headline measure."""
    lanes = [lane for lane in comparison.lanes if lane != CLONE]
    figure, panels = make_panels(len(HEADLINE), 0.35 * len(lanes) + 0.9)
    found = {lane: means_of(comparison, lane, ALL) for lane in lanes}
    for panel, measure in zip(panels, HEADLINE, strict=True):
        for place, lane in enumerate(lanes):
            draw_mark(panel, shown(measure, found[lane][measure]), place, look(comparison, lane))
        name_rows(panel, [scenario_title(comparison, lane) for lane in lanes])
        panel.set_title(DEFINITIONS[measure].title)
        share = DEFINITIONS[measure].kind == "share"
        panel.set_xlabel("per cent of people" if share else DEFINITIONS[measure].unit)
        panel.margins(x=0.08)
        panel.set_xlim(left=0)
    everyone = these_personas(len(people_of(comparison)))
    return made_picture(figure, "headline", f"Over {everyone}", comparison)


def persona_picture(comparison: Comparison) -> Picture:
    """Each persona's difference by option, a panel for each primary measure."""
    rows = [*people_of(comparison), ALL]
    options = comparison.options
    figure, panels = make_panels(len(PRIMARY), 0.16 * len(rows) * (len(options) + 1) + 0.9)
    for panel, measure in zip(panels, PRIMARY, strict=True):
        panel.axvline(0.0, color="0.6", linewidth=0.8)
        for nth, option in enumerate(options):
            for place, row in enumerate(rows):
                line = differences_of(comparison, option, row)[measure]
                shift = (nth - (len(options) - 1) / 2) / (len(options) + 1)
                title = scenario_title(comparison, option) if place == 0 else ""
                at, style = place + shift, look(comparison, option)
                draw_mark(panel, shown(measure, line.interval), at, style, title)
        name_rows(panel, [row_title(comparison, row) for row in rows])
        panel.set_title(f"{DEFINITIONS[measure].title}: difference")
        panel.set_xlabel(unit_of_difference(measure))
    add_legend(figure, panels[0])
    against = scenario_title(comparison, comparison.baseline)
    return made_picture(figure, "differences", f"Difference from {against}", comparison)


def came_first_picture(comparison: Comparison) -> Picture:
    """For every scenario a panel: who was helped, left, got better or still waited, by week."""
    names = list(comparison.scenarios)
    figure, panels = make_panels(len(names), 1.4 + 1.2 / len(names))
    shown_people = list(people_of(comparison))
    follow = comparison.programs[comparison.baseline].follow / MINUTES_PER_DAY
    days = np.linspace(0.0, follow, DAYS_DRAWN)
    for panel, name in zip(panels, names, strict=True):
        found = daily(comparison.lanes[name], shown_people, days)
        below = np.zeros(len(days))
        bands = [*((WORDS_FIRST[word], found[word]) for word in WORDS_FIRST)]
        bands.append((STILL, 1.0 - sum((band for _, band in bands), below)))
        for (title, band), (colour, hatch) in zip(bands, BANDS, strict=True):
            panel.fill_between(
                days / 7.0,
                100.0 * below,
                100.0 * (below + band),
                facecolor=colour,
                hatch=hatch,
                edgecolor="0.35",
                linewidth=0.4,
                label=title,
            )
            below = below + band
        panel.set_title(scenario_title(comparison, name))
        panel.set_xlim(0.0, follow / 7.0)
        panel.set_ylim(0.0, 100.0)
        panel.set_ylabel("% of needs")
    panels[-1].set_xlabel("weeks since onset")
    add_legend(figure, panels[0])
    title = "How it turned out for each need at level 2 or more"
    return made_picture(figure, "came_first", title, comparison, interval=False)


def minutes_picture(comparison: Comparison, staff: Sequence[StaffRow]) -> Picture:
    """Staff minutes with these people by purpose, a bar for each scenario."""
    names = list(comparison.scenarios)
    figure, (panel,) = make_panels(1, 0.4 * len(names) + 1.4)
    left = [0.0] * len(names)
    for nth, purpose in enumerate(PURPOSES):
        widths = [_hours(staff, name, purpose) for name in names]
        panel.barh(
            range(len(names)),
            widths,
            left=left,
            color=COLOURS[nth],
            hatch=HATCHES[nth],
            edgecolor="white",
            label=purpose,
            height=0.6,
        )
        left = [start + width for start, width in zip(left, widths, strict=True)]
    name_rows(panel, [scenario_title(comparison, name) for name in names])
    panel.set_xlabel("hours in one run, from the first counted week to the end")
    add_legend(figure, panel)
    title = "What staff time with these people went into, paperwork left out"
    return made_picture(figure, "staff_minutes", title, comparison, interval=False)


def _hours(staff: Sequence[StaffRow], scenario: str, purpose: str) -> float:
    """Mean hours of a run."""
    rows = [row for row in staff if row.scenario == scenario]
    runs = len({row.replication for row in rows}) or 1
    return float(sum(getattr(row, f"{purpose}_minutes") for row in rows) / 60 / runs)


def look(comparison: Comparison, lane: str) -> int:
    """Which colour and marker a lane has in every figure: its place, scenarios first."""
    return [*comparison.scenarios, PLACEBO].index(lane)


def shown(measure: str, found: Interval) -> Interval:
    """An interval in the unit of its axis: shares in per cent."""
    scale = 100.0 if DEFINITIONS[measure].kind == "share" else 1.0
    return Interval(*(scale * value for value in found))
