"""The network as a scenario of ours: people with one need each, a team and a step for each node.

Goes in: a :class:`~sim.bench.network.Network`. Comes out: a program that any engine runs, and what
its totals say in the words of the bench. A date on the day of onset brings each person to the first
node once, so that nobody comes back. What ours does beside queueing stands in :data:`BESIDE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sim.bench.network import Count, Counts, Network, Node
from sim.engines.protocol import PoolTotals
from sim.files import resolve
from sim.model.words import HANDOFFS, MINUTES_PER_WEEK, NOTICERS, WEEKS_PER_YEAR
from sim.program import Program, compile_program

BESIDE: Final = (
    "a row for everything that happens to a person",
    "luck addressed by person and purpose, so that it is the same in other designs",
    "shifts, and who of the workers met whom",
    "what each worker knows, and notes of each team",
    "handoffs with their kind, acceptance and loss",
    "needs with a level, and whether help reached them",
    "stopping as one clock for each need over all waits",
)
"""What ours carries in the network too, and the rivals' programs do not."""
ALWAYS: Final = "always"


def program_of(network: Network) -> Program:
    """The network as a program."""
    return compile_program(resolve(document(network)))


def document(network: Network) -> dict[str, Any]:
    """The network in the human form of a scenario."""
    numbers = range(network.copies)
    pound = {"central": 1, "low": 1, "high": 1, "price_year": "2023/24"}
    worker = {"hours": 168, "cost_per_hour": pound, "contact_share": 1, "skill": {"otherwise": 1}}
    return {
        "name": "bench/network",
        "title": "A made-up network for timing",
        "reading": {"text": "a network of queues, made up for timing"},
        "window": {
            "start": {"weeks": 0},
            "count": {"weeks": network.weeks - 1},
            "follow": {"weeks": 1},
        },
        "personas": {f"visitor_{number}": _visitor(network, number) for number in numbers},
        "named": False,
        "calendars": {ALWAYS: ALWAYS},
        "organisations": {"made_up": {"title": "Made up"}},
        "roles": {"worker": worker},
        "teams": {_at(node.name, n): _team(node) for n in numbers for node in network.nodes},
        "steps": {
            _at(node.name, n): _step(node, n, first=node is network.nodes[0])
            for n in numbers
            for node in network.nodes
        },
        "doors": {
            **{NOTICERS[n]: _at(network.nodes[0].name, n) for n in numbers},
            "otherwise": _at(network.nodes[0].name, 0),
        },
        "assumptions": _assumptions(network),
    }


def _at(node: str, number: int) -> str:
    return f"{node}_{number}"


def _visitor(network: Network, number: int) -> dict[str, Any]:
    """Somebody who asks for help on the day of onset, and once only."""
    noticer = NOTICERS[number]
    return {
        "name": f"visitor_{number}",
        "title": "A visitor",
        "source": "made up for timing",
        "per_year": network.people_per_week * WEEKS_PER_YEAR,
        "age": 40,
        "site": "nowhere",
        "needs": {"mood": {"domain": "mental", "level": 2}},
        "story": {"why": {"about": "mood", "minutes": 1}},
        "noticers": {noticer: {"per_week": 0}},
        "coming": {
            "asks": {"what": "asks for help", "after": {"minutes": 0}, "noticed_by": [noticer]}
        },
        "trust": 0.5,
        "impatience": 1,
        "consent": 1,
    }


def _team(node: Node) -> dict[str, Any]:
    return {
        "organisation": "made_up",
        "calendar": ALWAYS,
        "staff": {"worker": {"wte": node.workers}},
        "overrun": 0,
    }


def _step(node: Node, number: int, *, first: bool) -> dict[str, Any]:
    """A walk-in contact; only the first could help, and never does, so that all go on."""
    help_in_vain = {"domains": ["mental"], "works": 0, "sessions": 1, "interval": {"days": 7}}
    return {
        "team": _at(node.name, number),
        "minutes": {"lognormal": {"mean": node.minutes, "cv": node.cv}},
        "mode": "drop_in",
        "asks": "all",
        "helps": help_in_vain if first else None,
        "then": [*_rules(node, number), {"end": "declined"}],
    }


def _rules(node: Node, number: int) -> list[dict[str, Any]]:
    """A rule for each way on; each is read by those who took none before it."""
    rules, left = [], 1.0
    for place, chance in node.goes.items():
        rules.append(
            {
                "when": {"chance": chance / left},
                "go": _at(place, number),
                "by": "number_given",
            }
        )
        left -= chance
    return rules


def _assumptions(network: Network) -> dict[str, Any]:
    return {
        "leaving": 0,
        "taking": {"stopping": MINUTES_PER_WEEK / network.patience},
        "handing": {
            "letter_takes": {"minutes": 0},
            "writing": 0,
            "loses": dict.fromkeys(HANDOFFS, 0),
        },
        "lives": {"acts": False},
        "asks_at": dict.fromkeys((*NOTICERS, "otherwise"), ALWAYS),
    }


def counts_of(came: int, pools: Sequence[PoolTotals]) -> Counts:
    """What the totals of an engine's pools say, node by node."""
    nodes = [Count(pool.seen, float(pool.waited), pool.stopped) for pool in pools]
    return Counts(came=came, nodes=nodes)
