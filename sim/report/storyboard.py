"""Storyboards: one person's journey in each option, beneath one another, with what it adds up to.

Goes in: a comparison that kept its events, and whom to show. Comes out: boards of lanes of lines,
a legend, and what a single journey cannot say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.log import COLUMNS, Row
from sim.model.words import MINUTES_PER_DAY
from sim.report.exemplars import Exemplars, PersonKey
from sim.report.phrases import called, counted
from sim.report.storying import story
from sim.report.storylines import ENDED, LEGEND, MARKS, Line
from sim.report.words import HIMSELF
from sim.study.compare import Comparison

PERSON: Final = COLUMNS.index("person")
MINUTE: Final = COLUMNS.index("minute")
SUMS: Final = {"handoffs": "handoff", "repeated_stories": "repeated story"}
SEVERAL: Final = {"handoff": "handoffs", "repeated story": "repeated stories"}
KINDS: Final = {
    "typical": "A typical journey",
    "smoother": "A smoother journey",
    "harder": "A harder journey",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLane:
    """One option of a board."""

    option: str
    """slug of the scenario"""
    title: str
    """its title on paper"""
    summary: str
    """what it adds up to, with the medians of the people chosen from"""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One person in every option."""

    kind: str
    """typical, smoother or harder"""
    title: str
    key: PersonKey
    lanes: tuple[StoryLane, ...]


def board(comparison: Comparison, persona: str, found: Exemplars, kind: str) -> Board:
    """The board of one kind."""
    key = found.chosen[kind]
    lanes = tuple(
        StoryLane(
            option=option,
            title=scenario.title,
            summary=summary(comparison, option, key, found),
            lines=tuple(
                story(
                    scenario,
                    comparison.programs[option],
                    persona,
                    rows_of(comparison, option, key),
                    onset_of(comparison, option, key) + comparison.programs[option].follow,
                )
            ),
        )
        for option, scenario in comparison.scenarios.items()
    )
    title = f"{KINDS[kind]} (run {key.replication}, the same person and luck in each option)"
    return Board(kind=kind, title=title, key=key, lanes=lanes)


def rows_of(comparison: Comparison, option: str, key: PersonKey) -> list[Row]:
    """Her rows of the log in an option, in order."""
    for outcome in comparison.lanes[option]:
        if outcome.task.replication == key.replication:
            events = outcome.events
            assert events is not None
            return [Row(*map(int, row)) for row in events[events[:, PERSON] == key.person]]
    raise AssertionError("an exemplar is in every option")


def onset_of(comparison: Comparison, option: str, key: PersonKey) -> int:
    """The minute of her onset."""
    return rows_of(comparison, option, key)[0].minute


def person_row(comparison: Comparison, option: str, key: PersonKey) -> dict[str, Any]:
    """Her row of the table of people in an option."""
    for outcome in comparison.lanes[option]:
        if outcome.task.replication == key.replication:
            place = int(np.flatnonzero(outcome.people["person"] == key.person)[0])
            return {name: column[place] for name, column in outcome.people.items()}
    raise AssertionError("an exemplar is in every option")


def summary(comparison: Comparison, option: str, key: PersonKey, found: Exemplars) -> str:
    """What her journey adds up to, with the medians of the people chosen from in brackets."""
    row, medians = person_row(comparison, option, key), found.medians[option]
    parts = []
    for measure, one in SUMS.items():
        count = int(row[measure])
        words = one if count == 1 else SEVERAL[one]
        parts.append(f"{count or 'no'} {words} (median {medians[measure]:g})")
    days = row["wait_right_help_days"]
    follow = comparison.programs[option].follow / MINUTES_PER_DAY
    parts.append(
        f"right help not reached in {counted(follow, 'day')}"
        if np.isnan(days)
        else f"right help {counted(round(float(days)), 'day')} after asking"
    )
    middle = medians["wait_right_help_days"]
    median = "not reached" if middle >= follow else f"{middle:.0f}"
    parts[-1] += f" (median {median})"
    ended = ENDED.get(str(row["ended"]), "")
    return "; ".join(parts) + (f"; worst end: {ended}" if ended else "") + "."


def heading(comparison: Comparison, persona: str, found: Exemplars) -> list[str]:
    """Who it is about, and how many the three were chosen from."""
    first = next(iter(comparison.scenarios.values()))
    person = first.personas[persona]
    name = called(person.title)
    her = HIMSELF.get(person.pronoun, "in person")
    who = f"{name} {her}" if found.named else f"people like {name}"
    came = f"who came {counted(found.people, 'time')}" if found.named else f"{found.people} of them"
    runs = counted(comparison.plan.replications, "run")
    return [
        person.title,
        *([person.her_words] if person.her_words else []),
        f"Chosen from {who}, {came} in {runs}. Days count from the one on which the need begins.",
    ]


def legend(boards: Sequence[Board]) -> list[str]:
    """What the marks mean that stand on these boards."""
    used = {line.kind for one in boards for lane in one.lanes for line in lane.lines}
    return ["Marks: " + "; ".join(f"{MARKS[k]} {LEGEND[k]}" for k in MARKS if k in used) + "."]


def caveat(comparison: Comparison, found: Exemplars) -> list[str]:
    """What a single journey cannot say, and how it was chosen."""
    return [
        f"Each is one simulated person of {found.people}, not a forecast for anybody; no option is "
        "better or worse for what happened to one of them.",
        "Typical: closest to the medians of handoffs, repeated stories and days to right help, all "
        "options weighing alike. Smoother and harder: near the 10th and the 90th percentile of the "
        "same three.",
        "Verified, not validated for any place.",
    ]


def as_data(
    comparison: Comparison, persona: str, found: Exemplars, boards: Sequence[Board]
) -> dict[str, Any]:
    """The storyboards for ``--json``."""
    return {
        "persona": persona,
        "named": found.named,
        "chosen_from": found.people,
        "seed": comparison.plan.seed,
        "replications": comparison.plan.replications,
        "journeys": [
            {
                "kind": one.kind,
                "replication": one.key.replication,
                "person": one.key.person,
                "options": [
                    {
                        "scenario": lane.option,
                        "title": lane.title,
                        "summary": lane.summary,
                        "lines": [
                            {"day": line.day, "kind": line.kind, "text": str(line)}
                            for line in lane.lines
                        ],
                    }
                    for lane in one.lanes
                ],
            }
            for one in boards
        ],
        "notes": caveat(comparison, found),
    }
