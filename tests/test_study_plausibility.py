"""Whether `today` is plausible: what is said of a row that was fitted, held, or too thin."""

import numpy as np
import pytest
from scipy.linalg import expm

from sim.files import evidence_table, load_scenario
from sim.study.asks import Compare, asks_of, check_asks
from sim.study.plausibility import OF_REFERRALS, Compared, _compared, outside

pytestmark = pytest.mark.unit
FITTED, HELD = "p_tt_assess_attend", "wait_tt_first_days"


def test_row_that_was_fitted_is_never_said_to_agree() -> None:
    row = _compared(FITTED, 0.66, 100)
    assert row.verdict == "fitted" and row.within
    assert "no agreement" in row.sentence


def test_row_that_was_fitted_and_is_off_says_so() -> None:
    row = _compared(FITTED, 0.2, 100)
    assert row.verdict == "fitted"
    assert outside([row]) == [row.sentence] and "calibrate again" in row.sentence


def test_row_that_was_held_is_inside_or_outside_its_range() -> None:
    assert _compared(HELD, 6.0, 100).verdict == "inside"
    assert _compared(HELD, 42.5, 100).verdict == "outside"
    assert outside([_compared(HELD, 6.0, 100)]) == []
    (sentence,) = outside([_compared(HELD, 42.5, 100)])
    assert "published 21 (6 to 42); simulated 42.5: outside" in sentence


def test_too_few_people_say_nothing() -> None:
    row = _compared(HELD, 500.0, 19)
    assert row.verdict == "too few" and outside([row]) == []
    assert _compared(HELD, float("nan"), 100).verdict == "too few"


def test_every_row_that_is_marked_is_fitted_compared_or_explained() -> None:
    asks = asks_of("banes")
    marked = {row.id for row in evidence_table().values() if row.use}
    told = [one.row for one in (*asks.fits, *asks.compares)] + [*asks.not_produced]
    assert sorted(told) == sorted(marked)


def test_what_is_fitted_was_marked_so_and_is_there() -> None:
    asks = asks_of("banes")
    scenario = load_scenario(asks.scenario)
    check_asks(asks, scenario)
    for one in asks.compares:
        assert one.team in scenario.teams
        assert not isinstance(one, Compare) or one.statistic in {*OF_REFERRALS, "missed"}


def test_every_team_with_a_queue_is_fitted_or_says_why_not() -> None:
    asks = asks_of("banes")
    queued = [n for n, t in load_scenario(asks.scenario).teams.items() if t.wait == "queue"]
    fitted = {ask.team for ask in asks.fits}
    assert set(queued) - fitted == {name for name in asks.not_fitted if "." not in name}


def test_columns_of_the_table_are_named() -> None:
    assert Compared._fields[0] == "row" and Compared._fields[-3:] == (
        "verdict",
        "lowest",
        "highest",
    )


def changed_after(weeks: float, worse: float, better: float, level: int) -> tuple[float, float]:
    """Shares of people at a higher and at a lower level after so many weeks of both clocks."""
    rates = np.zeros((5, 5))
    for now in range(1, 5):
        rates[now, now - 1] = better
        if now < 4:
            rates[now, now + 1] = worse
    np.fill_diagonal(rates, -rates.sum(axis=1))
    found = expm(rates * weeks)[level]
    return float(found[level + 1 :].sum()), float(found[:level].sum())


@pytest.mark.parametrize("level", [2, 3])
def test_needs_ease_and_worsen_as_was_measured(level: int) -> None:
    lives = load_scenario("banes/today").assumptions.lives
    worse, better = lives.worsening["otherwise"], lives.easing["otherwise"]
    row = evidence_table()["p_reliable_deteriorate_waiting"]
    found = changed_after(41, worse.central, better.central, level)
    assert found == pytest.approx((row.central, 0.16), abs=0.002)
    for rate, share in ((worse.low, row.low), (worse.high, row.high)):
        assert changed_after(41, rate, better.central, level)[0] == pytest.approx(share, abs=0.002)
