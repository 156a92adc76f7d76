"""The corpus of invalid files: each is told its line, its field and how to mend it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.errors import Fault
from sim.files import check_file, load_persona, load_scenario
from sim.files.reading import read_text
from sim.files.sense import MOST_REACHES, sense_of
from sim.files.sense_of_people import persona_sense
from sim.model.words import MOST_OF_HERS

FILES = Path(__file__).parent / "files"
VALID = FILES / "valid"
INVALID = FILES / "invalid"
EXPECTED: dict[str, Any] = read_text(
    (INVALID / "expected.yaml").read_text(encoding="utf-8"), "expected.yaml"
).value
JARGON = re.compile(r"pydantic|https?:|input_value|type=|Traceback|NoneType|dict\b|str\b|loc=")


def stands(fault: Fault, path: Path, expected: dict[str, Any]) -> bool:
    """Whether a fault is the one that the table expects."""
    return (
        fault.file == expected.get("file", str(path))
        and fault.line == expected["line"]
        and fault.field == expected["field"]
        and all(word in str(fault) for word in expected["words"])
    )


@pytest.mark.unit
def test_the_table_and_the_corpus_name_the_same_files() -> None:
    found = {path.relative_to(INVALID).as_posix() for path in INVALID.glob("*/*.yaml")}
    assert found == set(EXPECTED)


@pytest.mark.unit
@pytest.mark.parametrize("name", EXPECTED)
def test_an_invalid_file_is_told_where_and_why(name: str) -> None:
    faults = check_file(INVALID / name, VALID)
    told = "\n".join(map(str, faults))
    for expected in (EXPECTED[name], *EXPECTED[name].get("also", ())):
        assert sum(stands(fault, INVALID / name, expected) for fault in faults) == 1, told


@pytest.mark.unit
@pytest.mark.parametrize("name", EXPECTED)
def test_every_fault_says_how_to_mend_it_in_plain_words(name: str) -> None:
    for fault in check_file(INVALID / name, VALID):
        assert fault.mend
        assert fault.file
        assert fault.line > 0
        assert JARGON.search(str(fault)) is None


@pytest.mark.unit
@pytest.mark.parametrize("path", sorted(VALID.rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_valid_file_has_no_faults(path: Path) -> None:
    assert check_file(path, VALID) == []


@pytest.mark.unit
def test_names_and_numbers_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(
        "like: toy/two_desks\ntitle: 3\ndemand: -1\ndoors: {gp: nowhere}\n"
        "teams: {desk: {calender: always, reads_own: 2}}\npersonas: [nobody, omar]\n",
        encoding="utf-8",
    )
    told = {(fault.line, fault.field) for fault in check_file(path, VALID)}
    assert told >= {
        (2, "title"),
        (3, "demand.central"),
        (4, "doors.gp"),
        (5, "teams.desk.calender"),
        (5, "teams.desk.reads_own.central"),
        (6, "personas.0"),
    }


@pytest.mark.unit
def test_a_fault_in_a_persona_names_the_persona_file(tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    (tmp_path / "scenarios" / "here").mkdir(parents=True)
    nell = (VALID / "personas/toy/nell.yaml").read_text(encoding="utf-8")
    (tmp_path / "personas/nell.yaml").write_text(nell.replace("age: 40", "age: old"), "utf-8")
    desk = (VALID / "scenarios/toy/one_desk.yaml").read_text(encoding="utf-8")
    path = tmp_path / "scenarios/here/desk.yaml"
    path.write_text(desk, encoding="utf-8")
    (fault,) = check_file(path)
    assert (fault.file, fault.line, fault.field) == ("personas/nell.yaml", 4, "age")


@pytest.mark.unit
def test_a_circle_of_likes_is_told_whole(tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    folder = tmp_path / "scenarios" / "here"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text("like: here/two\n", encoding="utf-8")
    (folder / "two.yaml").write_text("like: here/one\n", encoding="utf-8")
    (fault,) = check_file(folder / "one.yaml")
    assert fault.found == "a circle: here/one → here/two → here/one"
    assert fault.file == "scenarios/here/two.yaml"


@pytest.mark.unit
def test_a_file_that_is_neither_persona_nor_scenario_is_told_what_it_may_be(
    tmp_path: Path,
) -> None:
    path = tmp_path / "shopping.yaml"
    path.write_text("milk: 2\n", encoding="utf-8")
    (fault,) = check_file(path)
    assert fault.found == "a mapping with milk"
    assert "a persona" in fault.allowed


@pytest.mark.unit
def test_a_file_of_cards_is_read_as_cautiously_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "scenarios" / "cards.yaml"
    path.parent.mkdir()
    path.write_text("cards: &x {}\n", encoding="utf-8")
    assert [fault.found for fault in check_file(path)] == ["the anchor &x"]


@pytest.mark.unit
def test_the_shipped_assumptions_are_whole() -> None:
    assert check_file(FILES.parent.parent / "sim/data/assumptions.yaml") == []


@pytest.mark.unit
def test_assumptions_and_defaults_with_faults_are_told_both(tmp_path: Path) -> None:
    path = tmp_path / "assumptions.yaml"
    path.write_text(
        "assumptions: {leaving: 0.1}\ndefaults:\n  teem: {overrun: 1}\n  team: {overrun: x}\n",
        encoding="utf-8",
    )
    told = {(fault.line, fault.field) for fault in check_file(path)}
    assert told >= {
        (1, "assumptions.telling"),
        (3, "defaults.teem"),
        (4, "defaults.team.overrun"),
    }


@pytest.mark.unit
@pytest.mark.parametrize(("field", "most"), MOST_OF_HERS.items())
def test_a_persona_has_no_more_of_anything_than_a_row_can_hold(field: str, most: int) -> None:
    persona = load_persona("banes/millie")
    one = next(iter(getattr(load_persona("banes/george"), field).values()))
    fits, exceeds = (
        replace(persona, **{field: {f"n{i}": one for i in range(count)}})
        for count in (most, most + 1)
    )
    assert [t.trail for t in persona_sense(fits) if t.trail == (field,)] == []
    found = [t for t in persona_sense(exceeds) if t.trail == (field,)]
    assert [t.allowed for t in found] == [f"at most {most}"]


@pytest.mark.unit
def test_a_system_has_no_more_reaches_than_there_is_room_for_in_the_order_of_a_minute() -> None:
    scenario = load_scenario(VALID / "scenarios" / "toy" / "everything.yaml")
    one = scenario.reaches["line"]
    fits, exceeds = (
        replace(scenario, reaches={f"reach_{i}": one for i in range(count)})
        for count in (MOST_REACHES, MOST_REACHES + 1)
    )
    assert [t for t in sense_of(fits) if t.trail == ("reaches",)] == []
    (trouble,) = [t for t in sense_of(exceeds) if t.trail == ("reaches",)]
    assert str(MOST_REACHES) in trouble.allowed
