"""Flows drawn on the map of each system: who hands on to whom, how, and how often.

Goes in: a comparison with its flows. Comes out: one picture for each scenario, teams at the same
places and arrows at the same scale in all of them. Small arrows are left out by a stated rule; the
tables hold every number. What a team is to the people counted stands in its box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sim.model.scenario import Scenario
from sim.model.words import HANDOFFS
from sim.report.figures.style import Picture
from sim.report.figures.system_map import Arrow, map_picture, places_of
from sim.report.phrases import joined, title
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.flows import FlowRow
from sim.study.rows import ALL

DRAWN_FROM: Final = 2.0
"""Handoffs per 100 people from which an arrow is drawn."""
NUMBERED: Final = 12
"""Arrows that carry their number, the largest."""
POINTS: Final = 0.075
THINNEST: Final = 0.7
"""Points of width for each handoff per 100 people, and at least."""
ASKED, AGAIN, FELL = "▸", "↻", "▽"
KEY: Final = (
    f"{ASKED} askings for help that begin there",
    f"{AGAIN} contacts in which people tell again there",
    f"{FELL} people who fell through after it let them go",
)


def flow_pictures(beside: Beside) -> list[Picture]:
    """A map for each scenario; none where flows were not kept."""
    scenarios = list(beside.comparison.scenarios.values())
    places = places_of(scenarios)
    made = []
    for scenario in scenarios:
        rows = everyones(beside.flows, scenario.name)
        if not rows:
            continue
        arrows = arrows_of(rows)
        made.append(
            map_picture(
                scenario,
                places,
                arrows,
                name=picture_name(beside.comparison, scenario.name),
                heading=f"Handoffs over the map of “{scenario.title}”",
                alt=alt_words(scenario, rows),
                caption=caption(rows),
                beneath={team: beneath(rows, team) for team in scenario.teams},
                key=KEY,
            )
        )
    return made


def picture_name(comparison: Comparison, scenario: str) -> str:
    """What the files of a scenario's map are called: two sites may have one of the same name."""
    nth = list(comparison.scenarios).index(scenario) + 1
    return f"flows_{nth}_{scenario.rpartition('/')[2]}"


def everyones(flows: Sequence[FlowRow], scenario: str) -> list[FlowRow]:
    """The flows of a scenario over all people."""
    return [row for row in flows if row.scenario == scenario and row.persona == ALL]


def arrows_of(rows: Sequence[FlowRow]) -> list[Arrow]:
    """One for each pair of teams and kind, from the stated size on; the largest with numbers."""
    found = sorted(
        (row for row in rows if row.flow == "handoff" and row.per_100_people >= DRAWN_FROM),
        key=lambda row: (-row.per_100_people, row.from_team, row.to_team, row.kind),
    )
    return [
        Arrow(
            row.from_team,
            row.to_team,
            row.kind,
            max(THINNEST, POINTS * row.per_100_people),
            f"{row.per_100_people:.0f}" if nth < NUMBERED else "",
        )
        for nth, row in enumerate(found)
    ]


def beneath(rows: Sequence[FlowRow], team: str) -> str:
    """What stands under a team's name: askings, tellings again, people who fell through."""
    marks = (
        (ASKED, at(rows, "asked_at", team)),
        (AGAIN, at(rows, "told_again_at", team)),
        (FELL, at(rows, "fell_through_from", team)),
    )
    return "   ".join(f"{mark} {value:.0f}" for mark, value in marks if value >= 0.5)


def at(rows: Sequence[FlowRow], flow: str, team: str) -> float:
    """The total of a team, per 100 people."""
    return sum(row.per_100_people for row in rows if row.flow == flow and team in row[3:5])


def caption(rows: Sequence[FlowRow]) -> str:
    """What is drawn, what is left out, and what it rests on."""
    handed = [row for row in rows if row.flow == "handoff"]
    small = [row.per_100_people for row in handed if row.per_100_people < DRAWN_FROM]
    left_out = (
        f" {len(small)} arrows under {DRAWN_FROM:g} per 100 people, {sum(small):.0f} per 100 in "
        "all, are left out."
        if small
        else ""
    )
    return (
        "Numbers are per 100 people over their follow-up; the width of an arrow says how many "
        f"handoffs, at one scale for all maps.{left_out} {runs_words(rows)} The tables give "
        "intervals."
    )


def runs_words(rows: Sequence[FlowRow]) -> str:
    """From how many runs the flows come."""
    runs = rows[0].replications
    return f"Means of {'one run' if runs == 1 else f'the first {runs} runs'}."


def alt_words(scenario: Scenario, rows: Sequence[FlowRow]) -> str:
    """What the map shows, in a few sentences with numbers."""
    handed: defaultdict[tuple[str, str], float] = defaultdict(float)
    kinds: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        if row.flow == "handoff":
            handed[row.from_team, row.to_team] += row.per_100_people
            kinds[row.kind] += row.per_100_people
    largest = sorted(handed, key=lambda pair: (-handed[pair], pair))[:3]
    ways = joined(
        [
            f"{title(scenario.teams, one)} to {title(scenario.teams, other)} "
            f"({handed[one, other]:.0f})"
            for one, other in largest
        ]
    )
    how = joined([f"{kinds[k]:.0f} {k.replace('_', ' ')}" for k in HANDOFFS if kinds[k] >= 0.5])
    again = max(scenario.teams, key=lambda team: at(rows, "told_again_at", team))
    return (
        f"A map of {len(scenario.teams)} teams with arrows for handoffs. Per 100 people there are "
        f"{sum(handed.values()):.0f} handoffs ({how}). The largest flows are {ways}. Stories are "
        f"told again most often at {title(scenario.teams, again)} "
        f"({at(rows, 'told_again_at', again):.0f} contacts)."
    )
