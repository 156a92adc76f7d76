"""``compare``, and the main job: runs scenarios, prints the answer, leaves a folder."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from sim.cli.choosing import Job, job_of
from sim.cli.engines import get_ready
from sim.cli.keeping import Kept, keep, keep_what_is_done
from sim.cli.progress import Shown, Stages
from sim.files import find_root, package_home
from sim.files.local.given import Local
from sim.report.answer import placebo_sentence
from sim.report.fairness import fair_sentences, match_sentences
from sim.report.local import local_data, local_words
from sim.report.sureness import runs_sentences, sure_sentences
from sim.report.tables import as_data, console, tables_of
from sim.study.beside import Beside, stand_beside
from sim.study.compare import compare, lanes_of
from sim.study.folder import STOPPED, free_place, refuse_to_overwrite
from sim.study.replicate import Interrupted

WHEN: Final = "%Y%m%d-%H%M%S"
STOPPED_CODE: Final = 130


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    job = job_of(arguments)
    place = place_for(arguments.out, job)
    open_with(job, aside=arguments.json)
    kept = carried_out(job, place, arguments.workers)
    if kept is None:
        return STOPPED_CODE
    show(kept.beside, as_json=arguments.json, local=job.local)
    say(f"Report: {kept.place / 'report.html'}", aside=arguments.json)
    return 0


def carried_out(job: Job, place: Path, workers: int) -> Kept | None:
    """Run a job and keep what it leaves at ``place``; None where somebody stopped it."""
    began = time.monotonic()
    try:
        with Shown("Runs done") as shown:
            comparison = compare(
                job.scenarios, job.plan, engine=job.engine, workers=workers, progress=shown
            )
        with Stages() as stages:
            beside = stand_beside(
                comparison, job.seconds, engine=job.engine, workers=workers, stage=stages.begin
            )
    except Interrupted as stop:
        told = f"Stopped: {stop}."
        if stop.done:
            partial = free_beside(place)
            keep_what_is_done(stop, job, lanes_of(job.scenarios, job.plan), partial)
            told += f" Their tables are in {partial}."
        print(told, file=sys.stderr)
        return None
    return keep(beside, job, place, seconds=time.monotonic() - began)


def free_beside(place: Path) -> Path:
    """``<name>-stopped`` beside a run's folder, numbered where that is taken."""
    stem = place.name + STOPPED
    partial, number = place.with_name(stem), 2
    while partial.exists():
        partial, number = place.with_name(f"{stem}-{number}"), number + 1
    return partial


def place_for(out: Path | None, job: Job) -> Path:
    """The folder of the run. Raises InputError if ``--out`` stands already."""
    if out is not None:
        refuse_to_overwrite(out)
        return out
    when = datetime.now().astimezone().strftime(WHEN)
    home = package_home() if find_root() == package_home() else Path.cwd()
    return free_place(home / "results", when, job.scenarios[0].name)


def show(beside: Beside, *, as_json: bool, local: Local | None = None) -> None:
    """Print the answer."""
    comparison = beside.comparison
    if as_json:
        told = {"local": local_data(comparison, local)} if local else {}
        data = as_data(comparison, beside) | told
        print(json.dumps(data, indent=2, ensure_ascii=False))
        return
    out = console()
    for sentence in local_words(comparison, local):
        out.print(sentence, soft_wrap=True)
    for table in tables_of(comparison, beside):
        out.print(table)
    for sentence in said_beside(beside):
        out.print(sentence, soft_wrap=True)
    if comparison.plan.placebo:
        out.print(placebo_sentence(comparison), soft_wrap=True)
    out.print("Verified, not validated for any place.", soft_wrap=True)


def said_beside(beside: Beside) -> list[str]:
    """Whether there were enough runs, how sure it is, and whether it is fair, in sentences."""
    return [
        *runs_sentences(beside.comparison),
        *sure_sentences(beside),
        *fair_sentences(beside),
        *match_sentences(beside),
    ]


def open_with(job: Job, *, aside: bool) -> None:
    """Say what was cut and which engine runs, which compiles first where it still has to."""
    say(job.cut, aside=aside)
    say(job.engine_line, aside=aside)
    get_ready(job.engine)


def say(text: str, *, aside: bool) -> None:
    """Say a line; aside, on stderr, where stdout is for JSON. A run goes on if nobody reads it."""
    out = sys.stderr if aside else sys.stdout
    try:
        print(text, file=out, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
