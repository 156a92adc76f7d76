"""What a measure is, for reader and software alike.

Goes in: a name and words. Comes out: a frozen :class:`MeasureDefinition`. The measures themselves
stand in ``sim.measures.definitions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

from sim.measures.thresholds import thresholds

Kind = Literal["count", "share", "days", "index", "minutes", "hours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    """What a measure is, for reader and software alike."""

    name: str
    """column of the people table"""
    unit: str
    """unit of its mean"""
    title: str
    """plain words for paper"""
    description: str
    """what is counted, from when, and what is left out"""
    wanted: Literal["lower", "higher", ""] = ""
    """which way people want it, where the project says so"""
    family: Literal["primary", "exploratory"] = "exploratory"
    """whether verdicts on it are adjusted together with the other primary ones"""
    kind: Kind = "count"
    """what sort of number it is; decides the smallest difference that matters"""
    restricted: bool = False
    """whether people whom it never reached count with the whole follow-up"""

    @property
    def matters(self) -> float:
        """The smallest difference between two options that matters, in its unit."""
        return thresholds().matters[self.kind]

    @property
    def possible(self) -> tuple[float, float]:
        """The lowest and highest mean there can be, whatever the follow-up."""
        return (0.0, 1.0 if self.kind in ("share", "index") else inf)

    def __str__(self) -> str:
        wish = f"; {self.wanted} is wanted" if self.wanted else ""
        return f"{self.title} ({self.unit}{wish}): {self.description}"


def count(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    """A count per person."""
    return define(name, title, description, unit="per person", kind="count", **more)


def share(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    """A share of people."""
    return define(name, title, description, unit="share of people", kind="share", **more)


def days(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    """Days per person; fewer are wanted unless it says otherwise."""
    known: dict[str, object] = {"unit": "days", "kind": "days", "wanted": "lower"}
    return define(name, title, description, **(known | more))


def define(name: str, title: str, description: str, **more: object) -> MeasureDefinition:
    """Any measure."""
    return MeasureDefinition(name=name, title=title, description=description, **more)  # type: ignore[arg-type]
