"""Where needs go once the rules of a step have been read: on, apart, or to an end (section 6)."""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.alongside import give_alongside
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, WAY, WORLD
from sim.engines.compiled.kernel.clocks import level_of
from sim.engines.compiled.kernel.entering import CLOSED_BY_SERVICE, enter
from sim.engines.compiled.kernel.frames import BRANCH, HAND_ON, TOGETHER, become, begin_at, done
from sim.engines.compiled.kernel.handing import COLD, referral_of
from sim.engines.compiled.kernel.keeping import worker_stays
from sim.engines.compiled.kernel.letting_go import release_workers
from sim.engines.compiled.kernel.lives import HELPED
from sim.engines.compiled.kernel.memory import list_end
from sim.engines.compiled.kernel.rules import find_ways, judge_as, judged_as, way_at
from sim.engines.compiled.kernel.threads import finish_alongside, leave, new_thread, take_on
from sim.engines.compiled.layouts import RULE
from sim.log import JOINED
from sim.model.words import HELP_SOUGHT_FROM

TOOK_PLACE, CLOSED, GONE, ELSEWHERE = 1, 0, -1, -2
"""Whether a step took place: it did; she missed too many contacts; she is gone; her needs went on
in the middle of a course."""


@kernel
def read_rules(m: Memory, t: int, step: int, attended: int) -> bool:
    """Read the rules of a step that is over. Whether the thread moves on by ``MOVE``."""
    finish_alongside(m, t)
    m[t + THREAD.PLACE_FOR] = 0  # her turn has come: what was away has missed it
    left = find_ways(m, t, step, attended, True)
    _before_moves(m, t, step)
    release_workers(m, t, 0)
    _end_all(m, t)
    if left:
        leave(m, t, left, CLOSED_BY_SERVICE)
    return _move_all(m, t, step)


@kernel
def read_between(m: Memory, t: int, step: int) -> int:
    """Read the rules in the middle of a course: 0 it goes on, 1 the thread has left, 2 it moves.

    The course is over for needs that leave it, without the draw of whether it worked.
    """
    left = find_ways(m, t, step, TOOK_PLACE, False)
    if m[WORLD.N_WAYS] == 0:
        return 0
    _before_moves(m, t, step)
    if not left:
        release_workers(m, t, 0)
    _end_all(m, t)
    if left:
        kept = m[t + THREAD.KEPT_WORKER]
        m[t + THREAD.KEPT_WORKER] = -1
        _branch_off(m, t, step, 0, kept)
        return 0
    return 2 if _move_all(m, t, step) else 1


@kernel
def _moves_first(m: Memory, a: int, b: int) -> bool:
    """Whether one way is gone before another: those that keep the worker, then in their order."""
    return m[m[a + WAY.RULE] + RULE.KEEP] >= 0 > m[m[b + WAY.RULE] + RULE.KEEP]


@kernel
def _before_moves(m: Memory, t: int, step: int) -> None:
    """Put the moves in order, one that keeps the worker first; letters they ask for fall due."""
    count = _sort_moves(m)
    letters = all_letters = 0
    for i in range(count):
        rule = m[way_at(m, i) + WAY.RULE]
        if m[rule + RULE.BY] == COLD:
            all_letters += 1
            if m[rule + RULE.KEEP] < 0:
                letters += 1
    worker_stays(m, t, step, m[way_at(m, 0) + WAY.RULE] if count else 0, letters)
    if m[t + THREAD.KEPT_WORKER] < 0:
        m[t + THREAD.LETTERS_DUE] += all_letters


@kernel
def _sort_moves(m: Memory) -> int:
    """Moves before ends, each in their order, but who keeps the worker first. How many moves."""
    count = 0
    for i in range(m[WORLD.N_WAYS]):
        if m[m[way_at(m, i) + WAY.RULE] + RULE.GO] >= 0:
            _shift_down(m, i, count)
            count += 1
    for i in range(1, count):
        place = i
        while place > 0 and _moves_first(m, way_at(m, i), way_at(m, place - 1)):
            place -= 1
        _shift_down(m, i, place)
    return count


@kernel
def _shift_down(m: Memory, place: int, to: int) -> None:
    """Put a way at an earlier place; those between keep their order."""
    spare = way_at(m, m[WORLD.N_WAYS])
    for i in range(WAY.SIZE):
        m[spare + i] = m[way_at(m, place) + i]
    for other in range(place, to, -1):
        for i in range(WAY.SIZE):
            m[way_at(m, other) + i] = m[way_at(m, other - 1) + i]
    for i in range(WAY.SIZE):
        m[way_at(m, to) + i] = m[spare + i]


@kernel
def _end_all(m: Memory, t: int) -> None:
    for i in range(m[WORLD.N_WAYS]):
        way = way_at(m, i)
        rule = m[way + WAY.RULE]
        if m[rule + RULE.GO] < 0:
            _end(m, t, m[way + WAY.NEEDS], m[rule + RULE.END])
            list_end(m, way + WAY.MEANWHILE, 1)


@kernel
def _end(m: Memory, t: int, needs: int, as_said: int) -> None:
    """Needs end as the rule says; only a need that is low now can have been helped."""
    p = m[t + THREAD.PERSON]
    for need in range(m[p + PERSON.N_NEEDS]):
        if not needs >> need & 1:
            continue
        end = as_said
        low = level_of(m, p, need) < HELP_SOUGHT_FROM
        if low and m[t + THREAD.HELPED] >> need & 1:
            end = HELPED
        elif end == HELPED:
            end = CLOSED_BY_SERVICE
        leave(m, t, 1 << need, end)


@kernel
def _moves(m: Memory) -> int:
    """How many of the ways lead on: they come first."""
    count = 0
    while count < m[WORLD.N_WAYS] and m[m[way_at(m, count) + WAY.RULE] + RULE.GO] >= 0:
        count += 1
    return count


@kernel
def _move_all(m: Memory, t: int, step: int) -> bool:
    """The first way is the thread's own; each other becomes a thread of its own."""
    if _moves(m) == 0:
        return False
    _branch_off(m, t, step, 1, -1)
    _note_move(m, t, way_at(m, 0), step)
    return True


@kernel
def _note_move(m: Memory, t: int, way: int, step: int) -> None:
    """Note on a thread the way that it goes; its list of what is alongside goes with it."""
    m[t + THREAD.WAY_RULE] = m[way + WAY.RULE]
    m[t + THREAD.WAY_STEP] = step
    for i in range(3):
        m[t + THREAD.WAY_MEANWHILE + i] = m[way + WAY.MEANWHILE + i]


@kernel
def _branch_off(m: Memory, t: int, step: int, first: int, kept: int) -> None:
    """Needs that go their own way become threads; the worker who stays goes with the first."""
    for i in range(first, _moves(m)):
        way = way_at(m, i)
        branch = _split(m, t, m[way + WAY.NEEDS])
        m[branch + THREAD.KEPT_WORKER] = kept
        if kept >= 0:
            for cell in range(THREAD.KEPT_SINCE, THREAD.KEPT_LETTERS + 1):
                m[branch + cell] = m[t + cell]
        kept = -1
        _note_move(m, branch, way, step)
        begin_at(m, branch, BRANCH)


@kernel
def _split(m: Memory, t: int, needs: int) -> int:
    """Some needs go their own way, with what is known about them."""
    branch = new_thread(m, m[t + THREAD.PERSON], True)
    m[branch + THREAD.STEP] = m[t + THREAD.STEP]
    m[branch + THREAD.WORKER] = m[t + THREAD.WORKER]
    m[branch + THREAD.OWN] = m[t + THREAD.OWN]
    m[branch + THREAD.FROM_TEAM] = m[t + THREAD.FROM_TEAM]
    m[branch + THREAD.HEARD] = m[t + THREAD.HEARD] & needs
    m[branch + THREAD.HELPED] = m[t + THREAD.HELPED] & needs
    for need in range(m[m[t + THREAD.PERSON] + PERSON.N_NEEDS]):
        if m[t + THREAD.IS_JUDGED] & needs & 1 << need:
            judge_as(m, branch, need, judged_as(m, t, need, 0))
    m[branch + THREAD.LETTER] = m[t + THREAD.LETTER]
    m[branch + THREAD.LETTER_KEY] = m[t + THREAD.LETTER_KEY]
    leave(m, t, needs, JOINED)
    take_on(m, branch, needs)
    return branch


@kernel
def move(m: Memory, t: int) -> int:
    """Go the way that is noted, with what is given alongside meanwhile."""
    rule = m[t + THREAD.WAY_RULE]
    meanwhile = t + THREAD.WAY_MEANWHILE
    for i in range(m[meanwhile + 1]):
        give_alongside(m, t, m[m[meanwhile] + i])
    list_end(m, meanwhile, 1)
    if m[t + THREAD.KEPT_WORKER] >= 0:
        return become(m, t, TOGETHER)
    if m[rule + RULE.BY] >= 0:
        referral_of(m, t, rule, m[t + THREAD.WAY_STEP], -1)
        return become(m, t, HAND_ON)
    enter(m, t, m[rule + RULE.GO])
    return done(m, t, 0)
