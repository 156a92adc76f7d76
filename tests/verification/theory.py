"""Queueing theory that the engine must agree with: closed forms, in minutes.

Erlang (1917) for many workers, Pollaczek (1930) and Khinchine for contacts of any length, Cobham
(1954) for two kinds of people of whom one goes first, and the birth and death chain of Palm's
queue with giving up (1957), which is called Erlang A. Erlang B is for places without a queue; a
list that closes and opens again is a chain of its own. ``rate`` is people per minute.
"""

from __future__ import annotations

import math

import numpy as np

MINUTES_PER_YEAR = 365.25 * 24 * 60
DAY = 24 * 60


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


def turned_away(servers: int, load: float) -> float:
    """Erlang B: the share of people who find every place taken, where nobody waits."""
    share = 1.0
    for n in range(1, servers + 1):
        share = load * share / (n + load * share)
    return share


def list_that_closes(
    workers: int, rate: float, minutes: float, closes_at: int, reopens_at: int
) -> tuple[float, float]:
    """The share turned away and the mean wait of those who join, where a list closes.

    The Markov chain of (people there, whether the list is closed), solved as linear equations:
    open with up to ``workers + closes_at − 1`` people, closed with more than
    ``workers + reopens_at``.
    """
    most, least = workers + closes_at, workers + reopens_at
    states = [(n, False) for n in range(most)] + [(n, True) for n in range(least + 1, most + 1)]
    place = {state: i for i, state in enumerate(states)}
    flow = np.zeros((len(states), len(states)))

    def moves(start: tuple[int, bool], end: tuple[int, bool], per_minute: float) -> None:
        flow[place[end], place[start]] += per_minute
        flow[place[start], place[start]] -= per_minute

    for n, closed in states:
        if not closed:
            moves((n, closed), (n + 1, n + 1 == most), rate)
        if n:
            moves((n, closed), (n - 1, closed and n - 1 > least), min(n, workers) / minutes)
    flow[-1] = 1.0
    chance = np.linalg.solve(flow, [0.0] * (len(states) - 1) + [1.0])
    away = float(sum(chance[place[state]] for state in states if state[1]))
    queue = float(sum(max(n - workers, 0) * chance[place[n, c]] for n, c in states))
    return away, queue / (rate * (1.0 - away))
