"""The ladder of results: each rung its own runs, B the headline."""

from dataclasses import replace

import pytest

from sim.engines.protocol import Sink, Totals
from sim.program import Program
from sim.study.beside import stand_beside, tables_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.ladder import LadderRow, ladder_rows
from tests.study_toys import pretended, toy


def by_rung(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """Other luck on rung A, and again where trust acts, so that rungs can be told apart."""
    rung = 7 if program.flat else 8 if program.assumptions.trust_acts else 0
    return pretended(program, seed=seed, replication=replication, sink=sink, salt=salt + rung)


def headline(**plan: object) -> Comparison:
    first = toy("toy/two_desks")
    chosen = Plan(**{"replications": 4, "fewer": 2, "placebo": False, **plan})  # type: ignore[arg-type]
    return compare([first, replace(first, name="toy/other")], chosen, engine=by_rung, workers=1)


def mean_of(rows: list[LadderRow], rung: str) -> LadderRow:
    (row,) = [
        row
        for row in rows
        if (row.rung, row.scenario, row.persona, row.measure)
        == (rung, "toy/two_desks", "all", "handoffs")
    ]
    return row


@pytest.mark.behaviour
def test_each_rung_has_its_own_runs_and_the_headline_keeps_its_own() -> None:
    base = headline(rungs=("A", "C"))
    told: list[tuple[int, int]] = []
    beside = stand_beside(
        base, engine=by_rung, workers=1, stage=lambda _: lambda done, of: told.append((done, of))
    )
    assert told == sorted(told) and told[-1] == (8, 8)
    rows = ladder_rows(beside.comparison, beside.rungs)
    assert list(dict.fromkeys(row.rung for row in rows)) == ["A", "B", "C"]
    means = [mean_of(rows, rung) for rung in "ABC"]
    assert len({row.mean for row in means}) == 3
    assert [row.replications for row in means] == [2, 4, 2]
    (summed,) = [
        row.mean
        for row in base.summary
        if (row.scenario, row.persona, row.measure) == ("toy/two_desks", "all", "handoffs")
    ]
    assert means[1].mean == summed


@pytest.mark.behaviour
@pytest.mark.parametrize("rungs", [("A",), ("C",), ("A", "B", "C")])
def test_b_always_stands_in_the_table_whatever_rungs_were_asked_for(
    rungs: tuple[str, ...],
) -> None:
    beside = stand_beside(headline(rungs=rungs), engine=by_rung, workers=1)
    tables = {name: rows for name, _, rows in tables_beside(beside)}
    assert {row.rung for row in tables["ladder"]} == {*rungs, "B"}
    assert "B" not in beside.rungs


@pytest.mark.behaviour
def test_no_rung_asked_for_leaves_no_table_of_the_ladder() -> None:
    beside = stand_beside(headline(), engine=by_rung, workers=1)
    assert "ladder" not in {name for name, _, _ in tables_beside(beside)}


@pytest.mark.behaviour
def test_the_first_scenario_has_no_difference_and_the_other_has_one_on_every_rung() -> None:
    beside = stand_beside(headline(rungs=("A",)), engine=by_rung, workers=1)
    rows = ladder_rows(beside.comparison, beside.rungs)
    handoffs = [row for row in rows if row.measure == "handoffs" and row.persona == "all"]
    assert [(row.scenario, row.difference == row.difference) for row in handoffs] == [
        ("toy/two_desks", False),
        ("toy/other", True),
    ] * 2
