"""The sheet “who knows what about me”, for any day of a journey.

Goes in: somebody's rows in each option, and a day. Comes out: tables: a row for each worker, team
and record that knows something, a column for each part of her story, how and when they came to
know it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.log import WORKER_BITS, Row
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY, NOTICERS
from sim.program import Program
from sim.report.knowing import HERSELF, NOTES, SOMEBODY, WRITTEN, Chapters, Knowing, Since, knowing
from sim.report.lanes.lane import Part
from sim.report.phrases import NOTICER_WORDS, joined, plain, role_words

CELL: dict[str, str] = {
    HERSELF: "● in person",
    SOMEBODY: "▲ by others",
    NOTES: "○ notes",
    WRITTEN: "□ written",
}
"""How a cell begins."""
UNKNOWN = "· not known"
BEFORE = "told before this began"


class SheetRow(NamedTuple):
    """Who knows what."""

    kind: str
    """before, team, worker or record"""
    name: str
    cells: tuple[str, ...]
    """how and when each part came to be known, in words"""


class Sheet(NamedTuple):
    """Who knows what in one option."""

    title: str
    rows: tuple[SheetRow, ...]


def sheet(
    scenario: Scenario,
    program: Program,
    persona: str,
    parts: Sequence[Part],
    rows: Sequence[Row],
    day: int,
) -> Sheet:
    """Who knows what at the end of a day since onset, as far as the journey shows."""
    onset = rows[0].minute
    known = knowing(program, rows, onset + (day + 1) * MINUTES_PER_DAY)

    def cells(chapters: Chapters) -> tuple[str, ...]:
        said = []
        for part in parts:
            since = chapters.get(part.chapter)
            when = (since.minute - onset) // MINUTES_PER_DAY if since else 0
            said.append(f"{CELL[since.how]}, day {when}" if since else UNKNOWN)
        return tuple(said)

    made = [_before(scenario, persona, parts, known)]
    names = worker_names(program, known.workers)
    for team, chapters in known.teams.items():
        title = program.teams[team].title or plain(program.teams[team].name)
        made.append(SheetRow("team", f"{title}: the team's notes", cells(chapters)))
        made += [
            SheetRow("worker", names[worker], cells(hers))
            for worker, hers in known.workers.items()
            if program.pools[worker >> WORKER_BITS].team == team
        ]
    for record, chapters in known.records.items():
        slug, declared = list(scenario.records.items())[record]
        written = {chapter: Since(WRITTEN, since.minute) for chapter, since in chapters.items()}
        made.append(SheetRow("record", declared.title or plain(slug), cells(written)))
    return Sheet(scenario.title, tuple(row for row in made if row.cells))


def _before(scenario: Scenario, persona: str, parts: Sequence[Part], known: Knowing) -> SheetRow:
    """Who had heard what before the journey begins, as her file says."""
    story = list(scenario.personas[persona].story.values())
    cells = []
    for part in parts:
        to = [NOTICER_WORDS[who] for who in NOTICERS if who in story[part.chapter].told_to]
        told = known.before >> part.chapter & 1
        cells.append(f"● {joined(to)}" if told else UNKNOWN)
    return SheetRow("before", BEFORE, tuple(cells))


def worker_names(program: Program, workers: Mapping[int, Chapters]) -> dict[int, str]:
    """Workers by role, numbered where there are several of one role in a team."""
    by_pool: dict[int, list[int]] = {}
    for worker in workers:
        by_pool.setdefault(worker >> WORKER_BITS, []).append(worker)
    names = {}
    for pool, several in by_pool.items():
        role = role_words(program.pools[pool].role)
        for nth, worker in enumerate(several):
            names[worker] = f"{role} {nth + 1}" if len(several) > 1 else role
    return names
