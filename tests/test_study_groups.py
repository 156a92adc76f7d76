"""Gaps between groups, and needs by domain."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model.people import Persona
from sim.study.compare import Comparison, Plan, compare
from sim.study.groups import domain_rows, gap_rows, groups_of
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit


def people() -> dict[str, Persona]:
    return dict(toy("toy/two_desks").personas)


def with_age(persona: Persona, age: float) -> Persona:
    return replace(persona, age=replace(persona.age, central=age))


def test_groups_are_told_by_age_carers_phone_and_site() -> None:
    personas = people()
    barrier = personas["omar"].barriers["phone"]
    personas["omar"] = replace(personas["omar"], barriers={"phone": replace(barrier, central=0.5)})
    low_mood = personas["nell"].needs["low_mood"]
    personas["nell"] = replace(
        with_age(personas["nell"], 25.0), needs={"tired": replace(low_mood, domain="carer")}
    )
    assert groups_of(personas) == {
        "aged 0 to 25": {"nell"},
        "carers": {"nell"},
        "phone is a barrier": {"omar"},
        "living in farside": {"omar"},
        "living in toytown": {"nell"},
    }


def test_group_of_nobody_or_of_everybody_is_none() -> None:
    personas = {name: replace(p, site="toytown") for name, p in people().items()}
    assert groups_of(personas) == {}


def two() -> Comparison:
    first = toy("toy/two_desks")
    found = compare(
        [first, replace(first, name="toy/other")],
        Plan(replications=3, placebo=False),
        engine=pretended,
        workers=1,
    )
    for lane, more in (("toy/two_desks", 1.0), ("toy/other", 3.0)):
        for outcome in found.lanes[lane]:
            omar = outcome.people["persona"] == "omar"
            named = outcome.people["named"]
            outcome.people["handoffs"] = np.where(named, 99.0, np.where(omar, more, 0.5))
    return found


def test_gap_is_the_groups_mean_less_everybody_elses_and_changes_against_the_first() -> None:
    rows = {
        row.scenario: row
        for row in gap_rows(two())
        if row.group == "living in farside" and row.measure == "handoffs"
    }
    assert (rows["toy/two_desks"].gap, rows["toy/two_desks"].change) == (0.5, 0.0)
    assert (rows["toy/other"].gap, rows["toy/other"].change) == (2.5, 2.0)
    assert (rows["toy/other"].low, rows["toy/other"].high) == (2.5, 2.5)


def test_wait_that_never_ended_counts_with_the_whole_follow_up_in_a_gap() -> None:
    found = two()
    for outcome in found.lanes["toy/other"]:
        omar = outcome.people["persona"] == "omar"
        outcome.people["wait_first_contact_days"] = np.where(omar, np.nan, 1.0)
    (row,) = [
        row
        for row in gap_rows(found)
        if (row.scenario, row.group, row.measure)
        == ("toy/other", "living in farside", "wait_first_contact_days")
    ]
    assert row.gap == 27.0


def test_needs_are_summed_up_by_domain_with_named_people_left_out() -> None:
    found = two()
    for outcome in found.lanes["toy/other"]:
        memory = outcome.needs["domain"] == "memory"
        named = outcome.needs["named"]
        outcome.needs["crises"] = np.where(named, 9.0, np.where(memory, 2.0, 0.0))
    rows = {(r.scenario, r.domain, r.measure): r for r in domain_rows(found)}
    assert rows["toy/other", "memory", "crises"].mean == 2.0
    assert rows["toy/other", "mental", "crises"].mean == 0.0
    assert rows["toy/two_desks", "memory", "right_help"].unit == "share of needs at level 2 or more"
