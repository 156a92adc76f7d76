"""The made-up network that every simulator runs, and what is counted in each of them.

Goes in: ``network.yaml`` beside this file. Comes out: a :class:`Network` for each regime. Times are
minutes, rates by minute.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sim.files.reading import read_file
from sim.model.words import MINUTES_PER_WEEK

NAME: Final = "sim/bench/network.yaml"
PATH: Final = Path(__file__).with_name("network.yaml")
SHORT, LONG = "short queues", "long lists"
"""The two regimes of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A queue with several workers, first come first seen."""

    name: str
    workers: int
    """how many people can be seen at once"""
    minutes: float
    """minutes; mean length of a contact"""
    cv: float
    """ratio; standard deviation of the length over its mean"""
    goes: Mapping[str, float]
    """where people go next, with which chance; the rest leave"""

    @property
    def sigma(self) -> float:
        """Deviation of the logarithm of the length."""
        return math.sqrt(math.log(1.0 + self.cv**2))

    @property
    def mu(self) -> float:
        """Mean of the logarithm of the length in minutes."""
        return math.log(self.minutes) - self.sigma**2 / 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes, who comes to the first of them, and for how long they would wait."""

    nodes: tuple[Node, ...]
    """in the order of the file; people come to the first"""
    people_per_week: float
    """people per week; the rate of a Poisson stream"""
    patience: float
    """minutes; mean of the exponential time after which somebody waits no longer"""
    weeks: int
    """weeks from an empty beginning to the end"""
    copies: int = 1
    """how many such networks stand side by side, each with people of its own"""

    @property
    def horizon(self) -> int:
        """The minute at which it ends."""
        return self.weeks * MINUTES_PER_WEEK

    @property
    def gap(self) -> float:
        """Mean minutes between two people who come."""
        return MINUTES_PER_WEEK / self.people_per_week

    def larger(self, times: int) -> Network:
        """So many times the people, with as many times the workers."""
        nodes = tuple(replace(node, workers=node.workers * times) for node in self.nodes)
        return replace(self, nodes=nodes, people_per_week=self.people_per_week * times)


@dataclass(slots=True)
class Count:
    """What happened at one node; minutes and people."""

    seen: int = 0
    """contacts that began"""
    waited: float = 0.0
    """minutes that those seen had waited"""
    stopped: int = 0
    """people who left without being seen"""


@dataclass(slots=True)
class Counts:
    """What one run leaves, in every simulator alike."""

    came: int
    """people who came"""
    nodes: list[Count]
    """by node, in the order of the file"""
    seconds: float | None = None
    """processor seconds, where it ran in a process of its own and counted them itself"""

    @property
    def seen(self) -> int:
        """Contacts at all nodes."""
        return sum(node.seen for node in self.nodes)

    @property
    def mean_wait(self) -> float:
        """Mean minutes waited before a contact, over all nodes."""
        return sum(node.waited for node in self.nodes) / max(self.seen, 1)

    @property
    def share_stopped(self) -> float:
        """Share of all waits that ended with leaving."""
        stopped = sum(node.stopped for node in self.nodes)
        return stopped / max(stopped + self.seen, 1)


Simulator = Callable[[Network, int], Counts]
"""Runs a network with a seed, from empty to its last week."""


def networks(*, quick: bool) -> dict[str, Network]:
    """The network in each regime, by the regime's name."""
    told: dict[str, Any] = read_file(PATH, NAME).value
    return {
        name: Network(
            nodes=tuple(
                Node(
                    name=node,
                    workers=regime["workers"][node],
                    minutes=float(one["minutes"]),
                    cv=float(one["cv"]),
                    goes={place: float(chance) for place, chance in one["goes"].items()},
                )
                for node, one in told["nodes"].items()
            ),
            people_per_week=float(regime["people_per_week"]),
            patience=float(regime["patience_minutes"]),
            weeks=regime["weeks"]["quick" if quick else "full"],
        )
        for name, regime in told["regimes"].items()
    }
