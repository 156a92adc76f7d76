"""The map of a system: teams where they always stand, and arrows between them.

Goes in: scenarios, which give every team its place, the same in all of them; then the teams and
arrows of one map. Comes out: a figure. Teams at whose door somebody may ask stand on the left, the
others on the right, those of one organisation together, in the order of the files. Kinds of arrow
differ by dashes as well as by colour.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.model.scenario import Scenario
from sim.report.figures.style import DOTS_PER_INCH, SOURCE, STYLE, Picture
from sim.report.phrases import title

WIDTH: Final = 6.7
"""Inches, all of a page of A4 within its margins."""
BOX_WIDTH: Final = 1.62
BOX_HEIGHT: Final = 0.42
ROW: Final = 0.5
"""Inches from one team to the next below it, and for the name of an organisation."""
SPREAD: Final = 0.09
"""Inches between two arrows at one box, at most."""
RETURNING: Final = 0.6
"""How far an arrow that leads up a column bulges, against one that leads down: they stand apart."""
WIDE: Final = 1.5
"""Points of width from which dashes grow no longer."""
NAME_ROW: Final = 0.17
LEGEND_ROWS: Final = 0.62
LETTERS: Final = 26
"""Characters in a line of a box, and of the name of an organisation."""
TEAM_SIZE: Final = 7.0
SMALL_SIZE: Final = 6.2
KINDS: Final[dict[str, tuple[str, str, Any]]] = {
    "warm": ("handed on in person (warm)", "#009E73", "-"),
    "overlap": ("both go on a while (overlap)", "#0072B2", (0, (7, 1.5))),
    "cold": ("by letter or form (cold)", "#000000", (0, (4, 2))),
    "number_given": ("a number to ring", "#D55E00", (0, (1, 1.2))),
    "other": ("other moves", "#6A6A6A", (0, (4, 1.5, 1, 1.5))),
}
"""What each kind of arrow is called, its colour (Okabe and Ito's) and its dashes."""
HALO: Final = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"}


class Arrow(NamedTuple):
    """From one team to another."""

    from_team: str
    to_team: str
    kind: str
    """one of KINDS"""
    width: float
    """points"""
    label: str = ""
    """what stands on it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where every team stands: the middle of its box, in inches from the lower left."""

    teams: Mapping[str, tuple[float, float]]
    organisations: Sequence[tuple[str, float, float]]
    """the name above each group, and where it begins"""
    height: float

    def on_the_left(self, team: str) -> bool:
        """Whether somebody may ask there."""
        return self.teams[team][0] < WIDTH / 2


def places_of(scenarios: Sequence[Scenario]) -> Places:
    """A place for every team of these scenarios, the same in all of them."""
    organisations = _organisations(scenarios)
    asked = {
        scenario.steps[step].team
        for scenario in scenarios
        for step in (
            *scenario.doors.values(),
            *(reach.door for reach in scenario.reaches.values()),
        )
    }
    columns = [
        [
            (name, [t for t in teams if (t in asked) is left])
            for name, teams in organisations.items()
        ]
        for left in (True, False)
    ]
    heights = [sum(NAME_ROW + ROW * len(teams) for _, teams in part if teams) for part in columns]
    height = max(heights) + LEGEND_ROWS
    teams: dict[str, tuple[float, float]] = {}
    names: list[tuple[str, float, float]] = []
    for part, tall, left in zip(columns, heights, (True, False), strict=True):
        x = BOX_WIDTH / 2 + 0.02 if left else WIDTH - BOX_WIDTH / 2 - 0.02
        # the shorter column stands with even gaps, so that arrows spread
        slack = (max(heights) - tall) / max(1, sum(1 for _, there in part if there))
        y = height
        for name, there in part:
            if not there:
                continue
            y -= NAME_ROW + slack / 2
            names.append((name, x - BOX_WIDTH / 2, y + 0.02))
            for team in there:
                teams[team] = (x, y - BOX_HEIGHT / 2)
                y -= ROW
            y -= slack / 2
    return Places(teams=teams, organisations=names, height=height)


def _organisations(scenarios: Sequence[Scenario]) -> dict[str, list[str]]:
    """Teams by the title of their organisation, in the order in which files name them."""
    found: dict[str, list[str]] = {}
    for scenario in scenarios:
        for name in scenario.organisations:
            own = [t for t, team in scenario.teams.items() if team.organisation == name]
            teams = found.setdefault(scenario.organisations[name].title, [])
            known = [team for there in found.values() for team in there]
            teams.extend(team for team in own if team not in known)
    return found


def map_picture(
    scenario: Scenario,
    places: Places,
    arrows: Sequence[Arrow],
    *,
    name: str,
    heading: str,
    alt: str,
    caption: str,
    beneath: Mapping[str, str] = {},
    key: Sequence[str] = (),
) -> Picture:
    """The map of a scenario. ``beneath``: by team, what stands under its name. ``key``: lines that
    say what the marks mean."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, places.height))
        panel = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        panel.set_xlim(0.0, WIDTH)
        panel.set_ylim(0.0, places.height)
        panel.set_axis_off()
        drawn = sorted(arrows, key=lambda one: -one.width)
        for arrow, ends in zip(drawn, _ends_of(places, drawn), strict=True):
            _draw_arrow(panel, places, arrow, *ends)
        _name_organisations(panel, scenario, places)
        for team in scenario.teams:
            _draw_team(panel, places, team, title(scenario.teams, team), beneath.get(team, ""))
        _draw_key(panel, arrows, key)
        svg, png = _written(figure)
    whole = f"{caption} {SOURCE}"
    return Picture(name=name, title=heading, alt=alt, caption=whole, svg=svg, png=png)


def _draw_team(panel: Axes, places: Places, team: str, name: str, beneath: str) -> None:
    x, y = places.teams[team]
    panel.add_patch(
        FancyBboxPatch(
            (x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2),
            BOX_WIDTH,
            BOX_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor="white",
            edgecolor="#333333",
            linewidth=0.8,
            zorder=3,
        )
    )
    # what stands in brackets is explained elsewhere, and a box holds two lines
    lines = textwrap.wrap(name.partition(" (")[0], LETTERS, max_lines=2, placeholder="…")
    words = "\n".join(lines)
    lift = 0.085 if beneath else 0.0
    at: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4}
    panel.text(x, y + lift, words, fontsize=TEAM_SIZE, linespacing=1.0, **at)
    if beneath:
        panel.text(x, y - 0.135, beneath, fontsize=SMALL_SIZE, color="#111111", **at)


def _name_organisations(panel: Axes, scenario: Scenario, places: Places) -> None:
    """Only those of which a team is there."""
    there = {
        scenario.organisations[team.organisation].title: places.on_the_left(name)
        for name, team in scenario.teams.items()
    }
    both = {
        (scenario.organisations[team.organisation].title, places.on_the_left(name))
        for name, team in scenario.teams.items()
    }
    for name, x, y in places.organisations:
        if name in there and (name, x < WIDTH / 2) in both:
            panel.text(x, y, name, fontsize=SMALL_SIZE, style="italic", color="#333333", zorder=4)


Point = tuple[float, float]


def _ends_of(places: Places, arrows: Sequence[Arrow]) -> list[tuple[Point, Point]]:
    """Where each arrow begins and ends, spread over the inner side of the boxes.

    At a box the arrows stand in the order of the heights that they lead to, so that few cross.
    """
    sides: dict[str, list[tuple[float, int, bool]]] = {}
    for nth, arrow in enumerate(arrows):
        from_y, to_y = places.teams[arrow.from_team][1], places.teams[arrow.to_team][1]
        sides.setdefault(arrow.from_team, []).append((-to_y, nth, True))
        sides.setdefault(arrow.to_team, []).append((-from_y, nth, False))
    found: dict[tuple[int, bool], Point] = {}
    for team, ends in sides.items():
        x, y = places.teams[team]
        inner = x + BOX_WIDTH / 2 if places.on_the_left(team) else x - BOX_WIDTH / 2
        gap = min(SPREAD, 0.86 * BOX_HEIGHT / len(ends))
        for place, (_, nth, begins) in enumerate(sorted(ends)):
            found[nth, begins] = inner, y + gap * ((len(ends) - 1) / 2 - place)
    return [(found[nth, True], found[nth, False]) for nth in range(len(arrows))]


def _draw_arrow(panel: Axes, places: Places, arrow: Arrow, start: Point, end: Point) -> None:
    """A curve from box to box; between teams of one column it bulges into the middle."""
    _, colour, dashes = KINDS[arrow.kind]
    left = places.on_the_left(arrow.from_team)
    bend = 0.04
    if left == places.on_the_left(arrow.to_team):
        reach = max(abs(start[1] - end[1]), 0.1)
        down = start[1] > end[1]
        inward = min(1.5, 0.35 + 0.3 * reach) / reach * (1.0 if down else RETURNING)
        bend = -inward if down == left else inward
    panel.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bend:.4f}",
            arrowstyle=f"-|>,head_length={3 + 0.6 * arrow.width:.3f},"
            f"head_width={1.3 + 0.5 * arrow.width:.3f}",
            linewidth=arrow.width,
            linestyle=_at_width(dashes, arrow.width),
            capstyle="butt",  # round ends would close the gaps of a wide line
            color=colour,
            alpha=0.85,
            shrinkA=0.0,
            shrinkB=0.0,
            zorder=2,
        )
    )
    if arrow.label:
        # two kinds between the same teams must not carry their numbers in one place
        x, y = _middle(start, end, bend, 0.42 if arrow.kind == "number_given" else 0.58)
        panel.text(
            x, y, arrow.label, fontsize=SMALL_SIZE, ha="center", va="center", zorder=5, bbox=HALO
        )


def _at_width(dashes: Any, width: float) -> Any:
    """Dashes that do not grow with a line that is wide: matplotlib takes them in widths of it."""
    if width <= WIDE or isinstance(dashes, str):
        return dashes
    start, lengths = dashes
    return start, tuple(length * WIDE / width for length in lengths)


def _middle(start: Point, end: Point, bend: float, t: float) -> Point:
    """A point of the curve, so far along it."""
    control = (
        (start[0] + end[0]) / 2 + bend * (end[1] - start[1]),
        (start[1] + end[1]) / 2 - bend * (end[0] - start[0]),
    )
    x, y = (
        (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b
        for a, c, b in zip(start, control, end, strict=True)
    )
    return x, y


def _draw_key(panel: Axes, arrows: Sequence[Arrow], key: Sequence[str]) -> None:
    """What dashes and marks mean, beneath the map."""
    kinds = [kind for kind in KINDS if any(arrow.kind == kind for arrow in arrows)]
    lines = [
        Line2D([], [], color=KINDS[kind][1], linestyle=KINDS[kind][2], label=KINDS[kind][0])
        for kind in kinds
    ]
    panel.legend(
        handles=lines,
        loc="lower left",
        bbox_to_anchor=(0.0, 0.2 / panel.get_ylim()[1]),
        ncols=3,
        frameon=False,
        fontsize=SMALL_SIZE,
        handlelength=3.2,
        borderaxespad=0.0,
        columnspacing=1.2,
    )
    panel.text(0.02, 0.03, "   ".join(key), fontsize=SMALL_SIZE, color="#111111")


def _written(figure: Figure) -> tuple[bytes, bytes]:
    """The figure as SVG and PNG, without date or maker."""
    svg, png = io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    figure.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return svg.getvalue(), png.getvalue()
