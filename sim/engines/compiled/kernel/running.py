"""A run: what stands at minute 0, event by event to the horizon, and what still waits then."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, entry, kernel
from sim.engines.compiled.kernel.arriving import arrive_person
from sim.engines.compiled.kernel.asking import TRIED_BITS, ask, asking_strikes
from sim.engines.compiled.kernel.blocks import (
    EVENT,
    PERSON,
    PERSONA_STATE,
    POOL_STATE,
    STEP_STATE,
    STREAM_STATE,
    TEAM_STATE,
    TICKET,
    TOTAL,
    WAY,
    WORLD,
)
from sim.engines.compiled.kernel.clock import (
    ASKING_STRIKES,
    ASKS,
    CONTACT_ENDS,
    DATE_COMES,
    DISPATCHES,
    DRAWN_OPENS,
    FALLS_DUE,
    HANGS_UP,
    HER_HOURS,
    KEPT_LEAVES,
    KEPT_TOO_LATE,
    LIFE_STRIKES,
    LIVES_CHANGE,
    NEED_STOPS,
    ONSET_COMES,
    OTHER_ARRIVES,
    OTHER_LEAVES_PLACE,
    OTHER_STOPS,
    PEOPLE_ARRIVE,
    PROGRAM_CHANGES,
    SEQ_BITS,
    SHIFT_CHANGES,
    SPELL_ENDS,
    TOO_LATE,
    TOUCHES,
    WORKER_FREE,
    WORKER_LEAVES,
    YEAR_TURNS,
    first_event,
    next_thread,
    plan,
    take_event,
)
from sim.engines.compiled.kernel.clocks import reconsider_asking, reconsider_life
from sim.engines.compiled.kernel.counting import count_queue, count_still_waiting
from sim.engines.compiled.kernel.courses import go_on_with
from sim.engines.compiled.kernel.dispatching import dispatch
from sim.engines.compiled.kernel.joining import fall_due, give_up_place_at, touch, wake_ticket
from sim.engines.compiled.kernel.keeping import kept_leaves
from sim.engines.compiled.kernel.lists import look_at_lists, step_at, team_state
from sim.engines.compiled.kernel.lives import birthday, date_comes, let_contact_end, life_strikes
from sim.engines.compiled.kernel.memory import reserve, take
from sim.engines.compiled.kernel.newcomers import begin_onsets, next_onset, persona_row
from sim.engines.compiled.kernel.others import begin_stream, other_arrives, other_stops, stream_part
from sim.engines.compiled.kernel.pools import plan_leaving, plan_shift_change, pool, team_part
from sim.engines.compiled.kernel.shifts import (
    begin_pool,
    change_shifts,
    plan_new_year,
    staff_changes,
    touch_all,
    worker_is_back,
    worker_is_free,
)
from sim.engines.compiled.kernel.tickets import waits_still
from sim.engines.compiled.kernel.waiting import (
    HUNG_UP,
    TOO_LATE_FOR_IT,
    gives_up_call,
    need_stops,
    spell_ends,
)
from sim.engines.compiled.layouts import PERSONA, PROGRAM, STEP, STREAM, TEAM
from sim.log import PERSON_BITS
from sim.model.words import MINUTES_PER_DAY

FINISHED, NEEDS_ROOM, LOG_IS_FULL = range(3)
"""Why :func:`run_on` comes back."""
SCRATCH_CELLS: Final = 4096
QUEUE_AT_FIRST: Final = 64
ROOM_FOR_AN_EVENT: Final = 1 << 17
"""Cells that no event but a change of program comes near to needing."""
ROOM_FOR_A_WORKER: Final = 128
"""Cells that a dispatch needs for each contact that begins in it."""
ROOM_FOR_A_PERSON: Final = 64
"""Cells that a change of program needs for each person who is there."""
ROWS_OF_AN_EVENT: Final = 4096


@kernel
def _read_program(m: Memory, program: int) -> None:
    """The parts of the program that now holds."""
    m[WORLD.PROGRAM] = program
    m[WORLD.ASSUMED] = m[program + PROGRAM.ASSUMPTIONS]
    m[WORLD.STEPS] = m[program + PROGRAM.STEPS]
    m[WORLD.TEAMS] = m[program + PROGRAM.TEAMS]
    m[WORLD.POOLS] = m[program + PROGRAM.POOLS]
    m[WORLD.STREAMS] = m[program + PROGRAM.STREAMS]
    m[WORLD.PERSONAS] = m[program + PROGRAM.PERSONAS]
    m[WORLD.HORIZON] = m[program + PROGRAM.HORIZON]
    m[WORLD.START] = m[program + PROGRAM.START]
    m[WORLD.FLAT] = m[program + PROGRAM.FLAT]


@entry
def begin(m: Memory) -> None:
    """Make ready what stands at minute 0: the program and the world's keys are there already."""
    _begin(m)


@entry
def run_on(m: Memory) -> int:
    """Go on until the horizon, or until the memory needs more room or the log is full."""
    return _run_on(m)


@kernel
def _begin(m: Memory) -> None:
    program = m[WORLD.BASE_PROGRAM]
    _read_program(m, program)
    m[WORLD.N_STEPS] = m[program + PROGRAM.N_STEPS]
    m[WORLD.N_TEAMS] = m[program + PROGRAM.N_TEAMS]
    m[WORLD.N_POOLS] = m[program + PROGRAM.N_POOLS]
    m[WORLD.N_STREAMS] = m[program + PROGRAM.N_STREAMS]
    m[WORLD.N_PERSONAS] = m[program + PROGRAM.N_PERSONAS]
    _make_room(m)
    for number in range(m[WORLD.N_TEAMS]):
        m[team_state(m, number) + TEAM_STATE.PLACES] = m[team_part(m, number) + TEAM.PLACES]
    limited = False
    most_rules = 0
    for number in range(m[WORLD.N_STEPS]):
        step = step_at(m, number)
        m[m[WORLD.TEAM_OF_STEP] + number] = m[step + STEP.TEAM]
        limited = limited or m[step + STEP.YEARLY_LIMIT] >= 0
    for i in range(m[WORLD.PROGRAMS] * m[WORLD.N_STEPS]):
        most_rules = max(most_rules, m[m[WORLD.STEPS] + i * STEP.SIZE + STEP.N_RULES])
    m[WORLD.WAY] = reserve(m, (most_rules + 2) * WAY.SIZE)
    for number in range(m[WORLD.N_POOLS]):
        _make_pool(m, number)
        begin_pool(m, number)
    if limited:
        plan_new_year(m)
    for number in range(m[WORLD.N_STREAMS]):
        begin_stream(m, number)
    for i in range(1, m[WORLD.PROGRAMS]):
        later = program + i * PROGRAM.SIZE
        minute = m[later + PROGRAM.MINUTE]
        plan(m, minute, LIVES_CHANGE, 0, 0, PROGRAM_CHANGES, later, 0, 0)
    for persona in range(m[WORLD.N_PERSONAS]):
        begin_onsets(m, persona)
        _plan_onset(m, persona)


@kernel
def _make_room(m: Memory) -> None:
    """Blocks of which there is one for each team, step, stream, pool or persona."""
    m[WORLD.DISPATCH_AT] = -1
    m[WORLD.SCRATCH] = reserve(m, SCRATCH_CELLS)
    m[WORLD.OPENED] = m[WORLD.TODAY] = -1
    m[WORLD.N_MINUTES] = m[WORLD.HORIZON]
    m[WORLD.DAYS] = reserve(m, m[WORLD.HORIZON] // MINUTES_PER_DAY + 1)
    m[WORLD.MINUTES] = reserve(m, MINUTES_PER_DAY)
    for queue in (WORLD.BEGINS, WORLD.WAKES):
        m[queue] = take(m, QUEUE_AT_FIRST)
        m[queue + 2] = QUEUE_AT_FIRST
    m[WORLD.POOL_STATES] = reserve(m, m[WORLD.N_POOLS] * POOL_STATE.SIZE)
    m[WORLD.TEAM_STATES] = reserve(m, m[WORLD.N_TEAMS] * TEAM_STATE.SIZE)
    m[WORLD.STEP_STATES] = reserve(m, m[WORLD.N_STEPS] * STEP_STATE.SIZE)
    m[WORLD.STREAM_STATES] = reserve(m, m[WORLD.N_STREAMS] * STREAM_STATE.SIZE)
    m[WORLD.PERSONA_STATES] = reserve(m, m[WORLD.N_PERSONAS] * PERSONA_STATE.SIZE)
    m[WORLD.TEAM_OF_STEP] = reserve(m, m[WORLD.N_STEPS])
    m[WORLD.WORDS_OF_TRIED] = m[WORLD.N_STEPS] // TRIED_BITS + 1
    m[WORLD.SORTED_DIRTY] = reserve(m, m[WORLD.N_POOLS])
    m[WORLD.TOTALS] = reserve(m, m[WORLD.N_POOLS] * TOTAL.SIZE)
    longest = 0
    for number in range(m[WORLD.N_STREAMS]):
        longest = max(longest, m[stream_part(m, number) + STREAM.WAITING_MINUTES])
    m[WORLD.N_DAYS] = (m[WORLD.HORIZON] + longest) // MINUTES_PER_DAY + 2
    rows = m[WORLD.N_STREAMS] + m[WORLD.N_POOLS]
    m[WORLD.FIRST_WAITS] = reserve(m, rows * m[WORLD.N_DAYS])
    m[WORLD.STILL_WAITING] = reserve(m, rows * m[WORLD.N_DAYS])


@kernel
def _make_pool(m: Memory, number: int) -> None:
    """A pool with room for as many places on the rota as it has in any week."""
    q = pool(m, number)
    slots = m[m[m[WORLD.BASE_PROGRAM] + PROGRAM.MAX_SLOTS] + number]
    m[WORLD.ALL_SLOTS] += slots
    m[q + POOL_STATE.GENERATION] = reserve(m, slots)
    m[q + POOL_STATE.BUSY] = reserve(m, slots)
    m[q + POOL_STATE.SHIFT_END] = reserve(m, slots)
    m[q + POOL_STATE.FREE] = reserve(m, slots)
    m[q + POOL_STATE.FREE_BEFORE] = reserve(m, slots)
    m[q + POOL_STATE.PARKED] = reserve(m, 3 * slots)
    m[q + POOL_STATE.KEPT] = reserve(m, slots)
    m[q + POOL_STATE.CASELOADS] = reserve(m, slots)


@kernel
def _plan_onset(m: Memory, persona: int) -> None:
    """Plan the next newcomer of a persona only."""
    if not next_onset(m, persona):
        return
    state = m[WORLD.PERSONA_STATES] + persona * PERSONA_STATE.SIZE
    minute = m[state + PERSONA_STATE.MINUTE]
    if minute < m[WORLD.HORIZON]:
        layer, k = m[state + PERSONA_STATE.LAYER], m[state + PERSONA_STATE.K]
        who = persona << (PERSON_BITS + 8) | layer << PERSON_BITS | k
        plan(m, minute, PEOPLE_ARRIVE, who, 0, ONSET_COMES, persona, layer, k)


@kernel
def _change_program(m: Memory, program: int) -> None:
    """The system changes while the run goes on: the same names, other numbers and rules."""
    _read_program(m, program)
    look_at_lists(m)
    for number in range(m[WORLD.N_POOLS]):
        staff_changes(m, number)
    for i in range(m[WORLD.N_ALL_PEOPLE]):
        p = m[m[WORLD.ALL_PEOPLE] + i]
        persona = m[m[p + PERSON.AT_ONSET] + PERSONA.NUMBER]
        m[p + PERSON.PERSONA] = persona_row(m, persona)
        reconsider_asking(m, p)
        reconsider_life(m, p)


@kernel
def _run_on(m: Memory) -> int:
    while True:
        t = next_thread(m)
        if t:
            go_on_with(m, t)
            continue
        e = first_event(m)
        if e == 0:
            m[WORLD.NOW] = m[WORLD.HORIZON]
            _finish(m)
            return FINISHED
        kind = m[e + EVENT.KIND]
        if m.size - m[WORLD.TOP] < room_needed(m, kind):
            return NEEDS_ROOM
        if m[WORLD.LOGS] and m[WORLD.CAP_ROWS] - m[WORLD.N_ROWS] < ROWS_OF_AN_EVENT:
            return LOG_IS_FULL
        take_event(m)
        m[WORLD.NOW] = m[WORLD.OPENED]
        a, b, c = m[e + EVENT.A], m[e + EVENT.B], m[e + EVENT.C]
        order = m[e + EVENT.ORDER] >> SEQ_BITS
        if kind <= WORKER_FREE:
            _on_the_floor(m, kind, a, b)
        else:
            _in_a_life(m, kind, order, a, b, c)


@kernel
def room_needed(m: Memory, kind: int) -> int:
    """Cells that must be free before the next event."""
    room = ROOM_FOR_AN_EVENT + 8 * m[WORLD.BIGGEST] + ROOM_FOR_A_WORKER * m[WORLD.ALL_SLOTS]
    if kind == PROGRAM_CHANGES:
        room += ROOM_FOR_A_PERSON * m[WORLD.PEOPLE]
    return room


@kernel
def _on_the_floor(m: Memory, kind: int, a: int, b: int) -> None:
    """An event of pools, queues and other people."""
    if kind == PROGRAM_CHANGES:
        _change_program(m, a)
    elif kind == DISPATCHES:
        dispatch(m)
    elif kind == WORKER_FREE:
        worker_is_free(m, a, b)
    elif kind == OTHER_ARRIVES:
        other_arrives(m, a)
    elif kind == OTHER_STOPS:
        other_stops(m, a, b)
    elif kind == OTHER_LEAVES_PLACE:
        give_up_place_at(m, a)
    elif kind == FALLS_DUE:
        if waits_still(m, a, b):
            fall_due(m, a)
    elif kind == HER_HOURS or kind == DRAWN_OPENS:
        wake_ticket(m, a, b)
    elif kind == TOUCHES:
        touch(m, a)
    elif kind == SHIFT_CHANGES:
        change_shifts(m, a)
        plan_shift_change(m, a)
    elif kind == WORKER_LEAVES:
        m[m[pool(m, a) + POOL_STATE.GENERATION] + b] += 1
        worker_is_back(m, a, b)
        plan_leaving(m, a, b)
    elif kind == YEAR_TURNS:
        touch_all(m)
        plan_new_year(m)


@kernel
def _in_a_life(m: Memory, kind: int, order: int, a: int, b: int, c: int) -> None:
    """An event of a person or a thread."""
    if kind == ONSET_COMES:
        arrive_person(m, a, b, c)
        _plan_onset(m, a)
    elif kind == CONTACT_ENDS:
        go_on_with(m, a)
    elif kind == NEED_STOPS:
        need_stops(m, a, b, c)
    elif kind == SPELL_ENDS:
        spell_ends(m, a, b, c)
    elif kind == TOO_LATE or kind == KEPT_TOO_LATE:
        gives_up_call(m, a, b, c, TOO_LATE_FOR_IT)
    elif kind == HANGS_UP:
        gives_up_call(m, a, b, c, HUNG_UP)
    elif kind == KEPT_LEAVES:
        kept_leaves(m, a, b)
    elif kind == ASKING_STRIKES:
        asking_strikes(m, a, b)
    elif kind == ASKS:
        ask(m, a, b, c)
    elif not let_contact_end(m, a, order, kind, b):
        if kind == LIFE_STRIKES:
            life_strikes(m, a, b)
        elif kind == DATE_COMES:
            date_comes(m, a, b)
        else:
            birthday(m, a, b)


@kernel
def _finish(m: Memory) -> None:
    """Count what still waits at the horizon."""
    for number in range(m[WORLD.N_POOLS]):
        count_queue(m, number, 0)
    for i in range(m[WORLD.N_ALL_TICKETS]):
        tk = m[m[WORLD.ALL_TICKETS] + i]
        waits = m[tk + TICKET.SERIAL] and not m[tk + TICKET.GONE] and m[tk + TICKET.IN_QUEUE]
        if waits and not m[pool(m, m[tk + TICKET.POOL]) + POOL_STATE.DRAWN]:
            count_still_waiting(m, tk)
