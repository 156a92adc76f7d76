"""The composites of the North Central London group: young people who need urgent help.

What is tested is honesty, and restraint: the source states no age and no story, so none is told as
if it were known, and nobody's harm is described.
"""

from __future__ import annotations

import re

import pytest

from sim.files import load_persona, quantities
from tests import personas_honest as honest
from tests.personas_honest import ROOT

pytestmark = pytest.mark.unit

SITE = "north_central_london"
PEOPLE = ("brought_by_a_parent", "comes_alone", "turned_away_before")
FILES = [
    *(ROOT / "personas" / SITE).glob("*.yaml"),
    *(ROOT / "scenarios" / SITE).glob("*.yaml"),
    ROOT / "sim" / "data" / "said" / f"{SITE}.yaml",
]
NEVER_TOLD = re.compile(
    r"\b(OD|overdos\w*|self-?harm\w*|suicid\w*|tablets?|pills?|cut(s|ting)?|blood|hospitali[sz]ed)\b",
    re.IGNORECASE,
)
"""Words that would describe what happened; 'cut' as a verb of time is not needed here either."""
EXPANSIONS = re.compile(
    r"\b(adolescent outreach|assertive outreach|outreach team)\b", re.IGNORECASE
)


def test_three_composites_and_nobody_else_are_there() -> None:
    assert honest.slugs(SITE) == PEOPLE


@pytest.mark.parametrize("name", PEOPLE)
def test_every_stated_fact_has_a_home_and_every_claim_a_fact(name: str) -> None:
    document = honest.persona(SITE, name)
    assert not honest.homeless_facts(document)
    assert not honest.claims_of_no_fact(document)
    assert not honest.unsourced_lines(document, "002")


@pytest.mark.parametrize("name", PEOPLE)
def test_every_number_about_them_has_a_range_and_a_reason(name: str) -> None:
    document = honest.persona(SITE, name)
    assert not honest.faults_of_numbers(document)
    assert not honest.unmarked_assumptions(document)
    assert not honest.effects_that_cannot_be_none(document)
    loaded = load_persona(name, root=ROOT)
    assert not [path for path, quantity in quantities(loaded) if quantity.grounds == "none"]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_need_is_told_and_seen_and_every_hidden_chapter_says_why(name: str) -> None:
    document = honest.persona(SITE, name)
    assert not honest.needs_nobody_tells_or_sees(document)
    assert not honest.chapters_marked_without_a_note(document)
    assert not honest.owners_who_are_nobody(document)
    minutes = [chapter["minutes"]["central"] for chapter in document["story"].values()]
    assert 4 <= len(minutes) <= 8 and 15 <= sum(minutes) <= 25


@pytest.mark.parametrize("name", PEOPLE)
def test_no_age_is_told_as_if_the_source_stated_it(name: str) -> None:
    document = honest.persona(SITE, name)
    assert document["age"].get("assumed") and "said" not in document["age"]
    assert f", {document['age']['central']}," in document["title"]
    assert any("age" in line and "assumed" in line for line in document["not_stated"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_happened_is_told_in_no_plainer_word_than_needing_urgent_help(path) -> None:  # type: ignore[no-untyped-def]
    assert not NEVER_TOLD.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_initials_stand_as_printed(path) -> None:  # type: ignore[no-untyped-def]
    assert not EXPANSIONS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PEOPLE)
def test_they_need_urgent_help_at_once_or_are_close_to_it(name: str) -> None:
    level = honest.persona(SITE, name)["needs"]["urgent_help"]["level"]
    assert (level["low"], level["central"], level["high"]) == (3, 4, 4)


def test_a_parent_stands_beside_those_of_whom_it_may_be_so_and_has_no_need_that_is_not_stated() -> (
    None
):
    beside = {name: set(honest.persona(SITE, name)["supporters"]) for name in PEOPLE}
    assert beside == {
        "brought_by_a_parent": {"parent"},
        "comes_alone": set(),
        "turned_away_before": {"parent"},
    }
    needs = {n for name in PEOPLE for n in honest.persona(SITE, name)["needs"]}
    assert needs == {"urgent_help", "body"}


def test_being_turned_away_is_part_of_the_story_of_the_one_to_whom_it_happened_and_slows_them() -> (
    None
):
    asking = {
        name: max(n["per_week"]["central"] for n in honest.persona(SITE, name)["noticers"].values())
        for name in PEOPLE
    }
    assert min(asking, key=lambda name: asking[name]) == "turned_away_before"
    told = {name for name in PEOPLE if "turned_away" in honest.persona(SITE, name)["story"]}
    assert told == {"turned_away_before"}


def test_some_of_them_turn_18_and_some_are_older() -> None:
    ages = {name: honest.persona(SITE, name)["age"] for name in PEOPLE}
    assert ages["comes_alone"]["low"] < 18 <= ages["comes_alone"]["high"]
    assert ages["turned_away_before"]["high"] == 25


@pytest.mark.parametrize("name", PEOPLE)
def test_enough_come_for_the_named_one_to_replace_one_in_four_weeks(name: str) -> None:
    assert honest.persona(SITE, name)["per_year"]["low"] >= 40
