"""The comparison of two engines sees every column, every total, and an engine that breaks off.

The second engine is the SimPy engine behind a sink that alters one row.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.engines.simpy_engine import run
from sim.files import resolve
from sim.log import COLUMNS, Row, What
from sim.program import Program, compile_program
from tests.engine.small_world import helps, person, step, team, world
from tests.two_engines.comparing import Difference, Luck, same_on_both
from tests.two_engines.rows_in_words import minute_in_words, row_in_words

pytestmark = pytest.mark.unit
ROW = 9


def program() -> Program:
    """A small system with somebody else in the queue."""
    others = {"usual": {"per_year": 500, "minutes": 30, "sessions": 1}}
    return compile_program(
        resolve(
            world(
                personas={"nell": person(per_year=200)},
                teams={"desk": team(other_people=others)},
                steps={"meet": step("desk", helps=helps())},
            )
        )
    )


class Altering:
    """An engine that writes one row otherwise, and one total."""

    def __init__(self, row: dict[str, int] | None = None, total: str = "", rows: int = 0) -> None:
        self.row, self.total, self.rows = row or {}, total, rows

    def __call__(
        self, program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0
    ) -> Totals:
        seen = 0

        class Between:
            def see(_, row: Row) -> None:
                nonlocal seen
                seen += 1
                changes = {c: row[COLUMNS.index(c)] + n for c, n in self.row.items()}
                sink.see(row._replace(**changes) if seen == ROW + 1 else row)

        found = run(program, seed=seed, replication=replication, sink=Between(), salt=salt)
        found.rows += self.rows
        if self.total:
            held: Any = getattr(found.pools[0], self.total)
            changed = {(-1, 999): 1} if isinstance(held, dict) else held + 1
            setattr(found.pools[0], self.total, changed)
        return found


def difference(altering: Any) -> str:
    """What is told of an engine that differs."""
    with pytest.raises(Difference) as told:
        same_on_both(program(), run, altering, Luck())
    return str(told.value)


def test_an_engine_does_the_same_as_itself() -> None:
    assert len(same_on_both(program(), run, run, Luck(seed=2, replication=1, salt=3))) > ROW


@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_any_row_is_compared(column: str) -> None:
    told = difference(Altering({column: 1}))
    assert f"row {ROW} differs" in told and f"in {column}:" in told


@pytest.mark.parametrize("field", [field.name for field in fields(PoolTotals)])
def test_any_field_of_the_totals_is_compared(field: str) -> None:
    assert f"{field}" in difference(Altering(total=field))


def test_the_number_of_rows_is_compared() -> None:
    assert "totals.rows" in difference(Altering(rows=1))


def test_order_is_compared_as_it_was_written() -> None:
    def other_way_round(program: Program, *, sink: Sink, **luck: int) -> Totals:
        rows: list[Row] = []

        class Keeps:
            def see(self, row: Row) -> None:
                rows.append(row)

        totals = run(program, sink=Keeps(), **luck)
        for row in (*rows[:ROW], rows[ROW + 1], rows[ROW], *rows[ROW + 2 :]):
            sink.see(row)
        return totals

    assert f"row {ROW} differs" in difference(other_way_round)


def test_a_log_that_ends_too_soon_is_told() -> None:
    def too_short(program: Program, *, sink: Sink, **luck: int) -> Totals:
        class First:
            seen = 0

            def see(self, row: Row) -> None:
                self.seen += 1
                if self.seen <= ROW:
                    sink.see(row)

        return run(program, sink=First(), **luck)

    told = difference(too_short)
    assert f"row {ROW} differs" in told and "(the log ends)" in told


def test_an_engine_that_breaks_off_tells_after_which_row() -> None:
    def broken(program: Program, *, sink: Sink, **luck: int) -> Totals:
        class Breaks:
            seen = 0

            def see(self, row: Row) -> None:
                self.seen += 1
                if self.seen > ROW:
                    raise ZeroDivisionError("a fault")
                sink.see(row)

        return run(program, sink=Breaks(), **luck)

    told = difference(broken)
    assert "broke off: ZeroDivisionError('a fault')" in told
    assert f"from row {ROW}" in told


def test_rows_are_told_in_words_from_both_engines() -> None:
    told = difference(Altering({"value": 1}))
    first, second = told.split("first engine, from row 9:")[1].split("second engine, from row 9:")
    assert first.splitlines()[1] != second.splitlines()[1]
    assert first.splitlines()[2:6] == second.splitlines()[2:6]
    assert all("; nell 0." in line for line in first.splitlines()[1:6])


def test_a_row_is_told_with_the_names_of_what_it_names() -> None:
    row = Row(10635, 12, 1, 1, What.MEETS, 0, 0, 1 << 12 | 2, 1, 3, 30 * 16 + 2)
    assert row_in_words(program(), row) == (
        "week 1 mon 09:15 (10635); nell 0.12; thread 1 episode 1; MEETS; step meet; team desk; "
        "worker desk.worker 1, 2 before; needs mood; chapters low family; "
        "value 482 = 30 minutes planned, face_to_face"
    )


def test_minutes_are_told_by_week_day_and_clock() -> None:
    assert minute_in_words(10080 + 1440 + 555) == "week 1 tue 09:15 (12075)"


def test_numbers_that_name_nothing_are_told_as_numbers() -> None:
    row = Row(0, 7 << 40, 1, 1, 99, 50, -5, 9 << 24, 64, 1 << 40, -3)
    told = row_in_words(program(), row)
    for said in ("persona 7 0.0", "WHAT 99", "step 50", "team -5", "worker pool 9", "value -3"):
        assert said in told
    for what in What:
        row_in_words(program(), row._replace(what=what, value=1 << 50))
        row_in_words(program(), row._replace(what=what, person=0))
