"""Staff that keep their share of the work when the work is drawn otherwise.

Goes in: a scenario, and the same with its numbers elsewhere in their ranges. Comes out: the second,
with as much more or less staff in each queued team as its other people ask for more or less time
than before, and places on its caseload for as many more or fewer people under way.

Staff of a queued team are no datum here. They were fitted to a published wait, or set by rule to
what the team is asked for, as a *share* of the time that its other people take (``loading``). So
another length of contacts means other staff by the same fit or rule. Without this a draw of longer
contacts would be a draw of lists without end, which the published waits rule out, and most draws
would say what an overfull system does and not what an option does. What a new team was given by
transfers was sized by its work too, and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.model.quantities import Quantity
from sim.model.rosters import SMALLEST_POST
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.teams import Staff, Team, Transfer
from sim.program import compile_program
from sim.study.capacity import other_minutes

Pool = tuple[str, str]
"""Team and role."""


def with_shares_kept(moved: Scenario, before: Scenario) -> Scenario:
    """``moved`` with the staff and places that keep the shares of ``before``.

    Every pool ends, after transfers, with as many times its staff as it is asked for. Transfers to
    a team that needs less get smaller; what one that needs more lacks is added to its own posts,
    since the giver may not have it.
    """
    asked, asked_before = _asked(moved), _asked(before)
    factors = {
        pool: asked[pool] / minutes for pool, minutes in asked_before.items() if minutes > 0.0
    }
    after = wte_after_transfers(moved)
    fewer = replace(moved, transfers=tuple(_no_more(one, factors) for one in moved.transfers))
    then = wte_after_transfers(fewer)
    teams = {}
    for name, team in moved.teams.items():
        lacks = {
            role: factors.get((name, role), 1.0) * after[name, role] - then[name, role]
            for role in team.staff
        }
        teams[name] = _staffed(team, lacks, _more_under_way(team, before.teams[name]))
    return replace(fewer, teams=teams)


def _asked(scenario: Scenario) -> dict[Pool, float]:
    """Minutes a week that other people ask of each pool of a team that queues."""
    program = compile_program(scenario)
    minutes = other_minutes(program)
    return {
        (program.teams[pool.team].name, pool.role): minutes[number]
        for number, pool in enumerate(program.pools)
        if not pool.drawn
    }


def _more_under_way(team: Team, before: Team) -> float:
    """How many times as many of its other people take a place at a time, at a wait that stands."""
    now, then = _under_way(team), _under_way(before)
    return now / then if then else 1.0


def _under_way(team: Team) -> float:
    return sum(
        stream.per_year.central * (stream.sessions.central - 1.0) * stream.interval.minutes
        for stream in team.other_people.values()
        if stream.place
    )


def _staffed(team: Team, lacks: Mapping[str, float], places: float) -> Team:
    staff: dict[str, Staff] = {
        role: replace(one, wte=_set(one.wte, one.wte.central + lacks[role]))
        for role, one in team.staff.items()
    }
    kept = team.places and _set(team.places, team.places.central * places)
    return replace(team, staff=staff, places=kept)


def _no_more(transfer: Transfer, factors: Mapping[Pool, float]) -> Transfer:
    factor = min(1.0, factors.get((transfer.to_team, transfer.to_role), 1.0))
    return replace(transfer, wte=_set(transfer.wte, transfer.wte.central * factor))


def _set(quantity: Quantity, central: float) -> Quantity:
    if abs(central - quantity.central) < SMALLEST_POST:
        return quantity
    low, high = min(quantity.low, central), max(quantity.high, central)
    return replace(quantity, low=low, central=central, high=high)
