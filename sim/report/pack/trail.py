"""Where each number comes from: references, and the appendix that resolves them.

Goes in: a text with a number, and the row of the run's folder that holds it. Comes out: the text
with a reference such as ``D17``, and an entry that names file, line, row and value as in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sim.study.folder import csv_cell

LETTERS: Final = {
    "differences.csv": "D",
    "summary.csv": "S",
    "gaps.csv": "G",
    "staff.csv": "T",
    "costs.csv": "C",
    "plausibility.csv": "P",
    "sure.csv": "U",
    "readings_differences.csv": "R",
    "ladder.csv": "L",
    "withdrawn.csv": "W",
    "most_depended_on.csv": "N",
    "worth_collecting.csv": "V",
    "breaking.csv": "B",
    "local.csv": "Y",
    "manifest.json": "M",
}
"""How references to each file begin."""
OTHER: Final = "F"
"""How references to any other file begin: resolved scenarios and figures."""
NAMING: Final = (
    "scenario",
    "against",
    "rung",
    "reading",
    "group",
    "persona",
    "replication",
    "team",
    "role",
    "line",
    "payer",
    "kind",
    "number",
    "measure",
    "row",
    "factor",
    "cell",
    "figure",
)
"""Columns that name a row, in any table."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of the run, as text."""

    file: str
    """the table's file"""
    line: int
    """line in that file; the header is line 1"""
    values: Mapping[str, str]
    """by column, as in the file"""

    @property
    def key(self) -> str:
        """What names the row: ``scenario=…; persona=…``."""
        return "; ".join(f"{name}={value}" for name, value in self.values.items() if name in NAMING)


class Cited(NamedTuple):
    """A text whose numbers stand where the reference says."""

    text: str
    reference: str


Piece = str | Cited
Line = Sequence[Piece]
"""A paragraph, or a cell of a table."""


@dataclass(slots=True)
class Entry:
    """One line of the appendix."""

    reference: str
    file: str
    where: str
    """line of the file, field of the file, or what was added up"""
    key: str
    """what names the row"""
    values: dict[str, str] = field(default_factory=dict)
    """by column, as in the file"""


class Trail:
    """Every reference that was given out."""

    def __init__(self) -> None:
        """Begin with none."""
        self._entries: dict[tuple[str, str, str], Entry] = {}
        self._given: Counter[str] = Counter()

    @property
    def entries(self) -> list[Entry]:
        """All entries, by letter, file and number."""
        return sorted(
            self._entries.values(), key=lambda e: (e.reference[0], e.file, int(e.reference[1:]))
        )

    def cite(self, text: str, row: Row, *columns: str) -> Cited:
        """The text, which shows these columns of a row."""
        entry = self._entry(row.file, f"line {row.line}", row.key)
        entry.values.update({column: row.values[column] for column in columns})
        return Cited(text, entry.reference)

    def cite_sum(self, text: str, rows: Sequence[Row], *columns: str, of: str) -> Cited:
        """The text, which shows columns added up over rows; ``of``: which rows, in words."""
        entry = self._entry(rows[0].file, f"{len(rows)} lines added up", of)
        for column in columns:
            total = sum(float(row.values[column]) for row in rows)
            entry.values[column] = csv_cell(total)
        return Cited(text, entry.reference)

    def cite_less(self, text: str, one: Cited, other: Cited, column: str) -> Cited:
        """The text, which shows what one cited sum is more than another."""
        first, second = self._found(one), self._found(other)
        entry = self._entry(first.file, f"{one.reference} less {other.reference}", "")
        left = float(first.values[column]) - float(second.values[column])
        entry.values[column] = csv_cell(left)
        return Cited(text, entry.reference)

    def cite_count(self, text: str, file: str, of: str, **counts: int) -> Cited:
        """The text, which shows how many there are of something in a file; ``of``: of what."""
        entry = self._entry(file, f"counted: {of}", "")
        entry.values.update({name: str(count) for name, count in counts.items()})
        return Cited(text, entry.reference)

    def cite_place(self, text: str, file: str, place: str, value: object) -> Cited:
        """The text, which shows a value at a place of a file that is no table."""
        entry = self._entry(file, place, "")
        entry.values["value"] = csv_cell(value).strip('"')
        return Cited(text, entry.reference)

    def cite_quote(self, text: str, file: str, place: str) -> Cited:
        """The text, which is a file's own words or follows from them, at a place of the file."""
        return Cited(text, self._entry(file, place, "").reference)

    def _found(self, cited: Cited) -> Entry:
        return next(e for e in self._entries.values() if e.reference == cited.reference)

    def _entry(self, file: str, where: str, key: str) -> Entry:
        known = self._entries.get((file, where, key))
        if known:
            return known
        letter = LETTERS.get(file, OTHER)
        self._given[letter] += 1
        entry = Entry(f"{letter}{self._given[letter]}", file, where, key)
        self._entries[file, where, key] = entry
        return entry
