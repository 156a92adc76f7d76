"""Thurrock before and with Positive Pathways, as shipped.

What makes the project different is tested by what happens in a short run, and by what no longer
happens once that feature is taken out of the file. What makes the comparison fair is tested as for
every site: no free staff but the post that says so, no fewer other people, no kinder luck.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from statistics import median

import pytest

from sim.files import check_file, reasonless
from sim.files.levers import parted
from sim.log import WAITS, What
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.model.words import HANDOFFS, NOTICERS
from tests.personas_honest import ROOT
from tests.scenarios_honest import (
    Played,
    assumed_otherwise,
    faults_of_crisis_doors,
    faults_of_reading,
    leading_to,
    needs_beyond_help,
    offered_too_much,
    other_demand,
    out_of_balance,
    played,
    roles_of_another_skill,
    rules,
    staff_moved_without_a_transfer,
    steps_that_do_the_same_otherwise,
    streams_that_moved_alone,
    streams_that_stop_otherwise,
    system,
    waiting_lists,
    waits_that_differ_on_rung_a,
)

pytestmark = pytest.mark.behaviour
TODAY = "thurrock/today"
PROJECT = "thurrock/positive_pathways"
QUICK = "thurrock/positive_pathways+quick_budget"
SYSTEMS = (TODAY, PROJECT, QUICK)
LETS_GO = ("teams.ewmhs.other_people.care.sessions=6", "steps.letting_go.then.0.when.chance=0")
"""Nobody is held on to."""
OFFERED_BY_CLINICIAN = "steps.telling_of_the_facilitator"
WAITS_FOR_OTHERS = "young_person_without_support"
MINUTE, PERSON, THREAD, EPISODE, WHAT, STEP, TEAM, WORKER, NEEDS, CHAPTERS, VALUE = range(11)
"""Where each column of the log stands."""
DAY = 1440


@cache
def year(slug: str, *changes: str) -> Played:
    """A run with a year of onset."""
    return played(slug, *changes, count=52)


def people_at(run: Played, step: str, **columns: str) -> set[int]:
    """Who had a contact at a step."""
    return {int(row[PERSON]) for row in run.where(What.MEETS, step=step, **columns)}


def first_at(run: Played, step: str) -> dict[int, int]:
    """When each person was first at a step."""
    first: dict[int, int] = {}
    for row in run.where(What.MEETS, step=step):
        first.setdefault(int(row[PERSON]), int(row[MINUTE]))
    return first


def with_the_companion(run: Played) -> float:
    """Contacts at which her companion was there, of everybody."""
    return float(run.people["contacts_with_companion"].sum())


def workers_at(run: Played, step: str) -> list[set[str]]:
    """The teams of the workers who were there, contact by contact."""
    there: dict[tuple[int, int], set[str]] = {}
    for row in run.where(What.MEETS, step=step):
        pool = run.program.pools[int(row[WORKER]) >> 24]
        there.setdefault((row[MINUTE], row[PERSON]), set()).add(run.program.teams[pool.team].name)
    return list(there.values())


def wait_for_a_first_talk(run: Played) -> float:
    """Median days that young people waited on the list of EWMHS, if seen in the second half."""
    step = [each.name for each in run.program.steps].index("ewmhs_assessment")
    half, begun, waited = run.rows[-1][MINUTE] / 2, {}, []
    for row in run.rows[run.rows[:, STEP] == step]:
        if row[WHAT] == What.WAIT_BEGINS:
            begun[row[PERSON], row[THREAD]] = WAITS[row[VALUE]]
        elif row[WHAT] == What.WAIT_ENDS and row[MINUTE] > half:
            waited += [row[VALUE] / DAY] * (begun[row[PERSON], row[THREAD]] == "queue")
    return float(median(waited))


# -- holding on --------------------------------------------------------------------------------


def test_clinicians_hold_on_as_things_are_and_the_list_is_weeks_long() -> None:
    held = people_at(year(TODAY), "more_sessions")
    assert len(held) > 0.4 * len(people_at(year(TODAY), "clinical_ending"))
    assert 21 < wait_for_a_first_talk(year(TODAY)) < 70


def test_the_list_is_short_where_clinicians_hold_on_to_nobody() -> None:
    run = year(TODAY, *LETS_GO)
    assert wait_for_a_first_talk(run) < 0.5 * wait_for_a_first_talk(year(TODAY))
    held = people_at(run, "more_sessions")
    assert len(held) < 0.5 * len(people_at(year(TODAY), "more_sessions")), "only what is still high"


def test_letting_go_of_forty_a_year_does_little_to_the_list() -> None:
    before, after = wait_for_a_first_talk(year(TODAY)), wait_for_a_first_talk(year(PROJECT))
    assert after == pytest.approx(before, rel=0.2)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_holding_on_is_put_in_alike_for_other_people_and_the_reading_says_so(slug: str) -> None:
    care = system(slug).teams["ewmhs"].other_people["care"]
    held, more = system(slug).steps["letting_go"].then[0], system(slug).steps["more_sessions"].helps
    assert held.go == "more_sessions" and held.when.chance and more
    alone = care.sessions.low
    assert care.sessions.central == pytest.approx(
        alone + held.when.chance.central * more.sessions.central
    )
    assert "put in here" in system(TODAY).reading.text


def test_whoever_is_let_go_of_as_things_are_goes_to_nobody_who_knows_them() -> None:
    after = {rule.go or rule.end for rule in system(TODAY).steps["discharge"].then}
    assert after == {"community_groups_meeting", "community_help_talk", "gp_review", "signposted"}


def test_the_service_sends_back_who_is_not_unwell_enough_and_ends_at_nineteen() -> None:
    accepts = system(TODAY).teams["ewmhs"].accepts
    assert accepts and accepts.at_least["mental"] == 3 and accepts.age_to == 18
    sent_back = len(year(TODAY).where(What.BOUNCES, team="ewmhs"))
    open_to_all = year(TODAY, "teams.ewmhs.accepts.at_least.mental=1")
    assert sent_back > 10 > len(open_to_all.where(What.BOUNCES, team="ewmhs"))
    assert system(TODAY).teams["ewmhs"].at_boundary == "gp_review"


# -- the facilitator overlaps before the clinician ends ------------------------------------------


def test_the_facilitator_and_the_clinician_meet_the_young_person_together() -> None:
    together = workers_at(year(PROJECT), "facilitator_meeting")
    assert len(together) > 20
    both = sum(there == {"ewmhs", "positive_pathways"} for there in together)
    assert both > 0.8 * len(together)
    cold = year(PROJECT, f"{OFFERED_BY_CLINICIAN}.then.0.by=cold")
    assert {"ewmhs"} & set().union(*workers_at(cold, "facilitator_meeting")) == set()


def test_the_clinician_is_gone_once_the_facilitator_carries_on() -> None:
    for step in ("exploring", "facilitator_support", "social_group"):
        assert set().union(*workers_at(year(PROJECT), step)) == {"positive_pathways"}


def test_the_facilitator_goes_along_to_what_there_is_in_the_community() -> None:
    both = {"positive_pathways", "community_help"}
    without = year(
        PROJECT,
        "steps.facilitator_meeting.companion=null",
        "steps.facilitator_again.companion=null",
    )
    assert both in workers_at(year(PROJECT), "community_help_talk")
    assert with_the_companion(year(PROJECT)) > 100
    assert not with_the_companion(without)
    assert len(year(PROJECT).where(What.COMPANION, value=1)) > 20
    assert not len(without.where(What.COMPANION))


def test_fewer_are_held_on_to_where_somebody_carries_on() -> None:
    before = people_at(year(TODAY), "more_sessions")
    after = people_at(year(PROJECT), "more_sessions")
    assert 0 < len(after) < 0.8 * len(before)
    high = [
        rule.when.at_least
        for rule in leading_to(system(PROJECT), "more_sessions")["clinical_ending"]
    ]
    assert high == [3], "before the facilitator only the work that is not done goes on"


def test_about_forty_young_people_are_referred_in_a_year() -> None:
    overlap = HANDOFFS.index("overlap")
    referred = []
    for seed in (7, 8, 9):
        run = played(PROJECT, count=52, follow=1, seed=seed)
        rows = run.where(What.HANDS_ON, step="facilitator_meeting")
        referred.append(len({int(r[PERSON]) for r in rows if r[VALUE] % 8 == overlap}))
    assert 30 <= sum(referred) / len(referred) <= 50


def test_who_is_between_14_and_18_is_referred_and_the_project_began_at_16() -> None:
    young = "young_person_leaving_early_intervention"
    assert people_at(year(PROJECT), "facilitator_meeting", persona=young)
    began = year(
        PROJECT,
        "steps.clinical_ending.then.2.when.age_from=16",
        "steps.more_sessions.then.2.when.age_from=16",
    )
    among = people_at(began, "facilitator_meeting", persona=young)
    assert len(among) < len(people_at(year(PROJECT), "facilitator_meeting", persona=young))
    for _, _, rule in rules(system(PROJECT)):
        if rule.go == "telling_of_the_facilitator":
            assert (rule.when.age_from, rule.when.age_to) == (14, 18)


def test_the_offer_of_a_facilitator_carries_no_stigma() -> None:
    badged = year(PROJECT, f"{OFFERED_BY_CLINICIAN}.seen_as=mental")

    def refused(run: Played) -> float:
        answers = run.where(What.OFFERED, step="telling_of_the_facilitator")[:, VALUE]
        return float((answers == 0).mean())

    assert refused(year(PROJECT)) < refused(badged)
    assert system(PROJECT).steps["social_group"].seen_as == ("nothing",)


# -- the plan, the group, the budget ---------------------------------------------------------------


def test_the_young_persons_own_plan_helps_while_other_things_are_waited_for() -> None:
    begun = year(PROJECT).where(What.ALONGSIDE, step="own_wellbeing_plan", value=1)
    assert len({int(row[PERSON]) for row in begun}) > 10
    assert "own_wellbeing_plan" not in system(TODAY).steps
    leads = leading_to(system(PROJECT), "own_wellbeing_plan")
    assert set(leads) >= {"plan_session", "exploring"}
    for found in leads.values():
        assert all(rule.go != "own_wellbeing_plan" for rule in found), "it hands nobody on"


def test_the_family_can_tell_what_the_young_person_does_not() -> None:
    other = "young_person_other_postcode"
    assert len(year(PROJECT).where(What.TOLD_FOR_HER, persona=other))
    silent = year(PROJECT, f"personas.{other}.supporters.family.tells=[]")
    assert not len(silent.where(What.TOLD_FOR_HER))
    assert system(PROJECT).steps["plan_session"].mode == "home_visit"


def test_a_postcode_says_what_elsewhere_only_a_conversation_finds() -> None:
    def heard(persona: str) -> float:
        """Share of those met by the facilitator whose money anybody heard of at once."""
        run = year(PROJECT)
        met = people_at(run, "clinical_ending", persona=persona)
        name = [p.name for p in run.program.personas].index(persona)
        need = [n.name for n in run.program.personas[name].needs].index("short_of_money")
        first = {
            int(row[PERSON])
            for row in run.where(What.TOLD_NEEDS, step="clinical_ending", persona=persona)
            if int(row[NEEDS]) >> need & 1
        }
        return len(first) / len(met)

    assert heard("young_person_known_postcode") > heard("young_person_other_postcode")


def test_young_people_who_are_lonely_come_to_the_group_of_the_project() -> None:
    alone = "young_person_alone_after_ewmhs"
    assert people_at(year(PROJECT), "social_group", persona=alone)
    assert all(
        there == {"positive_pathways"} for there in workers_at(year(PROJECT), "social_group")
    )
    assert "social_group" not in system(TODAY).steps


def test_a_budget_is_asked_for_only_after_looking_at_what_there_is() -> None:
    assert set(leading_to(system(PROJECT), "budget_request")) == {"exploring", "facilitator_again"}
    asked = first_at(year(PROJECT), "budget_request")
    looked = first_at(year(PROJECT), "facilitator_again") | first_at(year(PROJECT), "exploring")
    assert asked and all(looked[person] < asked[person] for person in asked)


def test_few_young_people_need_a_budget_and_none_where_everything_exists() -> None:
    asked = sum(
        len(first_at(played(PROJECT, count=52, seed=seed), "budget_request")) for seed in (7, 8, 9)
    )
    looked = sum(
        len(first_at(played(PROJECT, count=52, seed=seed), "exploring")) for seed in (7, 8, 9)
    )
    assert 0.07 <= asked / looked <= 0.25, "six of forty, and the range of that row of evidence"
    nothing_lacks = "steps.exploring.then.2.when.chance=0"
    none = year(PROJECT, nothing_lacks, "steps.facilitator_again.then.3.when.chance=0")
    assert not first_at(none, "budget_request")


def days_to_the_money(slug: str) -> list[float]:
    """Days from asking for a budget to the money, person by person, over three runs."""
    found = []
    for seed in (7, 8, 9):
        run = played(slug, count=52, seed=seed)
        asked, there = first_at(run, "budget_request"), first_at(run, "budget_money")
        found += [(there[who] - asked[who]) / DAY for who in asked.keys() & there.keys()]
    return found


def test_a_budget_within_the_week_takes_days_where_it_took_weeks() -> None:
    usual, quick = days_to_the_money(PROJECT), days_to_the_money(QUICK)
    assert len(usual) > 5 and len(quick) > 5
    assert median(quick) <= 7 < 14 < median(usual)
    assert min(quick) >= 4, "Monday to Friday"


def test_the_quick_budget_is_three_numbers_and_nothing_else() -> None:
    usual, quick = system(PROJECT), system(QUICK)
    differ = {name for name, step in quick.steps.items() if step != usual.steps[name]}
    assert differ == {"budget_conversation", "budget_approval", "budget_money"}
    lever = [
        f"steps.{step}.notice.central={days}"
        for step, days in (("budget_conversation", 2), ("budget_approval", 1), ("budget_money", 1))
    ]
    for name in differ:
        pulled, written = system(PROJECT, *lever).steps[name].notice, quick.steps[name].notice
        assert pulled and written and pulled.central == written.central
    assert quick.teams == usual.teams and quick.transfers == usual.transfers
    assert quick.doors == usual.doors and quick.personas == usual.personas


# -- coming back -----------------------------------------------------------------------------------


def test_who_has_been_there_comes_back_to_the_facilitator_without_starting_again() -> None:
    run = year(PROJECT)
    back = people_at(run, "facilitator_again")
    assert back and back <= people_at(run, "facilitator_meeting")
    assert not people_at(run, "facilitator_again", persona=WAITS_FOR_OTHERS)
    shut = year(PROJECT, "steps.asking_again.then.0.when.chance=0")
    assert not people_at(shut, "facilitator_again")


# -- fairness --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_shipped_system_has_no_fault_and_every_number_a_reason(slug: str) -> None:
    file, _ = parted(slug)
    assert check_file(ROOT / "scenarios" / f"{file}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []
    assert not faults_of_reading(system(slug), lines=3)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_every_noticer_has_a_door_and_every_urgent_need_one_that_is_open(slug: str) -> None:
    scenario = system(slug)
    assert set(scenario.doors) >= set(NOTICERS) - {"neighbour"} | {"otherwise"}
    assert not faults_of_crisis_doors(scenario, system(TODAY))
    assert not needs_beyond_help(scenario)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_people_of_this_source_are_composites_so_that_nobody_is_named(slug: str) -> None:
    assert not system(slug).named


@pytest.mark.parametrize("slug", SYSTEMS)
def test_no_team_but_the_one_with_a_list_of_weeks_is_offered_more_than_it_can_do(slug: str) -> None:
    assert not offered_too_much(system(slug), 0.92, frozenset({"clinician"}))
    held_on_to_nobody = offered_too_much(system(slug, *LETS_GO), 0.93)
    assert not held_on_to_nobody, "without holding on the clinicians would have time"


@pytest.mark.parametrize("slug", (PROJECT, QUICK))
def test_the_only_thing_given_for_free_is_one_post_that_says_so(slug: str) -> None:
    today, variant = system(TODAY), system(slug)
    (post,) = variant.transfers
    assert not post.from_team and "additional" in post.why and post.wte.central == 1
    assert not staff_moved_without_a_transfer(today, variant)
    more = {pool: wte for pool, wte in wte_after_transfers(variant).items() if wte}
    assert more == wte_after_transfers(today) | {("positive_pathways", "youth_facilitator"): 1}
    post_a_year = yearly_cost(variant) - yearly_cost(today)
    assert 40_000 < post_a_year < 90_000, "one post of the pay of a link worker"
    assert not out_of_balance(today, variant, added=post_a_year)


@pytest.mark.parametrize("slug", (PROJECT, QUICK))
def test_other_people_lists_and_luck_are_those_of_today(slug: str) -> None:
    today, variant = system(TODAY), system(slug)
    assert other_demand(variant) == other_demand(today)
    assert waiting_lists(variant) == waiting_lists(today)
    assert not streams_that_moved_alone(today, variant)
    assert not streams_that_stop_otherwise(variant)
    assert not waits_that_differ_on_rung_a(variant, today)
    assert not assumed_otherwise(variant, today)
    assert not roles_of_another_skill(variant, today)
    assert not steps_that_do_the_same_otherwise(variant, today)


def test_meeting_with_a_clinician_when_the_work_is_done_helps_alike_in_both() -> None:
    held = system(TODAY).steps["more_sessions"].helps
    joint = system(PROJECT).steps["facilitator_meeting"].helps
    assert held and joint
    assert (held.works.central, held.reaches, held.lowers_to) == (
        joint.works.central,
        joint.reaches,
        joint.lowers_to,
    )


def test_chance_stands_only_where_the_source_leaves_open_how_many() -> None:
    lines = Counter(
        rule.when.chance.evidence or rule.when.chance.said
        for slug in (TODAY, PROJECT)
        for _, _, rule in rules(system(slug))
        if rule.when.chance
    )
    assert set(lines) == {
        "002 L179",
        "002 L180",
        "002 L181",
        "002 L207",
        "p_no_support_waiting",
        "p_mh_line_to_ae",
        "seed_phb_needed",
    }
