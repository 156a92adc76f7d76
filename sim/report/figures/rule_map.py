"""The map of a system as its file says it: teams, doors, and where rules lead from team to team.

Goes in: a scenario; no run is needed. Comes out: a picture. An arrow stands for every pair of teams
between which a rule leads, one for each kind of handoff; how many go that way is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.model.scenario import Scenario
from sim.report.figures.style import Picture
from sim.report.figures.system_map import Arrow, map_picture, places_of
from sim.report.phrases import joined, noticers, title
from sim.report.rule_words import doors, ways

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
