"""Our engines and the rivals on the made-up network, each regime in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.bench.as_scenario import counts_of, program_of
from sim.bench.found import NetworkRow
from sim.bench.network import Counts, Network, Simulator
from sim.bench.turns import Done, Progress, Work, taking_turns, times_as_fast
from sim.engines.protocol import Engine
from sim.program import Program
from sim.study.replicate import Task, run_task


def ours(engine: Engine, program: Program) -> Callable[[int], Counts]:
    """The network in one of our engines, measures folded as always; takes a seed."""

    def simulate(seed: int) -> Counts:
        outcome = run_task(program, Task(scenario="network", replication=1), seed, engine)
        return counts_of(outcome.came, outcome.pools)

    return simulate


class Try:
    """One simulator on the network, and what its last run counted."""

    def __init__(self, name: str, simulate: Callable[[int], Counts]) -> None:
        self.name = name
        self.simulate = simulate
        self.counts = Counts(came=0, nodes=[])
        self.work = Work(name=name, run=self.once)

    def once(self) -> Done:
        """One run; its units are people."""
        self.counts = self.simulate(1)
        return Done(self.counts.came, self.counts.seconds)


def on_network(
    regime: str,
    network: Network,
    engines: Mapping[str, Engine],
    rivals: Mapping[str, Simulator],
    rounds: int,
    progress: Progress,
) -> list[NetworkRow]:
    """Everybody in one regime, in turn."""
    program = program_of(network)
    mine = [Try(name, ours(engine, program)) for name, engine in engines.items()]
    theirs = [
        Try(name, lambda seed, run=run: run(network, seed))  # type: ignore[misc]
        for name, run in rivals.items()
    ]
    tried = [*mine, *theirs]
    timings = taking_turns([one.work for one in tried], rounds, progress)
    of_rivals = dict(zip(rivals, timings[len(mine) :], strict=True))
    return [
        NetworkRow(
            regime=regime,
            simulator=one.name,
            timing=took,
            seen=one.counts.seen,
            mean_wait=one.counts.mean_wait,
            share_stopped=one.counts.share_stopped,
            times_rival={
                name: times_as_fast(took, their) for name, their in of_rivals.items() if one in mine
            },
        )
        for one, took in zip(tried, timings, strict=True)
    ]
