"""Waiting in the life of a thread: for the next contact, on the phone, for a while (section 7)."""

from __future__ import annotations

import numpy as np

from sim.draws import exponential
from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.calendars import next_open
from sim.engines.compiled.kernel.clocks import COURSE, DRAWN, PAUSE, QUEUE
from sim.engines.compiled.kernel.dispatching import STARTED
from sim.engines.compiled.kernel.frames import (
    BACK,
    CALL,
    CALLED,
    OVERLAP_CALLED,
    RING,
    RING_BACK,
    RING_CALLED,
    RING_OVER,
    RING_PAUSED,
    SPELL,
    SPELL_OVER,
    WAIT_FOR_CONTACT,
    become,
    call,
    done,
    stay,
)
from sim.engines.compiled.kernel.handing import write_instead
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import draw, mixed
from sim.engines.compiled.kernel.pools import team_part
from sim.engines.compiled.kernel.threads import AWAY, NOT_BACK, end_spell, leave
from sim.engines.compiled.kernel.tickets import end_ticket, new_ticket
from sim.engines.compiled.kernel.waiting import (
    STOPPED_WAITING,
    is_rung,
    name_workers,
    ticket_for,
    wait_for_call,
    wait_for_minutes,
)
from sim.engines.compiled.layouts import ASSUMED, STEP, TEAM
from sim.formulas import whole_minutes
from sim.log import What

HANGS_UP_ROW = int(What.HANGS_UP)


@kernel
def wait_for_contact(m: Memory, t: int, point: int, value: int) -> int:
    """Wait for the next contact of a step: its ticket, or 0 where she stopped waiting."""
    step = m[t + THREAD.PLACE_STEP]
    if point == OVERLAP_CALLED:
        return _without_the_old_worker(m, t, step, value)
    if point != WAIT_FOR_CONTACT:
        return _ring(m, t, step, point, value)
    drawn = m[team_part(m, m[step + STEP.TEAM]) + TEAM.DRAWN]
    kind = COURSE if m[t + THREAD.SESSION] else DRAWN if drawn else QUEUE
    m[t + THREAD.CALL_KIND] = kind
    m[t + THREAD.CALL_STEP] = m[t + THREAD.STEP]
    m[t + THREAD.CALL_WITHIN] = m[t + THREAD.CALL_PATIENCE] = 0
    if m[t + THREAD.OVERLAP_LEFT] > 0:
        m[t + THREAD.CALL_WITHIN] = m[m[WORLD.ASSUMED] + ASSUMED.MEETS_WITHIN]
        tk = ticket_for(m, t, step)
        m[t + THREAD.CALL_TICKET] = tk
        m[t + THREAD.FOR_FIRST] = _second_ticket(m, tk)
        return call(m, t, OVERLAP_CALLED, CALL)
    if is_rung(m, t, step):
        m[t + THREAD.RING_KIND] = kind
        m[t + THREAD.RING_CALL] = 0
        return become(m, t, RING)
    m[t + THREAD.CALL_TICKET] = ticket_for(m, t, step)
    return become(m, t, CALL)


@kernel
def _second_ticket(m: Memory, tk: int) -> int:
    """The same request once more, for nobody in particular: no second delay is drawn."""
    second = new_ticket(m)
    serial = m[second + TICKET.SERIAL]
    for i in range(TICKET.SIZE):
        m[second + i] = m[tk + i]
    m[second + TICKET.SERIAL] = serial
    m[second + TICKET.BESIDE] = m[second + TICKET.N_BESIDE] = m[second + TICKET.JOINT] = 0
    m[second + TICKET.MORE] = m[second + TICKET.ROOM] = 0
    return second


@kernel
def _without_the_old_worker(m: Memory, t: int, step: int, tk: int) -> int:
    """An overlap that cannot be had in time becomes a letter; she keeps her place."""
    second = m[t + THREAD.FOR_FIRST]
    if tk or not m[t + THREAD.OPEN] or m[t + THREAD.SENT_AWAY]:
        end_ticket(m, second)
        return done(m, t, tk)
    m[t + THREAD.OVERLAP_LEFT] = 0
    write_instead(m, t)
    name_workers(m, t, step, second)
    m[t + THREAD.CALL_TICKET] = second
    m[t + THREAD.CALL_WITHIN] = 0
    return become(m, t, CALL)


@kernel
def _ring(m: Memory, t: int, step: int, point: int, value: int) -> int:
    """Ring until somebody answers; after the last call the needs stop waiting (section 7)."""
    if point == RING_PAUSED:
        return call(m, t, RING_BACK, BACK)
    if point == RING_BACK and (not m[t + THREAD.OPEN] or m[t + THREAD.SENT_AWAY]):
        return done(m, t, 0)
    if point == RING_CALLED:
        if value or not m[t + THREAD.OPEN] or m[t + THREAD.SENT_AWAY]:
            return done(m, t, value)
        if not m[t + THREAD.MAIN]:
            log(m, t, HANGS_UP_ROW, -1, 0, 0, m[t + THREAD.CALL_PATIENCE], -1, -1)
        m[t + THREAD.RING_CALL] += 1
        return _next_call(m, t, step)
    if point == RING_OVER:
        if not m[t + THREAD.MAIN] and m[t + THREAD.OPEN] and not m[t + THREAD.SENT_AWAY]:
            leave(m, t, m[t + THREAD.NEEDS], STOPPED_WAITING)
        return done(m, t, 0)
    if point == RING and m[step + STEP.CALLS] <= 0:
        return call(m, t, RING_OVER, BACK)
    return _rings(m, t, step)


@kernel
def _next_call(m: Memory, t: int, step: int) -> int:
    """She rings again while the line is open, or not any more."""
    if m[t + THREAD.RING_CALL] >= m[step + STEP.CALLS]:
        return call(m, t, RING_OVER, BACK)
    now = m[WORLD.NOW]
    calendar = m[team_part(m, m[step + STEP.TEAM]) + TEAM.CALENDAR]
    again_at = now + m[m[WORLD.ASSUMED] + ASSUMED.CALLED_AGAIN_AFTER]
    opens_at = next_open(m, calendar, again_at, m[step + STEP.PLANNED])
    m[t + THREAD.SPELL_KIND] = PAUSE
    m[t + THREAD.SPELL_MINUTES] = opens_at - now
    m[t + THREAD.SPELL_STEP] = m[t + THREAD.STEP]
    return call(m, t, RING_PAUSED, SPELL)


@kernel
def _rings(m: Memory, t: int, step: int) -> int:
    """One call: she holds the line for so many minutes, by her luck."""
    x = m.view(np.float64)
    purpose = mixed(purposes.PATIENCE, m[step + STEP.PURPOSE])
    u = draw(m, m[t + THREAD.PERSON], purpose)
    m[t + THREAD.CALL_PATIENCE] = whole_minutes(exponential(u, x[step + STEP.PATIENCE]))
    m[t + THREAD.CALL_TICKET] = ticket_for(m, t, step)
    m[t + THREAD.CALL_KIND] = m[t + THREAD.RING_KIND]
    m[t + THREAD.CALL_STEP] = m[t + THREAD.STEP]
    m[t + THREAD.CALL_WITHIN] = 0
    return call(m, t, RING_CALLED, CALL)


@kernel
def wait_until(m: Memory, t: int, point: int, value: int) -> int:
    """A spell in a queue, one of known length, or until needs that are away come back."""
    if point == CALL:
        wait_for_call(m, t)
        return stay(m, t, CALLED)
    if point == CALLED:
        end_spell(m, t)
        tk = m[t + THREAD.CALL_TICKET]
        if m[t + THREAD.WAKE] == STARTED:
            return done(m, t, tk)
        end_ticket(m, tk)
        return done(m, t, 0)
    if point == SPELL:
        return stay(m, t, SPELL_OVER) if wait_for_minutes(m, t) else done(m, t, 0)
    if point == SPELL_OVER:
        end_spell(m, t)
        return done(m, t, 0)
    m[t + THREAD.BACK] = NOT_BACK
    if m[t + THREAD.OPEN] and not m[t + THREAD.NEEDS]:
        m[t + THREAD.BACK] = AWAY
        return stay(m, t, BACK)
    return done(m, t, 0)
