"""Runs spread over processes: the same outcomes whatever happens to the workers."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import RunError
from sim.program import Program, compile_program
from sim.study.replicate import Interrupted, Outcome, Task, run_tasks
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
