"""What came first, by way of organising help: from tables of people and needs to rows."""

import numpy as np
import pytest

from sim.study.incidence import (
    CONTACT,
    HELP_FROM_ASKING,
    HELP_FROM_ONSET,
    RESTRICTED_MEAN,
    IncidenceRow,
    daily,
    incidence_rows,
)
from sim.study.replicate import Columns, Outcome, Task

pytestmark = pytest.mark.unit
FOLLOW = 28 * 1440
WEEK = 7.0


def outcome(people: Columns, needs: Columns) -> Outcome:
    task = Task(scenario="toy", replication=1)
    return Outcome(task=task, people=people, needs=needs, pools=(), rows=0, came=0)


def table(**columns: list[object]) -> Columns:
    length = len(next(iter(columns.values())))
    known: dict[str, list[object]] = {"persona": ["nell"] * length, "named": [False] * length}
    return {name: np.array(values) for name, values in (known | columns).items()}


def four() -> Outcome:
    """Four people with a need each: helped in week 2, left in week 1, better, still waiting."""
    people = table(
        came_first=["met", "left", "", ""],
        came_first_days=[3.0, 5.0, 20.0, np.nan],
    )
    needs = table(
        highest_level=[2, 3, 2, 4, 1],
        sought_days=[4.0, 2.0, 0.0, np.nan, np.nan],
        came_first=["helped", "left", "better", "", "helped"],
        came_first_days=[10.0, 6.0, 1.0, 28.0, 0.0],
        turned_out=["helped", "left", "better", "", "helped"],
        turned_out_days=[10.0, 6.0, 1.0, 28.0, 0.0],
    )
    return outcome(people, needs)


def rows_of(lanes: dict[str, tuple[Outcome, ...]]) -> dict[tuple[str, str, int], IncidenceRow]:
    rows = incidence_rows(lanes, FOLLOW, ["nell"])
    return {(row.awaited, row.came_first, row.week): row for row in rows}


def test_right_help_from_onset_counts_everybody_with_a_need_of_level_two() -> None:
    rows = rows_of({"toy": (four(),)})
    assert rows[HELP_FROM_ONSET, "helped", 4].people == 4
    shares = {word: rows[HELP_FROM_ONSET, word, 4].mean for word in ("helped", "left", "better")}
    assert shares == {"helped": 0.25, "left": 0.25, "better": 0.25}


def test_right_help_from_asking_leaves_out_who_never_asked_and_counts_from_then() -> None:
    rows = rows_of({"toy": (four(),)})
    found = rows[HELP_FROM_ASKING, "helped", 4]
    assert (found.people, found.mean) == (3, pytest.approx(1 / 3))
    mean = rows[HELP_FROM_ASKING, "helped", 0]
    assert mean.unit == RESTRICTED_MEAN
    assert mean.mean == pytest.approx((6.0 + 28.0 + 28.0) / 3)


def test_first_contact_leaves_out_who_never_asked_and_knows_who_is_unseen() -> None:
    rows = rows_of({"toy": (four(),)})
    assert rows[CONTACT, "met", 4].people == 3
    assert rows[CONTACT, "met", 4].mean == pytest.approx(1 / 3)
    assert rows[CONTACT, "left", 4].mean == pytest.approx(1 / 3)


def test_who_came_back_and_was_helped_stands_under_helped_from_onset_only() -> None:
    run = four()
    run.needs["turned_out"] = np.array(["helped", "helped", "better", "", "helped"])
    rows = rows_of({"toy": (run,)})
    assert rows[HELP_FROM_ONSET, "helped", 4].mean == 0.5
    assert rows[HELP_FROM_ASKING, "helped", 4].mean == pytest.approx(1 / 3)


def test_weeks_beyond_the_follow_up_have_no_row() -> None:
    assert {week for _, _, week in rows_of({"toy": (four(),)})} == {0, 4}


def test_named_people_and_personas_not_shown_are_left_out() -> None:
    run = four()
    run.needs["named"] = np.array([True, False, False, False, False])
    run.needs["persona"] = np.array(["nell", "nell", "omar", "nell", "nell"])
    assert rows_of({"toy": (run,)})[HELP_FROM_ONSET, "helped", 4].people == 2


def test_interval_is_over_replications() -> None:
    rows = rows_of({"toy": (four(), four())})
    row = rows[HELP_FROM_ONSET, "helped", 4]
    assert (row.replications, row.mean, row.low, row.high) == (2, 0.25, 0.25, 0.25)


def test_bands_of_the_figure_are_the_shares_by_day() -> None:
    found = daily((four(), four()), ["nell"], np.array([0.0, 6.0, 28.0]))
    assert {word: band.tolist() for word, band in found.items()} == {
        "helped": [0.0, 0.0, 0.25],
        "left": [0.0, 0.25, 0.25],
        "better": [0.0, 0.25, 0.25],
    }
