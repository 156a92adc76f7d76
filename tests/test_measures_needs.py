"""The table of needs, the definitions, and the thresholds that stand in YAML."""

from math import isnan

import numpy as np
import pytest

from sim.measures import DEFINITIONS, PRIMARY, definition, measured, smallest_difference
from sim.measures.columns import NEEDS, PEOPLE
from tests.measures_rows import CLINIC, DAY, DEBT, GP, HUB, MOOD, PRACTICE, WORRY, Tale, fold

pytestmark = pytest.mark.unit


def test_each_need_that_she_had_at_onset_has_a_row_with_its_own_story() -> None:
    tale = Tale((3, 0, 2)).asks(DAY).taken_on(DAY).handed_on(2 * DAY, PRACTICE, HUB, "warm", MOOD)
    tale.handed_on(3 * DAY, HUB, CLINIC, "cold", MOOD).level(4 * DAY, MOOD, 4)
    tale.meets(6 * DAY, GP, helps=MOOD, told=MOOD, minutes=DAY)
    tale.level(9 * DAY, MOOD, 0).leaves(9 * DAY, "helped")
    needs = fold(tale).needs
    mood, worry = ({name: needs[name][i].item() for name in NEEDS} for i in range(len(needs)))
    assert (mood["need"], mood["domain"], mood["level_at_onset"]) == ("low_mood", "mental", 3)
    assert (mood["highest_level"], mood["handoffs"], mood["ended"]) == (4, 2, "helped")
    assert (mood["asked"], mood["told"], mood["right_help"]) == (True, True, True)
    assert (mood["wait_right_help_days"], mood["unmet_days"]) == (6, 7)
    assert not mood["better_without_help"]
    assert (worry["need"], worry["domain"], worry["ended"]) == ("worry", "trauma", "")
    assert (worry["asked"], worry["told"], worry["right_help"]) == (False, False, False)
    assert isnan(worry["wait_right_help_days"])
    assert worry["unmet_days"] == 182


def test_need_ends_as_its_last_thread_ended() -> None:
    tale = Tale((2, 2, 2)).taken_on(0, MOOD | DEBT).leaves(1, "lost", MOOD | DEBT)
    tale.taken_on(2, MOOD | DEBT).leaves(3, "joined", MOOD | DEBT).taken_on(3, MOOD, thread=1)
    assert fold(tale).needs["ended"].tolist() == ["still_open", "lost", ""]
    tale.leaves(4, "helped", thread=1)
    assert fold(tale).needs["ended"].tolist() == ["helped", "lost", ""]


def test_need_that_eased_alone_is_better_without_help() -> None:
    tale = Tale((2, 1, 2)).level(5, MOOD, 0).level(5, DEBT, 0).level(5, WORRY, 1)
    assert fold(tale).needs["better_without_help"].tolist() == [True, False, False]


def test_every_measure_is_a_column_and_every_number_about_a_person_is_a_measure() -> None:
    who = {"person", "persona", "named", "onset_minute", "asked_minute", "ended"}
    who |= {"came_first", "came_first_days"}
    assert set(DEFINITIONS) == set(PEOPLE) - who


def test_primary_measures_are_handoffs_repeated_stories_and_right_help() -> None:
    assert PRIMARY == ("handoffs", "repeated_stories", "right_help")


def test_definition_explains_itself_in_a_sentence() -> None:
    assert str(definition("bounces")) == (
        "Times sent back (per person; lower is wanted): referrals sent back by a team"
    )


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("handoffs", 0.25),
        ("repeated_stories", 0.25),
        ("right_help", 0.05),
        ("wait_first_contact_days", 7),
        ("secon", 0.05),
    ],
)
def test_smallest_difference_that_matters_comes_with_the_kind(name: str, matters: float) -> None:
    assert smallest_difference(name) == matters


def test_waits_are_restricted_means_and_indices_stay_empty() -> None:
    people = fold(Tale().asks(0))
    assert measured(people, "wait_right_help_days").tolist() == [182]
    assert np.isnan(measured(people, "upc")).all()
    assert measured(people, "never_reached").tolist() == [0.0]
