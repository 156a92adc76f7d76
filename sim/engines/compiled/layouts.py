"""Layouts: at which place of a block each field lies.

A layout is a module-like object whose attributes are places, since numba reads attributes of a
module as constants. Layouts of the program's parts are read off their declarations
(:mod:`sim.program.parts`), so that each field is declared once; those of what changes in a run are
listed in ``kernel.blocks``.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any, Final, NamedTuple, get_type_hints

import numpy as np

from sim.model.rosters import Openings
from sim.program.parts import (
    PAssumptions,
    PCondition,
    PHelp,
    PPool,
    Program,
    PRule,
    PSeat,
    PStep,
    PStream,
    PTeam,
)
from sim.program.person_parts import (
    Law,
    PChapter,
    PComing,
    PNeed,
    PNoticing,
    PPersona,
    PSupporter,
    PWish,
)


class Slot(NamedTuple):
    """A place on a rota."""

    shifts: Openings


class Reading(NamedTuple):
    """A record that a team reads."""

    record: int
    chance: float
    consent: bool


class Barrier(NamedTuple):
    """A barrier that a coming date changes."""

    mode: int
    barrier: float


class Distance(NamedTuple):
    """How far a place is from where she lives."""

    place: str
    low: float
    central: float
    high: float


class Calendar(NamedTuple):
    """Openings over the weeks of a run; made from hours and shut days, so in no part."""

    weeks: int
    """weeks after which it begins again: 1, or those over which days that are shut are told"""
    first: tuple[int, ...]
    """by week, and one more: where its pairs begin in ``opens``, counted in pairs"""
    opens: Openings
    """minutes of the week, week by week"""
    whole: bool
    """whether it is open at every minute of the week"""


class Year(NamedTuple):
    """The days on which a team does not open, which begin again; in no part as such."""

    shut: tuple[int, ...]
    """1 for a day on which it is shut"""


TABLES: Final[dict[str, type]] = {
    "program": Program,
    "assumptions": PAssumptions,
    "persona": PPersona,
    "need": PNeed,
    "chapter": PChapter,
    "noticing": PNoticing,
    "supporter": PSupporter,
    "coming": PComing,
    "barrier": Barrier,
    "wish": PWish,
    "distance": Distance,
    "team": PTeam,
    "reading": Reading,
    "pool": PPool,
    "slot": Slot,
    "stream": PStream,
    "step": PStep,
    "seat": PSeat,
    "help": PHelp,
    "rule": PRule,
    "condition": PCondition,
    "calendar": Calendar,
    "year": Year,
}
"""The tables of a flattened program, and the part of which each row is one."""
NAME_OF: Final = {part: name for name, part in TABLES.items()}
LAW: Final = tuple(Law._fields)
DERIVED: Final[dict[str, dict[str, str]]] = {
    "program": {"minute": "i8", "max_slots": "i8"},
    "team": {"number": "i8", "calendar": "calendar", "year": "year", "new_parts": "i8"},
    "step": {"number": "i8", "until": "calendar"},
    "persona": {"number": "i8", "at_home": "calendar"},
    "noticing": {"calendar": "calendar"},
    "coming": {"at_home": "calendar"},
    "pool": {"edges": "numbers"},
    "slot": {"always": "i8", "longest": "i8"},
}
"""What is worked out once from several fields, or from the place among others."""
UNSIGNED: Final = frozenset({"key", "purpose", "chance_purpose", "notes_key", "record_keys"})
"""Fields that hold keys of draws: 64 bits."""
AS_ROWS: Final[dict[tuple[str, str], type]] = {
    ("pool", "slots"): Slot,
    ("team", "reads"): Reading,
    ("coming", "barriers"): Barrier,
    ("persona", "distance"): Distance,
}
"""Fields whose tuples become rows of a table."""


class Field(NamedTuple):
    """How one field of a part lies in its row."""

    name: str
    kind: str
    """``i8``, ``f8``, ``word``, ``law``, a table for one row or none, ``rows:table``, ``numbers``,
    ``pairs``, ``words``, ``keys``, ``fractions`` or ``triples``"""

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """The cells that it takes, with their types."""
        name = self.name
        if self.kind == "law":
            return tuple((f"{name}_{part}", "i8" if part == "kind" else "f8") for part in LAW)
        if self.is_list:
            return (name, "i8"), (f"n_{name}", "i8")
        return ((name, "f8" if self.kind == "f8" else "i8"),)

    @property
    def is_list(self) -> bool:
        """Whether it refers to several things that lie one after the other."""
        lists = {"numbers", "pairs", "words", "keys", "fractions", "triples"}
        return self.kind in lists or self.kind.startswith("rows:")

    @property
    def points_to(self) -> str:
        """The table into which it refers; empty for none."""
        if self.kind.startswith("rows:"):
            return self.kind.removeprefix("rows:")
        if self.kind in ("numbers", "pairs", "words", "keys"):
            return "numbers"
        if self.kind in ("fractions", "triples"):
            return "fractions"
        return self.kind if self.kind in TABLES else ""


def _kind(table: str, name: str, hint: Any) -> str:
    if (table, name) in AS_ROWS:
        return f"rows:{NAME_OF[AS_ROWS[table, name]]}"
    simple = {int: "i8", bool: "i8", float: "f8", str: "word", Openings: "pairs"}
    if hint in simple:
        return simple[hint]
    if hint in (Law, Law | None):
        return "law"
    if hint in NAME_OF:
        return NAME_OF[hint]
    inner: tuple[Any, ...] = getattr(hint, "__args__", ())
    optional = [one for one in inner if one in NAME_OF]
    if optional and type(None) in inner:
        return NAME_OF[optional[0]]
    first = inner[0]
    if first in NAME_OF:
        return f"rows:{NAME_OF[first]}"
    if first is int:
        return "keys" if name in UNSIGNED else "numbers"
    if first in (float, str):
        return "fractions" if first is float else "words"
    return "pairs" if first.__args__[0] is int else "triples"


def fields_of(table: str) -> tuple[Field, ...]:
    """The fields of a part, in the order of its declaration."""
    part = TABLES[table]
    hints = get_type_hints(part)
    names = [f.name for f in fields(part)] if is_dataclass(part) else list(part._fields)  # type: ignore[attr-defined]
    skipped = {("program", "later")}
    return tuple(
        Field(name, _kind(table, name, hints[name]))
        for name in names
        if (table, name) not in skipped
    )


FIELDS: Final = {table: fields_of(table) for table in TABLES}


def dtype_of(table: str) -> np.dtype[Any]:
    """The record of one row: the declared fields, then what is derived; every cell 8 bytes."""
    cells = [cell for field in FIELDS[table] for cell in field.cells]
    for name, kind in DERIVED.get(table, {}).items():
        cells += Field(name, kind).cells
    return np.dtype([(name, kind) for name, kind in cells])


def layout(name: str, places: tuple[str, ...]) -> ModuleType:
    """An object that has each of these names, in capitals, as its place; and SIZE."""
    made = ModuleType(f"layout of {name}")
    for place, field in enumerate(places):
        setattr(made, field.upper(), place)
    made.SIZE = len(places)  # type: ignore[attr-defined]
    return made


def layout_of(table: str) -> ModuleType:
    """Where each cell of a row of a table lies."""
    names = dtype_of(table).names
    assert names is not None
    return layout(table, names)


PROGRAM: Final = layout_of("program")
ASSUMED: Final = layout_of("assumptions")
PERSONA: Final = layout_of("persona")
NEED: Final = layout_of("need")
CHAPTER: Final = layout_of("chapter")
NOTICING: Final = layout_of("noticing")
SUPPORTER: Final = layout_of("supporter")
COMING: Final = layout_of("coming")
BARRIER: Final = layout_of("barrier")
WISH: Final = layout_of("wish")
DISTANCE: Final = layout_of("distance")
TEAM: Final = layout_of("team")
READING: Final = layout_of("reading")
POOL: Final = layout_of("pool")
SLOT: Final = layout_of("slot")
STREAM: Final = layout_of("stream")
STEP: Final = layout_of("step")
SEAT: Final = layout_of("seat")
HELP: Final = layout_of("help")
RULE: Final = layout_of("rule")
CONDITION: Final = layout_of("condition")
CALENDAR: Final = layout_of("calendar")
SHUT_YEAR: Final = layout_of("year")
