"""Calibration finds again what was put in.

Test: a toy with a known share of staff is simulated with other luck than calibration uses, its
statistic is taken for published, with its range (lowest and highest of the replications), and
calibration is asked for the share. Recovered: the known share lies within the acceptable set,
widened by one step of the search (0.05 at its edges), and the best share is within 0.03 of it. A
wait of weeks moves by some days for every hundredth of a share here, so that a statistic that was
read wrongly (a census for a completed wait, days for weeks) puts the best share further out.
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

pytestmark = pytest.mark.verification
PLAN = Plan(replications=3, start=26, counted=39)
OTHER_LUCK = 77
NEAR = 0.03
STEP = 0.05


@cache
def toy() -> Scenario:
    """A team whose other people ask for all of three workers, stop waiting, and come again."""
    stream = {
        "per_year": 2400,
        "sessions": 3,
        "interval": {"weeks": 2},
        "minutes": {"fixed": 55},
        "missed": 0,
        "stopping": {"central": 0.04, "low": 0, "high": 1},
    }
    desk = team(
        calendar="office",
        staff={"worker": {"wte": 3, "hours": 40}},
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
    plan = Plan(seed=OTHER_LUCK + seed, replications=1, start=104, counted=52)
    trials = Trials.of(toy(), asked, plan, workers=1)
    return trials.values([{"desk.worker": share}])[0]["desk.worker"]


def asks(one: Ask) -> Asks:
    return Asks(site="toy", scenario="toy/small", fits=(one,), not_fitted={})


@pytest.mark.parametrize(
    ("statistic", "days", "share", "about"),
    [
        ("mean_days", 0, 0.8, 40.0),
        ("share_within", 42, 0.85, 0.5),
        ("share_still_waiting_over", 28, 0.8, 0.3),
    ],
)
def test_calibration_finds_the_share_of_staff_that_was_put_in(
    statistic: str, days: int, share: float, about: float
) -> None:
    (found,) = recovered(statistic, days, share, about).fitted
    assert abs(found.share - share) < NEAR
    assert found.acceptable[0] - STEP <= share <= found.acceptable[-1] + STEP
