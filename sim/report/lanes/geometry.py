"""Where everything of a lane stands: strands, bars and signs, so that no words lie on others.

Goes in: a lane and the width there is. Comes out: places in units from the lane's upper left
corner. Time runs to scale along x. A thread is a *strand*: a band with bars to scale, and signs
hanging beneath it on strings, each at its day; signs of the same day hang on one string in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sim.model.words import MINUTES_PER_DAY
from sim.report.lanes.drawing import SMALL, width, wrapped
from sim.report.lanes.lane import Board, StoryLane
from sim.report.lanes.signs import SPANS
from sim.report.storylines import NOWHERE, Line

LEFT: Final = 12.0
"""Units left of the first day."""
NAME: Final = 12.0
"""Height of a strand's name."""
BAND: Final = 11.0
"""Height of a bar."""
ROW: Final = 16.5
"""Height of a sign with its words."""
SIGN: Final = 20.0
"""Width of a sign."""
SAME_DAY: Final = 4.0
"""Signs nearer to one another than this hang on one string."""
GAP: Final = 5.0
"""Units between strands."""
BESIDE: Final = 290.0
"""Units that what was asked and the contact beside it may take."""
LONGEST: Final = 270.0
"""Units of a label in one line."""
LOOP: Final = 13.0
"""Width of the loop before what is told again."""
SPACE: Final = 5.0
"""Units after words."""
UNDRAWN: Final = ("place",)
"""What is told and not drawn: a place on a caseload is nothing that happens to her."""
WORDLESS: Final = ("missed",)
"""Signs so common that their words stand in the key alone."""
TELLS, AGAIN, COURSE = "tells", "again", "course"


class Box(NamedTuple):
    """A rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )


NOTHING: Final = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True, kw_only=True)
class Bar:
    """Something that lasts."""

    line: Line
    sign: str
    x0: float
    x1: float
    label: str
    """where there is room for it"""


@dataclass(slots=True, kw_only=True)
class Bead:
    """A sign on its string."""

    line: Line
    hook: float
    """x of its string"""
    x: float
    row: int
    words: tuple[tuple[str, str], ...]
    """(what kind of words, words): a label, what is told, what is told again"""
    left: bool
    """whether the words stand left of the sign"""
    more: tuple[str, ...] = ()
    """further lines of a long label"""


@dataclass(slots=True, kw_only=True)
class Strand:
    """One thread, or what happens in life, with all that hangs on it."""

    thread: int
    name: str
    bars: list[Bar] = field(default_factory=list)
    beads: list[Bead] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    named: float = 0.0
    """where its name begins"""
    box: Box = NOTHING
    """with its words, from the strand's own upper edge"""
    y: float = 0.0
    """its upper edge in the lane"""


@dataclass(slots=True, kw_only=True)
class Scale:
    """Days along x."""

    left: float
    right: float
    days: int

    def x(self, minute: float) -> float:
        """Where a minute since onset stands."""
        share = minute / (self.days * MINUTES_PER_DAY)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)


def strands_of(
    board: Board, lane: StoryLane, scale: Scale, wide: float, panel: Box
) -> list[Strand]:
    """The strands of a lane, each in its place; what happens in life is the first.

    ``wide``: units across; ``panel``: what stands at the right, and nothing may lie on.
    """
    by_thread: dict[int, list[Line]] = {NOWHERE: []}
    for line in lane.lines:
        thread = NOWHERE if line.kind in ("life", "right help") else line.thread
        by_thread.setdefault(thread, []).append(line)
    made = []
    for thread, lines in by_thread.items():
        name = "life" if thread == NOWHERE else lane.about.get(thread, "")
        edges = (panel.x0 or wide,) if thread == NOWHERE else (wide, panel.x0 or wide)
        rights = [edge - SIGN / 2 - (GAP if edge < wide else 0.0) for edge in edges]
        made.append(
            [
                _strand(board, Strand(thread=thread, name=name), lines, scale, right, beside=beside)
                for right in rights
                for beside in (False, True)
            ]
        )
    return _stacked(made, panel, {to: came for _, came, to in reversed(lane.joints)})


def _strand(
    board: Board,
    strand: Strand,
    lines: Sequence[Line],
    scale: Scale,
    right: float,
    *,
    beside: bool,
) -> Strand:
    """One strand with its bars and beads, from its own upper edge; words end before ``right``.

    ``beside``: a contact stands beside what was asked just before it, where there is room.
    """
    for line in lines:
        if line.sign in SPANS:
            strand.bars.append(_bar(line, line.sign, line.since, line.minute, line.label, scale))
        elif line.sessions > 1:
            label = f"{line.sessions} sessions"
            strand.bars.append(_bar(line, COURSE, line.at[0], line.at[-1], label, scale))
    hanging = [
        line
        for line in lines
        if line.sign == "interim"
        or line.still
        or (line.sign not in SPANS and line.sign not in UNDRAWN)
    ]
    _hang(board, strand, hanging, scale, right, beside=beside)
    ends = [x for bar in strand.bars for x in (bar.x0, bar.x1)] + [b.hook for b in strand.beads]
    strand.x0, strand.x1 = min(ends), max(ends)
    boxes = [_box(bead) for bead in strand.beads]
    strand.named = max(LEFT, min(strand.x0, right - width(strand.name)))
    strand.box = Box(
        min([strand.x0 - SIGN / 2, strand.named, *(box.x0 for box in boxes)]),
        0.0,
        max([strand.x1, strand.named + width(strand.name), *(box.x1 for box in boxes)]),
        max([NAME + BAND, *(box.y1 for box in boxes)]),
    )
    return strand


def _bar(line: Line, sign: str, since: int, until: int, label: str, scale: Scale) -> Bar:
    x0, x1 = scale.x(since), scale.x(until)
    room = x1 - x0 >= width(label) + SIGN / 2
    return Bar(line=line, sign=sign, x0=x0, x1=max(x1, x0 + 1.5), label=label if room else "")


def _words(board: Board, line: Line) -> tuple[tuple[str, str], ...]:
    """What stands beside a sign."""
    wordless = line.sign in WORDLESS or not line.label
    said = [] if wordless else [("", wrapped(line.label, LONGEST)[0])]
    if line.told:
        said.append((TELLS, f"tells {board.letters(line.told)}"))
    if line.retold:
        said.append((AGAIN, f"again {board.letters(line.retold)}"))
    return tuple(said)


def _more(line: Line, words: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The further lines of a label that does not fit one."""
    return tuple(wrapped(line.label, LONGEST)[1:]) if words and not words[0][0] else ()


def words_width(words: Iterable[tuple[str, str]]) -> float:
    """How wide the words beside a sign are, in units."""
    return sum(
        width(said, bold=kind == AGAIN) + SPACE + (LOOP if kind == AGAIN else 0.0)
        for kind, said in words
    )


def _hang(
    board: Board,
    strand: Strand,
    lines: Sequence[Line],
    scale: Scale,
    right: float,
    *,
    beside: bool,
) -> None:
    """Hang signs on strings, from right to left, so that no string crosses words."""
    strings: list[tuple[float, list[Line]]] = []
    for line in sorted(lines, key=lambda line: line.stands):
        x = scale.x(line.stands)
        if strings and x - strings[-1][0] < SAME_DAY:
            strings[-1][1].append(line)
        else:
            strings.append((x, [line]))
    taken: list[Box] = []
    for x, hanging in reversed(strings):
        beads = _string(board, x, hanging, right, beside=beside)
        while any(_box(bead).meets(box) for bead in beads for box in taken):
            for bead in beads:
                bead.row += 1
        strand.beads[:0] = beads
        taken += [_box(bead) for bead in beads]
        deep = beads[-1].row + 1 + len(beads[-1].more)
        taken.append(Box(x - 2.0, NAME + BAND, x + 2.0, NAME + BAND + deep * ROW))


def _string(
    board: Board, x: float, hanging: Sequence[Line], right: float, *, beside: bool
) -> list[Bead]:
    """The signs of one string, beneath one another in order; near the right edge words stand left.

    Where ``beside``, a contact stands beside what was asked just before it, joined to it by a line.
    """
    said = [_words(board, line) for line in hanging]
    widths = [
        SIGN + max([words_width(words), *(width(more) + SPACE for more in _more(line, words))])
        for line, words in zip(hanging, said, strict=True)
    ]
    left = x - SIGN / 2 + max(widths) > right + SIGN / 2
    beads: list[Bead] = []
    row = 0
    for line, words, wide in zip(hanging, said, widths, strict=True):
        last = beads[-1] if beads else None
        asked = last is not None and last.line.sign == "asks" and last.x == x and not last.more
        if beside and last and asked and not left and line.kind in ("contact", "retelling"):
            at = x + SIGN + words_width(last.words)
            if at + wide - SIGN / 2 <= min(right, x + BESIDE):
                beads.append(Bead(line=line, hook=x, x=at, row=row - 1, words=words, left=left))
                continue
        more = _more(line, words)
        beads.append(Bead(line=line, hook=x, x=x, row=row, words=words, left=left, more=more))
        row += 1 + len(more)
    return beads


def bead_width(bead: Bead) -> float:
    """How wide the words of a sign are, in units, in whatever lines they stand."""
    return max([words_width(bead.words), *(width(said) + SPACE for said in bead.more)])


def bead_y(bead: Bead) -> float:
    """The middle of a sign, from its strand's upper edge."""
    return NAME + BAND + (bead.row + 0.5) * ROW + 1.0


def _box(bead: Bead) -> Box:
    """The room that a sign and its words take, from the strand's upper edge."""
    wide, y = bead_width(bead), bead_y(bead)
    before, after = (wide, 0.0) if bead.left else (0.0, wide)
    foot = y + ROW / 2 + len(bead.more) * ROW
    return Box(bead.x - SIGN / 2 - before, y - ROW / 2, bead.x + SIGN / 2 + after, foot)


def _stacked(
    ways: Sequence[Sequence[Strand]], panel: Box, parted: Mapping[int, int]
) -> list[Strand]:
    """Each strand as high up as there is room for it, in the order in which they began.

    ``ways``: of each strand, how it can be laid: over the width there is, or left of the panel;
    ``parted``: the strand from which another parted; it hangs beneath it.
    """
    placed: list[Box] = [panel]
    upper: dict[int, Strand] = {}
    for same in sorted(ways, key=lambda one: (one[0].thread != NOWHERE, one[0].x0, one[0].thread)):
        parent = upper.get(parted.get(same[0].thread, NOWHERE))
        least = parent.y + NAME + BAND if parent and parent.thread != NOWHERE else 0.0
        for strand in same:
            strand.y = _room(strand.box, placed, least)
        best = min(same, key=lambda one: one.y + one.box.y1)
        upper[best.thread] = best
        box = best.box
        placed.append(Box(box.x0, best.y, box.x1, best.y + box.y1 + GAP))
    return list(upper.values())


def _room(box: Box, placed: Sequence[Box], least: float) -> float:
    """The highest place for a strand beneath ``least`` that meets nothing placed before."""
    for y in [least, *sorted(other.y1 for other in placed if other.y1 > least)]:
        at = Box(box.x0 - GAP, y, box.x1 + GAP, y + box.y1 + GAP)
        if not any(at.meets(other) for other in placed):
            return y
    raise AssertionError("beneath everything there is room")


def height_of(strands: Iterable[Strand]) -> float:
    """The height that the strands of a lane take."""
    return max((strand.y + strand.box.y1 for strand in strands), default=0.0)


LETTER: Final = SMALL + 3.5
"""Width of a column of the panel at the right."""
