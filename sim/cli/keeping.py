"""What a run leaves: every file of its folder, whole or not at all.

Goes in: a comparison and the job it came of. Comes out: the folder. Its bytes follow from the
job alone, but for ``run.log``.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from sim.cli.choosing import Job
from sim.files import to_document, write_yaml
from sim.files.local.given import local_as_written
from sim.log import COLUMNS
from sim.model.scenario import Scenario
from sim.report.figures.charts import pictures
from sim.report.page import page
from sim.study.beside import Beside, tables_beside
from sim.study.compare import Comparison, Lane
from sim.study.findings import DifferenceRow, SummaryRow
from sim.study.fitted import as_written
from sim.study.folder import MANIFEST, RUN_LOG, RunFolder, tables_of
from sim.study.local import Held, held_against_local
from sim.study.provenance import as_text, manifest
from sim.study.replicate import Columns, Interrupted, Outcome
from sim.study.staff import StaffRow, staff_rows

AGAIN = "python run.py rerun manifest.json"
STOPPED_NOTE = "stopped.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A run that is over, and where it lies."""

    beside: Beside
    """the comparison, and what stands beside it"""
    place: Path
    manifest: dict[str, Any]


def keep(beside: Beside, job: Job, place: Path, *, seconds: float) -> Kept:
    """Write the run's folder and give it its name."""
    folder = RunFolder(place)
    comparison = beside.comparison
    try:
        _write_tables(comparison, folder)
        for name, header, rows in tables_beside(beside):
            folder.csv(f"{name}.csv", header, rows)
        held = held_against_local(comparison, job.local)
        if held:
            folder.csv("local.csv", Held._fields, held)
        staff = staff_rows(comparison)
        folder.csv("staff.csv", StaffRow._fields, staff)
        made = pictures(comparison, staff, beside)
        for picture in made:
            folder.bytes(f"figures/{picture.name}.svg", picture.svg)
            folder.bytes(f"figures/{picture.name}.png", picture.png)
        report = page(
            comparison,
            made,
            staff,
            cut=job.cut,
            again=AGAIN,
            changes=job.changes,
            cards=[card.written() for card in job.cards],
            waits=job.waits,
            beside=beside,
            levers=job.levers,
            blanks=job.blanks,
            local=job.local,
        )
        folder.text("report.html", report)
        names = _write_scenarios([*comparison.scenarios.values(), *job.seconds], folder)
        content = manifest(
            plan=comparison.plan,
            engine=job.engine,
            command=job.command,
            changes=job.changes,
            inputs=job.inputs,
            scenarios=names,
            cut=job.cut,
            cards=[card.written() for card in job.cards],
            waits=as_written(job.waits),
            levers=job.levers,
            blanks=job.blanks,
            local=local_as_written(job.local) if job.local else None,
        )
        content["files"] = folder.hashes()
        folder.text(MANIFEST, as_text(content))
        folder.text(RUN_LOG, run_log(comparison, seconds))
        return Kept(beside=beside, place=folder.finish(), manifest=content)
    except BaseException:
        folder.discard()
        raise


def keep_what_is_done(stop: Interrupted, job: Job, lanes: Sequence[Lane], place: Path) -> None:
    """Write the tables of the runs that were done when somebody stopped the rest."""
    names = {(lane.program, lane.salt): lane.name for lane in lanes}
    by_lane: dict[str, list[Outcome]] = {lane.name: [] for lane in lanes}
    for outcome in stop.done:
        by_lane[names[outcome.task.scenario, outcome.task.salt]].append(outcome)
    folder = RunFolder(place)
    try:
        for kind in ("people", "needs"):
            folder.parquet(f"{kind}.parquet", tables_of(by_lane, kind))
        folder.text(STOPPED_NOTE, as_text(stopped_note(stop, job)))
        folder.finish()
    except BaseException:
        folder.discard()
        raise


def stopped_note(stop: Interrupted, job: Job) -> dict[str, Any]:
    """What was asked for, and how much of it was done."""
    return {
        "command": list(job.command),
        "seed": job.plan.seed,
        "replications": job.plan.replications,
        "runs_done": len(stop.done),
        "runs_wanted": stop.of,
    }


def _write_tables(comparison: Comparison, folder: RunFolder) -> None:
    folder.csv("summary.csv", SummaryRow._fields, comparison.summary)
    folder.csv("differences.csv", DifferenceRow._fields, comparison.differences)
    for kind in ("people", "needs"):
        folder.parquet(f"{kind}.parquet", tables_of(comparison.lanes, kind))
    if comparison.plan.events:
        folder.parquet("events.parquet", events_of(comparison))


def events_of(comparison: Comparison) -> Columns:
    """Every row of the log of every run."""
    heads: list[tuple[str, int, int]] = []
    rows = []
    for lane, outcomes in comparison.lanes.items():
        for outcome in outcomes:
            assert outcome.events is not None
            heads.append((lane, outcome.task.replication, len(outcome.events)))
            rows.append(outcome.events)
    lengths = [length for _, _, length in heads]
    whole = np.concatenate(rows)
    columns: Columns = {
        "scenario": np.repeat([lane for lane, _, _ in heads], lengths),
        "replication": np.repeat([number for _, number, _ in heads], lengths),
    }
    return columns | {name: whole[:, place] for place, name in enumerate(COLUMNS)}


def _write_scenarios(scenarios: Sequence[Scenario], folder: RunFolder) -> dict[str, str]:
    names = {}
    for scenario in scenarios:
        path = f"scenario/{scenario.name.replace('/', '-')}.resolved.yaml"
        names[scenario.name] = path
        folder.text(path, write_yaml(to_document(scenario)))
    return names


def run_log(comparison: Comparison, seconds: float) -> str:
    """Date, durations and machine: all that may differ from run to run."""
    rows = sum(outcome.rows for outcomes in comparison.lanes.values() for outcome in outcomes)
    lines = (
        f"written: {datetime.now().astimezone().isoformat(timespec='seconds')}",
        f"seconds: {seconds:.1f}",
        f"runs: {sum(len(outcomes) for outcomes in comparison.lanes.values())}",
        f"rows of the log: {rows}",
        f"machine: {platform.platform()}, {platform.machine()}, {os.cpu_count()} cores",
    )
    return "".join(f"{line}\n" for line in lines)
