"""``journey``: one person in each option, typical, smoother and harder, as text and pages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from sim.cli.arguments import as_compare
from sim.cli.choosing import MAIN_JOB, Job, chosen_scenarios, job_of
from sim.cli.comparing import STOPPED_CODE, open_with, say
from sim.cli.progress import Shown
from sim.errors import Fault, InputError
from sim.files import find_root, list_personas, list_scenarios, load_persona, load_scenario
from sim.files.library import find_persona
from sim.files.trouble import nearest
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.program import compile_program
from sim.report.boards import card_page, knows_page, one_picture, storyboard_page
from sim.report.exemplars import Exemplars, exemplars
from sim.report.knowledge_sheet import sheet
from sim.report.lanes.lane import Board
from sim.report.storyboard import as_data, board, caveat, heading, legend
from sim.report.storylines import MARKS
from sim.report.tables import console
from sim.study.again import Rows, rows_again
from sim.study.compare import Comparison, compare
from sim.study.folder import RunFolder, refuse_to_overwrite
from sim.study.replicate import Interrupted


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    if arguments.out is not None:
        refuse_to_overwrite(arguments.out)
    job = job_of(comparison_arguments(arguments))
    check_day(arguments.day, arguments.out, job)
    open_with(job, aside=arguments.json)
    comparison = compared(job, arguments.workers)
    if comparison is None:
        return STOPPED_CODE
    found = exemplars(comparison, arguments.persona)
    if found is None:
        raise InputError([nobody_came(arguments.persona)])
    rows = rows_again(comparison, found.chosen.values())
    boards = [board(comparison, arguments.persona, found, kind, rows) for kind in found.chosen]
    if arguments.json:
        data = as_data(comparison, arguments.persona, found, boards)
        print(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        show(console(), comparison, arguments.persona, found, boards)
    if arguments.out is not None:
        place = keep(arguments, comparison, found, boards, rows)
        say(f"Storyboards: {place}", aside=arguments.json)
    return 0


def check_day(day: int | None, out: Path | None, job: Job) -> None:
    """Refuse a day after the end of the follow-up, and a day for which there is no sheet."""
    if day is None:
        return
    last = last_day(job.scenarios[0])
    if out is None:
        mend = "add --out and the name of a folder"
        raise InputError([Fault(file="--day", found=f"{day}, and no --out", mend=mend)])
    if day > last:
        allowed = f"0 to {last}, the last day of the follow-up"
        raise InputError([Fault(file="--day", found=f"{day}", allowed=allowed, mend="name one")])


def last_day(scenario: Scenario) -> int:
    """The last day on which somebody is followed, counted from 0."""
    return compile_program(scenario).follow // MINUTES_PER_DAY - 1


def keep(
    arguments: argparse.Namespace,
    comparison: Comparison,
    found: Exemplars,
    boards: Sequence[Board],
    rows: Rows,
) -> Path:
    """Write the folder of pictures and pages, whole or not at all."""
    persona, typical = arguments.persona, boards[0]
    head, notes = heading(comparison, persona, found), caveat(comparison, found)
    day = last_day(next(iter(comparison.scenarios.values())))
    day = day if arguments.day is None else arguments.day
    sheets = [
        sheet(
            scenario,
            comparison.programs[option],
            persona,
            typical.parts,
            rows[option, typical.key],
            day,
        )
        for option, scenario in comparison.scenarios.items()
    ]
    folder = RunFolder(arguments.out)
    try:
        for one in boards:
            folder.text(f"{one.kind}.svg", one_picture(one))
        folder.text("storyboard.html", storyboard_page(head, boards, notes))
        folder.text("card.html", card_page(head, typical, notes))
        folder.text("knows.html", knows_page(head, typical.parts, sheets, day))
        return folder.finish()
    except BaseException:
        folder.discard()
        raise


def comparison_arguments(arguments: argparse.Namespace) -> argparse.Namespace:
    """What ``compare`` would be asked: the same run, with every event and without a placebo."""
    persona = arguments.persona
    scenarios = list(arguments.scenarios) or scenarios_with(persona)
    return as_compare(
        arguments,
        scenarios=scenarios,
        people=people_with(persona, chosen_scenarios(scenarios, full=False)),
        personas=[persona],
        no_placebo=True,
        events=True,
    )


def check_is_known(persona: str) -> None:
    """Refuse somebody of whom there is no file."""
    known = list_personas()
    if persona not in known:
        near = nearest(persona, known)
        mend = f"did you mean {near}?" if near else "give the slug of a persona"
        fault = Fault(file="PERSONA", found=persona, allowed=", ".join(known), mend=mend)
        raise InputError([fault])


def scenarios_with(persona: str) -> Sequence[str]:
    """The main job's scenarios, or else those of the first site that this persona is in or of."""
    check_is_known(persona)
    if persona in load_scenario(MAIN_JOB[0]).personas:
        return []
    for slug in list_scenarios():
        if persona in load_scenario(slug).personas:
            return [slug.split("/", maxsplit=1)[0]]
    path, _ = find_persona(persona, find_root())
    site = path.parent.name if path else ""
    if any(slug.startswith(f"{site}/") for slug in list_scenarios()):
        return [site]
    mend = "say which with --scenarios, such as --scenarios thurrock"
    raise InputError([Fault(file="PERSONA", found=f"{persona}, in no scenario", mend=mend)])


def people_with(persona: str, scenarios: Sequence[str]) -> list[str]:
    """Nobody, where she is in every scenario; else the people of the first, and she.

    Another account of somebody comes in that person's place.
    """
    own = [load_scenario(slug).personas for slug in scenarios]
    if all(persona in people for people in own):
        return []
    check_is_known(persona)
    base = load_persona(persona).variant_of
    return [*(one for one in own[0] if one not in (base, persona)), persona]


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
        out.print(one.how_many, soft_wrap=True)
        for lane in one.lanes:
            out.print(f"\n  {lane.title}", style="bold", soft_wrap=True)
            out.print(f"  {lane.summary}", soft_wrap=True)
            for line in lane.lines:
                day = f"{line.day:>4}"
                out.print(f"    day {day}  {MARKS[line.kind]}  {line}", soft_wrap=True)
    out.print()
    for sentence in (*legend(boards), *caveat(comparison, found)):
        out.print(sentence, soft_wrap=True)
