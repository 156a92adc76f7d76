"""Cards: changes that a group may play. A card that changes nothing is a blank to fill in.

What a source names but does not describe is an empty card: it says what the source says and what
it does not, and nothing is invented (MODEL section 13: the revised option 3 is lost). A card for
people is a date that is coming in their lives; a card for the system changes it from one counted
week on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.model.people import Coming
from sim.model.scenario import Later


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
    site: str = ""
    """the site whose source names it; empty for what any site may meet"""
    to: tuple[str, ...] = ()
    """the personas to whom it happens; empty for all who have what it changes"""
    happens: Coming | None = None
    """what happens to a person, and how long after onset; of its needs and supporters, those that
    she has"""
    changes: tuple[Later, ...] = ()
    """what changes in the system, and from which counted week"""
    not_in: tuple[str, ...] = ()
    """scenarios in which it cannot be played, because they have nothing that it changes: slugs, or
    ``site/*`` for every one of a site"""
    note: str = ""
    """what was assumed so that it can be played"""

    @property
    def is_blank(self) -> bool:
        """Whether it changes nothing: the group says what it stands for."""
        return self.happens is None and not self.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All cards of a file."""

    cards: Mapping[str, Card]
    """the cards, by slug"""
