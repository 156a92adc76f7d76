"""The steps as a map: can everybody come in, get help, and come out again?

Looks at the scenario as a graph of steps whose edges are rules, offers and boundaries. It finds
steps that nobody reaches, steps with no way out, needs that nothing helps, moves that are always
declined, circles in which no time passes, and people who are never free when a step is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import networkx as nx

from sim.files.meeting import never_met
from sim.files.reading import Trail
from sim.files.trouble import Trouble, one_of
from sim.model.people import Need, Persona
from sim.model.scenario import Reach, Scenario
from sim.model.steps import Condition, Rule, Step
from sim.model.teams import Accepts
from sim.model.words import ENDS, HELP_SOUGHT_FROM, LEVEL_NAMES

_END: Final = "(end)"
"""The node for every way out; no step can be called so."""
_LEVEL_AT_MOST: Final = len(LEVEL_NAMES) - 1
_MOVES: Final = ("go", "if_bounced", "if_lost", "otherwise")
"""Words of a rule that say where the thread itself goes."""
_NO_WAY_ON: Final = ("meanwhile", "at_boundary")
"""Edges by which a thread does not go on of itself: they lead in, but they are no way out."""


def network_of(scenario: Scenario, *, underway: bool = False) -> Iterator[Trouble]:
    """The troubles of a scenario's map.

    Where a run is ``underway`` people may be in steps to which no way leads any more, and only
    some of the people may be in it.
    """
    if not underway:
        yield from _unseeing(scenario)
    graph = graph_of(scenario)
    reached = {*scenario.steps} if underway else _reached(graph, scenario)
    for name in scenario.steps:
        if name not in reached:
            mend = "let a rule or a door lead to it, or take it out"
            yield Trouble(
                trail=("steps", name),
                found="a step that nobody reaches",
                allowed="steps that lead on from a door",
                mend=mend,
            )
    yield from _no_way_out(graph, reached)
    yield from never_met(scenario, graph)
    yield from _standing_circles(scenario)
    yield from _unhelped(scenario, reached)
    for name in scenario.steps:
        if name in reached:
            yield from _declined(scenario, name)


def _unseeing(scenario: Scenario) -> Iterator[Trouble]:
    """A reach that names somebody whom it could never see would be believed to act on her.

    One that names nobody is for whoever comes, who may be people of another place.
    """
    for name, reach in scenario.reaches.items():
        for position, slug in enumerate(reach.personas):
            if not _sees(reach, scenario.personas[slug]):
                yield Trouble(
                    trail=("reaches", name, "personas", position),
                    found=f"the persona {slug!r}, whom this reach could never see",
                    allowed="people who have such a need, live there and are of that age",
                    mend="leave them out, or change domains, sites or ages",
                )


def _sees(reach: Reach, persona: Persona) -> bool:
    """Whether they may see a need of hers: she may move, and grow a year older."""
    homes = _homes(persona)
    return bool(
        reach.sees(persona)
        and (not reach.sites or homes.intersection(reach.sites))
        and persona.age.low <= reach.age_to
        and persona.age.high + 1 >= reach.age_from
    )


def graph_of(scenario: Scenario) -> nx.MultiDiGraph:
    """Steps as nodes; rules, offers and boundaries as edges; every end is one node."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from([*scenario.steps, _END])
    for name, step in scenario.steps.items():
        for rule in step.then:
            if rule.end:
                graph.add_edge(name, _END, word="end")
            for word in _MOVES:
                if getattr(rule, word):
                    graph.add_edge(name, getattr(rule, word), word=word)
            for alongside in rule.meanwhile:
                graph.add_edge(name, alongside, word="meanwhile")
        if step.offered_instead:
            graph.add_edge(name, step.offered_instead, word="offered_instead")
        if scenario.teams[step.team].at_boundary:
            graph.add_edge(name, scenario.teams[step.team].at_boundary, word="at_boundary")
    return graph


def _reached(graph: nx.MultiDiGraph, scenario: Scenario) -> set[str]:
    reached: set[str] = set()
    reaches = (reach.door for reach in scenario.reaches.values())
    for door in (*scenario.doors.values(), *scenario.crisis_doors.values(), *reaches):
        reached |= {door, *nx.descendants(graph, door)}
    return reached


def _no_way_out(graph: nx.MultiDiGraph, reached: set[str]) -> Iterator[Trouble]:
    onward = nx.DiGraph()
    onward.add_node(_END)
    onward.add_edges_from(
        (one, other) for one, other, word in graph.edges(data="word") if word not in _NO_WAY_ON
    )
    out = nx.ancestors(onward, _END)
    for name in graph:
        if name in reached and name != _END and name not in out:
            yield Trouble(
                trail=("steps", name),
                found="a step from which no end can be reached",
                allowed="steps that lead to an end in the long run",
                mend=f"add a rule with end: {one_of(ENDS)}",
            )


def _standing_circles(scenario: Scenario) -> Iterator[Trouble]:
    """Every contact lasts a minute, so only what is not met can go round without time.

    That is a pause of no time, and an offer that she does not take up.
    """
    graph = nx.DiGraph()
    for name, step in scenario.steps.items():
        targets = [step.offered_instead]
        if _passes_no_time(step):
            targets += [getattr(rule, word) for rule in step.then for word in _MOVES]
            targets += [alongside for rule in step.then for alongside in rule.meanwhile]
            targets.append(scenario.teams[step.team].at_boundary)
        graph.add_edges_from((name, target) for target in targets if target)
    for circle in sorted(sorted(part) for part in nx.strongly_connected_components(graph)):
        if len(circle) > 1 or graph.has_edge(circle[0], circle[0]):
            offers = any(scenario.steps[name].offered_instead in circle for name in circle)
            yield Trouble(
                trail=("steps", circle[0]),
                found=f"a circle in which no time passes: {' → '.join(circle)}",
                allowed="circles with a contact, or with a pause of a minute or more",
                mend="offer something else instead" if offers else "lengthen one of the pauses",
            )


def _passes_no_time(step: Step) -> bool:
    """Whether it is a pause that may be over in the minute in which it begins."""
    return step.is_pause and (step.pause is None or round(step.pause.minutes) < 1)


def _unhelped(scenario: Scenario, reached: set[str]) -> Iterator[Trouble]:
    """A need that somebody may have must be helped, or be named by a rule that ends it."""
    steps = [scenario.steps[name] for name in scenario.steps if name in reached]
    met = {
        domain
        for step in steps
        if step.helps is not None and step.helps.reaches >= HELP_SOUGHT_FROM
        for domain in step.helps.domains
    }
    met |= {domain for step in steps for r in step.then if r.end for domain in r.when.need}
    for persona in scenario.personas.values():
        for name, need in persona.needs.items():
            if need.level.high >= HELP_SOUGHT_FROM and need.domain not in met:
                yield Trouble(
                    trail=("personas", persona.name, "needs", name),
                    found=f"a need ({need.domain}) that no step helps",
                    allowed="needs that a step helps, or that a rule names and ends",
                    mend=f"in {scenario.name}, add {need.domain} to helps of a step, "
                    f"or a rule with when: {{need: {need.domain}}} and end: signposted",
                )


def _declined(scenario: Scenario, name: str) -> Iterator[Trouble]:
    step = scenario.steps[name]
    for position, rule in enumerate(step.then):
        if not rule.go:
            continue
        team = scenario.steps[rule.go].team
        accepts = scenario.teams[team].accepts
        if team == step.team or accepts is None:
            continue
        coming = list(_coming(scenario, rule))
        anywhere = _of_another_place(scenario)
        reasons = [_refusal(accepts, rule.when, who, need, anywhere) for who, need in coming]
        if reasons and all(reasons):
            trail: Trail = ("steps", name, "then", position)
            yield Trouble(
                trail=trail,
                found=f"a move that {team} would always decline: "
                + "; ".join(dict.fromkeys(reasons)),
                allowed="moves that the other team takes for some person and need",
                mend="change when, or what the team accepts, or send her elsewhere",
            )


def _coming(scenario: Scenario, rule: Rule) -> Iterator[tuple[Persona, Need]]:
    """The people and needs of the scenario for whom the rule can hold."""
    when = rule.when
    for persona in scenario.personas.values():
        if when.site and not _homes(persona) & set(when.site):
            continue
        if persona.age.high < when.age_from or persona.age.low > when.age_to:
            continue
        for need in persona.needs.values():
            if not when.need or need.domain in when.need:
                yield persona, need


def _homes(persona: Persona) -> set[str]:
    """Where she lives, and the places to which she moves."""
    return {persona.site, *(day.moves_to for day in persona.coming.values())}


def _of_another_place(scenario: Scenario) -> bool:
    """Whether nobody of the scenario lives where any of its teams serves: they only visit, and
    that they are turned away is what happens to them, and no fault of the file.
    """
    served = {
        site for team in scenario.teams.values() if team.accepts for site in team.accepts.sites
    }
    return not any(_homes(persona) & served for persona in scenario.personas.values())


def _refusal(
    accepts: Accepts, when: Condition, persona: Persona, need: Need, anywhere: bool
) -> str:
    """Why the team would never take this person's need; empty where it may.

    A need can worsen and be misjudged, so any level may come that the rule lets through.
    """
    least = accepts.at_least.get(need.domain)
    if least is None:
        return f"it is not for {need.domain}"
    if min(when.at_most, _LEVEL_AT_MOST) < least:
        return f"it takes {need.domain} from level {least}, the rule stops at {when.at_most}"
    youngest = max(persona.age.low, when.age_from)
    oldest = min(persona.age.high, when.age_to)
    if oldest < accepts.age_from or youngest > accepts.age_to:
        return f"it takes ages {accepts.age_from} to {accepts.age_to}"
    if accepts.sites and not anywhere and not _homes(persona) & set(accepts.sites):
        return f"it serves {one_of(accepts.sites)}"
    return ""
