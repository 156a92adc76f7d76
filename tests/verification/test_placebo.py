"""The placebo: a system held against itself with other luck, over many seeds.

Each seed gives, for each primary measure over all people, one paired interval from three runs. If
intervals are what they say, about 95% hold zero: over 200 seeds between 90% and 99%, which a right
method would miss less than once in a thousand times on each side (binomial). Intervals that are
zero throughout could not have missed and are left out.
"""

from collections import Counter
from dataclasses import replace

import pytest
from scipy import stats

from sim.measures import PRIMARY
from sim.study.compare import Plan, compare
from sim.study.findings import PLACEBO
from sim.study.rows import ALL
from tests.study_toys import toy, window

pytestmark = [pytest.mark.verification, pytest.mark.slow]
SEEDS = 200
RUNS = 3
ONCE_IN = 1e-3


def test_placebo_intervals_hold_zero_about_95_times_in_100() -> None:
    scenario = replace(toy("toy/two_desks"), window=window(start=1, count=6, follow=6))
    held: Counter[str] = Counter()
    could: Counter[str] = Counter()
    for seed in range(1, SEEDS + 1):
        found = compare([scenario], Plan(seed=seed, replications=RUNS), workers=1)
        for row in found.differences:
            wanted = row.scenario == PLACEBO and row.persona == ALL and row.measure in PRIMARY
            if wanted and row.low < row.high:
                could[row.measure] += 1
                held[row.measure] += row.interval.holds(0.0)
    for measure in PRIMARY:
        law = stats.binom(could[measure], 0.95)
        least, most = law.ppf(ONCE_IN), law.ppf(1.0 - ONCE_IN)
        assert could[measure] > 0.9 * SEEDS
        assert least <= held[measure] <= most, (measure, held[measure], could[measure])
