"""Journeys: for each persona the typical storyboard, for the first the smoother and harder too."""

from __future__ import annotations

from collections.abc import Mapping

from sim.report.boards import Shown, shown
from sim.report.exemplars import DISTANCE, Exemplars, PersonKey, exemplars
from sim.report.lanes.lane import Board
from sim.report.sections.material import Content, Material
from sim.report.storyboard import board
from sim.report.words import people_of
from sim.study.again import Rows
from sim.study.compare import Comparison


def whose_journeys(comparison: Comparison) -> dict[str, Exemplars]:
    """Whose journeys the page shows, by persona: the first with all three, the others typical."""
    found: dict[str, Exemplars] = {}
    for persona in people_of(comparison):
        people = exemplars(comparison, persona)
        if people is not None:
            found[persona] = people if not found else people.only("typical")
    return found


def keys_of(journeys: Mapping[str, Exemplars]) -> list[PersonKey]:
    """Everybody whose journey is shown."""
    return [key for found in journeys.values() for key in found.chosen.values()]


def followed(m: Material) -> Content | None:
    """The storyboards, where the rows of those who are shown are at hand."""
    if not m.journeys:
        return None
    return {
        "people": [
            (boards[0].board.who, boards)
            for boards in _boards(m.comparison, m.journeys, m.journey_rows).values()
        ],
        "distance": DISTANCE,
    }


def _boards(
    comparison: Comparison, journeys: Mapping[str, Exemplars], rows: Rows
) -> dict[str, list[Shown]]:
    made = {}
    for persona, found in journeys.items():
        boards: list[Board] = [
            board(comparison, persona, found, kind, rows) for kind in found.chosen
        ]
        made[persona] = [shown(one, name=f"{persona}-{one.kind}-") for one in boards]
    return made
