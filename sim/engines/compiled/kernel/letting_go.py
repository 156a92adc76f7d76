"""Workers of a contact: held until the rules have been read, then let go with what they write."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, TICKET, TOTAL, WORLD
from sim.engines.compiled.kernel.clock import CONTACT_ENDS, CONTACTS_END, order_of, plan
from sim.engines.compiled.kernel.counting import counts, total
from sim.engines.compiled.kernel.pools import pool_of
from sim.engines.compiled.kernel.shifts import free_later
from sim.engines.compiled.kernel.tickets import end_ticket, worker_of
from sim.engines.compiled.layouts import ASSUMED


@kernel
def coordinate(m: Memory, worker: int, minutes: int) -> None:
    """Count minutes of a worker's letters, travel and meetings."""
    if counts(m, m[WORLD.NOW]):
        m[total(m, pool_of(worker)) + TOTAL.COORDINATING] += minutes


@kernel
def release_workers(m: Memory, t: int, letters: int) -> None:
    """Let go of the workers of the last contact, after writing so many letters."""
    tk = m[t + THREAD.HELD]
    if tk == 0:
        return
    first = m[t + THREAD.HELD_FROM]
    letters += m[t + THREAD.LETTERS_DUE]
    m[t + THREAD.HELD] = m[t + THREAD.LETTERS_DUE] = 0
    for place in range(first, m[tk + TICKET.N_WORKERS]):
        worker = worker_of(m, tk, place)
        extra = m[t + THREAD.HELD_TRAVEL]
        if place == first:
            extra += letters * m[m[WORLD.ASSUMED] + ASSUMED.WRITING]
        coordinate(m, worker, extra)
        free_later(m, worker, m[WORLD.NOW], m[t + THREAD.HELD_MINUTES], extra)
    end_ticket(m, tk)


@kernel
def plan_end_of_contact(m: Memory, t: int, minutes: int) -> None:
    """The end of a contact of this thread that lasts so many minutes from now."""
    who = m[m[t + THREAD.PERSON] + PERSON.NUMBER]
    order = order_of(m[t + THREAD.NUMBER], 0, 0)
    plan(m, m[WORLD.NOW] + minutes, CONTACTS_END, who, order, CONTACT_ENDS, t, 0, 0)
