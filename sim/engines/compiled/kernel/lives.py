"""Lives: needs ease, worsen and become urgent; supporters tire and leave; dates come; people age.

What strikes during a contact happens in the minute in which she is free again (MODEL section 3).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import begin_episode, seen_on_a_date
from sim.engines.compiled.kernel.blocks import CLOCK, PERSON, THREAD, WORLD
from sim.engines.compiled.kernel.boundaries import look_at_boundaries
from sim.engines.compiled.kernel.clock import BIRTHDAY, DATE_COMES, LIVES_CHANGE, order_of, plan
from sim.engines.compiled.kernel.clocks import (
    URGENT_LEVEL,
    fate_purpose,
    level_of,
    need_row,
    reconsider_asking,
    reconsider_life,
    thread_of,
)
from sim.engines.compiled.kernel.frames import begin_at_door
from sim.engines.compiled.kernel.joining import wake_for
from sim.engines.compiled.kernel.logbook import log, log_about
from sim.engines.compiled.kernel.luck import clock_strike, clock_strikes_at
from sim.engines.compiled.kernel.memory import list_end, list_room
from sim.engines.compiled.kernel.newcomers import minutes_since_birthday, minutes_to_date
from sim.engines.compiled.kernel.rules import judge_need
from sim.engines.compiled.kernel.supporters import supporter_row, supporters_of
from sim.engines.compiled.kernel.threads import (
    drop_if_empty,
    forget_places,
    leave,
    new_thread,
    take_on,
)
from sim.engines.compiled.layouts import (
    BARRIER,
    CHAPTER,
    COMING,
    NEED,
    PERSONA,
    PROGRAM,
    SUPPORTER,
)
from sim.engines.newcomers import YEAR
from sim.log import JOINED, What
from sim.model.words import ENDS

KIND_DATE, KIND_BIRTHDAY = 4, 5
HELPED: Final = ENDS.index("helped")
BETTER: Final = ENDS.index("better_without_help")
SUPPORTER_LEFT, SUPPORTER_TIRED, SUPPORTER_RESTED = range(3)
HAPPENS = int(What.HAPPENS)
LEVEL = int(What.LEVEL)
CRISIS = int(What.CRISIS)
TOLD_NEEDS = int(What.TOLD_NEEDS)
SUPPORTER_ROW = int(What.SUPPORTER)
FATES_FROM: Final = 512
"""Where the noted clocks of a life lie among the cells for passing use."""


@kernel
def begin_life(m: Memory, p: int, layer: int, k: int) -> None:
    """From onset on: clocks run, birthdays and dates come."""
    onset = m[p + PERSON.ONSET]
    persona = m[m[p + PERSON.PERSONA] + PERSONA.NUMBER]
    since = minutes_since_birthday(m, persona, layer, k)
    plan_birthday(m, p, onset + YEAR - since)
    for place in range(m[m[p + PERSON.PERSONA] + PERSONA.N_COMING]):
        minute = onset + minutes_to_date(m, persona, layer, k, place)
        if minute < m[WORLD.HORIZON]:
            order = order_of(0, KIND_DATE, place)
            who = m[p + PERSON.NUMBER]
            plan(m, minute, LIVES_CHANGE, who, order, DATE_COMES, p, place, 0)
    reconsider_life(m, p)


@kernel
def let_contact_end(m: Memory, p: int, order: int, kind: int, what: int) -> bool:
    """Whether a contact is under way; if so, this happens once she is free."""
    if not m[p + PERSON.BUSY]:
        return False
    at = list_room(m, p + PERSON.AFTER, 3)
    m[at] = order
    m[at + 1] = kind
    m[at + 2] = what
    return True


@kernel
def free_person(m: Memory, p: int) -> None:
    """Her contact is over: what waited for her goes on, and what struck meanwhile happens."""
    m[p + PERSON.BUSY] = 0
    wake_for(m, p)
    for i in range(m[p + PERSON.N_AFTER]):
        at = m[p + PERSON.AFTER] + 3 * i
        who = m[p + PERSON.NUMBER]
        plan(m, m[WORLD.NOW], LIVES_CHANGE, who, m[at], m[at + 1], p, m[at + 2], 0)
    list_end(m, p + PERSON.AFTER, 3)
    for i in range(m[p + PERSON.N_THREADS]):
        if m[m[m[p + PERSON.THREADS] + i] + THREAD.SESSION]:  # a course may be under way
            reconsider_life(m, p)
            return


# Clocks that strike


@kernel
def life_strikes(m: Memory, p: int, planned: int) -> None:
    """What was planned for this minute happens, where nothing has changed since."""
    if planned != m[p + PERSON.FATE_AT]:
        return
    m[p + PERSON.FATE_AT] = -1
    now = m[WORLD.NOW]
    struck = m[WORLD.SCRATCH] + FATES_FROM
    for place in range(m[p + PERSON.N_FATES]):
        m[struck + place] = _strikes_now(m, p, place, now)
    for place in range(m[p + PERSON.N_FATES]):
        if m[struck + place] and _strikes_now(m, p, place, now):
            clock = m[p + PERSON.FATES] + place * CLOCK.SIZE
            clock_strike(m, clock, m[p + PERSON.LUCK], fate_purpose(m, p, place))
            _fate(m, p, place)
    reconsider_life(m, p)


@kernel
def _strikes_now(m: Memory, p: int, place: int, now: int) -> bool:
    return 0 <= clock_strikes_at(m, m[p + PERSON.FATES] + place * CLOCK.SIZE) <= now


@kernel
def _fate(m: Memory, p: int, place: int) -> None:
    needs = m[p + PERSON.N_NEEDS]
    if place >= 3 * needs:
        count = supporters_of(m, p)
        supporter = place - 3 * needs
        if supporter < count:
            _tires(m, p, supporter)
        else:
            _leaves(m, p, supporter - count)
        return
    need = place % needs
    if place < needs:
        set_level(m, p, need, level_of(m, p, need) - 1)
    elif place < 2 * needs:
        set_level(m, p, need, level_of(m, p, need) + 1)
    else:
        _crisis(m, p, need)


@kernel
def set_level(m: Memory, p: int, need: int, level: int) -> None:
    """A need changes by itself; what has eased to nothing leaves the thread it travels on."""
    before = level_of(m, p, need)
    if level == before:
        return
    t = thread_of(m, p, need)
    m[m[p + PERSON.LEVELS] + need] = level
    if before == 0:
        m[p + PERSON.CHAPTERS] |= _chapters_of(m, p, need)
    log_about(m, p, t, LEVEL, -1, -1, 1 << need, level)
    if level == 0 and t:
        helped = m[t + THREAD.HELPED] >> need & 1
        leave(m, t, 1 << need, HELPED if helped else BETTER)
        drop_if_empty(m, t)
    if level == 0:
        forget_places(m, p, need)
    if level < before:
        rest(m, p, need)
    reconsider_asking(m, p)
    reconsider_life(m, p)


@kernel
def _chapters_of(m: Memory, p: int, need: int) -> int:
    """The chapters that are about a need; a bit set."""
    row = m[p + PERSON.PERSONA]
    chapters = 0
    for i in range(m[row + PERSONA.N_CHAPTERS]):
        if m[m[row + PERSONA.CHAPTERS] + i * CHAPTER.SIZE + CHAPTER.ABOUT] == need:
            chapters |= 1 << i
    return chapters


@kernel
def _crisis(m: Memory, p: int, need: int) -> None:
    """A need becomes urgent, and goes alone to the system's crisis door."""
    old = thread_of(m, p, need)
    log_about(m, p, old, CRISIS, -1, -1, 1 << need, level_of(m, p, need))
    set_level(m, p, need, URGENT_LEVEL)
    doors = m[m[WORLD.PROGRAM] + PROGRAM.CRISIS_DOORS]
    door = m[doors + m[need_row(m, p, need) + NEED.DOMAIN]]
    if door < 0 or (old and m[old + THREAD.URGENT]):
        return
    if not m[p + PERSON.N_THREADS]:
        begin_episode(m, p)
    t = new_thread(m, p, True)
    m[t + THREAD.URGENT] = 1
    if old:
        m[old + THREAD.PLACE_FOR] |= 1 << need
        leave(m, old, 1 << need, JOINED)
    m[t + THREAD.HEARD] = 1 << need
    judge_need(m, t, need, URGENT_LEVEL)
    if not m[p + PERSON.HEARD] >> need & 1:
        m[p + PERSON.HEARD] |= 1 << need
        log(m, t, TOLD_NEEDS, -1, 1 << need, 0, 0, -1, -1)
    take_on(m, t, 1 << need)
    begin_at_door(m, t, door)


# Supporters


@kernel
def _tires(m: Memory, p: int, supporter: int) -> None:
    if m[p + PERSON.SUPPORTERS_TIRED] >> supporter & 1:
        return
    m[p + PERSON.SUPPORTERS_TIRED] |= 1 << supporter
    _say(m, p, supporter, SUPPORTER_TIRED)
    need = m[supporter_row(m, p, supporter) + SUPPORTER.OWN_NEED]
    if need >= 0 and 0 < level_of(m, p, need) < URGENT_LEVEL:
        set_level(m, p, need, level_of(m, p, need) + 1)


@kernel
def _leaves(m: Memory, p: int, supporter: int) -> None:
    if not m[p + PERSON.SUPPORTERS_HERE] >> supporter & 1:
        return
    m[p + PERSON.SUPPORTERS_HERE] &= ~(1 << supporter)
    _say(m, p, supporter, SUPPORTER_LEFT)
    reconsider_asking(m, p)


@kernel
def rest(m: Memory, p: int, need: int) -> None:
    """A supporter whose own need has been helped, or has eased, is rested."""
    for i in range(supporters_of(m, p)):
        own = m[supporter_row(m, p, i) + SUPPORTER.OWN_NEED]
        if own == need and m[p + PERSON.SUPPORTERS_TIRED] >> i & 1:
            m[p + PERSON.SUPPORTERS_TIRED] &= ~(1 << i)
            _say(m, p, i, SUPPORTER_RESTED)


@kernel
def _say(m: Memory, p: int, supporter: int, what: int) -> None:
    log_about(m, p, 0, SUPPORTER_ROW, -1, -1, 0, supporter * 4 + what)


# Dates and birthdays


@kernel
def date_comes(m: Memory, p: int, place: int) -> None:
    """A date comes: levels, supporters, hours and places change; somebody may see her."""
    x = m.view(np.float64)
    date = m[m[p + PERSON.PERSONA] + PERSONA.COMING] + place * COMING.SIZE
    log_about(m, p, 0, HAPPENS, -1, -1, 0, place)
    for i in range(m[date + COMING.N_RAISES]):
        pair = m[date + COMING.RAISES] + 2 * i
        set_level(m, p, m[pair], max(m[pair + 1], level_of(m, p, m[pair])))
    for i in range(m[date + COMING.N_LOWERS]):
        pair = m[date + COMING.LOWERS] + 2 * i
        set_level(m, p, m[pair], min(m[pair + 1], level_of(m, p, m[pair])))
    for i in range(m[date + COMING.N_SUPPORTERS_TIRE]):
        supporter = m[m[date + COMING.SUPPORTERS_TIRE] + i]
        if m[p + PERSON.SUPPORTERS_HERE] >> supporter & 1:
            _tires(m, p, supporter)
    for i in range(m[date + COMING.N_SUPPORTERS_LEAVE]):
        _leaves(m, p, m[m[date + COMING.SUPPORTERS_LEAVE] + i])
    if m[date + COMING.AT_HOME]:
        m[p + PERSON.HOURS] = m[date + COMING.AT_HOME]
    for i in range(m[date + COMING.N_BARRIERS]):
        row = m[date + COMING.BARRIERS] + i * BARRIER.SIZE
        x[m[p + PERSON.BARRIERS] + m[row + BARRIER.MODE]] = x[row + BARRIER.BARRIER]
    home = m[date + COMING.MOVES_TO]
    if home and home != m[p + PERSON.SITE]:
        before = m[p + PERSON.SITE]
        m[p + PERSON.SITE] = home
        look_at_boundaries(m, p, m[p + PERSON.AGE], before)
        reconsider_asking(m, p)
    seen_on_a_date(m, p, date)
    reconsider_life(m, p)


@kernel
def plan_birthday(m: Memory, p: int, minute: int) -> None:
    """Plan her next birthday."""
    if minute < m[WORLD.HORIZON]:
        order = order_of(0, KIND_BIRTHDAY, 0)
        plan(m, minute, LIVES_CHANGE, m[p + PERSON.NUMBER], order, BIRTHDAY, p, minute, 0)


@kernel
def birthday(m: Memory, p: int, minute: int) -> None:
    """She is a year older; a team may have to send her away."""
    m[p + PERSON.AGE] += 1
    look_at_boundaries(m, p, m[p + PERSON.AGE] - 1, m[p + PERSON.SITE])
    reconsider_asking(m, p)
    plan_birthday(m, p, minute + YEAR)
