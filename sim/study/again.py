"""Somebody's rows of the log, from a comparison that kept none.

A replication run again gives the same log, since every draw is addressed. So only the replications
that somebody is to be followed in are run again, and only their rows are kept. Goes in: a
comparison and who; comes out: their rows by scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.protocol import Engine
from sim.log import COLUMNS, Row
from sim.study.compare import Comparison
from sim.study.replicate import Columns, Interrupted, Outcome, Progress, Task, run_tasks

Rows = dict[tuple[str, tuple[int, int]], list[Row]]
"""Rows in order, by scenario and (replication, person)."""
Find = Callable[[str, tuple[int, int]], list[Row]]
"""The rows of somebody, (replication, person), in a scenario."""


def rows_again(
    comparison: Comparison,
    keys: Iterable[tuple[int, int]],
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Rows:
    """The rows of people, ``keys`` (replication, person), in every scenario.

    Taken from the comparison where it kept them; else run again, one replication after another,
    so that no more than one of each scenario is in memory. Raises :class:`Interrupted` with the
    comparison's own outcomes on Ctrl-C.
    """
    found: Rows = {}
    wanted = sorted(set(keys))
    numbers = sorted({replication for replication, _ in wanted})
    for nth, number in enumerate(numbers):
        before = _outcomes(comparison, number)
        now = before
        if not comparison.plan.events:
            tasks = [
                Task(scenario=name, replication=number, events=True)
                for name in comparison.scenarios
            ]
            now = _run(comparison, tasks, engine, workers)
        for name, was, outcome in zip(comparison.scenarios, before, now, strict=True):
            for key in wanted:
                if key[0] == number:
                    check_is_the_same(was.people, outcome.people, key[1])
                    found[name, key] = rows_of(outcome, key[1])
        progress(nth + 1, len(numbers))
    return found


def _run(
    comparison: Comparison, tasks: list[Task], engine: str | Engine, workers: int
) -> list[Outcome]:
    """Run tasks; who stops them still has the comparison's own runs."""
    try:
        return run_tasks(
            comparison.programs, tasks, seed=comparison.plan.seed, engine=engine, workers=workers
        )
    except Interrupted:
        done = [outcome for outcomes in comparison.lanes.values() for outcome in outcomes]
        raise Interrupted(done, len(done) + len(tasks)) from None


def rows_of(outcome: Outcome, person: int) -> list[Row]:
    """Somebody's rows of a run that kept its events, in order."""
    assert outcome.events is not None
    hers = outcome.events[:, COLUMNS.index("person")] == person
    return [Row(*map(int, row)) for row in outcome.events[hers]]


def row_of(people: Columns, person: int) -> dict[str, Any]:
    """Somebody's row of a table of people."""
    place = int(np.flatnonzero(people["person"] == person)[0])
    return {name: column[place] for name, column in people.items()}


def check_is_the_same(before: Columns, now: Columns, person: int) -> None:
    """Hold it so that a run made again told the same of her: draws are addressed."""
    was, found = row_of(before, person), row_of(now, person)
    differ = [name for name in was if not _same(was[name], found[name])]
    assert not differ, f"a run made again differs for person {person}: {', '.join(differ)}"


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(one == other) or bool(one != one and other != other)  # NaN is like NaN


def _outcomes(comparison: Comparison, replication: int) -> list[Outcome]:
    return [
        next(one for one in comparison.lanes[name] if one.task.replication == replication)
        for name in comparison.scenarios
    ]
