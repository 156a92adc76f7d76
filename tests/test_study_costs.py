"""The bill, who pays, and what is in nobody's bill."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.engines.protocol import PoolTotals, Sink
from sim.engines.simpy_engine import run
from sim.files import load_scenario, resolve
from sim.files.transferring import BALANCE_WITHIN
from sim.log import Row
from sim.model.quantities import Quantity
from sim.model.scenario import DoubleRunning, OnceOnly, Scenario
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.model.teams import PaidBy, Transfer
from sim.model.words import ONE_OFFS, PAYERS
from sim.program import compile_program
from sim.study.compare import Comparison, Plan, compare
from sim.study.costs import (
    A_YEAR,
    BILL,
    HOURS,
    NO_CASH,
    CostRow,
    bill,
    cost_rows,
    difference,
    hours_of,
    once_lines,
    posts_that_move,
    staff_lines,
)
from sim.study.folder import csv_cell
from tests.engine.small_world import Document, helps, step, team, world
from tests.study_toys import pretended, toy

OPTIONS = ("banes/option_1", "banes/option_2", "banes/option_3", "banes/option_4")


def number(central: float, low: float, high: float, unit: str) -> Quantity:
    return Quantity(central=central, low=low, high=high, unit=unit, assumed="made up")


def moving(wte: float, why: str = "made up", from_team: str = "desk") -> Transfer:
    amount = number(wte, wte, wte, "wte")
    role = "worker" if from_team else "nurse"
    return Transfer(
        wte=amount, role=role, from_team=from_team, to_team="nurses", to_role="nurse", why=why
    )


def priced(scenario: Scenario, ranges: dict[str, tuple[float, float, float]]) -> Scenario:
    """The scenario with a range of cost for each role named."""
    teams = {}
    for name, one in scenario.teams.items():
        staff = dict(one.staff)
        for role, (low, central, high) in ranges.items():
            if role in staff:
                cost = number(central, low, high, "GBP per hour")
                cost = replace(cost, assumed=f"an hour of a {role}", price_year="2023/24")
                staff[role] = replace(staff[role], cost_per_hour=cost)
        teams[name] = replace(one, staff=staff)
    return replace(scenario, teams=teams)


@cache
def first() -> Scenario:
    """Two desks, of which one is the council's and the other nobody's."""
    scenario = priced(toy("toy/two_desks"), {"worker": (30, 40, 44), "nurse": (54, 60, 90)})
    organisations = dict(scenario.organisations)
    of_desk = scenario.teams["desk"].organisation
    paid = PaidBy(payer="council", assumed="made up")
    organisations[of_desk] = replace(organisations[of_desk], paid_by=paid, voluntary=True)
    return replace(scenario, organisations=organisations, transfers=())


@cache
def option() -> Scenario:
    """Half a worker's money for nurses."""
    return replace(first(), name="toy/option", title="An option", transfers=(moving(0.5),))


@cache
def found() -> Comparison:
    return compare([first(), option()], Plan(replications=3), engine=pretended, workers=1)


def of(rows: Sequence[CostRow], **columns: str) -> list[CostRow]:
    return [row for row in rows if all(getattr(row, name) == columns[name] for name in columns)]


@pytest.mark.unit
@pytest.mark.parametrize("slug", ["toy/option", *OPTIONS])
def test_kinds_add_up_to_the_bill_and_so_do_payers(slug: str) -> None:
    scenario = option() if slug == "toy/option" else load_scenario(slug)
    rows = list(staff_lines(scenario))
    paid = sum(row.central for row in rows if row.kind in BILL)
    assert paid == pytest.approx(yearly_cost(scenario))
    assert bill(scenario).central == pytest.approx(paid)
    for end in ("low", "central", "high"):
        parts = sum(getattr(bill(scenario, payer), end) for payer in PAYERS)
        assert parts == pytest.approx(getattr(bill(scenario), end))


@pytest.mark.unit
@pytest.mark.parametrize("slug", OPTIONS)
def test_moved_posts_cost_what_they_cost_before_to_half_a_per_cent(slug: str) -> None:
    today, other = load_scenario("banes/today"), load_scenario(slug)
    assert abs(difference(other, today).central) < BALANCE_WITHIN * bill(today).central
    assert abs(difference(other, today).central) < 1.0


@pytest.mark.unit
def test_voluntary_sector_is_shown_apart_whoever_pays_for_it() -> None:
    rows = list(staff_lines(first()))
    voluntary = of(rows, kind="voluntary")
    assert {row.team for row in voluntary} == {"desk"}
    assert {row.payer for row in voluntary} == {"council"}
    assert "payer assumed: made up" in voluntary[0].grounds


@pytest.mark.unit
def test_a_team_s_own_payer_goes_before_its_organisation_s_and_none_stated_is_not_known() -> None:
    assert {row.payer for row in staff_lines(first()) if row.team == "nurses"} == {"unknown"}
    nurses = replace(first().teams["nurses"], paid_by=PaidBy(payer="nhs"))
    told = replace(first(), teams={**first().teams, "nurses": nurses})
    assert {row.payer for row in staff_lines(told) if row.team == "nurses"} == {"nhs"}


@pytest.mark.unit
def test_volunteers_time_is_hours_and_in_nobody_s_bill() -> None:
    desk = first().teams["desk"]
    staff = {role: replace(one, unpaid=True) for role, one in desk.staff.items()}
    given = replace(first(), teams={**first().teams, "desk": replace(desk, staff=staff)})
    rows = of(list(staff_lines(given)), team="desk")
    assert [(row.kind, row.unit, row.payer, row.price_base) for row in rows] == [
        ("volunteers", HOURS, "", "")
    ]
    assert rows[0].central == pytest.approx(3 * hours_of(desk.staff["worker"]))
    assert bill(given, "council").central == 0.0
    assert bill(first(), "council").central > 0.0
    assert yearly_cost(given) == pytest.approx(bill(given).central)
    less = bill(first(), "council").central
    assert difference(given, first(), "council").central == pytest.approx(-less)


@pytest.mark.unit
def test_carers_time_is_hours_told_for_her_and_in_nobody_s_bill() -> None:
    one = compare([first(), option()], Plan(replications=2), engine=pretended, workers=1)
    before = bill(first())
    for outcome in one.lanes[option().name]:
        told = np.zeros_like(outcome.people["chapters_told_for_her"])
        told[outcome.people["persona"] == "nell"] = 2
        outcome.people["chapters_told_for_her"] = told
    rows = of(cost_rows(one), kind="carers")
    assert [row.central > 0.0 for row in rows] == [False, True]
    assert {(row.unit, row.payer) for row in rows} == {(HOURS, "")}
    assert rows[1].low <= rows[1].central <= rows[1].high
    assert bill(first()) == before


@pytest.mark.unit
def test_set_up_that_nobody_knows_is_empty_and_never_nothing() -> None:
    known = number(9000, 5000, 20000, "GBP")
    given = {"training": OnceOnly(cost=known), "premises": OnceOnly(unknown=True, why="a secret")}
    rows = list(once_lines(replace(option(), set_up=given)))
    assert [row.line for row in rows if row.kind == "set_up"] == list(ONE_OFFS)
    by_line = {row.line: row for row in rows}
    assert by_line["training"].span == (5000, 9000, 20000)
    for line in ("premises", "records", "posts that move"):
        assert not by_line[line].span.known
        assert csv_cell(by_line[line].central) == csv_cell(by_line[line].low) == ""
        assert by_line[line].grounds.startswith("not known")
    assert "a secret" in by_line["premises"].grounds


@pytest.mark.unit
def test_double_running_is_the_moved_posts_paid_again_for_so_many_weeks() -> None:
    weeks = DoubleRunning(weeks=number(5.218, 0, 10.436, "weeks"))
    (row,) = of(list(once_lines(replace(option(), double_running=weeks))), kind="double_running")
    moved = posts_that_move(option())
    half_a_worker = 0.5 * hours_of(first().teams["desk"].staff["worker"])
    assert moved == pytest.approx((30 * half_a_worker, 40 * half_a_worker, 44 * half_a_worker))
    assert row.span == pytest.approx((0.0, moved.central / 10, moved.high / 5), rel=1e-4)


@pytest.mark.unit
def test_today_has_nothing_to_set_up() -> None:
    kinds = {row.kind for row in cost_rows(found()) if row.scenario == first().name}
    assert not kinds & {"set_up", "double_running", "freed"}


@pytest.mark.unit
def test_range_of_a_difference_is_that_of_every_corner_of_the_unit_costs() -> None:
    ends = {"worker": (30.0, 44.0), "nurse": (54.0, 90.0)}
    posts = wte_after_transfers(option())  # as designed, whatever they turn out to cost
    at_corners = []
    for corner in itertools.product(*ends.values()):
        cost = dict(zip(ends, corner, strict=True)) | {"gp": 0.0}
        at_corners.append(
            sum(
                (wte - wte_after_transfers(first())[pool])
                * hours_of(option().teams[pool[0]].staff[pool[1]])
                * cost[pool[1]]
                for pool, wte in posts.items()
            )
        )
    more = difference(option(), first())
    assert more.central == pytest.approx(0.0, abs=1e-6)
    assert more.low == pytest.approx(min(at_corners))
    assert more.high == pytest.approx(max(at_corners))
    assert more.low < 0.0 < more.high


@pytest.mark.unit
def test_a_post_that_moves_in_its_own_role_costs_the_same_at_every_price() -> None:
    move = replace(moving(0.5), to_role="worker")
    same = replace(option(), transfers=(move,))
    assert difference(same, first()) == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)
    assert difference(same, first(), "council").central < 0.0


@pytest.mark.unit
def test_an_additional_post_is_in_the_bill() -> None:
    more = replace(option(), transfers=(moving(1.0, "additional", from_team=""),))
    nurse = first().teams["nurses"].staff["nurse"]
    assert difference(more, first()).central == pytest.approx(60 * hours_of(nurse))


@pytest.mark.unit
def test_time_that_is_freed_is_no_money_of_anybody_s() -> None:
    pools = found().programs[option().name].pools
    place = next(n for n, pool in enumerate(pools) if pool.role == "gp")
    fewer = [
        replace(outcome, pools=with_contacts(outcome.pools, place, 30 - less))
        for outcome, less in zip(found().lanes[option().name], (10, 11, 12), strict=True)
    ]
    one = replace(found(), lanes={**found().lanes, option().name: fewer})
    rows = of(cost_rows(one), kind="freed", role="gp")
    count, worth = rows
    assert count.central > 0.0 and worth.central > 0.0
    assert count.low < count.central < count.high and worth.low < worth.central < worth.high
    assert worth.unit == NO_CASH and worth.payer == ""
    assert worth.central == pytest.approx(count.central * 43.04)
    money = [row for row in cost_rows(one) if row.unit == A_YEAR]
    assert sum(row.central for row in money if row.scenario == option().name) == pytest.approx(
        yearly_cost(option())
    )


def with_contacts(pools: Sequence[PoolTotals], place: int, contacts: int) -> tuple[PoolTotals, ...]:
    """The totals with another number of contacts in one pool."""
    return tuple(
        replace(pool, contacts=contacts) if nth == place else pool for nth, pool in enumerate(pools)
    )


class _Kept:
    """Keeps every row."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = []

    def see(self, row: Row) -> None:
        """Keep a row."""
        self.rows.append(tuple(row))


def log_of(document: Document) -> list[tuple[int, ...]]:
    kept = _Kept()
    sink: Sink = kept
    run(compile_program(resolve(document)), seed=3, replication=1, sink=sink)
    return kept.rows


@pytest.mark.behaviour
def test_who_pays_and_what_it_costs_once_change_nothing_that_happens() -> None:
    plain = world(steps={"meet": step("desk", helps=helps())})
    paid = {"payer": "council", "assumed": "made up"}
    told = plain | {
        "organisations": {"trust": {"title": "Trust", "voluntary": True, "paid_by": paid}},
        "teams": {"desk": team(paid_by={"payer": "nhs"})},
        "set_up": {"premises": {"unknown": True, "why": "made up"}},
        "double_running": {"weeks": {"weeks": 4}, "why": "made up"},
    }
    assert log_of(plain)
    assert log_of(told) == log_of(plain)
