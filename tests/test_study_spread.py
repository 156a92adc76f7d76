"""Distributions: shares of people with so many, and days by which so many had come."""

from dataclasses import replace
from functools import cache
from math import isnan

import numpy as np
import pytest

from sim.study.compare import Comparison, Plan, compare
from sim.study.rows import ALL
from sim.study.spread import COUNTED, Spread, spread_of
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit
ONE = "toy/two_desks"
ONSET_WAIT = "wait_right_help_from_onset_days"


@cache
def ran() -> Comparison:
    plan = Plan(replications=3, placebo=False)
    return compare([toy(ONE)], plan, engine=pretended, workers=1)


def found() -> Comparison:
    """The same runs, whose tables a test may change."""
    outcomes = tuple(replace(one, people=dict(one.people)) for one in ran().lanes[ONE])
    return replace(ran(), lanes={ONE: outcomes})


@cache
def spread() -> Spread:
    return spread_of(found())


def values(made: Spread, measure: str, row: str = ALL) -> dict[tuple[str, float], float]:
    return {
        (one.kind, one.at): one.value
        for one in made.rows
        if (one.scenario, one.measure, one.persona) == (ONE, measure, row)
    }


def with_column(measure: str, *days: float) -> Spread:
    """Each persona's people have these values in turn."""
    comparison = found()
    for outcome in comparison.lanes[ONE]:
        column = outcome.people[measure].astype(np.float64)
        for persona in ("nell", "omar"):
            mine = outcome.people["persona"] == persona
            column[mine] = np.resize(days, int(mine.sum()))
        outcome.people[measure] = column
    return spread_of(comparison)


def test_shares_of_counts_fill_the_whole_in_every_row() -> None:
    for measure, top in COUNTED.items():
        for row in (ALL, "nell", "omar"):
            shares = values(spread(), measure, row)
            assert len(shares) == top + 1
            assert sum(shares.values()) == pytest.approx(1.0)


def test_people_beyond_the_last_count_are_taken_together() -> None:
    shares = values(with_column("handoffs", 40), "handoffs")
    assert shares["share with at least", 8.0] == 1.0
    assert shares["share with", 0.0] == 0.0


def test_counts_are_shares_of_people_and_not_of_counts() -> None:
    shares = values(with_column("repeated_stories", 0), "repeated_stories")
    assert shares["share with", 0.0] == 1.0


def test_day_by_which_half_had_come_is_the_first_by_whose_end_half_had() -> None:
    made = values(with_column(ONSET_WAIT, 9.5), ONSET_WAIT)
    assert made["day by which", 0.5] == 10.0 and made["day by which", 0.9] == 10.0
    assert made["share by day", 7.0] == 0.0 and made["share by day", 14.0] == 1.0


def test_day_that_too_few_reach_is_empty_and_not_the_end_of_the_follow_up() -> None:
    made = values(with_column(ONSET_WAIT, np.nan, np.nan, 5.0), ONSET_WAIT)
    assert isnan(made["day by which", 0.5]) and isnan(made["day by which", 0.9])
    assert 0.25 < made["share by day", 28.0] < 0.4


def test_bounds_of_a_day_come_from_the_bounds_of_the_shares_of_every_day() -> None:
    # the runs differ: by day 4 everybody had come in one of three, by day 10 in two, by day 20 in
    # all; no run is wide of 0 to 1, so the earliest is the first of these and the latest the last
    comparison = found()
    for outcome, day in zip(comparison.lanes[ONE], (4.0, 10.0, 20.0), strict=True):
        outcome.people[ONSET_WAIT] = np.full(len(outcome.people["person"]), day)
    (row,) = [
        row
        for row in spread_of(comparison).rows
        if (row.persona, row.measure, row.kind, row.at) == (ALL, ONSET_WAIT, "day by which", 0.5)
    ]
    assert (row.low, row.value, row.high) == (4.0, 10.0, 20.0)


def test_curve_never_falls_and_ends_at_the_share_to_whom_it_came() -> None:
    band = spread().waits[ONE, ONSET_WAIT]
    assert (np.diff(band.mean) >= -1e-12).all()
    assert band.mean[-1] == pytest.approx(values(spread(), ONSET_WAIT)["share by day", 28.0])
    assert (band.low <= band.mean).all() and (band.mean <= band.high).all()


def test_who_left_before_a_contact_is_not_taken_to_be_met_later() -> None:
    comparison = found()
    for outcome in comparison.lanes[ONE]:
        left = np.arange(len(outcome.people["person"])) % 2 == 0
        outcome.people["came_first"] = np.where(left, "left", "met")
        outcome.people["came_first_days"] = np.where(left, 1.0, 3.0)
    made = values(spread_of(comparison), "wait_first_contact_days")
    assert made["share by day", 28.0] < 0.6
    assert isnan(made["day by which", 0.9])


def test_who_never_asked_counts_from_onset_and_not_from_asking() -> None:
    comparison = found()
    for outcome in comparison.lanes[ONE]:
        never = np.arange(len(outcome.people["person"])) % 2 == 0
        outcome.people["came_first"] = np.where(never, "", "met")
        outcome.people["came_first_days"] = np.where(never, np.nan, 3.0)
        outcome.people["wait_first_contact_from_onset_days"] = np.where(never, np.nan, 3.0)
    made = spread_of(comparison)
    assert values(made, "wait_first_contact_days")["share by day", 28.0] == 1.0
    from_onset = values(made, "wait_first_contact_from_onset_days")["share by day", 28.0]
    assert 0.4 < from_onset < 0.6


def test_one_run_has_shares_and_no_intervals() -> None:
    once = replace(ran(), lanes={ONE: ran().lanes[ONE][:1]})
    rows = [row for row in spread_of(once).rows if row.persona == ALL]
    assert rows and all(isnan(row.low) and isnan(row.high) for row in rows)


def test_personas_weigh_by_how_many_come_a_year() -> None:
    comparison = found()
    scenario = toy(ONE)
    for outcome in comparison.lanes[ONE]:
        omar = outcome.people["persona"] == "omar"
        outcome.people[ONSET_WAIT] = np.where(omar, 2.0, np.nan)
    yearly = {slug: p.per_year.central for slug, p in scenario.personas.items()}
    share = yearly["omar"] / sum(yearly.values())
    made = values(spread_of(comparison), ONSET_WAIT)
    assert made["share by day", 28.0] == pytest.approx(share)
