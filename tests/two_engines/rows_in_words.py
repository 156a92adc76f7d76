"""A row of the log in words: when, who, what, where, by whom, and what its value means.

Never fails: a number that names nothing is shown as a number, since what is told here may be what
a faulty engine wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sim.log import BOUNDARY, JOINED, NAMED_LAYER, PERSON_BITS, WAITS, Row, What
from sim.model.rosters import DAYS
from sim.model.words import (
    ENDS,
    HANDOFFS,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    MODES,
    NOTICERS,
)
from sim.program import Program
from sim.program.person_parts import PPersona

LEVEL_BITS: Final = 7


def minute_in_words(minute: int) -> str:
    """``week 1 mon 09:15 (10635)``; weeks are counted from 0."""
    week, within = divmod(minute, MINUTES_PER_WEEK)
    day, clock = divmod(within, MINUTES_PER_DAY)
    hours, minutes = divmod(clock, MINUTES_PER_HOUR)
    return f"week {week} {DAYS[day]} {hours:02}:{minutes:02} ({minute})"


def row_in_words(program: Program, row: Row) -> str:
    """One row, with the names of everything that it names."""
    persona = _at(program.personas, row.person >> (PERSON_BITS + 8))
    said = [
        minute_in_words(row.minute),
        _who(persona, row.person),
        f"thread {row.thread} episode {row.episode}",
        _kind(row),
        f"step {_name(program.steps, row.step)}",
        f"team {_name(program.teams, row.team)}",
        f"worker {_worker(program, row.worker)}",
        f"needs {_names(persona, 'needs', row.needs)}",
        f"chapters {_names(persona, 'chapters', row.chapters)}",
        f"value {row.value}{_meaning(program, persona, row)}",
    ]
    return "; ".join(said)


def _at(things: Sequence[Any], place: int) -> Any:
    return things[place] if 0 <= place < len(things) else None


def _name(things: Sequence[Any], place: int) -> str:
    thing = _at(things, place)
    return str(place) if thing is None else thing.name


def _word(words: Sequence[str], place: int) -> str:
    return _at(words, place) or f"unknown {place}"


def _who(persona: PPersona | None, person: int) -> str:
    layer, k = person >> PERSON_BITS & 0xFF, person & (1 << PERSON_BITS) - 1
    name = persona.name if persona else f"persona {person >> (PERSON_BITS + 8)}"
    return f"{name} named {k}" if layer == NAMED_LAYER else f"{name} {layer}.{k}"


def _kind(row: Row) -> str:
    return What(row.what).name if row.what in tuple(What) else f"WHAT {row.what}"


def _worker(program: Program, worker: int) -> str:
    if worker < 0:
        return "none"
    pool = _at(program.pools, worker >> 24)
    where = pool.name if pool else f"pool {worker >> 24}"
    return f"{where} {worker >> 12 & 0xFFF}, {worker & 0xFFF} before"


def _names(persona: PPersona | None, kind: str, held: int) -> str:
    if held <= 0 or persona is None:
        return "none" if not held else str(held)
    things = getattr(persona, kind)
    return " ".join(_name(things, i) for i in range(held.bit_length()) if held >> i & 1)


def _meaning(program: Program, persona: PPersona | None, row: Row) -> str:
    tell = _MEANINGS.get(row.what)
    return f" = {tell(program, persona, row.value)}" if tell and row.value >= 0 else ""


def _levels(_: Program, persona: PPersona | None, value: int) -> str:
    needs = persona.needs if persona else ()
    return " ".join(f"{need.name} {value >> 3 * i & LEVEL_BITS}" for i, need in enumerate(needs))


def _handed(program: Program, _: PPersona | None, value: int) -> str:
    kind = "boundary" if value & 7 == BOUNDARY else _word(HANDOFFS, value & 7)
    return f"{kind} from {_name(program.teams, value >> 3)}"


def _supporter(_: Program, persona: PPersona | None, value: int) -> str:
    what = _word(("left", "tired", "rested"), value & 3)
    return f"{_name(persona.supporters if persona else (), value >> 2)} {what}"


def _of(words: Sequence[str]) -> Callable[[Program, PPersona | None, int], str]:
    return lambda _, __, value: _word(words, value)


_MEANINGS: Final[Mapping[int, Callable[[Program, PPersona | None, int], str]]] = {
    What.ONSET: _levels,
    What.JUDGED: _levels,
    What.ASKED: _of(NOTICERS),
    What.LEFT: lambda _, __, value: "joined" if value == JOINED else _word(ENDS, value),
    What.WAIT_BEGINS: _of(WAITS),
    What.OFFERED: _of(("not taken up", "taken up", "taken up when offered again", "not now")),
    What.MEETS: lambda _, __, value: f"{value >> 4} minutes planned, {_word(MODES, value & 15)}",
    What.HANDS_ON: _handed,
    What.BOUNCES: _of(("on paper", "at the first assessment", "closed")),
    What.LOST: _of(HANDOFFS),
    What.ALONGSIDE: _of(("ends", "begins")),
    What.COMPANION: _of(("no longer", "goes along", "nobody had room")),
    What.HAPPENS: lambda _, persona, value: _name(persona.coming if persona else (), value),
    What.SUPPORTER: _supporter,
    What.PLACE: _of(("freed", "taken")),
}
