"""Joining and leaving queues, being parked and woken (MODEL section 8)."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import PERSON, POOL_STATE, TEAM_STATE, TICKET, WORLD
from sim.engines.compiled.kernel.clock import DISPATCH, DISPATCHES, FALLS_DUE, PAUSES_END, plan
from sim.engines.compiled.kernel.counting import (
    count_joined,
    count_queue,
    count_unseen,
    count_waited,
)
from sim.engines.compiled.kernel.lists import count_on_list, team_state
from sim.engines.compiled.kernel.meetings import add_meeting, drop_meeting
from sim.engines.compiled.kernel.memory import list_end
from sim.engines.compiled.kernel.pools import pool, team_part
from sim.engines.compiled.kernel.queues import push
from sim.engines.compiled.kernel.tickets import waits_still
from sim.engines.compiled.layouts import TEAM


@kernel
def touch(m: Memory, number: int) -> None:
    """Something changed in this pool: dispatch will look at it at the end of this minute."""
    m[pool(m, number) + POOL_STATE.DIRTY] = 1
    m[WORLD.ANY_DIRTY] = 1
    now = m[WORLD.NOW]
    if m[WORLD.DISPATCH_AT] != now:
        m[WORLD.DISPATCH_AT] = now
        plan(m, now, DISPATCH, 0, 0, DISPATCHES, 0, 0, 0)


@kernel
def give_up_place_at(m: Memory, team: int) -> None:
    """A place on a team's caseload is free again."""
    m[team_state(m, team) + TEAM_STATE.TAKEN] -= 1
    part = team_part(m, team)
    for i in range(m[part + TEAM.N_POOLS]):
        touch(m, m[m[part + TEAM.POOLS] + i])


@kernel
def join(m: Memory, tk: int) -> None:
    """Put a ticket into its queue, at once or when it falls due."""
    count_joined(m, tk)
    count_on_list(m, tk, 1)
    if m[tk + TICKET.EARLIEST] > m[WORLD.NOW]:
        plan_for(m, tk, m[tk + TICKET.EARLIEST], FALLS_DUE)
    else:
        fall_due(m, tk)


@kernel
def plan_for(m: Memory, tk: int, minute: int, kind: int) -> None:
    """Something happens to a ticket at a minute, if it still waits then."""
    who, order = m[tk + TICKET.KEY_WHO], m[tk + TICKET.KEY_ORDER]
    plan(m, minute, PAUSES_END, who, order, kind, tk, m[tk + TICKET.SERIAL], 0)


@kernel
def fall_due(m: Memory, tk: int) -> None:
    """A ticket could start from now on."""
    if not m[pool(m, m[tk + TICKET.POOL]) + POOL_STATE.DRAWN]:
        count_queue(m, m[tk + TICKET.POOL], 1)
        m[tk + TICKET.QUEUED_AT] = m[WORLD.NOW]
    m[tk + TICKET.IN_QUEUE] = 1
    queue(m, tk)


@kernel
def queue(m: Memory, tk: int) -> None:
    """Lie in the heap, or among the meetings."""
    number = m[tk + TICKET.POOL]
    if m[tk + TICKET.JOINT]:
        add_meeting(m, tk)
        touch(m, number)
        return
    push(m, tk)
    q = pool(m, number)
    if m[q + POOL_STATE.N_FREE] or m[q + POOL_STATE.DRAWN]:  # else nobody could take it now
        touch(m, number)


@kernel
def withdraw(m: Memory, tk: int, stopped: bool) -> None:
    """A ticket leaves unseen: she stopped waiting, or asks in another way."""
    m[tk + TICKET.GONE] = 1
    count_unseen(m, tk, stopped)
    count_on_list(m, tk, -1)
    if m[tk + TICKET.IN_QUEUE]:
        leave_queue(m, tk)
    if m[tk + TICKET.N_BESIDE] and drop_meeting(m, tk) and m[WORLD.KEPT_ANY]:
        _touch_kept(m)


@kernel
def _touch_kept(m: Memory) -> None:
    """Those kept for a meeting are looked at again."""
    for number in range(m[WORLD.N_POOLS]):
        q = pool(m, number)
        for slot in range(m[q + POOL_STATE.N_SLOTS]):
            if m[m[q + POOL_STATE.KEPT] + slot] & 1:
                touch(m, number)
                break


@kernel
def leave_queue(m: Memory, tk: int) -> None:
    m[tk + TICKET.IN_QUEUE] = 0
    if not m[pool(m, m[tk + TICKET.POOL]) + POOL_STATE.DRAWN]:
        count_queue(m, m[tk + TICKET.POOL], -1)
        count_waited(m, tk)


@kernel
def wake_parked(m: Memory, number: int, slot: int) -> None:
    """Tickets that waited for this worker lie in their queues again."""
    parked = m[pool(m, number) + POOL_STATE.PARKED] + 3 * slot
    _requeue(m, parked)


@kernel
def _requeue(m: Memory, parked: int) -> None:
    """Put every ticket of a list that still waits into its queue, and empty the list."""
    for i in range(m[parked + 1]):
        tk, serial = m[m[parked] + 2 * i], m[m[parked] + 2 * i + 1]
        if waits_still(m, tk, serial):
            queue(m, tk)
    list_end(m, parked, 2)


@kernel
def wake_for(m: Memory, p: int) -> None:
    """Tickets that waited for a person who is free now lie in their queues again."""
    _requeue(m, p + PERSON.PARKED)
    _touch_first_meeting(m)


@kernel
def wake_ticket(m: Memory, tk: int, serial: int) -> None:
    """A ticket that was passed over lies in its queue again."""
    if waits_still(m, tk, serial):
        queue(m, tk)
    _touch_first_meeting(m)


@kernel
def _touch_first_meeting(m: Memory) -> None:
    if m[WORLD.N_MEETINGS]:
        touch(m, m[m[m[WORLD.MEETINGS]] + TICKET.POOL])
