"""Contacts without her, a panel or a consult; and the best skill in the room (MODEL section 5)."""

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
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour
ENDS, CONFER = 31, 40
SKILLED, CLUMSY = {"otherwise": 1}, {"otherwise": 0}


def advised(**of_consult: object) -> Document:
    """The desk keeps Nell and is advised by a specialist of the clinic, then meets her again."""
    consult = {
        "team": "desk",
        "minutes": {"fixed": CONFER},
        "with_her": False,
        "beside": [{"team": "clinic", "role": "other"}],
        "then": {"go": "talk"},
    } | of_consult
    return world(
        personas={
            "nell": at_once(),
            "long": at_once(name="long", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(staff={"worker": 2}), "clinic": team(staff={"other": 1})},
        steps={
            "meet": step("desk", minutes={"fixed": 30}, then={"go": "consult"}),
            "consult": consult,
            "talk": step("desk", who="own", helps=helps(), then={"end": "signposted"}),
            "long": step("clinic", minutes={"fixed": 500}, helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "long", "nurse": "talk"},
    )


def test_workers_confer_and_nobody_meets_her() -> None:
    story = lived(advised())
    confers = story.rows(What.CONFERS)
    assert [(row.minute, row.value, story.team(row)) for row in confers] == [
        (ENDS, CONFER, "desk")
    ] * 2
    assert len({row.worker >> 24 for row in confers}) == 2
    assert story.steps() == ["meet", "talk"]
    assert story.met_at()[1] == ENDS + CONFER


def test_consult_is_no_handoff() -> None:
    assert lived(advised()).rows(What.HANDS_ON) == []


def test_worker_who_keeps_her_is_the_one_who_is_advised() -> None:
    for seed in range(6):
        story = lived(advised(), seed=seed)
        (met, *_) = story.rows(What.MEETS)
        assert story.rows(What.CONFERS)[0].worker == met.worker


def test_meeting_waits_for_everybody_in_it() -> None:
    story = lived(advised(), [(0, 0), (0, 1)])
    assert {row.minute for row in story.rows(What.CONFERS)} == {501}


def test_meeting_is_neither_missed_nor_held_up_by_her() -> None:
    document = advised(mode="phone")
    document["assumptions"]["taking"]["attends"]["phone"] = 0
    assert lived(document).rows(What.MISSED) == []


def test_she_may_be_with_somebody_else_meanwhile() -> None:
    document = advised()
    document["personas"]["nell"] |= {"needs": with_home()["needs"], "story": with_home()["story"]}
    document["teams"]["hall"] = team()
    document["steps"]["hall"] = step("hall", minutes={"fixed": 90}, helps=helps("housing"))
    document["steps"]["meet"]["then"] = [
        {"when": {"need": "housing"}, "for": "each need", "go": "hall", "by": "number_given"},
        {"go": "consult"},
    ]
    document["steps"]["consult"]["notice"] = {"minutes": 10}
    document["assumptions"]["handing"]["letter_takes"] = {"minutes": 1}
    story = lived(document)
    assert story.met_at(step="hall") == [ENDS + 1]
    assert story.rows(What.CONFERS)[0].minute == ENDS + 10


def test_what_the_keeper_knows_is_said_to_the_others() -> None:
    document = advised()
    document["steps"]["consult"]["then"] = {"go": "clinic", "by": "number_given"}
    document["steps"]["clinic"] = step("clinic", helps=helps())
    document["teams"]["clinic"]["reads_own"] = 0
    story = lived(document)
    assert story.chapters(What.CONFIRMS) == [["low", "family"]]
    assert story.rows(What.RETELLS) == []


def test_needs_are_judged_anew_with_the_best_skill_present() -> None:
    document = advised()
    document["roles"]["worker"]["skill"] = CLUMSY
    document["roles"]["other"]["skill"] = SKILLED
    story = lived(document)
    first, second = story.rows(What.JUDGED)[:2]
    assert story.judged(first) != 2
    assert story.judged(second) == 2


def test_minutes_of_a_meeting_are_coordinating() -> None:
    totals = lived(advised()).totals.pools
    assert [pool.coordinating for pool in totals] == [CONFER, CONFER]
    assert totals[0].contacts == 2


def test_in_a_joint_contact_the_best_skill_present_draws_the_story_out() -> None:
    def ends(skill: Document) -> str:
        document = world(
            personas={
                "nell": at_once(story={"low": {"about": "mood", "minutes": 4, "hidden": True}})
            },
            teams={"desk": team(), "clinic": team(staff={"other": 1})},
            steps={
                "meet": step("desk", beside=[{"team": "clinic", "role": "other"}], helps=helps()),
            },
        )
        document["roles"]["worker"]["skill"] = CLUMSY
        document["roles"]["other"]["skill"] = skill
        return lived(document).ends()[0]

    assert ends(SKILLED) == "helped"
    assert ends(CLUMSY) == "not_heard"
