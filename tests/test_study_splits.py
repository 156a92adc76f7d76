"""Staff divided in other ways at the same cost, and what would match the first scenario's wait."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.log import Row, What
from sim.model.scenario import Scenario
from sim.model.staffing import yearly_cost
from sim.program import Program, compile_program
from sim.study.clones import renamed_clone
from sim.study.compare import Comparison, Plan, compare
from sim.study.fair import Fair, made_fair
from sim.study.matching import matched, own_teams
from sim.study.searching import OTHER_LUCK, chosen
from sim.study.splits import (
    KEPT,
    at_the_same_cost,
    by_load,
    cost_of,
    divided,
    drafted,
    own_pools,
    with_staff,
)
from tests.study_toys import pretended, toy

DESK, NURSE = ("desk", "worker"), ("nurses", "nurse")


def before_the_transfer() -> Scenario:
    """Two desks without the transfer from one to the other: what the option changed."""
    return replace(toy("toy/two_desks"), name="toy/before", transfers=())


def option() -> Scenario:
    return toy("toy/two_desks")


@pytest.mark.unit
def test_only_queued_teams_whose_staff_the_option_changed_are_divided() -> None:
    assert own_pools(option(), before_the_transfer()) == [DESK, NURSE]
    assert own_pools(option(), option()) == []


@pytest.mark.unit
def test_division_costs_what_the_draft_costs_and_leaves_everybody_a_quarter() -> None:
    draft = drafted(option(), [DESK, NURSE])
    for wanted in ({DESK: 5.0, NURSE: 1.0}, {DESK: 0.0, NURSE: 7.0}, {DESK: 1.0, NURSE: 0.0}):
        made = at_the_same_cost(option(), draft, wanted)
        assert cost_of(option(), made) == pytest.approx(cost_of(option(), draft))
        assert all(wte >= KEPT * draft[pool] - 1e-12 for pool, wte in made.items())
        found = divided(option(), draft, made)
        assert found is not None
        assert yearly_cost(found.scenario) == pytest.approx(yearly_cost(option()))


@pytest.mark.unit
def test_division_by_load_is_in_proportion_to_what_was_used() -> None:
    draft = {DESK: 2.0, NURSE: 2.0}
    assert by_load(draft, {DESK: 0.9, NURSE: 0.3, ("other", "role"): 0.5}) == {
        DESK: 1.8,
        NURSE: 0.6,
    }
    assert at_the_same_cost(option(), draft, dict.fromkeys(draft, 0.0)) == draft


@pytest.mark.unit
def test_option_with_the_staff_it_has_is_the_same_program() -> None:
    same = with_staff(option(), drafted(option(), [DESK, NURSE]))
    assert compile_program(same) == compile_program(option())


@pytest.mark.unit
def test_division_that_the_loader_refuses_is_gone_part_of_the_way() -> None:
    draft = drafted(option(), [DESK, NURSE])
    nobody = {DESK: draft[DESK] + draft[NURSE] * 1.5, NURSE: 0.0}  # a step needs a nurse
    found = divided(option(), draft, nobody)
    assert found is not None and found.part == 0.5
    assert found.staff[NURSE] == pytest.approx(draft[NURSE] / 2)
    assert cost_of(option(), found.staff) == pytest.approx(cost_of(option(), draft))


def waits(days: Callable[[dict[str, float]], float]) -> object:
    """An engine in which everybody gets right help after so many days, by staff of each team."""

    def engine(
        program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
    ) -> Totals:
        staff: dict[str, float] = {}
        for pool in program.pools:
            name = program.teams[pool.team].name
            staff[name] = staff.get(name, 0.0) + pool.wte
        late = round(1440 * days(staff))
        rows: list[Row] = []

        class Late:
            def see(self, row: Row) -> None:
                rows.append(row._replace(minute=row.minute + late) if _help(row) else row)

        made = pretended(program, seed=seed, replication=replication, sink=Late(), salt=salt)
        for row in sorted(rows, key=lambda row: (row.minute, row.person)):
            sink.see(row)
        busy = [
            PoolTotals(helping=round(1000 * days(staff)) if pool.role == "nurse" else 1)
            for pool in program.pools
        ]
        return replace(made, pools=busy)

    return engine


def _help(row: Row) -> bool:
    return row.what in (What.HELPS, What.LEFT)


def compared(first: Scenario, other: Scenario, engine: object, runs: int = 2) -> Comparison:
    plan = Plan(replications=runs, placebo=False, fair=True)
    return compare([first, other], plan, engine=engine, workers=1)  # type: ignore[arg-type]


@pytest.mark.behaviour
def test_search_moves_staff_to_where_the_wait_is_and_never_does_worse_than_the_draft() -> None:
    seeds: list[int] = []

    def by_nurses(staff: dict[str, float]) -> float:
        return 6.0 / staff["nurses"]

    slow = waits(by_nurses)

    def engine(program: Program, *, seed: int, **more: object) -> Totals:
        seeds.append(seed)
        return slow(program, seed=seed, **more)  # type: ignore[operator, no-any-return]

    found = chosen(option(), before_the_transfer(), seed=3, runs=1, engine=engine, workers=1)
    assert set(seeds) == {3 + OTHER_LUCK}
    assert found.search is not None and found.load is not None
    assert found.search.staff[NURSE] > found.load.staff[NURSE] * 0.999
    assert found.search.staff[NURSE] > found.draft[NURSE]
    assert cost_of(option(), found.search.staff) == pytest.approx(cost_of(option(), found.draft))
    assert found.tried == len(seeds) > 2


@pytest.mark.behaviour
def test_search_that_finds_nothing_better_keeps_the_draft() -> None:
    alike = waits(lambda staff: 1.0)
    found = chosen(option(), before_the_transfer(), seed=3, runs=1, engine=alike, workers=1)  # type: ignore[arg-type]
    assert found.search is not None and found.search.staff == pytest.approx(found.draft)


@pytest.mark.behaviour
def test_divisions_are_judged_with_the_runs_own_seed_and_never_the_one_that_chose() -> None:
    judged: list[tuple[int, int]] = []
    slow = waits(lambda staff: 3.0 / staff["nurses"])

    def engine(program: Program, *, seed: int, replication: int, **more: object) -> Totals:
        judged.append((seed, replication))
        return slow(program, seed=seed, replication=replication, **more)  # type: ignore[operator, no-any-return]

    found: Fair = made_fair(
        compared(before_the_transfer(), option(), engine), engine=engine, workers=1
    )
    assert {seed for seed, _ in judged} == {1, 1 + OTHER_LUCK}
    assert (found.judged_with, found.chosen_with) == (1, 1 + OTHER_LUCK)
    splits = {row.split for row in found.rows}
    assert splits == {"drafted", "load", "search"}
    assert {row.seed for row in found.rows} == {1}
    by_split: dict[str, float] = {}
    for row in found.staff:
        assert row.seed == ("" if row.split == "drafted" else 1 + OTHER_LUCK)
        by_split[row.split] = by_split.get(row.split, 0.0) + row.cost_gbp_per_year
    assert [by_split["load"], by_split["search"]] == pytest.approx([by_split["drafted"]] * 2)


@pytest.mark.behaviour
def test_option_that_changed_no_staff_has_nothing_to_divide() -> None:
    other = replace(option(), name="toy/other")
    found = made_fair(compared(option(), other, pretended), engine=pretended, workers=1)
    assert found.undivided == ("toy/other",) and not found.rows and found.tried == 0
    assert found.matched[0].result == "no teams of its own"


def clone() -> Scenario:
    """The first scenario, whose teams have other names, so that all of the option's are its own."""
    return replace(renamed_clone(option()), name="toy/first")


@pytest.mark.behaviour
@pytest.mark.parametrize(("drafted_days", "factor"), [(4.0, 2.0), (1.0, 0.5)])
def test_what_would_match_is_found_where_it_is_known(drafted_days: float, factor: float) -> None:
    draft = sum(wte for (team, _), wte in _staff(option()).items() if team == "nurses")

    def days(staff: dict[str, float]) -> float:
        return drafted_days * draft / staff["nurses"] if "nurses" in staff else 2.0

    found = compared(clone(), option(), waits(days))
    (row,) = matched(found, engine=waits(days), workers=1)  # type: ignore[arg-type]
    assert row.result == "found" and row.steady
    assert row.factor == pytest.approx(factor, rel=0.02)
    assert row.factor_low <= factor <= row.factor_high
    assert row.gbp_per_year == pytest.approx((row.factor - 1.0) * row.cost_gbp_per_year)
    assert row.teams == "desk;nurses" and (row.wait_difference > 0.0) == (drafted_days > 2.0)


def _staff(scenario: Scenario) -> dict[tuple[str, str], float]:
    return drafted(scenario, own_teams(scenario, clone()))


@pytest.mark.behaviour
def test_wait_that_staff_do_not_change_is_not_matched_within_the_ends() -> None:
    engine = waits(lambda staff: 4.0 if "nurses" in staff else 2.0)
    (row,) = matched(compared(clone(), option(), engine), engine=engine, workers=1)  # type: ignore[arg-type]
    assert row.result == "not within" and row.factor == 3.0
    assert row.factor_low == 3.0 and row.factor_high != row.factor_high


@pytest.mark.behaviour
def test_waits_that_are_alike_already_need_nothing() -> None:
    engine = waits(lambda staff: 2.0)
    (row,) = matched(compared(clone(), option(), engine), engine=engine, workers=1)  # type: ignore[arg-type]
    assert (row.result, row.factor, row.gbp_per_year) == ("the same", 1.0, 0.0)
