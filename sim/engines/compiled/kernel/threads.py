"""Threads: needs that travel together are taken on, leave, come back, and are over."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import CLOCK, PERSON, POOL_STATE, THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.clock import wake, wakes
from sim.engines.compiled.kernel.clocks import (
    level_of,
    rate_changed,
    reconsider_asking,
    reconsider_life,
    run_clock,
)
from sim.engines.compiled.kernel.joining import give_up_place_at, wake_for, withdraw
from sim.engines.compiled.kernel.lists import team_of_pool
from sim.engines.compiled.kernel.logbook import log, log_about
from sim.engines.compiled.kernel.luck import clock_pause
from sim.engines.compiled.kernel.memory import (
    give_back,
    list_add,
    list_drop,
    list_end,
    list_place,
    list_remove,
    reserve,
)
from sim.engines.compiled.kernel.pools import pool, pool_of, slot_of, slots_now, worker_at
from sim.log import JOINED, What
from sim.model.words import HELP_SOUGHT_FROM

ALONGSIDE = int(What.ALONGSIDE)
COMPANION = int(What.COMPANION)
LEFT = int(What.LEFT)
PLACE = int(What.PLACE)
TAKEN_ON = int(What.TAKEN_ON)
WAIT_ENDS = int(What.WAIT_ENDS)
STOPPED, WAS_SENT_AWAY = 2, 5
"""Why a waiting thread is woken; the others are in ``dispatching`` and ``waiting``."""
NOT_BACK, AWAY, COMES_BACK = range(3)
"""Of a thread whose needs are all away: whether it stands still for them."""
RELEASED, GIVEN, NOBODY_HAD_ROOM = range(3)


@kernel
def new_thread(m: Memory, p: int, listed: bool) -> int:
    """A thread without needs yet; what she has alongside another is not listed as hers."""
    t = m[WORLD.FREE_THREADS]
    if t:
        m[WORLD.FREE_THREADS] = m[t + THREAD.NEXT_FREE]
        for i in range(t + 1, t + THREAD.SIZE):
            m[i] = 0
    else:
        t = reserve(m, THREAD.SIZE)
    m[WORLD.SERIAL] += 1
    m[t + THREAD.SERIAL] = m[WORLD.SERIAL]
    m[p + PERSON.THREAD_COUNT] += 1
    m[t + THREAD.NUMBER] = m[p + PERSON.THREAD_COUNT]
    m[t + THREAD.PERSON] = p
    m[t + THREAD.EPISODE] = m[p + PERSON.EPISODE]
    m[t + THREAD.STEP] = m[t + THREAD.WORKER] = m[t + THREAD.OWN] = -1
    m[t + THREAD.INTRODUCED] = m[t + THREAD.FROM_TEAM] = m[t + THREAD.BOUNCE_TO] = -1
    m[t + THREAD.LOST_TO] = m[t + THREAD.OVERLAP_WORKER] = m[t + THREAD.PLACE_OF] = -1
    m[t + THREAD.WAIT_STEP] = m[t + THREAD.KEPT_WORKER] = m[t + THREAD.ACCEPTED] = -1
    m[t + THREAD.LOOKED_AT] = m[t + THREAD.OPEN] = 1
    if listed:
        list_add(m, p + PERSON.THREADS, t)
    return t


@kernel
def end_thread(m: Memory, t: int) -> None:
    """Its life is over: the block is free once no other thread and no worker needs it."""
    if not _is_done(m, t):
        return
    main = m[t + THREAD.MAIN]
    _free_thread(m, t)
    if main:
        m[main + THREAD.REFERENCES] -= 1
        if _is_done(m, main):
            _free_thread(m, main)


@kernel
def _is_done(m: Memory, t: int) -> bool:
    return not (m[t + THREAD.DEPTH] or m[t + THREAD.OPEN] or m[t + THREAD.REFERENCES])


@kernel
def _free_thread(m: Memory, t: int) -> None:
    list_end(m, t + THREAD.ALONGSIDE, 1)
    m[t + THREAD.SERIAL] = 0
    m[t + THREAD.NEXT_FREE] = m[WORLD.FREE_THREADS]
    m[WORLD.FREE_THREADS] = t


@kernel
def give_up_place(m: Memory, t: int) -> None:
    """A thread leaves the team on whose caseload it had a place."""
    team = m[t + THREAD.PLACE_OF]
    if team >= 0:
        log(m, t, PLACE, -1, 0, 0, 0, -1, team)
        give_up_place_at(m, team)
        m[t + THREAD.PLACE_OF] = -1


@kernel
def come_back(m: Memory, t: int) -> None:
    """A thread that stood still since its needs were away goes on."""
    if m[t + THREAD.BACK] == AWAY:
        m[t + THREAD.BACK] = COMES_BACK
        wakes(m, t)
    p = m[t + THREAD.PERSON]
    if not m[p + PERSON.BUSY]:
        wake_for(m, p)


@kernel
def take_on(m: Memory, t: int, needs: int) -> None:
    """These needs travel on this thread from now on."""
    p = m[t + THREAD.PERSON]
    m[t + THREAD.NEEDS] |= needs
    for need in range(m[p + PERSON.N_NEEDS]):
        if needs >> need & 1:
            m[m[p + PERSON.ON_THREAD] + need] = t
    log(m, t, TAKEN_ON, -1, needs)
    for need in range(m[p + PERSON.N_NEEDS]):
        if needs >> need & 1:
            run_clock(m, t, need)
    m[t + THREAD.PLACE_FOR] &= ~needs
    come_back(m, t)
    reconsider_asking(m, p)
    if m[t + THREAD.INTERIM] or m[t + THREAD.SESSION]:
        reconsider_life(m, p)


@kernel
def leave(m: Memory, t: int, needs: int, end: int) -> None:
    """These needs leave this thread; a thread without needs is over."""
    p = m[t + THREAD.PERSON]
    for need in range(m[p + PERSON.N_NEEDS]):
        if needs >> need & 1:
            m[m[p + PERSON.ON_THREAD] + need] = 0
            clock_pause(m, m[p + PERSON.STOPPING] + need * CLOCK.SIZE, m[WORLD.NOW])
    m[t + THREAD.NEEDS] &= ~needs
    log(m, t, LEFT, -1, needs, 0, end)
    if end != JOINED and not m[t + THREAD.NEEDS] and not m[t + THREAD.WAITING]:
        m[t + THREAD.PLACE_FOR] = 0  # it is no place on a list any more
    close_if_empty(m, t)
    if end != JOINED:
        for need in range(m[p + PERSON.N_NEEDS]):
            if needs >> need & 1:
                let_need_go(m, p, t, need)
        reconsider_asking(m, p)
    if m[t + THREAD.INTERIM] or m[t + THREAD.SESSION]:
        reconsider_life(m, p)
    if not m[p + PERSON.N_THREADS]:
        release_companion(m, p)


@kernel
def close_if_empty(m: Memory, t: int) -> None:
    """A thread without needs is over, unless it keeps a place for one that is away."""
    if not m[t + THREAD.NEEDS] and not m[t + THREAD.PLACE_FOR] and m[t + THREAD.OPEN]:
        m[t + THREAD.OPEN] = 0
        list_remove(m, m[t + THREAD.PERSON] + PERSON.THREADS, t)
        finish_alongside(m, t)
        give_up_place(m, t)
        come_back(m, t)


# Needs that are away in a crisis (MODEL section 10)


@kernel
def place_kept(m: Memory, p: int, need: int) -> int:
    """The thread that keeps a place for a need that is away in a crisis; 0 for none."""
    for i in range(m[p + PERSON.N_THREADS]):
        t = m[m[p + PERSON.THREADS] + i]
        if m[t + THREAD.PLACE_FOR] >> need & 1:
            return t
    return 0


@kernel
def let_need_go(m: Memory, p: int, t: int, need: int) -> None:
    """A need has left a thread for good: where a place is kept for it, it goes back there."""
    if level_of(m, p, need) < HELP_SOUGHT_FROM:
        forget_places(m, p, need)
        return
    home = place_kept(m, p, need)
    if home and home != t:
        m[home + THREAD.PLACE_FOR] &= ~(1 << need)
        take_on(m, home, 1 << need)


@kernel
def forget_places(m: Memory, p: int, need: int) -> None:
    """No place is kept for a need any more; a list place that nobody needs is given up."""
    home = place_kept(m, p, need)
    while home:
        m[home + THREAD.PLACE_FOR] &= ~(1 << need)
        close_if_empty(m, home)
        drop_if_empty(m, home)
        home = place_kept(m, p, need)


# Spells that end


@kernel
def end_spell(m: Memory, t: int) -> None:
    """The spell of waiting ends."""
    if not m[t + THREAD.WAITING]:
        return
    now = m[WORLD.NOW]
    m[t + THREAD.WAITING] = 0
    if m[t + THREAD.MAIN]:
        return
    p = m[t + THREAD.PERSON]
    for need in range(m[p + PERSON.N_NEEDS]):
        if m[t + THREAD.NEEDS] >> need & 1:
            clock_pause(m, m[p + PERSON.STOPPING] + need * CLOCK.SIZE, now)
    waited = now - m[t + THREAD.WAIT_SINCE]
    log(m, t, WAIT_ENDS, -1, 0, 0, waited, m[t + THREAD.WAIT_STEP])


@kernel
def drop_if_empty(m: Memory, t: int) -> None:
    """A waiting thread that is over waits no more."""
    if not m[t + THREAD.OPEN]:
        interrupt(m, t, STOPPED, True)


@kernel
def interrupt(m: Memory, t: int, why: int, stopped: bool) -> None:
    """A spell ends before its time: she stopped, or cannot stay where she waits."""
    if not m[t + THREAD.WAITING]:
        return
    end_spell(m, t)
    tk = m[t + THREAD.TICKET]
    if tk and not m[tk + TICKET.GONE]:
        withdraw(m, tk, stopped)
    if m[t + THREAD.WAKES]:
        wake(m, t, why)


# What she has alongside


@kernel
def interim_changed(m: Memory, t: int) -> None:
    """Interim help has begun or ended for a thread."""
    rate_changed(m, t)
    reconsider_life(m, m[t + THREAD.PERSON])


@kernel
def is_over(m: Memory, t: int) -> None:
    """She has it no longer."""
    main = m[t + THREAD.MAIN]
    give_up_place(m, t)
    listed = list_place(m, main + THREAD.ALONGSIDE, t) >= 0
    if m[t + THREAD.BEGUN]:
        m[t + THREAD.BEGUN] = 0
        log(m, t, ALONGSIDE, -1, m[t + THREAD.NEEDS])
        if listed:
            m[main + THREAD.INTERIM] -= 1
            interim_changed(m, main)
    if listed:
        list_remove(m, main + THREAD.ALONGSIDE, t)


@kernel
def finish_alongside(m: Memory, main: int) -> None:
    """All that runs alongside a thread ends; a contact under way ends as it would."""
    count = m[main + THREAD.N_ALONGSIDE]
    if count == 0:
        return
    ending = m[main + THREAD.ALONGSIDE]
    room = m[main + THREAD.CAP_ALONGSIDE]
    m[main + THREAD.ALONGSIDE] = 0
    m[main + THREAD.N_ALONGSIDE] = m[main + THREAD.CAP_ALONGSIDE] = 0
    had = m[main + THREAD.INTERIM]
    m[main + THREAD.INTERIM] = 0
    for i in range(count):
        t = m[ending + i]
        if not m[t + THREAD.MEETING]:
            m[t + THREAD.OPEN] = 0
            interrupt(m, t, STOPPED, False)
            is_over(m, t)
            end_thread(m, t)
    give_back(m, ending, room)
    if had:
        interim_changed(m, main)


# Companions (MODEL section 10)


@kernel
def release_companion(m: Memory, p: int) -> None:
    """No thread is open any more: the companion has room for somebody else."""
    waits_no_more(m, p)
    companion = m[p + PERSON.COMPANION]
    if companion < 0:
        return
    number, slot = pool_of(companion), slot_of(companion)
    log_release(m, p)
    m[p + PERSON.COMPANION] = -1
    q = pool(m, number)
    m[m[q + POOL_STATE.CASELOADS] + slot] -= 1
    if m[q + POOL_STATE.N_COMPANIONS] and slot < slots_now(m, q):
        first = m[m[q + POOL_STATE.COMPANIONS]]
        list_drop(m, q + POOL_STATE.COMPANIONS, 0, 1)
        take_companion(m, first, 0, number, slot)


@kernel
def take_companion(m: Memory, p: int, t: int, number: int, slot: int) -> None:
    """The holder of a place on the rota goes along with her from now on."""
    waits_no_more(m, p)
    m[m[pool(m, number) + POOL_STATE.CASELOADS] + slot] += 1
    m[p + PERSON.COMPANION] = worker_at(m, number, slot)
    team = team_of_pool(m, number)
    log_about(m, p, t, COMPANION, team, m[p + PERSON.COMPANION], 0, GIVEN)


@kernel
def waits_no_more(m: Memory, p: int) -> None:
    """She waits for no companion any more."""
    for number in range(m[WORLD.N_POOLS]):
        list_remove(m, pool(m, number) + POOL_STATE.COMPANIONS, p)


@kernel
def log_release(m: Memory, p: int) -> None:
    """Write that her companion goes along no longer."""
    companion = m[p + PERSON.COMPANION]
    team = team_of_pool(m, pool_of(companion))
    log_about(m, p, 0, COMPANION, team, companion, 0, RELEASED)
