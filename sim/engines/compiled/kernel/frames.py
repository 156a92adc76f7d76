"""Where the life of a thread stands: a stack of points, from which it goes on when it is woken.

What is an ordinary process in the SimPy engine is here a stack of the points at which its
generators stand. A part of a life that waits for another part calls it: the point at which it goes
on is kept, and the other part's first point put on top. A part that ends hands back a number.
"""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import THREAD
from sim.engines.compiled.kernel.clock import begins

(
    START,
    BRANCH,
    LIVE,
    LIVE_PUT_OFF,
    LIVE_OFFERED_AGAIN,
    LIVE_TOOK_PLACE,
    LIVE_READ,
    LIVE_MOVE,
    PLACE_AGAIN,
    PLACE_CALLED,
    PLACE_MET,
    PLACE_ELSEWHERE,
    WAIT_FOR_CONTACT,
    OVERLAP_CALLED,
    RING,
    RING_PAUSED,
    RING_BACK,
    RING_CALLED,
    RING_OVER,
    CALL,
    CALLED,
    SPELL,
    SPELL_OVER,
    BACK,
    CONTACT,
    MISS_OVER,
    MEET_OVER,
    CONFER_OVER,
    HAND_ON,
    HAND_MET,
    HAND_SENT,
    HAND_THERE,
    SEND_BACK,
    SENT_BACK,
    SENT_BACK_HERE,
    INTRODUCE,
    INTRODUCE_CALLED,
    INTRODUCED,
    MOVE,
    TOGETHER,
    TOGETHER_CALLED,
    BESIDE,
    BESIDE_AGAIN,
    BESIDE_CALLED,
    BESIDE_MET,
) = range(45)
"""The points at which a life may stand."""
PAUSED: Final = -(1 << 62)
"""Handed back by a part of a life that waits for something to happen."""
NOTHING_YET: Final = -(1 << 61)
"""Handed back by a part that has called another one: that one is next."""


MISSED = -1
"""Handed back by a contact in place of the needs reached, where she did not come."""


@kernel
def call(m: Memory, t: int, then: int, part: int) -> int:
    """Go into another part of a life, and on at ``then`` once it has ended."""
    depth = m[t + THREAD.DEPTH]
    m[t + THREAD.PC_0 + depth - 1] = then
    m[t + THREAD.PC_0 + depth] = part
    m[t + THREAD.DEPTH] = depth + 1
    return NOTHING_YET


@kernel
def become(m: Memory, t: int, part: int) -> int:
    """Go on as another part, to which this one has nothing to add."""
    m[t + THREAD.PC_0 + m[t + THREAD.DEPTH] - 1] = part
    return NOTHING_YET


@kernel
def stay(m: Memory, t: int, point: int) -> int:
    """Wait for something to happen, and go on at a point."""
    m[t + THREAD.PC_0 + m[t + THREAD.DEPTH] - 1] = point
    return PAUSED


@kernel
def done(m: Memory, t: int, value: int) -> int:
    """This part has ended: hand a number back to the part that called it."""
    m[t + THREAD.DEPTH] -= 1
    return value


@kernel
def begin_at(m: Memory, t: int, part: int) -> None:
    """The life of a thread begins with this part, once what is under way is done."""
    m[t + THREAD.DEPTH] = 1
    m[t + THREAD.PC_0] = part
    begins(m, t)


@kernel
def begin_at_door(m: Memory, t: int, door: int) -> None:
    """A thread enters its first step."""
    m[t + THREAD.DOOR] = door
    begin_at(m, t, START)
