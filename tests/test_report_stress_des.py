"""STRESS-DES told from the model: every item is there, and changes when the model does."""

from __future__ import annotations

import platform
from dataclasses import replace
from functools import cache

import pytest

from sim.files import load_scenario
from sim.measures import DEFINITIONS
from sim.model.scenario import Scenario
from sim.report.stress_data import numbers
from sim.report.stress_des import Item, as_markdown, stress_des
from sim.study.compare import Plan
from tests.study_toys import HERE, toy

pytestmark = pytest.mark.unit

ASKED = (
    "1.1 1.2 1.3 2.1 2.2 2.3 2.4 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5 3.1 3.2 3.3 3.4 4.1 4.2 4.3 "
    "5.1 5.2 5.3 5.4 6.1"
)
"""The items of the guideline, in order."""


@cache
def everything() -> Scenario:
    return load_scenario("toy/everything", root=HERE / "files" / "valid")


def said(items: list[Item]) -> dict[str, str]:
    return {item.number: "\n".join(item.lines) for item in items}


def test_every_item_of_the_guideline_is_there_and_says_something() -> None:
    for scenarios in ([toy()], [toy("toy/two_desks"), everything()]):
        items = stress_des(scenarios)
        assert " ".join(item.number for item in items) == ASKED
        for item in items:
            assert item.lines, item.number
            assert all(line.strip() and line == line.strip() for line in item.lines), item.number


def test_team_that_is_added_stands_in_the_text() -> None:
    before = toy("toy/two_desks")
    first = next(iter(before.teams))
    added = replace(before.teams[first], title="The new kitchen")
    after = replace(before, teams={**before.teams, "kitchen": added})
    old, new = said(stress_des([before])), said(stress_des([after]))
    changed = {number for number in old if old[number] != new[number]}
    assert {"2.1", "2.5.3", "2.5.4", "3.1", "3.2", "3.3"} <= changed
    assert "The new kitchen" in new["2.5.3"] and "The new kitchen" in new["2.5.4"]
    assert f"{len(before.teams)} team" in old["2.1"] and f"{len(after.teams)} team" in new["2.1"]


def test_scenario_logic_is_the_difference_between_the_files() -> None:
    base = toy("toy/two_desks")
    step = next(iter(base.steps.values()))
    other = replace(
        base,
        name="toy/other",
        title="The other",
        doors={**base.doors, "gp": list(base.steps)[-1]},
        steps={**base.steps, "more": replace(step, title="A further step")},
    )
    assert "“The other” differs from" in said(stress_des([base, other]))["2.3"]
    assert "where they ask (1)" in said(stress_des([base, other]))["2.3"]
    assert "nothing from which it differs" in said(stress_des([base]))["2.3"]


def test_plan_of_the_runs_stands_in_it_and_without_runs_the_manifest_is_named() -> None:
    planned = said(stress_des([toy()], Plan(seed=41, replications=17, placebo=True)))
    assert "17 replications" in planned["4.3"] and "Seed 41" in planned["5.2"]
    assert "placebo" in planned["1.3"]
    assert "manifest" in said(stress_des([toy()]))["4.3"]


def test_every_measure_and_every_number_is_in_the_document() -> None:
    scenario = everything()
    text = as_markdown(stress_des([scenario]), [scenario])
    assert all(f"({name}, {measure.unit})" in text for name, measure in DEFINITIONS.items())
    rows = {line.split(" | ")[0].removeprefix("| ") for line in text.splitlines()}
    assert {one.path for one in numbers(scenario)} <= rows


def test_nothing_of_the_machine_nor_of_the_papers_of_the_project_stands_in_it() -> None:
    scenario = everything()
    text = as_markdown(stress_des([scenario]), [scenario])
    assert platform.node() not in text and platform.platform() not in text
    assert "MODEL" not in text and ":class:" not in text and "``" not in text
    assert "Goes in" not in text and "Comes out" not in text


def test_same_scenarios_give_the_same_document() -> None:
    scenarios = [toy("toy/two_desks"), everything()]
    first, second = (as_markdown(stress_des(scenarios), scenarios) for _ in range(2))
    assert first == second
