"""The expressions that decide things: their values, limits and directions."""

from __future__ import annotations

import math

import pytest

from sim import formulas

pytestmark = pytest.mark.unit


def attending(**parts: float) -> float:
    usual = {
        "base": 0.8,
        "odds_per_week": 0.9,
        "weeks_waited": 0.0,
        "weeks_that_count": 8.0,
        "barrier_log_odds": 1.0,
        "barrier": 0.0,
        "trust_log_odds": 0.3,
        "trust_change": 0.0,
    }
    return formulas.chance_of_attending(**(usual | parts))


def odds(chance: float) -> float:
    return chance / (1 - chance)


def test_attendance_without_a_wait_is_the_base() -> None:
    assert attending() == pytest.approx(0.8)


def test_odds_of_attending_fall_by_the_ratio_with_each_week() -> None:
    assert odds(attending(weeks_waited=2)) == pytest.approx(odds(0.8) * 0.9**2)


def test_attendance_falls_no_further_after_the_weeks_that_count() -> None:
    assert attending(weeks_waited=30) == attending(weeks_waited=8) < attending(weeks_waited=7)


def test_barrier_lowers_the_odds_and_trust_raises_them() -> None:
    assert odds(attending(barrier=0.5)) == pytest.approx(odds(0.8) * math.exp(-0.5))
    assert odds(attending(trust_change=0.5)) == pytest.approx(odds(0.8) * math.exp(0.15))


def test_attendance_that_is_certain_stays_certain() -> None:
    assert attending(base=1.0, barrier=1.0, weeks_waited=8) == 1.0
    assert attending(base=0.0, trust_change=1.0) == 0.0


def test_openness_is_mode_times_what_stigma_leaves() -> None:
    assert formulas.openness(0.75, 0.2, 0.0, 0.0, 10, 5) == pytest.approx(0.6)


def test_openness_falls_with_too_little_time_and_is_at_most_one() -> None:
    assert formulas.openness(1.0, 0.0, 0.0, 0.0, 2, 8) == pytest.approx(0.25)
    assert formulas.openness(1.0, 0.0, 2.0, 0.5, 10, 5) == 1.0
    assert formulas.openness(0.5, 0.0, 1.0, 0.2, 10, 5) == pytest.approx(0.5 * math.exp(0.2))


@pytest.mark.parametrize("k", [-1.0, -0.3])
def test_more_trust_means_less_loss_and_less_stopping_where_the_coefficient_is_below_0(
    k: float,
) -> None:
    assert formulas.chance_lost(0.1, k, 0.2) < 0.1 < formulas.chance_lost(0.1, k, -0.2)
    less, more = (formulas.stopping_per_minute(0.01, 1.0, k, t) for t in (0.2, -0.2))
    assert less < 0.01 < more


def test_trust_that_has_not_moved_or_has_no_coefficient_changes_nothing() -> None:
    assert formulas.chance_lost(0.1, -3.0, 0.0) == 0.1 == formulas.chance_lost(0.1, 0.0, 0.4)
    assert formulas.stopping_per_minute(0.01, 2.0, 0.0, 0.4) == 0.02


def test_chance_of_loss_stays_a_chance() -> None:
    assert formulas.chance_lost(0.5, -10.0, -1.0) == 1.0


def test_offer_is_taken_up_by_those_whom_neither_chance_nor_stigma_keeps() -> None:
    assert formulas.chance_not_taken_up(0.2, 0.5) == pytest.approx(1 - 0.8 * 0.5)
    assert formulas.chance_not_taken_up(0.2, 0.0) == pytest.approx(0.2)


def test_contacts_and_confirming_last_whole_minutes_and_at_least_one() -> None:
    assert [formulas.whole_minutes(m) for m in (0.2, 1.4, 1.5, 29.5)] == [1, 1, 2, 30]
    assert formulas.minutes_to_confirm(10, 0.25) == 3
    assert formulas.minutes_to_confirm(1, 0.1) == 1


def test_chance_is_kept_within_its_limits() -> None:
    assert [formulas.clipped(x) for x in (-0.1, 0.3, 1.2)] == [0.0, 0.3, 1.0]


def test_offer_that_fits_somebody_who_is_ready_has_the_base_chance_to_the_last_bit() -> None:
    assert formulas.chance_of_not_now(0.1234567, 1.5, 1.0, 2.0, 1.0) == 0.1234567


def test_odds_of_not_now_rise_with_what_does_not_fit_and_with_what_is_lacking() -> None:
    unfit = formulas.chance_of_not_now(0.2, 3.0, 0.0, 2.0, 1.0)
    unready = formulas.chance_of_not_now(0.2, 3.0, 1.0, 4.0, 0.5)
    assert odds(unfit) == pytest.approx(odds(0.2) * 3)
    assert odds(unready) == pytest.approx(odds(0.2) * 2)


def test_offer_that_is_certain_stays_certain() -> None:
    assert formulas.chance_of_not_now(1.0, 3.0, 0.0, 2.0, 0.0) == 1.0
    assert formulas.chance_of_not_now(0.0, 3.0, 0.0, 2.0, 0.0) == 0.0


def test_what_is_lacking_in_readiness_halves_in_its_time() -> None:
    assert formulas.readiness_after(0.2, 0.0, 13.0) == pytest.approx(0.2)
    assert formulas.readiness_after(0.2, 13.0, 13.0) == pytest.approx(0.6)
    assert formulas.readiness_after(1.0, 5.0, 13.0) == 1.0
