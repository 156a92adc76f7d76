"""One thing wrong with a value, before the file and line are known, and nearest real names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sim.errors import Fault
from sim.files.reading import Sheet, Trail, dotted

_LISTED_AT_MOST: Final = 14
_SHOWN_AT_MOST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something wrong at the end of a trail; a sheet turns it into a fault."""

    trail: Trail = ()
    """the way to it"""
    found: str = ""
    """what was found, in words"""
    allowed: str = ""
    """what may stand there"""
    mend: str = ""
    """what to do about it"""

    def beneath(self, trail: Trail) -> Trouble:
        """The same trouble, seen from further up."""
        return Trouble(
            trail=(*trail, *self.trail), found=self.found, allowed=self.allowed, mend=self.mend
        )


def fault_of(trouble: Trouble, sheet: Sheet) -> Fault:
    """The fault of a trouble: with the file and line where it stands."""
    place = sheet.place(trouble.trail)
    return Fault(
        file=place.file,
        line=place.line,
        field=dotted(place.trail),
        found=trouble.found,
        allowed=trouble.allowed,
        mend=trouble.mend,
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """The real name most like a word; empty where none is like it."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.55)
    return close[0] if close else ""


def one_of(words: Iterable[str]) -> str:
    """A list of words for a message, cut where it grows too long."""
    listed = list(words)
    shown = ", ".join(listed[:_LISTED_AT_MOST])
    more = len(listed) - _LISTED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown or "nothing yet"


def unknown(trail: Trail, word: str, words: Iterable[str], noun: str) -> Trouble:
    """The trouble of a name that does not exist, with the nearest one that does."""
    listed = list(words)
    near = nearest(word, listed)
    mend = f"did you mean {near}?" if near else f"use a {noun} of the list, or add it"
    return Trouble(trail=trail, found=f"the {noun} {word!r}", allowed=one_of(listed), mend=mend)


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"a mapping with {one_of(map(str, value))}" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    text = repr(value)
    return text if len(text) <= _SHOWN_AT_MOST else text[: _SHOWN_AT_MOST - 1] + "…"
