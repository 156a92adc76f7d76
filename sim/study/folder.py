"""The folder that a run leaves: whole or not at all, never over another.

Goes in: rows, columns and text. Comes out: files whose bytes depend on their content only: no
dates, no machine, no order of a set. The folder is filled under another name beside its place and
takes its own name once it is whole.
"""

from __future__ import annotations

import hashlib
import math
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import Fault, InputError
from sim.study.replicate import Columns

UNFINISHED: Final = ".unfinished-"
STOPPED: Final = "-stopped"
"""What is added to the name of a folder that holds what was done when somebody stopped a run."""
DIGITS: Final = 9
"""Significant digits of a number with a fraction in a CSV file."""
RUN_LOG: Final = "run.log"
"""The one file that differs from run to run: date, durations, machine."""
MANIFEST: Final = "manifest.json"


class RunFolder:
    """A folder under way: write into it, then ``finish`` or ``discard`` it."""

    def __init__(self, place: Path) -> None:
        """Begin a folder that will stand at ``place``; raises InputError if something does."""
        refuse_to_overwrite(place)
        self.place = place
        self.path = place.parent / f"{UNFINISHED}{place.name}-{os.getpid()}"
        self.path.mkdir(parents=True)

    def text(self, name: str, content: str) -> None:
        """Write a text file, with the same line ends everywhere."""
        self._whole(name).write_bytes(content.encode("utf-8"))

    def bytes(self, name: str, content: bytes) -> None:
        """Write a file as it is."""
        self._whole(name).write_bytes(content)

    def csv(self, name: str, header: Sequence[str], rows: Iterable[NamedTuple]) -> None:
        """Write rows as CSV: empty for what is not known, nine digits for fractions."""
        lines = [",".join(header)]
        lines.extend(",".join(csv_cell(value) for value in row) for row in rows)
        self.text(name, "\n".join(lines) + "\n")

    def parquet(self, name: str, columns: Columns) -> None:
        """Write columns as Parquet."""
        arrays = {column: _arrow(values) for column, values in columns.items()}
        # one thread and no statistics of when or where: the bytes follow from the columns
        pq.write_table(pa.table(arrays), self._whole(name), compression="zstd")

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file so far, by name."""
        files = sorted(path for path in self.path.rglob("*") if path.is_file())
        return {path.relative_to(self.path).as_posix(): sha256(path.read_bytes()) for path in files}

    def finish(self) -> Path:
        """Give the folder its name; raises InputError if something stands there by now."""
        refuse_to_overwrite(self.place)
        self.path.rename(self.place)
        return self.place

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self.path)

    def _whole(self, name: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def refuse_to_overwrite(place: Path) -> None:
    """Raise InputError if something stands at ``place``."""
    if place.exists():
        raise InputError(
            [Fault(file=str(place), found="it exists", mend="name a folder that does not, --out")]
        )


def free_place(results: Path, when: str, name: str) -> Path:
    """``<when>-<name>`` in the folder of results, numbered where that is taken."""
    stem = f"{when}-{name.replace('/', '-')}"
    place, number = results / stem, 2
    while place.exists():
        place, number = results / f"{stem}-{number}", number + 1
    return place


def csv_cell(value: object) -> str:
    """One value as CSV; empty for NaN."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.{DIGITS}g}"
    text = str(value)
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def sha256(content: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(content).hexdigest()


def tables_of(outcomes: Mapping[str, Sequence[Any]], kind: str) -> Columns:
    """All people (or needs) of all lanes under one another, with scenario and replication first."""
    parts: list[Columns] = []
    for lane, runs in outcomes.items():
        for run in runs:
            table: Columns = getattr(run, kind)
            length = len(next(iter(table.values())))
            head: Columns = {
                "scenario": np.full(length, lane, dtype=object),
                "replication": np.full(length, run.task.replication, dtype=np.int64),
            }
            parts.append({**head, **table})
    if not parts:
        return {}
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _arrow(values: np.ndarray[Any, Any]) -> pa.Array:
    if values.dtype.kind in "OU":
        return pa.array([str(value) for value in values], type=pa.string())
    if values.dtype.kind == "f":
        return pa.array(values, from_pandas=True)
    return pa.array(values)
