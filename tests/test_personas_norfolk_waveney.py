"""The people of Norfolk and Waveney: John and his mum, and those made of the groups of the plan.

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
SITE = "norfolk_waveney"
CASE = ("john", "johns_mother")
"""The two people of whom the source tells a story."""
NEEDS_RESTING_ON = {
    "dual_diagnosis": {"003 L212", "003 L223"},
    "complex_emotional_needs": {"003 L225"},
    "early_dementia": {"003 L128", "003 L153"},
    "dementia_delirium_depression": {"003 L147", "003 L153"},
    "man_under_strain": {"003 L42"},
    "child_or_young_person": {"003 L116", "003 L154"},
    "neurodiverse_complex": {"003 L225", "003 L229"},
    "norfolk_unpaid_carer": {"003 L16"},
    "norfolk_long_term_condition": {"003 L42"},
}
"""People made of groups, and the lines in which the needs of the group are stated."""
EVERYBODY = (*CASE, *NEEDS_RESTING_ON)
NEVER_SAID = frozenset(
    {"norwich", "yarmouth", "lowestoft", "lynn", "anxiety", "psychosis", "schizophrenia"}
    | {"bipolar", "autism", "adhd", "alzheimer", "heroin", "cocaine", "suicide", "suicidal"}
    | {"overdose", "self-harm", "divorced", "unemployed", "homeless", "father", "brother"}
    | {"sister", "wife", "husband", "girlfriend", "boyfriend"}
)
"""Words that would tell what the source leaves open."""


def document(name: str) -> dict[str, object]:
    """A persona of the site as plain data."""
    return persona(SITE, name)


def test_everybody_in_whom_a_need_is_stated_and_nobody_else_is_there() -> None:
    assert slugs(SITE) == tuple(sorted(EVERYBODY))


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_person_loads_and_every_number_has_its_grounds(name: str) -> None:
    loaded = load_persona(name, root=ROOT)
    assert loaded.name == name and loaded.site == ""
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]
    assert not faults_of_numbers(document(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_stated_fact_has_a_home_and_whatever_claims_a_source_is_one(name: str) -> None:
    assert not homeless_facts(document(name))
    assert not claims_of_no_fact(document(name))
    assert not unsourced_lines(document(name), "003")


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_need_can_be_told_and_seen(name: str) -> None:
    assert not needs_nobody_tells_or_sees(document(name))
    assert not owners_who_are_nobody(document(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_assumed_says_so_and_why(name: str) -> None:
    assert not chapters_marked_without_a_note(document(name))
    assert not unmarked_assumptions(document(name))
    assert not effects_that_cannot_be_none(document(name))
    assert not unsaid_levels(document(name))


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_the_source_leaves_open_is_not_told_in_words(name: str) -> None:
    assert not words_told(document(name)) & NEVER_SAID
    assert len(document(name)["not_stated"]) >= 6  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NEEDS_RESTING_ON)
def test_each_need_of_somebody_made_of_a_group_stands_in_lines_of_the_source(name: str) -> None:
    needs = load_persona(name, root=ROOT).needs.values()
    assert {line for need in needs for line in need.said.split(", ")} == NEEDS_RESTING_ON[name]


@pytest.mark.parametrize("name", EVERYBODY)
def test_enough_people_come_for_the_one_with_central_values_to_replace_some(name: str) -> None:
    assert load_persona(name, root=ROOT).per_year.low >= 40


def test_john_has_no_mental_health_need_and_his_file_says_so() -> None:
    john = load_persona("john", root=ROOT)
    own = {need.domain for need in john.needs.values()}
    assert own == {"physical", "sensory_neuro"}
    assert "any need of mental health" in john.not_stated
    text = (ROOT / "personas" / SITE / "john.yaml").read_text(encoding="utf-8")
    assert "no mental health need is stated" in text


def test_john_is_46_and_the_age_of_his_mum_is_a_range_that_fits_his() -> None:
    john, mum = (load_persona(name, root=ROOT) for name in CASE)
    assert (john.age.central, john.age.said) == (46, "003 L316")
    assert not mum.age.said and "not stated" in mum.age.assumed
    assert mum.age.low - 46 >= 12 and mum.age.high > mum.age.low


def test_john_called_and_his_mum_would_rather_not_have() -> None:
    noticers = load_persona("john", root=ROOT).noticers
    assert noticers["herself"].per_week.central > 50 * noticers["family"].per_week.central
    assert {wish.modes for wish in load_persona("john", root=ROOT).wants} == {("home_visit",), ()}


def test_those_whom_the_plan_would_reach_are_seldom_noticed() -> None:
    for name in ("man_under_strain", "norfolk_unpaid_carer", "johns_mother"):
        noticers = load_persona(name, root=ROOT).noticers.values()
        asks = sum(noticing.per_week.central for noticing in noticers)
        assert 0 < asks * 26 < 1.5, "a third or so of one such need are noticed by nobody"
        assert min(noticing.per_week.low for noticing in noticers) < 0.003


def test_a_child_or_young_person_is_under_26_and_the_birthday_of_18_lies_among_them() -> None:
    age = load_persona("child_or_young_person", root=ROOT).age
    assert age.low < 18 < age.high <= 25 and age.said == "003 L24"


def test_people_of_another_site_can_be_sent_through_these_systems() -> None:
    scenario = load_scenario("norfolk_waveney/no_wrong_door", root=ROOT, people=["millie"])
    assert set(scenario.personas) == {"millie"}
