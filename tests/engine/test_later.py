"""The system changes while the run goes on: a card with a week (MODEL section 10)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from sim.engines.newcomers import onsets
from sim.files import resolve
from sim.log import What
from sim.program import compile_program
from tests.engine.small_world import (
    WEEK,
    Document,
    at_once,
    drawn,
    helps,
    lived,
    person,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour


def from_week(week: int, *changes: str, **parts: Any) -> Document:
    """A world in which something changes at the beginning of a counted week."""
    later = [{"week": week, "changes": list(changes)}]
    return world(personas={"nell": at_once()}, later=later, **parts)


def test_staff_who_are_off_from_a_week_on_see_nobody_from_then_on() -> None:
    document = from_week(2, "teams.desk.staff.worker.wte=1")
    document["teams"]["desk"] = team(staff={"worker": 2})
    long = step("desk", minutes={"fixed": 600}, helps=helps(works=0))
    story = lived(document | {"steps": {"meet": long}}, comes=[0, 0, WEEK, WEEK])
    met = [story.met_at(person=i)[0] for i in range(4)]
    assert met[0] == met[1] < 60
    assert met[2] < WEEK + 60 <= met[3]
    before = {r.worker for r in story.rows(What.MEETS) if r.minute < WEEK}
    after = {r.worker for r in story.rows(What.MEETS) if r.minute > WEEK + 600}
    assert len(before) == 2
    assert len(after) == 1


def test_staff_who_come_from_a_week_on_see_people_at_once() -> None:
    document = from_week(2, "teams.desk.staff.worker.wte=3")
    long = step("desk", minutes={"fixed": 2000}, helps=helps(works=0))
    story = lived(document | {"steps": {"meet": long}}, comes=[0, WEEK, WEEK + 1])
    assert story.met_at(person=1)[0] < WEEK + 60
    assert story.met_at(person=2)[0] < WEEK + 60


def test_contact_under_way_goes_on_when_its_worker_is_off() -> None:
    document = from_week(2, "teams.desk.staff.worker.wte=0.5")
    document["calendars"] = {"always": "always", "early": "mon-fri 00:00-10:00"}
    document["teams"]["desk"] = team(staff={"worker": 2})
    long = step("desk", minutes={"fixed": 900}, helps=helps())
    story = lived(document | {"steps": {"meet": long}}, comes=[WEEK - 100, WEEK - 99])
    assert [row.value for row in story.rows(What.PARTS)][:2] == [900, 900]


def test_record_that_is_down_from_a_week_on_is_read_by_nobody_from_then_on() -> None:
    def retold(*changes: str) -> list[bool]:
        document = world(
            personas={"nell": at_once()},
            teams={"desk": team(), "clinic": team(reads_own=0)},
            records={"shared": {"writes": ["desk"], "reads": ["clinic"], "read_chance": 1}},
            steps={
                "meet": step("desk", then=[{"go": "clinic", "by": "number_given"}]),
                "clinic": step("clinic", helps=helps()),
            },
            later=[{"week": 2, "changes": list(changes)}] if changes else [],
        )
        story = lived(document, comes=[0, 2 * WEEK])
        return [bool(story.rows(What.RETELLS, person=i)) for i in range(2)]

    assert retold() == [False, False]
    assert retold("records.shared.read_chance=0") == [False, True]


def test_list_that_is_longer_than_a_new_limit_closes_at_once() -> None:
    def ends(*changes: str) -> list[str]:
        document = from_week(2, "teams.desk.closes_at=1", "teams.desk.reopens_at=0", *changes)
        document["teams"]["desk"] = team(closes_at=1000, reopens_at=999)
        document["steps"] = {"meet": step("desk", minutes={"fixed": 900}, helps=helps())}
        return lived(document, comes=[WEEK - 800, WEEK - 500, WEEK + 10]).ends(2)

    assert ends()[0] == "closed_by_service"
    assert ends("teams.desk.closes_at=5")[0] == "helped"


def test_demand_that_doubles_from_a_week_on_keeps_everybody_and_adds_more() -> None:
    def minutes(later: list[Document]) -> list[tuple[int, int]]:
        document = world(
            personas={"nell": person(per_year=3000)},
            named=False,
            later=later,
            teams={"desk": drawn()},
        )
        found = list(onsets(compile_program(resolve(document)), 7, 0))
        assert all(a <= b for (a, *_), (b, *_) in pairwise(found))
        return [(minute, layer) for minute, layer, _ in found]

    plain = minutes([])
    doubled = minutes([{"week": 3, "changes": ["demand=2"]}])
    added = [one for one in doubled if one not in plain]
    assert [one for one in doubled if one[1] == 0] == plain
    assert min(minute for minute, _ in added) >= 2 * WEEK
    assert len(added) == pytest.approx(len([m for m, _ in plain if m >= 2 * WEEK]), rel=0.2)


def test_changes_of_later_weeks_come_on_top_of_one_another() -> None:
    later = [
        {"week": 3, "changes": ["steps.meet.helps.works=1"]},
        {"week": 2, "changes": ["steps.meet.minutes=50"]},
    ]
    document = world(
        personas={"nell": at_once()},
        later=later,
        steps={"meet": step("desk", minutes={"fixed": 30}, helps=helps(works=0))},
    )
    story = lived(document, comes=[0, WEEK, 2 * WEEK])
    lengths = [story.rows(What.PARTS, person=i)[0].value for i in range(3)]
    assert lengths[0] == 30 != lengths[1]
    assert story.ends(2) == ["helped"]
