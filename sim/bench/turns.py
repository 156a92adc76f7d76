"""Timing in turns: each work is run once a round, so that whatever slows the machine slows all.

Seconds are processor time of this process, other work on the machine left out, unless a work says
its own. The order moves on by one each round. Ratios are taken within a round, where conditions are
alike; told are their median and their lowest and highest.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


class Done(NamedTuple):
    """What one run of a work did."""

    units: int
    """people, rows, runs"""
    seconds: float | None = None
    """processor seconds as it counted them itself, in a process of its own"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something to be timed."""

    name: str
    """what stands in the table"""
    run: Callable[[], Done]
    """does it, and says how much was done"""
    clock: Callable[[], float] = time.process_time
    """seconds; read before and after"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a work took, round by round."""

    name: str
    """what stands in the table"""
    units: int
    """units done in each round"""
    seconds: tuple[float, ...]
    """seconds of each round"""

    @property
    def median(self) -> float:
        """Seconds."""
        return median(self.seconds)

    @property
    def per_second(self) -> float:
        """Units in a second, in the median round."""
        return self.units / self.median


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """How many times as fast one is as another."""

    median: float
    """over the rounds"""
    low: float
    """in the round in which it was lowest"""
    high: float
    """in the round in which it was highest"""


def taking_turns(works: Sequence[Work], rounds: int, progress: Progress) -> list[Timing]:
    """Run every work so many times, in turn; timings stand in the order of the works."""
    seconds: list[list[float]] = [[] for _ in works]
    units = [0] * len(works)
    progress(0, rounds * len(works))
    for turn in range(rounds):
        for nth in range(len(works)):
            place = (nth + turn) % len(works)
            units[place], took = _timed(works[place])
            seconds[place].append(took)
            progress(turn * len(works) + nth + 1, rounds * len(works))
    return [
        Timing(name=work.name, units=done, seconds=tuple(took))
        for work, done, took in zip(works, units, seconds, strict=True)
    ]


def _timed(work: Work) -> tuple[int, float]:
    """Units and seconds of one run, without Python's search for cycles: it takes the longer the
    more lies about from earlier works, and people's runs of the SimPy engine do without it too."""
    gc.collect()
    gc.disable()
    try:
        begun = work.clock()
        done = work.run()
        took = work.clock() - begun
        return done.units, took if done.seconds is None else done.seconds
    finally:
        gc.enable()


def times_as_fast(one: Timing, other: Timing) -> Ratio:
    """How many times as many units the first does in a second as the other."""
    pairs = zip(one.seconds, other.seconds, strict=True)
    found = [theirs / ours * one.units / other.units for ours, theirs in pairs]
    return Ratio(median=median(found), low=min(found), high=max(found))


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The power of the size with which seconds grow, by least squares on logarithms; 1: linear."""
    x, y = [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    over, up = sum(x) / len(x), sum(y) / len(y)
    along = sum((a - over) * (b - up) for a, b in zip(x, y, strict=True))
    return along / sum((a - over) ** 2 for a in x)
