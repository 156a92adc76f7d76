"""Two threads against one, over one shared program, by the clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sim.bench.found import ThreadsRow
from sim.bench.turns import Done, Progress, Work, taking_turns, times_as_fast
from sim.engines.protocol import Engine
from sim.program import Program
from sim.study.replicate import Task, run_task

RUNS: Final = 4
"""Replications in each work."""


def in_threads(
    program: Program, engines: Mapping[str, Engine], rounds: int, progress: Progress
) -> list[ThreadsRow]:
    """Each engine with one thread and with two, in turn."""
    works = [
        _work(program, name, engine, threads)
        for name, engine in engines.items()
        for threads in (1, 2)
    ]
    timings = taking_turns(works, rounds, progress)
    return [
        ThreadsRow(
            engine=name,
            runs=RUNS,
            one=one.seconds,
            two=two.seconds,
            times_one=times_as_fast(two, one),
        )
        for name, one, two in zip(engines, timings[::2], timings[1::2], strict=True)
    ]


def _work(program: Program, name: str, engine: Engine, threads: int) -> Work:
    tasks = [Task(scenario=program.name, replication=nth) for nth in range(1, RUNS + 1)]

    def run() -> Done:
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(lambda task: run_task(program, task, 1, engine), tasks))
        return Done(len(done))

    return Work(name=f"{name}, threads: {threads}", run=run, clock=time.perf_counter)
