"""What each scenario asked of staff: one row for each pool of workers and replication.

Goes in: a comparison. Comes out: minutes by purpose, utilisation, waits and cost, from the first
counted week to the end. Teams whose wait is drawn show no wait of their own.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.engines.protocol import PoolTotals
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.program import Program
from sim.program.parts import PPool
from sim.study.compare import Comparison
from sim.study.findings import CLONE
from sim.study.statistics import EMPTY


class StaffRow(NamedTuple):
    """One line of ``staff.csv``."""

    scenario: str
    replication: int
    team: str
    role: str
    wte: float
    rostered_minutes: int
    telling_minutes: int
    retelling_minutes: int
    confirming_minutes: int
    helping_minutes: int
    coordinating_minutes: int
    missed_minutes: int
    other_people_minutes: int
    paperwork_minutes: int
    utilisation: float
    contacts: int
    other_contacts: int
    mean_wait_days: float
    mean_queue: float
    cost_gbp_per_year: float


def staff_rows(comparison: Comparison) -> list[StaffRow]:
    """Every pool of every run but the clone's, whose teams have other names."""
    rows = []
    for lane, outcomes in comparison.lanes.items():
        if lane == CLONE:
            continue
        program = comparison.programs[lane]
        scenario = comparison.scenarios.get(lane, comparison.scenarios[comparison.baseline])
        for outcome in outcomes:
            for pool, totals in zip(program.pools, outcome.pools, strict=True):
                rows.append(
                    staff_row(lane, outcome.task.replication, pool, totals, program, scenario)
                )
    return rows


def staff_row(
    lane: str,
    replication: int,
    pool: PPool,
    totals: PoolTotals,
    program: Program,
    scenario: Scenario,
) -> StaffRow:
    """One pool in one run."""
    team = program.teams[pool.team].name
    rostered = pool.rostered_per_week * (program.horizon - program.start) // MINUTES_PER_WEEK
    waited = totals.new_waited / MINUTES_PER_DAY
    queued = not pool.drawn
    return StaffRow(
        scenario=lane,
        replication=replication,
        team=team,
        role=pool.role,
        wte=pool.wte,
        rostered_minutes=rostered,
        telling_minutes=totals.telling,
        retelling_minutes=totals.retelling,
        confirming_minutes=totals.confirming,
        helping_minutes=totals.helping,
        coordinating_minutes=totals.coordinating,
        missed_minutes=totals.missed,
        other_people_minutes=totals.other_people,
        paperwork_minutes=totals.paperwork,
        utilisation=minutes_used(totals) / rostered if rostered and queued else EMPTY,
        contacts=totals.contacts,
        other_contacts=totals.other_contacts,
        mean_wait_days=waited / totals.new_seen if totals.new_seen and queued else EMPTY,
        mean_queue=totals.queue_area / program.horizon if queued else EMPTY,
        cost_gbp_per_year=pool.wte * cost_per_wte(scenario.teams[team].staff[pool.role]),
    )


def minutes_used(totals: PoolTotals) -> int:
    """Minutes in which a pool's workers were taken up, paperwork included."""
    return (
        totals.telling
        + totals.retelling
        + totals.confirming
        + totals.helping
        + totals.coordinating
        + totals.missed
        + totals.other_people
        + totals.paperwork
    )
