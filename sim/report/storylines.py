"""The words and marks of a storyboard, and the lines of one person as they are gathered.

Goes in: what a row says. Comes out: lines. Says what happened and never how it felt; a crisis is
told as needing urgent help and not described.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sim.log import WAITS, WORKER_BITS, Row
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program
from sim.report.phrases import capital, counted, domains, joined, plain, role_words

NOWHERE: Final = -1
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
    "right help": "★",
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
    "right help": "right help has come for every need",
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
    "not_heard": "not spoken of there",
    "crisis": "needed urgent help",
    "still_open": "still open",
}
SENT_BACK: Final = ("after reading the letter", "at the first assessment", "its list is closed")
WAITED: Final = {
    "queue": "waits {days} for {step}",
    "drawn": "waits {days} for {step}",
    "letter": "the letter takes {days}",
    "rings": "{days} until {rings} the number",
    "pause": "a pause of {days}",
    "bounce": "{days} until sent back",
}
"""By kind of wait; the time between sessions goes without saying."""


STILL: Final = {
    "letter": "a letter is still on its way, for {step}",
    "rings": "still has the number to ring, for {step}",
    "pause": "still in a pause, before {step}",
    "bounce": "still to be sent back",
}
"""What goes on when the follow-up ends, by kind of wait; else waiting for a contact."""
WAIT_SIGNS: Final = {
    "queue": "wait",
    "drawn": "wait",
    "letter": "letter",
    "rings": "rings",
    "pause": "pause",
}
"""How a wait is drawn, by its kind; being sent back is drawn by its own name, ``bounce``."""


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of a storyboard, and what is drawn for it."""

    day: int
    """days since onset"""
    kind: str
    """one of MARKS"""
    text: str
    minute: int = 0
    """minutes since onset; where it lasts, of its end"""
    since: int = 0
    """minutes since onset at which it began"""
    thread: int = NOWHERE
    """the thread that it is about; −1 for none"""
    sign: str = ""
    """what is drawn: a mode, a kind of handoff or wait, an end (``sim.report.lanes.signs``)"""
    label: str = ""
    """the few words that stand beside the sign"""
    told: int = 0
    """chapters told for the first time, as bits"""
    retold: int = 0
    """chapters told again, as bits"""
    sessions: int = 1
    """contacts that it stands for"""
    last_day: int = 0
    """the day of the last of them"""
    at: list[int] = field(default_factory=list)
    """minutes since onset of the contacts that it stands for"""
    together: int = 1
    """workers who were there"""
    still: bool = False
    """whether it goes on when the follow-up ends"""

    @property
    def hangs(self) -> str:
        """The sign that hangs beneath the strand for it."""
        return "still_waiting" if self.still else self.sign

    @property
    def stands(self) -> int:
        """Minutes since onset at which it stands in the story: a wait where it ends."""
        return self.minute if self.kind == "wait" else self.since

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
    over: int = 0
    """minutes since onset at which the story ends"""
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
    travelled: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """by thread: from which minute which needs travelled on it, as bits"""
    joined: tuple[int, int, int] = (NOWHERE, NOWHERE, 0)
    """the latest needs to leave a thread for another: minute, thread, needs"""
    joints: list[tuple[int, int, int]] = field(default_factory=list)
    """where needs went on on another thread: minutes since onset, from which, to which"""
    alongside: dict[int, Line] = field(default_factory=dict)
    """help that runs alongside, by thread"""
    wanted: dict[int, bool] = field(default_factory=dict)
    """by need that has wanted help (level 2 or more): whether a session has reached it since"""
    handed: dict[int, str] = field(default_factory=dict)
    """by thread: how it was handed on last"""
    ended: dict[int, list[str]] = field(default_factory=dict)
    """by need: how it has ended, each time"""
    gone: set[int] = field(default_factory=set)
    """needs that have ended and not been taken on since"""
    right_help: Line | None = None
    """the moment at which every need that wanted help had been reached"""

    def say(
        self, row: Row, kind: str, text: str, sign: str = "", label: str = "", *, lasted: int = 0
    ) -> Line:
        """A line at a row's minute; what came before on its thread is over.

        ``sign`` and ``label``: what is drawn for it; ``lasted``: minutes for which it has lasted.
        """
        minute = row.minute - self.onset.minute
        line = Line(
            day=self.day(row.minute),
            kind=kind,
            text=capital(text),
            minute=minute,
            since=minute - lasted,
            thread=row.thread,
            sign=sign or kind,
            label=label,
        )
        self.lines.append(line)
        self.course.pop(row.thread, None)
        return line

    def say_of_thread(
        self, row: Row, kind: str, text: str, sign: str = "", label: str = "", *, lasted: int = 0
    ) -> Line:
        """A line that begins with the needs that travel on the row's thread."""
        whose = self.needs(self.threads.get(row.thread, 0))
        said = f"{whose}: {text}" if whose else text
        return self.say(row, kind, said, sign, label, lasted=lasted)

    def day(self, minute: int) -> int:
        """Whole days since onset."""
        return (minute - self.onset.minute) // MINUTES_PER_DAY

    def needs(self, bits: int) -> str:
        """Needs in a bit set, by what kind of need they are."""
        needs = list(self.scenario.personas[self.persona].needs.items())
        of_kind: dict[str, list[str]] = {}
        for place, (name, need) in enumerate(needs):
            if bits >> place & 1:
                of_kind.setdefault(need.domain, []).append(own_words(name))
        said = []
        for domain, names in of_kind.items():
            alike = [need for _, need in needs if need.domain == domain]
            which = f" ({joined(names)})" if len(names) < len(alike) else ""
            said.append(domains([domain]) + which)
        return joined(said)

    def need(self, place: int) -> str:
        """What a need is called."""
        return own_words(list(self.scenario.personas[self.persona].needs)[place])

    def own_needs(self, bits: int) -> str:
        """Needs in a bit set, each by what it is called."""
        return joined([self.need(place) for place in range(bits.bit_length()) if bits >> place & 1])

    def team(self, number: int) -> str:
        """A team's title."""
        found = self.program.teams[number]
        return found.title or plain(found.name)

    def step(self, number: int) -> str:
        """A step's title in quotation marks."""
        found = self.program.steps[number]
        title = found.title or plain(found.name)
        return f"“{title.replace('she waits', self.does('waits', 'wait'))}”"

    def does(self, does: str, do: str) -> str:
        """The person's pronoun with what the person does: ``he rings``, ``they ring``."""
        pronoun = self.scenario.personas[self.persona].pronoun
        return f"{pronoun} {do if pronoun == 'they' else does}"

    def wait_kind(self, began: Row) -> str:
        """The kind of a wait: a letter that is a number to ring is ``rings``."""
        kind = WAITS[began.value]
        number = kind == "letter" and self.handed.get(began.thread) == "number_given"
        return "rings" if number else kind

    def does_not_ring(self, row: Row, gave_up: bool) -> None:
        """A wait with a number that ends with stopping, or nowhere, is not one until a call."""
        last = next((line for line in reversed(self.lines) if line.thread == row.thread), None)
        now = row.minute - self.onset.minute
        if gave_up and last and last.sign == "rings" and last.minute == now:
            rings = self.does("rings", "ring")
            last.text = last.text.replace(f"until {rings} the number", "with a number, not rung")
            last.label = last.label.replace(f"until {rings}", "with a number")

    def ends(self, needs: int, end: str) -> None:
        """Needs have come to an end."""
        for place in range(needs.bit_length()):
            if needs >> place & 1:
                self.ended.setdefault(place, []).append(end)
                self.gone.add(place)

    def comes_again(self, row: Row) -> None:
        """Needs that had ended are taken on again; where nobody asked just now, that is said."""
        again = sum(1 << place for place in self.gone if row.needs >> place & 1)
        self.gone -= {place for place in self.gone if row.needs >> place & 1}
        now = row.minute - self.onset.minute
        asked = any(line.kind == "asks" and line.minute == now for line in self.lines[-3:])
        if again and not asked:
            text = f"{self.needs(again)}: comes up again"
            self.say(row, "asks", text, "asks", f"comes up again ({self.own_needs(again)})")

    def worker(self, number: int) -> str:
        """A worker's role and team."""
        pool = self.program.pools[number >> WORKER_BITS]
        return f"{role_words(pool.role)} at {self.team(pool.team)}"

    def role(self, number: int) -> str:
        """A worker's role."""
        return role_words(self.program.pools[number >> WORKER_BITS].role)

    def travels(self, row: Row) -> None:
        """Which needs travel on a row's thread has changed."""
        now = row.minute - self.onset.minute
        self.travelled.setdefault(row.thread, []).append((now, self.threads.get(row.thread, 0)))


NOT_DESCRIBED: Final = {"self_harm": "urgent help"}
"""Needs and parts of a story whose name is not said."""


def own_words(name: str) -> str:
    """What a need or a part of a story is called."""
    return NOT_DESCRIBED.get(name, plain(name))


def days_words(minutes: int) -> str:
    """A duration in days; under a day in hours."""
    if minutes < MINUTES_PER_DAY:
        return counted(max(1, round(minutes / 60)), "hour")
    return counted(round(minutes / MINUTES_PER_DAY), "day")
