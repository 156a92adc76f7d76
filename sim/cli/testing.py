"""``test``: format, lint and types, then the quick tests; any failure fails it all.

``--slow`` runs the slow tests: theory over many runs, the placebo, faults planted one by one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from sim.errors import Fault, InputError
from sim.files import package_home

CHECKS: Final = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy", "--strict", "sim"),
)
PYTEST: Final = ("pytest", "-n", "2", "--dist", "loadgroup")


def run(arguments: argparse.Namespace) -> int:
    """Run the checks and the quick tests, or the slow tests, or those that are named."""
    if not (package_home() / "tests").is_dir():
        mend = "get the sources: an installed package has no tests"
        raise InputError([Fault(file=str(package_home() / "tests"), found="nothing", mend=mend)])
    chosen = [*arguments.paths, *arguments.rest]
    if arguments.slow:
        commands = [(*PYTEST, "-m", "slow", *chosen)]
    elif chosen:
        commands = [(*PYTEST, *chosen)]
    else:
        commands = [*CHECKS, (*PYTEST, "-m", "not slow")]
    codes = [called(command) for command in commands]
    return 1 if any(codes) else 0


def called(command: Sequence[str]) -> int:
    """Run one tool with this Python, in the checkout; returns its exit code."""
    print(f"- {' '.join(command)}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=package_home(), check=False
    ).returncode
