"""Workbooks (.xlsx) that people filled in, read cell by cell.

Goes in: a file. Comes out: its sheets as cells, each knowing what it is called, what it shows, and
whether a formula stands behind it. Refuses what is no workbook; judges no value.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from sim.errors import Fault, InputError

TIMES: Final = (date, datetime, time, timedelta)
LARGEST: Final = 20_000_000
"""Bytes of a file, packed and unpacked, beyond which it is not what we asked for."""
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One cell as it stands in a file."""

    sheet: str
    name: str
    """such as H14"""
    value: Any
    """what it shows; None for nothing"""
    is_formula: bool = False
    is_error: bool = False
    """whether it shows an error, such as #REF!"""
    is_percentage: bool = False
    """whether it is shown in per cent"""
    is_merged: bool = False
    """whether it is part of several cells made one"""

    @property
    def place(self) -> str:
        """Sheet and cell, such as Staff!H14."""
        return f"{self.sheet}!{self.name}"

    @property
    def is_time(self) -> bool:
        """Whether it shows a date or a time of day."""
        return isinstance(self.value, TIMES)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        nothing = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return nothing and not self.is_formula

    @property
    def text(self) -> str:
        """Its text, without the spaces around it."""
        return "" if self.value is None else str(self.value).strip()


Rows = list[list[Typed]]
"""Rows of cells, from the first row of the sheet."""


def read_sheets(path: Path, content: bytes) -> dict[str, Rows]:
    """The sheets of a workbook by name. Raises InputError where it is none."""
    _check_size(path, content)
    try:
        shown = load_workbook(io.BytesIO(content), data_only=True)
        behind = load_workbook(io.BytesIO(content), data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, *_UNREADABLE):
        raise _no_workbook(path, "what is no workbook, or is damaged") from None
    return {
        name: list(_rows(shown[name], behind[name]))
        for name in shown.sheetnames
        if name in behind.sheetnames and hasattr(shown[name], "iter_rows")
    }


_UNREADABLE: Final = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
    IndexError,
)
"""What the library raises where a part of the file is missing or is not as it should be."""


def _rows(shown: Any, behind: Any) -> Iterator[list[Typed]]:
    merged = {
        (row, column)
        for area in behind.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)
    }
    last = min(behind.max_row, MOST_ROWS), min(behind.max_column, MOST_COLUMNS)
    for number in range(1, last[0] + 1):
        yield [
            _typed(shown.cell(number, column), behind.cell(number, column), merged)
            for column in range(1, last[1] + 1)
        ]


def _typed(shown: Any, behind: Any, merged: set[tuple[int, int]]) -> Typed:
    return Typed(
        sheet=behind.parent.title,
        name=behind.coordinate,
        value=shown.value,
        is_formula=behind.data_type == "f",
        is_error=shown.data_type == "e",
        is_percentage="%" in str(getattr(behind, "number_format", "")),
        is_merged=(behind.row, behind.column) in merged,
    )


def _check_size(path: Path, content: bytes) -> None:
    """A workbook is an archive: look how large it would become before it is unpacked."""
    if len(content) > LARGEST:
        raise _no_workbook(path, f"a file of {len(content):,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            whole = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise _no_workbook(path, "what is no workbook, or is damaged") from None
    if whole > 10 * LARGEST:
        raise _no_workbook(path, f"a file that unpacks to {whole:,} bytes")


def _no_workbook(path: Path, found: str) -> InputError:
    mend = "save it as an Excel workbook (.xlsx), without a password; `template` writes a new one"
    return InputError([Fault(file=str(path), found=found, allowed="an .xlsx file", mend=mend)])
