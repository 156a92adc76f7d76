"""``calibrate``: fits the staff of today's queued teams to published waits, and stores the result.

The file is the same bytes whoever runs it. What stood there before is replaced only when the whole
of it is done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.cli.comparing import STOPPED_CODE, say
from sim.cli.engines import engine_line, get_ready
from sim.cli.progress import Shown
from sim.engines.named import taken
from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.program import compile_program
from sim.report.tables import console, table
from sim.study.asks import Asks, asks_of
from sim.study.calibrated import document_of, place_of, text_of
from sim.study.calibration import Calibration, Fitted, Plan, calibrate
from sim.study.folder import csv_cell
from sim.study.plausibility import Compared, outside, plausibility
from sim.study.replicate import Interrupted, Task, run_tasks

DIGITS = 3


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    engine = taken(arguments.engine)
    asks = asks_of(arguments.site)
    scenario = load_scenario(asks.scenario)
    try:
        if arguments.plausible:
            return held_against(arguments, scenario, asks, engine)
        return fitted(arguments, scenario, asks, engine)
    except Interrupted as stop:
        print(f"Stopped: {stop}. Nothing was written.", file=sys.stderr)
        return STOPPED_CODE


def fitted(arguments: argparse.Namespace, scenario: Scenario, asks: Asks, engine: str) -> int:
    """Fit every queued team that a wait was published for, and keep what was found."""
    place = arguments.out or place_of(asks.site)
    refuse_what_cannot_be_written(place)
    plan = Plan(seed=arguments.seed, replications=arguments.replications)
    begin_with(engine, arguments)
    with Shown("Runs done") as shown:
        found = calibrate(
            scenario, asks, plan, engine=engine, workers=arguments.workers, progress=shown
        )
    text = text_of(found, scenario)
    same = place.is_file() and place.read_text(encoding="utf-8") == text
    if not same:
        write_whole(place, text)
    if arguments.json:
        print(json.dumps(document_of(found, scenario), indent=2, ensure_ascii=False))
    else:
        show(found)
    told = "The same as stands in" if same else "Written:"
    print(f"{told} {place}", file=sys.stderr if arguments.json else sys.stdout)
    return 0


def begin_with(engine: str, arguments: argparse.Namespace) -> None:
    """Say which engine runs, and compile it where it still has to be."""
    say(engine_line(arguments.engine, engine), aside=arguments.json)
    get_ready(engine)


def held_against(arguments: argparse.Namespace, scenario: Scenario, asks: Asks, engine: str) -> int:
    """Fit nothing: run the scenario as it is and hold it against every row."""
    if arguments.out:
        refuse_what_cannot_be_written(arguments.out)
    program = compile_program(scenario)
    tasks = [
        Task(scenario=scenario.name, replication=number, referred=True)
        for number in range(1, arguments.replications + 1)
    ]
    begin_with(engine, arguments)
    with Shown("Runs done") as shown:
        outcomes = run_tasks(
            {scenario.name: program},
            tasks,
            seed=arguments.seed,
            engine=engine,
            workers=arguments.workers,
            progress=shown,
        )
    rows = plausibility(program, outcomes, asks)
    if arguments.out:
        write_whole(arguments.out, csv_of(rows))
    if arguments.json:
        print(json.dumps([row._asdict() for row in rows], indent=2, ensure_ascii=False))
        return 0
    out = console()
    columns = ["row", "published", "simulated", "people", "verdict"]
    shown_rows = table(f"{scenario.name} and what was published", columns, words=1)
    for row in rows:
        published = f"{row.low:g} to {row.central:g} to {row.high:g}"
        value = f"{row.simulated:.{DIGITS}g}"
        shown_rows.add_row(row.row, published, value, str(row.people), row.verdict)
    out.print(shown_rows)
    for sentence in outside(rows):
        out.print(sentence, soft_wrap=True)
    for name, why in asks.not_produced.items():
        out.print(f"Not held against {name}: {why}.", soft_wrap=True)
    return 0


def csv_of(rows: Sequence[Compared]) -> str:
    """``plausibility.csv``."""
    lines = [Compared._fields, *rows]
    return "".join(",".join(csv_cell(cell) for cell in line) + "\n" for line in lines)


def show(found: Calibration) -> None:
    """Print what was fitted, and what was not and why."""
    out = console()
    columns = [
        "team",
        "fitted to",
        "published",
        "simulated",
        "wte",
        "acceptable",
        "later, days",
    ]
    shown = table(f"Fitted: {found.asks.scenario}", columns, words=2)
    for one in found.fitted:
        row = one.ask.evidence
        edges = [one.in_wte(share) for share in (*one.acceptable[:1], *one.acceptable[-1:])]
        shown.add_row(
            one.ask.pool,
            one.ask.row,
            f"{row.low:g} to {row.central:g} to {row.high:g}",
            f"{one.simulated:.{DIGITS}g}" + ("" if one.inside else ", outside"),
            f"{one.wte:g}",
            f"{edges[0]:g} to {edges[-1]:g}" if edges else "none",
            f"{one.late_days:.{DIGITS}g}",
        )
    out.print(shown)
    out.print("Later, days: by how much contacts after the first begin after they are due.\n")
    for team, why in found.asks.not_fitted.items():
        out.print(f"Not fitted: {team}: {why}.", soft_wrap=True)
    out.print(f"\nTo take it into {found.asks.scenario}:")
    for one in found.fitted:
        out.print(
            f"  teams.{one.ask.team}.staff.{one.ask.role}.wte: {as_written(one)}", soft_wrap=True
        )
    out.print("What is fitted agrees with its row because it was made to.", soft_wrap=True)


def as_written(one: Fitted) -> str:
    """The whole-time equivalents as a scenario's file would say them."""
    edges = [one.in_wte(share) for share in (*one.acceptable[:1], *one.acceptable[-1:])]
    low, high = (edges[0], edges[-1]) if edges else (one.wte, one.wte)
    why = f"fitted to {one.ask.row} by calibrate; all from low to high are as good as its range"
    return f'{{central: {one.wte:g}, low: {low:g}, high: {high:g}, assumed: "{why}"}}'


def refuse_what_cannot_be_written(place: Path) -> None:
    """Raise InputError before anything is run if the result could not be kept."""
    if place.is_dir() or not os.access(place.parent, os.W_OK):
        found = "a folder" if place.is_dir() else "it cannot be written"
        mend = "name a file in a folder that you may write into, --out"
        raise InputError([Fault(file=str(place), found=found, mend=mend)])


def write_whole(place: Path, text: str) -> None:
    """Write a file whole or not at all."""
    unfinished = place.with_name(f".unfinished-{place.name}-{os.getpid()}")
    unfinished.write_bytes(text.encode("utf-8"))
    unfinished.replace(place)
