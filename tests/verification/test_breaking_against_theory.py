"""The demand at which a wait is broken, against Erlang: a queue of several workers, demand raised.

The demand at which the mean wait of M/M/c passes a stated one is solved from Erlang C; the study
must find it within the interval that it states. That interval must be narrow enough to tell the
answer from one that is a tenth off, or the test would be worth nothing.
"""

from __future__ import annotations

from functools import cache

import pytest
from scipy import optimize

from sim.files import load_scenario
from sim.study import capacity
from sim.study.breaking import Found
from sim.study.compare import Plan, compare
from sim.study.demand import Raised, raised
from tests.verification import theory
from tests.verification.replications import HERE, SEED

pytestmark = [pytest.mark.verification, pytest.mark.slow]
WORKERS, PER_YEAR, MINUTES = 6, 1972.35, 1200.0
RATE = PER_YEAR / theory.MINUTES_PER_YEAR
FULL = WORKERS / (RATE * MINUTES)
"""Demand at which there are as many people as the workers could ever see."""


def breaks_at(days: float) -> float:
    """The demand at which Erlang's mean wait is so many days."""

    def over(demand: float) -> float:
        return theory.mean_wait(WORKERS, RATE * demand, MINUTES) - days * theory.DAY

    return float(optimize.brentq(over, 0.01, FULL * (1.0 - 1e-9)))


@cache
def found(days: float) -> Raised:
    """The study of six workers, with demand raised until there are too many people for them."""
    scenario = load_scenario("theory/six_workers", root=HERE)
    plan = Plan(
        seed=SEED,
        replications=10,
        fewer=10,
        placebo=False,
        demands=(0.5, 0.75, 1.0, 1.25, 1.5),
        breaks_at=days,
    )
    return raised(compare([scenario], plan), runs=10, halvings=3)


@pytest.mark.parametrize("days", [0.25, 1.0])
def test_demand_at_which_a_queue_breaks_a_stated_wait_is_that_of_erlang(days: float) -> None:
    (row,) = [row for row in found(days).breaks if row.team == "desk"]
    expected = breaks_at(days)
    print(f"Erlang {expected:.4f}, found {row.breaks_at:.4f} ({row.low:.4f} to {row.high:.4f})")
    within: Found = "within"
    assert row.found == within
    assert row.low <= expected <= row.high
    assert row.high - row.low < 0.1 * expected


def test_staff_are_said_to_have_time_up_to_nearly_the_demand_that_nobody_could_meet() -> None:
    (row,) = [row for row in found(1.0).breaks if row.team == "desk"]
    assert row.keeps_up_to == pytest.approx(capacity.FULL * FULL, rel=1e-3)
    assert not row.held_by_stopping
