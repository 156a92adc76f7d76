"""Who comes, and when: people drawn from personas. Shared by every engine.

Everything here is drawn with the key of *who people are*, which depends on the seed, the
replication, the persona, the layer of demand and the candidate's number, and never on the
scenario. So the same people come in every way of organising help; doubled demand keeps
everybody and adds a layer above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from sim.draws import entity_key, exponential, name_key, triangular, uniform, whole_number
from sim.formulas import whole_minutes
from sim.log import NAMED_LAYER, person_number
from sim.model.words import (
    HELP_SOUGHT_FROM,
    MINUTES_PER_DAY,
    MINUTES_PER_WEEK,
    NAMED_EVERY_WEEKS,
    WEEKS_PER_YEAR,
)
from sim.program.opening_times import DAYS_PER_YEAR
from sim.program.parts import Program
from sim.program.person_parts import PPersona

GAP = name_key("onset:gap")
THIN = name_key("onset:thin")
LAYER = name_key("onset:layer")
OFFSET = name_key("onset:offset")
AGE = name_key("person:age")
TRUST = name_key("person:trust")
IMPATIENCE = name_key("person:impatience")
CONSENT = name_key("person:consent")
BARRIER = name_key("person:barrier")
STIGMA = name_key("person:stigma")
PRESENT = name_key("person:need present")
LEVEL = name_key("person:level")
MINUTES = name_key("person:chapter minutes")
READINESS = name_key("person:readiness")
DISTANCE = name_key("person:distance")
BIRTHDAY = name_key("person:birthday")
YEAR = DAYS_PER_YEAR * MINUTES_PER_DAY
BLOCK = NAMED_EVERY_WEEKS * MINUTES_PER_WEEK


@dataclass(slots=True)
class Newcomer:
    """A person as she is at onset."""

    number: int
    persona: int
    name: tuple[int, int, int]
    """the persona's key, layer and candidate: what her luck is drawn with"""
    named: bool
    onset: int
    age: int
    levels: list[int]
    """true level of each need; 0 where she does not have it"""
    chapters: int
    """bit set of the chapters that she has: a need that is absent has no story"""
    minutes: list[int]
    """minutes to tell each chapter"""
    barriers: tuple[float, ...]
    """by mode"""
    stigma: tuple[float, ...]
    """by domain"""
    trust: float
    impatience: float
    consents: bool
    readiness: float
    distance: dict[str, float]
    """by place"""
    birthday: int
    """minutes from her last birthday to onset"""
    coming: tuple[int, ...]
    """minutes from onset to each coming date of the persona"""


def onsets(program: Program, world: int, persona: int) -> Iterator[tuple[int, int, int]]:
    """(minute, layer, candidate) of each onset of a persona, in order, the named ones included.

    The named person replaces the next population arrival of her persona, so that she adds
    nothing to demand. Where a persona states its onsets, these come and no others.
    """
    if program.personas[persona].stated:
        stated = program.personas[persona].onsets
        yield from zip(stated[::3], stated[1::3], stated[2::3], strict=True)
        return
    named = _named_onsets(program, world, persona) if program.named else iter(())
    population = _population_onsets(program, world, persona)
    next_named = next(named, None)
    owed = 0
    for minute, layer, k in population:
        while next_named is not None and next_named[0] <= minute:
            yield next_named
            owed += 1
            next_named = next(named, None)
        if owed and layer == 0:
            owed -= 1
        else:
            yield minute, layer, k
    if next_named is not None:
        yield next_named
    yield from named


def _named_onsets(program: Program, world: int, persona: int) -> Iterator[tuple[int, int, int]]:
    key = program.personas[persona].key
    for block in range(ceil(program.horizon / BLOCK)):
        entity = entity_key(world, key, NAMED_LAYER, block)
        yield block * BLOCK + int(uniform(entity, OFFSET) * BLOCK), NAMED_LAYER, block


def _population_onsets(
    program: Program, world: int, persona: int
) -> Iterator[tuple[int, int, int]]:
    """All layers merged, in order of time."""
    most = max(program.demand, *(later.demand for _, later in program.later), 0.0)
    streams = [_layer_onsets(program, world, persona, layer) for layer in range(ceil(most))]
    heads = [next(stream, None) for stream in streams]
    while True:
        waiting = [(head, layer) for layer, head in enumerate(heads) if head is not None]
        if not waiting:
            return
        head, layer = min(waiting)
        yield head
        heads[layer] = next(streams[layer], None)


def _layer_onsets(
    program: Program, world: int, persona: int, layer: int
) -> Iterator[tuple[int, int, int]]:
    """One layer: a Poisson stream at the busiest rate, thinned candidate by candidate."""
    p = program.personas[persona]
    if p.per_year <= 0.0:
        return
    busiest = max(program.weekday)
    gap = WEEKS_PER_YEAR * MINUTES_PER_WEEK / p.per_year / busiest
    at, k = 0.0, 0
    while True:
        entity = entity_key(world, p.key, layer, k)
        at += exponential(uniform(entity, GAP), gap)
        minute = int(at)
        if minute >= program.horizon:
            return
        weekday = program.weekday[minute // MINUTES_PER_DAY % 7]
        share = min(1.0, _demand_at(program, minute) - layer)
        if uniform(entity, THIN) * busiest < weekday and uniform(entity, LAYER) < share:
            yield minute, layer, k
        k += 1


def _demand_at(program: Program, minute: int) -> float:
    """The ratio to the stated onset rates that holds at a minute."""
    demand = program.demand
    for since, later in program.later:
        if minute >= since:
            demand = later.demand
    return demand


def newcomer(program: Program, world: int, persona: int, onset: tuple[int, int, int]) -> Newcomer:
    """The person of one onset."""
    minute, layer, k = onset
    p = program.personas[persona]
    key = entity_key(world, p.key, layer, k)
    named = layer == NAMED_LAYER
    levels = [0] * len(p.needs) if not named else [need.central for need in p.needs]
    if not named:
        levels = _levels(p, key)

    def drawn(limits: tuple[float, float, float], purpose: int, which: int = 0) -> float:
        low, central, high = limits
        if named:
            return central
        return triangular(uniform(key, purpose, which), low, central, high)

    chapters = 0
    for position, chapter in enumerate(p.chapters):
        if chapter.about < 0 or levels[chapter.about] > 0:
            chapters |= 1 << position
    return Newcomer(
        number=person_number(persona, layer, k),
        persona=persona,
        name=(p.key, layer, k),
        named=named,
        onset=minute,
        age=int(drawn(p.age, AGE)),
        levels=levels,
        chapters=chapters,
        minutes=[
            whole_minutes(drawn((c.low, c.central, c.high), MINUTES, i))
            for i, c in enumerate(p.chapters)
        ],
        barriers=tuple(drawn(limits, BARRIER, i) for i, limits in enumerate(p.barriers)),
        stigma=tuple(drawn(limits, STIGMA, i) for i, limits in enumerate(p.stigma)),
        trust=drawn(p.trust, TRUST),
        impatience=drawn(p.impatience, IMPATIENCE),
        consents=uniform(key, CONSENT) < p.consent,
        readiness=drawn(p.readiness, READINESS),
        distance={
            place: drawn(limits, DISTANCE, i)
            for i, (place, limits) in enumerate(p.distance.items())
        },
        birthday=int(0.5 * YEAR if named else uniform(key, BIRTHDAY) * YEAR),
        coming=tuple(int(drawn(date.after, date.purpose)) for date in p.coming),
    )


def _levels(p: PPersona, key: int) -> list[int]:
    """Levels of a person like her; the first need is at least what help is sought for."""
    levels = []
    for position, need in enumerate(p.needs):
        has = uniform(key, PRESENT, position) < need.present
        low = max(need.low, HELP_SOUGHT_FROM) if position == 0 else need.low
        level = whole_number(uniform(key, LEVEL, position), low, need.central, need.high)
        levels.append(level if has else 0)
    return levels
