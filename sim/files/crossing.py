"""What must hold between the parts of one scenario, once each part makes sense by itself.

Handoffs where a step belongs to another team, doors for whoever may notice, contacts that fit
into opening hours, and transfers of staff that balance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sim.files.hours import Stretch, shared_stretches, stretches
from sim.files.reading import Trail
from sim.files.trouble import Trouble, one_of
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte, received, wte_after_transfers, yearly_cost
from sim.model.steps import Rule, Step
from sim.model.words import HANDOFFS

BALANCE_WITHIN: Final = 0.005
"""Transfers balance to this share of the yearly cost of all staff (MODEL section 13)."""
ADDITIONAL: Final = "additional"
"""The word that ``why`` must hold where nobody gives the post up."""
_WTE_TOLERANCE: Final = 1e-9


def crossing_of(scenario: Scenario) -> Iterator[Trouble]:
    """The troubles between the parts of a scenario."""
    wte = _priced(scenario)
    for name, step in scenario.steps.items():
        for position, rule in enumerate(step.then):
            yield from _handing_on(scenario, step, rule, ("steps", name, "then", position))
        yield from _roles(scenario, step, wte, ("steps", name))
        yield from _fits(scenario, step, ("steps", name))
    yield from _doors(scenario)
    yield from _streams(scenario)
    yield from _transfers(scenario)


def _handing_on(scenario: Scenario, step: Step, rule: Rule, trail: Trail) -> Iterator[Trouble]:
    if not rule.go:
        return
    target = scenario.steps[rule.go].team
    if target != step.team and not rule.by:
        yield Trouble(
            trail=trail,
            found=f"a move from {step.team} to {target} without by",
            allowed=one_of(HANDOFFS),
            mend="say by which kind of handoff",
        )
    if target == step.team:
        for word in ("by", "if_bounced", "if_lost", "link_back"):
            if getattr(rule, word):
                yield Trouble(
                    trail=(*trail, word),
                    found=f"{word} in a move within the team {step.team}",
                    allowed="only with a step of another team",
                    mend="leave it out, or go to a step of another team",
                )


def _roles(
    scenario: Scenario, step: Step, wte: dict[tuple[str, str], float], trail: Trail
) -> Iterator[Trouble]:
    """Somebody must be there to take each seat."""
    for at, team, role in _seats(scenario, step):
        if step.pause is None and abs(wte[team, role]) <= _WTE_TOLERANCE:
            yield Trouble(
                trail=(*trail, *at),
                found=f"the role {role} of {team}, of which there is nobody",
                allowed="a role with more than 0 whole-time equivalents",
                mend="use another role, or give or transfer staff to this one",
            )


def _seats(scenario: Scenario, step: Step) -> Iterator[tuple[Trail, str, str]]:
    first = step.role or next(iter(scenario.teams[step.team].staff))
    yield ("role",) if step.role else ("team",), step.team, first
    for position, seat in enumerate(step.beside):
        yield ("beside", position), seat.team, seat.role


def _fits(scenario: Scenario, step: Step, trail: Trail) -> Iterator[Trouble]:
    """The planned minutes fit some opening that all seats share, with the first team's overrun."""
    if step.pause is not None:
        return
    open_at = _open(scenario, step.team)
    for seat in step.beside:
        open_at = shared_stretches(open_at, _open(scenario, seat.team))
    overrun = scenario.teams[step.team].overrun.central
    for trouble in _too_long(step.minutes.mean, open_at, overrun):
        yield trouble.beneath((*trail, "minutes"))


def _streams(scenario: Scenario) -> Iterator[Trouble]:
    for name, team in scenario.teams.items():
        for stream, people in team.other_people.items():
            found = _too_long(people.minutes.mean, _open(scenario, name), team.overrun.central)
            for trouble in found:
                yield trouble.beneath(("teams", name, "other_people", stream, "minutes"))


def _open(scenario: Scenario, team: str) -> tuple[Stretch, ...]:
    return stretches(scenario.calendars[scenario.teams[team].calendar].openings)


def _too_long(minutes: Quantity, open_at: tuple[Stretch, ...], overrun: float) -> Iterator[Trouble]:
    longest = max((end - start for start, end in open_at), default=0)
    if not open_at:
        mend = "change the hours or the teams"
        allowed = "hours in which all teams are open"
        yield Trouble(found="teams that are never open together", allowed=allowed, mend=mend)
    elif minutes.central > longest + overrun:
        yield Trouble(
            found=f"{minutes.central:g} minutes",
            allowed=f"at most {longest + overrun:g} minutes, the longest opening with overrun",
            mend="shorten the contact, or lengthen the opening hours",
        )


def _doors(scenario: Scenario) -> Iterator[Trouble]:
    if "otherwise" in scenario.doors:
        return
    noticers = dict.fromkeys(
        noticer for persona in scenario.personas.values() for noticer in persona.noticers
    )
    for noticer in noticers:
        if noticer not in scenario.doors:
            yield Trouble(
                trail=("doors",),
                found=f"no door for {noticer}, who may notice",
                allowed="a door for every noticer, or otherwise",
                mend=f"add {noticer}: with a step, or otherwise: with a step",
            )


def _priced(scenario: Scenario) -> dict[tuple[str, str], float]:
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


def _transfers(scenario: Scenario) -> Iterator[Trouble]:
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
        if left < -_WTE_TOLERANCE:
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
