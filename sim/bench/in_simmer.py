"""The network in simmer, where R is here: ``network.R`` beside this file, in a process of its own.

The seconds are those that R counts for the run alone, its start left out.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from sim.bench.network import Count, Counts, Network
from sim.errors import RunError

RSCRIPT: Final = "Rscript"
SCRIPT: Final = Path(__file__).with_name("network.R")


def simulate(network: Network, seed: int) -> Counts:
    """Run the network in simmer. Raises RunError with R's own words where it fails."""
    words = [RSCRIPT, str(SCRIPT), *map(repr, arguments(network, seed))]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RunError(f"simmer: {done.stderr.strip().splitlines()[-1:] or 'no word'}")
    return read(done.stdout)


def arguments(network: Network, seed: int) -> list[float]:
    """What the script is told, as numbers in its order."""
    told = [float(seed), network.gap, network.patience, float(network.horizon)]
    for node in network.nodes:
        chances = [node.goes.get(other.name, 0.0) for other in network.nodes]
        told += [float(node.workers), node.mu, node.sigma, *chances]
    return told


def read(text: str) -> Counts:
    """What the script said."""
    first, *lines = [[float(word) for word in line.split()] for line in text.splitlines()]
    nodes = [Count(int(seen), waited, int(stopped)) for seen, waited, stopped in lines]
    return Counts(came=int(first[1]), nodes=nodes, seconds=first[0])
