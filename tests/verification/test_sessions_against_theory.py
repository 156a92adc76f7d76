"""Sessions of courses against the two closed forms that hold for the model's rule.

**A queue with returns.** Sessions that fall due at once and whose number is geometric are Bernoulli
feedback. One worker, who sees due sessions before newcomers, then keeps somebody for all her
sessions together, and a geometric sum of exponential minutes is exponential: M/M/1. The number of
people waiting does not hang on whose turn it is, so it is ρ² / (1 − ρ) as in any queue with such
returns; by Little's law the minutes waited by all who come in a minute are as many. Test: two-sided
t-test of replication means (see ``replications``), false alarms 0.001 over all comparisons of this
folder together, power at least 0.9 against a mean that is wrong by ``sees``, asserted.

**Machine repair with fixed times** (D/D/1//N). N people in endless courses of fixed minutes m, due
an interval I after the last session *began*: somebody is seen once in max(I, N m) minutes and waits
max(0, N m − I) for it. No statistics: one minute of difference fails.

With an interval between, neither holds: it runs from the beginning of a contact, so that what is
left of it depends on how long the contact was, and no product form applies (``DESIGN.md``).
"""

from __future__ import annotations

import pytest

from tests.verification import theory
from tests.verification.replications import agrees, busy_workers, pools_of, program_of

pytestmark = [pytest.mark.verification, pytest.mark.slow, pytest.mark.usefixtures("engine")]
PER_MINUTE = 1.0 / theory.MINUTES_PER_YEAR
REPLICATIONS = 30
RATE, MINUTES, SESSIONS = 876.6 * PER_MINUTE, 150.0, 2.0
LOAD = RATE * MINUTES * SESSIONS


def test_newcomers_wait_as_in_a_queue_with_returns() -> None:
    pools = pools_of("theory/returns", REPLICATIONS)
    busy = busy_workers("theory/returns", REPLICATIONS)
    waits = [pool.new_waited / pool.new_seen for pool in pools]
    expected = theory.mean_wait(1, RATE, MINUTES * SESSIONS)
    agrees(waits, expected, sees=0.06, beside=busy, known=LOAD)


def test_as_many_people_wait_as_in_a_queue_with_returns() -> None:
    program = program_of("theory/returns")
    counted = program.horizon - program.start
    pools = pools_of("theory/returns", REPLICATIONS)
    busy = busy_workers("theory/returns", REPLICATIONS)
    assert all(pool.seen > 1.9 * pool.new_seen for pool in pools)
    waiting = [pool.waited / counted for pool in pools]
    agrees(waiting, LOAD**2 / (1.0 - LOAD), sees=0.07, beside=busy, known=LOAD)


@pytest.mark.parametrize(("slug", "people"), [("endless_courses", 20), ("too_many_courses", 30)])
def test_people_in_endless_courses_are_seen_as_often_as_in_machine_repair(
    slug: str, people: int
) -> None:
    minutes, interval = 60, 1440
    program = program_of(f"theory/{slug}")
    counted = program.horizon - program.start
    (pool,) = pools_of(f"theory/{slug}", 1)
    wait = max(0, people * minutes - interval)
    # of those who join in the counted time, those who come in the last minutes are not seen in it
    assert pool.seen == people * (counted - wait) // max(interval, people * minutes)
    assert pool.waited == pool.seen * wait
