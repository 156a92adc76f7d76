"""The people of You Know Your Mind: composites of a few lines each, and nobody invented.

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
SITE = "nottinghamshire"
PEOPLE = ("looked_after_young_person", "care_leaver_of_nottingham", "young_person_hard_to_reach")
NEVER_SAID = (
    "depression anxiety psychosis abuse abused father mother sister brother foster school "
    "trauma lonely homeless boyfriend girlfriend camhs adhd autism money "
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


def test_county_and_city_are_as_three_to_one_like_those_who_took_it_up() -> None:
    county, city = (
        persona(name) for name in ("looked_after_young_person", "care_leaver_of_nottingham")
    )
    assert county["per_year"]["central"] == 360 / 120 * city["per_year"]["central"]
    assert (county["site"], city["site"]) == ("nottinghamshire_county", "nottingham")


def test_a_need_without_a_diagnosis_is_no_more_than_high() -> None:
    for name in PEOPLE:
        (need,) = persona(name)["needs"].values()
        assert need["domain"] == "mental"
        assert need["level"]["high"] <= 3


def test_no_age_is_claimed_from_the_source() -> None:
    assert not [name for name in PEOPLE if "said" in persona(name)["age"]]


def test_who_is_hard_to_reach_differs_in_who_notices_and_in_no_need() -> None:
    file = written(SITE, "young_person_hard_to_reach")
    numbers = {"per_year", "noticers", "age"}
    words = {"like", "title", "her_words", "source", "facts", "not_stated"}
    assert set(file) == numbers | words
    here, others = persona("young_person_hard_to_reach"), persona("looked_after_young_person")
    for noticer, noticing in here["noticers"].items():
        assert noticing["per_week"]["low"] <= central_of(noticing["per_week"])
        assert central_of(noticing["per_week"]) < central_of(
            others["noticers"][noticer]["per_week"]
        )


def test_each_names_the_support_themselves() -> None:
    for name in PEOPLE:
        (wish,) = persona(name)["wants"]
        assert wish["functions"] == ["different_conversation", "chosen_support"]
        assert wish["said"] == "002 L274"
