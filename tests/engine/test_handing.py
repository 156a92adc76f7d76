"""Handing on: warm, overlap, letter, number; lost, bounced (MODEL section 6)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
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
THREE_DAYS, A_WEEK = 3 * DAY, 7 * DAY


def handed(by: str, *, meet: Document | None = None, **parts: Document) -> Document:
    """The desk hands everybody on to the clinic, which keeps no notes of its own."""
    rule = {"go": "clinic", "by": by} | parts.pop("rule", {})
    hands = step("desk", minutes={"fixed": 30}, then=rule) | (meet or {})
    return world(
        personas={
            "nell": at_once(),
            "long": at_once(name="long", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(), "clinic": team(reads_own=0) | parts.pop("clinic", {})},
        steps={
            "meet": hands,
            "clinic": step("clinic", minutes={"fixed": 60}, helps=helps(sessions=3))
            | parts.pop("step", {}),
            "long": step("clinic", minutes={"fixed": 10_000}, helps=helps()),
        }
        | parts.pop("more", {}),
        doors={"otherwise": "meet", "gp": "long"},
        **parts,
    )


@pytest.mark.parametrize("by", ["warm", "overlap", "cold", "number_given"])
def test_each_thread_that_moves_is_one_handoff(by: str) -> None:
    (row,) = lived(handed(by)).rows(What.HANDS_ON)
    assert (row.minute, row.value % 8) == (
        31,
        ["warm", "overlap", "cold", "number_given"].index(by),
    )


def test_step_of_the_same_team_is_no_handoff() -> None:
    document = world(
        steps={"meet": step("desk", then={"go": "talk"}), "talk": step("desk", helps=helps())}
    )
    assert lived(document).rows(What.HANDS_ON) == []


def test_letter_takes_its_time() -> None:
    story = lived(handed("cold"))
    assert story.waits("letter") == [THREE_DAYS]
    assert story.met_at(0, "clinic")[0] == 31 + THREE_DAYS


def test_letter_carries_what_its_writer_knew() -> None:
    story = lived(handed("cold"))
    assert story.chapters(What.CONFIRMS)[0] == ["low", "family"]
    assert story.rows(What.RETELLS) == []


def test_letter_that_carries_nothing_leaves_her_to_tell_it_again() -> None:
    story = lived(handed("cold", assumptions={"telling": {"letter_carries": 0}}))
    assert story.chapters(What.RETELLS)[0] == ["low", "family"]


def test_letter_that_is_not_read_leaves_her_to_tell_it_again() -> None:
    story = lived(handed("cold", assumptions={"telling": {"letter_read": 0}}))
    assert story.chapters(What.RETELLS)[0] == ["low", "family"]


def test_number_given_carries_no_words() -> None:
    story = lived(handed("number_given"))
    assert story.chapters(What.RETELLS)[0] == ["low", "family"]


def test_writing_a_letter_keeps_the_worker() -> None:
    document = handed("cold", assumptions={"handing": {"writing": 25}})
    story = lived(document, [(0, 0), (10, 0)])
    assert story.met_at(1, "meet") == [31 + 25]
    assert story.totals.pools[0].coordinating == 2 * 25


def test_warm_handoff_introduces_her_and_passes_the_words_on() -> None:
    story = lived(handed("warm"))
    first = [row for row in story.rows(What.MEETS) if story.step(row) == "clinic"][:2]
    assert [story.team(row) for row in first] == ["clinic", "desk"]
    assert {row.minute for row in first} == {31}
    assert story.chapters(What.CONFIRMS)[0] == ["low", "family"]
    assert story.rows(What.RETELLS) == []
    assert story.waits("letter") == []


def test_worker_who_was_introduced_is_preferred() -> None:
    document = handed("warm", clinic={"staff": {"worker": 4}}, step={"helps": helps()})
    for seed in range(5):
        met = lived(document, seed=seed).rows(What.MEETS)
        of_clinic = [row.worker for row in met if row.worker >> 24 == 1]
        assert len(of_clinic) == 2
        assert len(set(of_clinic)) == 1


def test_warm_handoff_holds_both_workers() -> None:
    story = lived(handed("warm"), [(0, 0), (10, 0)])
    assert story.met_at(1, "meet") == [31 + 15]


def test_meeting_that_cannot_be_had_in_five_days_becomes_a_letter() -> None:
    story = lived(handed("warm"), [(10, 0), (0, 1)])
    assert story.waits("queue")[:2] == [0, 5 * DAY]
    assert story.waits("letter") == [THREE_DAYS]
    assert story.chapters(What.CONFIRMS)[0] == ["low", "family"]


def test_overlap_keeps_the_old_worker_for_two_contacts() -> None:
    story = lived(handed("overlap"))
    seats = [
        story.program.pools[row.worker >> 24].name
        for row in story.rows(What.MEETS)
        if story.step(row) == "clinic"
    ]
    assert seats.count("clinic.worker") == 3
    assert seats.count("desk.worker") == 2
    assert story.rows(What.RETELLS) == []
    assert story.waits("letter") == []


def test_handoff_that_is_lost_ends_where_nobody_notices() -> None:
    story = lived(handed("cold", assumptions={"handing": {"loses": {"cold": 1}}}))
    assert story.ends()[0] == "lost"
    assert story.met_at(0, "clinic") == []


def test_handoff_that_is_lost_goes_where_the_rule_says() -> None:
    document = handed(
        "cold",
        rule={"if_lost": "again"},
        more={"again": step("desk", helps=helps())},
        assumptions={"handing": {"loses": {"cold": 1}}},
    )
    story = lived(document)
    assert len(story.rows(What.LOST)) == 1
    assert story.ends() == ["helped"]


def test_team_refuses_on_paper_what_is_judged_too_low() -> None:
    document = handed("cold", clinic={"accepts": {"at_least": {"mental": 3}}})
    story = lived(document)
    assert [row.value for row in story.rows(What.BOUNCES)][0] == 0
    assert story.waits("bounce")[0] == A_WEEK
    assert story.ends()[0] == "closed_by_service"
    assert story.met_at(0, "clinic") == []


def test_team_takes_on_paper_what_is_judged_high_enough() -> None:
    document = handed("cold", clinic={"accepts": {"at_least": {"mental": 2}}})
    assert lived(document).ends() == ["helped"]


@pytest.mark.parametrize("accepts", [{"age_to": 39}, {"sites": ["elsewhere"]}])
def test_team_refuses_on_paper_by_age_and_place(accepts: Document) -> None:
    people = {
        "nell": at_once(),
        "fits": at_once(name="fits", age=30, site="elsewhere"),
    }
    document = handed("cold", clinic={"accepts": {"at_least": {"mental": 1}} | accepts})
    document["personas"] = people
    document["steps"].pop("long")
    document["doors"] = {"otherwise": "meet"}
    story = lived(document, [(0, 0), (0, 1)])
    assert story.ends(0)[0] == "closed_by_service"
    assert story.ends(1) == ["helped"]


def test_bounced_person_goes_where_the_rule_says() -> None:
    document = handed(
        "cold",
        rule={"if_bounced": "again"},
        more={"again": step("desk", helps=helps())},
        clinic={"accepts": {"at_least": {"mental": 3}}},
    )
    assert lived(document).ends() == ["helped"]


def test_first_assessment_looks_again_and_sends_back() -> None:
    document = handed(
        "cold",
        meet={"asks": []},
        step={"assessment": True},
        clinic={"accepts": {"at_least": {"mental": 3}}},
    )
    story = lived(document)
    assert [row.value for row in story.rows(What.BOUNCES)][0] == 1
    assert len(story.met_at(0, "clinic")) >= 1
    assert story.rows(What.HELPS) == []
    assert story.ends()[0] == "closed_by_service"


def test_link_back_tells_the_team_that_handed_on() -> None:
    def last_contact(link_back: bool) -> tuple[int, int]:
        document = handed(
            "number_given",
            meet={"asks": []},
            rule={"link_back": link_back},
            step={"helps": None, "then": {"go": "back", "by": "number_given"}},
            more={"back": step("desk", helps=helps())},
        )
        document["steps"]["clinic"].pop("helps")
        story = lived(document)
        return len(story.rows(What.CONFIRMS)), len(story.rows(What.RETELLS))

    assert last_contact(True) == (1, 0)
    assert last_contact(False) == (0, 1)


def test_team_that_draws_its_wait_can_meet_for_a_warm_handoff() -> None:
    document = handed("warm")
    document["teams"]["clinic"] = drawn(reads_own=0)
    story = lived(document)
    assert story.rows(What.RETELLS) == []
    assert story.ends() == ["helped"]


def test_warm_handoff_to_a_team_that_draws_its_wait_meets_in_its_hours() -> None:
    document = handed("warm")
    document["teams"]["clinic"] = drawn(calendar="office")
    document["steps"].pop("long")
    document["doors"] = {"otherwise": "meet"}
    document["personas"].pop("long")
    story = lived(document, [5 * DAY])
    assert story.met_at(0, "clinic")[0] == 7 * DAY + 9 * 60
    assert story.rows(What.RETELLS) == []
