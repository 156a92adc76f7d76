"""Speed as ratios, in one interleaved run, so that they mean the same on any machine.

Each work is timed several times in turn with what it is held against, in processor time of this
process; the least of each counts, since other work on the machine can only add. Measured were
ratios of 1.4, 2.6 and at most 1.5; the bounds leave some room and catch work that has multiplied.
Run by ``python3 run.py test tests/bench -- -s``, which prints what was found.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import ciw
import pytest

from sim.engines.simpy_engine import run
from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.program import Program, compile_program
from tests.verification.replications import Nothing, program_of

pytestmark = pytest.mark.bench
TURNS = 3
SYSTEMS = ("today", "option_1", "option_2", "option_3", "option_4")


def least_seconds(*works: Callable[[], object]) -> list[float]:
    """Seconds of processor that each work took in its best turn, the works taking turns."""
    best = [float("inf")] * len(works)
    for _ in range(TURNS):
        for place, work in enumerate(works):
            begun = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - begun)
    return best


def running(program: Program) -> Callable[[], object]:
    """One run of the engine."""
    return lambda: run(program, seed=1, replication=0, sink=Nothing())


def with_weeks(scenario: Scenario, start: int, count: int, follow: int) -> Program:
    """A scenario's program with another window."""
    weeks = {"start": start, "count": count, "follow": follow}
    window = {
        word: replace(getattr(scenario.window, word), low=n, central=n, high=n)
        for word, n in weeks.items()
    }
    return compile_program(replace(scenario, window=replace(scenario.window, **window)))


def in_ciw(weeks: int) -> Callable[[], object]:
    """The queue of ``theory/two_workers`` in Ciw."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(2279.16 / (365.25 * 1440))],
        service_distributions=[ciw.dists.Exponential(1.0 / 300.0)],
        number_of_servers=[2],
    )

    def simulate() -> object:
        ciw.seed(1)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(weeks * 10080.0)
        return simulation

    return simulate


def test_bare_queue_takes_at_most_twice_as_long_as_in_ciw() -> None:
    program = program_of("theory/two_workers")
    ours, theirs = least_seconds(running(program), in_ciw(program.horizon // 10080))
    print(f"ours {ours:.2f} s, Ciw {theirs:.2f} s: {ours / theirs:.2f}")
    assert ours < 2.0 * theirs


def test_twice_as_many_weeks_take_twice_as_long() -> None:
    today = load_scenario("banes/today")
    short, long = least_seconds(
        running(with_weeks(today, 4, 12, 8)), running(with_weeks(today, 8, 24, 16))
    )
    print(f"24 weeks {short:.2f} s, 48 weeks {long:.2f} s: {long / short:.2f}")
    assert long < 3.0 * short


def test_each_system_takes_at_most_twice_as_long_as_today() -> None:
    programs = [with_weeks(load_scenario(f"banes/{name}"), 4, 12, 8) for name in SYSTEMS]
    today, *options = least_seconds(*map(running, programs))
    found = ", ".join(f"{n} {s / today:.2f}" for n, s in zip(SYSTEMS[1:], options, strict=True))
    print(f"today {today:.2f} s; {found}")
    assert max(options) < 2.0 * today
