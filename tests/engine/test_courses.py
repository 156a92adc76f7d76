"""Courses: rules read after every session, and help that depends on the level (MODEL section 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    Document,
    helps,
    lived,
    person,
    step,
    team,
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour
EVERYTHING = ("mental", "housing")


def course(*rules: Document, her: Document | None = None, **of_help: object) -> Document:
    """A course of four sessions that does not work, its rules, and two steps to go to."""
    can = {"works": 0, "sessions": 4} | of_help
    return world(
        personas={"nell": her or person()},
        steps={
            "meet": step(
                "desk", helps=helps(*EVERYTHING, **can), then=[*rules, {"end": "declined"}]
            ),  # type: ignore[arg-type]
            "talk": step("desk", helps=helps(*EVERYTHING)),
            "house": step("desk", helps=helps(*EVERYTHING)),
        },
        doors={"otherwise": "meet", "gp": "talk", "nurse": "house"},
    )


def test_rule_that_names_sessions_holds_once_so_many_have_taken_place() -> None:
    story = lived(course({"when": {"sessions": 2}, "go": "talk"}))
    assert story.steps() == ["meet", "meet", "talk"]


def test_rule_that_names_no_sessions_is_read_when_the_course_is_over() -> None:
    assert lived(course({"go": "talk"})).steps() == [*["meet"] * 4, "talk"]


def test_rule_for_the_unfinished_is_read_before_the_last_session_and_not_after_it() -> None:
    rule = {"when": {"finished": False}, "go": "talk"}
    assert lived(course(rule)).steps() == ["meet", "talk"]
    assert "talk" not in lived(course(rule, sessions=1)).steps()


def test_rule_for_the_finished_is_read_after_the_last_session_only() -> None:
    rule = {"when": {"finished": True, "sessions": 1}, "go": "talk"}
    assert lived(course(rule)).steps() == [*["meet"] * 4, "talk"]


def test_needs_that_no_rule_takes_go_on_with_the_course() -> None:
    rule = {"when": {"sessions": 1, "need": "housing"}, "for": "each need", "go": "house"}
    story = lived(course(rule, her=with_home(), works=1))
    assert story.steps().count("meet") == 4
    assert story.steps().count("house") == 1
    sessions = [story.needs(row) for row in story.rows(What.HELPS) if story.step(row) == "meet"]
    assert sessions == [["mood", "home"], ["mood"], ["mood"], ["mood"]]
    assert story.ends() == ["helped", "helped"]


def test_course_that_all_needs_leave_cannot_have_worked() -> None:
    document = course({"when": {"sessions": 1}, "go": "talk"}, works=1)
    document["steps"]["talk"]["helps"]["works"] = 0
    story = lived(document)
    assert story.steps()[:2] == ["meet", "talk"]
    assert story.rows(What.LEVEL) == []


def test_course_is_over_where_those_who_are_left_have_nothing_to_gain() -> None:
    document = course(
        {"when": {"sessions": 1, "need": "mental"}, "for": "each need", "go": "talk"},
        {"when": {"finished": True}, "go": "house"},
        her=with_home(),
    )
    document["steps"]["meet"]["helps"]["domains"] = ["mental"]
    story = lived(document)
    assert sorted(story.steps()) == ["house", "meet", "talk"]


def test_letter_in_the_middle_of_a_course_keeps_the_worker() -> None:
    document = course(
        {"when": {"sessions": 2}, "go": "clinic", "by": "cold"},
    )
    document["teams"]["clinic"] = team()
    document["steps"]["clinic"] = step("clinic", helps=helps())
    document["assumptions"]["handing"]["writing"] = 25
    story = lived(document)
    assert story.steps() == ["meet", "meet", "clinic"]
    assert story.totals.pools[0].coordinating == 25


@pytest.mark.parametrize(("level", "end"), [(2, "closed_by_service"), (3, "helped")])
def test_chance_that_a_course_works_depends_on_the_level(level: int, end: str) -> None:
    her = person(needs={"mood": {"domain": "mental", "level": level}})
    document = course({"end": "closed_by_service"}, her=her, works=0, works_at={"high": 1})
    assert lived(document).ends()[0] == end


def supported(**parts: object) -> Document:
    """Nell, who has a sister."""
    return person(supporters={"sister": {"relation": "sister", "present": 1}}, **parts)


@pytest.mark.parametrize(
    ("when", "her", "held"),
    [
        ({"has_supporter": True}, supported(), True),
        ({"has_supporter": True}, person(), False),
        ({"has_supporter": False}, person(), True),
        ({"has_companion": True}, person(), False),
        ({"has_companion": False}, person(), True),
        ({"taking": True}, person(), True),
        ({"taking": False}, person(), False),
    ],
)
def test_rule_can_ask_who_goes_along_with_her_and_who_takes_anybody(
    when: Document, her: Document, held: bool
) -> None:
    story = lived(course({"when": when, "go": "talk"}, her=her, sessions=1))
    assert (story.steps() == ["meet", "talk"]) is held
