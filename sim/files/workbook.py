"""Workbooks (.xlsx): the one place where they are written, and where their cells are read.

Goes in: sheets of plain values. Comes out: bytes, the same for the same sheets: no date and no
machine. Text is never a formula: a cell that begins with = + - @, a tab or a line end is marked as
text (Excel's quote prefix), so that no program works it out. Refuses what is no workbook.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value: TypeAlias = str | float | int | bool | None
"""What a cell holds; None and NaN for nothing."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a program might take for the beginning of a formula."""
LONGEST_TEXT: Final = 32_767
"""Characters that a cell may hold."""
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the earliest that a zip archive knows."""
UNIX: Final = 3
A4: Final = 9
_DATES: Final = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)

_HEAD: Final = PatternFill("solid", fgColor="FFE4E7EB")
_OPEN: Final = PatternFill("solid", fgColor="FFFFF8DC")
_LINE: Final = Border(*(Side(style="thin", color="FF8A8F98"),) * 4)
_TOP: Final = Alignment(vertical="top")
_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    title: str
    """its head"""
    width: float = 14
    """characters of the usual letter"""
    wraps: bool = False
    """whether long text goes on beneath itself"""
    to_fill_in: bool = False
    """whether people write into it: framed and shaded"""
    hidden: bool = False
    """whether it is not shown until somebody asks for it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What may be typed into one cell."""

    row: int
    """of the rows, from 0"""
    column: int
    """from 0"""
    low: float
    high: float
    words: str
    """what a spreadsheet says when something else is typed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet: lines of text, then a head, then rows."""

    name: str
    """on its tab, at most 31 characters"""
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    """as long as there are columns"""
    above: tuple[str, ...] = ()
    """lines before the head; a tidy table has none"""
    limits: tuple[Limit, ...] = ()
    filters: bool = False
    """whether rows can be chosen by their values"""
    freeze: int = 0
    """columns that stay in sight"""
    printed: int = 0
    """columns that are printed; 0 for all"""

    @property
    def head(self) -> int:
        """The row of the head, from 1."""
        return len(self.above) + 1


def workbook_bytes(pages: Sequence[Page], *, title: str) -> bytes:
    """The workbook of some pages."""
    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    book.properties.creator = "Story Lanes"
    book.properties.title = title
    for page in pages:
        _write(book.create_sheet(page.name), page)
    made = io.BytesIO()
    book.save(made)
    return _dateless(made.getvalue())


def as_text(value: str) -> str:
    """Text as a cell can hold it: no control characters, not too long."""
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might take it for a formula."""
    return text.startswith(FORMULA_STARTS)


def _write(sheet: Worksheet, page: Page) -> None:
    for number, line in enumerate(page.above, 1):
        _fill(sheet.cell(number, 1), line)
        sheet.cell(number, 1).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    for number, column in enumerate(page.columns, 1):
        _head(sheet, page.head, number, column)
    tall = any(column.wraps for column in page.columns)
    for place, row in enumerate(page.rows, page.head + 1):
        for number, (value, column) in enumerate(zip(row, page.columns, strict=True), 1):
            cell = sheet.cell(place, number)
            _fill(cell, value)
            if column.wraps or tall:
                cell.alignment = _WRAPPED if column.wraps else _TOP
            if column.to_fill_in:
                cell.fill, cell.border = _OPEN, _LINE
    _lay_out(sheet, page)
    for limit in page.limits:
        _limit(sheet, page, limit)


def _head(sheet: Worksheet, row: int, number: int, column: Column) -> None:
    cell = sheet.cell(row, number)
    _fill(cell, column.title)
    cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _WRAPPED
    shape = sheet.column_dimensions[get_column_letter(number)]
    shape.width, shape.hidden = column.width, column.hidden


def _fill(cell: Cell | MergedCell, value: Value) -> None:
    """Put a value into a cell: a number as a number, text as text whatever it begins with."""
    assert isinstance(cell, Cell)  # nothing is merged
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = as_text(value)
    cell.data_type = "s"  # never a formula or an error, whatever the text looks like
    if is_risky(value):
        cell.quotePrefix = True


def _lay_out(sheet: Worksheet, page: Page) -> None:
    """In sight on screen, whole on paper."""
    last = get_column_letter(len(page.columns))
    sheet.freeze_panes = sheet.cell(page.head + 1, page.freeze + 1).coordinate
    sheet.print_title_rows = f"{page.head}:{page.head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    foot = HeaderFooterItem(left=_HeaderFooterPart(page.name), right=_HeaderFooterPart("&P of &N"))
    sheet.HeaderFooter = HeaderFooter(oddFooter=foot)
    if page.printed:
        edge = get_column_letter(page.printed)
        sheet.print_area = f"A1:{edge}{page.head + len(page.rows)}"
    if page.filters and page.rows:
        sheet.auto_filter.ref = f"A{page.head}:{last}{page.head + len(page.rows)}"


def _limit(sheet: Worksheet, page: Page, limit: Limit) -> None:
    rule = DataValidation(
        type="decimal",
        operator="between",
        formula1=f"{limit.low:.12g}",
        formula2=f"{limit.high:.12g}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not in the allowed range",
        error=limit.words[:255],
    )
    rule.add(sheet.cell(page.head + 1 + limit.row, limit.column + 1))
    sheet.add_data_validation(rule)


def _dateless(content: bytes) -> bytes:
    """The same archive with no date in it, so that the same sheets give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = UNIX
            new.writestr(part, _DATES.sub(b"", old.read(name)))
    return made.getvalue()
