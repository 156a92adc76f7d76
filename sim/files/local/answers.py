"""A filled-in spreadsheet, read: what was typed where, or every fault by sheet and cell.

Goes in: an .xlsx file that `template` wrote and somebody filled in. Comes out: a :class:`Local`.
Refuses what it would have to guess: words in a number cell, units, commas, dates, formulas whose
result is not stored, rows that are not of this site or stand twice.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sim.errors import Fault, InputError
from sim.files.hours import calendar
from sim.files.local.asked import HOURS, LAST_YEAR, Asked, asked_of, sites
from sim.files.local.given import Given, LastYear, Local, stretches_of
from sim.files.local.template import (
    COMES_FROM,
    DEFAULT,
    FORMAT,
    NOTE,
    PATH,
    READ_ME,
    SITE,
    VERSION,
    YOURS,
    may_be_typed,
)
from sim.files.shorthands import Misread
from sim.files.trouble import nearest
from sim.files.workbook_reading import Rows, Typed, read_sheets

HEADS: Final = (DEFAULT, YOURS, COMES_FROM, NOTE, PATH)
_NUMBER: Final = re.compile(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?")
_COMMA: Final = re.compile(r"[-+]?[0-9]+,[0-9]+")
_WITH_UNIT: Final = re.compile(r"[£$]?\s*[-+]?[0-9]*\.?[0-9]+\s*[^0-9.,%\s].*|[£$]\s*[0-9.]+")
_PER_CENT: Final = re.compile(r"[0-9.]+\s*%")
NEW_ONE: Final = "`template` writes a new one; copy your figures into it"


def read_local(path: Path) -> Local:
    """What somebody filled in. Raises InputError with every fault of the file."""
    content = _content(path)
    return _Filled(path, read_sheets(path, content), content).local()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        found = error.strerror or "a file that cannot be read"
        mend = "give the .xlsx file that `template` wrote and you filled in"
        raise InputError([Fault(file=str(path), found=found, mend=mend)]) from None


class _Filled:
    """One spreadsheet being read, with the faults met so far."""

    def __init__(self, path: Path, sheets: dict[str, Rows], content: bytes) -> None:
        self.path = path
        self.sheets = sheets
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.faults: list[Fault] = []
        self.given: list[Given] = []
        self.years: list[LastYear] = []
        self.seen: dict[str, str] = {}

    def local(self) -> Local:
        """The answers, or InputError."""
        site = self.site()
        asked = asked_of(site)
        by_path = {row.path: row for row in asked}
        for name in dict.fromkeys(row.sheet for row in asked):
            self.read_sheet(name, by_path)
        self.check_lists()
        if self.faults:
            raise InputError(self.faults)
        return Local(
            site=site,
            file=self.path.name,
            sha256=self.sha256,
            numbers=sum(row.is_number for row in asked),
            hours=sum(row.sheet == HOURS for row in asked),
            given=tuple(self.given),
            last_year=tuple(self.years),
        )

    def fault(self, place: str, found: str, allowed: str, mend: str) -> None:
        """Note one fault, at a sheet or cell."""
        self.faults.append(
            Fault(file=str(self.path), field=place, found=found, allowed=allowed, mend=mend)
        )

    def site(self) -> str:
        """The site that it was written for. Raises InputError where that cannot be told."""
        about = {row[0].text: row[1] for row in self.sheets.get(READ_ME, []) if len(row) > 1}
        site, version = about.get(SITE), about.get(VERSION)
        wanted = f"template format {FORMAT}"
        if site is None or version is None:
            found = "a workbook that is no template of this kind"
            self.fault(READ_ME, found, "a sheet with site and format", NEW_ONE)
        elif version.text != wanted:
            self.fault(version.place, repr(version.text), wanted, NEW_ONE)
        elif site.text not in sites():
            self.fault(site.place, repr(site.text), ", ".join(sites()), "write the site as it was")
        if site is None or self.faults:
            raise InputError(self.faults)
        return site.text

    def read_sheet(self, name: str, by_path: dict[str, Asked]) -> None:
        """Every row of one sheet."""
        rows = self.sheets.get(name)
        if rows is None:
            near = nearest(name, self.sheets)
            there = f"no such sheet, but {near}" if near else "no such sheet"
            self.fault(
                name, there, f"a sheet called {name}", f"give it its name again, or {NEW_ONE}"
            )
            return
        found = _head(rows)
        if found is None:
            heads = ", ".join(HEADS)
            self.fault(name, "no row with the heads of the table", heads, NEW_ONE)
            return
        head, columns = found
        for row in rows[head + 1 :]:
            self.read_row({title: row[column] for title, column in columns.items()}, name, by_path)

    def read_row(self, row: dict[str, Typed], name: str, by_path: dict[str, Asked]) -> None:
        """One row: known by its path, and filled in or not."""
        path, yours = row[PATH], row[YOURS]
        if path.is_blank and yours.is_blank:
            return
        asked = by_path.get(path.text)
        if asked is None or asked.sheet != name:
            near = nearest(path.text, [p for p, one in by_path.items() if one.sheet == name])
            mend = f"did you mean {near}?" if near else NEW_ONE
            found = repr(path.text) if path.text else "nothing"
            self.fault(path.place, found, f"a path of the sheet {name}, as it was written", mend)
            return
        if path.text in self.seen:
            mend = f"keep one of the rows; the other is {self.seen[path.text]}"
            self.fault(path.place, f"{path.text}, twice", "one row for each number", mend)
            return
        self.seen[path.text] = path.place
        self.check_default(row[DEFAULT], asked)
        if any(cell.is_merged for cell in (path, yours)):
            mend = "split the cells again, and write the number into each row that has it"
            self.fault(yours.place, "cells made one", "a cell of its own", mend)
        elif not yours.is_blank:
            self.take(row, asked)

    def check_default(self, cell: Typed, asked: Asked) -> None:
        """The default as it is now: a blank left for another one would say something else."""
        now = asked.default if asked.default is not None else "none"
        now = "" if asked.sheet == LAST_YEAR else now
        same = (
            math.isclose(float(cell.value), now)
            if isinstance(now, float) and isinstance(cell.value, int | float)
            else cell.text == str(now)
        )
        if not same:
            shown = f"{now:g}" if isinstance(now, float) else str(now)
            found = repr(cell.text)
            mend = f"it is no cell to write into: type into {YOURS}, or {NEW_ONE}"
            self.fault(cell.place, found, f"the default, which is {shown or 'empty'}", mend)

    def take(self, row: dict[str, Typed], asked: Asked) -> None:
        """What was typed, as a value or a fault."""
        cell = row[YOURS]
        value = self.hours_in(cell) if asked.sheet == HOURS else self.number_in(cell, asked)
        if value is None:
            return
        comes_from, note = row[COMES_FROM].text, row[NOTE].text
        if asked.sheet == LAST_YEAR:
            _, team, figure = asked.path.split(".")
            self.years.append(
                LastYear(
                    cell=cell.place,
                    team=team,
                    figure=figure,
                    value=float(value),
                    comes_from=comes_from,
                    note=note,
                )
            )
            return
        self.given.append(
            Given(
                cell=cell.place,
                path=asked.path,
                what=asked.what,
                where=asked.where,
                unit=asked.unit,
                value=value,
                default=asked.default,
                low=asked.low,
                high=asked.high,
                comes_from=comes_from,
                note=note,
            )
        )

    def hours_in(self, cell: Typed) -> str | None:
        """Opening hours, or None and a fault."""
        allowed = "days and times, such as mon-fri 09:00-17:00"
        if cell.is_formula or not isinstance(cell.value, str):
            self.fault(cell.place, repr(cell.value), allowed, "write it as text")
            return None
        try:
            calendar({"hours": stretches_of(cell.text)})
        except Misread as misread:
            for trouble in misread.troubles:
                self.fault(cell.place, trouble.found, trouble.allowed or allowed, trouble.mend)
            return None
        return cell.text

    def number_in(self, cell: Typed, asked: Asked) -> float | None:
        """A number in its range, or None and a fault."""
        wrong = _no_number(cell)
        allowed = may_be_typed(asked)
        if wrong is not None:
            self.fault(cell.place, _shown(cell), allowed, wrong)
            return None
        low, high = asked.allowed
        value = float(cell.value)
        if cell.is_percentage and asked.unit != "proportion":
            self.fault(
                cell.place, f"{value:.6g}, shown as per cent", allowed, "show it as a number"
            )
        elif not low <= value <= high:
            per_cent = asked.unit == "proportion" and 1.0 < value <= 100.0
            mend = f"write {value / 100:g} for {value:g}%" if per_cent else "check number and unit"
            self.fault(cell.place, f"{value:g}", allowed, mend)
        elif asked.whole and not value.is_integer():
            self.fault(cell.place, f"{value:g}", allowed, "write a whole number")
        else:
            return value
        return None

    def check_lists(self) -> None:
        """A list needs both how many wait and how long, where today has no list of that team."""
        halves = [one for one in self.given if ".waiting_at_start." in one.path]
        paths = {one.path for one in halves}
        for one in halves:
            before, _, word = one.path.rpartition(".")
            other = "waited" if word == "people" else "people"
            if one.default is None and f"{before}.{other}" not in paths:
                mend = f"fill in the row {before}.{other} as well, or neither"
                self.fault(one.cell, "half of a list", "how many wait and how long, both", mend)


def _head(rows: Rows) -> tuple[int, dict[str, int]] | None:
    """The row of the heads, and the column of each."""
    for number, row in enumerate(rows):
        columns = {cell.text: column for column, cell in enumerate(row)}
        if all(head in columns for head in HEADS):
            return number, {head: columns[head] for head in HEADS}
    return None


def _no_number(cell: Typed) -> str | None:
    """How to mend what is no number; None for a number."""
    return next((mend for is_so, mend in _mends(cell) if is_so), None)


def _mends(cell: Typed) -> Iterator[tuple[bool, str]]:
    text = cell.text
    yield (
        cell.is_formula and cell.value is None,
        "a formula without a stored result: open it in a spreadsheet and save it, or write the "
        "number itself",
    )
    yield cell.is_error, "the formula shows an error: write the number itself"
    yield cell.is_time, "a date or time: set the format of the cell to number, and write the number"
    yield isinstance(cell.value, bool), "write a number"
    yield isinstance(cell.value, int | float) and not math.isfinite(cell.value), "write a number"
    if isinstance(cell.value, str):
        yield bool(_COMMA.fullmatch(text)), f"write {text.replace(',', '.')}, with a point"
        yield bool(_PER_CENT.fullmatch(text)), "write a share, such as 0.12 for 12%"
        yield bool(_NUMBER.fullmatch(text)), f"it is text: write {text} as a number"
        yield bool(_WITH_UNIT.fullmatch(text)), "write the number alone; its unit stands beside it"
        yield True, "write it in figures"


def _shown(cell: Typed) -> str:
    if cell.is_formula and cell.value is None:
        return "a formula"
    return repr(cell.text)
