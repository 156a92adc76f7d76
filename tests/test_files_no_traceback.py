"""Whatever a person writes, she gets a scenario or faults, never a traceback."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.changes import Change, apply, describe
from sim.errors import InputError
from sim.files import load_document, load_scenario, resolve, to_document

ROOT = Path(__file__).parent / "files" / "valid"
HUMAN = load_document("toy/two_desks", ROOT)
EXPLICIT = to_document(load_scenario("toy/two_desks", root=ROOT))


def trails(value: Any, trail: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every part of a document."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, entry in entries:
        found.append((*trail, name))
        if isinstance(entry, dict | list):
            found += trails(entry, (*trail, name))
    return found


def replaced(document: dict[str, Any], trail: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy with one part replaced."""
    changed = copy.deepcopy(document)
    holder: Any = changed
    for name in trail[:-1]:
        holder = holder[name]
    holder[trail[-1]] = value
    return changed


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "meet", "desk", "nurse", "always", "nell", "x y", "toy/one_desk", "é"]),
    st.lists(st.sampled_from([1, "meet", None, {}, []]), max_size=2),
    st.dictionaries(
        st.sampled_from(["central", "days", "kind", "mean", "go", "hours", "evidence", "a.b", ""]),
        st.sampled_from([1, -1, "meet", None, {}, [], True, "cost_gp_hour"]),
        max_size=3,
    ),
)


@pytest.mark.property
@settings(max_examples=80, deadline=None)
@given(st.sampled_from(trails(HUMAN)), ODD)
def test_a_file_with_anything_anywhere_has_faults_but_no_traceback(
    trail: tuple[Any, ...], odd: Any
) -> None:
    try:
        resolve(replaced(HUMAN, trail, odd), root=ROOT, name="toy/odd")
    except InputError as error:
        assert all(fault.mend and fault.file for fault in error.faults)


@pytest.mark.property
@settings(max_examples=50, deadline=None)
@given(st.sampled_from(trails(EXPLICIT)), ODD)
def test_a_change_to_anything_anywhere_has_faults_but_no_traceback(
    trail: tuple[Any, ...], odd: Any
) -> None:
    change = Change(path=".".join(map(str, trail)), value=odd)
    assert describe(change, EXPLICIT).endswith(".")
    changed = apply(EXPLICIT, [change])
    try:
        resolve(changed, root=ROOT, name="toy/odd")
    except InputError as error:
        assert all(fault.mend and fault.file for fault in error.faults)
