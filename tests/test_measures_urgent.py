"""The wait for urgent help: from a need's becoming urgent to the first contact that carries it."""

from __future__ import annotations

import math

import pytest

from sim.log import What
from tests.measures_rows import DAY, DEBT, GP, MOOD, THERAPIST, Tale, fold

pytestmark = pytest.mark.unit

HOUR = 60


def waited(tale: Tale) -> float:
    """Her hours of waiting for urgent help."""
    return float(fold(tale)["wait_urgent_help_hours"][0])


def crisis(tale: Tale, at: int) -> Tale:
    """Her low mood tips into crisis."""
    return tale.row(at, What.CRISIS, needs=MOOD, value=2).level(at, MOOD, 4)


def test_who_never_had_an_urgent_need_has_no_such_wait() -> None:
    assert math.isnan(waited(Tale((3, 0, 0)).asks(0).taken_on(0).meets(5 * HOUR, GP)))


def test_it_lasts_from_becoming_urgent_to_the_contact_that_carries_it() -> None:
    tale = Tale((2, 0, 0)).asks(0).taken_on(0)
    crisis(tale, DAY).taken_on(DAY, MOOD, thread=1)
    assert waited(tale.meets(DAY + 3 * HOUR, THERAPIST, thread=1)) == 3


def test_a_need_that_grows_urgent_while_it_waits_is_no_crisis() -> None:
    tale = Tale((2, 0, 0)).asks(0).taken_on(0).level(DAY, MOOD, 4)
    assert math.isnan(waited(tale.meets(2 * DAY, GP)))


def test_a_contact_about_something_else_does_not_end_it() -> None:
    tale = Tale((2, 2, 0)).asks(0, MOOD | DEBT).taken_on(0, DEBT)
    crisis(tale, DAY).taken_on(DAY, MOOD, thread=1)
    tale.meets(DAY + HOUR, GP).meets(DAY + 5 * HOUR, THERAPIST, thread=1)
    assert waited(tale) == 5


def test_a_need_that_is_urgent_at_onset_waits_from_her_asking() -> None:
    tale = Tale((4, 0, 0)).asks(2 * HOUR).taken_on(2 * HOUR).meets(6 * HOUR, GP)
    assert waited(tale) == 4


def test_an_urgent_need_that_nobody_speaks_of_is_waited_for_by_nobody() -> None:
    tale = Tale((4, 2, 0)).asks(0, DEBT).taken_on(0, DEBT).meets(2 * HOUR, GP)
    assert math.isnan(waited(tale))
    assert waited(tale.asks(5 * DAY, MOOD).taken_on(5 * DAY, MOOD).meets(5 * DAY + HOUR, GP)) == 1


def test_an_urgent_need_that_has_eased_when_it_is_asked_about_is_urgent_no_more() -> None:
    tale = Tale((4, 0, 0)).level(HOUR, MOOD, 3).asks(2 * HOUR).taken_on(2 * HOUR)
    assert math.isnan(waited(tale.meets(6 * HOUR, GP)))


def test_what_nobody_meets_waits_until_it_eases_or_her_follow_up_ends() -> None:
    assert waited(Tale((4, 0, 0)).asks(0).level(DAY, MOOD, 3)) == 24
    assert waited(Tale((4, 0, 0)).asks(0)) == 182 * 24


def test_only_the_first_time_that_a_need_is_urgent_counts() -> None:
    tale = Tale((4, 0, 0)).asks(0).taken_on(0).meets(2 * HOUR, GP).level(DAY, MOOD, 3)
    assert waited(crisis(tale, 2 * DAY)) == 2


def test_the_longest_over_her_needs_counts() -> None:
    tale = Tale((4, 4, 0)).asks(0, MOOD | DEBT).taken_on(0, MOOD).taken_on(0, DEBT, thread=1)
    tale.meets(HOUR, GP).meets(9 * HOUR, THERAPIST, thread=1)
    assert waited(tale) == 9
