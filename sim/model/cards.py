"""Cards: changes that a group may play. A card without changes is a blank to fill in.

What a source names but does not describe is an empty card: it says what the source says and what
it does not, and nothing is invented (MODEL section 13: the revised option 3 is lost).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that a source says."""

    fact: str
    """what it says, in our own words"""
    said: str
    """source lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A change that a group may play, or a blank."""

    title: str
    """what it is called on paper"""
    said_by_source: tuple[Statement, ...]
    """what the source says about it"""
    not_stated: tuple[str, ...]
    """what the source does not say, and nobody has invented"""
    changes: tuple[str, ...] = ()
    """paths and values that it sets; none for a blank"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All cards of a file."""

    cards: Mapping[str, Card]
    """the cards, by slug"""
