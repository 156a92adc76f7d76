"""A question put to the model: its sides as scenarios of one comparison.

Goes in: a question and the scenario of each side. Comes out: what the comparison found, and what
the teams named had to carry under each side. Every side meets the same people with the same luck.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.errors import Fault
from sim.measures import DEFINITIONS
from sim.model.questions import Question
from sim.model.scenario import Scenario
from sim.study.compare import Comparison, Plan, compare
from sim.study.replicate import Progress
from sim.study.rows import ALL, NAMED
from sim.study.staff import staff_rows
from sim.study.statistics import Interval, interval


class Carried(NamedTuple):
    """What one team had to carry under one side, with 95% intervals."""

    side: str
    team: str
    wait_days: Interval
    """mean wait of newcomers, other people among them"""
    queue: Interval
    """mean number of people waiting"""
    use: Interval
    """share of rostered minutes used"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what the model found."""

    question: Question
    comparison: Comparison
    carried: tuple[Carried, ...]


def unknown_words(question: Question, sides: Mapping[str, Scenario]) -> list[Fault]:
    """Faults of measures, rows and queued teams that a question names and the model has not."""
    file = f"{question.question}.yaml"
    first = next(iter(sides.values()))
    rows = [ALL, *first.personas, *(f"{name}{NAMED}" for name in first.personas)]
    named: list[tuple[str, str, Collection[str]]] = []
    named += [("measures", word, DEFINITIONS) for word in question.measures]
    named += [("rows", word, rows) for word in question.rows]
    for side in question.sides.values():
        named += [("expects", one.measure, DEFINITIONS) for one in side.expects]
        named += [("expects", one.persona, rows) for one in side.expects]
    everywhere = [
        slug for one in sides.values() for slug, team in one.teams.items() if team.wait == "queue"
    ]
    named += [("teams", word, everywhere) for word in question.teams]
    return [
        Fault(
            file=file,
            field=field,
            found=repr(word),
            allowed=", ".join(dict.fromkeys(known)),
            mend="use a word of the list",
        )
        for field, word, known in named
        if word not in known
    ]


def asked(
    question: Question,
    sides: Mapping[str, Scenario],
    plan: Plan,
    *,
    engine: str = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Asked:
    """Run every side. Raises as ``compare`` does."""
    comparison = compare(
        list(sides.values()), plan, engine=engine, workers=workers, progress=progress
    )
    return Asked(
        question=question,
        comparison=comparison,
        carried=tuple(_carried(comparison, question.teams)),
    )


def _carried(comparison: Comparison, teams: Sequence[str]) -> list[Carried]:
    rows = staff_rows(comparison) if teams else []
    found: list[Carried] = []
    for name in comparison.scenarios:
        for team in teams:
            mine = [row for row in rows if (row.scenario, row.team) == (name, team)]
            runs = sorted({row.replication for row in mine})
            by_run = [[row for row in mine if row.replication == run] for run in runs]
            if not by_run:
                continue
            used = [
                sum(row.utilisation * row.rostered_minutes for row in run)
                / max(sum(row.rostered_minutes for row in run), 1)
                for run in by_run
            ]
            found.append(
                Carried(
                    name.partition("/")[2],
                    team,
                    interval(np.array([max(row.mean_wait_days for row in run) for run in by_run])),
                    interval(np.array([sum(row.mean_queue for row in run) for run in by_run])),
                    interval(np.array(used)),
                )
            )
    return found
