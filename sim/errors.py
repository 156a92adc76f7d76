"""What can go wrong, in words a person can act on.

One root, :class:`StoryLanesError`. A :class:`Fault` is one thing wrong in one place; an
:class:`InputError` carries every fault found, so that a person mends a file once, not
once a fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class StoryLanesError(Exception):
    """The root of all errors that the software raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, where it stands, and how to mend it."""

    file: str
    """The file, as the person named it."""
    line: int = 0
    """Line in that file, counted from 1; 0 where it is not known."""
    field: str = ""
    """The path to the field, with dots: ``teams.hub.staff``."""
    found: str = ""
    """The value found, as written."""
    allowed: str = ""
    """What may stand there."""
    mend: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        parts = [f"{where}: {self.field}" if self.field else where]
        if self.found:
            parts.append(f"found {self.found}")
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.mend:
            parts.append(self.mend)
        return "; ".join(parts)


class InputError(StoryLanesError):
    """What a person wrote cannot be used; holds every fault. Exit code 2."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RunError(StoryLanesError):
    """A run could not be finished though the input was right. Exit code 1."""
