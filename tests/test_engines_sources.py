"""What a part of the package rests on: nothing that it imports is missed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sim.engines.sources import LEFT_OUT, imported, rests_on

SIM = Path(__file__).resolve().parents[1] / "sim"
MODULES = sorted(SIM.rglob("*.py"))


def modules_of(names: set[str]) -> set[str]:
    """Those of some dotted names that are modules of ours."""
    places = {name: SIM.joinpath(*name.split(".")[1:]) for name in names}
    return {
        n
        for n, p in places.items()
        if (p / "__init__.py").is_file() or p.with_suffix(".py").is_file()
    }


def really_imported(tree: ast.AST) -> set[str]:
    """Dotted names of ours that a source imports, as Python reads it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "the house imports by whole names"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "sim"}


@pytest.mark.unit
def test_every_import_of_the_package_is_found_without_parsing_it() -> None:
    missed = {}
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        lacking = really_imported(ast.parse(text)) - imported(text)
        if lacking:
            missed[path.name] = lacking
    assert not missed


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import sim.log\n", {"sim.log"}),
        ("import os, sim.draws as d, sim.log\n", {"sim.draws", "sim.log"}),
        ("from sim import draws\n", {"sim.draws"}),
        ("    from sim.model import words, people\n", {"sim.model.words", "sim.model.people"}),
        ("from sim.a import (  # why (so)\n    b,\n    c,  # and\n)\n", {"sim.a.b", "sim.a.c"}),
        ("from sim.a import b, \\\n    c\n", {"sim.a.b", "sim.a.c"}),
        ("import simpy\nfrom simpy import core\nfrom other.sim import x\n", set()),
    ],
)
def test_import_is_found_however_it_is_written(text: str, names: set[str]) -> None:
    assert imported(text) == names


@pytest.mark.unit
def test_part_rests_on_all_that_it_imports_however_indirectly() -> None:
    found = {
        path.relative_to(SIM).as_posix() for path in rests_on(SIM / "engines" / "simpy_engine", SIM)
    }
    assert {
        p.relative_to(SIM).as_posix() for p in (SIM / "engines/simpy_engine").glob("*.py")
    } < found
    needed = {
        "__init__.py",
        "draws.py",
        "formulas.py",
        "log.py",
        "model/words.py",
        "program/parts.py",
    }
    assert needed | {"engines/__init__.py", "engines/protocol.py"} <= found
    assert not {name for name in found if name.startswith(("study/", "report/", "cli/", "files/"))}


@pytest.mark.unit
def test_no_module_of_an_engine_keeps_a_value_of_the_rungs_that_are_left_out() -> None:
    """A kernel could freeze such a value, and an edit of where it comes from would not be seen."""
    kept = []
    paths = rests_on(SIM / "engines", SIM)
    trees = {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    left_out = tuple(f"sim.{rung}" for rung in LEFT_OUT)
    readers = tuple(name for name, tree in trees.items() if taken_from(tree, left_out))
    assert "sim.program.compiling" in readers
    for name, tree in trees.items():
        loading = used_while_loading(tree)
        kept += [f"{name}: {word}" for word in loading & taken_from(tree, left_out + readers)]
    assert not kept


def dotted(path: Path) -> str:
    """The name under which a module is imported."""
    return ".".join(path.relative_to(SIM.parent).with_suffix("").parts)


def taken_from(tree: ast.Module, modules: tuple[str, ...]) -> set[str]:
    """The names that a module takes from some modules, or from what is in some packages."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and any(f"{node.module}.".startswith(f"{name}.") for name in modules)
        for alias in node.names
    }


def used_while_loading(tree: ast.Module) -> set[str]:
    """Names that a module reads when it is imported, not when its functions are called."""
    names: set[str] = set()
    ahead: list[ast.AST] = list(tree.body)
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
            ahead += [*defaults, *getattr(node, "decorator_list", [])]
            continue
        if isinstance(node, ast.AnnAssign):
            ahead += [node.value] if node.value else []  # what it says of the type is not read
            continue
        if isinstance(node, ast.Name):
            names.add(node.id)
        ahead += ast.iter_child_nodes(node)
    return names
