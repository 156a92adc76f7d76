"""Runs: one scenario, one replication each, spread over the cores of the machine.

Goes in: programs by name and a list of tasks. Comes out: one outcome per task, in the order of
the tasks, the same whatever the number of workers. A worker that dies is replaced once; what a
person stops with Ctrl-C keeps the outcomes that are done.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from sim.engines.protocol import Engine, PoolTotals
from sim.errors import RunError
from sim.log import COLUMNS, Row
from sim.measures import PersonFold
from sim.program import Program
from sim.study.referrals import Followed, followed

Columns = dict[str, NDArray[Any]]
"""A table: columns by name, all of one length."""
Progress = Callable[[int, int], None]
"""Told how many tasks are done, of how many."""


def part_of(progress: Progress, nth: int, of: int) -> Progress:
    """Progress of one of several equal parts, told as progress of the whole."""
    return lambda done, total: progress(nth * total + done, of * total)


ENGINES: Final = {"simpy": "sim.engines.simpy_engine"}
"""Where each engine lives; ``auto`` is the first."""
ATTEMPTS: Final = 2
"""A task is tried again once when its worker dies."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Task:
    """One replication of one scenario."""

    scenario: str
    """the name under which the program is known"""
    replication: int
    """counted from 1; the same number means the same people and luck in every scenario"""
    salt: int = 0
    """other than 0: all luck differs except who the people are"""
    events: bool = False
    """whether the rows are kept"""
    referred: bool = False
    """whether what became of referrals and bookings is kept"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one task leaves."""

    task: Task
    people: Columns
    """one row for each person counted"""
    needs: Columns
    """one row for each of their needs"""
    pools: tuple[PoolTotals, ...]
    """what each pool of workers did"""
    rows: int
    """rows of the log"""
    came: int
    """story people who came, counted or not"""
    events: NDArray[np.int64] | None = None
    """(rows, columns of the log), where asked for"""
    followed: Followed | None = None
    """what became of referrals and bookings, where asked for; read where the run is made, since
    the rows of many runs are too many to keep"""


class Interrupted(Exception):
    """Somebody pressed Ctrl-C; holds what was done by then."""

    def __init__(self, done: Sequence[Outcome], of: int) -> None:
        self.done = tuple(done)
        self.of = of
        super().__init__(f"{len(self.done)} of {of} runs were done")


@dataclass(slots=True)
class KeepsRows:
    """A sink that keeps every row and hands it on to the fold."""

    fold: PersonFold
    rows: list[Row] = field(default_factory=list)

    def see(self, row: Row) -> None:
        """Keep one row and fold it."""
        self.rows.append(row)
        self.fold.see(row)

    def table(self) -> NDArray[np.int64]:
        """The rows, (rows, columns)."""
        return np.array(self.rows, dtype=np.int64).reshape(len(self.rows), len(COLUMNS))


def engine_named(name: str) -> Engine:
    """The engine of that name; ``auto`` is the fastest that is here."""
    home = ENGINES[next(iter(ENGINES)) if name == "auto" else name]
    return cast(Engine, import_module(home).run)


def run_task(program: Program, task: Task, seed: int, engine: Engine) -> Outcome:
    """Run one task from its program to its tables."""
    fold = PersonFold(program)
    sink = KeepsRows(fold) if task.events or task.referred else fold
    with _collector_off():
        totals = engine(program, seed=seed, replication=task.replication, sink=sink, salt=task.salt)
    people = fold.finish()
    rows = sink.table() if isinstance(sink, KeepsRows) else None
    return Outcome(
        task=task,
        people=dict(people.columns),
        needs=dict(people.needs.columns),
        pools=tuple(totals.pools),
        rows=totals.rows,
        came=totals.people,
        events=rows if task.events else None,
        followed=followed(program, rows) if task.referred and rows is not None else None,
    )


@contextmanager
def _collector_off() -> Iterator[None]:
    """No search for cycles during a run: nearly all that it makes lives until it ends.

    The search cost about an eighth of a run and found nothing; memory is given back afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def run_tasks(
    programs: Mapping[str, Program],
    tasks: Sequence[Task],
    *,
    seed: int,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> list[Outcome]:
    """Run every task; outcomes stand in the order of the tasks, whatever ``workers`` is.

    ``workers``: processes; 0 for one per core, 1 for none beside this one. Raises
    :class:`RunError` if a run fails, :class:`Interrupted` on Ctrl-C.
    """
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    done: dict[int, Outcome] = {}
    progress(0, len(tasks))
    try:
        if workers <= 1:
            _run_here(programs, tasks, seed, engine, done, progress)
        else:
            _run_beside(programs, tasks, seed, engine, workers, done, progress)
    except KeyboardInterrupt:
        raise Interrupted([done[place] for place in sorted(done)], len(tasks)) from None
    return [done[place] for place in range(len(tasks))]


def _run_here(
    programs: Mapping[str, Program],
    tasks: Sequence[Task],
    seed: int,
    engine: str | Engine,
    done: dict[int, Outcome],
    progress: Progress,
) -> None:
    run = engine_named(engine) if isinstance(engine, str) else engine
    for place, task in enumerate(tasks):
        try:
            done[place] = run_task(programs[task.scenario], task, seed, run)
        except Exception as fault:
            raise _failed(task, fault) from fault
        progress(len(done), len(tasks))


def _run_beside(
    programs: Mapping[str, Program],
    tasks: Sequence[Task],
    seed: int,
    engine: str | Engine,
    workers: int,
    done: dict[int, Outcome],
    progress: Progress,
) -> None:
    for _attempt in range(ATTEMPTS):
        left = [place for place in range(len(tasks)) if place not in done]
        others = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(
            min(workers, len(left)),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin_worker,
            initargs=(dict(programs), seed, engine),
        )
        try:
            _gather(pool, tasks, left, done, progress)
            pool.shutdown()
            return
        except BrokenProcessPool:
            pool.shutdown(cancel_futures=True)
        except BaseException:
            _abandon(pool, others)
            raise
    raise RunError(
        f"A worker process died twice with {len(done)} of {len(tasks)} runs done; perhaps the "
        "machine ran out of memory: try fewer --workers."
    )


def _gather(
    pool: ProcessPoolExecutor,
    tasks: Sequence[Task],
    left: Sequence[int],
    done: dict[int, Outcome],
    progress: Progress,
) -> None:
    with _deaf_to_ctrl_c():  # workers are born here, and stay so from their first moment
        waiting: dict[Future[Outcome], int] = {
            pool.submit(_work, tasks[place]): place for place in left
        }
    while waiting:
        finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
        broken: BrokenProcessPool | None = None
        for future in finished:
            place = waiting.pop(future)
            try:
                done[place] = future.result()
            except BrokenProcessPool as fault:
                broken = fault
            except Exception as fault:
                raise _failed(tasks[place], fault) from fault
        if broken is not None:
            raise broken
        progress(len(done), len(tasks))


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; this process alone should answer it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _abandon(pool: ProcessPoolExecutor, others: set[Any]) -> None:
    """Stop the pool's workers in the middle of what they do; nobody wants it any more."""
    children = [child for child in multiprocessing.active_children() if child not in others]
    pool.shutdown(wait=False, cancel_futures=True)
    for child in children:
        child.terminate()
    for child in children:
        child.join()


def _failed(task: Task, fault: Exception) -> RunError:
    return RunError(
        f"{task.scenario}, replication {task.replication}: {type(fault).__name__}: {fault}"
    )


_worker: dict[str, Any] = {}
"""What a worker process was told when it began."""


def _begin_worker(programs: dict[str, Program], seed: int, engine: str | Engine) -> None:
    # where a process does not inherit its parent's deafness (Windows)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run = engine_named(engine) if isinstance(engine, str) else engine
    _worker.update(programs=programs, seed=seed, engine=run)


def _work(task: Task) -> Outcome:
    return run_task(_worker["programs"][task.scenario], task, _worker["seed"], _worker["engine"])
