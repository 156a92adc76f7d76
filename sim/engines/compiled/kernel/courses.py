"""The life of a thread, step by step: what waits, meets, is read and goes on (MODEL section 6).

Each function goes on from a point of its part of a life until it waits, ends, or calls another.
"""

from __future__ import annotations

import numpy as np

from sim.draws import exponential
from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.asking import try_step
from sim.engines.compiled.kernel.beside import live_beside
from sim.engines.compiled.kernel.blocks import THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.calendars import next_monday, next_open
from sim.engines.compiled.kernel.clocks import COURSE, DRAWN, PAUSE, QUEUE
from sim.engines.compiled.kernel.contacts import contact, finish_course, reachable
from sim.engines.compiled.kernel.dispatching import STARTED
from sim.engines.compiled.kernel.entering import CLOSED_BY_SERVICE, enter, takes
from sim.engines.compiled.kernel.frames import (
    BACK,
    BRANCH,
    CALL,
    CALLED,
    CONFER_OVER,
    CONTACT,
    HAND_ON,
    HAND_THERE,
    INTRODUCED,
    LIVE,
    LIVE_MOVE,
    LIVE_OFFERED_AGAIN,
    LIVE_PUT_OFF,
    LIVE_READ,
    LIVE_TOOK_PLACE,
    MISSED,
    MOVE,
    OVERLAP_CALLED,
    PAUSED,
    PLACE_AGAIN,
    PLACE_CALLED,
    PLACE_ELSEWHERE,
    PLACE_MET,
    RING,
    RING_BACK,
    RING_CALLED,
    RING_OVER,
    RING_PAUSED,
    SEND_BACK,
    SENT_BACK_HERE,
    SPELL,
    SPELL_OVER,
    START,
    TOGETHER_CALLED,
    WAIT_FOR_CONTACT,
    become,
    call,
    done,
    stay,
)
from sim.engines.compiled.kernel.handing import (
    AT_FIRST_ASSESSMENT,
    COLD,
    hand_on,
    introduce,
    referral_of,
    send_back,
    send_back_from,
    write_instead,
)
from sim.engines.compiled.kernel.keeping import go_together
from sim.engines.compiled.kernel.letting_go import release_workers
from sim.engines.compiled.kernel.lists import step_at
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import draw, mixed
from sim.engines.compiled.kernel.moving import (
    CLOSED,
    ELSEWHERE,
    GONE,
    TOOK_PLACE,
    move,
    read_between,
    read_rules,
)
from sim.engines.compiled.kernel.offering import NOT_NOW, TAKEN, offer, settle_offer
from sim.engines.compiled.kernel.pools import team_part
from sim.engines.compiled.kernel.threads import AWAY, NOT_BACK, end_spell, end_thread, leave
from sim.engines.compiled.kernel.tickets import end_ticket, new_ticket
from sim.engines.compiled.kernel.waiting import (
    STOPPED_WAITING,
    is_rung,
    name_workers,
    ticket_for,
    wait_for_call,
    wait_for_minutes,
)
from sim.engines.compiled.layouts import ASSUMED, HELP, STEP, TEAM
from sim.formulas import whole_minutes
from sim.log import BOUNDARY, What

HANGS_UP_ROW = int(What.HANGS_UP)


@kernel
def go_on_with(m: Memory, t: int) -> None:
    """Go on with the life of a thread until it waits for something, or is over."""
    value = m[t + THREAD.WAKE]
    while m[t + THREAD.DEPTH]:
        value = _part(m, t, m[t + THREAD.PC_0 + m[t + THREAD.DEPTH] - 1], value)
        if value == PAUSED:
            return
    end_thread(m, t)


@kernel
def _part(m: Memory, t: int, point: int, value: int) -> int:
    """One part of a life, by the point at which it stands."""
    if point <= LIVE_MOVE:
        return _live(m, t, point, value)
    if point <= PLACE_ELSEWHERE:
        return _take_place(m, t, point, value)
    if point <= RING_OVER:
        return _wait_for_contact(m, t, point, value)
    if point <= BACK:
        return _wait(m, t, point, value)
    if point <= CONFER_OVER:
        return contact(m, t, point)
    if point <= HAND_THERE:
        return hand_on(m, t, point, value)
    if point <= SENT_BACK_HERE:
        return send_back(m, t, point)
    if point <= INTRODUCED:
        return introduce(m, t, point, value)
    if point == MOVE:
        return move(m, t)
    if point <= TOGETHER_CALLED:
        return go_together(m, t, point, value)
    return live_beside(m, t, point, value)


# From step to step


@kernel
def _live(m: Memory, t: int, point: int, value: int) -> int:
    """Step by step, until no need is left."""
    if point == START:
        _enter_door(m, t)
    elif point == BRANCH:
        return call(m, t, LIVE, MOVE)
    elif point == LIVE_PUT_OFF:
        return call(m, t, LIVE_OFFERED_AGAIN, BACK)
    elif point == LIVE_OFFERED_AGAIN:
        if m[t + THREAD.OPEN] and not m[t + THREAD.SENT_AWAY]:
            offer(m, t, m[t + THREAD.LIFE_STEP])
            settle_offer(m, t, m[t + THREAD.LIFE_STEP])
    elif point == LIVE_TOOK_PLACE or point == LIVE_READ:
        if point == LIVE_TOOK_PLACE and m[t + THREAD.ATTENDED] != TOOK_PLACE:
            m[t + THREAD.ATTENDED] = value
        return _after_step(m, t, point)
    elif point == LIVE_MOVE:
        return _go_on(m, t)
    return _begin_step(m, t)


@kernel
def _enter_door(m: Memory, t: int) -> None:
    """The first step of a thread."""
    door = m[t + THREAD.DOOR]
    if takes(m, t, door):
        enter(m, t, door)
    else:
        m[t + THREAD.STEP] = door
        try_step(m, m[t + THREAD.PERSON], door)
        leave(m, t, m[t + THREAD.NEEDS], CLOSED_BY_SERVICE)


@kernel
def _begin_step(m: Memory, t: int) -> int:
    """The step at which a thread stands: it is sent away, answers an offer, waits or meets."""
    while m[t + THREAD.OPEN]:
        step = step_at(m, m[t + THREAD.STEP])
        m[t + THREAD.LIFE_STEP] = step
        if m[t + THREAD.SENT_AWAY]:
            if _send_away(m, t, step):
                return call(m, t, LIVE, HAND_ON)
        elif m[t + THREAD.ANSWER] == NOT_NOW:
            m[t + THREAD.SPELL_KIND] = PAUSE
            m[t + THREAD.SPELL_MINUTES] = m[step + STEP.OFFERED_AGAIN_AFTER]
            m[t + THREAD.SPELL_STEP] = m[t + THREAD.STEP]
            return call(m, t, LIVE_PUT_OFF, SPELL)
        elif m[t + THREAD.ANSWER]:
            if _offered_instead(m, t, step):
                return call(m, t, LIVE, HAND_ON)
        elif m[step + STEP.PAUSE] >= 0:
            m[t + THREAD.ATTENDED] = TOOK_PLACE
            m[t + THREAD.SPELL_KIND] = PAUSE
            m[t + THREAD.SPELL_MINUTES] = _pause_ends(m, step) - m[WORLD.NOW]
            m[t + THREAD.SPELL_STEP] = m[t + THREAD.STEP]
            return call(m, t, LIVE_TOOK_PLACE, SPELL)
        else:
            m[t + THREAD.ATTENDED] = GONE
            m[t + THREAD.PLACE_STEP] = step
            m[t + THREAD.REACHED] = 0
            return call(m, t, LIVE_TOOK_PLACE, PLACE_AGAIN)
    return done(m, t, 0)


@kernel
def _pause_ends(m: Memory, step: int) -> int:
    """The minute at which a pause ends that begins now: its minutes, an opening, a Monday."""
    ends = m[WORLD.NOW] + m[step + STEP.PAUSE]
    if m[step + STEP.UNTIL]:
        ends = next_open(m, m[step + STEP.UNTIL], ends, 0)
    if m[step + STEP.UNTIL_WEEK] >= 0:
        ends = next_monday(m[step + STEP.UNTIL_WEEK], ends)
    return ends


@kernel
def _send_away(m: Memory, t: int, step: int) -> bool:
    """Whether what a boundary sent away is handed on; else the service closes."""
    m[t + THREAD.SENT_AWAY] = m[t + THREAD.ANSWER] = m[t + THREAD.PLACE_FOR] = 0
    rule = m[team_part(m, m[step + STEP.TEAM]) + TEAM.AT_BOUNDARY]
    if rule == 0:
        leave(m, t, m[t + THREAD.NEEDS], CLOSED_BY_SERVICE)
        return False
    referral_of(m, t, rule, step, BOUNDARY)
    return True


@kernel
def _offered_instead(m: Memory, t: int, step: int) -> bool:
    """She has refused and is offered something else: whether another team hands it to her."""
    m[t + THREAD.ANSWER] = TAKEN
    instead = m[step + STEP.OFFERED_INSTEAD]
    if m[step_at(m, instead) + STEP.TEAM] == m[step + STEP.TEAM]:
        enter(m, t, instead)
        return False
    m[t + THREAD.GO] = instead
    m[t + THREAD.BY] = COLD
    m[t + THREAD.IF_BOUNCED] = m[t + THREAD.IF_LOST] = m[t + THREAD.AS_KIND] = -1
    m[t + THREAD.WITH_LINK] = m[t + THREAD.HAS_LATENT] = 0
    m[t + THREAD.FROM_STEP] = step
    return True


@kernel
def _after_step(m: Memory, t: int, point: int) -> int:
    """A step is over: the rules are read, once needs that were away are back."""
    if point == LIVE_TOOK_PLACE and not m[t + THREAD.NEEDS]:
        release_workers(m, t, 0)
        return call(m, t, LIVE_READ, BACK)
    sent_away = m[t + THREAD.OPEN] and m[t + THREAD.SENT_AWAY]
    if not sent_away and m[t + THREAD.BOUNCED]:
        m[t + THREAD.BOUNCED] = 0
        release_workers(m, t, 0)
        send_back_from(m, t, m[m[t + THREAD.LIFE_STEP] + STEP.TEAM], AT_FIRST_ASSESSMENT)
        return call(m, t, LIVE, SEND_BACK)
    if not sent_away and m[t + THREAD.NEEDS] and m[t + THREAD.ATTENDED] != ELSEWHERE:
        return become(m, t, LIVE_MOVE)
    release_workers(m, t, 0)
    return become(m, t, LIVE)


@kernel
def _go_on(m: Memory, t: int) -> int:
    """The rules of a step that is over say where the needs go."""
    if read_rules(m, t, m[t + THREAD.LIFE_STEP], m[t + THREAD.ATTENDED]):
        return call(m, t, LIVE, MOVE)
    return become(m, t, LIVE)


# A step takes place, session by session


@kernel
def _take_place(m: Memory, t: int, point: int, value: int) -> int:
    """Wait and meet, again for each session. Says whether it took place."""
    step = m[t + THREAD.PLACE_STEP]
    if point == PLACE_AGAIN:
        tk = m[t + THREAD.READY]
        m[t + THREAD.READY] = 0
        if tk == 0:
            return call(m, t, PLACE_CALLED, WAIT_FOR_CONTACT)
        value = tk
        point = PLACE_CALLED
    if point == PLACE_CALLED:
        if value == 0:
            return done(m, t, GONE)
        m[t + THREAD.CONTACT_TICKET] = value
        return call(m, t, PLACE_MET, CONTACT)
    if point == PLACE_ELSEWHERE:
        return done(m, t, ELSEWHERE)
    if value == MISSED:
        if not m[t + THREAD.OPEN] or m[t + THREAD.SENT_AWAY]:
            return done(m, t, GONE)
        if m[t + THREAD.MISSES] > m[team_part(m, m[step + STEP.TEAM]) + TEAM.REBOOK]:
            return done(m, t, CLOSED)
        return become(m, t, PLACE_AGAIN)
    m[t + THREAD.REACHED] |= value
    return _after_session(m, t, step)


@kernel
def _after_session(m: Memory, t: int, step: int) -> int:
    """A session is over: whether the course goes on, and where the rules lead meanwhile."""
    goes_on = m[t + THREAD.OPEN] and not m[t + THREAD.BOUNCED] and _course_goes_on(m, t, step)
    if goes_on:
        read = read_between(m, t, step)
        if read == 2:
            return call(m, t, PLACE_ELSEWHERE, MOVE)
        if read == 1:
            return done(m, t, ELSEWHERE)
        if _course_goes_on(m, t, step):
            release_workers(m, t, 0)
            return become(m, t, PLACE_AGAIN)
    finish_course(m, t, step, m[t + THREAD.REACHED])
    return done(m, t, TOOK_PLACE if m[t + THREAD.OPEN] else GONE)


@kernel
def _course_goes_on(m: Memory, t: int, step: int) -> bool:
    """Whether a further session of the course is due."""
    helps = m[step + STEP.HELPS]
    if helps == 0 or m[t + THREAD.SESSION] >= m[helps + HELP.SESSIONS]:
        return False
    return (reachable(m, t, step) | m[t + THREAD.REACHED] & m[t + THREAD.NEEDS]) != 0


# Waiting for the next contact


@kernel
def _wait_for_contact(m: Memory, t: int, point: int, value: int) -> int:
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
            log(m, t, HANGS_UP_ROW, -1, 0, 0, m[t + THREAD.CALL_PATIENCE])
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
def _wait(m: Memory, t: int, point: int, value: int) -> int:
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
