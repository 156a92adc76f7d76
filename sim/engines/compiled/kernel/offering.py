"""Offers: taken up at once, not now, offered again, or replaced by something else.

Her luck with an offer is drawn once, when she comes to the step, and compared with the chance of
*not now* each time that the offer is made (MODEL section 5).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, WORLD
from sim.engines.compiled.kernel.clocks import need_row
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import draw, mixed
from sim.engines.compiled.kernel.memory import in_words
from sim.engines.compiled.kernel.newcomers import N_DOMAINS
from sim.engines.compiled.kernel.threads import leave
from sim.engines.compiled.layouts import ASSUMED, HELP, NEED, PERSONA, STEP, WISH
from sim.formulas import chance_not_taken_up, chance_of_not_now, readiness_after
from sim.log import What
from sim.model.words import DOMAINS, ENDS, MINUTES_PER_WEEK

DECLINED: Final = ENDS.index("declined")
TAKEN, NOT_NOW, REFUSED = range(3)
"""What a thread remembers of an answer until it has been acted upon."""
LOGGED_REFUSED, LOGGED_TAKEN, LOGGED_LATER, LOGGED_NOT_NOW = range(4)
OFFERED = int(What.OFFERED)
ALL_DOMAINS: Final = (1 << len(DOMAINS)) - 1


@kernel
def first_offer(m: Memory, t: int, step: int) -> int:
    """Make an offer for the first time. Says whether it is TAKEN, NOT_NOW or REFUSED."""
    x = m.view(np.float64)
    purpose = mixed(purposes.TAKES_UP, m[step + STEP.PURPOSE])
    x[t + THREAD.LATENT] = draw(m, m[t + THREAD.PERSON], purpose)
    m[t + THREAD.OFFERS] = 0
    return offer(m, t, step)


@kernel
def settle_offer(m: Memory, t: int, step: int) -> None:
    """Somebody who has refused and is offered nothing else has declined."""
    if m[t + THREAD.ANSWER] != REFUSED:
        return
    m[t + THREAD.PLACE_FOR] = 0
    if m[step + STEP.OFFERED_INSTEAD] < 0:
        m[t + THREAD.ANSWER] = TAKEN
        leave(m, t, m[t + THREAD.NEEDS], DECLINED)


@kernel
def offer(m: Memory, t: int, step: int) -> int:
    """Make the offer once more; nothing alongside is offered a second time."""
    x = m.view(np.float64)
    m[t + THREAD.OFFERS] += 1
    offers = m[t + THREAD.OFFERS]
    if x[t + THREAD.LATENT] >= _chance(m, t, step):
        answer = TAKEN
        logged = LOGGED_TAKEN if offers == 1 else LOGGED_LATER
    elif offers < m[step + STEP.OFFERS] and not m[t + THREAD.MAIN]:
        answer, logged = NOT_NOW, LOGGED_NOT_NOW
    else:
        answer, logged = REFUSED, LOGGED_REFUSED
    m[t + THREAD.ANSWER] = answer
    log(m, t, OFFERED, -1, m[t + THREAD.NEEDS], 0, logged, -1, -1)
    return answer


@kernel
def _chance(m: Memory, t: int, step: int) -> float:
    """The chance of *not now*: alike for everybody on the first rung of the ladder."""
    x = m.view(np.float64)
    a, p = m[WORLD.ASSUMED], m[t + THREAD.PERSON]
    not_taken_up = x[a + ASSUMED.NOT_TAKEN_UP]
    if m[WORLD.FLAT]:
        return not_taken_up
    domains = _domains_offered(m, t, p, step)
    weeks = (m[WORLD.NOW] - m[p + PERSON.ONSET]) / MINUTES_PER_WEEK
    halves_in = m[a + ASSUMED.READIER_AFTER] / MINUTES_PER_WEEK
    readiness = readiness_after(x[p + PERSON.READINESS], weeks, halves_in)
    unfit, unready = x[a + ASSUMED.UNFIT], x[a + ASSUMED.UNREADY]
    base = chance_of_not_now(not_taken_up, unfit, _fit(m, p, step, domains), unready, readiness)
    seen_as = domains if m[step + STEP.SEEN_AS] < 0 else m[step + STEP.SEEN_AS]
    stigma = 0.0
    for domain in range(N_DOMAINS):
        if seen_as >> domain & 1:
            stigma = max(stigma, x[m[p + PERSON.STIGMA] + domain])
    return chance_not_taken_up(base, stigma)


@kernel
def _domains_offered(m: Memory, t: int, p: int, step: int) -> int:
    """The domains of her needs that an offer is about: those it helps, where it helps any."""
    hers = 0
    for need in range(m[p + PERSON.N_NEEDS]):
        if m[t + THREAD.NEEDS] >> need & 1:
            hers |= 1 << m[need_row(m, p, need) + NEED.DOMAIN]
    helps = m[step + STEP.HELPS]
    helped = hers & m[helps + HELP.DOMAINS] if helps else 0
    return helped if helped else hers


@kernel
def _fit(m: Memory, p: int, step: int, domains: int) -> float:
    """1 where an offer has all that some wish about these domains names, or no wish names any."""
    row = m[p + PERSON.PERSONA]
    none = True
    for i in range(m[row + PERSONA.N_WISHES]):
        wish = m[row + PERSONA.WISHES] + i * WISH.SIZE
        if not _names_something(m, wish):
            continue
        if m[wish + WISH.DOMAINS] and not m[wish + WISH.DOMAINS] & domains:
            continue
        none = False
        if _granted(m, wish, step):
            return 1.0
    return 1.0 if none else 0.0


@kernel
def _names_something(m: Memory, wish: int) -> bool:
    named = m[wish + WISH.MODES] | m[wish + WISH.DOMAINS] | m[wish + WISH.GROUPINGS]
    return bool(named | m[wish + WISH.N_FUNCTIONS])


@kernel
def _granted(m: Memory, wish: int, step: int) -> bool:
    """Whether a step has each thing that a wish names."""
    helps = m[step + STEP.HELPS]
    helped = m[helps + HELP.DOMAINS] if helps else ALL_DOMAINS
    modes, domains = m[wish + WISH.MODES], m[wish + WISH.DOMAINS]
    groupings, functions = m[wish + WISH.GROUPINGS], m[wish + WISH.N_FUNCTIONS]
    grouping = m[step + STEP.GROUPING]
    if modes and not modes >> m[step + STEP.MODE] & 1:
        return False
    if domains and not domains & helped:
        return False
    if groupings and (grouping < 0 or not groupings >> grouping & 1):
        return False
    return functions == 0 or in_words(
        m, m[wish + WISH.FUNCTIONS], functions, m[step + STEP.FUNCTION]
    )
