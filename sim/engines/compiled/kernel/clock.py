"""Time: events by minute, phase and key (MODEL section 11), and what happens between two of them.

An event lies in the list of its day, then of its minute: cells that are near each other are read
sooner. When its minute comes, the events of that minute are put in order: by phase, the two parts
of the key, and the order in which they were planned. What SimPy settles before the next event
stands in two queues here: threads whose life begins, which go first, and threads that have been
woken.
"""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import EVENT, THREAD, WORLD
from sim.engines.compiled.kernel.memory import give_back, list_room, reserve, take
from sim.model.words import MINUTES_PER_DAY

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
SEQ_BITS: Final = 30
"""Of the last part of an event's key: the order in which events were planned."""
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
    """Whether one event of a minute comes before another."""
    if m[a + EVENT.PHASE] != m[b + EVENT.PHASE]:
        return m[a + EVENT.PHASE] < m[b + EVENT.PHASE]
    if m[a + EVENT.WHO] != m[b + EVENT.WHO]:
        return m[a + EVENT.WHO] < m[b + EVENT.WHO]
    return m[a + EVENT.ORDER] < m[b + EVENT.ORDER]


@kernel
def plan(
    m: Memory, minute: int, phase: int, who: int, order: int, kind: int, a: int, b: int, c: int
) -> None:
    """An event at a minute, phase and key, with up to three numbers that say of what.

    Nobody asks for what would happen at the horizon or after it.
    """
    if minute >= m[WORLD.N_MINUTES]:
        return
    e = m[WORLD.FREE_EVENTS]
    if e:
        m[WORLD.FREE_EVENTS] = m[e]
    else:
        e = reserve(m, EVENT.SIZE)
    m[e + EVENT.PHASE] = phase
    m[e + EVENT.WHO] = who
    m[WORLD.SEQ] += 1
    m[e + EVENT.ORDER] = order << SEQ_BITS | m[WORLD.SEQ]
    m[e + EVENT.KIND] = kind
    m[e + EVENT.A] = a
    m[e + EVENT.B] = b
    m[e + EVENT.C] = c
    m[e + EVENT.MINUTE] = minute
    _lay_by(m, e, minute)


@kernel
def _lay_by(m: Memory, e: int, minute: int) -> None:
    """Put an event among those of the minute that is open, of a minute of today, or of a day."""
    if minute == m[WORLD.OPENED]:
        _put(m, e)
        return
    day = minute // MINUTES_PER_DAY
    at = m[WORLD.DAYS] + day
    if day == m[WORLD.TODAY]:
        at = m[WORLD.MINUTES] + minute % MINUTES_PER_DAY
    m[e] = m[at]
    m[at] = e


@kernel
def _put(m: Memory, e: int) -> None:
    """Put an event among those of the minute that is open, a heap of places."""
    place = m[WORLD.N_EVENTS]
    list_room(m, WORLD.EVENTS, 1)
    base = m[WORLD.EVENTS]
    while place > 0:
        parent = (place - 1) // 2
        if not _before(m, e, m[base + parent]):
            break
        m[base + place] = m[base + parent]
        place = parent
    m[base + place] = e


@kernel
def first_event(m: Memory) -> int:
    """The event that comes next, left where it is; 0 for none. Opens its day and minute."""
    minute = m[WORLD.OPENED]
    while m[WORLD.N_EVENTS] == 0:
        minute += 1
        if minute % MINUTES_PER_DAY == 0:
            if minute >= m[WORLD.N_MINUTES]:
                return 0
            _open_day(m, minute // MINUTES_PER_DAY)
        at = m[WORLD.MINUTES] + minute % MINUTES_PER_DAY
        if m[at]:
            m[WORLD.OPENED] = minute
            e = m[at]
            m[at] = 0
            while e:
                after = m[e]
                _put(m, e)
                e = after
    return m[m[WORLD.EVENTS]]


@kernel
def _open_day(m: Memory, day: int) -> None:
    """A day begins: its events are laid by, each for its minute."""
    m[WORLD.TODAY] = day
    e = m[m[WORLD.DAYS] + day]
    while e:
        after = m[e]
        _lay_by(m, e, m[e + EVENT.MINUTE])
        e = after


@kernel
def take_event(m: Memory) -> None:
    """The event that comes next is under way: its block is free, and still holds what it held."""
    base = m[WORLD.EVENTS]
    e = m[base]
    m[e] = m[WORLD.FREE_EVENTS]
    m[WORLD.FREE_EVENTS] = e
    count = m[WORLD.N_EVENTS] - 1
    m[WORLD.N_EVENTS] = count
    last = m[base + count]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        if child + 1 < count and _before(m, m[base + child + 1], m[base + child]):
            child += 1
        if not _before(m, m[base + child], last):
            break
        m[base + place] = m[base + child]
        place = child
    m[base + place] = last


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
