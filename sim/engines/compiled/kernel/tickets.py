"""Tickets: blocks that come and go, and references that notice when one is gone."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import THREAD, TICKET, WANTED, WORLD
from sim.engines.compiled.kernel.memory import give_back, list_add, reserve


@kernel
def new_ticket(m: Memory) -> int:
    """A ticket with nothing on it; for nobody in particular it would be one of other people."""
    tk = m[WORLD.FREE_TICKETS]
    if tk:
        m[WORLD.FREE_TICKETS] = m[tk + TICKET.NEXT_FREE]
        for i in range(tk + 1, tk + TICKET.SIZE):
            m[i] = 0
    else:
        tk = reserve(m, TICKET.SIZE)
        list_add(m, WORLD.ALL_TICKETS, tk)
    m[WORLD.SERIAL] += 1
    m[tk + TICKET.SERIAL] = m[WORLD.SERIAL]
    m[tk + TICKET.OWN] = m[tk + TICKET.LIMITED] = m[tk + TICKET.STREAM] = -1
    m[tk + TICKET.RETRY] = m[tk + TICKET.KEPT] = m[tk + TICKET.TURN] = -1
    m[tk + TICKET.SESSIONS] = m[tk + TICKET.WITH_HER] = 1
    return tk


@kernel
def end_ticket(m: Memory, tk: int) -> None:
    """Nobody needs the ticket any more. What still refers to it finds another serial number."""
    room = m[tk + TICKET.ROOM]
    if room:
        give_back(m, m[tk + TICKET.BESIDE], room * WANTED.SIZE)
        give_back(m, m[tk + TICKET.MORE], room)
    t = m[tk + TICKET.THREAD]
    if t and m[t + THREAD.TICKET] == tk:
        m[t + THREAD.TICKET] = 0
    m[tk + TICKET.SERIAL] = 0
    m[tk + TICKET.NEXT_FREE] = m[WORLD.FREE_TICKETS]
    m[WORLD.FREE_TICKETS] = tk


@kernel
def waits_still(m: Memory, tk: int, serial: int) -> bool:
    """Whether a ticket that was known by this serial number is neither seen nor withdrawn."""
    return m[tk + TICKET.SERIAL] == serial and not m[tk + TICKET.GONE]


@kernel
def ranks_before(m: Memory, a: int, b: int) -> bool:
    """Whether one ticket comes before another: order, minute joined, person and thread."""
    if m[a + TICKET.ORDER] != m[b + TICKET.ORDER]:
        return m[a + TICKET.ORDER] < m[b + TICKET.ORDER]
    if m[a + TICKET.JOINED] != m[b + TICKET.JOINED]:
        return m[a + TICKET.JOINED] < m[b + TICKET.JOINED]
    if m[a + TICKET.KEY_WHO] != m[b + TICKET.KEY_WHO]:
        return m[a + TICKET.KEY_WHO] < m[b + TICKET.KEY_WHO]
    return m[a + TICKET.KEY_ORDER] < m[b + TICKET.KEY_ORDER]


@kernel
def worker_of(m: Memory, tk: int, place: int) -> int:
    """The worker in one of the seats taken."""
    return m[tk + TICKET.WORKER] if place == 0 else m[m[tk + TICKET.MORE] + place - 1]


@kernel
def is_seated(m: Memory, tk: int, seats: int, worker: int) -> bool:
    """Whether a worker has one of the first so many seats taken."""
    for i in range(seats):
        if worker_of(m, tk, i) == worker:
            return True
    return False


@kernel
def seat_worker(m: Memory, tk: int, worker: int) -> None:
    """One more seat is taken, by this worker."""
    count = m[tk + TICKET.N_WORKERS]
    if count == 0:
        m[tk + TICKET.WORKER] = worker
    else:
        m[m[tk + TICKET.MORE] + count - 1] = worker
    m[tk + TICKET.N_WORKERS] = count + 1


@kernel
def wanted(m: Memory, tk: int, place: int) -> int:
    """One of the further seats."""
    return m[tk + TICKET.BESIDE] + place * WANTED.SIZE
