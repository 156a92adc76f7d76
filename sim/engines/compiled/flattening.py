"""A program as record arrays: what the compiled engine reads.

Goes in: a :class:`~sim.program.parts.Program`, whose programs of later weeks come along. Comes out:
:class:`Flat`: one record array for each kind of part, its fields those of the part, in which a
reference is the row of another table. :func:`read_back` makes the program again, so that a test
can hold that nothing is lost. :func:`placed` puts the tables one after the other into one array of
cells, with every reference turned into the place of what it refers to; 0 stands for none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.layouts import (
    AS_ROWS,
    DERIVED,
    FIELDS,
    TABLES,
    UNSIGNED,
    Calendar,
    Field,
    Slot,
    Year,
    dtype_of,
)
from sim.model.rosters import Openings
from sim.model.words import DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.program.opening_times import Days, is_whole_week, openings_of_week
from sim.program.parts import Program
from sim.program.person_parts import Law

NONE: Final = -1
"""A reference to nothing, in a table."""
PARTS_OF_A_SHARE: Final = 1_000_000
SIGN: Final = 1 << 63


@dataclass(slots=True, kw_only=True)
class Flat:
    """A program as tables."""

    tables: dict[str, NDArray[Any]]
    """a record array by table"""
    numbers: NDArray[np.int64]
    """what the fields that are lists of whole numbers refer to"""
    fractions: NDArray[np.float64]
    words: tuple[str, ...]
    """names, by number; the first is empty"""
    programs: int
    """the program itself, then those of later weeks"""


@dataclass(slots=True)
class _Flattening:
    rows: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {table: [] for table in TABLES}
    )
    numbers: list[int] = field(default_factory=list)
    fractions: list[float] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=lambda: {"": 0})
    calendars: dict[tuple[Openings, Days], int] = field(default_factory=dict)
    years: dict[Days, int] = field(default_factory=dict)

    def word(self, text: str) -> int:
        return self.words.setdefault(text, len(self.words))

    def listed(self, values: Iterable[int]) -> tuple[int, int]:
        first = len(self.numbers)
        self.numbers += [_signed(value) for value in values]
        return first, len(self.numbers) - first

    def listed_fractions(self, values: Iterable[float]) -> tuple[int, int]:
        first = len(self.fractions)
        self.fractions += values
        return first, len(self.fractions) - first

    def add(self, table: str, parts: Iterable[Any]) -> tuple[int, int]:
        """Rows of a table, one after the other. Their own rows come before."""
        made = [self.row(table, part, number) for number, part in enumerate(parts)]
        first = len(self.rows[table])
        self.rows[table] += made
        return first, len(made)

    def row(self, table: str, part: Any, number: int) -> tuple[Any, ...]:
        cells: list[Any] = []
        for one in FIELDS[table]:
            cells += self.cells(table, one, getattr(part, one.name))
        return (*cells, *self.derived(table, part, number))

    def cells(self, table: str, one: Field, value: Any) -> tuple[Any, ...]:
        """The cells of one field."""
        kind = one.kind
        if kind == "law":
            return (NONE, 0.0, 0.0, 0.0) if value is None else tuple(value)
        if kind.startswith("rows:"):
            return self.add(one.points_to, _as_rows(table, one.name, value))
        if kind in TABLES:
            return (NONE if value is None else self.add(kind, [value])[0],)
        if one.is_list:
            return self.list_cells(kind, value)
        return (self.word(value) if kind == "word" else _cell(one, value),)

    def list_cells(self, kind: str, value: Any) -> tuple[int, int]:
        if kind == "fractions":
            return self.listed_fractions(value)
        if kind == "triples":
            first, cells = self.listed_fractions(x for triple in value for x in triple)
            return first, cells // 3
        if kind == "pairs":
            first, cells = self.listed(x for pair in value for x in pair)
            return first, cells // 2
        return self.listed(self.word(v) for v in value) if kind == "words" else self.listed(value)

    # What is worked out

    def derived(self, table: str, part: Any, number: int) -> tuple[Any, ...]:
        if table == "team":
            new_parts = round(part.new_share * PARTS_OF_A_SHARE)
            year = self.year(part.shut)
            return number, self.calendar(part.hours, part.shut), year, new_parts
        if table == "step":
            return number, self.calendar(part.until_hours, part.until_shut)
        if table == "persona":
            return number, self.calendar(part.hours, ())
        if table == "noticing":
            return (self.calendar(part.hours, part.shut),)
        if table == "coming":
            return (self.calendar(part.hours, ()),)
        if table == "slot":
            longest = max((end - start for start, end in part.shifts), default=0)
            return int(is_whole_week(part.shifts)), longest
        return (0,) * sum(len(Field(n, k).cells) for n, k in DERIVED.get(table, {}).items())

    def calendar(self, hours: Openings, shut: Days) -> int:
        """The row of a calendar; none where it is never open."""
        if not hours:
            return NONE
        if (hours, shut) not in self.calendars:
            weeks = len(shut) // DAYS_PER_WEEK if shut else 1
            opens: list[tuple[int, int]] = []
            first = [0]
            for week in range(weeks):
                opens += openings_of_week(hours, week, shut) if shut else hours
                first.append(len(opens))
            made = Calendar(weeks, tuple(first), tuple(opens), is_whole_week(hours))
            self.calendars[hours, shut] = self.add("calendar", [made])[0]
        return self.calendars[hours, shut]

    def year(self, shut: Days) -> int:
        """The row of the days on which a team is shut; none where it never is."""
        if not shut:
            return NONE
        if shut not in self.years:
            self.years[shut] = self.add("year", [Year(shut)])[0]
        return self.years[shut]


def flatten(program: Program) -> Flat:
    """The tables of a program, those of its later weeks included."""
    made = _Flattening()
    programs = [(0, program), *program.later]
    places = [
        max(len(one.pools[i].slots) for _, one in programs) for i in range(len(program.pools))
    ]
    rows = [made.row("program", one, number) for number, (_, one) in enumerate(programs)]
    made.rows["program"] = rows
    names = dtype_of("program").names
    assert names is not None
    minute = names.index("minute")
    most = names.index("max_slots")
    max_slots = made.listed(places)[0]
    made.rows["program"] = [
        (*row[:minute], since, max_slots, *row[most + 1 :])
        for row, (since, _) in zip(rows, programs, strict=True)
    ]
    _edges(made, [one for _, one in programs])
    return Flat(
        tables={name: np.array(rows, dtype=dtype_of(name)) for name, rows in made.rows.items()},
        numbers=np.array(made.numbers, dtype=np.int64),
        fractions=np.array(made.fractions, dtype=np.float64),
        words=tuple(made.words),
        programs=len(programs),
    )


def _edges(made: _Flattening, programs: list[Program]) -> None:
    """The minutes of the week at which shifts of a pool may begin or end."""
    names = dtype_of("pool").names
    assert names is not None
    place = names.index("edges")
    pools = [(pool, one.teams[pool.team]) for one in programs for pool in one.pools]
    for number, (pool, team) in enumerate(pools):
        edges = {edge for shifts in pool.slots for shift in shifts for edge in shift}
        if team.shut:
            edges |= {*range(0, MINUTES_PER_WEEK, MINUTES_PER_DAY)}
        row = made.rows["pool"][number]
        made.rows["pool"][number] = (*row[:place], *made.listed(sorted(edges)))


def _as_rows(table: str, name: str, value: Any) -> Iterable[Any]:
    kind = AS_ROWS.get((table, name))
    if kind is None:
        return value  # type: ignore[no-any-return]
    if kind is Slot:
        return [Slot(shifts) for shifts in value]
    if isinstance(value, Mapping):
        return [kind(place, *limits) for place, limits in value.items()]
    return [kind(*one) for one in value]


def _cell(one: Field, value: Any) -> Any:
    return float(value) if one.kind == "f8" else _signed(int(value))


def _signed(value: int) -> int:
    return value - 2 * SIGN if value >= SIGN else value


# Back again


def read_back(flat: Flat, number: int = 0) -> Program:
    """The program again, from its tables alone; ``number`` counts those of later weeks."""
    program: Program = _part(flat, "program", number)
    if number:
        return program
    later = tuple(
        (int(flat.tables["program"][i]["minute"]), read_back(flat, i))
        for i in range(1, flat.programs)
    )
    return replace(program, later=later)


def _part(flat: Flat, table: str, row: int) -> Any:
    values = {one.name: _value(flat, table, one, row) for one in FIELDS[table]}
    if table == "program":
        values["later"] = ()
    return TABLES[table](**values)


def _value(flat: Flat, table: str, one: Field, row: int) -> Any:
    cells = [flat.tables[table][row][name].item() for name, _ in one.cells]
    if one.kind == "law":
        return None if cells[0] == NONE else Law(*cells)
    if one.is_list:
        return _list(flat, table, one, *cells)
    if one.kind in TABLES:
        return None if cells[0] == NONE else _part(flat, one.kind, cells[0])
    if one.kind == "word":
        return flat.words[cells[0]]
    if _is_yes_or_no(table, one.name):
        return bool(cells[0])
    return cells[0] % (2 * SIGN) if one.name in UNSIGNED else cells[0]


def _is_yes_or_no(table: str, name: str) -> bool:
    hints = TABLES[table].__annotations__
    return hints[name] in (bool, "bool")


def _list(flat: Flat, table: str, one: Field, first: int, count: int) -> Any:
    if one.kind.startswith("rows:"):
        parts = tuple(_part(flat, one.points_to, first + i) for i in range(count))
        return _from_rows(table, one.name, parts)
    if one.kind == "fractions":
        return tuple(flat.fractions[first : first + count].tolist())
    if one.kind == "triples":
        triples = flat.fractions[first : first + 3 * count].reshape(count, 3)
        return tuple(map(tuple, triples.tolist()))
    if one.kind == "pairs":
        return tuple(map(tuple, flat.numbers[first : first + 2 * count].reshape(-1, 2).tolist()))
    numbers = flat.numbers[first : first + count].tolist()
    if one.kind == "words":
        return tuple(flat.words[number] for number in numbers)
    return tuple(number % (2 * SIGN) if one.kind == "keys" else number for number in numbers)


def _from_rows(table: str, name: str, parts: tuple[Any, ...]) -> Any:
    kind = AS_ROWS.get((table, name))
    if kind is None:
        return parts
    if kind is Slot:
        return tuple(slot.shifts for slot in parts)
    if kind is TABLES["distance"]:
        return {far.place: (far.low, far.central, far.high) for far in parts}
    return tuple(map(tuple, parts))


# Into one array


@dataclass(frozen=True, slots=True)
class Placed:
    """The tables in one array of cells."""

    cells: NDArray[np.int64]
    """(cells,): the first of them stand for what comes before it in the memory of a run"""
    base: dict[str, int]
    """where each table begins"""


def placed(flat: Flat, begins: int) -> Placed:
    """All tables one after the other, as they lie in memory from the cell ``begins`` on."""
    base: dict[str, int] = {}
    at = begins
    for name, table in flat.tables.items():
        base[name] = at
        at += table.size * (table.dtype.itemsize // 8)
    base["numbers"], base["fractions"] = at, at + flat.numbers.size
    pieces = [
        _with_places(flat.tables[name], name, base).view(np.int64).ravel() for name in flat.tables
    ]
    pieces += [flat.numbers, flat.fractions.view(np.int64)]
    return Placed(np.concatenate(pieces), base)


def _with_places(table: NDArray[Any], name: str, base: Mapping[str, int]) -> NDArray[Any]:
    """A table whose references are places."""
    table = table.copy()
    derived = [Field(n, kind) for n, kind in DERIVED.get(name, {}).items()]
    for one in (*FIELDS[name], *derived):
        to = one.points_to
        if to:
            size = dtype_of(to).itemsize // 8 if to in TABLES else 1
            column = table[one.name]
            table[one.name] = np.where(column < 0, 0, base[to] + column * size)
    if name == "program":
        table["max_slots"] += base["numbers"]
    return table
