"""``ask`` as a person types it: what can be asked, one answer, all answers, and mistakes."""

from __future__ import annotations

import json
import re

import pytest

from sim.cli import main
from sim.files import list_questions, load_prompts, load_question

SHORT = ["--replications", "2", "--weeks", "4", "--workers", "1"]

pytestmark = pytest.mark.cli


def test_without_a_name_it_lists_what_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json"]) == 0
    told = {one["question"]: one for one in json.loads(capsys.readouterr().out)}
    assert {name for name, one in told.items() if one["testable"]} == set(list_questions())
    assert {name for name, one in told.items() if not one["testable"]} == set(load_prompts())
    assert main(["ask"]) == 0
    shown = capsys.readouterr().out
    assert "T04" in shown and "T41" in shown and "Ask one: ask NAME." in shown


def test_a_name_that_nobody_asks_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ask", "T04x"]) == 2
    told = capsys.readouterr()
    assert "no such question" in told.err and "did you mean T04?" in told.err
    assert not told.out and "Traceback" not in told.err


def test_small_letters_will_do_for_a_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "t41", *SHORT]) == 0
    told = capsys.readouterr().out
    prompt = load_prompts()["T41"]
    assert told.startswith(f"T41 {prompt.title}") and f"Not simulated: {prompt.why}." in told


def test_an_answer_gives_words_figures_and_what_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ask", "t43", *SHORT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[0]
    question = load_question("T43")
    assert told["title"] == question.title and told["leaves_out"] == question.leaves_out
    assert [side["words"] for side in told["sides"].values()] == [
        side.words for side in question.sides.values()
    ]
    found = {(row["measure"], row["persona"]) for row in told["differences"]}
    assert found == {(m, row) for m in question.measures for row in question.rows}
    assert {(one["side"], one["team"]) for one in told["teams"]} == {
        ("day", "hub"),
        ("evening", "hub"),
    }
    assert told["answer"].startswith(f"T43 {question.title} Wait from asking to first contact")
    assert main(["ask", "T43", *SHORT]) == 0
    shown = capsys.readouterr().out
    assert "“Evening opening times” (004 L154)" in shown
    assert f"Left out: {question.leaves_out}." in shown
    assert "Expected: contacts_out_of_hours higher with “until eight”: " in shown


@pytest.mark.slow
def test_all_questions_are_answered_with_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--all", *SHORT]) == 0
    told = capsys.readouterr().out
    starts = [text.split(" ", 1)[0] for text in told.splitlines() if text]
    names = [*list_questions(), *load_prompts()]
    assert [start for start in starts if start in names] == names
    assert not re.search(r"\bnan\b", told)
