"""What must hold between the parts of one scenario, once each part makes sense by itself.

Handoffs where a step belongs to another team, doors for whoever may notice, seats that somebody
can take, and teams that have what their steps need; in ``fitting``, contacts that can begin.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from sim.files.fitting import fitting_of
from sim.files.reading import Trail
from sim.files.transferring import SMALLEST_POST, priced, transfers_of
from sim.files.trouble import Trouble, one_of
from sim.model.quantities import DURATIONS
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.steps import Rule, Step
from sim.model.teams import Team
from sim.model.words import HANDOFFS, MINUTES_PER_HOUR

_PLACES_FILL: Final = 0.9
"""Share of a week's contact minutes that people with a place may need (MODEL section 8)."""


def crossing_of(scenario: Scenario) -> Iterator[Trouble]:
    """The troubles between the parts of a scenario."""
    wte = priced(scenario)
    for name, step in scenario.steps.items():
        for position, rule in enumerate(step.then):
            yield from _handing_on(scenario, step, rule, ("steps", name, "then", position))
        yield from _roles(scenario, step, wte, ("steps", name))
        yield from _companion(scenario, step, ("steps", name))
        yield from _holders(scenario, step, ("steps", name))
    yield from _doors(scenario)
    yield from fitting_of(scenario, wte)
    for name, team in scenario.teams.items():
        yield from _boundary(scenario, name, team)
        yield from _places(scenario, name, wte)
        yield from _pinned(scenario, name, team)
    yield from transfers_of(scenario)


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
    for position, name in enumerate(rule.meanwhile):
        if scenario.steps[name].at_once or name == rule.go:
            found = f"{name}, which is where she goes" if name == rule.go else f"{name}: at_once"
            yield Trouble(
                trail=(*trail, "meanwhile", position),
                found=found,
                allowed="a step that she can have alongside: another one, and not at_once",
                mend="name another step, or leave it out",
            )


def _roles(
    scenario: Scenario, step: Step, wte: dict[tuple[str, str], float], trail: Trail
) -> Iterator[Trouble]:
    """Somebody must be there to take each seat."""
    for at, team, role in _seats(scenario, step):
        if not step.is_pause and abs(wte[team, role]) <= SMALLEST_POST:
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
    if step.companion is not None:
        yield ("companion", "role"), step.companion.team, step.companion.role


def _doors(scenario: Scenario) -> Iterator[Trouble]:
    if "otherwise" in scenario.doors:
        return
    noticers = dict.fromkeys(
        noticer
        for persona in scenario.personas.values()
        for noticers in (persona.noticers, *(day.noticed_by for day in persona.coming.values()))
        for noticer in noticers
    )
    for noticer in noticers:
        if noticer not in scenario.doors:
            yield Trouble(
                trail=("doors",),
                found=f"no door for {noticer}, who may notice",
                allowed="a door for every noticer, or otherwise",
                mend=f"add {noticer}: with a step, or otherwise: with a step",
            )


def _companion(scenario: Scenario, step: Step, trail: Trail) -> Iterator[Trouble]:
    """A companion is somebody with a caseload."""
    given = step.companion
    if given is None or scenario.teams[given.team].staff[given.role].caseload is not None:
        return
    yield Trouble(
        trail=(*trail, "companion", "role"),
        found=f"the role {given.role} of {given.team}, which has no caseload",
        allowed="a role with a caseload",
        mend=f"give caseload at teams.{given.team}.staff.{given.role}, or name another role",
    )


def _holders(scenario: Scenario, step: Step, trail: Trail) -> Iterator[Trouble]:
    """A seat for her holder can only be taken if somebody of that role may become one."""
    first = (step.team, step.role or next(iter(scenario.teams[step.team].staff)))
    seats: list[tuple[Trail, str, tuple[str, str]]] = [(("who",), step.who, first)]
    for position, seat in enumerate(step.beside):
        seats.append((("beside", position, "who"), seat.who, (seat.team, seat.role)))
    for at, who, (team, role) in seats:
        if who == "holder" and (team, role) not in _may_hold(scenario):
            yield Trouble(
                trail=(*trail, *at),
                found=f"a seat for her holder, which no {role} of {team} ever becomes",
                allowed="a role that a step gives as companion, or whose seat has who: own",
                mend="name another role, or let a step give her such a worker",
            )


def _may_hold(scenario: Scenario) -> set[tuple[str, str]]:
    """Roles whose workers stay with her: companions, and those whom she keeps as her own."""
    found: set[tuple[str, str]] = set()
    for step in scenario.steps.values():
        if step.companion is not None:
            found.add((step.companion.team, step.companion.role))
        if step.who == "own":
            found.add((step.team, step.role or next(iter(scenario.teams[step.team].staff))))
        found |= {(seat.team, seat.role) for seat in step.beside if seat.who == "own"}
    return found


def _boundary(scenario: Scenario, name: str, team: Team) -> Iterator[Trouble]:
    """Who grows out of a team must come to another."""
    if team.at_boundary and scenario.steps[team.at_boundary].team == name:
        yield Trouble(
            trail=("teams", name, "at_boundary"),
            found=f"the step {team.at_boundary}, which {name} does itself",
            allowed="a step of another team",
            mend="name a step of the team that takes her over, or leave it out",
        )


def _places(scenario: Scenario, name: str, wte: dict[tuple[str, str], float]) -> Iterator[Trouble]:
    """Courses that take a place need places, and no more of them than staff can serve."""
    team = scenario.teams[name]
    courses = {
        slug: step
        for slug, step in scenario.steps.items()
        if step.team == name and step.helps is not None and step.helps.place
    }
    for slug, step in courses.items():
        if team.places is None:
            yield Trouble(
                trail=("steps", slug, "helps", "place"),
                found=f"a place in {name}, which has no places",
                allowed="place only where the team has places",
                mend=f"give teams.{name}.places, or leave place out",
            )
            continue
        role = step.role or next(iter(team.staff))
        has = _contact_minutes(team, role, wte[name, role])
        needed = team.places.central * _minutes_a_week(step)
        if needed > _PLACES_FILL * has:
            yield Trouble(
                trail=("teams", name, "places"),
                found=f"{team.places.central:g} places in {slug}, which need {needed:,.0f} "
                f"minutes a week of the {has:,.0f} that {role} has for contacts",
                allowed=f"at most {_PLACES_FILL * has:,.0f} minutes, 90% of them",
                mend="give fewer places or more staff, or let sessions be shorter or further apart",
            )


def most_places(scenario: Scenario, name: str) -> float:
    """The places that a team's staff can serve, whatever it has now; infinite without courses."""
    wte = wte_after_transfers(scenario)
    team = scenario.teams[name]
    most = math.inf
    for step in scenario.steps.values():
        if step.team == name and step.helps is not None and step.helps.place:
            role = step.role or next(iter(team.staff))
            each, has = _minutes_a_week(step), _contact_minutes(team, role, wte[name, role])
            most = min(most, _PLACES_FILL * has / each if each else math.inf)
    return most


def _contact_minutes(team: Team, role: str, wte: float) -> float:
    """Minutes a week that so many of a role have for contacts."""
    staff = team.staff[role]
    return wte * staff.hours.central * MINUTES_PER_HOUR * staff.contact_share.central


def _minutes_a_week(step: Step) -> float:
    """Minutes of contact that one person with a place needs in a week, between her sessions."""
    assert step.helps is not None
    weeks = step.helps.interval.minutes / DURATIONS["weeks"]
    return step.minutes.mean.central / weeks if weeks > 0 else 0.0


def _pinned(scenario: Scenario, name: str, team: Team) -> Iterator[Trouble]:
    """On rung A nobody queues, so that every team must say how long people wait for it."""
    if scenario.rung == "A" and team.wait == "queue" and team.pinned_wait is None:
        yield Trouble(
            trail=("teams", name),
            found=f"no pinned_wait for {name}, on rung A",
            allowed="a published wait for every team with a queue",
            mend="give pinned_wait with the row of evidence for teams of its function",
        )
