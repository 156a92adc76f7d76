"""The seven people of the B&NES source, the shipped assumptions, and the empty card.

What is tested is honesty: every stated fact has a home, every number a range and a reason, and
nothing that the source leaves open is told as if it were known.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import pytest

from sim.files import load_persona, quantities
from sim.model.assumptions import Assumptions
from sim.model.words import HANDOFFS, MODES, NOTICERS
from tests import personas_honest as honest
from tests.personas_honest import (
    DATA,
    ROOT,
    SOURCE_LINES,
    central_of,
    faults_of_numbers,
    read,
    slugs,
)

STATED = {
    "millie": ("Millie", 18, "keynsham"),
    "richard": ("Richard", 37, "bath"),
    "jenny": ("Jenny", 41, "chew_valley"),
    "george": ("George", 78, "radstock"),
    "ava": ("Ava", 83, "midsomer_norton"),
    "zoe": ("Zoe", 26, "bath"),
    "fred": ("Fred", 75, ""),
}
"""Name, age and place as the source states them; it gives Fred no place."""

NEVER_SAID = {
    "millie": "mother father parents family school college student type-1 insulin partner job",
    "richard": "wife partner homeless afghanistan iraq army-wife unemployed-for lonely",
    "jenny": "children divorced evicted unemployed anxiety depression psychosis phone-broken",
    "george": "copd inhaler son daughter alzheimer lonely forgets",
    "ava": "daughter son hospital lewy tablets-for care-home",
    "zoe": "partner husband boyfriend lithium medication family mother-in-law",
    "fred": "bath keynsham radstock norton son daughter aggressive care-home alzheimer",
}
"""Words that would tell what the source leaves open."""


def persona(name: str) -> dict[str, Any]:
    """A persona of the source, as plain data."""
    return honest.persona("banes", name)


@pytest.mark.unit
def test_the_seven_people_of_the_source_and_nobody_else_are_there() -> None:
    assert set(slugs("banes")) == set(STATED)


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_name_age_and_place_are_those_of_the_source(name: str) -> None:
    document = persona(name)
    title, age, site = STATED[name]
    assert document["title"].startswith(f"{title}, {age}, ")
    assert (document["age"]["central"], document["site"]) == (age, site)


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_every_stated_fact_has_a_home_in_its_file(name: str) -> None:
    assert not honest.homeless_facts(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_whatever_claims_a_source_is_the_home_of_a_fact(name: str) -> None:
    assert not honest.claims_of_no_fact(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_every_source_line_names_a_file_and_its_lines(name: str) -> None:
    assert not honest.unsourced_lines(persona(name), "004")


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_every_number_about_a_person_has_a_range_and_a_reason(name: str) -> None:
    assert not faults_of_numbers(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_every_person_loads_and_every_number_then_has_its_grounds(name: str) -> None:
    loaded = load_persona(name, root=ROOT)
    assert loaded.name == name
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_every_need_has_a_chapter_and_somebody_who_can_see_it(name: str) -> None:
    assert not honest.needs_nobody_tells_or_sees(persona(name))
    assert set(persona(name)["noticers"]) <= set(NOTICERS)


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_a_story_has_four_to_eight_chapters_and_takes_about_a_quarter_of_an_hour(name: str) -> None:
    minutes = [chapter["minutes"]["central"] for chapter in persona(name)["story"].values()]
    assert 4 <= len(minutes) <= 8
    assert all(2 <= each <= 6 for each in minutes)
    assert 15 <= sum(minutes) <= 25


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_a_chapter_that_is_hidden_or_painful_says_why(name: str) -> None:
    chapters = persona(name)["story"].values()
    assert any(chapter.get("hidden") or chapter.get("painful") for chapter in chapters)
    assert not honest.chapters_marked_without_a_note(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_a_need_of_somebody_else_names_one_of_her_supporters(name: str) -> None:
    assert not honest.owners_who_are_nobody(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_enough_people_come_for_the_named_one_to_replace_one_in_four_weeks(name: str) -> None:
    assert persona(name)["per_year"]["low"] >= 40


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_what_the_source_leaves_open_is_not_told_in_words(name: str) -> None:
    assert not honest.words_told(persona(name)) & set(NEVER_SAID[name].split())
    assert len(persona(name)["not_stated"]) >= 6


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_what_the_source_leaves_open_stands_only_as_a_marked_assumption(name: str) -> None:
    assert not honest.unmarked_assumptions(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_an_effect_that_was_assumed_may_be_none_at_all(name: str) -> None:
    assert not honest.effects_that_cannot_be_none(persona(name))


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_a_level_that_a_date_brings_is_named_among_what_is_not_stated(name: str) -> None:
    assert not honest.unsaid_levels(persona(name))


@pytest.mark.unit
def test_an_illness_that_stays_does_not_ease_by_itself() -> None:
    for name, need in (("millie", "diabetes"), ("george", "lung_condition")):
        assert persona(name)["needs"][need]["easing"]["central"] == 0
    lives = read(DATA / "assumptions.yaml")["assumptions"]["lives"]
    assert lives["easing"]["memory"]["central"] == 0
    for name in ("ava", "fred"):
        assert persona(name)["needs"]["dementia"]["domain"] == "memory"


@pytest.mark.unit
def test_what_happens_in_their_lives_is_what_the_source_says_will() -> None:
    ava, zoe = persona("ava"), persona("zoe")
    move = ava["coming"]["family_moves_out"]
    assert move["supporters_leave"] == ["family"] and "alone" in move["raises"]
    assert ava["supporters"]["family"]["notices"] == ["family"]
    birth = zoe["coming"]["birth"]
    assert central_of(birth["after"]) == 40 - 22 and birth["noticed_by"] == ["midwife"]
    assert "pregnancy" in birth["raises"]


@pytest.mark.unit
def test_the_two_wives_are_people_with_needs_of_their_own() -> None:
    fred, george = persona("fred"), persona("george")
    assert fred["supporters"]["wife"]["own_need"] == "wife_coping"
    assert fred["supporters"]["wife"]["tiring"]["low"] > 0
    assert {n for n, need in fred["needs"].items() if need.get("whose") == "wife"} == {
        "wife_coping",
        "wife_health",
    }
    assert george["needs"]["wife_memory"]["whose"] == "wife"
    assert george["needs"]["caring"].get("whose", "herself") == "herself"


@pytest.mark.unit
def test_hours_are_freds_alone_and_distance_is_a_matter_of_where_somebody_lives() -> None:
    assert {name for name in STATED if persona(name).get("hours")} == {"fred"}
    far = {name: persona(name).get("distance", {}).get("bath") for name in STATED}
    assert {name for name, distance in far.items() if not distance} == {"richard", "zoe", "fred"}
    central = {name: distance["central"] for name, distance in far.items() if distance}
    assert max(central, key=lambda name: central[name]) == "jenny"
    assert "face_to_face" not in persona("jenny")["barriers"], "a barrier acts in one place only"


@pytest.mark.unit
def test_only_people_whom_the_source_names_stand_beside_them() -> None:
    beside = {name: set(persona(name)["supporters"]) for name in STATED}
    assert {name: who for name, who in beside.items() if who} == {
        "george": {"wife"},
        "ava": {"family"},
        "fred": {"wife"},
    }
    assert {name for name in STATED if persona(name).get("wants")} == {"ava"}
    assert {name for name in STATED if persona(name).get("assets")} == {"richard", "jenny"}
    assert {name: set(persona(name)["coming"]) for name in STATED if persona(name)["coming"]} == {
        "ava": {"family_moves_out"},
        "zoe": {"birth"},
    }


@pytest.mark.unit
def test_self_harm_is_hidden_painful_and_known_to_nobody() -> None:
    chapter = persona("millie")["story"]["self_harm"]
    assert chapter["hidden"] and chapter["painful"] and not chapter.get("told_to")


@pytest.mark.unit
def test_every_shipped_assumption_has_a_range_and_a_reason() -> None:
    assert not faults_of_numbers(read(DATA / "assumptions.yaml"))


@pytest.mark.unit
def test_every_field_of_the_model_has_its_assumption() -> None:
    written = read(DATA / "assumptions.yaml")["assumptions"]
    assert set(written) == {field.name for field in fields(Assumptions)}
    for name, kind in get_type_hints(Assumptions).items():
        if is_dataclass(kind) and name != "leaving":
            assert set(written[name]) == {field.name for field in fields(kind)}
    assert set(written["telling"]["openness"]) == set(MODES)
    assert set(written["taking"]["attends"]) == set(MODES)
    assert set(written["handing"]["loses"]) == set(HANDOFFS)
    assert set(written["asks_at"]) == {*NOTICERS, "otherwise"}


@pytest.mark.unit
def test_no_kind_of_handoff_and_no_published_attrition_has_an_advantage_by_assumption() -> None:
    written = read(DATA / "assumptions.yaml")["assumptions"]
    losses = [
        (loss["central"], loss["low"])
        for kind, loss in written["handing"]["loses"].items()
        if kind in HANDOFFS
    ]
    assert len(set(losses)) == 1
    taking = written["taking"]
    chain = [taking["not_taken_up"], taking["stopping"], *taking["attends"].values()]
    assert not [
        link for link in [*chain, *written["handing"]["loses"].values()] if "evidence" in link
    ]


@pytest.mark.unit
def test_trust_is_off_and_every_coefficient_of_it_may_be_nothing() -> None:
    trust = dict(read(DATA / "assumptions.yaml")["assumptions"]["trust"])
    assert all(each["low"] <= 0 <= each["high"] for each in trust.values())


@pytest.mark.unit
def test_rows_that_assume_the_outcome_are_used_nowhere() -> None:
    files = [*ROOT.glob("personas/**/*.yaml"), *ROOT.glob("scenarios/**/*.yaml")]
    for path in [*files, DATA / "assumptions.yaml"]:
        assert "n_repeat_per_handoff" not in path.read_text(encoding="utf-8")


@pytest.mark.unit
def test_revised_option_three_is_an_empty_card() -> None:
    card = read(ROOT / "scenarios" / "cards.yaml")["cards"]["revised_option_3"]
    assert card["changes"] == []
    assert all(SOURCE_LINES.fullmatch(fact["said"]) for fact in card["said_by_source"])
