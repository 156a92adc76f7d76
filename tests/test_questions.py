"""The four questions that one group worked through, each as a pair of scenarios.

What is tested is that a pair differs in its decision and in nothing else, and that the person whom
the question is about can meet it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from sim.files import check_file, load_scenario, reasonless
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.model.steps import Rule

ROOT = Path(__file__).parent.parent
PAIRS = {
    "millie": ("millie_nurse_keeps", "millie_nurse_refers"),
    "richard": ("richard_secondary", "richard_gp_advised"),
    "jenny": ("jenny_smoking_only", "jenny_whole"),
    "george": ("george_goes_for_both", "george_wife_goes_too"),
}
DECIDED_AT = {
    "millie": "nurse_review",
    "richard": "hub_mental_triage",
    "jenny": "hub_line",
    "george": "hub_call",
}
"""The step whose rules hold the decision."""
SAME_RULES = {"hub_call": {"hub_call_back"}}
"""Steps that share the rules of another."""
ONLY_THERE = {
    "millie_nurse_keeps": {"gp_appointment"},
    "richard_gp_advised": {"hub_advises_gp", "gp_after_advice"},
    "jenny_smoking_only": {"hub_call_about_smoking"},
    "george_wife_goes_too": {"hub_meets_his_wife"},
}
"""Steps that one answer needs and the other does not."""
FILES = [name for pair in PAIRS.values() for name in pair]

pytestmark = pytest.mark.behaviour


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(f"questions/{name}", root=ROOT)


def rules_of(name: str, step: str) -> Counter[Rule]:
    return Counter(scenario(name).steps[step].then)


def test_every_file_of_the_questions_is_one_of_a_pair() -> None:
    found = {path.stem for path in (ROOT / "scenarios" / "questions").glob("[a-z]*.yaml")}
    assert found == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_question_has_no_fault_and_no_number_without_a_reason(name: str) -> None:
    assert check_file(ROOT / "scenarios" / "questions" / f"{name}.yaml", ROOT) == []
    assert reasonless(scenario(name)) == []


@pytest.mark.parametrize("name", FILES)
def test_a_question_says_how_it_was_read_and_what_else_it_could_mean(name: str) -> None:
    reading = scenario(name).reading
    assert len(reading.text.split()) > 30
    assert len(reading.supports) >= 2 and len(reading.could_mean) >= 2
    who = next(person for person, pair in PAIRS.items() if name in pair)
    assert who.title() not in scenario(name).title, "a neutral title names nobody"


@pytest.mark.parametrize("who", PAIRS)
def test_the_two_answers_differ_in_steps_alone(who: str) -> None:
    one, other = (scenario(name) for name in PAIRS[who])
    for field in fields(Scenario):
        if field.name not in ("name", "title", "reading", "steps"):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    assert yearly_cost(one) == yearly_cost(other)
    assert wte_after_transfers(one) == wte_after_transfers(other)


@pytest.mark.parametrize("who", PAIRS)
def test_the_two_answers_differ_at_the_step_of_the_decision_and_what_it_leads_to(who: str) -> None:
    one, other = (scenario(name).steps for name in PAIRS[who])
    allowed = {DECIDED_AT[who], *SAME_RULES.get(DECIDED_AT[who], set())}
    assert {step for step in one.keys() & other.keys() if one[step] != other[step]} == allowed
    for name, mine, theirs in ((PAIRS[who][0], one, other), (PAIRS[who][1], other, one)):
        assert mine.keys() - theirs.keys() == ONLY_THERE.get(name, set())


@pytest.mark.parametrize("who", ["richard", "jenny", "george"])
def test_one_rule_alone_is_another(who: str) -> None:
    one, other = (rules_of(name, DECIDED_AT[who]) for name in PAIRS[who])
    assert sum((one - other).values()) == sum((other - one).values()) == 1


def test_the_nurse_who_refers_is_the_nurse_of_the_option() -> None:
    option = load_scenario("banes/option_2", root=ROOT)
    assert scenario("millie_nurse_refers").steps == option.steps
    assert not any(
        rule.go.startswith("hub") for rule in rules_of("millie_nurse_keeps", "nurse_review")
    )


@pytest.mark.parametrize("who", PAIRS)
def test_the_decision_meets_her_and_nobody_else(who: str) -> None:
    one, other = (rules_of(name, DECIDED_AT[who]) for name in PAIRS[who])
    personas = scenario(PAIRS[who][0]).personas
    if who == "millie":
        assert {name for name, one in personas.items() if "nurse" in one.noticers} == {who}
        return
    for rule in (one - other) + (other - one):
        met = {
            name
            for name, persona in personas.items()
            if (not rule.when.site or persona.site in rule.when.site)
            and any(need.domain in rule.when.need for need in persona.needs.values())
        }
        assert met == {who}
