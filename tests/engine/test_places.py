"""Places on a caseload: taken at the first session, freed when she leaves (MODEL section 8)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    DAY,
    Document,
    Story,
    helps,
    lived,
    step,
    team,
    world,
)
from tests.engine.test_turns import queue

pytestmark = pytest.mark.behaviour
COURSE = helps(place=True, sessions=2, interval={"days": 1})


def course(places: int, **parts: object) -> Document:
    """Five workers, few places, a course that takes one, and contacts that take none."""
    steps = {
        "course": step("desk", helps=COURSE, **parts),
        "talk": step("desk", helps=helps()),
    }
    return queue(steps, teams={"desk": team(places=places, staff={"worker": 5})})


def places(story: Story, person: int) -> list[tuple[str, int, int]]:
    """When she took a place and gave it up, and whose it was."""
    rows = story.rows(What.PLACE, person=person)
    return [(story.team(row), row.value, row.minute) for row in rows]


def test_course_that_takes_a_place_begins_only_when_one_is_free() -> None:
    story = lived(course(1), [0, 100])
    assert story.met_at(0) == [1, 1 + DAY]
    assert story.met_at(1)[0] == 31 + DAY


def test_place_is_held_from_the_first_session_until_the_thread_leaves() -> None:
    story = lived(course(2), [0, 100, 200])
    assert places(story, 0) == [("desk", 1, 1), ("desk", 0, 31 + DAY)]
    assert places(story, 1) == [("desk", 1, 101), ("desk", 0, 131 + DAY)]
    assert places(story, 2)[0] == ("desk", 1, 31 + DAY)


def test_contact_that_takes_no_place_passes_by_those_who_wait_for_one() -> None:
    story = lived(course(1), [(0, 0), (100, 0), (200, 1)])
    assert story.met_at(2) == [201]


def test_whoever_waited_longest_for_a_place_gets_the_next() -> None:
    story = lived(course(1), [0, 200, 100])
    assert story.met_at(2)[0] < story.met_at(1)[0]


def test_place_is_free_again_once_she_is_handed_on() -> None:
    document = course(1, then={"go": "next", "by": "cold"})
    document["teams"]["others"] = team()
    document["steps"]["next"] = step("others", helps=helps())
    document["steps"]["course"]["helps"] = helps(place=True, works=0)
    story = lived(document, [0, 1])
    assert places(story, 0) == [("desk", 1, 1), ("desk", 0, 31)]
    assert story.met_at(1)[0] == 31


def test_place_is_kept_in_further_steps_of_the_same_team() -> None:
    document = course(1, then={"go": "talk"})
    document["steps"]["course"]["helps"] = helps(place=True, works=0)
    document["steps"]["talk"]["notice"] = {"days": 3}
    story = lived(document, [0])
    assert places(story, 0) == [("desk", 1, 1), ("desk", 0, 31 + 3 * DAY + 30)]


def test_place_is_free_again_when_she_misses_once_too_often() -> None:
    document = course(1)
    document["assumptions"] = {"taking": {"attends": {"face_to_face": 0}}}
    story = lived(world(**document), [0, 1])
    begun, ended = places(story, 0)[:2]
    assert ended[1] == 0
    assert places(story, 1)[0] == ("desk", 1, ended[2])
    assert story.ends(0)[0] == "closed_by_service"
    assert begun[2] == 1


def test_other_people_hold_a_place_from_the_first_contact_to_the_last() -> None:
    stream: Document = {
        "per_year": 0.0001,
        "minutes": {"fixed": 100},
        "sessions": 1,
        "missed": 0,
        "place": True,
    }
    parts: Document = {
        "other_people": {"everybody": stream},
        "waiting_at_start": {"people": 4, "waited": {"days": 3}},
    }
    document = course(1)
    document["teams"]["desk"] |= parts
    assert lived(document).met_at()[0] == 400
    stream["place"] = False
    assert lived(document).met_at()[0] == 1


def test_meeting_of_two_workers_waits_for_a_place_too() -> None:
    document = course(1, beside=[{"team": "others", "role": "worker"}])
    document["teams"]["others"] = team(staff={"worker": 5})
    story = lived(document, [0, 100])
    assert sorted(set(story.met_at(1)))[0] == 31 + DAY


def test_on_rung_a_nobody_waits_for_a_place() -> None:
    document = course(1) | {"rung": "A"}
    document["teams"]["desk"]["pinned_wait"] = {"fixed": {"minutes": 0}}
    story = lived(document, [0, 100])
    assert story.met_at(1)[0] == 101
    assert places(story, 1) == []
