"""The statistics in which waits are published."""

import math

import pytest

from sim.engines.protocol import PoolTotals
from sim.study.waits import (
    mean_days,
    median_days,
    share_over,
    share_within,
    statistic_of,
    together,
)

pytestmark = pytest.mark.unit
WAITS = {0: 1, 10: 2, 41: 1, 42: 4}


def test_mean_counts_half_a_day_more_than_the_whole_days() -> None:
    assert mean_days({3: 1, 5: 1}) == 4.5


def test_median_is_the_day_in_which_half_had_been_seen() -> None:
    assert median_days(WAITS) == 41.5
    assert median_days({7: 1}) == 7.5


def test_share_within_leaves_out_the_day_itself() -> None:
    assert share_within(WAITS, 42) == 0.5
    assert share_over(WAITS, 42) == 0.5


def test_nobody_has_no_statistic() -> None:
    assert math.isnan(mean_days({})) and math.isnan(share_within({}, 3))


def test_several_runs_are_one_table() -> None:
    assert together([{1: 2}, {1: 1, 4: 1}]) == {1: 3, 4: 1}


def test_census_of_those_still_waiting_is_not_mixed_with_completed_waits() -> None:
    pool = PoolTotals(first_waits={(0, 100): 4}, still_waiting={(0, 10): 3, (0, 200): 1})
    assert statistic_of([pool], "share_still_waiting_over", 182, {0}) == 0.25
    assert statistic_of([pool, pool], "share_over", 182, {0}) == 0.0
    assert statistic_of([pool], "mean_days", 0, {0}) == 100.5


def test_people_of_other_streams_do_not_count() -> None:
    pool = PoolTotals(first_waits={(-1, 1): 1, (0, 3): 1, (1, 90): 7})
    assert statistic_of([pool], "mean_days", 0, {-1, 0}) == 2.5
