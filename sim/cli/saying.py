"""``said``: what people said of each option of a site, held against what the model shows."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.cli.arguments import as_compare
from sim.cli.choosing import job_of
from sim.cli.comparing import STOPPED_CODE, open_with
from sim.cli.progress import Shown
from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.files.sayings import load_sayings
from sim.measures import DEFINITIONS
from sim.model.statements import Sayings
from sim.model.words import Rung
from sim.report.phrases import capital
from sim.report.saying import (
    Findings,
    as_data,
    claim_words,
    counted,
    findings_of,
    indexed,
    judged,
    rests_words,
    rungs_named,
    scenarios_named,
)
from sim.report.tables import console
from sim.study.compare import compare
from sim.study.findings import DifferenceRow, SummaryRow
from sim.study.ladder import LadderRow, climbed
from sim.study.replicate import Interrupted

LADDER = "ladder.csv"
NUMBERS = ("difference", "low", "high", "mean", "matters")
"""Columns of a run's tables that hold numbers."""
WORDS = (
    "Agrees: the model shows it, and nothing that was put in builds it in. Agrees only because "
    "assumed: the model shows it, and what stands beside it was put in. Disagrees: the model shows "
    "the opposite. Cannot say: too close, too few, the same by design, or nothing that can be "
    "counted honestly.",
    "What people said is a test of the model and never goes into it. Where they disagree, the "
    "model or its reading of the option may be what is wrong. Verified, not validated for any "
    "place.",
)


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    sayings = load_sayings(arguments.site)
    findings = read(arguments.run) if arguments.run else found(arguments, sayings)
    if findings is None:
        return STOPPED_CODE
    if arguments.json:
        print(json.dumps(as_data(sayings, findings), indent=2, ensure_ascii=False))
    else:
        show(console(), sayings, findings)
    return 0


def found(arguments: argparse.Namespace, sayings: Sayings) -> Findings | None:
    """What a comparison of the scenarios named finds; None where somebody stopped it."""
    names = scenarios_named(sayings)
    rungs = rungs_named(sayings)
    job = job_of(as_compare(arguments, scenarios=names, no_placebo=True, ladder=rungs))
    open_with(job, aside=arguments.json)
    try:
        with Shown("Runs done") as shown:
            comparison = compare(
                job.scenarios,
                job.plan,
                engine=job.engine,
                workers=arguments.workers,
                progress=shown,
            )
            ladder = climbed(
                job.scenarios,
                job.plan,
                engine=job.engine,
                workers=arguments.workers,
                progress=shown,
            )
    except Interrupted as stop:
        print(f"Stopped: {stop}.", file=sys.stderr)
        return None
    others = {rung: findings_of(one, names) for rung, one in ladder.items()}
    return replace(findings_of(comparison, names), rungs=others)


def read(folder: Path) -> Findings:
    """What a run found, from the tables in its folder. Raises InputError."""
    differences = [
        DifferenceRow(
            **{  # type: ignore[arg-type]
                name: number(row[name]) if name in NUMBERS else row[name]
                for name in DifferenceRow._fields
            }
        )
        for row in table(folder / "differences.csv", DifferenceRow._fields)
    ]
    summary = [
        SummaryRow(
            **{  # type: ignore[arg-type]
                name: number(row[name]) if name in NUMBERS else row[name]
                for name in SummaryRow._fields
            }
        )
        for row in table(folder / "summary.csv", SummaryRow._fields)
    ]
    against = differences[0].against if differences else ""
    return replace(indexed(differences, summary), rungs=rungs_of(folder / LADDER, against))


def rungs_of(path: Path, against: str) -> dict[Rung, Findings]:
    """What a run found on other rungs, from its ladder; none where it climbed none."""
    lines = table(path, LadderRow._fields) if path.is_file() else []
    by_rung: dict[Rung, tuple[list[DifferenceRow], list[SummaryRow]]] = {}
    for row in lines:
        differences, summary = by_rung.setdefault(row["rung"], ([], []))  # type: ignore[arg-type]
        who: Any = {name: row[name] for name in ("scenario", "persona", "measure", "unit")}
        mean, low, high = (number(row[name]) for name in ("mean", "low", "high"))
        summary.append(SummaryRow(**who, mean=mean, low=low, high=high, replications=0, people=0))
        if row["scenario"] != against:
            differences.append(
                DifferenceRow(
                    **who,
                    against=against,
                    difference=number(row["difference"]),
                    low=number(row["difference_low"]),
                    high=number(row["difference_high"]),
                    verdict=row["verdict"],  # type: ignore[arg-type]
                    wanted=DEFINITIONS[row["measure"]].wanted,
                    family="",
                    matters=DEFINITIONS[row["measure"]].matters,
                )
            )
    return {rung: indexed(*tables) for rung, tables in by_rung.items()}


def table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table that a run left. Raises InputError if it is not one."""
    mend = "give the folder of a run that `compare` left"
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        found = getattr(error, "strerror", None) or "not a table"
        raise InputError([Fault(file=str(path), found=found, mend=mend)]) from error
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        fault = Fault(file=str(path), found=f"no column {', '.join(missing)}", mend=mend)
        raise InputError([fault])
    return rows


def number(text: str) -> float:
    """A number of a table; empty is not known."""
    return float(text) if text else float("nan")


def show(out: Console, sayings: Sayings, findings: Findings) -> None:
    """Print every statement by option, with what the model says to it."""
    out.print(sayings.about, soft_wrap=True)
    for option in dict.fromkeys(name for each in sayings.statements.values() for name in each.of):
        out.print(f"\n{load_scenario(option).title} ({option})", style="bold", soft_wrap=True)
        for saying in sayings.statements.values():
            if option not in saying.of:
                continue
            head = f"{capital(saying.statement)}. ({saying.kind}; {saying.who}; {saying.said})"
            out.print(f"  {head}", soft_wrap=True)
            for one in judged(saying, option, findings):
                text = f"    {one.judgement}: {claim_words(one)}: {one.figures}"
                out.print(text, soft_wrap=True)
                if one.rests_on:
                    out.print(f"      built in by: {rests_words(one)}", soft_wrap=True)
            for note in dict.fromkeys(claim.note for claim in saying.claims if claim.note):
                out.print(f"      note: {note}", soft_wrap=True)
            if saying.cannot:
                out.print(f"    cannot say: {saying.cannot}", soft_wrap=True)
    out.print()
    held = counted(sayings, findings)
    told = "; ".join(f"{judgement}: {number}" for judgement, number in held.items())
    out.print(f"Of what can be held against a measure: {told}.", soft_wrap=True)
    for caution in sayings.cautions:
        out.print(f"Caution: {caution}.", soft_wrap=True)
    for words in WORDS:
        out.print(words, soft_wrap=True)
