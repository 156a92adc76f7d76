"""One price base: what brings money of another year to it, and money that says no year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.cli import main
from sim.files import evidence_table, load_scenario, resolve, to_document
from sim.files import prices as pricing
from sim.files.edits import apply, parse
from sim.files.prices import Change, Prices, at_base, is_money, prices, year_after
from sim.files.shorthands import quantity
from sim.model.quantities import Quantity
from sim.model.staffing import yearly_cost
from sim.study.asks import asks_of
from sim.study.calibrated import inputs_of
from tests.engine.small_world import pounds, world

WITHOUT_A_YEAR = {"cost_collab_care_pp"}
"""Rows whose source states no price year: they may be no input."""


def change(central: float, low: float | None = None, high: float | None = None) -> Change:
    return Change(
        central=central,
        low=central if low is None else low,
        high=central if high is None else high,
        source="made_up",
    )


def index(**rises: Change) -> Prices:
    """Base year 2020/21, after 2019/20 and before 2021/22."""
    changes = {"2020/21": change(10), "2021/22": change(25)} | {
        f"{year[1:5]}/{year[5:]}": rise for year, rise in rises.items()
    }
    return Prices(base="2020/21", changes=changes, sources={})


def cost(year: str, central: float = 100) -> dict[str, Any]:
    return {"central": central, "low": central / 2, "high": central * 2, "price_year": year}


def read(value: object) -> Quantity:
    return quantity(value, "GBP per hour")


@pytest.fixture(name="made_up")
def _made_up(monkeypatch: pytest.MonkeyPatch) -> Prices:
    monkeypatch.setattr(pricing, "prices", index)
    monkeypatch.setattr("sim.files.shorthands.prices", index)
    return index()


@pytest.mark.unit
def test_prices_of_the_base_stay_to_the_last_digit(made_up: Prices) -> None:
    assert at_base({"central": 1 / 3}, made_up.base) == {"central": 1 / 3}


@pytest.mark.unit
@pytest.mark.usefixtures("made_up")
def test_earlier_prices_rise_and_later_ones_fall_to_the_base() -> None:
    assert read(cost("2019/20")).central == 110
    assert read(cost("2021/22")).central == 80


@pytest.mark.unit
def test_an_unsure_index_widens_the_range_and_never_turns_it_round() -> None:
    unsure = index(_202021=change(10, 5, 20), _202122=change(25, 20, 30))
    assert unsure.factor("2019/20") == pytest.approx((1.05, 1.1, 1.2))
    assert unsure.factor("2021/22") == pytest.approx((1 / 1.3, 1 / 1.25, 1 / 1.2))


@pytest.mark.unit
def test_doubling_the_inflator_doubles_what_is_of_another_year_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doubled = index(_202021=change(120))
    for rise, expected in ((index(), 110.0), (doubled, 220.0)):
        monkeypatch.setattr(pricing, "prices", lambda rise=rise: rise)
        monkeypatch.setattr("sim.files.shorthands.prices", lambda rise=rise: rise)
        assert read(cost("2019/20")).central == expected
        assert read(cost("2020/21")).central == 100


@pytest.mark.unit
@pytest.mark.usefixtures("made_up")
def test_a_number_says_that_it_was_brought_and_is_brought_once() -> None:
    once = read(cost("2019/20") | {"assumed": "a guess"})
    assert once.price_year == "2020/21"
    assert once.assumed == "a guess; in 2019/20 prices, times 1.1000 for those of 2020/21"
    again = {name: getattr(once, name) for name in ("central", "low", "high", "price_year")}
    assert read(again | {"assumed": once.assumed}) == once


@pytest.mark.unit
def test_every_row_in_money_says_its_year_but_those_that_may_be_no_input() -> None:
    money = [row for row in evidence_table().values() if row.unit.startswith("GBP")]
    assert {row.id for row in money if not row.price_year} == WITHOUT_A_YEAR
    assert {row.price_year for row in money if row.price_year} <= set(prices().years)
    assert not [row.id for row in evidence_table().values() if row.price_year and row not in money]


@pytest.mark.unit
def test_the_shipped_index_has_no_gap_and_each_change_has_a_source() -> None:
    years = list(prices().changes)
    assert years == [year_after(years[0], step) for step in range(len(years))]
    assert prices().base in years
    for one in prices().changes.values():
        assert one.source in prices().sources and one.low <= one.central <= one.high


@pytest.mark.cli
def test_check_refuses_money_without_a_year_with_what_is_allowed_and_how_to_mend_it(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    change = "cost_per_hour: {central: 40, low: 30, high: 50, assumed: what we pay}"
    file.write_text(f"like: banes/today\ntitle: Mine\nroles:\n  gp:\n    like: gp\n    {change}\n")
    assert main(["check", str(file)]) == 2
    told = capsys.readouterr()
    said = told.out + told.err
    assert "cost_per_hour" in said and "money without a price year" in said
    assert "price_year: 2023/24" in said and "Traceback" not in said


@pytest.mark.unit
def test_money_set_by_hand_is_in_the_prices_of_the_base() -> None:
    small = to_document(resolve(world()))
    for text in ("teams.desk.staff.worker.cost_per_hour=7", "teams.desk.staff.*.cost_per_hour*=3"):
        made = resolve(apply(small, [parse(text)]), name="toy/small")
        assert made.teams["desk"].staff["worker"].cost_per_hour.price_year == prices().base


@pytest.mark.unit
def test_a_price_of_another_year_moves_the_bill_by_the_index() -> None:
    now = resolve(world())
    role = {"hours": 168, "contact_share": 1, "skill": {"otherwise": 1}}
    dear = role | {"cost_per_hour": pounds(100) | {"price_year": "2022/23"}}
    then = resolve(world(roles={"worker": dear, "other": dear}))
    assert yearly_cost(then) == pytest.approx(102.47 * yearly_cost(now))


@pytest.mark.unit
def test_no_wait_that_was_fitted_hangs_on_what_things_cost_or_who_pays() -> None:
    asks, today = asks_of("banes"), load_scenario("banes/today")
    team = today.teams["social_care"]
    role = team.staff["social_worker"]
    dearer = replace(role, cost_per_hour=replace(role.cost_per_hour, central=99.0))
    staff = {**team.staff, "social_worker": dearer}
    teams = {**today.teams, "social_care": replace(team, staff=staff, paid_by=None)}
    payers = {name: replace(one, paid_by=None) for name, one in today.organisations.items()}
    other = replace(today, teams=teams, organisations=payers)
    assert inputs_of(other, asks) == inputs_of(today, asks)
    fewer = replace(role, hours=replace(role.hours, central=30.0))
    teams = {**today.teams, "social_care": replace(team, staff=staff | {"social_worker": fewer})}
    assert inputs_of(replace(today, teams=teams), asks) != inputs_of(today, asks)


@pytest.mark.unit
def test_units_of_money_are_known_by_their_first_word() -> None:
    assert is_money("GBP") and is_money("GBP per hour") and not is_money("hours per week")
