"""Joint draws: every assumption somewhere in its range at once, and one reading of each option.

Goes in: scenarios and second readings. Comes out: draws, each a quantile for every number that is
moved and a reading for every option that has several; and a scenario with its numbers there. A
Latin hypercube: over N draws each number falls once into each Nth of its range.

A *number* is what the table of what most depends on moves: an assumption about everybody, or a kind
of number that many teams, steps or people have. All of one kind go up and down together, in every
scenario alike, because what we do not know is the kind; drawn one by one a hundred of them would
nearly cancel out. It also keeps what is in order in order (level 3 above level 2), since quantiles
of triangular ranges whose ends are in order are in order too.

Not drawn: how many staff there are and what is transferred (the design; ``splits`` divides them
otherwise), the window, how people differ from each other in age and level of need, and what does
not act on the rung. Staff of queued teams keep their share of the work in each draw
(``restaffing``), since that is how they were fitted or set; they are not fitted again, so that a
draw may put today's waits off what was published all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sim.draws import entity_key, name_key, triangular, uniform, world_key
from sim.files import quantities
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.study.moving import with_numbers
from sim.study.sensitivity import numbers_of

STRATUM: Final = name_key("sure:stratum")
WITHIN: Final = name_key("sure:within")
STOPPING: Final = "assumptions.taking.stopping"
OTHER_PEOPLE: Final = r"teams\..*\.other_people\.[^.]+\."
FIRST: Final[Mapping[str, str]] = {
    STOPPING: rf"assumptions\.taking\.stopping|{OTHER_PEOPLE}stopping",
    "people of low need whom a new easy door draws": (
        r"teams\..*\.other_people\.induced_demand\.per_year"
    ),
}
"""Read before what the table of what most depends on moves: other people stop as these do, and
whom a new door draws is no part of whom the teams serve already."""
MORE: Final[Mapping[str, str]] = {
    "how long contacts with other people last": rf"{OTHER_PEOPLE}minutes\..*",
    "time between contacts with other people": rf"{OTHER_PEOPLE}interval",
    "how often other people miss a contact": rf"{OTHER_PEOPLE}missed",
    "lists at the beginning": rf"teams\..*\.waiting_at_start\..*|{OTHER_PEOPLE}under_way",
    "time kept for new people": r"teams\.[^.]+\.new_share",
    "how often a team without a queue gives her a worker she knows": r"teams\.[^.]+\.familiar",
    "minutes past the end of a shift": r"teams\.[^.]+\.overrun",
    "how often a missed contact is booked again": r"teams\.[^.]+\.rebook",
    "places on caseloads": r"teams\..*\.(places|caseload)",
    "what an hour of each role costs": r"teams\..*\.cost_per_hour",
    "time between sessions": r"steps\.[^.]+\.helps\.interval",
    "time to travel": r"steps\.[^.]+\.travel",
    "how soon an offer is made again": r"steps\.[^.]+\.offered_again_after",
    "chances in the rules": r"steps\.[^.]+\.then\..*\.chance",
    "how long a live transfer may wait": r"steps\.[^.]+\.then\..*\.keep",
    "readiness": r"personas\.[^.]+\.readiness",
    "how far places are": r"personas\.[^.]+\.distance\..*",
    "how single needs change by themselves": (
        r"personas\.[^.]+\.needs\.[^.]+\.(easing|worsening|crisis)"
    ),
    "what supporters do": r"personas\.[^.]+\.supporters\..*",
    "what is coming": r"personas\.[^.]+\.coming\..*",
}
"""Kinds of number that joint draws move as well, in words, and the paths that each takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One joint draw."""

    number: int
    """counted from 1"""
    quantiles: Mapping[str, float]
    """by number: how far up its range it lies, between 0 and 1"""
    readings: Mapping[str, str]
    """by option: the scenario in which it is read, itself or a second reading"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Which number each quantity belongs to; the quantities that are not drawn belong to none."""

    names: tuple[str, ...]
    """the numbers that are drawn, in order"""
    belongs: Mapping[str, str]
    """by path"""

    def at(self, scenario: Scenario, draw: Draw) -> Scenario:
        """The scenario with every number where the draw has it; not checked yet."""

        def settle(path: str, quantity: Quantity) -> float:
            name = self.belongs.get(path)
            if name is None:
                return quantity.central
            return triangular(draw.quantiles[name], quantity.low, quantity.central, quantity.high)

        return with_numbers(scenario, settle)


def ranges_of(scenarios: Sequence[Scenario]) -> Ranges:
    """Every number of the scenarios that has a range and acts."""
    numbers = {name: re.compile(pattern) for name, pattern in FIRST.items()}
    for name, pattern in numbers_of(scenarios).items():
        numbers.setdefault(name, pattern)
    numbers |= {name: re.compile(pattern) for name, pattern in MORE.items()}
    belongs: dict[str, str] = {}
    for scenario in scenarios:
        for path, quantity in quantities(scenario):
            if path in belongs or quantity.low == quantity.high:
                continue
            fits = next((name for name, p in numbers.items() if p.fullmatch(path)), None)
            if fits is not None:
                belongs[path] = fits
    there = set(belongs.values())
    return Ranges(names=tuple(name for name in numbers if name in there), belongs=belongs)


def draws_of(
    count: int, names: Sequence[str], readings: Mapping[str, Sequence[str]], seed: int
) -> list[Draw]:
    """So many joint draws. ``readings``: by option, the scenarios in which it may be read.

    A column depends on its own name, the seed and the count only: another number more or less
    moves none of the others. Each reading is drawn equally often, up to one draw.
    """
    columns = {name: _column(name, count, seed) for name in names}
    chosen = {option: _column(f"reading:{option}", count, seed) for option in readings}
    return [
        Draw(
            number=place + 1,
            quantiles={name: column[place] for name, column in columns.items()},
            readings={
                option: those[int(chosen[option][place] * len(those))]
                for option, those in readings.items()
            },
        )
        for place in range(count)
    ]


def _column(name: str, count: int, seed: int) -> list[float]:
    """Quantiles of one number, one for each draw: each Nth of (0, 1) once, in a drawn order."""
    key = entity_key(world_key(seed, 0), name_key(name))
    order = sorted(range(count), key=lambda place: uniform(key, STRATUM, place))
    column = [0.0] * count
    for stratum, place in enumerate(order):
        column[place] = (stratum + uniform(key, WITHIN, place)) / count
    return column
