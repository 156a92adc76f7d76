"""Stress: whether a verdict on waiting outlasts a little more or less staff everywhere.

Goes in: a comparison. Comes out: the same one with all capacities 5% lower and 5% higher, and the
headline with every verdict on waiting withdrawn whose difference changes sign between them (MODEL
section 13): queues near their limit are so steep that such a verdict is about the last post, not
about the design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sim.engines.protocol import Engine
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.teams import Team
from sim.study.compare import Comparison, compare
from sim.study.findings import DifferenceRow, cautioned
from sim.study.replicate import Progress, part_of

FACTORS: Final = (0.95, 1.05)
"""Capacities of the stress runs, against the headline's (MODEL section 13)."""
CLOSE: Final = "too close to call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stressed:
    """What the stress runs gave."""

    headline: Comparison
    """with the verdicts that did not outlast them withdrawn"""
    withdrawn: tuple[DifferenceRow, ...]
    """the verdicts withdrawn, as they stood before"""
    runs: Mapping[float, Comparison]
    """by factor of capacity"""


def stressed(
    headline: Comparison,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Stressed:
    """Run a comparison again with less and more staff in every queued team."""
    plan = headline.plan.beside()
    runs = {
        factor: compare(
            [with_capacity(one, factor) for one in headline.scenarios.values()],
            plan,
            engine=engine,
            workers=workers,
            progress=part_of(progress, nth, len(FACTORS)),
        )
        for nth, factor in enumerate(FACTORS)
    }
    return outlasting(headline, runs)


def outlasting(headline: Comparison, runs: Mapping[float, Comparison]) -> Stressed:
    """The headline less the verdicts on waiting that change sign in the stress runs."""
    signs = _signs([run.differences for run in runs.values()])
    kept: list[DifferenceRow] = []
    withdrawn: list[DifferenceRow] = []
    for line in headline.differences:
        stands = line.verdict in ("lower", "higher") and is_wait(line.measure)
        own = _sign(line.difference)
        if stands and signs.get(_key(line), {own}) - {own}:
            withdrawn.append(line)
            kept.append(line._replace(verdict=CLOSE))
        else:
            kept.append(line)
    return Stressed(
        headline=replace(headline, differences=tuple(cautioned(kept))),
        withdrawn=tuple(withdrawn),
        runs=runs,
    )


def is_wait(measure: str) -> bool:
    """Whether a measure is of waiting."""
    return DEFINITIONS[measure].kind == "days" and measure.startswith("wait")


def _key(line: DifferenceRow) -> tuple[str, str, str]:
    return line.scenario, line.persona, line.measure


def _sign(difference: float) -> int:
    return (difference > 0.0) - (difference < 0.0)


def _signs(runs: Sequence[Sequence[DifferenceRow]]) -> dict[tuple[str, str, str], set[int]]:
    """The signs that each difference takes over the runs."""
    signs: dict[tuple[str, str, str], set[int]] = {}
    for lines in runs:
        for line in lines:
            signs.setdefault(_key(line), set()).add(_sign(line.difference))
    return signs


def with_capacity(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with so many times the staff in every queued team, after its transfers."""
    after = wte_after_transfers(scenario)

    def scaled(name: str, team: Team) -> Team:
        if team.wait != "queue":
            return team
        staff = {}
        for role, one in team.staff.items():
            central = one.wte.central + (factor - 1.0) * after[name, role]
            low, high = min(one.wte.low, central), max(one.wte.high, central)
            wte = replace(one.wte, low=low, central=central, high=high)
            staff[role] = replace(one, wte=wte)
        return replace(team, staff=staff)

    return replace(scenario, teams={name: scaled(name, t) for name, t in scenario.teams.items()})
