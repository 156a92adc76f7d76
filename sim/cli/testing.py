"""``test``: format, lint and types, then the tests; any failure fails it all."""

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
PYTEST: Final = ("pytest", "-n", "2")


def run(arguments: argparse.Namespace) -> int:
    """Run the checks and tests; with paths or words after ``--``, the tests alone."""
    if not (package_home() / "tests").is_dir():
        mend = "get the sources: an installed package has no tests"
        raise InputError([Fault(file=str(package_home() / "tests"), found="nothing", mend=mend)])
    chosen = [*arguments.paths, *arguments.rest]
    commands = [] if chosen else [*CHECKS]
    codes = [called(command) for command in (*commands, (*PYTEST, *chosen))]
    return 1 if any(codes) else 0


def called(command: Sequence[str]) -> int:
    """Run one tool with this Python, in the checkout; returns its exit code."""
    print(f"- {' '.join(command)}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=package_home(), check=False
    ).returncode
