"""Entering a step: joining whoever waits there already, taking up the offer or not."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import try_step
from sim.engines.compiled.kernel.blocks import PERSON, THREAD
from sim.engines.compiled.kernel.clocks import reconsider_life
from sim.engines.compiled.kernel.lists import step_at, taking, within_limit
from sim.engines.compiled.kernel.memory import list_add, list_end
from sim.engines.compiled.kernel.offering import first_offer, settle_offer
from sim.engines.compiled.kernel.rules import judge_as, judged_as
from sim.engines.compiled.kernel.threads import give_up_place, interim_changed, leave, take_on
from sim.engines.compiled.kernel.waiting import waits_for_step
from sim.engines.compiled.layouts import STEP
from sim.log import JOINED
from sim.model.words import ENDS

CLOSED_BY_SERVICE: Final = ENDS.index("closed_by_service")


@kernel
def waits_there(m: Memory, t: int, step: int) -> int:
    """The thread of hers, if any (else 0), that waits for a step and has not begun it.

    What is urgent waits behind nobody's routine place, nor behind her own.
    """
    p = m[t + THREAD.PERSON]
    urgent_step = m[step_at(m, step) + STEP.URGENT]
    for i in range(m[p + PERSON.N_THREADS]):
        other = m[m[p + PERSON.THREADS] + i]
        behind = m[t + THREAD.URGENT] and not (m[other + THREAD.URGENT] or urgent_step)
        if other != t and not behind and waits_for_step(m, other, step):
            return other
    return 0


@kernel
def takes(m: Memory, t: int, step: int) -> bool:
    """Whether a step takes somebody who comes to its team: it is open, or she waits there."""
    if m[t + THREAD.URGENT] or taking(m, step):
        return True
    return waits_there(m, t, step) != 0


@kernel
def enter(m: Memory, t: int, number: int) -> None:
    """Enter a step: join whoever waits there already, take up the offer or not."""
    other = waits_there(m, t, number)
    if other:
        _join_thread(m, t, other)
        return
    step = step_at(m, number)
    stand_at(m, t, number)
    accepted = m[t + THREAD.ACCEPTED]
    m[t + THREAD.ACCEPTED] = -1
    if not within_limit(m, number):
        leave(m, t, m[t + THREAD.NEEDS], CLOSED_BY_SERVICE)
    elif m[step + STEP.OFFERED] and accepted != number:
        first_offer(m, t, step)
        settle_offer(m, t, step)


@kernel
def stand_at(m: Memory, t: int, number: int) -> None:
    """A step is the thread's own from now on, and none of it has taken place."""
    p = m[t + THREAD.PERSON]
    if m[step_at(m, number) + STEP.TEAM] != m[t + THREAD.PLACE_OF]:
        give_up_place(m, t)
    m[t + THREAD.STEP] = number
    sessions = m[t + THREAD.SESSION]
    m[t + THREAD.SESSION] = m[t + THREAD.MISSES] = 0
    m[t + THREAD.BEGUN] = m[t + THREAD.SENT_AWAY] = 0
    try_step(m, p, number)
    if sessions:
        reconsider_life(m, p)


@kernel
def _join_thread(m: Memory, t: int, other: int) -> None:
    """The newcomer's needs travel with the thread that waits there already.

    So do those that are away in a crisis: their place is there from now on.
    """
    needs = m[t + THREAD.NEEDS]
    m[other + THREAD.PLACE_FOR] |= m[t + THREAD.PLACE_FOR] & ~m[other + THREAD.NEEDS]
    m[t + THREAD.PLACE_FOR] = 0
    m[other + THREAD.HEARD] |= m[t + THREAD.HEARD]
    m[other + THREAD.HELPED] |= m[t + THREAD.HELPED]
    m[other + THREAD.LETTER] |= m[t + THREAD.LETTER]
    for need in range(m[m[t + THREAD.PERSON] + PERSON.N_NEEDS]):
        if m[t + THREAD.IS_JUDGED] >> need & 1:
            judge_as(m, other, need, judged_as(m, t, need, 0))
    pass_alongside(m, t, other)
    leave(m, t, needs, JOINED)
    take_on(m, other, needs)


@kernel
def pass_alongside(m: Memory, t: int, other: int) -> None:
    """What runs alongside a thread runs alongside the one that it joins."""
    for i in range(m[t + THREAD.N_ALONGSIDE]):
        beside = m[m[t + THREAD.ALONGSIDE] + i]
        m[beside + THREAD.MAIN] = other
        m[t + THREAD.REFERENCES] -= 1
        m[other + THREAD.REFERENCES] += 1
        list_add(m, other + THREAD.ALONGSIDE, beside)
    gained = m[t + THREAD.INTERIM]
    m[other + THREAD.INTERIM] += gained
    list_end(m, t + THREAD.ALONGSIDE, 1)
    m[t + THREAD.INTERIM] = 0
    if gained:
        interim_changed(m, other)
