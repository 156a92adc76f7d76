"""Lists that close and reopen, yearly limits, and places on caseloads (MODEL sections 5 and 8)."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import STEP_STATE, TEAM_STATE, TICKET, WORLD
from sim.engines.compiled.kernel.pools import pool_part, team_part
from sim.engines.compiled.layouts import POOL, STEP, TEAM
from sim.model.words import MINUTES_PER_WEEK

URGENT, DUE, AGAIN, NEW = range(4)
"""The order of tickets: urgent, a session of a course that is due, booked again, new."""
MINUTES_OF_A_YEAR: Final = 52 * MINUTES_PER_WEEK


@kernel
def step_at(m: Memory, number: int) -> int:
    """The row of a step in the program as it now is."""
    return m[WORLD.STEPS] + number * STEP.SIZE


@kernel
def team_state(m: Memory, number: int) -> int:
    """The state of a team."""
    return m[WORLD.TEAM_STATES] + number * TEAM_STATE.SIZE


@kernel
def team_of_pool(m: Memory, number: int) -> int:
    """The number of a pool's team."""
    return m[pool_part(m, number) + POOL.TEAM]


@kernel
def is_new(m: Memory, tk: int) -> bool:
    """Whether it asks for a routine first contact; an introduction between workers does not."""
    return m[tk + TICKET.ORDER] == NEW and not m[tk + TICKET.MEETING]


@kernel
def count_on_list(m: Memory, tk: int, change: int) -> None:
    """Somebody joins the list of a team, or is on it no longer."""
    if is_new(m, tk):
        change_list(m, team_of_pool(m, m[tk + TICKET.POOL]), change)


@kernel
def change_list(m: Memory, number: int, change: int) -> None:
    """So many more people wait for a first contact: the list may close or open again."""
    at = team_state(m, number)
    m[at + TEAM_STATE.WAITING] += change
    team = team_part(m, number)
    if m[team + TEAM.CLOSES_AT] < 0:
        return
    if m[at + TEAM_STATE.WAITING] >= m[team + TEAM.CLOSES_AT]:
        m[at + TEAM_STATE.CLOSED] = 1
    elif m[at + TEAM_STATE.WAITING] <= m[team + TEAM.REOPENS_AT]:
        m[at + TEAM_STATE.CLOSED] = 0


@kernel
def look_at_lists(m: Memory) -> None:
    """The numbers at which lists close and open have changed."""
    for number in range(m[WORLD.N_TEAMS]):
        at = team_state(m, number)
        m[at + TEAM_STATE.PLACES] = m[team_part(m, number) + TEAM.PLACES]
        if m[team_part(m, number) + TEAM.CLOSES_AT] < 0:
            m[at + TEAM_STATE.CLOSED] = 0
        change_list(m, number, 0)


@kernel
def _begun(m: Memory, step: int) -> int:
    """The cell that counts how often a step has begun this year."""
    year = m[WORLD.NOW] // MINUTES_OF_A_YEAR
    if year != m[WORLD.YEAR]:
        m[WORLD.YEAR] = year
        for number in range(m[WORLD.N_STEPS]):
            m[m[WORLD.STEP_STATES] + number * STEP_STATE.SIZE + STEP_STATE.BEGUN] = 0
    return m[WORLD.STEP_STATES] + step * STEP_STATE.SIZE + STEP_STATE.BEGUN


@kernel
def within_limit(m: Memory, step: int) -> bool:
    """Whether a step may begin once more this year."""
    limit = m[step_at(m, step) + STEP.YEARLY_LIMIT]
    return limit < 0 or m[_begun(m, step)] < limit


@kernel
def begins_within_limit(m: Memory, step: int) -> None:
    """A step begins for a thread."""
    m[_begun(m, step)] += 1


@kernel
def has_room(m: Memory, team: int) -> bool:
    """Whether a place is free; a team without a number of places always has one."""
    at = team_state(m, team)
    places = m[at + TEAM_STATE.PLACES]
    return places < 0 or m[at + TEAM_STATE.TAKEN] < places


@kernel
def take_place_at(m: Memory, team: int) -> None:
    """A place is taken."""
    m[team_state(m, team) + TEAM_STATE.TAKEN] += 1


@kernel
def taking(m: Memory, step: int) -> bool:
    """Whether a step takes a referral: its team's list is open, its year's limit not reached."""
    to = step_at(m, step)
    closed = m[team_state(m, m[to + STEP.TEAM]) + TEAM_STATE.CLOSED]
    is_open = m[to + STEP.URGENT] or not closed
    return bool(is_open) and within_limit(m, step)
