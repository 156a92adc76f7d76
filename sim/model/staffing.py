"""Whole-time equivalents and what they cost, before and after transfers.

A transfer moves money: the team that gives loses so many whole-time equivalents of one role, the
team that receives gets as many hours of the other role as the same money buys. So an option
costs what it is like costs, unless a post is said to be additional.
"""

from __future__ import annotations

from sim.model.scenario import Scenario
from sim.model.teams import Staff, Transfer
from sim.model.words import WEEKS_PER_YEAR


def cost_per_wte(staff: Staff) -> float:
    """GBP a year for one whole-time equivalent; nothing for a volunteer."""
    if staff.unpaid:
        return 0.0
    return staff.cost_per_hour.central * staff.hours.central * WEEKS_PER_YEAR


def received(transfer: Transfer, scenario: Scenario) -> float:
    """Whole-time equivalents that the receiving team gets."""
    if not transfer.from_team:
        return transfer.wte.central
    gives = scenario.teams[transfer.from_team].staff[transfer.role]
    gets = scenario.teams[transfer.to_team].staff[transfer.to_role]
    return transfer.wte.central * cost_per_wte(gives) / cost_per_wte(gets)


def wte_after_transfers(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Whole-time equivalents by (team, role)."""
    wte = {
        (name, role): staff.wte.central
        for name, team in scenario.teams.items()
        for role, staff in team.staff.items()
    }
    for transfer in scenario.transfers:
        if transfer.from_team:
            wte[transfer.from_team, transfer.role] -= transfer.wte.central
        wte[transfer.to_team, transfer.to_role] += received(transfer, scenario)
    return wte


def yearly_cost(scenario: Scenario) -> float:
    """GBP a year for all staff, after transfers."""
    return sum(
        wte * cost_per_wte(scenario.teams[team].staff[role])
        for (team, role), wte in wte_after_transfers(scenario).items()
    )
