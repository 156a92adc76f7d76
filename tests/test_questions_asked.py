"""The questions as they are shipped, and the answers that are made of what was found.

Every question can be asked; its sides differ in what they say and in nothing else; and its answer
follows what was run, never what somebody expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.files import check_file, list_questions, load_prompts, load_question, sides_of
from sim.files.edits import parse
from sim.files.people import find_people
from sim.files.resolve import load_scenario
from sim.files.shorthands import looks_like_quantity
from sim.files.writing import to_document
from sim.model.questions import Expects, Question, Side
from sim.model.scenario import Scenario
from sim.report.answering import as_data, expected, found_in, in_one_line, sentence
from sim.study.asking import Asked, asked, unknown_words
from sim.study.compare import Plan
from tests.study_toys import pretended, toy

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "scenarios" / "questions"
NAMES = list_questions(ROOT)
LAWS = {"about", "fixed", "exponential", "lognormal"}
WITH_CHANGES = [
    name
    for name in NAMES
    if len({side.system for side in load_question(name, ROOT).sides.values()})
    < len(load_question(name, ROOT).sides)
]
"""Questions of which two sides or more are made of one system."""


# -- the files ---------------------------------------------------------------------------------


@pytest.mark.unit
@pytest.mark.parametrize("name", NAMES)
def test_every_question_can_be_asked(name: str) -> None:
    assert check_file(FOLDER / f"{name}.yaml") == []
    assert unknown_words(load_question(name, ROOT), sides_of(name, ROOT)) == []


@pytest.mark.unit
@pytest.mark.parametrize("name", NAMES)
def test_every_question_gives_the_words_of_a_side_and_where_they_stand(name: str) -> None:
    question = load_question(name, ROOT)
    assert question.title.endswith("?")
    assert question.measures and question.leaves_out
    assert any(side.said for side in question.sides.values())
    for slug, side in question.sides.items():
        assert side.said or side.words.startswith("our own words"), slug
        assert "“" not in side.words or side.said, slug


@pytest.mark.unit
def test_what_is_asked_of_the_model_is_not_put_to_the_table_as_well() -> None:
    prompts = load_prompts(ROOT)
    assert not set(prompts) & set(NAMES)
    assert {"T41", "T42", "T48", "T49", "T51", "T52", "T54", "T55"} <= set(prompts)
    assert all(prompt.title.endswith("?") for prompt in prompts.values())


@pytest.mark.unit
@pytest.mark.parametrize("name", WITH_CHANGES)
def test_a_side_differs_from_its_system_only_where_it_says(name: str) -> None:
    question = load_question(name, ROOT)
    written = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    people = find_people(question.people, ROOT)
    for slug, scenario in sides_of(name, ROOT).items():
        side = question.sides[slug]
        system = to_document(load_scenario(side.system, root=ROOT, people=people))
        added = written["sides"][slug].get("rules") or {}
        said = [tuple(parse(text).path.split(".")) for text in side.changes]
        said += [*places(written["sides"][slug].get("adds") or {}), ("name",), ("title",)]
        for at in differing(system, to_document(scenario)):
            if at[0] == "steps" and at[2:3] == ("then",) and within(at[:3], said) is None:
                assert taken_out(system, scenario, at[1], added), at
            else:
                assert within(at, said), f"{slug} differs in {'.'.join(map(str, at))}"


def places(added: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to all that a patch says, down to where it gives a value."""
    for key, value in added.items():
        one_value = looks_like_quantity(value) or (isinstance(value, dict) and LAWS & set(value))
        if isinstance(value, dict) and value and not one_value:
            yield from places(value, (*before, key))
        else:
            yield (*before, key)


def differing(one: Any, other: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all in which two documents differ; a list counts as one."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            if key not in one or key not in other:
                yield (*before, key)
            else:
                yield from differing(one[key], other[key], (*before, key))
    elif one != other:
        yield before


def within(at: tuple[Any, ...], said: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    """What was said, of which a place is a part, or which is a part of it."""
    for way in said:
        if all(word in ("*", str(part)) for word, part in zip(way, at, strict=False)):
            return way
    return None


def taken_out(
    system: Mapping[str, Any], scenario: Scenario, step: str, added: Mapping[str, list[Any]]
) -> bool:
    """Whether a step's rules, less those that the side adds to some step, are the system's."""
    own = system["steps"][step]["then"]
    now = to_document(scenario)["steps"][step]["then"]
    more = len(now) - len(own)
    starts = [at for at in range(len(own) + 1) if now[:at] + now[at + more :] == own]
    return more > 0 and any(len(rules) == more for rules in added.values()) and bool(starts)


# -- the answers -------------------------------------------------------------------------------


@cache
def scenarios() -> dict[str, Scenario]:
    """Two systems of which the second hands people on more often, and the first by another name."""
    few = toy("toy/one_desk")
    many = replace(toy("toy/two_desks"), personas=few.personas)
    return {"few": few, "many": many, "clone": few}


def question(**changes: Any) -> Question:
    """Whether many teams hand on more."""
    side = Side(title="one team", words="made up", said="made up", system="toy/one_desk")
    many = replace(side, title="two teams", system="toy/two_desks")
    found = Question(
        question="T00",
        title="Do two teams hand on more?",
        about="toys",
        kind="ours",
        sides={"few": side, "many": many},
        measures=("handoffs",),
    )
    return replace(found, **changes)


def answered(asking: Question, systems: Mapping[str, str]) -> Asked:
    """The answer, where the sides stand for some of the toys."""
    sides = {
        slug: replace(scenarios()[of], name=f"T00/{slug}", title=asking.sides[slug].title)
        for slug, of in systems.items()
    }
    plan = Plan(replications=3, placebo=False)
    return asked(asking, sides, plan, engine=pretended, workers=1)  # type: ignore[arg-type]


def line(answer: Asked) -> str:
    return in_one_line(answer, found_in(answer))


@pytest.mark.unit
def test_the_sentence_turns_when_the_sides_systems_are_swapped() -> None:
    as_it_is = line(answered(question(), {"few": "few", "many": "many"}))
    swapped = line(answered(question(), {"few": "many", "many": "few"}))
    assert "Handoffs: higher with “two teams” than with “one team”, by +" in as_it_is
    assert "Handoffs: lower with “two teams” than with “one team”, by -" in swapped


@pytest.mark.unit
def test_sides_that_differ_in_their_names_alone_are_the_same_by_design() -> None:
    same = line(answered(question(), {"few": "few", "many": "clone"}))
    assert "with “one team” and “two teams”: the same for everybody, by design." in same


@pytest.mark.unit
@pytest.mark.parametrize(
    ("low", "why"),
    [(-0.05, "the interval holds zero."), (0.05, "less than the smallest difference that matters")],
)
def test_a_difference_too_close_to_call_says_between_what_and_why(low: float, why: str) -> None:
    answer = answered(question(), {"few": "few", "many": "many"})
    row = next(
        row
        for row in found_in(answer).differences.values()
        if (row.scenario, row.persona, row.measure) == ("T00/many", "all", "handoffs")
    )
    close = row._replace(verdict="too close to call", difference=0.1, low=low, high=0.2)
    text = sentence(answer, close)
    assert text.startswith("Handoffs: too close to call between “one team” and “two teams”, +0.10 ")
    assert why in text


@pytest.mark.unit
def test_what_a_side_expects_never_enters_a_run() -> None:
    systems = {"few": "few", "many": "many"}
    judgements = {}
    numbers = {}
    for direction in ("lower", "higher"):
        expects = (Expects(measure="handoffs", direction=direction),)  # type: ignore[arg-type]
        sides = question().sides
        asking = question(sides={**sides, "many": replace(sides["many"], expects=expects)})
        answer = answered(asking, systems)
        findings = found_in(answer)
        numbers[direction] = as_data(answer, findings)["differences"]
        judgements[direction] = [judged.judgement for _, judged in expected(answer, findings)]
    assert numbers["lower"] == numbers["higher"]
    assert judgements == {"lower": ["disagrees"], "higher": ["agrees"]}


@pytest.mark.unit
def test_no_two_questions_are_called_alike() -> None:
    titles = [load_question(name, ROOT).title for name in NAMES]
    assert all(one != other for one, other in combinations(titles, 2))
