"""Runs: one scenario, one replication each, spread over the cores of the machine.

Goes in: programs by name and a list of tasks. Comes out: one outcome per task, in the order of
the tasks, the same whatever the number of workers. An engine that frees the interpreter has threads
over shared programs for workers, any other has processes, of which one that dies is replaced once;
what a person stops with Ctrl-C keeps the outcomes that are done.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.engines.named import engine_named, goes_in_threads, make_ready, taken
from sim.engines.protocol import Engine, PoolTotals
from sim.errors import RunError
from sim.log import COLUMNS, Row
from sim.measures import PersonFold
from sim.program import Program
from sim.study.moves import Flows, flows_of
from sim.study.referrals import Followed, followed

Columns = dict[str, NDArray[Any]]
"""A table: columns by name, all of one length."""
Progress = Callable[[int, int], None]
"""Told how many tasks are done, of how many."""


def part_of(progress: Progress, nth: int, of: int) -> Progress:
    """Progress of one of several equal parts, told as progress of the whole."""
    return lambda done, total: progress(nth * total + done, of * total)


ATTEMPTS: Final = 2
"""A task is tried again once when its worker dies."""
LOOKS_UP: Final = 0.2
"""Seconds after which whoever waits for workers looks up: Windows tells of Ctrl-C only then."""


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
    flows: bool = False
    """whether the flows over the system's map are kept"""


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
    flows: Flows | None = None
    """who handed on to whom, who asked whom again, where people fell through, where asked for"""


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
    """those seen since the last table of them"""
    tables: list[NDArray[np.int64]] = field(default_factory=list)
    """those before, (rows, columns) each"""

    def see(self, row: Row) -> None:
        """Keep one row and fold it."""
        self.rows.append(row)
        self.fold.see(row)

    def take(self, rows: NDArray[np.int64]) -> None:
        """Keep many rows at once, (rows, columns), and fold them one by one."""
        self.keep(rows)
        for row in rows.tolist():
            self.fold.see(Row(*row))

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Keep many rows that the engine itself folds, and will hand over to the fold."""
        self._put_by()
        self.tables.append(rows.copy())  # an engine may write on in its own memory

    def table(self) -> NDArray[np.int64]:
        """The rows, (rows, columns), in the order in which they came."""
        self._put_by()
        if len(self.tables) > 1:
            self.tables = [np.concatenate(self.tables)]
        return self.tables[0]

    def _put_by(self) -> None:
        if self.rows or not self.tables:
            made = np.array(self.rows, dtype=np.int64)
            self.tables.append(made.reshape(len(self.rows), len(COLUMNS)))
            self.rows = []


def run_task(program: Program, task: Task, seed: int, engine: Engine) -> Outcome:
    """Run one task from its program to its tables."""
    fold = PersonFold(program)
    sink = KeepsRows(fold) if task.events or task.referred or task.flows else fold
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
        flows=flows_of(program, rows) if task.flows and rows is not None else None,
    )


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

    ``workers``: runs at once; 0 for one per core, 1 for none beside this process's own. Raises
    :class:`RunError` if a run fails, :class:`Interrupted` on Ctrl-C.
    """
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    name = taken(engine) if isinstance(engine, str) else ""
    threads = bool(name) and goes_in_threads(name)
    runs = Runs(programs, seed, name or engine, collector=threads)
    done: dict[int, Outcome] = {}
    try:
        progress(0, len(tasks))
        if name:
            make_ready(name)  # here and not in a thread, which Ctrl-C could not stop
        if workers <= 1:
            _run_here(runs, tasks, done, progress)
        elif threads:
            _run_in_threads(runs, tasks, workers, done, progress)
        else:
            _run_beside(runs, tasks, workers, done, progress)
    except KeyboardInterrupt:
        raise Interrupted([done[place] for place in sorted(done)], len(tasks)) from None
    return [done[place] for place in range(len(tasks))]


@dataclass(frozen=True, slots=True)
class Runs:
    """What every run of a list of tasks shares; a worker process gets a copy of it."""

    programs: Mapping[str, Program]
    seed: int
    engine: str | Engine
    collector: bool
    """whether Python goes on looking for cycles during a run; it is one switch for all threads"""

    def run(self, task: Task) -> Outcome:
        """Run one task."""
        engine = engine_named(self.engine) if isinstance(self.engine, str) else self.engine
        if self.collector:
            return run_task(self.programs[task.scenario], task, self.seed, engine)
        with _collector_off():
            return run_task(self.programs[task.scenario], task, self.seed, engine)


@contextmanager
def _collector_off() -> Iterator[None]:
    """No search for cycles during a run: nearly all that it makes lives until it ends.

    The search cost about an eighth of a run and found nothing; memory is given back afterwards.
    What was there before the run is left out of that last search: the run made none of it, and
    going through all of it can take longer than the run.
    """
    was_on, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    if not frozen:
        gc.freeze()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()
        if not frozen:
            gc.unfreeze()


def _run_here(
    runs: Runs, tasks: Sequence[Task], done: dict[int, Outcome], progress: Progress
) -> None:
    for place, task in enumerate(tasks):
        try:
            done[place] = runs.run(task)
        except Exception as fault:
            raise _failed(task, fault) from fault
        progress(len(done), len(tasks))


def _run_in_threads(
    runs: Runs, tasks: Sequence[Task], workers: int, done: dict[int, Outcome], progress: Progress
) -> None:
    pool = ThreadPoolExecutor(workers)
    try:
        waiting = {pool.submit(runs.run, task): place for place, task in enumerate(tasks)}
        _gather(waiting, tasks, done, progress)
    finally:
        pool.shutdown(cancel_futures=True)  # what is under way ends; nothing else begins


def _run_beside(
    runs: Runs, tasks: Sequence[Task], workers: int, done: dict[int, Outcome], progress: Progress
) -> None:
    for _attempt in range(ATTEMPTS):
        left = [place for place in range(len(tasks)) if place not in done]
        others = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(
            min(workers, len(left)),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin_worker,
            initargs=(runs,),
        )
        try:
            with _deaf_to_ctrl_c():  # workers are born here, and stay so from their first moment
                waiting = {pool.submit(_work, tasks[place]): place for place in left}
            _gather(waiting, tasks, done, progress)
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
    waiting: dict[Future[Outcome], int],
    tasks: Sequence[Task],
    done: dict[int, Outcome],
    progress: Progress,
) -> None:
    """Take in outcomes as they come, until nobody is waited for."""
    while waiting:
        finished, _ = wait(waiting, timeout=LOOKS_UP, return_when=FIRST_COMPLETED)
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
        if finished:
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


_worker: list[Runs] = []
"""What a worker process was told when it began."""


def _begin_worker(runs: Runs) -> None:
    # where a process does not inherit its parent's deafness (Windows)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(runs)


def _work(task: Task) -> Outcome:
    return _worker[0].run(task)
