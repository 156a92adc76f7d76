"""The numbers most worth collecting: what decides comes first, and luck names nobody."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.files import load_scenario
from sim.report.collecting import collecting_table
from sim.report.page import page
from sim.study.beside import Beside, nothing_beside, tables_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.drawing import FIRST, MORE, ranges_of
from sim.study.sensitivity import KINDS, Depended, SensitivityRow
from sim.study.shares import DrawnDifference
from sim.study.sure import DrawnNumber, Sure, how_sure
from sim.study.who_knows import held_today, who_knows
from sim.study.worth import Worth, from_draws, from_ends, numbers_in, worth_collecting
from tests.study_toys import pretended, toy
from tests.test_study_sensitivity import asks_often

OTHER = "toy/other"
NUMBERS = 40


@cache
def headline() -> Comparison:
    first = toy("toy/two_desks")
    plan = Plan(replications=2, placebo=False)
    return compare(
        [first, replace(first, name=OTHER, title="Other")], plan, engine=pretended, workers=1
    )


def planted(
    draws: int = 60,
    *,
    mean: float = 0.0,
    slope: float = 0.0,
    bend: float = 0.0,
    noise: float = 0.3,
    reading: float = 0.0,
    seed: int = 7,
) -> Sure:
    """Draws in which ``number_3`` moves the difference in handoffs, and nothing else does."""
    luck = np.random.default_rng(seed)
    lies = np.array(
        [(luck.permutation(draws) + luck.random(draws)) / draws for _ in range(NUMBERS)]
    )
    read = np.arange(draws) % 2
    at = 2.0 * lies[3] - 1.0
    found = mean + slope * at + bend * (at * at - 1.0 / 3.0) + reading * read
    found = found + noise * luck.standard_normal(draws)
    numbers = [
        DrawnNumber(d + 1, f"number_{k}", float(lies[k, d]), "", True)
        for d in range(draws)
        for k in range(NUMBERS)
    ]
    names = (OTHER, f"{OTHER}_b")
    numbers += [DrawnNumber(d + 1, OTHER, float("nan"), names[read[d]], True) for d in range(draws)]
    flat = 0.02 * luck.standard_normal((2, draws))
    differences = [
        DrawnDifference(d + 1, OTHER, OTHER, "all", measure, "", float(value), float("nan"))
        for measure, values in (
            ("handoffs", found),
            ("repeated_stories", flat[0]),
            ("right_help", flat[1]),
        )
        for d, value in enumerate(values)
    ]
    return Sure(
        rows=(),
        numbers=tuple(numbers),
        differences=tuple(differences),
        refused=(),
        draws=draws,
        runs=1,
        moved=NUMBERS,
        fewer_places=0,
    )


def told(sure: Sure) -> Worth:
    return from_draws(headline(), sure)


@pytest.mark.unit
def test_number_that_alone_decides_the_order_comes_first_and_alone() -> None:
    found = told(planted(slope=1.0))
    assert [row.number for row in found.most()] == ["number_3"]
    (row,) = found.rows
    assert (row.scenario, row.measure) == (OTHER, "handoffs")
    assert row.near_low < -0.25 < 0.25 < row.near_high


@pytest.mark.unit
def test_worth_of_a_number_is_what_the_formula_of_perfect_information_gives() -> None:
    # gain −4(2u − 1) in smallest differences of 0.25, u even between 0 and 1: E[max(gain, 0)] is 1
    (row,) = told(planted(slope=1.0, noise=0.01)).rows
    assert row.worth == pytest.approx(1.0, abs=0.02)
    assert row.flips == pytest.approx(0.75, abs=0.02)  # beyond a quarter either way of the middle
    assert row.near_low == pytest.approx(-0.9, abs=0.02)
    assert row.near_high == pytest.approx(0.9, abs=0.02)
    assert row.carries > 0.99


@pytest.mark.unit
def test_number_that_acts_at_both_ends_alike_is_found_too() -> None:
    found = told(planted(bend=2.0))
    assert [row.number for row in found.most()] == ["number_3"]


@pytest.mark.unit
def test_number_that_moves_the_difference_and_never_its_verdict_is_not_worth_collecting() -> None:
    found = told(planted(mean=-3.0, slope=1.0))
    assert found.most() == []
    assert list(numbers_in(found)) == ["number_3"]
    assert found.rows[0].worth == 0.0


@pytest.mark.unit
def test_reading_that_decides_the_order_is_named_like_a_number() -> None:
    found = told(planted(mean=-1.0, reading=2.0, draws=40))
    assert [row.number for row in found.most()] == [f"how it is read: {OTHER}"]


@pytest.mark.unit
def test_luck_alone_names_no_number_in_nineteen_of_twenty_studies() -> None:
    named = [bool(told(planted(noise=1.0, draws=40, seed=seed)).rows) for seed in range(20)]
    assert sum(named) <= 4  # 1 expected; 5 or more in one of four hundred such tests
    assert not told(planted(noise=1.0, draws=40, seed=1)).rows


@pytest.mark.unit
def test_more_draws_show_numbers_that_carry_less() -> None:
    few, many = told(planted(draws=30)), told(planted(draws=120))
    assert 0.0 < many.seen_from < few.seen_from < 1.0


@pytest.mark.unit
def test_same_draws_and_seed_give_the_same_numbers() -> None:
    assert told(planted(slope=1.0)) == told(planted(slope=1.0))


def moved(number: str, low: float, central: float, high: float) -> SensitivityRow:
    swing = abs(high - low) / 0.25
    return SensitivityRow(number, OTHER, "handoffs", "", low, central, high, swing, False)


@pytest.mark.unit
def test_without_draws_the_ends_tell_and_swings_that_luck_can_give_are_left_out() -> None:
    rows = (moved("turns", -1.0, 0.0, 1.0), moved("little", -0.1, 0.0, 0.1))
    found = worth_collecting(headline(), None, Depended(rows=rows, runs=2))
    assert found is not None and found.rests_on == "one at a time"
    assert [row.number for row in found.most()] == ["turns"] and not numbers_in(found)
    assert found.most()[0].worth == pytest.approx(1.0, abs=0.02)
    stays = from_ends(headline(), Depended(rows=(moved("far", -9.0, -6.0, -3.0),), runs=2))
    assert stays.most() == [] and list(numbers_in(stays)) == ["far"]


@pytest.mark.unit
def test_nothing_is_told_where_nothing_or_too_little_was_run() -> None:
    assert worth_collecting(headline(), None, None) is None
    assert worth_collecting(headline(), planted(draws=8, slope=1.0), None) is None


@pytest.mark.behaviour
def test_assumption_that_decides_in_an_engine_comes_first() -> None:
    scenarios = list(headline().scenarios.values())
    plan = Plan(replications=2, placebo=False, draws=12, matters={"count": 1.0})
    base = compare(scenarios, plan, engine=asks_often, workers=1)
    sure = how_sure(base, engine=asks_often, workers=1, runs=1)
    found = worth_collecting(base, sure, None)
    assert found is not None
    assert [row.number for row in found.most()][:1] == ["assumptions.telling.ask_again"]


def shown(found: Worth | None) -> tuple[Beside, str]:
    beside = replace(nothing_beside(headline()), worth=found)
    made = page(headline(), [], [], cut="", again="", beside=beside)
    return beside, re.sub(r"\s+", " ", made)


@pytest.mark.unit
def test_page_names_each_number_with_what_it_rests_on_who_could_know_and_how_the_answer_moves() -> (
    None
):
    number = "assumptions.telling.ask_again"
    beside, text = shown(
        from_ends(headline(), Depended(rows=(moved(number, -1.0, 0.0, 1.0),), runs=2))
    )
    (one,) = collecting_table(beside)
    assert one.what == "How often workers take the story again though it is in the notes"
    assert one.now.startswith("0.25 proportion (0.05 to 0.5); assumed: people in every source say")
    assert one.who.startswith("People who use services, asked")
    assert (one.near_low, one.expected, one.near_high) == ("-0.90", "0.00", "+0.90")
    assert one.what in text and one.who in text and "one at a time" in text
    assert ("worth_collecting" in {name for name, _, _ in tables_beside(beside)}) is True


@pytest.mark.unit
def test_page_says_what_was_not_tried_and_where_nothing_stood_out() -> None:
    assert "was not tried: it takes joint draws" in shown(None)[1]
    beside, text = shown(told(planted(noise=1.0, draws=40, seed=1)))
    assert "none is named" in text and collecting_table(beside) == []
    calm = shown(told(planted(mean=-3.0, slope=1.0)))[1]
    assert "would change no verdict anywhere in their range: number_3" in calm


@pytest.mark.unit
def test_every_number_that_the_shipped_options_have_is_in_plain_words_with_who_could_know() -> None:
    options = [load_scenario(f"banes/{name}") for name in ("today", "option_1", "option_4")]
    numbers = set(ranges_of(options).names) | set(ranges_of([replace(options[0], rung="C")]).names)
    known, reading = who_knows()
    assert not numbers - set(known)
    assert set(KINDS) | set(FIRST) | set(MORE) <= set(known)
    assert all(one.words and one.who for one in (*known.values(), reading))
    assert set(held_today(options)) == set(ranges_of(options).names)
