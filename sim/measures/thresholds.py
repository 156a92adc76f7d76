"""What the measures take as given: thresholds of the method, kept in ``sim/data/measures.yaml``.

Goes in: that file, which ships with the package. Comes out: one frozen :class:`Thresholds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.files.reading import read_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Choices of the method, not facts about a place."""

    matters: Mapping[str, float]
    """smallest difference that matters, in the measure's own unit, by kind of measure"""
    working_days: int
    """days of the week from Monday that have office hours"""
    from_hour: int
    """hour of the day at which office hours begin"""
    to_hour: int
    """hour of the day at which office hours end"""


@cache
def thresholds() -> Thresholds:
    """The thresholds as shipped."""
    path = Path(__file__).parents[1] / "data" / "measures.yaml"
    shipped = read_file(path, "sim/data/measures.yaml").value
    return Thresholds(
        matters={kind: float(least) for kind, least in shipped["matters"].items()},
        **shipped["office_hours"],
    )
