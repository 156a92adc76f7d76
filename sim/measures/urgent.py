"""Urgent needs: how long one waits until somebody meets her.

In: her journey in the memory, and rows of levels and contacts. Out: the journey, changed. Functions
that may be compiled (``sim.measures.memory``). A need is urgent when it tips into crisis, or where
it is at level 4 at onset; one that grows to level 4 while it waits is not. Its wait lasts until the
first contact on the thread that carries it, until it eases unmet, or until her follow-up ends.
"""

from __future__ import annotations

from typing import Final

from sim.measures.journeys import (
    JOURNEY_CELLS,
    NEED_CELLS,
    ON_THREAD,
    URGENT,
    URGENT_AT,
    URGENT_LEVEL,
    URGENT_UNTIL,
)
from sim.measures.memory import Memory


def becomes_urgent(memory: Memory, journey: int, need: int, bit: int, minute: int) -> None:
    """A need tips into crisis; only the first time counts."""
    if memory[need + URGENT_AT] < 0:
        memory[need + URGENT_AT] = minute
        memory[journey + URGENT] |= bit


def eases_unmet(memory: Memory, journey: int, need: int, bit: int, level: int, minute: int) -> None:
    """The level of a need has changed: it may have eased before anybody came."""
    if level < URGENT_LEVEL and memory[journey + URGENT] & bit:
        memory[need + URGENT_UNTIL] = minute
        memory[journey + URGENT] -= bit


def met_when_urgent(memory: Memory, journey: int, thread: int, minute: int) -> None:
    """A contact begins on a thread: urgent needs that it carries are met."""
    need = journey + JOURNEY_CELLS
    bits = memory[journey + URGENT]
    bit = 1
    while bits:
        if bits & 1 and memory[need + ON_THREAD] == thread:
            memory[need + URGENT_UNTIL] = minute
            memory[journey + URGENT] -= bit
        need += NEED_CELLS
        bit <<= 1
        bits >>= 1


TO_COMPILE: Final = (becomes_urgent, eases_unmet, met_when_urgent)
