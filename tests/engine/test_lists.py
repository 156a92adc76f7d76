"""Lists that close and reopen, and yearly limits (MODEL sections 5 and 8)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    DAY,
    WEEK,
    Document,
    at_once,
    helps,
    lived,
    step,
    team,
    world,
)
from tests.engine.test_turns import queue

pytestmark = pytest.mark.behaviour
YEAR = 52 * WEEK


def desk(closes_at: int, reopens_at: int, **parts: object) -> Document:
    """One worker, long contacts, and a list that closes; the urgent may come too."""
    steps = {
        "meet": step("desk", minutes={"fixed": 600}, helps=helps()),
        "urgent": step("desk", urgent=True, helps=helps()),
    }
    desk = team(closes_at=closes_at, reopens_at=reopens_at) | parts
    return queue(steps, teams={"desk": desk})


def test_somebody_at_the_door_of_a_closed_list_is_not_taken() -> None:
    story = lived(desk(1, 0), [0, 100, 200])
    assert story.ends(2)[0] == "closed_by_service"
    assert story.met_at(2) == []
    assert story.met_at(1) == [601]


def test_list_opens_again_once_few_enough_wait() -> None:
    story = lived(desk(2, 0), [0, 100, 200, 700, 1202])
    assert story.ends(3)[0] == "closed_by_service", "one still waits, and it opens at none"
    assert story.ends(4) == ["helped"]


def test_closed_list_takes_the_urgent() -> None:
    story = lived(desk(1, 0), [(0, 0), (100, 0), (200, 1)])
    assert story.met_at(2) == [601]


def test_sessions_that_are_due_do_not_count_as_waiting_for_a_first_contact() -> None:
    document = desk(1, 0)
    document["steps"]["meet"]["helps"] = helps(sessions=2, interval={"minutes": 700})
    story = lived(document, [0, 601, 800])
    assert story.met_at(0) == [1, 1202], "her second session is due from 701 and waits"
    assert story.met_at(2)[0] == 2402


def handed_on(**parts: object) -> Document:
    """A front desk that hands Nell on to a desk at which others wait."""
    rule: Document = {"go": "meet", "by": "cold", "if_bounced": "back"}
    people = {
        "nell": at_once(),
        "long": at_once(name="long", noticers={"gp": {"per_week": 1_000_000}}),
    }
    steps = {
        "hello": step("front", then=rule),
        "back": step("front", asks=[]),
        "meet": step("desk", minutes={"fixed": 600}, helps=helps()),
        "long": step("desk", minutes={"fixed": 6000}, helps=helps()),
    }
    return world(
        personas=people,
        teams={"front": team(), "desk": team(closes_at=1, reopens_at=0, **parts)},
        steps=steps,
        doors={"otherwise": "hello", "gp": "long"},
        assumptions={"handing": {"letter_takes": {"minutes": 100}}},
    )


def test_closed_list_sends_a_referral_back_after_a_delay() -> None:
    story = lived(handed_on(), [(20, 0), (0, 1), (10, 1)])
    (bounce,) = story.rows(What.BOUNCES, person=0)
    assert (story.team(bounce), bounce.value, bounce.minute) == ("desk", 2, 21 + 30 + 100)
    assert story.steps(0)[:2] == ["hello", "back"]
    assert story.met_at(0, "back") == [bounce.minute + 10080]


def test_open_list_takes_the_referral() -> None:
    story = lived(handed_on(), [(20, 0), (0, 1)])
    assert story.rows(What.BOUNCES) == []
    assert story.steps(0) == ["hello", "meet"]


def test_closed_list_turns_other_people_away() -> None:
    stream: Document = {
        "per_year": 5000,
        "minutes": {"fixed": 200},
        "sessions": 1,
        "missed": 0,
    }
    parts: Document = {"other_people": {"everybody": stream}}
    pool = lived(desk(3, 1, **parts)).totals.pools[0]
    assert pool.turned_away > 100
    assert pool.queue_area == pool.waited_by_all
    assert pool.queue_area < 3 * 6 * WEEK, "never more than three wait"
    stream["urgent"] = True
    assert lived(desk(3, 1, **parts)).totals.pools[0].turned_away == 0


def limited(limit: int, **parts: object) -> Document:
    """A step that may begin so many times in a year."""
    meet = step("desk", yearly_limit=limit, helps=helps()) | parts
    weeks = {"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 110}}
    return queue({"meet": meet, "talk": step("desk", helps=helps())}, window=weeks)


def test_step_is_closed_once_it_has_begun_as_often_as_it_may_in_a_year() -> None:
    story = lived(limited(2), [(0, 0), (100, 0), (200, 0), (300, 1)])
    assert [story.ends(who)[0] for who in range(3)] == ["helped", "helped", "closed_by_service"]
    assert min(story.met_at(2), default=YEAR) >= YEAR
    assert story.ends(3) == ["helped"]


def test_who_waits_when_the_limit_is_reached_waits_for_the_next_year() -> None:
    story = lived(limited(1, notice={"days": 1}), [(0, 0), (10, 0)])
    assert story.met_at(0) == [1 + DAY]
    assert story.met_at(1) == [YEAR]


def test_step_may_begin_again_in_the_next_year() -> None:
    story = lived(limited(1), [0, 100, YEAR + 50, YEAR + 100])
    assert story.met_at(2) == [YEAR + 51]
    assert story.ends(3)[0] == "closed_by_service"


def test_later_sessions_and_booking_again_are_no_new_beginnings() -> None:
    document = limited(2, helps=helps(sessions=3, interval={"days": 1}))
    story = lived(document, [0, 100])
    assert [len(story.met_at(who)) for who in range(2)] == [3, 3]
