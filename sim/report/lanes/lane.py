"""What a storyboard holds: one person, a lane for each option, the parts of her story.

Goes in and out: frozen data, made by ``sim.report.storyboard`` and drawn or read out from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sim.report.exemplars import PersonKey
from sim.report.storylines import Line


class Part(NamedTuple):
    """A part of her story."""

    chapter: int
    """its position among the persona's chapters"""
    letter: str
    """what stands for it in the picture"""
    name: str
    painful: bool


class Holder(NamedTuple):
    """A team or a record that knows parts of her story at the end."""

    name: str
    knows: Mapping[int, str]
    """how each chapter came to be known: one of ``sim.report.knowing.HOW``"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLane:
    """One option of a board."""

    option: str
    """slug of the scenario"""
    title: str
    """its title on paper"""
    summary: str
    """what it adds up to, with the medians of the people chosen from"""
    lines: tuple[Line, ...]
    about: Mapping[int, str]
    """what travels on each thread, in words"""
    joints: tuple[tuple[int, int, int], ...]
    """where needs go on on another thread: minutes since onset, from which, to which"""
    holders: tuple[Holder, ...]
    """who knows what at the end: teams' notes, then records"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One person in every option."""

    kind: str
    """typical, smoother or harder"""
    title: str
    how_many: str
    """how many journeys are like this one, in a sentence"""
    key: PersonKey
    who: str
    """what she is called"""
    parts: tuple[Part, ...]
    """the parts of her story"""
    days: int
    """days for which she is followed"""
    lanes: tuple[StoryLane, ...]
    starts: date | None = None
    """the date of day 0, where the run has dates"""

    def letters(self, chapters: int) -> str:
        """The letters of chapters, given as bits."""
        return " ".join(part.letter for part in self.parts if chapters >> part.chapter & 1)
