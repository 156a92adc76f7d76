"""The flat memory of the fold: an array will do as well as a list, and nothing is forgotten."""

from types import FunctionType

import numpy as np
import pytest
from hypothesis import given

from sim.log import Row, What
from sim.measures import PeopleTable, PersonFold
from sim.measures.memory import MARGIN
from sim.measures.rows import TO_COMPILE, arrive, see
from tests.measures_rows import DAY, GP, THERAPIST, Tale, tiny_program, told
from tests.test_measures_properties import assert_same, by_minute, folded, tales

COMPILERS_KNOW = {"max", "range"}


def folded_in_an_array(rows: list[Row]) -> PeopleTable:
    """The table of an engine that folds in an array of its own, with no more room than promised."""
    fold = PersonFold(tiny_program())
    memory = np.zeros(1 + fold.config_cells, dtype=np.int64)
    memory[0] = 1
    config = fold.write_config(memory)
    journeys: dict[int, int] = {}
    for row in rows:
        minute, person, thread, *rest = row
        memory = np.append(memory[: memory[0]], np.zeros(MARGIN, dtype=np.int64))
        if person in journeys:
            see(memory, config, journeys[person], minute, thread, *rest)
        elif row.what == What.ONSET and fold.counts(minute):
            journeys[person] = arrive(memory, config, person, minute, row.value)
    fold.take(memory, list(journeys.values()))
    return fold.finish()


@pytest.mark.property
@given(tales())
def test_fold_in_the_array_of_an_engine_gives_the_same_tables(people: list[Tale]) -> None:
    rows = by_minute(people)
    assert_same(folded(rows), folded_in_an_array(rows))


@pytest.mark.property
@given(tales())
def test_table_of_people_so_far_changes_nothing_that_follows(people: list[Tale]) -> None:
    rows = by_minute(people)
    fold = PersonFold(tiny_program())
    for place, row in enumerate(rows):
        fold.see(row)
        if place == len(rows) // 2:
            fold.finish()
    assert_same(folded(rows), fold.finish())


@pytest.mark.behaviour
def test_hundreds_of_threads_and_workers_are_all_remembered() -> None:
    tale = Tale().asks(0).taken_on(0)
    for turn in range(2):
        for one in range(300):
            at = (turn * 300 + one) * 60
            tale.meets(at, GP + (one << 12), thread=one, minutes=30)
            tale.row(at + 30, What.WAIT_BEGINS, thread=one, value=0)
            tale.row(at + 40, What.WAIT_ENDS, thread=one, value=10)
    found = told(tale)
    assert (found["contacts"], found["new_faces"], found["contact_switches"]) == (600, 300, 599)
    assert found["coc"] == (300 * 4 - 600) / (600 * 599)
    assert found["upc"] == 2 / 600
    assert found["waiting_days"] == 600 * 10 / DAY


@pytest.mark.behaviour
def test_contact_before_a_move_in_the_same_minute_was_still_from_the_old_home() -> None:
    farton = THERAPIST  # of the clinic, in the town to which she moves
    moved = Tale().row(DAY, What.HAPPENS, value=0).meets(DAY, farton)
    assert told(moved)["contacts_away"] == 0
    met = Tale().meets(DAY, farton).row(DAY, What.HAPPENS, value=0)
    assert told(met)["contacts_away"] == 1


@pytest.mark.unit
@pytest.mark.parametrize("function", TO_COMPILE, ids=lambda function: function.__name__)
def test_function_to_compile_uses_whole_numbers_and_functions_that_come_before_it(
    function: FunctionType,
) -> None:
    before = TO_COMPILE[: TO_COMPILE.index(function)]
    for name in set(function.__code__.co_names) - COMPILERS_KNOW:
        value = function.__globals__[name]
        numbers = value if isinstance(value, tuple) else (value,)
        assert value in before or {type(number) for number in numbers} == {int}, name
