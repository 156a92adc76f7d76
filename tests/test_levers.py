"""The shipped levers: what each says of itself, and that each does in a system what it says.

The quick tests pull one lever for each family of mechanism, run the system with and without it,
and look into the log for what the lever is there for. The slow ones pull every lever in every
system that it fits.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from statistics import mean, median
from typing import Any

import numpy as np
import pytest

from sim.files import list_scenarios, load_levers, load_scenario, reasonless
from sim.files.levers import systems_of
from sim.log import COLUMNS, What
from sim.model.levers import TAGS, VERBS, Lever
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte, yearly_cost
from sim.model.words import HANDOFFS, MINUTES_PER_DAY, MODES
from sim.program import Program, compile_program
from tests.personas_honest import ROOT
from tests.scenarios_honest import Played, played, system

SAID = re.compile(r"00[0-4] L\d+(-\d+)?(, 00[0-4] L\d+(-\d+)?)*")
LEVERS = load_levers(ROOT)
SYSTEMS = list_scenarios(ROOT)
WITHIN_A_POUND = 1.0
AFTER_NINE_TO_FIVE = 17 * 60


@cache
def year(slug: str) -> Played:
    """Half a year of onset in a system, and half a year after."""
    return played(slug, count=26, follow=26)


def column(rows: Any, name: str) -> Any:
    """One column of rows of the log."""
    return rows[:, COLUMNS.index(name)]


# -- what a lever says -----------------------------------------------------------------------------


@pytest.mark.unit
def test_there_are_levers_of_every_verb_and_for_every_tag() -> None:
    assert len(LEVERS) >= 60
    assert {lever.verb for lever in LEVERS.values()} == set(VERBS)
    assert {tag for lever in LEVERS.values() for tag in lever.tags} == set(TAGS)


@pytest.mark.unit
@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_says_in_words_what_it_is_who_said_it_and_what_it_costs(name: str) -> None:
    lever = LEVERS[name]
    assert SAID.fullmatch(lever.said), lever.said
    assert lever.title and lever.sentence.endswith(".") and lever.who and lever.costs
    assert len(set(lever.tags)) == len(lever.tags) >= 1
    assert systems_of(lever, SYSTEMS)


@pytest.mark.unit
def test_no_two_levers_have_the_same_title_or_sentence() -> None:
    titles = Counter(lever.title for lever in LEVERS.values())
    sentences = Counter(lever.sentence for lever in LEVERS.values())
    assert not [text for text, times in (titles | sentences).items() if times > 1]


@pytest.mark.unit
def test_every_system_can_have_a_lever_pulled() -> None:
    shipped = [slug for slug in SYSTEMS if not slug.startswith("questions/")]
    fitted = {slug for lever in LEVERS.values() for slug in systems_of(lever, SYSTEMS)}
    assert set(shipped) <= fitted


# -- what a lever does, one for each family --


def late(run: Played, team: str) -> int:
    """Contacts of a team that begin after five."""
    met = run.where(What.MEETS, team=team)
    return int((column(met, "time") % MINUTES_PER_DAY >= AFTER_NINE_TO_FIVE).sum())


@pytest.mark.behaviour
def test_evenings_bring_contacts_beyond_nine_to_five() -> None:
    assert late(year("lambeth/today"), "therapies_team") == 0
    assert late(year("lambeth/today+evenings_for_therapies"), "therapies_team") > 0


@pytest.mark.behaviour
@pytest.mark.parametrize(
    ("base", "lever"),
    [("lambeth/today", "linked_systems"), ("suffolk/today", "health_passport")],
)
def test_a_record_that_is_shared_saves_people_from_telling_again(base: str, lever: str) -> None:
    before, after = year(base), year(f"{base}+{lever}")
    assert mean(after.people["repeated_stories"]) < mean(before.people["repeated_stories"])


@pytest.mark.behaviour
def test_a_record_that_fewer_read_lets_people_tell_again() -> None:
    before = year("banes/option_3")
    after = year("banes/option_3+information_as_appropriate")
    assert mean(after.people["repeated_stories"]) > mean(before.people["repeated_stories"])


@pytest.mark.behaviour
def test_somebody_goes_along_where_there_was_nobody() -> None:
    went, base = "north_central_london/today+one_person_all_the_way", "north_central_london/today"
    assert len(year(base).where(What.COMPANION)) == 0
    assert len(year(went).where(What.COMPANION, value=1)) > 0


@pytest.mark.behaviour
def test_outreach_meets_people_where_they_are() -> None:
    assert year("lambeth/today+outreach_in_pubs").steps_met()["word_in_a_pub"] > 0


@pytest.mark.behaviour
def test_who_is_ruled_out_for_a_second_need_no_longer_is() -> None:
    before = year("norfolk_waveney/today").where(What.BOUNCES, team="drug_and_alcohol")
    after = year("norfolk_waveney/today+nobody_ruled_out")
    assert len(before) > 0
    assert len(after.where(What.BOUNCES, team="drug_and_alcohol")) < len(before)


@pytest.mark.behaviour
def test_everybody_who_waits_has_something_meanwhile() -> None:
    before, after = year("suffolk/today"), year("suffolk/today+offer_something_meanwhile")
    assert len(after.where(What.ALONGSIDE, value=1)) > len(before.where(What.ALONGSIDE, value=1))


@pytest.mark.behaviour
def test_a_first_no_is_asked_again_and_sometimes_becomes_a_yes() -> None:
    step = {"step": "therapies_first_talk", "value": 2}
    assert len(year("lambeth/today").where(What.OFFERED, **step)) == 0
    assert len(year("lambeth/today+ask_again_gently").where(What.OFFERED, **step)) > 0


@pytest.mark.behaviour
def test_nobody_tells_the_desk_why_they_came() -> None:
    desk = {"step": "ae_reception"}
    assert len(year("north_central_london/today").where(What.TELLS, **desk)) > 0
    pulled = year("north_central_london/today+no_reason_at_reception")
    assert len(pulled.where(What.TELLS, **desk)) == 0


def days_to_the_money(slug: str) -> float:
    """Median of days from the conversation about a budget to the first contact about its money."""
    run = year(slug)
    first: dict[str, dict[int, int]] = {}
    for step in ("budget_conversation", "budget_money"):
        met = run.where(What.MEETS, step=step)
        for person, time in zip(column(met, "person"), column(met, "time"), strict=True):
            first.setdefault(step, {}).setdefault(int(person), int(time))
    asked, there = first["budget_conversation"], first["budget_money"]
    both = asked.keys() & there.keys()
    return median((there[who] - asked[who]) / MINUTES_PER_DAY for who in both)


@pytest.mark.behaviour
@pytest.mark.parametrize("slug", ["bristol/youre_in_control", "nottinghamshire/you_know_your_mind"])
def test_a_quick_budget_is_there_days_after_it_was_talked_over(slug: str) -> None:
    assert days_to_the_money(f"{slug}+quick_budget") < days_to_the_money(slug) - 3


@pytest.mark.behaviour
def test_clinicians_who_let_go_have_fewer_sessions_after_the_last() -> None:
    before = year("thurrock/today").steps_met()["more_sessions"]
    after = year("thurrock/today+clinicians_let_go").steps_met()["more_sessions"]
    assert after < before


@pytest.mark.behaviour
def test_who_asks_for_help_walks_into_the_wellbeing_hub() -> None:
    team, drop_in = "wellbeing_hub", MODES.index("drop_in")

    def walked_in(slug: str) -> int:
        met = year(slug).where(What.MEETS, team=team)
        return int((column(met, "value") % 16 == drop_in).sum())

    assert walked_in("norfolk_waveney/today") == 0
    assert walked_in("norfolk_waveney/today+drop_in_hub") > 0


@pytest.mark.behaviour
def test_a_gradual_handing_over_is_one_in_which_both_meet_her() -> None:
    overlap = HANDOFFS.index("overlap")

    def overlaps(slug: str) -> int:
        return int((column(year(slug).where(What.HANDS_ON), "value") % 8 == overlap).sum())

    assert overlaps("north_central_london/today") == 0
    assert overlaps("north_central_london/today+gradual_handing_over") > 0


@pytest.mark.behaviour
def test_fewer_assessments_lie_on_the_way_to_help() -> None:
    before, after = year("suffolk/today"), year("suffolk/today+fewer_assessments")
    assert after.steps_met()["access_assessment"] < before.steps_met()["access_assessment"]


@pytest.mark.behaviour
def test_a_gp_is_advised_and_keeps_people_who_were_sent_on() -> None:
    before, after = year("banes/today"), year("banes/today+advice_to_the_gp")
    assert len(after.where(What.CONFERS, step="gp_is_advised")) > 0
    assert after.steps_met()["pcls_triage"] < before.steps_met()["pcls_triage"]


@pytest.mark.behaviour
def test_in_a_crisis_people_go_to_the_safe_space_and_fewer_to_ae() -> None:
    before, after = year("suffolk/today"), year("suffolk/today+safe_space")
    assert after.steps_met()["safe_space_talk"] > 0
    assert after.steps_met()["emergency_visit"] < before.steps_met()["emergency_visit"]


@pytest.mark.behaviour
def test_twenty_minutes_with_a_gp_are_twenty_minutes() -> None:
    def minutes(slug: str) -> float:
        return float(np.mean(column(year(slug).where(What.PARTS, step="gp_noticing"), "value")))

    assert minutes("lambeth/today") < 13 < 17 < minutes("lambeth/today+not_only_ten_minutes") < 23


@pytest.mark.behaviour
def test_what_is_not_called_mental_health_is_taken_up_by_more() -> None:
    def refused(slug: str) -> float:
        offered = column(year(slug).where(What.OFFERED, step="therapies_first_talk"), "value")
        return float(np.mean(offered == 0))

    assert refused("lambeth/today+less_labelling") < refused("lambeth/today")


@pytest.mark.behaviour
def test_transfers_of_a_lever_come_after_those_of_the_option_and_of_other_levers() -> None:
    option = load_scenario("banes/option_1", root=ROOT).transfers
    both = load_scenario("banes/option_1+something_before_pcls+advocate_beside", root=ROOT)
    assert both.transfers[: len(option)] == option
    assert [post.why for post in both.transfers[len(option) :]] == [
        "additional: something before PCLS",
        "additional: advocates",
    ]


# -- every lever in every system that it fits --

PULLED = [(name, slug) for name in LEVERS for slug in systems_of(LEVERS[name], SYSTEMS)]


@cache
def program(slug: str) -> Program:
    """The compiled program of a shipped system, without its name."""
    return replace(compile_program(system(slug)), name="")


def posts(before: Scenario, after: Scenario) -> float:
    """GBP a year of the posts that a lever adds and says are additional."""
    more = after.transfers[len(before.transfers) :]
    assert all(post.from_team or "additional" in post.why for post in more)
    return sum(
        post.wte.central * cost_per_wte(after.teams[post.to_team].staff[post.to_role])
        for post in more
        if not post.from_team
    )


@pytest.mark.slow
@pytest.mark.behaviour
@pytest.mark.parametrize(("name", "slug"), PULLED)
def test_a_lever_changes_the_program_and_costs_what_its_posts_cost(name: str, slug: str) -> None:
    before, after = system(slug), load_scenario(f"{slug}+{name}", root=ROOT)
    assert replace(compile_program(after), name="") != program(slug)
    more = yearly_cost(after) - yearly_cost(before)
    assert more == pytest.approx(posts(before, after), abs=WITHIN_A_POUND)
    assert reasonless(after) == []
    assert after.personas == before.personas and after.demand == before.demand
    assert after.window == before.window and after.rung == before.rung
    assert after.assumptions == before.assumptions
    waiting = {team: one.waiting_at_start for team, one in before.teams.items()}
    assert waiting == {team: after.teams[team].waiting_at_start for team in waiting}
    others = {team: one.other_people for team, one in before.teams.items()}
    assert others == {team: after.teams[team].other_people for team in others}


def shown_in(lever: Lever) -> str:
    """The system in which a lever is run: the first that it fits."""
    return systems_of(lever, SYSTEMS)[0]


@pytest.mark.slow
@pytest.mark.behaviour
@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_leaves_its_trace_in_the_log(name: str) -> None:
    slug = shown_in(LEVERS[name])
    before, after = year(slug), played(f"{slug}+{name}", count=26, follow=26)
    names = [[step.name for step in run.program.steps] for run in (before, after)]
    assert names[0] != names[1] or not np.array_equal(before.rows, after.rows)
    met = [run.steps_met() for run in (before, after)]
    minutes = [column(run.where(What.PARTS), "value").sum() for run in (before, after)]
    assert met[0] != met[1] or minutes[0] != minutes[1]
