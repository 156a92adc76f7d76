"""How cost grows: with people and their staff, with teams and their people, with replications.

All on the made-up network in short queues, where more of everything is the same world again: what
grows faster than its size is the engine's doing. Shown as the power of the size: 1 is linear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sim.bench.as_scenario import program_of
from sim.bench.found import GrowthRow
from sim.bench.network import Network
from sim.bench.turns import Done, Progress, Work, exponent, taking_turns
from sim.engines.protocol import Engine
from sim.program import Program
from sim.study.replicate import Task, run_task

SIZES: Final = (1, 2, 4, 8)
QUICK_SIZES: Final = (1, 2, 4)
WEEKS: Final = 2
"""Weeks of the network at each size."""


def with_people(network: Network, size: int) -> list[Program]:
    """So many times the people and the workers, in the same teams."""
    return [program_of(network.larger(size))]


def with_teams(network: Network, size: int) -> list[Program]:
    """So many networks side by side, each with its own teams and people."""
    return [program_of(replace(network, copies=size))]


def with_replications(network: Network, size: int) -> list[Program]:
    """So many runs, one after another."""
    return [program_of(network)] * size


KINDS: Final[Mapping[str, Callable[[Network, int], list[Program]]]] = {
    "people": with_people,
    "teams": with_teams,
    "replications": with_replications,
}


def growing(
    of: str,
    network: Network,
    engines: Mapping[str, Engine],
    sizes: Sequence[int],
    rounds: int,
    progress: Progress,
) -> list[GrowthRow]:
    """How the cost of each engine grows with one of :data:`KINDS`."""
    network = replace(network, weeks=WEEKS)
    programs = {size: KINDS[of](network, size) for size in sizes}
    works = [
        Work(name=f"{name}, {size} times", run=_running(engine, programs[size]))
        for name, engine in engines.items()
        for size in sizes
    ]
    timings = taking_turns(works, rounds, progress)
    rows = []
    for place, name in enumerate(engines):
        mine = timings[place * len(sizes) : (place + 1) * len(sizes)]
        seconds = [one.median for one in mine]
        rows.append(
            GrowthRow(
                of=of,
                engine=name,
                sizes=tuple(sizes),
                units=tuple(one.units for one in mine),
                seconds=tuple(seconds),
                exponent=exponent(sizes, seconds),
            )
        )
    return rows


def _running(engine: Engine, programs: Sequence[Program]) -> Callable[[], Done]:
    def run() -> Done:
        tasks = [
            (program, Task(scenario="network", replication=replication))
            for replication, program in enumerate(programs, start=1)
        ]
        return Done(sum(run_task(program, task, 1, engine).came for program, task in tasks))

    return run
