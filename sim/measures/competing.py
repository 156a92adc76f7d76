"""Competing events: how many were helped, left or got better by a given day, when some are unseen.

Goes in: days (n,) and what came first (n,), where an empty word means that nothing had come by
then and nobody knows what came later. Comes out: cumulative shares by the Aalen-Johansen
estimator (Aalen and Johansen 1978), and restricted means. Leaving is no noise here, as it would
be in one minus Kaplan-Meier: who has left is not taken to be helped later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Incidence(NamedTuple):
    """Cumulative shares of what came first, as steps."""

    days: Floats
    """(steps,) days at which something came, in order"""
    shares: dict[str, Floats]
    """(steps,) by word: share to whom it had come first by then"""

    def at(self, word: str, day: float) -> float:
        """The share to whom this had come first by a day."""
        steps = int(np.searchsorted(self.days, day, side="right"))
        return float(self.shares[word][steps - 1]) if steps else 0.0

    def mean_until(self, word: str, horizon: float) -> float:
        """Mean days without it up to the horizon; who never had it counts with the horizon."""
        inside = self.days < horizon
        edges = np.concatenate(([0.0], self.days[inside], [horizon]))
        without = 1.0 - np.concatenate(([0.0], self.shares[word][inside]))
        return float((np.diff(edges) * without).sum())


def cumulative_incidence(days: Floats, first: NDArray[Any], words: Sequence[str]) -> Incidence:
    """Share to whom each of the words had come first, by day.

    ``days``: to what came first, or for which nothing came; ``first``: which word, empty for
    nothing. Events come before losses from sight on the same day. Raises ValueError on a word
    that is not among ``words``.
    """
    strange = set(first.tolist()) - {*words, ""}
    if strange:
        raise ValueError(f"not among the events: {sorted(strange)}")
    steps = np.unique(days[first != ""])
    in_order = np.sort(days)
    at_risk = len(days) - np.searchsorted(in_order, steps, side="left")
    came = {word: _counts(days[first == word], steps) for word in words}
    total = sum(came.values(), np.zeros(len(steps)))
    still = np.cumprod(1.0 - total / at_risk) if len(steps) else np.zeros(0)
    before = np.concatenate(([1.0], still[:-1])) if len(steps) else still
    shares = {word: np.cumsum(before * number / at_risk) for word, number in came.items()}
    return Incidence(steps, shares)


def _counts(days: Floats, steps: Floats) -> Floats:
    """How many of the days fall on each step."""
    left = np.searchsorted(np.sort(days), steps, side="left")
    right = np.searchsorted(np.sort(days), steps, side="right")
    return (right - left).astype(np.float64)
