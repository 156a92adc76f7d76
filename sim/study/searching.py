"""A division of an option's staff found by a small search, on luck of its own.

Goes in: an option as drafted. Comes out: its staff by load and as found, each at the draft's cost.
The search moves a tenth of the money at a time from the two pools that are used least to the two
that are used most, and keeps what shortens the mean wait to right help over all people; a round
that finds nothing halves the step. A small search finds a better division, not the best. No result
is reported from the runs that it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.engines.protocol import Engine
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte
from sim.program import compile_program
from sim.study.replicate import Outcome, Progress, Task, run_tasks
from sim.study.rows import ALL, row_means, row_names
from sim.study.splits import (
    KEPT,
    Divided,
    Division,
    Pool,
    at_the_same_cost,
    by_load,
    cost_of,
    divided,
    drafted,
    own_pools,
    shares_used,
)
from sim.study.statistics import interval

OTHER_LUCK: Final = 1_000_000
"""Added to a run's seed for choosing; what is chosen is judged with the run's own."""
WAIT: Final = "wait_right_help_days"
"""What the search shortens."""
ROUNDS: Final = 4
STEP: Final = 0.1
"""Of the money for these staff, moved at a time."""
ENDS: Final = 2
"""Pools at either end of use between which money is moved."""
MOST_TRIED: Final = 2 + ROUNDS * ENDS * ENDS
"""Divisions that are run at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for one option; None where there is nothing to divide or nothing is taken."""

    draft: Division
    used: Mapping[Pool, float]
    """share of its rota that each pool of the draft used"""
    load: Divided | None
    search: Divided | None
    tried: int
    """divisions that were run"""


class _Tried(NamedTuple):
    """A division with what it gave."""

    made: Divided
    wait: float
    """mean days to right help over all people"""
    used: Mapping[Pool, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    """How divisions are tried."""

    option: Scenario
    draft: Division
    seed: int
    runs: int
    engine: str | Engine
    workers: int

    def tried(self, some: Sequence[Divided]) -> list[_Tried]:
        """Every division run with the same luck."""
        programs = {str(place): compile_program(one.scenario) for place, one in enumerate(some)}
        tasks = [
            Task(scenario=name, replication=n + 1) for name in programs for n in range(self.runs)
        ]
        outcomes = run_tasks(
            programs, tasks, seed=self.seed, engine=self.engine, workers=self.workers
        )
        found = []
        for place, one in enumerate(some):
            mine = outcomes[place * self.runs : (place + 1) * self.runs]
            found.append(
                _Tried(one, mean_wait(one.scenario, mine), shares_used(one.scenario, mine))
            )
        return found

    def made(self, wanted: Division) -> Divided | None:
        """The option divided so, as far as the loader takes it."""
        return divided(self.option, self.draft, at_the_same_cost(self.option, self.draft, wanted))


def mean_wait(scenario: Scenario, outcomes: Sequence[Outcome]) -> float:
    """Mean days to right help over all people; who is never helped counts the whole follow-up."""
    follow = compile_program(scenario).follow
    found = row_means(scenario, outcomes, [DEFINITIONS[WAIT]], follow).means[WAIT]
    return interval(found[row_names(scenario).index(ALL)]).mean


def chosen(
    option: Scenario,
    first: Scenario,
    *,
    seed: int,
    runs: int,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Found:
    """Divide an option's staff by load, and by a small search. ``seed``: that of the run."""
    pools = own_pools(option, first)
    draft = drafted(option, pools)
    if len(pools) < 2:
        return Found(draft=draft, used={}, load=None, search=None, tried=0)
    bench = _Bench(
        option=option,
        draft=draft,
        seed=seed + OTHER_LUCK,
        runs=runs,
        engine=engine,
        workers=workers,
    )
    as_drafted = bench.made(draft)
    assert as_drafted is not None, "an option that was loaded is taken as it is"
    (start,) = bench.tried([as_drafted])
    load = bench.made(by_load(draft, start.used))
    best = min([start, *(bench.tried([load]) if load else [])], key=lambda one: one.wait)
    count = 2 if load else 1
    progress(count, MOST_TRIED)
    step = STEP
    for _ in range(ROUNDS):
        some = [made for wanted in _moves(bench, best, step) if (made := bench.made(wanted))]
        found = bench.tried(some) if some else []
        count += len(found)
        progress(count, MOST_TRIED)
        better = min([best, *found], key=lambda one: one.wait)
        step = step if better is not best else step / 2.0
        best = better
    progress(MOST_TRIED, MOST_TRIED)
    used = {pool: start.used[pool] for pool in pools}
    return Found(draft=draft, used=used, load=load, search=best.made, tried=count)


def _moves(bench: _Bench, best: _Tried, step: float) -> Iterator[dict[Pool, float]]:
    """Money from each of the pools used least to each of those used most."""
    staff = best.made.staff
    order = sorted(staff, key=lambda pool: best.used[pool])
    money = step * cost_of(bench.option, bench.draft)
    for giver in order[:ENDS]:
        for taker in order[::-1][:ENDS]:
            spare = (staff[giver] - KEPT * bench.draft[giver]) * _cost(bench.option, giver)
            moved = min(money, spare)
            if giver == taker or moved <= 0.0:
                continue
            yield {
                **staff,
                giver: staff[giver] - moved / _cost(bench.option, giver),
                taker: staff[taker] + moved / _cost(bench.option, taker),
            }


def _cost(option: Scenario, pool: Pool) -> float:
    return cost_per_wte(option.teams[pool[0]].staff[pool[1]])
