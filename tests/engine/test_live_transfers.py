"""Live transfers: worker and person stay together until the next contact (MODEL section 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from sim.model.words import HANDOFFS
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
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour
ENDS, MEETING, LONGEST = 31, 15, 20
"""Minutes: the end of the first contact, words between workers, and how long they may stay."""


def kept(*, her: Document | None = None, **rule: object) -> Document:
    """The desk rings the clinic with Nell on the line; Long has contacts with the clinic."""
    leads = {"go": "clinic", "by": "warm", "keep": {"minutes": LONGEST}} | rule
    return world(
        personas={
            "nell": her or at_once(),
            "long": at_once(name="long", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(), "clinic": team(reads_own=0), "hall": team()},
        steps={
            "meet": step("desk", minutes={"fixed": 30}, then=leads),
            "clinic": step("clinic", minutes={"fixed": 60}, helps=helps()),
            "long": step("clinic", minutes={"fixed": 44}, helps=helps()),
            "later": step("desk", helps=helps("mental", "housing")),
            "hall": step("hall", helps=helps("mental", "housing")),
        },
        doors={
            "otherwise": "meet",
            "gp": "long",
            "nurse": "later",
            "police": "hall",
            "school": "clinic",
        },
    )


def busy_until(minute: int, document: Document) -> Document:
    """The clinic's worker is with Long until this minute, if Long comes at minute 0."""
    document["steps"]["long"]["minutes"] = {"fixed": minute - 1}
    return document


BOTH = [(0, 0), (0, 1)]


def test_contact_begins_at_once_where_somebody_is_free() -> None:
    story = lived(kept())
    assert story.met_at(0, "clinic") == [ENDS]
    (handoff,) = story.rows(What.HANDS_ON)
    assert (handoff.minute, HANDOFFS[handoff.value % 8]) == (ENDS, "warm")
    assert story.waits("letter") == []


def test_what_the_first_worker_knows_is_said_in_front_of_her() -> None:
    story = lived(kept())
    assert story.chapters(What.CONFIRMS) == [["low", "family"]]
    assert story.rows(What.RETELLS) == []


def test_contact_keeps_its_minutes() -> None:
    story = lived(kept())
    assert [row.value for row in story.rows(What.PARTS)] == [30, 60]


def test_both_wait_until_somebody_is_free() -> None:
    story = lived(busy_until(45, kept()), BOTH)
    assert story.met_at(0, "clinic") == [45]
    (stayed,) = story.rows(What.KEPT)
    assert stayed.value == 45 - ENDS + MEETING
    assert story.totals.pools[0].coordinating == stayed.value


def test_minutes_of_a_worker_who_sits_in_afterwards_are_counted_once() -> None:
    """Only where a wait is drawn can somebody who is with her already be drawn for a seat."""
    document = busy_until(45, kept())
    document["teams"]["desk"] = drawn()
    document["steps"]["clinic"]["beside"] = [{"team": "desk", "role": "worker"}]
    story = lived(document, BOTH)
    (stayed,) = story.rows(What.KEPT)
    assert stayed.value == 45 - ENDS
    assert story.totals.pools[0].coordinating == stayed.value + 60


def test_first_worker_turns_to_somebody_else_after_the_words() -> None:
    story = lived(kept(), [(0, 0), (10, 0)])
    assert story.met_at(1, "meet") == [ENDS + MEETING]


def test_first_worker_leaves_with_the_end_of_a_short_contact() -> None:
    document = kept()
    document["steps"]["clinic"]["minutes"] = {"fixed": 5}
    story = lived(document, [(0, 0), (10, 0)])
    assert story.met_at(1, "meet")[0] == ENDS + 5


def test_contact_may_begin_in_the_last_minute_and_not_after_it() -> None:
    last = ENDS + LONGEST
    assert lived(busy_until(last, kept()), BOTH).met_at(0, "clinic") == [last]
    assert lived(busy_until(last + 1, kept()), BOTH).met_at(0, "clinic") != [last + 1]


def test_otherwise_she_goes_where_the_rule_says() -> None:
    story = lived(busy_until(500, kept(otherwise="later")), BOTH)
    assert story.steps() == ["meet", "later"]
    assert story.met_at(0, "later") == [ENDS + LONGEST]
    assert story.rows(What.HANDS_ON) == []
    assert [row.value for row in story.rows(What.KEPT)] == [LONGEST]


def test_otherwise_at_another_team_is_one_handoff_by_letter() -> None:
    story = lived(busy_until(500, kept(otherwise="hall")), BOTH)
    (handoff,) = story.rows(What.HANDS_ON)
    assert (story.step(handoff), HANDOFFS[handoff.value % 8]) == ("hall", "cold")
    assert story.met_at(0, "hall") == [ENDS + LONGEST + 3 * DAY]


def test_without_otherwise_a_letter_takes_its_place() -> None:
    document = busy_until(500, kept())
    document["assumptions"]["handing"]["writing"] = 25
    story = lived(document, BOTH)
    (handoff,) = story.rows(What.HANDS_ON)
    assert (handoff.minute, HANDOFFS[handoff.value % 8]) == (ENDS + LONGEST, "cold")
    assert story.met_at(0, "clinic") == [ENDS + LONGEST + 3 * DAY]
    assert story.totals.pools[0].coordinating == LONGEST + 25


def test_she_stays_in_nobody_elses_hands_while_they_wait() -> None:
    document = busy_until(45, kept(her=at_once(**_two_needs())))
    document["steps"]["meet"]["then"] = [
        {"when": {"need": "housing"}, "for": "each need", "go": "hall", "by": "number_given"},
        document["steps"]["meet"]["then"],
    ]
    document["assumptions"]["handing"]["letter_takes"] = {"minutes": 1}
    story = lived(document, BOTH)
    assert story.met_at(0, "clinic") == [45]
    assert story.met_at(0, "hall") == [45 + 60]


def _two_needs() -> Document:
    her = with_home()
    return {"needs": her["needs"], "story": her["story"]}


def test_somebody_who_gives_up_lets_the_worker_go() -> None:
    document = busy_until(500, kept())
    document["assumptions"]["taking"]["stopping"] = 20_000
    calm = at_once(name="calm", impatience=0, noticers={"nurse": {"per_week": AT_ONCE}})
    document["personas"]["calm"] = calm
    story = lived(document, [(0, 0), (0, 1), (10, 2)])
    left = story.rows(What.LEFT, person=0)[0]
    assert story.ends()[0] == "stopped_waiting"
    assert left.minute < ENDS + LONGEST
    assert story.met_at(2, "later") == [left.minute]


def test_transfer_that_is_lost_goes_the_usual_way() -> None:
    document = kept()
    document["assumptions"]["handing"]["loses"]["warm"] = 1
    story = lived(document, [(0, 0), (10, 0)])
    assert story.ends()[0] == "lost"
    assert story.met_at(1, "meet")[0] == ENDS


def test_live_transfer_within_a_team_is_no_handoff() -> None:
    document = kept(go="later")
    del document["steps"]["meet"]["then"]["by"]
    document["teams"]["desk"]["staff"] = {"worker": 1, "other": 1}
    document["steps"]["later"]["role"] = "other"
    story = lived(document)
    assert story.rows(What.HANDS_ON) == []
    assert story.met_at(0, "later") == [ENDS]
    assert len({row.worker for row in story.rows(What.MEETS)}) == 2


def test_same_worker_goes_on_at_once_whoever_else_waits() -> None:
    document = kept(go="later")
    del document["steps"]["meet"]["then"]["by"]
    story = lived(document, [(0, 0), (10, 0)])
    assert story.met_at(0) == [1, ENDS]
    assert story.met_at(1) == [ENDS + 30, ENDS + 60]


def test_offer_is_made_once_however_the_transfer_goes() -> None:
    document = busy_until(500, kept())
    document["steps"]["clinic"]["offered"] = True
    story = lived(document, BOTH)
    assert [row.value for row in story.rows(What.OFFERED)] == [1]
    assert story.steps()[-1] == "clinic"


def test_offer_that_is_turned_down_lets_the_worker_go() -> None:
    document = kept()
    document["steps"]["clinic"]["offered"] = True
    document["assumptions"]["taking"]["not_taken_up"] = 1
    story = lived(document, [(0, 0), (10, 0)])
    assert story.ends()[0] == "declined"
    assert story.met_at(1)[0] == ENDS


def test_worker_can_stay_in_the_middle_of_a_course() -> None:
    document = kept(when={"sessions": 2})
    document["steps"]["meet"]["helps"] = helps(sessions=4)
    document["steps"]["meet"]["then"] = [document["steps"]["meet"]["then"], {"end": "declined"}]
    story = lived(document)
    assert story.steps() == ["meet", "meet", "clinic"]
    assert story.met_at()[2] == story.met_at()[1] + 30
