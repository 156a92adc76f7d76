"""Queueing theory that the engine must agree with: closed forms, in minutes.

Erlang (1917) for many workers, Pollaczek (1930) and Khinchine for contacts of any length, Cobham
(1954) for two kinds of people of whom one goes first, and the birth and death chain of Palm's
queue with giving up (1957), which is called Erlang A. ``rate`` is people per minute.
"""

from __future__ import annotations

import math

MINUTES_PER_YEAR = 365.25 * 24 * 60


def chance_of_waiting(workers: int, load: float) -> float:
    """Erlang C: the chance that somebody who comes must wait; ``load`` in busy workers."""
    terms = [load**k / math.factorial(k) for k in range(workers)]
    last = load**workers / math.factorial(workers) / (1.0 - load / workers)
    return last / (sum(terms) + last)


def mean_wait(workers: int, rate: float, minutes: float) -> float:
    """Mean wait of everybody, for contacts of exponential length."""
    load = rate * minutes
    return chance_of_waiting(workers, load) * minutes / (workers - load)


def mean_wait_of_one_worker(rate: float, minutes: float, cv: float) -> float:
    """Pollaczek and Khinchine: mean wait for one worker and contacts of any law."""
    return rate * minutes**2 * (1.0 + cv**2) / 2.0 / (1.0 - rate * minutes)


def mean_waits_by_turn(rates: tuple[float, float], minutes: tuple[float, float]) -> list[float]:
    """Cobham: mean waits of those who go first and of the others; exponential contacts."""
    loads = [rate * length for rate, length in zip(rates, minutes, strict=True)]
    rest = sum(load * length for load, length in zip(loads, minutes, strict=True))
    first = rest / (1.0 - loads[0])
    return [first, first / (1.0 - sum(loads))]


def giving_up(workers: int, rate: float, minutes: float, patience: float) -> tuple[float, float]:
    """Erlang A: the share who give up, and the mean wait of all; ``patience`` is its mean."""
    weights = [1.0]
    while weights[-1] > 1e-15 or len(weights) < 10 * workers:
        n = len(weights)
        leaving = min(n, workers) / minutes + max(n - workers, 0) / patience
        weights.append(weights[-1] * rate / leaving)
    queue = sum(max(n - workers, 0) * w for n, w in enumerate(weights)) / sum(weights)
    wait = queue / rate
    return wait / patience, wait
