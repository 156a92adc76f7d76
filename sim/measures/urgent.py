"""Urgent needs: how long one waits until somebody meets her.

In: her journey in the memory, and rows of levels and contacts. Out: the journey, changed. Functions
that may be compiled (``sim.measures.memory``). A need is urgent at level 4. Its wait lasts until
the first contact on the thread that carries it, or until it eases unmet, or her follow-up ends.
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


def urgency(memory: Memory, journey: int, need: int, bit: int, level: int, minute: int) -> None:
    """The level of a need has changed: it becomes urgent for the first time, or eases unmet."""
    if level == URGENT_LEVEL and memory[need + URGENT_AT] < 0:
        memory[need + URGENT_AT] = minute
        memory[journey + URGENT] |= bit
    elif level < URGENT_LEVEL and memory[journey + URGENT] & bit:
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


TO_COMPILE: Final = (urgency, met_when_urgent)
