"""Rules that a step shares with another: written once, checked where they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.files import load_document, resolve
from sim.model.scenario import Scenario

ROOT = Path(__file__).parent / "files" / "valid"
TOY = "toy/two_desks"


def document(**then: Any) -> dict[str, Any]:
    """The toy with the rules of some of its steps changed."""
    found = load_document(TOY, ROOT)
    for name, rules in then.items():
        found["steps"][name] = found["steps"][name] | {"then": rules}
    return found


FIRST, SECOND = "again", "meet"
"""Two steps of the toy that the same team does; the rules of the second do for the first."""


def rules_of(step: str) -> list[dict[str, Any]]:
    """The rules of a step of the toy, as written."""
    rules: list[dict[str, Any]] = load_document(TOY, ROOT)["steps"][step]["then"]
    return rules


def resolved(rules: list[dict[str, Any]]) -> Scenario:
    """The toy in which the first step has these rules."""
    return resolve(document(**{FIRST: rules}), root=ROOT, name=TOY)


@pytest.mark.unit
def test_shared_rules_stand_as_if_they_were_written_out() -> None:
    way_out = {"when": {"age_from": 18}, "end": "signposted"}
    written = [way_out, *rules_of(SECOND)]
    assert resolved([way_out, {"like": SECOND}]) == resolved(written)


@pytest.mark.unit
def test_rules_of_its_own_may_stand_before_shared_ones() -> None:
    own = {"when": {"age_from": 90}, "end": "declined"}
    found = resolved([own, {"like": SECOND}]).steps[FIRST].then
    assert found[0].end == "declined"
    assert len(found) == 1 + len(rules_of(SECOND))


@pytest.mark.unit
def test_shared_rules_keep_every_word_of_theirs() -> None:
    rule = {
        "when": {"taking": True, "has_companion": False},
        "go": "course",
        "by": "warm",
        "keep": {"days": 2},
        "otherwise": "think",
        "meanwhile": ["surgery"],
        "if_lost": "think",
    }
    steps = document(**{SECOND: [rule, {"go": "think"}], FIRST: [{"like": SECOND}]})
    found = resolve(steps, root=ROOT, name=TOY).steps
    assert found[FIRST].then == found[SECOND].then
    assert found[FIRST].then[0].meanwhile == ("surgery",)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([{"like": "reseption"}], "the step 'reseption'"),
        ([{"like": "FIRST"}], "in a circle"),
        ([{"like": "SECOND", "end": "signposted"}], "alone"),
    ],
)
def test_sharing_that_cannot_be_is_refused(rules: list[dict[str, str]], words: str) -> None:
    names = {"FIRST": FIRST, "SECOND": SECOND}
    rules = [{key: names.get(word, word) for key, word in rule.items()} for rule in rules]
    with pytest.raises(InputError) as raised:
        resolved(rules)
    assert any(words in str(fault) and FIRST in fault.field for fault in raised.value.faults)
