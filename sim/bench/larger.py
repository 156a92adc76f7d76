"""A scenario with so many times the people, and with staff, lists, places and limits to match."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, overload

from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.teams import Staff, Stream, Team

Q = TypeVar("Q", bound=Quantity)


def larger(scenario: Scenario, times: int) -> Scenario:
    """The scenario with everything that is a number of people, posts or turns multiplied."""
    return replace(
        scenario,
        demand=_times(scenario.demand, times),
        teams={name: _team(team, times) for name, team in scenario.teams.items()},
        steps={
            name: replace(step, yearly_limit=_times(step.yearly_limit, times))
            for name, step in scenario.steps.items()
        },
        transfers=tuple(replace(t, wte=_times(t.wte, times)) for t in scenario.transfers),
    )


def _team(team: Team, times: int) -> Team:
    start = team.waiting_at_start
    return replace(
        team,
        staff={role: _staff(staff, times) for role, staff in team.staff.items()},
        other_people={name: _stream(one, times) for name, one in team.other_people.items()},
        waiting_at_start=start and replace(start, people=_times(start.people, times)),
        places=_times(team.places, times),
        closes_at=_times(team.closes_at, times),
        reopens_at=_times(team.reopens_at, times),
    )


def _staff(staff: Staff, times: int) -> Staff:
    return replace(staff, wte=_times(staff.wte, times))


def _stream(stream: Stream, times: int) -> Stream:
    return replace(
        stream,
        per_year=_times(stream.per_year, times),
        under_way=_times(stream.under_way, times),
    )


@overload
def _times(quantity: Q, times: int) -> Q: ...
@overload
def _times(quantity: None, times: int) -> None: ...
@overload
def _times(quantity: Q | None, times: int) -> Q | None: ...
def _times(quantity: Q | None, times: int) -> Q | None:
    if quantity is None:
        return None
    low, central, high = quantity.low, quantity.central, quantity.high
    return replace(quantity, low=low * times, central=central * times, high=high * times)
