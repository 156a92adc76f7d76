"""How sure: joint draws of the assumptions and readings, and the share with the advantage."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.draws import triangular
from sim.engines.protocol import Sink, Totals
from sim.files import quantities
from sim.log import Row, What
from sim.model.scenario import Reading, Scenario
from sim.program import Program
from sim.study.compare import Comparison, Plan, compare
from sim.study.drawing import draws_of, ranges_of
from sim.study.moving import read_again, with_places_served
from sim.study.shares import ANY, DrawnDifference, SureRow, sure_rows
from sim.study.statistics import share_interval
from sim.study.sure import Sure, how_sure
from tests.study_toys import pretended, toy

FLIPS_AT = 0.3
"""How far up its range asking again turns the difference round, in the toy below."""


@pytest.mark.unit
def test_every_number_falls_once_into_each_part_of_its_range() -> None:
    draws = draws_of(40, ["a", "b"], {}, seed=5)
    for name in ("a", "b"):
        parts = sorted(int(draw.quantiles[name] * 40) for draw in draws)
        assert parts == list(range(40))
    orders = [[draw.quantiles[name] for draw in draws] for name in ("a", "b")]
    assert abs(np.corrcoef(orders[0], orders[1])[0, 1]) < 0.5


@pytest.mark.unit
def test_another_number_moves_no_other_and_another_seed_moves_all() -> None:
    alone, beside = (draws_of(20, names, {}, seed=5) for names in (["a"], ["b", "a"]))
    assert [d.quantiles["a"] for d in alone] == [d.quantiles["a"] for d in beside]
    other = draws_of(20, ["a"], {}, seed=6)
    assert [d.quantiles["a"] for d in alone] != [d.quantiles["a"] for d in other]


@pytest.mark.unit
def test_each_reading_is_drawn_equally_often_and_who_has_one_keeps_it() -> None:
    draws = draws_of(40, [], {"o": ("o", "ob"), "p": ("p",)}, seed=1)
    taken = [draw.readings["o"] for draw in draws]
    assert taken.count("o") == taken.count("ob") == 20
    assert taken[:20].count("o") not in (0, 20)
    assert {draw.readings["p"] for draw in draws} == {"p"}


@pytest.mark.unit
def test_numbers_of_one_kind_go_up_and_down_together_within_their_ranges() -> None:
    scenario = toy("toy/everything")
    ranges = ranges_of([scenario])
    before = dict(quantities(scenario))
    for draw in draws_of(6, ranges.names, {}, seed=2):
        after = dict(quantities(ranges.at(scenario, draw)))
        moved = [path for path in before if after[path].central != before[path].central]
        assert moved
        for path in moved:
            q = before[path]
            u = draw.quantiles[ranges.belongs[path]]
            assert after[path].central == triangular(u, q.low, q.central, q.high)
            assert q.low <= after[path].central <= q.high


@pytest.mark.unit
def test_what_is_in_order_stays_in_order_however_it_is_drawn() -> None:
    loses = {kind: (0.01 * n, 0.02 * n, 0.05 * n) for n, kind in enumerate("abcd", 1)}
    for u in (0.01, 0.2, 0.5, 0.9, 0.99):
        drawn = [triangular(u, *ends) for ends in loses.values()]
        assert all(a < b for a, b in pairwise(drawn))


@pytest.mark.unit
def test_staff_and_what_people_are_like_are_not_drawn_nor_trust_where_it_does_not_act() -> None:
    scenario = toy("toy/everything")
    belongs = ranges_of([replace(scenario, rung="B")]).belongs
    assert not [path for path in belongs if path.endswith(("wte", ".age", ".level"))]
    assert not [path for path in belongs if path.startswith(("window", "assumptions.trust"))]
    assert [p for p in ranges_of([replace(scenario, rung="C")]).belongs if ".trust." in p]


def asks_again_flips(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """As the pretended engine; where workers seldom ask again the other way has a handoff more,
    else one less."""
    q = toy("toy/two_desks").assumptions.telling.ask_again
    turn = triangular(FLIPS_AT, q.low, q.central, q.high)
    extra = {"toy/two_desks": 1, "toy/other": 2 if program.assumptions.ask_again < turn else 0}

    class Adds:
        def see(self, row: Row) -> None:
            sink.see(row)
            if row.what == What.ASKED:
                for _ in range(extra.get(program.name, 5)):
                    sink.see(row._replace(what=What.HANDS_ON, value=2, team=0))

    return pretended(program, seed=seed, replication=replication, sink=Adds(), salt=salt)


def two() -> list[Scenario]:
    first = toy("toy/two_desks")
    return [first, replace(first, name="toy/other", title="Another way")]


def headline(draws: int, **plan: object) -> Comparison:
    chosen = Plan(**{"replications": 2, "placebo": False, "draws": draws, **plan})  # type: ignore[arg-type]
    return compare(two(), chosen, engine=asks_again_flips, workers=1)


def of(found: Sure, measure: str = "handoffs", reading: str = ANY) -> SureRow:
    return next(
        row
        for row in found.rows
        if (row.persona, row.measure, row.reading) == ("all", measure, reading)
    )


@pytest.mark.behaviour
def test_share_with_the_advantage_is_that_of_the_range_beyond_the_turn() -> None:
    found = how_sure(headline(10), engine=asks_again_flips, workers=1, runs=1)
    row = of(found)
    # fewer handoffs are wanted; the tenths of the range meet the turn at 0.3, so it is exact
    assert (row.draws, row.advantage, row.disadvantage) == (10, 0.7, 0.3)
    assert (row.matters_for, row.matters_against) == (0.7, 0.3)
    assert (row.advantage_low, row.advantage_high) == share_interval(7, 10)[1:]
    spread = (row.difference_5, row.difference_50, row.difference_95)
    assert spread == pytest.approx((-1.0, -1.0, 1.0))
    same = of(found, "right_help")
    assert (same.advantage, same.disadvantage, same.difference_50) == (0.0, 0.0, 0.0)
    assert not found.refused and found.draws == 10


@pytest.mark.behaviour
def test_spread_that_assumptions_make_is_no_luck_and_luck_is_told_as_such() -> None:
    sure = how_sure(headline(6), engine=asks_again_flips, workers=1)
    assert of(sure).luck == pytest.approx(0.0)
    lucky = how_sure(headline(6), engine=other_luck, workers=1)
    assert of(lucky).luck > 0.3


@pytest.mark.unit
def test_one_run_in_each_draw_takes_its_luck_from_the_headlines_own_runs() -> None:
    found = headline(0)
    whole = replace(
        found,
        plan=replace(found.plan, replications=4),
        differences=tuple(
            row._replace(low=row.difference - 1.0, high=row.difference + 1.0)
            for row in found.differences
        ),
    )
    some = [
        DrawnDifference(n, "toy/other", "toy/other", "all", "handoffs", "", x, float("nan"))
        for n, x in enumerate((-3.0, -1.0, 1.0, 3.0))
    ]
    row = next(row for row in sure_rows(whole, some, runs=1) if row.measure == "handoffs")
    # half-width 1 of four runs: variance 4 / 3.1824² of one; that of the draws is 20 / 3
    assert row.luck == pytest.approx(4.0 / 3.1824**2 / (20.0 / 3.0), rel=1e-3)
    alone = replace(whole, plan=replace(found.plan, replications=1))
    row = next(row for row in sure_rows(alone, some, runs=1) if row.measure == "handoffs")
    assert row.luck != row.luck


def other_luck(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """As the pretended engine, with luck of its own for the other way and no assumption acting."""
    salt = salt or (7 if program.name == "toy/other" else 0)
    return pretended(program, seed=seed, replication=replication, sink=sink, salt=salt)


@pytest.mark.behaviour
def test_same_draw_holds_in_every_option_and_run_and_draws_share_no_luck() -> None:
    seen: list[tuple[str, int, float, float]] = []

    def watches(
        program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
    ) -> Totals:
        a = program.assumptions
        seen.append((program.name, replication, a.ask_again, a.confirm))
        return pretended(program, seed=seed, replication=replication, sink=sink, salt=salt)

    how_sure(headline(4), engine=watches, workers=1)
    by_run: dict[int, set[tuple[float, float]]] = {}
    for _, replication, *drawn in seen:
        by_run.setdefault(replication, set()).add((drawn[0], drawn[1]))
    assert sorted(by_run) == list(range(1, 9))
    assert all(len(drawn) == 1 for drawn in by_run.values())
    assert by_run[1] == by_run[2] != by_run[3]
    assert {name for name, *_ in seen} == {"toy/two_desks", "toy/other"}


@pytest.mark.behaviour
def test_readings_are_drawn_too_and_each_is_told_alone() -> None:
    first = two()[0]
    again = replace(first, name="toy/other_b", reading=Reading(text="b", of="toy/other"))
    found = how_sure(headline(10), [again], engine=asks_again_flips, workers=1, runs=1)
    own, second = of(found, reading="toy/other"), of(found, reading="toy/other_b")
    assert own.draws == second.draws == 5 and of(found).draws == 10
    assert second.advantage == 0.0 and second.difference_50 == pytest.approx(
        4.0
    )  # five handoffs more, not one
    assert of(found).advantage == pytest.approx(own.advantage / 2)


@pytest.mark.behaviour
def test_draw_that_the_loader_refuses_is_counted_with_its_reason() -> None:
    with too_long_at_the_top() as scenarios:
        found = compare(
            scenarios,
            Plan(replications=1, placebo=False, draws=6),
            engine=asks_again_flips,
            workers=1,
        )
    sure = how_sure(found, engine=asks_again_flips, workers=1, runs=1)
    assert 0 < len(sure.refused) < 6
    assert all("meet" in one.why for one in sure.refused)
    assert of(sure).draws == 6 - len(sure.refused)
    left_out = {row.draw for row in sure.numbers if not row.carried_out}
    assert left_out == {one.draw for one in sure.refused}


@contextmanager
def too_long_at_the_top() -> Iterator[list[Scenario]]:
    """Two scenarios in which a contact, at the top of its range, fits no shift."""
    made = []
    for one in two():
        meet = one.steps["meet"]
        law = meet.minutes
        mean = replace(law.mean, low=20.0, central=20.0, high=2000.0)
        steps = {**one.steps, "meet": replace(meet, minutes=replace(law, mean=mean))}
        made.append(replace(one, steps=steps))
    yield made


@pytest.mark.behaviour
def test_number_of_workers_changes_no_draw() -> None:
    found = headline(2)
    one, more = (how_sure(found, engine=asks_again_flips, workers=n, runs=1) for n in (1, 2))
    assert repr(one) == repr(more)  # what is not known is not equal to itself


@pytest.mark.unit
def test_advantage_that_comes_with_fewer_helped_is_told_apart() -> None:
    found = headline(0)

    def drawn(draw: int, measure: str, difference: float) -> DrawnDifference:
        return DrawnDifference(draw, "toy/other", "toy/other", "all", measure, "", difference, 0.0)

    some = [drawn(n, "handoffs", -1.0) for n in (1, 2, 3, 4)]
    some += [drawn(n, "right_help", change) for n, change in enumerate((-0.2, 0.0, -0.01, 0.1), 1)]
    row = next(row for row in sure_rows(found, some, runs=1) if row.measure == "handoffs")
    assert row.advantage == 1.0 and row.advantage_as_many_helped == 0.75


@pytest.mark.unit
def test_interval_of_a_share_is_wilsons() -> None:
    assert share_interval(8, 10) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    assert share_interval(0, 20)[1] == 0.0 and share_interval(0, 20)[2] == pytest.approx(
        0.1611, abs=1e-4
    )
    assert all(value != value for value in share_interval(0, 0))


@pytest.mark.unit
def test_places_follow_the_staff_that_can_serve_them() -> None:
    scenario = toy("toy/everything")
    name, team = next((n, t) for n, t in scenario.teams.items() if t.places is not None)
    assert team.places is not None
    many = replace(team.places, central=9999.0, high=9999.0)
    crowded = replace(scenario, teams={**scenario.teams, name: replace(team, places=many)})
    served = with_places_served(crowded)
    places = served.teams[name].places
    assert places is not None and 0 < places.central < 9999
    assert read_again(served).teams[name].places == places
    assert with_places_served(scenario) is scenario
