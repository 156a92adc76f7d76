"""Waiting: spells begin, tickets are written, and she is called or not (MODEL section 7)."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import mix
from sim.engines.compiled.jit import Memory, kernel, signed, unsigned
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import CLOCK, PERSON, THREAD, TICKET, WANTED, WORLD
from sim.engines.compiled.kernel.boundaries import AT_THE_STEP
from sim.engines.compiled.kernel.calendars import next_open
from sim.engines.compiled.kernel.clock import (
    HANGS_UP,
    PAUSES_END,
    PEOPLE_STOP_WAITING,
    SPELL_ENDS,
    order_of,
    plan,
    wake,
)
from sim.engines.compiled.kernel.clocks import SHE_MAY_STOP, SPELL_OF_SERIAL, need_row, rate_changed
from sim.engines.compiled.kernel.companions import companion_of
from sim.engines.compiled.kernel.counting import last_seen
from sim.engines.compiled.kernel.dispatching import STARTED
from sim.engines.compiled.kernel.joining import join, withdraw
from sim.engines.compiled.kernel.lists import AGAIN, DUE, NEW, URGENT, team_of_pool
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import clock_strike, clock_strikes_at, draw, draw_law
from sim.engines.compiled.kernel.meetings import plan_too_late, takes_turns
from sim.engines.compiled.kernel.memory import take
from sim.engines.compiled.kernel.pools import pool_of, team_part
from sim.engines.compiled.kernel.seats import ANY, HOLDER, KNOWN, OWN, holder_of
from sim.engines.compiled.kernel.telling import trust_change
from sim.engines.compiled.kernel.threads import drop_if_empty, leave
from sim.engines.compiled.kernel.tickets import new_ticket, waits_still, wanted
from sim.engines.compiled.layouts import ASSUMED, HELP, NEED, SEAT, STEP, TEAM
from sim.log import What
from sim.model.words import ENDS

TOO_LATE_FOR_IT, HUNG_UP = 3, 4
"""Why a waiting thread is woken; the others are in ``dispatching`` and ``threads``."""
WAIT_BEGINS = int(What.WAIT_BEGINS)
KIND_HANGS_UP = 3
STOPPED_WAITING: Final = ENDS.index("stopped_waiting")


@kernel
def begin_spell(m: Memory, t: int, kind: int, step: int) -> None:
    """A spell of waiting begins."""
    x = m.view(np.float64)
    m[t + THREAD.WAITING] = 1
    m[t + THREAD.WAIT_SINCE] = m[WORLD.NOW]
    m[t + THREAD.WAIT_KIND] = kind
    m[t + THREAD.WAIT_STEP] = step
    m[t + THREAD.SPELL] += 1
    m[t + THREAD.WAKES] = 1
    if m[t + THREAD.MAIN]:  # what she has alongside is no wait of hers
        return
    p = m[t + THREAD.PERSON]
    x[t + THREAD.TRUST_THEN] = trust_change(m, p)
    log(m, t, WAIT_BEGINS, -1, 0, 0, kind, step, -1)
    if SHE_MAY_STOP >> kind & 1:
        rate_changed(m, t)


@kernel
def waits_for_step(m: Memory, t: int, step: int) -> bool:
    """Whether a thread waits for this step and has not begun it; a letter only travels."""
    if not m[t + THREAD.WAITING] or m[t + THREAD.WAIT_STEP] != step or m[t + THREAD.BEGUN]:
        return False
    return bool(AT_THE_STEP >> m[t + THREAD.WAIT_KIND] & 1)


@kernel
def need_stops(m: Memory, t: int, token: int, need: int) -> None:
    """She stops waiting with one need, if this spell still lasts and nothing has slowed it."""
    now = m[t + THREAD.SERIAL] << SPELL_OF_SERIAL | m[t + THREAD.SPELL]
    if token != now or not m[t + THREAD.WAITING] or not m[t + THREAD.NEEDS] >> need & 1:
        return
    p = m[t + THREAD.PERSON]
    clock = m[p + PERSON.STOPPING] + need * CLOCK.SIZE
    if not 0 <= clock_strikes_at(m, clock) <= m[WORLD.NOW]:
        return  # planned when it gathered faster
    purpose = purposes.STOP ^ m[need_row(m, p, need) + NEED.PURPOSE]
    clock_strike(m, clock, m[p + PERSON.LUCK], purpose)
    leave(m, t, 1 << need, STOPPED_WAITING)
    drop_if_empty(m, t)


@kernel
def spell_ends(m: Memory, t: int, serial: int, spell: int) -> None:
    """A spell of known length ends, if it still lasts."""
    if m[t + THREAD.SERIAL] == serial and m[t + THREAD.SPELL] == spell and m[t + THREAD.WAKES]:
        wake(m, t, STARTED)


@kernel
def wait_for_minutes(m: Memory, t: int) -> bool:
    """Begin a spell of known length; whether there is any wait at all. She may stop meanwhile."""
    minutes = m[t + THREAD.SPELL_MINUTES]
    if minutes <= 0:
        return False
    m[t + THREAD.TICKET] = 0
    begin_spell(m, t, m[t + THREAD.SPELL_KIND], m[t + THREAD.SPELL_STEP])
    who = m[m[t + THREAD.PERSON] + PERSON.NUMBER]
    order = order_of(m[t + THREAD.NUMBER], 0, 0)
    serial, spell = m[t + THREAD.SERIAL], m[t + THREAD.SPELL]
    plan(m, m[WORLD.NOW] + minutes, PAUSES_END, who, order, SPELL_ENDS, t, serial, spell)
    return True


@kernel
def wait_for_call(m: Memory, t: int) -> None:
    """Join a queue; with ``within`` or ``patience`` the wait may end without a contact.

    Where it waits for its turn, it is late only so long after its first turn in vain.
    """
    tk = m[t + THREAD.CALL_TICKET]
    m[t + THREAD.TICKET] = tk
    within, patience = m[t + THREAD.CALL_WITHIN], m[t + THREAD.CALL_PATIENCE]
    begin_spell(m, t, m[t + THREAD.CALL_KIND], m[t + THREAD.CALL_STEP])
    if takes_turns(m, tk):
        m[tk + TICKET.WITHIN] = within
    join(m, tk)
    who, number = m[m[t + THREAD.PERSON] + PERSON.NUMBER], m[t + THREAD.NUMBER]
    serial, earliest = m[tk + TICKET.SERIAL], m[tk + TICKET.EARLIEST]
    if within and not takes_turns(m, tk):
        plan_too_late(m, tk, earliest + within)
    if patience:
        order = order_of(number, KIND_HANGS_UP, 0)
        plan(m, earliest + patience, PEOPLE_STOP_WAITING, who, order, HANGS_UP, t, tk, serial)


@kernel
def gives_up_call(m: Memory, t: int, tk: int, serial: int, why: int) -> None:
    """A ticket that was wanted in time is withdrawn, or she hangs up."""
    if waits_still(m, tk, serial) and m[t + THREAD.WAKES]:
        withdraw(m, tk, why == HUNG_UP)
        wake(m, t, why)


# Tickets


@kernel
def ticket_for(m: Memory, t: int, step: int) -> int:
    """What a thread asks of a pool for the next contact of a step."""
    p = m[t + THREAD.PERSON]
    tk = new_ticket(m)
    m[tk + TICKET.THREAD] = t
    m[tk + TICKET.POOL] = number = m[step + STEP.POOL]
    m[tk + TICKET.PLANNED] = m[step + STEP.PLANNED]
    m[tk + TICKET.ORDER] = URGENT
    if not m[step + STEP.URGENT] and not m[t + THREAD.URGENT]:
        order = AGAIN if m[t + THREAD.MISSES] else DUE if m[t + THREAD.SESSION] else NEW
        m[tk + TICKET.ORDER] = order
    earliest = _earliest(m, t, step)
    now = m[WORLD.NOW]
    m[tk + TICKET.EARLIEST] = earliest
    m[tk + TICKET.JOINED] = max(now, earliest) if m[t + THREAD.SESSION] else now
    m[tk + TICKET.KEY_WHO] = m[p + PERSON.NUMBER]
    m[tk + TICKET.KEY_ORDER] = order_of(m[t + THREAD.NUMBER], 0, 0)
    met = m[t + THREAD.INTRODUCED]
    introduced = met >= 0 and pool_of(met) == number
    who = m[step + STEP.WHO]
    m[tk + TICKET.WHO] = KNOWN if who == ANY and introduced else who
    m[tk + TICKET.WITH_HER] = m[step + STEP.WITH_HER]
    m[tk + TICKET.PLACE] = int(_needs_place(m, t, step))
    first = not m[t + THREAD.SESSION] and not m[t + THREAD.MISSES]
    if first and m[step + STEP.YEARLY_LIMIT] >= 0:
        m[tk + TICKET.LIMITED] = m[t + THREAD.STEP]
    name_workers(m, t, step, tk)
    return tk


@kernel
def name_workers(m: Memory, t: int, step: int, tk: int) -> None:
    """Write onto a ticket whom it waits for, and its further seats."""
    own = _whose(m, t, step)
    m[tk + TICKET.OWN] = own
    m[tk + TICKET.SESSION] = m[t + THREAD.SPELL]  # no two tickets of a thread rank alike
    _name_beside(m, t, step, tk, own)


@kernel
def _whose(m: Memory, t: int, step: int) -> int:
    """The worker without whom it cannot start; where her companion works, it is they.

    Who takes over from a companion who has left does so first, and holds her from then on.
    """
    number = m[step + STEP.POOL]
    with_her = m[step + STEP.WITH_HER]
    companion = companion_of(m, m[t + THREAD.PERSON])
    own = _worker_for(m, t, number, m[step + STEP.WHO] if with_her else OWN)
    theirs = with_her and companion >= 0 and pool_of(companion) == number
    return companion if own < 0 and theirs else own


@kernel
def _worker_for(m: Memory, t: int, number: int, who: int) -> int:
    """The worker of a pool without whom a seat stays empty; -1 for anybody."""
    p = m[t + THREAD.PERSON]
    if who == OWN:
        own = m[t + THREAD.OWN]
        return own if own >= 0 and pool_of(own) == number else last_seen(m, p, number)
    if who == HOLDER:
        holder = holder_of(m, p)
        return holder if holder >= 0 and pool_of(holder) == number else -1
    return -1


@kernel
def _name_beside(m: Memory, t: int, step: int, tk: int, own: int) -> None:
    """The further seats; a holder's seat that may stay empty does so where she has none.

    A worker who is there already takes no second seat.
    """
    seats = m[step + STEP.N_BESIDE]
    companion = m[m[t + THREAD.PERSON] + PERSON.COMPANION]
    along = m[step + STEP.WITH_HER] and not m[step + STEP.AT_ONCE]
    along = along and companion >= 0 and pool_of(companion) != m[step + STEP.POOL]
    overlap = m[t + THREAD.OVERLAP_WORKER]
    overlaps = m[t + THREAD.OVERLAP_LEFT] > 0 and overlap != -1 and overlap != own
    if seats == 0 and not along and not overlaps:
        return
    make_room_beside(m, tk, seats + 2)
    for i in range(seats):
        seat = m[step + STEP.BESIDE] + i * SEAT.SIZE
        number, who = m[seat + SEAT.POOL], m[seat + SEAT.WHO]
        worker = _worker_for(m, t, number, who)
        if who != HOLDER or not m[seat + SEAT.IF_FREE] or worker >= 0:
            _want(m, tk, number, worker, m[seat + SEAT.IF_FREE], who, own)
    if along:
        _want(m, tk, pool_of(companion), companion, 1, 0, own)
    if overlaps:
        _want(m, tk, pool_of(overlap), overlap, 0, 0, own)


@kernel
def make_room_beside(m: Memory, tk: int, room: int) -> None:
    """Room on a ticket for so many further seats."""
    m[tk + TICKET.BESIDE] = take(m, room * WANTED.SIZE)
    m[tk + TICKET.MORE] = take(m, room)
    m[tk + TICKET.ROOM] = room


@kernel
def _want(m: Memory, tk: int, number: int, worker: int, if_free: int, who: int, own: int) -> None:
    """One more seat, unless its worker is there already.

    A seat that must be taken goes before one that may stay empty.
    """
    if worker >= 0:
        if worker == own:
            return
        for i in range(m[tk + TICKET.N_BESIDE]):
            seat = wanted(m, tk, i)
            if m[seat + WANTED.WORKER] == worker:
                if if_free or not m[seat + WANTED.IF_FREE]:
                    return
                _drop_seat(m, tk, i)
                break
    want_seat(m, tk, number, worker, if_free, who)


@kernel
def _drop_seat(m: Memory, tk: int, place: int) -> None:
    """A further seat is not wanted any more."""
    m[tk + TICKET.N_BESIDE] -= 1
    for i in range(place, m[tk + TICKET.N_BESIDE]):
        for cell in range(WANTED.SIZE):
            m[wanted(m, tk, i) + cell] = m[wanted(m, tk, i + 1) + cell]


@kernel
def want_seat(m: Memory, tk: int, number: int, worker: int, if_free: int, who: int) -> None:
    """Write a further seat onto a ticket that has room for it."""
    seat = wanted(m, tk, m[tk + TICKET.N_BESIDE])
    m[tk + TICKET.N_BESIDE] += 1
    m[seat + WANTED.POOL] = number
    m[seat + WANTED.WORKER] = worker
    m[seat + WANTED.IF_FREE] = if_free
    m[seat + WANTED.WHO] = who
    if not if_free:
        m[tk + TICKET.JOINT] = 1


@kernel
def _needs_place(m: Memory, t: int, step: int) -> bool:
    """Whether it begins a course that takes a place, and has none with this team."""
    helps = m[step + STEP.HELPS]
    if helps == 0 or not m[helps + HELP.PLACE]:
        return False
    team = m[step + STEP.TEAM]
    return m[team_part(m, team) + TEAM.PLACES] >= 0 and m[t + THREAD.PLACE_OF] != team


@kernel
def is_rung(m: Memory, t: int, step: int) -> bool:
    """Whether she rings for this contact; later sessions are arranged in the first."""
    x = m.view(np.float64)
    first = not m[t + THREAD.SESSION] and not m[t + THREAD.MISSES]
    return x[step + STEP.PATIENCE] > 0.0 and first


@kernel
def _earliest(m: Memory, t: int, step: int) -> int:
    """The first minute at which it could start: notice, delay drawn, session due."""
    now = m[WORLD.NOW]
    team = team_part(m, m[step + STEP.TEAM])
    if m[t + THREAD.MISSES]:
        earliest = now + m[m[WORLD.ASSUMED] + ASSUMED.BOOKED_AGAIN_AFTER]
    elif m[t + THREAD.SESSION]:
        interval = m[m[step + STEP.HELPS] + HELP.INTERVAL]
        earliest = max(now, m[t + THREAD.CONTACT_BEGAN] + interval)
    else:
        earliest = now + m[step + STEP.NOTICE] + _delay(m, t, step)
    if m[team + TEAM.DRAWN] or is_rung(m, t, step):
        return next_open(m, m[team + TEAM.CALENDAR], earliest, m[step + STEP.PLANNED])
    return earliest


@kernel
def _delay(m: Memory, t: int, step: int) -> int:
    """The wait that a team draws: by what the step does, or, pinned, by what the team does."""
    team = team_part(m, m[step + STEP.TEAM])
    if not m[team + TEAM.DRAWN] or m[team + TEAM.DELAY_KIND] < 0 or m[step + STEP.AT_ONCE]:
        return 0
    purpose = m[step + STEP.PURPOSE]
    if m[team + TEAM.PINNED]:
        last = m[t + THREAD.WORKER]
        if last >= 0 and team_of_pool(m, pool_of(last)) == m[step + STEP.TEAM]:
            return 0
        purpose = m[team + TEAM.PURPOSE]
    return _drawn(m, m[t + THREAD.PERSON], purposes.DELAY ^ purpose, team + TEAM.DELAY_KIND)


@kernel
def _drawn(m: Memory, p: int, purpose: int, law: int) -> int:
    """Minutes drawn from a law: four cells, of which the first says its kind."""
    x = m.view(np.float64)
    u = draw(m, p, signed(mix(unsigned(purpose))))
    return int(draw_law(m[law], x[law + 1], x[law + 2], x[law + 3], u))
