"""The storyboard as SVG: a lane for each option, all on one time axis, and a key.

Goes in: a board. Comes out: SVG text, one picture or several that each fit a page, with the axis
on each. Every mark has its title and its line of the story, so that the picture and the text
version say the same. Pure: the same bytes for the same board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sim.report.lanes import geometry as g
from sim.report.lanes.beside import key_of, panel_height, panel_of, panel_width, top_of
from sim.report.lanes.drawing import (
    FONT,
    INK,
    tag,
    text,
    width,
    words,
    wrapped,
)
from sim.report.lanes.lane import Board, StoryLane
from sim.report.lanes.signs import (
    BLUE,
    GREEN,
    RED,
    again_loop,
    drawn,
    joint,
    patterns,
)
from sim.report.lanes.telling import line_words, when_words
from sim.report.storylines import Line

WIDE: Final = 800.0
"""Units across: upright on A4, whose 190 mm make the smallest letters 7 points high."""
ACROSS: Final = 1120.0
"""Units across a sheet that lies on its side."""
PAGE: Final = 1080.0
"""Units that fit one beneath the other on an upright A4 page, a heading above them."""
TITLE: Final = 13.0
GOES_ON: Final = 10.0 + TITLE + 6.0 + 10.0
"""Units above and beneath the strands of a lane that goes on on another sheet."""
GREY: Final = "#767676"
PALE: Final = "#d9d9d9"
WEEKS_APART: Final = 2
STYLE: Final = (
    "text{paint-order:stroke;stroke:#fff;stroke-width:2.5px;stroke-linejoin:round}"
    "text.plain{stroke:none}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A lane with everything in its place."""

    lane: StoryLane
    head: tuple[str, ...]
    """lines of its summary"""
    strands: Sequence[g.Strand]
    panel: float
    """x of the panel"""
    height: float
    least: float
    """height without strands"""
    goes_on: bool = False
    """whether it began on another sheet"""


def pictures_of(
    board: Board,
    *,
    name: str,
    wide: float = WIDE,
    page: float = PAGE,
    starts: date | None = None,
    alone: bool = False,
) -> list[str]:
    """The board as SVG, as many pictures as pages are needed; the key stands on the last.

    ``name``: keeps the names inside the picture apart from those of others on one page.
    ``page``: units of height; infinite for one picture. ``starts``: the date of day 0.
    ``alone``: of a size of its own, for a file; else as wide as what it stands in.
    """
    scale = g.Scale(left=g.LEFT, right=wide - panel_width(board) - 18.0, days=board.days)
    room = page - _top(starts) - top_of(board, wide)[1]
    laid = [part for lane in board.lanes for part in _parts(_laid(board, lane, scale, wide), room)]
    key = key_of(board, wide, "")[1]
    pages: list[list[Laid]] = [[]]
    first = top_of(board, wide)
    for one in laid:
        above = _top(starts) + (first[1] if len(pages) == 1 else 0.0)
        if pages[-1] and _used(pages[-1]) + one.height + above > page:
            pages.append([])
        pages[-1].append(one)
    above = _top(starts) + (first[1] if len(pages) == 1 else 0.0)
    if _used(pages[-1]) + key + above > page:
        pages.append([])  # the key on a sheet of its own
    return [
        _picture(
            board,
            shown,
            scale,
            wide,
            f"{name}{nth}",
            starts,
            first if nth == 0 else ("", 0.0),
            key_of(board, wide, f"{name}{nth}") if nth == len(pages) - 1 else ("", 0.0),
            alone=alone,
        )
        for nth, shown in enumerate(pages)
    ]


def _used(shown: Sequence[Laid]) -> float:
    return sum(one.height for one in shown)


def _laid(board: Board, lane: StoryLane, scale: g.Scale, wide: float) -> Laid:
    head = tuple(wrapped(lane.summary, wide - 2 * g.LEFT))
    panel = g.Box(scale.right + 12.0, 0.0, wide, panel_height(lane))
    strands = g.strands_of(board, lane, scale, wide, panel)
    above = 10.0 + TITLE + len(head) * 13.0 + 6.0 + 10.0
    height = above + max(g.height_of(strands), panel.y1)
    return Laid(
        lane=lane,
        head=head,
        strands=strands,
        panel=scale.right + 18.0,
        height=height,
        least=above + panel.y1,
    )


def _parts(one: Laid, room: float) -> list[Laid]:
    """A lane in as many parts as sheets are needed, each strand whole; nothing gets smaller."""
    above = one.height - g.height_of(one.strands) if not one.goes_on else GOES_ON
    here = [s for s in one.strands if above + s.y + s.box.y1 <= room]
    rest = [s for s in one.strands if above + s.y + s.box.y1 > room]
    if one.height <= room or not here or not rest:
        return [one]
    first = replace(one, strands=here, height=max(one.least, above + g.height_of(here)))
    up = min(strand.y for strand in rest)
    for strand in rest:
        strand.y -= up
    height = GOES_ON + g.height_of(rest)
    return [first, *_parts(replace(one, strands=rest, goes_on=True, height=height), room)]


def _top(starts: date | None) -> float:
    """Height of the axis."""
    return 46.0 if starts else 32.0


def _picture(
    board: Board,
    shown: Sequence[Laid],
    scale: g.Scale,
    wide: float,
    name: str,
    starts: date | None,
    first: tuple[str, float],
    key: tuple[str, float],
    *,
    alone: bool,
) -> str:
    y = _top(starts) if shown else 0.0
    height = first[1] + y + _used(shown) + key[1]
    inside = [_axis(scale, y + _used(shown), starts)] if shown else []
    for one in shown:
        inside.append(_lane(board, one, scale, wide, y, name, starts))
        y += one.height
    if key[0]:
        inside.append(tag("g", key[0], transform=f"translate(0 {y:.1f})"))
    parts = [first[0], tag("g", *inside, transform=f"translate(0 {first[1]:.1f})")]
    titles = "; ".join(one.lane.title for one in shown)
    return tag(
        "svg",
        tag("title", words(f"{board.who}: {board.title}"), id=f"{name}-t"),
        tag("desc", words(f"A lane for each: {titles}." if shown else "What the signs mean.")),
        tag("defs", tag("style", STYLE), patterns(f"{name}-")),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide:.0f} {height:.0f}",
        width=f"{wide:.0f}" if alone else "100%",
        height=f"{height:.0f}" if alone else "",
        role="img",
        aria_labelledby=f"{name}-t",
        font_family=FONT,
    )


def _axis(scale: g.Scale, height: float, starts: date | None) -> str:
    """Weeks since the need began, and dates where they are known."""
    parts = [text(g.LEFT, 11, "Weeks since the need began")]
    weeks = scale.days // 7
    for week in range(0, weeks + 1, WEEKS_APART):
        x = scale.x(week * 7 * 1440)
        parts.append(tag("path", d=f"M{x:.1f} 28V{height:.1f}", stroke=PALE, stroke_width=0.7))
        parts.append(text(x, 25, f"{week}", anchor="middle"))
        if starts and week % (2 * WEEKS_APART) == 0:
            day = starts + timedelta(weeks=week)
            anchor = "middle" if week else ""  # the first would stand half outside
            parts.append(text(x, 39, f"{day.day} {day:%b}", anchor=anchor))
    return "".join(parts)


def _lane(
    board: Board,
    one: Laid,
    scale: g.Scale,
    wide: float,
    y: float,
    name: str,
    starts: date | None,
) -> str:
    """One option: its title, what it adds up to, its strands, and who knows what at the end."""
    title = f"{one.lane.title}{' (goes on)' if one.goes_on else ''}"
    parts = [
        tag("path", d=f"M0 1H{wide:.0f}", stroke=INK, stroke_width=1.2),
        text(g.LEFT, 10 + TITLE - 2, title, size=TITLE, bold=True),
    ]
    foot = 10 + TITLE
    for said in () if one.goes_on else one.head:
        foot += 13.0
        parts.append(text(g.LEFT, foot - 2, said))
    foot += 6.0
    inside = [_moment(one, scale), _joints(one.lane, one.strands, scale)]
    for strand in one.strands:
        inside.append(_strand(board, strand, scale, name, starts))
    parts.append(tag("g", *inside, transform=f"translate(0 {foot:.1f})"))
    if one.goes_on:
        return tag("g", *parts, transform=f"translate(0 {y:.1f})")
    parts.append(
        tag("g", panel_of(board, one.lane), transform=f"translate({one.panel:.1f} {foot:.1f})")
    )
    return tag("g", *parts, transform=f"translate(0 {y:.1f})")


def _joints(lane: StoryLane, strands: Sequence[g.Strand], scale: g.Scale) -> str:
    """Dotted lines from where needs leave one strand to where they go on on another."""
    by_thread = {strand.thread: strand for strand in strands}
    parts = []
    for minute, one, other in lane.joints:
        if one in by_thread and other in by_thread:
            x = scale.x(minute)
            ends = [by_thread[each].y + g.NAME + g.BAND / 2 for each in (one, other)]
            parts.append(
                tag(
                    "path",
                    d=f"M{x:.1f} {ends[0]:.1f}H{x - 6:.1f}V{ends[1]:.1f}H{x:.1f}",
                    fill="none",
                    stroke=GREY,
                    stroke_width=1.1,
                    stroke_dasharray="1.5 2",
                )
            )
    return "".join(parts)


def _strand(board: Board, strand: g.Strand, scale: g.Scale, name: str, starts: date | None) -> str:
    middle = g.NAME + g.BAND / 2
    parts = [
        text(strand.named, g.NAME - 3, strand.name, colour="#333"),
        tag(
            "path",
            d=f"M{strand.x0:.1f} {middle:.1f}H{strand.x1:.1f}",
            stroke=GREY,
            stroke_width=1,
        ),
    ]
    parts += [_bar(bar, name, scale, starts) for bar in strand.bars]
    for x in sorted({bead.hook for bead in strand.beads}):
        low = max(g.bead_y(bead) for bead in strand.beads if bead.hook == x)
        parts.append(
            tag("path", d=f"M{x:.1f} {middle:.1f}V{low:.1f}", stroke=GREY, stroke_width=0.8)
        )
    for bead in strand.beads:
        if bead.x > bead.hook:  # of one day with the sign at its left
            y = g.bead_y(bead) + 8.0
            d = f"M{bead.hook:.1f} {y - 3:.1f}v3H{bead.x:.1f}v-3"
            parts.append(tag("path", d=d, fill="none", stroke=BLUE, stroke_width=1.2))
    parts += [_bead(bead, starts) for bead in strand.beads]
    return tag("g", *parts, transform=f"translate(0 {strand.y:.1f})")


def _mark(line: Line, starts: date | None, *parts: str, whole: bool = True) -> str:
    """A mark with its title and, once for each line, the whole line of the story."""
    said = [tag("title", words(f"{when_words(line, starts)}: {line.label or line.text}"))]
    if whole:
        said.append(tag("desc", words(line_words(line, starts))))
    return tag("g", *said, *parts)


def _bar(bar: g.Bar, name: str, scale: g.Scale, starts: date | None) -> str:
    y = g.NAME
    long = bar.x1 - bar.x0
    box = tag(
        "rect",
        x=bar.x0,
        y=y,
        width=long,
        height=g.BAND,
        fill="#fff" if bar.sign == g.COURSE else f"url(#{name}-{bar.sign})",
        stroke=BLUE if bar.sign in (g.COURSE, "interim") else "#555",
        stroke_width=1,
    )
    parts = [box]
    if bar.sign == g.COURSE:
        strokes = "".join(f"M{scale.x(at):.1f} {y:.1f}v{g.BAND}" for at in bar.line.at)
        parts.append(tag("path", d=strokes, stroke=BLUE, stroke_width=2.4))
    if bar.label:
        parts.append(
            tag(
                "rect",
                x=bar.x0 + long / 2 - width(bar.label) / 2 - 2,
                y=y + 0.6,
                width=width(bar.label) + 4,
                height=g.BAND - 1.2,
                fill="#fff",
            )
        )
        parts.append(text(bar.x0 + long / 2, y + g.BAND - 2, bar.label, anchor="middle"))
    whole = bar.sign not in (g.COURSE, "interim") and not bar.line.still
    return _mark(bar.line, starts, *parts, whole=whole)


def _bead(bead: g.Bead, starts: date | None) -> str:
    y = g.bead_y(bead)
    sign = joint(bead.line.sign) if bead.line.together > 1 else drawn(bead.line.hangs)
    parts = [tag("g", sign, transform=f"translate({bead.x:.1f} {y:.1f})")]
    x = bead.x + g.SIGN / 2
    if bead.left:
        x = bead.x - g.SIGN / 2 - g.bead_width(bead)
    under = x
    for kind, said in bead.words:
        again = kind == g.AGAIN
        if again:
            parts.append(tag("g", again_loop(), transform=f"translate({x + 5:.1f} {y:.1f})"))
            x += g.LOOP
        colour = RED if again else INK
        parts.append(text(x, y + 3.8, said, bold=again, colour=colour))
        x += width(said, bold=again) + g.SPACE
    for nth, said in enumerate(bead.more):
        parts.append(text(under, y + 3.8 + (nth + 1) * 12.5, said))
    return _mark(bead.line, starts, *parts)


def _moment(one: Laid, scale: g.Scale) -> str:
    """A line through the lane at the moment of right help."""
    for line in one.lane.lines:
        if line.kind == "right help":
            x, foot = scale.x(line.minute), g.height_of(one.strands)
            return tag(
                "path",
                d=f"M{x:.1f} {g.NAME:.1f}V{foot:.1f}",
                stroke=GREEN,
                stroke_width=1.4,
                stroke_dasharray="6 3",
                opacity=0.8,
            )
    return ""
