"""The words and marks of a storyboard, and the lines of one person as they are gathered.

Goes in: what a row says. Comes out: lines. Says what happened and never how it felt; a crisis is
told as needing urgent help and not described.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sim.log import WORKER_BITS, Row
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program
from sim.report.phrases import capital, counted, domains, plain, role_words

MARKS: Final = {
    "life": "◇",
    "asks": "?",
    "contact": "●",
    "retelling": "↺",
    "handoff": "→",
    "wait": "…",
    "gone wrong": "×",
    "urgent": "!",
    "alongside": "+",
    "end": "■",
}
"""A mark for each kind of line; the kind is always in words too."""
LEGEND: Final = {
    "life": "something in life changes",
    "asks": "help is asked for",
    "contact": "a contact",
    "retelling": "a contact in which a part of the story is told again",
    "handoff": "handed on to another team",
    "wait": "a wait",
    "gone wrong": "missed, sent back, lost, not taken up or hung up",
    "urgent": "needed urgent help",
    "alongside": "help, a companion, or workers conferring alongside",
    "end": "how it ended",
}
HANDED: Final = {
    "warm": "handed on in person (warm)",
    "overlap": "handed on, both staying a while (overlap)",
    "cold": "handed on by letter (cold)",
    "number_given": "given a number to ring",
}
ENDED: Final = {
    "helped": "helped",
    "better_without_help": "better without help",
    "signposted": "signposted elsewhere",
    "declined": "the offer was not taken up",
    "stopped_waiting": "stopped waiting",
    "lost": "lost on the way",
    "closed_by_service": "closed by the service",
    "not_heard": "not heard: it was never told",
    "crisis": "needed urgent help",
    "still_open": "still open",
}
SENT_BACK: Final = ("after reading the letter", "at the first assessment", "its list is closed")
WAITED: Final = {
    "queue": "waits {days} for {step}",
    "drawn": "waits {days} for {step}",
    "letter": "the letter takes {days}",
    "pause": "a pause of {days}",
    "bounce": "{days} until sent back",
}
"""By kind of wait; the time between sessions goes without saying."""


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of a storyboard."""

    day: int
    """days since onset"""
    kind: str
    """one of MARKS"""
    text: str
    sessions: int = 1
    """contacts that it stands for"""
    last_day: int = 0
    """the day of the last of them"""

    def __str__(self) -> str:
        more = self.sessions - 1
        again = f"; {counted(more, 'further session')}, to day {self.last_day}" if more else ""
        return f"{self.text}{again}"


@dataclass(slots=True, kw_only=True)
class Contact:
    """A contact under way."""

    row: Row
    line: Line
    """stands where the contact began"""
    workers: list[int]
    planned: int
    mode: str
    told: int = 0
    retold: int = 0
    for_her: int = 0
    helped: int = 0
    assessed: bool = False


@dataclass(slots=True, kw_only=True)
class Story:
    """The lines of one person, as her rows come by."""

    scenario: Scenario
    program: Program
    persona: str
    onset: Row
    lines: list[Line] = field(default_factory=list)
    contacts: dict[int, Contact] = field(default_factory=dict)
    """under way, by thread"""
    waits: dict[int, Row] = field(default_factory=dict)
    """under way, by thread"""
    course: dict[int, tuple[int, int, Line]] = field(default_factory=dict)
    """by thread: step, worker and line of the last contact, if nothing has happened since"""
    met: set[int] = field(default_factory=set)
    levels: dict[int, int] = field(default_factory=dict)
    threads: dict[int, int] = field(default_factory=dict)
    """needs that travel on each thread, as bits"""

    def say(self, row: Row, kind: str, text: str) -> Line:
        """A line at a row's minute; what came before on its thread is over."""
        line = Line(day=self.day(row.minute), kind=kind, text=capital(text))
        self.lines.append(line)
        self.course.pop(row.thread, None)
        return line

    def say_of_thread(self, row: Row, kind: str, text: str) -> Line:
        """A line that begins with the needs that travel on the row's thread."""
        whose = self.needs(self.threads.get(row.thread, 0))
        return self.say(row, kind, f"{whose}: {text}" if whose else text)

    def day(self, minute: int) -> int:
        """Whole days since onset."""
        return (minute - self.onset.minute) // MINUTES_PER_DAY

    def needs(self, bits: int) -> str:
        """Needs in a bit set, by what kind of need they are."""
        needs = list(self.scenario.personas[self.persona].needs.values())
        found = [need.domain for place, need in enumerate(needs) if bits >> place & 1]
        return domains(list(dict.fromkeys(found)))

    def team(self, number: int) -> str:
        """A team's title."""
        found = self.program.teams[number]
        return found.title or plain(found.name)

    def step(self, number: int) -> str:
        """A step's title in quotation marks."""
        found = self.program.steps[number]
        return f"“{found.title or plain(found.name)}”"

    def worker(self, number: int) -> str:
        """A worker's role and team."""
        pool = self.program.pools[number >> WORKER_BITS]
        return f"{role_words(pool.role)} at {self.team(pool.team)}"


def days_words(minutes: int) -> str:
    """A duration in days; under a day in hours."""
    if minutes < MINUTES_PER_DAY:
        return counted(max(1, round(minutes / 60)), "hour")
    return counted(round(minutes / MINUTES_PER_DAY), "day")
