"""A network without a closed form, against another simulator: Ciw (Palmer and others, 2019).

A clinic with three workers by day, where the urgent go first, others stop waiting after a patience
and some are sent on to a course with two places. In Ciw the clinic is a node with a schedule,
priorities and reneging, and the places are the servers of the second node.

Test: Welch's t-test of replication means, two-sided, false alarms 0.001 over all comparisons of
this folder together, power at least 0.9 against a difference of the share given as ``sees``
(10%, 20% for the places), asserted from the deviations that were measured. Ciw counts time in
fractions of a minute, we in whole ones: with waits of hours that is under 1%. The seeds are
fixed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import ciw
import pytest

from tests.verification import theory
from tests.verification.replications import agree_with_each_other, all_pools_of, program_of

pytestmark = [pytest.mark.verification, pytest.mark.slow, pytest.mark.usefixtures("engine")]
SLUG = "theory/clinic_and_course"
PER_MINUTE = 1.0 / theory.MINUTES_PER_YEAR
DESK, CENTRE = 1, 2
OURS, THEIRS = 30, 30
DAY = 1440.0
OPENS, CLOSES = 480.0, 1200.0


def network() -> Any:
    """The clinic and the course as Ciw has them; times in minutes, rates by minute."""
    exponential = ciw.dists.Exponential
    come = {"routine": 4383.0, "urgent": 1461.0, "sent": 3857.04 / 2.0}
    return ciw.create_network(
        arrival_distributions={
            name: [exponential(per_year * PER_MINUTE), None] for name, per_year in come.items()
        },
        service_distributions={
            name: [exponential(1.0 / 75.0), exponential(1.0 / 180.0)] for name in come
        },
        reneging_time_distributions={
            "routine": [exponential(14.0 / 10080.0), None],
            "urgent": [None, None],
            "sent": [None, None],
        },
        priority_classes={"urgent": 0, "routine": 1, "sent": 1},
        routing={
            "routine": [[0.0, 0.0], [0.0, 0.0]],
            "urgent": [[0.0, 0.0], [0.0, 0.0]],
            "sent": [[0.0, 1.0], [0.0, 0.0]],
        },
        number_of_servers=[
            ciw.Schedule(numbers_of_servers=[0, 3, 0], shift_end_dates=[OPENS, CLOSES, DAY]),
            2,
        ],
    )


@cache
def theirs() -> dict[str, list[float]]:
    """What Ciw finds, replication by replication."""
    program = program_of(SLUG)
    found: dict[str, list[float]] = {name: [] for name in ("urgent", "other", "stopped", "place")}
    for replication in range(THEIRS):
        ciw.seed(replication)
        simulation = ciw.Simulation(network())
        simulation.simulate_until_max_time(float(program.horizon))
        records = [r for r in simulation.get_all_records() if r.arrival_date >= program.start]
        seen = [r for r in records if r.record_type == "service"]
        clinic = [r for r in seen if r.node == 1]
        urgent = [r.waiting_time for r in clinic if r.customer_class == "urgent"]
        other = [r.waiting_time for r in clinic if r.customer_class != "urgent"]
        stopped = sum(r.record_type == "renege" for r in records)
        place = [r.waiting_time for r in seen if r.node == 2]
        found["urgent"].append(sum(urgent) / len(urgent))
        found["other"].append(sum(other) / len(other))
        found["stopped"].append(stopped / (stopped + len(clinic)))
        found["place"].append(sum(place) / len(place))
    return found


def test_urgent_people_wait_as_long_as_in_ciw() -> None:
    pools = [pools[DESK] for pools in all_pools_of(SLUG, OURS)]
    ours = [pool.urgent_waited / pool.urgent_seen for pool in pools]
    agree_with_each_other(ours, theirs()["urgent"], sees=0.1)


def test_others_who_are_seen_have_waited_as_long_as_in_ciw() -> None:
    pools = [pools[DESK] for pools in all_pools_of(SLUG, OURS)]
    ours = [pool.new_waited / pool.new_seen for pool in pools]
    agree_with_each_other(ours, theirs()["other"], sees=0.1)


def test_as_many_stop_waiting_as_in_ciw() -> None:
    pools = [pools[DESK] for pools in all_pools_of(SLUG, OURS)]
    ours = [pool.stopped / (pool.stopped + pool.seen) for pool in pools]
    agree_with_each_other(ours, theirs()["stopped"], sees=0.1)


def test_people_wait_for_a_place_as_long_as_in_ciw() -> None:
    pools = [pools[CENTRE] for pools in all_pools_of(SLUG, OURS)]
    ours = [pool.waited / pool.seen for pool in pools]
    agree_with_each_other(ours, theirs()["place"], sees=0.2)
