"""Contacts of several workers wait for their turn like any other (MODEL sections 5 and 8)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import DAY, Document, Story, helps, lived, step, team, with_home
from tests.engine.test_companions import guided
from tests.engine.test_new_share import EVENING
from tests.engine.test_turns import queue

pytestmark = pytest.mark.behaviour
OTHERS = [{"team": "others", "role": "worker"}]


def met_by(story: Story, step: str, person: int = 0) -> list[str]:
    """The teams of those who met her at a step."""
    rows = story.rows(What.MEETS, person=person)
    return [
        story.program.teams[story.program.pools[row.worker >> 24].team].name
        for row in rows
        if story.step(row) == step
    ]


def introduced(*, days: float = 0) -> Document:
    """The desk stays beside her in the clinic, where a list of so many days is before her."""
    steps = {
        "meet": step("desk", minutes={"fixed": 30}, then={"go": "clinic", "by": "overlap"}),
        "clinic": step("clinic", minutes={"fixed": 60}, helps=helps(sessions=1)),
        "long": step("clinic", minutes={"fixed": 600}, helps=helps()),
    }
    stream: Document = {"per_year": 0.0001, "minutes": {"fixed": 100}, "sessions": 1, "missed": 0}
    clinic = team(
        other_people={"everybody": stream},
        waiting_at_start={"people": int(days * DAY / 100), "waited": {"days": 30}},
    )
    return queue(steps, teams={"desk": team(), "clinic": clinic})


def test_people_with_an_overlap_wait_as_long_as_others() -> None:
    """The first long contact ends at 601; the second was asked for before hers, a third after."""
    story = lived(introduced(), [(0, 0), (0, 2), (10, 2), (40, 2)])
    assert set(story.met_at(0, "clinic")) == {1201}
    assert story.met_at(3) == [1261]


def test_overlap_outlasts_a_list_of_weeks() -> None:
    """Only from the day on which it is her turn do the two workers fail to meet."""
    story = lived(introduced(days=10), [(0, 0)])
    assert set(story.met_at(0, "clinic")) == {10 * DAY}
    assert met_by(story, "clinic") == ["clinic", "desk"]
    assert story.waits("letter") == []


def test_overlap_becomes_a_letter_five_days_after_its_turn_came_in_vain() -> None:
    document = introduced(days=2)
    document["teams"]["desk"] |= {"calendar": "early"}
    document["calendars"]["early"] = "mon 00:00-01:00"
    story = lived(document, [(0, 0)])
    assert met_by(story, "clinic") == ["clinic"]
    assert story.met_at(0, "clinic") == [2800 + 5 * DAY]


def together(assumptions: Document | None = None, **parts: Document) -> Document:
    """A contact of two workers, others of the desk alone, and some that keep the others busy."""
    steps = {
        "meet": step("desk", minutes={"fixed": 30}, beside=OTHERS, helps=helps()),
        "talk": step("desk", minutes={"fixed": 100}, helps=helps()),
        "long": step("others", minutes={"fixed": 1000}, helps=helps()),
        "urgent": step("desk", minutes={"fixed": 30}, urgent=True, helps=helps()),
    }
    for name, more in parts.items():
        steps[name] = steps[name] | more
    teams = {"desk": team(), "others": team()}
    return queue(steps, teams=teams, assumptions=assumptions or {})


def test_whoever_comes_later_goes_on_while_another_worker_is_missing() -> None:
    story = lived(together(), [(10, 0), (0, 2), (100, 1)])
    assert story.met_at(2) == [101]
    assert set(story.met_at(0)) == {1001}


def test_whoever_came_before_and_cannot_start_is_passed_over() -> None:
    """Who came first has no time before noon."""
    document = together()
    document["personas"]["talk"]["hours"] = "afternoon"
    document["calendars"]["afternoon"] = "mon-sun 12:00-18:00"
    story = lived(document, [(10, 0), (0, 1)])
    assert set(story.met_at(0)) == {11}
    assert story.met_at(1) == [720]


def test_last_place_goes_to_whoever_came_before() -> None:
    """The desk has two workers and one place, free again at 101: for the second, not for her."""
    course = helps(place=True)
    document = together(meet={"helps": course}, talk={"helps": course})
    document["teams"]["desk"] |= {"staff": {"worker": 2}, "places": 1}
    story = lived(document, [(10, 0), (0, 1), (5, 1)])
    assert story.met_at(2) == [101]
    assert set(story.met_at(0)) == {201}


def test_urgent_contact_of_two_workers_goes_first() -> None:
    document = together(meet={"urgent": True})
    story = lived(document, [(20, 0), (0, 1), (10, 1)])
    assert set(story.met_at(0)) == {101}
    assert story.met_at(2) == [131]


@pytest.mark.parametrize(("share", "first"), [(0.99, 0), (0, 1)])
def test_share_of_new_people_holds_for_contacts_of_two_workers(share: float, first: int) -> None:
    """A new person who needs two workers, and the due session of one who needs one."""
    steps = {
        "new": step("desk", beside=OTHERS, helps=helps()),
        "course": step("desk", helps=helps(sessions=2, interval={"days": 1})),
        "long": step("desk", minutes={"fixed": 600}, urgent=True, helps=helps()),
    }
    teams = {"desk": team(new_share=share), "others": team()}
    story = lived(queue(steps, teams=teams), [(1500, 0), (0, 1), (EVENING, 2)])
    begun = [story.met_at(0)[0], story.met_at(1)[1]]
    assert begun[first] == 1801
    assert begun[1 - first] == 1831


def test_starving_begins_with_the_first_turn_in_vain() -> None:
    """Her turn comes after three days; two days later the desk is kept for her."""
    steps = together()["steps"]
    stream: Document = {"per_year": 0.0001, "minutes": {"fixed": 100}, "sessions": 1, "missed": 0}
    longer = stream | {"minutes": {"fixed": 101}}
    many = {"people": 300, "waited": {"days": 30}}
    before = {"people": 44, "waited": {"days": 30}}
    teams = {
        "desk": team(other_people={"everybody": stream}, waiting_at_start=before),
        "others": team(other_people={"everybody": longer}, waiting_at_start=many),
    }
    waits: Document = {"handing": {"starved_after": {"days": 2}}}
    document = queue(steps, teams=teams, assumptions=waits)
    story = lived(document, [(0, 0), *[(4400 + 50 * k, 1) for k in range(150)]])
    (minute,) = set(story.met_at(0))
    # at 4400 it is her turn, from 7280 on she has starved: the desk is kept from 7301 on
    assert minute == 7373
    assert story.met_at(1) == [4401]


def test_nobody_is_kept_while_somebody_waits_who_comes_before() -> None:
    """Urgent people wait for the desk at 40, when one of the others is free for somebody else."""
    document = together(
        {"handing": {"starved_after": {"minutes": 10}}}, long={"minutes": {"fixed": 40}}
    )
    coming = [(10, 0), (0, 2), (15, 2), (20, 3), (22, 3)]
    story = lived(document, coming)
    assert story.met_at(3) == [21]
    assert story.met_at(4) == [51]
    assert story.met_at(2) == [41]
    assert set(story.met_at(0)) == {81}


def test_urgent_people_go_before_a_contact_that_has_starved() -> None:
    document = together({"handing": {"starved_after": {"minutes": 10}}})
    story = lived(document, [(10, 0), (0, 2), (500, 3), (500, 1)])
    assert story.met_at(2) == [501]
    assert set(story.met_at(0)) == {1001}
    assert story.met_at(3) == [1031]


def test_seat_of_a_companion_who_hands_her_on_has_to_be_taken() -> None:
    """The navigator meets her, goes along with her, and stays beside her in the clinic."""
    document = guided()
    document["teams"]["clinic"] = team(reads_own=0)
    document["steps"]["meet"] = document["steps"]["meet"] | {"then": {"go": "hello"}}
    document["steps"]["hello"] = step(
        "hub", role="navigator", asks=[], then={"go": "clinic", "by": "overlap"}
    )
    document["steps"]["busy"] = step("hub", role="navigator", minutes={"fixed": 400}, helps=helps())
    document["steps"]["clinic"] = step("clinic", minutes={"fixed": 30}, helps=helps())
    document["personas"]["busy"] = with_home(name="busy", noticers={"gp": {"per_week": 1_000_000}})
    document["doors"] = {"otherwise": "meet", "gp": "busy"}
    story = lived(document, [(0, 0), (40, 1)])
    assert met_by(story, "clinic") == ["clinic", "hub"]
