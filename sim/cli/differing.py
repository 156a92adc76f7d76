"""``diff``: what differs between two scenarios, in words made from the difference."""

from __future__ import annotations

import argparse
import json

from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.report.differing import Section, differences, summary
from sim.report.tables import console


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns 0 whether anything differs or not."""
    before, after = both(arguments.before, arguments.after)
    found = differences(before, after)
    if arguments.json:
        print(json.dumps(as_data(before, after, found), indent=2, ensure_ascii=False))
        return 0
    out = console()
    out.print(summary(before, after, found), soft_wrap=True)
    for about, lines in found:
        out.print(f"\n{about}", style="bold")
        for line in lines:
            where = f"  [{', '.join(line.paths)}]" if arguments.paths else ""
            out.print(f"  {line.text}{where}", soft_wrap=True)
            for detail in line.details:
                out.print(f"    {detail}", soft_wrap=True)
    return 0


def both(*names: str) -> list[Scenario]:
    """Both scenarios. Raises InputError with the faults of both."""
    scenarios: list[Scenario] = []
    faults: list[Fault] = []
    for name in names:
        try:
            scenarios.append(load_scenario(name))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(dict.fromkeys(faults))
    return scenarios


def as_data(before: Scenario, after: Scenario, found: list[Section]) -> dict[str, object]:
    """The differences for ``--json``."""
    return {
        "before": before.name,
        "after": after.name,
        "differences": [
            {
                "about": about,
                "text": line.text,
                "details": list(line.details),
                "paths": list(line.paths),
            }
            for about, lines in found
            for line in lines
        ],
    }
