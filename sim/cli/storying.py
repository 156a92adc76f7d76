"""``journey``: one person's journey in each option, as text: typical, smoother, harder."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from rich.console import Console

from sim.cli.arguments import as_compare
from sim.cli.choosing import MAIN_JOB, Job, job_of
from sim.cli.comparing import STOPPED_CODE, open_with
from sim.cli.progress import Shown
from sim.errors import Fault, InputError
from sim.files import list_personas, list_scenarios, load_scenario
from sim.files.trouble import nearest
from sim.report.exemplars import Exemplars, exemplars
from sim.report.storyboard import Board, as_data, board, caveat, heading, legend
from sim.report.storylines import MARKS
from sim.report.tables import console
from sim.study.compare import Comparison, compare
from sim.study.replicate import Interrupted


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    job = job_of(comparison_arguments(arguments))
    open_with(job, aside=arguments.json)
    comparison = compared(job, arguments.workers)
    if comparison is None:
        return STOPPED_CODE
    found = exemplars(comparison, arguments.persona)
    if found is None:
        raise InputError([nobody_came(arguments.persona)])
    boards = [board(comparison, arguments.persona, found, kind) for kind in found.chosen]
    if arguments.json:
        data = as_data(comparison, arguments.persona, found, boards)
        print(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        show(console(), comparison, arguments.persona, found, boards)
    return 0


def comparison_arguments(arguments: argparse.Namespace) -> argparse.Namespace:
    """What ``compare`` would be asked: the same run, with every event and without a placebo."""
    scenarios = list(arguments.scenarios) or scenarios_with(arguments.persona)
    return as_compare(
        arguments,
        scenarios=scenarios,
        personas=[arguments.persona],
        no_placebo=True,
        events=True,
    )


def scenarios_with(persona: str) -> Sequence[str]:
    """The main job's scenarios, or else those of the first site that this persona is in."""
    known = list_personas()
    if persona not in known:
        near = nearest(persona, known)
        mend = f"did you mean {near}?" if near else "give the slug of a persona"
        fault = Fault(file="PERSONA", found=persona, allowed=", ".join(known), mend=mend)
        raise InputError([fault])
    if persona in load_scenario(MAIN_JOB[0]).personas:
        return []
    for slug in list_scenarios():
        if persona in load_scenario(slug).personas:
            return [slug.split("/", maxsplit=1)[0]]
    mend = "name her under personas: in a scenario"
    raise InputError([Fault(file="PERSONA", found=f"{persona}, in no scenario", mend=mend)])


def compared(job: Job, workers: int) -> Comparison | None:
    """The comparison; None where somebody stopped it."""
    try:
        with Shown("Runs done") as shown:
            return compare(
                job.scenarios,
                job.plan,
                engine=job.engine,
                workers=workers,
                progress=shown,
            )
    except Interrupted as stop:
        print(f"Stopped: {stop}.", file=sys.stderr)
        return None


def nobody_came(persona: str) -> Fault:
    """The fault where no such person was counted."""
    mend = "ask for more --weeks or --replications"
    return Fault(file="PERSONA", found=f"nobody like {persona} came", mend=mend)


def show(
    out: Console,
    comparison: Comparison,
    persona: str,
    found: Exemplars,
    boards: Sequence[Board],
) -> None:
    """Print the storyboards, then what the marks mean and what it is not."""
    for sentence in heading(comparison, persona, found):
        out.print(sentence, soft_wrap=True)
    for one in boards:
        out.print(f"\n{one.title}", style="bold", soft_wrap=True)
        for lane in one.lanes:
            out.print(f"\n  {lane.title}", style="bold", soft_wrap=True)
            out.print(f"  {lane.summary}", soft_wrap=True)
            for line in lane.lines:
                day = f"{line.day:>4}"
                out.print(f"    day {day}  {MARKS[line.kind]}  {line}", soft_wrap=True)
    out.print()
    for sentence in (*legend(boards), *caveat(comparison, found)):
        out.print(sentence, soft_wrap=True)
