"""Dispatch: free workers meet queues, at the end of a minute (MODEL sections 8 and 11)."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import HEAP, PERSON, POOL_STATE, THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.clock import (
    DRAWN_OPENS,
    HER_HOURS,
    PAUSES_END,
    TOUCHES,
    plan,
    wake,
)
from sim.engines.compiled.kernel.counting import count_seen
from sim.engines.compiled.kernel.joining import leave_queue, mark_dirty, plan_for, wake_parked
from sim.engines.compiled.kernel.lists import (
    begins_within_limit,
    count_on_list,
    is_new,
    take_place_at,
    team_of_pool,
)
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.meetings import (
    begin_again,
    drop_meeting,
    give_kept_back,
    has_starved,
    keep,
    takes_turns,
    turn_in_vain,
    was_let_go,
)
from sim.engines.compiled.kernel.memory import list_add_two
from sim.engines.compiled.kernel.others import start_other
from sim.engines.compiled.kernel.pools import (
    could_meet,
    count_begun,
    fits,
    place_among_free,
    pool,
    pool_of,
    remove_free,
    slot_of,
    worker_at,
)
from sim.engines.compiled.kernel.queues import IS_NEW, head, may_start, met, pop, somebody_before
from sim.engines.compiled.kernel.seats import (
    all_free,
    choose,
    drawn_worker,
    has_first,
    held_up,
    her_hours,
    needed_seat,
    opens,
    seat_one,
    seats_needed,
    she_could,
)
from sim.engines.compiled.kernel.tickets import worker_of
from sim.log import What

STARTED = 1
"""Why a thread that waits is woken: a contact starts. The other reasons are in ``waiting``."""
PLACE = int(What.PLACE)


@kernel
def dispatch(m: Memory) -> None:
    """Free workers meet queues: meetings first, then pool by pool in file order."""
    if m[WORLD.N_MEETINGS] or m[WORLD.KEPT_ANY]:
        _dispatch_meetings(m)
    while m[WORLD.N_DIRTY]:
        count = _in_file_order(m)
        for i in range(count):
            number = m[m[WORLD.SORTED_DIRTY] + i]
            m[pool(m, number) + POOL_STATE.DIRTY] = 0
            _dispatch_pool(m, number)
    if m[WORLD.KEPT_ANY]:
        give_kept_back(m)
    m[WORLD.DISPATCH_AT] = -1


@kernel
def _dispatch_meetings(m: Memory) -> None:
    """Meetings of several workers, in their turn, since all must be free in the same minute."""
    some_were_kept = begin_again(m)
    place = 0
    while place < m[WORLD.N_MEETINGS]:
        tk = m[m[WORLD.MEETINGS] + place]
        place += 1
        _look_again(m, tk)
        if takes_turns(m, tk):
            _serve(m, m[tk + TICKET.POOL], tk)
        if not may_start(m, tk):
            continue
        if all_free(m, tk):
            drop_meeting(m, tk)
            place -= 1
            _begin(m, tk)
        elif she_could(m, tk):
            _workers_are_missing(m, tk)
    if some_were_kept:
        for number in range(m[WORLD.N_POOLS]):
            q = pool(m, number)
            for slot in range(m[q + POOL_STATE.N_SLOTS]):
                if was_let_go(m, q, slot):
                    wake_parked(m, number, slot)
                    mark_dirty(m, number)


@kernel
def _in_file_order(m: Memory) -> int:
    """Put the pools to be looked at in order; how many. One that is marked again comes later."""
    count = m[WORLD.N_DIRTY]
    first = m[WORLD.SORTED_DIRTY]
    for i in range(count):
        number = m[m[WORLD.DIRTY] + i]
        place = i
        while place > 0 and m[first + place - 1] > number:
            m[first + place] = m[first + place - 1]
            place -= 1
        m[first + place] = number
    m[WORLD.N_DIRTY] = 0
    return count


@kernel
def _workers_are_missing(m: Memory, tk: int) -> None:
    """It keeps its workers once it has starved, unless somebody before it may need them."""
    is_next = True
    if takes_turns(m, tk):
        if has_first(m, tk):
            turn_in_vain(m, tk)
        else:
            is_next = not somebody_before(m, tk)
    if is_next and has_starved(m, tk):
        keep(m, tk)


@kernel
def _dispatch_pool(m: Memory, number: int) -> None:
    q = pool(m, number)
    if m[q + POOL_STATE.DRAWN]:
        for i in range(m[q + POOL_STATE.N_HEAPS]):
            heap = m[q + POOL_STATE.HEAPS] + i * HEAP.SIZE
            needs = m[heap + HEAP.NEEDS]
            while m[heap + HEAP.N_ENTRIES] and (needs <= IS_NEW or met(m, number, needs)):
                tk = pop(m, heap)
                if tk:
                    _try_drawn(m, number, tk)
        return
    _serve(m, number, 0)


@kernel
def _serve(m: Memory, number: int, before: int) -> None:
    """Free workers of a pool take whoever is first, or all who come before a ticket."""
    q = pool(m, number)
    while m[q + POOL_STATE.N_FREE]:
        tk = head(m, q, number, before)
        if tk == 0:
            return
        slot = _slot_for(m, number, tk)
        if slot >= 0:
            seat_one(m, tk, worker_at(m, number, slot))
            _begin(m, tk)


@kernel
def _slot_for(m: Memory, number: int, tk: int) -> int:
    """A free worker for a ticket, or -1 if it had to be parked."""
    q = pool(m, number)
    ends = m[WORLD.NOW] + m[tk + TICKET.PLANNED]
    if m[tk + TICKET.THREAD] == 0:
        for i in range(m[q + POOL_STATE.N_FREE]):
            slot = m[m[q + POOL_STATE.FREE] + i]
            if fits(m, q, slot, ends):
                return slot
        raise AssertionError("the head of a queue fits somebody's shift")
    if _passed_over(m, tk):
        return -1
    own = m[tk + TICKET.OWN]
    if own >= 0 and could_meet(m, own, m[tk + TICKET.PLANNED]):
        slot = slot_of(own)
        if place_among_free(m, q, slot) >= 0 and fits(m, q, slot, ends):
            return slot
        parked = m[q + POOL_STATE.PARKED] + 3 * slot
        list_add_two(m, parked, tk, m[tk + TICKET.SERIAL])
        return -1
    return choose(m, number, tk, 0, m[tk + TICKET.WHO])


@kernel
def _passed_over(m: Memory, tk: int) -> bool:
    """Whether she cannot come now: busy, away in a crisis, or outside her hours."""
    if held_up(m, tk):
        p = m[m[tk + TICKET.THREAD] + THREAD.PERSON]
        list_add_two(m, p + PERSON.PARKED, tk, m[tk + TICKET.SERIAL])
        return True
    opens_at = her_hours(m, tk)
    if opens_at > m[WORLD.NOW]:
        plan_for(m, tk, opens_at, HER_HOURS)
        return True
    return False


@kernel
def _try_drawn(m: Memory, number: int, tk: int) -> None:
    """A team that draws its wait: anybody on the staff, perhaps the one she knows."""
    if _passed_over(m, tk):
        return
    opens_at = opens(m, number, m[tk + TICKET.PLANNED])
    if opens_at > m[WORLD.NOW]:
        plan_for(m, tk, opens_at, DRAWN_OPENS)
        return
    seat_one(m, tk, drawn_worker(m, number, tk, 0))
    _begin(m, tk)


@kernel
def _look_again(m: Memory, tk: int) -> None:
    """Once her hours begin, or a team opens whose workers have no shifts of their own."""
    opens_at = her_hours(m, tk)
    for place in range(seats_needed(m, tk)):
        number = needed_seat(m, tk, place)[0]
        opens_at = max(opens_at, opens(m, number, m[tk + TICKET.PLANNED]))
    if m[WORLD.NOW] < opens_at and opens_at != m[tk + TICKET.RETRY]:
        m[tk + TICKET.RETRY] = opens_at
        who, order = m[tk + TICKET.KEY_WHO], m[tk + TICKET.KEY_ORDER]
        plan(m, opens_at, PAUSES_END, who, order, TOUCHES, m[tk + TICKET.POOL], 0, 0)


@kernel
def _begin(m: Memory, tk: int) -> None:
    """Seats are taken, the queue is left, the contact starts."""
    leave_queue(m, tk)
    m[tk + TICKET.GONE] = 1
    count_seen(m, tk)
    count_on_list(m, tk, -1)
    if m[tk + TICKET.PLACE]:
        take_place_at(m, team_of_pool(m, m[tk + TICKET.POOL]))
    if m[tk + TICKET.LIMITED] >= 0:
        begins_within_limit(m, m[tk + TICKET.LIMITED])
    for i in range(m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, i)
        q = pool(m, pool_of(worker))
        if not m[q + POOL_STATE.DRAWN]:
            m[m[q + POOL_STATE.BUSY] + slot_of(worker)] = 1
            remove_free(m, q, slot_of(worker))
        if m[q + POOL_STATE.NEW_PARTS] and not m[tk + TICKET.MEETING]:
            count_begun(m, q, m[tk + TICKET.PLANNED], is_new(m, tk))
    t = m[tk + TICKET.THREAD]
    if t == 0:
        start_other(m, tk)
        return
    if m[tk + TICKET.WITH_HER]:
        m[m[t + THREAD.PERSON] + PERSON.BUSY] = 1
    if m[tk + TICKET.PLACE]:
        m[t + THREAD.PLACE_OF] = team_of_pool(m, m[tk + TICKET.POOL])
        log(m, t, PLACE, -1, 0, 0, 1, -1, m[t + THREAD.PLACE_OF])
    wake(m, t, STARTED)
