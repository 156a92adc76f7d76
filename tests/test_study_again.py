"""Rows of people from runs made again: the same log, and whoever differs is found out."""

from dataclasses import replace
from functools import cache

import pytest

from sim.study.again import rows_again
from sim.study.compare import Comparison, Plan, compare
from tests.study_toys import toy


@cache
def kept(*, events: bool) -> Comparison:
    first = toy("toy/two_desks")
    scenarios = [first, replace(first, name="toy/other", title="Another")]
    plan = Plan(replications=2, placebo=False, events=events)
    return compare(scenarios, plan, engine="simpy", workers=1)


def somebody(comparison: Comparison) -> tuple[int, int]:
    outcome = comparison.lanes[comparison.baseline][1]
    return outcome.task.replication, int(outcome.people["person"][0])


@pytest.mark.unit
def test_run_made_again_gives_the_rows_that_the_first_would_have_kept() -> None:
    key = somebody(kept(events=True))
    again = rows_again(kept(events=False), [key], engine="simpy", workers=1)
    assert again == rows_again(kept(events=True), [key])
    assert {name for name, _ in again} == set(kept(events=False).scenarios)
    assert all(rows and rows[0].person == key[1] for rows in again.values())


@pytest.mark.unit
def test_run_made_again_with_other_luck_is_found_out() -> None:
    comparison = kept(events=False)
    other = replace(comparison, plan=replace(comparison.plan, seed=2))
    with pytest.raises((AssertionError, IndexError)):
        rows_again(other, [somebody(comparison)], engine="simpy", workers=1)
