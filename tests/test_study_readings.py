"""Second readings: which conclusions hang on who read the source."""

from dataclasses import replace

import pytest

from sim.errors import InputError
from sim.model.scenario import Reading, Scenario
from sim.report.standing import changed_conclusions, other_readings
from sim.study.beside import nothing_beside, stand_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import DifferenceRow
from sim.study.readings import changed, read_again
from tests.study_toys import pretended, toy


def first_reading() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other", title="Another way")
    plan = Plan(replications=4, fewer=2, placebo=False)
    return compare([first, other], plan, engine=pretended, workers=1)


def second(of: str = "toy/other") -> Scenario:
    reading = Reading(text="read again", of=of)
    return replace(toy("toy/two_desks"), name="toy/other_b", title="Read again", reading=reading)


def row(scenario: str, verdict: str, difference: float, family: str = "primary") -> DifferenceRow:
    return DifferenceRow(
        scenario,
        "a",
        "all",
        "handoffs",
        "",
        difference,
        difference,
        difference,
        verdict,
        "lower",
        family,
        0.25,  # type: ignore[arg-type]
    )


@pytest.mark.unit
@pytest.mark.parametrize(
    ("one", "other", "changes"),
    [
        (("lower", -1.0), ("lower", -0.5), False),
        (("lower", -1.0), ("too close to call", -0.4), False),
        (("lower", -1.0), ("too close to call", -0.2), True),
        (("lower", -1.0), ("higher", 1.0), True),
        (("too close to call", 0.1), ("higher", 0.9), True),
        (("too close to call", 0.1), ("too close to call", -0.1), False),
        (("lower", -1.0), ("same by design", 0.0), True),
    ],
)
def test_conclusion_changes_where_one_reading_stands_and_the_other_does_not_bear_it_out(
    one: tuple[str, float], other: tuple[str, float], changes: bool
) -> None:
    base = first_reading()
    firsts = replace(base, differences=(row("toy/other", *one),))
    seconds = replace(base, differences=(row("toy/other_b", *other),))
    assert bool(changed(firsts, seconds, {"toy/other_b": "toy/other"})) is changes
    aside = replace(base, differences=(row("toy/other_b", *other, family="exploratory"),))
    assert changed(firsts, aside, {"toy/other_b": "toy/other"}) == []


@pytest.mark.behaviour
def test_second_reading_is_held_against_the_same_first_scenario_with_fewer_runs() -> None:
    base = first_reading()
    found = read_again(base, [second()], engine=pretended, workers=1)
    assert found.comparison.baseline == base.baseline
    assert found.others("toy/other") == ("toy/other_b",)
    assert {line.replications for line in found.comparison.summary if line.people} == {2}


@pytest.mark.behaviour
def test_headline_shows_the_other_reading_beside_the_first() -> None:
    base = first_reading()
    beside = stand_beside(base, [second()], engine=pretended, workers=1)
    assert other_readings(beside, "toy/other", "handoffs").startswith("other reading ")
    assert other_readings(beside, "toy/two_desks", "handoffs") == ""
    assert other_readings(nothing_beside(base), "toy/other", "handoffs") == ""
    assert changed_conclusions(beside) == []


@pytest.mark.unit
@pytest.mark.parametrize("of", ["", "toy/two_desks", "toy/far"])
def test_reading_of_nothing_that_was_compared_is_refused(of: str) -> None:
    with pytest.raises(InputError, match=r"toy/other_b: reading.of; found"):
        read_again(first_reading(), [second(of)], engine=pretended, workers=1)
