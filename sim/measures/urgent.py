"""Urgent needs: how long one waits until somebody meets her.

In: her journey in the memory, and rows of levels and contacts. Out: the journey, changed. Functions
that may be compiled (``sim.measures.memory``). A need is urgent when it tips into crisis, or where
it was at level 4 at onset and somebody asks for help with it; one that grows to level 4 while it
waits is not, nor one that nobody has spoken of, for which nobody could come (those are counted as
never told). Its wait lasts until the first contact on the thread that carries it, until it eases
unmet, or until her follow-up ends.
"""

from __future__ import annotations

from typing import Final

from sim.measures.journeys import (
    AT_ONSET,
    JOURNEY_CELLS,
    LEVEL,
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


def asked_when_urgent(memory: Memory, journey: int, needs: int, minute: int) -> None:
    """Help is asked for with needs; those at level 4 since onset are urgent from here on."""
    need = journey + JOURNEY_CELLS
    bit = 1
    while needs:
        if needs & 1 and memory[need + AT_ONSET] == memory[need + LEVEL] == URGENT_LEVEL:
            becomes_urgent(memory, journey, need, bit, minute)
        need += NEED_CELLS
        bit <<= 1
        needs >>= 1


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


TO_COMPILE: Final = (becomes_urgent, asked_when_urgent, eases_unmet, met_when_urgent)
