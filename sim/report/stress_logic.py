"""STRESS-DES, items 2.1 to 2.5.5: the logic of the model, told from scenarios and engine.

Goes in: scenarios, the base first. Comes out: lines of plain text. How something is done is told by
the documentation of the module that does it, whom it concerns by the files, so that neither can
drift from what runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final

from sim.files.fields import meanings_of
from sim.model.people import Chapter, Need, Persona, Supporter
from sim.model.scenario import Scenario
from sim.model.words import ENDS
from sim.report.differing import differences
from sim.report.explaining import crisis_door_words, door_words, reach_words
from sim.report.explaining_steps import step_words
from sim.report.explaining_teams import accepts_words, list_words, staff_words, wait_words
from sim.report.phrases import called, counted, domains, joined, plain, title
from sim.report.rule_words import way_words

ENGINE: Final = "sim.engines.simpy_engine"
ALGORITHMS: Final = (
    "sim.engines.newcomers",
    f"{ENGINE}.asking",
    f"{ENGINE}.lives",
    f"{ENGINE}.offering",
    f"{ENGINE}.waiting",
    f"{ENGINE}.calling",
    f"{ENGINE}.contacts",
    f"{ENGINE}.telling",
    f"{ENGINE}.handing",
    f"{ENGINE}.keeping",
    f"{ENGINE}.alongside",
    f"{ENGINE}.companions",
    f"{ENGINE}.supporters",
    f"{ENGINE}.conferring",
    f"{ENGINE}.crises",
    f"{ENGINE}.boundaries",
)
"""The modules that do what is no plain queueing; each says what it does."""
ITSELF: Final = re.compile(r"\s*\((?:MODEL|:meth:|``)[^)]*\)")
SHOP_TALK: Final = ("Goes in:", "Comes out:", "Refuses to", "Keeps:", "In:", "Out:")
"""How sentences begin that speak of the program and not of people."""
NOT_FOR_READERS: Final = (":`", "MODEL")
"""What stands in a sentence that names a part of the program or of its papers."""


def documented(module: str) -> str:
    """What a module says that it does, without what it says of the program."""
    text = ITSELF.sub("", " ".join((import_module(module).__doc__ or "").split()))
    sentences = re.split(r"(?<=\.)\s(?=[A-Z])", text)
    kept = [
        one
        for one in sentences
        if not one.startswith(SHOP_TALK) and not any(mark in one for mark in NOT_FOR_READERS)
    ]
    return " ".join(kept).replace("``", "").replace("*", "")


def diagram(scenario: Scenario) -> list[str]:
    """2.1: the map of teams, in words."""
    return [
        f"The map shows {counted(len(scenario.teams), 'team')} of "
        f"{counted(len(scenario.organisations), 'organisation')}: `explain {scenario.name} --out "
        "DIR` draws it, and a report draws the flows over it. In words:",
        *way_words(scenario),
    ]


def base_logic(scenario: Scenario) -> list[str]:
    """2.2: what happens to somebody, and the size of the system."""
    rules = sum(len(step.then) for step in scenario.steps.values())
    return [
        documented(f"{ENGINE}.world"),
        documented(f"{ENGINE}.rules"),
        documented(f"{ENGINE}.moving"),
        f"“{scenario.title}” has {counted(len(scenario.steps), 'step')} with "
        f"{counted(rules, 'rule')}; {joined(_notes(scenario)) or 'no notes are shared by teams'}.",
    ]


def _notes(scenario: Scenario) -> list[str]:
    return [
        f"{record.title or plain(name)} is written by {counted(len(record.writes), 'team')} and "
        f"read by {len(record.reads)}"
        for name, record in scenario.records.items()
    ]


def scenario_logic(scenarios: Sequence[Scenario]) -> list[str]:
    """2.3: in what each other scenario differs, from the files."""
    base, *others = scenarios
    if not others:
        return ["One scenario only: there is nothing from which it differs."]
    lines = []
    for other in others:
        found = differences(base, other)
        headings = [f"{about.lower()} ({len(parts)})" for about, parts in found]
        lines.append(
            f"“{other.title}” differs from “{base.title}” in {joined(headings) or 'texts only'}. "
            f"{other.reading.text.rstrip('.')}. `diff {base.name} {other.name}` says every one."
        )
    return lines


def algorithms() -> list[str]:
    """2.4: what is done, and by which rule."""
    return [documented(module) for module in ALGORITHMS]


def entities(scenario: Scenario) -> list[str]:
    """2.5.1: people, with what each has; threads; other people."""
    lines = [
        "A person, who has: " + "; ".join(_fields(Persona)) + ".",
        "A need of hers, with: " + "; ".join(_fields(Need)) + ".",
        "A chapter of her story, with: " + "; ".join(_fields(Chapter)) + ".",
        "Somebody who supports her, with: " + "; ".join(_fields(Supporter)) + ".",
    ]
    for slug, persona in scenario.personas.items():
        needs = domains(list(dict.fromkeys(need.domain for need in persona.needs.values())))
        lines.append(
            f"People like {called(persona.title)} ({slug}): {persona.per_year.central:g} a year, "
            f"{counted(len(persona.needs), 'need')} at most ({needs}), "
            f"{counted(len(persona.story), 'chapter')}, "
            f"{counted(len(persona.supporters), 'supporter')}."
        )
    lines.append(f"Other people: {documented(f'{ENGINE}.others')}")
    return lines


def _fields(model: type) -> Iterator[str]:
    """The fields of a part of the model with what each means."""
    return (
        f"{plain(name)} ({text.rstrip('.').replace('``', '')})"
        for name, text in meanings_of(model).items()
    )


def activities(scenario: Scenario) -> list[str]:
    """2.5.2: every step, and what leads on from it."""
    return [
        f"{title(scenario.steps, name)}: {' '.join(step_words(scenario, name))}"
        for name in scenario.steps
    ]


def resources(scenario: Scenario) -> list[str]:
    """2.5.3: workers of every team, and the steps that need them."""
    lines = []
    for name in scenario.teams:
        used = [
            f"“{title(scenario.steps, step)}”"
            for step, it in scenario.steps.items()
            if it.team == name or any(seat.team == name for seat in it.beside)
        ]
        steps = joined(used) or "no step"
        lines.append(
            f"{title(scenario.teams, name)}: {staff_words(scenario, name)} whole-time, for {steps}."
        )
    return [*lines, documented(f"{ENGINE}.pools"), documented(f"{ENGINE}.seats")]


def queues(scenario: Scenario) -> list[str]:
    """2.5.4: how people wait for each team, in which order, and what closes a list."""
    lines = [
        documented(f"{ENGINE}.queues"),
        documented(f"{ENGINE}.floor"),
        documented(f"{ENGINE}.meetings"),
        documented(f"{ENGINE}.lists"),
    ]
    for name, team in scenario.teams.items():
        said = f"{title(scenario.teams, name)}: {wait_words(scenario, team)}{accepts_words(team)}."
        lines.append(" ".join([said, *list_words(team)]))
    return lines


def entries(scenario: Scenario) -> list[str]:
    """2.5.5: where people come in, and how a thread may end."""
    return [
        documented("sim.engines.newcomers"),
        *(door_words(scenario, noticer) for noticer in scenario.doors),
        *(reach_words(scenario, name) for name in scenario.reaches),
        *(crisis_door_words(scenario, domain) for domain in scenario.crisis_doors),
        f"A thread may end as {joined([plain(end) for end in ENDS], 'or')}. People stay in the "
        "world after it, and may ask again.",
    ]
