"""Lambeth as its tables found it, and the network that they thought up, as shipped.

First fairness: the network is today plus transfers that balance, with the same people, luck, lists
and courses of help. Then what makes each of them what it is: every test fails when the feature is
taken out of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.files import check_file, load_persona, reasonless
from sim.log import COLUMNS, What
from sim.model.scenario import Scenario
from sim.model.steps import Rule
from tests import scenarios_honest as honest
from tests.scenarios_honest import Played, leading_to, played, under_way, waiting_lists

ROOT = Path(__file__).parent.parent
TODAY, NETWORK = "lambeth/today", "lambeth/living_well_network"
SYSTEMS = (TODAY, NETWORK)
PRACTICE, NETWORK_TEAM = "gp_practice", "living_well_network"
MOST_OFFERED = {TODAY: 0.92, NETWORK: 0.95}
"""Highest share of rostered minutes that other people alone may take."""
NEW_ROLES = {"network_worker": "", "peer_worker": "group_worker"}
"""Roles of the network that nobody has today, and which of today's they are paid and hear like."""

pytestmark = pytest.mark.behaviour


def system(slug: str, *changes: str) -> Scenario:
    return honest.system(slug, *changes)


def ways(slug: str, step: str) -> list[Rule]:
    """The rules that lead to a step."""
    return [rule for rules in leading_to(system(slug), step).values() for rule in rules]


@cache
def run(slug: str, *changes: str) -> Played:
    """Everybody who comes in twenty weeks, each for twenty weeks."""
    return played(slug, *changes, count=20, follow=20)


def people(run: Played, steps: Iterable[str], persona: str) -> set[int]:
    """Who of a persona met somebody at one of these steps."""
    column = COLUMNS.index("person")
    return {
        int(person)
        for step in steps
        for person in run.where(What.MEETS, step=step, persona=persona)[:, column]
    }


# -- fairness ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_shipped_system_has_no_fault_and_no_number_without_a_reason(slug: str) -> None:
    assert check_file(ROOT / "scenarios" / f"{slug}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_has_as_many_teams_and_steps_as_a_group_can_follow(slug: str) -> None:
    assert 20 <= len(system(slug).teams) <= 30
    assert 40 <= len(system(slug).steps) <= 65
    assert all(step.title for step in system(slug).steps.values())
    assert all(team.title for team in system(slug).teams.values())


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_says_how_the_source_was_read_and_what_else_it_could_mean(slug: str) -> None:
    assert not honest.faults_of_reading(system(slug), lines=15, others=7)
    assert all(line.startswith("001 ") for line in system(slug).reading.supports)


def test_the_network_costs_what_today_costs_and_adds_no_post() -> None:
    assert not honest.out_of_balance(system(TODAY), system(NETWORK))
    lenders = {move.from_team for move in system(NETWORK).transfers}
    assert {system(NETWORK).teams[team].wait for team in lenders} == {"queue"}, (
        "only teams whose lists feel it give staff"
    )
    assert not honest.staff_moved_without_a_transfer(system(TODAY), system(NETWORK))
    assert not honest.staff_nobody_misses(system(NETWORK))


def test_other_people_are_as_many_take_as_long_and_move_with_staff() -> None:
    today, network = honest.other_demand(system(TODAY)), honest.other_demand(system(NETWORK))
    assert network[0] == pytest.approx(today[0])
    assert network[1] == pytest.approx(today[1])
    assert not honest.streams_that_moved_alone(system(TODAY), system(NETWORK))
    assert under_way(system(NETWORK)) == under_way(system(TODAY))


def test_lists_are_as_long_at_the_start_of_the_network_as_today() -> None:
    assert waiting_lists(system(NETWORK)) == waiting_lists(system(TODAY))


@pytest.mark.parametrize("slug", SYSTEMS)
def test_no_team_is_offered_more_than_it_can_do(slug: str) -> None:
    assert not honest.offered_too_much(system(slug), MOST_OFFERED[slug])


@pytest.mark.parametrize("slug", SYSTEMS)
def test_every_need_that_people_have_can_be_helped_at_its_highest_level(slug: str) -> None:
    assert not honest.needs_beyond_help(system(slug))


@pytest.mark.parametrize("slug", SYSTEMS)
def test_what_cannot_wait_has_a_door_that_is_always_open(slug: str) -> None:
    assert not honest.faults_of_crisis_doors(system(slug), system(TODAY))
    assert set(system(slug).crisis_doors) == {"mental", "trauma", "physical", "otherwise"}


def test_the_network_assumes_of_people_and_services_what_today_assumes() -> None:
    assert not honest.assumed_otherwise(system(NETWORK), system(TODAY))
    assert not honest.steps_that_do_the_same_otherwise(system(NETWORK), system(TODAY))
    assert not honest.waits_that_differ_on_rung_a(system(NETWORK), system(TODAY))
    for slug in SYSTEMS:
        assert not honest.streams_that_stop_otherwise(system(slug))


def test_a_worker_hears_as_well_in_the_network_as_today() -> None:
    known = {role for team in system(TODAY).teams.values() for role in team.staff}
    new = {role for team in system(NETWORK).teams.values() for role in team.staff} - known
    assert new == set(NEW_ROLES)
    like = {new: old for new, old in NEW_ROLES.items() if old}
    assert not honest.roles_of_another_skill(system(NETWORK), system(TODAY), like)
    listens = system(NETWORK).teams[NETWORK_TEAM].staff["network_worker"]
    carers = system(TODAY).teams["carers_service"].staff["carers_worker"]
    assert listens.cost_per_hour == carers.cost_per_hour
    assert max(skill.central for skill in listens.skill.values()) <= 0.6


def test_the_door_of_the_network_draws_many_more_people_in_a_sensitivity_alone() -> None:
    induced = system(NETWORK).teams[NETWORK_TEAM].other_people["induced_demand"]
    assert induced.per_year.central == 0 < 2000 < induced.per_year.high
    assert "001 L238" in induced.per_year.assumed


# -- today -------------------------------------------------------------------------------------


def test_today_a_leaflet_is_a_number_to_ring_and_not_everybody_finds_the_way_with_it() -> None:
    (leaflet,) = leading_to(system(TODAY), "therapies_first_talk")["gp_appointment"]
    assert leaflet.by == "number_given" and leaflet.meanwhile == ("gp_prescription",)
    assert leaflet.when.chance is not None and leaflet.when.chance.high == 1
    explained = leading_to(system(NETWORK), "therapies_first_talk")["gp_appointment"]
    assert all(rule.when.chance is None for rule in explained)
    met = len(people(run(TODAY), ["therapies_first_talk"], "magda"))
    place = system(TODAY).steps["gp_appointment"].then.index(leaflet)
    sure = run(TODAY, f"steps.gp_appointment.then.{place}.when.chance=1")
    assert met < len(people(sure, ["therapies_first_talk"], "magda"))


def test_today_a_prescription_may_be_all_that_somebody_has_and_in_the_network_never() -> None:
    alone = [rule for rule in ways(TODAY, "gp_prescription") if rule.go == "gp_prescription"]
    assert alone
    beside = ways(NETWORK, "gp_prescription")
    assert beside and all("gp_prescription" in rule.meanwhile for rule in beside)
    assert {rule.go for rule in beside} == {"network_meeting"}
    assert people(run(TODAY), ["gp_prescription"], "magda")


def test_a_prescription_does_no_more_than_the_gps_appointments_without_one() -> None:
    steps = system(TODAY).steps
    tablets, appointments = steps["gp_prescription"].helps, steps["gp_support"].helps
    assert tablets and appointments
    assert tablets.works.central == appointments.works.central
    assert tablets.reaches == appointments.reaches


def test_the_clinic_carries_stigma_and_the_same_help_at_the_practice_does_not() -> None:
    clinic, practice = (
        system(slug).steps[step]
        for slug, step in ((TODAY, "medication_clinic_visit"), (NETWORK, "medication_at_practice"))
    )
    assert not clinic.seen_as and practice.seen_as == ("physical",)
    assert clinic.helps and practice.helps
    assert clinic.helps.works.central == practice.helps.works.central
    assert people(run(TODAY), ["medication_clinic_visit"], "lloyd")
    assert people(run(NETWORK), ["medication_at_practice"], "lloyd")

    def refused(slug: str, step: str, *changes: str) -> float:
        offers = run(slug, *changes).where(What.OFFERED, step=step, persona="lloyd")
        return float(np.mean(offers[:, COLUMNS.index("value")] == 0))

    stigma = "personas.lloyd.stigma.mental=0.9"
    badged = "steps.medication_at_practice.seen_as=[mental]"
    assert refused(TODAY, "medication_clinic_visit", stigma) > 0.15
    assert refused(NETWORK, "medication_at_practice", stigma) < refused(
        NETWORK, "medication_at_practice", stigma, badged
    )


def test_the_community_team_sends_back_who_is_not_ill_enough() -> None:
    accepts = system(TODAY).teams["community_mental_health_team"].accepts
    assert accepts is not None and accepts.at_least["mental"] == 3
    column = COLUMNS.index("team")
    team = [each.name for each in run(TODAY).program.teams].index("community_mental_health_team")

    def sent_back(run: Played) -> int:
        return int(np.sum(run.where(What.BOUNCES)[:, column] == team))

    low = "teams.community_mental_health_team.accepts.at_least.mental=4"
    assert sent_back(run(TODAY, low)) > sent_back(run(TODAY))
    letters = leading_to(system(TODAY), "cmht_letter")
    assert all(rule.when.at_least >= 3 for rules in letters.values() for rule in rules)


def test_today_turns_on_crisis_which_leads_into_the_community_team_without_a_second_look() -> None:
    at_once = leading_to(system(TODAY), "cmht_care")
    assert {"crisis_call", "crisis_review", "emergency_visit"} <= set(at_once)
    assert not {"gp_appointment", "gp_noticing", "custody_talk", "reception_call"} & set(at_once)
    urgent = run(TODAY, "assumptions.lives.crisis.mental*=10")
    came = people(urgent, ["crisis_call"], "magda")
    assert came & people(urgent, ["cmht_care"], "magda")
    calm = run(
        TODAY, "assumptions.lives.crisis.mental=0", "assumptions.lives.worsening.otherwise=0"
    )
    assert len(people(calm, ["cmht_care"], "magda")) < len(people(urgent, ["cmht_care"], "magda"))


def test_today_sharp_is_reached_through_the_community_team_alone() -> None:
    teams = {
        system(TODAY).steps[step].team for step in leading_to(system(TODAY), "sharp_first_talk")
    }
    assert teams == {"community_mental_health_team"}


def test_today_nobody_walks_with_anybody_and_no_notes_are_shared() -> None:
    assert not [step for step in system(TODAY).steps.values() if step.companion]
    assert not system(TODAY).records and not system(TODAY).reaches


def test_today_nobody_sends_people_to_the_time_bank_or_for_a_budget() -> None:
    used = {step.team for step in system(TODAY).steps.values()}
    assert not {"time_bank", "personal_budgets"} & used
    assert {"time_bank", "personal_budgets"} < set(system(TODAY).teams)


# -- the health trainer, in both ---------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_the_health_trainer_is_open_by_referral_of_the_practice_alone(slug: str) -> None:
    senders = {
        system(slug).steps[step].team for step in leading_to(system(slug), "health_trainer_meeting")
    }
    assert senders == {PRACTICE}
    assert all(rule.by == "cold" for rule in ways(slug, "health_trainer_meeting"))
    assert "health_trainer_meeting" not in system(slug).doors.values()
    assert run(slug).steps_met(step="health_trainer_meeting")


# -- the network -------------------------------------------------------------------------------


def test_one_network_takes_everybody_into_the_evening_whoever_asks() -> None:
    network = system(NETWORK)
    assert network.teams[NETWORK_TEAM].accepts is None
    assert network.calendars["into_the_evening"].openings[0].end == "20:00"
    for noticer in ("herself", "family", "neighbour", "otherwise"):
        door = network.doors[noticer]  # type: ignore[index]
        assert network.steps[door].team == NETWORK_TEAM
    for noticer in ("gp", "nurse", "work_coach", "social_worker", "police"):
        assert network.doors[noticer] == system(TODAY).doors[noticer]  # type: ignore[index]


def test_somebody_walks_with_people_as_far_as_there_is_room_or_nobody_does() -> None:
    column = COLUMNS.index("value")
    given = run(NETWORK).where(What.COMPANION)[:, column]
    assert np.sum(given == 1) > 0
    assert not len(run(NETWORK, "steps.network_meeting.companion=null").where(What.COMPANION))
    fewer = run(NETWORK, f"teams.{NETWORK_TEAM}.staff.network_worker.caseload=1")
    assert np.sum(fewer.where(What.COMPANION)[:, column] == 2) > np.sum(given == 2)
    assert system(NETWORK).steps["network_meeting"].companion.when_full == "without"  # type: ignore[union-attr]


def test_a_buddy_comes_every_week_and_is_offered_where_therapy_is_not_taken_up() -> None:
    steps = system(NETWORK).steps
    buddy = steps["peer_support"]
    assert buddy.helps is not None and buddy.helps.interval.minutes == 7 * 1440
    assert buddy.role == "peer_worker" and buddy.who == "own"
    assert steps["therapies_first_talk"].offered_instead == "peer_support"
    assert run(NETWORK).steps_met(step="peer_support")
    unready = "personas.magda.readiness=0.1"
    assert len(people(run(NETWORK, unready), ["peer_support"], "magda")) > len(
        people(
            run(NETWORK, unready, "steps.therapies_first_talk.offered_instead=null"),
            ["peer_support"],
            "magda",
        )
    )


def test_the_time_bank_the_cafe_and_a_group_are_offered_one_after_another() -> None:
    steps = system(NETWORK).steps
    assert steps["time_bank_exchange"].offered_instead == "cafe_visit"
    assert steps["cafe_visit"].offered_instead == "voluntary_group"
    met = run(NETWORK).steps_met(persona="george_of_lambeth")
    assert met["time_bank_exchange"] and met["cafe_visit"]
    assert not run(TODAY).steps_met(team="time_bank")
    for step in ("time_bank_exchange", "cafe_visit", "peer_support"):
        assert steps[step].seen_as == ("connection",), "not badged as mental health"


def test_help_with_work_goes_along_with_therapy_in_the_network() -> None:
    def both(slug: str) -> int:
        helped = people(run(slug), ["therapies_course"], "magda")
        return len(helped & people(run(slug), ["status_meeting"], "magda"))

    assert both(NETWORK) > both(TODAY)
    assert {rule.by for rule in ways(NETWORK, "status_meeting")} == {"warm"}


def test_sharp_takes_people_of_level_two_from_whoever_sends_in_the_network() -> None:
    levels = [system(slug).teams["sharp_team"].accepts.at_least["mental"] for slug in SYSTEMS]  # type: ignore[union-attr]
    assert levels == [3, 2]
    assert system(NETWORK).steps["sharp_course"].helps == system(TODAY).steps["sharp_course"].helps
    senders = {
        system(NETWORK).steps[step].team for step in leading_to(system(NETWORK), "sharp_first_talk")
    }
    assert {NETWORK_TEAM, "community_mental_health_team", "therapies_team"} <= senders
    met = [run(slug).steps_met(step="sharp_course")["sharp_course"] for slug in (NETWORK, TODAY)]
    assert met[0] > met[1] > 0


def test_a_budget_is_talked_over_agreed_and_then_spent() -> None:
    met = run(NETWORK).steps_met(team="personal_budgets")
    assert met["budget_talk"] >= 1 and met["budget_in_use"] >= 1
    pause = system(NETWORK).steps["budget_approval"].pause
    assert pause is not None and pause.central > 0
    assert not run(TODAY).steps_met(team="personal_budgets")


def test_a_crisis_card_is_carried_to_whoever_meets_her_in_a_crisis() -> None:
    (card,) = system(NETWORK).records.values()
    assert {"police", "emergency", "crisis_team", "ambulance_999"} <= set(card.reads)
    assert {NETWORK_TEAM, "solidarity_in_crisis", "police"} <= set(card.writes)
    assert PRACTICE not in {*card.reads, *card.writes} and card.consent

    def confirmed(*changes: str) -> int:
        crises = "assumptions.lives.crisis.mental*=10"
        told = run(NETWORK, crises, *changes)
        return sum(
            len(told.where(What.CONFIRMS, team=team)) for team in ("crisis_team", "emergency")
        )

    assert confirmed() > confirmed("records.crisis_card.reads=[]")


def test_the_gp_rings_people_who_wait_in_the_network_and_not_today() -> None:
    assert "gp_recall" not in system(TODAY).steps
    assert run(NETWORK).steps_met(step="gp_recall", persona="magda")
    helps = system(NETWORK).steps["gp_recall"].helps
    assert helps is not None and helps.reaches == 1 and helps.works.central == 0


def test_who_does_not_come_to_the_talk_is_rung_by_a_peer_and_not_by_the_practice() -> None:
    never = "personas.george_of_lambeth.barriers.face_to_face=1"
    today, network = run(TODAY, never), run(NETWORK, never)
    assert today.steps_met(step="practice_follow_up")
    assert network.steps_met(step="peer_call")
    assert "practice_follow_up" not in system(NETWORK).steps
    assert system(NETWORK).steps["peer_call"].offered, "he is asked for his permission"


def test_somebody_who_goes_to_pubs_meets_people_whom_nobody_else_reaches() -> None:
    def never_reached(*changes: str) -> float:
        table = run(NETWORK, *changes).people.columns
        george = table["persona"] == "george_of_lambeth"
        return float(np.mean(table["never_reached"][george]))

    nobody = "reaches.pubs_and_betting_shops.per_week=0"
    assert never_reached() < never_reached(nobody)
    assert set(system(NETWORK).reaches) == {"pubs_and_betting_shops", "freephones"}


def test_medicines_are_looked_after_by_the_same_nurses_with_half_of_the_people_in_practices() -> (
    None
):
    network = system(NETWORK)
    there = network.teams["practice_medication_clinic"]
    assert there.staff["mental_health_nurse"].skill == (
        network.teams["medication_clinic"].staff["mental_health_nurse"].skill
    )
    halves = [
        network.teams[team].other_people["clinic"].per_year.central
        for team in ("practice_medication_clinic", "medication_clinic")
    ]
    whole = system(TODAY).teams["medication_clinic"].other_people["clinic"].per_year.central
    assert halves == [whole / 2, whole / 2]


def test_wishes_of_people_name_functions_that_some_system_has() -> None:
    known = {step.function or name for slug in SYSTEMS for name, step in system(slug).steps.items()}
    for slug in sorted((ROOT / "personas" / "lambeth").glob("*.yaml")):
        for wish in load_persona(slug.stem, root=ROOT).wants:
            assert set(wish.functions) <= known, (slug.stem, wish.fact)
