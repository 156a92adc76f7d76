"""The young people of the i-THRIVE source: those of Thurrock, and the voices of its focus groups.

What is tested is honesty: every stated fact has a home, every number a range and a reason, and
nothing that the source leaves open is told as if it were known.
"""

from __future__ import annotations

import pytest

from sim.files import load_persona, load_scenario, quantities
from tests.personas_honest import (
    ROOT,
    chapters_marked_without_a_note,
    claims_of_no_fact,
    effects_that_cannot_be_none,
    faults_of_numbers,
    homeless_facts,
    needs_nobody_tells_or_sees,
    owners_who_are_nobody,
    persona,
    slugs,
    unmarked_assumptions,
    unsaid_levels,
    unsourced_lines,
    words_told,
)

pytestmark = pytest.mark.unit
PROJECT = (
    "young_person_of_positive_pathways",
    "young_person_alone_after_ewmhs",
    "young_person_known_postcode",
    "young_person_other_postcode",
    "young_person_leaving_early_intervention",
)
"""With whom a clinician thinks of ending."""
THURROCK = (*PROJECT, "young_person_without_support")
VOICES = {
    "young_parent_away_from_family": {"002 L422"},
    "young_person_with_adhd": {"002 L466"},
    "young_person_not_unwell_enough": {"002 L456"},
    "young_person_in_the_gap": {"002 L460"},
    "young_person_on_benefits": {"002 L418"},
    "young_person_who_left_counselling": {"002 L476"},
    "young_carer": {"002 L328"},
    "young_person_with_a_long_illness": {"002 L328"},
    "daughter_who_makes_art": {"002 L430"},
    "parent_with_needs_too": {"002 L494"},
    "young_person_in_youth_justice": {"002 L166"},
    "young_person_in_poverty": {"002 L160"},
    "young_person_with_autism": {"002 L169"},
}
"""The people of no marked site, and the line in which their need is stated."""
EVERYBODY = [("thurrock", name) for name in THURROCK] + [("ithrive", name) for name in VOICES]
NEVER_SAID = frozenset(
    {"depression", "anxiety", "bipolar", "schizophrenia", "medication", "tablets", "overdose"}
    | {"suicide", "suicidal", "bullied", "abused", "divorced", "father", "boyfriend", "girlfriend"}
    | {"homeless", "grays", "tilbury", "essex"}
)
"""Words that would tell what the source leaves open of everybody."""
STATED_OF_SOME = {
    "self-harm": {"daughter_who_makes_art"},
    "psychosis": {"young_person_leaving_early_intervention"},
    "mother": set(),
}


@pytest.mark.parametrize(("site", "names"), [("thurrock", THURROCK), ("ithrive", tuple(VOICES))])
def test_the_people_whose_need_is_stated_and_nobody_else_are_there(
    site: str, names: tuple[str, ...]
) -> None:
    assert slugs(site) == tuple(sorted(names))


@pytest.mark.parametrize(("site", "name"), EVERYBODY)
def test_every_person_loads_and_every_number_has_its_grounds(site: str, name: str) -> None:
    loaded = load_persona(name, root=ROOT)
    assert loaded.name == name
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]
    assert not faults_of_numbers(persona(site, name))


@pytest.mark.parametrize(("site", "name"), EVERYBODY)
def test_every_stated_fact_has_a_home_and_whatever_claims_a_source_is_one(
    site: str, name: str
) -> None:
    document = persona(site, name)
    assert not homeless_facts(document)
    assert not claims_of_no_fact(document)
    assert not unsourced_lines(document, "002")


@pytest.mark.parametrize(("site", "name"), EVERYBODY)
def test_every_need_can_be_told_and_seen(site: str, name: str) -> None:
    document = persona(site, name)
    assert not needs_nobody_tells_or_sees(document)
    assert not owners_who_are_nobody(document)


@pytest.mark.parametrize(("site", "name"), EVERYBODY)
def test_what_is_assumed_says_so_and_why(site: str, name: str) -> None:
    document = persona(site, name)
    assert not chapters_marked_without_a_note(document)
    assert not unmarked_assumptions(document)
    assert not effects_that_cannot_be_none(document)
    assert not unsaid_levels(document)
    assert document["not_stated"]


@pytest.mark.parametrize(("site", "name"), EVERYBODY)
def test_nothing_that_the_source_leaves_open_is_told(site: str, name: str) -> None:
    told = words_told(persona(site, name))
    assert not told & NEVER_SAID
    assert not [word for word, of in STATED_OF_SOME.items() if word in told and name not in of]


@pytest.mark.parametrize("name", VOICES)
def test_a_voice_has_no_place_since_the_source_marks_none(name: str) -> None:
    document = persona("ithrive", name)
    assert document["site"] == ""
    needs = {line for need in document["needs"].values() for line in need["said"].split(", ")}
    assert needs == VOICES[name]


@pytest.mark.parametrize("name", PROJECT)
def test_a_young_person_of_the_project_is_between_14_and_18(name: str) -> None:
    age = persona("thurrock", name)["age"]
    assert age["low"] >= 14 and age["high"] <= 18
    assert age["said"] == "002 L204"
    began_with = name != "young_person_leaving_early_intervention"
    assert (age["low"] >= 16) == began_with, "the project began with those of 16 to 18"


@pytest.mark.parametrize("name", PROJECT)
def test_a_clinician_thinks_of_ending_once_and_no_other_nurse_sees_them(name: str) -> None:
    document = persona("thurrock", name)
    assert document["noticers"]["nurse"]["per_week"]["central"] == 0
    assert document["coming"]["last_sessions"]["noticed_by"] == ["nurse"]
    assert document["story"]["still_unsettled"]["told_to"] == ["nurse"]


def test_only_the_postcode_tells_apart_how_two_families_short_of_money_are_found() -> None:
    known = persona("thurrock", "young_person_known_postcode")
    other = persona("thurrock", "young_person_other_postcode")
    assert known["needs"] == other["needs"] and known["noticers"] == other["noticers"]
    assert known["story"]["short_of_money"]["told_to"] == ["nurse"]
    assert other["story"]["short_of_money"]["hidden"]
    assert not other["story"]["short_of_money"]["told_to"]
    assert other["supporters"]["family"]["tells"] == ["short_of_money"]


def test_people_who_had_no_support_are_seldom_seen_by_anybody() -> None:
    noticers = persona("thurrock", "young_person_without_support")["noticers"]
    seen = sum(noticing["per_week"]["central"] for noticing in noticers.values())
    assert 0 < seen * 26 < 1.2, "about a third are noticed by nobody in half a year"


def test_a_need_stays_with_the_parent_or_the_child_whose_it_is() -> None:
    assert (
        persona("ithrive", "daughter_who_makes_art")["needs"]["benefits_cut"]["whose"] == "parent"
    )
    parent = persona("ithrive", "parent_with_needs_too")
    assert {need.get("whose", "herself") for need in parent["needs"].values()} == {
        "child",
        "herself",
    }


@pytest.mark.parametrize("slug", ["today", "positive_pathways"])
def test_the_voices_can_be_sent_through_the_systems_of_thurrock(slug: str) -> None:
    scenario = load_scenario(f"thurrock/{slug}", root=ROOT, people=list(VOICES))
    assert set(scenario.personas) == set(VOICES)
