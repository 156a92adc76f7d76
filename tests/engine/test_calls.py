"""Phone calls that have to be answered: patience, and ringing again (MODEL section 7)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import DAY, Document, Story, helps, lived, step, team
from tests.engine.test_turns import queue

pytestmark = pytest.mark.behaviour
AGAIN = 300


def line(
    busy: int, patience: float = 5, calls: int = 3, again: int = AGAIN, **parts: object
) -> Document:
    """One call handler, who is busy with somebody else for so long."""
    steps = {
        "call": step("desk", mode="phone", patience=patience, calls=calls, helps=helps()),
        "long": step("desk", minutes={"fixed": busy}, helps=helps()),
    }
    taking = {"called_again_after": {"minutes": again}, "attends": {"phone": 0}}
    return queue(steps, assumptions={"taking": taking}, **parts)


def held(story: Story) -> list[int]:
    """Minutes for which she held the line in vain, call by call."""
    return [row.value for row in story.rows(What.HANGS_UP, person=0)]


def test_call_that_is_answered_in_time_is_a_contact_and_cannot_be_missed() -> None:
    story = lived(line(30), [(10, 0)])
    assert story.met_at(0) == [11]
    assert story.rows(What.HANGS_UP, What.MISSED) == []


def test_she_hangs_up_when_nobody_answers_and_rings_again_later() -> None:
    story = lived(line(AGAIN), [(10, 0), (0, 1)])
    (minutes,) = held(story)
    assert story.rows(What.HANGS_UP)[0].minute == 11 + minutes
    assert story.met_at(0) == [11 + minutes + AGAIN]
    assert story.ends(0) == ["helped"]


def test_she_stops_after_the_last_call() -> None:
    story = lived(line(6 * DAY), [(10, 0), (0, 1)])
    episodes = story.ends(0)
    assert set(episodes) == {"stopped_waiting"}
    assert len(held(story)) == story.totals.pools[0].stopped == 3 * len(episodes)
    assert story.met_at(0) == []
    assert story.totals.pools[0].queue_area == story.totals.pools[0].waited_by_all


def test_patience_is_hers_and_drawn_for_each_call() -> None:
    found = {tuple(held(lived(line(6 * DAY), [(10, 0), (0, 1)], seed=s))) for s in range(5)}
    assert len(found) == 5
    assert any(len(set(minutes)) > 1 for minutes in found)


def test_mean_patience_is_the_one_declared() -> None:
    document = line(6 * DAY, patience=60, calls=40, again=100)
    minutes = [m for seed in range(20) for m in held(lived(document, [(10, 0), (0, 1)], seed=seed))]
    mean = sum(minutes) / len(minutes)
    assert abs(mean - 60) < 4 * 60 / len(minutes) ** 0.5


def test_she_rings_while_the_line_is_open() -> None:
    document = line(30, teams={"desk": team(calendar="office")})
    story = lived(document, [(0, 0)])
    assert story.met_at(0) == [9 * 60]
    assert held(story) == []


def test_how_often_she_rings_moves_no_other_luck() -> None:
    """What she draws for anything else is the same whether she was answered at once or not."""
    documents = [line(busy) for busy in (1, AGAIN)]
    for document in documents:
        document["steps"]["call"]["minutes"] = {"exponential": 30}
    lengths = [
        [row.value for row in lived(document, [(10, 0), (0, 1)]).rows(What.PARTS, person=0)]
        for document in documents
    ]
    assert lengths[0] == lengths[1]
