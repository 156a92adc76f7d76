"""Flows: who hands on to whom, who asks whom again, where people fall through, who comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.report.answer import differences_of, verdict_words
from sim.report.figures.flow_map import everyones, picture_name, runs_words
from sim.report.figures.style import Picture
from sim.report.phrases import plain, title
from sim.report.sections.material import Content, Material
from sim.report.tables import means_of
from sim.report.words import NO_NUMBER, scenario_title, with_interval
from sim.study.flows import FlowRow
from sim.study.rows import ALL

LINES: Final = 8
"""Lines of a table of flows; the file holds them all."""
BACK: Final = ("came_back", "contacts_after_coming_back")
"""Measures of coming back."""
NOBODY_HERE: Final = "before they came to any of these teams"
NEVER_TAKEN: Final = "never taken on by anybody"
ENDED: Final = {
    "lost": "lost on the way there",
    "closed_by_service": "closed by the service",
    "stopped_waiting": "stopped waiting",
    "not_heard": "the need was not told there",
    "declined": "the offer was not taken up",
    "crisis": "needed urgent help",
    "signposted": "pointed elsewhere, outside the system",
    "better_without_help": "got better without help",
    "helped": "helped, and the need came again",
    "never_taken_on": NEVER_TAKEN,
}
"""How a need had left, in words."""


class FlowTable(NamedTuple):
    """One table of flows."""

    caption: str
    heads: tuple[str, ...]
    """of the columns of words; the last column is a number with its interval"""
    lines: tuple[tuple[str, ...], ...]


class Mapped(NamedTuple):
    """The flows of one scenario."""

    title: str
    words: str
    """the largest of them, in a sentence or two"""
    picture: Picture | None
    tables: tuple[FlowTable, ...]


def flows(m: Material) -> Content | None:
    """For each scenario its map and the largest of its flows."""
    shown = []
    for name, scenario in m.comparison.scenarios.items():
        rows = everyones(m.beside.flows, name)
        if rows:
            picture = m.pictures.get(picture_name(m.comparison, name))
            words = in_words(scenario, rows)
            shown.append(
                Mapped(scenario_title(m.comparison, name), words, picture, tables(scenario, rows))
            )
    if not shown:
        return None
    return {"shown": shown, "runs": runs_words(everyones(m.beside.flows, m.comparison.baseline))}


def in_words(scenario: Scenario, rows: Sequence[FlowRow]) -> str:
    """Where stories are told again most often, and where most people fell through."""
    parts = []
    again = _first(rows, "told_again_at")
    if again is not None:
        where = title(scenario.teams, again.to_team)
        parts.append(f"Stories are told again most often at {where}: {per_100(again)} contacts.")
    fell = _first([row for row in rows if row.from_team], "fell_through_from")
    if fell is not None:
        where = title(scenario.teams, fell.from_team)
        parts.append(
            f"Of people who fell through, most had last been let go at {where}: {per_100(fell)}."
        )
    never = _first([row for row in rows if row.kind == "never_taken_on"], "fell_through")
    if never is not None:
        parts.append(f"Nobody had taken on what {per_100(never)} fell through with.")
    return f"Per 100 people. {' '.join(parts)}" if parts else ""


def _first(rows: Sequence[FlowRow], flow: str) -> FlowRow | None:
    """The largest of a flow."""
    found = [row for row in rows if row.flow == flow]
    return max(found, key=lambda row: row.per_100_people, default=None)


def tables(scenario: Scenario, rows: Sequence[FlowRow]) -> tuple[FlowTable, ...]:
    """Team by team, then the largest flows of each kind."""

    def team(slug: str) -> str:
        return title(scenario.teams, slug) if slug else NOBODY_HERE

    def step(slug: str) -> str:
        return title(scenario.steps, slug) if slug else ""

    return (
        by_team(scenario, rows),
        largest(
            "Which team asks whom again: contacts in which people told again",
            ("The team that had heard it last", "The team that asked again"),
            [row for row in rows if row.flow == "told_again"],
            lambda row: (team(row.from_team), team(row.to_team)),
        ),
        largest(
            "Where people fell through: where the need had last left",
            ("Team", "At which step", "How it ended there"),
            [row for row in rows if row.flow == "fell_through"],
            lambda row: (
                team(row.from_team) if row.from_team else "no team",
                step(row.step),
                ENDED[row.kind],
            ),
        ),
        largest(
            "Handoffs",
            ("From", "To", "How"),
            [row for row in rows if row.flow == "handoff"],
            lambda row: (team(row.from_team), team(row.to_team), plain(row.kind)),
        ),
    )


def by_team(scenario: Scenario, rows: Sequence[FlowRow]) -> FlowTable:
    """What each team is to the people: a line for every team that is anything to them."""
    parts = ("asked_at", "told_again_at", "fell_through_from")
    found = {(row.flow, row.from_team or row.to_team): row for row in rows if row.flow in parts}
    lines = []
    for team in scenario.teams:
        cells = [found.get((part, team)) for part in parts]
        if any(cells):
            numbers = tuple(per_100(cell) if cell else "0" for cell in cells)
            lines.append((title(scenario.teams, team), *numbers))
    return FlowTable(
        "Team by team, per 100 people",
        ("Team", "Askings that begin there", "Contacts in which people tell again", "Fell through"),
        tuple(lines),
    )


def largest(
    caption: str,
    heads: tuple[str, ...],
    rows: Sequence[FlowRow],
    words: Callable[[FlowRow], tuple[str, ...]],
) -> FlowTable:
    """The largest flows, and what the rest comes to."""
    order = sorted(rows, key=lambda row: (-row.per_100_people, row[3:7]))
    lines = [(*words(row), per_100(row)) for row in order[:LINES]]
    rest = len(order) - LINES
    more = f"; the {LINES} largest, {rest} smaller ones are in flows.csv" if rest > 0 else ""
    return FlowTable(f"{caption}, per 100 people{more}", (*heads, "Per 100 people"), tuple(lines))


def per_100(row: FlowRow) -> str:
    """How often, with its interval."""
    middle = f"{row.per_100_people:.1f}"
    if row.low != row.low:
        return middle
    return f"{middle} ({row.low:.1f} to {row.high:.1f})"


def coming_back(m: Material) -> Content:
    """How many had to come back in each scenario, and from what to which door."""
    comparison = m.comparison
    lines = []
    for name in comparison.scenarios:
        means = means_of(comparison, name, ALL)
        against = differences_of(comparison, name, ALL)
        cells = [
            (
                with_interval(measure, means[measure]),
                with_interval(measure, against[measure].interval, signed=True) if against else "",
                verdict_words(against[measure]) if against else "",
            )
            for measure in BACK
        ]
        lines.append((scenario_title(comparison, name), cells))
    doors = [
        (scenario.title, from_what(scenario, everyones(m.beside.flows, name)))
        for name, scenario in comparison.scenarios.items()
    ]
    return {
        "measures": [DEFINITIONS[measure] for measure in BACK],
        "lines": lines,
        "doors": [(name, table) for name, table in doors if table.lines],
    }


def from_what(scenario: Scenario, rows: Sequence[FlowRow]) -> FlowTable:
    """From which end people came back, to which door, after how long."""

    def words(row: FlowRow) -> tuple[str, ...]:
        left = title(scenario.teams, row.from_team) if row.from_team else "no team"
        door = title(scenario.teams, row.to_team) if row.to_team else "no door yet"
        days = NO_NUMBER if row.days != row.days else f"{row.days:.0f}"
        step = title(scenario.steps, row.step) if row.step else ""
        return (left, step, ENDED[row.kind], door, days)

    back = [row for row in rows if row.flow == "came_back"]
    heads = (
        "Where it had ended",
        "At which step",
        "How",
        "The door they came back to",
        "Days between, mean",
    )
    return largest("Coming back", heads, back, words)
