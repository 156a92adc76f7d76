"""The folder of a run: whole or not at all, never over another, the same bytes each time."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.errors import InputError
from sim.study.folder import RunFolder, csv_cell, free_place


class Line(NamedTuple):
    name: str
    number: float


@pytest.mark.unit
def test_folder_takes_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.text("a.txt", "one\n")
    assert not (tmp_path / "run").exists()
    assert folder.finish() == tmp_path / "run"
    assert (tmp_path / "run" / "a.txt").read_text() == "one\n"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.unit
def test_discarded_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.text("figures/a.txt", "one\n")
    folder.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.unit
def test_folder_never_overwrites_even_one_that_came_meanwhile(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    (tmp_path / "run").mkdir()
    with pytest.raises(InputError, match="it exists"):
        folder.finish()
    with pytest.raises(InputError, match="it exists"):
        RunFolder(tmp_path / "run")


@pytest.mark.unit
def test_second_run_in_the_same_second_gets_a_number(tmp_path: Path) -> None:
    first = free_place(tmp_path, "20261122-101500", "banes/today")
    assert first.name == "20261122-101500-banes-today"
    first.mkdir()
    assert free_place(tmp_path, "20261122-101500", "banes/today").name.endswith("-today-2")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (float("nan"), ""),
        (0.1 + 0.2, "0.3"),
        (np.float64(2.0), "2"),
        (12, "12"),
        (True, "true"),
        (np.False_, "false"),
        ("a, b", '"a, b"'),
        ('say "so"', '"say ""so"""'),
    ],
)
def test_value_as_csv(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


@pytest.mark.unit
def test_csv_has_header_and_plain_line_ends(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.csv("a.csv", Line._fields, [Line("x", 1.5), Line("y", float("nan"))])
    assert (folder.finish() / "a.csv").read_bytes() == b"name,number\nx,1.5\ny,\n"


@pytest.mark.unit
def test_parquet_has_the_same_bytes_twice_and_nothing_for_nan(tmp_path: Path) -> None:
    columns = {
        "scenario": np.array(["a", "b"]),
        "days": np.array([1.5, np.nan]),
        "named": np.array([True, False]),
        "person": np.array([1, 2]),
    }
    made = []
    for name in ("one", "two"):
        folder = RunFolder(tmp_path / name)
        folder.parquet("a.parquet", columns)
        made.append(folder.finish() / "a.parquet")
    assert made[0].read_bytes() == made[1].read_bytes()
    assert pq.read_table(made[0]).to_pydict() == {
        "scenario": ["a", "b"],
        "days": [1.5, None],
        "named": [True, False],
        "person": [1, 2],
    }
