"""Small worlds in which everything is certain, and what happened in them, in words.

In: a few parts laid over a world in which one worker is always there, everybody comes, nobody
stops, nothing is lost and all is told. Out: a :class:`Story`, the rows of the log with the names
of steps, teams, needs and chapters. The people come at minutes that the test names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from sim.engines.protocol import Totals
from sim.files import resolve
from sim.log import JOINED, NAMED_LAYER, WAITS, Row, What, person_number, unpack_level
from sim.model.words import DOMAINS, ENDS, NOTICERS
from sim.program import Program, compile_program
from tests.engine.engines import run

Document = dict[str, Any]
DAY, WEEK = 1440, 10080
SOON = 2016
"""Asks a week: somebody who asks within some five minutes."""
AT_ONCE = 1_000_000
"""Asks a week: somebody who asks in the minute after onset."""


ENDS_THERE = [{"when": {"need": list(DOMAINS)}, "end": "declined"}, {"end": "declined"}]
"""Rules by which everything ends, whatever the need."""
REPLACED = ("personas", "steps", "doors", "staff", "then", "minutes", "delay", "other_people")
"""Parts of a world that replace its own; the other mappings are laid over them."""


def person(**parts: Any) -> Document:
    """Nell, who has one need and two chapters, unless the parts say otherwise."""
    nell: Document = {
        "name": "nell",
        "title": "Nell, a toy person",
        "source": "made up for the tests",
        "per_year": 1,
        "age": 40,
        "site": "toytown",
        "needs": {"mood": {"domain": "mental", "level": 2}},
        "story": {"low": {"about": "mood", "minutes": 4}, "family": {"minutes": 6}},
        "noticers": {"herself": {"per_week": SOON}},
        "trust": 0.5,
        "impatience": 1,
        "consent": 1,
    }
    return nell | parts


def at_once(**parts: Any) -> Document:
    """Nell, who asks in the minute after onset."""
    return person(noticers={"herself": {"per_week": AT_ONCE}}) | parts


def with_home(**parts: Any) -> Document:
    """Nell with a second need, her home, and a chapter about it; she asks about her mood."""
    return (
        person(
            needs={
                "mood": {"domain": "mental", "level": 2},
                "home": {"domain": "housing", "level": 2},
            },
            story={"low": {"about": "mood", "minutes": 4}, "damp": {"about": "home", "minutes": 6}},
            noticers={"herself": {"per_week": SOON, "needs": "mood"}},
        )
        | parts
    )


def team(**parts: Any) -> Document:
    """A queue with one worker of full skill who is always there, and whose notes are read."""
    desk: Document = {
        "organisation": "trust",
        "calendar": "always",
        "staff": {"worker": 1},
        "reads_own": 1,
        "familiar": 1,
        "overrun": 0,
        "rebook": 1,
    }
    return desk | parts


def drawn(**parts: Any) -> Document:
    """A team that draws its wait: no wait at all, unless the parts say otherwise."""
    return team(wait="drawn", delay={"fixed": {"minutes": 0}}) | parts


def step(of: str, **parts: Any) -> Document:
    """A contact of 30 minutes that asks for everything and ends."""
    contact: Document = {"team": of, "minutes": 30, "asks": "all", "then": ENDS_THERE}
    return contact | parts


def pause(of: str, **parts: Any) -> Document:
    """A pause after which it ends."""
    return {"team": of, "pause": {"weeks": 1}, "then": ENDS_THERE} | parts


def helps(*domains: str, works: float = 1, **parts: Any) -> Document:
    """One session that helps with these domains."""
    course: Document = {
        "domains": list(domains or ("mental",)),
        "works": works,
        "sessions": 1,
        "interval": {"days": 7},
    }
    return course | parts


def pounds(number: float) -> Document:
    """So much money, in the prices of the base year."""
    return {"central": number, "low": number, "high": number, "price_year": "2023/24"}


def world(**parts: Any) -> Document:
    """A small world with the parts laid over its own; people, steps and doors replace them."""
    modes = ("phone", "video", "face_to_face", "home_visit", "online", "text", "group", "drop_in")
    small: Document = {
        "name": "toy/small",
        "title": "A small world",
        "reading": {"text": "for a test"},
        "window": {"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 5}},
        "personas": {"nell": person()},
        "calendars": {"always": "always", "office": "mon-fri 09:00-17:00"},
        "organisations": {"trust": {"title": "Trust"}},
        "roles": {
            role: {
                "hours": 168,
                "cost_per_hour": pounds(1),
                "contact_share": 1,
                "skill": {"otherwise": 1},
            }
            for role in ("worker", "other")
        },
        "teams": {"desk": team()},
        "steps": {"meet": step("desk", helps=helps())},
        "doors": {"otherwise": "meet"},
        "assumptions": {
            "leaving": 0,
            "telling": {
                "ask_again": 0,
                "ask_again_own": 0,
                "confirm": 0.5,
                "help_at_least": 1,
                "letter_carries": 1,
                "letter_read": 1,
                "openness": dict.fromkeys(modes, 1),
            },
            "taking": {
                "not_taken_up": 0,
                "stopping": 0,
                "attends": dict.fromkeys(modes, 1),
                "attends_per_week": 1,
                "booked_again_after": {"minutes": 200},
                "barrier": 0,
            },
            "handing": {
                "loses": dict.fromkeys(("warm", "overlap", "cold", "number_given"), 0),
                "letter_takes": {"minutes": 4320},
                "bounce_takes": {"minutes": 10080},
                "writing": 0,
                "meeting": 15,
                "overlap_sessions": 2,
                "meets_within": {"days": 5},
            },
            "lives": {"acts": False},
            "asks_at": dict.fromkeys((*NOTICERS, "otherwise"), "always"),
        },
    }
    return _laid_over(small, parts)


def _laid_over(base: Mapping[str, Any], parts: Mapping[str, Any]) -> Document:
    whole = deepcopy(dict(base))
    for key, value in parts.items():
        below = whole.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        over = both and key not in REPLACED
        whole[key] = _laid_over(below, value) if over else deepcopy(value)
    return whole


class Story:
    """What happened in one run, by person: the first who comes is 0."""

    def __init__(self, program: Program, rows: list[Row], totals: Totals, who: list[int]) -> None:
        self.program = program
        self.all = rows
        self.totals = totals
        self.who = who

    def rows(self, *what: What, person: int | None = None) -> list[Row]:
        """Rows of these kinds, of one person or of all."""
        number = None if person is None else self.who[person]
        return [
            row
            for row in self.all
            if (not what or row.what in what) and (number is None or row.person == number)
        ]

    def ends(self, person: int = 0) -> list[str]:
        """How her needs left their threads, in order; joining another thread is not an end."""
        return [ENDS[r.value] for r in self.rows(What.LEFT, person=person) if r.value != JOINED]

    def steps(self, person: int = 0) -> list[str]:
        """The steps at which somebody met her, in order."""
        return [self.step(row) for row in self.rows(What.MEETS, person=person)]

    def met_at(self, person: int = 0, step: str = "") -> list[int]:
        """The minutes at which contacts with her began."""
        found = self.rows(What.MEETS, person=person)
        return [row.minute for row in found if not step or self.step(row) == step]

    def waits(self, kind: str, person: int = 0) -> list[int]:
        """Minutes of her spells of one kind that have ended."""
        begun: dict[int, int] = {}
        lengths = []
        for row in self.rows(What.WAIT_BEGINS, What.WAIT_ENDS, person=person):
            if row.what == What.WAIT_BEGINS:
                begun[row.thread] = row.value
            elif WAITS[begun[row.thread]] == kind:
                lengths.append(row.value)
        return lengths

    def chapters(self, what: What, person: int = 0) -> list[list[str]]:
        """Names of the chapters told, retold or confirmed, contact by contact."""
        return [self.names(row) for row in self.rows(what, person=person)]

    def names(self, row: Row) -> list[str]:
        """Names of the chapters of a row."""
        persona = self.program.personas[row.person >> 40]
        return [c.name for i, c in enumerate(persona.chapters) if row.chapters >> i & 1]

    def needs(self, row: Row) -> list[str]:
        """Names of the needs of a row."""
        persona = self.program.personas[row.person >> 40]
        return [n.name for i, n in enumerate(persona.needs) if row.needs >> i & 1]

    def judged(self, row: Row, need: int = 0) -> int:
        """The level of a need as judged in a row."""
        return unpack_level(row.value, need)

    def step(self, row: Row) -> str:
        """The name of a row's step."""
        return self.program.steps[row.step].name

    def team(self, row: Row) -> str:
        """The name of a row's team."""
        return self.program.teams[row.team].name


class _Rows(list[Row]):
    def see(self, row: Row) -> None:
        self.append(row)


def coming_at(program: Program, coming: Sequence[tuple[int, int]]) -> Program:
    """The program with people who come at stated minutes: (minute, which persona) of each."""
    people = []
    for number, persona in enumerate(program.personas):
        hers = sorted((m, NAMED_LAYER, k) for k, (m, p) in enumerate(coming) if p == number)
        onsets = tuple(cell for onset in hers for cell in onset)
        people.append(replace(persona, stated=True, onsets=onsets))
    return replace(program, personas=tuple(people))


def lived(
    document: Document,
    comes: Sequence[int | tuple[int, int]] = (0,),
    *,
    seed: int = 1,
    salt: int = 0,
) -> Story:
    """Run a document; people come at these minutes (of the first persona, or ``(minute, which)``).

    They have the central values of their persona, as the named person has.
    """
    coming = [(c, 0) if isinstance(c, int) else c for c in comes]
    program = coming_at(compile_program(resolve(document)), coming)
    rows = _Rows()
    totals = run(program, seed=seed, replication=0, sink=rows, salt=salt)
    who = [person_number(p, NAMED_LAYER, k) for k, (_, p) in enumerate(coming)]
    return Story(program, rows, totals, who)
