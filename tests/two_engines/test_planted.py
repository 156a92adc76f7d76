"""Each planted fault is caught by the differential test, which tells where the logs part.

A copy of the project holds two engines, the compiled one broken by one edit at a time; the test of
two engines runs there, or that of the rule, in a process of its own, and must fail. It must pass
where nothing is broken, so that what fails is the fault. All that is slow; that the table has not
rotted is looked at by every run of the tests.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from tests.engine.engines import why_not
from tests.two_engines.planted import FAMILIES, KERNEL, Planted

pytestmark = [pytest.mark.verification, pytest.mark.apart]
PROJECT = Path(__file__).resolve().parents[2]
PASSED, FAILED = 0, 1
OVERFLOWS = "ignore:overflow encountered:RuntimeWarning"
"""What numpy says of whole numbers that wrap round, as they do in compiled code without a word."""
COMMAND = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-W", OVERFLOWS)
LOOK = "tests/two_engines/test_two_engines.py"
ALWAYS_THE_SAME = "test_two_engines_write_one_log_in_systems_that_are_always_the_same"
UNSHRUNK = """
import hypothesis

hypothesis.settings.register_profile("hunting", phases=[hypothesis.Phase.generate])
hypothesis.settings.load_profile("hunting")
"""
"""What a copy has in place of the tests' ``conftest``: one difference is enough."""


def copied(place: Path) -> Path:
    """A copy of the engines and of what compares them."""
    for part in ("sim", "tests/engine", "tests/two_engines"):
        shutil.copytree(PROJECT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "tests/__init__.py"):
        shutil.copy(PROJECT / part, place / part)
    (place / "tests/conftest.py").write_text(UNSHRUNK, encoding="utf-8")
    return place


def compiled(place: Path) -> Path:
    """Compiled with hashes of the text, so that each start compiles only what was edited."""
    compileall.compile_dir(place, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return place


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the two engines as they are."""
    return compiled(copied(tmp_path_factory.mktemp("both")))


def looked(place: Path, fault: Planted | None) -> subprocess.CompletedProcess[str]:
    """The differential test, run in a copy with a fault in its second engine."""
    file, sound = None, ""
    if fault is not None:
        file = place / fault.file
        sound = file.read_text(encoding="utf-8")
        assert sound.count(fault.old) == 1, f"the table has rotted: {fault.old!r} in {fault.file}"
        file.write_text(sound.replace(fault.old, fault.new), encoding="utf-8")
    look = [f"{LOOK}::{ALWAYS_THE_SAME}"]
    if fault is not None and fault.look:
        look = ["-k", "compiled", f"tests/engine/{fault.look}"]
    try:
        return subprocess.run(
            [sys.executable, *COMMAND, *look],
            cwd=place,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "NUMBA_DISABLE_JIT": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        if file is not None:
            file.write_text(sound, encoding="utf-8")


def is_caught(place: Path, fault: Planted) -> None:
    """Fails unless the differential test tells a difference, or a test of the rule fails."""
    done = looked(place, fault)
    assert done.returncode == FAILED, done.stdout[-3000:] + done.stderr[-2000:]
    found = "AssertionError" if fault.look else "tests.two_engines.comparing.Difference"
    assert found in done.stdout, done.stdout[-3000:]


@pytest.mark.slow
def test_nothing_is_caught_where_nothing_is_broken(both: Path) -> None:
    done = looked(both, None)
    assert done.returncode == PASSED, done.stdout[-3000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout


EACH_FAULT = pytest.mark.parametrize(
    "fault", [pytest.param(fault, id=fault.rule.replace(" ", "_")) for fault in KERNEL]
)


@pytest.mark.slow
@EACH_FAULT
def test_fault_in_the_compiled_engine_is_caught(fault: Planted, both: Path) -> None:
    is_caught(both, fault)


@EACH_FAULT
def test_text_that_a_fault_replaces_stands_once_in_its_file(fault: Planted) -> None:
    assert (PROJECT / fault.file).read_text(encoding="utf-8").count(fault.old) == 1
    assert fault.new != fault.old
    assert not fault.look or (PROJECT / "tests/engine" / fault.look.split("::")[0]).is_file()


@pytest.mark.skipif(bool(why_not("compiled")), reason=why_not("compiled"))
def test_every_family_of_rules_has_a_fault_in_the_compiled_engine() -> None:
    assert {fault.family for fault in KERNEL} == set(FAMILIES)
