"""A run's folder, read back: whole and unaltered, or refused.

Goes in: the folder of a run. Comes out: its tables as text, row by row, and as much of the
comparison as sentences need; nothing is run again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.files.appraisal import load_appraisal
from sim.model.appraisal import Appraisal
from sim.model.scenario import Scenario
from sim.report.pack.checking import Checked
from sim.report.pack.trail import Row, Trail
from sim.study.compare import Comparison, Plan
from sim.study.findings import CLONE, PLACEBO, DifferenceRow, SummaryRow, placebo_share
from sim.study.fitted import Waits, waits_from
from sim.study.folder import sha256
from sim.study.provenance import plan_of, read_manifest

NEEDED: Final = ("summary.csv", "differences.csv", "staff.csv")
"""Tables without which there is nothing to appraise."""
CONTROLS: Final = (PLACEBO, CLONE)
T = TypeVar("T")


class Material:
    """What every section of the pack may draw on."""

    def __init__(self, place: Path, checked: Checked) -> None:
        """Read a run's folder. Raises InputError if it is none, or was altered."""
        self.manifest: dict[str, Any] = read_manifest(place)
        self.place = place if place.is_dir() else place.parent
        check_unaltered(self.place, self.manifest)
        self.checked = checked
        self.frame: Appraisal = load_appraisal()
        self.trail = Trail()
        self._tables: dict[str, tuple[Row, ...]] = {}
        self._found: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], Row]] = {}

    @cached_property
    def plan(self) -> Plan:
        """How the comparison was run."""
        return plan_of(self.manifest["plan"])

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Every scenario of the run as resolved, second readings last."""
        paths = self.manifest["scenarios"]
        return {name: load_scenario(self.place / path) for name, path in paths.items()}

    @cached_property
    def comparison(self) -> Comparison:
        """The headline, without the runs behind it."""
        seconds = self.plan.seconds
        scenarios = {name: s for name, s in self.scenarios.items() if name not in seconds}
        differences = self.typed("differences.csv", DifferenceRow)
        return Comparison(
            plan=self.plan,
            scenarios=scenarios,
            programs={},
            lanes={},
            summary=self.typed("summary.csv", SummaryRow),
            differences=differences,
            luck=(),
            placebo=placebo_share(differences),
        )

    @property
    def baseline(self) -> str:
        """The scenario that the others are held against."""
        return self.comparison.baseline

    @property
    def waits(self) -> Waits:
        """Whose waits are fitted."""
        return waits_from(self.manifest.get("waits"))

    def scenario_file(self, name: str) -> str:
        """The file of a scenario in the run's folder."""
        path: str = self.manifest["scenarios"][name]
        return path

    def rows(self, file: str) -> tuple[Row, ...]:
        """The rows of a table, as text; none where the run left no such table."""
        if file not in self._tables:
            path = self.place / file
            self._tables[file] = tuple(_read(path, file)) if path.is_file() else ()
        return self._tables[file]

    def find(self, file: str, **key: str) -> Row | None:
        """The first row with these values; None where there is none."""
        columns = tuple(key)
        index = self._found.get((file, columns))
        if index is None:
            index = {}
            for row in self.rows(file):
                index.setdefault(tuple(row.values.get(name, "") for name in columns), row)
            self._found[file, columns] = index
        return index.get(tuple(key.values()))

    def typed(self, file: str, kind: type[T]) -> tuple[T, ...]:
        """The rows of a table as the software holds them."""
        return tuple(as_typed(kind, row) for row in self.rows(file))


def missed(m: Material) -> tuple[Row, ...]:
    """Figures of last year, entered for this run, that the baseline misses."""
    return tuple(row for row in m.rows("local.csv") if row.values["verdict"] == "misses")


def as_typed(kind: type[T], row: Row) -> T:
    """A row with numbers as numbers. Raises InputError where a column is missing."""
    hints = get_type_hints(kind)
    missing = [name for name in hints if name not in row.values]
    if missing:
        mend = "make the run again with this version"
        raise InputError([Fault(file=row.file, found=f"no column {', '.join(missing)}", mend=mend)])
    return kind(**{name: _value(row.values[name], hint) for name, hint in hints.items()})


def _value(text: str, hint: object) -> object:
    if hint is float:
        return float(text) if text else float("nan")
    if hint is int:
        return int(text)
    return text == "true" if hint is bool else text


def _read(path: Path, file: str) -> Iterator[Row]:
    with path.open(newline="", encoding="utf-8") as opened:
        reader = csv.DictReader(opened)
        for values in reader:
            yield Row(file, reader.line_num, values)


def check_unaltered(place: Path, manifest: Mapping[str, Any]) -> None:
    """Raise InputError naming every file of the run that is missing or has other bytes."""
    hashes: Mapping[str, str] = manifest.get("files", {})
    faults = [
        Fault(file=str(place), found=f"a run without {file}", allowed="the folder of a comparison")
        for file in NEEDED
        if file not in hashes
    ]
    for file, known in hashes.items():
        path = place / file
        if not path.is_file():
            mend = "take it from another copy of the run"
            faults.append(Fault(file=str(path), found="nothing", mend=mend))
        elif sha256(path.read_bytes()) != known:
            mend = "take it from another copy of the run; a pack is made from what the run left"
            faults.append(Fault(file=str(path), found="other bytes than the run left", mend=mend))
    if faults:
        raise InputError(faults)
