"""What people said of ways of organising help, to be held against what the model shows.

It is a test and never an input: nothing here takes part in a run. A statement says which measures
could speak to it, which way, and against what; or why no measure can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.model.words import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """Something that builds a result in, so that finding it says little."""

    on: str
    """what is assumed, in words"""
    path: str = ""
    """where it stands in the scenario; empty where it is how a measure is defined"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One measure that could speak to a statement."""

    measure: str
    """the measure"""
    direction: Literal["lower", "higher"]
    """which way the statement says that it goes"""
    against: tuple[str, ...]
    """the scenarios that it is held against"""
    persona: str = "all"
    """whose row; ``all`` for everybody"""
    rung: Rung = "B"
    """the rung of the ladder on which it is held against the model"""
    rests_on: tuple[Rests, ...] = ()
    """assumptions that build the claimed direction in"""
    note: str = ""
    """what the measure leaves out of the statement"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that people said."""

    said: str
    """source lines"""
    who: str
    """who said it: a table or a group, never a person"""
    statement: str
    """the statement, in our own words"""
    of: tuple[str, ...]
    """the scenarios that it is about"""
    kind: Literal["worry", "strength", "wish", "description"]
    """what it is, as read here; the source does not say"""
    claims: tuple[Claim, ...] = ()
    """the measures that could speak to it"""
    cannot: str = ""
    """why no measure can, where none does"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """What people said at one site."""

    site: str
    """the site"""
    place: str
    """what the site is called on paper"""
    about: str
    """who spoke, where and when"""
    cautions: tuple[str, ...] = ()
    """what to bear in mind when reading them"""
    statements: Mapping[str, Saying]
    """the statements, by slug"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Something that cannot honestly be simulated."""

    cannot: str
    """what, and why not"""
    shown_as: str
    """what stands in its place"""
    said: str
    """source line that raises it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All that cannot honestly be simulated."""

    limits: Mapping[str, Limit]
    """the limits, by slug"""
