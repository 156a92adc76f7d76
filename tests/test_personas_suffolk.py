"""The people of the Suffolk source: composites, each resting on stated lines, and nobody invented.

The source names nobody and tells three personal stories of which it holds no word. What is tested
is that these files keep to it.
"""

from __future__ import annotations

import pytest

from sim.files import load_persona, quantities
from tests import personas_honest as honest
from tests.personas_honest import ROOT, central_of, persona, slugs

SITE, SOURCE = "suffolk", "000"
STATED = {
    "student_at_the_break": ("A student", 19, "suffolk"),
    "turning_18": ("A young person", 17, "suffolk"),
    "turning_25": ("A young adult", 24, "suffolk"),
    "rural_student": ("A school student", 15, "rural_suffolk"),
    "isolated_young_person": ("A young person whom nobody reaches", 15, "suffolk"),
    "child_with_additional_needs": ("A child", 8, "suffolk"),
    "young_person_in_emergency": ("A young person in an emergency", 20, "suffolk"),
    "ex_forces": ("Somebody who left the forces", 40, "suffolk"),
    "newly_diagnosed": ("Somebody given a diagnosis of MS", 42, "suffolk"),
    "somebody_with_trauma": ("Somebody with trauma", 34, "suffolk"),
    "somebody_with_hidden_needs": ("Somebody with complex and hidden needs", 38, "suffolk"),
}
"""Title, age and place; the ages are assumed from the bands and boundaries that are stated."""
YOUNG = [name for name, (_, age, _) in STATED.items() if age < 25]
NEVER_SAID = (
    "she he her his anna sarah jack tom ptsd afghanistan iraq army navy depression anxiety autism "
    "adhd asthma diabetes psychosis suicide self-harm self-harms ipswich lowestoft homeless "
    "divorced abuse assault accident-victim bullied overdose"
)
"""Words that would tell what the source leaves open."""

pytestmark = pytest.mark.unit


def test_every_composite_of_the_source_with_a_need_is_there_and_nobody_else() -> None:
    assert set(slugs(SITE)) == set(STATED)


@pytest.mark.parametrize("name", STATED)
def test_a_composite_is_called_by_what_is_stated_and_never_by_a_name(name: str) -> None:
    document = persona(SITE, name)
    title, age, site = STATED[name]
    assert document["title"].startswith(f"{title}, {age}, ")
    assert "Suffolk" in document["title"] and document["pronoun"] == "they"
    assert (document["age"]["central"], document["site"]) == (age, site)
    assert document["age"].get("assumed"), "no age of anybody is stated"


@pytest.mark.parametrize("name", STATED)
def test_every_stated_fact_has_a_home_and_every_claim_is_the_home_of_a_fact(name: str) -> None:
    document = persona(SITE, name)
    assert not honest.homeless_facts(document)
    assert not honest.claims_of_no_fact(document)
    assert not honest.unsourced_lines(document, SOURCE)
    assert all(fact["said"].startswith(SOURCE) for fact in document["facts"])


@pytest.mark.parametrize("name", STATED)
def test_every_number_about_a_person_has_a_range_and_a_reason(name: str) -> None:
    assert not honest.faults_of_numbers(persona(SITE, name))
    loaded = load_persona(name, root=ROOT)
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]


@pytest.mark.parametrize("name", STATED)
def test_what_the_source_leaves_open_stands_only_as_a_marked_assumption(name: str) -> None:
    document = persona(SITE, name)
    assert not honest.unmarked_assumptions(document)
    assert not honest.effects_that_cannot_be_none(document)
    assert not honest.unsaid_levels(document)
    assert not honest.chapters_marked_without_a_note(document)
    assert len(document["not_stated"]) >= 6
    assert any("name" in line for line in document["not_stated"])


@pytest.mark.parametrize("name", STATED)
def test_what_the_source_leaves_open_is_not_told_in_words(name: str) -> None:
    assert not honest.words_told(persona(SITE, name)) & set(NEVER_SAID.split())


@pytest.mark.parametrize("name", STATED)
def test_every_need_has_a_chapter_and_somebody_who_can_see_it(name: str) -> None:
    document = persona(SITE, name)
    assert not honest.needs_nobody_tells_or_sees(document)
    assert not honest.owners_who_are_nobody(document)


@pytest.mark.parametrize("name", STATED)
def test_a_story_has_four_to_eight_chapters_and_takes_about_a_quarter_of_an_hour(name: str) -> None:
    minutes = [chapter["minutes"]["central"] for chapter in persona(SITE, name)["story"].values()]
    assert 4 <= len(minutes) <= 8
    assert all(2 <= each <= 6 for each in minutes)
    assert 14 <= sum(minutes) <= 25


@pytest.mark.parametrize("name", STATED)
def test_enough_people_come_for_the_named_one_to_replace_one_in_four_weeks(name: str) -> None:
    per_year = persona(SITE, name)["per_year"]
    assert per_year["low"] >= 40
    assert "195,000" in per_year["assumed"], "the scale of every site, said"


def test_two_people_stand_a_year_before_the_two_boundaries_that_the_source_states() -> None:
    for name, boundary in (("turning_18", 18), ("turning_25", 25)):
        age = persona(SITE, name)["age"]
        assert age["low"] == age["central"] == age["high"] == boundary - 1
        assert age["said"] == "000 L133"
    assert "physical" in {need["domain"] for need in persona(SITE, "turning_18")["needs"].values()}
    first = next(iter(persona(SITE, "turning_25")["needs"].values()))
    assert first["domain"] == "mental"


def test_the_student_leaves_for_the_university_and_comes_home_for_the_holidays() -> None:
    coming = persona(SITE, "student_at_the_break")["coming"]
    assert [date["moves_to"] for date in coming.values()] == ["university_town", "suffolk"]
    away, home = (central_of(date["after"]) for date in coming.values())
    assert away < home
    term, holidays = (date["after"] for date in coming.values())
    assert term["high"] < holidays["low"], "nobody comes home before leaving"


def test_hardly_anybody_notices_the_young_person_whom_nobody_reaches() -> None:
    def seen(name: str) -> float:
        return sum(each["per_week"]["central"] for each in persona(SITE, name)["noticers"].values())

    assert seen("isolated_young_person") < 0.1 * min(
        seen(name) for name in STATED if name != "isolated_young_person"
    )
    assert "herself" not in persona(SITE, "isolated_young_person")["noticers"]


def test_distance_is_a_matter_of_the_rural_student_alone() -> None:
    assert {name for name in STATED if persona(SITE, name).get("distance")} == {"rural_student"}
    assert central_of(persona(SITE, "rural_student")["distance"]["town"]) > 0.5


def test_stigma_is_higher_under_25_than_over_it() -> None:
    def stigma(name: str) -> float:
        return float(persona(SITE, name)["stigma"]["mental"]["central"])

    young = [stigma(name) for name in YOUNG if name != "child_with_additional_needs"]
    assert min(young) > max(stigma(name) for name in STATED if name not in YOUNG)


def test_whoever_may_not_want_a_treatment_wants_to_be_met_in_another_way() -> None:
    wanting = {name for name in STATED if persona(SITE, name).get("wants")}
    assert wanting == {
        "student_at_the_break",
        "turning_25",
        "rural_student",
        "isolated_young_person",
    }
    for name in wanting:
        (wish,) = persona(SITE, name)["wants"]
        assert "drop_in" in wish["modes"] and "face_to_face" not in wish["modes"]


def test_what_is_hidden_beside_a_diagnosis_is_the_illness_of_the_body() -> None:
    document = persona(SITE, "young_person_in_emergency")
    hidden = [chapter for chapter in document["story"].values() if chapter.get("hidden")]
    assert [chapter["about"] for chapter in hidden] == ["physical_illness"]
    assert document["needs"]["physical_illness"]["crisis"]["central"] > 1


def test_nobody_is_a_carer_with_a_need_since_the_source_states_none() -> None:
    for name in STATED:
        needs = persona(SITE, name)["needs"].values()
        assert not [need for need in needs if need["domain"] == "carer" or need.get("whose")]
