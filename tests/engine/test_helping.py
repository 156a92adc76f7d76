"""Help: sessions, what they reach, whether they work (MODEL sections 3 and 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    DAY,
    Document,
    at_once,
    helps,
    lived,
    step,
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour


def course(her: Document | None = None, minutes: int = 30, **parts: object) -> Document:
    """A world whose only step is a course."""
    contact = step("desk", minutes={"fixed": minutes}, helps=helps("mental", **parts))
    return world(personas={"nell": her or at_once()}, steps={"meet": contact})


def test_course_has_its_sessions_at_its_interval() -> None:
    story = lived(course(sessions=3, interval={"days": 14}))
    assert story.met_at() == [1, 1 + 14 * DAY, 1 + 28 * DAY]
    assert len(story.rows(What.HELPS)) == 3
    assert story.ends() == ["helped"]


def test_course_that_works_lowers_the_need_at_its_end() -> None:
    (level,) = lived(course(sessions=2)).rows(What.LEVEL)
    assert (level.minute, level.value) == (31 + 7 * DAY, 0)


def test_course_that_does_not_work_leaves_the_need() -> None:
    story = lived(course(works=0))
    assert story.rows(What.LEVEL) == []
    assert len(story.rows(What.HELPS)) > 0
    assert "helped" not in story.ends()


def test_course_may_leave_a_lower_level() -> None:
    document = course(at_once(needs={"mood": {"domain": "mental", "level": 4}}), lowers_to=1)
    story = lived(document)
    assert [row.value for row in story.rows(What.LEVEL)] == [1]
    assert story.ends() == ["helped"]


def test_course_does_not_reach_a_need_above_its_level() -> None:
    for level, reached in ((3, 1), (4, 0)):
        her = at_once(needs={"mood": {"domain": "mental", "level": level}})
        assert (len(lived(course(her, reaches=3)).rows(What.HELPS)) > 0) is bool(reached)


def test_course_helps_only_its_domains() -> None:
    (session, *_) = lived(course(with_home())).rows(What.HELPS)
    assert session.needs == 1


def test_contact_with_too_few_minutes_left_is_no_session_of_help() -> None:
    def helped(minutes: int) -> bool:
        document = course(minutes=minutes)
        document["assumptions"]["telling"]["help_at_least"] = 5
        first = [row for row in lived(document).rows(What.HELPS) if row.episode == 1]
        return bool(first)

    assert helped(15)
    assert not helped(14)


def test_minutes_pay_for_telling_before_helping() -> None:
    story = lived(course(minutes=25))
    (told,), (helped,) = story.rows(What.TELLS), story.rows(What.HELPS)
    assert (told.value, helped.value) == (10, 15)


def test_need_that_is_not_told_cannot_be_helped() -> None:
    her = at_once(story={"low": {"about": "mood", "minutes": 40}})
    story = lived(course(her))
    assert story.rows(What.HELPS) == []
    assert story.ends()[0] == "not_heard"
