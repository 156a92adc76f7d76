"""Storyboards: one person's journey in each option, beneath one another, with what it adds up to.

Goes in: a comparison that kept its events, and whom to show. Comes out: boards of lanes of lines,
a legend, and what a single journey cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from string import ascii_uppercase
from typing import Any, Final

import numpy as np

from sim.log import Row
from sim.model.people import Persona
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.report.dates import date_at
from sim.report.exemplars import DISTANCE, Exemplars, PersonKey
from sim.report.knowing import WRITTEN, Chapters, knowing
from sim.report.lanes.lane import Board, Holder, Part, StoryLane
from sim.report.phrases import called, capital, counted, joined, plain
from sim.report.storying import storied
from sim.report.storylines import ENDED, LEGEND, MARKS, Story, own_words
from sim.report.words import HIMSELF
from sim.study.again import Rows, row_of
from sim.study.compare import Comparison

SUMS: Final = {"handoffs": "handoff", "repeated_stories": "repeated story"}
SEVERAL: Final = {"handoff": "handoffs", "repeated story": "repeated stories"}
KINDS: Final = {
    "typical": "A typical journey",
    "smoother": "A smoother journey",
    "harder": "A harder journey",
}
ENOUGH: Final = 20
"""Journeys from which on a share is said as one in so many."""


def board(comparison: Comparison, persona: str, found: Exemplars, kind: str, rows: Rows) -> Board:
    """The board of one kind, from the rows of its person in every option."""
    key = found.chosen[kind]
    hers = {option: rows[option, key] for option in comparison.scenarios}
    title = f"{KINDS[kind]} (run {key.replication}, the same person and luck in each option)"
    scenario = comparison.scenarios[comparison.baseline]
    first = scenario.personas[persona]
    return Board(
        kind=kind,
        title=title,
        how_many=how_many(found, kind),
        key=key,
        who=called(first.title),
        parts=parts_of(first, hers.values()),
        days=comparison.programs[comparison.baseline].follow // MINUTES_PER_DAY,
        lanes=tuple(
            lane_of(comparison, option, persona, key, found, hers[option])
            for option in comparison.scenarios
        ),
        starts=date_at(scenario, hers[comparison.baseline][0].minute),
    )


def lane_of(
    comparison: Comparison,
    option: str,
    persona: str,
    key: PersonKey,
    found: Exemplars,
    rows: Sequence[Row],
) -> StoryLane:
    """One lane of a board."""
    scenario, program = comparison.scenarios[option], comparison.programs[option]
    until = rows[0].minute + program.follow
    made = storied(scenario, program, persona, rows, until)
    known = knowing(program, rows, until)
    return StoryLane(
        option=option,
        title=scenario.title,
        summary=f"{summary(comparison, option, key, found)} {came_of(made)}".rstrip(),
        lines=tuple(made.lines),
        about={thread: about(made, thread) for thread in made.travelled},
        joints=tuple(made.joints),
        holders=(
            *(Holder(made.team(n), hows(known.teams[n])) for n in known.teams),
            *(
                Holder(record_title(scenario, n), dict.fromkeys(known.records[n], WRITTEN))
                for n in known.records
            ),
        ),
    )


NEVER: Final = {"not_heard": "never spoken of"}
"""An end that says more where a need never had another."""


GOES_ON: Final = {"course": "sessions go on", "pause": "in a pause"}
"""What goes on with a need at the end and is no waiting for a contact."""


def came_of(made: Story) -> str:
    """What came of each need that wanted help, in words: how it ended last, or that it goes on."""
    of_end: dict[str, list[str]] = {}
    for place in sorted({*made.wanted, *made.ended}):
        end = _end_words(made, place)
        of_end.setdefault(end, []).append(made.need(place))
    said = "; ".join(f"{joined(needs)}: {end}" for end, needs in of_end.items())
    return f"What came of each need: {said}." if said else ""


def _end_words(made: Story, place: int) -> str:
    """What came of a need by the end of the follow-up."""
    ends = made.ended.get(place, [])
    on = [thread for thread, needs in made.threads.items() if needs >> place & 1]
    if on:
        kinds = {made.wait_kind(made.waits[thread]) for thread in on if thread in made.waits}
        if kinds - set(GOES_ON):
            return "still waiting"
        return GOES_ON[min(kinds)] if kinds else "still open"
    if not ends:
        return "never came up"
    return NEVER.get(ends[-1], ENDED[ends[-1]]) if len(set(ends)) == 1 else ENDED[ends[-1]]


def hows(chapters: Chapters) -> dict[int, str]:
    """How each chapter came to be known."""
    return {chapter: since.how for chapter, since in chapters.items()}


def record_title(scenario: Scenario, number: int) -> str:
    """What a record is called on paper."""
    slug, record = list(scenario.records.items())[number]
    return record.title or plain(slug)


def about(made: Story, thread: int) -> str:
    """What travels on a thread for at least a day; where nothing does, what it began with."""
    changes = made.travelled[thread]
    long = 0
    for (since, needs), (until, _) in pairwise([*changes, (made.over, 0)]):
        if until - since >= MINUTES_PER_DAY:
            long |= needs
    return made.needs(long) or made.needs(changes[0][1])


def parts_of(persona: Persona, journeys: Iterable[Sequence[Row]]) -> tuple[Part, ...]:
    """The parts of her story: those of needs that she has, or that were ever spoken of."""
    needs = list(persona.needs)
    there = spoken = 0
    for rows in journeys:
        there |= rows[0].needs
        for row in rows:
            spoken |= row.chapters
    hers = []
    for place, (name, chapter) in enumerate(persona.story.items()):
        present = not chapter.about or there >> needs.index(chapter.about) & 1
        if present or spoken >> place & 1:
            hers.append((place, own_words(name), chapter.painful))
    return tuple(
        Part(place, ascii_uppercase[nth], name, painful)
        for nth, (place, name, painful) in enumerate(hers)
    )


def how_many(found: Exemplars, kind: str) -> str:
    """How many journeys are like this one, or smoother or harder still."""
    if found.people == 1:
        return "Nobody else came to choose from."
    if kind not in found.like:
        return (
            f"Of {counted(found.people, 'journey')}, the one closest to all the others, "
            "all options together."
        )
    like, share = found.like[kind], found.like[kind] / found.people
    of = f"{like} of {found.people}"
    if found.people >= ENOUGH and like:
        of = (
            f"about 1 in {round(1 / share)}" if share <= 0.5 else f"about {round(10 * share)} in 10"
        )
        of += f" ({like} of {found.people})"
    verb = "is" if of.startswith("about 1") or like == 1 else "are"
    return f"{capital(of)} journeys {verb} like this or {kind}, all options together."


def person_row(comparison: Comparison, option: str, key: PersonKey) -> dict[str, Any]:
    """Her row of the table of people in an option."""
    for outcome in comparison.lanes[option]:
        if outcome.task.replication == key.replication:
            return row_of(outcome.people, key.person)
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
        f"right help for every need not reached in {counted(follow, 'day')}"
        if np.isnan(days)
        else f"right help for every need {counted(round(float(days)), 'day')} after asking"
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
        DISTANCE,
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
                "how_many": one.how_many,
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
