"""Figures: one panel for each measure, marks and hatches as well as colours, order as given.

Goes in: a comparison. Comes out: figures as SVG and PNG, the same bytes each time. Every figure has
a caption that names interval and source, and a table with the same numbers stands beside it.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures import DEFINITIONS, PRIMARY
from sim.model.words import MINUTES_PER_DAY
from sim.report.answer import differences_of
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
from sim.study.statistics import CONFIDENCE, Interval

# Okabe and Ito's colours, which people with any colour vision can tell apart.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
HATCHES: Final = ("", "///", "...", "\\\\\\", "xxx", "++", "oo")
STYLE: Final[Any] = {
    "svg.hashsalt": "storylanes",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "hatch.linewidth": 0.6,
}
DOTS_PER_INCH: Final = 150
TITLE_AT_MOST: Final = 32
"""Characters in a line beside an axis."""
LEGEND_AT_MOST: Final = 16
"""Characters of a title that may stand beside others in a legend."""
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
BANDS: Final = (("#009E73", ""), ("#56B4E9", "..."), ("#D55E00", "///"), ("#F2F2F2", ""))
"""Colour and hatch of each of them, and of who still waits."""
DAYS_DRAWN: Final = 92
SOURCE: Final = "Simulated by Story Lanes; verified, not validated for any place."


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure with what must stand beneath it."""

    name: str
    """of its files, without ending"""
    title: str
    """what it shows"""
    caption: str
    """interval and source"""
    svg: bytes
    """as SVG"""
    png: bytes
    """as PNG"""


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
    return made


def headline_picture(comparison: Comparison) -> Picture:
    """Every scenario's mean and interval, a panel for each headline measure."""
    lanes = [lane for lane in comparison.lanes if lane != CLONE]
    figure, panels = _panels(len(HEADLINE), 0.35 * len(lanes) + 0.9)
    found = {lane: means_of(comparison, lane, ALL) for lane in lanes}
    for panel, measure in zip(panels, HEADLINE, strict=True):
        for place, lane in enumerate(lanes):
            _mark(panel, shown(measure, found[lane][measure]), place, look(comparison, lane))
        _rows(panel, [scenario_title(comparison, lane) for lane in lanes])
        panel.set_title(DEFINITIONS[measure].title)
        share = DEFINITIONS[measure].kind == "share"
        panel.set_xlabel("per cent of people" if share else DEFINITIONS[measure].unit)
        panel.margins(x=0.08)
        panel.set_xlim(left=0)
    everyone = these_personas(len(people_of(comparison)))
    return _picture(figure, "headline", f"Over {everyone}", comparison)


def persona_picture(comparison: Comparison) -> Picture:
    """Each persona's difference by option, a panel for each primary measure."""
    rows = [*people_of(comparison), ALL]
    options = comparison.options
    figure, panels = _panels(len(PRIMARY), 0.16 * len(rows) * (len(options) + 1) + 0.9)
    for panel, measure in zip(panels, PRIMARY, strict=True):
        panel.axvline(0.0, color="0.6", linewidth=0.8)
        for nth, option in enumerate(options):
            for place, row in enumerate(rows):
                line = differences_of(comparison, option, row)[measure]
                shift = (nth - (len(options) - 1) / 2) / (len(options) + 1)
                title = scenario_title(comparison, option) if place == 0 else ""
                at, style = place + shift, look(comparison, option)
                _mark(panel, shown(measure, line.interval), at, style, title)
        _rows(panel, [row_title(comparison, row) for row in rows])
        panel.set_title(f"{DEFINITIONS[measure].title}: difference")
        panel.set_xlabel(unit_of_difference(measure))
    _legend(figure, panels[0])
    against = scenario_title(comparison, comparison.baseline)
    return _picture(figure, "differences", f"Difference from {against}", comparison)


def came_first_picture(comparison: Comparison) -> Picture:
    """For every scenario a panel: who was helped, left, got better or still waited, by week."""
    names = list(comparison.scenarios)
    figure, panels = _panels(len(names), 1.5)
    shown_people = list(people_of(comparison))
    follow = comparison.programs[comparison.baseline].follow / MINUTES_PER_DAY
    days = np.linspace(0.0, follow, DAYS_DRAWN)
    for panel, name in zip(panels, names, strict=True):
        found = daily(comparison.lanes[name], shown_people, days)
        below = np.zeros(len(days))
        bands = [*((WORDS_FIRST[word], found[word]) for word in WORDS_FIRST)]
        bands.append(("still waiting", 1.0 - sum((band for _, band in bands), below)))
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
    _legend(figure, panels[0])
    title = "How it turned out for each need at level 2 or more"
    return _picture(figure, "came_first", title, comparison, interval=False)


def minutes_picture(comparison: Comparison, staff: Sequence[StaffRow]) -> Picture:
    """Staff minutes with these people by purpose, a bar for each scenario."""
    names = list(comparison.scenarios)
    figure, (panel,) = _panels(1, 0.4 * len(names) + 1.4)
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
    _rows(panel, [scenario_title(comparison, name) for name in names])
    panel.set_xlabel("hours in one run, from the first counted week to the end")
    _legend(figure, panel)
    title = "What staff time with these people went into, paperwork left out"
    return _picture(figure, "staff_minutes", title, comparison, interval=False)


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


def _legend(figure: Figure, panel: Axes) -> None:
    handles, titles = panel.get_legend_handles_labels()
    columns = 4 if max(map(len, titles), default=0) < LEGEND_AT_MOST else 1
    figure.legend(handles, titles, loc="outside upper left", frameon=False, ncols=columns)


def _panels(count: int, height: float) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(7.5, height * count), layout="constrained")
    made = figure.subplots(count, 1, squeeze=False)
    return figure, list(made[:, 0])


def _mark(panel: Axes, found: Interval, place: float, nth: int, label: str = "") -> None:
    colour = COLOURS[nth % len(COLOURS)]
    if found.known:
        panel.plot([found.low, found.high], [place, place], color=colour, linewidth=1.4)
    panel.plot(
        [found.mean],
        [place],
        marker=MARKERS[nth % len(MARKERS)],
        color=colour,
        linestyle="none",
        markersize=5,
        label=label or None,
    )


def _rows(panel: Axes, titles: Sequence[str]) -> None:
    lines = [textwrap.fill(title, TITLE_AT_MOST) for title in titles]
    panel.set_yticks(range(len(titles)), lines)
    panel.set_ylim(len(titles) - 0.4, -0.6)


def _picture(
    figure: Figure, name: str, title: str, comparison: Comparison, *, interval: bool = True
) -> Picture:
    runs = comparison.plan.replications
    if not interval:
        range_of = f"Means of {runs} runs. "
    elif runs > 1:
        range_of = f"Bars are {CONFIDENCE:.0%} intervals from {runs} runs. "
    else:
        range_of = "One run: no intervals. "
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    figure.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return Picture(
        name=name, title=title, caption=range_of + SOURCE, svg=svg.getvalue(), png=png.getvalue()
    )
