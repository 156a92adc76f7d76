"""The parts of a program that are about people, and the laws that all parts share.

Units and −1 as in :mod:`sim.program.parts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sim.model.rosters import Openings


class Law(NamedTuple):
    """A distribution ready to draw from, in minutes."""

    kind: int
    """0 fixed, 1 exponential, 2 lognormal"""
    mean: float
    """minutes"""
    mu: float = 0.0
    """mean of the logarithm, for lognormal"""
    sigma: float = 0.0
    """deviation of the logarithm, for lognormal"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PNeed:
    """A need of a persona."""

    name: str
    domain: int
    low: int
    central: int
    high: int
    present: float
    purpose: int
    easing: tuple[int, ...]
    """hazard per minute in units of 2**-40, by level from 0 to 4; 0 where it cannot"""
    worsening: tuple[int, ...]
    crisis: tuple[int, ...]
    supporter: int
    """position of the supporter whose need it is; −1 for hers"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PSupporter:
    """Somebody in her life."""

    name: str
    present: float
    tells: int
    """bit set of chapters"""
    attending: float
    """log odds"""
    stopping: float
    """ratio"""
    worsening: float
    crisis: float
    needs: int
    """bit set of the needs on which they act"""
    notices: tuple[int, ...]
    tiring: int
    """hazard per minute in units of 2**-40"""
    tired: float
    leaving: int
    own_need: int
    """position of the need that is theirs; −1 for none"""
    purpose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PComing:
    """A date that is coming."""

    name: str
    after: tuple[float, float, float]
    """minutes from onset: low, central, high"""
    raises: tuple[tuple[int, int], ...]
    """(need, level)"""
    lowers: tuple[tuple[int, int], ...]
    supporters_leave: tuple[int, ...]
    supporters_tire: tuple[int, ...]
    moves_to: str
    hours: Openings
    """when she can be met from then on; empty for no change"""
    barriers: tuple[tuple[int, float], ...]
    """(mode, barrier)"""
    noticed_by: tuple[PNoticing, ...]
    """who sees her on that day"""
    purpose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PWish:
    """Something that she wants; −1 or 0 where it names nothing of the kind."""

    modes: int
    """bit set"""
    domains: int
    """bit set"""
    groupings: int
    """bit set"""
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PChapter:
    """A chapter of a persona's story."""

    name: str
    about: int
    """position of the need, −1 for a circumstance"""
    domain: int
    """domain of that need, −1 for a circumstance"""
    low: float
    central: float
    high: float
    hidden: bool
    painful: bool
    told_to: tuple[int, ...]
    """noticers who have heard it"""
    purpose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PNoticing:
    """A noticer of a persona, her own or the system's."""

    noticer: int
    purpose: int
    """what the clocks are drawn by: her own noticer's position, or a key for a reach"""
    per_minute: int
    """hazard in units of 2**-40"""
    needs: int
    """bit set of the needs that this noticer can see"""
    door: int
    """the first step"""
    hours: Openings
    """when an asking can fall"""
    shut: tuple[int, ...]
    """1 for a day on which it cannot, over weeks that begin again; empty for none"""
    age_from: int
    age_to: int
    sites: tuple[str, ...]
    """where she must live to be seen; empty for anywhere"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PPersona:
    """A persona."""

    name: str
    key: int
    per_year: float
    age: tuple[float, float, float]
    site: str
    needs: tuple[PNeed, ...]
    chapters: tuple[PChapter, ...]
    noticings: tuple[PNoticing, ...]
    barriers: tuple[tuple[float, float, float], ...]
    """low, central, high by mode"""
    stigma: tuple[tuple[float, float, float], ...]
    """low, central, high by domain"""
    trust: tuple[float, float, float]
    impatience: tuple[float, float, float]
    consent: float
    told_before: int
    """chapters that somebody has heard before the model meets her"""
    supporters: tuple[PSupporter, ...]
    coming: tuple[PComing, ...]
    wishes: tuple[PWish, ...]
    readiness: tuple[float, float, float]
    hours: Openings
    """when she can be met"""
    distance: Mapping[str, tuple[float, float, float]]
    """low, central, high by place"""
    stated: bool = False
    """whether it is stated when people like her come, in place of being drawn; to play one story"""
    onsets: tuple[int, ...] = ()
    """where it is stated: minute, layer and candidate of each onset, in order, one after another"""

    def chapters_of(self, need: int) -> int:
        """The chapters that are about a need; a bit set."""
        return sum(1 << i for i, chapter in enumerate(self.chapters) if chapter.about == need)
