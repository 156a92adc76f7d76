"""Our engines on shipped scenarios, with the log kept and with the measures folded only.

Timed is what people run: a replication with its measures folded to tables of people and needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from sim.bench.found import EngineRow
from sim.bench.turns import Done, Progress, Timing, Work, taking_turns, times_as_fast
from sim.engines.protocol import Engine
from sim.model.scenario import Scenario
from sim.program import Program
from sim.study.replicate import Outcome, Task, run_task

SEED: Final = 1
SHIPPED: Final = ("banes/today", "banes/option_1")
"""What is timed unless other scenarios are named."""
QUICK_WEEKS: Final = (2, 4, 4)
"""Weeks of start, of counted onsets and of follow-up, to save time."""


def over_weeks(scenario: Scenario, weeks: tuple[int, int, int]) -> Scenario:
    """A scenario over so many weeks of start, counted onsets and follow-up."""
    window = {
        word: replace(getattr(scenario.window, word), low=n, central=n, high=n)
        for word, n in zip(("start", "count", "follow"), weeks, strict=True)
    }
    return replace(scenario, window=replace(scenario.window, **window))


def on_shipped(
    programs: Mapping[str, Program], engines: Mapping[str, Engine], rounds: int, progress: Progress
) -> list[EngineRow]:
    """Every engine on every scenario, all in turn with each other."""
    tried = [
        Try(name, program, engine, run, kept=kept)
        for name, program in programs.items()
        for kept in (False, True)
        for engine, run in engines.items()
    ]
    timings = taking_turns([one.work for one in tried], rounds, progress)
    return [_row(one, took, tried, timings) for one, took in zip(tried, timings, strict=True)]


class Try:
    """One engine on one scenario, and what its last run left."""

    def __init__(
        self, scenario: str, program: Program, engine: str, run: Engine, *, kept: bool
    ) -> None:
        self.scenario, self.engine, self.kept = scenario, engine, kept
        self.task = Task(scenario=scenario, replication=1, events=kept)
        self.program, self.run = program, run
        self.outcome: Outcome | None = None
        what = "log kept" if kept else "folded"
        self.work = Work(name=f"{scenario}, {engine}, {what}", run=self.once)

    def once(self) -> Done:
        """One run; its units are rows."""
        self.outcome = run_task(self.program, self.task, SEED, self.run)
        return Done(self.outcome.rows)

    def log(self) -> str:
        """A hash of the log; empty where it was not kept."""
        if self.outcome is None or self.outcome.events is None:
            return ""
        return sha256(self.outcome.events.tobytes()).hexdigest()[:16]


def _row(one: Try, took: Timing, tried: Sequence[Try], timings: Sequence[Timing]) -> EngineRow:
    simpy = next(
        timing
        for other, timing in zip(tried, timings, strict=True)
        if (other.scenario, other.kept, other.engine) == (one.scenario, one.kept, "simpy")
    )
    return EngineRow(
        scenario=one.scenario,
        engine=one.engine,
        kept=one.kept,
        timing=took,
        times_simpy=times_as_fast(took, simpy),
        log=one.log(),
    )
