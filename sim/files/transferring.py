"""Transfers of staff: money moves between priced roles, nobody gives more than she has, and the
sum balances (MODEL section 13).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sim.files.reading import Trail
from sim.files.trouble import Trouble
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte, received, wte_after_transfers, yearly_cost

BALANCE_WITHIN: Final = 0.005
"""Transfers balance to this share of the yearly cost of all staff (MODEL section 13)."""
ADDITIONAL: Final = "additional"
"""The word that ``why`` must hold where nobody gives the post up."""
SMALLEST_POST: Final = 1e-9
"""Whole-time equivalents that count as none."""


def priced(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Whole-time equivalents by team and role; before transfers where these cannot be priced."""
    if any(_troubles_of_price(scenario)):
        scenario = replace(scenario, transfers=())
    return wte_after_transfers(scenario)


def _troubles_of_price(scenario: Scenario) -> Iterator[Trouble]:
    """Money moves only between roles that cost something."""
    for position, transfer in enumerate(scenario.transfers):
        for team, role in (
            (transfer.from_team, transfer.role),
            (transfer.to_team, transfer.to_role),
        ):
            if team and cost_per_wte(scenario.teams[team].staff[role]) <= 0:
                mend = "give cost_per_hour and hours, so that money can move"
                found = f"{role} of {team}, which costs nothing"
                trail: Trail = ("transfers", position)
                yield Trouble(trail=trail, found=found, allowed="a priced role", mend=mend)


def transfers_of(scenario: Scenario) -> Iterator[Trouble]:
    """The troubles of a scenario's transfers."""
    unpriced = list(_troubles_of_price(scenario))
    yield from unpriced
    for position, transfer in enumerate(scenario.transfers):
        trail: Trail = ("transfers", position)
        if not transfer.from_team and ADDITIONAL not in transfer.why.lower():
            mend = "name from_team, or say in why that the post is additional"
            found = "a transfer from nobody"
            yield Trouble(trail=trail, found=found, allowed="a team that gives", mend=mend)
    if scenario.transfers and not unpriced:
        yield from _enough_left(scenario)
        yield from _balance(scenario)


def _enough_left(scenario: Scenario) -> Iterator[Trouble]:
    for (team, role), left in wte_after_transfers(scenario).items():
        if left < -SMALLEST_POST:
            had = scenario.teams[team].staff[role].wte.central
            yield Trouble(
                trail=("transfers",),
                found=f"transfers of {had - left:g} wte of {role} from {team}, which has {had:g}",
                allowed=f"at most {had:g} wte",
                mend="move less, or move it from another team",
            )


def _balance(scenario: Scenario) -> Iterator[Trouble]:
    """What is received costs what is given up, but for posts said to be additional."""
    surplus = 0.0
    for transfer in scenario.transfers:
        if transfer.from_team:
            gives = scenario.teams[transfer.from_team].staff[transfer.role]
            gets = scenario.teams[transfer.to_team].staff[transfer.to_role]
            surplus += received(transfer, scenario) * cost_per_wte(gets)
            surplus -= transfer.wte.central * cost_per_wte(gives)
        elif ADDITIONAL not in transfer.why.lower():
            gets = scenario.teams[transfer.to_team].staff[transfer.to_role]
            surplus += received(transfer, scenario) * cost_per_wte(gets)
    total = yearly_cost(scenario)
    if abs(surplus) > BALANCE_WITHIN * total:
        yield Trouble(
            trail=("transfers",),
            found=f"transfers that cost {surplus:+,.0f} GBP a year",
            allowed=f"a balance within {BALANCE_WITHIN * total:,.0f} GBP, 0.5% of all staff",
            mend="take as much from one team as another gets, or call the post additional",
        )
