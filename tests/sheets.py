"""Filled-in spreadsheets for tests: the template of a small site, with some cells typed into."""

import functools
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from sim.files.local.template import COLUMNS, PATH, YOURS, template_bytes

SITE = "thurrock"
"""The site with the shortest template."""
HEADS = [column.title for column in COLUMNS]
OWN, WAY = HEADS.index(YOURS), HEADS.index(PATH)


@functools.cache
def blank() -> bytes:
    return template_bytes(SITE)


def opened() -> Workbook:
    """A template that nobody has typed into."""
    return load_workbook(io.BytesIO(blank()))


def cell_of(book: Workbook, path: str, column: int = OWN) -> Any:
    """The cell of a row, known by its path."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if len(row) > WAY and row[WAY].value == path:
                return row[column]
    raise KeyError(path)


def filled(place: Path, typed: Mapping[str, Any]) -> Path:
    """A template with these values typed in, by path."""
    book = opened()
    cells = {row[WAY].value: row[OWN] for s in book.worksheets[1:] for row in s.iter_rows()}
    for path, value in typed.items():
        cells[path].value = value
    book.save(place)
    return place
