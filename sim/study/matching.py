"""What an option would need, in £ a year, to match the first scenario's wait to right help.

Goes in: a comparison. Comes out: for each option, how many times the staff of its own teams give
the same mean wait over all people, and what they cost more or less a year. Staff are moved with the
same luck; between the ends the factor is halved towards where the waits are alike. Refuses to go
beyond three times the staff or a third of them: then it says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from sim.engines.protocol import Engine
from sim.errors import InputError
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.program import compile_program
from sim.study.compare import Comparison
from sim.study.replicate import Outcome, Progress, Task, run_tasks
from sim.study.rows import ALL, row_means, row_names
from sim.study.searching import WAIT
from sim.study.splits import NOBODY, Pool, cost_of, with_staff
from sim.study.statistics import EMPTY, Floats, Interval, interval

FURTHEST: Final = (3.0, 2.0, 1.5)
"""Times the staff at the far end, the first that the loader takes; below, their inverses."""
HALVINGS: Final = 6
"""Between the ends; from one to three times that is two in a hundred."""
Result = Literal["found", "not within", "the same", "no teams of its own"]


class MatchRow(NamedTuple):
    """One line of ``matching.csv``."""

    scenario: str
    against: str
    teams: str
    """the option's own teams, whose staff are moved; by ; where there are several"""
    cost_gbp_per_year: float
    """of those staff as drafted"""
    wait_difference: float
    """days; of the option as drafted, from the first scenario, with its 95% interval"""
    wait_low: float
    wait_high: float
    result: Result
    factor: float
    """times the staff at which waits are alike; where not within, the furthest that was tried"""
    factor_low: float
    """the most staff tried with which waits were surely longer; empty for none"""
    factor_high: float
    """the fewest tried with which they were surely shorter; empty for none"""
    gbp_per_year: float
    """what that factor costs more a year than drafted; less where negative"""
    gbp_low: float
    gbp_high: float
    steady: bool
    """whether more staff never lengthened the wait, among all that was tried"""
    replications: int


class _Tried(NamedTuple):
    """Times the staff, and the paired difference in wait."""

    factor: float
    wait: Interval


def own_teams(option: Scenario, first: Scenario) -> list[Pool]:
    """The pools of the queued teams that only the option has, with somebody in them."""
    return [
        (team, role)
        for (team, role), wte in wte_after_transfers(option).items()
        if team not in first.teams and option.teams[team].wait == "queue" and wte > NOBODY
    ]


def matched(
    headline: Comparison,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> tuple[MatchRow, ...]:
    """For each option what it would need, with as many runs as stand beside the headline."""
    rows = []
    for place, name in enumerate(headline.options):
        search = _Search(headline, headline.scenarios[name], engine, workers)
        rows.append(search.row())
        progress(place + 1, len(headline.options))
    return tuple(rows)


class _Search:
    """One option's search; what was tried is kept."""

    def __init__(
        self, headline: Comparison, option: Scenario, engine: str | Engine, workers: int
    ) -> None:
        """Nothing is run yet."""
        self.first = headline.scenarios[headline.baseline]
        self.option, self.engine, self.workers = option, engine, workers
        self.seed = headline.plan.seed
        self.runs = headline.plan.beside().replications
        self.pools = own_teams(option, self.first)
        after = wte_after_transfers(option)
        self.staff = {pool: after[pool] for pool in self.pools}
        self.base = self._waits(headline.lanes[headline.baseline][: self.runs])
        self.tried: list[_Tried] = []
        drafted = self._waits(headline.lanes[option.name][: self.runs]) - self.base
        self.tried.append(_Tried(1.0, interval(drafted)))

    def row(self) -> MatchRow:
        """Search, and say what was found."""
        if not self.pools:
            return self._said("no teams of its own", EMPTY)
        gap = self.tried[0].wait.mean
        if gap == 0.0:
            return self._said("the same", 1.0)
        end = self._far_end(more=gap > 0.0)
        if end is None or (end.wait.mean > 0.0) == (gap > 0.0):
            return self._said("not within", end.factor if end else EMPTY)
        longer, shorter = (self.tried[0], end) if gap > 0.0 else (end, self.tried[0])
        for _ in range(HALVINGS):
            middle = self._at(math.sqrt(longer.factor * shorter.factor))
            if middle is None:
                break
            longer, shorter = (middle, shorter) if middle.wait.mean > 0.0 else (longer, middle)
        return self._said("found", math.sqrt(longer.factor * shorter.factor))

    def _far_end(self, *, more: bool) -> _Tried | None:
        """The furthest that the loader takes."""
        for times in FURTHEST:
            end = self._at(times if more else 1.0 / times)
            if end is not None:
                return end
        return None

    def _at(self, factor: float) -> _Tried | None:
        """The wait with so many times the staff; None where the loader does not take it."""
        staff = {pool: factor * wte for pool, wte in self.staff.items()}
        try:
            scenario = with_staff(self.option, staff)
        except InputError:
            return None
        programs = {scenario.name: compile_program(scenario)}
        tasks = [Task(scenario=scenario.name, replication=n + 1) for n in range(self.runs)]
        outcomes = run_tasks(
            programs, tasks, seed=self.seed, engine=self.engine, workers=self.workers
        )
        found = _Tried(factor, interval(self._waits(outcomes) - self.base))
        self.tried.append(found)
        return found

    def _waits(self, outcomes: Sequence[Outcome]) -> Floats:
        """Mean days to right help over all people, (replications,)."""
        follow = compile_program(self.first).follow
        found = row_means(self.first, outcomes, [DEFINITIONS[WAIT]], follow).means[WAIT]
        waits: Floats = found[row_names(self.first).index(ALL)]
        return waits

    def _said(self, result: Result, factor: float) -> MatchRow:
        drafted = self.tried[0].wait
        longer = [one.factor for one in self.tried if one.wait.low > 0.0]
        shorter = [one.factor for one in self.tried if one.wait.high < 0.0]
        low, high = max(longer, default=EMPTY), min(shorter, default=EMPTY)
        waits = [one.wait.mean for one in sorted(self.tried)]
        cost = cost_of(self.option, self.staff)
        return MatchRow(
            scenario=self.option.name,
            against=self.first.name,
            teams=";".join(dict.fromkeys(team for team, _ in self.pools)),
            cost_gbp_per_year=cost,
            wait_difference=drafted.mean,
            wait_low=drafted.low,
            wait_high=drafted.high,
            result=result,
            factor=factor,
            factor_low=low,
            factor_high=high,
            gbp_per_year=(factor - 1.0) * cost,
            gbp_low=(low - 1.0) * cost,
            gbp_high=(high - 1.0) * cost,
            steady=all(a >= b for a, b in pairwise(waits)),
            replications=self.runs,
        )
