"""Other people share the queues, without rows (MODEL section 8)."""

from __future__ import annotations

import pytest

from tests.engine.small_world import (
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
RARE = 0.0001


def served(**parts: object) -> Story:
    """Nell comes to a desk that serves other people too."""
    stream: Document = {
        "per_year": RARE,
        "minutes": {"fixed": 100},
        "sessions": 1,
        "missed": 0,
    }
    of_team = ("waiting_at_start", "places")
    desk = {name: parts.pop(name) for name in list(parts) if name in of_team}
    return lived(
        world(
            personas={"nell": at_once()},
            teams={"desk": team(other_people={"everybody": stream | parts}, **desk)},
        )
    )


def test_people_who_wait_at_the_start_go_before_newcomers() -> None:
    story = served(waiting_at_start={"people": 5, "waited": {"days": 3}})
    assert story.met_at() == [500]
    assert story.totals.pools[0].other_people == 500
    assert story.totals.pools[0].other_contacts == 5


def test_nobody_comes_to_a_missed_contact_but_the_worker_is_held() -> None:
    story = served(missed=1, waiting_at_start={"people": 5, "waited": {"days": 3}})
    assert story.met_at() == [500]


def test_other_people_come_again_for_their_sessions() -> None:
    story = served(
        sessions=20, interval={"days": 1}, waiting_at_start={"people": 5, "waited": {"days": 3}}
    )
    assert story.totals.pools[0].other_contacts > 5


def test_other_people_leave_no_rows() -> None:
    story = served(per_year=5000)
    assert {row.person for row in story.all} == {story.who[0]}
    assert story.totals.pools[0].other_contacts > 500
    assert story.met_at()[0] >= 1


def test_other_people_lengthen_her_wait() -> None:
    story = served(per_year=1, sessions=40, waiting_at_start={"people": 9, "waited": {"days": 1}})
    assert sum(story.waits("queue")) > sum(served().waits("queue")) == 0


def test_people_waiting_are_those_who_waited() -> None:
    pool = served(
        per_year=4500, waiting_at_start={"people": 5, "waited": {"days": 3}}
    ).totals.pools[0]
    assert pool.queue_area == pool.waited_by_all > 0


def test_team_that_draws_its_wait_does_so_by_its_law() -> None:
    document = world(
        personas={"nell": at_once()},
        teams={"desk": drawn(delay={"fixed": {"days": 3}})},
        steps={"meet": step("desk", helps=helps())},
    )
    assert lived(document).waits("drawn") == [3 * 1440]


def test_first_waits_are_counted_in_whole_days_from_the_asking() -> None:
    pool = served(waiting_at_start={"people": 5, "waited": {"days": 3}}).totals.pools[0]
    # five who had waited 3, 2.4, 1.8, 1.2 and 0.6 days, 100 minutes apart, and Nell after them
    assert pool.first_waits == {(0, 3): 1, (0, 2): 1, (0, 1): 2, (0, 0): 1, (-1, 0): 1}


def test_those_who_still_wait_at_the_end_are_counted_by_how_long() -> None:
    nobody_free = {"people": 500, "waited": {"days": 10}}
    pool = served(minutes={"fixed": 1000}, waiting_at_start=nobody_free).totals.pools[0]
    days_run = 6 * 7
    assert sum(pool.still_waiting.values()) == 500 - sum(pool.first_waits.values()) + 1
    assert pool.still_waiting[-1, days_run - 1] == 1, "Nell, who asked soon after minute 0"
    assert days_run <= max(pool.still_waiting)[1] < days_run + 10


def test_later_contacts_are_nobodys_first() -> None:
    start = {"people": 3, "waited": {"days": 1}}
    pool = served(sessions=20, interval={"days": 1}, waiting_at_start=start).totals.pools[0]
    assert sum(pool.first_waits.values()) == 3 + 1 < pool.other_contacts


def test_people_in_the_middle_of_their_contacts_at_the_start_fall_due_over_an_interval() -> None:
    pool = served(under_way=4, interval={"days": 8}, sessions=1).totals.pools[0]
    assert pool.other_contacts == 4
    assert sum(pool.first_waits.values()) == 1, "only Nell is new"
    short = {"minutes": {"fixed": 10}, "interval": {"days": 1}, "sessions": 3}
    pool = served(under_way=200, **short).totals.pools[0]
    assert pool.other_contacts == pytest.approx(600, rel=0.15), "as many left as a newcomer has"


def test_other_people_who_wait_too_long_stop_waiting() -> None:
    """Of five at the start, seen one after the other, most have gone before their turn."""
    waiting: Document = {"people": 5, "waited": {"days": 3}}
    patient = served(waiting_at_start=waiting).totals.pools[0]
    pool = served(stopping=200, waiting_at_start=waiting).totals.pools[0]
    assert (patient.stopped, patient.other_contacts) == (0, 5)
    assert pool.stopped == 0, "they joined before the first counted week"
    assert pool.other_contacts < 5
    assert pool.queue_area == pool.waited_by_all > 0


def test_share_of_other_people_who_stop_is_counted() -> None:
    pool = served(stopping=50, per_year=6000).totals.pools[0]
    assert pool.stopped > 50
    assert pool.joined - pool.seen - pool.stopped < 10, "those who still wait"
    assert pool.queue_area == pool.waited_by_all > 0


def test_nobody_stops_between_later_contacts() -> None:
    waiting: Document = {"people": 1, "waited": {"days": 3}}
    pool = served(
        stopping=5, sessions=30, interval={"days": 1}, waiting_at_start=waiting
    ).totals.pools[0]
    assert pool.other_contacts > 3
    assert pool.stopped == 0


def test_people_under_way_at_the_start_hold_their_places() -> None:
    full: Document = {"under_way": 3, "place": True, "interval": {"days": 2}, "per_year": 300}
    pool = served(places=2, **full).totals.pools[0]
    assert pool.other_contacts >= 2
    assert pool.first_waits[0, 0] > 0, "a place is free again after the last contact"
    assert served(under_way=3, interval={"days": 2}).totals.pools[0].other_contacts == 3
    never = served(places=2, **(full | {"interval": {"weeks": 50}, "under_way": 2})).totals.pools[0]
    assert [stream for stream, _ in never.first_waits] == [-1], "two people hold both places"
