"""Several scenarios on the same people with the same luck, held against the first of them.

Goes in: scenarios with the same people and window. Comes out: a :class:`Comparison`: means, paired
differences with verdicts, what common luck was worth, and the tables behind them. Refuses
scenarios that cannot be paired.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from sim.engines.protocol import Engine
from sim.measures import DEFINITIONS, PRIMARY
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
from sim.study.pairing import check_can_be_paired, in_the_same_order, shown_people
from sim.study.precision import (
    AT_LEAST,
    PrecisionRow,
    Question,
    enough_at,
    more_runs,
    precision_rows,
    questions,
)
from sim.study.replicate import Interrupted, Outcome, Progress, Task, run_tasks
from sim.study.rows import row_means, row_names

PLACEBO_SALT: Final = 1
"""Any salt but 0 would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a comparison is run; together with the scenarios it decides every number."""

    seed: int = 1
    """whose luck"""
    replications: int
    """runs of each scenario; where there is a budget, those that the rule of ``precision`` took"""
    budget: int = 0
    """other than 0: runs are added until every primary difference is known as closely as matters,
    at most so many"""
    placebo: bool = True
    """whether the first scenario also runs against itself with other luck"""
    clone: bool = False
    """whether the first scenario also runs with every name in it changed"""
    events: bool = False
    """whether every row of the log is kept"""
    personas: tuple[str, ...] = ()
    """whose rows are shown; empty for all. Everybody comes all the same, and takes capacity"""
    people: tuple[str, ...] = ()
    """who was asked to come instead of each scenario's own people; empty for nobody"""
    matters: Mapping[str, float] = field(default_factory=dict)
    """smallest difference that matters by kind of measure, where other than shipped"""
    rungs: tuple[Rung, ...] = ()
    """rungs of the ladder shown beside the headline"""
    seconds: tuple[str, ...] = ()
    """scenarios that are second readings of others, run beside the headline"""
    rung_runs: int = 0
    """runs of each other rung of the ladder, where other than ``fewer``"""
    fewer: int = 3
    """runs of what stands beside the headline: other rungs, second readings, stress"""
    capacities: bool = False
    """whether capacities and the lists of the beginning are moved to see what outlasts it"""
    numbers: bool = False
    """whether every number is moved to its ends to see on which most depends"""
    published: bool = False
    """whether the first scenario's own runs are held against what was published"""
    draws: int = 0
    """joint draws of the assumptions and readings; 0 for none"""
    draw_runs: int = 2
    """runs of each scenario in each draw; two tell luck from assumptions by themselves"""
    demands: tuple[float, ...] = ()
    """demands tried, times what the files state; none: demand is not raised"""
    breaks_at: float = 0.0
    """days of waiting that raised demand is held against; 0: those that are shipped"""
    fair: bool = False
    """whether staff are divided in other ways, and what would match the first one's wait sought"""
    flows: int = 0
    """runs of each scenario that are read for flows over its map, at most"""

    def beside(self) -> Plan:
        """How what stands beside the headline is run: fewer runs, as many as said, no controls."""
        return replace(
            self,
            replications=min(self.fewer, self.replications),
            budget=0,
            placebo=False,
            clone=False,
            events=False,
            published=False,
            flows=0,
        )


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
    precision: tuple[PrecisionRow, ...] = ()
    """how closely each primary difference is known, where runs were added for it"""
    settled: bool = True
    """whether the runs were as many as the rule of ``precision`` asks for, where it was followed"""

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

    def run(numbers: range, told: Progress) -> dict[str, list[Outcome]]:
        tasks = _tasks(running, numbers, plan, lanes[0])
        outcomes = run_tasks(
            programs, tasks, seed=plan.seed, engine=engine, workers=workers, progress=told
        )
        return {lane.name: outcomes[i :: len(running)] for i, lane in enumerate(running)}

    by_program = {lane.name: programs[lane.program] for lane in lanes}
    if plan.budget:
        found = _until_precise(scenarios, plan, by_program, run, progress)
        runs = len(found[lanes[0].name])
        return _compared(scenarios, replace(plan, replications=runs), by_program, found)
    by_lane = run(range(1, plan.replications + 1), progress)
    if known:
        by_lane = {lanes[0].name: list(known[: plan.replications]), **by_lane}
    return _compared(scenarios, plan, by_program, _frozen(by_lane))


def _tasks(running: Sequence[Lane], numbers: range, plan: Plan, first: Lane) -> list[Task]:
    """Every lane with every replication, replication by replication."""
    return [
        Task(
            scenario=lane.program,
            replication=number,
            salt=lane.salt,
            events=plan.events,
            referred=plan.published and lane == first,
            flows=number <= plan.flows and lane.name not in (PLACEBO, CLONE),
        )
        for number in numbers
        for lane in running
    ]


def _frozen(by_lane: Mapping[str, Sequence[Outcome]]) -> Lanes:
    return {name: tuple(outcomes) for name, outcomes in by_lane.items()}


def _until_precise(
    scenarios: Sequence[Scenario],
    plan: Plan,
    programs: Mapping[str, Program],
    run: Callable[[range, Progress], dict[str, list[Outcome]]],
    progress: Progress,
) -> Lanes:
    """Add runs by the rule of ``precision``, at most the budget.

    Runs are made several at a time and those beyond what the rule asks for are put away again, so
    that how many are made at a time changes nothing.
    """
    by_lane: dict[str, list[Outcome]] = {}
    done, wanted = 0, min(AT_LEAST, plan.budget)
    while True:
        already = [outcome for outcomes in by_lane.values() for outcome in outcomes]
        try:
            more = run(range(done + 1, wanted + 1), _told_on(progress, len(already)))
        except Interrupted as stop:
            raise Interrupted([*already, *stop.done], len(already) + stop.of) from None
        by_lane = {name: [*by_lane.get(name, ()), *new] for name, new in more.items()}
        done = wanted
        asked = _asked(scenarios, plan, programs, by_lane)
        enough = enough_at(asked)
        if enough is not None or done == plan.budget:
            kept = done if enough is None else max(1, enough)
            return {name: tuple(outcomes[:kept]) for name, outcomes in by_lane.items()}
        wanted = min(more_runs(asked), plan.budget)


def _told_on(progress: Progress, before: int) -> Progress:
    return lambda done, of: progress(before + done, before + of)


def _asked(
    scenarios: Sequence[Scenario],
    plan: Plan,
    programs: Mapping[str, Program],
    lanes: Mapping[str, Sequence[Outcome]],
) -> list[Question]:
    """Every primary difference of the options, as runs were made so far."""
    first = shown_people(scenarios[0], plan.personas)
    measures = [DEFINITIONS[name] for name in PRIMARY]
    follow = programs[first.name].follow
    names = [scenario.name for scenario in scenarios]
    means = {name: row_means(first, lanes[name], measures, follow) for name in names}
    return questions(names[1:], first.name, row_names(first), means, plan.matters)


def lanes_of(scenarios: Sequence[Scenario], plan: Plan) -> list[Lane]:
    """The scenarios, and the placebo and clone of the first where the plan wants them."""
    lanes = [Lane(scenario.name, scenario.name, 0) for scenario in scenarios]
    if plan.placebo:
        lanes.append(Lane(PLACEBO, scenarios[0].name, PLACEBO_SALT))
    if plan.clone:
        lanes.append(Lane(CLONE, CLONE, 0))
    return lanes


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
    asked = _asked(scenarios, plan, programs, lanes) if plan.budget else []
    return Comparison(
        plan=plan,
        scenarios={scenario.name: scenario for scenario in scenarios},
        programs=programs,
        lanes=lanes,
        summary=tuple(row for name in lanes for row in summary_rows(name, rows, means[name])),
        differences=tuple(differences),
        luck=luck_rows([s.name for s in scenarios], rows, means),
        placebo=placebo_share(differences) if plan.placebo else None,
        precision=precision_rows(asked, first.name, plan.replications),
        settled=enough_at(asked) is not None,
    )
