"""A finished run as one workbook: tidy sheets, real numbers, units, and what the words mean.

Goes in: a finished run. Comes out: an .xlsx file, the same bytes for the same run. Rows of single
people and needs are left out (there are tens of thousands; Parquet and CSV have them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

import sim
from sim.files import quantities
from sim.files.reading import read_file
from sim.files.workbook import Column, Page, Value, workbook_bytes
from sim.measures import DEFINITIONS
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.study.finished import FinishedRun

TITLE: Final = "Ways of organising help: the numbers of one comparison"
FIRST: Final = ("summary", "differences", "staff", "costs", "plausibility")
"""Tables that come before the others."""
LEFT_OUT: Final = ("people", "needs", "events")
"""Tables of single people, needs and events: too long for a spreadsheet."""
MEANINGS_NAME: Final = "sim/data/columns.yaml"
NO_UNIT: Final = "none"
WIDEST: Final = 44
LONGEST_NAME: Final = 31
VERDICTS: Final = (
    ("lower, higher", "the difference stands: its interval leaves out zero and it is large enough"),
    (
        "too close to call",
        "the interval holds zero, or the difference is smaller than matters, or a primary measure "
        "does not stand once every primary question is counted",
    ),
    ("same by design", "every paired difference is zero: the option does not touch it"),
    ("too few", "fewer than 20 people with the thing measured, or one run only"),
    ("fitted", "made to agree with what was published, so that its agreement shows nothing"),
    ("inside, outside", "of what was published and not fitted: in its range or not"),
)


def as_xlsx(run: FinishedRun, place: Path) -> None:
    """Write the workbook of a run to a place where nothing is."""
    place.write_bytes(workbook_bytes(pages_of(run), title=TITLE))


def pages_of(run: FinishedRun) -> list[Page]:
    """Every sheet, in order."""
    names = [name for name in run.tables if name not in LEFT_OUT]
    names.sort(key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    tables = [_table(name, run.table(name)) for name in names]
    tables += [_assumptions(run.scenarios()), _measures()]
    return [_read_me(run, tables), *tables, _columns(tables)]


def _table(name: str, table: pa.Table) -> Page:
    values = [column.to_pylist() for column in table.columns]
    return _tidy(name, table.column_names, list(zip(*values, strict=True)))


def _tidy(name: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> Page:
    """A sheet with one head, one row for each thing, and nothing else."""
    columns = tuple(
        Column(title=head, width=_width([head, *(row[place] for row in rows)]))
        for place, head in enumerate(heads)
    )
    return Page(name=name[:LONGEST_NAME], columns=columns, rows=rows, filters=True)


def _width(values: Sequence[Value]) -> float:
    longest = max(len(value) if isinstance(value, str) else 10 for value in values)
    return float(min(longest + 3, WIDEST))


def _assumptions(scenarios: Sequence[Scenario]) -> Page:
    """Every number that went in: all of the first scenario, and where another has another one."""
    heads = ("scenario", "path", "central", "low", "high", "unit", "grounds", "reason")
    base = dict(quantities(scenarios[0]))
    rows = [
        _number(scenario.name, path, found)
        for place, scenario in enumerate(scenarios)
        for path, found in quantities(scenario)
        if place == 0 or base.get(path) != found
    ]
    return _tidy("assumptions", heads, rows)


def _number(scenario: str, path: str, found: Quantity) -> tuple[Value, ...]:
    reason = "; ".join(part for part in (found.said, found.evidence, found.assumed) if part)
    numbers = (found.central, found.low, found.high)
    return (scenario, path, *numbers, found.unit, found.grounds, reason)


def _measures() -> Page:
    heads = ("measure", "title", "unit", "wanted", "family", "what is counted")
    rows = [
        (one.name, one.title, one.unit, one.wanted, one.family, one.description)
        for one in DEFINITIONS.values()
    ]
    return _tidy("measures", heads, rows)


def _columns(tables: Sequence[Page]) -> Page:
    """What each column of each sheet means, and its unit."""
    known = meanings()
    rows = [
        (table.name, column.title, *known.get(column.title, ("", NO_UNIT)))
        for table in tables
        if table.name != "measures"
        for column in table.columns
    ]
    return _tidy("columns", ("sheet", "column", "what it means", "unit"), rows)


def meanings() -> Mapping[str, tuple[str, str]]:
    """Meaning and unit of every column, by its name."""
    path = Path(sim.__file__).parent / "data" / "columns.yaml"
    found: Mapping[str, Any] = read_file(path, MEANINGS_NAME).value
    return {name: (str(entry[0]), str(entry[1])) for name, entry in found.items()}


def _read_me(run: FinishedRun, tables: Sequence[Page]) -> Page:
    rows = list(_read_me_rows(run, tables))
    columns = (Column(title="about", width=28, wraps=True), Column(title="", width=100, wraps=True))
    return Page(name="read me", columns=columns, rows=rows, above=(TITLE,))


def _read_me_rows(run: FinishedRun, tables: Sequence[Page]) -> Iterator[tuple[str, str]]:
    plan = run.manifest["plan"]
    yield "what it is", "Verified, not validated for any place. It forecasts nobody's health."
    yield "compared", ", ".join(run.manifest["scenarios"])
    yield "runs of each", str(plan["replications"])
    yield "what was cut", run.manifest["cut"]
    yield "what was changed", _changed(run.manifest)
    yield "intervals", "95%, from the means of replications; differences are paired, run by run."
    yield (
        "how sure",
        "An interval says how far luck moves a number. It does not say how sure the inputs are: "
        "see the sheet assumptions, and sure where there is one.",
    )
    for word, meaning in VERDICTS:
        yield f"verdict: {word}", meaning
    yield "empty cells", "not known, or not asked; never zero"
    yield "sheets", ", ".join([*(table.name for table in tables), "columns"])
    yield (
        "sheet assumptions",
        "every number of the first scenario, then those numbers of each other scenario that "
        "differ from it",
    )
    yield "left out", "rows of single people and needs: export --to csv or parquet has them"
    yield "made by", f"Story Lanes {run.manifest['storylanes']}"


def _changed(manifest: Mapping[str, Any]) -> str:
    parts = [change["change"] for change in manifest["changes"] if "change" in change]
    parts += [f"lever {lever['title']}" for lever in manifest.get("levers", ())]
    parts += [f"card {card.get('name', '')}" for card in manifest.get("cards", ())]
    return "; ".join(parts) or "nothing by hand"
