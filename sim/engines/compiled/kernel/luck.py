"""Draws of a person: addresses made of her key, a purpose and an occurrence."""

from __future__ import annotations

from sim.draws import exponential, hazard_threshold, lognormal, mix, uniform
from sim.engines.compiled.jit import Memory, kernel, signed, unsigned
from sim.engines.compiled.kernel.blocks import CLOCK, PERSON
from sim.engines.compiled.kernel.memory import map_place


@kernel
def mixed(a: int, b: int) -> int:
    """A purpose made of two, scattered: a cell in, a cell out."""
    return signed(mix(unsigned(a) ^ unsigned(b)))


@kernel
def key_of(world: int, part: int) -> int:
    """The key of an entity in a world: one step of ``draws.entity_key``."""
    return signed(mix(unsigned(world) ^ unsigned(part)))


@kernel
def uniform_at(entity: int, purpose: int, occurrence: int) -> float:
    """A number in (0, 1) at an address given as cells."""
    return uniform(unsigned(entity), unsigned(purpose), unsigned(occurrence))


@kernel
def again(m: Memory, p: int, purpose: int) -> int:
    """How many times this has been drawn for her before; counts one more."""
    at = map_place(m, p + PERSON.COUNTS, purpose)
    m[at] += 1
    return m[at] - 1


@kernel
def draw(m: Memory, p: int, purpose: int) -> float:
    """Her next luck for a purpose."""
    return uniform_at(m[p + PERSON.LUCK], purpose, again(m, p, purpose))


@kernel
def draw_law(kind: int, mean: float, mu: float, sigma: float, u: float) -> float:
    """Minutes from a law and a uniform number; longer with ``u``."""
    if kind == 0:
        return mean
    if kind == 1:
        return exponential(u, mean)
    return lognormal(u, mu, sigma)


# Clocks of integer hazard


@kernel
def clock_begin(m: Memory, clock: int, entity: int, purpose: int) -> None:
    """A clock that stands still, before its first strike."""
    m[clock + CLOCK.LEFT] = hazard_threshold(uniform_at(entity, purpose, 0))
    m[clock + CLOCK.SINCE] = -1


@kernel
def clock_pause(m: Memory, clock: int, minute: int) -> None:
    """Stand still; what has gathered is kept."""
    if m[clock + CLOCK.SINCE] >= 0:
        m[clock + CLOCK.LEFT] -= m[clock + CLOCK.RATE] * (minute - m[clock + CLOCK.SINCE])
        m[clock + CLOCK.SINCE] = -1


@kernel
def clock_start(m: Memory, clock: int, minute: int, rate: int) -> None:
    """Gather at ``rate`` from this minute on."""
    clock_pause(m, clock, minute)
    m[clock + CLOCK.RATE] = rate
    m[clock + CLOCK.SINCE] = minute


@kernel
def clock_strikes_at(m: Memory, clock: int) -> int:
    """The minute at which it will strike if nothing changes; -1 for never."""
    rate = m[clock + CLOCK.RATE]
    if m[clock + CLOCK.SINCE] < 0 or rate <= 0:
        return -1
    return m[clock + CLOCK.SINCE] + max(0, -(-m[clock + CLOCK.LEFT] // rate))


@kernel
def clock_strike(m: Memory, clock: int, entity: int, purpose: int) -> None:
    """Begin the next occurrence."""
    m[clock + CLOCK.STRUCK] += 1
    m[clock + CLOCK.SINCE] = -1
    u = uniform_at(entity, purpose, m[clock + CLOCK.STRUCK])
    m[clock + CLOCK.LEFT] = hazard_threshold(u)
