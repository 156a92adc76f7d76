"""The seven people of the B&NES source, the shipped assumptions, and the empty card.

What is tested is honesty: every stated fact has a home, every number a range and a reason, and
nothing that the source leaves open is told as if it were known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml

from sim.files import load_persona, quantities
from sim.model.assumptions import Assumptions
from sim.model.words import HANDOFFS, HELP_SOUGHT_FROM, MODES, NOTICERS

ROOT = Path(__file__).parent.parent
DATA = ROOT / "sim" / "data"
SOURCE_LINES = re.compile(r"00[0-4] L\d+(, 00[0-4] L\d+)*")
DURATIONS = ("minutes", "hours", "days", "weeks")
LEVELS_ONLY = ("raises", "lowers")
"""Mappings from needs to plain levels, whose reason stands in ``not_stated``."""

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


def read(path: Path) -> dict[str, Any]:
    """A file as plain data."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def persona(name: str) -> dict[str, Any]:
    """A persona of the source, in the form in which it was written."""
    return read(ROOT / "personas" / "banes" / f"{name}.yaml")


def mappings(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping beneath a node, itself included, with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from mappings(value, f"{path}.{key}".lstrip("."))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from mappings(value, f"{path}.{position}".lstrip("."))


def is_number(node: Any) -> bool:
    """Whether a leaf is a number (true and false are none)."""
    return isinstance(node, int | float) and not isinstance(node, bool)


def central_of(quantity: dict[str, Any]) -> float:
    """The central value of a number with its range."""
    return float(next(quantity[key] for key in ("central", *DURATIONS) if key in quantity))


def evidence_ids() -> set[str]:
    """The rows of the evidence table."""
    with (DATA / "evidence.csv").open(encoding="utf-8") as table:
        return {row["id"] for row in csv.DictReader(table)}


def faults_of_numbers(document: dict[str, Any]) -> list[str]:
    """Paths of numbers that stand alone, lack a reason, or whose range is upside down."""
    known, faults = evidence_ids(), []
    for path, node in mappings(document):
        numbers = {key: value for key, value in node.items() if is_number(value)}
        if numbers and path.rpartition(".")[2] not in LEVELS_ONLY:
            names = set(numbers) - {"low", "high"}
            whole = len(names) == 1 and names <= {"central", *DURATIONS}
            if not whole or not {"low", "high"} <= set(numbers):
                faults.append(f"{path}: a number without its range")
            elif not numbers["low"] <= central_of(node) <= numbers["high"]:
                faults.append(f"{path}: range upside down")
            if not (node.get("said") or node.get("evidence") or node.get("assumed")):
                faults.append(f"{path}: no reason")
        if "evidence" in node and node["evidence"] not in known:
            faults.append(f"{path}: no such row of evidence")
    return faults


def home_exists(document: dict[str, Any], home: str) -> bool:
    """Whether a dotted path leads to something that the file says."""
    node: Any = document
    for key in home.split("."):
        if not isinstance(node, dict) or key not in node:
            return False
        node = node[key]
    return bool(node)


@pytest.mark.unit
def test_the_seven_people_of_the_source_and_nobody_else_are_there() -> None:
    assert {path.stem for path in (ROOT / "personas" / "banes").glob("*.yaml")} == set(STATED)


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
    document = persona(name)
    facts = document["facts"] + document.get("assets", [])
    homeless = [
        fact for fact in facts if fact["home"] != "text" and not home_exists(document, fact["home"])
    ]
    assert not homeless
    assert all(set(fact) == {"fact", "home", "said"} for fact in facts)


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_whatever_claims_a_source_is_the_home_of_a_fact(name: str) -> None:
    document = persona(name)
    homes = {fact["home"] for fact in document["facts"]}
    for part in ("needs", "noticers", "supporters", "coming"):
        stated = {f"{part}.{key}" for key, node in document[part].items() if "said" in node}
        reached = {path for path in stated if any(home.startswith(path) for home in homes)}
        assert stated == reached or part in homes


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_every_source_line_names_a_file_and_its_lines(name: str) -> None:
    document = persona(name)
    lines = [node["said"] for _, node in mappings(document) if "said" in node]
    assert not [line for line in [document["source"], *lines] if not SOURCE_LINES.fullmatch(line)]
    own = set(document["source"].split(", "))
    told = {line for said in lines for line in said.split(", ") if line.startswith("004")}
    assert told == own


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
    document = persona(name)
    about = {chapter.get("about", "") for chapter in document["story"].values()}
    seen: set[str] = set()
    for noticing in document["noticers"].values():
        seen |= set(noticing.get("needs") or document["needs"])
    assert about - {""} == set(document["needs"])
    serious = {
        key for key, need in document["needs"].items() if need["level"]["high"] >= HELP_SOUGHT_FROM
    }
    assert serious <= seen
    assert set(document["noticers"]) <= set(NOTICERS)


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
    marked = [chapter for chapter in chapters if chapter.get("hidden") or chapter.get("painful")]
    assert marked
    assert all(chapter.get("note") for chapter in marked)


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_a_need_of_somebody_else_names_one_of_her_supporters(name: str) -> None:
    document = persona(name)
    whose = {need.get("whose", "herself") for need in document["needs"].values()}
    assert whose - {"herself"} <= set(document["supporters"])


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_enough_people_come_for_the_named_one_to_replace_one_in_four_weeks(name: str) -> None:
    assert persona(name)["per_year"]["low"] >= 40


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_what_the_source_leaves_open_is_not_told_in_words(name: str) -> None:
    document = persona(name)
    told = [document["title"].partition(",")[0], document["her_words"]]
    told += [fact["fact"] for fact in document["facts"]]
    told += [supporter["relation"] for supporter in document["supporters"].values()]
    told += [*document["needs"], *document["story"]]
    words = set(re.findall(r"[a-z]+(?:-[a-z0-9]+)*", " ".join(told).lower().replace("_", " ")))
    assert not words & set(NEVER_SAID[name].split())
    assert len(document["not_stated"]) >= 6


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_what_the_source_leaves_open_stands_only_as_a_marked_assumption(name: str) -> None:
    document = persona(name)
    open_matters = [document[key] for key in ("trust", "impatience", "consent") if key in document]
    open_matters += [document["readiness"]] if "readiness" in document else []
    for part in ("barriers", "stigma", "distance"):
        open_matters += document.get(part, {}).values()
    for part in ("supporters", "coming"):
        open_matters += [
            matter
            for path, matter in mappings(document[part])
            if "central" in matter and not path.endswith(LEVELS_ONLY)
        ]
    for need in document["needs"].values():
        open_matters += [need[word] for word in ("easing", "worsening", "crisis") if word in need]
    open_matters += [need["level"] for need in document["needs"].values()]
    open_matters += [need["present"] for need in document["needs"].values() if "present" in need]
    open_matters += [noticing["per_week"] for noticing in document["noticers"].values()]
    open_matters += [coming["after"] for coming in document["coming"].values()]
    assert all(matter.get("assumed") for matter in [*open_matters, document["per_year"]])


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_an_effect_that_was_assumed_may_be_none_at_all(name: str) -> None:
    document = persona(name)
    for supporter in document["supporters"].values():
        for word, none in (("attending", 0), ("stopping", 1), ("worsening", 1), ("crisis", 1)):
            if word in supporter:
                assert supporter[word]["low"] <= none <= supporter[word]["high"], word
    for coming in document["coming"].values():
        assert all(barrier["low"] == 0 for barrier in coming.get("barriers", {}).values())
    if "readiness" in document:
        assert document["readiness"]["high"] == 1


@pytest.mark.unit
@pytest.mark.parametrize("name", STATED)
def test_a_level_that_a_date_brings_is_named_among_what_is_not_stated(name: str) -> None:
    document = persona(name)
    for coming in document["coming"].values():
        for level in coming.get("raises", {}).values():
            assert any(f"level {level}" in line for line in document["not_stated"])


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
