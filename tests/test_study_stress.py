"""Stress: capacities moved a little, lists of the beginning moved a lot."""

from dataclasses import replace

import numpy as np
import pytest

from sim.model.staffing import wte_after_transfers
from sim.report.standing import stress_sentences
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.starts import starts_agree, with_lists
from sim.study.stress import outlasting, with_capacity
from tests.study_toys import pretended, toy

WAIT = "wait_first_contact_days"


def found(difference: float = -9.0, measure: str = WAIT, verdict: str = "lower") -> Comparison:
    """A comparison whose one difference was set by hand."""
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other")
    base = compare([first, other], Plan(replications=3, placebo=False), engine=pretended, workers=1)
    rows = tuple(
        row._replace(difference=difference, verdict=verdict)
        for row in base.differences
        if row.measure in (measure, "right_help") and row.persona == "all"
    )
    return replace(base, differences=rows)


def under_stress(low: float, high: float, measure: str = WAIT) -> Beside:
    runs = {0.95: found(low, measure), 1.05: found(high, measure)}
    stress = outlasting(found(-9.0, measure), runs)
    return replace(nothing_beside(stress.headline), stress=stress)


def verdict_of(beside: Beside, measure: str) -> str:
    (row,) = [row for row in beside.comparison.differences if row.measure == measure]
    return row.verdict


@pytest.mark.unit
@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-1.0, -20.0, "lower"),
        (1.0, -20.0, "too close to call"),
        (-1.0, 0.5, "too close to call"),
        (-1.0, 0.0, "too close to call"),
    ],
)
def test_verdict_on_waiting_that_changes_sign_is_too_close_to_call(
    low: float, high: float, verdict: str
) -> None:
    beside = under_stress(low, high)
    assert verdict_of(beside, WAIT) == verdict
    said = " ".join(stress_sentences(beside))
    assert ("withdrawn as too close to call: wait from asking" in said) is (verdict != "lower")
    assert ("no verdict on waiting changed its sign" in said) is (verdict == "lower")


@pytest.mark.unit
def test_verdict_on_anything_but_waiting_is_left_alone() -> None:
    assert verdict_of(under_stress(1.0, -20.0, "handoffs"), "handoffs") == "lower"


@pytest.mark.unit
def test_page_says_that_nothing_was_tried_where_nothing_was() -> None:
    (said,) = stress_sentences(nothing_beside(found()))
    assert said.startswith("Waits were not tried")


@pytest.mark.unit
def test_capacity_moves_every_queued_team_after_its_transfers_and_nobody_else() -> None:
    scenario = toy("toy/two_desks")
    before, after = (wte_after_transfers(s) for s in (scenario, with_capacity(scenario, 1.05)))
    for (team, role), wte in before.items():
        factor = 1.05 if scenario.teams[team].wait == "queue" else 1.0
        assert after[team, role] == pytest.approx(factor * wte), (team, role)


@pytest.mark.unit
def test_lists_of_the_beginning_are_doubled_or_empty() -> None:
    scenario = toy("toy/two_desks")
    doubled = with_lists(scenario, 2.0).teams["nurses"].waiting_at_start
    assert doubled is not None and doubled.people.central == 20
    assert with_lists(scenario, 0.0).teams["nurses"].waiting_at_start is None


@pytest.mark.behaviour
def test_starts_that_differ_agree_once_the_longer_list_is_worked_off() -> None:
    scenario = toy("toy/two_desks")
    nurses = scenario.teams["nurses"]
    lists = nurses.waiting_at_start
    assert lists is not None
    many = replace(lists, people=replace(lists.people, central=60.0, high=60.0))
    long = replace(
        scenario, teams={**scenario.teams, "nurses": replace(nurses, waiting_at_start=many)}
    )
    found = starts_agree(long, replications=2)
    assert found.agree and 0 < found.agree_from < 40
    apart = np.abs(found.doubled - found.empty)
    assert apart[: found.agree_from].max() >= 1.0 and apart[found.agree_from :].max() < 1.0
    assert f"From week {found.agree_from} on" in str(found)


@pytest.mark.behaviour
def test_start_without_any_list_agrees_at_once() -> None:
    found = starts_agree(toy("toy/one_desk"), replications=1)
    assert found.agree and found.agree_from == 0
