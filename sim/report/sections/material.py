"""What every section of the page may draw on, and what a section is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.files.local.given import Local
from sim.report.figures.style import Picture
from sim.report.words import people_of, scenario_title, these_personas
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.fitted import Waits
from sim.study.staff import StaffRow

Rows = Sequence[Mapping[str, Any]]
"""Entries as a manifest holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A comparison with all that was run and drawn beside it."""

    beside: Beside
    """the comparison, and what else was run"""
    pictures: Mapping[str, Picture]
    """by name"""
    staff: Sequence[StaffRow]
    cut: str
    """what was left out to save time"""
    again: str
    """how to run it again"""
    changes: Rows = ()
    """what was set by hand (change) and in which scenarios (in)"""
    cards: Rows = ()
    """the cards played"""
    waits: Waits = field(default_factory=Waits)
    """whose waits are fitted"""
    levers: Rows = ()
    """what was pulled where"""
    blanks: Rows = ()
    """what the sources name and do not describe"""
    local: Local | None = None
    """a place's own numbers, and last year's figures"""

    @property
    def comparison(self) -> Comparison:
        """The headline."""
        return self.beside.comparison

    @property
    def against(self) -> str:
        """The title of what the others are held against."""
        return scenario_title(self.comparison, self.comparison.baseline)

    @property
    def options(self) -> list[str]:
        """The titles of the others."""
        return [scenario_title(self.comparison, one) for one in self.comparison.options]

    @property
    def everyone(self) -> str:
        """What all personas together are called: never the place."""
        return these_personas(len(people_of(self.comparison)))


Content = Mapping[str, Any]
"""What a template needs, by name; it also knows ``m``, the material."""


class Section(NamedTuple):
    """One section of the page."""

    name: str
    """its anchor, and the name of its template"""
    title: str
    """its heading; ``{everyone}`` and ``{against}`` are filled in"""
    content: Callable[[Material], Content | None]
    """what its template needs; None leaves the section out"""
