"""Measures of what goes on beside her threads, each against rows made by hand."""

from math import isnan

import pytest

from sim.log import BOUNDARY, What
from tests.measures_rows import (
    CLINIC,
    DAY,
    DEBT,
    DESK,
    FAMILY_CHAPTER,
    FOLLOW,
    GP,
    HUB,
    MOOD,
    MOOD_CHAPTER,
    NAVIGATOR,
    PRACTICE,
    THERAPIST,
    WORRY,
    Tale,
    fold,
    told,
)

pytestmark = pytest.mark.unit


def test_boundary_move_has_its_own_column_and_is_no_handoff() -> None:
    tale = Tale().row(5, What.HANDS_ON, team=CLINIC, needs=MOOD, value=HUB * 8 + BOUNDARY)
    row = told(tale)
    assert (row["handoffs_boundary"], row["handoffs"], row["handoffs_across"]) == (1, 0, 0)
    assert row["handoffs_need_weighted"] == 0


def test_urgent_help_is_counted_for_the_person_and_for_the_need() -> None:
    tale = Tale((2, 0, 2)).row(5, What.CRISIS, needs=WORRY, value=4)
    tale.row(9 * DAY, What.CRISIS, needs=WORRY, value=4)
    people = fold(tale)
    assert people["crises"].tolist() == [2]
    assert dict(zip(people.needs["domain"], people.needs["crises"], strict=True)) == {
        "mental": 0,
        "trauma": 2,
    }


def test_being_sent_back_is_counted_by_the_look_at_which_it_happened() -> None:
    tale = Tale()
    for at, look in enumerate((0, 2, 2, 1, 2)):
        tale.row(at, What.BOUNCES, team=CLINIC, needs=MOOD, value=look)
    row = told(tale)
    looks = ("on_paper", "at_assessment", "list_closed")
    assert [row[f"bounces_{look}"] for look in looks] == [1, 1, 3]
    assert row["bounces"] == 5


def test_offer_put_off_is_not_taken_up_then_and_may_be_taken_up_later() -> None:
    tale = Tale()
    for at, value in enumerate((3, 3, 2, 0, 1)):
        tale.row(at, What.OFFERED, value=value)
    row = told(tale)
    assert (row["offers_refused"], row["offers_taken_up_later"]) == (3, 1)


def test_calls_that_nobody_answers_are_counted_and_are_no_contacts() -> None:
    row = told(Tale().row(1, What.HANGS_UP, value=9).row(99, What.HANGS_UP, value=4))
    assert (row["hang_ups"], row["contacts"]) == (2, 0)


def test_consult_of_two_workers_is_one_and_neither_a_contact_nor_a_handoff() -> None:
    tale = Tale()
    for at, thread in ((50, 0), (50, 1), (60, 1)):
        for worker in (GP, THERAPIST):
            tale.row(at, What.CONFERS, thread=thread, worker=worker, value=10)
    row = told(tale)
    assert (row["consults"], row["contacts"], row["handoffs"], row["new_faces"]) == (3, 0, 0, 0)


def test_chapters_that_a_supporter_tells_are_counted_and_are_no_retelling() -> None:
    tale = Tale().row(0, What.MEETS, thread=0, worker=GP, value=30 * 16)
    tale.row(30, What.TOLD_FOR_HER, chapters=MOOD_CHAPTER | FAMILY_CHAPTER, value=8)
    row = told(tale.row(30, What.PARTS, value=30))
    assert (row["chapters_told_for_her"], row["repeated_stories"]) == (2, 0)
    assert row["minutes_retelling"] == 0


def test_contacts_away_are_those_in_a_place_where_she_does_not_live_then() -> None:
    # she lives in hereton, where the practice is; the clinic is in farton; the hub is nowhere
    tale = Tale().meets(0, GP).meets(DAY, THERAPIST).meets(2 * DAY, THERAPIST, mode="phone")
    tale.meets(3 * DAY, NAVIGATOR).meets(4 * DAY, THERAPIST, mode="home_visit")
    assert told(tale)["contacts_away"] == 1
    tale.row(5 * DAY, What.HAPPENS, value=0)  # she moves to farton
    tale.meets(6 * DAY, THERAPIST).meets(7 * DAY, GP, mode="drop_in").meets(8 * DAY, THERAPIST)
    assert told(tale)["contacts_away"] == 2


def test_contacts_in_which_her_companion_sits_are_counted_whatever_the_seat() -> None:
    tale = Tale().meets(0, NAVIGATOR)
    tale.row(DAY, What.COMPANION, worker=NAVIGATOR, value=1)
    tale.meets(2 * DAY, GP, beside=(NAVIGATOR,)).meets(3 * DAY, NAVIGATOR).meets(4 * DAY, GP)
    tale.row(5 * DAY, What.COMPANION, worker=NAVIGATOR, value=0).meets(6 * DAY, NAVIGATOR)
    row = told(tale)
    assert (row["companion_given"], row["companion_full"]) == (True, False)
    assert row["contacts_with_companion"] == 2


def test_person_for_whom_no_companion_had_room_went_without() -> None:
    row = told(Tale().row(1, What.COMPANION, value=2))
    assert (row["companion_given"], row["companion_full"]) == (False, True)


def test_holder_is_the_worker_met_last_on_every_open_thread() -> None:
    tale = Tale((2, 2, 0)).taken_on(0).meets(1, GP).meets(DAY, GP)  # the GP holds her
    tale.taken_on(2 * DAY, DEBT, thread=1)
    tale.meets(3 * DAY, GP)  # nobody yet holds the second thread: nobody holds her
    tale.meets(4 * DAY, NAVIGATOR, thread=1).meets(5 * DAY, GP)  # two workers: nobody
    tale.leaves(6 * DAY, "helped", DEBT, thread=1).meets(7 * DAY, GP)  # the GP again
    assert told(tale)["holder_share"] == pytest.approx(2 / 5)


def test_companion_is_the_holder_whoever_was_met_last() -> None:
    tale = Tale().taken_on(0).meets(0, GP).row(DAY, What.COMPANION, worker=NAVIGATOR, value=1)
    tale.meets(2 * DAY, GP).meets(3 * DAY, GP, beside=(NAVIGATOR,))
    assert told(tale)["holder_share"] == 0.5


def test_holder_share_is_empty_under_two_contacts() -> None:
    assert isnan(told(Tale().meets(0, GP))["holder_share"])


def test_waiting_is_split_by_whether_interim_help_went_on_alongside() -> None:
    tale = Tale().row(DAY, What.WAIT_BEGINS, thread=0, value=0)
    tale.row(3 * DAY, What.ALONGSIDE, thread=5, needs=MOOD, value=1)
    tale.row(8 * DAY, What.ALONGSIDE, thread=5, needs=MOOD, value=0)
    tale.row(10 * DAY, What.WAIT_ENDS, thread=0, value=9 * DAY)
    row = told(tale)
    assert row["waiting_days"] == 9
    assert (row["waiting_days_with_interim"], row["waiting_days_alone"]) == (5, 4)


def test_waiting_is_split_by_what_was_waited_for() -> None:
    tale = Tale().waits(0, 4 * DAY).waits(DAY, 6 * DAY, "drawn", thread=1)
    tale.waits(5 * DAY, 8 * DAY, "letter", thread=2).waits(20 * DAY, 21 * DAY, "bounce")
    tale.rows.sort(key=lambda row: row.minute)
    row = told(tale)
    assert row["waiting_days_for_contact"] == 6
    assert (row["waiting_days_for_letter"], row["waiting_days_sent_back"]) == (3, 1)
    assert row["waiting_days"] == 9


def test_interim_help_breaks_the_silence_for_as_long_as_it_lasts() -> None:
    tale = Tale().row(10 * DAY, What.ALONGSIDE, thread=5, needs=MOOD, value=1)
    tale.row(150 * DAY, What.ALONGSIDE, thread=5, needs=MOOD, value=0)
    assert told(tale)["longest_silence_days"] == 32


def test_contacts_after_coming_back_are_those_of_that_episode() -> None:
    tale = Tale().asks(0).taken_on(0).row(1, What.MEETS, thread=0, worker=GP, episode=1)
    tale.row(31, What.PARTS).leaves(DAY, "lost").asks(2 * DAY)
    for day in (3, 4):
        tale.row(day * DAY, What.MEETS, thread=1, worker=GP, episode=2)
        tale.row(day * DAY + 30, What.PARTS)
    row = told(tale)
    assert (row["came_back"], row["contacts"], row["contacts_after_coming_back"]) == (1, 3, 2)


def test_need_that_arises_later_has_its_own_row_and_can_be_never_told() -> None:
    people = fold(Tale((2, 0, 0)).asks(0).level(9 * DAY, DEBT, 3).meets(10 * DAY, GP, told=MOOD))
    assert people["needs_never_told"].tolist() == [1]
    assert people.needs["need"].tolist() == ["low_mood", "debt"]
    assert people.needs["level_at_onset"].tolist() == [2, 0]


@pytest.mark.parametrize(
    ("tale", "came_first", "days"),
    [
        (Tale().asks(2 * DAY).taken_on(2 * DAY).meets(5 * DAY, GP), "met", 3),
        (Tale().asks(DAY).taken_on(DAY).leaves(9 * DAY, "lost").meets(20 * DAY, GP), "left", 8),
        (Tale().asks(DAY).taken_on(DAY).level(4 * DAY, MOOD, 1).meets(9 * DAY, GP), "better", 3),
        (Tale().asks(DAY).taken_on(DAY), "", 181),
        (Tale().asks(0).taken_on(0).leaves(9, "crisis").taken_on(9).meets(DAY, GP), "met", 1),
        (
            Tale((2, 2, 0)).asks(0).taken_on(0, MOOD | DEBT).leaves(DAY, "declined", DEBT),
            "",
            182,
        ),
    ],
    ids=["met", "left", "better", "waiting", "moved at once", "one need of two"],
)
def test_what_came_first_after_asking(tale: Tale, came_first: str, days: float) -> None:
    row = told(tale)
    assert (row["came_first"], row["came_first_days"]) == (came_first, days)


def test_nothing_comes_first_after_asking_where_nobody_asked() -> None:
    row = told(Tale().meets(DAY, DESK))
    assert row["came_first"] == "" and isnan(row["came_first_days"])


def test_what_came_first_for_each_need_and_since_when_help_was_sought() -> None:
    tale = Tale((2, 2, 2)).asks(3 * DAY, MOOD | DEBT).taken_on(3 * DAY, MOOD | DEBT)
    tale.leaves(10 * DAY, "stopped_waiting", DEBT).level(11 * DAY, WORRY, 0)
    tale.row(20 * DAY, What.HELPS, needs=MOOD | DEBT).handed_on(FOLLOW - 1, PRACTICE, HUB)
    needs = fold(tale).needs
    assert needs["came_first"].tolist() == ["helped", "left", "better"]
    assert needs["came_first_days"].tolist() == [20, 10, 11]
    assert needs["sought_days"].tolist() == [3, 3, 3]
    assert needs["right_help"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("tale", "turned_out", "days"),
    [
        (Tale().taken_on(0).leaves(DAY, "lost").row(9 * DAY, What.HELPS, needs=MOOD), "helped", 9),
        (Tale().taken_on(0).leaves(DAY, "lost").level(5 * DAY, MOOD, 0), "better", 5),
        (
            Tale().taken_on(0).leaves(DAY, "lost").taken_on(2 * DAY).leaves(7 * DAY, "declined"),
            "left",
            7,
        ),
        (Tale().taken_on(0).leaves(DAY, "lost").taken_on(2 * DAY), "", 182),
        (Tale().asks(0), "", 182),
    ],
    ids=["back and helped", "left and better", "left twice", "back and waiting", "no thread"],
)
def test_how_it_turned_out_looks_back_from_the_end(
    tale: Tale, turned_out: str, days: float
) -> None:
    needs = fold(tale).needs
    assert (needs["turned_out"].tolist(), needs["turned_out_days"].tolist()) == (
        [turned_out],
        [days],
    )


def test_need_that_nothing_happened_to_is_observed_to_the_end() -> None:
    needs = fold(Tale((2, 1, 0))).needs
    assert needs["came_first"].tolist() == ["", ""]
    assert needs["came_first_days"].tolist() == [182, 182]
    assert all(isnan(days) for days in needs["sought_days"])
