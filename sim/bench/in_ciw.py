"""The network as somebody who knows Ciw would write it, with its reneging and its routing matrix.

Ciw is a package of the tests: where it is missing, the bench says so. It draws from Python's global
generator, which it seeds itself. It records a contact when it has ended, so the few that are under
way at the end are not counted.
"""

from __future__ import annotations

from typing import Any

from sim.bench.network import Count, Counts, Network


def simulate(network: Network, seed: int) -> Counts:
    """Run the network in Ciw. Raises ImportError where Ciw is not there."""
    import ciw

    ciw.seed(seed)
    simulation = ciw.Simulation(in_its_words(network))
    simulation.simulate_until_max_time(float(network.horizon))
    counts = Counts(came=0, nodes=[Count() for _ in network.nodes])
    for record in simulation.get_all_records():
        count = counts.nodes[record.node - 1]
        if record.record_type == "service":
            count.seen += 1
            count.waited += record.waiting_time
        else:
            count.stopped += 1
    counts.came = simulation.nodes[0].number_of_individuals
    return counts


def in_its_words(network: Network) -> Any:
    """The network as Ciw's own object; times in minutes, rates by minute."""
    import ciw

    nodes = network.nodes
    comes = ciw.dists.Exponential(1.0 / network.gap)
    return ciw.create_network(
        arrival_distributions=[comes, *(None for _ in nodes[1:])],
        service_distributions=[ciw.dists.Lognormal(node.mu, node.sigma) for node in nodes],
        reneging_time_distributions=[ciw.dists.Exponential(1.0 / network.patience) for _ in nodes],
        number_of_servers=[node.workers for node in nodes],
        routing=[[node.goes.get(other.name, 0.0) for other in nodes] for node in nodes],
    )
