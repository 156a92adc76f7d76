"""On which numbers the answer depends most."""

import re
from dataclasses import replace

import pytest

from sim.engines.protocol import Sink, Totals
from sim.files import quantities
from sim.log import Row, What
from sim.model.scenario import Scenario
from sim.program import Program
from sim.study.sensitivity import Depended, SensitivityRow, most_depended_on, moved, numbers_of
from tests.study_toys import pretended, toy


def rows(*lines: tuple[str, float]) -> Depended:
    made = [
        SensitivityRow(name, "b", "handoffs", "", 0, 0, 0, swing, False) for name, swing in lines
    ]
    return Depended(rows=tuple(made), runs=1)


@pytest.mark.unit
def test_kind_of_number_is_moved_everywhere_at_once_and_nothing_else_is() -> None:
    scenario = toy("toy/two_desks")
    kind = numbers_of([scenario])["minutes to tell each chapter"]
    at_high = moved(scenario, kind, "high")
    changed = {
        path: (old.high, new.central)
        for (path, old), (_, new) in zip(quantities(scenario), quantities(at_high), strict=True)
        if old.central != new.central
    }
    assert changed == {"personas.omar.story.sadness.minutes": (6.0, 6.0)}
    assert moved(scenario, re.compile("(?!)"), "low") is scenario


@pytest.mark.unit
def test_numbers_are_every_assumption_that_acts_and_the_kinds_that_vary() -> None:
    scenario = toy("toy/two_desks")
    names = list(numbers_of([scenario]))
    assert "assumptions.telling.ask_again" in names
    assert "assumptions.taking.attends" in names  # one for all modes
    assert not any(name.startswith("assumptions.trust") for name in names)
    on_c = numbers_of([replace(scenario, rung="C")])
    assert any(name.startswith("assumptions.trust") for name in on_c)
    assert not any("notice" in name for name in names)  # no range in the toy


@pytest.mark.unit
def test_most_are_those_with_the_largest_swing_each_named_once() -> None:
    found = rows(("a", 0.2), ("b", 3.0), ("a", 5.0), ("c", 1.0)).most(2)
    assert [(row.number, row.swing) for row in found] == [("a", 5.0), ("b", 3.0)]


def asks_often(
    program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
) -> Totals:
    """As the pretended engine; a program that asks again often adds handoffs where nurses are."""
    more = int(10 * program.assumptions.ask_again) if program.start else 0
    extra = more if len(program.teams) > 2 and program.name == "toy/other" else 0

    class Adds:
        def see(self, row: Row) -> None:
            sink.see(row)
            if row.what == What.ASKED:
                for _ in range(extra):
                    sink.see(row._replace(what=What.HANDS_ON, value=2, team=0))

    return pretended(program, seed=seed, replication=replication, sink=Adds(), salt=salt)


def two() -> list[Scenario]:
    first = toy("toy/two_desks")
    return [first, replace(first, name="toy/other")]


@pytest.mark.behaviour
def test_number_that_acts_on_the_difference_swings_and_one_that_does_not_stays() -> None:
    known = numbers_of(two())
    chosen = {
        name: known[name]
        for name in ("assumptions.telling.ask_again", "assumptions.telling.confirm")
    }
    found = most_depended_on(two(), runs=1, numbers=chosen, engine=asks_often, workers=1)
    by = {(row.number, row.measure): row for row in found.rows}
    acts = by["assumptions.telling.ask_again", "handoffs"]
    again = two()[0].assumptions.telling.ask_again
    low, central, high = (int(10 * value) for value in (again.low, again.central, again.high))
    assert (acts.at_low, acts.at_central, acts.at_high) == (low, central, high)
    assert acts.swing == pytest.approx((high - low) / 0.25)
    assert by["assumptions.telling.confirm", "handoffs"].swing == 0.0
    assert found.most(1)[0].number == "assumptions.telling.ask_again"
    assert not any(row.turns for row in found.rows)
