"""Numbers and people in words, and the answer in sentences."""

import math
from dataclasses import replace
from functools import cache

import pytest

from sim.report.answer import (
    answer,
    differences_of,
    fallen_to_counting,
    persona_by_persona,
    sentence,
)
from sim.report.explaining import explained
from sim.report.phrases import called
from sim.report.words import (
    number,
    number_word,
    row_title,
    these_personas,
    unit_of_difference,
    with_interval,
)
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import DifferenceRow
from sim.study.statistics import Interval
from tests.study_toys import pretended, toy


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other", title="Another way")
    return compare([first, other], Plan(replications=3), engine=pretended, workers=1)


def line(**changes: object) -> DifferenceRow:
    known = differences_of(found(), "toy/other", "all")["handoffs"]
    return known._replace(**changes)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("measure", "value", "signed", "text"),
    [
        ("handoffs", 1.234, False, "1.23"),
        ("handoffs", 1.234, True, "+1.23"),
        ("right_help", 0.416, False, "42%"),
        ("right_help", -0.0416, True, "-4.2"),
        ("wait_first_contact_days", 12.34, False, "12.3"),
        ("handoffs", -0.001, True, "0.00"),
        ("right_help", -0.001, False, "0%"),
        ("upc", math.nan, False, "-"),
    ],
)
def test_number_is_shown_as_its_kind_asks(
    measure: str, value: float, signed: bool, text: str
) -> None:
    assert number(measure, value, signed=signed) == text


@pytest.mark.unit
def test_mean_stands_with_its_interval_where_there_is_one() -> None:
    assert with_interval("handoffs", Interval(2.13, 2.01, 2.25)) == "2.13 (2.01 to 2.25)"
    assert with_interval("handoffs", Interval(2.13, math.nan, math.nan)) == "2.13"
    assert unit_of_difference("right_help") == "percentage points"


@pytest.mark.unit
def test_all_is_called_these_personas_and_never_a_place() -> None:
    assert these_personas(7) == "these seven personas"
    assert these_personas(1) == "this one persona"
    assert number_word(40) == "40"
    assert row_title(found(), "all") == "these two personas"
    assert row_title(found(), "nell") == "people like Nell"
    assert row_title(found(), "nell@named").startswith("Nell ")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"difference": -0.5, "low": -0.7, "high": -0.3, "verdict": "lower"},
            "Handoffs, these two personas: lower than in “Two desks” (-0.50 per person, 95% "
            "interval -0.70 to -0.30); the way people want it.",
        ),
        (
            {"difference": 0.5, "low": 0.3, "high": 0.7, "verdict": "higher"},
            "Handoffs, these two personas: higher than in “Two desks” (+0.50 per person, 95% "
            "interval +0.30 to +0.70); not as people want it.",
        ),
        (
            {"difference": 0.1, "low": -0.1, "high": 0.3, "verdict": "too close to call"},
            "Handoffs, these two personas: too close to call against “Two desks” (+0.10 per "
            "person, 95% interval -0.10 to +0.30): the interval holds zero.",
        ),
        (
            {"difference": 0.2, "low": 0.1, "high": 0.3, "verdict": "too close to call"},
            "Handoffs, these two personas: too close to call against “Two desks” (+0.20 per "
            "person, 95% interval +0.10 to +0.30): less than the smallest difference "
            "that matters, 0.25.",
        ),
        (
            {"difference": 0.5, "low": 0.1, "high": 0.9, "verdict": "too close to call"},
            "Handoffs, these two personas: too close to call against “Two desks” (+0.50 per "
            "person, 95% interval +0.10 to +0.90): it does not stand once every "
            "primary question is counted.",
        ),
        (
            {
                "difference": -0.5,
                "low": -0.7,
                "high": -0.3,
                "verdict": "lower",
                "family": "exploratory",
            },
            "Handoffs (exploratory), these two personas: lower than in “Two desks” (-0.50 per "
            "person, 95% interval -0.70 to -0.30); the way people want it.",
        ),
        (
            {"verdict": "same by design"},
            "Handoffs: the same for everybody as in “Two desks”, by design.",
        ),
        (
            {"verdict": "too few"},
            "Handoffs: too few to say (fewer than 20 people, or one run only).",
        ),
    ],
)
def test_difference_is_said_in_one_sentence(changes: dict[str, object], text: str) -> None:
    assert sentence(found(), line(**changes)) == text


@pytest.mark.unit
def test_answer_says_every_headline_measure_and_the_cost_of_each_option() -> None:
    ((title, sentences),) = answer(found())
    assert title == "Another way"
    assert len(sentences) == 6
    assert sentences[-1].startswith("Staff cost: £") and sentences[-1].endswith(
        "as in “Two desks”."
    )


def with_omar(measure: str, **changes: object) -> Comparison:
    """The comparison with one of Omar's differences changed."""
    rows = [
        row._replace(**changes)
        if (row.scenario, row.persona, row.measure) == ("toy/other", "omar", measure)
        else row
        for row in found().differences
    ]
    return replace(found(), differences=tuple(rows))


@pytest.mark.unit
def test_exploratory_difference_of_a_persona_stays_out_of_the_answer() -> None:
    worse = {"difference": 0.6, "low": 0.4, "high": 0.8, "verdict": "higher"}
    made = with_omar("handoffs", family="exploratory", **worse)
    assert persona_by_persona(made, "toy/other") == []


@pytest.mark.unit
@pytest.mark.parametrize("way", [1, -1])
def test_large_difference_that_falls_only_to_counting_is_said_either_way(way: int) -> None:
    low, high = sorted((way * 0.4, way * 0.8))
    large = {"difference": way * 0.6, "low": low, "high": high, "verdict": "too close to call"}
    (said,) = fallen_to_counting(with_omar("handoffs", **large), "toy/other")
    assert said == (
        f"People like Omar: handoffs, {way * 0.6:+.2f} per person (95% interval {low:+.2f} to "
        f"{high:+.2f}): does not stand once every primary question is counted; more runs may "
        "settle it."
    )
    near = with_omar("handoffs", **{**large, "low": -0.1, "high": 0.8})
    assert fallen_to_counting(near, "toy/other") == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("way", "verdict", "wish"),
    [(1, "higher", "not as people want it"), (-1, "lower", "the way people want it")],
)
def test_what_stands_for_a_persona_is_said_whichever_way_it_goes(
    way: int, verdict: str, wish: str
) -> None:
    low, high = sorted((way * 0.4, way * 0.8))
    made = with_omar("handoffs", difference=way * 0.6, low=low, high=high, verdict=verdict)
    assert persona_by_persona(made, "toy/other") == [
        f"People like Omar: handoffs {verdict} ({way * 0.6:+.2f} per person, 95% interval "
        f"{low:+.2f} to {high:+.2f}); {wish}."
    ]


@pytest.mark.unit
def test_scenario_is_explained_in_sentences() -> None:
    sections = dict(explained(toy("toy/two_desks")))
    assert sections["Notes that teams share"] == [
        "shared: written by desk and nurses, read by nurses, 60% of the time if the person agreed."
    ]
    assert sections["Step: again"][1:] == [
        "If aged 18 or over and never yet been to “course” and its last newcomer had waited no "
        "longer than 6 weeks: handed on with both staying a while (overlap) to “course” at The "
        "nurses.",
        "Otherwise: ends as signposted.",
    ]
    assert sections["Step: think"] == [
        "A pause of 7 days at The desk.",
        "Then: goes on to “again”.",
    ]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Millie, 18, Keynsham", "Millie"),
        ("George of Lambeth, age not stated", "George of Lambeth"),
        ("A young person, 16, brought to A&E by a parent",) * 2,
        ("Somebody with trauma, 34, Suffolk",) * 2,
    ],
)
def test_names_stand_alone_and_descriptions_whole(title: str, name: str) -> None:
    wanted = name if name != title else title[0].lower() + title[1:]
    assert called(title) == wanted
