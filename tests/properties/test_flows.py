"""What holds of the flows of every run: they add up to the people's own numbers, and nobody is lost
between teams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given

from sim.measures import PersonFold
from sim.program import Program
from sim.study.moves import flows_of
from sim.study.passing import NOBODY, Move
from tests.engine.small_world import Document
from tests.properties.small_systems import documents, few, log_of

pytestmark = pytest.mark.property

SAME = {
    "handoff": "handoffs",
    "boundary": "handoffs_boundary",
    "sent_back": "bounces",
    "lost_on_the_way": "handoffs_lost",
    "told_again": "repeated_stories",
    "chapters_told_again": "chapters_retold",
    "fell_through": "fell_through",
    "came_back": "came_back",
}
"""Flows, and the column of the people's table that each of them adds up to."""
WITHOUT_NEEDS = ("sent_back", "lost_on_the_way", "told_again", "chapters_told_again", "came_back")


@few(25)
@given(document=documents())
def test_flows_add_up_to_what_the_people_of_the_run_lived_through(document: Document) -> None:
    # long enough for people to fall through
    long = document | {"window": document["window"] | {"follow": {"weeks": 14}}}
    program, rows, _ = log_of(long)
    moves = flows_of(program, np.array(rows, dtype=np.int64)).moves
    fold = PersonFold(program)
    for row in rows:
        fold.see(row)
    people = fold.finish()
    times: Counter[str] = Counter()
    needs: Counter[str] = Counter()
    for (_, move), line in moves.items():
        times[move.flow] += line[0]
        needs[move.flow] += line[1]
    assert {flow: times[flow] for flow in SAME} == {
        flow: int(people[column].sum()) for flow, column in SAME.items()
    }
    kinds = Counter[str]()
    for (_, move), line in moves.items():
        if move.flow == "handoff":
            kinds[move.kind] += line[0]
    for kind in ("warm", "overlap", "cold", "number_given"):
        assert kinds[kind] == people[f"handoffs_{kind}"].sum()
    assert needs["handoff"] == people["handoffs_need_weighted"].sum()
    assert needs["still_there"] == (people.needs["ended"] == "still_open").sum()
    nobody_is_lost_between_teams(program, moves)


def nobody_is_lost_between_teams(
    program: Program, moves: Mapping[tuple[int, Move], tuple[int, int, int]]
) -> None:
    """At every team, for every group: the needs that came in went out, or are still there."""
    balance: Counter[tuple[int, int]] = Counter()
    for (group, move), (_, needs, _) in moves.items():
        if move.flow not in WITHOUT_NEEDS:
            balance[group, move.to_team] += needs
            balance[group, move.from_team] -= needs
    at_teams = {key: value for key, value in balance.items() if key[1] != NOBODY}
    assert all(value == 0 for value in at_teams.values())
    for (_, move), line in moves.items():
        assert line[0] >= 0 and line[1] >= 0 and line[2] >= 0
        assert move.to_team < len(program.teams) and move.from_team < len(program.teams)
