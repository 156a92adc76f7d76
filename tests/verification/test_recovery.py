"""Calibration finds again what was put in.

Test: a toy with a known share of staff is simulated with other luck than calibration uses, its
statistic is taken for published, with its range (lowest and highest of the replications), and
calibration is asked for the share. Recovered: the known share lies within the acceptable set,
widened by one step of the search (0.05 at its edges), and the best share is within 0.03 of it, or
0.07 for a census, which is of one date only. Measured: 0.80 for 0.80, 0.77 for 0.75, 0.74 for 0.80.
A statistic that is read wrongly (a census for completed waits) puts the best share out by more.
"""

from __future__ import annotations

from functools import cache

import pytest

from sim.files import resolve
from sim.files.evidence import Row
from sim.model.scenario import Scenario
from sim.study.asks import Ask, Asks
from sim.study.calibration import Calibration, Plan, Trials, calibrate
from tests.engine.small_world import at_once, team, world

pytestmark = [pytest.mark.verification, pytest.mark.slow]
PLAN = Plan(replications=2, start=26, counted=26)
OTHER_LUCK = 77
STEP = 0.05


@cache
def toy() -> Scenario:
    """A team whose other people ask for about two workers, stop waiting, and come again."""
    stream = {
        "per_year": 4000,
        "sessions": 2,
        "interval": {"weeks": 1},
        "minutes": {"fixed": 30},
        "missed": 0,
        "stopping": {"central": 0.15, "low": 0, "high": 1},
    }
    desk = team(
        calendar="office",
        staff={"worker": {"wte": 2, "hours": 40}},
        other_people={"everybody": stream},
    )
    return resolve(world(personas={"nell": at_once(per_year=50)}, teams={"desk": desk}))


def ask(statistic: str, days: int, low: float, central: float, high: float) -> Ask:
    row = Row(
        id=f"toy_{statistic}",
        quantity="a toy's wait",
        unit="",
        low=low,
        central=central,
        high=high,
        population="a toy",
        kind="PUBLISHED",
        title="the simulation itself",
        year="",
        address="here",
        note="",
        use="calibrate",
    )
    return Ask(evidence=row, team="desk", role="worker", statistic=statistic, days=days)


def recovered(statistic: str, days: int, share: float, about: float) -> Calibration:
    """Simulate with a known share, publish, and fit; ``about`` only sets where lists start."""
    values = [simulated(statistic, days, share, about, seed) for seed in range(3)]
    central = sum(values) / len(values)
    published = ask(statistic, days, min(values), central, max(values))
    return calibrate(toy(), asks(published), PLAN, workers=1)


def simulated(statistic: str, days: int, share: float, about: float, seed: int) -> float:
    asked = asks(ask(statistic, days, about, about, about))
    plan = Plan(seed=OTHER_LUCK + seed, replications=1, start=39, counted=26)
    trials = Trials.of(toy(), asked, plan, workers=1)
    return trials.values([{"desk.worker": share}])[0]["desk.worker"]


def asks(one: Ask) -> Asks:
    return Asks(site="toy", scenario="toy/small", fits=(one,), not_fitted={})


@pytest.mark.parametrize(
    ("statistic", "days", "share", "about", "near"),
    [
        ("mean_days", 0, 0.8, 11.0, 0.03),
        ("share_within", 14, 0.75, 0.5, 0.03),
        ("share_still_waiting_over", 7, 0.8, 0.4, 0.07),
    ],
)
def test_calibration_finds_the_share_of_staff_that_was_put_in(
    statistic: str, days: int, share: float, about: float, near: float
) -> None:
    (found,) = recovered(statistic, days, share, about).fitted
    assert abs(found.share - share) < near
    assert found.acceptable[0] - STEP <= share <= found.acceptable[-1] + STEP
