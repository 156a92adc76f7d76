"""A tiny world, and hand-made rows in it, for the tests of the measures.

The world: a practice and a hub of one organisation, a clinic of another. Millie has low mood, a
debt and a hidden worry; the chapter about the worry is painful.
"""

from dataclasses import fields
from typing import Any

from sim.log import JOINED, NAMED_LAYER, WAITS, Row, What, pack_levels, person_number
from sim.measures import PeopleTable, PersonFold
from sim.model.words import DOMAINS, ENDS, HANDOFFS, MODES
from sim.program import Program, parts
from sim.program.person_parts import PChapter, PComing, PNeed, PPersona

DAY = 1440
WEEK = 7 * DAY
START = 2 * WEEK
COUNTED = 4 * WEEK
FOLLOW = 26 * WEEK

MOOD, DEBT, WORRY = 1, 2, 4
FAMILY_CHAPTER, MOOD_CHAPTER, WORRY_CHAPTER = 1, 2, 4
PRACTICE, HUB, CLINIC = 0, 1, 2
DESK, GP, NAVIGATOR, THERAPIST = (pool << 24 for pool in range(4))


def _blank(kind: type, **known: Any) -> Any:
    return kind(**{field.name: known.get(field.name, 0) for field in fields(kind)})


def tiny_program(**changes: Any) -> Program:
    """The program of the tiny world."""
    needs = [("low_mood", "mental"), ("debt", "money_work"), ("worry", "trauma")]
    persona = _blank(
        PPersona,
        name="millie",
        site="hereton",
        coming=(_blank(PComing, moves_to="farton"),),
        needs=tuple(
            _blank(PNeed, name=name, domain=DOMAINS.index(domain)) for name, domain in needs
        ),
        chapters=tuple(
            _blank(PChapter, name=name, painful=name == "worry")
            for name in ("family", "low_mood", "worry")
        ),
    )
    roles = [(0, "receptionist"), (0, "gp"), (1, "navigator"), (2, "therapist")]
    known = {
        "name": "tiny",
        "personas": (persona,),
        "organisations": ("nhs", "charity"),
        "teams": tuple(
            _blank(parts.PTeam, organisation=owner, site=site)
            for owner, site in ((0, "hereton"), (0, ""), (1, "farton"))
        ),
        "pools": tuple(_blank(parts.PPool, team=team, role=role) for team, role in roles),
        "start": START,
        "counted_until": COUNTED,
        "follow": FOLLOW,
        "horizon": COUNTED + FOLLOW,
    }
    return _blank(parts.Program, **(known | changes))


class Tale:
    """Rows of one person, written in minutes since her onset."""

    def __init__(
        self,
        levels: tuple[int, int, int] = (2, 0, 0),
        *,
        k: int = 0,
        onset: int = START,
        named: bool = False,
    ) -> None:
        self.person = person_number(0, NAMED_LAYER if named else 0, k)
        self.onset = onset
        self.rows: list[Row] = []
        self.episode = 0
        self.row(0, What.ONSET, value=pack_levels(levels))

    def row(self, at: int, what: What, **columns: int) -> "Tale":
        plain = dict.fromkeys(("thread", "step", "team", "worker"), -1)
        plain |= dict.fromkeys(("episode", "needs", "chapters", "value"), 0)
        minute = self.onset + at
        self.rows.append(
            Row(minute=minute, person=self.person, what=what, **(plain | columns))  # type: ignore[arg-type]
        )
        return self

    def asks(self, at: int, needs: int = MOOD, *, anew: bool = True) -> "Tale":
        self.episode += anew
        return self.row(at, What.ASKED, needs=needs, episode=self.episode)

    def taken_on(self, at: int, needs: int = MOOD, thread: int = 0) -> "Tale":
        return self.row(at, What.TAKEN_ON, needs=needs, thread=thread)

    def leaves(self, at: int, end: str, needs: int = MOOD, thread: int = 0) -> "Tale":
        value = JOINED if end == "joined" else ENDS.index(end)
        return self.row(at, What.LEFT, needs=needs, thread=thread, value=value)

    def waits(self, at: int, until: int, kind: str = "queue", thread: int = 0) -> "Tale":
        self.row(at, What.WAIT_BEGINS, thread=thread, value=WAITS.index(kind))
        return self.row(until, What.WAIT_ENDS, thread=thread, value=until - at)

    def meets(
        self,
        at: int,
        worker: int,
        *,
        mode: str = "face_to_face",
        beside: tuple[int, ...] = (),
        retells: int = 0,
        helps: int = 0,
        told: int = 0,
        minutes: int = 30,
        thread: int = 0,
    ) -> "Tale":
        value = minutes * 16 + MODES.index(mode)
        for seat in (worker, *beside):
            self.row(at, What.MEETS, thread=thread, worker=seat, value=value)
        end = at + minutes
        if retells:
            self.row(end, What.RETELLS, thread=thread, worker=worker, chapters=retells, value=10)
        if helps:
            self.row(end, What.HELPS, thread=thread, worker=worker, needs=helps, value=10)
        if told:
            self.row(end, What.TOLD_NEEDS, thread=thread, worker=worker, needs=told)
        return self.row(end, What.PARTS, thread=thread, worker=worker, value=minutes)

    def handed_on(
        self, at: int, sender: int, team: int, kind: str = "cold", needs: int = MOOD
    ) -> "Tale":
        value = sender * 8 + HANDOFFS.index(kind)
        return self.row(at, What.HANDS_ON, thread=0, team=team, needs=needs, value=value)

    def level(self, at: int, need: int, level: int) -> "Tale":
        return self.row(at, What.LEVEL, needs=need, value=level)


def fold(*tales: Tale, program: Program | None = None) -> PeopleTable:
    """The table after all rows, in order of time."""
    folded = PersonFold(program or tiny_program())
    rows = [row for tale in tales for row in tale.rows]
    for row in sorted(rows, key=lambda row: row.minute):
        folded.see(row)
    return folded.finish()


def told(tale: Tale) -> dict[str, Any]:
    """Her one row of the people table."""
    people = fold(tale)
    assert len(people) == 1
    return {name: column[0].item() for name, column in people.columns.items()}
