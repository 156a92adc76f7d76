"""Asking: being noticed, never being reached, and coming back (MODEL section 2)."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import CLOCK, PERSON, WORLD
from sim.engines.compiled.kernel.calendars import next_open
from sim.engines.compiled.kernel.clock import ASKS, PEOPLE_ARRIVE, order_of, plan
from sim.engines.compiled.kernel.clocks import (
    KIND_ASKING,
    asking_purpose,
    level_of,
    noticing_row,
    reconsider_asking,
    thread_of,
)
from sim.engines.compiled.kernel.counting import FACT_BITS, FACT_LAST_SEEN
from sim.engines.compiled.kernel.frames import begin_at_door
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import clock_strike, clock_strikes_at, draw
from sim.engines.compiled.kernel.memory import map_get, map_place
from sim.engines.compiled.kernel.pools import pool_of
from sim.engines.compiled.kernel.threads import new_thread, take_on
from sim.engines.compiled.layouts import COMING, NOTICING
from sim.log import What
from sim.model.words import EPISODE_WEEKS, EPISODES_AT_MOST, HELP_SOUGHT_FROM, MINUTES_PER_WEEK

ON_A_DATE: Final = 1 << 8
"""Where the places of those begin who see her on a date, after those who may see her any day."""
ASKED = int(What.ASKED)
TRIED_BITS: Final = 60


@kernel
def know(m: Memory, p: int, number: int, kind: int, chapters: int) -> None:
    """A team, record or worker (by kind and number) knows these chapters from now on."""
    m[map_place(m, p + PERSON.FACTS, number << FACT_BITS | kind)] |= chapters


@kernel
def known_by(m: Memory, p: int, number: int, kind: int) -> int:
    """The chapters that a team, record or worker knows."""
    return map_get(m, p + PERSON.FACTS, number << FACT_BITS | kind, 0)


@kernel
def meets_last(m: Memory, p: int, worker: int) -> None:
    """She has met this worker last of the pool."""
    at = map_place(m, p + PERSON.FACTS, pool_of(worker) << FACT_BITS | FACT_LAST_SEEN)
    m[at] = worker + 1


# Steps entered in an episode, and steps that took place in it or before it


@kernel
def try_step(m: Memory, p: int, step: int) -> None:
    """A step has been entered in this episode."""
    m[m[p + PERSON.TRIED] + step // TRIED_BITS] |= 1 << step % TRIED_BITS


@kernel
def has_tried(m: Memory, p: int, step: int) -> bool:
    """Whether a step has been entered in this episode."""
    return bool(m[m[p + PERSON.TRIED] + step // TRIED_BITS] >> step % TRIED_BITS & 1)


@kernel
def takes_place(m: Memory, p: int, step: int) -> None:
    """A step takes place for her: a contact of it, or a pause."""
    m[m[p + PERSON.WAS_AT] + step // TRIED_BITS] |= 1 << step % TRIED_BITS


@kernel
def has_been_to(m: Memory, p: int, step: int) -> bool:
    """Whether a step took place for her in an earlier episode."""
    return bool(m[m[p + PERSON.BEEN_TO] + step // TRIED_BITS] >> step % TRIED_BITS & 1)


@kernel
def begin_episode(m: Memory, p: int) -> None:
    """A new episode: nothing has been tried in it, and what took place is earlier."""
    m[p + PERSON.EPISODE] += 1
    for i in range(m[WORLD.WORDS_OF_TRIED]):
        m[m[p + PERSON.TRIED] + i] = 0
        m[m[p + PERSON.BEEN_TO] + i] |= m[m[p + PERSON.WAS_AT] + i]
        m[m[p + PERSON.WAS_AT] + i] = 0


# Clocks that strike


@kernel
def asking_strikes(m: Memory, p: int, token: int) -> None:
    """Those whose clocks strike now ask for help, in their hours."""
    if token != m[p + PERSON.ASKING_TOKEN]:
        return
    now, needs = m[WORLD.NOW], m[p + PERSON.N_NEEDS]
    for place in range(m[p + PERSON.N_ASKING]):
        clock = m[p + PERSON.ASKING] + place * CLOCK.SIZE
        if 0 <= clock_strikes_at(m, clock) <= now:
            clock_strike(m, clock, m[p + PERSON.LUCK], asking_purpose(m, p, place))
            noticing = place // needs
            _plan_asking(m, p, noticing_row(m, p, noticing), noticing, place % needs)
    reconsider_asking(m, p)


@kernel
def seen_on_a_date(m: Memory, p: int, date: int) -> None:
    """Somebody sees her today, and asks for help with every need that they can see."""
    for place in range(m[date + COMING.N_NOTICED_BY]):
        seen = m[date + COMING.NOTICED_BY] + place * NOTICING.SIZE
        for need in range(m[p + PERSON.N_NEEDS]):
            if m[seen + NOTICING.NEEDS] >> need & 1:
                _plan_asking(m, p, seen, ON_A_DATE + place, need)


@kernel
def _plan_asking(m: Memory, p: int, seen: int, place: int, need: int) -> None:
    """The asking falls at once if it strikes in hours, else in the next stretch of them."""
    now = m[WORLD.NOW]
    minute = next_open(m, m[seen + NOTICING.CALENDAR], now, 0)
    if minute > now:
        minute += int(draw(m, p, purposes.ASKING_HOUR) * _length(m, seen, minute))
    order = order_of(place, KIND_ASKING, need)
    plan(m, minute, PEOPLE_ARRIVE, m[p + PERSON.NUMBER], order, ASKS, p, seen, need)


@kernel
def _length(m: Memory, seen: int, minute: int) -> int:
    """Minutes of the stretch of a noticer's hours in which a minute lies."""
    within = minute % MINUTES_PER_WEEK
    hours = m[seen + NOTICING.HOURS]
    for i in range(m[seen + NOTICING.N_HOURS]):
        if m[hours + 2 * i] <= within < m[hours + 2 * i + 1]:
            return m[hours + 2 * i + 1] - m[hours + 2 * i]
    raise AssertionError("an asking falls in the noticer's hours")


@kernel
def ask(m: Memory, p: int, seen: int, need: int) -> None:
    """Help is asked for one need, if it is still wanted: a thread begins at the door."""
    if thread_of(m, p, need) or level_of(m, p, need) < HELP_SOUGHT_FROM:
        return
    if not m[p + PERSON.N_THREADS] and not _new_episode(m, p):
        return
    t = new_thread(m, p, True)
    log(m, t, ASKED, -1, 1 << need, 0, m[seen + NOTICING.NOTICER], -1, -1)
    take_on(m, t, 1 << need)
    begin_at_door(m, t, m[seen + NOTICING.DOOR])


@kernel
def _new_episode(m: Memory, p: int) -> bool:
    """A new episode, unless there were as many as may be in half a year."""
    now = m[WORLD.NOW]
    since = now - EPISODE_WEEKS * MINUTES_PER_WEEK
    minutes = m[p + PERSON.EPISODE_MINUTES]
    recent = 0
    for i in range(m[p + PERSON.N_EPISODE_MINUTES]):
        if m[minutes + i] > since:
            m[minutes + recent] = m[minutes + i]
            recent += 1
    m[p + PERSON.N_EPISODE_MINUTES] = recent
    if recent >= EPISODES_AT_MOST:
        return False
    m[minutes + recent] = now
    m[p + PERSON.N_EPISODE_MINUTES] = recent + 1
    begin_episode(m, p)
    return True
