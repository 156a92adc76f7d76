"""``ask``: a question that the workshops argued over, put to the model as a small study."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from rich.console import Console

from sim.cli.comparing import STOPPED_CODE
from sim.cli.cutting import FULL_REPLICATIONS
from sim.cli.engines import engine_line
from sim.cli.progress import Shown
from sim.engines.named import taken
from sim.errors import Fault, InputError
from sim.files import list_questions, load_prompts, load_question, sides_of
from sim.model.questions import Prompt, Question
from sim.model.scenario import Scenario
from sim.report.answering import (
    as_data,
    carried_words,
    expected,
    found_in,
    in_one_line,
    lines_of,
    prompt_lines,
)
from sim.report.phrases import counted
from sim.report.saying import Findings, rests_words
from sim.report.tables import console, table
from sim.study.asking import Asked, asked, unknown_words
from sim.study.compare import Plan
from sim.study.replicate import Interrupted

REPLICATIONS: Final = {"compiled": FULL_REPLICATIONS, "simpy": 3}
"""Runs of each side, by engine."""
KINDS: Final = {
    "voiced": "voiced in a source",
    "two statements": "two statements set against each other",
    "ours": "derived by us, and voiced by nobody",
}
CLOSING: Final = (
    "What people said is a test of the model and never goes into it. Verified, not validated for "
    "any place."
)


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    prompts = load_prompts()
    names = list_questions() if arguments.all else [name.upper() for name in arguments.questions]
    if not names:
        return show_all(arguments, prompts)
    spoken = [name for name in names if name in prompts]
    questions = {name: load_question(name) for name in names if name not in prompts}
    sides = all_sides(tuple(questions), arguments.weeks)
    found: list[tuple[Asked, Findings]] = []
    engine = taken(arguments.engine)
    print(engine_line(arguments.engine, engine), file=sys.stderr)
    runs = arguments.replications or REPLICATIONS[engine]
    plan = Plan(seed=arguments.seed, replications=runs, placebo=False)
    out = console()
    try:
        for name, question in questions.items():
            with Shown(f"{name}: runs done") as shown:
                answer = asked(
                    question,
                    sides[name],
                    plan,
                    engine=engine,
                    workers=arguments.workers,
                    progress=shown,
                )
            found.append((answer, found_in(answer)))
            if not arguments.json:
                show(out, *found[-1], brief=arguments.all)
    except Interrupted as stop:
        print(f"Stopped: {stop}.", file=sys.stderr)
        return STOPPED_CODE
    if arguments.json:
        print(json.dumps([as_data(*one) for one in found], indent=2, ensure_ascii=False))
        return 0
    for name in prompts if arguments.all else spoken:
        for line in prompt_lines(name, prompts[name]):
            out.print(line, soft_wrap=True)
    out.print(f"\n{counted(runs, 'run')} of each side. {CLOSING}", soft_wrap=True)
    return 0


def all_sides(names: Sequence[str], weeks: int | None) -> dict[str, dict[str, Scenario]]:
    """The scenarios of every side of some questions. Raises InputError with every fault."""
    found: dict[str, dict[str, Scenario]] = {}
    faults: list[Fault] = []
    for name in names:
        try:
            sides = sides_of(name)
        except InputError as error:
            faults += error.faults
            continue
        faults += unknown_words(load_question(name), sides)
        found[name] = {slug: counting(scenario, weeks) for slug, scenario in sides.items()}
    if faults:
        raise InputError(faults)
    return found


def counting(scenario: Scenario, weeks: int | None) -> Scenario:
    """The scenario over as many counted weeks as were asked for, else its own."""
    if weeks is None:
        return scenario
    count = replace(scenario.window.count, central=weeks, low=weeks, high=weeks)
    return replace(scenario, window=replace(scenario.window, count=count))


def show(out: Console, answer: Asked, findings: Findings, *, brief: bool) -> None:
    """Print an answer: one line, or the sides and every figure."""
    question = answer.question
    if brief:
        out.print(in_one_line(answer, findings), soft_wrap=True)
        return
    out.print(f"{question.question} {question.title}", style="bold", soft_wrap=True)
    out.print(f"{question.about} ({KINDS[question.kind]})", soft_wrap=True)
    for slug, side in question.sides.items():
        said = f" ({side.said})" if side.said else ""
        out.print(f"  {side.title}: {side.words}{said} [{side.system}, {slug}]", soft_wrap=True)
    out.print(in_one_line(answer, findings).partition(question.title)[2].strip(), soft_wrap=True)
    for what, figures in lines_of(answer, findings):
        out.print(f"  {what}: {figures}", soft_wrap=True)
    for one in answer.carried:
        title = question.sides[one.side].title
        out.print(f"  {one.team} ({title}): {carried_words(one)}", soft_wrap=True)
    for slug, judged in expected(answer, findings):
        title = question.sides[slug].title
        text = f"{judged.measure} {judged.direction} with “{title}”: {judged.judgement}"
        out.print(f"  Expected: {text}: {judged.figures}", soft_wrap=True)
        if judged.rests_on:
            out.print(f"    built in by: {rests_words(judged)}", soft_wrap=True)
        if judged.note:
            out.print(f"    note: {judged.note}", soft_wrap=True)
    if question.leaves_out:
        out.print(f"  Left out: {question.leaves_out}.", soft_wrap=True)


def show_all(arguments: argparse.Namespace, prompts: Mapping[str, Prompt]) -> int:
    """Print what can be asked."""
    questions = [load_question(name) for name in list_questions()]
    if arguments.json:
        print(json.dumps(listed(questions, prompts), indent=2, ensure_ascii=False))
        return 0
    out = console()
    made = table("questions", ["name", "question", "sides"], words=3)
    for one in questions:
        made.add_row(one.question, one.title, " / ".join(s.title for s in one.sides.values()))
    out.print(made)
    asked_of = table("for the table, not for the model", ["name", "question", "why"], words=3)
    for name, prompt in prompts.items():
        asked_of.add_row(name, prompt.title, prompt.why)
    out.print(asked_of)
    out.print("Ask one: ask NAME. All, a line each: ask --all.", soft_wrap=True)
    return 0


def listed(questions: Sequence[Question], prompts: Mapping[str, Prompt]) -> list[dict[str, Any]]:
    """What can be asked, as plain data."""
    return [
        {"question": one.question, "title": one.title, "kind": one.kind, "testable": True}
        for one in questions
    ] + [
        {"question": name, "title": prompt.title, "why": prompt.why, "testable": False}
        for name, prompt in prompts.items()
    ]
