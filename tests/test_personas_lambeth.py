"""The people of the Lambeth source, and the accounts of them that contradict each other.

What is tested is honesty: every stated fact has a home, every number a range and a reason, nothing
that the source leaves open is told as if it were known, and a table's account stays that table's.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.files import load_persona, load_scenario, quantities
from sim.model.words import NOTICERS
from tests import personas_honest as honest
from tests.personas_honest import ROOT, slugs, written

pytestmark = pytest.mark.unit
BASE = ("lloyd", "mary", "magda", "sara", "george_of_lambeth")
POPULATIONS = ("complex_care_of_lambeth", "out_of_forensic_services")
VARIANTS = {
    "mary_of_the_second_table": "mary",
    "magda_of_the_council": "magda",
    "magda_of_sra": "magda",
    "magda_of_commissioning": "magda",
    "george_of_the_carers_table": "george_of_lambeth",
}
"""Another table's account, and whom it is of."""
EVERYBODY = (*BASE, *POPULATIONS, *VARIANTS)

NEVER_SAID = {
    "lloyd": "schizophrenia psychosis clozapine voices bipolar brother sister girlfriend",
    "mary": "schizophrenia psychosis depression daughter son husband landlord manchester cousin",
    "mary_of_the_second_table": "schizophrenia psychosis depression daughter son husband landlord",
    "magda": "counsellor dog cooking porridge bill wife husband son units",
    "magda_of_the_council": "cat eastenders husband son units",
    "magda_of_sra": "dog porridge cooking bill counsellor",
    "magda_of_commissioning": "dog porridge cooking bill counsellor",
    "sara": "depressed teacher nurse daughter mother",
    "george_of_lambeth": "wife children brother neighbour retired unemployed alcoholic",
    "george_of_the_carers_table": "daughter southampton brother retired unemployed alcoholic",
    "complex_care_of_lambeth": "schizophrenia psychosis homeless prison",
    "out_of_forensic_services": "prison offence violent schizophrenia psychosis",
}
"""Words that would tell what the source, or this table, leaves open."""


def persona(name: str) -> dict[str, Any]:
    """A person, as plain data, with whoever they are like laid under."""
    return honest.persona("lambeth", name)


def test_the_people_of_the_source_and_their_other_accounts_are_there_and_nobody_else() -> None:
    assert set(slugs("lambeth")) == set(EVERYBODY)


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_stated_fact_has_a_home_in_its_file(name: str) -> None:
    assert not honest.homeless_facts(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_whatever_claims_a_source_is_the_home_of_a_fact(name: str) -> None:
    assert not honest.claims_of_no_fact(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_source_line_names_a_file_and_its_lines(name: str) -> None:
    assert not honest.unsourced_lines(persona(name), "001")


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_number_about_a_person_has_a_range_and_a_reason(name: str) -> None:
    assert not honest.faults_of_numbers(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_person_loads_and_every_number_then_has_its_grounds(name: str) -> None:
    loaded = load_persona(name, root=ROOT)
    assert loaded.name == name
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_need_has_a_chapter_and_somebody_who_can_see_it(name: str) -> None:
    assert not honest.needs_nobody_tells_or_sees(persona(name))
    assert set(persona(name)["noticers"]) <= set(NOTICERS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_story_has_four_to_nine_chapters_and_takes_about_a_quarter_of_an_hour(name: str) -> None:
    minutes = [chapter["minutes"]["central"] for chapter in persona(name)["story"].values()]
    assert 4 <= len(minutes) <= 9
    assert all(2 <= each <= 6 for each in minutes)
    assert 14 <= sum(minutes) <= 25


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_chapter_that_is_hidden_or_painful_says_why(name: str) -> None:
    assert not honest.chapters_marked_without_a_note(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_need_of_somebody_else_names_one_of_her_supporters(name: str) -> None:
    assert not honest.owners_who_are_nobody(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_enough_people_come_for_the_named_one_to_replace_one_in_four_weeks(name: str) -> None:
    assert persona(name)["per_year"]["low"] >= 40


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_a_table_leaves_open_is_not_told_in_words(name: str) -> None:
    assert not honest.words_told(persona(name)) & set(NEVER_SAID[name].split())
    assert len(persona(name)["not_stated"]) >= 6


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_the_source_leaves_open_stands_only_as_a_marked_assumption(name: str) -> None:
    assert not honest.unmarked_assumptions(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_effect_that_was_assumed_may_be_none_at_all(name: str) -> None:
    assert not honest.effects_that_cannot_be_none(persona(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_level_that_a_date_brings_is_named_among_what_is_not_stated(name: str) -> None:
    assert not honest.unsaid_levels(persona(name))


# -- whose account it is -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "of"), VARIANTS.items())
def test_another_account_is_of_somebody_and_told_by_another_table(name: str, of: str) -> None:
    assert written("lambeth", name)["like"] == written("lambeth", name)["variant_of"] == of
    tables = [persona(each)["told_by"] for each in (of, *VARIANTS) if each in (of, name)]
    assert len(set(tables)) == 2


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_table_is_credited_by_what_it_is_and_never_by_a_name(name: str) -> None:
    told_by = persona(name)["told_by"]
    assert re.search(r"\btables?\b", told_by), told_by
    capitals = re.findall(r"\b[A-Z][A-Za-z]+", told_by)
    assert set(capitals) <= {"SRA", "Thames", "Reach"}, "initials as printed, and nobody's name"


@pytest.mark.parametrize(("name", "of"), VARIANTS.items())
def test_another_account_differs_in_what_its_table_said_and_not_in_how_many_they_are(
    name: str, of: str
) -> None:
    mine, theirs = persona(name), persona(of)
    assert mine["per_year"] == theirs["per_year"] and mine["age"] == theirs["age"]
    assert mine["needs"] != theirs["needs"] and mine["facts"] != theirs["facts"]


def test_nobody_comes_twice_as_two_accounts_of_one_person() -> None:
    for slug in ("lambeth/today", "lambeth/living_well_network"):
        assert set(load_scenario(slug, root=ROOT).personas) == {*BASE, *POPULATIONS}


@pytest.mark.parametrize("name", VARIANTS)
def test_another_account_can_be_sent_through_both_systems(name: str) -> None:
    for slug in ("lambeth/today", "lambeth/living_well_network"):
        assert set(load_scenario(slug, root=ROOT, people=[name]).personas) == {name}


# -- what the tables differ in -----------------------------------------------------------------


def test_the_four_tables_of_magda_differ_in_stigma_readiness_partner_and_pets() -> None:
    first, council, sra, buddy = (
        persona(name)
        for name in ("magda", "magda_of_the_council", "magda_of_sra", "magda_of_commissioning")
    )
    assert council["stigma"]["mental"]["central"] > first["stigma"]["mental"]["central"]
    assert buddy["readiness"]["central"] < first["readiness"]["central"]
    assert "leaving" in council["supporters"]["sara"]
    assert "leaving" not in first["supporters"]["sara"]
    for other, pet in ((first, "cat"), (council, "Porridge")):
        assert pet in " ".join(fact["fact"] for fact in other["assets"])
    assert "therapy_course" in sra["wants"][1]["functions"]
    assert "therapy_course" not in council["wants"][0]["functions"]
    assert "therapy_course" not in buddy["wants"][1]["functions"]


def test_the_two_tables_of_mary_differ_in_medicines_a_life_story_and_a_flat_that_may_go() -> None:
    first, second = persona("mary"), persona("mary_of_the_second_table")
    assert "coming" not in written("lambeth", "mary") or not first["coming"]
    assert second["coming"]["flat_may_be_lost"]["raises"] == {"flat": 4}
    assert {"manchester", "cousin"} <= set(second["story"]) - set(first["story"])
    assert "budgeting" in first["needs"] and "budgeting" not in second["needs"]
    low = first["needs"]["mental_health"]["level"]["central"]
    assert low < second["needs"]["mental_health"]["level"]["central"]


def test_the_two_tables_of_george_differ_in_his_family_and_in_how_high_his_needs_are() -> None:
    first, second = persona("george_of_lambeth"), persona("george_of_the_carers_table")
    assert "his_daughter" in first["story"] and "his_daughter" not in second["story"]
    assert "wife_and_children" in second["story"]
    assert first["needs"]["out_of_touch"]["level"]["central"] == 2
    assert second["needs"]["out_of_touch"]["level"]["central"] == 3


def test_abdul_is_a_name_in_georges_story_and_nobody_with_needs() -> None:
    assert not [name for name in EVERYBODY if "abdul" in name]
    for name in ("george_of_lambeth", "george_of_the_carers_table"):
        chapter = persona(name)["story"]["abdul"]
        assert "not stated" in chapter["note"] and not chapter.get("hidden")
        assert "abdul" not in persona(name)["supporters"]


def test_sara_is_magdas_supporter_with_a_need_and_somebody_to_be_helped_for_her_own_sake() -> None:
    assert persona("magda")["needs"]["sara_neglected"]["whose"] == "sara"
    assert persona("magda")["supporters"]["sara"]["own_need"] == "sara_neglected"
    sara = persona("sara")
    assert next(iter(sara["needs"].values()))["domain"] == "carer"
    assert all(need.get("whose", "herself") == "herself" for need in sara["needs"].values())


def test_those_whom_hardly_anybody_sees_have_low_noticers() -> None:
    for name, most in (("george_of_lambeth", 0.06), ("sara", 0.05)):
        seen = [noticing["per_week"]["central"] for noticing in persona(name)["noticers"].values()]
        assert sum(seen) < most, name
    own = persona("george_of_lambeth")["noticers"]["herself"]["per_week"]
    assert own["low"] == 0 and own["central"] < 0.005


def test_a_type_of_diabetes_that_stays_does_not_ease_by_itself() -> None:
    assert persona("mary")["needs"]["diabetes"]["easing"]["central"] == 0


def test_challenges_thrown_at_people_are_cards_and_not_parts_of_their_lives() -> None:
    assert not persona("george_of_the_carers_table")["coming"]
    assert "supporters_leave" not in str(persona("magda_of_the_council")["coming"])
    assert not [name for name in EVERYBODY if "benefits_review" in str(persona(name)["coming"])]
