"""Waits in simple queues against theory.

Test: two-sided t-test of replication means (see ``replications``), false alarms 0.001 over all
comparisons together. Each has a power of at least 0.9 against a mean that is wrong by the share
beside it (``sees``: 5% to 10%), asserted from the deviation that was measured; ``pytest -s`` prints
it. Workers are always there; contacts last 180 to 1200 minutes on average, so that whole minutes
(somebody comes in the very minute in which a worker is free) shift a number by under 0.5%.
"""

from __future__ import annotations

import pytest

from tests.verification import theory
from tests.verification.replications import agrees, busy_workers, pools_of, spells_of

PER_MINUTE = 1.0 / theory.MINUTES_PER_YEAR
pytestmark = [pytest.mark.verification, pytest.mark.slow, pytest.mark.usefixtures("engine")]


@pytest.mark.parametrize(
    ("slug", "workers", "per_year", "minutes", "replications", "sees"),
    [
        ("theory/one_queue", 1, 876.6, 300.0, 30, 0.05),
        ("theory/two_workers", 2, 2279.16, 300.0, 22, 0.07),
        ("theory/six_workers", 6, 1972.35, 1200.0, 24, 0.1),
    ],
)
def test_waits_for_several_workers_are_those_of_erlang(
    slug: str, workers: int, per_year: float, minutes: float, replications: int, sees: float
) -> None:
    rate = per_year * PER_MINUTE
    load = rate * minutes
    pools = pools_of(slug, replications)
    busy = busy_workers(slug, replications)
    waits = [pool.waited / pool.seen for pool in pools]
    agrees(waits, theory.mean_wait(workers, rate, minutes), sees=sees, beside=busy, known=load)
    must_wait = [1.0 - pool.seen_at_once / pool.seen for pool in pools]
    chance = theory.chance_of_waiting(workers, load)
    agrees(must_wait, chance, sees=sees, beside=busy, known=load)


@pytest.mark.parametrize(
    ("slug", "per_year", "cv", "replications"),
    [
        ("theory/fixed_minutes", 1051.92, 0.0, 20),
        ("theory/lognormal_minutes", 876.6, 0.8, 30),
    ],
)
def test_waits_for_contacts_of_any_length_are_those_of_pollaczek_and_khinchine(
    slug: str, per_year: float, cv: float, replications: int
) -> None:
    rate = per_year * PER_MINUTE
    waits = [pool.waited / pool.seen for pool in pools_of(slug, replications)]
    expected = theory.mean_wait_of_one_worker(rate, 300.0, cv)
    busy = busy_workers(slug, replications)
    agrees(waits, expected, sees=0.06, beside=busy, known=rate * 300.0)


def test_urgent_people_and_the_others_wait_as_cobham_says() -> None:
    slug, replications = "theory/urgent_first", 24
    pools, busy = pools_of(slug, replications), busy_workers(slug, replications)
    rates, minutes = (876.6 * PER_MINUTE, 657.45 * PER_MINUTE), (180.0, 300.0)
    first, others = theory.mean_waits_by_turn(rates, minutes)
    load = rates[0] * minutes[0] + rates[1] * minutes[1]
    urgent = [pool.urgent_waited / pool.urgent_seen for pool in pools]
    agrees(urgent, first, sees=0.05, beside=busy, known=load)
    routine = [pool.new_waited / pool.new_seen for pool in pools]
    agrees(routine, others, sees=0.07, beside=busy, known=load)


def test_people_who_stop_waiting_are_as_many_as_erlang_a_says() -> None:
    rate = 3857.04 * PER_MINUTE
    share, wait = theory.giving_up(2, rate, 300.0, patience=1000.0)
    spells = spells_of("theory/giving_up", replications=24, team=1)
    came = [replication.per_minute for replication in spells]
    gave_up = [replication.stopped / replication.people for replication in spells]
    agrees(gave_up, share, sees=0.07, beside=came, known=rate)
    waits = [replication.waited / replication.people for replication in spells]
    agrees(waits, wait, sees=0.1, beside=came, known=rate)
