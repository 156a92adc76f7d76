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
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("demand=2 from week 5", Change(path="demand", value=2, week=5)),
        ("demand*=2", Change(path="demand", value=2, times=True)),
        ("demand*=0.5  from  week 12", Change(path="demand", value=0.5, times=True, week=12)),
        ("teams.*.reads_own=0.5", Change(path="teams.*.reads_own", value=0.5)),
        ("title='from week 3'", Change(path="title", value="from week 3")),
        ('title="a from week 3"', Change(path="title", value="a from week 3")),
    ],
)
def test_a_change_may_say_its_week_and_be_a_factor(text: str, expected: Change) -> None:
    assert parse(text) == expected


@pytest.mark.unit
@pytest.mark.parametrize("text", ["demand=2 from week 0", "*=2", "demand= from week 2", "demand*="])
def test_a_week_or_a_factor_that_cannot_be_read_is_a_fault(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert "from week N" in caught.value.faults[0].allowed


@pytest.mark.unit
@pytest.mark.parametrize(
    "change",
    [
        Change(path="demand", value=2, week=3),
        Change(path="demand", value=0.5, times=True),
        Change(path="title", value="a from week 3"),
        Change(path="title", value="it's: {odd}, 'quite'"),
        Change(path="steps.again.asks", value=["all"]),
        Change(path="records.shared.reads", value=[]),
        Change(
            path="personas.nell.coming.loss",
            value={"what": "a, loss", "after": {"central": 3, "unit": "weeks"}, "raises": {"a": 3}},
            week=2,
        ),
    ],
)
def test_the_text_of_a_change_is_read_as_the_same_change(change: Change) -> None:
    assert parse(change.text) == change


@pytest.mark.unit
def test_changes_from_one_week_become_one_entry_of_later(document: dict[str, Any]) -> None:
    texts = ("demand=2 from week 4", "teams.desk.rebook=0 from week 2", "rebook.x=1 from week 4")
    after = apply(document, [parse(text) for text in texts[:2]])
    after = apply(after, [parse("teams.nurses.rebook=0 from week 4")])
    assert after["later"] == [
        {"week": 4, "changes": ["demand=2", "teams.nurses.rebook=0"]},
        {"week": 2, "changes": ["teams.desk.rebook=0"]},
    ]
    assert after["demand"] == document["demand"]
    with pytest.raises(InputError):
        apply(document, [parse(texts[2])])


@pytest.mark.unit
def test_a_factor_multiplies_a_number_its_range_and_the_mean_of_a_law() -> None:
    before = load_scenario("toy/two_desks", root=ROOT)
    after = changed("teams.nurses.staff.nurse.wte*=2", "steps.course.minutes*=0.5")
    wte = after.teams["nurses"].staff["nurse"].wte
    assert (wte.low, wte.central, wte.high) == (2, 3, 4)
    assert wte.assumed == "set by hand: 2 times made up"
    was, now = before.steps["course"].minutes, after.steps["course"].minutes
    assert now.mean.central == was.mean.central / 2
    assert (now.kind, now.cv) == (was.kind, was.cv)


@pytest.mark.unit
@pytest.mark.parametrize("text", ["title*=2", "demand*=-1", "demand*=much", "steps.meet.notice*=2"])
def test_what_is_no_number_is_not_multiplied(document: dict[str, Any], text: str) -> None:
    with pytest.raises(InputError) as caught:
        apply(document, [parse(text)])
    assert "PATH*=FACTOR" in caught.value.faults[0].mend


@pytest.mark.unit
def test_a_star_takes_every_entry_that_has_the_rest_of_the_path() -> None:
    scenario = changed("teams.*.staff.worker.wte=5", "steps.*.notice*=3")
    assert scenario.teams["desk"].staff["worker"].wte.central == 5
    assert scenario.teams["nurses"].staff["worker"].wte.central == 5
    assert scenario.teams["doctor"].staff["gp"].wte.central == 4
    notice = scenario.steps["course"].notice
    assert notice is not None
    assert notice.central == 3
    assert scenario.steps["meet"].notice is None


@pytest.mark.unit
def test_a_star_makes_no_team_choosy_that_takes_everybody(document: dict[str, Any]) -> None:
    after = apply(document, [parse("teams.*.accepts.at_least.mental=3")])
    assert after["teams"]["nurses"]["accepts"]["at_least"]["mental"] == 3
    assert "accepts" not in after["teams"]["desk"]


@pytest.mark.unit
@pytest.mark.parametrize("path", ["teams.*.stafff", "demand.*.low", "teams.*.staff.porter.wte"])
def test_a_star_that_finds_nothing_is_a_fault(document: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        apply(document, [Change(path=path, value=1)])
    assert [fault.field for fault in caught.value.faults] == [path]


@pytest.mark.unit
def test_a_date_may_come_into_a_life_but_nothing_else_is_new(document: dict[str, Any]) -> None:
    scenario = changed("personas.*.coming.loss={what: a loss, after: {weeks: 3}}")
    assert "loss" in scenario.personas["nell"].coming
    assert list(scenario.personas["omar"].coming) == ["move", "loss"]
    for path in ("teams.porters", "personas.nell.coming.Loss", "personas.nell.supporters.aunt"):
        with pytest.raises(InputError):
            apply(document, [Change(path=path, value={})])


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
        ("demand=2 from week 5", "Demand becomes 2 instead of 1 from week 5."),
        ("demand*=3", "Demand becomes 3 instead of 1."),
        (
            "teams.*.staff.*.wte*=0.5",
            "Every team, every role: wte becomes 0.5 times what it was.",
        ),
        (
            "teams.*.staff.worker.wte=9",
            "Every team, role worker: wte becomes 9 instead of what it was.",
        ),
    ],
)
def test_a_change_says_in_a_sentence_what_it_changes(
    document: dict[str, Any], text: str, sentence: str
) -> None:
    assert describe(parse(text), document) == sentence
