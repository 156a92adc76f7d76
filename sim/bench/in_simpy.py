"""The network as somebody who knows SimPy would write it: a process for each person.

It follows SimPy's own examples (resources, and ``request | timeout`` for those who give up) and
shares nothing with our engine. Its luck is Python's generator, one stream.
"""

from __future__ import annotations

from collections.abc import Generator
from random import Random
from typing import Any

import simpy

from sim.bench.network import Count, Counts, Network


class Town:
    """The nodes as resources, and what happened at them."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network = network
        self.env = simpy.Environment()
        self.luck = Random(seed)
        self.desks = [simpy.Resource(self.env, capacity=node.workers) for node in network.nodes]
        self.counts = Counts(came=0, nodes=[Count() for _ in network.nodes])
        self.place = {node.name: number for number, node in enumerate(network.nodes)}
        self.ways = [
            [(self.place[name], chance) for name, chance in node.goes.items()]
            for node in network.nodes
        ]

    def arrivals(self) -> Generator[simpy.Event, Any, None]:
        """People come at random."""
        while True:
            yield self.env.timeout(self.luck.expovariate(1.0 / self.network.gap))
            self.counts.came += 1
            self.env.process(self.person())

    def person(self) -> Generator[simpy.Event, Any, None]:
        """One person goes from node to node until she leaves."""
        at = 0
        while at >= 0:
            node, count = self.network.nodes[at], self.counts.nodes[at]
            came = self.env.now
            with self.desks[at].request() as turn:
                patience = self.luck.expovariate(1.0 / self.network.patience)
                yield turn | self.env.timeout(patience)
                if not turn.triggered:
                    count.stopped += 1
                    return
                count.seen += 1
                count.waited += self.env.now - came
                yield self.env.timeout(self.luck.lognormvariate(node.mu, node.sigma))
            at = self.next_of(at)

    def next_of(self, at: int) -> int:
        """Where somebody goes next; −1 for nowhere."""
        drawn = self.luck.random()
        for place, chance in self.ways[at]:
            drawn -= chance
            if drawn < 0.0:
                return place
        return -1


def simulate(network: Network, seed: int) -> Counts:
    """Run the network in SimPy."""
    town = Town(network, seed)
    town.env.process(town.arrivals())
    town.env.run(until=network.horizon)
    return town.counts
