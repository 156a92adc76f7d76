"""You Know Your Mind in Nottinghamshire and Nottingham, beside the time before it.

What is tested is fairness, and each thing that makes the project different: no specialist has to
assess first, the worker whom they know holds it, and the young person names the support. Each of
these is also taken out once, so that the test shows that it is there.
"""

from __future__ import annotations

import pytest

from sim.files import check_file, load_scenario, reasonless
from sim.log import COLUMNS, What
from sim.model.staffing import wte_after_transfers, yearly_cost
from tests import scenarios_honest as honest
from tests.sayings_honest import faults_of_sayings
from tests.scenarios_honest import ROOT, Played, played, system

TODAY, PROJECT = "nottinghamshire/today", "nottinghamshire/you_know_your_mind"
SYSTEMS = (TODAY, PROJECT)
BUDGET = ("budget_request", "budget_conversation", "budget_approval", "budget_money")
SPECIALISTS = ("child_mental_health", "adult_access", "adult_team", "therapies_team")
LISTS_OF_WEEKS = frozenset({"child_practitioner", "mental_health_nurse", "therapist"})
"""Roles whose teams have a published wait, and so fewer staff than would see everybody."""
ASK_A_SPECIALIST = "steps.own_worker_meeting.then.2.when.at_least=4"
"""The worker no longer goes to the conversation with anything but what is urgent."""
WILLING = ("personas.*.stigma.mental=0", "steps.child_care.helps.works=0")
"""More people go through the specialist's care, and still have the need afterwards."""

pytestmark = pytest.mark.behaviour


def people(run: Played, what: What, **where: object) -> set[int]:
    """The people of the rows of one kind."""
    return {int(each) for each in run.where(what, **where)[:, COLUMNS.index("person")]}


def assessed_before(run: Played) -> tuple[int, int]:
    """People who had the conversation: after a specialist had met them, and without."""
    first: dict[int, int] = {}
    for team in SPECIALISTS:
        for row in run.where(What.MEETS, team=team):
            person, minute = (int(row[COLUMNS.index(name)]) for name in ("person", "minute"))
            first[person] = min(minute, first.get(person, minute))
    before, without = set(), set()
    for row in run.where(What.MEETS, step="budget_conversation"):
        person, minute = (int(row[COLUMNS.index(name)]) for name in ("person", "minute"))
        (before if first.get(person, minute) < minute else without).add(person)
    return len(before), len(without)


# -- what a fair system is -----------------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_shipped_system_has_no_fault_and_a_reason_for_every_number(slug: str) -> None:
    assert check_file(ROOT / "scenarios" / f"{slug}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []
    assert honest.faults_of_reading(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_initials_stand_as_printed(slug: str) -> None:
    text = (ROOT / "scenarios" / f"{slug}.yaml").read_text(encoding="utf-8").lower()
    assert not [word for word in ("personal adviser", "looked after child") if word in text]


def test_the_project_costs_what_today_costs_and_moves_nobody() -> None:
    today, project = system(TODAY), system(PROJECT)
    assert project.transfers == ()
    assert yearly_cost(project) == yearly_cost(today) > 0
    assert wte_after_transfers(project) == wte_after_transfers(today)
    assert project.teams == today.teams


def test_nothing_is_given_to_the_project_for_nothing() -> None:
    today, project = system(TODAY), system(PROJECT)
    assert honest.other_demand(project) == honest.other_demand(today)
    assert honest.waits_that_differ_on_rung_a(project, today) == []
    assert honest.faults_of_crisis_doors(project, today) == []
    assert honest.assumed_otherwise(project, today) == []
    assert honest.roles_of_another_skill(project, today) == []
    assert honest.steps_that_do_the_same_otherwise(project, today) == []
    assert (project.doors, project.reaches) == (today.doors, {})


@pytest.mark.parametrize("slug", SYSTEMS)
def test_teams_are_of_full_size_and_can_do_what_is_offered_to_them(slug: str) -> None:
    assert honest.offered_too_much(system(slug), 0.92, LISTS_OF_WEEKS) == {}
    assert honest.streams_that_stop_otherwise(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_every_need_can_be_helped_at_its_highest_level(slug: str) -> None:
    assert honest.needs_beyond_help(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_people_of_another_site_can_be_sent_through(slug: str) -> None:
    sent = load_scenario(slug, root=ROOT, people=["millie", "young_person_in_care"])
    run = honest.played_of(sent, count=6, follow=8)
    assert run.steps_met(persona="millie")["gp_appointment"] > 0
    assert run.steps_met(persona="young_person_in_care")["own_worker_meeting"] > 0


# -- no diagnosis, no assessment first -----------------------------------------------------------


def test_a_budget_follows_a_specialists_assessment_before_and_needs_none_in_the_project() -> None:
    before, without = assessed_before(played(TODAY, *WILLING, count=52))
    assert before > 0 and without == 0
    assert assessed_before(played(PROJECT, count=26))[1] > 20
    asked = assessed_before(played(PROJECT, ASK_A_SPECIALIST, count=26))
    assert asked[1] == 0, "without that rule nobody comes to it"


def test_that_an_assessment_came_first_is_called_an_assumption() -> None:
    text = " ".join(system(TODAY).reading.text.split())
    assert "is assumed; no line of the source says it" in text
    assert any("nothing was required before" in other for other in system(TODAY).reading.could_mean)


def test_fewer_are_sent_back_where_no_specialist_has_to_take_them_first() -> None:
    bounced = [played(slug, count=26).where(What.BOUNCES).shape[0] for slug in SYSTEMS]
    assert bounced[0] > bounced[1]
    met = [
        sum(len(people(played(s, count=26), What.MEETS, team=t)) for t in SPECIALISTS)
        for s in SYSTEMS
    ]
    assert met[0] > met[1]


# -- the worker whom they know holds it -----------------------------------------------------------


def workers_met(run: Played) -> float:
    """Mean number of workers of the team whom somebody met who used a budget."""
    met: dict[int, set[int]] = {}
    for row in run.where(What.MEETS, team="own_workers"):
        person, worker = (int(row[COLUMNS.index(name)]) for name in ("person", "worker"))
        met.setdefault(person, set()).add(worker)
    users = people(run, What.MEETS, step="budget_money")
    assert len(users) > 20
    return sum(len(met[person]) for person in users) / len(users)


def test_one_social_worker_or_pa_does_all_of_it() -> None:
    anybody = [f"steps.{step}.who=any" for step in ("own_worker_meeting", *BUDGET)]
    assert workers_met(played(PROJECT, count=26)) < 1.1
    assert workers_met(played(PROJECT, *anybody, count=26)) > 2


def test_nobody_is_handed_on_between_the_meeting_and_the_support() -> None:
    run = played(PROJECT, count=26)
    for step in ("budget_conversation", "budget_approval", "budget_money"):
        assert system(PROJECT).steps[step].team == "own_workers"
        assert run.where(What.HANDS_ON, step=step).shape[0] == 0
    handed = played(TODAY, *WILLING, count=52).where(What.HANDS_ON, step="budget_request")
    assert handed.shape[0] > 0


def test_the_desk_that_holds_budgets_is_there_already_and_goes_through_every_form() -> None:
    assert system(TODAY).teams["budget_desk"].other_people
    run = played(PROJECT, count=26)
    paid = people(run, What.MEETS, step="budget_money")
    assert paid and paid <= people(run, What.CONFERS, step="budget_approval")
    assert not system(PROJECT).steps["budget_approval"].with_her


# -- the young person names the support ------------------------------------------------------------


def taken_up(run: Played, step: str) -> float:
    """Share of first offers of a step that were taken up."""
    answers = [int(row[COLUMNS.index("value")]) for row in run.where(What.OFFERED, step=step)]
    assert len(answers) > 20
    return sum(each == 1 for each in answers) / len(answers)


def test_what_they_name_fits_what_they_want_and_a_clinical_service_need_not() -> None:
    wishes = {wish for one in system(PROJECT).personas.values() for wish in one.wants}
    named = {function for wish in wishes for function in wish.functions}
    assert {system(PROJECT).steps[step].function for step in BUDGET[1::2]} == named
    no_wish = [f"personas.{name}.wants=[]" for name in system(TODAY).personas]
    with_wish, without = played(TODAY, count=52), played(TODAY, *no_wish, count=52)
    assert taken_up(with_wish, "child_assessment") < taken_up(without, "child_assessment")


def test_it_is_not_badged_so_that_no_stigma_acts_on_the_offer() -> None:
    badged = "steps.budget_conversation.seen_as=[mental]"
    assert taken_up(played(PROJECT, count=26), "budget_conversation") > 0.75
    assert taken_up(played(PROJECT, badged, count=26), "budget_conversation") < 0.7


def test_a_high_need_is_offered_the_specialist_service_once_the_support_has_been_used() -> None:
    run = played(PROJECT, "steps.budget_money.helps.works=0", count=26)
    used = people(run, What.MEETS, step="budget_money")
    assert used & people(run, What.OFFERED, step="child_assessment")


def test_about_as_many_use_a_budget_in_a_year_as_the_uptake_scaled_to_the_district() -> None:
    run = played(PROJECT, count=52)
    users = len(people(run, What.MEETS, step="budget_money"))
    uptake = (360 + 120) / 2 * 195_000 / 1_150_000
    assert uptake / 3 < users < 3 * uptake, "a check of size: neither number is exact"


def test_steps_are_called_as_at_the_other_sites_with_budgets() -> None:
    functions = {name: system(PROJECT).steps[name].function for name in BUDGET}
    assert functions == {
        "budget_request": "budget_request",
        "budget_conversation": "different_conversation",
        "budget_approval": "budget_approval",
        "budget_money": "chosen_support",
    }


def test_what_was_said_names_what_is_there_and_nobody_who_spoke() -> None:
    assert faults_of_sayings("nottinghamshire") == []
