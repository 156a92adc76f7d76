"""The checks of fair scenarios find what they are there to find: each fault is planted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from sim.log import What
from sim.model.scenario import Scenario
from tests import scenarios_honest as honest
from tests.scenarios_honest import system

pytestmark = pytest.mark.behaviour
TODAY, OPTION = "banes/today", "banes/option_2"
Check = Callable[[Scenario, Scenario], object]
"""Given the option and today: what is wrong."""
Plant = Callable[[Scenario], Scenario]


def set_to(*changes: str) -> Plant:
    """A fault that a change makes."""
    return lambda _: system(OPTION, *changes)


def reading(**words: object) -> Plant:
    """A fault of the reading."""
    return lambda scenario: replace(scenario, reading=replace(scenario.reading, **words))  # type: ignore[arg-type]


def last_transfer(**words: object) -> Plant:
    """A fault of the last transfer."""
    return lambda scenario: replace(
        scenario,
        transfers=(*scenario.transfers[:-1], replace(scenario.transfers[-1], **words)),  # type: ignore[arg-type]
    )


PLANTED: dict[str, tuple[Check, Plant]] = {
    "a reading that nothing supports": (
        lambda o, _: honest.faults_of_reading(o),
        reading(supports=()),
    ),
    "a line that is written wrongly": (
        lambda o, _: honest.faults_of_reading(o),
        reading(supports=tuple(f"line {n}" for n in range(5))),
    ),
    "a reading that could mean nothing else": (
        lambda o, _: honest.faults_of_reading(o),
        reading(could_mean=()),
    ),
    "a post that is additional": (
        lambda o, t: honest.out_of_balance(t, o),
        last_transfer(from_team="", wte=honest.weeks(40)),
    ),
    "staff written anew": (
        lambda o, t: honest.staff_moved_without_a_transfer(t, o),
        set_to("teams.voluntary_groups.staff.group_worker.wte=20"),
    ),
    "staff from a team that nobody misses": (
        lambda o, _: honest.staff_nobody_misses(o),
        last_transfer(from_team="emergency", why="there they are"),
    ),
    "other people who move alone": (
        lambda o, t: honest.streams_that_moved_alone(t, replace(o, transfers=())),
        lambda o: o,
    ),
    "a team that is offered too much": (
        lambda o, _: honest.offered_too_much(o, 0.95, frozenset(FITTED)),
        set_to("teams.wellbeing_college.other_people.courses.per_year=3000"),
    ),
    "a need that nothing helps": (
        lambda o, _: honest.needs_beyond_help(o),
        set_to("steps.drug_and_alcohol_course.helps.reaches=1"),
    ),
    "a crisis door that closes": (
        honest.faults_of_crisis_doors,
        set_to("teams.crisis_line.calendar=office_hours"),
    ),
    "other people who never stop waiting": (
        lambda o, _: honest.streams_that_stop_otherwise(o),
        set_to("teams.carers_service.other_people.support.stopping=0.5"),
    ),
    "another wait on rung A": (
        honest.waits_that_differ_on_rung_a,
        set_to("teams.carers_service.pinned_wait.mean=1"),
    ),
    "a course that works better": (
        honest.steps_that_do_the_same_otherwise,
        set_to("steps.carers_support.helps.works=0.9"),
    ),
    "a course that reaches higher": (
        honest.steps_that_do_the_same_otherwise,
        set_to("steps.wellbeing_course.helps.reaches=4"),
    ),
    "people who are assumed to be others": (
        honest.assumed_otherwise,
        set_to("assumptions.taking.stopping=0.01"),
    ),
    "a role that hears better": (
        honest.roles_of_another_skill,
        set_to("teams.hub.staff.coordinator.skill.otherwise=0.9"),
    ),
}
FITTED = ("mental_health_nurse", "therapist", "memory_nurse", "perinatal_nurse", "social_worker")


@pytest.mark.parametrize(
    "what", [what for what in PLANTED if what != "other people who move alone"]
)
def test_a_planted_fault_is_found_and_the_scenario_has_none_without_it(what: str) -> None:
    check, plant = PLANTED[what]
    assert not check(system(OPTION), system(TODAY))
    assert check(plant(system(OPTION)), system(TODAY))


def test_other_people_who_move_without_staff_are_found() -> None:
    check, _ = PLANTED["other people who move alone"]
    assert not honest.streams_that_moved_alone(system(TODAY), system(OPTION))
    assert check(system(OPTION), system(TODAY))


def test_lists_and_other_people_are_counted_by_whose_they_are() -> None:
    today, option = system(TODAY), system("banes/option_3")
    assert honest.waiting_lists(today) == honest.waiting_lists(option)
    assert honest.under_way(today) == honest.under_way(option)
    fewer = system("banes/option_3", "teams.hub.other_people.care_in_hub.under_way=1")
    assert honest.under_way(today) != honest.under_way(fewer)
    contacts, _ = honest.other_demand(today)
    assert contacts.keys() == honest.other_demand(option)[0].keys()


@cache
def short_run() -> honest.Played:
    return honest.played(TODAY, count=4, follow=8)


def test_a_short_run_tells_contacts_by_step_team_and_persona() -> None:
    met = short_run().steps_met()
    assert met["gp_appointment"] > 0 and met["pcls_triage"] > 0
    assert set(short_run().steps_met(persona="zoe")) < set(met)
    assert not short_run().steps_met(persona="zoe", step="memory_diagnosis")
    pcls = short_run().steps_met(team="pcls")
    assert {"pcls_triage", "pcls_assessment"} <= set(pcls) < set(met)
    assert len(short_run().where(What.ONSET)) > len(short_run().where(What.ONSET, persona="zoe"))
