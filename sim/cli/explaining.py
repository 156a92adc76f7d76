"""``explain``: a scenario in sentences."""

from __future__ import annotations

import argparse
import json

from sim.files import load_scenario
from sim.report.explaining import explained
from sim.report.tables import console


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    sections = explained(load_scenario(arguments.scenario))
    if arguments.json:
        found = [{"about": about, "sentences": sentences} for about, sentences in sections]
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    out = console()
    for about, sentences in sections:
        out.print(about, style="bold")
        for sentence in sentences:
            out.print(f"  {sentence}")
        out.print()
    return 0
