"""Fits the staff of today's queued teams to the waits that were published, one scalar per team.

Goes in: a scenario and what is asked of it. Comes out: for each pool the best share of staff, every
share that was tried, and those whose simulated statistic lies within the published low and high.
The luck is the same for every value. All teams are searched at once: they touch each other only
through people with a story, who are few beside the others, and a last run with every team at its
best says what comes of all together. Refuses rows that were not marked before anything was fitted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final, Self

from sim.engines.protocol import Engine, PoolTotals
from sim.files.crossing import crossing_of
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program, compile_program
from sim.study.asks import Ask, Asks, check_asks
from sim.study.loading import others_alone, with_shares
from sim.study.replicate import Progress, Task, run_tasks
from sim.study.waits import RISES, statistic_of

Runs = Sequence[Sequence[PoolTotals]]
"""Totals by run and pool."""
COARSE: Final = (0.4, 0.7, 1.0, 1.3, 1.6, 2.2)
"""Shares of staff that every team is first tried with."""
HALVINGS: Final = 6
"""Times that the stretch between two coarse shares is halved: a tolerance of 0.3 / 64, or
0.6 / 64 above 1.6."""
EDGE_HALVINGS: Final = 3
"""The same for either edge of what is acceptable."""
DIGITS: Final = 5
"""Of a share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is run."""

    seed: int = 1
    """whose luck"""
    replications: int = 3
    """runs of each value tried"""
    start: int = 26
    """weeks before first contacts are counted"""
    counted: int = 52
    """weeks in which they are"""


@dataclass(slots=True)
class Search:
    """The values tried for one pool, and where to look next."""

    ask: Ask
    tried: dict[float, float] = field(default_factory=dict)
    """simulated statistic by share of staff"""
    can_be: Callable[[float], bool] = lambda _: True
    """whether the file could hold this share: ``check`` refuses more places than staff can serve"""

    def enough(self, share: float, target: float) -> bool:
        """Whether this share of staff does at least as well as the target."""
        value = self.tried[share]
        if math.isnan(value):  # nobody waits for a census, or nobody was ever seen
            return self.ask.statistic == "share_still_waiting_over"
        return value >= target if RISES[self.ask.statistic] else value <= target

    def halfway(self, target: float) -> float | None:
        """The middle of the stretch in which the target is crossed; None where it is not."""
        shares = sorted(self.tried)
        ample = [self.enough(share, target) for share in shares]
        first = len(shares)
        while first and ample[first - 1]:
            first -= 1
        if first in (0, len(shares)):
            return None
        return round((shares[first - 1] + shares[first]) / 2.0, DIGITS)

    @property
    def best(self) -> float:
        """The share tried whose statistic is nearest to the published one."""
        central = self.ask.evidence.central

        def off(share: float) -> tuple[float, float]:
            value = self.tried[share]
            return (math.inf if math.isnan(value) else abs(value - central), share)

        return min([s for s in self.tried if self.can_be(s)] or self.tried, key=off)

    @property
    def acceptable(self) -> tuple[float, ...]:
        """Every share tried whose statistic lies within the published low and high."""
        row = self.ask.evidence
        return tuple(
            s for s in sorted(self.tried) if row.low <= self.tried[s] <= row.high and self.can_be(s)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What was found for one pool."""

    ask: Ask
    """what it was fitted to"""
    base_wte: float
    """whole-time equivalents that its other people alone would keep busy"""
    share: float
    """the best share of these"""
    simulated: float
    """the statistic with every team at its best"""
    late_days: float
    """days by which later contacts then begin after they are due, on average: a team that keeps
    time for newcomers can take in more than it can go on seeing, and no first wait shows it"""
    acceptable: tuple[float, ...]
    """every share tried that is as good as the published range"""
    tried: tuple[tuple[float, float], ...]
    """shares and what was simulated with them, in order"""

    @property
    def wte(self) -> float:
        """The best whole-time equivalents."""
        return self.in_wte(self.share)

    def in_wte(self, share: float) -> float:
        """A share as whole-time equivalents, to a hundredth."""
        return round(share * self.base_wte, 2)

    @property
    def inside(self) -> bool:
        """Whether the simulated statistic lies within the published low and high."""
        return self.ask.evidence.low <= self.simulated <= self.ask.evidence.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was found for a site."""

    asks: Asks
    """what was asked"""
    plan: Plan
    """how much was run"""
    fitted: tuple[Fitted, ...]
    """in the order of the asks"""


def calibrate(
    scenario: Scenario,
    asks: Asks,
    plan: Plan,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Calibration:
    """Fit every pool asked for. Raises InputError for what cannot be fitted."""
    check_asks(asks, scenario)
    trials = Trials.of(scenario, asks, plan, engine=engine, workers=workers, progress=progress)
    searches = {
        ask.pool: Search(ask, can_be=cache(partial(places_fit, scenario, ask, trials.base)))
        for ask in asks.fits
    }
    trials.run(searches, [dict.fromkeys(searches, share) for share in COARSE])
    for _ in range(HALVINGS):
        trials.run(searches, [_next(searches, "central")])
    for _ in range(EDGE_HALVINGS):
        trials.run(searches, [_next(searches, "low"), _next(searches, "high")])
    best = {pool: search.best for pool, search in searches.items()}
    ((program, runs),) = trials.ran([best])
    return Calibration(
        asks=asks,
        plan=plan,
        fitted=tuple(
            Fitted(
                ask=search.ask,
                base_wte=trials.base[pool],
                share=best[pool],
                simulated=statistic_in(program, search.ask, runs),
                late_days=late_days(program, search.ask, runs),
                acceptable=search.acceptable,
                tried=tuple(sorted(search.tried.items())),
            )
            for pool, search in searches.items()
        ),
    )


def places_fit(scenario: Scenario, ask: Ask, base: Mapping[str, float], share: float) -> bool:
    """Whether a team with this share of its staff can serve the places that it has."""
    staffed = with_shares(scenario, [ask], {ask.pool: share}, base)
    refused = ("teams", ask.team, "places")
    return all(trouble.trail != refused for trouble in crossing_of(staffed))


def runs_of(plan: Plan) -> int:
    """Runs that a calibration makes at most."""
    return (len(COARSE) + HALVINGS + 2 * EDGE_HALVINGS + 1) * plan.replications


def _next(searches: Mapping[str, Search], edge: str) -> dict[str, float]:
    """Where every team looks next for the central, low or high published value."""
    found = {}
    for pool, search in searches.items():
        halfway = search.halfway(getattr(search.ask.evidence, edge))
        found[pool] = search.best if halfway is None else halfway
    return found


class Trials:
    """Runs the scenario with given shares of staff, always with the same luck."""

    def __init__(
        self,
        scenario: Scenario,
        asks: Asks,
        plan: Plan,
        engine: str | Engine,
        workers: int,
        progress: Progress,
    ) -> None:
        self.scenario = scenario
        self.asks = asks
        self.plan = plan
        self.engine = engine
        self.workers = workers
        self.progress = progress
        self.base = others_alone(scenario, asks.fits)
        self.done = 0

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        asks: Asks,
        plan: Plan,
        *,
        engine: str | Engine = "auto",
        workers: int = 0,
        progress: Progress = lambda done, of: None,
    ) -> Self:
        """Trials of a scenario over the weeks of a plan."""
        return cls(_windowed(scenario, plan), asks, plan, engine, workers, progress)

    def run(self, searches: Mapping[str, Search], points: Sequence[Mapping[str, float]]) -> None:
        """Try these shares and remember what came of them."""
        for point, values in zip(points, self.values(points), strict=True):
            for pool, share in point.items():
                searches[pool].tried[share] = values[pool]

    def values(self, points: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """The statistic of every pool for each of these shares of staff."""
        return [
            {ask.pool: statistic_in(program, ask, runs) for ask in self.asks.fits}
            for program, runs in self.ran(points)
        ]

    def ran(self, points: Sequence[Mapping[str, float]]) -> list[tuple[Program, Runs]]:
        """The program for each of these shares of staff, and the totals of its runs."""
        programs = {
            str(number): compile_program(
                with_shares(self.scenario, self.asks.fits, point, self.base)
            )
            for number, point in enumerate(points)
        }
        tasks = [
            Task(scenario=name, replication=replication)
            for name in programs
            for replication in range(1, self.plan.replications + 1)
        ]
        before, of = self.done, runs_of(self.plan)
        outcomes = run_tasks(
            programs,
            tasks,
            seed=self.plan.seed,
            engine=self.engine,
            workers=self.workers,
            progress=lambda done, _: self.progress(before + done, of),
        )
        self.done = before + len(tasks)
        return [
            (program, [out.pools for out in outcomes if out.task.scenario == name])
            for name, program in programs.items()
        ]


def statistic_in(program: Program, ask: Ask, runs: Runs) -> float:
    """What a row of evidence states, as simulated; of story people and the pool's first stream.

    The first stream holds the people who are referred; what other streams wait for is no first
    contact (a course after a first talk).
    """
    number = next(i for i, pool in enumerate(program.pools) if pool.name == ask.pool)
    first = next(i for i, stream in enumerate(program.streams) if stream.pool == number)
    pools = [pools[number] for pools in runs]
    return statistic_of(pools, ask.statistic, ask.days, {-1, first})


def late_days(program: Program, ask: Ask, runs: Runs) -> float:
    """Days by which contacts after the first begin after they are due, on average; NaN for none."""
    number = next(i for i, pool in enumerate(program.pools) if pool.name == ask.pool)
    pools = [pools[number] for pools in runs]
    later = sum(pool.seen - pool.new_seen - pool.urgent_seen for pool in pools)
    waited = sum(pool.waited - pool.new_waited - pool.urgent_waited for pool in pools)
    return waited / later / MINUTES_PER_DAY if later else math.nan


def _windowed(scenario: Scenario, plan: Plan) -> Scenario:
    def weeks(number: int) -> Quantity:
        return Quantity(central=number, low=number, high=number, unit="weeks")

    window = Window(start=weeks(plan.start), count=weeks(plan.counted), follow=weeks(1))
    return replace(scenario, window=window)
