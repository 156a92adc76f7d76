"""``check``: every fault of every file at once, with file, line and how to mend it.

A scenario without a fault is also asked whether its teams can keep up, which takes a short run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from sim.cli.progress import Shown
from sim.engines.named import at_once
from sim.errors import Fault
from sim.files import check_file, load_scenario
from sim.files.checking import kind_of_file
from sim.files.library import read
from sim.study.capacity import overfull


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns 2 where anything is wrong."""
    faults = faults_of(arguments.files)
    if arguments.json:
        print(json.dumps([asdict(fault) for fault in faults], indent=2, ensure_ascii=False))
    elif faults:
        for fault in faults:
            print(fault, file=sys.stderr)
    else:
        count = len(arguments.files)
        print(f"{count} file{'' if count == 1 else 's'} checked: nothing is wrong.")
    return 2 if faults else 0


def faults_of(files: Sequence[Path]) -> list[Fault]:
    """Every fault of every file."""
    faults: list[Fault] = []
    with Shown("Files checked") as shown:
        for done, path in enumerate(files):
            shown(done, len(files))
            found = check_file(path, None)
            if not found and kind_of_file(path, read(path, str(path)).value) == "scenario":
                asked = overfull(load_scenario(path), engine=at_once())
                found = [replace(fault, file=str(path)) for fault in asked]
            faults += found
        shown(len(files), len(files))
    return faults
