"""Reading YAML that people write: safe, with lines, and without YAML's old traps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import Fault, InputError
from sim.files.reading import BYTES_AT_MOST, DEPTH_AT_MOST, Sheet, read_file, read_text
from sim.files.writing import write_yaml


def faults(text: str) -> tuple[Fault, ...]:
    """The faults of a text that cannot be read."""
    with pytest.raises(InputError) as caught:
        read_text(text, "file.yaml")
    return caught.value.faults


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("9:30", "9:30"),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2020-01-01", "2020-01-01"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("e5", "e5"),
        ("12", 12),
        ("-12", -12),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("'12'", "12"),
        ('"true"', "true"),
        ("9" * 31, "9" * 31),
    ],
)
def test_a_word_means_what_a_person_would_expect(written: str, meant: Any) -> None:
    value = read_text(f"a: {written}\n", "file.yaml").value["a"]
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.unit
def test_keys_are_always_words() -> None:
    assert list(read_text("on: 1\n12: 2\nnull: 3\n", "f").value) == ["on", "12", "null"]


@pytest.mark.unit
def test_every_part_has_its_line() -> None:
    sheet = read_text("a: 1\nb:\n  - x\n  - c: 3\n    d: {e: 4}\n", "f")
    lines = {trail: sheet.place(trail).line for trail in [("a",), ("b", 0), ("b", 1, "d", "e")]}
    assert lines == {("a",): 1, ("b", 0): 3, ("b", 1, "d", "e"): 5}


@pytest.mark.unit
def test_a_part_that_is_not_written_stands_where_its_holder_does() -> None:
    sheet = read_text("a: 1\nb:\n  c: 2\n", "f")
    place = sheet.place(("b", "missing", 0))
    assert (place.line, place.trail) == (2, ("b", "missing", 0))


@pytest.mark.unit
def test_a_single_entry_stands_for_the_first_of_a_list() -> None:
    place = read_text("then:\n  go: x\n", "f").place(("then", 0, "go"))
    assert (place.line, place.trail) == (2, ("then", "go"))


@pytest.mark.unit
def test_all_faults_of_a_file_are_told_at_once() -> None:
    told = [fault.line for fault in faults("a: 1\na: 2\nb: &x 3\nc: *x\nd: !t 4\n")]
    assert told == [2, 3, 4, 5]


@pytest.mark.unit
def test_a_file_may_be_deep_but_not_too_deep() -> None:
    deepest = "[" * (DEPTH_AT_MOST - 1) + "]" * (DEPTH_AT_MOST - 1)
    assert read_text(f"a: {deepest}", "f").value
    (fault,) = faults(f"a: [{deepest}]")
    assert fault.allowed == "at most 40 levels"


@pytest.mark.unit
def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"\xff" * (BYTES_AT_MOST + 1))
    with pytest.raises(InputError) as caught:
        read_file(path, "large.yaml")
    (fault,) = caught.value.faults
    assert (fault.file, fault.found) == ("large.yaml", "a file that is too large")


@pytest.mark.unit
def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(InputError) as caught:
        read_file(path, "latin.yaml")
    (fault,) = caught.value.faults
    assert (fault.line, fault.mend) == (2, "save the file as UTF-8")


@pytest.mark.unit
def test_a_file_that_is_not_there_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_file(tmp_path / "none.yaml", "none.yaml")
    assert caught.value.faults[0].mend == "give the path of a file that exists and can be read"


@pytest.mark.unit
@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "a: [1\n", "a: b: c\n", "\tb: 1\n", "a: \x07\n"])
def test_text_that_is_no_yaml_is_a_fault_with_a_line(text: str) -> None:
    assert all(fault.file == "file.yaml" and fault.line >= 1 for fault in faults(text))


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["on", "1e3", "9:30", "null", " x", "a: b", "- a", "#", "'", "\x85", "\ufeff"]),
)
DOCUMENTS = st.dictionaries(
    st.text(max_size=8),
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=12,
    ),
    max_size=5,
)


@pytest.mark.property
@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_what_is_written_reads_back_the_same(document: dict[str, Any]) -> None:
    text = write_yaml(document)
    sheet: Sheet = read_text(text, "f")
    assert (sheet.value or {}) == document
    assert write_yaml(sheet.value or {}) == text
