"""Storyboards as pages: the storyboard, the journey card for a workshop table, and the sheet.

Goes in: boards, sheets and who it is about. Comes out: HTML, each page one file that opens offline
and prints on A4. Everything that came from a file is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import inf
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.report.knowledge_sheet import Sheet
from sim.report.lanes.lane import Board, Part, StoryLane
from sim.report.lanes.picture import ACROSS, PAGE, WIDE, pictures_of
from sim.report.lanes.telling import end_words, lane_words

TEMPLATES: Final = Path(__file__).parent
QUESTIONS: Final = (
    "What would have mattered most to {who} here, and what is not in the picture?",
    "Where did {who} have to wait, tell it again or start again, and who could have changed that?",
    "Which handing on helped, and which was only passing on?",
    "Who needed to know what, and when? Who should not know it?",
    "What would you stop, start, do more of, or try out?",
)
"""What a table may talk about."""


class Shown(NamedTuple):
    """A board ready for a page."""

    board: Board
    pictures: list[Markup]
    """one for each page that it needs"""
    lanes: list[tuple[str, str, list[str], list[str]]]
    """the text version: title, what it adds up to, lines, who knows what at the end"""


def shown(
    board: Board,
    *,
    name: str = "",
    wide: float = WIDE,
    page: float = PAGE,
    starts: date | None = None,
) -> Shown:
    """A board as pictures and text. ``name``: unlike that of any other board on the page."""
    starts = starts or board.starts
    made = pictures_of(board, name=name or board.kind, wide=wide, page=page, starts=starts)
    lanes = [_in_text(board, lane, starts) for lane in board.lanes]
    # every word in the pictures has been escaped by sim.report.lanes.drawing
    return Shown(board, [Markup(picture) for picture in made], lanes)


def _in_text(
    board: Board, lane: StoryLane, starts: date | None
) -> tuple[str, str, list[str], list[str]]:
    return lane.title, lane.summary, lane_words(lane, starts), end_words(board, lane)


def one_picture(board: Board, starts: date | None = None) -> str:
    """A board as a file of its own, all lanes beneath one another."""
    starts = starts or board.starts
    (made,) = pictures_of(board, name=board.kind, wide=ACROSS, page=inf, starts=starts, alone=True)
    return made + "\n"


def storyboard_page(heading: Sequence[str], boards: Sequence[Board], notes: Sequence[str]) -> str:
    """The storyboards of one person on one page."""
    return _rendered(
        "storyboard.html", heading=heading, boards=[shown(one) for one in boards], notes=notes
    )


def card_page(heading: Sequence[str], board: Board, notes: Sequence[str]) -> str:
    """The journey card for the workshop table."""
    one = shown(board)
    questions = [question.format(who=board.who) for question in QUESTIONS]
    return _rendered("card.html", heading=heading, one=one, questions=questions, notes=notes)


def knows_page(
    heading: Sequence[str], parts: Sequence[Part], sheets: Sequence[Sheet], day: int
) -> str:
    """Who knows what about her on a day."""
    return _rendered("knows.html", heading=heading, parts=parts, sheets=sheets, day=day)


def _rendered(template: str, **names: Any) -> str:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return made.get_template(f"lanes/{template}").render(**names)
