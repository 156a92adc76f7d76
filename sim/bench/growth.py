"""How cost grows: with people and their staff, with teams and their people, with replications.

On the made-up network in short queues, where more of everything is the same world again, so that
what grows faster than its size is the engine's doing; people also on a shipped scenario. Shown as
the power of the size: 1 is linear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from sim.bench.as_scenario import program_of
from sim.bench.found import GrowthRow
from sim.bench.larger import larger
from sim.bench.network import Network
from sim.bench.turns import Done, Progress, Work, exponent, taking_turns
from sim.engines.protocol import Engine
from sim.model.scenario import Scenario
from sim.program import Program, compile_program
from sim.study.replicate import Task, run_task

SIZES: Final = (1, 2, 4, 8)
QUICK_SIZES: Final = (1, 2, 4)
WEEKS: Final = {"simpy": 2}
"""Weeks of the network at each size, by engine."""
WEEKS_OTHERWISE: Final = 20
"""The same for an engine so fast that two weeks are over before they can be timed."""
AtSize = Callable[[int], Sequence[Program]]
"""What is run at a size, one program after another."""


def on_network(of: str, network: Network, engines: Mapping[str, Engine]) -> dict[str, AtSize]:
    """For each engine, what it runs at a size: more people, teams or replications."""
    grown: dict[str, Callable[[Network, int], list[Program]]] = {
        "people": lambda one, size: [program_of(one.larger(size))],
        "teams": lambda one, size: [program_of(replace(one, copies=size))],
        "replications": lambda one, size: [program_of(one)] * size,
    }
    lengths = {name: WEEKS.get(name, WEEKS_OTHERWISE) for name in engines}
    over = {name: replace(network, weeks=weeks) for name, weeks in lengths.items()}
    return {name: partial(grown[of], over[name]) for name in engines}


def on_scenario(scenario: Scenario, engines: Mapping[str, Engine]) -> dict[str, AtSize]:
    """For each engine, the scenario with more people and staff."""
    return dict.fromkeys(engines, lambda size: [compile_program(larger(scenario, size))])


def growing(
    of: str,
    at_size: Mapping[str, AtSize],
    engines: Mapping[str, Engine],
    sizes: Sequence[int],
    rounds: int,
    progress: Progress,
) -> list[GrowthRow]:
    """How the cost of each engine grows with the size, all in turn."""
    works = [
        Work(name=f"{name}, {size} times", run=_running(engine, at_size[name](size)))
        for name, engine in engines.items()
        for size in sizes
    ]
    timings = taking_turns(works, rounds, progress)
    rows = []
    for place, name in enumerate(engines):
        mine = timings[place * len(sizes) : (place + 1) * len(sizes)]
        seconds = tuple(one.median for one in mine)
        rows.append(
            GrowthRow(
                of=of,
                engine=name,
                sizes=tuple(sizes),
                people=tuple(one.units for one in mine),
                seconds=seconds,
                exponent=exponent(sizes, seconds),
            )
        )
    return rows


def _running(engine: Engine, programs: Sequence[Program]) -> Callable[[], Done]:
    def run() -> Done:
        tasks = [
            (program, Task(scenario=program.name, replication=replication))
            for replication, program in enumerate(programs, start=1)
        ]
        return Done(sum(run_task(program, task, 1, engine).came for program, task in tasks))

    return run
