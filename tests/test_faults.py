"""Each fault of the table is seen by its test: proof that the tests can fail.

A copy of the project is broken by one edit at a time; the test runs there in a process of its own
and must fail, not merely be unable to start. The first fault of each module is planted by every
run of the tests, the others by a slow one.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest
from _pytest.mark import ParameterSet

from tests.faults import FAULTS, Fault

pytestmark = [pytest.mark.verification, pytest.mark.apart]
PROJECT = Path(__file__).resolve().parent.parent
FAILED = 1
"""What pytest returns where tests ran and some failed."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the model and of the tests of its rules.

    Compiled once, with a hash of the text, so that each start compiles only the module that is
    broken, and never takes old code for new.
    """
    place = tmp_path_factory.mktemp("faults")
    for part in ("sim", "tests/engine", "tests/properties"):
        shutil.copytree(PROJECT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "tests/__init__.py", "tests/test_newcomers.py"):
        shutil.copy(PROJECT / part, place / part)
    compileall.compile_dir(place, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return place


@pytest.fixture
def broken(copy: Path, fault: Fault) -> Iterator[Path]:
    """The copy with one fault in it, mended afterwards."""
    file = copy / fault.file
    sound = file.read_text(encoding="utf-8")
    assert sound.count(fault.old) == 1, f"the table has rotted: {fault.old!r} in {fault.file}"
    file.write_text(sound.replace(fault.old, fault.new), encoding="utf-8")
    yield copy
    file.write_text(sound, encoding="utf-8")


def planted() -> Iterator[ParameterSet]:
    """Every fault; all but the first of each module are slow."""
    seen: set[str] = set()
    for fault in FAULTS:
        marks = [pytest.mark.slow] if fault.file in seen else []
        seen.add(fault.file)
        yield pytest.param(fault, id=fault.rule.replace(" ", "_"), marks=marks)


@pytest.mark.parametrize("fault", list(planted()))
def test_fault_turns_the_test_of_its_rule_red(fault: Fault, broken: Path) -> None:
    command = ["-m", "pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, *command, f"tests/{fault.test}"],
        cwd=broken,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]
