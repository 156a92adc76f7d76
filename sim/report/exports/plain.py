"""All tables of a run as CSV that a spreadsheet may open, or as Parquet.

Goes in: a finished run. Comes out: a folder with one file for each table. In CSV a text that a
spreadsheet might take for a formula gets an apostrophe before it; the run's own files and Parquet,
which scripts read, hold every text as it is.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.files.workbook import is_risky
from sim.study.finished import FinishedRun
from sim.study.folder import csv_cell


def as_csv(run: FinishedRun, place: Path) -> None:
    """Write every table as CSV into a folder that is there."""
    for name in run.tables:
        text = csv_text(run.table(name))
        (place / f"{name}.csv").write_bytes(text.encode("utf-8"))


def as_parquet(run: FinishedRun, place: Path) -> None:
    """Write every table as Parquet into a folder that is there."""
    for name in run.tables:
        pq.write_table(run.table(name), place / f"{name}.parquet", compression="zstd")


def csv_text(table: pa.Table) -> str:
    """A table as CSV: empty for what is not known."""
    columns = [column.to_pylist() for column in table.columns]
    lines = [",".join(table.column_names)]
    lines.extend(",".join(map(_cell, row)) for row in zip(*columns, strict=True))
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and is_risky(value):
        return csv_cell(f"'{value}")
    return csv_cell(value)
