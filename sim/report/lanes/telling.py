"""The text version of a storyboard: everything that the picture shows, to be read out in order.

Goes in: a board. Comes out: lines of text for each lane.
"""

from __future__ import annotations

from datetime import date, timedelta

from sim.report.knowing import HOW
from sim.report.lanes.lane import Board, StoryLane
from sim.report.phrases import joined
from sim.report.storylines import Line


def when_words(line: Line, starts: date | None = None) -> str:
    """The day of a line, with its date where that of day 0 is known."""
    if starts is None:
        return f"Day {line.day}"
    day = starts + timedelta(days=line.day)
    return f"Day {line.day} ({day.day} {day:%B %Y})"


def line_words(line: Line, starts: date | None = None) -> str:
    """A line of the story with its day."""
    return f"{when_words(line, starts)}: {line}."


def lane_words(lane: StoryLane, starts: date | None = None) -> list[str]:
    """A lane, line by line."""
    return [line_words(line, starts) for line in lane.lines]


def told_words(board: Board, line: Line) -> str:
    """Which parts of the story are told, and told again, by name."""
    told = [part.name for part in board.parts if line.told >> part.chapter & 1]
    again = [part.name for part in board.parts if line.retold >> part.chapter & 1]
    said = [f"tells: {joined(told)}"] if told else []
    said += [f"tells again: {joined(again)}"] if again else []
    return "; ".join(said)


def end_words(board: Board, lane: StoryLane) -> list[str]:
    """Who knows what at the end, a line for each team and record."""
    lines = []
    for holder in lane.holders:
        by_how = []
        for how, means in HOW.items():
            parts = [p.name for p in board.parts if holder.knows.get(p.chapter) == how]
            by_how += [f"{joined(parts)} ({means})"] if parts else []
        lines.append(f"{holder.name}: {'; '.join(by_how)}.")
    return lines or ["Nobody, as far as the journey shows."]
