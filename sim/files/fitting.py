"""Whether the contacts of a scenario can ever begin: openings, shifts and time for a transfer.

Goes in: a scenario and its whole-time equivalents. Comes out: a trouble for each contact whose
planned minutes fit no opening that its teams share, or no shift of the workers who are to take
part, for each that has more seats of a role than it has workers, and for each live transfer that
is over before the next contact may begin. A contact may run past the end of a shift by its team's
overrun; days on which a team is shut are not looked at.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sim.files.hours import shared_stretches
from sim.files.reading import Trail
from sim.files.trouble import Trouble
from sim.model.quantities import Quantity
from sim.model.rosters import WHOLE_WEEK, Openings, openings, slots
from sim.model.scenario import Scenario
from sim.model.steps import Step

Wte = Mapping[tuple[str, str], float]
"""Whole-time equivalents by team and role, after transfers."""
Pool = tuple[str, str]
"""A team and a role of it."""
Rota = tuple[tuple[tuple[int, float], ...], ...]
"""For each worker the stretches of a week in which a contact may be under way."""


def fitting_of(scenario: Scenario, wte: Wte) -> Iterator[Trouble]:
    """The troubles of contacts that could never begin."""
    for name, step in scenario.steps.items():
        if not step.is_pause:
            teams = [step.team, *(seat.team for seat in step.beside)]
            needed = Counter(_seats(scenario, step))
            trail: Trail = ("steps", name, "minutes")
            yield from _too_long(scenario, wte, step.minutes.mean, teams, needed, trail)
            yield from _too_few(scenario, wte, needed, ("steps", name, "beside"))
        yield from _hopeless_transfers(scenario, name, step)
    for name, team in scenario.teams.items():
        for stream, people in team.other_people.items():
            needed = Counter([(name, people.role or next(iter(team.staff)))])
            trail = ("teams", name, "other_people", stream, "minutes")
            yield from _too_long(scenario, wte, people.minutes.mean, [name], needed, trail)


def _seats(scenario: Scenario, step: Step) -> Iterator[Pool]:
    """The seats of a contact that may not stay empty."""
    yield step.team, step.role or next(iter(scenario.teams[step.team].staff))
    yield from ((seat.team, seat.role) for seat in step.beside if not seat.if_free)


def _too_few(
    scenario: Scenario, wte: Wte, needed: Counter[Pool], trail: Trail
) -> Iterator[Trouble]:
    """Nobody takes two seats, also where the wait is drawn and workers have no shifts."""
    for (team, role), seats in needed.items():
        if scenario.teams[team].wait != "drawn":
            continue
        there = len(_slots(scenario, wte, (team, role)))
        if 0 < there < seats:
            yield Trouble(
                trail=trail,
                found=f"{seats} seats for {role} of {team}, of whom there is only {there}",
                allowed="no more seats of a role than it has workers, if_free seats left out",
                mend="give them more wte, leave a seat out, or let it be if_free",
            )


def _hopeless_transfers(scenario: Scenario, name: str, step: Step) -> Iterator[Trouble]:
    """Nobody can wait together for a contact that needs more notice than they may wait."""
    for position, rule in enumerate(step.then):
        if rule.keep is None or not rule.go:
            continue
        notice = scenario.steps[rule.go].notice
        if notice is not None and rule.keep.minutes < notice.minutes:
            yield Trouble(
                trail=("steps", name, "then", position, "keep"),
                found=f"keep for {rule.keep.minutes:g} minutes, but {rule.go} needs notice "
                f"of {notice.minutes:g}",
                allowed="keep at least as long as the notice of the next step",
                mend=f"lengthen keep, leave it out, or shorten notice of {rule.go}",
            )


def _too_long(
    scenario: Scenario,
    wte: Wte,
    minutes: Quantity,
    teams: Sequence[str],
    needed: Counter[Pool],
    trail: Trail,
) -> Iterator[Trouble]:
    """A contact must fit an opening that all its teams share, and then the shifts of its workers.

    The overrun of an opening is the first team's.
    """
    open_at = WHOLE_WEEK
    for team in teams:
        open_at = shared_stretches(open_at, _open(scenario, team))
    if not open_at:
        mend = "change the hours or the teams"
        allowed = "hours in which all teams are open"
        found = "teams that are never open together"
        yield Trouble(trail=trail, found=found, allowed=allowed, mend=mend)
        return
    most = max(end - start for start, end in open_at) + scenario.teams[teams[0]].overrun.central
    if minutes.central > most:
        yield Trouble(
            trail=trail,
            found=f"{minutes.central:g} minutes",
            allowed=f"at most {most:g} minutes, the longest opening with overrun",
            mend="shorten the contact, or lengthen the opening hours",
        )
        return
    rotas = {pool: _rota(scenario, wte, pool) for pool in needed}
    needed = Counter({pool: needed[pool] for pool, rota in rotas.items() if rota})
    most = _longest(rotas, needed)
    if minutes.central > most:
        yield _no_shift(minutes.central, most, needed, trail)


def _no_shift(minutes: float, most: float, needed: Counter[Pool], trail: Trail) -> Trouble:
    """The trouble of a contact that is longer than its workers are ever on shift together."""
    who = " and ".join(f"{count} {role} of {team}" for (team, role), count in needed.items())
    together = "their longest time on shift together" if needed.total() > 1 else "the longest shift"
    return Trouble(
        trail=trail,
        found=f"{minutes:g} minutes with {who}",
        allowed=f"at most {most:g} minutes, {together} with overrun",
        mend="shorten the contact, or give them more wte, longer shifts or other hours",
    )


def _longest(rotas: Mapping[Pool, Rota], needed: Counter[Pool]) -> float:
    """Minutes of the longest contact for which so many workers of each pool are on shift.

    The best moment to begin is one at which somebody's shift begins.
    """
    begins = {start for pool in needed for ends in rotas[pool] for start, _ in ends}
    return max(
        (min(_left(rotas[pool], at, count) for pool, count in needed.items()) for at in begins),
        default=math.inf,
    )


def _left(rota: Rota, at: int, count: int) -> float:
    """Minutes after which the last but so many of those on shift at a minute must end."""
    ends = sorted(
        (end - at for shifts in rota for start, end in shifts if start <= at < end), reverse=True
    )
    return ends[count - 1] if len(ends) >= count else 0.0


def _rota(scenario: Scenario, wte: Wte, pool: Pool) -> Rota:
    """When each worker could be in a contact, overrun included; none where a wait is drawn."""
    team = scenario.teams[pool[0]]
    if team.wait == "drawn":
        return ()
    overrun = team.overrun.central
    return tuple(
        tuple((start, math.inf if shifts == WHOLE_WEEK else end + overrun) for start, end in shifts)
        for shifts in _slots(scenario, wte, pool)
    )


def _slots(scenario: Scenario, wte: Wte, pool: Pool) -> tuple[Openings, ...]:
    """The weekly shifts of each worker."""
    hours = scenario.teams[pool[0]].staff[pool[1]].hours.central
    return slots(_open(scenario, pool[0]), wte[pool], hours)


def _open(scenario: Scenario, team: str) -> Openings:
    return openings(scenario.calendars[scenario.teams[team].calendar])
