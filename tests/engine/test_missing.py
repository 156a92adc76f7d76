"""Contacts to which she does not come (MODEL section 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    Document,
    at_once,
    drawn,
    helps,
    lived,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
NEVER = {"taking": {"attends": {"phone": 0}}}


def call(rebook: int = 1, **parts: object) -> Document:
    """A world in which nobody comes to the phone."""
    return world(
        teams={"desk": team(rebook=rebook)},
        steps={"meet": step("desk", mode="phone", helps=helps(), **parts)},
        assumptions=NEVER,
    )


@pytest.mark.parametrize("times", [0, 1, 3])
def test_missed_contact_is_booked_again_up_to_the_limit_and_then_the_service_closes(
    times: int,
) -> None:
    story = lived(call(rebook=times))
    first = [row for row in story.rows(What.MISSED) if row.episode == 1]
    assert len(first) == times + 1
    assert story.ends()[0] == "closed_by_service"
    assert story.steps() == []


def test_rule_for_those_who_did_not_come_is_read_after_the_last_miss() -> None:
    document = world(
        steps={
            "meet": step(
                "desk",
                mode="phone",
                then=[{"when": {"attended": False}, "go": "visit"}, {"end": "declined"}],
            ),
            "visit": step("desk", helps=helps()),
        },
        assumptions=NEVER,
    )
    story = lived(document)
    assert story.steps() == ["visit"]
    assert story.ends() == ["helped"]


def test_missed_contact_holds_the_worker_for_the_planned_minutes() -> None:
    people = {
        "misser": at_once(name="misser", noticers={"gp": {"per_week": AT_ONCE}}),
        "nell": at_once(),
    }
    document = world(
        personas=people,
        teams={"desk": team(rebook=0)},
        steps={
            "call": step("desk", mode="phone", minutes={"fixed": 45}, helps=helps()),
            "meet": step("desk", helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "call"},
        assumptions=NEVER,
    )
    story = lived(document, [(0, 0), (10, 1)])
    assert [row.value for row in story.rows(What.MISSED, person=0)][0] == 45
    assert story.met_at(1) == [46]


def test_nobody_can_miss_a_drop_in() -> None:
    document = world(
        steps={"meet": step("desk", mode="drop_in", helps=helps())},
        assumptions={"taking": {"attends": {"drop_in": 0}}},
    )
    assert lived(document).ends() == ["helped"]


def test_nobody_can_miss_a_worker_who_is_with_her_already() -> None:
    document = world(
        teams={"desk": drawn(delay={"fixed": {"days": 3}})},
        steps={"meet": step("desk", mode="phone", at_once=True, helps=helps())},
        assumptions=NEVER,
    )
    story = lived(document)
    assert story.ends() == ["helped"]
    assert story.waits("drawn") == [0]


def test_full_barrier_keeps_her_from_a_mode_where_barriers_act() -> None:
    def ends(barrier: float, mode: str) -> list[str]:
        document = world(
            personas={"nell": at_once(barriers={"phone": barrier})},
            steps={"meet": step("desk", mode=mode, helps=helps())},
            assumptions={"taking": {"attends": {"phone": 0.9, "video": 0.9}, "barrier": 100}},
        )
        return lived(document, seed=4).ends()

    assert ends(1, "phone")[0] == "closed_by_service"
    assert ends(1, "video") == ["helped"]
    assert ends(0, "phone") == ["helped"]
