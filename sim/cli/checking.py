"""``check``: every fault of every file at once, with file, line and how to mend it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from sim.files import check_file


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns 2 where anything is wrong."""
    faults = [fault for path in arguments.files for fault in check_file(path, None)]
    if arguments.json:
        print(json.dumps([asdict(fault) for fault in faults], indent=2, ensure_ascii=False))
    elif faults:
        for fault in faults:
            print(fault, file=sys.stderr)
    else:
        count = len(arguments.files)
        print(f"{count} file{'' if count == 1 else 's'} checked: nothing is wrong.")
    return 2 if faults else 0
