"""The clocks of a person: asking, stopping, and what may happen to her and her supporters.

Here they are let run at the rate that now holds, and their next strike is planned.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import hazard_rate
from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import CLOCK, PERSON, THREAD, WORLD
from sim.engines.compiled.kernel.clock import (
    ASKING_STRIKES,
    LIFE_STRIKES,
    LIVES_CHANGE,
    NEED_STOPS,
    PEOPLE_STOP_WAITING,
    order_of,
    plan,
)
from sim.engines.compiled.kernel.lists import step_at
from sim.engines.compiled.kernel.luck import (
    clock_begin,
    clock_pause,
    clock_start,
    clock_strikes_at,
    mixed,
)
from sim.engines.compiled.kernel.memory import in_words, reserve
from sim.engines.compiled.kernel.supporters import (
    gone_silent,
    hazard_ratio,
    stopping_ratio,
    supporter_row,
    supporters_of,
)
from sim.engines.compiled.layouts import ASSUMED, HELP, NEED, NOTICING, PERSONA, STEP, SUPPORTER
from sim.formulas import stopping_per_minute
from sim.log import WAITS
from sim.model.words import HELP_SOUGHT_FROM, LEVEL_NAMES

KIND_ASKING, KIND_LIFE = 1, 3
URGENT_LEVEL: Final = len(LEVEL_NAMES) - 1
QUEUE, DRAWN, LETTER, COURSE, PAUSE, BOUNCE = range(len(WAITS))
SHE_MAY_STOP: Final = 1 << QUEUE | 1 << DRAWN | 1 << LETTER | 1 << BOUNCE
SPELL_OF_SERIAL: Final = 24
"""A spell of a thread as one number: the thread's serial number above, the spell below."""


@kernel
def need_row(m: Memory, p: int, need: int) -> int:
    """The row of one of her needs."""
    return m[m[p + PERSON.PERSONA] + PERSONA.NEEDS] + need * NEED.SIZE


@kernel
def level_of(m: Memory, p: int, need: int) -> int:
    """The level of a need now."""
    return m[m[p + PERSON.LEVELS] + need]


@kernel
def thread_of(m: Memory, p: int, need: int) -> int:
    """The thread on which a need travels; 0 for none."""
    return m[m[p + PERSON.ON_THREAD] + need]


@kernel
def noticing_row(m: Memory, p: int, i: int) -> int:
    """The row of one of those who may notice her."""
    return m[m[p + PERSON.PERSONA] + PERSONA.NOTICINGS] + i * NOTICING.SIZE


@kernel
def may_meet(m: Memory, p: int, seen: int) -> bool:
    """Whether a noticer (the row) is where she lives now and for somebody of her age."""
    if not m[seen + NOTICING.AGE_FROM] <= m[p + PERSON.AGE] <= m[seen + NOTICING.AGE_TO]:
        return False
    count = m[seen + NOTICING.N_SITES]
    return count == 0 or in_words(m, m[seen + NOTICING.SITES], count, m[p + PERSON.SITE])


@kernel
def asking_purpose(m: Memory, p: int, place: int) -> int:
    """What the clock of one noticer and need is drawn by."""
    needs = m[p + PERSON.N_NEEDS]
    at_onset = m[p + PERSON.AT_ONSET]
    noticing = m[at_onset + PERSONA.NOTICINGS] + place // needs * NOTICING.SIZE
    need = m[at_onset + PERSONA.NEEDS] + place % needs * NEED.SIZE
    return mixed(purposes.ASK, m[noticing + NOTICING.PURPOSE]) ^ m[need + NEED.PURPOSE]


@kernel
def fate_purpose(m: Memory, p: int, place: int) -> int:
    """What a clock of easing, worsening, crisis, tiring or leaving is drawn by."""
    needs = m[p + PERSON.N_NEEDS]
    at_onset = m[p + PERSON.AT_ONSET]
    if place < 3 * needs:
        purpose = m[m[at_onset + PERSONA.NEEDS] + place % needs * NEED.SIZE + NEED.PURPOSE]
        if place < needs:
            return purposes.EASES ^ purpose
        return (purposes.WORSENS if place < 2 * needs else purposes.CRISIS) ^ purpose
    count = m[at_onset + PERSONA.N_SUPPORTERS]
    place -= 3 * needs
    row = m[at_onset + PERSONA.SUPPORTERS] + place % count * SUPPORTER.SIZE
    return (purposes.TIRES if place < count else purposes.LEAVES) ^ m[row + SUPPORTER.PURPOSE]


@kernel
def make_clocks(m: Memory, p: int) -> None:
    """All clocks of somebody who has just come; they stand still."""
    needs, luck = m[p + PERSON.N_NEEDS], m[p + PERSON.LUCK]
    row = m[p + PERSON.PERSONA]
    m[p + PERSON.N_ASKING] = m[row + PERSONA.N_NOTICINGS] * needs
    m[p + PERSON.ASKING] = reserve(m, m[p + PERSON.N_ASKING] * CLOCK.SIZE)
    for i in range(m[p + PERSON.N_ASKING]):
        clock_begin(m, m[p + PERSON.ASKING] + i * CLOCK.SIZE, luck, asking_purpose(m, p, i))
    m[p + PERSON.STOPPING] = reserve(m, needs * CLOCK.SIZE)
    for i in range(needs):
        purpose = purposes.STOP ^ m[need_row(m, p, i) + NEED.PURPOSE]
        clock_begin(m, m[p + PERSON.STOPPING] + i * CLOCK.SIZE, luck, purpose)
    m[p + PERSON.N_FATES] = 3 * needs + 2 * m[row + PERSONA.N_SUPPORTERS]
    m[p + PERSON.FATES] = reserve(m, m[p + PERSON.N_FATES] * CLOCK.SIZE)
    for i in range(m[p + PERSON.N_FATES]):
        clock_begin(m, m[p + PERSON.FATES] + i * CLOCK.SIZE, luck, fate_purpose(m, p, i))


# Asking (MODEL section 2)


@kernel
def reconsider_asking(m: Memory, p: int) -> None:
    """Start and stop clocks as her needs now stand, and plan the next strike."""
    now = m[WORLD.NOW]
    earliest = -1
    needs = m[p + PERSON.N_NEEDS]
    silent = gone_silent(m, p)
    for place in range(m[p + PERSON.N_ASKING]):
        clock = m[p + PERSON.ASKING] + place * CLOCK.SIZE
        seen, need = noticing_row(m, p, place // needs), place % needs
        runs = (
            m[seen + NOTICING.NEEDS] >> need & 1
            and not silent >> m[seen + NOTICING.NOTICER] & 1
            and level_of(m, p, need) >= HELP_SOUGHT_FROM
            and thread_of(m, p, need) == 0
            and may_meet(m, p, seen)
        )
        rate = m[seen + NOTICING.PER_MINUTE]
        if runs and (m[clock + CLOCK.SINCE] < 0 or m[clock + CLOCK.RATE] != rate):
            clock_start(m, clock, now, rate)
        elif not runs and m[clock + CLOCK.SINCE] >= 0:
            clock_pause(m, clock, now)
        strikes = clock_strikes_at(m, clock)
        if strikes >= 0 and (earliest < 0 or strikes < earliest):
            earliest = strikes
    m[p + PERSON.ASKING_TOKEN] += 1
    if 0 <= earliest < m[WORLD.HORIZON]:
        order = order_of(0, KIND_ASKING, 0)
        token = m[p + PERSON.ASKING_TOKEN]
        number = m[p + PERSON.NUMBER]
        plan(m, earliest, LIVES_CHANGE, number, order, ASKING_STRIKES, p, token, 0)


# Stopping (MODEL section 7)


@kernel
def run_clock(m: Memory, t: int, need: int) -> None:
    """Let the clock of stopping for one need gather while this spell lasts."""
    if not m[t + THREAD.WAITING] or not SHE_MAY_STOP >> m[t + THREAD.WAIT_KIND] & 1:
        return
    x = m.view(np.float64)
    a, p = m[WORLD.ASSUMED], m[t + THREAD.PERSON]
    rate = x[a + ASSUMED.STOPPING]
    if not m[WORLD.FLAT]:
        k = x[a + ASSUMED.ON_STOPPING] if m[a + ASSUMED.TRUST_ACTS] else 0.0
        impatience = x[p + PERSON.IMPATIENCE]
        rate = stopping_per_minute(rate, impatience, k, x[t + THREAD.TRUST_THEN])
        rate *= stopping_ratio(m, p)
        if m[t + THREAD.INTERIM]:
            rate *= x[a + ASSUMED.INTERIM_STOPPING]
    clock = m[p + PERSON.STOPPING] + need * CLOCK.SIZE
    clock_start(m, clock, m[WORLD.NOW], hazard_rate(rate))
    strikes = clock_strikes_at(m, clock)
    if 0 <= strikes < m[WORLD.HORIZON]:
        order = order_of(m[t + THREAD.NUMBER], 0, need)
        token = m[t + THREAD.SERIAL] << SPELL_OF_SERIAL | m[t + THREAD.SPELL]
        who = m[p + PERSON.NUMBER]
        plan(m, strikes, PEOPLE_STOP_WAITING, who, order, NEED_STOPS, t, token, need)


@kernel
def rate_changed(m: Memory, t: int) -> None:
    """The clocks of stopping gather at another rate; what they have gathered is kept."""
    for need in range(m[m[t + THREAD.PERSON] + PERSON.N_NEEDS]):
        if m[t + THREAD.NEEDS] >> need & 1:
            run_clock(m, t, need)


# Lives (MODEL section 3)


@kernel
def reconsider_life(m: Memory, p: int) -> None:
    """Let every clock of her life run at the rate that now holds, and plan the next strike."""
    now, horizon = m[WORLD.NOW], m[WORLD.HORIZON]
    earliest = horizon
    for place in range(m[p + PERSON.N_FATES]):
        clock = m[p + PERSON.FATES] + place * CLOCK.SIZE
        rate = _fate_rate(m, p, place)
        if rate > 0:
            if m[clock + CLOCK.SINCE] < 0 or m[clock + CLOCK.RATE] != rate:
                clock_start(m, clock, now, rate)
            earliest = min(earliest, clock_strikes_at(m, clock))
        elif m[clock + CLOCK.SINCE] >= 0:
            clock_pause(m, clock, now)
    if earliest < horizon and earliest != m[p + PERSON.FATE_AT]:
        m[p + PERSON.FATE_AT] = earliest
        order = order_of(0, KIND_LIFE, 0)
        who = m[p + PERSON.NUMBER]
        plan(m, earliest, LIVES_CHANGE, who, order, LIFE_STRIKES, p, earliest, 0)
    elif earliest >= horizon:
        m[p + PERSON.FATE_AT] = -1


@kernel
def _fate_rate(m: Memory, p: int, place: int) -> int:
    """The hazard of one clock now, in units of 2**-40."""
    needs = m[p + PERSON.N_NEEDS]
    if place >= 3 * needs:
        return _supporter_rate(m, p, place - 3 * needs)
    if not m[m[WORLD.ASSUMED] + ASSUMED.LIVES_ACT]:
        return 0
    need = place % needs
    row, level = need_row(m, p, need), level_of(m, p, need)
    if place < needs:
        return m[m[row + NEED.EASING] + level]
    worsens = place < 2 * needs
    rate = m[m[row + (NEED.WORSENING if worsens else NEED.CRISIS)] + level]
    if rate == 0:
        return 0
    effect = SUPPORTER.WORSENING if worsens else SUPPORTER.CRISIS
    return int(rate * _held(m, p, need) * hazard_ratio(m, p, need, effect) + 0.5)


@kernel
def _supporter_rate(m: Memory, p: int, place: int) -> int:
    """The hazard of a supporter's tiring or leaving."""
    count = supporters_of(m, p)
    i = place % count
    if not m[p + PERSON.SUPPORTERS_HERE] >> i & 1:
        return 0
    if place >= count:
        return m[supporter_row(m, p, i) + SUPPORTER.LEAVING]
    if m[p + PERSON.SUPPORTERS_TIRED] >> i & 1:
        return 0
    return m[supporter_row(m, p, i) + SUPPORTER.TIRING]


@kernel
def _held(m: Memory, p: int, need: int) -> float:
    """The ratio to worsening and crisis that a course under way and interim help make."""
    x = m.view(np.float64)
    a = m[WORLD.ASSUMED]
    t = thread_of(m, p, need)
    if t == 0:
        return 1.0
    ratio = x[a + ASSUMED.INTERIM] if m[t + THREAD.INTERIM] else 1.0
    return ratio * x[a + ASSUMED.IN_COURSE] if _in_course(m, t, p, need) else ratio


@kernel
def _in_course(m: Memory, t: int, p: int, need: int) -> bool:
    """Whether a course of several sessions is under way that has reached the need."""
    step = m[t + THREAD.STEP]
    helps = m[step_at(m, step) + STEP.HELPS] if step >= 0 else 0
    if helps == 0 or m[helps + HELP.SESSIONS] == 1 or not m[t + THREAD.SESSION]:
        return False
    domain = m[need_row(m, p, need) + NEED.DOMAIN]
    return bool(m[t + THREAD.HELPED] >> need & 1 and m[helps + HELP.DOMAINS] >> domain & 1)
