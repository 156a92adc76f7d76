"""Who knows what of one person's story, at a minute: workers, teams' notes and records.

Goes in: the rows of the log of one person, in order. Comes out: for each holder the chapters that
the journey shows them to know, since when, and how they came to know. Nobody knows anything from
nowhere: every entry rests on a row. It is the least that they know: what a letter carried, or what
somebody read and did not use, is not in the log and not shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sim.log import WORKER_BITS, Row, What
from sim.program import Program

HERSELF, SOMEBODY, NOTES, WRITTEN = "herself", "somebody", "notes", "written"
HOW: Final = {
    HERSELF: "told it in person",
    SOMEBODY: "somebody else told it: a supporter, or a colleague",
    NOTES: "knew it from notes",
    WRITTEN: "written there, in a record that teams share",
}
"""How a chapter came to be known."""


class Since(NamedTuple):
    """How a chapter came to be known, and when."""

    how: str
    """one of HOW"""
    minute: int


Chapters = dict[int, Since]
"""What one holder knows, by chapter."""


@dataclass(slots=True, kw_only=True)
class Knowing:
    """Who knows what, so far."""

    before: int = 0
    """chapters that somebody had heard before the journey begins, as bits"""
    workers: dict[int, Chapters] = field(default_factory=dict)
    """in the order in which they came to know something"""
    teams: dict[int, Chapters] = field(default_factory=dict)
    """the notes of each team"""
    records: dict[int, Chapters] = field(default_factory=dict)
    """records that several teams write"""


@dataclass(slots=True)
class Meeting:
    """A contact under way."""

    workers: list[int]
    visiting: bool = False
    """whether somebody of another team is there to introduce her"""
    told: int = 0
    for_her: int = 0
    confirmed: int = 0
    stayed: list[int] = field(default_factory=list)
    """workers who came along from the contact before"""


def knowing(program: Program, rows: Iterable[Row], until: int) -> Knowing:
    """Who knows what before a minute; ``rows`` begin with her onset."""
    made = Follows(program)
    for row in rows:
        if row.minute < until:
            made.see(row)
    return made.known


class Follows:
    """Follows who knows what as rows come by."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known = Knowing()
        self.meetings: dict[int, Meeting] = {}
        """under way, by thread"""
        self.keeper = (-1, -1, -1)
        """who keeps her in the latest meeting without her: thread, minute, worker"""

    def see(self, row: Row) -> None:
        """Take in one row."""
        what, meeting = What(row.what), self.meetings.get(row.thread)
        if what is What.ONSET:
            self.known.before = row.chapters
        elif what is What.MEETS:
            self._sits(row, meeting)
        elif what is What.CONFERS:
            self._confers(row)
        elif meeting is not None:
            if what in (What.TELLS, What.RETELLS):
                meeting.told |= row.chapters
            elif what is What.TOLD_FOR_HER:
                meeting.for_her |= row.chapters
            elif what is What.CONFIRMS:
                meeting.confirmed |= row.chapters
            elif what is What.KEPT:
                meeting.stayed.append(row.worker)
            elif what is What.PARTS:
                self._parts(row, self.meetings.pop(row.thread))

    def _sits(self, row: Row, meeting: Meeting | None) -> None:
        if meeting is None:
            meeting = self.meetings[row.thread] = Meeting([])
        meeting.workers.append(row.worker)
        meeting.visiting |= row.team != self.program.steps[row.step].team

    def _parts(self, row: Row, meeting: Meeting) -> None:
        """Everybody present knows afterwards what any of them knew, and what was said."""
        learns = meeting.workers[:1] if meeting.visiting else meeting.workers
        spoken = self._held([*meeting.workers, *meeting.stayed])
        for worker in learns:
            self._learn(worker, bits_of(meeting.told), HERSELF, row.minute)
            self._learn(worker, bits_of(meeting.for_her), SOMEBODY, row.minute)
            self._learn(worker, spoken, SOMEBODY, row.minute)
            self._learn(worker, bits_of(meeting.confirmed), NOTES, row.minute)

    def _confers(self, row: Row) -> None:
        """The worker who keeps her says to the others what they know of her."""
        if self.keeper[:2] != (row.thread, row.minute):
            self.keeper = (row.thread, row.minute, row.worker)
        else:
            self._learn(row.worker, self._held([self.keeper[2]]), SOMEBODY, row.minute)

    def _held(self, workers: Iterable[int]) -> list[int]:
        return sorted({c for worker in workers for c in self.known.workers.get(worker, {})})

    def _learn(self, worker: int, chapters: Iterable[int], how: str, minute: int) -> None:
        team = self.program.pools[worker >> WORKER_BITS].team
        for chapter in chapters:
            since = Since(how, minute)
            self.known.workers.setdefault(worker, {}).setdefault(chapter, since)
            self.known.teams.setdefault(team, {}).setdefault(chapter, since)
            for record in self._at(minute).teams[team].writes:
                self.known.records.setdefault(record, {}).setdefault(chapter, since)

    def _at(self, minute: int) -> Program:
        """The program that holds at a minute: what teams write may change later."""
        held = [later for begins, later in self.program.later if begins <= minute]
        return held[-1] if held else self.program


def bits_of(bits: int) -> list[int]:
    """The positions in a bit set, in order."""
    return [place for place in range(bits.bit_length()) if bits >> place & 1]
