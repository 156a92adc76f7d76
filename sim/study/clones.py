"""A renamed clone: the same system under other names, which must change nothing.

Goes in: a scenario. Comes out: one in which every team, step, record and organisation has another
name, in the same order, with the words for what they do (``function``, ``stream``) kept. Every
paired difference between the two must be zero; if one is not, something hangs on a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sim.model.scenario import Later, Reach, Scenario
from sim.model.steps import Condition, Rule, Step
from sim.model.teams import Record, Team, Transfer

Named = TypeVar("Named")
NAMES_A_STEP = frozenset(
    {"doors", "door", "crisis_doors", "go", "if_bounced", "if_lost", "otherwise"}
    | {"offered_instead", "at_boundary"}
)
"""Words in the path of a change whose value is the name of a step."""


def renamed_clone(scenario: Scenario) -> Scenario:
    """The scenario under other names."""
    teams = _others(scenario.teams, "team")
    steps = _others(scenario.steps, "step")
    records = _others(scenario.records, "record")
    owners = _others(scenario.organisations, "organisation")
    reaches = _others(scenario.reaches, "reach")
    others = {
        "teams": teams,
        "steps": steps,
        "records": records,
        "organisations": owners,
        "reaches": reaches,
    }
    return replace(
        scenario,
        name=f"{scenario.name}_clone",
        organisations={owners[k]: v for k, v in scenario.organisations.items()},
        teams={teams[k]: _team(k, v, owners, steps) for k, v in scenario.teams.items()},
        records={records[k]: _record(k, v, teams) for k, v in scenario.records.items()},
        steps={steps[k]: _step(k, v, teams, steps) for k, v in scenario.steps.items()},
        doors={noticer: steps[step] for noticer, step in scenario.doors.items()},
        reaches={reaches[k]: _reach(k, v, steps) for k, v in scenario.reaches.items()},
        crisis_doors={domain: steps[step] for domain, step in scenario.crisis_doors.items()},
        later=tuple(_later(later, others) for later in scenario.later),
        transfers=tuple(_transfer(transfer, teams) for transfer in scenario.transfers),
    )


def _others(things: Mapping[str, Named], kind: str) -> dict[str, str]:
    """Another name for each, none of which says what it is."""
    return {name: f"{kind}_{place}" for place, name in enumerate(things, start=1)}


def _team(name: str, team: Team, owners: Mapping[str, str], steps: Mapping[str, str]) -> Team:
    return replace(
        team,
        title="",
        function=team.function or name,
        organisation=owners[team.organisation],
        at_boundary=steps[team.at_boundary] if team.at_boundary else "",
        other_people={
            place: replace(stream, stream=stream.stream or f"{name}.{place}")
            for place, stream in team.other_people.items()
        },
    )


def _reach(name: str, reach: Reach, steps: Mapping[str, str]) -> Reach:
    return replace(reach, title="", function=reach.function or name, door=steps[reach.door])


def _record(name: str, record: Record, teams: Mapping[str, str]) -> Record:
    return replace(
        record,
        title="",
        function=record.function or name,
        writes=tuple(teams[team] for team in record.writes),
        reads=tuple(teams[team] for team in record.reads),
    )


def _step(name: str, step: Step, teams: Mapping[str, str], steps: Mapping[str, str]) -> Step:
    return replace(
        step,
        title="",
        function=step.function or name,
        team=teams[step.team],
        beside=tuple(replace(seat, team=teams[seat.team]) for seat in step.beside),
        offered_instead=steps[step.offered_instead] if step.offered_instead else "",
        companion=step.companion and replace(step.companion, team=teams[step.companion.team]),
        then=tuple(_rule(rule, teams, steps) for rule in step.then),
    )


def _rule(rule: Rule, teams: Mapping[str, str], steps: Mapping[str, str]) -> Rule:
    known = {"": "", **steps}
    return replace(
        rule,
        when=_condition(rule.when, teams, steps),
        go=known[rule.go],
        if_bounced=known[rule.if_bounced],
        if_lost=known[rule.if_lost],
        otherwise=known[rule.otherwise],
        meanwhile=tuple(steps[step] for step in rule.meanwhile),
    )


def _condition(when: Condition, teams: Mapping[str, str], steps: Mapping[str, str]) -> Condition:
    return replace(
        when,
        came_from=tuple(teams[team] for team in when.came_from),
        tried=tuple(steps[step] for step in when.tried),
        not_tried=tuple(steps[step] for step in when.not_tried),
        been_to=tuple(steps[step] for step in when.been_to),
        not_been_to=tuple(steps[step] for step in when.not_been_to),
    )


def _later(later: Later, others: Mapping[str, Mapping[str, str]]) -> Later:
    """The same changes; a path begins with a kind of thing and its name."""
    changes = []
    for text in later.changes:
        path, equals, value = text.partition("=")
        kind, *rest = path.split(".")
        if rest:
            rest[0] = others.get(kind, {}).get(rest[0], rest[0])
        if NAMES_A_STEP & {kind, rest[-1] if rest else ""}:
            value = others["steps"].get(value, value)
        changes.append(".".join([kind, *rest]) + equals + value)
    return replace(later, changes=tuple(changes))


def _transfer(transfer: Transfer, teams: Mapping[str, str]) -> Transfer:
    known = {"": "", **teams}
    return replace(transfer, from_team=known[transfer.from_team], to_team=known[transfer.to_team])
