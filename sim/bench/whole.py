"""All parts of the bench, one after another, each interleaved within itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sim.bench import growth
from sim.bench.as_scenario import program_of
from sim.bench.found import Found
from sim.bench.growth import QUICK_SIZES, SIZES, growing, on_scenario
from sim.bench.network import LONG, SHORT, networks
from sim.bench.rivals import on_network
from sim.bench.runners import Present, machine
from sim.bench.shipped import QUICK_WEEKS, on_shipped, over_weeks
from sim.bench.starts import (
    HARDLY_ANYBODY,
    LEAST_WEEKS,
    MEMORY_WEEKS,
    QUICK_MEMORY_WEEKS,
    memory,
    starts,
)
from sim.bench.threads import in_threads
from sim.bench.turns import Progress
from sim.model.scenario import Scenario
from sim.program import compile_program
from sim.study.replicate import Task, run_task

ROUNDS: Final = 5
QUICK_ROUNDS: Final = 3
GROWTH_ROUNDS: Final = 2
"""At most, to save time: the power needs no close look at each size."""
SIMPY: Final = "simpy"
Stage = Callable[[str], Progress]
"""Told what begins; gives what is to be told of its progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be timed, and how long."""

    scenarios: Sequence[Scenario]
    """what the engines are timed on beside the network; none is no fault"""
    parts: Sequence[str]
    """which: engines, network, growth, starts, memory, threads"""
    quick: bool = False
    """shorter weeks and smaller sizes"""
    rounds: int = ROUNDS
    """rounds in each of which everything is timed once"""


def bench(wanted: Wanted, present: Present, stage: Stage) -> Found:
    """Time what is wanted of those who are present."""
    found = Found(
        machine=machine(), rounds=wanted.rounds, quick=wanted.quick, missing=dict(present.missing)
    )
    parts = {
        "engines": _engines,
        "network": _network,
        "growth": _growth,
        "starts": _starts,
        "memory": _memory,
        "threads": _threads,
    }
    if set(wanted.parts) - {"starts", "memory"}:
        _once_unmeasured(present, stage("Each engine once, unmeasured"))
    for name, part in parts.items():
        if name in wanted.parts:
            part(wanted, present, stage, found)
    return found


def _once_unmeasured(present: Present, progress: Progress) -> None:
    """Each engine on hardly anything, so that what it compiles once is not timed below."""
    network = networks(quick=True)[SHORT]
    program = program_of(replace(network, weeks=LEAST_WEEKS, people_per_week=float(HARDLY_ANYBODY)))
    for done, engine in enumerate(present.engines.values()):
        progress(done, len(present.engines))
        for kept in (False, True):
            run_task(program, Task(scenario=program.name, replication=1, events=kept), 1, engine)
    progress(len(present.engines), len(present.engines))


def _engines(wanted: Wanted, present: Present, stage: Stage, found: Found) -> None:
    scenarios = [over_weeks(s, QUICK_WEEKS) if wanted.quick else s for s in wanted.scenarios]
    programs = {one.name: compile_program(one) for one in scenarios}
    if programs:
        progress = stage("Engines on scenarios")
        found.engines = on_shipped(programs, present.engines, wanted.rounds, progress)


def _network(wanted: Wanted, present: Present, stage: Stage, found: Found) -> None:
    for regime, network in networks(quick=wanted.quick).items():
        found.networks += on_network(
            regime,
            network,
            present.engines,
            present.rivals,
            wanted.rounds,
            stage(f"The network, {regime}"),
        )


def _growth(wanted: Wanted, present: Present, stage: Stage, found: Found) -> None:
    """To save time the quick bench asks the fastest engine alone."""
    engines = dict([*present.engines.items()][: 1 if wanted.quick else None])
    network = networks(quick=True)[SHORT]
    grown = {
        of: growth.on_network(of, network, engines) for of in ("people", "teams", "replications")
    }
    for scenario in wanted.scenarios[:1]:
        short = over_weeks(scenario, QUICK_WEEKS)
        grown[f"people, {scenario.name}"] = on_scenario(short, engines)
    sizes = QUICK_SIZES if wanted.quick else SIZES
    rounds = min(wanted.rounds, GROWTH_ROUNDS)
    for of, at_size in grown.items():
        found.growth += growing(of, at_size, engines, sizes, rounds, stage(f"Cost against {of}"))


def _starts(wanted: Wanted, present: Present, stage: Stage, found: Found) -> None:
    found.starts = starts(list(present.engines), stage("Fresh processes"))


def _memory(wanted: Wanted, present: Present, stage: Stage, found: Found) -> None:
    weeks = QUICK_MEMORY_WEEKS if wanted.quick else MEMORY_WEEKS
    found.memory = memory(list(present.engines), weeks, stage("Memory of fresh processes"))


def _threads(wanted: Wanted, present: Present, stage: Stage, found: Found) -> None:
    """Engines that let other threads run meanwhile; the SimPy engine never does."""
    engines = {name: one for name, one in present.engines.items() if name != SIMPY}
    if engines:
        network = networks(quick=wanted.quick)[LONG]
        progress = stage("Threads")
        found.threads = in_threads(program_of(network), engines, wanted.rounds, progress)
