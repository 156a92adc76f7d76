"""What stands beside the lanes: who knows what at the end, and the key to the signs.

Goes in: a board, or a lane of it. Comes out: SVG text with its height or width in units.
"""

from __future__ import annotations

from typing import Final

from sim.report.knowing import HERSELF, HOW, NOTES, SOMEBODY, WRITTEN
from sim.report.lanes import geometry as g
from sim.report.lanes.drawing import INK, tag, text, width, words, wrapped
from sim.report.lanes.lane import Board, StoryLane
from sim.report.lanes.signs import BLUE, MEANS, SPANS, drawn

NARROW: Final = 900.0
"""Units below which the key has three columns; else four."""
HOW_TO_READ: Final = (
    "Read from left to right: each sign hangs on its day, and how low it hangs means nothing. "
    "Signs on one string, beneath one another or joined by a line, are of one day, in order. "
    "Each strand is needs that travel together; dotted lines show where they part or join. "
    "In brackets: the median of all the journeys that this one was chosen from."
)
EDGE: Final = 6.0
"""Units that stay free at the right of the panel."""
PANEL: Final = 112.0
"""Units for the names of who knows something."""
CELLS: Final = {HERSELF: "●", SOMEBODY: "▲", NOTES: "○", WRITTEN: "□"}
"""How a part came to be known, in the panel at the right."""


def panel_width(board: Board) -> float:
    return PANEL + max(4, len(board.parts)) * g.LETTER + EDGE


def panel_height(lane: StoryLane) -> float:
    names = sum(len(wrapped(holder.name, PANEL)) for holder in lane.holders)
    return 30.0 + max(1, names) * 12.0 + len(lane.holders) * 2.0


def panel_of(board: Board, lane: StoryLane) -> str:
    """Who knows what at the end: a row for each team and record, a column for each part."""
    parts = [text(0, 10, "At the end, who knows", bold=True)]
    first = PANEL + g.LETTER / 2
    for nth, part in enumerate(board.parts):
        parts.append(text(first + nth * g.LETTER, 24, part.letter, bold=True, anchor="middle"))
    y = 24.0
    for holder in lane.holders:
        y += 14.0
        row = []
        for nth, said in enumerate(wrapped(holder.name, PANEL)):
            y += 12.0 if nth else 0.0
            row.append(text(0, y, said))
        for nth, part in enumerate(board.parts):
            how = holder.knows.get(part.chapter)
            x = first + nth * g.LETTER
            row.append(text(x, y, CELLS[how] if how else "·", anchor="middle"))
        known = ", ".join(
            f"{p.name}: {HOW[holder.knows[p.chapter]]}"
            for p in board.parts
            if p.chapter in holder.knows
        )
        parts.append(tag("g", tag("title", words(f"{holder.name}: {known}")), *row))
    if not lane.holders:
        parts.append(text(0, y + 13, "nobody, as far as it shows"))
    return "".join(parts)


FIRST: Final = ("asks", "retelling", "warm", "cold", "number_given", "still_waiting", "helped")
"""The signs that stand on top already; the whole key is at the end."""
SHORT: Final = {
    "asks": "help asked for",
    "retelling": "again: told before",
    "warm": "handed on in person",
    "cold": "by letter",
    "number_given": "a number to ring",
    "still_waiting": "still waiting",
    "helped": "helped",
}


def top_of(board: Board, wide: float) -> tuple[str, float]:
    """Whose journey it is, the letters of the story and the signs most needed, and how high."""
    parts = [text(g.LEFT, 16, f"{board.who}: {board.title}", size=15, bold=True)]
    y = 18.0
    said = f"Parts of the story of {board.who}, in letters: {_letters(board)}."
    for line in wrapped(said, wide - 2 * g.LEFT):
        y += 13.5
        parts.append(text(g.LEFT, y, line))
    x, y = g.LEFT + 8, y + g.ROW
    for sign in FIRST:
        long = 34 + width(SHORT[sign])
        if x + long > wide:
            x, y = g.LEFT + 8, y + g.ROW
        parts.append(tag("g", drawn(sign), transform=f"translate({x:.1f} {y:.1f})"))
        parts.append(text(x + 13, y + 3.8, SHORT[sign]))
        x += long
    return "".join(parts), y + 18.0


def _letters(board: Board) -> str:
    """The letters with the parts of the story that they stand for."""
    return "; ".join(
        f"{part.letter} {part.name}{' (painful)' if part.painful else ''}" for part in board.parts
    )


def key_of(board: Board, wide: float, name: str) -> tuple[str, float]:
    """What the signs, bars and letters mean that stand on a board, and how high that is."""
    lines = [line for lane in board.lanes for line in lane.lines]
    used = {line.sign for line in lines} | {"retelling" for line in lines if line.retold}
    used |= {"course" for line in lines if line.sessions > 1}
    used |= {"still_waiting" for line in lines if line.still}
    used |= {"joint" for line in lines if line.together > 1}
    parts = [
        tag("path", d=f"M0 1H{wide:.0f}", stroke=INK, stroke_width=1.2),
        text(g.LEFT, 17, f"How to read it, and the parts of the story of {board.who}", bold=True),
    ]
    y = 17.0
    cells = ", ".join(f"{CELLS[how]} {HOW[how]}" for how in CELLS)
    for said in (
        *wrapped(HOW_TO_READ, wide - 2 * g.LEFT),
        *wrapped(f"{_letters(board)}.", wide - 2 * g.LEFT),
        *wrapped(
            f"At the end each team or record: {cells}, · is not known to know it.",
            wide - 2 * g.LEFT,
        ),
    ):
        y += 13.5
        parts.append(text(g.LEFT, y, said))
    entries = [(sign, means) for sign, means in MEANS.items() if sign in used]
    bars = [(sign, means) for sign, means in SPANS.items() if sign in used]
    columns = 3 if wide < NARROW else 4
    column = (wide - g.LEFT) / columns
    deep = -(-(len(entries) + len(bars)) // columns)
    y += 10.0
    for nth, (sign, means) in enumerate([*entries, *bars]):
        x, row = g.LEFT + nth // deep * column, y + (nth % deep) * g.ROW + g.ROW / 2
        picture = drawn(sign) if (sign, means) in entries else _little_bar(sign, name)
        parts.append(tag("g", picture, transform=f"translate({x + 8:.1f} {row:.1f})"))
        parts.append(text(x + 22, row + 3.8, means))
    return "".join(parts), y + deep * g.ROW + 6.0


def _little_bar(sign: str, name: str) -> str:
    """A bar of the key."""
    parts = [
        tag(
            "rect",
            x=-8,
            y=-g.BAND / 2,
            width=18,
            height=g.BAND,
            fill="#fff" if sign == g.COURSE else f"url(#{name}-{sign})",
            stroke=BLUE if sign in (g.COURSE, "interim") else "#555",
        )
    ]
    if sign == g.COURSE:
        strokes = f"M-6 {-g.BAND / 2}v{g.BAND}M1 {-g.BAND / 2}v{g.BAND}M8 {-g.BAND / 2}v{g.BAND}"
        parts.append(tag("path", d=strokes, stroke=BLUE, stroke_width=2.4))
    return "".join(parts)
