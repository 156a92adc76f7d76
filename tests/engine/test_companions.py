"""Companions: a worker with a caseload who goes along with her (MODEL section 10)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.simpy_engine.companions import GIVEN, NOBODY_HAD_ROOM, RELEASED
from sim.log import What
from tests.engine.small_world import (
    WEEK,
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    pause,
    pounds,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour


def guided(caseload: int = 1, when_full: str = "without", **parts: Any) -> Document:
    """The hub gives her a navigator and sends her to a clinic, where she is seen twice."""
    roles = ("worker", "navigator")
    base: Document = {
        "roles": {
            role: {
                "hours": 168,
                "cost_per_hour": pounds(1),
                "contact_share": 1,
                "skill": {"otherwise": 1},
            }
            for role in roles
        },
        "personas": {"nell": at_once()},
        "teams": {
            "hub": team(staff={"worker": 9, "navigator": {"wte": 1, "caseload": caseload}}),
            "clinic": drawn(delay={"fixed": {"days": 3}}, reads_own=0),
        },
        "steps": {
            "meet": step(
                "hub",
                role="worker",
                companion={"team": "hub", "role": "navigator", "when_full": when_full},
                then=[{"go": "clinic", "by": "number_given"}],
            ),
            "clinic": step("clinic", helps=helps() | {"sessions": 2, "interval": {"weeks": 1}}),
        },
    }
    return world(**(base | parts))


def given(story: Story, person: int | None = None) -> list[int]:
    return [row.value for row in story.rows(What.COMPANION, person=person)]


def met(story: Story, step: str) -> set[str]:
    """The roles that were there at a step."""
    return {
        story.program.pools[row.worker >> 24].role
        for row in story.rows(What.MEETS)
        if story.step(row) == step
    }


def test_companion_is_there_at_her_contacts_and_is_released_when_no_thread_is_open() -> None:
    story = lived(guided())
    assert met(story, "clinic") == {"worker", "navigator"}
    assert given(story) == [GIVEN, RELEASED]
    assert story.rows(What.COMPANION)[-1].minute == story.rows(What.LEFT)[-1].minute


def test_companion_knows_her_story_and_says_it_for_her() -> None:
    def told_again(companion: bool) -> int:
        document = guided()
        document["steps"]["clinic"]["helps"]["works"] = 0
        if companion:  # who has gone along once has heard it
            document["steps"]["clinic"]["helps"]["sessions"] = 1
            document["steps"]["clinic"]["then"] = [{"go": "third", "by": "cold"}]
        else:
            document["steps"]["meet"].pop("companion")
            document["steps"]["clinic"]["then"] = [{"go": "third", "by": "cold"}]
        document["teams"]["third"] = team()
        document["steps"]["third"] = step("third", helps=helps())
        document["assumptions"]["telling"]["letter_read"] = 0
        story = lived(document)
        return len([r for r in story.rows(What.RETELLS) if story.step(r) == "third"])

    assert told_again(companion=False) == 1
    assert told_again(companion=True) == 0


def test_minutes_of_the_companion_are_counted() -> None:
    story = lived(guided())
    minutes = {
        pool.name: totals.coordinating
        for pool, totals in zip(story.program.pools, story.totals.pools, strict=True)
    }
    assert minutes["hub.navigator"] == 2 * 30


def test_when_nobody_has_room_she_goes_without() -> None:
    story = lived(guided(), comes=[0, 60])
    assert given(story, person=1) == [NOBODY_HAD_ROOM]
    assert given(story, person=0) == [GIVEN, RELEASED]


def test_or_waits_for_the_first_who_has() -> None:
    document = guided(when_full="wait")
    document["steps"]["clinic"]["helps"]["sessions"] = 3
    story = lived(document, comes=[0, WEEK])
    assert given(story, person=1) == [NOBODY_HAD_ROOM, GIVEN, RELEASED]
    (released, *_) = [r for r in story.rows(What.COMPANION, person=0) if r.value == RELEASED]
    (taken,) = [r for r in story.rows(What.COMPANION, person=1) if r.value == GIVEN]
    assert released.minute == taken.minute


def test_caseload_is_never_exceeded() -> None:
    story = lived(guided(caseload=3), comes=range(0, 600, 60))
    held: dict[int, int] = {}
    for row in story.rows(What.COMPANION):
        if row.value != NOBODY_HAD_ROOM:
            held[row.worker] = held.get(row.worker, 0) + (1 if row.value == GIVEN else -1)
            assert 0 <= held[row.worker] <= 3
    assert max(held.values()) == 0


def test_companion_makes_it_likelier_that_she_comes() -> None:
    def missed(log_odds: float) -> int:
        document = guided(
            assumptions={"taking": {"companion": log_odds, "attends": {"phone": 0.2}}}
        )
        document["teams"]["clinic"]["rebook"] = 50
        document["steps"]["clinic"]["mode"] = "phone"
        return len(lived(document).rows(What.MISSED))

    assert missed(30) == 0 < missed(0)


def test_who_takes_over_from_a_companion_who_has_left_goes_along() -> None:
    document = guided(assumptions={"leaving": 40})
    document["steps"]["clinic"]["helps"]["sessions"] = 4
    story = lived(document, seed=2)
    workers = [r.worker for r in story.rows(What.COMPANION) if r.value == GIVEN]
    assert len(workers) > 1
    assert len({worker >> 12 for worker in workers}) == 1  # the same place on the rota


def taken_over(**holders_step: Any) -> Document:
    """Her companion leaves during a pause, and then there is a step with a seat for her holder."""
    document = guided(assumptions={"leaving": 80})
    document["teams"]["hub"]["staff"]["navigator"] = {"wte": 8, "caseload": 1}
    document["steps"]["meet"]["then"] = [{"go": "rest"}]
    document["steps"]["rest"] = pause("hub", then=[{"go": "next"}])
    document["steps"]["next"] = step("hub", asks=[]) | holders_step
    del document["steps"]["clinic"]
    return document


def holder_and_heir(story: Story, what: What) -> tuple[list[int], int]:
    """The navigators at the last step of her first episode, and who goes along with her by then."""
    rows = [row for row in story.rows() if row.episode == 1]
    first, *_, heir = (r.worker for r in rows if r.what == What.COMPANION and r.value == GIVEN)
    assert first != heir
    there = [r.worker for r in rows if r.what == what and story.step(r) == "next"]
    return [worker for worker in there if worker >> 24 == heir >> 24], heir


@pytest.mark.parametrize("if_free", [True, False])
def test_seat_of_her_holder_is_for_who_has_taken_over_from_her_companion(if_free: bool) -> None:
    seat = {"team": "hub", "role": "navigator", "who": "holder", "if_free": if_free}
    document = taken_over(role="worker", with_her=False, beside=[seat])
    for seed in range(3):
        there, heir = holder_and_heir(lived(document, seed=seed), What.CONFERS)
        assert there == [heir]


def test_first_seat_of_a_holder_is_for_who_has_taken_over_from_her_companion() -> None:
    document = taken_over(role="navigator", who="holder")
    for seed in range(3):
        there, heir = holder_and_heir(lived(document, seed=seed), What.MEETS)
        assert there == [heir]
