"""Contacts: she comes or not, they talk, she is helped (MODEL sections 4, 5 and 6).

The worker is held until the rules have been read, since letters are written before she turns to
somebody else.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.alongside import contact_begins
from sim.engines.compiled.kernel.asking import know, known_by, meets_last
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, TICKET, TOTAL, WORLD
from sim.engines.compiled.kernel.clocks import level_of, need_row, reconsider_life, thread_of
from sim.engines.compiled.kernel.companions import give_companion
from sim.engines.compiled.kernel.conferring import confer, confer_over
from sim.engines.compiled.kernel.counting import FACT_MEMORY, FACT_OF_TEAM, counts, total
from sim.engines.compiled.kernel.frames import (
    CONFER_OVER,
    CONTACT,
    MEET_OVER,
    MISS_OVER,
    MISSED,
    done,
    stay,
)
from sim.engines.compiled.kernel.handing import MEETS, PARTS_ROW
from sim.engines.compiled.kernel.judging import judge_on_thread, minutes_drawn
from sim.engines.compiled.kernel.keeping import hands_over, known_by_kept
from sim.engines.compiled.kernel.letting_go import plan_end_of_contact
from sim.engines.compiled.kernel.lives import HELPED, LEVEL, TOLD_NEEDS, free_person, rest
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.luck import draw, mixed
from sim.engines.compiled.kernel.pools import is_here, pool_of, team_part
from sim.engines.compiled.kernel.rules import acceptable, judge_need
from sim.engines.compiled.kernel.shifts import contact_minutes, free_later
from sim.engines.compiled.kernel.supporters import attending_log_odds, can_be_told_by
from sim.engines.compiled.kernel.telling import (
    asked_for,
    begin_conversation,
    converse,
    judged_beside,
    knowledge,
    knows_now,
    move_trust,
    needs_of,
    open_needs,
    remember,
    still_there,
    trust_change,
)
from sim.engines.compiled.kernel.threads import leave, take_on
from sim.engines.compiled.kernel.tickets import end_ticket, worker_of
from sim.engines.compiled.layouts import ASSUMED, DISTANCE, HELP, NEED, PERSONA, STEP, TEAM
from sim.formulas import chance_of_attending
from sim.log import What
from sim.model.words import ENDS, HELP_SOUGHT_FROM, MINUTES_PER_WEEK, MODES

NOT_HEARD: Final = ENDS.index("not_heard")
_AT_THE_PLACE: Final = ("face_to_face", "drop_in", "group")
AT_THE_PLACE: Final = sum(1 << MODES.index(mode) for mode in _AT_THE_PLACE)
"""Modes for which she goes to where the team is; a bit set."""
ASSESSED = int(What.ASSESSED)
CONFIRMS_ROW = int(What.CONFIRMS)
HELPS_ROW = int(What.HELPS)
MISSED_ROW = int(What.MISSED)
RETELLS_ROW = int(What.RETELLS)
TELLS_ROW = int(What.TELLS)
TOLD_FOR_HER_ROW = int(What.TOLD_FOR_HER)


@kernel
def contact(m: Memory, t: int, point: int) -> int:
    """One contact, or a meeting without her. The needs that help reached, or MISSED."""
    step, tk = m[t + THREAD.PLACE_STEP], m[t + THREAD.CONTACT_TICKET]
    if point == CONTACT:
        m[t + THREAD.CONTACT_BEGAN] = m[WORLD.NOW]
        certain = not m[step + STEP.WITH_HER] or m[tk + TICKET.KEPT] >= 0
        if not certain and not _comes(m, t, step, tk):
            return _miss(m, t, step, tk)
        contact_begins(m, t)
        return _meet(m, t, step, tk) if m[step + STEP.WITH_HER] else confer(m, t, step, tk)
    if point == MISS_OVER:
        _miss_over(m, t, tk)
        return done(m, t, MISSED)
    if point == CONFER_OVER:
        confer_over(m, t, step, tk)
        return done(m, t, 0)
    reached = _meet_over(m, t, step, tk)
    if m[t + THREAD.OPEN] and m[step + STEP.COMPANION] >= 0:
        give_companion(m, t, step)
    return done(m, t, reached)


# She comes or not


@kernel
def _comes(m: Memory, t: int, step: int, tk: int) -> bool:
    """Whether she attends: a logit of base, weeks waited, barrier and trust."""
    if not m[step + STEP.BOOKS]:
        return True
    x = m.view(np.float64)
    a, p, mode = m[WORLD.ASSUMED], m[t + THREAD.PERSON], m[step + STEP.MODE]
    base = x[m[a + ASSUMED.ATTENDS] + mode]
    purpose = mixed(purposes.ATTENDS, m[step + STEP.PURPOSE])
    if m[WORLD.FLAT]:
        return draw(m, p, purpose) < base
    since = m[tk + TICKET.EARLIEST] if m[t + THREAD.SESSION] else m[tk + TICKET.JOINED]
    chance = chance_of_attending(
        base,
        x[a + ASSUMED.ATTENDS_PER_WEEK],
        max(0, m[WORLD.NOW] - since) / MINUTES_PER_WEEK,
        x[a + ASSUMED.WEEKS_THAT_COUNT],
        x[a + ASSUMED.BARRIER],
        x[m[p + PERSON.BARRIERS] + mode],
        x[a + ASSUMED.ON_ATTENDING] if m[a + ASSUMED.TRUST_ACTS] else 0.0,
        trust_change(m, p),
        _support(m, p, step),
    )
    return draw(m, p, purpose) < chance


@kernel
def _support(m: Memory, p: int, step: int) -> float:
    """Log odds of coming: supporters and a companion for it, distance against it."""
    x = m.view(np.float64)
    a = m[WORLD.ASSUMED]
    log_odds = attending_log_odds(m, p)
    if m[p + PERSON.COMPANION] >= 0:
        log_odds += x[a + ASSUMED.COMPANION]
    if AT_THE_PLACE >> m[step + STEP.MODE] & 1:
        site = m[team_part(m, m[step + STEP.TEAM]) + TEAM.SITE]
        log_odds -= x[a + ASSUMED.DISTANCE] * _distance(m, p, site)
    return log_odds


@kernel
def _distance(m: Memory, p: int, site: int) -> float:
    """How far a place is for her, as she came; 0 where nothing is said of it."""
    x = m.view(np.float64)
    row = m[p + PERSON.AT_ONSET]
    for i in range(m[row + PERSONA.N_DISTANCE]):
        if m[m[row + PERSONA.DISTANCE] + i * DISTANCE.SIZE + DISTANCE.PLACE] == site:
            return x[m[p + PERSON.DISTANCE] + i]
    return 0.0


@kernel
def _miss(m: Memory, t: int, step: int, tk: int) -> int:
    """The seats are held for the planned minutes; she is elsewhere."""
    m[t + THREAD.MISSES] += 1
    held = contact_minutes(m, tk, m[step + STEP.PLANNED])
    m[t + THREAD.MINUTES] = held
    log(m, t, MISSED_ROW, worker_of(m, tk, 0), 0, 0, held, -1, -1)
    free_person(m, m[t + THREAD.PERSON])
    plan_end_of_contact(m, t, held)
    return stay(m, t, MISS_OVER)


@kernel
def _miss_over(m: Memory, t: int, tk: int) -> None:
    for i in range(m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, i)
        if counts(m, m[WORLD.NOW]):
            m[total(m, pool_of(worker)) + TOTAL.MISSED] += m[t + THREAD.MINUTES]
        free_later(m, worker, m[WORLD.NOW], 0, 0)
    end_ticket(m, tk)


# They talk


@kernel
def _meet(m: Memory, t: int, step: int, tk: int) -> int:
    """A two-way contact begins: what is said in it is settled now, and known at its end."""
    p, mode = m[t + THREAD.PERSON], m[step + STEP.MODE]
    minutes = contact_minutes(m, tk, minutes_drawn(m, p, step))
    for i in range(m[tk + TICKET.N_WORKERS]):
        log(m, t, MEETS, worker_of(m, tk, i), 0, 0, m[step + STEP.PLANNED] * 16 + mode, -1, -1)
    m[p + PERSON.CONTACTS] += 1
    contacts, worker = m[p + PERSON.CONTACTS], worker_of(m, tk, 0)
    known = knowledge(m, t, worker, contacts)
    for i in range(1, m[tk + TICKET.N_WORKERS]):
        known |= known_by(m, p, worker_of(m, tk, i), FACT_MEMORY)
    known |= known_by_kept(m, t, worker)
    hands_over(m, t, tk, minutes)
    begin_conversation(m, t, known)
    converse(m, t, step, tk, minutes, can_be_told_by(m, p, mode, contacts))
    m[t + THREAD.MINUTES] = minutes
    plan_end_of_contact(m, t, minutes)
    return stay(m, t, MEET_OVER)


@kernel
def _meet_over(m: Memory, t: int, step: int, tk: int) -> int:
    """The contact ends: who knows what, how she is judged, what was helped. The needs reached."""
    p, minutes = m[t + THREAD.PERSON], m[t + THREAD.MINUTES]
    worker = worker_of(m, tk, 0)
    m[t + THREAD.SESSION] += 1
    _hear(m, t, step, tk)
    reached = _help(m, t, step, worker)
    log(m, t, PARTS_ROW, worker, 0, 0, minutes, -1, -1)
    _count_minutes(m, t, tk, minutes)
    m[t + THREAD.HELD] = tk
    m[t + THREAD.HELD_FROM] = 0
    m[t + THREAD.HELD_MINUTES] = minutes + m[t + THREAD.BOOKS_MINUTES]
    m[t + THREAD.HELD_TRAVEL] = m[step + STEP.TRAVEL] + m[t + THREAD.BOOKS_TRAVEL]
    free_person(m, p)
    if m[t + THREAD.OVERLAP_LEFT]:
        m[t + THREAD.OVERLAP_LEFT] -= 1
    return reached


@kernel
def _log_told(m: Memory, t: int, what: int, worker: int, chapters: int, minutes: int) -> None:
    if chapters:
        log(m, t, what, worker, 0, chapters, minutes, -1, -1)


@kernel
def _hear(m: Memory, t: int, step: int, tk: int) -> None:
    """Who knows what now, which needs have been heard, and how they are judged."""
    p, worker = m[t + THREAD.PERSON], worker_of(m, tk, 0)
    _log_told(m, t, CONFIRMS_ROW, worker, m[t + THREAD.CONFIRMED], m[t + THREAD.CONFIRMING])
    _log_told(m, t, TELLS_ROW, worker, m[t + THREAD.TOLD], m[t + THREAD.TELLING])
    _log_told(m, t, RETELLS_ROW, worker, m[t + THREAD.RETOLD], m[t + THREAD.RETELLING])
    for_her, minutes = m[t + THREAD.TOLD_FOR_HER], m[t + THREAD.TELLING_FOR_HER]
    _log_told(m, t, TOLD_FOR_HER_ROW, worker, for_her, minutes)
    for i in range(m[tk + TICKET.N_WORKERS]):
        remember(m, p, worker_of(m, tk, i), knows_now(m, t), m[t + THREAD.TOLD])
        meets_last(m, p, worker_of(m, tk, i))
    m[t + THREAD.WORKER] = worker
    own = m[t + THREAD.OWN]
    if own < 0 or pool_of(own) != m[step + STEP.POOL] or not is_here(m, own):
        m[t + THREAD.OWN] = worker
    asked = asked_for(m, p, step)
    _take_needs(m, t, p, needs_of(m, p, knows_now(m, t) & asked))
    unheard = needs_of(m, p, asked) & m[t + THREAD.NEEDS] & ~m[t + THREAD.HEARD]
    if m[step + STEP.ASSESSMENT]:
        log(m, t, ASSESSED, worker, 0, 0, 0, -1, -1)
    if asked:
        judge_on_thread(m, t, step, tk, m[step + STEP.ASSESSMENT] != 0)
    move_trust(m, t, p)
    if m[t + THREAD.MAIN]:  # without responsibility nobody is told that she was not heard
        return
    if unheard:
        leave(m, t, unheard, NOT_HEARD)
    if m[t + THREAD.OPEN]:
        _look(m, t, step, tk)
    if m[t + THREAD.OPEN] and m[t + THREAD.LINK_BACK]:
        _write_back(m, t, p, worker)


@kernel
def _take_needs(m: Memory, t: int, p: int, heard: int) -> None:
    """Needs heard of join the thread if they are open and travel on none."""
    first = heard & ~m[p + PERSON.HEARD]
    if first:
        m[p + PERSON.HEARD] |= first
        log(m, t, TOLD_NEEDS, -1, first, 0, 0, -1, -1)
    new = open_needs(m, p, heard)
    for need in range(m[p + PERSON.N_NEEDS]):
        if thread_of(m, p, need):
            new &= ~(1 << need)
    if new and not m[t + THREAD.MAIN]:
        take_on(m, t, new)
    m[t + THREAD.HEARD] |= heard


@kernel
def _look(m: Memory, t: int, step: int, tk: int) -> None:
    """The first assessment looks again at whom it was sent, and at what else she has told."""
    if m[t + THREAD.LOOKED_AT] or not m[step + STEP.ASSESSMENT]:
        return
    m[t + THREAD.LOOKED_AT] = 1
    p = m[t + THREAD.PERSON]
    known = needs_of(m, p, known_by(m, p, worker_of(m, tk, 0), FACT_MEMORY))
    beside = still_there(m, p, known & ~m[t + THREAD.NEEDS])
    levels = judged_beside(m, p, step, tk, beside)
    if not acceptable(m, t, m[step + STEP.TEAM], beside, levels, False):
        m[t + THREAD.BOUNCED] = 1


@kernel
def _write_back(m: Memory, t: int, p: int, worker: int) -> None:
    """A letter back to the team that handed on."""
    m[t + THREAD.LINK_BACK] = 0
    if m[t + THREAD.FROM_TEAM] >= 0:
        know(m, p, m[t + THREAD.FROM_TEAM], FACT_OF_TEAM, known_by(m, p, worker, FACT_MEMORY))
    m[t + THREAD.LETTERS_DUE] += 1


# She is helped


@kernel
def reachable(m: Memory, t: int, step: int) -> int:
    """The needs told on this thread that the step can help."""
    helps = m[step + STEP.HELPS]
    if helps == 0:
        return 0
    p = m[t + THREAD.PERSON]
    needs = 0
    for need in range(m[p + PERSON.N_NEEDS]):
        if m[t + THREAD.NEEDS] & m[t + THREAD.HEARD] & 1 << need:
            helped = m[helps + HELP.DOMAINS] >> m[need_row(m, p, need) + NEED.DOMAIN] & 1
            if helped and 0 < level_of(m, p, need) <= m[helps + HELP.REACHES]:
                needs |= 1 << need
    return needs


@kernel
def _help(m: Memory, t: int, step: int, worker: int) -> int:
    """A session of help, if enough minutes were left for it."""
    if not m[t + THREAD.OPEN] or m[t + THREAD.BOUNCED]:
        return 0
    if m[t + THREAD.HELPING] < m[m[WORLD.ASSUMED] + ASSUMED.HELP_AT_LEAST]:
        return 0
    reached = reachable(m, t, step)
    if reached:
        m[t + THREAD.HELPED] |= reached
        log(m, t, HELPS_ROW, worker, reached, 0, m[t + THREAD.HELPING], -1, -1)
    return reached


@kernel
def finish_course(m: Memory, t: int, step: int, reached: int) -> None:
    """The course is over: what it reached, it may have helped."""
    x = m.view(np.float64)
    helps = m[step + STEP.HELPS]
    if helps == 0 or not m[t + THREAD.OPEN] or m[t + THREAD.BOUNCED]:
        return
    p = m[t + THREAD.PERSON]
    reached &= m[t + THREAD.NEEDS]
    for need in range(m[p + PERSON.N_NEEDS]):
        if not reached >> need & 1:
            continue
        level = min(level_of(m, p, need), m[helps + HELP.LOWERS_TO])
        works = x[m[helps + HELP.WORKS] + level_of(m, p, need)]
        purpose = mixed(purposes.WORKS, m[step + STEP.PURPOSE])
        if draw(m, p, purpose ^ m[need_row(m, p, need) + NEED.PURPOSE]) >= works:
            continue
        m[m[p + PERSON.LEVELS] + need] = level
        judge_need(m, t, need, level)
        log(m, t, LEVEL, -1, 1 << need, 0, level, -1, -1)
        rest(m, p, need)
        reconsider_life(m, p)
        if level < HELP_SOUGHT_FROM:
            leave(m, t, 1 << need, HELPED)


@kernel
def _count_minutes(m: Memory, t: int, tk: int, minutes: int) -> None:
    if not counts(m, m[WORLD.NOW]):
        return
    at = total(m, pool_of(worker_of(m, tk, 0)))
    m[at + TOTAL.TELLING] += m[t + THREAD.TELLING] + m[t + THREAD.TELLING_FOR_HER]
    m[at + TOTAL.RETELLING] += m[t + THREAD.RETELLING]
    m[at + TOTAL.CONFIRMING] += m[t + THREAD.CONFIRMING]
    m[at + TOTAL.HELPING] += m[t + THREAD.HELPING]
    m[at + TOTAL.CONTACTS] += 1
    for i in range(1, m[tk + TICKET.N_WORKERS]):
        m[total(m, pool_of(worker_of(m, tk, i))) + TOTAL.COORDINATING] += minutes


# Workers meet without her (MODEL section 5)
