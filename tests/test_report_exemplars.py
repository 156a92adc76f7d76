"""Whose journeys are shown: the medoid, the tenth and the ninetieth percentile, and how many."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.report.exemplars import (
    Exemplars,
    PersonKey,
    Values,
    choose,
    exemplars,
    like_them,
    mid_ranks,
    sum_of_distances,
    values_of,
)
from sim.report.storyboard import how_many
from sim.study.compare import Comparison, Plan, compare
from tests.study_toys import pretended, toy

Floats = NDArray[np.float64]


def keys(number: int) -> list[PersonKey]:
    return [PersonKey(1, k) for k in range(number)]


def values(measured: Floats, people: list[PersonKey] | None = None) -> Values:
    """Values of people whose journeys all ended alike."""
    ended = np.zeros((measured.shape[0], measured.shape[-1]), dtype=np.int64)
    return Values(people or keys(measured.shape[-1]), measured, ended)


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    scenarios = [first, replace(first, name="toy/other", title="Another")]
    return compare(scenarios, Plan(replications=6, placebo=False), engine=pretended, workers=1)


@pytest.mark.unit
def test_typical_person_is_in_the_middle_and_the_others_near_the_tenth_and_ninetieth() -> None:
    measured = np.array([[[float(k) for k in range(11)]] * 4] * 2)
    assert choose(values(measured)) == {
        "typical": PersonKey(1, 5),
        "smoother": PersonKey(1, 1),
        "harder": PersonKey(1, 9),
    }


@pytest.mark.unit
def test_typical_person_is_closest_to_all_the_others_by_every_pair() -> None:
    for persona in ("nell", "omar"):
        for named in (True, False):
            people = values_of(found(), persona, named=named)
            if not people.keys:
                continue
            ranks = mid_ranks(people.measured)
            flat = ranks.reshape(-1, ranks.shape[-1])
            pairs = np.abs(flat[:, :, None] - flat[:, None, :]).sum(axis=0)
            pairs += (people.ended[:, :, None] != people.ended[:, None, :]).sum(axis=0)
            sums = pairs.sum(axis=1)
            assert sum_of_distances(ranks, people.ended) == pytest.approx(sums)
            typical = choose(people)["typical"]
            assert sums[people.keys.index(typical)] == pytest.approx(sums.min())


@pytest.mark.unit
def test_somebody_whose_journey_ended_otherwise_than_most_is_not_typical() -> None:
    measured = np.zeros((1, 4, 5))
    people = Values(keys(5), measured, np.array([[3, 9, 9, 9, 9]]))
    assert choose(people)["typical"] == PersonKey(1, 1)


@pytest.mark.unit
def test_no_option_and_no_measure_decides_alone_who_is_shown() -> None:
    rising, falling = [float(k) for k in range(9)], [float(8 - k) for k in range(9)]
    one_way = np.array([[rising, rising, falling], [falling, falling, rising]])
    assert choose(values(one_way)) == choose(values(one_way[::-1]))
    assert choose(values(one_way)) == choose(values(one_way[:, ::-1]))


@pytest.mark.unit
def test_ties_go_to_the_lower_replication_then_person_and_nobody_is_shown_twice() -> None:
    people = [PersonKey(1, 9), PersonKey(2, 1), PersonKey(1, 3), PersonKey(2, 0)]
    chosen = choose(values(np.zeros((2, 4, 4)), people))
    assert list(chosen.values()) == [PersonKey(1, 3), PersonKey(1, 9), PersonKey(2, 0)]
    assert list(choose(values(np.zeros((2, 4, 2)), people[:2]))) == ["typical", "smoother"]


@pytest.mark.unit
def test_rank_of_the_median_is_a_half_and_ties_are_halved() -> None:
    assert mid_ranks(np.array([1.0, 2.0, 3.0])).tolist() == pytest.approx([1 / 6, 0.5, 5 / 6])
    assert mid_ranks(np.array([1.0, 1.0])).tolist() == [0.5, 0.5]


@pytest.mark.unit
def test_about_one_in_ten_journeys_is_like_the_smoother_and_like_the_harder_one() -> None:
    different = np.array([[[float(k * 37 % 101) + k / 9 for k in range(101)]] * 4] * 2)
    people = values(different)
    like = like_them(people, choose(people))
    assert like == {"smoother": 11, "harder": 11}


@pytest.mark.unit
def test_how_many_are_like_her_is_counted_over_everybody_whom_she_was_chosen_from() -> None:
    shown = exemplars(found(), "nell")
    assert shown is not None
    people = values_of(found(), "nell", named=shown.named)
    burden = mid_ranks(people.measured).mean(axis=(0, 1))
    for kind, like in shown.like.items():
        hers = burden[people.keys.index(shown.chosen[kind])]
        beyond = burden <= hers + 1e-9 if kind == "smoother" else burden >= hers - 1e-9
        assert like == beyond.sum()
        assert f"{like} of {len(people.keys)}" in how_many(shown, kind)


def chosen_of(people: int, **like: int) -> Exemplars:
    return Exemplars(named=False, people=people, chosen={}, like=like, medians={})


@pytest.mark.unit
def test_sentence_says_the_true_share_where_ties_make_it_other_than_one_in_ten() -> None:
    assert how_many(chosen_of(200, harder=21), "harder") == (
        "About 1 in 10 (21 of 200) journeys is like this or harder, all options together."
    )
    assert "About 1 in 3 (70 of 200) journeys" in how_many(chosen_of(200, smoother=70), "smoother")
    assert "About 8 in 10 (150 of 200) journeys are" in how_many(
        chosen_of(200, smoother=150), "smoother"
    )
    few = how_many(chosen_of(16, smoother=2), "smoother")
    assert few == "2 of 16 journeys are like this or smoother, all options together."
    assert "closest to all the others" in how_many(chosen_of(16), "typical")


@pytest.mark.unit
def test_everybody_alike_is_counted_as_alike() -> None:
    people = values(np.zeros((2, 4, 30)))
    assert like_them(people, choose(people)) == {"smoother": 30, "harder": 30}
