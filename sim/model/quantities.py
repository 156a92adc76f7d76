"""Numbers as people state them: with a range, a unit and a reason.

:class:`Quantity` is a number that we are unsure of; :class:`Varies` is one that differs from
person to person; :class:`Distribution` is a law for something drawn anew each time. None of
them draws anything: ``sim.draws`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

DURATIONS: Final[dict[str, int]] = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}
"""Minutes in one of each unit of time that a file may use for a duration."""

YOURS: Final = "yours: "
"""How the reason of a number begins that somebody filled in on a site's spreadsheet."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a field expects; ``duration`` takes any unit of ``DURATIONS``."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with the range it may lie in, its unit and why we think so."""

    central: float
    """the value used unless a study says otherwise"""
    low: float
    """the lowest value that is still believable"""
    high: float
    """the highest value that is still believable"""
    unit: str = ""
    """the unit, in words"""
    said: str = ""
    """where a source document says it: file and line, such as ``004 L200``"""
    evidence: str = ""
    """the row of ``evidence.csv`` that it comes from"""
    assumed: str = ""
    """why it was assumed, where nothing says it"""

    @property
    def grounds(self) -> str:
        """``said``, ``evidence``, ``assumed``, ``yours`` for a number of a site's spreadsheet, or
        ``none`` where no reason is given."""
        if self.assumed.startswith(YOURS):
            return "yours"
        if self.said:
            return "said"
        if self.evidence:
            return "evidence"
        return "assumed" if self.assumed else "none"

    @property
    def minutes(self) -> float:
        """The central value in minutes; the unit must be a duration."""
        return self.central * DURATIONS[self.unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Varies(Quantity):
    """A number that differs between people like her: triangular from low through central to high.

    The named person herself has the central value.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A law for durations or counts drawn anew each time."""

    kind: Literal["fixed", "exponential", "lognormal"]
    """the law, by its usual name"""
    mean: Quantity
    """its arithmetic mean"""
    cv: Quantity | None = None
    """ratio; coefficient of variation (standard deviation over mean), for lognormal"""
