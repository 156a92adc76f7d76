"""Contacts that need two workers at once (MODEL section 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    Document,
    at_once,
    helps,
    lived,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
BESIDE = [{"team": "others", "role": "worker"}]


def together(**parts: object) -> Document:
    """Nell is met by two teams at once; somebody else has long contacts with the second."""
    return world(
        personas={
            "nell": at_once(),
            "long": at_once(name="long", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(reads_own=0), "others": team(reads_own=0)},
        steps={
            "meet": step("desk", minutes={"fixed": 40}, beside=BESIDE, helps=helps(), **parts),
            "long": step("others", minutes={"fixed": 500}, helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "long"},
    )


def test_joint_contact_takes_a_worker_of_each_team() -> None:
    story = lived(together(), [(0, 0), (5, 1)])
    met = story.rows(What.MEETS, person=0)
    assert sorted(story.program.pools[row.worker >> 24].name for row in met) == [
        "desk.worker",
        "others.worker",
    ]
    assert {row.minute for row in met} == {1}
    assert story.met_at(1) == [41]


def test_joint_contact_waits_until_both_workers_are_free() -> None:
    story = lived(together(), [(10, 0), (0, 1)])
    assert set(story.met_at(0)) == {501}


def test_both_workers_hear_the_story() -> None:
    document = together(then={"go": "again", "by": "number_given"})
    document["steps"]["again"] = step("others", helps=helps())
    document["steps"]["meet"].pop("helps")
    story = lived(document)
    assert story.chapters(What.TELLS) == [["low", "family"]]
    assert story.chapters(What.CONFIRMS) == [["low", "family"]]


def test_luck_chooses_among_the_workers_who_could_meet() -> None:
    document = together()
    for name in ("desk", "others"):
        document["teams"][name]["staff"] = {"worker": 8}
    met = {
        row.worker
        for seed in range(12)
        for row in lived(document, [(0, 0)], seed=seed).rows(What.MEETS, person=0)
    }
    assert len(met) > 4
