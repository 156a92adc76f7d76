"""The first screen: what it says follows from the numbers, and trifles are never put first."""

from dataclasses import replace
from functools import cache

import pytest

from sim.report.headline import baseline_sentence, how_sure, opening, option_answers
from sim.report.page import page
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import DifferenceRow
from sim.study.staff import staff_rows
from tests.study_toys import pretended, toy

OTHER = "toy/other"


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    return compare(
        [first, replace(first, name=OTHER, title="Another way")],
        Plan(replications=3),
        engine=pretended,
        workers=1,
    )


def planted(**by_row: tuple[float, float, float, str]) -> Beside:
    """The comparison with some of the other way's differences put in by hand; the rest is zero."""

    def put(line: DifferenceRow) -> DifferenceRow:
        if line.scenario != OTHER:
            return line
        value, low, high, verdict = by_row.get(
            f"{line.persona}__{line.measure}", (0.0, -0.01, 0.01, "too close to call")
        )
        return line._replace(
            difference=value, low=low, high=high, verdict=verdict, caution="", matters=0.25
        )

    comparison = found()
    return nothing_beside(
        replace(comparison, differences=tuple(put(line) for line in comparison.differences))
    )


def told(beside: Beside) -> str:
    (answer,) = option_answers(beside)
    lead = " ".join(f"{words} ({figures})" for words, figures in answer.lead)
    return " ".join((lead, answer.how, answer.close, answer.people))


@pytest.mark.unit
def test_a_planted_reversal_turns_the_sentence_round() -> None:
    more = option_answers(planted(all__handoffs=(1.25, 1.1, 1.4, "higher")))[0]
    fewer = option_answers(planted(all__handoffs=(-1.25, -1.4, -1.1, "lower")))[0]
    assert more.lead == (("More handoffs", "+1.25 per person, +1.10 to +1.40"),)
    assert fewer.lead == (("Fewer handoffs", "-1.25 per person, -1.40 to -1.10"),)


@pytest.mark.unit
def test_a_trivial_effect_is_never_headlined() -> None:
    close = "too close to call"
    answer = option_answers(planted(all__handoffs=(0.04, 0.03, 0.05, close)))[0]
    assert answer.lead == (
        ("Over everybody no difference stands that is large enough to matter", ""),
    )
    assert "handoffs (+0.04 per person, +0.03 to +0.05)" in answer.close
    assert answer.people == "Nor does one stand for any persona."


@pytest.mark.unit
def test_who_gains_most_and_who_loses_most_are_named_whatever_the_average_does() -> None:
    first, second = found().scenarios[OTHER].personas
    answer = option_answers(
        planted(
            all__handoffs=(-0.5, -0.6, -0.4, "lower"),
            **{
                f"{first}__handoffs": (-0.5, -0.7, -0.3, "lower"),
                f"{second}__repeated_stories": (2.0, 1.5, 2.5, "higher"),
            },
        )
    )[0]
    gains, loses = answer.people.split(". Furthest the other way: ")
    assert "fewer handoffs (-0.50 per person, -0.70 to -0.30)" in gains
    assert "more repeated stories (+2.00 per person, +1.50 to +2.50)" in loses
    names = [person.title.split(",")[0] for person in found().scenarios[OTHER].personas.values()]
    assert names[0] in gains and names[1] in loses


@pytest.mark.unit
def test_a_gain_that_comes_with_fewer_people_helped_is_not_called_one() -> None:
    beside = planted(all__handoffs=(-0.5, -0.6, -0.4, "lower"))
    warned = tuple(
        line._replace(caution="but fewer are helped") if line.verdict == "lower" else line
        for line in beside.comparison.differences
    )
    again = nothing_beside(replace(beside.comparison, differences=warned))
    assert "Fewer handoffs, but fewer are helped" in told(again)


@pytest.mark.unit
def test_same_by_design_and_too_few_say_so() -> None:
    measures = ("handoffs", "repeated_stories", "right_help")
    same = planted(**{f"all__{m}": (0.0, 0.0, 0.0, "same by design") for m in measures})
    few = planted(**{f"all__{m}": (0.4, -1.0, 2.0, "too few") for m in measures})
    assert "The same for everybody (by design)" in told(same)
    assert "Too few people or runs to say: handoffs, repeated stories and right help" in told(few)


@pytest.mark.unit
def test_opening_names_the_people_and_what_happens_to_them_now() -> None:
    beside = nothing_beside(found())
    assert opening(beside).startswith("One other way of organising help was held against “")
    assert "these two personas (" in opening(beside)
    assert "People want fewer handoffs" in baseline_sentence(beside)


@pytest.mark.unit
def test_what_was_not_drawn_is_said_not_to_be_known() -> None:
    sentences = " ".join(how_sure(nothing_beside(found())))
    assert "was not drawn in this run" in sentences and "luck alone" in sentences
    assert "from 0.25 handoffs" in sentences
    two = list(found().scenarios.values())
    once = compare(two, Plan(replications=1), engine=pretended, workers=1)
    assert how_sure(nothing_beside(once)) == [
        "One run of each: nothing here can be told from chance."
    ]


@pytest.mark.unit
def test_the_answer_stands_before_everything_else_on_the_page() -> None:
    text = page(found(), (), staff_rows(found()), cut="Cut: much.", again="again")
    assert text.index('id="answer"') < text.index("<nav") < text.index('id="asked"')
    assert text.count("<script") == 0
