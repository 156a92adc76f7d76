"""Birthdays and moves that make her ineligible where she waits or is held (MODEL section 10)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.newcomers import YEAR
from sim.log import BOUNDARY, What
from tests.engine.small_world import (
    DAY,
    WEEK,
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
YOUNG = {"accepts": {"at_least": {"mental": 1}, "age_to": 17}}
BIRTHDAY = YEAR // 2
"""Minutes from onset to the birthday of somebody with central values."""


def young(wait_days: int = 250, age: int = 17, **parts: Any) -> Document:
    """She waits for a service for the young; another takes people of every age."""
    base: Document = {
        "window": {"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 60}},
        "personas": {"nell": at_once(age=age)},
        "teams": {
            "desk": drawn(delay={"fixed": {"days": wait_days}}, at_boundary="grown", **YOUNG),
            "adults": team(),
        },
        "steps": {
            "meet": step("desk", helps=helps()),
            "grown": step("adults", helps=helps()),
        },
    }
    return world(**(base | parts))


def boundaries(story: Story) -> list[tuple[int, str]]:
    return [
        (row.minute, story.team(row))
        for row in story.rows(What.HANDS_ON)
        if row.value % 8 == BOUNDARY
    ]


def test_birthday_sends_her_from_the_list_as_one_handoff_marked_so() -> None:
    story = lived(young())
    assert boundaries(story) == [(BIRTHDAY, "adults")]
    assert len(story.rows(What.HANDS_ON)) == 1
    assert story.steps() == ["grown"]
    assert story.ends() == ["helped"]


def test_birthday_that_the_team_does_not_mind_changes_nothing() -> None:
    story = lived(young(age=15))
    assert boundaries(story) == []
    assert story.steps() == ["meet"]


def test_team_that_names_no_step_closes_at_the_birthday() -> None:
    document = young()
    document["teams"]["desk"]["at_boundary"] = ""
    del document["steps"]["grown"]
    story = lived(document)
    (left, *_) = story.rows(What.LEFT)
    assert left.minute == BIRTHDAY
    assert story.ends()[0] == "closed_by_service"


def test_birthday_in_the_middle_of_a_course_ends_it_there() -> None:
    document = young(wait_days=0)
    course = helps(works=1) | {"sessions": 60, "interval": {"weeks": 1}}
    document["steps"]["meet"] = step("desk", helps=course)
    story = lived(document)
    assert boundaries(story) == [(BIRTHDAY, "adults")]
    assert story.steps().count("meet") == -(-BIRTHDAY // WEEK)
    assert story.steps()[-1] == "grown"


def test_move_of_home_sends_her_to_where_she_lives_now() -> None:
    move = {"move": {"what": "a move", "after": {"days": 10}, "moves_to": "fartown"}}
    document = young(personas={"nell": at_once(coming=move)})
    document["teams"]["desk"]["accepts"] = {"at_least": {"mental": 1}, "sites": ["toytown"]}
    story = lived(document)
    assert boundaries(story) == [(10 * DAY, "adults")]
    assert story.ends() == ["helped"]


def test_pause_is_cut_short_by_a_boundary() -> None:
    document = young()
    document["steps"]["meet"] = {
        "team": "desk",
        "pause": {"weeks": 50},
        "then": [{"end": "declined"}],
    }
    story = lived(document)
    assert boundaries(story) == [(BIRTHDAY, "adults")]
    assert story.met_at()[0] == BIRTHDAY + 4320  # the letter takes three days


def test_letter_on_its_way_is_looked_at_when_it_arrives() -> None:
    document = young()
    document["teams"]["front"] = drawn()
    document["doors"] = {"otherwise": "front"}
    document["steps"]["front"] = step("front", then=[{"go": "meet", "by": "cold"}])
    document["assumptions"]["handing"]["letter_takes"] = {"days": 300}
    story = lived(document)
    assert boundaries(story) == []
    assert story.rows(What.BOUNCES) != []


def test_each_team_has_a_birthday_of_its_own() -> None:
    """Physical health is for the young up to 17, mental health up to 25: one moves, one stays."""
    document = young(
        personas={
            "nell": at_once(
                age=17,
                needs={
                    "mood": {"domain": "mental", "level": 2},
                    "back": {"domain": "physical", "level": 2},
                },
                story={
                    "low": {"about": "mood", "minutes": 4},
                    "pain": {"about": "back", "minutes": 4},
                },
            )
        }
    )
    document["teams"] |= {
        "front": drawn(),
        "minds": drawn(
            delay={"fixed": {"days": 250}},
            accepts={"at_least": {"mental": 1}, "age_to": 25},
            at_boundary="grown",
        ),
    }
    document["teams"]["desk"]["accepts"] = {"at_least": {"physical": 1}, "age_to": 17}
    document["doors"] = {"otherwise": "front"}
    document["steps"] = {
        "front": step(
            "front",
            then=[
                {"when": {"need": "physical"}, "for": "each need", "go": "bodies", "by": "cold"},
                {"go": "minds", "by": "cold"},
            ],
        ),
        "bodies": step("desk", helps=helps("physical")),
        "minds": step("minds", helps=helps()),
        "grown": step("adults", helps=helps("mental", "physical")),
    }
    story = lived(document)
    (moved,) = [row for row in story.rows(What.HANDS_ON) if row.value % 8 == BOUNDARY]
    assert (moved.minute, story.needs(moved)) == (BIRTHDAY, ["back"])
    assert sorted(story.steps()) == ["front", "grown", "minds"]
    assert story.ends() == ["helped", "helped"]


def university(**parts: Any) -> Document:
    """She goes to a university town in term and comes home for the holidays; both have a team."""
    coming = {
        "term": {
            "what": "term begins",
            "after": {"days": 10},
            "moves_to": "unitown",
            "hours": "evenings",
        },
        "holidays": {
            "what": "home again",
            "after": {"days": 90},
            "moves_to": "toytown",
            "hours": "office",
        },
    }
    document = young(personas={"nell": at_once(age=20, coming=coming) | parts})
    for name, site in (("desk", "toytown"), ("adults", "unitown")):
        accepts = {"at_least": {"mental": 1}, "sites": [site]}
        document["teams"][name] = drawn(accepts=accepts, delay={"fixed": {"days": 200}})
    document["teams"]["desk"]["at_boundary"] = "grown"
    document["teams"]["adults"]["at_boundary"] = "meet"
    document["calendars"]["evenings"] = "mon-sun 18:00-22:00"
    return document


def test_term_and_holidays_send_her_there_and_back() -> None:
    story = lived(university())
    assert boundaries(story) == [(10 * DAY, "adults"), (90 * DAY, "desk")]
    assert story.steps() == ["meet"]
    assert story.ends() == ["helped"]


def test_hours_of_term_hold_in_term_and_those_of_holidays_after_it() -> None:
    document = university()
    document["teams"]["adults"]["delay"] = {"fixed": {"days": 0}}
    document["steps"]["grown"] = step("adults", helps=helps(works=0, sessions=20))
    document["steps"]["grown"]["helps"]["interval"] = {"days": 5}
    document["teams"]["desk"]["delay"] = {"fixed": {"days": 20}}
    story = lived(document)
    there, back = story.met_at(step="grown"), story.met_at(step="meet")
    assert boundaries(story) == [(10 * DAY, "adults"), (90 * DAY, "desk")]
    assert there
    assert all(18 * 60 <= at % DAY < 22 * 60 for at in there)
    assert 9 * 60 <= back[0] % DAY < 17 * 60
    assert back[0] > 90 * DAY


def test_list_that_she_left_behind_keeps_no_place_for_her_when_she_is_back() -> None:
    """She comes home with 80 days of the 200 gone, and waits all of them anew."""
    story = lived(university())
    letter = 4320
    assert story.met_at(step="meet")[0] >= 90 * DAY + letter + 200 * DAY
