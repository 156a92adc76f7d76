"""Competing events: hand-worked vectors, and laws against simpler estimators."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.competing import cumulative_incidence

WORDS = ("helped", "left", "better")


@pytest.mark.unit
def test_incidence_agrees_with_six_people_worked_out_by_hand() -> None:
    # At risk 6, 5, 3, 2: helped on day 1 (1/6); left on day 2 (5/6 x 1/5 = 1/6); one unseen
    # after day 3; helped on day 4, at risk 3 (4/6 x 1/3 = 2/9); left on day 6, at risk 2
    # (4/9 x 1/2 = 2/9); the last unseen after day 9.
    days = np.array([1.0, 2.0, 3.0, 4.0, 6.0, 9.0])
    first = np.array(["helped", "left", "", "helped", "left", ""])
    found = cumulative_incidence(days, first, WORDS)
    assert found.days.tolist() == [1, 2, 4, 6]
    assert found.shares["helped"] == pytest.approx([1 / 6, 1 / 6, 7 / 18, 7 / 18])
    assert found.shares["left"] == pytest.approx([0, 1 / 6, 1 / 6, 7 / 18])
    assert found.shares["better"].tolist() == [0, 0, 0, 0]
    assert [found.at("helped", day) for day in (0.9, 1, 3.9, 4, 99)] == pytest.approx(
        [0, 1 / 6, 1 / 6, 7 / 18, 7 / 18]
    )


@pytest.mark.unit
def test_restricted_mean_counts_who_was_never_helped_with_the_horizon() -> None:
    days = np.array([2.0, 4.0, 10.0, 10.0])
    first = np.array(["helped", "left", "", "helped"])
    found = cumulative_incidence(days, first, WORDS)
    assert found.mean_until("helped", 10.0) == pytest.approx((2 + 10 + 10 + 10) / 4)
    assert found.mean_until("helped", 1.0) == 1.0


@pytest.mark.unit
def test_events_come_before_losses_from_sight_on_the_same_day() -> None:
    found = cumulative_incidence(np.array([5.0, 5.0]), np.array(["", "helped"]), WORDS)
    assert found.at("helped", 5.0) == 0.5


@pytest.mark.unit
def test_nobody_and_nothing_give_no_steps_and_a_word_that_is_strange_is_refused() -> None:
    for days in (np.array([]), np.array([3.0])):
        found = cumulative_incidence(days, np.full(len(days), ""), WORDS)
        assert len(found.days) == 0 and found.at("helped", 9.0) == 0.0
        assert found.mean_until("left", 9.0) == 9.0
    with pytest.raises(ValueError, match="eaten"):
        cumulative_incidence(np.array([3.0]), np.array(["eaten"]), WORDS)


def one_minus_kaplan_meier(days: np.ndarray, came: np.ndarray, day: float) -> float:
    """Written anew, person by person, to hold the estimator against."""
    still = 1.0
    for step in sorted(set(days[came])):
        if step <= day:
            still *= 1.0 - ((days == step) & came).sum() / (days >= step).sum()
    return 1.0 - still


PEOPLE = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from((*WORDS, ""))), min_size=1, max_size=40
)


@pytest.mark.property
@given(PEOPLE, st.integers(0, 13))
def test_with_one_cause_it_is_one_minus_kaplan_meier(
    people: list[tuple[int, str]], day: int
) -> None:
    days = np.array([float(at) for at, _ in people])
    first = np.array(["helped" if word else "" for _, word in people])
    found = cumulative_incidence(days, first, WORDS)
    expected = one_minus_kaplan_meier(days, first == "helped", day)
    assert found.at("helped", day) == pytest.approx(expected)


@pytest.mark.property
@given(PEOPLE, st.integers(0, 13))
def test_where_everybody_is_seen_to_the_end_it_is_the_plain_share(
    people: list[tuple[int, str]], day: int
) -> None:
    days = np.array([float(at) if word else 13.0 for at, word in people])
    first = np.array([word for _, word in people])
    found = cumulative_incidence(days, first, WORDS)
    for word in WORDS:
        plain = ((first == word) & (days <= day)).mean()
        assert found.at(word, day) == pytest.approx(plain)
    waited = np.where(first == "helped", days, 13.0)
    assert found.mean_until("helped", 13.0) == pytest.approx(waited.mean())


@pytest.mark.property
@given(PEOPLE)
def test_shares_of_all_events_never_fall_and_never_pass_one(people: list[tuple[int, str]]) -> None:
    days = np.array([float(at) for at, _ in people])
    first = np.array([word for _, word in people])
    found = cumulative_incidence(days, first, WORDS)
    for word in WORDS:
        assert (np.diff(found.shares[word]) >= 0.0).all()
    assert (sum(found.shares.values(), np.zeros(len(found.days))) <= 1.0 + 1e-9).all()
