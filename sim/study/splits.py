"""Other ways to divide an option's staff among its teams at the same cost a year.

Goes in: an option and the first scenario. Comes out: whole-time equivalents by pool. What may be
divided is what the design itself decided: the staff of every queued team whose number the option
changed and of whom there are some left. Teams that it left alone keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sim.errors import InputError
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte, wte_after_transfers
from sim.model.words import MINUTES_PER_WEEK
from sim.program import compile_program
from sim.study.moving import read_again, with_places_served
from sim.study.replicate import Outcome
from sim.study.staff import minutes_used

NOBODY: Final = 1e-6
"""Whole-time equivalents that are nobody."""
KEPT: Final = 0.25
"""Share of its drafted staff that every team keeps, however little it is used."""
PARTS: Final = (1.0, 0.5, 0.25, 0.125)
"""How much of the way to a division is gone, tried in this order, where the loader refuses it."""
Pool = tuple[str, str]
"""A team and a role."""
Division = Mapping[Pool, float]
"""Whole-time equivalents by pool, after transfers."""


class Divided(NamedTuple):
    """An option with its staff divided otherwise."""

    scenario: Scenario
    staff: Division
    """of the pools that may be divided"""
    part: float
    """how much of the way from the draft to the division that was asked for"""


def own_pools(option: Scenario, first: Scenario) -> list[Pool]:
    """The pools among which an option's staff may be divided, in file order."""
    before, after = wte_after_transfers(first), wte_after_transfers(option)
    return [
        pool
        for pool, wte in after.items()
        if option.teams[pool[0]].wait == "queue"
        and wte > NOBODY
        and abs(wte - before.get(pool, 0.0)) > NOBODY
    ]


def drafted(option: Scenario, pools: Sequence[Pool]) -> dict[Pool, float]:
    """The staff of the pools as the option was written."""
    after = wte_after_transfers(option)
    return {pool: after[pool] for pool in pools}


def cost_of(option: Scenario, staff: Division) -> float:
    """GBP a year for these staff."""
    return sum(
        wte * cost_per_wte(option.teams[team].staff[role]) for (team, role), wte in staff.items()
    )


def at_the_same_cost(option: Scenario, draft: Division, wanted: Division) -> dict[Pool, float]:
    """As many staff in these proportions as the draft's money pays, each pool keeping a quarter."""
    floor = {pool: KEPT * wte for pool, wte in draft.items()}
    above = {pool: max(0.0, wanted[pool] - floor[pool]) for pool in draft}
    left = cost_of(option, draft) - cost_of(option, floor)
    asked = cost_of(option, above)
    factor = left / asked if asked > 0.0 else 0.0
    if not factor:
        return dict(draft)
    return {pool: floor[pool] + factor * above[pool] for pool in draft}


def by_load(draft: Division, used: Mapping[Pool, float]) -> dict[Pool, float]:
    """Staff in proportion to the time that is used of those drafted."""
    return {pool: wte * used[pool] for pool, wte in draft.items()}


def shares_used(option: Scenario, outcomes: Sequence[Outcome]) -> dict[Pool, float]:
    """By pool: the share of its rota that was used, from the first counted week on, over runs.

    A team that cannot keep up counts as full, however long its list.
    """
    program = compile_program(option)
    weeks = (program.horizon - program.start) / MINUTES_PER_WEEK
    used: dict[Pool, float] = {}
    for place, pool in enumerate(program.pools):
        minutes = sum(minutes_used(one.pools[place]) for one in outcomes) / len(outcomes)
        has = pool.rostered_per_week * weeks
        used[program.teams[pool.team].name, pool.role] = minutes / has if has else 0.0
    return used


def divided(option: Scenario, draft: Division, wanted: Division) -> Divided | None:
    """The option with its staff so divided, or as far that way as the loader takes it.

    None where it takes no part of the way.
    """
    for part in PARTS:
        staff = {pool: wte + part * (wanted[pool] - wte) for pool, wte in draft.items()}
        try:
            return Divided(with_staff(option, staff), staff, part)
        except InputError:
            continue
    return None


def with_staff(option: Scenario, staff: Division) -> Scenario:
    """The option with its transfers made and these staff in these pools. Raises InputError."""
    after = {**wte_after_transfers(option), **staff}
    teams = {
        name: replace(
            team,
            staff={
                role: replace(one, wte=_wte(one.wte, after[name, role]))
                for role, one in team.staff.items()
            },
        )
        for name, team in option.teams.items()
    }
    return read_again(with_places_served(replace(option, transfers=(), teams=teams)))


def _wte(before: Quantity, wte: float) -> Quantity:
    wte = max(0.0, wte)
    if before.central == wte:
        return before
    return Quantity(
        central=wte,
        low=min(before.low, wte),
        high=max(before.high, wte),
        unit=before.unit,
        assumed="as divided by a study",
    )
