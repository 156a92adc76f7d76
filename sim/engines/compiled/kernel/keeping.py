"""Live transfers: the worker and the person stay together until the next contact can begin.

A transfer that is known at the start to be refused or lost, or that only joins what she waits for
already, that knocks at a closed list, or that leads to a pause or to a meeting without her, goes
the usual way of its kind.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import known_by
from sim.engines.compiled.kernel.blocks import KEPT_NOTE, PERSON, POOL_STATE, THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.clock import (
    CONTACTS_END,
    DISPATCH,
    KEPT_LEAVES,
    KEPT_TOO_LATE,
    order_of,
    plan,
)
from sim.engines.compiled.kernel.clocks import DRAWN, QUEUE
from sim.engines.compiled.kernel.counting import FACT_MEMORY
from sim.engines.compiled.kernel.entering import enter, stand_at, takes, waits_there
from sim.engines.compiled.kernel.frames import CALL, HAND_ON, TOGETHER_CALLED, become, call, done
from sim.engines.compiled.kernel.handing import (
    COLD,
    is_lost,
    loss_latent,
    passes,
    referral_of,
    taken_on_paper,
)
from sim.engines.compiled.kernel.letting_go import coordinate, release_workers
from sim.engines.compiled.kernel.lists import step_at, team_of_pool
from sim.engines.compiled.kernel.lives import free_person
from sim.engines.compiled.kernel.logbook import log
from sim.engines.compiled.kernel.memory import give_back, take
from sim.engines.compiled.kernel.offering import TAKEN, first_offer, settle_offer
from sim.engines.compiled.kernel.pools import fits, pool, pool_of, slot_of, team_part
from sim.engines.compiled.kernel.shifts import free_later
from sim.engines.compiled.kernel.threads import end_thread
from sim.engines.compiled.kernel.tickets import is_seated, seat_worker, worker_of
from sim.engines.compiled.kernel.waiting import ticket_for
from sim.engines.compiled.layouts import ASSUMED, HELP, RULE, STEP, TEAM
from sim.log import What

KIND_KEPT = 3
KEPT_ROW = int(What.KEPT)
A_LONG_TIME: Final = 1 << 40


@kernel
def worker_stays(m: Memory, t: int, step: int, rule: int, letters: int) -> None:
    """Whoever has just met her stays, if the first of the moves says so; others are let go.

    The worker writes so many letters once that is over. ``rule`` 0: there is no move.
    """
    tk = m[t + THREAD.HELD]
    if rule == 0 or m[rule + RULE.KEEP] < 0 or tk == 0 or not m[step + STEP.WITH_HER]:
        return
    m[t + THREAD.KEPT_WORKER] = worker_of(m, tk, 0)
    m[t + THREAD.KEPT_SINCE] = m[WORLD.NOW]
    m[t + THREAD.KEPT_MINUTES] = m[t + THREAD.HELD_MINUTES]
    m[t + THREAD.KEPT_TRAVEL] = m[t + THREAD.HELD_TRAVEL]
    m[t + THREAD.KEPT_LETTERS] = letters + m[t + THREAD.LETTERS_DUE]
    m[t + THREAD.LETTERS_DUE] = 0
    m[t + THREAD.HELD_FROM] = 1
    release_workers(m, t, 0)
    m[m[t + THREAD.PERSON] + PERSON.BUSY] = 1


@kernel
def go_together(m: Memory, t: int, point: int, value: int) -> int:
    """Wait together for the next contact, or go another way."""
    if point == TOGETHER_CALLED:
        return _waited_together(m, t, value)
    x = m.view(np.float64)
    rule, step = m[t + THREAD.WAY_RULE], m[t + THREAD.WAY_STEP]
    go = m[rule + RULE.GO]
    target = step_at(m, go)
    handed = m[target + STEP.TEAM] != m[step + STEP.TEAM]
    latent = loss_latent(m, t) if handed else 1.0
    x[t + THREAD.LIVE_LATENT] = latent
    m[t + THREAD.LIVE_HANDED] = int(handed)
    referral_of(m, t, rule, step, -1)
    if _cannot_be_live(m, t, rule, target, handed, latent):
        _let_worker_go(m, t, int(m[rule + RULE.BY] == COLD))
        return _go(m, t, step)
    stand_at(m, t, go)
    if m[target + STEP.OFFERED] and first_offer(m, t, target) != TAKEN:
        _let_worker_go(m, t, 0)
        if handed:
            passes(m, t)
        settle_offer(m, t, target)
        return done(m, t, 0)
    return _together(m, t, rule, target)


@kernel
def _cannot_be_live(m: Memory, t: int, rule: int, target: int, handed: bool, latent: float) -> bool:
    go = m[rule + RULE.GO]
    if m[target + STEP.PAUSE] >= 0 or not m[target + STEP.WITH_HER]:
        return True  # nobody is there to be led to
    if handed and is_lost(m, t, m[rule + RULE.BY], latent):
        return True
    if handed and not taken_on_paper(m, t, target, True):
        return True
    return waits_there(m, t, go) != 0 or not takes(m, t, go)


@kernel
def _together(m: Memory, t: int, rule: int, target: int) -> int:
    """Both wait until the next contact can begin."""
    now, worker = m[WORLD.NOW], m[t + THREAD.KEPT_WORKER]
    tk = ticket_for(m, t, target)
    m[tk + TICKET.KEPT] = worker
    if _goes_on_alone(m, tk, target):
        seat_worker(m, tk, worker)
        return _waited_together(m, t, tk)
    limit = max(0, min(m[rule + RULE.KEEP], _minutes_left(m, worker)))
    who = m[m[t + THREAD.PERSON] + PERSON.NUMBER]
    order = order_of(m[t + THREAD.NUMBER], KIND_KEPT, 0)
    serial = m[tk + TICKET.SERIAL]
    # after the dispatch of that minute, so that a contact may begin in the last one
    plan(m, now + limit, DISPATCH, who, order, KEPT_TOO_LATE, t, tk, serial)
    drawn = m[team_part(m, m[target + STEP.TEAM]) + TEAM.DRAWN]
    m[t + THREAD.CALL_TICKET] = tk
    m[t + THREAD.CALL_KIND] = DRAWN if drawn else QUEUE
    m[t + THREAD.CALL_STEP] = m[rule + RULE.GO]
    m[t + THREAD.CALL_WITHIN] = m[t + THREAD.CALL_PATIENCE] = 0
    return call(m, t, TOGETHER_CALLED, CALL)


@kernel
def _goes_on_alone(m: Memory, tk: int, target: int) -> bool:
    """Whether the next contact is one for the same worker, who can begin it at once."""
    worker = m[tk + TICKET.KEPT]
    number = m[target + STEP.POOL]
    if pool_of(worker) != number or m[tk + TICKET.EARLIEST] > m[WORLD.NOW]:
        return False
    helps = m[target + STEP.HELPS]
    if m[target + STEP.N_BESIDE] or m[target + STEP.YEARLY_LIMIT] >= 0:
        return False
    if helps and m[helps + HELP.PLACE]:
        return False
    q = pool(m, number)
    ends = m[WORLD.NOW] + m[target + STEP.PLANNED]
    return bool(m[q + POOL_STATE.DRAWN]) or fits(m, q, slot_of(worker), ends)


@kernel
def _minutes_left(m: Memory, worker: int) -> int:
    """Minutes left before the end of a worker's shift and its overrun."""
    q = pool(m, pool_of(worker))
    if m[q + POOL_STATE.DRAWN]:
        return A_LONG_TIME
    end = m[m[q + POOL_STATE.SHIFT_END] + slot_of(worker)] + m[q + POOL_STATE.OVERRUN]
    return end - m[WORLD.NOW]


@kernel
def _waited_together(m: Memory, t: int, tk: int) -> int:
    """The next contact begins, or it has not come in time."""
    rule, step = m[t + THREAD.WAY_RULE], m[t + THREAD.WAY_STEP]
    if tk:
        if m[t + THREAD.LIVE_HANDED]:
            passes(m, t)
        m[t + THREAD.READY] = tk
        m[t + THREAD.OWN] = m[t + THREAD.INTRODUCED] = worker_of(m, tk, 0)
        return done(m, t, 0)
    if not m[t + THREAD.OPEN]:
        _let_worker_go(m, t, 0)
        return done(m, t, 0)
    go = m[rule + RULE.OTHERWISE] if m[rule + RULE.OTHERWISE] >= 0 else m[rule + RULE.GO]
    goes_to = m[step_at(m, go) + STEP.TEAM]
    _let_worker_go(m, t, int(goes_to != m[step + STEP.TEAM]))
    if go == m[rule + RULE.GO]:  # she has said yes to it already
        m[t + THREAD.ACCEPTED] = go
    referral_of(m, t, rule, step, -1)
    m[t + THREAD.GO] = go
    m[t + THREAD.BY] = COLD
    return _go(m, t, step)


@kernel
def _go(m: Memory, t: int, step: int) -> int:
    """On without company."""
    x = m.view(np.float64)
    if m[step_at(m, m[t + THREAD.GO]) + STEP.TEAM] == m[step + STEP.TEAM]:
        enter(m, t, m[t + THREAD.GO])
        return done(m, t, 0)
    x[t + THREAD.HAND_LATENT] = x[t + THREAD.LIVE_LATENT]
    m[t + THREAD.HAS_LATENT] = 1
    return become(m, t, HAND_ON)


# The next contact begins, or she is let go


@kernel
def known_by_kept(m: Memory, t: int, worker: int) -> int:
    """The chapters that the worker who stayed says in front of her to another."""
    kept = m[t + THREAD.KEPT_WORKER]
    if kept < 0 or kept == worker:
        return 0
    return known_by(m, m[t + THREAD.PERSON], kept, FACT_MEMORY)


@kernel
def hands_over(m: Memory, t: int, tk: int, minutes: int) -> None:
    """The worker who stayed leaves after the words, or goes on as the worker of this contact.

    Notes minutes of contact and of travel that such a worker still has on the books. Who goes on in
    a further seat, drawn for it, says the words from there.
    """
    kept = m[t + THREAD.KEPT_WORKER]
    m[t + THREAD.KEPT_WORKER] = -1
    m[t + THREAD.BOOKS_MINUTES] = m[t + THREAD.BOOKS_TRAVEL] = 0
    if kept < 0:
        return
    if kept == worker_of(m, tk, 0):
        m[t + THREAD.LETTERS_DUE] += m[t + THREAD.KEPT_LETTERS]
        m[t + THREAD.BOOKS_MINUTES] = m[t + THREAD.KEPT_MINUTES]
        m[t + THREAD.BOOKS_TRAVEL] = m[t + THREAD.KEPT_TRAVEL]
        return
    if is_seated(m, tk, m[tk + TICKET.N_WORKERS], kept):
        _is_free_now(m, t, kept, 0)
        return
    stays = min(m[m[WORLD.ASSUMED] + ASSUMED.MEETING], minutes, _minutes_left(m, kept))
    who = m[m[t + THREAD.PERSON] + PERSON.NUMBER]
    order = order_of(m[t + THREAD.NUMBER], KIND_KEPT, 0)
    left = take(m, KEPT_NOTE.SIZE)
    m[left + KEPT_NOTE.WORKER] = kept
    m[left + KEPT_NOTE.SINCE] = m[t + THREAD.KEPT_SINCE]
    m[left + KEPT_NOTE.MINUTES] = m[t + THREAD.KEPT_MINUTES]
    m[left + KEPT_NOTE.TRAVEL] = m[t + THREAD.KEPT_TRAVEL]
    m[left + KEPT_NOTE.LETTERS] = m[t + THREAD.KEPT_LETTERS]
    m[t + THREAD.REFERENCES] += 1
    leaves = m[WORLD.NOW] + max(1, stays)
    plan(m, leaves, CONTACTS_END, who, order, KEPT_LEAVES, t, left, 0)


@kernel
def kept_leaves(m: Memory, t: int, left: int) -> None:
    """The worker who stayed until the next contact began has said what there was to say."""
    _is_free(
        m,
        t,
        m[left + KEPT_NOTE.WORKER],
        m[left + KEPT_NOTE.SINCE],
        m[left + KEPT_NOTE.MINUTES],
        m[left + KEPT_NOTE.TRAVEL],
        m[left + KEPT_NOTE.LETTERS],
    )
    give_back(m, left, KEPT_NOTE.SIZE)
    m[t + THREAD.REFERENCES] -= 1
    end_thread(m, t)


@kernel
def _let_worker_go(m: Memory, t: int, letters: int) -> None:
    """The two part: nothing came of waiting together but letters to write."""
    worker = m[t + THREAD.KEPT_WORKER]
    m[t + THREAD.KEPT_WORKER] = -1
    free_person(m, m[t + THREAD.PERSON])
    _is_free_now(m, t, worker, letters)


@kernel
def _is_free_now(m: Memory, t: int, worker: int, letters: int) -> None:
    """The worker noted on the thread stays with her no longer, and writes so many letters."""
    _is_free(
        m,
        t,
        worker,
        m[t + THREAD.KEPT_SINCE],
        m[t + THREAD.KEPT_MINUTES],
        m[t + THREAD.KEPT_TRAVEL],
        m[t + THREAD.KEPT_LETTERS] + letters,
    )


@kernel
def _is_free(
    m: Memory, t: int, worker: int, since: int, minutes: int, travel: int, letters: int
) -> None:
    together = m[WORLD.NOW] - since
    extra = travel + letters * m[m[WORLD.ASSUMED] + ASSUMED.WRITING]
    team = team_of_pool(m, pool_of(worker))
    log(m, t, KEPT_ROW, worker, 0, 0, together, -1, team)
    coordinate(m, worker, together + extra)
    free_later(m, worker, m[WORLD.NOW], minutes, extra)
