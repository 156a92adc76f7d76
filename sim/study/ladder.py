"""The ladder of results: structure alone, then queues and stopping, then trust (MODEL section 13).

Goes in: the scenarios and plan of a comparison on rung B. Comes out: the same comparison on other
rungs, with fewer runs. B is the headline; refuses to show C without B beside it, since every
coefficient of trust is an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sim.engines.protocol import Engine
from sim.model.scenario import Scenario
from sim.model.words import Rung
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import PLACEBO, DifferenceRow
from sim.study.replicate import Progress, part_of
from sim.study.statistics import EMPTY

HEADLINE_RUNG: Final[Rung] = "B"
MEANS: Final[Mapping[Rung, str]] = {
    "A": "Structure alone: every wait for a queued team is drawn from what was published for teams "
    "of its kind, alike in all; everybody stops alike; trust is off. What differs here follows "
    "from the reading of the design.",
    "B": "Queues and stopping: teams have their staff and serve other people too, and people stop "
    "waiting as they are. The headline.",
    "C": "Trust as well: being heard, telling again and being sent back move it, and it acts. "
    "Every coefficient is an assumption whose range includes zero.",
}
"""What each rung means, in a sentence or two for paper."""


class LadderRow(NamedTuple):
    """One line of ``ladder.csv``: a mean, and its difference from the first scenario."""

    scenario: str
    rung: Rung
    persona: str
    measure: str
    unit: str
    mean: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float
    verdict: str
    caution: str
    replications: int
    people: int


def on_rung(scenario: Scenario, rung: Rung) -> Scenario:
    """The scenario on a rung."""
    return replace(scenario, rung=rung)


def climbed(
    scenarios: Sequence[Scenario],
    plan: Plan,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> dict[Rung, Comparison]:
    """The comparison on each further rung that the plan names, B left out."""
    beside = plan.beside()
    if plan.rung_runs:
        beside = replace(beside, replications=min(plan.rung_runs, beside.replications))
    others = [rung for rung in plan.rungs if rung != HEADLINE_RUNG]
    return {
        rung: compare(
            [on_rung(one, rung) for one in scenarios],
            beside,
            engine=engine,
            workers=workers,
            progress=part_of(progress, nth, len(others)),
        )
        for nth, rung in enumerate(others)
    }


def ladder_rows(headline: Comparison, others: Mapping[Rung, Comparison]) -> list[LadderRow]:
    """Every mean and difference of every rung, B among them, in the order of the ladder."""
    rungs = {**others, HEADLINE_RUNG: headline}
    return [row for rung in sorted(rungs) for row in _rung_rows(rung, rungs[rung])]


def _rung_rows(rung: Rung, found: Comparison) -> list[LadderRow]:
    against: dict[tuple[str, str, str], DifferenceRow] = {
        (line.scenario, line.persona, line.measure): line for line in found.differences
    }
    rows = []
    for line in found.summary:
        if line.scenario == PLACEBO or line.scenario not in found.scenarios:
            continue
        change = against.get((line.scenario, line.persona, line.measure))
        rows.append(
            LadderRow(
                line.scenario,
                rung,
                line.persona,
                line.measure,
                line.unit,
                line.mean,
                line.low,
                line.high,
                *(change.interval if change else (EMPTY, EMPTY, EMPTY)),
                change.verdict if change else "",
                change.caution if change else "",
                line.replications,
                line.people,
            )
        )
    return rows
