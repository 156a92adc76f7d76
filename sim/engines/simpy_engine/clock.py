"""Time: whole minutes, and phases within a minute.

A minute has phases in a fixed order, *dispatch* last, and within a phase things happen in the
order of a key (person, thread, kind, need), never in the order in which they were scheduled
(MODEL section 11). SimPy's own plumbing has priorities 0 and 1 and so always settles first.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import simpy

PHASE_BITS = 96


class Phase(IntEnum):
    """What happens within one minute, in this order."""

    CONTACTS_END = 0
    SHIFTS_CHANGE = 1
    LIVES_CHANGE = 2
    PEOPLE_STOP_WAITING = 3
    PAUSES_END = 4
    PEOPLE_ARRIVE = 5
    DISPATCH = 6


Action = Callable[[simpy.Event], None]


class Strike(simpy.Event):
    """An event that happens at a minute and phase; already decided, like a timeout."""

    def __init__(self, clock: Clock, action: Action | None) -> None:
        self.env = clock
        self.callbacks = [] if action is None else [action]
        self._value = None
        self._ok = True


class Clock(simpy.Environment):
    """The environment, with :meth:`at`."""

    @property
    def now(self) -> int:
        """The minute: a whole number, since every delay is one."""
        return self._now  # type: ignore[return-value]

    def at(self, minute: int, phase: Phase, key: int, action: Action | None = None) -> Strike:
        """An event at a minute, phase and key; a process may yield it, or it calls ``action``."""
        strike = Strike(self, action)
        priority = 2 + (phase << PHASE_BITS) + key
        self.schedule(strike, priority, minute - self._now)  # type: ignore[arg-type]
        return strike


def thread_key(person: int, thread: int = 0, kind: int = 0, need: int = 0) -> int:
    """The order within a phase."""
    return ((person << 16 | thread) << 8 | kind) << 8 | need


OTHER_PEOPLE = 1 << 47


def other_key(stream: int, k: int) -> int:
    """The order of one of the other people within a phase: after everybody with a story."""
    return thread_key(OTHER_PEOPLE | stream << 32 | (k & 0xFFFFFFFF))
