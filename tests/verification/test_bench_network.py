"""The network of the bench is the same network in every simulator, or its speeds mean nothing.

Ours (as a scenario), the SimPy program and the Ciw program, in both regimes, from empty: contacts
for each person who came, the mean wait before a contact, the share of waits that ended with
stopping, and the contacts of each node.

Test: Welch's t-test of replication means, two-sided, false alarms 0.001 over the comparisons of
this file together, power at least 0.9 against a difference of the share given as ``sees``, from
the deviations that were measured. Ours counts whole minutes; Ciw leaves out the contacts that are
under way at the end. The seeds are fixed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from sim.bench import in_ciw, in_simpy
from sim.bench.as_scenario import program_of
from sim.bench.network import LONG, SHORT, Counts, Network, Simulator, networks
from sim.bench.rivals import ours
from sim.engines.simpy_engine import run
from tests.verification.replications import agree_with_each_other

pytestmark = [pytest.mark.verification, pytest.mark.slow]
RIVALS: dict[str, Simulator] = {"SimPy": in_simpy.simulate, "Ciw": in_ciw.simulate}
WEEKS = {SHORT: 2, LONG: 3}
RUNS = {SHORT: 30, LONG: 16}
RIVAL_RUNS = {SHORT: 60, LONG: 32}
SEES = {
    SHORT: {"contacts": 0.03, "wait": 0.17, "stopped": 0.17},
    LONG: {"contacts": 0.06, "wait": 0.15, "stopped": 0.4},
}
MEASURES: dict[str, Callable[[Counts], float]] = {
    "contacts": lambda counts: counts.seen / counts.came,
    "wait": lambda counts: counts.mean_wait,
    "stopped": lambda counts: counts.share_stopped,
}
COMPARISONS = len(WEEKS) * len(RIVALS) * len(MEASURES) + 2 * 5


def network_in(regime: str) -> Network:
    """The network, over fewer weeks than are timed."""
    return replace(networks(quick=True)[regime], weeks=WEEKS[regime])


@cache
def counted_by_us(regime: str) -> tuple[Counts, ...]:
    """What our engine counts, replication by replication."""
    simulate = ours(run, program_of(network_in(regime)))
    return tuple(simulate(seed) for seed in range(RUNS[regime]))


@cache
def counted_by(rival: str, regime: str) -> tuple[Counts, ...]:
    """What a rival counts, replication by replication."""
    network = network_in(regime)
    return tuple(RIVALS[rival](network, seed) for seed in range(RIVAL_RUNS[regime]))


@pytest.mark.parametrize("regime", list(WEEKS))
@pytest.mark.parametrize("rival", list(RIVALS))
@pytest.mark.parametrize("measure", list(MEASURES))
def test_network_comes_out_alike_in_ours_and_in_a_rival(
    regime: str, rival: str, measure: str
) -> None:
    value = MEASURES[measure]
    agree_with_each_other(
        [value(counts) for counts in counted_by_us(regime)],
        [value(counts) for counts in counted_by(rival, regime)],
        sees=SEES[regime][measure],
        comparisons=COMPARISONS,
    )


@pytest.mark.parametrize("node", range(5))
@pytest.mark.parametrize("rival", list(RIVALS))
def test_each_node_has_as_many_contacts_in_ours_and_in_a_rival(rival: str, node: int) -> None:
    agree_with_each_other(
        [counts.nodes[node].seen / counts.came for counts in counted_by_us(SHORT)],
        [counts.nodes[node].seen / counts.came for counts in counted_by(rival, SHORT)],
        sees=0.08,
        comparisons=COMPARISONS,
    )
