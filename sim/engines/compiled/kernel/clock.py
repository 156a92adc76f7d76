"""Time: events by minute, phase and key (MODEL section 11), and what happens between two of them.

An event lies in a heap by (minute, phase), the two parts of its key, and the order in which it was
planned. What SimPy settles before the next event stands in two queues here: threads whose life
begins, which go first, and threads that have been woken.
"""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import EVENT, THREAD, WORLD
from sim.engines.compiled.kernel.memory import give_back, take

(
    CONTACTS_END,
    SHIFTS_CHANGE,
    LIVES_CHANGE,
    PEOPLE_STOP_WAITING,
    PAUSES_END,
    PEOPLE_ARRIVE,
    DISPATCH,
) = range(7)
"""The phases of a minute."""
PHASES: Final = 8
ORDER_BITS: Final = 32
"""Of a key: what is beside the person; whose key it is lies above."""
ORDER_MASK: Final = (1 << ORDER_BITS) - 1
(
    PROGRAM_CHANGES,
    SHIFT_CHANGES,
    WORKER_LEAVES,
    YEAR_TURNS,
    FALLS_DUE,
    DISPATCHES,
    HER_HOURS,
    DRAWN_OPENS,
    TOUCHES,
    OTHER_ARRIVES,
    OTHER_STOPS,
    OTHER_LEAVES_PLACE,
    WORKER_FREE,
    ONSET_COMES,
    NEED_STOPS,
    TOO_LATE,
    HANGS_UP,
    KEPT_TOO_LATE,
    SPELL_ENDS,
    CONTACT_ENDS,
    ASKING_STRIKES,
    ASKS,
    LIFE_STRIKES,
    DATE_COMES,
    BIRTHDAY,
    KEPT_LEAVES,
) = range(26)
"""The kinds of event: up to ``WORKER_FREE`` of the floor, the others of a life."""


@kernel
def order_of(thread: int, kind: int, need: int) -> int:
    """The part of a key beside the person: thread, kind, need."""
    return (thread << 8 | kind) << 8 | need


@kernel
def _before(m: Memory, a: int, b: int) -> bool:
    """Whether the event at ``a`` comes before the one at ``b``."""
    if m[a] != m[b]:
        return m[a] < m[b]
    if m[a + EVENT.WHO] != m[b + EVENT.WHO]:
        return m[a + EVENT.WHO] < m[b + EVENT.WHO]
    if m[a + EVENT.ORDER] != m[b + EVENT.ORDER]:
        return m[a + EVENT.ORDER] < m[b + EVENT.ORDER]
    return m[a + EVENT.SEQ] < m[b + EVENT.SEQ]


@kernel
def _copy(m: Memory, a: int, to: int) -> None:
    for i in range(EVENT.SIZE):
        m[to + i] = m[a + i]


@kernel
def plan(
    m: Memory, minute: int, phase: int, who: int, order: int, kind: int, a: int, b: int, c: int
) -> None:
    """An event at a minute, phase and key, with up to three numbers that say of what."""
    count = m[WORLD.N_EVENTS]
    if count + 2 > m[WORLD.CAP_EVENTS]:
        _grow(m)
    base = m[WORLD.EVENTS]
    new = base + (count + 1) * EVENT.SIZE  # one beyond the end: it sinks in from there
    m[new] = minute * PHASES + phase
    m[new + EVENT.WHO] = who
    m[new + EVENT.ORDER] = order
    m[WORLD.SEQ] += 1
    m[new + EVENT.SEQ] = m[WORLD.SEQ]
    m[new + EVENT.KIND] = kind
    m[new + EVENT.A] = a
    m[new + EVENT.B] = b
    m[new + EVENT.C] = c
    place = count
    while place > 0:
        parent = (place - 1) // 2
        if not _before(m, new, base + parent * EVENT.SIZE):
            break
        _copy(m, base + parent * EVENT.SIZE, base + place * EVENT.SIZE)
        place = parent
    _copy(m, new, base + place * EVENT.SIZE)
    m[WORLD.N_EVENTS] = count + 1


@kernel
def _grow(m: Memory) -> None:
    old, room = m[WORLD.EVENTS], m[WORLD.CAP_EVENTS]
    at = take(m, 2 * room * EVENT.SIZE)
    for i in range(room * EVENT.SIZE):
        m[at + i] = m[old + i]
    give_back(m, old, room * EVENT.SIZE)
    m[WORLD.EVENTS] = at
    m[WORLD.CAP_EVENTS] = 2 * room


@kernel
def next_event(m: Memory) -> int:
    """Take the first event; it lies beyond the end until the next one is planned."""
    base = m[WORLD.EVENTS]
    count = m[WORLD.N_EVENTS] - 1
    last = base + count * EVENT.SIZE
    free = base + (count + 1) * EVENT.SIZE
    _copy(m, base, free)
    m[WORLD.N_EVENTS] = count
    place = 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        if child + 1 < count and _before(
            m, base + (child + 1) * EVENT.SIZE, base + child * EVENT.SIZE
        ):
            child += 1
        if not _before(m, base + child * EVENT.SIZE, last):
            break
        _copy(m, base + child * EVENT.SIZE, base + place * EVENT.SIZE)
        place = child
    _copy(m, last, base + place * EVENT.SIZE)
    return free


# Between two events


@kernel
def _line_up(m: Memory, queue: int, t: int) -> None:
    """Put a thread at the end of one of the two queues: four cells of the world."""
    count, room = m[queue + 1], m[queue + 2]
    if count == room:
        old = m[queue]
        at = take(m, 2 * room)
        for i in range(room):
            m[at + i] = m[old + i]
        give_back(m, old, room)
        m[queue] = at
        m[queue + 2] = 2 * room
    m[m[queue] + count] = t
    m[queue + 1] = count + 1


@kernel
def begins(m: Memory, t: int) -> None:
    """The life of this thread begins once what is under way is done."""
    _line_up(m, WORLD.BEGINS, t)


@kernel
def wakes(m: Memory, t: int) -> None:
    """This thread goes on once what is under way is done."""
    _line_up(m, WORLD.WAKES, t)


@kernel
def next_thread(m: Memory) -> int:
    """The thread whose turn it is before the next event; 0 for none."""
    for queue in (WORLD.BEGINS, WORLD.WAKES):
        first = m[queue + 3]
        if first < m[queue + 1]:
            m[queue + 3] = first + 1
            t = m[m[queue] + first]
            if m[queue + 3] == m[queue + 1]:
                m[queue + 1] = m[queue + 3] = 0
            return t
    return 0


@kernel
def wake(m: Memory, t: int, why: int) -> None:
    """Wake a waiting thread, once: ``why`` it waits no longer."""
    m[t + THREAD.WAKES] = 0
    m[t + THREAD.WAKE] = why
    wakes(m, t)
