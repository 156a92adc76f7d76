"""``bench``: how fast it is, as ratios against itself and against peers, in one interleaved run."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sim.bench.as_scenario import BESIDE
from sim.bench.found import Found
from sim.bench.runners import ENGINES, present
from sim.bench.shipped import SHIPPED
from sim.bench.turns import Ratio
from sim.bench.whole import QUICK_ROUNDS, ROUNDS, Wanted, bench
from sim.cli.bench_arguments import PARTS, PRINTED
from sim.cli.choosing import chosen_scenarios, loaded
from sim.cli.progress import Stages
from sim.errors import Fault, InputError
from sim.report.tables import console, table


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    place = None if arguments.json in (None, PRINTED) else Path(arguments.json)
    if place is not None:
        refuse_what_cannot_be_written(place)
    chosen = chosen_scenarios(arguments.scenarios or SHIPPED, full=False)
    wanted = Wanted(
        scenarios=loaded(chosen, [], {})[0],
        parts=arguments.parts,
        quick=arguments.quick,
        rounds=arguments.rounds or (QUICK_ROUNDS if arguments.quick else ROUNDS),
    )
    with Stages() as stages:
        found = bench(wanted, present(), stages.begin)
    if arguments.json is not None:
        text = json.dumps(as_data(found), indent=2, ensure_ascii=False)
        if place is None:
            print(text)
            return 0
        write_whole(place, text + "\n")
    show(console(), found, wanted.parts)
    return 0


def refuse_what_cannot_be_written(place: Path) -> None:
    """Raise InputError before anything is timed if the result could not be kept."""
    if place.exists() or not os.access(place.parent, os.W_OK):
        what = "it exists" if place.exists() else "its folder cannot be written"
        mend = "name a new file in a folder that you may write into; --json alone prints"
        raise InputError([Fault(file=f"--json {place}", found=what, mend=mend)])


def write_whole(place: Path, text: str) -> None:
    """Write a file whole or not at all."""
    unfinished = place.with_name(f".unfinished-{place.name}-{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(place)


def as_data(found: Found) -> dict[str, Any]:
    """Everything that was found, with every round, as plain data."""
    return {**asdict(found), "ours_carries_beside": list(BESIDE)}


def show(out: Console, found: Found, parts: Sequence[str]) -> None:
    """Print what was found, table by table."""
    machine = ", ".join(f"{name} {value}" for name, value in found.machine.items())
    out.print(f"{machine}; {found.rounds} rounds, everything in turn", soft_wrap=True)
    for who, why in found.missing.items():
        out.print(f"{who}: {why}", soft_wrap=True)
    out.print(
        "Seconds are processor time and the median round; ratios are the median, and in brackets "
        "the lowest and highest round.\n",
        soft_wrap=True,
    )
    shown = {
        "engines": [engines_table],
        "network": [network_table, counted_table],
        "growth": [growth_table],
        "starts": [starts_table],
        "memory": [memory_table],
        "threads": [threads_table],
    }
    for part in PARTS:
        for made in shown[part] if part in parts else ():
            out.print(made(found))
    if "network" in parts:
        out.print(f"Ours carries beside: {'; '.join(BESIDE)}.", soft_wrap=True)


def engines_table(found: Found) -> Table:
    """Engines on scenarios."""
    columns = ["scenario", "engine", "log", "seconds", "rows", "rows/s", "times SimPy engine"]
    made = table("Engines on scenarios", columns, words=3)
    for row in found.engines:
        made.add_row(
            row.scenario,
            title_of(row.engine),
            "kept" if row.kept else "folded only",
            f"{row.timing.median:.3f}",
            f"{row.timing.units:,}",
            f"{row.timing.per_second:,.0f}",
            in_words(row.times_simpy),
        )
    return made


def network_table(found: Found) -> Table:
    """How fast everybody was on the made-up network."""
    rivals = list(dict.fromkeys(name for row in found.networks for name in row.times_rival))
    columns = ["regime", "simulator", "people", "people/s", *(f"times {name}" for name in rivals)]
    made = table("A made-up network of five queues", columns, words=2)
    for row in found.networks:
        times = [in_words(row.times_rival[name]) if row.times_rival else "" for name in rivals]
        people = f"{row.timing.units:,}"
        speed = f"{row.timing.per_second:,.0f}"
        made.add_row(row.regime, title_of(row.simulator), people, speed, *times)
    return made


def counted_table(found: Found) -> Table:
    """What everybody counted there: the same, but for chance, or the speeds mean nothing."""
    columns = ["regime", "simulator", "contacts", "mean wait, min", "stopped waiting"]
    made = table("What each counted in that network (luck differs)", columns, words=2)
    for row in found.networks:
        share = f"{100.0 * row.share_stopped:.2f}%"
        cells = (f"{row.seen:,}", f"{row.mean_wait:,.1f}", share)
        made.add_row(row.regime, title_of(row.simulator), *cells)
    return made


def growth_table(found: Found) -> Table:
    """Cost against size."""
    sizes = found.growth[0].sizes if found.growth else ()
    columns = ["more", "engine", *(f"{size}×, s" for size in sizes), "power"]
    made = table("Cost against size (power 1: linear)", columns, words=2)
    for row in found.growth:
        seconds = [f"{one:.3f}" for one in row.seconds]
        made.add_row(row.of, title_of(row.engine), *seconds, f"{row.exponent:.2f}")
    return made


def starts_table(found: Found) -> Table:
    """Fresh processes."""
    columns = ["engine", "start", "package there, s", "first run, s", "processor, s"]
    made = table("A fresh process, by the clock on the wall", columns, words=2)
    for row in found.starts:
        numbers = (row.imports, row.first_run, row.processor)
        made.add_row(title_of(row.engine), row.start, *(f"{one:.2f}" for one in numbers))
    return made


def memory_table(found: Found) -> Table:
    """The most memory that a fresh process held."""
    columns = ["engine", "people", "MB at most", "people", "MB at most", "MB per million people"]
    made = table("Memory of a fresh process, measures folded", columns)
    for row in found.memory:
        peaks = [f"{one:,.0f}" for one in row.peak_mb] or ["not told here"] * len(row.people)
        further = "" if row.mb_per_million is None else f"{row.mb_per_million:,.0f}"
        cells = [
            cell
            for people, peak in zip(row.people, peaks, strict=True)
            for cell in (f"{people:,}", peak)
        ]
        made.add_row(title_of(row.engine), *cells, further)
    return made


def threads_table(found: Found) -> Table:
    """Two threads against one."""
    made = table("Two threads, by the clock on the wall", ["engine", "runs", "times one thread"])
    for row in found.threads:
        made.add_row(title_of(row.engine), str(row.runs), in_words(row.times_one))
    if not found.threads:
        made.add_row("compiled engine", "", "not here")
    return made


def title_of(name: str) -> str:
    """What one of our engines, or a rival, is called in a table."""
    return ENGINES.get(name, name)


def in_words(ratio: Ratio) -> str:
    """A ratio with the range that it had over the rounds."""
    digits = 0 if ratio.median >= 20.0 else 2
    return f"{ratio.median:.{digits}f} ({ratio.low:.{digits}f} to {ratio.high:.{digits}f})"
