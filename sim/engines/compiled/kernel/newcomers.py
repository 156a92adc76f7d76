"""Who comes, and when: ``sim.engines.newcomers`` once more, over the memory.

For each persona: the named people, and a stream for each layer of demand, merged in order of time.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.draws import exponential, triangular, whole_number
from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import LAYER, PERSON, PERSONA_STATE, WORLD
from sim.engines.compiled.kernel.luck import key_of, uniform_at
from sim.engines.compiled.kernel.memory import reserve
from sim.engines.compiled.layouts import CHAPTER, COMING, DISTANCE, NEED, PERSONA, PROGRAM
from sim.engines.newcomers import BLOCK, YEAR
from sim.formulas import whole_minutes
from sim.log import NAMED_LAYER, PERSON_BITS
from sim.model.words import (
    DOMAINS,
    HELP_SOUGHT_FROM,
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    MODES,
    WEEKS_PER_YEAR,
)

N_MODES: Final = len(MODES)
N_DOMAINS: Final = len(DOMAINS)
MINUTES_PER_YEAR: Final = WEEKS_PER_YEAR * MINUTES_PER_WEEK
NEVER: Final = 1 << 60


@kernel
def persona_row(m: Memory, number: int) -> int:
    """The row of a persona in the program as it now is."""
    return m[WORLD.PERSONAS] + number * PERSONA.SIZE


@kernel
def _base_persona(m: Memory, number: int) -> int:
    """The row of a persona in the program with which the run began."""
    return m[m[WORLD.BASE_PROGRAM] + PROGRAM.PERSONAS] + number * PERSONA.SIZE


@kernel
def candidate(m: Memory, persona: int, layer: int, k: int) -> int:
    """The key of somebody who may come: what she is, in every way of organising help."""
    key = m[_base_persona(m, persona) + PERSONA.KEY]
    return key_of(key_of(key_of(m[WORLD.PEOPLE_WORLD], key), layer), k)


@kernel
def begin_onsets(m: Memory, persona: int) -> None:
    """Make ready the streams of a persona."""
    x = m.view(np.float64)
    program = m[WORLD.BASE_PROGRAM]
    most = 0.0
    for i in range(m[WORLD.PROGRAMS]):
        most = max(most, x[program + i * PROGRAM.SIZE + PROGRAM.DEMAND])
    state = m[WORLD.PERSONA_STATES] + persona * PERSONA_STATE.SIZE
    layers = int(np.ceil(most))
    m[state + PERSONA_STATE.N_LAYERS] = layers
    m[state + PERSONA_STATE.LAYERS] = reserve(m, layers * LAYER.SIZE)
    named = m[program + PROGRAM.NAMED]
    horizon = m[program + PROGRAM.HORIZON]
    m[state + PERSONA_STATE.BLOCKS] = -(-horizon // BLOCK) if named else 0
    for layer in range(layers):
        _next_of_layer(m, persona, layer)
    _next_named(m, persona)


@kernel
def _next_named(m: Memory, persona: int) -> None:
    """The next named person of a persona, if any."""
    state = m[WORLD.PERSONA_STATES] + persona * PERSONA_STATE.SIZE
    block = m[state + PERSONA_STATE.BLOCK]
    if block >= m[state + PERSONA_STATE.BLOCKS]:
        m[state + PERSONA_STATE.NAMED_MINUTE] = NEVER
        return
    entity = candidate(m, persona, NAMED_LAYER, block)
    offset = int(uniform_at(entity, purposes.ONSET_OFFSET, 0) * BLOCK)
    m[state + PERSONA_STATE.NAMED_MINUTE] = block * BLOCK + offset
    m[state + PERSONA_STATE.NAMED] = block
    m[state + PERSONA_STATE.BLOCK] = block + 1


@kernel
def _demand_at(m: Memory, minute: int) -> float:
    """The ratio to the stated onset rates that holds at a minute."""
    x = m.view(np.float64)
    program = m[WORLD.BASE_PROGRAM]
    demand = x[program + PROGRAM.DEMAND]
    for i in range(1, m[WORLD.PROGRAMS]):
        later = program + i * PROGRAM.SIZE
        if minute >= m[later + PROGRAM.MINUTE]:
            demand = x[later + PROGRAM.DEMAND]
    return demand


@kernel
def _next_of_layer(m: Memory, persona: int, layer: int) -> None:
    """One layer: a Poisson stream at the busiest rate, thinned candidate by candidate."""
    x = m.view(np.float64)
    program = m[WORLD.BASE_PROGRAM]
    state = m[WORLD.PERSONA_STATES] + persona * PERSONA_STATE.SIZE
    at = m[state + PERSONA_STATE.LAYERS] + layer * LAYER.SIZE
    per_year = x[_base_persona(m, persona) + PERSONA.PER_YEAR]
    m[at + LAYER.MINUTE] = NEVER
    if per_year <= 0.0 or m[at + LAYER.ENDED]:
        return
    weekday = m[program + PROGRAM.WEEKDAY]
    busiest = x[weekday]
    for day in range(1, m[program + PROGRAM.N_WEEKDAY]):
        busiest = max(busiest, x[weekday + day])
    gap = MINUTES_PER_YEAR / per_year / busiest
    while True:
        k = m[at + LAYER.K]
        entity = candidate(m, persona, layer, k)
        x[at + LAYER.AT] += exponential(uniform_at(entity, purposes.ONSET_GAP, 0), gap)
        minute = int(x[at + LAYER.AT])
        if minute >= m[program + PROGRAM.HORIZON]:
            m[at + LAYER.ENDED] = 1
            return
        m[at + LAYER.K] = k + 1
        rate = x[weekday + minute // MINUTES_PER_DAY % 7]
        share = min(1.0, _demand_at(m, minute) - layer)
        if uniform_at(entity, purposes.ONSET_THIN, 0) * busiest < rate and (
            uniform_at(entity, purposes.ONSET_LAYER, 0) < share
        ):
            m[at + LAYER.MINUTE] = minute
            m[at + LAYER.CANDIDATE] = k
            return


@kernel
def _next_of_population(m: Memory, persona: int) -> int:
    """The layer whose newcomer comes next; -1 for none."""
    state = m[WORLD.PERSONA_STATES] + persona * PERSONA_STATE.SIZE
    best = -1
    earliest = NEVER
    for layer in range(m[state + PERSONA_STATE.N_LAYERS]):
        minute = m[m[state + PERSONA_STATE.LAYERS] + layer * LAYER.SIZE + LAYER.MINUTE]
        if minute < earliest:
            best, earliest = layer, minute
    return best


@kernel
def next_onset(m: Memory, persona: int) -> bool:
    """Find the next newcomer of a persona; whether there is one.

    A named person replaces the next arrival of the first layer, so that she adds nothing to
    demand.
    """
    state = m[WORLD.PERSONA_STATES] + persona * PERSONA_STATE.SIZE
    while True:
        layer = _next_of_population(m, persona)
        at = m[state + PERSONA_STATE.LAYERS] + layer * LAYER.SIZE
        minute = NEVER if layer < 0 else m[at + LAYER.MINUTE]
        if m[state + PERSONA_STATE.NAMED_MINUTE] <= minute:
            if m[state + PERSONA_STATE.NAMED_MINUTE] == NEVER:
                return False
            m[state + PERSONA_STATE.MINUTE] = m[state + PERSONA_STATE.NAMED_MINUTE]
            m[state + PERSONA_STATE.LAYER] = NAMED_LAYER
            m[state + PERSONA_STATE.K] = m[state + PERSONA_STATE.NAMED]
            if layer >= 0:
                m[state + PERSONA_STATE.OWED] += 1
            _next_named(m, persona)
            return True
        k = m[at + LAYER.CANDIDATE]
        _next_of_layer(m, persona, layer)
        if layer == 0 and m[state + PERSONA_STATE.OWED]:
            m[state + PERSONA_STATE.OWED] -= 1
            continue
        m[state + PERSONA_STATE.MINUTE] = minute
        m[state + PERSONA_STATE.LAYER] = layer
        m[state + PERSONA_STATE.K] = k
        return True


# Who she is


@kernel
def _drawn(m: Memory, limits: int, named: bool, key: int, purpose: int, which: int) -> float:
    """A number between low and high; the central one of a named person."""
    x = m.view(np.float64)
    if named:
        return x[limits + 1]
    u = uniform_at(key, purpose, which)
    return triangular(u, x[limits], x[limits + 1], x[limits + 2])


@kernel
def _level(m: Memory, need: int, position: int, named: bool, key: int) -> int:
    """The level of a need; that of the first is at least what help is sought for."""
    x = m.view(np.float64)
    if named:
        return m[need + NEED.CENTRAL]
    if not uniform_at(key, purposes.PRESENT, position) < x[need + NEED.PRESENT]:
        return 0
    low = m[need + NEED.LOW]
    if position == 0:
        low = max(low, HELP_SOUGHT_FROM)
    u = uniform_at(key, purposes.LEVEL, position)
    return whole_number(u, low, m[need + NEED.CENTRAL], m[need + NEED.HIGH])


@kernel
def newcomer(m: Memory, persona: int, layer: int, k: int) -> int:
    """A person of one onset, as she is then; nothing has happened to her yet."""
    row = persona_row(m, persona)
    named = layer == NAMED_LAYER
    key = candidate(m, persona, layer, k)
    p = reserve(m, PERSON.SIZE)
    m[p + PERSON.NUMBER] = persona << (PERSON_BITS + 8) | layer << PERSON_BITS | k
    m[p + PERSON.PERSONA] = m[p + PERSON.AT_ONSET] = row
    luck = key_of(m[WORLD.LUCK_WORLD], m[row + PERSONA.KEY])
    m[p + PERSON.LUCK] = key_of(key_of(luck, layer), k)
    m[p + PERSON.ONSET] = m[WORLD.NOW]
    needs = m[row + PERSONA.N_NEEDS]
    m[p + PERSON.N_NEEDS] = needs
    m[p + PERSON.LEVELS] = reserve(m, needs)
    m[p + PERSON.ON_THREAD] = reserve(m, needs)
    for i in range(needs):
        need = m[row + PERSONA.NEEDS] + i * NEED.SIZE
        m[m[p + PERSON.LEVELS] + i] = _level(m, need, i, named, key)
    _story(m, p, row, named, key)
    _character(m, p, row, named, key)
    return p


@kernel
def _story(m: Memory, p: int, row: int, named: bool, key: int) -> None:
    """Her chapters: a need that is absent has no story."""
    m[p + PERSON.MINUTES] = reserve(m, m[row + PERSONA.N_CHAPTERS])
    for i in range(m[row + PERSONA.N_CHAPTERS]):
        chapter = m[row + PERSONA.CHAPTERS] + i * CHAPTER.SIZE
        about = m[chapter + CHAPTER.ABOUT]
        if about < 0 or m[m[p + PERSON.LEVELS] + about] > 0:
            m[p + PERSON.CHAPTERS] |= 1 << i
        minutes = _drawn(m, chapter + CHAPTER.LOW, named, key, purposes.CHAPTER_MINUTES, i)
        m[m[p + PERSON.MINUTES] + i] = whole_minutes(minutes)
    m[p + PERSON.TOLD] = m[row + PERSONA.TOLD_BEFORE] & m[p + PERSON.CHAPTERS]


@kernel
def _character(m: Memory, p: int, row: int, named: bool, key: int) -> None:
    """Age, trust, barriers and what else she brings."""
    x = m.view(np.float64)
    m[p + PERSON.AGE] = int(_drawn(m, m[row + PERSONA.AGE], named, key, purposes.AGE, 0))
    m[p + PERSON.BARRIERS] = reserve(m, N_MODES)
    for i in range(N_MODES):
        limits = m[row + PERSONA.BARRIERS] + 3 * i
        x[m[p + PERSON.BARRIERS] + i] = _drawn(m, limits, named, key, purposes.BARRIERS, i)
    m[p + PERSON.STIGMA] = reserve(m, N_DOMAINS)
    for i in range(N_DOMAINS):
        limits = m[row + PERSONA.STIGMA] + 3 * i
        x[m[p + PERSON.STIGMA] + i] = _drawn(m, limits, named, key, purposes.STIGMA, i)
    trust = _drawn(m, m[row + PERSONA.TRUST], named, key, purposes.TRUST, 0)
    x[p + PERSON.TRUST] = x[p + PERSON.TRUST_START] = trust
    x[p + PERSON.IMPATIENCE] = _drawn(
        m, m[row + PERSONA.IMPATIENCE], named, key, purposes.IMPATIENCE, 0
    )
    if uniform_at(key, purposes.CONSENT, 0) < x[row + PERSONA.CONSENT]:
        m[p + PERSON.CONSENTS] = 1
    x[p + PERSON.READINESS] = _drawn(
        m, m[row + PERSONA.READINESS], named, key, purposes.READINESS, 0
    )
    places = m[row + PERSONA.N_DISTANCE]
    m[p + PERSON.DISTANCE] = reserve(m, places)
    for i in range(places):
        limits = m[row + PERSONA.DISTANCE] + i * DISTANCE.SIZE + DISTANCE.LOW
        x[m[p + PERSON.DISTANCE] + i] = _drawn(m, limits, named, key, purposes.DISTANCE_FROM, i)
    m[p + PERSON.SITE] = m[row + PERSONA.SITE]
    m[p + PERSON.HOURS] = m[row + PERSONA.AT_HOME]


@kernel
def minutes_since_birthday(m: Memory, persona: int, layer: int, k: int) -> int:
    """Minutes from her last birthday to onset."""
    if layer == NAMED_LAYER:
        return int(0.5 * YEAR)
    key = candidate(m, persona, layer, k)
    return int(uniform_at(key, purposes.BIRTH, 0) * YEAR)


@kernel
def minutes_to_date(m: Memory, persona: int, layer: int, k: int, place: int) -> int:
    """Minutes from onset to a coming date."""
    coming = m[persona_row(m, persona) + PERSONA.COMING] + place * COMING.SIZE
    key = candidate(m, persona, layer, k)
    named = layer == NAMED_LAYER
    return int(_drawn(m, m[coming + COMING.AFTER], named, key, m[coming + COMING.PURPOSE], 0))
