"""Suffolk: how help is organised today, the one stop shop, and schools and colleges as hubs.

First that the proposals are fair to today; then, one by one, what the source says and what must
therefore be seen to happen. Each such test also takes the feature away and sees it gone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.files import check_file, load_scenario, reasonless, to_document
from sim.files.sayings import load_sayings
from sim.log import BOUNDARY, COLUMNS, What
from sim.measures import DEFINITIONS
from sim.model.rosters import openings
from sim.model.staffing import wte_after_transfers
from sim.model.words import MINUTES_PER_WEEK
from tests import scenarios_honest as honest
from tests.personas_honest import ROOT, SOURCE_LINES
from tests.scenarios_honest import Played, played, played_of, system

TODAY, SHOP, HUBS = "suffolk/today", "suffolk/one_stop_shop", "suffolk/schools_as_hubs"
PROPOSALS = (SHOP, HUBS)
SYSTEMS = (TODAY, *PROPOSALS)
LISTS_OF_WEEKS = frozenset(
    {"youth_practitioner", "youth_nurse", "mental_health_nurse", "therapist"}
)
TERM_TIME = ("school_nursing", "support_centre", "school_hubs")
OFFICE_HOURS = (9 * 60, 17 * 60)

pytestmark = pytest.mark.behaviour


def column(rows: Any, name: str) -> Any:
    """One column of rows of the log."""
    return rows[:, COLUMNS.index(name)]


def mask(run: Played, persona: str) -> Any:
    """Which rows of the table of people are of a persona, the named one included."""
    return run.people["persona"] == persona


def mean_of(run: Played, measure: str, persona: str) -> float:
    """The mean of a measure over those like a persona."""
    return float(run.people[measure][mask(run, persona)].mean())


@cache
def staying_home() -> Played:
    """Today, with a student who never moves."""
    scenario = system(TODAY)
    student = replace(scenario.personas["student_at_the_break"], coming={})
    people = {**scenario.personas, student.name: student}
    return played_of(replace(scenario, personas=people), count=30)


# -- fair to today -----------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_has_no_fault_and_no_number_without_a_reason(slug: str) -> None:
    assert check_file(ROOT / "scenarios" / f"{slug}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_says_how_the_source_was_read_and_what_else_it_could_mean(slug: str) -> None:
    assert not honest.faults_of_reading(system(slug), lines=10, others=6)
    assert all(line.startswith("000 ") for line in system(slug).reading.supports)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_has_as_many_teams_and_steps_as_a_group_can_follow(slug: str) -> None:
    scenario = system(slug)
    assert 15 <= len(scenario.teams) <= 30 and 40 <= len(scenario.steps) <= 65
    assert all(step.title for step in scenario.steps.values())
    assert all(team.title for team in scenario.teams.values())


@pytest.mark.parametrize("slug", PROPOSALS)
def test_a_proposal_costs_what_today_costs_and_moves_only_staff_who_are_there(slug: str) -> None:
    today, proposal = system(TODAY), system(slug)
    assert abs(honest.out_of_balance(today, proposal)) <= honest.BALANCES_WITHIN
    assert proposal.transfers and all(transfer.from_team for transfer in proposal.transfers)
    assert min(wte_after_transfers(proposal).values()) >= -1e-9
    assert not honest.staff_moved_without_a_transfer(today, proposal)
    assert not honest.staff_nobody_misses(proposal)


@pytest.mark.parametrize("slug", PROPOSALS)
def test_other_people_and_lists_are_the_same_in_a_proposal_as_today(slug: str) -> None:
    today, proposal = system(TODAY), system(slug)
    for mine, theirs in zip(honest.other_demand(proposal), honest.other_demand(today), strict=True):
        assert mine == pytest.approx(theirs)
    assert honest.waiting_lists(proposal) == honest.waiting_lists(today)
    assert honest.under_way(proposal) == honest.under_way(today)
    assert not honest.streams_that_moved_alone(today, proposal)


@pytest.mark.parametrize("slug", PROPOSALS)
def test_the_same_thing_takes_as_long_and_helps_as_well_in_a_proposal_as_today(slug: str) -> None:
    today, proposal = system(TODAY), system(slug)
    assert not honest.steps_that_do_the_same_otherwise(proposal, today)
    assert not honest.assumed_otherwise(proposal, today)
    assert not honest.roles_of_another_skill(proposal, today)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_no_team_is_offered_more_than_it_can_do_but_those_with_a_list_of_weeks(slug: str) -> None:
    assert not honest.offered_too_much(system(slug), 0.92, LISTS_OF_WEEKS)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_every_need_can_be_helped_waits_are_alike_on_rung_a_and_what_cannot_wait_has_a_door(
    slug: str,
) -> None:
    scenario, today = system(slug), system(TODAY)
    assert not honest.needs_beyond_help(scenario)
    assert not honest.waits_that_differ_on_rung_a(scenario, today)
    assert not honest.streams_that_stop_otherwise(scenario)
    assert not honest.faults_of_crisis_doors(scenario, today)


@pytest.mark.parametrize("slug", PROPOSALS)
def test_an_easy_door_may_draw_more_people_in_a_sensitivity_and_draws_none_otherwise(
    slug: str,
) -> None:
    front = [team for team in system(slug).teams.values() if team.function == "hub"]
    (induced,) = (s for t in front for s in t.other_people.values() if s.stream == "induced_demand")
    assert induced.per_year.central == 0 < induced.per_year.high
    assert induced.per_year.evidence == "induced_demand_front_door"


@pytest.mark.parametrize("slug", SYSTEMS)
def test_people_of_another_place_can_be_sent_through_a_system_of_suffolk(slug: str) -> None:
    visitors = ("millie", "jenny", "george")
    scenario = load_scenario(slug, root=ROOT, people=visitors)
    assert tuple(scenario.personas) == visitors
    assert played_of(scenario, count=4, follow=8).steps_met()


# -- boundaries --------------------------------------------------------------------------------


def sent_on(run: Played, team: str, persona: str, to: str = "") -> int:
    """Times that somebody like a persona is sent on from a team by a birthday or a move."""
    rows = run.where(What.HANDS_ON, persona=persona)
    value = column(rows, "value")
    teams = [each.name for each in run.program.teams]
    sent = (value % 8 == BOUNDARY) & (value // 8 == teams.index(team))
    return int(np.sum(sent & (column(rows, "team") == teams.index(to) if to else True)))


@pytest.mark.parametrize("slug", SYSTEMS)
def test_teams_for_the_body_change_at_18_and_for_mental_health_at_25(slug: str) -> None:
    ages = {
        name: (team.accepts.age_from, team.accepts.age_to)
        for name, team in system(slug).teams.items()
        if team.accepts is not None
    }
    assert ages["children_physical"][1] == 17 and ages["adult_physical"][0] == 18
    for young in ("youth_wellbeing", "youth_mental_health"):
        assert ages[young][1] == 24
    for adult in ("access_team", "adult_mental_health", "therapies_team"):
        assert ages[adult][0] == 25


def test_who_turns_18_leaves_the_childrens_team_and_is_met_anew_by_the_adults_team() -> None:
    run = played(TODAY, count=40)
    assert sent_on(run, "children_physical", "turning_18", to="adult_physical") > 0
    kept = played(TODAY, "teams.children_physical.accepts.age_to=99", count=40)
    assert sent_on(kept, "children_physical", "turning_18") == 0
    told = (What.TELLS, What.RETELLS)
    adults = sum(
        len(run.where(what, persona="turning_18", step="adult_physical_assessment"))
        for what in told
    )
    assert adults > 0, "the story is told again"
    no_more = sum(
        len(kept.where(what, persona="turning_18", step="adult_physical_assessment"))
        for what in told
    )
    assert no_more < adults


def test_who_turns_25_is_written_to_the_practice_and_begins_again_with_the_teams_for_adults() -> (
    None
):
    run = played(TODAY, count=40)
    assert (
        sum(sent_on(run, t, "turning_25") for t in ("youth_wellbeing", "youth_mental_health")) > 0
    )
    ages = [f"teams.{t}.accepts.age_to=99" for t in ("youth_wellbeing", "youth_mental_health")]
    kept = played(TODAY, *ages, count=40)
    assert (
        sum(sent_on(kept, t, "turning_25") for t in ("youth_wellbeing", "youth_mental_health")) == 0
    )
    met, met_if_kept = (each.steps_met(persona="turning_25") for each in (run, kept))
    assert met["practice_letter"] > met_if_kept["practice_letter"] == 0
    assert met["access_triage"] > 0


def test_a_student_who_goes_away_loses_the_provision_and_starts_again_there_and_at_home() -> None:
    run = played(TODAY, count=30)
    who = "student_at_the_break"
    lost = sum(sent_on(run, team, who) for team in ("youth_wellbeing", "youth_mental_health"))
    back = sum(sent_on(run, team, who) for team in ("campus_practice", "campus_mental_health"))
    met = run.steps_met(persona=who)
    assert lost > 0 and back > 0
    assert met["practice_letter"] > 0 and met["campus_gp"] > 0 and met["campus_assessment"] > 0
    assert not played(TODAY, count=30).steps_met(persona="turning_18", team="campus_practice")


def test_a_student_who_stays_at_home_keeps_the_provision() -> None:
    moved, stays = played(TODAY, count=30), staying_home()
    who = "student_at_the_break"
    assert moved.steps_met(persona=who, team="campus_practice")
    assert not stays.steps_met(persona=who, team="campus_practice")
    assert mean_of(moved, "handoffs", who) > mean_of(stays, "handoffs", who)


# -- one stop shop -----------------------------------------------------------------------------


def test_who_is_ready_walks_in_and_nothing_is_booked_missed_or_refused() -> None:
    scenario = system(SHOP)
    door = scenario.steps[scenario.doors["herself"]]
    assert door.team == "one_stop_shop" and door.mode == "drop_in"
    assert door.notice is None and not door.offered
    assert scenario.teams["one_stop_shop"].accepts is None
    run = played(SHOP, count=20)
    assert run.steps_met()["shop_drop_in"] > 50
    assert not len(run.where(What.MISSED, step="shop_drop_in"))
    assert not len(run.where(What.BOUNCES, team="one_stop_shop"))
    booked = played(SHOP, "steps.shop_drop_in.mode=face_to_face", count=20)
    assert len(booked.where(What.MISSED, step="shop_drop_in")), "who books may not come"
    assert not played(TODAY, count=20).steps_met().get("shop_drop_in")


def share_beyond(run: Played, team: str) -> float:
    """Share of a team's contacts that begin outside nine to five, Monday to Friday."""
    minute = column(run.where(What.MEETS, team=team), "minute") % MINUTES_PER_WEEK
    day, clock = minute // (24 * 60), minute % (24 * 60)
    inside = (day < 5) & (clock >= OFFICE_HOURS[0]) & (clock < OFFICE_HOURS[1])
    return float(1 - inside.mean())


def test_the_shop_and_the_hubs_are_open_beyond_nine_to_five() -> None:
    for slug, team in ((SHOP, "one_stop_shop"), (HUBS, "school_hubs")):
        assert share_beyond(played(slug, count=20), team) > 0.1
        shut = played(slug, f"teams.{team}.calendar=office_hours", count=20)
        assert share_beyond(shut, team) == 0


def test_one_plan_holds_the_whole_of_it_and_goes_along() -> None:
    door, talk = (system(SHOP).steps[each] for each in ("shop_drop_in", "shop_first_talk"))
    assert door.asks == ("all",)
    told = {need for rule in door.then for need in rule.when.need}
    assert {"mental", "physical", "housing", "money_work", "connection"} <= told
    assert {"physical", "mental"} <= set(talk.asks)
    record = system(SHOP).records["shared_plan"]
    assert {"one_stop_shop", "adult_mental_health", "adult_physical"} <= set(record.reads)
    never_read = played(SHOP, "records.shared_plan.read_chance=0", count=40)
    always = played(SHOP, "records.shared_plan.read_chance=1", count=40)
    retold, told_once = (
        mean_of(r, "chapters_retold", "somebody_with_hidden_needs") for r in (never_read, always)
    )
    assert told_once < retold


def test_moderate_needs_of_body_mind_and_home_are_met_in_the_shop_without_a_handoff() -> None:
    scenario = system(SHOP)
    inside = {rule.go for rule in scenario.steps["shop_drop_in"].then if rule.go and not rule.by}
    assert {scenario.steps[each].team for each in inside} == {"one_stop_shop"}
    helped = {
        domain
        for each in (*inside, "shop_course")
        if (helps := scenario.steps[each].helps) is not None
        for domain in helps.domains
    }
    assert {"mental", "physical", "housing", "connection", "skills", "money_work"} <= helped


def test_an_adult_who_walks_in_is_assessed_less_often_before_the_team_that_treats() -> None:
    def assessments(slug: str) -> float:
        return mean_of(played(slug, count=40), "assessments", "somebody_with_trauma")

    triage = honest.leading_to(system(SHOP), "access_triage")
    assert not [step for step in triage if step.startswith("shop")]
    assert assessments(SHOP) < assessments(TODAY)


def test_111_2_is_there_for_the_four_kinds_of_callers_and_in_the_central_case_nobody_rings_it() -> (
    None
):
    reach = system(SHOP).reaches["line_111_2"]
    assert reach.per_week.central == 0 < reach.per_week.high
    assert not reach.personas and not reach.domains, "whoever it may be, about whatever"
    assert "not stated" in reach.per_week.assumed
    assert any("111" in line and "C20" in line for line in system(SHOP).reading.could_mean)
    step = system(SHOP).steps["line_111_2_call"]
    assert not step.asks and step.helps is None and not step.assessment
    assert not played(SHOP, count=20).steps_met()["line_111_2_call"]
    rung = played(SHOP, "reaches.line_111_2.per_week=0.05", count=20)
    assert rung.steps_met()["line_111_2_call"] > 0
    assert all("line_111_2" not in system(slug).teams for slug in (TODAY, HUBS))


def test_online_support_is_offered_to_those_who_do_not_want_to_come() -> None:
    (offering,) = (s for s in system(SHOP).steps.values() if s.offered_instead)
    assert offering.offered_instead == "online_support"
    assert system(SHOP).steps["online_support"].mode == "online"
    assert played(SHOP, count=40).steps_met()["online_support"] > 0


# -- schools and colleges as hubs --------------------------------------------------------------


def test_who_is_seen_at_school_is_brought_over_to_the_hub_in_person_and_helped_there() -> None:
    (rule,) = (
        rule for rule in system(HUBS).steps["school_conversation"].then if rule.go == "hub_talk"
    )
    assert rule.by == "warm"
    run, today = played(HUBS, count=20), played(TODAY, count=20)
    inside, outside = (
        each.steps_met(persona="child_with_additional_needs") for each in (run, today)
    )
    assert inside["hub_talk"] > 0 and inside["rainbow_class"] > 0
    assert inside["support_centre_place"] < outside["support_centre_place"]
    assert not {"hub_talk", "rainbow_class"} & set(today.steps_met())


def test_the_school_nurse_asks_about_body_and_mind_at_once() -> None:
    talk = system(HUBS).steps["hub_talk"]
    assert talk.role == "school_nurse" and talk.asks == ("all",) and talk.assessment
    assert system(TODAY).steps["children_assessment"].asks == ("physical", "circumstances")
    assert wte_after_transfers(system(HUBS))["school_nursing", "school_nurse"] == pytest.approx(0)


def test_wellbeing_afternoons_reach_young_people_whom_nobody_reaches_today() -> None:
    who = "isolated_young_person"

    run = played(HUBS, count=40)
    assert run.steps_met(persona=who)["wellbeing_afternoon"] > 0
    nobody = played(HUBS, *(f"reaches.{n}.per_week=0" for n in system(HUBS).reaches), count=40)
    never, never_then, never_today = (
        mean_of(each, "never_reached", who) for each in (run, nobody, played(TODAY, count=40))
    )
    assert never < 0.6 * never_then
    assert never_then == never_today > 0.5


def test_wellbeing_afternoons_are_for_pupils_and_for_nobody_over_18() -> None:
    run = played(HUBS, count=20)
    assert all(reach.age_to == 18 for reach in system(HUBS).reaches.values())
    for who in ("turning_25", "newly_diagnosed", "somebody_with_trauma"):
        assert not run.steps_met(persona=who)["wellbeing_afternoon"]


def test_a_rural_student_is_driven_to_the_group_and_comes_more_often_than_to_one_in_town() -> None:
    who = "rural_student"
    transport = system(HUBS).steps["hub_youth_group_with_transport"]
    assert transport.travel is not None and not system(HUBS).teams["school_hubs"].site
    assert system(TODAY).teams["youth_groups"].site == "town"

    def missed(slug: str, step: str, *changes: str) -> float:
        run = played(slug, *changes, count=40)
        met, gone = (
            len(run.where(what, persona=who, step=step)) for what in (What.MEETS, What.MISSED)
        )
        return gone / (met + gone)

    far = missed(TODAY, "youth_group")
    assert missed(HUBS, "hub_youth_group_with_transport") < far - 0.05
    near = missed(TODAY, "youth_group", "personas.rural_student.distance.town=0")
    assert near < far - 0.05, "it is the way that keeps them"


def weeks_met(run: Played, team: str) -> set[int]:
    """The weeks of the year, 1 to 52, in which a team meets anybody."""
    minute = column(run.where(What.MEETS, team=team), "minute")
    return {int(week) for week in minute // MINUTES_PER_WEEK % 52 + 1}


@pytest.mark.parametrize("slug", SYSTEMS)
def test_in_the_school_holidays_nobody_is_met_at_school(slug: str) -> None:
    holidays = {1, 8, 14, 15, 22, *range(30, 36), 43, 52}
    scenario, run = system(slug), played(slug, count=40)
    for team in ("schools", *TERM_TIME):
        if team in scenario.teams and scenario.teams[team].calendar != "office_hours":
            weeks = weeks_met(run, team)
            assert not holidays & weeks, team
            assert team == "school_nursing" or len(weeks) > 25
    for calendar in ("school_hours", "hub_hours"):
        if calendar in scenario.calendars:
            shut = scenario.calendars[calendar].shut
            weeks = [(s.from_week, s.to_week) for s in shut if s.from_week and s.to_week]
            assert {week for a, b in weeks for week in range(a, b + 1)} == holidays
            assert {s.holidays for s in shut} == {"school", "bank"}
            assert openings(scenario.calendars[calendar])


def test_a_health_passport_goes_along_over_18_and_25_and_to_the_university() -> None:
    record = system(HUBS).records["health_passport"]
    assert {"adult_physical", "access_team", "campus_practice", "gp_practice"} <= set(record.reads)
    adults = {"adult_physical", "access_team", "adult_mental_health", "therapies_team"}
    assert not adults & set(record.writes), "it is of young people"
    assert not system(TODAY).records

    never_shown = played(HUBS, "records.health_passport.read_chance=0", count=40)
    always = played(HUBS, "records.health_passport.read_chance=1", count=40)
    for who in ("student_at_the_break", "turning_18"):
        retold, told_once = (
            mean_of(each, "chapters_retold", who) for each in (never_shown, always)
        )
        assert told_once < retold
    for who in ("ex_forces", "newly_diagnosed"):
        assert not always.where(What.CONFIRMS, persona=who, team="school_hubs").size


def test_whoever_is_under_25_and_waits_for_more_is_looked_in_on_meanwhile() -> None:
    for slug, everybody in ((TODAY, False), (HUBS, True)):
        rules = [
            rule
            for name, found in honest.leading_to(system(slug), "youth_assessment").items()
            for rule in found
            if name in ("gp_appointment", "hub_talk", "school_conversation")
        ]
        assert all(bool(rule.meanwhile) for rule in rules) is everybody
    who = ["turning_18", "rural_student", "child_with_additional_needs"]

    def looked_in(run: Played) -> float:
        return float(
            sum(run.people["waiting_days_with_interim"][mask(run, each)].sum() for each in who)
        )

    run = played(HUBS, count=40)
    assert run.steps_met()["hub_check_in"] > 20
    assert looked_in(run) > 2 * looked_in(played(TODAY, count=40))
    assert not played(TODAY, count=40).steps_met()["hub_check_in"]


def test_a_peer_worker_in_accident_and_emergency_sits_down_with_young_people_and_rings() -> None:
    run = played(HUBS, count=20)
    young, older = (
        run.steps_met(persona=who)["peer_talk"]
        for who in ("young_person_in_emergency", "somebody_with_hidden_needs")
    )
    assert young > 20 and older == 0
    assert run.steps_met(persona="young_person_in_emergency")["peer_check_in"] > 0
    assert wte_after_transfers(system(HUBS))["emergency", "peer_worker"] > 2
    assert not played(TODAY, count=20).steps_met()["peer_talk"]


def test_for_adults_schools_as_hubs_are_as_today_in_every_way_that_they_take() -> None:
    today, hubs = system(TODAY), system(HUBS)
    for name in ("access_triage", "adult_assessment", "therapies_assessment", "navigator_meeting"):
        assert hubs.steps[name] == today.steps[name]
    run, other = played(HUBS, count=20), played(TODAY, count=20)
    for who in (
        "ex_forces",
        "newly_diagnosed",
        "somebody_with_trauma",
        "somebody_with_hidden_needs",
    ):
        passed_on, today_on = (mean_of(each, "handoffs", who) for each in (run, other))
        assert passed_on == pytest.approx(today_on, abs=0.25)


# -- what tables said --------------------------------------------------------------------------


def test_what_tables_said_names_scenarios_people_measures_and_paths_that_are_there() -> None:
    documents = {slug: to_document(system(slug)) for slug in SYSTEMS}
    for slug, saying in load_sayings("suffolk").statements.items():
        assert SOURCE_LINES.fullmatch(saying.said), slug
        assert "table" in saying.who or "plenary" in saying.who or "somebody" in saying.who, slug
        assert bool(saying.claims) != bool(saying.cannot), slug
        for claim in saying.claims:
            assert claim.measure in DEFINITIONS, slug
            for against in claim.against:
                assert against in SYSTEMS and against not in saying.of, slug
            for of in saying.of:
                document = documents[of]
                assert claim.persona in ("all", *document["personas"]), slug
                for rest in claim.rests_on:
                    part = document
                    for name in rest.path.split("."):
                        assert name in part, (slug, of, rest.path)
                        part = part[name]
