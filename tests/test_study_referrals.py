"""What became of every referral, read from the rows of small worlds in which all is certain."""

import numpy as np
import pytest

from sim.study.referrals import Referral, bookings, referrals
from tests.engine.small_world import (
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

pytestmark = pytest.mark.unit
MODERATE = {"mood": {"domain": "mental", "level": {"central": 2, "low": 2, "high": 3}}}
"""She herself has the central level; others like her may have a higher one."""
HANDED = [{"when": {"need": ["mental"]}, "go": "talk", "by": "cold"}, {"end": "declined"}]


def referred(handing: Document | None = None, **parts: object) -> Story:
    """Nell meets a GP who refers her to a clinic for a course of three sessions."""
    clinic = {name: parts.pop(name) for name in list(parts) if name in ("accepts", "rebook")}
    course = step("clinic", helps=helps(sessions=3), **parts)
    return lived(
        world(
            personas={"nell": at_once(needs=MODERATE)},
            teams={"gp": drawn(), "clinic": team(**clinic)},
            steps={"meet": step("gp", then=HANDED), "talk": course},
            doors={"otherwise": "meet"},
            assumptions={"handing": handing or {}},
        )
    )


def found(story: Story) -> list[Referral]:
    return referrals(np.array(story.all, dtype=np.int64), 0, 1_000_000)


def test_referral_that_went_well_is_seen_and_helped_to_the_end() -> None:
    (one,) = found(referred())
    assert one.seen > one.minute >= 0
    assert (len(one.helped), one.sessions) == (3, 3)
    assert one.helped[0] >= one.seen
    assert not (one.sent_back or one.lost or one.joined)


def test_referral_that_goes_astray_is_lost_and_never_seen() -> None:
    one, *_ = found(referred({"loses": {"cold": 1}}))
    assert one.lost and one.seen < 0 and not one.sent_back


def test_referral_that_is_sent_back_says_so() -> None:
    one, *_ = found(referred(accepts={"at_least": {"mental": 3}}))
    assert one.sent_back and one.seen < 0 and not one.lost


def test_referral_before_the_time_that_counts_is_left_out() -> None:
    rows = np.array(referred().all, dtype=np.int64)
    (one,) = referrals(rows, 0, 1_000_000)
    assert referrals(rows, one.minute + 1, 1_000_000) == []
    assert referrals(rows, 0, one.minute) == []


def test_contact_after_a_missed_one_counts_as_coming_after_missing() -> None:
    stories = [
        found(
            lived(
                world(
                    personas={"nell": at_once()},
                    teams={"gp": drawn(), "clinic": team(rebook=3)},
                    steps={"meet": step("gp", then=HANDED), "talk": step("clinic", mode="phone")},
                    doors={"otherwise": "meet"},
                    assumptions={"taking": {"attends": {"phone": 0.5}}},
                ),
                seed=seed,
            )
        )
        for seed in range(1, 9)
    ]
    missed = [one for story in stories for one in story if one.missed >= 0]
    assert missed and any(one.came_after for one in missed)
    assert all(one.seen > one.missed for one in missed if one.came_after)
    assert not any(one.came_after for story in stories for one in story if one.missed < 0)


def test_days_of_a_booking_run_from_asking_for_the_contact_to_the_contact() -> None:
    rows = np.array(referred().all, dtype=np.int64)
    made = bookings(rows, 0, ())
    assert [one.days for one in made if one.team == 1] == [0]
    assert [one.days for one in made if one.team == 2] == [0, 6, 6], "a week less a contact"
    assert all(one.came for one in made)
    assert {one.team for one in bookings(rows, 0, {0})} == {2}, "the first step is not booked"
