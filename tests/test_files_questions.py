"""Questions: sides that differ in one thing, put to the model; prompts for what cannot be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.files import (
    check_file,
    list_questions,
    list_scenarios,
    load_prompts,
    load_question,
    sides_of,
)
from sim.study.asking import unknown_words

VALID = Path(__file__).parent / "files" / "valid"
QUESTION = """\
question: T01
title: Does a longer day matter?
about: The same desk, open for longer.
kind: ours
sides:
  short:
    title: until five
    words: made up
    said: ""
    system: toy/one_desk
  long:
    title: until eight
    words: made up
    said: made up
    system: toy/one_desk
    adds:
      calendars: {late: "mon-fri 09:00-20:00"}
      teams: {desk: {calendar: late}}
    expects: [{measure: handoffs, direction: lower}]
measures: [wait_first_contact_days, handoffs]
"""
PROMPTS = """\
prompts:
  t41:
    title: Should parents be there?
    sides: [{words: some are uncomfortable, said: made up}]
    why: no rate is given
"""


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.copytree(VALID, home)
    (home / "scenarios" / "questions").mkdir()
    write(home, QUESTION)
    (home / "scenarios" / "prompts.yaml").write_text(PROMPTS, encoding="utf-8")
    return home


def write(home: Path, text: str) -> Path:
    path = home / "scenarios" / "questions" / "T01.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.unit
def test_questions_are_listed_and_are_no_scenarios(home: Path) -> None:
    assert list_questions(home) == ["T01"]
    assert not [slug for slug in list_scenarios(home) if slug.startswith("questions/")]


@pytest.mark.unit
def test_each_side_is_a_scenario_with_its_own_change(home: Path) -> None:
    sides = sides_of("T01", home)
    assert [one.name for one in sides.values()] == ["T01/short", "T01/long"]
    assert sides["short"].teams["desk"].calendar == "office_hours"
    assert sides["long"].teams["desk"].calendar == "late"


@pytest.mark.unit
def test_other_people_may_be_asked_about(home: Path) -> None:
    write(home, QUESTION + "people: [omar]\n")
    assert [*sides_of("T01", home)["long"].personas] == ["omar"]


@pytest.mark.unit
def test_a_question_that_is_not_there_is_told_the_nearest(home: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_question("t01", home)
    assert caught.value.faults[0].mend == "did you mean T01?"


@pytest.mark.unit
def test_what_cannot_be_asked_is_a_prompt(home: Path) -> None:
    assert load_prompts(home)["T41"].why == "no rate is given"


@pytest.mark.unit
def test_files_that_can_be_asked_pass_check(home: Path) -> None:
    assert check_file(home / "scenarios" / "questions" / "T01.yaml") == []
    assert check_file(home / "scenarios" / "prompts.yaml") == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'calendars: {late: "mon-fri 09:00-20:00"}\n      teams: {desk: {calendar: late}}',
            "teams: {desk: {title: The desk}}",
            "differs in nothing",
        ),
        ("calendar: late", "calendar: early", "early"),
        ("question: T01", "question: T02", "T01"),
        ("system: toy/one_desk\n    adds", "system: toy/no_desk\n    adds", "one_desk"),
        ("kind: ours", "kind: theirs", "theirs"),
        ("direction: lower", "direction: down", "down"),
    ],
)
def test_files_that_cannot_be_asked_are_told_by_check(
    home: Path, old: str, new: str, words: str
) -> None:
    assert old in QUESTION
    faults = check_file(write(home, QUESTION.replace(old, new)))
    assert any(words in f"{fault}" for fault in faults), faults


@pytest.mark.unit
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("measures: [wait_first", "measures: [waits_first", "waits_first"),
        ("measure: handoffs", "measure: handofs", "handofs"),
        ("measures:", "rows: [nel]\nmeasures:", "nel"),
        ("measures:", "teams: [desks]\nmeasures:", "desks"),
    ],
)
def test_words_that_the_model_has_not_are_told(home: Path, old: str, new: str, words: str) -> None:
    write(home, QUESTION.replace(old, new))
    faults = unknown_words(load_question("T01", home), sides_of("T01", home))
    assert [fault.found for fault in faults] == [
        repr(f"{words}_contact_days" if "_" in words else words)
    ]
