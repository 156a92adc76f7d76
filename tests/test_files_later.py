"""What a scenario becomes while a run goes on, and what of it may not change by then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.changes import parse
from sim.errors import InputError
from sim.files import load_document, load_scenario, resolve, scenarios_later, to_document
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.program.compiling import compile_program

ROOT = Path(__file__).parent / "files" / "valid"
TOY = "toy/two_desks"


def with_later(*entries: dict[str, Any]) -> Scenario:
    """The toy with these entries of ``later``."""
    return resolve(load_document(TOY, ROOT) | {"later": list(entries)}, root=ROOT, name=TOY)


@pytest.mark.unit
def test_most_scenarios_never_change() -> None:
    assert scenarios_later(load_scenario(TOY, root=ROOT)) == []


@pytest.mark.unit
def test_later_changes_are_made_upon_those_of_earlier_weeks_whatever_their_order() -> None:
    scenario = with_later(
        {"week": 6, "changes": ["demand*=2"]},
        {"week": 2, "changes": ["demand=3", "teams.desk.rebook=0"]},
    )
    first, second = scenarios_later(scenario)
    assert (first.week, second.week) == (2, 6)
    assert (first.scenario.demand.central, second.scenario.demand.central) == (3, 6)
    assert second.scenario.teams["desk"].rebook.central == 0
    assert scenario.demand.central == 1


@pytest.mark.unit
def test_a_later_factor_of_staff_counts_those_who_are_there_after_transfers() -> None:
    scenario = with_later({"week": 2, "changes": ["teams.desk.staff.*.wte*=0.5"]})
    before = wte_after_transfers(scenario)
    (became,) = scenarios_later(scenario)
    after = wte_after_transfers(became.scenario)
    assert before["desk", "worker"] == 2.5
    assert after["desk", "worker"] == 1.25
    assert after["nurses", "nurse"] == before["nurses", "nurse"]


@pytest.mark.unit
def test_what_a_later_change_leaves_alone_is_the_same_program() -> None:
    program = compile_program(with_later({"week": 3, "changes": ["teams.desk.rebook=0"]}))
    ((minute, later),) = program.later
    assert minute == program.start + 2 * 10080
    assert later.pools == program.pools
    assert later.steps == program.steps
    desk = program.teams[0]
    assert later.teams == (replace(desk, rebook=0), *program.teams[1:])


@pytest.mark.unit
def test_a_change_from_a_week_on_is_checked_when_the_scenario_is_loaded() -> None:
    changes = [parse("teams.desk.reads_own=3 from week 2"), parse("rung=C from week 3")]
    with pytest.raises(InputError) as caught:
        load_scenario(TOY, root=ROOT, changes=changes)
    told = {fault.field: str(fault) for fault in caught.value.faults}
    assert set(told) == {"later.0.changes.0", "later.1.changes.0"}
    assert "0 to 1" in told["later.0.changes.0"]
    assert "one rung of the ladder" in told["later.1.changes.0"]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("title=Other", "title"),
        ("onset_by_weekday=[1, 1, 1, 1, 1, 0, 0]", "onset_by_weekday"),
        ("reading.text=other", "reading"),
        ("teams.nurses.function=other", "teams.nurses.function"),
        ("teams.nurses.site=farside", "teams.nurses.site"),
        ("steps.surgery.function=other", "steps.surgery.function"),
        ("personas.*.per_year*=2", "personas"),
        ("organisations.surgery.title=Other", "organisations"),
    ],
)
def test_what_stays_for_a_whole_run_is_refused_with_a_reason(text: str, path: str) -> None:
    with pytest.raises(InputError) as caught:
        with_later({"week": 2, "changes": [text]})
    (fault,) = caught.value.faults
    assert fault.field == "later.0.changes.0"
    assert f"alters {path}" in fault.found
    assert fault.mend.startswith("leave it out: ")


@pytest.mark.unit
@pytest.mark.parametrize("part", ["teams", "steps", "records", "calendars"])
def test_names_neither_come_nor_go_while_people_are_on_their_way(part: str) -> None:
    document = to_document(load_scenario(TOY, root=ROOT))
    held = dict(document[part])
    first = next(iter(held))
    value = held | {"newcomer": held[first]}
    change = parse(f"{part}=x")
    text = replace(change, value=value).text
    with pytest.raises(InputError) as caught:
        with_later({"week": 2, "changes": [text]})
    assert all(fault.field == "later.0.changes.0" for fault in caught.value.faults)


@pytest.mark.unit
def test_staff_hours_and_rules_may_change() -> None:
    scenario = with_later(
        {
            "week": 2,
            "changes": [
                "teams.nurses.staff.nurse.wte=3",
                "calendars.evenings=mon-sun 08:00-20:00",
                "steps.think.then.0.go=course",
                "steps.think.then.0.by=cold",
                "records.shared.reads=[]",
                "doors.gp=meet",
            ],
        }
    )
    (became,) = scenarios_later(scenario)
    assert became.scenario.steps["think"].then[0].go == "course"
    assert became.scenario.records["shared"].reads == ()
    assert became.scenario.calendars["evenings"].openings[0].end == "20:00"
