"""Urgent help for young people, today and as a lived-experience group would have it.

Two things are tested: that the two systems differ in what the group named and in nothing else, and
that each thing it named shows in what happens to people, and goes when it is taken out of the file.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.engines.simpy_engine.pools import pool_of
from sim.files import check_file, reasonless
from sim.log import BOUNDARY, COLUMNS, What
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_HOUR
from tests import scenarios_honest as honest
from tests.personas_honest import ROOT
from tests.scenarios_honest import PERSON_SHIFT, Played, played, system

pytestmark = pytest.mark.behaviour

SITE = "north_central_london"
TODAY, VARIANT = f"{SITE}/today", f"{SITE}/lived_experience"
BOTH = (TODAY, VARIANT)
TRAINED = ("emergency", "triage_nurse")
SIZED_BY_A_WAIT = frozenset({"camhs_clinician"})
"""Roles of a team with a list of weeks."""
ALONE = "comes_alone"
AT = {name: COLUMNS.index(name) for name in COLUMNS}
LEAST_PARTED = 0.15
"""Share by which what is taken out must move a share of people for it to be said that it shows."""


def step_names(run: Played) -> list[str]:
    return [step.name for step in run.program.steps]


def times(run: Played, what: What, **columns: object) -> list[tuple[tuple[int, int], int]]:
    """Person and thread, and minute, of the rows of one kind."""
    return [
        ((int(row[AT["person"]]), int(row[AT["thread"]])), int(row[AT["minute"]]))
        for row in run.where(what, **columns)
    ]


def hours_in_emergency(run: Played) -> float:
    """Mean hours from the desk until liaison has seen her, of those who went nowhere else first."""
    rows = [(minute, 0, key) for key, minute in times(run, What.MEETS, step="ae_reception")]
    rows += [(minute, 2, key) for key, minute in times(run, What.PARTS, step="liaison_assessment")]
    for step in {"ward_stay", "hub_visit"} & {*step_names(run)}:
        rows += [(minute, 1, key) for key, minute in times(run, What.MEETS, step=step)]
    came: dict[tuple[int, int], int] = {}
    stays = []
    for minute, kind, key in sorted(rows):
        if kind == 0:
            came[key] = minute
        elif key in came:
            began = came.pop(key)
            stays += [minute - began] if kind == 2 else []
    assert len(stays) > 50
    return float(np.mean(stays)) / MINUTES_PER_HOUR


def spoken(run: Played, step: str) -> int:
    """Chapters said, confirmed or told for her at a step."""
    kinds = (What.TELLS, What.RETELLS, What.CONFIRMS, What.TOLD_FOR_HER)
    return sum(len(run.where(kind, step=step)) for kind in kinds)


def met_by_the_next_day(run: Played) -> float:
    """Share of those handed to the AOT whom it meets by the end of the day after."""
    asked = dict(times(run, What.HANDS_ON, step="aot_first_visit"))
    met = dict(reversed(times(run, What.MEETS, step="aot_first_visit")))
    days = [met[key] // MINUTES_PER_DAY - asked[key] // MINUTES_PER_DAY for key in met]
    assert len(days) > 50
    return float(np.mean([0 <= each <= 1 for each in days]))


def with_one_worker(run: Played) -> float:
    """Of the visits of the AOT to one person on one thread, the share by whoever came most."""
    workers: dict[tuple[int, int], list[int]] = {}
    for row in run.where(What.PARTS, step="aot_visits"):
        key = int(row[AT["person"]]), int(row[AT["thread"]])
        workers.setdefault(key, []).append(int(row[AT["worker"]]))
    shares = [max(map(seen.count, seen)) / len(seen) for seen in workers.values() if len(seen) > 2]
    assert len(shares) > 20
    return float(np.mean(shares))


def persons(run: Played, what: What, **columns: object) -> set[int]:
    return {int(row[AT["person"]]) for row in run.where(what, **columns)}


def people_of(run: Played, who: set[int]) -> set[str]:
    slugs = [persona.name for persona in run.program.personas]
    return {slugs[person >> PERSON_SHIFT] for person in who}


# -- both systems are fair -----------------------------------------------------------------------


@pytest.mark.parametrize("slug", BOTH)
def test_a_system_has_no_fault_and_no_number_without_a_reason(slug: str) -> None:
    assert check_file(ROOT / "scenarios" / f"{slug}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []


@pytest.mark.parametrize("slug", BOTH)
def test_a_system_says_how_the_notes_were_read_and_what_else_they_could_mean(slug: str) -> None:
    assert not honest.faults_of_reading(system(slug), lines=10, others=6)


def test_what_the_group_would_change_costs_what_today_costs_and_moves_staff_by_transfers() -> None:
    today, variant = system(TODAY), system(VARIANT)
    assert not honest.out_of_balance(today, variant)
    assert not honest.staff_nobody_misses(variant)
    assert all(transfer.from_team for transfer in variant.transfers), "no post is additional"
    moved = honest.staff_moved_without_a_transfer(today, variant)
    assert moved == [TRAINED], "they are trained, and none are added"
    team, role = TRAINED
    assert variant.teams[team].staff[role].wte == today.teams[team].staff[role].wte


def test_other_people_are_as_many_and_wait_alike_in_both() -> None:
    today, variant = system(TODAY), system(VARIANT)
    for before, after in zip(honest.other_demand(today), honest.other_demand(variant), strict=True):
        assert after == pytest.approx(before)
    assert honest.waiting_lists(variant) == honest.waiting_lists(today)
    assert honest.under_way(variant) == honest.under_way(today)
    assert not honest.streams_that_moved_alone(today, variant)
    assert not honest.streams_that_stop_otherwise(variant)
    assert not honest.waits_that_differ_on_rung_a(variant, today)


@pytest.mark.parametrize("slug", BOTH)
def test_no_team_is_offered_more_than_it_can_do(slug: str) -> None:
    assert not honest.offered_too_much(system(slug), 0.92, but=SIZED_BY_A_WAIT)


def test_help_is_the_same_in_both_and_nothing_is_assumed_of_people_that_is_not_today() -> None:
    today, variant = system(TODAY), system(VARIANT)
    assert not honest.steps_that_do_the_same_otherwise(variant, today)
    assert not honest.assumed_otherwise(variant, today)
    assert honest.roles_of_another_skill(variant, today) == [TRAINED[1]]


@pytest.mark.parametrize("slug", BOTH)
def test_what_cannot_wait_goes_to_a_and_e_and_every_need_can_be_helped(slug: str) -> None:
    scenario = system(slug)
    assert not honest.faults_of_crisis_doors(scenario, system(TODAY))
    assert set(scenario.crisis_doors.values()) == {"ae_reception"}
    assert not honest.needs_beyond_help(scenario)


def test_the_hubs_are_no_care_hub_and_what_is_only_named_stands_nowhere() -> None:
    for slug in BOTH:
        scenario = system(slug)
        assert scenario.teams["hubs"].function != "hub"
        assert not [
            step for step in scenario.steps.values() if step.function == "hub_first_contact"
        ]
        named = [*scenario.teams, *scenario.steps]
        assert not [name for name in named if "caiss" in name.lower()]


# -- what must show ------------------------------------------------------------------------------


def test_at_the_desk_she_says_why_she_has_come_today_and_is_not_asked_in_the_variant() -> None:
    assert spoken(played(TODAY), "ae_reception") > 50
    assert spoken(played(VARIANT), "ae_reception") == 0
    asked = played(VARIANT, "steps.ae_reception.asks=[mental]")
    assert spoken(asked, "ae_reception") > 50, "a desk that asks is what makes the difference"


def test_triage_hears_what_a_doctor_has_to_know_only_where_it_asks() -> None:
    def heard(run: Played) -> bool:
        kinds = (What.TELLS, What.RETELLS, What.CONFIRMS, What.TOLD_FOR_HER)
        rows = [row for kind in kinds for row in run.where(kind, step="ae_triage")]
        doctor = list(system(TODAY).personas["comes_alone"].story).index("for_the_doctor")
        return any(int(row[AT["chapters"]]) >> doctor & 1 for row in rows)

    assert not heard(played(TODAY))
    assert heard(played(VARIANT))
    assert not heard(played(VARIANT, "steps.ae_triage.asks=[mental, trauma]"))


def test_nurses_who_judge_better_turn_fewer_people_away() -> None:
    def turned_away(*changes: str) -> int:
        return len(played(TODAY, *changes).where(What.HANDS_ON, step="hub_visit"))

    skill = "teams.emergency.staff.triage_nurse.skill.mental="
    trained = system(VARIANT).teams["emergency"].staff["triage_nurse"].skill["mental"].central
    assert turned_away() > turned_away(f"{skill}{trained}") > turned_away(f"{skill}1")


def test_there_are_ten_minute_talks_one_to_one_today_and_none_as_the_group_would_have_it() -> None:
    today = played(TODAY)
    assert today.steps_met()["ae_one_to_one"] > 50
    planned = today.where(What.MEETS, step="ae_one_to_one")[:, AT["value"]] // 16
    assert set(planned) == {10}
    assert today.where(What.RETELLS, step="ae_one_to_one").size, "she is asked again in them"
    assert "ae_one_to_one" not in step_names(played(VARIANT))


def test_whoever_sees_liaison_has_waited_less_long_and_an_open_night_is_part_of_why() -> None:
    closed_at_night = played(VARIANT, "teams.liaison.calendar=liaison_hours")
    open_at_night = played(TODAY, "teams.liaison.calendar=always")
    assert hours_in_emergency(played(VARIANT)) + 3 < hours_in_emergency(played(TODAY))
    assert hours_in_emergency(played(VARIANT)) + 0.5 < hours_in_emergency(closed_at_night)
    assert hours_in_emergency(open_at_night) + 1 < hours_in_emergency(played(TODAY))


def test_today_the_stay_in_a_and_e_is_as_long_as_was_published() -> None:
    published = 8, 12  # los_mh_ae_hours
    assert published[0] <= hours_in_emergency(played(TODAY)) <= published[1]


def test_a_and_e_turns_people_away_to_the_hubs_today_and_nobody_is_sent_there_otherwise() -> None:
    today, variant = played(TODAY), played(VARIANT)
    sent = today.where(What.HANDS_ON, step="hub_visit")
    assert len(sent) > 20
    assert today.steps_met()["hub_visit"] > 20
    assert not honest.leading_to(system(VARIANT), "hub_visit")
    assert "hub_visit" not in step_names(variant)
    assert not [row for row in variant.where(What.HANDS_ON) if row[AT["team"]] == _hubs(variant)]


def _hubs(run: Played) -> int:
    return [team.name for team in run.program.teams].index("hubs")


def test_whoever_is_sent_to_the_hubs_with_a_word_ahead_tells_less_of_it_again_there() -> None:
    rule = next(
        place
        for place, rule in enumerate(system(TODAY).steps["ae_triage"].then)
        if rule.go == "hub_visit"
    )
    ahead = played(TODAY, f"steps.ae_triage.then.{rule}.by=cold")

    def again(run: Played) -> float:
        minutes = run.where(What.RETELLS, step="hub_visit")[:, AT["value"]].sum()
        return float(minutes) / run.steps_met()["hub_visit"]

    assert again(ahead) < 0.8 * again(played(TODAY))


def test_the_same_person_of_the_aot_comes_each_time() -> None:
    anybody = played(VARIANT, "steps.aot_visits.who=known")
    assert with_one_worker(played(VARIANT)) > 0.9
    assert with_one_worker(anybody) < with_one_worker(played(VARIANT)) - LEAST_PARTED
    assert with_one_worker(played(TODAY)) < with_one_worker(played(VARIANT)) - LEAST_PARTED


def test_whoever_came_from_the_aot_introduces_her_to_somebody_new_and_she_keeps_her_turn() -> None:
    def introduced(run: Played) -> int:
        aot = [pool.name for pool in run.program.pools].index("aot.crisis_practitioner")
        rows = [
            row
            for step in ("camhs_assessment", "adult_assessment")
            for row in run.where(What.MEETS, step=step)
        ]
        return sum(pool_of(int(row[AT["worker"]])) == aot for row in rows)

    def days_to_assessment(run: Played) -> float:
        sent = dict(times(run, What.HANDS_ON, step="camhs_assessment"))
        seen = dict(times(run, What.ASSESSED, step="camhs_assessment"))
        waits = [(seen[key] - sent[key]) / MINUTES_PER_DAY for key in seen.keys() & sent.keys()]
        assert len(waits) > 20
        return float(np.mean(waits))

    by_letter = [
        f"steps.aot_last_visit.then.{place}.by=cold"
        for place, rule in enumerate(system(VARIANT).steps["aot_last_visit"].then)
        if rule.by == "warm"
    ]
    assert len(by_letter) == 2
    letters = played(VARIANT, *by_letter)
    assert introduced(played(VARIANT)) > 10
    assert introduced(letters) == introduced(played(TODAY)) == 0
    assert days_to_assessment(played(VARIANT)) > 0.8 * days_to_assessment(letters)


def test_the_aot_comes_the_next_day_on_every_day_of_the_week() -> None:
    later = played(VARIANT, "steps.aot_first_visit.notice={days: 3, low: 1, high: 10}")
    weekdays = played(VARIANT, "teams.aot.calendar=office_hours")
    assert met_by_the_next_day(played(TODAY)) < 0.1
    assert met_by_the_next_day(played(VARIANT)) > 0.7
    assert met_by_the_next_day(later) < 0.1
    assert met_by_the_next_day(weekdays) < met_by_the_next_day(played(VARIANT)) - LEAST_PARTED


def test_a_parent_who_has_come_has_a_talk_before_she_goes_home_and_nobody_does_today() -> None:
    met = persons(played(VARIANT), What.MEETS, step="family_talk")
    assert people_of(played(VARIANT), met) == {"brought_by_a_parent", "turned_away_before"}
    assert "family_talk" not in step_names(played(TODAY))


def test_what_a_parent_tells_she_need_not_tell_again() -> None:
    def told(slug: str, *changes: str) -> tuple[int, int]:
        run = played(slug, *changes)
        who = "brought_by_a_parent"
        return (
            len(run.where(What.TOLD_FOR_HER, persona=who)),
            len(run.where(What.RETELLS, persona=who)),
        )

    kept_out = "personas.brought_by_a_parent.supporters.parent.tells=[]"
    for slug in BOTH:
        for_her, again = told(slug)
        none_for_her, more_again = told(slug, kept_out)
        assert for_her > 20 and none_for_her == 0
        assert more_again > again
        assert not played(slug).where(What.TOLD_FOR_HER, persona=ALONE).size


def test_liaison_comes_to_whoever_lies_on_a_ward_and_today_waits_until_she_leaves() -> None:
    def met_on_the_ward(run: Played) -> float:
        """Share of stays whose last day on the ward comes after liaison has met her."""
        person: dict[int, tuple[int, int]] = {}
        for row in run.where(What.MEETS, step="ward_stay"):
            first, _ = person.get(int(row[AT["person"]]), (int(row[AT["minute"]]), 0))
            person[int(row[AT["person"]])] = first, int(row[AT["minute"]])
        met = times(run, What.MEETS, step="liaison_assessment")
        within = [
            any(who == key[0] and began - 2 * MINUTES_PER_DAY < at < end for key, at in met)
            for who, (began, end) in person.items()
        ]
        assert len(within) > 10
        return float(np.mean(within))

    everything_waits = played(
        VARIANT,
        "steps.ae_triage.then.0.each_need=false",
        "steps.ae_doctor.then.0.when.at_most=0",
        "steps.ae_doctor.then.1.each_need=false",
    )
    assert met_on_the_ward(played(TODAY)) < met_on_the_ward(played(VARIANT)) - 2 * LEAST_PARTED
    assert met_on_the_ward(everything_waits) < met_on_the_ward(played(VARIANT)) - 2 * LEAST_PARTED


def test_whose_need_becomes_urgent_while_she_waits_for_camhs_is_at_the_desk_within_hours() -> None:
    run = played(TODAY)
    desk = times(run, What.MEETS, step="ae_reception")
    tipped = run.where(What.CRISIS)
    assert len(tipped) > 5
    soon = [
        any(
            key[0] == int(row[AT["person"]]) and 0 <= at - int(row[AT["minute"]]) < MINUTES_PER_DAY
            for key, at in desk
        )
        for row in tipped
        if row[AT["value"]] < 4  # not urgent already
    ]
    assert np.mean(soon) > 0.8


def test_an_18th_birthday_sends_her_from_camhs_to_the_adult_team() -> None:
    def crossed(*changes: str) -> int:
        run = played(TODAY, *changes, count=26)
        moves = run.where(What.HANDS_ON, step="adult_assessment")[:, AT["value"]]
        return sum(int(value) % 8 == BOUNDARY for value in moves)

    assert crossed() > 0
    assert crossed("teams.camhs.accepts.age_to=200") == 0


@cache
def retold(slug: str, *changes: str) -> float:
    people = played(slug, *changes).where(What.ONSET)
    return len(played(slug, *changes).where(What.RETELLS)) / len(people)


def test_fewer_people_hear_the_story_again_and_the_desk_alone_is_not_why() -> None:
    """What comes out, and is no input: half of it is left when the desk asks again."""
    asks = "steps.ae_reception.asks=[mental, trauma, physical]"
    assert retold(VARIANT) < retold(VARIANT, asks) < retold(TODAY)
