"""The people of You're in Control in Bristol: composites of a few lines each, and nobody invented.

What is tested is honesty: every stated fact has a home, every number a range and a reason, and
nothing that the source leaves open is told as if it were known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.files import load_persona, quantities
from tests import personas_honest as honest
from tests.personas_honest import ROOT, central_of, slugs, written

pytestmark = pytest.mark.unit
SITE = "bristol"
PEOPLE = (
    "young_person_in_care",
    "care_leaver_of_bristol",
    "parent_who_left_care",
    "young_refugee",
    "homeless_young_person",
    "young_man_not_reached",
)
NEVER_SAID = (
    "depression anxiety psychosis abuse abused father mother sister brother foster school "
    "syria afghanistan eritrea sudan boat hostel heroin prison jamaican black boyfriend "
)
"""Words that would tell what the source leaves open."""

CHECKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "every stated fact has a home": honest.homeless_facts,
    "whatever claims a source is the home of a fact": honest.claims_of_no_fact,
    "every source line names a file and its lines": lambda one: honest.unsourced_lines(one, "002"),
    "every number has a range and a reason": honest.faults_of_numbers,
    "every need has a chapter and is seen by somebody": honest.needs_nobody_tells_or_sees,
    "a hidden or painful chapter says why": honest.chapters_marked_without_a_note,
    "a need of somebody else is of one of the supporters": honest.owners_who_are_nobody,
    "what is left open stands as a marked assumption": honest.unmarked_assumptions,
    "an assumed effect may be none at all": honest.effects_that_cannot_be_none,
    "a level that a date brings is among what is not stated": honest.unsaid_levels,
    "nothing that is left open is told": lambda one: (
        honest.words_told(one) & set(NEVER_SAID.split())
    ),
}


def persona(name: str) -> dict[str, Any]:
    """A person as plain data, with whoever they are like laid under."""
    return honest.persona(SITE, name)


def test_the_composites_of_the_source_are_there_and_nobody_else() -> None:
    assert set(slugs(SITE)) == set(PEOPLE)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_file_of_a_person_is_honest(name: str, check: str) -> None:
    assert not CHECKS[check](persona(name))


@pytest.mark.parametrize("name", PEOPLE)
def test_every_person_loads_and_every_number_then_has_its_grounds(name: str) -> None:
    loaded = load_persona(name, root=ROOT)
    assert loaded.name == name
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_composite_is_called_by_what_they_are_and_stands_for_no_individual(name: str) -> None:
    title = persona(name)["title"]
    assert title.startswith("A "), "no name is given to somebody whom the source does not name"
    assert any("any individual" in line for line in persona(name)["not_stated"])
    assert persona(name)["coming"] == persona(name)["supporters"] == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_more_people_come_than_the_named_one_in_four_weeks_replaces(name: str) -> None:
    assert persona(name)["per_year"]["low"] >= 52 / 4


@pytest.mark.parametrize("name", PEOPLE)
def test_initials_stand_as_printed(name: str) -> None:
    text = (ROOT / "personas" / SITE / f"{name}.yaml").read_text(encoding="utf-8").lower()
    assert not [word for word in ("personal adviser", "looked after child") if word in text]


def test_ages_are_those_of_the_cohort() -> None:
    for name in PEOPLE:
        age = persona(name)["age"]
        assert 14 <= age["low"] <= age["central"] <= age["high"] <= 21


def test_trauma_comes_first_and_is_hidden_painful_and_known_to_the_pa_alone() -> None:
    for name in PEOPLE:
        one = persona(name)
        first = next(iter(one["needs"].values()))
        chapter = one["story"]["what_happened"]
        assert first["domain"] == "trauma"
        assert chapter["hidden"] and chapter["painful"] and chapter["told_to"] == ["social_worker"]


def test_whom_the_project_did_not_reach_differs_in_who_notices_him_and_in_no_need() -> None:
    file = written(SITE, "young_man_not_reached")
    numbers = {"per_year", "noticers"}
    words = {"like", "title", "her_words", "pronoun", "source", "facts", "not_stated"}
    assert set(file) == numbers | words
    him, others = persona("young_man_not_reached"), persona("care_leaver_of_bristol")
    for noticer, noticing in him["noticers"].items():
        theirs = others["noticers"][noticer]["per_week"]
        assert noticing["per_week"]["low"] == 0
        assert central_of(noticing["per_week"]) < central_of(theirs) <= theirs["high"]


def test_no_number_is_of_an_ethnic_group() -> None:
    for name in PEOPLE:
        for path, node in honest.mappings(persona(name)):
            if "assumed" in node:
                assert "African" not in node["assumed"], path


def test_trust_is_below_the_middle_and_mental_health_services_may_put_nobody_off() -> None:
    for name in PEOPLE:
        one = persona(name)
        assert one["trust"]["central"] < 0.5 <= one["trust"]["high"]
        assert all(each["low"] == 0 for each in one["stigma"].values())
