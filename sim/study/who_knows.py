"""What a number is in plain words, who could know it, and what its value rests on today.

Goes in: ``sim/data/who_knows.yaml`` and scenarios. Comes out: words. A number without an entry
keeps its own name, and nobody is named for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from sim.files import quantities
from sim.files.reading import read_file
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.study.drawing import ranges_of

NAME: Final = "sim/data/who_knows.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A number in plain words."""

    words: str
    """what it is"""
    who: tuple[str, ...]
    """who could know it; empty where nobody was thought of"""


class Held(NamedTuple):
    """What a number is today."""

    quantities: tuple[Quantity, ...]
    """of which it is made: one, or one for each team, step or person that has such a number"""

    @property
    def grounds(self) -> Mapping[str, int]:
        """How many of them rest on each kind of ground."""
        found: dict[str, int] = {}
        for one in self.quantities:
            found[one.grounds] = found.get(one.grounds, 0) + 1
        return found

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of evidence that they come from."""
        return tuple(dict.fromkeys(one.evidence for one in self.quantities if one.evidence))


@cache
def who_knows() -> tuple[Mapping[str, Known], Known]:
    """Every number that is known by name, and what is said of how an option is read."""
    path = Path(__file__).parents[1] / "data" / "who_knows.yaml"
    shipped = read_file(path, NAME).value
    who = shipped["who"]

    def known(entry: Mapping[str, str | Sequence[str]]) -> Known:
        return Known(words=str(entry["words"]), who=tuple(who[name] for name in entry["who"]))

    return {name: known(e) for name, e in shipped["numbers"].items()}, known(shipped["reading"])


def held_today(scenarios: Sequence[Scenario]) -> dict[str, Held]:
    """By number, the quantities of these scenarios that it is made of, each path once."""
    belongs = ranges_of(scenarios).belongs
    found: dict[str, dict[str, Quantity]] = {}
    for scenario in scenarios:
        for path, quantity in quantities(scenario):
            if path in belongs:
                found.setdefault(belongs[path], {}).setdefault(path, quantity)
    return {name: Held(tuple(ones.values())) for name, ones in found.items()}
