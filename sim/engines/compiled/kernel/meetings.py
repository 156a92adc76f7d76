"""Meetings: tickets that need several workers in the same minute, and those kept for them.

They are looked at before single tickets, each in its turn: whoever ranks before it in the queue of
its own pool and can start does so first. One that has waited too long since its first turn at which
somebody was missing keeps the free workers it needs, in order of rank, until all are there (MODEL
section 5).
"""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import PERSON, POOL_STATE, THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.clock import (
    PAUSES_END,
    SHIFTS_CHANGE,
    TOO_LATE,
    TOUCHES,
    order_of,
    plan,
)
from sim.engines.compiled.kernel.memory import list_drop, list_place, list_room
from sim.engines.compiled.kernel.pools import (
    FOREVER,
    fits,
    place_among_free,
    pool,
    remove_free,
    slot_of,
)
from sim.engines.compiled.kernel.seats import (
    drawn_could,
    is_fitting,
    named_is_here,
    needed_seat,
    seats_needed,
    seats_of,
)
from sim.engines.compiled.kernel.tickets import ranks_before
from sim.engines.compiled.layouts import ASSUMED

KIND_TOO_LATE = 2
KEPT, KEPT_BEFORE, NAMED, PICKED = 1, 2, 4, 8
"""What is noted of each place on the rota."""


@kernel
def add_meeting(m: Memory, tk: int) -> None:
    """A ticket waits for its workers, behind those that rank alike."""
    at = list_room(m, WORLD.MEETINGS, 1)
    while at > m[WORLD.MEETINGS] and ranks_before(m, tk, m[at - 1]):
        m[at] = m[at - 1]
        at -= 1
    m[at] = tk


@kernel
def drop_meeting(m: Memory, tk: int) -> bool:
    """It waits no longer; whether it did."""
    place = list_place(m, WORLD.MEETINGS, tk)
    if place < 0:
        return False
    list_drop(m, WORLD.MEETINGS, place, 1)
    return True


@kernel
def takes_turns(m: Memory, tk: int) -> bool:
    """Whether it waits for its turn among those who wait for its own pool.

    Where a team draws its wait nobody is before anybody. An introduction between workers is none of
    the contacts that people wait for.
    """
    return not m[tk + TICKET.MEETING] and not m[pool(m, m[tk + TICKET.POOL]) + POOL_STATE.DRAWN]


@kernel
def turn_in_vain(m: Memory, tk: int) -> None:
    """It is its turn, and another worker is missing. What follows does so from the first."""
    if m[tk + TICKET.TURN] >= 0:
        return
    m[tk + TICKET.TURN] = m[WORLD.NOW]
    if m[tk + TICKET.WITHIN]:
        plan_too_late(m, tk, m[WORLD.NOW] + m[tk + TICKET.WITHIN])


@kernel
def plan_too_late(m: Memory, tk: int, minute: int) -> None:
    """It is given up at this minute, if its workers have not met by then."""
    t = m[tk + TICKET.THREAD]
    who = m[m[t + THREAD.PERSON] + PERSON.NUMBER]
    order = order_of(m[t + THREAD.NUMBER], KIND_TOO_LATE, 0)
    plan(m, minute, PAUSES_END, who, order, TOO_LATE, t, tk, m[tk + TICKET.SERIAL])


@kernel
def has_starved(m: Memory, tk: int) -> bool:
    """Whether it has waited too long for its workers."""
    since = m[tk + TICKET.TURN] if takes_turns(m, tk) else m[tk + TICKET.EARLIEST]
    after = m[m[WORLD.ASSUMED] + ASSUMED.STARVED_AFTER]
    return since >= 0 and m[WORLD.NOW] - since >= after


@kernel
def begin_again(m: Memory) -> bool:
    """Nobody is kept yet at this dispatch; whether anybody was at the last one, which is noted."""
    if not m[WORLD.KEPT_ANY]:
        return False
    for number in range(m[WORLD.N_POOLS]):
        q = pool(m, number)
        for slot in range(m[q + POOL_STATE.N_SLOTS]):
            at = m[q + POOL_STATE.KEPT] + slot
            m[at] = KEPT_BEFORE if m[at] & KEPT else 0
    m[WORLD.KEPT_ANY] = 0
    return True


@kernel
def was_let_go(m: Memory, q: int, slot: int) -> bool:
    """Whether a worker was kept at the last dispatch, is not now, and is free. Asked once."""
    at = m[q + POOL_STATE.KEPT] + slot
    before = m[at] & KEPT_BEFORE
    m[at] &= KEPT
    return bool(before) and not m[at] and place_among_free(m, q, slot) >= 0


@kernel
def keep(m: Memory, tk: int) -> None:
    """Keep the free workers that this one needs, if all could meet before a shift ends."""
    last = FOREVER
    for place in range(seats_needed(m, tk)):
        number = needed_seat(m, tk, place)[0]
        last = min(last, _latest(m, number, tk))
    if last < m[WORLD.NOW]:
        return
    for place in range(seats_needed(m, tk)):
        number = needed_seat(m, tk, place)[0]
        if not _seen_before(m, tk, place, number):
            _keep_of(m, number, tk)
            if last < FOREVER:  # from then on it would keep them in vain
                _plan_look(m, tk, last + 1, number)


@kernel
def _seen_before(m: Memory, tk: int, place: int, number: int) -> bool:
    """Whether an earlier seat is of the same pool."""
    for i in range(place):
        if needed_seat(m, tk, i)[0] == number:
            return True
    return False


@kernel
def _plan_look(m: Memory, tk: int, minute: int, number: int) -> None:
    who, order = m[tk + TICKET.KEY_WHO], m[tk + TICKET.KEY_ORDER]
    plan(m, minute, SHIFTS_CHANGE, who, order, TOUCHES, number, 0, 0)


@kernel
def _could_until(m: Memory, q: int, slot: int, tk: int) -> int:
    """The last minute at which a worker on shift could meet for so long; -1 for not now."""
    now, planned = m[WORLD.NOW], m[tk + TICKET.PLANNED]
    end = m[m[q + POOL_STATE.SHIFT_END] + slot]
    if end <= now or not fits(m, q, slot, now + planned):
        return -1
    return end + m[q + POOL_STATE.OVERRUN] - planned


@kernel
def _note_named(m: Memory, number: int, tk: int) -> int:
    """Note the places of those named for seats of one pool; how many they are."""
    q = pool(m, number)
    count = 0
    for place in range(seats_needed(m, tk)):
        of, worker, _ = needed_seat(m, tk, place)
        if of == number and named_is_here(m, number, worker, m[tk + TICKET.PLANNED]):
            m[m[q + POOL_STATE.KEPT] + slot_of(worker)] |= NAMED
            count += 1
    return count


@kernel
def _forget(m: Memory, q: int) -> None:
    """Nobody is noted as named or picked any more."""
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        m[m[q + POOL_STATE.KEPT] + slot] &= KEPT | KEPT_BEFORE


@kernel
def _latest(m: Memory, number: int, tk: int) -> int:
    """The last minute at which those on shift of one pool could meet; -1 for never."""
    q = pool(m, number)
    if m[q + POOL_STATE.DRAWN]:
        return FOREVER if drawn_could(m, number, tk) else -1
    more = seats_of(m, tk, number) - _note_named(m, number, tk)
    latest = FOREVER
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        if m[m[q + POOL_STATE.KEPT] + slot] & NAMED:
            latest = min(latest, _could_until(m, q, slot, tk))
    for _ in range(more):
        best = _pick(m, q, tk)
        latest = min(latest, best)
    _forget(m, q)
    return latest


@kernel
def _pick(m: Memory, q: int, tk: int) -> int:
    """Pick whoever could meet longest of those not named or picked; until when, or -1."""
    best = best_slot = -1
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        if not m[m[q + POOL_STATE.KEPT] + slot] & (NAMED | PICKED):
            until = _could_until(m, q, slot, tk)
            if until > best:
                best, best_slot = until, slot
    if best_slot >= 0:
        m[m[q + POOL_STATE.KEPT] + best_slot] |= PICKED
    return best


@kernel
def _keep_of(m: Memory, number: int, tk: int) -> None:
    """Keep those named who are free, and as many others who are free as are needed."""
    q = pool(m, number)
    if m[q + POOL_STATE.DRAWN]:
        return
    more = seats_of(m, tk, number) - _note_named(m, number, tk)
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        at = m[q + POOL_STATE.KEPT] + slot
        if m[at] & NAMED:
            if place_among_free(m, q, slot) >= 0:
                m[at] |= PICKED
        elif more > 0 and is_fitting(m, number, slot, tk, 0):
            m[at] |= PICKED
            more -= 1
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        if m[m[q + POOL_STATE.KEPT] + slot] & PICKED:
            _keep_one(m, q, slot)
    _forget(m, q)


@kernel
def _keep_one(m: Memory, q: int, slot: int) -> None:
    if not m[q + POOL_STATE.HAS_BEFORE]:
        m[q + POOL_STATE.HAS_BEFORE] = 1
        m[q + POOL_STATE.N_FREE_BEFORE] = m[q + POOL_STATE.N_FREE]
        for i in range(m[q + POOL_STATE.N_FREE]):
            m[m[q + POOL_STATE.FREE_BEFORE] + i] = m[m[q + POOL_STATE.FREE] + i]
    remove_free(m, q, slot)
    m[m[q + POOL_STATE.KEPT] + slot] |= KEPT
    m[WORLD.KEPT_ANY] = 1


@kernel
def give_kept_back(m: Memory) -> None:
    """After a dispatch those kept are free, in the order in which they became so."""
    for number in range(m[WORLD.N_POOLS]):
        q = pool(m, number)
        if not m[q + POOL_STATE.HAS_BEFORE]:
            continue
        m[q + POOL_STATE.HAS_BEFORE] = 0
        for i in range(m[q + POOL_STATE.N_FREE]):
            m[m[q + POOL_STATE.KEPT] + m[m[q + POOL_STATE.FREE] + i]] |= PICKED
        count = 0
        for i in range(m[q + POOL_STATE.N_FREE_BEFORE]):
            slot = m[m[q + POOL_STATE.FREE_BEFORE] + i]
            if m[m[q + POOL_STATE.KEPT] + slot] & (KEPT | PICKED):
                m[m[q + POOL_STATE.FREE] + count] = slot
                count += 1
        m[q + POOL_STATE.N_FREE] = count
        _forget(m, q)
