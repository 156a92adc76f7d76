"""Several scenarios on the same people with the same luck, held against the first of them.

Goes in: scenarios with the same people and window. Comes out: a :class:`Comparison`: means, paired
differences with verdicts, what common luck was worth, and the tables behind them. Refuses
scenarios that cannot be paired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from sim.engines.protocol import Engine
from sim.errors import Fault, InputError
from sim.model.scenario import Scenario
from sim.model.words import Rung
from sim.program import Program, compile_program
from sim.study.clones import renamed_clone
from sim.study.findings import (
    CLONE,
    MEASURES,
    PLACEBO,
    DifferenceRow,
    Lanes,
    LuckRow,
    PlaceboShare,
    SummaryRow,
    difference_rows,
    luck_rows,
    placebo_share,
    summary_rows,
)
from sim.study.replicate import Outcome, Progress, Task, run_tasks
from sim.study.rows import row_means, row_names

PLACEBO_SALT: Final = 1
"""Any salt but 0 would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a comparison is run; together with the scenarios it decides every number."""

    seed: int = 1
    """whose luck"""
    replications: int
    """runs of each scenario"""
    placebo: bool = True
    """whether the first scenario also runs against itself with other luck"""
    clone: bool = False
    """whether the first scenario also runs with every name in it changed"""
    events: bool = False
    """whether every row of the log is kept"""
    personas: tuple[str, ...] = ()
    """whose rows are shown; empty for all. Everybody comes all the same, and takes capacity"""
    matters: Mapping[str, float] = field(default_factory=dict)
    """smallest difference that matters by kind of measure, where other than shipped"""
    rungs: tuple[Rung, ...] = ()
    """rungs of the ladder shown beside the headline"""
    seconds: tuple[str, ...] = ()
    """scenarios that are second readings of others, run beside the headline"""
    fewer: int = 3
    """runs of what stands beside the headline: other rungs, second readings, stress"""
    capacities: bool = False
    """whether capacities and the lists of the beginning are moved to see what outlasts it"""
    numbers: bool = False
    """whether every number is moved to its ends to see on which most depends"""
    published: bool = False
    """whether the first scenario's own runs are held against what was published"""


class Lane(NamedTuple):
    """One scenario of a comparison, the placebo and the clone included."""

    name: str
    program: str
    salt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a comparison found, and the tables it rests on."""

    plan: Plan
    scenarios: Mapping[str, Scenario]
    """as compared, in order; the first is what the others are held against"""
    programs: Mapping[str, Program]
    """by lane"""
    lanes: Lanes
    """one outcome for each replication, by scenario, then placebo and clone"""
    summary: tuple[SummaryRow, ...]
    differences: tuple[DifferenceRow, ...]
    luck: tuple[LuckRow, ...]
    placebo: PlaceboShare | None
    """None where no placebo ran, or one replication gives no interval"""

    @property
    def baseline(self) -> str:
        """The scenario that the others are held against."""
        return next(iter(self.scenarios))

    @property
    def options(self) -> tuple[str, ...]:
        """The others."""
        return tuple(self.scenarios)[1:]


def compare(
    scenarios: Sequence[Scenario],
    plan: Plan,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
    known: Sequence[Outcome] = (),
) -> Comparison:
    """Run every scenario of a plan and hold it against the first.

    ``known``: outcomes of the first scenario that a comparison with the same seed has, by
    replication from 1; they are not run again. Raises :class:`InputError` where scenarios cannot be
    paired; else as ``run_tasks``.
    """
    check_can_be_paired(scenarios, plan.personas)
    scenarios = [in_the_same_order(scenarios[0], scenario) for scenario in scenarios]
    lanes = lanes_of(scenarios, plan)
    programs = {scenario.name: compile_program(scenario) for scenario in scenarios}
    if plan.clone:
        programs[CLONE] = compile_program(renamed_clone(scenarios[0]))
    running = lanes[1:] if known else lanes
    tasks = [
        Task(
            scenario=lane.program,
            replication=number,
            salt=lane.salt,
            events=plan.events,
            referred=plan.published and lane == lanes[0],
        )
        for number in range(1, plan.replications + 1)
        for lane in running
    ]
    outcomes = run_tasks(
        programs, tasks, seed=plan.seed, engine=engine, workers=workers, progress=progress
    )
    by_lane = {lane.name: tuple(outcomes[i :: len(running)]) for i, lane in enumerate(running)}
    if known:
        by_lane = {lanes[0].name: tuple(known[: plan.replications]), **by_lane}
    by_program = {lane.name: programs[lane.program] for lane in lanes}
    return _compared(scenarios, plan, by_program, by_lane)


def lanes_of(scenarios: Sequence[Scenario], plan: Plan) -> list[Lane]:
    """The scenarios, and the placebo and clone of the first where the plan wants them."""
    lanes = [Lane(scenario.name, scenario.name, 0) for scenario in scenarios]
    if plan.placebo:
        lanes.append(Lane(PLACEBO, scenarios[0].name, PLACEBO_SALT))
    if plan.clone:
        lanes.append(Lane(CLONE, CLONE, 0))
    return lanes


def check_can_be_paired(scenarios: Sequence[Scenario], personas: Sequence[str] = ()) -> None:
    """Refuse scenarios with one name, other people or another window, all faults at once."""
    first = scenarios[0]
    faults = []
    names = [scenario.name for scenario in scenarios]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        faults.append(Fault(file=name, found="given twice", mend="name each scenario once"))
    for scenario in scenarios[1:]:
        faults.extend(_unlike(first, scenario))
    known = ", ".join(first.personas)
    for persona in personas:
        if persona not in first.personas:
            faults.append(Fault(file="--personas", found=persona, allowed=known))
    if faults:
        raise InputError(faults)


def _unlike(first: Scenario, other: Scenario) -> list[Fault]:
    faults = []
    if set(first.personas) != set(other.personas):
        faults.append(
            Fault(
                file=other.name,
                field="personas",
                found=", ".join(other.personas),
                allowed=f"those of {first.name}: {', '.join(first.personas)}",
                mend="compare ways of organising help for the same people",
            )
        )
    for name in ("start", "count", "follow"):
        want, got = getattr(first.window, name).central, getattr(other.window, name).central
        if want != got:
            faults.append(
                Fault(
                    file=other.name,
                    field=f"window.{name}",
                    found=f"{got:g} weeks",
                    allowed=f"{want:g} weeks, as in {first.name}",
                    mend="compare over the same weeks",
                )
            )
    return faults


def _compared(
    scenarios: Sequence[Scenario],
    plan: Plan,
    programs: Mapping[str, Program],
    lanes: Lanes,
) -> Comparison:
    first = shown_people(scenarios[0], plan.personas)
    rows = row_names(first)
    follow = programs[first.name].follow
    means = {name: row_means(first, outcomes, MEASURES, follow) for name, outcomes in lanes.items()}
    differences: list[DifferenceRow] = []
    controls = [name for name in (PLACEBO, CLONE) if name in lanes]
    for family in (tuple(s.name for s in scenarios[1:]), *((name,) for name in controls)):
        differences.extend(difference_rows(family, first, rows, means, lanes, plan.matters))
    return Comparison(
        plan=plan,
        scenarios={scenario.name: scenario for scenario in scenarios},
        programs=programs,
        lanes=lanes,
        summary=tuple(row for name in lanes for row in summary_rows(name, rows, means[name])),
        differences=tuple(differences),
        luck=luck_rows([s.name for s in scenarios], rows, means),
        placebo=placebo_share(differences) if plan.placebo else None,
    )


def shown_people(scenario: Scenario, personas: Sequence[str]) -> Scenario:
    """The scenario with the personas whose rows are shown; all where none is named."""
    kept = {name: p for name, p in scenario.personas.items() if name in personas or not personas}
    return replace(scenario, personas=kept)


def in_the_same_order(first: Scenario, other: Scenario) -> Scenario:
    """The other scenario with its personas in the order of the first, so that people pair."""
    return replace(other, personas={name: other.personas[name] for name in first.personas})
