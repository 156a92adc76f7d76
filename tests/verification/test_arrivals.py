"""Who comes and when: the counts of onsets against the integral of the stated profile.

Test: counts by weekday are independent and Poisson, so that the squared distances from the
integral of the rate, each over its expectation, add to chi-squared; weekly counts are held to the
Poisson ratio of variance to mean (dispersion, two-sided). False alarms 0.001 for each. With some
24,000 onsets the first sees a rate that is wrong by 5% with a power over 0.99 (noncentral
chi-squared, asserted), and one weekday that is wrong by 10% likewise. The seed is fixed.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.draws import world_key
from sim.engines.newcomers import onsets
from sim.log import What
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK
from tests.engine.engines import run
from tests.verification.replications import SEED, Rows, program_of
from tests.verification.theory import MINUTES_PER_YEAR

pytestmark = pytest.mark.verification
PROFILE = np.array([2, 1.5, 1, 1, 1, 0.5, 0])
PER_YEAR, DEMAND = 2000.0, 1.5
REPLICATIONS = 4
FALSE_ALARMS = 0.001


def minutes_of_onset(replication: int) -> np.ndarray:
    """Minutes of all onsets of one replication."""
    program = program_of("theory/arrivals")
    coming = onsets(program, world_key(SEED, replication), 0)
    return np.array([minute for minute, _, _ in coming])


def expected_by_weekday(weeks: float) -> np.ndarray:
    """Onsets that theory expects on each weekday, over so many weeks."""
    by_week = PER_YEAR * DEMAND * MINUTES_PER_WEEK / MINUTES_PER_YEAR
    return weeks * by_week * PROFILE / PROFILE.sum()


def test_onsets_by_weekday_are_the_integral_of_the_profile() -> None:
    weeks = program_of("theory/arrivals").horizon / MINUTES_PER_WEEK * REPLICATIONS
    found = np.zeros(7)
    for replication in range(REPLICATIONS):
        days = minutes_of_onset(replication) // MINUTES_PER_DAY % 7
        found += np.bincount(days, minlength=7)
    expected = expected_by_weekday(weeks)
    assert found[6] == expected[6] == 0
    distance = ((found - expected)[:6] ** 2 / expected[:6]).sum()
    assert stats.chi2.sf(distance, 6) > FALSE_ALARMS, f"{found} against {expected.round()}"
    crossing = stats.chi2.isf(FALSE_ALARMS, 6)
    all_wrong = stats.ncx2.sf(crossing, 6, (0.05**2 * expected).sum())
    one_wrong = stats.ncx2.sf(crossing, 6, 0.1**2 * expected[0])
    assert min(all_wrong, one_wrong) > 0.99


def test_weekly_onsets_scatter_as_poisson_counts_do() -> None:
    weekly = np.concatenate(
        [np.bincount(minutes_of_onset(r) // MINUTES_PER_WEEK) for r in range(REPLICATIONS)]
    )
    dispersion = weekly.var(ddof=1) / weekly.mean() * (len(weekly) - 1)
    tail = stats.chi2.sf(dispersion, len(weekly) - 1)
    assert FALSE_ALARMS / 2 < tail < 1 - FALSE_ALARMS / 2


@pytest.mark.usefixtures("engine")
def test_the_engine_logs_exactly_these_onsets() -> None:
    rows = Rows()
    program = program_of("theory/arrivals")
    run(program, seed=SEED, replication=0, sink=rows)
    logged = [row.minute for row in rows if row.what == What.ONSET]
    assert logged == list(minutes_of_onset(0))
