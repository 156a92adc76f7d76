"""Intervals, the adjustment for many questions, and the words of a verdict."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.study.statistics import Interval, clipped, holm, interval, narrowing, p_value, verdict

MEANS = np.array([3.1, 2.7, 3.6, 3.3, 2.9, 3.0])
OTHERS = np.array([2.8, 2.6, 3.1, 3.2, 2.5, 2.9])
CLEAR = Interval(-1.0, -1.2, -0.8)


@pytest.mark.unit
def test_interval_is_the_t_interval_of_the_replication_means() -> None:
    low, high = stats.t.interval(0.95, len(MEANS) - 1, loc=MEANS.mean(), scale=stats.sem(MEANS))
    found = interval(MEANS)
    assert found == pytest.approx((MEANS.mean(), low, high))


@pytest.mark.unit
def test_interval_of_four_means_is_the_one_worked_out_by_hand() -> None:
    # mean 2.5, deviation 1.290994, t(0.975, 3) = 3.182446: half-width 2.054260
    assert interval(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(
        (2.5, 0.445740, 4.554260), abs=1e-6
    )


@pytest.mark.unit
def test_one_replication_gives_a_mean_and_no_interval() -> None:
    found = interval(np.array([2.0]))
    assert found.mean == 2.0
    assert math.isnan(found.low) and math.isnan(found.high) and not found.known


@pytest.mark.unit
def test_replications_in_which_nobody_was_measured_are_left_out() -> None:
    assert interval(np.array([1.0, np.nan, 3.0])) == interval(np.array([1.0, 3.0]))
    assert math.isnan(interval(np.array([np.nan])).mean)


@pytest.mark.unit
def test_p_value_is_that_of_the_paired_t_test() -> None:
    expected = stats.ttest_rel(MEANS, OTHERS).pvalue
    assert p_value(MEANS - OTHERS) == pytest.approx(expected)


@pytest.mark.unit
def test_differences_that_are_all_zero_or_all_alike_have_p_one_and_zero() -> None:
    assert p_value(np.zeros(5)) == 1.0
    assert p_value(np.full(5, 0.5)) == 0.0
    assert p_value(np.array([0.5])) == 1.0


@pytest.mark.unit
def test_holm_gives_the_values_of_the_textbook_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@pytest.mark.property
@given(st.lists(st.floats(0.0, 1.0), max_size=30))
def test_holm_never_lowers_a_p_and_never_changes_their_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(0.0 <= p <= a <= 1.0 for p, a in zip(p_values, adjusted, strict=True))
    order = np.argsort(p_values, kind="stable")
    assert all(np.diff(np.array(adjusted)[order]) >= 0.0)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("difference", "all_zero", "people", "adjusted_p", "word"),
    [
        (CLEAR, False, 50, None, "lower"),
        (Interval(1.0, 0.8, 1.2), False, 50, 0.01, "higher"),
        (Interval(0.0, 0.0, 0.0), True, 50, 1.0, "same by design"),
        (Interval(0.0, 0.0, 0.0), True, 3, 1.0, "too few"),
        (CLEAR, False, 19, 0.001, "too few"),
        (CLEAR, False, 20, 0.001, "lower"),
        (Interval(-1.0, math.nan, math.nan), False, 50, 1.0, "too few"),
        (Interval(-1.0, -2.1, 0.1), False, 50, None, "too close to call"),
        (Interval(-1.0, -2.0, 0.0), False, 50, None, "too close to call"),
        (CLEAR, False, 50, 0.05, "too close to call"),
        (CLEAR, False, 50, 0.0499, "lower"),
        (Interval(-0.2, -0.21, -0.19), False, 50, 0.001, "too close to call"),
        (Interval(-0.25, -0.26, -0.24), False, 50, 0.001, "lower"),
    ],
)
def test_verdict_is_the_word_that_the_rules_give(
    difference: Interval, all_zero: bool, people: int, adjusted_p: float | None, word: str
) -> None:
    found = verdict(
        difference, all_zero=all_zero, people=people, matters=0.25, adjusted_p=adjusted_p
    )
    assert found == word


@pytest.mark.unit
def test_few_people_are_the_same_by_design_only_where_nobody_differs_in_anything() -> None:
    alike = verdict(
        Interval(0.0, 0.0, 0.0), all_zero=True, people=3, matters=1.0, nobody_differs=True
    )
    assert alike == "same by design"


@pytest.mark.unit
def test_common_luck_narrows_by_as_much_as_the_two_move_together() -> None:
    found = narrowing(MEANS, OTHERS)
    scale = stats.t.ppf(0.975, 5) / 6**0.5
    assert found.half_width_common == pytest.approx(scale * (MEANS - OTHERS).std(ddof=1))
    together = (MEANS.var(ddof=1) + OTHERS.var(ddof=1)) ** 0.5
    assert found.half_width_independent == pytest.approx(scale * together)
    assert found.correlation == pytest.approx(np.corrcoef(MEANS, OTHERS)[0, 1])
    assert found.variance_ratio < 1.0


@pytest.mark.unit
def test_two_scenarios_that_never_vary_have_no_correlation() -> None:
    found = narrowing(np.ones(4), np.ones(4))
    assert math.isnan(found.correlation) and math.isnan(found.variance_ratio)


@pytest.mark.unit
def test_ends_of_an_interval_are_no_further_out_than_is_possible() -> None:
    assert clipped(Interval(0.1, -0.2, 0.4), 0.0, 1.0) == Interval(0.1, 0.0, 0.4)
    assert clipped(Interval(0.9, 0.7, 1.1), 0.0, 1.0) == Interval(0.9, 0.7, 1.0)
    assert not clipped(Interval(0.5, math.nan, math.nan), 0.0, 1.0).known
