"""Other people: a light stream without a story, bare events (MODEL section 8)."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import exponential, geometric
from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import STREAM_STATE, TEAM_STATE, TICKET, TOTAL, WORLD
from sim.engines.compiled.kernel.clock import (
    CONTACTS_END,
    OTHER_ARRIVES,
    OTHER_LEAVES_PLACE,
    OTHER_STOPS,
    PEOPLE_ARRIVE,
    PEOPLE_STOP_WAITING,
    plan,
)
from sim.engines.compiled.kernel.counting import counts, total
from sim.engines.compiled.kernel.joining import join, withdraw
from sim.engines.compiled.kernel.lists import DUE, NEW, URGENT, has_room, take_place_at, team_state
from sim.engines.compiled.kernel.luck import draw_law, key_of, uniform_at
from sim.engines.compiled.kernel.shifts import contact_minutes, free_later
from sim.engines.compiled.kernel.tickets import end_ticket, new_ticket, waits_still, worker_of
from sim.engines.compiled.layouts import POOL, PROGRAM, STREAM
from sim.formulas import whole_minutes

WAITING_AT_START: Final = 1 << 31
UNDER_WAY_AT_START: Final = 3 << 30
OTHER_PEOPLE: Final = 1 << 47
"""Above every number of a person with a story: their keys come after."""
K_BITS: Final = 32


@kernel
def stream_part(m: Memory, number: int) -> int:
    """The row of a stream in the program as it now is."""
    return m[WORLD.STREAMS] + number * STREAM.SIZE


@kernel
def _state(m: Memory, number: int) -> int:
    return m[WORLD.STREAM_STATES] + number * STREAM_STATE.SIZE


@kernel
def _team(m: Memory, number: int) -> int:
    """The team whose list a stream stands on, as the run began."""
    program = m[WORLD.BASE_PROGRAM]
    part = m[program + PROGRAM.STREAMS] + number * STREAM.SIZE
    return m[m[program + PROGRAM.POOLS] + m[part + STREAM.POOL] * POOL.SIZE + POOL.TEAM]


@kernel
def _who(stream: int, k: int) -> int:
    """The key of one of the other people: after everybody with a story."""
    return OTHER_PEOPLE | stream << K_BITS | k & (1 << K_BITS) - 1


@kernel
def begin_stream(m: Memory, number: int) -> None:
    """Who waits and who is under way at minute 0, and the first arrival."""
    state = _state(m, number)
    m[state + STREAM_STATE.KEY] = key_of(
        m[WORLD.LUCK_WORLD], m[stream_part(m, number) + STREAM.KEY]
    )
    _already_waiting(m, number)
    _already_under_way(m, number)
    next_other(m, number)


@kernel
def _already_waiting(m: Memory, number: int) -> None:
    """The list as it stands at minute 0, the longest waiting first."""
    part = stream_part(m, number)
    people = m[part + STREAM.WAITING_PEOPLE]
    for place in range(people):
        waited = m[part + STREAM.WAITING_MINUTES] * (people - place) // people
        k = WAITING_AT_START + place
        _come(m, number, k, key_of(m[_state(m, number) + STREAM_STATE.KEY], k), -waited)


@kernel
def _already_under_way(m: Memory, number: int) -> None:
    """Those between two contacts at minute 0; where they take a place, while there are any."""
    x = m.view(np.float64)
    part = stream_part(m, number)
    people = m[part + STREAM.UNDER_WAY]
    for place in range(people):
        if m[part + STREAM.PLACE]:
            if not has_room(m, _team(m, number)):
                return
            take_place_at(m, _team(m, number))
        k = UNDER_WAY_AT_START + place
        entity = key_of(m[_state(m, number) + STREAM_STATE.KEY], k)
        u = uniform_at(entity, purposes.OTHER_SESSIONS, 0)
        left = geometric(u, x[part + STREAM.SESSIONS])
        due = m[part + STREAM.INTERVAL] * (2 * place + 1) // (2 * people)
        _join(m, number, _who(number, k), entity, 1, 1 + left, due)


@kernel
def next_other(m: Memory, number: int) -> None:
    """Plan the next arrival only."""
    x = m.view(np.float64)
    state = _state(m, number)
    k = m[state + STREAM_STATE.K]
    entity = key_of(m[state + STREAM_STATE.KEY], k)
    m[state + STREAM_STATE.ENTITY] = entity
    gap = x[stream_part(m, number) + STREAM.GAP]
    x[state + STREAM_STATE.AT] += exponential(uniform_at(entity, purposes.OTHER_GAP, 0), gap)
    if x[state + STREAM_STATE.AT] < m[WORLD.HORIZON]:
        minute = int(x[state + STREAM_STATE.AT])
        plan(m, minute, PEOPLE_ARRIVE, _who(number, k), 0, OTHER_ARRIVES, number, 0, 0)


@kernel
def other_arrives(m: Memory, number: int) -> None:
    """The next of a stream comes; a closed list turns them away, but for the urgent."""
    state = _state(m, number)
    part = stream_part(m, number)
    closed = m[team_state(m, _team(m, number)) + TEAM_STATE.CLOSED]
    if closed and not m[part + STREAM.URGENT]:
        if counts(m, m[WORLD.NOW]):
            m[total(m, m[part + STREAM.POOL]) + TOTAL.TURNED_AWAY] += 1
    else:
        k, entity = m[state + STREAM_STATE.K], m[state + STREAM_STATE.ENTITY]
        _come(m, number, k, entity, m[WORLD.NOW])
    m[state + STREAM_STATE.K] += 1
    next_other(m, number)


@kernel
def _come(m: Memory, number: int, k: int, entity: int, joined: int) -> None:
    """The k-th person of a stream asks for the first of so many contacts."""
    x = m.view(np.float64)
    part = stream_part(m, number)
    u = uniform_at(entity, purposes.OTHER_SESSIONS, 0)
    sessions = geometric(u, x[part + STREAM.SESSIONS])
    who = _who(number, k)
    tk = _join(m, number, who, entity, 0, sessions, joined)
    stopping = x[part + STREAM.STOPPING]
    if stopping > 0.0:
        u = uniform_at(entity, purposes.OTHER_PATIENCE, 0)
        minute = max(joined, 0) + whole_minutes(exponential(u, 1.0 / stopping))
        if minute < m[WORLD.HORIZON]:
            serial = m[tk + TICKET.SERIAL]
            plan(m, minute, PEOPLE_STOP_WAITING, who, 0, OTHER_STOPS, tk, serial, 0)


@kernel
def other_stops(m: Memory, tk: int, serial: int) -> None:
    """One of the other people waits no longer for a first contact."""
    if waits_still(m, tk, serial):
        withdraw(m, tk, True)
        end_ticket(m, tk)


@kernel
def _join(
    m: Memory, number: int, who: int, entity: int, session: int, sessions: int, joined: int
) -> int:
    """A ticket for the next contact of one of the other people."""
    part = stream_part(m, number)
    tk = new_ticket(m)
    m[tk + TICKET.POOL] = m[part + STREAM.POOL]
    m[tk + TICKET.PLANNED] = m[part + STREAM.PLANNED]
    order = NEW
    if m[part + STREAM.URGENT]:
        order = URGENT
    elif session:
        order = DUE
    m[tk + TICKET.ORDER] = order
    m[tk + TICKET.JOINED] = m[tk + TICKET.EARLIEST] = joined
    m[tk + TICKET.KEY_WHO] = who
    if m[part + STREAM.PLACE] and not session:
        m[tk + TICKET.PLACE] = 1
    m[tk + TICKET.STREAM] = number
    m[tk + TICKET.ENTITY] = entity
    m[tk + TICKET.SESSION] = session
    m[tk + TICKET.SESSIONS] = sessions
    join(m, tk)
    return tk


@kernel
def start_other(m: Memory, tk: int) -> None:
    """A contact with one of the other people begins, or nobody comes."""
    x = m.view(np.float64)
    number = m[tk + TICKET.STREAM]
    part = stream_part(m, number)
    entity, session, now = m[tk + TICKET.ENTITY], m[tk + TICKET.SESSION], m[WORLD.NOW]
    minutes = m[part + STREAM.PLANNED]
    if uniform_at(entity, purposes.OTHER_MISSES, session) >= x[part + STREAM.MISSED]:
        u = uniform_at(entity, purposes.OTHER_MINUTES, session)
        minutes = whole_minutes(
            draw_law(
                m[part + STREAM.LAW_KIND],
                x[part + STREAM.LAW_MEAN],
                x[part + STREAM.LAW_MU],
                x[part + STREAM.LAW_SIGMA],
                u,
            )
        )
    minutes = contact_minutes(m, tk, minutes)
    worker = worker_of(m, tk, 0)
    ends = now + minutes
    if counts(m, ends):
        at = total(m, m[tk + TICKET.POOL])
        m[at + TOTAL.OTHER_PEOPLE] += minutes
        m[at + TOTAL.OTHER_CONTACTS] += 1
    free_later(m, worker, ends, minutes, 0)
    who, sessions = m[tk + TICKET.KEY_WHO], m[tk + TICKET.SESSIONS]
    end_ticket(m, tk)
    if session + 1 < sessions:
        due = max(now + m[part + STREAM.INTERVAL], ends)
        _join(m, number, who, entity, session + 1, sessions, due)
    elif m[part + STREAM.PLACE]:
        plan(m, ends, CONTACTS_END, who, 0, OTHER_LEAVES_PLACE, _team(m, number), 0, 0)
