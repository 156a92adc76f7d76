"""What ships of the calibration of B&NES is of today's files, and today holds what was fitted."""

from functools import cache

import pytest

from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.study.asks import Ask, asks_of
from sim.study.calibrated import inputs_of, shipped
from sim.study.loading import starting_list

ASKS = asks_of("banes")
pytestmark = pytest.mark.behaviour


@cache
def today() -> Scenario:
    return load_scenario(ASKS.scenario)


@pytest.mark.parametrize("ask", ASKS.fits, ids=lambda ask: ask.pool)
def test_today_starts_from_the_lists_that_calibrate_starts_from(ask: Ask) -> None:
    team = today().teams[ask.team]
    start = starting_list(ask, team)
    assert team.waiting_at_start is not None
    assert round(team.waiting_at_start.people.central) == start.people
    assert round(team.waiting_at_start.waited.minutes / 1440) == start.waited_days
    for name, stream in team.other_people.items():
        assert (round(stream.under_way.central) if stream.under_way else 0) == start.under_way[name]


@pytest.mark.parametrize("ask", ASKS.fits, ids=lambda ask: ask.pool)
def test_today_has_the_staff_that_were_fitted(ask: Ask) -> None:
    found = shipped("banes")["fitted"][ask.pool]
    wte = today().teams[ask.team].staff[ask.role].wte
    low, high = found["acceptable"]["wte"]
    assert (wte.low, wte.central, wte.high) == (low, found["wte"], high)
    assert ask.row in wte.assumed


def test_calibration_that_ships_is_of_todays_files() -> None:
    assert shipped("banes")["inputs"] == inputs_of(today(), ASKS), "run calibrate banes again"


def test_every_fit_that_ships_lies_in_its_published_range() -> None:
    assert [pool for pool, one in shipped("banes")["fitted"].items() if not one["inside"]] == []
