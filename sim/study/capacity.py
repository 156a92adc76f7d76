"""Whether a queued team can keep up: minutes that it is asked for against minutes on its rota.

Goes in: a scenario. Comes out: for each pool of a queued team what other people ask of it (from
rates alone) and what story people ask of it (measured in short runs in which nobody has to wait
for staff). Paperwork counts on both sides of the sum. Refuses to say how long anybody waits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sim.engines.named import engine_named
from sim.engines.protocol import Engine
from sim.errors import Fault
from sim.log import Row
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.staffing import wte_after_transfers
from sim.model.teams import Staff, Team
from sim.model.words import MINUTES_PER_WEEK
from sim.program import Program, compile_program
from sim.study.staff import minutes_used

FULL: Final = 0.95
"""Share of rostered time beyond which a queue grows for ever in practice; ``check`` refuses it."""
LONGEST_WEEKS: Final = 52
"""Weeks of waiting beyond which a list is no list; no start of a run can hold it."""
AMPLE: Final = 3.0
"""Times the staff, with no other people: nobody waits for long."""
AT_LEAST: Final = 5.0
"""Whole-time equivalents that every pool has in that run."""
RUNS: Final = 2
WEEKS: Final = (26, 8, 4)
"""Start, counted and followed weeks of that run: courses of half a year are under way by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What one pool of a queued team is asked for, in minutes a week."""

    team: str
    role: str
    other_people: float
    story_people: float
    rostered: int
    stopping_per_week: float = 0.0
    """the slowest at which its other people stop waiting; 0 where some of them never do"""

    @property
    def settles_at_weeks(self) -> float:
        """The wait at which as many stop waiting as cannot be seen; infinite where nobody stops.

        Where a share h of those waiting stops each week and everybody who is seen has waited W
        weeks, the share exp(−hW) of what is asked for is seen.
        """
        if self.share <= FULL:
            return 0.0
        if not self.stopping_per_week or math.isinf(self.share):
            return math.inf
        return math.log(self.share / FULL) / self.stopping_per_week

    @property
    def share(self) -> float:
        """Share of rostered time."""
        if not self.rostered:
            return float("inf") if self.other_people + self.story_people else 0.0
        return (self.other_people + self.story_people) / self.rostered

    def __str__(self) -> str:
        return (
            f"{self.team}.{self.role}: {self.share:.0%} of the rota ({self.rostered:,} minutes a "
            f"week): other people {self.other_people:,.0f}, these people {self.story_people:,.0f}"
        )


def offered(scenario: Scenario, *, seed: int = 1, engine: str | Engine = "auto") -> list[Offered]:
    """What is asked of every pool whose team has a queue, in file order."""
    program = compile_program(scenario)
    others = other_minutes(program)
    story = story_minutes(scenario, seed, engine)
    return [
        Offered(
            team=program.teams[pool.team].name,
            role=pool.role,
            other_people=others[number],
            story_people=story[number],
            rostered=pool.rostered_per_week,
            stopping_per_week=_slowest_stopping(program, number),
        )
        for number, pool in enumerate(program.pools)
        if not pool.drawn
    ]


def _slowest_stopping(program: Program, pool: int) -> float:
    rates = [stream.stopping for stream in program.streams if stream.pool == pool]
    return min(rates, default=0.0) * MINUTES_PER_WEEK


def other_minutes(program: Program) -> list[float]:
    """Minutes a week that other people ask of each pool, paperwork included."""
    minutes = [0.0] * len(program.pools)
    for stream in program.streams:
        each = (1.0 - stream.missed) * stream.law.mean + stream.missed * stream.planned
        contacts = MINUTES_PER_WEEK / stream.gap * stream.sessions
        minutes[stream.pool] += contacts * each * (1.0 + program.pools[stream.pool].paperwork)
    return minutes


def story_minutes(scenario: Scenario, seed: int, engine: str | Engine) -> list[float]:
    """Minutes a week that story people ask of each pool where nobody waits for staff."""
    run = engine_named(engine) if isinstance(engine, str) else engine
    program = compile_program(with_ample_staff(scenario))
    weeks = RUNS * (program.horizon - program.start) / MINUTES_PER_WEEK
    minutes = [0.0] * len(program.pools)
    for replication in range(1, RUNS + 1):
        totals = run(program, seed=seed, replication=replication, sink=_Nowhere())
        for place, pool in enumerate(totals.pools):
            minutes[place] += minutes_used(pool) / weeks
    return minutes


def with_ample_staff(scenario: Scenario) -> Scenario:
    """The scenario without other people and with more staff than anybody could need.

    Companions do not come along: they do so only if free, to every contact, so that more staff
    would only mean more of it. That work yields to all other and makes no queue.
    """
    wte = wte_after_transfers(scenario)
    return replace(
        scenario,
        transfers=(),
        teams={name: _ample(name, team, wte) for name, team in scenario.teams.items()},
        steps={name: replace(step, companion=None) for name, step in scenario.steps.items()},
        window=Window(start=_weeks(WEEKS[0]), count=_weeks(WEEKS[1]), follow=_weeks(WEEKS[2])),
    )


def _ample(name: str, team: Team, wte: Mapping[tuple[str, str], float]) -> Team:
    if team.wait == "drawn":
        return team
    staff: dict[str, Staff] = {}
    for role, one in team.staff.items():
        enough = max(AMPLE * wte[name, role], AT_LEAST)
        staff[role] = replace(one, wte=replace(one.wte, central=enough, high=enough))
    return replace(team, staff=staff, other_people={}, waiting_at_start=None)


def overfull(scenario: Scenario, *, engine: str | Engine = "auto") -> list[Fault]:
    """A fault for every pool that is asked for more than it can keep up with.

    Where people stop waiting a list settles; it is refused where it would do so beyond a year.
    """
    return [
        Fault(
            file=scenario.name,
            field=f"teams.{pool.team}.staff.{pool.role}.wte",
            found=f"{pool.share:.0%} of rostered time asked for",
            allowed=f"at most {FULL:.0%}, or a list that settles within {LONGEST_WEEKS} weeks",
            mend=f"more staff, or fewer people: {pool}",
        )
        for pool in offered(scenario, engine=engine)
        if pool.settles_at_weeks > LONGEST_WEEKS
    ]


class _Nowhere:
    """A sink that remembers nothing."""

    def see(self, row: Row) -> None:
        """Nothing."""


def _weeks(number: float) -> Quantity:
    return Quantity(central=number, low=number, high=number, unit="weeks")
