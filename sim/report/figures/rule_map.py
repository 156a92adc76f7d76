"""The map of a system as its file says it: teams, doors, and where rules lead from team to team.

Goes in: a scenario; no run is needed. Comes out: a picture. An arrow stands for every pair of teams
between which a rule leads, one for each kind of handoff; how many go that way is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sim.model.scenario import Scenario
from sim.report.figures.style import Picture
from sim.report.figures.system_map import Arrow, map_picture, places_of
from sim.report.phrases import joined, noticers, title

LINE: Final = 0.9
"""Points: every arrow is as wide as any other."""
NOTICERS_SHOWN: Final = 2
NAME: Final = "map"


def rule_map(scenario: Scenario, beside: Sequence[Scenario] = ()) -> Picture:
    """The map. ``beside``: scenarios whose teams shall have a place too, so that maps compare."""
    arrows = [Arrow(*one, LINE) for one in ways(scenario)]
    places = places_of([scenario, *beside])
    return map_picture(
        scenario,
        places,
        arrows,
        name=NAME,
        heading=f"The map of “{scenario.title}”",
        alt=alt_words(scenario),
        caption="Every way by which a rule leads from one team to another; a team at whose door "
        "somebody may ask stands on the left. Made from the file, without a run.",
        beneath={team: f"asked by {who}" for team, who in _askers(scenario).items()},
    )


def ways(scenario: Scenario) -> list[tuple[str, str, str]]:
    """From which team to which, and how, in the order of the file; each once."""
    found: list[tuple[str, str, str]] = []
    for step in scenario.steps.values():
        for rule in step.then:
            if rule.go and scenario.steps[rule.go].team != step.team:
                found.append((step.team, scenario.steps[rule.go].team, rule.by or "other"))
        aside = [step.offered_instead, scenario.teams[step.team].at_boundary]
        found += [
            (step.team, scenario.steps[target].team, "other")
            for target in aside
            if target and scenario.steps[target].team != step.team
        ]
    return list(dict.fromkeys(found))


def doors(scenario: Scenario) -> dict[str, list[str]]:
    """By team: who may ask there."""
    found: dict[str, list[str]] = {}
    named: Mapping[str, str] = scenario.doors  # type: ignore[assignment]
    for noticer, step in named.items():
        found.setdefault(scenario.steps[step].team, []).append(noticer)
    for reach in scenario.reaches.values():
        there = found.setdefault(scenario.steps[reach.door].team, [])
        there += [] if reach.noticer in there else [reach.noticer]
    return found


def way_words(scenario: Scenario) -> list[str]:
    """Where each team hands on to, in sentences: the map for who cannot see it."""
    by_team: dict[str, dict[str, list[str]]] = {}
    for team, target, kind in ways(scenario):
        by_team.setdefault(team, {}).setdefault(kind, []).append(title(scenario.teams, target))
    lines = []
    for team, kinds in by_team.items():
        parts = [f"{HOW[kind]} to {joined(targets)}" for kind, targets in kinds.items()]
        lines.append(f"{title(scenario.teams, team)} leads on: {'; '.join(parts)}.")
    return lines


HOW: Final = {
    "warm": "in person (warm)",
    "overlap": "with both staying a while (overlap)",
    "cold": "by letter or form (cold)",
    "number_given": "with a number to ring",
    "other": "in other ways",
}


def alt_words(scenario: Scenario) -> str:
    """What the map shows, in a few sentences."""
    found = ways(scenario)
    busiest = max(scenario.teams, key=lambda team: sum(way[0] == team for way in found))
    out = len({way[1] for way in found if way[0] == busiest})
    asked = joined([title(scenario.teams, team) for team in doors(scenario)])
    return (
        f"A map of {len(scenario.teams)} teams. People may ask at {asked}. "
        f"{len({way[:2] for way in found})} pairs of teams are joined by a rule; most lead on from "
        f"{title(scenario.teams, busiest)}, to {out} other teams. The sentences beside say all."
    )


def _askers(scenario: Scenario) -> dict[str, str]:
    """Under each door, who may ask there; many are only counted."""
    shown = {}
    for team, who in doors(scenario).items():
        named = [one for one in who if one != "otherwise"]
        if len(named) > NOTICERS_SHOWN:
            shown[team] = f"{len(named)} kinds of people"
        else:
            shown[team] = noticers(named, "and") if named else "whoever else asks"
    return {team: who.replace("the person herself", "the person") for team, who in shown.items()}
