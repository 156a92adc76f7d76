"""What an appraisal pack holds that no run can give: its frame, and where each part comes from.

Nothing here takes part in a run. It says which factors a board may weigh, how a benefit could be
measured locally, of which groups people must think, and what the model cannot say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.model.words import Domain, Mode

Differs = Literal["age", "site", "distance"]
"""What a group may differ by, beside needs and barriers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One critical success factor."""

    title: str
    """the factor, in plain words"""
    source: str
    """source lines, or the guidance that it comes from"""
    measures: tuple[str, ...] = ()
    """measures that speak to it; empty where none does"""
    note: str = ""
    """what else in the pack speaks to it, or why nothing does"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """One measure shown as a benefit, or as the loss that it may turn out to be."""

    measure: str
    """the measure"""
    locally: str
    """how it could be measured at a place, from which records, and what these leave out"""
    by_persona: bool = False
    """whether every persona's difference is shown too"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A published or reported difference that is no input of the model."""

    what: str
    """what is published or reported, in our own words"""
    said: str = ""
    """source lines"""
    evidence: str = ""
    """the row of ``evidence.csv``"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of people of whom an equality impact must speak."""

    title: str
    """the group, as the law or the people name it"""
    protected: bool = False
    """whether it is one of the nine protected characteristics, or a part of one"""
    differs_by: tuple[Differs, ...] = ()
    """inputs of the personas by which it could differ"""
    domains: tuple[Domain, ...] = ()
    """kinds of need that some personas have and others have not"""
    barriers: tuple[Mode, ...] = ()
    """ways of meeting that put off some personas more than others"""
    gaps: tuple[str, ...] = ()
    """groups of ``gaps.csv`` that speak of it, by how their names begin"""
    means: str = ""
    """what is simulated of it, and what is not, where an input differs by it"""
    known: tuple[Known, ...] = ()
    """differences that are published or reported"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One side of quality."""

    title: str
    """safety, effectiveness, experience"""
    measures: tuple[str, ...] = ()
    """measures that speak to it"""
    cannot: str
    """what of it is not simulated"""
    source: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Something that the model cannot say."""

    text: str
    """what, and why"""
    source: str = ""
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The frame of an appraisal pack."""

    factors: tuple[Factor, ...]
    """critical success factors"""
    benefits: tuple[Benefit, ...]
    """measures shown as benefits, in order"""
    costs: tuple[str, ...]
    """what a board asks of costs beside the yearly bill"""
    own_risks: tuple[str, ...]
    """risks that no run knows, for the board to fill in"""
    groups: tuple[Group, ...]
    """of whom the equality impact speaks"""
    quality: tuple[Quality, ...]
    """of what the quality impact speaks"""
    limits: tuple[Limit, ...]
    """what the model cannot say"""
    sources: tuple[str, ...]
    """the source documents, by the number with which lines of theirs begin"""
    boxes: tuple[str, ...]
    """judgements that are left blank"""
