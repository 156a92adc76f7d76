"""The five ways of organising help in B&NES, as shipped.

What is tested is fairness: an option differs from today in who answers, who is on the team, what
is shared and when it is open, and in nothing else. No option gets free staff, fewer other people,
a shorter list, kinder luck or a better course of help.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.files import check_file, reasonless
from sim.model.scenario import Scenario
from sim.model.words import WEEKS_PER_YEAR
from sim.study.calibrated import shipped
from tests import scenarios_honest as honest
from tests.scenarios_honest import other_demand, rules, under_way, waiting_lists

ROOT = Path(__file__).parent.parent
OPTIONS = ("option_1", "option_2", "option_3", "option_4")
SYSTEMS = ("today", *OPTIONS)
MOST_OFFERED = {"today": 0.92} | dict.fromkeys(OPTIONS, 0.95)
"""Highest share of rostered minutes that other people alone may take."""
FITTED: dict[str, float] = {pool: one["share"] for pool, one in shipped("banes")["fitted"].items()}
"""Staff of today over what its other people alone would keep busy, by pool whose wait is fitted."""
FITTED_ROLES = {pool.split(".")[1] for pool in FITTED}

pytestmark = pytest.mark.behaviour


def system(name: str) -> Scenario:
    return honest.system(f"banes/{name}")


@pytest.mark.parametrize("name", SYSTEMS)
def test_shipped_system_has_no_fault(name: str) -> None:
    assert check_file(ROOT / "scenarios" / "banes" / f"{name}.yaml", ROOT) == []


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_number_of_a_shipped_system_has_a_reason(name: str) -> None:
    assert reasonless(system(name)) == []


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_has_as_many_teams_and_steps_as_a_group_can_follow(name: str) -> None:
    scenario = system(name)
    assert 20 <= len(scenario.teams) <= 30
    assert 40 <= len(scenario.steps) <= 65
    assert all(step.title for step in scenario.steps.values())
    assert all(team.title for team in scenario.teams.values())


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_says_how_the_source_was_read_and_what_else_it_could_mean(name: str) -> None:
    assert not honest.faults_of_reading(system(name))
    assert all(line.startswith("004 ") for line in system(name).reading.supports)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_costs_what_today_costs(name: str) -> None:
    assert not honest.out_of_balance(system("today"), system(name))
    assert system(name).transfers


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_adds_no_post_and_lends_nobody_who_is_not_there(name: str) -> None:
    assert all(transfer.from_team for transfer in system(name).transfers)
    assert not honest.staff_moved_without_a_transfer(system("today"), system(name))


@pytest.mark.parametrize("name", OPTIONS)
def test_staff_come_from_teams_whose_time_is_short_or_the_transfer_says_so(name: str) -> None:
    assert not honest.staff_nobody_misses(system(name))


@pytest.mark.parametrize("name", OPTIONS)
def test_other_people_are_as_many_and_take_as_long_in_an_option_as_today(name: str) -> None:
    today, option = other_demand(system("today")), other_demand(system(name))
    assert option[0] == pytest.approx(today[0])
    assert option[1] == pytest.approx(today[1])
    assert 60_000 < sum(today[0].values()) < 75_000


@pytest.mark.parametrize("name", OPTIONS)
def test_lists_are_as_long_at_the_start_of_an_option_as_today(name: str) -> None:
    assert waiting_lists(system(name)) == waiting_lists(system("today"))


@pytest.mark.parametrize("name", OPTIONS)
def test_a_stream_of_other_people_moves_with_staff_who_see_it(name: str) -> None:
    assert not honest.streams_that_moved_alone(system("today"), system(name))


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_team_is_offered_more_than_it_can_do(name: str) -> None:
    # roles whose wait is fitted have a list of weeks, which people leave
    assert not honest.offered_too_much(system(name), MOST_OFFERED[name], frozenset(FITTED_ROLES))


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_need_that_people_have_can_be_helped_at_its_highest_level(name: str) -> None:
    assert not honest.needs_beyond_help(system(name))


@pytest.mark.parametrize("name", OPTIONS)
def test_the_same_function_is_as_long_and_helps_as_well_in_an_option_as_today(name: str) -> None:
    assert not honest.steps_that_do_the_same_otherwise(system(name), system("today"))
    functions = {step.function or each for each, step in system("today").steps.items()}
    shared = [
        each for each, step in system(name).steps.items() if (step.function or each) in functions
    ]
    assert len(shared) > 40


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_assumes_of_people_and_services_what_today_assumes(name: str) -> None:
    assert not honest.assumed_otherwise(system(name), system("today"))


@pytest.mark.parametrize("name", OPTIONS)
def test_a_worker_of_a_role_is_as_skilled_in_an_option_as_today(name: str) -> None:
    known = {role for team in system("today").teams.values() for role in team.staff}
    new = {role for team in system(name).teams.values() for role in team.staff} - known
    assert new <= {"navigator"}
    like = {"navigator": "coordinator"}
    assert not honest.roles_of_another_skill(system(name), system("today"), like)


@pytest.mark.parametrize("name", SYSTEMS)
def test_chance_stands_only_where_a_source_states_an_alternative(name: str) -> None:
    for step, _, rule in rules(system(name)):
        if rule.when.chance is None:
            continue
        reason = rule.when.chance
        assert reason.evidence or "004 L117" in reason.assumed, step


@pytest.mark.parametrize("name", OPTIONS)
def test_the_door_of_a_hub_may_draw_more_people_in_a_sensitivity_and_draws_none_otherwise(
    name: str,
) -> None:
    hub = system(name).teams["hub"]
    (induced,) = (s for s in hub.other_people.values() if s.stream == "induced_demand")
    assert induced.per_year.central == 0 < induced.per_year.high
    assert induced.per_year.evidence == "induced_demand_front_door"
    answers = system(name).steps["hub_call"].role or next(iter(hub.staff))
    assert induced.role == answers, "whoever answers the door meets them"
    first = system("option_1").teams["hub"].other_people["induced_demand"]
    assert induced.per_year == first.per_year


def places(scenario: Scenario) -> float:
    """Places of teams whose courses of secondary care take one."""
    found = {
        step.team
        for step in scenario.steps.values()
        if step.function == "care_mental" and step.helps
    }
    return sum(
        team.places.central
        for name, team in scenario.teams.items()
        if name in found and team.places
    )


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_has_as_many_places_as_today(name: str) -> None:
    assert places(system(name)) == places(system("today")) > 0
    assert system(name).teams["therapies_team"] == system("today").teams["therapies_team"]


@pytest.mark.parametrize("name", SYSTEMS)
def test_places_hold_the_other_people_of_a_team_unless_its_list_is_fitted(name: str) -> None:
    for team_name, team in system(name).teams.items():
        if team.places is None:
            continue
        held = sum(
            s.per_year.central * (s.sessions.central - 1) * s.interval.central / WEEKS_PER_YEAR
            for s in team.other_people.values()
            if s.place
        )
        assert held > 0.5 * team.places.central, team_name
        if not FITTED_ROLES & set(team.staff):  # a list of weeks comes of too few places, or staff
            assert held < 0.95 * team.places.central, team_name


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_cannot_wait_has_a_door_that_is_always_open(name: str) -> None:
    assert set(system(name).crisis_doors) == {"mental", "trauma", "physical", "otherwise"}
    assert not honest.faults_of_crisis_doors(system(name), system("today"))


@pytest.mark.parametrize("name", OPTIONS)
def test_who_waits_for_the_trust_has_interim_help_as_often_as_today_but_for_the_navigator(
    name: str,
) -> None:
    def shares(scenario: Scenario) -> set[float]:
        return {
            rule.when.chance.central if rule.when.chance else 1.0
            for _, _, rule in rules(scenario)
            if rule.go == "trust_assessment" and rule.meanwhile
        }

    assert shares(system(name)) == ({1.0} if name == "option_4" else shares(system("today")))


def test_only_option_4_says_that_somebody_stays_with_her() -> None:
    given = {name: [s for s in system(name).steps.values() if s.companion] for name in SYSTEMS}
    assert {name for name, steps in given.items() if steps} == {"option_4"}
    assert system("option_4").teams["hub"].staff["navigator"].caseload is not None


def test_only_option_2_stays_on_the_line_and_only_option_3_meets_together() -> None:
    kept = {name for name in OPTIONS for _, _, rule in rules(system(name)) if rule.keep}
    assert kept == {"option_2"}
    hub_seats = {
        name
        for name in OPTIONS
        for step in system(name).steps.values()
        if step.team == "hub" and step.beside
    }
    assert hub_seats == {"option_3"}
    (panel,) = (s for s in system("option_3").steps.values() if not s.with_her)
    assert panel.team == "hub" and {seat.team for seat in panel.beside} == {"hub"}


def test_no_door_loses_callers_by_a_patience_that_another_has_not() -> None:
    for path in (ROOT / "scenarios" / "banes").glob("*.yaml"):
        assert not [each for each, step in system(path.stem).steps.items() if step.patience]


def test_whoever_refers_knows_of_the_veterans_route_with_the_same_chance() -> None:
    chances = {
        rule.when.chance
        for name in SYSTEMS
        for _, _, rule in rules(system(name))
        if rule.when.chance and rule.go == "veterans_assessment"
    }
    assert len(chances) == 1


@pytest.mark.parametrize("name", SYSTEMS)
def test_somebody_who_notices_starts_at_her_own_team_as_today(name: str) -> None:
    today, option = system("today"), system(name)
    for noticer in ("gp", "nurse", "midwife", "work_coach", "social_worker", "police"):
        assert option.doors[noticer] == today.doors[noticer]
    own = {"gp": "gp_practice", "nurse": "gp_practice", "midwife": "midwifery"}
    for noticer, team in own.items():
        assert option.steps[option.doors[noticer]].team == team  # type: ignore[index]


def test_no_record_is_shared_today() -> None:
    assert not system("today").records


def test_mental_health_keeps_its_own_records_in_option_1() -> None:
    mental = {"pcls", "mental_health_trust", "therapies_team", "perinatal_service"}
    for record in system("option_1").records.values():
        assert not mental & {*record.reads, *record.writes}
    assert system("option_1").steps["pcls_triage"] == system("today").steps["pcls_triage"]


@pytest.mark.parametrize("name", OPTIONS)
def test_a_shared_record_is_read_as_often_in_every_option(name: str) -> None:
    (record,) = system(name).records.values()
    (first,) = system("option_1").records.values()
    assert record.read_chance == first.read_chance
    assert record.function == first.function
    assert "hub" in record.writes and "hub" in record.reads


@pytest.mark.parametrize("name", OPTIONS)
def test_the_hub_of_an_option_takes_everybody(name: str) -> None:
    assert system(name).teams["hub"].accepts is None


def test_only_option_4_is_open_in_the_evening() -> None:
    calendars = {name: system(name).teams["hub"].calendar for name in OPTIONS}
    assert {name for name, calendar in calendars.items() if calendar != "office_hours"} == {
        "option_4"
    }


def test_navigator_of_option_4_stays_with_the_person() -> None:
    steps = system("option_4").steps
    assert steps["navigator_meeting"].who == steps["navigator_call"].who == "own"
    assert {rule.by for rule in steps["navigator_meeting"].then if rule.by} >= {"warm"}


@pytest.mark.parametrize("name", OPTIONS)
def test_as_many_people_are_under_way_at_the_start_of_an_option_as_today(name: str) -> None:
    assert under_way(system(name)) == under_way(system("today"))


@pytest.mark.parametrize("name", SYSTEMS)
def test_other_people_stop_waiting_alike_everywhere(name: str) -> None:
    assert not honest.streams_that_stop_otherwise(system(name))


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_team_with_a_queue_has_a_pinned_wait_alike_in_all_options(name: str) -> None:
    assert not honest.waits_that_differ_on_rung_a(system(name), system("today"))


def test_every_hub_has_the_same_pinned_wait() -> None:
    assert len({system(name).teams["hub"].pinned_wait for name in OPTIONS}) == 1
