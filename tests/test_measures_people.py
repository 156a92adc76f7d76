"""Each measure of a person against a journey made by hand, with the answer worked out by hand."""

from math import isnan

import pytest

from sim.log import What
from tests.measures_rows import (
    CLINIC,
    COUNTED,
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
    START,
    THERAPIST,
    WEEK,
    WORRY,
    WORRY_CHAPTER,
    Tale,
    fold,
    told,
)

pytestmark = pytest.mark.unit


def test_person_without_a_need_of_level_two_has_no_wait_and_counts_as_helped() -> None:
    row = told(Tale((1, 0, 0)))
    assert row["right_help"]
    assert row["wait_right_help_days"] == row["longest_silence_days"] == 0


def test_only_onsets_within_the_counted_weeks_are_counted() -> None:
    onsets = [START - 1, START, COUNTED - 1, COUNTED]
    people = fold(*(Tale(k=k, onset=onset).asks(9) for k, onset in enumerate(onsets)))
    assert people["onset_minute"].tolist() == [START, COUNTED - 1]


def test_people_stand_in_order_of_onset_and_then_of_person() -> None:
    late, two, one = Tale(k=0, onset=START + 5), Tale(k=2), Tale(k=1)
    people = fold(late, two, one)
    assert people["person"].tolist() == [one.person, two.person, late.person]


def test_named_person_is_marked_and_others_are_not() -> None:
    people = fold(Tale(k=1), Tale(k=1, named=True))
    assert people["named"].tolist() == [False, True]
    assert people["persona"].tolist() == ["millie", "millie"]


def test_event_at_the_last_minute_of_follow_up_counts_and_one_minute_later_does_not() -> None:
    row = told(Tale().asks(FOLLOW - 1).asks(FOLLOW))
    assert row["episodes"] == 1
    assert row["asked_minute"] == START + FOLLOW - 1


def test_handoffs_are_counted_by_kind_by_organisation_and_by_need() -> None:
    tale = Tale((2, 2, 0))
    tale.handed_on(10, PRACTICE, HUB, "warm", MOOD | DEBT)
    tale.handed_on(20, HUB, CLINIC, "cold")
    tale.handed_on(30, HUB, CLINIC, "number_given", DEBT)
    tale.handed_on(40, CLINIC, HUB, "cold").handed_on(50, CLINIC, HUB, "cold")
    tale.handed_on(60, HUB, PRACTICE, "number_given")
    row = told(tale)
    assert row["handoffs"] == 6
    kinds = ("warm", "overlap", "cold", "number_given", "boundary")
    assert [row[f"handoffs_{kind}"] for kind in kinds] == [1, 0, 3, 2, 0]
    assert (row["handoffs_within"], row["handoffs_across"]) == (2, 4)
    assert row["handoffs_need_weighted"] == 7


def test_handoff_that_is_sent_back_or_lost_is_still_a_handoff() -> None:
    tale = Tale().handed_on(10, PRACTICE, CLINIC).row(20, What.BOUNCES, team=CLINIC, needs=MOOD)
    tale.handed_on(30, PRACTICE, CLINIC).row(40, What.LOST, team=CLINIC)
    row = told(tale)
    assert (row["handoffs"], row["bounces"], row["handoffs_lost"]) == (2, 1, 1)


def test_contact_with_two_retellings_is_one_repeated_story_with_both_its_chapters() -> None:
    tale = Tale().meets(0, GP, retells=MOOD_CHAPTER | WORRY_CHAPTER).meets(DAY, GP)
    tale.row(2 * DAY, What.MEETS, thread=0, worker=GP)
    for chapter, minutes in ((FAMILY_CHAPTER, 3), (WORRY_CHAPTER, 4)):
        tale.row(2 * DAY + 20, What.RETELLS, chapters=chapter, value=minutes)
    row = told(tale)
    assert row["repeated_stories"] == 2
    assert row["chapters_retold"] == 4
    assert row["minutes_retelling"] == 10 + 3 + 4
    assert row["painful_retold"] == 2


def test_telling_a_receptionist_again_counts_as_a_repeated_story() -> None:
    assert told(Tale().meets(0, DESK, retells=MOOD_CHAPTER))["repeated_stories"] == 1


def test_two_workers_in_one_contact_are_two_faces_and_one_contact() -> None:
    row = told(Tale().meets(0, GP).meets(DAY, GP, beside=(NAVIGATOR,)).meets(2 * DAY, NAVIGATOR))
    assert (row["contacts"], row["new_faces"], row["contact_switches"]) == (3, 2, 1)


def test_worker_who_replaces_another_is_a_new_face() -> None:
    row = told(Tale().meets(0, GP).meets(DAY, GP + 1))
    assert (row["new_faces"], row["contact_switches"], row["upc"]) == (2, 1, 0.5)
    assert row["upc_team"] == 1.0


def test_call_handlers_are_faces_but_leave_continuity_alone() -> None:
    tale = Tale()
    for day, worker in enumerate((DESK, GP, DESK, GP)):
        tale.meets(day * DAY, worker)
    row = told(tale)
    assert (row["new_faces"], row["contact_switches"]) == (2, 3)
    assert (row["upc"], row["coc"], row["secon"]) == (1.0, 1.0, 1.0)


def test_continuity_is_told_by_worker_team_and_organisation() -> None:
    tale = Tale()
    for day, worker in enumerate((GP, NAVIGATOR, NAVIGATOR + 4096, THERAPIST)):
        tale.meets(day * DAY, worker)
    row = told(tale)
    assert (row["secon"], row["secon_team"], row["secon_organisation"]) == pytest.approx(
        (0, 1 / 3, 2 / 3)
    )
    assert (row["coc"], row["coc_team"], row["coc_organisation"]) == pytest.approx((0, 1 / 6, 0.5))
    assert (row["upc"], row["upc_team"], row["upc_organisation"]) == (0.25, 0.5, 0.75)


def test_one_contact_and_a_missed_one_are_too_few_to_score() -> None:
    row = told(Tale().meets(0, GP).row(DAY, What.MISSED, worker=GP, value=30))
    assert isnan(row["upc"])
    assert (row["contacts"], row["contacts_missed"]) == (1, 1)


def test_phone_and_hours_of_contacts_are_counted_when_they_begin() -> None:
    tale = Tale()  # onset is Monday 00:00
    tale.meets(9 * 60, GP, mode="phone").meets(17 * 60 - 1, GP).meets(17 * 60, GP)
    tale.meets(DAY + 9 * 60 - 1, GP, mode="phone").meets(5 * DAY + 12 * 60, GP)
    row = told(tale)
    assert (row["contacts_by_phone"], row["contacts_out_of_hours"]) == (2, 3)


def test_first_contact_is_waited_for_from_asking_and_from_onset() -> None:
    row = told(Tale().asks(3 * DAY).meets(5 * DAY, GP).meets(9 * DAY, GP).asks(10 * DAY))
    assert row["wait_first_contact_days"] == 2
    assert row["wait_first_contact_from_onset_days"] == 5


def test_person_nobody_met_counts_with_the_whole_follow_up_in_means() -> None:
    people = fold(Tale().asks(DAY), Tale(k=1).asks(0).meets(DAY, GP))
    assert isnan(people["wait_first_contact_days"][0])
    assert people.restricted("wait_first_contact_days").tolist() == [182, 1]


def test_right_help_is_waited_for_until_the_last_of_her_needs_has_it() -> None:
    tale = Tale((2, 3, 1)).asks(DAY, MOOD | DEBT)
    tale.meets(4 * DAY, GP, helps=MOOD).meets(9 * DAY, NAVIGATOR, helps=DEBT)
    tale.meets(20 * DAY, NAVIGATOR, helps=DEBT)
    row = told(tale)
    half_hour = 30 / DAY
    assert row["right_help"]
    assert row["wait_right_help_days"] == pytest.approx(8 + half_hour)
    assert row["wait_right_help_from_onset_days"] == pytest.approx(9 + half_hour)


def test_help_for_one_of_two_needs_is_not_right_help() -> None:
    row = told(Tale((2, 2, 0)).asks(0).meets(DAY, GP, helps=MOOD))
    assert not row["right_help"]
    assert not row["helped_one_handoff"]
    assert isnan(row["wait_right_help_days"])


def test_need_that_reaches_level_two_later_must_get_help_from_then_on() -> None:
    early = Tale((2, 1, 0)).asks(0).meets(DAY, GP, helps=MOOD | DEBT).level(10 * DAY, DEBT, 2)
    assert not told(early)["right_help"]
    row = told(early.meets(14 * DAY, GP, helps=DEBT))
    assert row["right_help"]
    assert row["wait_right_help_days"] == pytest.approx(4 + 30 / DAY)


def test_need_that_eases_first_is_better_without_help_and_not_right_help() -> None:
    tale = Tale((2, 0, 0)).asks(0).level(5 * DAY, MOOD, 1).level(6 * DAY, MOOD, 0)
    row = told(tale.meets(9 * DAY, GP, helps=MOOD))
    assert (row["right_help"], row["better_without_help"]) == (False, True)


def test_right_help_after_two_handoffs_is_not_help_with_one() -> None:
    one = Tale().handed_on(5, PRACTICE, HUB).meets(DAY, GP, helps=MOOD)
    assert told(one)["helped_one_handoff"]
    two = Tale().handed_on(5, PRACTICE, HUB).handed_on(6, HUB, CLINIC).meets(DAY, GP, helps=MOOD)
    assert told(two)["right_help"]
    assert not told(two)["helped_one_handoff"]


def test_days_with_two_threads_waiting_are_counted_once() -> None:
    tale = Tale().waits(DAY, 5 * DAY).waits(3 * DAY, 8 * DAY, "letter", thread=1)
    tale.waits(10 * DAY, 20 * DAY, "course").waits(20 * DAY, 30 * DAY, "pause")
    tale.waits(40 * DAY, 41 * DAY, "drawn").waits(41 * DAY, 43 * DAY, "bounce")
    tale.rows.sort(key=lambda row: row.minute)
    assert told(tale)["waiting_days"] == 7 + 1 + 2


def test_wait_that_goes_on_counts_to_the_end_of_follow_up() -> None:
    assert told(Tale().waits(FOLLOW - 3 * DAY, FOLLOW + DAY))["waiting_days"] == 3


def test_silence_is_broken_by_contact_and_goes_on_after_giving_up() -> None:
    tale = Tale().asks(DAY).taken_on(DAY).meets(10 * DAY, GP, minutes=DAY)
    tale.leaves(12 * DAY, "stopped_waiting")
    assert told(tale)["longest_silence_days"] == 182 - 11
    assert told(tale.meets(100 * DAY, GP, minutes=DAY))["longest_silence_days"] == 89


def test_silence_needs_a_need_of_level_two() -> None:
    tale = Tale().level(4 * DAY, MOOD, 1).level(50 * DAY, MOOD, 2).level(60 * DAY, MOOD, 0)
    assert told(tale)["longest_silence_days"] == 10


def test_need_off_every_thread_for_eight_weeks_fell_through_and_a_minute_less_did_not() -> None:
    tale = Tale().asks(0).taken_on(0).leaves(WEEK, "declined")
    assert told(tale)["fell_through"]
    tale.asks(9 * WEEK - 1).taken_on(9 * WEEK - 1)
    assert not told(tale)["fell_through"]
    late = Tale().asks(0).taken_on(0).leaves(WEEK, "declined").asks(9 * WEEK).taken_on(9 * WEEK)
    assert told(late)["fell_through"]


def test_thread_that_lets_go_in_the_same_minute_does_not_break_the_eight_weeks() -> None:
    tale = Tale().asks(0).taken_on(0).leaves(WEEK, "declined")
    tale.asks(5 * WEEK).taken_on(5 * WEEK, thread=1).leaves(5 * WEEK, "signposted", thread=1)
    tale.asks(9 * WEEK).taken_on(9 * WEEK, thread=2)
    assert told(tale)["fell_through"]
    held = Tale().asks(0).taken_on(0).leaves(WEEK, "declined").taken_on(5 * WEEK, thread=1)
    held.leaves(5 * WEEK + 1, "declined", thread=1).taken_on(13 * WEEK, thread=2)
    assert not told(held)["fell_through"]


def test_falling_through_is_counted_from_the_first_asking() -> None:
    assert not told(Tale())["fell_through"]
    assert not told(Tale().asks(FOLLOW - 8 * WEEK + 1))["fell_through"]
    assert told(Tale().asks(FOLLOW - 8 * WEEK))["fell_through"]


def test_need_nobody_noticed_falls_through_while_another_is_on_a_thread() -> None:
    assert told(Tale((2, 2, 0)).asks(0).taken_on(0))["fell_through"]
    assert not told(Tale((2, 1, 0)).asks(0).taken_on(0))["fell_through"]


def test_help_and_easing_break_the_eight_weeks() -> None:
    helped = Tale().asks(FOLLOW - 10 * WEEK).row(FOLLOW - 5 * WEEK, What.HELPS, needs=MOOD)
    assert not told(helped)["fell_through"]
    eased = Tale().asks(FOLLOW - 10 * WEEK).level(FOLLOW - 5 * WEEK, MOOD, 1)
    assert not told(eased)["fell_through"]
    assert not told(eased.level(FOLLOW - 4 * WEEK, MOOD, 2))["fell_through"]
    assert told(Tale().asks(0).level(8 * WEEK, MOOD, 1))["fell_through"]


def test_help_that_came_before_anybody_asked_was_not_waited_for() -> None:
    row = told(Tale().meets(DAY, GP, helps=MOOD).asks(2 * DAY))
    assert row["wait_right_help_days"] == row["wait_first_contact_days"] == 0
    assert row["wait_right_help_from_onset_days"] == pytest.approx(1 + 30 / DAY)


def test_thread_that_joins_another_leaves_no_gap_and_is_no_end() -> None:
    tale = Tale().asks(0).taken_on(0).taken_on(WEEK, thread=1).leaves(WEEK, "joined")
    row = told(tale)
    assert not row["fell_through"]
    assert row["ended"] == "still_open"
    assert told(tale.asks(2 * WEEK))["came_back"] == 0


def test_unmet_need_adds_up_over_needs_until_first_reached() -> None:
    tale = Tale((2, 3, 1)).level(10 * DAY, WORRY, 2).level(15 * DAY, WORRY, 1)
    tale.row(20 * DAY, What.HELPS, needs=MOOD).level(30 * DAY, MOOD, 1).level(40 * DAY, MOOD, 2)
    assert told(tale)["unmet_need_days"] == 20 + 182 + 5


def test_needs_no_worker_heard_of_are_counted_among_those_she_had() -> None:
    tale = Tale((2, 1, 0)).asks(0).meets(DAY, GP, told=MOOD)
    assert told(tale)["needs_never_told"] == 1


def test_person_nobody_noticed_is_never_reached() -> None:
    row = told(Tale())
    assert (row["never_reached"], row["asked_minute"], row["episodes"]) == (True, -1, 0)
    assert row["ended"] == ""
    assert not told(Tale().asks(0))["never_reached"]


def test_asking_again_after_an_end_with_the_need_still_open_is_coming_back() -> None:
    tale = Tale((2, 2, 0)).asks(0).taken_on(0).leaves(DAY, "lost").asks(2 * DAY, DEBT)
    assert told(tale)["came_back"] == 0
    assert told(tale.asks(3 * DAY))["came_back"] == 1
    assert told(tale)["episodes"] == 3


def test_another_need_noticed_within_an_episode_is_no_new_episode() -> None:
    tale = Tale((2, 2, 0)).asks(0, MOOD | DEBT).taken_on(0, MOOD | DEBT)
    tale.leaves(DAY, "lost", MOOD | DEBT).asks(2 * DAY).asks(3 * DAY, DEBT, anew=False)
    row = told(tale)
    assert (row["episodes"], row["came_back"]) == (2, 1)


def test_coming_for_a_need_that_was_closed_is_not_coming_back() -> None:
    tale = Tale().asks(0).taken_on(0).level(DAY, MOOD, 0).leaves(DAY, "helped").asks(2 * DAY)
    assert told(tale)["came_back"] == 0


@pytest.mark.parametrize(
    ("ends", "worst"),
    [
        (("helped",), "helped"),
        (("helped", "lost"), "lost"),
        (("declined", "stopped_waiting", "crisis"), "stopped_waiting"),
        (("better_without_help", "signposted"), "signposted"),
    ],
)
def test_a_persons_end_is_the_worst_of_her_threads(ends: tuple[str, ...], worst: str) -> None:
    tale = Tale()
    for thread, end in enumerate(ends):
        tale.taken_on(thread, thread=thread).leaves(thread, end, thread=thread)
    assert told(tale)["ended"] == worst


@pytest.mark.parametrize(("first", "worst"), [("helped", "still_open"), ("crisis", "crisis")])
def test_thread_open_at_the_end_of_follow_up_is_still_open(first: str, worst: str) -> None:
    tale = Tale((2, 2, 0)).taken_on(0).leaves(1, first).taken_on(2, DEBT, thread=1)
    assert told(tale.leaves(FOLLOW, "lost", DEBT, thread=1))["ended"] == worst


def test_assessments_and_offers_not_taken_up_are_counted() -> None:
    tale = Tale().row(1, What.ASSESSED)
    for at, taken_up in enumerate((0, 1, 0)):
        tale.row(at, What.OFFERED, value=taken_up)
    row = told(tale)
    assert (row["assessments"], row["offers_refused"]) == (1, 2)


def test_table_of_nobody_has_all_its_columns() -> None:
    people = fold()
    assert len(people) == len(people.needs) == 0
    assert people["persona"].dtype.kind == "U"
    assert people["handoffs"].dtype == "int64"
