"""The house: who may import whom, where each library lives, and how long a module may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SIM = ROOT / "sim"

LADDER = (
    "errors",
    "model",
    "files",
    "changes",
    "program",
    "draws",
    "formulas",
    "log",
    "measures",
    "engines",
    "study",
    "bench",
    "report",
    "sandbox",
    "cli",
)
"""A module imports only from its own rung and from rungs before it."""

EARLIER_FOR = {"program": {"draws", "formulas"}}
"""The two leaves after the program in the list that it needs; they import nothing of ours."""

HOMES = {
    "simpy": {"engines/simpy_engine", "bench/in_simpy.py"},
    "ciw": {"bench/in_ciw.py"},
    "numba": {"engines/compiled"},
    "llvmlite": {"engines/compiled"},
    "pydantic": {"files"},
    "yaml": {"files"},
    "holidays": {"files"},
    "matplotlib": {"report"},
    "networkx": {"files", "report"},
    "jinja2": {"report"},
    "openpyxl": {"files/workbook.py", "files/workbook_reading.py"},
    "docx": {"report/pack/paper.py"},
}
DRAWS_AS_ITS_USERS_DO = {"sim/bench/in_simpy.py"}
"""A rival written as its own users would: nothing that people compare rests on its luck."""
LONGEST_MODULE = 400


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(SIM.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Dotted names of everything that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rung(path: Path) -> str:
    """The rung on which a module stands; empty for the package's own front."""
    first = path.relative_to(SIM).parts[0].removesuffix(".py")
    return "" if first in {"__init__", "__main__"} else first


@pytest.mark.unit
def test_every_module_stands_on_a_rung_of_the_ladder() -> None:
    assert {rung(path) for path in modules()} - {""} <= set(LADDER)


@pytest.mark.unit
def test_a_module_imports_only_from_rungs_above_its_own() -> None:
    wrong = []
    for path in modules():
        own = rung(path)
        if not own:
            continue
        above = set(LADDER[: LADDER.index(own) + 1]) | EARLIER_FOR.get(own, set())
        for name in imports(path):
            parts = name.split(".")
            ours = parts[0] == "sim" and len(parts) > 1 and parts[1] in LADDER
            if ours and parts[1] not in above:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong, wrong


@pytest.mark.unit
def test_each_library_has_one_home() -> None:
    wrong = []
    for path in modules():
        place = path.relative_to(SIM).as_posix()
        for name in imports(path):
            library = name.split(".")[0]
            if library in HOMES and not any(place.startswith(home) for home in HOMES[library]):
                wrong.append(f"{place} imports {library}")
    assert not wrong, wrong


@pytest.mark.unit
def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert not long, long


@pytest.mark.unit
def test_every_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


@pytest.mark.unit
def test_nothing_draws_from_a_global_generator() -> None:
    banned = {"random", "secrets", "numpy.random"}
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for name in imports(path)
        if name in banned and path.relative_to(ROOT).as_posix() not in DRAWS_AS_ITS_USERS_DO
    ]
    assert not wrong
