"""Shifts: contacts that fit, that wait for Monday, that are cut (MODEL section 8)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
    WEEK,
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
FRIDAY_AT_FIVE = 4 * DAY + 17 * 60
MONDAY_AT_NINE = WEEK + 9 * 60


def office(overrun: int = 0, minutes: object = 30, **parts: object) -> Document:
    """A team that is there in office hours."""
    return world(
        personas={"nell": at_once()},
        teams={"desk": team(calendar="office", overrun=overrun, **parts)},
        steps={"meet": step("desk", minutes=minutes, helps=helps())},
    )


def test_contact_waits_until_the_team_opens() -> None:
    assert lived(office(), [5 * DAY]).met_at() == [MONDAY_AT_NINE]


def test_contact_that_just_fits_before_the_end_of_the_shift_starts() -> None:
    comes = FRIDAY_AT_FIVE - 31
    assert lived(office(), [comes]).met_at() == [comes + 1]


def test_contact_that_does_not_fit_before_the_end_of_the_shift_waits() -> None:
    assert lived(office(), [FRIDAY_AT_FIVE - 30]).met_at() == [MONDAY_AT_NINE]


def test_overrun_lets_a_contact_end_after_the_shift() -> None:
    comes = FRIDAY_AT_FIVE - 21
    assert lived(office(overrun=10), [comes]).met_at() == [comes + 1]
    assert lived(office(overrun=9), [comes]).met_at() == [MONDAY_AT_NINE]


def test_contact_that_draws_on_is_cut_at_the_end_of_the_shift_and_its_overrun() -> None:
    law = {"exponential": 30}
    lengths = set()
    for seed in range(6):
        (full,) = lived(office(1000, law), [9 * 60], seed=seed).rows(What.PARTS)
        (cut,) = lived(office(5, law), [FRIDAY_AT_FIVE - 26], seed=seed).rows(What.PARTS)
        assert cut.value == min(full.value, 30)
        lengths.add(full.value > 30)
    assert lengths == {True, False}


def test_short_contact_that_fits_goes_before_a_long_one_that_does_not() -> None:
    people = {
        "nell": at_once(),
        "short": at_once(name="short", noticers={"gp": {"per_week": AT_ONCE}}),
    }
    document = world(
        personas=people,
        teams={"desk": team(calendar="office")},
        steps={
            "meet": step("desk", minutes=120, helps=helps()),
            "short": step("desk", minutes=30, helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "short"},
    )
    story = lived(document, [(FRIDAY_AT_FIVE - 90, 0), (FRIDAY_AT_FIVE - 60, 1)])
    assert story.met_at(1) == [FRIDAY_AT_FIVE - 59]
    assert story.met_at(0) == [MONDAY_AT_NINE]


def test_paperwork_keeps_the_worker_from_the_next_contact() -> None:
    document = office(staff={"worker": {"wte": 1, "hours": 40, "contact_share": 0.5}})
    story = lived(document, [9 * 60, 9 * 60 + 1])
    assert story.met_at(1) == [9 * 60 + 1 + 30 + 30]


def test_team_that_draws_its_wait_meets_only_in_its_hours() -> None:
    document = office()
    document["teams"]["desk"] = drawn(calendar="office", delay={"fixed": {"days": 1}})
    assert lived(document, [FRIDAY_AT_FIVE - 60]).met_at() == [MONDAY_AT_NINE]
    assert lived(document, [9 * 60]).met_at() == [DAY + 9 * 60 + 1]


def test_team_that_draws_its_wait_sees_several_people_at_once() -> None:
    document = office()
    document["teams"]["desk"] = drawn()
    story = lived(document, [0, 0, 0])
    assert [story.met_at(who) for who in range(3)] == [[1], [1], [1]]
