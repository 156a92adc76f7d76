"""Asking: being noticed, doors, hours, coming back (MODEL section 2)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    DAY,
    SOON,
    WEEK,
    helps,
    lived,
    pause,
    person,
    step,
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour


def test_need_that_somebody_notices_is_asked_about_at_the_door() -> None:
    story = lived(world())
    assert story.steps() == ["meet"]
    assert [story.needs(row) for row in story.rows(What.ASKED)] == [["mood"]]


def test_need_at_a_low_level_is_not_asked_about() -> None:
    people = {
        "nell": with_home(
            needs={
                "mood": {"domain": "mental", "level": 2},
                "home": {"domain": "housing", "level": 1},
            },
            noticers={"herself": {"per_week": SOON, "needs": "home"}},
        )
    }
    story = lived(world(personas=people))
    assert story.rows(What.ASKED) == []


def test_noticer_sees_only_the_needs_named() -> None:
    story = lived(world(personas={"nell": with_home()}, steps={"meet": step("desk", asks=[])}))
    assert {tuple(story.needs(row)) for row in story.rows(What.ASKED)} == {("mood",)}


def test_each_noticer_has_a_door() -> None:
    people = {"nell": person(noticers={"gp": {"per_week": SOON}})}
    steps = {"meet": step("desk"), "surgery": step("desk", helps=helps())}
    doors = {"otherwise": "meet", "gp": "surgery"}
    assert lived(world(personas=people, steps=steps, doors=doors)).steps() == ["surgery"]


def test_asking_falls_in_the_hours_of_the_noticer() -> None:
    document = world(assumptions={"asks_at": {"herself": "office"}})
    for saturday in (5 * DAY + 600, 5 * DAY + 700, 6 * DAY):
        (asked,) = lived(document, comes=[saturday]).rows(What.ASKED)
        assert WEEK + 9 * 60 <= asked.minute < WEEK + 17 * 60


def test_asking_that_strikes_in_hours_falls_at_once() -> None:
    document = world(assumptions={"asks_at": {"herself": "office"}})
    (asked,) = lived(document, comes=[600]).rows(What.ASKED)
    assert 600 < asked.minute < 660


def test_need_on_a_thread_is_not_asked_about_again() -> None:
    document = world(
        steps={
            "meet": step("desk", then={"go": "later"}),
            "later": pause("desk", pause={"weeks": 20}),
        }
    )
    assert len(lived(document).rows(What.ASKED)) == 1


def test_second_noticer_of_the_same_weekend_finds_that_help_is_under_way() -> None:
    people = {"nell": person(noticers={who: {"per_week": SOON} for who in ("herself", "gp")})}
    document = world(
        personas=people,
        steps={
            "meet": step("desk", then={"go": "later"}),
            "later": pause("desk", pause={"weeks": 20}),
        },
        assumptions={"asks_at": {"herself": "office", "gp": "office"}},
    )
    assert len(lived(document, comes=[5 * DAY]).rows(What.ASKED)) == 1


def test_person_who_is_not_helped_comes_back_as_a_new_episode() -> None:
    story = lived(world(steps={"meet": step("desk")}))
    assert [row.episode for row in story.rows(What.ASKED)] == [1, 2, 3]


def test_there_are_at_most_three_episodes_in_26_weeks() -> None:
    people = {"nell": person(noticers={"herself": {"per_week": 20}})}
    document = world(
        personas=people,
        window={"follow": {"weeks": 40}},
        steps={"meet": step("desk")},
    )
    asked = [row.minute for row in lived(document).rows(What.ASKED)]
    assert len(asked) > 3
    assert all(later - first >= 26 * WEEK for first, later in zip(asked, asked[3:], strict=False))


def test_need_that_is_met_is_asked_about_no_more() -> None:
    assert len(lived(world()).rows(What.ASKED)) == 1
