"""Changes: a path, a value, and a sentence that says what becomes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.changes import Change, apply, describe, parse
from sim.errors import InputError
from sim.files import load_scenario, to_document

ROOT = Path(__file__).parent / "files" / "valid"


@pytest.fixture(name="document")
def _document() -> dict[str, Any]:
    return to_document(load_scenario("toy/two_desks", root=ROOT))


def changed(*texts: str) -> Any:
    """The scenario with these changes."""
    return load_scenario("toy/two_desks", root=ROOT, changes=[parse(text) for text in texts])


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("demand=2", 2),
        ("demand = 0.5", 0.5),
        ("named=false", False),
        ("steps.again.mode=video", "video"),
        ("steps.think.pause={days: 3}", {"days": 3}),
        ("title=a = b", "a = b"),
    ],
)
def test_a_change_is_read_as_a_file_would_read_it(text: str, value: object) -> None:
    assert parse(text) == Change(path=text.split("=", maxsplit=1)[0].strip(), value=value)


@pytest.mark.unit
@pytest.mark.parametrize("text", ["demand", "=2", "demand=", "demand={a"])
def test_a_change_that_cannot_be_read_is_a_fault(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


@pytest.mark.unit
def test_a_number_set_by_hand_keeps_its_unit_and_says_so(document: dict[str, Any]) -> None:
    after = apply(document, [parse("teams.nurses.staff.nurse.wte=2")])
    assert after["teams"]["nurses"]["staff"]["nurse"]["wte"] == {
        "central": 2,
        "low": 2,
        "high": 2,
        "unit": "wte",
        "assumed": "set by hand",
    }


@pytest.mark.unit
def test_the_document_that_is_changed_stays_as_it_was(document: dict[str, Any]) -> None:
    before = to_document(load_scenario("toy/two_desks", root=ROOT))
    apply(document, [parse("demand=2"), parse("steps.meet.then.1.when.chance=0.1")])
    assert document == before


@pytest.mark.unit
def test_a_changed_scenario_is_resolved_and_checked_again() -> None:
    scenario = changed(
        "demand=2",
        "steps.think.pause=3",
        "steps.meet.then.1.when.chance=0.1",
        "steps.again.mode=video",
        "personas.omar.per_year=10",
        "rung=C",
        "steps.course.travel=10",
        "doors.police=meet",
    )
    assert scenario.demand.central == 2
    pause = scenario.steps["think"].pause
    assert pause is not None
    assert (pause.central, pause.unit) == (3, "days")
    chance = scenario.steps["meet"].then[1].when.chance
    assert chance is not None
    assert chance.central == 0.1
    assert scenario.steps["again"].mode == "video"
    assert scenario.personas["omar"].per_year.central == 10
    assert scenario.rung == "C"
    assert scenario.steps["course"].travel is not None
    assert scenario.doors["police"] == "meet"


@pytest.mark.unit
def test_a_law_keeps_its_shape_when_its_mean_is_set() -> None:
    minutes = changed("steps.course.minutes=60").steps["course"].minutes
    before = load_scenario("toy/two_desks", root=ROOT).steps["course"].minutes
    assert (minutes.kind, minutes.mean.central, minutes.cv) == ("lognormal", 60, before.cv)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("path", "mend"),
    [
        ("teems.desk.title", "did you mean teams?"),
        ("teams.desks.title", "did you mean teams.desk?"),
        ("teams.nurses.staff.nurze.wte", "did you mean teams.nurses.staff.nurse?"),
        ("steps.meet.then.1.when.chanse", "did you mean steps.meet.then.1.when.chance?"),
        ("steps.meet.then.9.go", "use a name of the list"),
        ("demand.central.x", "use a name of the list"),
        ("doors.polise", "did you mean doors.police?"),
    ],
)
def test_a_path_that_leads_nowhere_is_told_the_nearest_name(
    document: dict[str, Any], path: str, mend: str
) -> None:
    with pytest.raises(InputError) as caught:
        apply(document, [Change(path=path, value=1)])
    (fault,) = caught.value.faults
    assert (fault.field, fault.mend) == (path, mend)


@pytest.mark.unit
def test_all_changes_that_cannot_be_made_are_told_at_once(document: dict[str, Any]) -> None:
    wrong = [Change(path="a", value=1), Change(path="demand", value=1), Change(path="b", value=1)]
    with pytest.raises(InputError) as caught:
        apply(document, wrong)
    assert [fault.field for fault in caught.value.faults] == ["a", "b"]


@pytest.mark.unit
def test_a_change_from_a_later_week_is_refused_for_now(document: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        apply(document, [Change(path="demand", value=2, week=3)])
    assert caught.value.faults[0].found == "week 3"


@pytest.mark.unit
def test_a_value_that_makes_no_sense_is_told_by_the_check_that_follows() -> None:
    with pytest.raises(InputError) as caught:
        changed("teams.nurses.reads_own=3", "steps.again.mode=fone")
    told = {(fault.file, fault.field) for fault in caught.value.faults}
    assert told == {
        ("after the changes", "teams.nurses.reads_own.central"),
        ("after the changes", "steps.again.mode"),
    }


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "teams.nurses.staff.nurse.wte=12",
            "Team nurses, role nurse: wte becomes 12 instead of 1.5.",
        ),
        ("demand=2", "Demand becomes 2 instead of 1."),
        ("steps.think.pause=3", "Step think: pause becomes 3 days instead of 7 days."),
        ("steps.think.pause={weeks: 2}", "Step think: pause becomes 2 weeks instead of 7 days."),
        (
            "steps.course.minutes=60",
            "Step course: minutes becomes 60 minutes on average instead of 45 minutes on average.",
        ),
        ("named=false", "Named becomes no instead of yes."),
        (
            "steps.meet.then.1.go=think",
            "Step meet, rule 2: go becomes think instead of course.",
        ),
        ("teams.desk.note=closed", "Team desk: note becomes closed instead of nothing."),
    ],
)
def test_a_change_says_in_a_sentence_what_it_changes(
    document: dict[str, Any], text: str, sentence: str
) -> None:
    assert describe(parse(text), document) == sentence
