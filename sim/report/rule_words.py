"""Where rules lead from team to team, and at whose door people ask: the map in words.

Goes in: a scenario. Comes out: pairs of teams with how one leads on to the other, and sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.model.scenario import Scenario
from sim.report.phrases import joined, title

HOW: Final = {
    "warm": "in person (warm)",
    "overlap": "with both staying a while (overlap)",
    "cold": "by letter or form (cold)",
    "number_given": "with a number to ring",
    "other": "in other ways",
}
"""How a rule leads on, by kind of handoff."""


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
