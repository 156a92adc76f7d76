"""Demand raised: what each option does from half as many people to three times as many.

Goes in: a comparison. Comes out: at each demand the primary measures, waits, lists and staff of
every option with paired differences; the demand at which each stated wait is broken; and which
lists were still growing. Everybody who comes is raised alike, people with a story and those others
whom teams with a queue serve; once more with those whom an option's own new door draws at the high
end of their range (``induced_demand``). Staff, hours, places and the lists of the beginning stay.

A list that grows without end has no mean wait: the mean of a run is of those seen before it ended.
So beside each wait stands the demand up to which the staff have time for those who ask, from rates
(``capacity``), and whether beyond it people who stop waiting hold the list or nothing does. Teams
whose wait is drawn do not get slower by being asked for more, in the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from sim.engines.protocol import Engine
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.program import Program, compile_program
from sim.study.breaking import Crossing, Found, Point, between, crossing
from sim.study.capacity import FULL, Offered, offered
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import DifferenceRow
from sim.study.pairing import in_the_same_order, shown_people
from sim.study.replicate import Progress, Task, part_of, run_tasks
from sim.study.rows import ALL
from sim.study.stated import FIRST_CONTACT, LIST, stated_waits
from sim.study.statistics import EMPTY, Floats, interval
from sim.study.watching import (
    FIRST_WAIT,
    LIST_WAIT,
    SHOWN,
    UNITS,
    Curves,
    Watched,
    watched,
    with_demand,
    with_induced_demand,
)

FACTORS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
"""Times the demand that the files state."""
RUNS: Final = 5
"""Runs of each scenario at each demand, at most."""
HALVINGS: Final = 2
"""Times that the place where a wait is broken is looked for between two demands."""
AS_USED: Final = "as used"
HIGH_END: Final = "high end"


class DemandRow(NamedTuple):
    """One line of ``demand.csv``."""

    scenario: str
    demand: float
    """times what the files state"""
    induced: str
    """whom a new door draws: ``as used``, or at the ``high end`` of the range"""
    team: str
    """empty for what is measured over people"""
    role: str
    measure: str
    unit: str
    mean: float
    low: float
    high: float
    replications: int


class DemandDifference(NamedTuple):
    """One line of ``demand_differences.csv``: over all people, at one demand."""

    demand: float
    induced: str
    scenario: str
    against: str
    measure: str
    unit: str
    difference: float
    low: float
    high: float
    verdict: str
    caution: str


class BreakRow(NamedTuple):
    """One line of ``breaking.csv``: from which demand on a stated wait is broken."""

    scenario: str
    induced: str
    team: str
    """empty for the first contact of people with a story with anybody"""
    role: str
    stated_days: float
    found: Found
    """``within`` the demands tried; ``below`` or ``beyond`` all of them; ``unknown``"""
    breaks_at: float
    """demand, times what the files state; empty unless ``within``"""
    low: float
    """lower end of its 95% interval; empty where that lies below all demands tried"""
    high: float
    keeps_up_to: float
    """demand from which on the staff are asked for more than ``capacity.FULL`` of their time;
    empty for people, and where nobody is on the rota"""
    held_by_stopping: bool
    """whether beyond that the list is held by people who stop waiting; else it has no end"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What raised demand gave."""

    rows: tuple[DemandRow, ...]
    differences: tuple[DemandDifference, ...]
    breaks: tuple[BreakRow, ...]
    factors: tuple[float, ...]
    runs: int
    """runs of each scenario at each demand"""
    stated: Mapping[str, float]
    """days, by the name of the stated wait"""
    by_hand: bool
    """whether the stated waits were typed by hand"""


Asks = Mapping[tuple[str, str], Mapping[tuple[str, str], Offered]]
"""By scenario and whom a new door draws, by team and role: what is asked of them."""


def raised(
    headline: Comparison,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
    runs: int = RUNS,
    halvings: int = HALVINGS,
) -> Raised:
    """Run a comparison again at each demand of its plan, then seek where stated waits are broken.

    With the same luck at every demand: those who came at less come at more, and others with them.
    """
    beside = headline.plan.beside()
    plan = replace(beside, replications=min(runs, beside.replications))
    scenarios = list(headline.scenarios.values())
    curves: Curves = {}
    differences: list[DemandDifference] = []
    for nth, factor in enumerate(plan.demands):
        told = part_of(progress, nth, len(plan.demands) + halvings)
        differences += _at(factor, scenarios, plan, curves, engine, workers, told)
    stated = {
        FIRST_CONTACT: stated_waits(plan.breaks_at)[FIRST_CONTACT].days,
        LIST: stated_waits(plan.breaks_at)[LIST].days,
    }
    for nth in range(halvings):
        told = part_of(progress, len(plan.demands) + nth, len(plan.demands) + halvings)
        _look_between(curves, scenarios, plan, stated, engine, workers, told)
    return Raised(
        rows=tuple(_rows(curves, plan.replications)),
        differences=tuple(differences),
        breaks=tuple(_breaks(curves, stated, _asks(scenarios, plan.seed, engine))),
        factors=plan.demands,
        runs=plan.replications,
        stated=stated,
        by_hand=bool(plan.breaks_at),
    )


def _at(
    factor: float,
    scenarios: Sequence[Scenario],
    plan: Plan,
    curves: Curves,
    engine: str | Engine,
    workers: int,
    progress: Progress,
) -> list[DemandDifference]:
    """Compare all scenarios at one demand, and once more with what their own doors draw."""
    drawn = [with_induced_demand(one) for one in scenarios[1:]]
    induced = [new for new, one in zip(drawn, scenarios[1:], strict=True) if new is not one]
    halves = 2 if induced else 1
    first = compare(
        [with_demand(one, factor) for one in scenarios],
        plan,
        engine=engine,
        workers=workers,
        progress=part_of(progress, 0, halves),
    )
    found = [(AS_USED, first)]
    if induced:
        again = compare(
            [with_demand(one, factor) for one in (scenarios[0], *induced)],
            plan,
            engine=engine,
            workers=workers,
            progress=part_of(progress, 1, halves),
            known=first.lanes[first.baseline],
        )
        found.append((HIGH_END, again))
    shown = shown_people(scenarios[0], plan.personas)
    told: list[DemandDifference] = []
    for word, comparison in found:
        for name in comparison.scenarios:
            if word == AS_USED or name != comparison.baseline:
                seen = watched(comparison.programs[name], comparison.lanes[name], shown)
                curves.setdefault((name, word), {})[factor] = seen
        told += [_told(factor, word, line) for line in comparison.differences if _shown(line)]
    return told


def _shown(line: DifferenceRow) -> bool:
    return line.persona == ALL and line.measure in SHOWN


def _told(factor: float, induced: str, line: DifferenceRow) -> DemandDifference:
    return DemandDifference(
        factor,
        induced,
        line.scenario,
        line.against,
        line.measure,
        line.unit,
        line.difference,
        line.low,
        line.high,
        line.verdict,
        line.caution,
    )


def _look_between(
    curves: Curves,
    scenarios: Sequence[Scenario],
    plan: Plan,
    stated: Mapping[str, float],
    engine: str | Engine,
    workers: int,
    progress: Progress,
) -> None:
    """Run each scenario half way between the demands between which it breaks a stated wait."""
    programs: dict[str, Program] = {}
    wanted: list[tuple[str, float]] = []
    for scenario in scenarios:
        curve = curves[scenario.name, AS_USED]
        brackets = [
            between(_points(curve, key), days) for key, days in _asked(curve, stated).items()
        ]
        for factor in sorted({(low + high) / 2.0 for low, high in filter(None, brackets)}):
            same = in_the_same_order(scenarios[0], with_demand(scenario, factor))
            programs[f"{scenario.name} {factor}"] = compile_program(same)
            wanted.append((scenario.name, factor))
    if not wanted:
        return
    shown = shown_people(scenarios[0], plan.personas)
    numbers = range(1, plan.replications + 1)
    tasks = [Task(scenario=name, replication=n) for name in programs for n in numbers]
    outcomes = run_tasks(
        programs, tasks, seed=plan.seed, engine=engine, workers=workers, progress=progress
    )
    for nth, (name, factor) in enumerate(wanted):
        these = outcomes[nth * plan.replications : (nth + 1) * plan.replications]
        program = programs[f"{name} {factor}"]
        curves[name, AS_USED][factor] = watched(program, these, shown)


def _asked(
    curve: Mapping[float, Mapping[Watched, Floats]], stated: Mapping[str, float]
) -> dict[Watched, float]:
    """The waits that are held against a stated one, and that one."""
    asked = {("", "", FIRST_WAIT): stated[FIRST_CONTACT]}
    for key in next(iter(curve.values())):
        if key[2] == LIST_WAIT:
            asked[key] = stated[LIST]
    return asked


def _points(curve: Mapping[float, Mapping[Watched, Floats]], key: Watched) -> list[Point]:
    return [Point(factor, interval(curve[factor][key])) for factor in sorted(curve)]


def _rows(curves: Curves, runs: int) -> Iterable[DemandRow]:
    for (scenario, induced), curve in curves.items():
        for factor in sorted(curve):
            for (team, role, measure), values in curve[factor].items():
                unit = UNITS.get(measure) or DEFINITIONS[measure].unit
                found = interval(values)
                yield DemandRow(scenario, factor, induced, team, role, measure, unit, *found, runs)


def _breaks(curves: Curves, stated: Mapping[str, float], asks: Asks) -> Iterable[BreakRow]:
    for (scenario, induced), curve in curves.items():
        for (team, role, measure), days in _asked(curve, stated).items():
            found: Crossing = crossing(_points(curve, (team, role, measure)), days)
            asked = asks.get((scenario, induced), {}).get((team, role))
            yield BreakRow(
                scenario,
                induced,
                team,
                role,
                days,
                *found,
                FULL / asked.share if asked and 0.0 < asked.share < math.inf else EMPTY,
                bool(asked and asked.stopping_per_week),
            )


def _asks(scenarios: Sequence[Scenario], seed: int, engine: str | Engine) -> Asks:
    """What is asked of every pool with a queue at the demand of the files."""
    asks = {(one.name, AS_USED): one for one in scenarios}
    for one in scenarios[1:]:
        many = with_induced_demand(one)
        if many is not one:
            asks[one.name, HIGH_END] = many
    return {
        key: {(pool.team, pool.role): pool for pool in offered(one, seed=seed, engine=engine)}
        for key, one in asks.items()
    }
