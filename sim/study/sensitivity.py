"""On which numbers the answer depends most: each moved to its low and its high end, one at a time.

Goes in: scenarios. Comes out: for each number, or for each kind of number that many teams, steps or
people have (moved all at once, in every scenario alike), what it does to the differences on the
primary measures, with common luck; and the twelve on which most depends. One at a time, so it says
nothing of numbers that act together; few runs, so small swings are noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sim.engines.protocol import Engine
from sim.files import quantities
from sim.measures import DEFINITIONS, PRIMARY
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.program import Program, compile_program
from sim.study.moving import with_numbers
from sim.study.pairing import check_can_be_paired, in_the_same_order
from sim.study.replicate import Outcome, Progress, Task, run_tasks
from sim.study.rows import ALL, row_means, row_names
from sim.study.statistics import interval

RUNS: Final = 2
"""Runs of each scenario at each end; common luck makes so few tell."""
SHOWN: Final = 12
"""Numbers that the table shows."""
AT_ONCE: Final = 8
"""Settings whose programs are in memory at once."""
End = Literal["low", "high"]
ENDS: Final[tuple[End, ...]] = ("low", "high")
KINDS: Final[Mapping[str, str]] = {
    "demand for these people": r"demand",
    "how many people of each persona there are": r"personas\.[^.]+\.per_year",
    "how soon each noticer notices": r"personas\.[^.]+\.noticers\..*",
    "how soon outreach of a system notices": r"reaches\.[^.]+\.per_week",
    "how likely each need is present": r"personas\.[^.]+\.needs\.[^.]+\.present",
    "minutes to tell each chapter": r"personas\.[^.]+\.story\..*",
    "barriers to ways of meeting": r"personas\.[^.]+\.barriers\..*",
    "stigma": r"personas\.[^.]+\.stigma\..*",
    "impatience": r"personas\.[^.]+\.impatience",
    "consent to shared records": r"personas\.[^.]+\.consent",
    "share of rostered time that can be contact": r"teams\..*\.contact_share",
    "skill of the roles": r"teams\..*\.skill\..*",
    "how often a team's own record is read": r"teams\.[^.]+\.reads_own",
    "delays that are drawn": r"teams\.[^.]+\.delay\..*",
    "how many other people the teams serve": r"teams\..*\.other_people\.[^.]+\.per_year",
    "contacts with each of the other people": r"teams\..*\.other_people\.[^.]+\.sessions",
    "minutes of each step": r"steps\.[^.]+\.minutes\..*",
    "sessions of each course": r"steps\.[^.]+\.helps\.sessions",
    "chance that a course works": r"steps\.[^.]+\.helps\.works.*",
    "notice for an appointment": r"steps\.[^.]+\.notice",
    "how often shared records are read": r"records\.[^.]+\.read_chance",
}
"""Kinds of number of a scenario, in words, and the paths that each takes."""
TRUST: Final = "assumptions.trust."
LIVES: Final = "assumptions.lives."


class SensitivityRow(NamedTuple):
    """One line of ``most_depended_on.csv``."""

    number: str
    """the number, or the kind of number"""
    scenario: str
    measure: str
    unit: str
    at_low: float
    """difference from the first scenario with the number at its low end"""
    at_central: float
    at_high: float
    swing: float
    """how far the difference moves from end to end, in smallest differences that matter"""
    turns: bool
    """whether the difference changes its sign between the ends, by what matters on either side"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depended:
    """What each number does to the answer."""

    rows: tuple[SensitivityRow, ...]
    """all of them, in the order in which numbers were moved"""
    runs: int
    """runs behind each difference"""

    def most(self, count: int = SHOWN) -> list[SensitivityRow]:
        """The numbers on which most depends, each by its largest swing, largest first."""
        largest: dict[str, SensitivityRow] = {}
        for row in self.rows:
            if row.number not in largest or row.swing > largest[row.number].swing:
                largest[row.number] = row
        return sorted(largest.values(), key=lambda row: -row.swing)[:count]


def numbers_of(scenarios: Sequence[Scenario]) -> dict[str, re.Pattern[str]]:
    """What is moved: every assumption about everybody that acts, then the kinds of number."""
    found: dict[str, re.Pattern[str]] = {}
    for scenario in scenarios:
        for path, quantity in quantities(scenario.assumptions, "assumptions"):
            if quantity.low == quantity.high or not _acts(path, scenario):
                continue
            field = ".".join(path.split(".")[:3])
            found[field] = re.compile(re.escape(field) + r"(\..*)?")
    paths = [
        path
        for scenario in scenarios
        for path, quantity in quantities(scenario)
        if quantity.low != quantity.high
    ]
    for words, pattern in KINDS.items():
        compiled = re.compile(pattern)
        if any(compiled.fullmatch(path) for path in paths):
            found[words] = compiled
    return found


def _acts(path: str, scenario: Scenario) -> bool:
    if path.startswith(TRUST):
        return scenario.rung == "C"
    return scenario.assumptions.lives.acts or not path.startswith(LIVES)


def moved(scenario: Scenario, pattern: re.Pattern[str], end: End) -> Scenario:
    """The scenario with every quantity whose path fits at one end of its range."""

    def settle(path: str, quantity: Quantity) -> float:
        at: float = getattr(quantity, end)
        return at if pattern.fullmatch(path) else quantity.central

    return with_numbers(scenario, settle)


class _Setting(NamedTuple):
    """One number at one end, or none for the centre."""

    number: str
    pattern: re.Pattern[str]
    end: End | Literal[""]


def most_depended_on(
    scenarios: Sequence[Scenario],
    *,
    seed: int = 1,
    runs: int = RUNS,
    numbers: Mapping[str, re.Pattern[str]] | None = None,
    matters: Mapping[str, float] | None = None,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Depended:
    """Move each number to its ends and hold every option against the first scenario each time.

    Takes about as many comparisons as there are numbers, twice. Raises InputError where scenarios
    cannot be paired.
    """
    check_can_be_paired(scenarios)
    scenarios = [in_the_same_order(scenarios[0], one) for one in scenarios]
    numbers = numbers_of(scenarios) if numbers is None else numbers
    settings = [_Setting("", re.compile("(?!)"), "")]
    settings += [_Setting(n, p, end) for n, p in numbers.items() for end in ENDS]
    found: dict[tuple[str, str], dict[tuple[str, str], float]] = {}
    done = 0
    for start in range(0, len(settings), AT_ONCE):
        some = settings[start : start + AT_ONCE]
        for setting, differences in _differences(scenarios, some, seed, runs, engine, workers):
            found[setting.number, setting.end] = differences
        done += len(some)
        progress(done, len(settings))
    return Depended(rows=tuple(_rows(numbers, found, matters or {})), runs=runs)


def _differences(
    scenarios: Sequence[Scenario],
    settings: Sequence[_Setting],
    seed: int,
    runs: int,
    engine: str | Engine,
    workers: int,
) -> Iterator[tuple[_Setting, dict[tuple[str, str], float]]]:
    """For each setting the differences on the primary measures over all, by (option, measure)."""
    programs: dict[str, Program] = {}
    for place, setting in enumerate(settings):
        for scenario in scenarios:
            made = moved(scenario, setting.pattern, setting.end) if setting.end else scenario
            programs[f"{place} {scenario.name}"] = compile_program(made)
    tasks = [Task(scenario=name, replication=n) for name in programs for n in range(1, runs + 1)]
    outcomes = run_tasks(programs, tasks, seed=seed, engine=engine, workers=workers)
    by_program: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_program.setdefault(outcome.task.scenario, []).append(outcome)
    for place, setting in enumerate(settings):
        means = {
            scenario.name: _means(scenarios[0], by_program[f"{place} {scenario.name}"], programs)
            for scenario in scenarios
        }
        first = means[scenarios[0].name]
        yield (
            setting,
            {
                (name, measure): found[measure] - first[measure]
                for name, found in means.items()
                if name != scenarios[0].name
                for measure in PRIMARY
            },
        )


def _means(
    first: Scenario, outcomes: Sequence[Outcome], programs: Mapping[str, Program]
) -> dict[str, float]:
    """The primary measures over all people."""
    follow = programs[outcomes[0].task.scenario].follow
    measures = [DEFINITIONS[name] for name in PRIMARY]
    found = row_means(first, outcomes, measures, follow).means
    place = row_names(first).index(ALL)
    return {name: interval(found[name][place]).mean for name in PRIMARY}


def _rows(
    numbers: Mapping[str, re.Pattern[str]],
    found: Mapping[tuple[str, str], Mapping[tuple[str, str], float]],
    matters: Mapping[str, float],
) -> Iterator[SensitivityRow]:
    central = found["", ""]
    for number in numbers:
        low, high = found[number, "low"], found[number, "high"]
        for (scenario, measure), middle in central.items():
            definition = DEFINITIONS[measure]
            least = matters.get(definition.kind, definition.matters)
            at_low, at_high = low[scenario, measure], high[scenario, measure]
            yield SensitivityRow(
                number,
                scenario,
                measure,
                definition.unit,
                at_low,
                middle,
                at_high,
                abs(at_high - at_low) / least,
                min(at_low, at_high) <= -least and max(at_low, at_high) >= least,
            )
