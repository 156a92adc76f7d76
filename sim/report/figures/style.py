"""The one style of every figure: colours, marks, hatches, and what must stand beneath and beside.

Goes in: a figure of matplotlib. Comes out: a :class:`Picture`, SVG and PNG with the same bytes each
time. Every figure is as wide as the column of an A4 page and no taller than one, so that its words
are printed at 8 points or more; it has a caption that names interval and source, and words for who
cannot see it. Colour never stands alone: marks, dashes, hatches and words say the same.
"""

from __future__ import annotations

import base64
import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures import DEFINITIONS
from sim.study.compare import Comparison
from sim.study.findings import PLACEBO
from sim.study.statistics import CONFIDENCE, Interval

Shared = bool | Literal["row", "col"]
# Okabe and Ito's colours, which people with any colour vision can tell apart; the lightest last.
COLOURS: Final = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
HATCHES: Final = ("", "////", "\\\\\\\\", "----", "xxx", "++", "||||")
DASHES: Final = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (8, 3)))
INK: Final = "0.15"
QUIET: Final = "0.45"
GRID: Final = "0.9"
SMALL_BAND: Final = "0.93"
"""What is too small to matter."""
WIDTH: Final = 6.69
"""Inches: the column of an A4 page, 17 cm."""
TALLEST: Final = 9.0
"""Inches: what a printed page holds; a taller figure would be shrunk, and its words with it."""
STYLE: Final[Any] = {
    "svg.hashsalt": "storylanes",
    # Words stay words: searchable, and a third of the size. Verdana is as wide as DejaVu Sans,
    # which is what they were measured with.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 8,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 5,
    "axes.labelsize": 8,
    "axes.labelcolor": INK,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0,
    "legend.fontsize": 8,
    "legend.handletextpad": 0.5,
    "hatch.linewidth": 0.6,
    "lines.linewidth": 1.4,
}
DOTS_PER_INCH: Final = 200
TITLE_AT_MOST: Final = 30
"""Characters in a line beside an axis."""
LINE_HEIGHT: Final = 0.135
"""Inches."""
LEGEND_AT_MOST: Final = 16
"""Characters of a title that may stand beside others in a legend."""
STANDS: Final = ("lower", "higher")
"""Verdicts that fill a mark."""
OPEN_MARKS: Final = "Filled: the difference stands, lower or higher; open: it does not."
SHADED: Final = "Shaded: too small to matter."
IN_TABLES: Final = "Intervals stand in the tables."
BARS_ARE: Final = "Bars are"
NO_INTERVAL: Final = ""
PLACES: Final = re.compile(rb' (?:d|x|y|transform)="[^"]*"')
INDENT: Final = re.compile(rb"^ +", re.MULTILINE)
NOT_TURNED: Final = re.compile(rb' transform="rotate\(-?0 [^"]*"')
FONT: Final = b"font-family: 'DejaVu Sans', 'Verdana', sans-serif; "
NUMBER: Final = re.compile(rb"-?[0-9]+\.[0-9]{3,}")
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
    """The marks of a panel above the whole figure, in the order in which they were drawn."""
    handles, titles = panel.get_legend_handles_labels()
    columns = 4 if max(map(len, titles), default=0) < LEGEND_AT_MOST else 1
    figure.legend(handles, titles, loc="outside upper left", frameon=False, ncols=columns)


def make_panels(count: int, height: float) -> tuple[Figure, list[Axes]]:
    """Panels one under another, each ``height`` inches."""
    figure, made = make_grid(count, 1, height * count)
    return figure, [row[0] for row in made]


def make_grid(
    rows: int,
    columns: int,
    height: float,
    *,
    sharex: Shared = False,
    sharey: Shared = False,
) -> tuple[Figure, list[list[Axes]]]:
    """Panels in rows and columns; ``height``: inches of the whole figure, cut to what a page holds.

    ``sharex``, ``sharey``: as in ``Figure.subplots``: True, "row" or "col".
    """
    figure = Figure(figsize=(WIDTH, min(height, TALLEST)), layout="constrained")
    made = figure.subplots(rows, columns, squeeze=False, sharex=sharex, sharey=sharey)
    return figure, [list(row) for row in made]


def draw_mark(
    panel: Axes,
    found: Interval,
    place: float,
    nth: int,
    label: str = "",
    *,
    filled: bool = True,
) -> None:
    """A mean with its interval in the look of the nth lane; open where nothing is claimed."""
    draw_marks(panel, [(found, place, filled)], nth, label)


def draw_marks(
    panel: Axes, marks: Sequence[tuple[Interval, float, bool]], nth: int, label: str = ""
) -> None:
    """Means with intervals and places in the look of the nth lane, whether filled or open.

    All bars are one path and all marks of a kind another: that keeps a file small.
    """
    colour = COLOURS[nth % len(COLOURS)]
    across, along = [], []
    for found, place, _ in marks:
        if found.known:
            across += [found.low, found.high, float("nan")]
            along += [place] * 3
    if across:
        panel.plot(across, along, color=colour)
    for filled in (True, False):
        mine = [(found.mean, place) for found, place, full in marks if full == filled]
        if not mine:
            continue
        panel.plot(
            *zip(*mine, strict=True),
            marker=MARKERS[nth % len(MARKERS)],
            color=colour,
            markerfacecolor=colour if filled else "white",
            markeredgecolor=INK if filled else colour,
            markeredgewidth=0.5 if filled else 1.1,
            linestyle="none",
            markersize=4.6,
            label=label or None,
        )


def add_look(panel: Axes, nth: int, label: str) -> None:
    """The look of the nth lane for the legend of a panel, where nothing is drawn."""
    nowhere = Interval(float("nan"), float("nan"), float("nan"))
    draw_mark(panel, nowhere, 0.0, nth, label)


def shade_small(panel: Axes, least: float) -> None:
    """Zero, and the band about it that is too small to matter."""
    if least == least:
        panel.axvspan(-least, least, facecolor=SMALL_BAND, edgecolor="none", zorder=0)
    panel.axvline(0.0, color=QUIET, linewidth=0.8, zorder=1)


def smallest(comparison: Comparison, measure: str) -> float:
    """The smallest difference that matters, in the unit of the axis; NaN where none is held."""
    lines = (line.matters for line in comparison.differences if line.measure == measure)
    least = next(lines, float("nan"))
    return scaled(measure, Interval(least, least, least)).mean


def name_rows(panel: Axes, titles: Sequence[str], at_most: int = TITLE_AT_MOST) -> None:
    """Names of rows beside an axis, from the top."""
    panel.set_yticks(range(len(titles)), [wrapped(title, at_most) for title in titles])
    panel.set_ylim(len(titles) - 0.4, -0.6)


def row_height(titles: Sequence[str], least: float, at_most: int = TITLE_AT_MOST) -> float:
    """Inches that a row beside an axis takes, so that no name runs into the next."""
    lines = max((wrapped(title, at_most).count("\n") + 1 for title in titles), default=1)
    return max(least, LINE_HEIGHT * lines + 0.05)


def wrapped(text: str, at_most: int = TITLE_AT_MOST) -> str:
    """Text in lines of at most so many characters."""
    return textwrap.fill(text, at_most, break_on_hyphens=False)


def name_panels(panel: Axes, title: str) -> None:
    """A title over a row of panels, which begins above the first and may run over the others."""
    panel.set_title(" ")  # keeps its place
    over = panel.annotate(
        title,
        (0.0, 1.0),
        (0.0, STYLE["axes.titlepad"]),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=STYLE["axes.titlesize"],
        annotation_clip=False,
    )
    over.set_in_layout(False)  # else the panels would make room for all of it


def span_words(values: Sequence[float], form: str = ".0%") -> str:
    """The lowest to the highest of some values: ``58% to 60%``."""
    low, high = (format(pick(values), form) for pick in (min, max))
    return low if low == high else f"{low} to {high}"


def look(comparison: Comparison, lane: str) -> int:
    """Which colour and marker a lane has in every figure: its place, scenarios first."""
    return [*comparison.scenarios, PLACEBO].index(lane)


def scaled(measure: str, found: Interval) -> Interval:
    """An interval in the unit of its axis: shares in per cent."""
    return times(found, 100.0 if DEFINITIONS[measure].kind == "share" else 1.0)


def times(found: Interval, factor: float) -> Interval:
    """An interval in another unit."""
    return Interval(*(factor * value for value in found))


def range_words(comparison: Comparison, drawn_as: str) -> str:
    """What shows the intervals of a figure: bars, or a shade."""
    runs = comparison.plan.replications
    if not drawn_as:
        return f"Means of {runs} runs." if runs > 1 else "One run."
    if runs > 1:
        return f"{drawn_as} {CONFIDENCE:.0%} intervals from {runs} runs."
    return "One run: no intervals."


def slimmed(svg: bytes) -> bytes:
    """A picture with places to a hundredth of a point, its font named once, no line indented.

    It is a third as large, and looks the same.
    """
    told = PLACES.sub(lambda found: NUMBER.sub(_to_hundredths, found.group()), svg)
    told = INDENT.sub(b"", NOT_TURNED.sub(b"", told))
    return told.replace(FONT, b"").replace(b"*{", b"*{" + FONT, 1)


def _to_hundredths(found: re.Match[bytes]) -> bytes:
    return f"{float(found.group()):.2f}".rstrip("0").rstrip(".").encode("ascii")


def made_picture(
    figure: Figure,
    name: str,
    title: str,
    comparison: Comparison,
    *,
    interval: str = BARS_ARE,
    alt: str = "",
    note: str = "",
    range_of: str = "",
) -> Picture:
    """A figure as files.

    ``interval``: what shows the intervals; empty for none. ``note``: sentences of the caption
    before interval and source. ``range_of``: what to say of intervals and runs, where other than
    that the comparison's own runs gave them.
    """
    range_of = range_of or range_words(comparison, interval)
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    figure.set_layout_engine("none")  # it stands: to lay it out again would only take time
    figure.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return Picture(
        name=name,
        title=title,
        alt=alt or f"{title}: the tables beside hold the numbers",
        caption=" ".join(part for part in (note, range_of, SOURCE) if part),
        svg=slimmed(svg.getvalue()),
        png=png.getvalue(),
    )


def data_address(svg: bytes) -> str:
    """A picture as an address that needs no other file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
