"""Which rule holds: conditions asked of a thread and of each of its needs (MODEL section 6).

The ways found lie in a list of the world, in the order of the rules.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.asking import has_been_to, has_tried
from sim.engines.compiled.kernel.blocks import PERSON, POOL_STATE, THREAD, WAY, WORLD
from sim.engines.compiled.kernel.boundaries import takes_her
from sim.engines.compiled.kernel.clocks import level_of, need_row
from sim.engines.compiled.kernel.lists import step_at, taking
from sim.engines.compiled.kernel.luck import draw
from sim.engines.compiled.kernel.memory import in_words, list_add
from sim.engines.compiled.kernel.pools import pool, team_part
from sim.engines.compiled.kernel.supporters import supporters_of
from sim.engines.compiled.layouts import CONDITION, NEED, POOL, RULE, STEP, TEAM

UNJUDGED_ON_PAPER: Final = 4


@kernel
def judge_as(m: Memory, t: int, need: int, level: int) -> None:
    """A need is judged on this thread to be at a level."""
    m[t + THREAD.JUDGED] = m[t + THREAD.JUDGED] & ~(7 << 3 * need) | level << 3 * need
    m[t + THREAD.IS_JUDGED] |= 1 << need


@kernel
def judge_need(m: Memory, t: int, need: int, level: int) -> None:
    """Somebody has judged a need to be at a level: it is the last who did, on whatever thread."""
    p = m[t + THREAD.PERSON]
    judge_as(m, t, need, level)
    m[p + PERSON.JUDGED] = m[p + PERSON.JUDGED] & ~(7 << 3 * need) | level << 3 * need
    m[p + PERSON.IS_JUDGED] |= 1 << need


@kernel
def judged_as(m: Memory, t: int, need: int, unjudged: int) -> int:
    """The level at which a need is judged; as given where nobody has."""
    if m[t + THREAD.IS_JUDGED] >> need & 1:
        return m[t + THREAD.JUDGED] >> 3 * need & 7
    return unjudged


@kernel
def way_at(m: Memory, i: int) -> int:
    """One of the ways found."""
    return m[WORLD.WAY] + i * WAY.SIZE


@kernel
def find_ways(m: Memory, t: int, step: int, attended: int, finished: bool) -> int:
    """Find the ways that the needs of a thread take; the needs that no rule takes.

    Needs with the same target and kind travel together. Between the sessions of a course
    (``finished`` false) only rules that ask for it are read.
    """
    left = m[t + THREAD.NEEDS]
    m[WORLD.N_WAYS] = 0
    for i in range(m[step + STEP.N_RULES]):
        if not left:
            break
        rule = m[step + STEP.RULES] + i * RULE.SIZE
        when = m[rule + RULE.WHEN]
        if not _read_now(m, t, when, finished) or not _holds(m, t, rule, when, attended):
            continue
        fit = _fitting_needs(m, t, when, left)
        if not fit or not _chance_holds(m, m[t + THREAD.PERSON], when):
            continue
        takes = fit if m[rule + RULE.EACH_NEED] else left
        left &= ~takes
        _note_way(m, rule, takes)
    return left


@kernel
def _note_way(m: Memory, rule: int, takes: int) -> None:
    """Needs take this way, or join the way to the same target."""
    for i in range(m[WORLD.N_WAYS]):
        way = way_at(m, i)
        if _same_target(m, m[way + WAY.RULE], rule):
            m[way + WAY.NEEDS] |= takes
            _add_meanwhile(m, way, rule)
            return
    way = way_at(m, m[WORLD.N_WAYS])
    m[WORLD.N_WAYS] += 1
    m[way + WAY.NEEDS] = takes
    m[way + WAY.RULE] = rule
    m[way + WAY.MEANWHILE] = m[way + WAY.N_MEANWHILE] = m[way + WAY.CAP_MEANWHILE] = 0
    for i in range(m[rule + RULE.N_MEANWHILE]):
        list_add(m, way + WAY.MEANWHILE, m[m[rule + RULE.MEANWHILE] + i])


@kernel
def _add_meanwhile(m: Memory, way: int, rule: int) -> None:
    """What a further rule gives alongside, that the way does not give already."""
    before = m[way + WAY.N_MEANWHILE]
    for i in range(m[rule + RULE.N_MEANWHILE]):
        step = m[m[rule + RULE.MEANWHILE] + i]
        if not in_words(m, m[way + WAY.MEANWHILE], before, step):
            list_add(m, way + WAY.MEANWHILE, step)


@kernel
def _same_target(m: Memory, a: int, b: int) -> bool:
    keeps = m[a + RULE.KEEP] >= 0
    return (
        m[a + RULE.GO] == m[b + RULE.GO]
        and m[a + RULE.BY] == m[b + RULE.BY]
        and m[a + RULE.END] == m[b + RULE.END]
        and keeps == (m[b + RULE.KEEP] >= 0)
    )


@kernel
def _read_now(m: Memory, t: int, when: int, finished: bool) -> bool:
    """Whether a rule is read now: by how many sessions took place, and whether it is over."""
    sessions = m[when + CONDITION.SESSIONS]
    if m[t + THREAD.SESSION] < sessions:
        return False
    if m[when + CONDITION.FINISHED] >= 0:
        return m[when + CONDITION.FINISHED] == int(finished)
    return finished or sessions > 0


@kernel
def _holds(m: Memory, t: int, rule: int, when: int, attended: int) -> bool:
    """Whether the conditions on the person and the thread hold."""
    p = m[t + THREAD.PERSON]
    wanted = m[when + CONDITION.ATTENDED]
    if wanted != attended and (wanted >= 0 or attended == 0):
        return False  # after closing for missed contacts only rules that say so are read
    if not m[when + CONDITION.AGE_FROM] <= m[p + PERSON.AGE] <= m[when + CONDITION.AGE_TO]:
        return False
    sites = m[when + CONDITION.N_SITES]
    if sites and not in_words(m, m[when + CONDITION.SITES], sites, m[p + PERSON.SITE]):
        return False
    came = m[when + CONDITION.N_CAME_FROM]
    if came and not in_words(m, m[when + CONDITION.CAME_FROM], came, m[t + THREAD.FROM_TEAM]):
        return False
    return _others_hold(m, p, rule, when) and _history_holds(m, p, rule, when)


@kernel
def _others_hold(m: Memory, p: int, rule: int, when: int) -> bool:
    """What is asked of those around her, and of the next step."""
    go = m[rule + RULE.GO]
    wanted = m[when + CONDITION.TAKING]
    if wanted >= 0 and (go < 0 or wanted != int(taking(m, go))):
        return False  # where no step comes next, nobody can be asked
    wanted = m[when + CONDITION.HAS_COMPANION]
    if wanted >= 0 and wanted != int(m[p + PERSON.COMPANION] >= 0):
        return False
    wanted = m[when + CONDITION.HAS_SUPPORTER]
    if wanted >= 0:
        hers = (1 << supporters_of(m, p)) - 1
        return wanted == int(m[p + PERSON.SUPPORTERS_HERE] & hers != 0)
    return True


@kernel
def _history_holds(m: Memory, p: int, rule: int, when: int) -> bool:
    """What is asked of the steps entered before, and of how long others waited."""
    tried = m[when + CONDITION.N_TRIED] == 0
    for i in range(m[when + CONDITION.N_TRIED]):
        tried = tried or has_tried(m, p, m[m[when + CONDITION.TRIED] + i])
    if not tried:
        return False
    for i in range(m[when + CONDITION.N_NOT_TRIED]):
        if has_tried(m, p, m[m[when + CONDITION.NOT_TRIED] + i]):
            return False
    if not _earlier_holds(m, p, when):
        return False
    free_within = m[when + CONDITION.FREE_WITHIN]
    if free_within >= 0:
        q = pool(m, m[step_at(m, m[rule + RULE.GO]) + STEP.POOL])
        drawn = m[m[q + POOL_STATE.PART] + POOL.DRAWN]
        if not drawn and m[q + POOL_STATE.LAST_WAITED] > free_within:
            return False
    return True


@kernel
def _earlier_holds(m: Memory, p: int, when: int) -> bool:
    """What is asked of the steps that took place in earlier episodes."""
    been = m[when + CONDITION.N_BEEN_TO] == 0
    for i in range(m[when + CONDITION.N_BEEN_TO]):
        been = been or has_been_to(m, p, m[m[when + CONDITION.BEEN_TO] + i])
    if not been:
        return False
    for i in range(m[when + CONDITION.N_NOT_BEEN_TO]):
        if has_been_to(m, p, m[m[when + CONDITION.NOT_BEEN_TO] + i]):
            return False
    return True


@kernel
def _chance_holds(m: Memory, p: int, when: int) -> bool:
    """Drawn last, so that no luck is used up where nothing else holds."""
    x = m.view(np.float64)
    chance = x[when + CONDITION.CHANCE]
    return chance < 0.0 or draw(m, p, m[when + CONDITION.CHANCE_PURPOSE]) < chance


@kernel
def _fitting_needs(m: Memory, t: int, when: int, needs: int) -> int:
    """Those of some needs that fit a rule: domain, level as judged, told, helped."""
    p = m[t + THREAD.PERSON]
    fit = 0
    for need in range(m[p + PERSON.N_NEEDS]):
        if needs >> need & 1 and _fits(m, t, p, when, need):
            fit |= 1 << need
    return fit


@kernel
def _fits(m: Memory, t: int, p: int, when: int, need: int) -> bool:
    domains = m[when + CONDITION.DOMAINS]
    if domains and not domains >> m[need_row(m, p, need) + NEED.DOMAIN] & 1:
        return False
    judged = judged_as(m, t, need, level_of(m, p, need))
    if not m[when + CONDITION.AT_LEAST] <= judged <= m[when + CONDITION.AT_MOST]:
        return False
    told = m[when + CONDITION.TOLD]
    if told >= 0 and told != m[t + THREAD.HEARD] >> need & 1:
        return False
    helped = m[when + CONDITION.HELPED]
    return helped < 0 or helped == m[t + THREAD.HELPED] >> need & 1


@kernel
def acceptable(
    m: Memory, t: int, team_number: int, beside: int, levels: int, on_paper: bool
) -> bool:
    """Whether a team takes at least one of a thread's needs: age, site, and levels as judged.

    ``beside`` are needs of hers that are not on the thread and of which the team is told, at
    ``levels``, three bits for each of her needs.
    """
    team = team_part(m, team_number)
    p = m[t + THREAD.PERSON]
    if not m[team + TEAM.SELECTS]:
        return True
    if not takes_her(m, team, m[p + PERSON.AGE], m[p + PERSON.SITE]):
        return False
    if _kept_out(m, t, p, team, beside, levels):
        return False
    for need in range(m[p + PERSON.N_NEEDS]):
        if m[t + THREAD.NEEDS] >> need & 1:
            threshold = m[m[team + TEAM.AT_LEAST] + m[need_row(m, p, need) + NEED.DOMAIN]]
            unjudged = UNJUDGED_ON_PAPER if on_paper else level_of(m, p, need)
            if judged_as(m, t, need, unjudged) >= threshold:
                return True
    return False


@kernel
def _kept_out(m: Memory, t: int, p: int, team: int, beside: int, levels: int) -> bool:
    """Whether another need of hers, as judged, keeps a team from taking her."""
    here = m[t + THREAD.NEEDS] & m[t + THREAD.IS_JUDGED]
    for need in range(m[p + PERSON.N_NEEDS]):
        row = need_row(m, p, need)
        if not (here | beside) >> need & 1 or m[row + NEED.SUPPORTER] >= 0:
            continue
        level = levels >> 3 * need & 7 if beside >> need & 1 else judged_as(m, t, need, 0)
        if level >= m[m[team + TEAM.NOT_WITH] + m[row + NEED.DOMAIN]]:
            return True
    return False
