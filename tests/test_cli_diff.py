"""``diff``: what differs is told in words, all of it, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.changes import Change
from sim.cli import main
from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.report.differing import differences

TOYS = Path(__file__).parent / "files" / "valid" / "scenarios" / "toy"
ONE, TWO, ALL = (TOYS / f"{name}.yaml" for name in ("one_desk", "two_desks", "everything"))


def told(before: Scenario, after: Scenario) -> dict[str, list[str]]:
    """Every line under each heading, details after what they belong to."""
    return {
        about: [text for line in lines for text in (line.text, *line.details)]
        for about, lines in differences(before, after)
    }


def changed(path: str, value: object) -> dict[str, list[str]]:
    after = load_scenario(TWO, changes=[Change(path=path, value=value)])
    return told(load_scenario(TWO), after)


@pytest.mark.unit
@pytest.mark.parametrize("name", ["one_desk", "two_desks", "everything"])
def test_scenario_does_not_differ_from_itself(name: str) -> None:
    one = load_scenario(TOYS / f"{name}.yaml")
    assert differences(one, one) == []


@pytest.mark.unit
def test_other_reasons_for_the_same_number_are_no_difference() -> None:
    one = load_scenario(ONE)
    other = replace(one, demand=replace(one.demand, assumed="for another reason"))
    assert differences(one, other) == []


@pytest.mark.unit
def test_other_notes_and_sources_are_no_difference() -> None:
    two = load_scenario(TWO)
    moved = tuple(replace(each, why="for another reason") for each in two.transfers)
    teams = {name: replace(team, note="another note") for name, team in two.teams.items()}
    steps = {name: replace(step, said="elsewhere") for name, step in two.steps.items()}
    assert differences(two, replace(two, transfers=moved, teams=teams, steps=steps)) == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("path", "value", "about", "text"),
    [
        (
            "assumptions.telling.letter_read",
            0.5,
            "Numbers assumed of everybody",
            "Chance that a letter is read before a contact: 50% instead of 70% (40% to 90%).",
        ),
        (
            "teams.desk.staff.worker.wte",
            4,
            "Teams",
            "The desk: 3.5 whole-time worker instead of 2.5, after staff moved.",
        ),
        ("personas.omar.per_year", 50, "People", "People like Omar: people per year with onset "),
        ("records.shared.consent", False, "Notes that teams share", "Shared: whether the person "),
        ("steps.meet.minutes", 25, "Steps", "“A meeting at the desk”: minutes of contact: 25 "),
        ("steps.meet.mode", "phone", "Steps", "“A meeting at the desk”: how they meet: phone "),
        ("doors.otherwise", "again", "Where they ask", "Whoever else asks now begins with “again"),
        ("teams.nurses.accepts.age_to", 60, "Teams", "The nurses: takes mental health from level"),
        ("window.count", 9, "How it is run", "Weeks in which an onset is counted: 9 weeks "),
    ],
)
def test_one_change_is_told_once_under_its_heading(
    path: str, value: object, about: str, text: str
) -> None:
    found = changed(path, value)
    assert any(line.startswith(text) for line in found[about]), found
    assert (about == "Teams" and "wte" in path) or list(found) == [about]


@pytest.mark.unit
def test_rule_that_differs_is_told_by_kind_of_need_with_what_was_so_before() -> None:
    found = changed("steps.meet.then.0.by", "cold")
    assert found == {
        "After “A meeting at the desk”": [
            "Needs of memory",
            "now: level 2 or more: by letter to “course” at The nurses (if sent back “think”)",
            "before: level 2 or more: in person to “course” at The nurses (if sent back “think”)",
        ]
    }


@pytest.mark.unit
def test_team_and_step_that_only_one_has_are_new_one_way_and_gone_the_other() -> None:
    there, back = (
        told(*pair)
        for pair in (
            (load_scenario(ONE), load_scenario(TWO)),
            (load_scenario(TWO), load_scenario(ONE)),
        )
    )
    assert any(line.startswith("New: The nurses (Nurse Trust): 1.83") for line in there["Teams"])
    assert "No longer there: The nurses." in back["Teams"]
    assert any(line.startswith("New: “think”. A pause of 7 days") for line in there["Steps"])
    assert "No longer there: “think” at The desk." in back["Steps"]
    assert "People like Omar no longer come." in back["People"]


@pytest.mark.unit
def test_new_words_of_the_vocabulary_are_told() -> None:
    found = told(load_scenario(TWO), load_scenario(ALL))
    for about, text in (
        ("Where they ask", "When a need of mental health becomes urgent it goes first to "),
        ("Where they ask", "New: Outreach in pubs: asking by a neighbour or group, who may see"),
        ("Teams", "The nurses: takes mental health from level 1, memory from level 2 and caring "),
        ("Steps", "“course”: the domains whose stigma acts on taking the offer up, nothing for "),
        ("Teams", "The nurses: places on its caseload, for courses that take one: 20 people "),
        ("Teams", "The nurses, others: hazard of stopping waiting for a first contact: 0.02 per "),
        ("Steps", "“A meeting at the desk”: the companion that it gives her: worker of desk "),
        ("How it is run", "Rung A of the ladder instead of B."),
        ("How it is run", "From counted week 3: teams.desk.staff.worker.wte=2."),
    ):
        assert any(line.startswith(text) for line in found[about]), (text, found[about])


@pytest.mark.unit
def test_reach_that_only_one_has_or_that_is_otherwise_is_told() -> None:
    everything = load_scenario(ALL)
    back = told(everything, load_scenario(TWO))["Where they ask"]
    assert any(line.startswith("No longer: Outreach in pubs: asking by") for line in back)
    pubs = everything.reaches["pubs"]
    quicker = replace(pubs.per_week, central=0.5, high=0.5)
    other = replace(pubs, per_week=quicker, door="surgery", note="another", function="outreach")
    after = replace(everything, reaches={**everything.reaches, "pubs": other})
    assert told(everything, after)["Where they ask"] == [
        "Outreach in pubs: hazard of asking for each need that is open, at level 2 or more, and "
        "off any thread: 0.5 per week (0.05 to 0.5) instead of 0.05 per week.",
        "Outreach in pubs: the first step: surgery instead of meet.",
    ]


@pytest.mark.unit
def test_shipped_option_says_where_needs_go_now_and_where_they_went() -> None:
    found = told(load_scenario("banes/today"), load_scenario("banes/option_2"))
    lines = found["After “The GP sees it in a routine appointment”"]
    assert lines[0] == "Needs of mental health, memory, perinatal or trauma"
    assert lines[1].startswith("now: level 2 or more: by letter to “The hub rings, after a letter")
    assert lines[2].startswith("before, mental health: level 3 or more")
    calls = [line for line in found["Teams"] if "no longer serves referral calls" in line]
    assert calls == [
        "Community health services no longer serves referral calls, whom Care co-ordination hub "
        "serves now."
    ]


@pytest.mark.cli
def test_diff_prints_text_paths_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(ONE), str(TWO)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("“Two desks” (toy/two_desks) against “One desk” (toy/one_desk): ")
    assert "steps.meet" not in text
    assert main(["diff", str(ONE), str(TWO), "--paths"]) == 0
    assert "[steps.meet.then]" in capsys.readouterr().out
    assert main(["diff", str(ONE), str(TWO), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["before"], data["after"]) == ("toy/one_desk", "toy/two_desks")
    assert {"about", "text", "details", "paths"} == set(data["differences"][0])


@pytest.mark.cli
def test_diff_tells_the_faults_of_both_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "toy/nowhere", "toy/neither"]) == 2
    error = capsys.readouterr().err
    assert "toy/nowhere" in error and "toy/neither" in error and "Traceback" not in error
