"""What stands beside the headline of a comparison: rungs, second readings, stress, first events.

Goes in: a comparison and its plan. Comes out: a :class:`Beside`. The headline changes in one thing
only: under stress, verdicts on waiting that do not outlast 5% more or less staff are withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.engines.protocol import Engine
from sim.model.scenario import Scenario
from sim.model.words import Rung
from sim.study.asks import asks_about
from sim.study.compare import Comparison
from sim.study.demand import BreakRow, DemandDifference, DemandRow, Raised, raised
from sim.study.fair import Fair, SplitRow, SplitStaffRow, made_fair
from sim.study.findings import DifferenceRow, LuckRow, SummaryRow
from sim.study.flows import FlowRow, flow_rows
from sim.study.gains import GainRow, gain_rows
from sim.study.groups import DomainRow, GapRow, domain_rows, gap_rows
from sim.study.incidence import IncidenceRow, incidence_rows
from sim.study.ladder import LadderRow, climbed, ladder_rows
from sim.study.matching import MatchRow
from sim.study.plausibility import Compared, plausibility
from sim.study.precision import PrecisionRow
from sim.study.readings import Readings, read_again
from sim.study.replicate import Interrupted, Progress
from sim.study.sensitivity import Depended, SensitivityRow, most_depended_on
from sim.study.shares import DrawnDifference, SureRow
from sim.study.spread import NOTHING_SPREAD, DistributionRow, Spread, spread_of
from sim.study.starts import Starts, starts_agree
from sim.study.stress import Stressed, stressed
from sim.study.sure import DrawnNumber, Sure, how_sure
from sim.study.worth import Worth, WorthRow, worth_collecting

Stage = Callable[[str], Progress]
"""Told what begins; gives back whom to tell how far it is."""


def silent(words: str) -> Progress:
    """Tells nobody."""
    return lambda done, of: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """All that stands beside the headline; empty or None for what was not run."""

    comparison: Comparison
    """the headline; where there was stress, less the verdicts that did not outlast it"""
    rungs: Mapping[Rung, Comparison]
    """the other rungs of the ladder"""
    readings: Readings | None
    stress: Stressed | None
    starts: Starts | None
    depended: Depended | None
    incidence: tuple[IncidenceRow, ...]
    gaps: tuple[GapRow, ...]
    domains: tuple[DomainRow, ...]
    gains: tuple[GainRow, ...] = ()
    """the same people in each option and in the first scenario"""
    spread: Spread = NOTHING_SPREAD
    """distributions"""
    plausible: tuple[Compared, ...] = ()
    """the first scenario's own runs held against what was published"""
    sure: Sure | None = None
    """joint draws of the assumptions and readings"""
    fair: Fair | None = None
    """staff divided otherwise, and what would match the first scenario's wait"""
    raised: Raised | None = None
    """demand from half to three times"""
    worth: Worth | None = None
    """what knowing each number is worth"""
    flows: tuple[FlowRow, ...] = ()
    """who hands on to whom, who asks whom again, where people fall through"""


def nothing_beside(comparison: Comparison) -> Beside:
    """The comparison with what its own runs already say, and no further runs."""
    follow = comparison.programs[comparison.baseline].follow
    shown = comparison.plan.personas or tuple(comparison.scenarios[comparison.baseline].personas)
    return Beside(
        comparison=comparison,
        rungs={},
        readings=None,
        stress=None,
        starts=None,
        depended=None,
        incidence=tuple(incidence_rows(comparison.lanes, follow, shown)),
        gaps=tuple(gap_rows(comparison)),
        domains=tuple(domain_rows(comparison)),
        gains=tuple(gain_rows(comparison)),
        spread=spread_of(comparison),
        plausible=held_against_published(comparison),
        flows=tuple(flow_rows(comparison)),
    )


def held_against_published(comparison: Comparison) -> tuple[Compared, ...]:
    """The first scenario's runs against what is asked of it; nothing where nothing is."""
    first = comparison.baseline
    asks = asks_about(first) if comparison.plan.published else None
    if asks is None:
        return ()
    return plausibility(comparison.programs[first], comparison.lanes[first], asks)


def stand_beside(
    comparison: Comparison,
    seconds: Sequence[Scenario] = (),
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    stage: Stage = silent,
) -> Beside:
    """Run all that the plan wants beside the headline.

    Raises :class:`Interrupted` with the headline's own outcomes on Ctrl-C.
    """
    try:
        return _run_beside(comparison, seconds, engine, workers, stage)
    except Interrupted as stop:
        done = [outcome for outcomes in comparison.lanes.values() for outcome in outcomes]
        raise Interrupted(done, len(done) + stop.of) from None


def _run_beside(
    comparison: Comparison,
    seconds: Sequence[Scenario],
    engine: str | Engine,
    workers: int,
    stage: Stage,
) -> Beside:
    plan, scenarios = comparison.plan, list(comparison.scenarios.values())
    rungs: Mapping[Rung, Comparison] = {}
    readings = stress = starts = depended = None
    if plan.rungs:
        telling = stage("Other rungs of the ladder")
        rungs = climbed(scenarios, plan, engine=engine, workers=workers, progress=telling)
    if seconds:
        telling = stage("Second readings")
        readings = read_again(comparison, seconds, engine=engine, workers=workers, progress=telling)
    if plan.capacities:
        telling = stage("A little more and less staff")
        stress = stressed(comparison, engine=engine, workers=workers, progress=telling)
        stage("Empty and doubled lists")(0, 1)
        starts = starts_agree(scenarios[0], seed=plan.seed, engine=engine)
    if plan.numbers and len(scenarios) > 1:
        telling = stage("Numbers moved to their ends")
        depended = most_depended_on(
            scenarios,
            seed=plan.seed,
            matters=plan.matters,
            engine=engine,
            workers=workers,
            progress=telling,
        )
    sure = fair = demand = None
    if plan.demands:
        telling = stage("Demand from half to three times")
        demand = raised(comparison, engine=engine, workers=workers, progress=telling)
    if plan.draws and len(scenarios) > 1:
        telling = stage("Joint draws of the assumptions and readings")
        sure = how_sure(
            comparison,
            seconds,
            engine=engine,
            workers=workers,
            progress=telling,
            runs=plan.draw_runs,
        )
    if plan.fair and len(scenarios) > 1:
        telling = stage("Staff divided in other ways")
        fair = made_fair(comparison, engine=engine, workers=workers, progress=telling)
    own = nothing_beside(stress.headline if stress else comparison)
    return Beside(
        comparison=own.comparison,
        rungs=rungs,
        readings=readings,
        stress=stress,
        starts=starts,
        depended=depended,
        incidence=own.incidence,
        gaps=own.gaps,
        domains=own.domains,
        gains=own.gains,
        spread=own.spread,
        plausible=own.plausible,
        sure=sure,
        fair=fair,
        raised=demand,
        worth=worth_collecting(own.comparison, sure, depended),
        flows=own.flows,
    )


Table = tuple[str, tuple[str, ...], Sequence[Any]]
"""The name of a file, its columns, its rows."""


def tables_beside(beside: Beside) -> list[Table]:
    """Every table that a run leaves beside the promised ones; none that would be empty."""
    comparison = beside.comparison
    tables: list[Table] = [
        ("came_first", IncidenceRow._fields, beside.incidence),
        ("gaps", GapRow._fields, beside.gaps),
        ("domains", DomainRow._fields, beside.domains),
        ("gains", GainRow._fields, beside.gains),
        ("distributions", DistributionRow._fields, beside.spread.rows),
        ("luck", LUCK_COLUMNS, [_luck(line) for line in comparison.luck]),
    ]
    tables.append(("plausibility", Compared._fields, beside.plausible))
    if beside.rungs:
        tables.append(("ladder", LadderRow._fields, ladder_rows(comparison, beside.rungs)))
    if beside.readings:
        found = beside.readings.comparison
        seconds = [row for row in found.summary if row.scenario in beside.readings.of]
        tables.append(("readings_summary", SummaryRow._fields, seconds))
        tables.append(("readings_differences", DifferenceRow._fields, found.differences))
    if beside.stress:
        tables.append(("withdrawn", DifferenceRow._fields, beside.stress.withdrawn))
    if beside.raised:
        tables.append(("demand", DemandRow._fields, beside.raised.rows))
        tables.append(("demand_differences", DemandDifference._fields, beside.raised.differences))
        tables.append(("breaking", BreakRow._fields, beside.raised.breaks))
    if beside.depended:
        tables.append(("most_depended_on", SensitivityRow._fields, beside.depended.rows))
    tables.append(("precision", PrecisionRow._fields, comparison.precision))
    if beside.sure:
        tables.append(("sure", SureRow._fields, beside.sure.rows))
        tables.append(("sure_draws", DrawnNumber._fields, beside.sure.numbers))
        tables.append(("sure_differences", DrawnDifference._fields, beside.sure.differences))
    if beside.worth:
        tables.append(("worth_collecting", WorthRow._fields, beside.worth.rows))
    if beside.fair:
        tables.append(("splits", SplitRow._fields, beside.fair.rows))
        tables.append(("splits_staff", SplitStaffRow._fields, beside.fair.staff))
        tables.append(("matching", MatchRow._fields, beside.fair.matched))
    tables.append(("flows", FlowRow._fields, beside.flows))
    return [table for table in tables if table[2]]


LUCK_COLUMNS: Final = (
    "scenario",
    "against",
    "measure",
    "half_width_common",
    "half_width_independent",
    "correlation",
    "variance_ratio",
)


def _luck(line: LuckRow) -> tuple[Any, ...]:
    found = line.narrowing
    return (line.scenario, line.against, line.measure, *found, found.variance_ratio)
