"""What is said in a contact: known, confirmed, told, told again; how needs come to be judged.

The rules are MODEL section 4. What a contact holds is noted on its thread until the contact ends.
"""

from __future__ import annotations

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.asking import know, known_by
from sim.engines.compiled.kernel.blocks import PERSON, THREAD, TICKET, WORLD
from sim.engines.compiled.kernel.clocks import level_of, need_row
from sim.engines.compiled.kernel.counting import FACT_MEMORY, FACT_OF_RECORD, FACT_OF_TEAM
from sim.engines.compiled.kernel.lists import team_of_pool
from sim.engines.compiled.kernel.luck import draw, mixed, uniform_at
from sim.engines.compiled.kernel.newcomers import N_DOMAINS
from sim.engines.compiled.kernel.pools import pool_of, pool_part, team_part
from sim.engines.compiled.kernel.rules import judge_need
from sim.engines.compiled.kernel.tickets import worker_of
from sim.engines.compiled.layouts import (
    ASSUMED,
    CHAPTER,
    NEED,
    PERSONA,
    POOL,
    PROGRAM,
    READING,
    STEP,
    TEAM,
)
from sim.formulas import clipped, minutes_to_confirm, openness
from sim.model.words import HELP_SOUGHT_FROM

LOWEST_JUDGED, HIGHEST_JUDGED = 1, 4


@kernel
def _reads(m: Memory, p: int, notes: int, contact: int, chance: float) -> bool:
    """Whether notes are read before a contact: one draw for each contact and notes."""
    return uniform_at(m[p + PERSON.LUCK], mixed(purposes.READS, notes), contact) < chance


@kernel
def knowledge(m: Memory, t: int, worker: int, contact: int) -> int:
    """Chapters that this worker knows beforehand, from every note that she may and does read."""
    x = m.view(np.float64)
    p = m[t + THREAD.PERSON]
    number = team_of_pool(m, pool_of(worker))
    team = team_part(m, number)
    known = known_by(m, p, worker, FACT_MEMORY)
    own = known_by(m, p, number, FACT_OF_TEAM)
    if own and _reads(m, p, m[team + TEAM.NOTES_KEY], contact, x[team + TEAM.READS_OWN]):
        known |= own
    for i in range(m[team + TEAM.N_READS]):
        row = m[team + TEAM.READS] + i * READING.SIZE
        record = m[row + READING.RECORD]
        held = known_by(m, p, record, FACT_OF_RECORD)
        may = m[p + PERSON.CONSENTS] or not m[row + READING.CONSENT]
        key = m[m[m[WORLD.PROGRAM] + PROGRAM.RECORD_KEYS] + record]
        if held and may and _reads(m, p, key, contact, x[row + READING.CHANCE]):
            known |= held
    letter = m[t + THREAD.LETTER]
    chance = x[m[WORLD.ASSUMED] + ASSUMED.LETTER_READ]
    if letter and _reads(m, p, m[t + THREAD.LETTER_KEY], contact, chance):
        known |= letter
    return known


@kernel
def begin_conversation(m: Memory, t: int, known: int) -> None:
    """Nothing has been said yet."""
    m[t + THREAD.KNOWN] = known
    for i in range(t + THREAD.CONFIRMED, t + THREAD.HELPING + 1):
        m[i] = 0


@kernel
def chapter_row(m: Memory, p: int, i: int) -> int:
    """The row of one of her chapters."""
    return m[m[p + PERSON.PERSONA] + PERSONA.CHAPTERS] + i * CHAPTER.SIZE


@kernel
def chapters_of(m: Memory, p: int) -> int:
    """How many chapters her persona has."""
    return m[m[p + PERSON.PERSONA] + PERSONA.N_CHAPTERS]


@kernel
def asked_for(m: Memory, p: int, step: int) -> int:
    """The chapters of hers that a step asks for."""
    persona = m[m[p + PERSON.PERSONA] + PERSONA.NUMBER]
    return m[m[step + STEP.ASKS] + persona] & m[p + PERSON.CHAPTERS]


@kernel
def converse(m: Memory, t: int, step: int, tk: int, minutes: int, for_her: int) -> None:
    """The conversation of one contact: minutes pay for confirming, then telling, then helping."""
    x = m.view(np.float64)
    p = m[t + THREAD.PERSON]
    known, asked = m[t + THREAD.KNOWN], asked_for(m, p, step)
    again = asked & known & _asked_again(m, p, worker_of(m, tk, 0))
    left = minutes
    confirm = x[m[WORLD.ASSUMED] + ASSUMED.CONFIRM]
    for i in range(chapters_of(m, p)):
        if (asked & known & ~again) >> i & 1:
            cost = minutes_to_confirm(m[m[p + PERSON.MINUTES] + i], confirm)
            if cost <= left:
                left -= cost
                m[t + THREAD.CONFIRMING] += cost
                m[t + THREAD.CONFIRMED] |= 1 << i
    to_tell = asked & ~known | again
    for brought in (True, False):  # what brought her first, then the rest of her story
        for i in range(chapters_of(m, p)):
            if to_tell >> i & 1 and _about(m, p, i, m[t + THREAD.NEEDS]) == brought:
                left -= _minutes_told(m, t, p, step, tk, i, left, for_her)
    m[t + THREAD.HELPING] = left


@kernel
def _minutes_told(
    m: Memory, t: int, p: int, step: int, tk: int, i: int, left: int, for_her: int
) -> int:
    """She tells a chapter, or somebody for her, or it stays untold; the minutes it takes."""
    cost = m[m[p + PERSON.MINUTES] + i]
    if for_her >> i & 1 and cost <= left:
        m[t + THREAD.TOLD_FOR_HER] |= 1 << i
        m[t + THREAD.TELLING_FOR_HER] += cost
        return cost
    if not _is_told(m, p, step, tk, i, left):
        return 0
    cost = min(cost, left)
    if m[p + PERSON.TOLD] >> i & 1:
        m[t + THREAD.RETOLD] |= 1 << i
        m[t + THREAD.RETELLING] += cost
    else:
        m[t + THREAD.TOLD] |= 1 << i
        m[t + THREAD.TELLING] += cost
    return cost


@kernel
def _asked_again(m: Memory, p: int, worker: int) -> int:
    """The chapters that the worker asks for again if she knows them: one draw a contact."""
    x = m.view(np.float64)
    a = m[WORLD.ASSUMED]
    u = uniform_at(m[p + PERSON.LUCK], purposes.ASKS_AGAIN, m[p + PERSON.CONTACTS])
    own = known_by(m, p, worker, FACT_MEMORY)
    again = 0
    if u < x[a + ASSUMED.ASK_AGAIN]:
        again |= ~own
    if u < x[a + ASSUMED.ASK_AGAIN_OWN]:
        again |= own
    return again


@kernel
def _about(m: Memory, p: int, i: int, needs: int) -> bool:
    """Whether a chapter is about one of some needs."""
    about = m[chapter_row(m, p, i) + CHAPTER.ABOUT]
    return about >= 0 and bool(needs >> about & 1)


@kernel
def best_skill(m: Memory, tk: int, domain: int) -> float:
    """The best skill of those present, in a domain."""
    x = m.view(np.float64)
    best = 0.0
    for i in range(m[tk + TICKET.N_WORKERS]):
        part = pool_part(m, pool_of(worker_of(m, tk, i)))
        skill = x[m[part + POOL.SKILL] + domain]
        best = skill if i == 0 else max(best, skill)
    return best


@kernel
def _best_of_all(m: Memory, tk: int) -> float:
    """The best skill of those present, in any domain."""
    best = best_skill(m, tk, 0)
    for domain in range(1, N_DOMAINS):
        best = max(best, best_skill(m, tk, domain))
    return best


@kernel
def _is_told(m: Memory, p: int, step: int, tk: int, i: int, left: int) -> bool:
    """Whether there is time for a chapter and, if it is hidden, whether she tells it."""
    x = m.view(np.float64)
    chapter = chapter_row(m, p, i)
    cost = m[m[p + PERSON.MINUTES] + i]
    if not m[chapter + CHAPTER.HIDDEN]:
        return cost <= left
    if left <= 0:
        return False
    a = m[WORLD.ASSUMED]
    domain = m[chapter + CHAPTER.DOMAIN]
    skill = best_skill(m, tk, domain) if domain >= 0 else _best_of_all(m, tk)
    stigma = x[m[p + PERSON.STIGMA] + domain] if domain >= 0 else 0.0
    k = x[a + ASSUMED.ON_OPENNESS] if m[a + ASSUMED.TRUST_ACTS] else 0.0
    mode = x[m[a + ASSUMED.OPENNESS] + m[step + STEP.MODE]]
    chance = skill * openness(mode, stigma, k, trust_change(m, p), left, cost)
    purpose = mixed(purposes.DISCLOSES, m[chapter + CHAPTER.PURPOSE])
    return uniform_at(m[p + PERSON.LUCK], purpose, 0) < chance


@kernel
def trust_change(m: Memory, p: int) -> float:
    """Trust now less trust at the start."""
    x = m.view(np.float64)
    return x[p + PERSON.TRUST] - x[p + PERSON.TRUST_START]


@kernel
def needs_of(m: Memory, p: int, chapters: int) -> int:
    """The needs that these chapters are about."""
    needs = 0
    for i in range(chapters_of(m, p)):
        if chapters >> i & 1:
            about = m[chapter_row(m, p, i) + CHAPTER.ABOUT]
            if about >= 0:
                needs |= 1 << about
    return needs


@kernel
def knows_now(m: Memory, t: int) -> int:
    """What the worker knows after the conversation."""
    told = m[t + THREAD.TOLD] | m[t + THREAD.RETOLD] | m[t + THREAD.TOLD_FOR_HER]
    return m[t + THREAD.KNOWN] | told


@kernel
def remember(m: Memory, p: int, worker: int, chapters: int, told: int) -> None:
    """Write the worker's memory, the team's record and the shared records."""
    m[p + PERSON.TOLD] |= told
    know(m, p, worker, FACT_MEMORY, chapters)
    number = team_of_pool(m, pool_of(worker))
    know(m, p, number, FACT_OF_TEAM, chapters)
    team = team_part(m, number)
    for i in range(m[team + TEAM.N_WRITES]):  # consent is looked at where it is read
        know(m, p, m[m[team + TEAM.WRITES] + i], FACT_OF_RECORD, chapters)


@kernel
def judge(m: Memory, t: int, step: int, tk: int, needs: int, anew: bool) -> None:
    """Judge levels: right with the skill in that domain, else one off, within 1 to 4."""
    p = m[t + THREAD.PERSON]
    for need in range(m[p + PERSON.N_NEEDS]):
        if not needs >> need & 1 or (m[t + THREAD.IS_JUDGED] >> need & 1 and not anew):
            continue
        level = _judged(m, p, step, tk, need, purposes.JUDGES, purposes.JUDGES_HIGH)
        judge_need(m, t, need, level)


@kernel
def still_there(m: Memory, p: int, needs: int) -> int:
    """Those of these needs that are open, at whatever level."""
    for need in range(m[p + PERSON.N_NEEDS]):
        if level_of(m, p, need) == 0:
            needs &= ~(1 << need)
    return needs


@kernel
def judged_beside(m: Memory, p: int, step: int, tk: int, needs: int) -> int:
    """The levels at which a first assessment judges needs that are not on the thread.

    Three bits for each of her needs. They stand on no thread, and the draws are their own.
    """
    levels = 0
    for need in range(m[p + PERSON.N_NEEDS]):
        if needs >> need & 1:
            right, high = purposes.JUDGES_BESIDE, purposes.JUDGES_BESIDE_HIGH
            levels |= _judged(m, p, step, tk, need, right, high) << 3 * need
    return levels


@kernel
def _judged(m: Memory, p: int, step: int, tk: int, need: int, right: int, high: int) -> int:
    """The level as judged: the purposes say whether it is right and, if not, whether too high."""
    row = need_row(m, p, need)
    level, purpose = level_of(m, p, need), m[row + NEED.PURPOSE]
    judges = mixed(right, m[step + STEP.PURPOSE]) ^ purpose
    if draw(m, p, judges) >= best_skill(m, tk, m[row + NEED.DOMAIN]):
        too_high = mixed(high, m[step + STEP.PURPOSE]) ^ purpose
        level += 1 if draw(m, p, too_high) < 0.5 else -1
    return min(HIGHEST_JUDGED, max(LOWEST_JUDGED, level))


@kernel
def move_trust(m: Memory, t: int, p: int) -> None:
    """Being heard raises trust; telling again lowers it, painful chapters twice (section 9)."""
    x = m.view(np.float64)
    a = m[WORLD.ASSUMED]
    heard = m[t + THREAD.TOLD] | m[t + THREAD.CONFIRMED] | m[t + THREAD.TOLD_FOR_HER]
    change = x[a + ASSUMED.HEARD] if heard else 0.0
    if m[t + THREAD.RETOLD]:
        painful = False
        for i in range(chapters_of(m, p)):
            if m[t + THREAD.RETOLD] >> i & 1 and m[chapter_row(m, p, i) + CHAPTER.PAINFUL]:
                painful = True
        change -= x[a + ASSUMED.RETOLD] * (2.0 if painful else 1.0)
    x[p + PERSON.TRUST] = clipped(x[p + PERSON.TRUST] + change)


@kernel
def open_needs(m: Memory, p: int, needs: int) -> int:
    """Those of these needs that are open at a level at which help is sought."""
    still_open = 0
    for need in range(m[p + PERSON.N_NEEDS]):
        if needs >> need & 1 and level_of(m, p, need) >= HELP_SOUGHT_FROM:
            still_open |= 1 << need
    return still_open
