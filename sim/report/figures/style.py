"""The one style of every figure: colours, marks, hatches, and what must stand beneath and beside.

Goes in: a figure of matplotlib. Comes out: a :class:`Picture`, SVG and PNG with the same bytes each
time. Every figure has a caption that names interval and source, and words for who cannot see it.
"""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.study.compare import Comparison
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
SOURCE: Final = "Simulated by Story Lanes; verified, not validated for any place."


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure with what must stand beneath it."""

    name: str
    """of its files, without ending"""
    title: str
    """what it shows"""
    alt: str
    """what it shows to who cannot see it"""
    caption: str
    """interval and source"""
    svg: bytes
    """as SVG"""
    png: bytes
    """as PNG"""


def add_legend(figure: Figure, panel: Axes) -> None:
    handles, titles = panel.get_legend_handles_labels()
    columns = 4 if max(map(len, titles), default=0) < LEGEND_AT_MOST else 1
    figure.legend(handles, titles, loc="outside upper left", frameon=False, ncols=columns)


def make_panels(count: int, height: float) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(7.5, height * count), layout="constrained")
    made = figure.subplots(count, 1, squeeze=False)
    return figure, list(made[:, 0])


def draw_mark(panel: Axes, found: Interval, place: float, nth: int, label: str = "") -> None:
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


def name_rows(panel: Axes, titles: Sequence[str]) -> None:
    lines = [textwrap.fill(title, TITLE_AT_MOST) for title in titles]
    panel.set_yticks(range(len(titles)), lines)
    panel.set_ylim(len(titles) - 0.4, -0.6)


def made_picture(
    figure: Figure,
    name: str,
    title: str,
    comparison: Comparison,
    *,
    interval: bool = True,
    alt: str = "",
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
        name=name,
        title=title,
        alt=alt or f"{title}: the tables beside hold the numbers",
        caption=range_of + SOURCE,
        svg=svg.getvalue(),
        png=png.getvalue(),
    )


def data_address(svg: bytes) -> str:
    """A picture as an address that needs no other file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
