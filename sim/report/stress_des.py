"""STRESS-DES, items 1.1 to 6.1: what a simulation has to report, told from the model itself.

Goes in: scenarios, the base first; for a report the plan of its runs too. Comes out:
the items, in order, as plain text or Markdown. Numbers and names come from the scenarios, the plan,
the definitions of the measures, the engines and the packages as installed; nothing is written by
hand but what the model is for. Refuses to name a machine: that stands in ``run.log``.

The guideline: Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting
of empirical simulation studies, Journal of Simulation 13(1), 55-67.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Final, NamedTuple

from sim import __version__, draws
from sim.engines.named import ENGINES
from sim.engines.simpy_engine.clock import Phase
from sim.measures import DEFINITIONS, PRIMARY
from sim.measures.thresholds import thresholds
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_WEEK
from sim.report import stress_data as data
from sim.report import stress_logic as logic
from sim.report.phrases import amount, counted, joined, title
from sim.study.compare import Plan
from sim.study.folder import MANIFEST, RUN_LOG
from sim.study.provenance import made_by
from sim.study.statistics import CONFIDENCE, PEOPLE_AT_LEAST, SIGNIFICANCE

GUIDELINE: Final = (
    "Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of "
    "empirical simulation studies, Journal of Simulation 13(1), 55-67"
)
PURPOSE: Final = (
    "When the same people, with the same luck, meet different ways of organising help, how often "
    "are they handed on, how often must they tell their story again, how long do they wait, who "
    "falls through, and what does it ask of staff? The model serves that comparison and forecasts "
    "nobody's health. It is verified, not validated for any place."
)


class Item(NamedTuple):
    """One item of the guideline."""

    number: str
    part: str
    title: str
    lines: tuple[str, ...]


def stress_des(scenarios: Sequence[Scenario], plan: Plan | None = None) -> list[Item]:
    """Every item. ``plan``: of the runs, where there were any."""
    base = scenarios[0]
    found: tuple[tuple[str, str, str, Sequence[str]], ...] = (
        ("1.1", "Objectives", "Purpose of the model", [PURPOSE]),
        ("1.2", "Objectives", "Model outputs", outputs()),
        ("1.3", "Objectives", "Experimentation aims", aims(scenarios, plan)),
        ("2.1", "Logic", "Base model overview diagram", logic.diagram(base)),
        ("2.2", "Logic", "Base model logic", logic.base_logic(base)),
        ("2.3", "Logic", "Scenario logic", logic.scenario_logic(scenarios)),
        ("2.4", "Logic", "Algorithms", logic.algorithms()),
        ("2.5.1", "Logic", "Components: entities", logic.entities(base)),
        ("2.5.2", "Logic", "Components: activities", logic.activities(base)),
        ("2.5.3", "Logic", "Components: resources", logic.resources(base)),
        ("2.5.4", "Logic", "Components: queues", logic.queues(base)),
        ("2.5.5", "Logic", "Components: entry and exit points", logic.entries(base)),
        ("3.1", "Data", "Data sources", data.sources(base)),
        ("3.2", "Data", "Pre-processing", data.preprocessing(scenarios)),
        ("3.3", "Data", "Input parameters", data.parameters(scenarios)),
        ("3.4", "Data", "Assumptions", data.assumptions(base)),
        ("4.1", "Experimentation", "Initialisation", initialisation(base)),
        ("4.2", "Experimentation", "Run length", run_length(base)),
        ("4.3", "Experimentation", "Estimation approach", estimation(plan)),
        ("5.1", "Implementation", "Software and programming language", software()),
        ("5.2", "Implementation", "Random sampling", sampling(plan)),
        ("5.3", "Implementation", "Model execution", execution()),
        ("5.4", "Implementation", "System specification", specification()),
        ("6.1", "Code access", "Computer model sharing", sharing()),
    )
    return [Item(number, part, name, tuple(lines)) for number, part, name, lines in found]


def outputs() -> list[str]:
    """1.2: every measure with its definition, and how intervals and verdicts come about."""
    primary = joined([DEFINITIONS[name].title for name in PRIMARY])
    least = thresholds().matters
    return [
        f"{len(DEFINITIONS)} measures are taken of each person from the log of events; the primary "
        f"ones are {primary}, the others are exploratory. Means are over replications, with "
        f"{CONFIDENCE:.0%} t-intervals; differences are paired by replication. Primary verdicts "
        f"are adjusted by Holm at {SIGNIFICANCE:g}; nothing is said of fewer than "
        f"{PEOPLE_AT_LEAST} people, nor of a difference under the smallest that matters "
        f"({joined([f'{kind} {value:g}' for kind, value in least.items()])}).",
        *(f"{m.title} ({name}, {m.unit}): {m.description}." for name, m in DEFINITIONS.items()),
    ]


def aims(scenarios: Sequence[Scenario], plan: Plan | None) -> list[str]:
    """1.3: which scenarios are held against which, and what else is run."""
    base, *others = scenarios
    lines = [f"Base: “{base.title}” ({base.name}): {base.reading.text.rstrip('.')}."]
    lines += [f"“{one.title}” ({one.name}): {one.reading.text.rstrip('.')}." for one in others]
    if plan is None:
        return [*lines, "Nothing is optimised."]
    beside = {
        "rungs " + joined(list(plan.rungs)) + " of the ladder": bool(plan.rungs),
        f"{counted(len(plan.seconds), 'second reading')}": bool(plan.seconds),
        "a placebo: the base against itself with other luck": plan.placebo,
        "a renamed clone of the base": plan.clone,
        "capacities and lists moved a little": plan.capacities,
        f"{plan.draws} joint draws of the assumptions": plan.draws > 0,
        "staff divided in other ways": plan.fair,
    }
    found = [words for words, is_there in beside.items() if is_there]
    if found:
        lines.append(f"Beside the headline: {joined(found)}.")
    return [*lines, "Nothing is optimised."]


def initialisation(scenario: Scenario) -> list[str]:
    """4.1: what there is at minute 0, and what is not counted."""
    lists = [
        f"{title(scenario.teams, name)} ({amount(team.waiting_at_start.people)} waiting)"
        for name, team in scenario.teams.items()
        if team.waiting_at_start
    ]
    under_way = [
        f"{title(scenario.teams, name)} ({amount(stream.under_way)})"
        for name, team in scenario.teams.items()
        for stream in team.other_people.values()
        if stream.under_way
    ]
    window = scenario.window
    return [
        f"Terminating: it ends when everybody counted has been followed. Before anybody is counted "
        f"it runs for {amount(window.start)}: {data.reason_of(window.start)}.",
        f"Lists at minute 0, stated and not drawn: {joined(lists) or 'none'}.",
        f"Other people between two contacts at minute 0: {joined(under_way) or 'none'}.",
    ]


def run_length(scenario: Scenario) -> list[str]:
    """4.2: weeks and minutes."""
    window = scenario.window
    weeks = [part.central for part in (window.start, window.count, window.follow)]
    return [
        f"{weeks[0]:g} weeks of start, {weeks[1]:g} weeks in which an onset is counted, "
        f"{weeks[2]:g} weeks of following each person: {sum(weeks):g} weeks, or "
        f"{sum(weeks) * MINUTES_PER_WEEK:,.0f} minutes. Time is whole minutes."
    ]


def estimation(plan: Plan | None) -> list[str]:
    """4.3: replications, and what they are for."""
    by = f"Independent replications; {CONFIDENCE:.0%} t-intervals from their means, paired."
    if plan is None:
        return [by, "How many is chosen for each run, and stands in its manifest."]
    how = counted(plan.replications, "replication")
    if plan.budget:
        how += (
            f", of at most {plan.budget}, added until every primary difference is known as closely "
            "as matters"
        )
    return [
        f"{how} of each scenario, seed {plan.seed}. {by}",
        f"What stands beside the headline: {counted(plan.beside().replications, 'replication')}.",
    ]


def software() -> list[str]:
    """5.1: versions as installed."""
    made = made_by()
    packages = [f"{name} {version}" for name, version in made["packages"].items() if version]
    return [
        f"Story Lanes {__version__}, {platform.python_implementation()} {made['python']}.",
        f"Packages: {joined(packages)}.",
        f"The {MANIFEST} of a run names its engine, that engine's packages, and one fingerprint "
        "over all sources.",
    ]


def sampling(plan: Plan | None) -> list[str]:
    """5.2: addressed draws."""
    told = [" ".join(part.split()) for part in (draws.__doc__ or "").split("\n\n")]
    seed = f" Seed {plan.seed}." if plan else ""
    return [
        *told,
        f"So common random numbers hold person by person, without streams to synchronise.{seed}",
    ]


def execution() -> list[str]:
    """5.3: how events are processed, and in which order within a minute."""
    phases = joined([phase.name.replace("_", " ").lower() for phase in Phase])
    engines = joined([made.title for made in ENGINES.values()], "or")
    return [
        f"Process interaction. Engines: {engines}, which leave the same log, bit for bit.",
        f"Within a minute, in this order: {phases}. {logic.documented(f'{logic.ENGINE}.clock')}",
        "Replications are spread over the cores of one machine; their number changes no result.",
    ]


def specification() -> list[str]:
    """5.4: where it stands."""
    return [
        f"A run writes machine, cores and seconds into its {RUN_LOG}, the one file that differs "
        "from run to run. Any machine with Python will do."
    ]


def sharing() -> list[str]:
    """6.1: how to get the model, and how to make a result again."""
    return [
        f"Story Lanes {__version__} is free software (Apache-2.0) and needs free software alone. "
        "A run's folder holds every scenario in full and a manifest: `rerun` makes the same files "
        "from it, to the byte.",
    ]


def as_markdown(items: Sequence[Item], scenarios: Sequence[Scenario]) -> str:
    """The items as a document, with a table of every number of the base at the end."""
    base = scenarios[0]
    parts = [f"# STRESS-DES: {base.title}", f"After {GUIDELINE}. Made from the model itself."]
    part = ""
    for item in items:
        if item.part != part:
            part = item.part
            parts.append(f"## {part}")
        parts.append(f"### {item.number} {item.title}")
        parts += ["\n".join(f"- {line}" for line in item.lines)]
    parts.append("## Every number of the base")
    rows = ["| number | value | from | to | unit | rests on |", "| - | - | - | - | - | - |"]
    for one in data.numbers(base):
        reason = f"{data.GROUNDS[one.grounds]}: {one.reason}" if one.reason else one.grounds
        cells = (one.path, f"{one.central:g}", f"{one.low:g}", f"{one.high:g}", one.unit, reason)
        rows.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"
