"""The compiled engine beside its log: tables of the program, folds in the kernel, memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("numba")

from hypothesis import HealthCheck, given, settings

from sim.engines import compiled
from sim.engines.compiled import shell
from sim.engines.compiled.flattening import flatten, placed, read_back
from sim.engines.compiled.kernel.blocks import WORLD
from sim.files import list_scenarios, load_scenario, resolve
from sim.log import COLUMNS, Row
from sim.measures import PersonFold
from sim.measures.tables import PeopleTable
from sim.model.words import MINUTES_PER_WEEK
from sim.program import Program, compile_program
from sim.study.replicate import KeepsRows
from tests.two_engines.systems import systems

SHIPPED = [slug for slug in list_scenarios() if slug.startswith("banes/")]


class Keeps:
    """A sink that keeps rows as they are handed over."""

    def __init__(self) -> None:
        self.tables: list[NDArray[np.int64]] = []

    def see(self, row: Row) -> None:
        raise AssertionError(f"rows come many at once, not {row}")

    def take(self, rows: NDArray[np.int64]) -> None:
        self.tables.append(rows)

    def rows(self) -> NDArray[np.int64]:
        return np.concatenate([np.zeros((0, len(COLUMNS)), np.int64), *self.tables])


def shortly(program: Program, weeks: int = 3) -> Program:
    """The program over so many weeks of each kind."""
    start, until = weeks * MINUTES_PER_WEEK, 2 * weeks * MINUTES_PER_WEEK
    horizon = 3 * weeks * MINUTES_PER_WEEK
    follow = horizon - until
    return replace(program, start=start, counted_until=until, follow=follow, horizon=horizon)


def logged(program: Program) -> NDArray[np.int64]:
    sink = Keeps()
    compiled.run(program, seed=1, replication=1, sink=sink)
    return sink.rows()


def alike(one: PeopleTable, other: PeopleTable) -> bool:
    pairs = [(one.columns, other.columns), (one.needs.columns, other.needs.columns)]
    return all(list(a) == list(b) and all(same(a[name], b[name]) for name in a) for a, b in pairs)


def same(a: NDArray[Any], b: NDArray[Any]) -> bool:
    return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


@pytest.mark.unit
@pytest.mark.parametrize("slug", SHIPPED)
def test_flattened_program_reads_back_as_it_was(slug: str) -> None:
    program = compile_program(load_scenario(slug))
    assert read_back(flatten(program)) == program


@pytest.mark.property
@given(systems())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_program_reads_back_as_it_was(document: Any) -> None:
    program = compile_program(resolve(document))
    assert read_back(flatten(program)) == program


@pytest.mark.unit
def test_every_reference_of_a_placed_program_lies_in_the_table_it_refers_to() -> None:
    flat = flatten(compile_program(load_scenario("banes/option_4")))
    made = placed(flat, 1000)
    steps, rules = flat.tables["step"], flat.tables["rule"]
    width = steps.dtype.itemsize // 8
    rule_cells = rules.dtype.itemsize // 8
    for number in range(len(steps)):
        at = made.base["step"] - 1000 + number * width
        row = made.cells[at : at + width].view(steps.dtype)[0]
        first = steps[number]["rules"]
        assert row["rules"] == made.base["rule"] + first * rule_cells
        assert row["n_rules"] == steps[number]["n_rules"]
    assert flat.tables["step"]["rules"].max() < len(rules), "the tables themselves are untouched"


@pytest.mark.behaviour
@pytest.mark.parametrize("slug", SHIPPED)
def test_measures_folded_in_the_kernel_are_those_of_the_stored_log(slug: str) -> None:
    program = shortly(compile_program(load_scenario(slug)))
    inside, outside = PersonFold(program), PersonFold(program)
    compiled.run(program, seed=1, replication=1, sink=inside)
    for row in logged(program).tolist():
        outside.see(Row(*row))
    assert alike(inside.finish(), outside.finish())


@pytest.mark.behaviour
def test_a_sink_that_keeps_rows_beside_a_fold_gets_both_from_the_kernel() -> None:
    program = shortly(compile_program(load_scenario("banes/option_2")))
    sink, fold = KeepsRows(PersonFold(program)), PersonFold(program)
    compiled.run(program, seed=1, replication=1, sink=sink)
    compiled.run(program, seed=1, replication=1, sink=fold)
    assert np.array_equal(sink.table(), logged(program))
    assert alike(sink.fold.finish(), fold.finish())


@pytest.mark.behaviour
def test_memory_that_has_to_grow_and_a_log_that_fills_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = shortly(compile_program(load_scenario("banes/option_1")), 6)
    roomy = logged(program)
    grown: list[int] = []
    longer = shell._with_room

    def counted(m: NDArray[np.int64]) -> NDArray[np.int64]:
        grown.append(m.size)
        return longer(m)

    monkeypatch.setattr(shell, "_with_room", counted)
    monkeypatch.setattr(shell, "CELLS_AT_FIRST", 1 << 16)
    monkeypatch.setattr(shell, "_room_at_first", lambda _: 1 << 18)
    monkeypatch.setattr(shell, "GROWTH", 1.0)
    monkeypatch.setattr(shell, "ROWS_AT_ONCE", 4100)
    tight = logged(program)
    assert grown
    assert np.array_equal(tight, roomy)


@pytest.mark.behaviour
def test_people_waiting_by_the_ten_thousand_at_the_start_find_room() -> None:
    program = shortly(compile_program(load_scenario("banes/today")), 1)
    streams = tuple(
        replace(stream, waiting_people=40_000 if stream.waiting_people else 0)
        for stream in program.streams
    )
    crowded = replace(program, streams=streams)
    totals = compiled.run(crowded, seed=1, replication=1, sink=PersonFold(crowded))
    waiting = sum(sum(pool.still_waiting.values()) for pool in totals.pools)
    assert waiting > 40_000


@pytest.mark.unit
def test_the_first_free_cell_is_where_the_fold_looks_for_it() -> None:
    assert WORLD.TOP == 0
