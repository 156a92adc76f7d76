"""Seats: who meets her, among those who could. Luck is drawn only once somebody can be chosen."""

from __future__ import annotations

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import PERSON, POOL_STATE, THREAD, TICKET, WANTED, WORLD
from sim.engines.compiled.kernel.calendars import next_open
from sim.engines.compiled.kernel.counting import last_seen
from sim.engines.compiled.kernel.luck import draw
from sim.engines.compiled.kernel.pools import (
    could_meet,
    fits,
    is_here,
    place_among_free,
    pool,
    pool_of,
    slot_of,
    slots_now,
    team_part,
    worker_at,
)
from sim.engines.compiled.kernel.queues import is_drawn
from sim.engines.compiled.kernel.tickets import is_seated, seat_worker, wanted
from sim.engines.compiled.layouts import CALENDAR, POOL, TEAM
from sim.model.words import WHO

ANY, KNOWN, OWN, HOLDER = range(len(WHO))


@kernel
def person_of(m: Memory, tk: int) -> int:
    """Whose ticket it is."""
    return m[m[tk + TICKET.THREAD] + THREAD.PERSON]


@kernel
def holder_of(m: Memory, p: int) -> int:
    """Her companion, else the worker whom every open thread names as its own; -1 for none."""
    if m[p + PERSON.COMPANION] >= 0:
        return m[p + PERSON.COMPANION]
    count, threads = m[p + PERSON.N_THREADS], m[p + PERSON.THREADS]
    if count == 0:
        return -1
    own = m[m[threads] + THREAD.OWN]
    for i in range(1, count):
        if m[m[threads + i] + THREAD.OWN] != own:
            return -1
    return own


@kernel
def held_up(m: Memory, tk: int) -> bool:
    """Whether it has to wait: its person is with somebody, or its needs are all away."""
    t = m[tk + TICKET.THREAD]
    if t == 0:
        return False
    main = m[t + THREAD.MAIN]
    if m[t + THREAD.NEEDS] == 0 or (main and m[main + THREAD.NEEDS] == 0):
        return True
    busy = m[m[t + THREAD.PERSON] + PERSON.BUSY]
    return bool(m[tk + TICKET.WITH_HER]) and m[tk + TICKET.KEPT] < 0 and bool(busy)


@kernel
def she_could(m: Memory, tk: int) -> bool:
    """Whether only workers are missing."""
    return not held_up(m, tk) and her_hours(m, tk) <= m[WORLD.NOW]


@kernel
def her_hours(m: Memory, tk: int) -> int:
    """The first minute from now on at which she can be met for so long."""
    t = m[tk + TICKET.THREAD]
    now = m[WORLD.NOW]
    if t == 0 or not m[tk + TICKET.WITH_HER] or m[tk + TICKET.KEPT] >= 0 or m[t + THREAD.URGENT]:
        return now
    hours = m[m[t + THREAD.PERSON] + PERSON.HOURS]
    if m[hours + CALENDAR.WHOLE]:
        return now
    return next_open(m, hours, now, m[tk + TICKET.PLANNED])


@kernel
def opens(m: Memory, number: int, planned: int) -> int:
    """The first minute at which a pool that draws its wait can meet somebody so long."""
    if not is_drawn(m, number):
        return m[WORLD.NOW]
    team = m[m[WORLD.POOLS] + number * POOL.SIZE + POOL.TEAM]
    return next_open(m, m[team_part(m, team) + TEAM.CALENDAR], m[WORLD.NOW], planned)


@kernel
def named_is_here(m: Memory, number: int, worker: int, planned: int) -> bool:
    """Whether a worker is named who has not left, and ever has a shift that is long enough."""
    if worker < 0 or pool_of(worker) != number:
        return False
    if m[pool(m, number) + POOL_STATE.DRAWN]:
        return is_here(m, worker)
    return could_meet(m, worker, planned)


@kernel
def fits_now(m: Memory, number: int, slot: int, tk: int, taken: int) -> bool:
    """Whether a free worker's shift is long enough; ``taken`` seats of the ticket are others'."""
    q = pool(m, number)
    if not fits(m, q, slot, m[WORLD.NOW] + m[tk + TICKET.PLANNED]):
        return False
    return not is_seated(m, tk, taken, worker_at(m, number, slot))


@kernel
def count_fitting(m: Memory, number: int, tk: int, taken: int) -> int:
    """How many free workers could meet her for so long."""
    q = pool(m, number)
    count = 0
    for i in range(m[q + POOL_STATE.N_FREE]):
        if fits_now(m, number, m[m[q + POOL_STATE.FREE] + i], tk, taken):
            count += 1
    return count


@kernel
def nth_fitting(m: Memory, number: int, tk: int, taken: int, nth: int) -> int:
    """The nth of them, from 0, in the order of the rota."""
    q = pool(m, number)
    for slot in range(m[q + POOL_STATE.N_SLOTS]):
        if place_among_free(m, q, slot) >= 0 and fits_now(m, number, slot, tk, taken):
            if nth == 0:
                return slot
            nth -= 1
    return -1


@kernel
def is_fitting(m: Memory, number: int, slot: int, tk: int, taken: int) -> bool:
    """Whether this worker is one of them."""
    q = pool(m, number)
    return place_among_free(m, q, slot) >= 0 and fits_now(m, number, slot, tk, taken)


@kernel
def choose(m: Memory, number: int, tk: int, taken: int, who: int) -> int:
    """The worker she knows if free and wanted, else anybody free, by her luck."""
    p = person_of(m, tk)
    if who == KNOWN:
        known = last_seen(m, p, number)
        if known >= 0 and is_here(m, known) and is_fitting(m, number, slot_of(known), tk, taken):
            return slot_of(known)
    fitting = count_fitting(m, number, tk, taken)
    key = m[m[pool(m, number) + POOL_STATE.PART] + POOL.KEY]
    return nth_fitting(
        m, number, tk, taken, int(draw(m, p, purposes.WORKER_CHOICE ^ key) * fitting)
    )


@kernel
def drawn_worker(m: Memory, number: int, tk: int, taken: int) -> int:
    """Who meets her, where the team draws its wait: nobody who is there already."""
    x = m.view(np.float64)
    p = person_of(m, tk)
    known = last_seen(m, p, number)
    own = m[tk + TICKET.OWN]
    own_comes = own >= 0 and pool_of(own) == number and is_here(m, own)
    if own_comes and not is_seated(m, tk, taken, own):
        return own
    q = pool(m, number)
    part = m[q + POOL_STATE.PART]
    key = m[part + POOL.KEY]
    u = draw(m, p, purposes.WORKER_FAMILIAR ^ key)
    familiar = x[team_part(m, m[part + POOL.TEAM]) + TEAM.FAMILIAR]
    if known >= 0 and is_here(m, known) and not is_seated(m, tk, taken, known) and u < familiar:
        return known
    nth = int(draw(m, p, purposes.WORKER_CHOICE ^ key) * _count_others(m, number, tk, taken))
    return _nth_other(m, number, tk, taken, nth)


@kernel
def _count_others(m: Memory, number: int, tk: int, taken: int) -> int:
    """How many of those on the rota are not there already."""
    count = 0
    for slot in range(slots_now(m, pool(m, number))):
        if not is_seated(m, tk, taken, worker_at(m, number, slot)):
            count += 1
    return count


@kernel
def _nth_other(m: Memory, number: int, tk: int, taken: int, nth: int) -> int:
    """The nth of them, from 0."""
    for slot in range(slots_now(m, pool(m, number))):
        worker = worker_at(m, number, slot)
        if not is_seated(m, tk, taken, worker):
            if nth == 0:
                return worker
            nth -= 1
    return -1


@kernel
def drawn_could(m: Memory, number: int, tk: int) -> bool:
    """Whether a pool that draws its wait can take the seats that must be: nobody takes two."""
    if slots_now(m, pool(m, number)) < seats_of(m, tk, number):
        return False
    return opens(m, number, m[tk + TICKET.PLANNED]) <= m[WORLD.NOW]


# Several seats. The ticket's own comes first, then those wanted beside it.


@kernel
def seats_needed(m: Memory, tk: int) -> int:
    """How many seats must be taken."""
    count = 1
    for i in range(m[tk + TICKET.N_BESIDE]):
        if not m[wanted(m, tk, i) + WANTED.IF_FREE]:
            count += 1
    return count


@kernel
def needed_seat(m: Memory, tk: int, place: int) -> tuple[int, int, int]:
    """Of a seat that must be taken: its pool, the worker named or -1, and which worker."""
    if place == 0:
        return m[tk + TICKET.POOL], m[tk + TICKET.OWN], m[tk + TICKET.WHO]
    for i in range(m[tk + TICKET.N_BESIDE]):
        seat = wanted(m, tk, i)
        if not m[seat + WANTED.IF_FREE]:
            place -= 1
            if place == 0:
                return m[seat], m[seat + WANTED.WORKER], m[seat + WANTED.WHO]
    return -1, -1, 0


@kernel
def seats_of(m: Memory, tk: int, number: int) -> int:
    """How many of the seats that must be taken are of one pool."""
    count = 0
    for i in range(seats_needed(m, tk)):
        if needed_seat(m, tk, i)[0] == number:
            count += 1
    return count


@kernel
def _can_meet(m: Memory, tk: int, place: int) -> bool:
    """Whether a seat could be taken now."""
    number, worker, _ = needed_seat(m, tk, place)
    planned = m[tk + TICKET.PLANNED]
    if m[pool(m, number) + POOL_STATE.DRAWN]:
        return drawn_could(m, number, tk)
    if named_is_here(m, number, worker, planned):
        return is_fitting(m, number, slot_of(worker), tk, 0)
    return count_fitting(m, number, tk, 0) >= seats_of(m, tk, number)


@kernel
def has_first(m: Memory, tk: int) -> bool:
    """Whether somebody of its own pool, which is a queue, could meet her now."""
    number, worker, _ = needed_seat(m, tk, 0)
    if named_is_here(m, number, worker, m[tk + TICKET.PLANNED]):
        return is_fitting(m, number, slot_of(worker), tk, 0)
    return count_fitting(m, number, tk, 0) > 0


@kernel
def all_free(m: Memory, tk: int) -> bool:
    """Take a free worker for every seat, if all can meet now; whether they can.

    Workers named come first into ``taken``, so that nobody else is given them; then the seats are
    taken in their order.
    """
    if not she_could(m, tk):
        return False
    count = seats_needed(m, tk)
    for i in range(count):
        if not _can_meet(m, tk, i):
            return False
    planned = m[tk + TICKET.PLANNED]
    chosen = m[WORLD.SCRATCH]
    named = 0
    m[tk + TICKET.N_WORKERS] = 0
    for i in range(count):
        number, worker, _ = needed_seat(m, tk, i)
        if named_is_here(m, number, worker, planned):
            seat_worker(m, tk, worker)
            named += 1
    taken = named
    for i in range(count):
        number, worker, who = needed_seat(m, tk, i)
        if named_is_here(m, number, worker, planned):
            m[chosen + i] = worker
            continue
        m[chosen + i] = _anybody(m, number, tk, taken, who)
        seat_worker(m, tk, m[chosen + i])
        taken += 1
    m[tk + TICKET.N_WORKERS] = 0
    _with_others(m, tk, chosen, count)
    return True


@kernel
def _anybody(m: Memory, number: int, tk: int, taken: int, who: int) -> int:
    """The worker who takes a seat that is nobody's own."""
    if m[pool(m, number) + POOL_STATE.DRAWN]:
        return drawn_worker(m, number, tk, taken)
    return worker_at(m, number, choose(m, number, tk, taken, who))


@kernel
def _with_others(m: Memory, tk: int, chosen: int, count: int) -> None:
    """Seat those chosen and, where they are free, those who may come along, in order of seats.

    Who may come along is none of those seated and none of those still to be seated; these stand
    behind the seated ones while the choice is made.
    """
    planned = m[tk + TICKET.PLANNED]
    seat_worker(m, tk, m[chosen])
    left = 1
    for i in range(m[tk + TICKET.N_BESIDE]):
        seat = wanted(m, tk, i)
        if not m[seat + WANTED.IF_FREE]:
            seat_worker(m, tk, m[chosen + left])
            left += 1
            continue
        found = m[tk + TICKET.N_WORKERS]
        for j in range(left, count):
            seat_worker(m, tk, m[chosen + j])
        taken = m[tk + TICKET.N_WORKERS]
        worker = _if_free(m, tk, seat, taken, planned)
        m[tk + TICKET.N_WORKERS] = found
        if worker >= 0:
            seat_worker(m, tk, worker)


@kernel
def _if_free(m: Memory, tk: int, seat: int, taken: int, planned: int) -> int:
    """The worker of a seat that may stay empty, beside those taken; -1 where it does."""
    number, worker = m[seat], m[seat + WANTED.WORKER]
    if worker >= 0 and not named_is_here(m, number, worker, planned):
        return -1
    if m[pool(m, number) + POOL_STATE.DRAWN]:
        if opens(m, number, planned) > m[WORLD.NOW] or is_seated(m, tk, taken, worker):
            return -1
        if _count_others(m, number, tk, taken) == 0:
            return -1
    elif worker >= 0:
        if not is_fitting(m, number, slot_of(worker), tk, taken):
            return -1
    elif count_fitting(m, number, tk, taken) == 0:
        return -1
    if named_is_here(m, number, worker, planned):
        return worker
    return _anybody(m, number, tk, taken, m[seat + WANTED.WHO])


@kernel
def seat_one(m: Memory, tk: int, worker: int) -> None:
    """Seat the worker of a single ticket, and those who come along if they are free."""
    m[tk + TICKET.N_WORKERS] = 0
    if m[tk + TICKET.N_BESIDE] == 0:
        seat_worker(m, tk, worker)
        return
    chosen = m[WORLD.SCRATCH]
    m[chosen] = worker
    _with_others(m, tk, chosen, 1)
