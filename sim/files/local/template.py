"""The spreadsheet that asks for a site's own numbers.

Goes in: a site. Comes out: the bytes of an .xlsx file, the same for the same files. Every row
says what it means, its default and range, what that rests on, and what may be typed; a blank means
the default. Nothing is locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.files.local.asked import HOURS, LAST_YEAR, Asked, asked_of, local_terms
from sim.files.workbook import Column, Limit, Page, Value, workbook_bytes

FORMAT: Final = 1
"""Of the spreadsheet; a reader refuses another."""
READ_ME: Final = "Read me"
SITE: Final = "site"
VERSION: Final = "made for"
"""What stands before the site and the format, by which the spreadsheet is known again."""
YOURS: Final = "yours"
PATH: Final = "path (leave as it is)"
DEFAULT: Final = "default"
COMES_FROM: Final = "where your figure comes from"
NOTE: Final = "note"
COLUMNS: Final = (
    Column(title="what it is", width=44, wraps=True),
    Column(title="where", width=32, wraps=True),
    Column(title=DEFAULT, width=11),
    Column(title="lowest believable", width=11),
    Column(title="highest believable", width=11),
    Column(title="unit", width=13, wraps=True),
    Column(title="what the default rests on", width=46, wraps=True),
    Column(title=YOURS, width=13, to_fill_in=True),
    Column(title="what may be typed", width=22, wraps=True),
    Column(title=COMES_FROM, width=26, wraps=True, to_fill_in=True),
    Column(title=NOTE, width=22, wraps=True, to_fill_in=True),
    Column(title=PATH, width=16),
)
PRINTED: Final = len(COLUMNS) - 1
"""Columns that are printed: all but the path."""
FILLED_IN: Final = next(n for n, column in enumerate(COLUMNS) if column.title == YOURS)
UNITS: Final = {"wte": "whole-time equivalents", "proportion": "share, 0 to 1", "": ""}
"""Units that a planner would ask about."""
ABOVE: Final = {
    "Demand": "How many people come in a year, and how often they miss what was booked.",
    "Staff": "Who is in post today, before anything that an option moves.",
    HOURS: "When teams are open. Days: mon tue wed thu fri sat sun; clock times as 09:00-17:00.",
    "Thresholds": "Whom teams take, and when they close their lists.",
    "Lists today": "People waiting as things stand today. A run begins from these lists and then "
    "goes on for some weeks before anybody is counted, so that they matter less and less.",
    LAST_YEAR: "No input: “today” is held against these figures. Where it misses them, the report "
    "says that it is not fit to rank options here.",
    "Unit costs": "What an hour costs. Give all costs in the prices of the same year.",
}
LEVELS: Final = "levels of a need"
WORDS: Final = (
    ("how to fill it in", "Type only into the shaded cells, column “yours”. Write a number alone: "
     "no unit, no words, a point and no comma (3.5), a share as 0.12 and not 12%."),
    ("blanks", "A blank means the default. Leave blank what you do not know."),
    ("your figure", "Is taken as it is, without a range: it is not moved when assumptions are "
     "drawn. Say where it comes from in the column beside it; it is kept with the run."),
    ("the other cells", "Leave them as they are. Rows may be sorted; sheets keep their names."),
    ("which ways of organising help", "Your number goes into every one of them that has the same "
     "number as “today”. Where an option is described with another number, it keeps its own, and "
     "the report says so. Staff are entered for today; what an option moves is moved afterwards."),
    (LEVELS, "1 low, 2 moderate, 3 high, 4 urgent: the project's own scale, no clinical measure."),
    ("wte", "Whole-time equivalents: two people on half hours are one."),
    ("other people", "Everybody else whom a team serves, beside those whose story is told."),
    ("to use it", "python run.py compare {site} --data this-file.xlsx"),
)  # fmt: skip
TITLE: Final = "Your own numbers, for a comparison of ways of organising help"


def template_bytes(site: str) -> bytes:
    """The spreadsheet of a site. Raises InputError where there is no such site."""
    return workbook_bytes(pages_of(site), title=TITLE)


def pages_of(site: str) -> list[Page]:
    """Its sheets, in order."""
    rows = asked_of(site)
    names = dict.fromkeys(row.sheet for row in rows)
    return [_read_me(site), *(_page(name, [r for r in rows if r.sheet == name]) for name in names)]


def _read_me(site: str) -> Page:
    columns = (Column(title="about", width=26, wraps=True), Column(title="", width=96, wraps=True))
    rows: list[tuple[Value, Value]] = [(SITE, site), (VERSION, f"template format {FORMAT}")]
    rows += [(about, text.format(site=site)) for about, text in WORDS]
    rows += [(f"sheet {name}", text) for name, text in ABOVE.items()]
    rows += [(f"how near: {name}", _near(name)) for name in local_terms()["last_year"]]
    return Page(name=READ_ME, columns=columns, rows=rows, above=(TITLE,))


def _near(figure: str) -> str:
    """How near the simulated figure must come to last year's, in words."""
    term = local_terms()["last_year"][figure]
    near = term["near"]
    share = f"{near['share']:.0%} of yours, or " if near["share"] else ""
    more = " if that is more" if share else ""
    return (
        f"{term['what']}: agrees within {share}{near['number']:g} ({term['unit']}){more}. "
        f"Assumed: {near['assumed']}."
    )


def _page(name: str, rows: Sequence[Asked]) -> Page:
    limits = tuple(
        Limit(
            row=place,
            column=FILLED_IN,
            low=row.allowed[0],
            high=row.allowed[1],
            words=f"Type {may_be_typed(row)}, or leave it blank for the default.",
        )
        for place, row in enumerate(rows)
        if name != HOURS
    )
    return Page(
        name=name,
        columns=COLUMNS,
        rows=[_cells(row) for row in rows],
        above=(ABOVE[name],),
        limits=limits,
        freeze=2,
        printed=PRINTED,
    )


def _cells(row: Asked) -> tuple[Value, ...]:
    default = row.default if row.default is not None else "none"
    return (
        row.what,
        row.where,
        "" if row.sheet == LAST_YEAR else _whole(default),
        row.low,
        row.high,
        UNITS.get(row.unit, row.unit),
        row.rests_on,
        None,
        may_be_typed(row),
        None,
        None,
        row.path,
    )


def _whole(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def may_be_typed(row: Asked) -> str:
    """What may stand in the cell of a row, in words."""
    if row.sheet == HOURS:
        return "days and times, such as mon-fri 09:00-17:00"
    low, high = row.allowed
    kind = "a whole number" if row.whole else "a number"
    return f"{kind} from {low:,g} to {high:,.0f}"
