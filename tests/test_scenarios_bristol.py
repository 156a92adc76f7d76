"""You're in Control in Bristol, beside the time before it.

What is tested is fairness, and each thing that makes the project different: who asks, what is
asked, who hears of it, who decides on the budget. Each of these is also taken out once, so that
the test shows that it is there.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from statistics import median

import pytest

from sim.files import check_file, load_scenario, reasonless
from sim.log import COLUMNS, WORKER_BITS, What
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_WEEK, WEEKS_PER_YEAR
from tests import scenarios_honest as honest
from tests.sayings_honest import faults_of_sayings
from tests.scenarios_honest import ROOT, Played, played, rules, system

TODAY, PROJECT = "bristol/today", "bristol/youre_in_control"
SYSTEMS = (TODAY, PROJECT)
NOT_REACHED = "young_man_not_reached"
BUDGET = ("budget_request", "budget_conversation", "budget_approval", "budget_money")
ONLY_HEARD_OF = "reaches.*.per_week=0"
LISTS_OF_WEEKS = frozenset({"child_practitioner", "mental_health_nurse", "therapist"})
"""Roles whose teams have a published wait, and so fewer staff than would see everybody."""

pytestmark = pytest.mark.behaviour


def column(run: Played, what: What, name: str, **where: object) -> list[int]:
    """A column of the rows of one kind."""
    return [int(each) for each in run.where(what, **where)[:, COLUMNS.index(name)]]


def pool_of(run: Played, worker: int) -> str:
    """Team and role of a worker."""
    return run.program.pools[worker >> WORKER_BITS].name


def taken_up(run: Played, step: str) -> float:
    """Share of first offers of a step that were taken up."""
    answers = column(run, What.OFFERED, "value", step=step)
    assert len(answers) > 20
    return sum(each == 1 for each in answers) / len(answers)


@cache
def budgets(*changes: str) -> Played:
    """A longer run of the project, in which enough budgets are asked for."""
    return played(PROJECT, *changes, count=26)


def days_between(run: Played, first: str, then: str) -> float:
    """Median days from each person's first contact at one step to the first at another."""
    begun = [first_contacts(run, step) for step in (first, then)]
    found = [
        begun[1][person] - minute
        for person, minute in begun[0].items()
        if begun[1].get(person, -1) > minute
    ]
    assert len(found) > 10
    return median(found) / MINUTES_PER_DAY


def first_contacts(run: Played, step: str) -> dict[int, int]:
    """Minute of each person's first contact at a step."""
    people, minutes = (column(run, What.MEETS, name, step=step) for name in ("person", "minute"))
    return dict(reversed(list(zip(people, minutes, strict=True))))


# -- what a fair system is -----------------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_shipped_system_has_no_fault_and_a_reason_for_every_number(slug: str) -> None:
    assert check_file(ROOT / "scenarios" / f"{slug}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []
    assert honest.faults_of_reading(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_initials_and_names_stand_as_printed(slug: str) -> None:
    text = (ROOT / "scenarios" / f"{slug}.yaml").read_text(encoding="utf-8").lower()
    said = [
        word for word in ("personal adviser", "barnardo", "commissioning group") if word in text
    ]
    assert not said


def test_the_project_costs_what_today_costs_and_the_posts_of_the_pilot() -> None:
    today, project = system(TODAY), system(PROJECT)
    (post,) = project.transfers
    assert (post.from_team, post.wte.central) == ("", 1.5)
    assert "additional" in post.why
    staff = project.teams["budget_provider"].staff["budget_worker"]
    hours = post.wte.central * staff.hours.central * WEEKS_PER_YEAR
    added = hours * staff.cost_per_hour.central
    assert honest.out_of_balance(today, project, added) == 0
    assert yearly_cost(project) - yearly_cost(today) == pytest.approx(added, rel=1e-6)


def test_nothing_else_is_given_to_the_project_for_nothing() -> None:
    today, project = system(TODAY), system(PROJECT)
    assert honest.other_demand(project) == honest.other_demand(today)
    assert honest.waiting_lists(project) == honest.waiting_lists(today)
    assert honest.under_way(project) == honest.under_way(today)
    assert honest.waits_that_differ_on_rung_a(project, today) == []
    assert honest.faults_of_crisis_doors(project, today) == []
    assert honest.assumed_otherwise(project, today) == []
    assert honest.roles_of_another_skill(project, today) == ["pa"]
    assert honest.steps_that_do_the_same_otherwise(project, today) == []
    assert {
        pool: wte
        for pool, wte in wte_after_transfers(project).items()
        if pool[0] != "budget_provider"
    } == wte_after_transfers(today)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_teams_are_of_full_size_and_can_do_what_is_offered_to_them(slug: str) -> None:
    assert honest.offered_too_much(system(slug), 0.92, LISTS_OF_WEEKS) == {}
    assert honest.streams_that_stop_otherwise(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_every_need_can_be_helped_at_its_highest_level(slug: str) -> None:
    assert honest.needs_beyond_help(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_people_of_another_site_can_be_sent_through(slug: str) -> None:
    sent = load_scenario(slug, root=ROOT, people=["millie", "george", "fred"])
    run = honest.played_of(sent, count=6, follow=8)
    assert run.steps_met()["gp_appointment"] > 0
    assert not set(run.steps_met()) & set(BUDGET), "they are not in care and have not left it"


# -- the young people whom it is for -------------------------------------------------------------


def test_mental_health_services_are_eligible_for_and_not_taken_up_today() -> None:
    assert taken_up(played(TODAY, count=26), "child_assessment") < 0.5
    no_stigma = tuple(f"personas.{name}.stigma.*=0" for name in system(TODAY).personas)
    assert taken_up(played(TODAY, *no_stigma, count=26), "child_assessment") > 0.6


def test_the_conversation_is_not_badged_so_that_no_stigma_acts_on_it() -> None:
    badged = "steps.budget_conversation.seen_as=[trauma]"
    assert taken_up(budgets(), "budget_conversation") > 0.75
    assert taken_up(budgets(badged), "budget_conversation") < 0.6


def test_it_takes_those_from_14_to_21_and_nobody_older() -> None:
    met = budgets().steps_met(persona=NOT_REACHED)
    assert met["pa_meeting"] > 0 and met["budget_conversation"] > 0
    older = budgets(f"personas.{NOT_REACHED}.age=25").steps_met(persona=NOT_REACHED)
    assert older["pa_meeting"] > 0
    assert older["budget_conversation"] == older["budget_request"] == 0


def test_childrens_services_end_at_18_and_the_project_does_not() -> None:
    for slug in SYSTEMS:
        child = system(slug).teams["child_mental_health"]
        assert child.accepts is not None and child.accepts.age_to == 17
        assert child.at_boundary == "adult_triage"
    ages = {
        (rule.when.age_from, rule.when.age_to)
        for _, _, rule in rules(system(PROJECT))
        if rule.go in ("budget_request", "budget_conversation")
    }
    assert ages == {(14, 21)}


# -- the PA whom they know asks different questions ------------------------------------------------


def test_the_pa_whom_they_know_does_all_of_it() -> None:
    for step in ("pa_meeting", "budget_conversation", "budget_approval", "budget_money"):
        assert system(PROJECT).steps[step].who == "own"
        assert system(PROJECT).steps[step].team == "pas"
    anybody = tuple(f"steps.{step}.who=any" for step in (*BUDGET[1:], "pa_meeting"))
    assert pas_met(played(PROJECT)) < 1.1 < pas_met(played(PROJECT, *anybody))


def pas_met(run: Played) -> float:
    """Mean number of PAs whom somebody met who used a budget."""
    pas: dict[int, set[int]] = {}
    for row in run.where(What.MEETS, team="pas"):
        pas.setdefault(int(row[COLUMNS.index("person")]), set()).add(
            int(row[COLUMNS.index("worker")])
        )
    users = set(column(run, What.MEETS, "person", step="budget_money"))
    return sum(len(pas[person]) for person in users) / len(users)


def test_a_different_conversation_asks_for_what_a_usual_meeting_does_not() -> None:
    usual, different = (system(slug).steps["pa_meeting"].asks for slug in SYSTEMS)
    assert "all" in different
    assert not {"all", "connection", "circumstances"} & set(usual)
    assert heard_of_loneliness(played(PROJECT, rung="A")) > 0
    as_before = [
        f"steps.{step}.asks=[trauma, mental, money_work]"
        for step in ("pa_meeting", "budget_conversation", "budget_second_conversation")
    ]
    assert heard_of_loneliness(played(PROJECT, *as_before, rung="A")) == 0


def heard_of_loneliness(run: Played) -> int:
    """Times that a PA heard of the loneliness of somebody in care for the first time."""
    persona = next(p for p in run.program.personas if p.name == "young_person_in_care")
    lonely = 1 << [need.name for need in persona.needs].index("loneliness")
    needs = column(run, What.TOLD_NEEDS, "needs", persona="young_person_in_care", team="pas")
    return sum(bool(each & lonely) for each in needs)


def test_the_conversation_takes_longer_than_a_usual_meeting() -> None:
    steps = system(PROJECT).steps
    usual, longer = (steps[name].minutes.mean for name in ("pa_meeting", "budget_conversation"))
    assert usual.central < longer.central
    assert longer.low < usual.central, "and it may take no longer"


def test_that_training_makes_pas_hear_better_is_an_assumption_that_may_be_nothing() -> None:
    before, after = (system(slug).teams["pas"].staff["pa"].skill for slug in SYSTEMS)
    changed = {domain for domain in after if after[domain].central != before[domain].central}  # type: ignore[index]
    assert changed <= {"mental", "trauma"}
    for domain in changed:
        assert after[domain].low == before[domain].central < after[domain].central  # type: ignore[index]


# -- who hears of it ------------------------------------------------------------------------------


def test_young_people_ask_for_themselves_and_hear_of_it_from_others() -> None:
    asking = played(PROJECT).steps_met()["budget_request"]
    alone = played(PROJECT, ONLY_HEARD_OF).steps_met()["budget_request"]
    for one in ("self_referral", "word_of_mouth"):
        without = played(PROJECT, f"reaches.{one}.per_week=0").steps_met()["budget_request"]
        assert alone < without < asking


def test_more_people_are_reached_where_word_goes_round() -> None:
    with_word, without = played(PROJECT), played(PROJECT, ONLY_HEARD_OF)
    assert never_reached(with_word) < never_reached(without)


def never_reached(run: Played) -> int:
    """People with onset who never asked."""
    return len(set(column(run, What.ONSET, "person")) - set(column(run, What.ASKED, "person")))


def test_word_does_not_reach_the_group_that_the_source_names() -> None:
    assert NOT_REACHED in system(PROJECT).personas
    for reach in system(PROJECT).reaches.values():
        assert set(reach.personas) == set(system(PROJECT).personas) - {NOT_REACHED}
    with_word, without = (played(PROJECT, *changes, rung="A") for changes in ((), (ONLY_HEARD_OF,)))
    asked = [column(run, What.ASKED, "minute", persona=NOT_REACHED) for run in (with_word, without)]
    assert asked[0] == asked[1] != []
    others = [
        column(run, What.ASKED, "minute", persona="young_person_in_care")
        for run in (with_word, without)
    ]
    assert len(others[0]) > len(others[1])


def test_organisations_that_work_with_care_leavers_send_them_and_keep_their_names() -> None:
    title = system(PROJECT).teams["youth_organisations"].title
    assert "USAC" in title and "Off The Record" in title
    sent = [rule for name, _, rule in rules(system(PROJECT)) if name == "youth_organisation_talk"]
    assert [rule.by for rule in sent if rule.go == "budget_request"] == ["cold"]
    assert played(PROJECT).where(What.HANDS_ON, step="budget_request").shape[0] > 0
    assert played(TODAY).steps_met()["youth_organisation_talk"] > 0


# -- the budget, and who decides on it -----------------------------------------------------------


def test_another_organisation_decides_on_the_budget_and_the_pa_keeps_the_person() -> None:
    team = system(PROJECT).teams["budget_provider"]
    assert team.organisation != system(PROJECT).teams["pas"].organisation
    run = budgets()
    sat = Counter(pool_of(run, each) for each in column(run, What.CONFERS, "worker"))
    assert sat["pas.pa"] == sat["budget_provider.budget_worker"] > 20
    assert run.where(What.HANDS_ON, step="budget_approval").shape[0] == 0


def test_nobody_has_a_budget_whose_form_was_not_gone_through() -> None:
    run = budgets()
    checked = set(column(run, What.CONFERS, "person", step="budget_approval"))
    paid = set(column(run, What.MEETS, "person", step="budget_money"))
    paid |= set(column(run, What.MEETS, "person", step="big_budget_money"))
    assert paid and paid <= checked


def test_a_form_without_enough_of_the_young_person_goes_back_to_the_conversation() -> None:
    chance = "steps.budget_approval.then.0.when.chance={}"
    never, always = budgets(chance.format(0)), budgets(chance.format(1))
    assert never.steps_met()["budget_second_conversation"] == 0
    assert always.steps_met()["budget_second_conversation"] > 20
    assert budgets().steps_met()["budget_second_conversation"] > 0
    assert always.steps_met()["budget_money"] > 0, "and comes through at the second time"


def test_approval_costs_days_before_the_money_is_there() -> None:
    quick = budgets("steps.budget_approval.notice*=0")
    slow = days_between(budgets(), "budget_conversation", "budget_money")
    assert slow > days_between(quick, "budget_conversation", "budget_money") + 3


def test_the_quick_week_can_be_pulled_here() -> None:
    week = budgets(
        "steps.budget_conversation.notice=2",
        "steps.budget_approval.notice=1",
        "steps.budget_money.notice=1",
    )
    assert days_between(week, "budget_request", "budget_conversation") < 8
    assert days_between(week, "budget_conversation", "budget_money") < 8
    assert days_between(budgets(), "budget_conversation", "budget_money") > 10
    saved = days_between(budgets(), "pa_meeting", "budget_money") - days_between(
        week, "pa_meeting", "budget_money"
    )
    assert saved > 5
    assert set(BUDGET) <= set(system(PROJECT).steps)


def test_two_budgets_a_year_are_big() -> None:
    assert system(PROJECT).steps["big_budget_money"].yearly_limit is not None
    begun = [
        len(set(column(run, What.MEETS, "person", step="big_budget_money")))
        for run in (budgets(), budgets("steps.big_budget_money.yearly_limit=50"))
    ]
    assert begun[0] == 2 < begun[1]


def test_a_high_need_is_offered_the_clinical_service_once_the_budget_has_been_used() -> None:
    run = played(PROJECT, "steps.budget_money.helps.works=0", rung="A", count=26)
    used = set(column(run, What.MEETS, "person", step="budget_money"))
    offered = set(column(run, What.OFFERED, "person", step="child_assessment"))
    offered |= set(column(run, What.OFFERED, "person", step="adult_assessment"))
    assert used & offered


def test_the_posts_of_the_pilot_have_time_for_every_form() -> None:
    run = budgets()
    workers, minutes = (column(run, What.CONFERS, name) for name in ("worker", "value"))
    held = sum(
        taken
        for worker, taken in zip(workers, minutes, strict=True)
        if pool_of(run, worker) == "budget_provider.budget_worker"
    )
    staff = system(PROJECT).teams["budget_provider"].staff["budget_worker"]
    weeks = run.program.horizon / MINUTES_PER_WEEK
    rostered = 1.5 * staff.hours.central * MINUTES_PER_HOUR * weeks
    assert 0 < held / staff.contact_share.central < 0.5 * rostered


def test_steps_are_called_as_at_the_other_sites_with_budgets() -> None:
    functions = {name: system(PROJECT).steps[name].function for name in BUDGET}
    assert functions == {
        "budget_request": "budget_request",
        "budget_conversation": "different_conversation",
        "budget_approval": "budget_approval",
        "budget_money": "chosen_support",
    }


# -- what people said ------------------------------------------------------------------------------


def test_what_was_said_names_what_is_there_and_nobody_who_spoke() -> None:
    assert faults_of_sayings("bristol") == []


def test_a_reach_that_names_nobody_who_comes_is_left_out_where_others_are_sent() -> None:
    alone = load_scenario(PROJECT, root=ROOT, people=[NOT_REACHED])
    assert alone.reaches == {}
    some = load_scenario(PROJECT, root=ROOT, people=[NOT_REACHED, "young_refugee"])
    assert {reach.personas for reach in some.reaches.values()} == {("young_refugee",)}
