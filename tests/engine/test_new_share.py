"""A share of each week's contact minutes is kept for new people (MODEL section 8)."""

from __future__ import annotations

import pytest

from sim.model.rosters import DAYS
from tests.engine.small_world import DAY, WEEK, Document, Story, helps, lived, step, team
from tests.engine.test_turns import queue

pytestmark = pytest.mark.behaviour
EVENING = 1200
"""An urgent contact of ten hours begins a minute later; sessions of a day before fall due in it."""


def desk(share: float, **parts: object) -> Document:
    """One worker for a course of two sessions, an urgent contact of ten hours, and new people."""
    steps = {
        "course": step("desk", helps=helps(sessions=2, interval={"days": 1})),
        "long": step("desk", minutes={"fixed": 600}, urgent=True, helps=helps()),
        "new": step("desk", helps=helps()),
        "urgent": step("desk", urgent=True, helps=helps()),
    }
    return queue(steps, teams={"desk": team(new_share=min(share, 0.99))}, **parts)


def evening(share: float, start: int = 0) -> Story:
    """The first session at once; in the long contact the second falls due, then one comes new."""
    return lived(desk(share), [(start, 0), (start + EVENING, 1), (start + 1500, 2)])


def test_newcomer_goes_first_while_new_people_have_had_less_than_their_share() -> None:
    story = evening(0.05)  # 30 of the 630 minutes begun were with somebody new
    assert story.met_at(2) == [1801]
    assert story.met_at(0) == [1, 1831]


def test_due_session_goes_first_once_new_people_have_had_their_share() -> None:
    story = evening(0.04)
    assert story.met_at(0) == [1, 1801]
    assert story.met_at(2) == [1831]


def test_share_is_counted_afresh_each_week() -> None:
    """Last week 60 of 660 minutes were with new people; this week none of the first 30 are."""
    start = len(DAYS) * DAY - 1700
    story = lived(desk(0.08), [(start, 0), (start, 0), (start + EVENING, 1), (start + 1500, 2)])
    assert WEEK < story.met_at(0)[1] < story.met_at(3)[0] < story.met_at(1)[1]


def test_urgent_people_go_before_newcomers_whatever_the_share() -> None:
    story = lived(desk(0.99), [(0, 0), (EVENING, 1), (1500, 2), (1600, 3)])
    assert story.met_at(3) == [1801]
    assert story.met_at(2) == [1831]


def test_what_newcomers_cannot_use_goes_to_the_next_in_order() -> None:
    document = desk(0.99)
    document["steps"]["new"]["minutes"] = 300
    document["teams"]["desk"]["calendar"] = "day"
    document["calendars"]["day"] = "mon-sun 00:00-12:00"
    story = lived(document, [(0, 0), (DAY - 250, 1), (DAY + 200, 2)])
    assert story.met_at(1) == [DAY]
    assert story.met_at(0) == [1, DAY + 600]
    assert story.met_at(2) == [2 * DAY]
