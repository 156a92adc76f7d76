"""A run that is over: its folder, read again.

Goes in: the folder that a run left. Comes out: its manifest, its tables with numbers as numbers,
its scenarios as resolved. Refuses a folder that no run left; never writes into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.study.folder import MANIFEST
from sim.study.provenance import read_manifest

ENDINGS: Final = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run's folder, for reading."""

    place: Path
    """the folder"""
    manifest: dict[str, Any]
    """what it was made from"""

    @property
    def tables(self) -> list[str]:
        """The names of its tables, without endings, in order."""
        return sorted({path.stem for path in self.place.iterdir() if path.suffix in ENDINGS})

    def table(self, name: str) -> pa.Table:
        """A table by its name. Raises InputError where the run left none, or it cannot be read."""
        for ending in ENDINGS:
            path = self.place / f"{name}{ending}"
            if path.is_file():
                return _read(path)
        allowed = ", ".join(self.tables)
        fault = Fault(file=str(self.place), found=f"no table {name}", allowed=allowed)
        raise InputError([fault])

    def scenarios(self) -> list[Scenario]:
        """Its scenarios as resolved, in the order in which they were compared."""
        paths = self.manifest["scenarios"].values()
        return [load_scenario(self.place / path) for path in paths]


def finished_run(place: Path) -> FinishedRun:
    """A run's folder, given itself or its manifest. Raises InputError if no run left it."""
    manifest = read_manifest(place)
    return FinishedRun(place if place.is_dir() else place.parent, manifest)


def _read(path: Path) -> pa.Table:
    try:
        return pc.read_csv(path) if path.suffix == ".csv" else pq.read_table(path)
    except (OSError, pa.ArrowException):
        mend = f"take it from another copy of the run; {MANIFEST} makes the run again"
        fault = Fault(file=str(path), found="a table that cannot be read", mend=mend)
        raise InputError([fault]) from None
