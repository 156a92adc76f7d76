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
from sim.files import check_file, load_question, load_scenario, sides_of
from sim.files.checking import kind_of_file
from sim.files.library import read, root_of
from sim.study.asking import unknown_words
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
            kind = kind_of_file(path, read(path, str(path)).value) if not found else ""
            if kind == "scenario":
                asked = overfull(load_scenario(path), engine=at_once())
                found = [replace(fault, file=str(path)) for fault in asked]
            elif kind == "question":
                home = root_of(path, None)
                found = unknown_words(load_question(path.stem, home), sides_of(path.stem, home))
            faults += found
        shown(len(files), len(files))
    return faults
