"""The life of a thread, step by step: what waits, meets, is read and goes on (MODEL section 6).

Each function goes on from a point of its part of a life until it waits, ends, or calls another.
"""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import takes_place, try_step
from sim.engines.compiled.kernel.beside import live_beside
from sim.engines.compiled.kernel.blocks import THREAD, WORLD
from sim.engines.compiled.kernel.calendars import next_monday, next_open
from sim.engines.compiled.kernel.calling import wait_for_contact, wait_until
from sim.engines.compiled.kernel.clocks import PAUSE
from sim.engines.compiled.kernel.contacts import contact, finish_course, reachable
from sim.engines.compiled.kernel.entering import CLOSED_BY_SERVICE, enter, takes
from sim.engines.compiled.kernel.frames import (
    BACK,
    BRANCH,
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
    PAUSED,
    PLACE_AGAIN,
    PLACE_CALLED,
    PLACE_ELSEWHERE,
    PLACE_MET,
    RING_OVER,
    SEND_BACK,
    SENT_BACK_HERE,
    SPELL,
    START,
    TOGETHER_CALLED,
    WAIT_FOR_CONTACT,
    become,
    call,
    done,
)
from sim.engines.compiled.kernel.handing import (
    AT_FIRST_ASSESSMENT,
    COLD,
    hand_on,
    introduce,
    referral_of,
    send_back,
    send_back_from,
)
from sim.engines.compiled.kernel.keeping import go_together
from sim.engines.compiled.kernel.letting_go import release_workers
from sim.engines.compiled.kernel.lists import step_at
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
from sim.engines.compiled.kernel.threads import end_thread, leave
from sim.engines.compiled.layouts import HELP, STEP, TEAM
from sim.log import BOUNDARY


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
        return wait_for_contact(m, t, point, value)
    if point <= BACK:
        return wait_until(m, t, point, value)
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
            takes_place(m, m[t + THREAD.PERSON], m[t + THREAD.STEP])
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
