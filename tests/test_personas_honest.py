"""The checks of honest people find what they are there to find: each fault is planted once."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests import personas_honest as honest

pytestmark = pytest.mark.unit
Plant = Callable[[dict[str, Any]], None]


def fred(plant: Plant) -> dict[str, Any]:
    """Fred's file with something done to it."""
    document = deepcopy(honest.persona("banes", "fred"))
    plant(document)
    return document


PLANTED: dict[str, tuple[Callable[[dict[str, Any]], object], Plant]] = {
    "a number without a range": (
        honest.faults_of_numbers,
        lambda d: d["per_year"].pop("low"),
    ),
    "a number without a reason": (
        honest.faults_of_numbers,
        lambda d: d["noticers"]["gp"]["per_week"].pop("assumed"),
    ),
    "a range upside down": (
        honest.faults_of_numbers,
        lambda d: d["per_year"].update(low=61),
    ),
    "a row of evidence that is not there": (
        honest.faults_of_numbers,
        lambda d: d["barriers"]["phone"].update(evidence="nothing"),
    ),
    "a fact whose home is gone": (
        honest.homeless_facts,
        lambda d: d["supporters"]["wife"].pop("tiring"),
    ),
    "a claim that is the home of no fact": (
        honest.claims_of_no_fact,
        lambda d: d.update(facts=[f for f in d["facts"] if f["home"] != "needs.wife_health"]),
    ),
    "a line that stands in no part of the file": (
        lambda d: honest.unsourced_lines(d, "004"),
        lambda d: d.update(source="004 L224, 004 L225"),
    ),
    "a line that is written wrongly": (
        lambda d: honest.unsourced_lines(d, "004"),
        lambda d: d["needs"]["dementia"].update(said="line 224"),
    ),
    "a need that nobody tells": (
        honest.needs_nobody_tells_or_sees,
        lambda d: d["story"].pop("wife_health"),
    ),
    "a need that nobody sees": (
        honest.needs_nobody_tells_or_sees,
        lambda d: d["noticers"].pop("family"),
    ),
    "a hidden chapter that does not say why": (
        honest.chapters_marked_without_a_note,
        lambda d: d["story"]["wife_coping"].pop("note"),
    ),
    "a need of somebody who is not there": (
        honest.owners_who_are_nobody,
        lambda d: d["needs"]["wife_health"].update(whose="daughter"),
    ),
    "an assumption that is not marked": (
        honest.unmarked_assumptions,
        lambda d: d["supporters"]["wife"]["present"].update(assumed=""),
    ),
    "an effect that cannot be none": (
        honest.effects_that_cannot_be_none,
        lambda d: d["supporters"]["wife"]["stopping"].update(high=0.9),
    ),
    "a level that a date brings and nothing says": (
        honest.unsaid_levels,
        lambda d: d["coming"].update(move={"raises": {"dementia": 4}}),
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_fault_is_found_and_the_file_has_none_without_it(what: str) -> None:
    check, plant = PLANTED[what]
    assert not check(fred(lambda _: None))
    assert check(fred(plant))


def test_words_told_are_those_of_the_facts_and_the_names_of_needs() -> None:
    told = honest.words_told(fred(lambda d: d["facts"].append({"fact": "he has a daughter"})))
    assert {"daughter", "coping"} <= told
    assert "daughter" not in honest.words_told(honest.persona("banes", "fred"))


def test_a_persona_that_is_like_another_is_checked_with_what_lies_under_it() -> None:
    assert honest.persona("banes", "fred")["story"] == honest.written("banes", "fred")["story"]
