"""Runs that are added until every primary difference is known as closely as matters."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import special

from sim.engines.protocol import Sink, Totals
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.program import Program
from sim.study.compare import Comparison, Plan, compare
from sim.study.precision import (
    AT_LEAST,
    FIRST_RUNS,
    LOOK_AHEAD,
    Question,
    enough_at,
    half_width,
    look_ahead,
    more_runs,
)
from sim.study.rows import row_means, row_names
from sim.study.statistics import Floats
from tests.study_toys import pretended, toy


def question(differences: Floats, target: float = 0.5) -> Question:
    return Question("toy/other", "all", "handoffs", differences, target)


def alternating(runs: int, size: float = 1.0) -> Floats:
    """Plus and minus the same, so that the half-width shrinks like one over the root."""
    return np.where(np.arange(runs) % 2 == 0, size, -size).astype(np.float64)


@pytest.mark.unit
def test_look_ahead_is_five_runs_and_five_in_a_hundred_beyond_a_hundred() -> None:
    assert [look_ahead(n) for n in (3, 99, 100, 140, 150, 200, 1000)] == [5, 5, 5, 7, 7, 10, 50]


@pytest.mark.unit
def test_runs_that_it_takes_follow_from_the_width_and_the_look_ahead() -> None:
    for target in (1.0, 0.5, 0.2):
        known = alternating(400)
        narrow = [
            special.stdtrit(n - 1, 0.975) * known[:n].std(ddof=1) / n**0.5 <= target
            for n in range(FIRST_RUNS, 401)
        ]
        # from that number on it is always narrow enough, and not before
        number = FIRST_RUNS + next(i for i in range(len(narrow)) if all(narrow[i:]))
        assert enough_at([question(known, target)]) == number + look_ahead(number)


@pytest.mark.unit
def test_differences_that_never_vary_take_the_fewest_runs_there_are() -> None:
    assert enough_at([question(np.full(20, 3.0), 0.1)]) == FIRST_RUNS + LOOK_AHEAD == AT_LEAST
    assert enough_at([question(np.full(AT_LEAST - 1, 3.0), 0.1)]) is None


@pytest.mark.unit
def test_narrow_interval_that_does_not_stay_narrow_is_not_believed() -> None:
    lucky = np.concatenate([np.zeros(6), [4.0, -4.0], np.zeros(200)])
    assert enough_at([question(lucky[:8])]) is None
    narrow = [half_width(lucky[:n]) <= 0.5 for n in range(9, 207)]
    again = 9 + narrow.index(True)
    assert all(narrow[again - 9 :]) and again > 20
    assert enough_at([question(lucky)]) == again + LOOK_AHEAD


@pytest.mark.unit
def test_rule_looks_at_widths_and_never_at_whether_an_answer_is_decided() -> None:
    near, far = alternating(100), alternating(100) + 1000.0
    assert enough_at([question(near)]) == enough_at([question(far)]) is not None


@pytest.mark.unit
def test_every_difference_must_be_narrow_at_once() -> None:
    quick, slow = alternating(300), alternating(300, 2.0)
    alone = enough_at([question(slow)])
    assert enough_at([question(quick), question(slow)]) == alone
    assert alone is not None and alone > (enough_at([question(quick)]) or 0)


@pytest.mark.unit
def test_answer_does_not_depend_on_runs_made_beyond_it() -> None:
    known = np.random.default_rng(1).normal(size=300)
    enough = enough_at([question(known, 0.4)])
    assert enough is not None and 10 < enough < 200
    assert {enough_at([question(known[:n], 0.4)]) for n in range(enough, 301)} == {enough}
    assert enough_at([question(known[: enough - 1], 0.4)]) is None


@pytest.mark.unit
def test_difference_that_nobody_can_measure_is_never_narrow() -> None:
    empty = question(np.full(50, np.nan))
    assert enough_at([empty, question(alternating(50))]) is None
    assert more_runs([empty]) == 100


@pytest.mark.unit
def test_guess_at_runs_grows_with_the_square_of_the_width_and_at_most_doubles() -> None:
    near = more_runs([question(alternating(40), 0.25)])
    assert 70 < near < 77
    assert more_runs([question(alternating(40), 0.01)]) == 80
    assert more_runs([question(alternating(40), 100.0)]) == 41


def other_luck(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """As the pretended engine; one scenario of two has luck of its own, so that it varies."""
    salt = salt or (7 if program.name == "toy/other" else 0)
    return pretended(program, seed=seed, replication=replication, sink=sink, salt=salt)


def two() -> list[Scenario]:
    first = toy("toy/two_desks")
    return [first, replace(first, name="toy/other", title="Another way")]


MATTERS = {"count": 0.8, "share": 0.2}


def auto(budget: int, workers: int = 1) -> Comparison:
    plan = Plan(replications=budget, budget=budget, placebo=False, matters=MATTERS)
    return compare(two(), plan, engine=other_luck, workers=workers)


@cache
def reached() -> Comparison:
    return auto(24)


@pytest.mark.behaviour
def test_comparison_stops_where_the_rule_says_and_is_what_so_many_runs_give() -> None:
    found = reached()
    assert found.settled
    runs = found.plan.replications
    assert AT_LEAST < runs < 24
    plan = Plan(replications=24, placebo=False, matters=MATTERS)
    many = compare(two(), plan, engine=other_luck, workers=1)
    asked = [
        Question("toy/other", "", row.measure, _by_run(many, row.persona, row.measure), row.matters)
        for row in many.differences
        if row.family == "primary"
    ]
    assert enough_at(asked) == runs
    same = compare(
        two(), Plan(replications=runs, placebo=False, matters=MATTERS), engine=other_luck, workers=1
    )
    assert same.differences == found.differences and same.summary == found.summary
    assert all(row.reached and row.replications == runs for row in found.precision)
    widths = {(r.persona, r.measure): (r.high - r.low) / 2 for r in found.differences}
    for row in found.precision:
        assert row.half_width == pytest.approx(widths[row.persona, row.measure])
        assert row.half_width <= row.matters


def _by_run(found: Comparison, persona: str, measure: str) -> Floats:
    """Paired differences by replication, straight from the tables of people."""
    first = found.scenarios[found.baseline]
    one = [DEFINITIONS[measure]]
    follow = found.programs[found.baseline].follow
    means = {
        lane: row_means(first, runs, one, follow).means[measure]
        for lane, runs in found.lanes.items()
    }
    place = row_names(first).index(persona)
    difference: Floats = means["toy/other"][place] - means[found.baseline][place]
    return difference


@pytest.mark.behaviour
@pytest.mark.slow
@pytest.mark.parametrize("at_a_time", [9, 24])
def test_how_many_runs_are_made_at_a_time_changes_nothing(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = reached()
    made: list[int] = []

    def guess(asked: list[Question]) -> int:
        made.append(len(asked[0].differences))
        return max(at_a_time, made[-1] + 1)

    monkeypatch.setattr("sim.study.compare.more_runs", guess)
    found = auto(24)
    assert made and found.plan == usual.plan and found.differences == usual.differences
    assert len(found.lanes["toy/other"]) == usual.plan.replications


@pytest.mark.behaviour
def test_number_of_workers_changes_nothing() -> None:
    one, more = auto(9), auto(9, workers=2)
    assert one.plan == more.plan and one.differences == more.differences


@pytest.mark.behaviour
@pytest.mark.parametrize("budget", [1, 5])
def test_budget_is_kept_and_what_was_not_reached_is_said(budget: int) -> None:
    found = auto(budget)
    assert found.plan.replications == budget and found.plan.budget == budget
    assert found.precision and not found.settled
    assert any(not row.reached for row in found.precision) is (budget == 1)


@pytest.mark.unit
def test_what_stands_beside_has_its_own_runs_and_no_budget() -> None:
    plan = Plan(replications=60, budget=60, fewer=3).beside()
    assert (plan.replications, plan.budget, plan.placebo) == (3, 0, False)
    assert Plan(replications=2, fewer=20).beside().replications == 2
