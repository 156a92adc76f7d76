"""Runs spread over processes or threads: the same outcomes whatever happens to the workers."""

import gc
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.engines.protocol import Sink, Totals
from sim.errors import RunError
from sim.log import COLUMNS, Row
from sim.measures import PersonFold
from sim.program import Program, compile_program
from sim.study.replicate import Interrupted, KeepsRows, Outcome, Task, run_tasks
from tests import fast_toy
from tests.study_toys import always_dies, dies_once, pretended, raises, toy

TASKS = [
    Task(scenario=name, replication=number, salt=salt, events=True)
    for number in (1, 2)
    for name, salt in (("one", 0), ("two", 0), ("one", 1))
]


def programs() -> dict[str, Program]:
    return {"one": compile_program(toy()), "two": compile_program(toy("toy/two_desks"))}


def same(first: Outcome, second: Outcome) -> bool:
    tables = ((first.people, second.people), (first.needs, second.needs))
    return (
        first.task == second.task
        and all(
            np.array_equal(a[k], b[k], equal_nan=a[k].dtype.kind == "f")
            for a, b in tables
            for k in a
        )
        and np.array_equal(first.events, second.events)
    )


@pytest.mark.behaviour
def test_outcomes_are_the_same_whatever_the_number_of_workers() -> None:
    alone = run_tasks(programs(), TASKS, seed=3, engine=pretended, workers=1)
    beside = run_tasks(programs(), TASKS, seed=3, engine=pretended, workers=2)
    assert [outcome.task for outcome in beside] == TASKS
    assert all(same(a, b) for a, b in zip(alone, beside, strict=True))


@pytest.mark.behaviour
def test_outcome_of_a_task_does_not_depend_on_the_tasks_around_it() -> None:
    forward = run_tasks(programs(), TASKS, seed=3, engine=pretended, workers=1)
    backward = run_tasks(programs(), TASKS[::-1], seed=3, engine=pretended, workers=1)
    assert all(same(a, b) for a, b in zip(forward, backward[::-1], strict=True))


@pytest.mark.behaviour
def test_salt_changes_what_happens_and_never_who_comes() -> None:
    plain, _, salted = run_tasks(programs(), TASKS[:3], seed=3, engine=pretended, workers=1)
    assert np.array_equal(plain.people["person"], salted.people["person"])
    assert np.array_equal(plain.people["onset_minute"], salted.people["onset_minute"])
    assert not np.array_equal(plain.people["handoffs"], salted.people["handoffs"])


@pytest.mark.behaviour
def test_worker_that_dies_once_is_replaced_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_MARK", str(tmp_path / "died"))
    mended = run_tasks(programs(), TASKS, seed=3, engine=dies_once, workers=2)
    alone = run_tasks(programs(), TASKS, seed=3, engine=pretended, workers=1)
    assert (tmp_path / "died").exists()
    assert all(same(a, b) for a, b in zip(alone, mended, strict=True))


@pytest.mark.behaviour
def test_worker_that_dies_twice_fails_the_run_in_one_sentence() -> None:
    with pytest.raises(RunError, match="died twice with 0 of 6 runs done"):
        run_tasks(programs(), TASKS, seed=3, engine=always_dies, workers=2)


@pytest.mark.behaviour
@pytest.mark.parametrize("workers", [1, 2])
def test_failure_inside_a_run_names_scenario_and_replication(workers: int) -> None:
    with pytest.raises(RunError, match="one, replication 1: ZeroDivisionError: a bug"):
        run_tasks(programs(), [TASKS[0]] * 2, seed=3, engine=raises, workers=workers)


@pytest.mark.behaviour
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_the_outcomes_that_are_done(workers: int) -> None:
    def pressed(done: int, of: int) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        run_tasks(programs(), TASKS, seed=3, engine=pretended, workers=workers, progress=pressed)
    assert 2 <= len(stopped.value.done) < len(TASKS)
    assert stopped.value.of == len(TASKS)


@pytest.mark.unit
def test_progress_counts_every_task_once_from_none_to_all() -> None:
    seen: list[tuple[int, int]] = []
    run_tasks(
        programs(),
        TASKS[:2],
        seed=3,
        engine=pretended,
        workers=1,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert seen == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.behaviour
def test_ctrl_c_before_the_first_run_keeps_nothing_and_says_how_many_were_wanted() -> None:
    def pressed(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="0 of 6 runs were done"):
        run_tasks(programs(), TASKS, seed=3, engine=pretended, workers=1, progress=pressed)


# --- an engine that frees the interpreter: threads --------------------------------------------


@pytest.mark.behaviour
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_threads_leave_the_outcomes_that_processes_leave(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    fast_toy.installed(monkeypatch)
    tasks = [replace(task, events=task.replication == 1) for task in TASKS]
    tasks += [Task(scenario="two", replication=1, referred=True)]
    alone = run_tasks(programs(), tasks, seed=3, engine=pretended, workers=1)
    beside = run_tasks(programs(), tasks, seed=3, engine="compiled", workers=workers)
    assert [outcome.task for outcome in beside] == tasks
    assert all(same(a, b) for a, b in zip(alone, beside, strict=True))
    assert [o.followed for o in alone] == [o.followed for o in beside]
    assert [o.events is None for o in beside] == [not task.events for task in tasks]


@pytest.mark.behaviour
def test_threads_share_one_program_and_run_at_the_same_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = fast_toy.installed(monkeypatch)
    together = threading.Barrier(2)
    told.begins = lambda replication: together.wait(20) and None
    mine = programs()
    tasks = [Task(scenario="one", replication=number) for number in (1, 2)]
    run_tasks(mine, tasks, seed=3, engine="compiled", workers=2)
    assert all(program is mine["one"] for program in told.programs)


@pytest.mark.behaviour
@pytest.mark.parametrize("workers", [1, 2])
def test_engine_compiles_before_any_run_and_where_ctrl_c_can_stop_it(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    told = fast_toy.installed(monkeypatch)
    told.compiled = False
    run_tasks(programs(), TASKS[:2], seed=3, engine="auto", workers=workers)
    assert told.calls == ["compile", "run", "run"]
    assert told.threads[0] is threading.main_thread()


@pytest.mark.behaviour
def test_ctrl_c_while_compiling_keeps_nothing_and_runs_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pressed() -> None:
        raise KeyboardInterrupt

    told = fast_toy.installed(monkeypatch)
    told.fails = pressed
    with pytest.raises(Interrupted) as stopped:
        run_tasks(programs(), TASKS, seed=3, engine="compiled", workers=2)
    assert (stopped.value.done, stopped.value.of) == ((), len(TASKS))
    assert told.calls == ["compile"]


@pytest.mark.behaviour
def test_ctrl_c_lets_threads_end_what_they_are_at_and_begin_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = fast_toy.installed(monkeypatch)
    was_pressed = threading.Event()
    tasks = [Task(scenario="one", replication=number) for number in range(1, 51)]

    def second_waits(replication: int) -> None:
        if replication > 1:
            assert was_pressed.wait(20)

    def pressed(done: int, of: int) -> None:
        if done:
            was_pressed.set()
            raise KeyboardInterrupt

    told.begins = second_waits
    with pytest.raises(Interrupted) as stopped:
        run_tasks(programs(), tasks, seed=3, engine="compiled", workers=2, progress=pressed)
    assert [outcome.task.replication for outcome in stopped.value.done] == [1]
    assert stopped.value.of == 50
    begun = len(told.calls)
    assert begun < 10
    assert not any(thread.is_alive() for thread in told.threads[1:])
    assert len(told.calls) == begun


@pytest.mark.behaviour
@pytest.mark.parametrize("workers", [1, 2])
def test_failure_in_a_thread_names_scenario_and_replication_and_stops_the_rest(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    told = fast_toy.installed(monkeypatch)
    tasks = [Task(scenario="one", replication=number) for number in range(1, 51)]

    def third_fails(replication: int) -> None:
        if replication == 3:
            raise ZeroDivisionError("a bug")

    told.begins = third_fails
    with pytest.raises(RunError, match="one, replication 3: ZeroDivisionError: a bug"):
        run_tasks(programs(), tasks, seed=3, engine="compiled", workers=workers)
    assert len(told.calls) < 50


@pytest.mark.behaviour
def test_threads_leave_the_search_for_cycles_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    told = fast_toy.installed(monkeypatch)
    during: list[bool] = []
    told.begins = lambda replication: during.append(gc.isenabled())
    run_tasks(programs(), TASKS, seed=3, engine="compiled", workers=2)
    assert gc.isenabled() and all(during)


class Tied:
    """Something that only a search for cycles gives back."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.behaviour
def test_run_gives_its_memory_back_and_leaves_the_search_for_cycles_as_it_was() -> None:
    made: list[weakref.ref[Tied]] = []

    def ties(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
        assert not any(tied() for tied in made) and not gc.isenabled()
        made.append(weakref.ref(Tied()))
        return pretended(program, seed=seed, replication=replication, sink=sink, salt=salt)

    before = gc.isenabled(), gc.get_freeze_count()
    run_tasks(programs(), TASKS, seed=3, engine=ties, workers=1)
    assert len(made) == len(TASKS) and not any(tied() for tied in made)
    assert (gc.isenabled(), gc.get_freeze_count()) == before


@pytest.mark.unit
def test_progress_of_threads_is_told_in_the_callers_thread_from_none_to_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast_toy.installed(monkeypatch)
    seen: list[tuple[int, int]] = []

    def shown(done: int, of: int) -> None:
        assert threading.current_thread() is threading.main_thread()
        seen.append((done, of))

    run_tasks(programs(), TASKS, seed=3, engine="compiled", workers=3, progress=shown)
    assert seen[0] == (0, 6) and seen[-1] == (6, 6)
    assert seen == sorted(set(seen))


@pytest.mark.unit
def test_rows_taken_many_at_once_stand_in_order_between_those_seen_one_by_one() -> None:
    program = programs()["one"]
    whole, mixed = KeepsRows(PersonFold(program)), KeepsRows(PersonFold(program))
    assert KeepsRows(PersonFold(program)).table().shape == (0, len(COLUMNS))
    pretended(program, seed=3, replication=1, sink=whole)
    rows = whole.table()
    assert len(rows) > 30
    memory = np.zeros((10, len(COLUMNS)), dtype=np.int64)
    for start in range(0, len(rows), 30):
        for row in rows[start : start + 20].tolist():
            mixed.see(Row(*row))
        some = rows[start + 20 : start + 30]
        memory[: len(some)] = some
        mixed.take(memory[: len(some)])
    assert np.array_equal(mixed.table(), rows)
    assert np.array_equal(mixed.table(), rows)  # and may be asked for again
    once, again = whole.fold.finish().columns, mixed.fold.finish().columns
    for name, column in once.items():
        assert np.array_equal(column, again[name], equal_nan=column.dtype.kind == "f"), name
