"""Whether the people of a scenario are ever free when somebody could meet them.

Goes in: a scenario and its map of steps. Comes out: a trouble for each person whose hours leave
no stretch long enough for a contact that she may come to. Which needs she will tell, and what is
found, cannot be known here; her age, her place and what she may need can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import networkx as nx

from sim.files.hours import shared_stretches
from sim.files.reading import Trail
from sim.files.trouble import Trouble
from sim.model.people import Persona
from sim.model.rosters import Openings, openings
from sim.model.scenario import Scenario
from sim.model.steps import Condition, Rule


def never_met(scenario: Scenario, graph: nx.MultiDiGraph) -> Iterator[Trouble]:
    """The troubles of people whose hours no opening of a step that she may enter ever meets."""
    for slug, persona in scenario.personas.items():
        for at, calendar in _hours_of(persona):
            yield from _closed_to(scenario, graph, persona, calendar, trail=("personas", slug, *at))


def _hours_of(persona: Persona) -> Iterator[tuple[Trail, str]]:
    """The calendars in which she can be met, at first and from dates that are coming."""
    if persona.hours:
        yield ("hours",), persona.hours
    for name, day in persona.coming.items():
        if day.hours:
            yield ("coming", name, "hours"), day.hours


def _closed_to(
    scenario: Scenario, graph: nx.MultiDiGraph, persona: Persona, calendar: str, *, trail: Trail
) -> Iterator[Trouble]:
    free = openings(scenario.calendars[calendar])
    told: set[str] = set()
    for name in _entered(scenario, graph, persona):
        step = scenario.steps[name]
        if step.is_pause or not step.with_her or step.team in told:
            continue
        team = scenario.teams[step.team]
        hours = openings(scenario.calendars[team.calendar])
        longest = _longest(shared_stretches(free, hours))
        if longest <= 0 or step.minutes.mean.central > longest + team.overrun.central:
            told.add(step.team)
            share = f"share at most {longest} minutes" if longest else "never meet"
            yield Trouble(
                trail=trail,
                found=f"hours ({calendar}) that {share} with those of {step.team}, "
                f"whose {name} takes {step.minutes.mean.central:g} minutes",
                allowed="hours in which every step that may come can be had",
                mend=f"add hours to {calendar} or to {team.calendar}, or name another calendar",
            )


def _longest(open_at: Openings) -> int:
    return max((end - start for start, end in open_at), default=0)


def _entered(scenario: Scenario, graph: nx.MultiDiGraph, persona: Persona) -> list[str]:
    """The steps to which her doors may lead her, in file order."""
    doors: Mapping[str, str] = scenario.doors  # type: ignore[assignment]
    crises: Mapping[str, str] = scenario.crisis_doors  # type: ignore[assignment]
    otherwise = doors.get("otherwise", "")
    starts = {doors.get(noticer, otherwise) for noticer in persona.noticers}
    starts |= {reach.door for reach in scenario.reaches.values() if reach.sees(persona)}
    for need in persona.needs.values():
        starts.add(crises.get(need.domain, crises.get("otherwise", "")))
    hers = _her_moves(scenario, graph, persona)
    found: set[str] = set()
    for start in starts - {""}:
        found |= {start, *nx.descendants(hers, start)}
    return [name for name in scenario.steps if name in found]


def _her_moves(scenario: Scenario, graph: nx.MultiDiGraph, persona: Persona) -> nx.DiGraph:
    """The map without the rules that can never hold for her."""
    hers = nx.DiGraph()
    hers.add_nodes_from(graph)
    for name, step in scenario.steps.items():
        for rule in step.then:
            if _may_hold(rule.when, persona):
                hers.add_edges_from((name, target) for target in _targets(rule))
        for target in (step.offered_instead, scenario.teams[step.team].at_boundary):
            if target:
                hers.add_edge(name, target)
    return hers


def _targets(rule: Rule) -> list[str]:
    words = (rule.go, rule.if_bounced, rule.if_lost, rule.otherwise, *rule.meanwhile)
    return [word for word in words if word]


def _may_hold(when: Condition, persona: Persona) -> bool:
    """Whether a rule may hold for her: where she lives or moves to, what she may need, her age,
    and a year of growing older.
    """
    places = {persona.site, *(day.moves_to for day in persona.coming.values())}
    domains = {need.domain for need in persona.needs.values()}
    return (
        persona.age.low <= when.age_to
        and persona.age.high + 1 >= when.age_from
        and (not when.site or bool(places.intersection(when.site)))
        and (not when.need or bool(domains.intersection(when.need)))
    )
