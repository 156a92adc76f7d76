"""Flows over a system's map: who hands on to whom, who asks whom again, where people fall through.

Goes in: a comparison. Comes out: one :class:`FlowRow` for each scenario, row of the answer and
move. A run keeps no log: the first few runs of each scenario are read while they are made. People,
follow-up and weights are those of every other table, so that handoffs, repeated stories and people
who fell through add up to the same numbers in those runs. Named people are left out: their
journeys are shown one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program
from sim.program.parts import PStep, PTeam
from sim.study.compare import Comparison
from sim.study.pairing import shown_people
from sim.study.passing import NOBODY, Move
from sim.study.replicate import Outcome
from sim.study.rows import ALL, people_counted, rows_by_person
from sim.study.statistics import EMPTY, Floats, interval

FLOW_RUNS: Final = 5
"""Runs of each scenario that are read for flows, at most."""
Whole = NDArray[np.int64]
FLOWS: Final = {
    "asked": "askings for help: the kind is who noticed, the team whose door it is",
    "urgent": "needs that became urgent, from the team that they were with to where urgent help is",
    "handoff": "handoffs by kind, whatever came of them",
    "boundary": "moves that a birthday or a change of address made necessary; no handoff",
    "went_on": "threads that went on at another team without a handoff",
    "sent_back": "referrals sent back, by the look: from who sent back to who had handed on",
    "lost_on_the_way": "handoffs that went astray, by kind, between these two teams",
    "followed_up": "threads that somebody took up again after they were sent back or lost",
    "joined": "threads that joined another of hers at another team, or went back to their place",
    "heard": "needs first heard of in a contact and taken on there",
    "told_again": "contacts in which she told again: from who had heard it last (nobody: before "
    "the run) to who asked",
    "chapters_told_again": "chapters told again, each time, likewise",
    "ended": "needs that left the system's threads, by end, team and step; helped among them",
    "still_there": "needs still with the team when her follow-up was over",
    "fell_through": "people who fell through, by where the need had last left; never_taken_on: "
    "nobody had taken it on",
    "never_reached": "people who were noticed by nobody",
    "came_back": "askings with which she had to come back: the end and step where the need had "
    "left, the team whose door she came back to",
    "asked_at": "askings for help at the door of a team, whoever noticed",
    "told_again_at": "contacts in which she told again at a team, whoever had heard it",
    "fell_through_from": "people who fell through after a team let them go, however it ended",
}
"""What each flow counts. ``needs`` says how many needs moved, where needs move. The last three are
totals by team of flows above, with an interval of their own."""
TOTALS: Final = {
    "asked": "asked_at",
    "told_again": "told_again_at",
    "fell_through": "fell_through_from",
}
NEVER_REACHED: Final = Move("never_reached", NOBODY, NOBODY, NOBODY, "")


class FlowRow(NamedTuple):
    """One line of ``flows.csv``. Teams and steps by their names in the file; empty for nobody."""

    scenario: str
    persona: str
    flow: str
    from_team: str
    to_team: str
    step: str
    kind: str
    per_100_people: float
    low: float
    high: float
    needs_per_100_people: float
    days: float
    """mean days from the end before to coming back; empty for other flows"""
    replications: int
    people: int


def flow_rows(comparison: Comparison) -> list[FlowRow]:
    """Every flow of every scenario of which flows were kept, by row of the answer."""
    rows: list[FlowRow] = []
    for lane in comparison.scenarios:
        kept = [outcome for outcome in comparison.lanes[lane] if outcome.flows is not None]
        if kept:
            rows.extend(_rows_of(comparison, lane, kept))
    return rows


def _rows_of(comparison: Comparison, lane: str, kept: Sequence[Outcome]) -> Iterator[FlowRow]:
    """One scenario's flows: the order is that of rows of the answer, then flows, then names."""
    program = comparison.programs[lane]
    shown = shown_people(comparison.scenarios[comparison.baseline], comparison.plan.personas)
    people = people_counted(shown, kept)
    totals = _totals(program, shown, kept, people.shape)
    kinds = list(FLOWS)
    found = {
        move: [rows_by_person(shown, part, people) for part in totals[move]] for move in totals
    }
    moves = sorted(totals, key=lambda move: (kinds.index(move.flow), move[1:]))
    for nth, name in enumerate((*shown.personas, ALL)):
        for move in moves:
            parts = [part[nth] for part in found[move]]
            if np.nansum(parts[0]) > 0.0:
                yield _row(program, (lane, name), move, parts, _people(people, shown, nth))


def _row(
    program: Program,
    whose: tuple[str, str],
    move: Move,
    parts: Sequence[Floats],
    people: int,
) -> FlowRow:
    """One line of a scenario and row; times, needs, minutes of a person, by replication."""
    times, needs, minutes = parts
    per_100 = interval(100.0 * times)
    return FlowRow(
        *whose,
        flow=move.flow,
        from_team=_name(program.teams, move.from_team),
        to_team=_name(program.teams, move.to_team),
        step=_name(program.steps, move.step),
        kind=move.kind,
        per_100_people=per_100.mean,
        low=max(0.0, per_100.low) if per_100.known else EMPTY,
        high=per_100.high,
        needs_per_100_people=float(100.0 * needs[np.isfinite(needs)].mean()),
        days=_days(times, minutes) if move.flow == "came_back" else EMPTY,
        replications=len(times),
        people=people,
    )


def _totals(
    program: Program, shown: Scenario, kept: Sequence[Outcome], shape: tuple[int, ...]
) -> dict[Move, Whole]:
    """By move: times, needs and minutes of each group in each run, (3, groups, replications)."""
    place = {persona: nth for nth, persona in enumerate(shown.personas)}
    of_group = [place.get(persona.name, NOBODY) for persona in program.personas]
    totals: dict[Move, Whole] = defaultdict(lambda: np.zeros((3, *shape), dtype=np.int64))
    for run, outcome in enumerate(kept):
        assert outcome.flows is not None
        for (group, move), line in outcome.flows.moves.items():
            named, persona = divmod(group, len(of_group))
            if of_group[persona] >= 0:
                at = of_group[persona] + named * len(place)
                totals[move][:, at, run] += line
                if move.flow in TOTALS:
                    totals[_of_team(move)][:, at, run] += line
        never = outcome.people["never_reached"].astype(bool)
        whose = zip(outcome.people["persona"][never], outcome.people["named"][never], strict=True)
        for who, named in whose:
            if str(who) in place:
                group = place[str(who)] + int(named) * len(place)
                totals[NEVER_REACHED][0, group, run] += 1
    return totals


def _of_team(move: Move) -> Move:
    """The total of a team that a move belongs to: where she comes to, or fell through from."""
    flow = TOTALS[move.flow]
    if flow == "fell_through_from":
        return Move(flow, move.from_team, NOBODY, NOBODY, "")
    return Move(flow, NOBODY, move.to_team, NOBODY, "")


def _days(times: Floats, minutes: Floats) -> float:
    """Mean days from the end before, over all runs."""
    total = float(np.nansum(times))
    return float(np.nansum(minutes)) / total / MINUTES_PER_DAY if total else EMPTY


def _people(people: Whole, shown: Scenario, nth: int) -> int:
    """People of a row, over all runs: a persona's, then all of them."""
    personas = len(shown.personas)
    return int(people[nth].sum() if nth < personas else people[:personas].sum())


def _name(things: Sequence[PTeam] | Sequence[PStep], number: int) -> str:
    return things[number].name if number >= 0 else ""
