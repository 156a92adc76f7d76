"""Time: whole minutes, and phases within a minute.

A minute has phases in a fixed order, *dispatch* last, and within a phase things happen in the
order of a key (person, thread, kind, need), never in the order in which they were scheduled
(MODEL section 11). SimPy's own plumbing has priorities 0 and 1 and so always settles first.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from heapq import heappop, heappush

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
    """The environment, with :meth:`at` and :meth:`run_to`.

    ``at`` does what ``schedule(event, priority, delay)`` does, with the minute given as such.
    """

    @property
    def now(self) -> int:
        """The minute: a whole number, since every delay is one."""
        return self._now  # type: ignore[return-value]

    def at(self, minute: int, phase: Phase, key: int, action: Action | None = None) -> Strike:
        """An event at a minute, phase and key; a process may yield it, or it calls ``action``."""
        strike = Strike(self, action)
        entry = (minute, 2 + (phase << PHASE_BITS) + key, next(self._eid), strike)
        heappush(self._queue, entry)  # type: ignore[misc]
        return strike

    def run_to(self, until: int) -> None:
        """Run up to a minute, as SimPy's own ``run`` does, with no call made for each event.

        There are a quarter of a million events in a run, and the calls were a twentieth of it.
        """
        queue = self._queue
        while queue and queue[0][0] < until:
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for callback in callbacks:
                callback(event)
            if not event._ok:
                raise event._value
        self._now = until


def thread_key(person: int, thread: int = 0, kind: int = 0, need: int = 0) -> int:
    """The order within a phase."""
    return ((person << 16 | thread) << 8 | kind) << 8 | need


OTHER_PEOPLE = 1 << 47


def other_key(stream: int, k: int) -> int:
    """The order of one of the other people within a phase: after everybody with a story."""
    return thread_key(OTHER_PEOPLE | stream << 32 | (k & 0xFFFFFFFF))
