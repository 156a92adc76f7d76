"""Addressed random numbers and inverse transforms.

There is no generator and no state. A draw is a pure function of an address: the world (seed,
replication and, for a placebo, a salt), the entity (a person, a worker's place on the rota, a
stream of other people), the purpose (what the draw decides, named by its function) and the
occurrence (how many times this entity has been here). So the same person meets the same luck
in every way of organising help, whoever else is about.

Every function takes and returns Python scalars; none is vectorised, since array logarithms
differ from scalar ones in the last bit. The mixing function is the finaliser of SplitMix64
(Steele, Lea and Flood 2014); the normal quantile is Wichura's AS 241 (1988).
"""

from __future__ import annotations

import hashlib
import math
from typing import Final

MASK: Final = 0xFFFFFFFFFFFFFFFF
GOLDEN: Final = 0x9E3779B97F4A7C15
HAZARD_ONE: Final = 1 << 40
"""Hazards are integers in units of 2**-40."""


def mix(z: int) -> int:
    """Scatter 64 bits over 64 bits, one to one."""
    z = (z + GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def name_key(name: str) -> int:
    """64 bits from a name; stable over versions and machines."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def world_key(seed: int, replication: int, salt: int = 0) -> int:
    """The key of one replication. A salt other than 0 changes all luck drawn with it."""
    return mix(mix(mix(seed & MASK) ^ (replication & MASK)) ^ (salt & MASK))


def entity_key(world: int, *parts: int) -> int:
    """The key of an entity in a world, from what names it."""
    key = world
    for part in parts:
        key = mix(key ^ (part & MASK))
    return key


def uniform(entity: int, purpose: int, occurrence: int = 0) -> float:
    """A number in the open interval (0, 1) at an address.

    The same as ``mix(mix(entity ^ purpose) ^ occurrence)``, written out: this is called a million
    times in a run, and two calls fewer each time are a tenth of it.
    """
    z = ((entity ^ purpose) + GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    z = ((z ^ (z >> 31) ^ occurrence) + GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return (((z ^ (z >> 31)) >> 12) + 0.5) * 2.220446049250313e-16  # 52 bits: never 1.0


def exponential(u: float, mean: float) -> float:
    """Exponential quantile; larger with ``u``."""
    return -mean * math.log(1.0 - u)


def hazard_threshold(u: float) -> int:
    """The gathered hazard at which a clock strikes, in units of 2**-40; smaller with ``u``."""
    return int(-math.log(u) * HAZARD_ONE)


def hazard_rate(per_minute: float) -> int:
    """A hazard per minute in units of 2**-40."""
    return int(per_minute * HAZARD_ONE + 0.5)


def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Triangular quantile on [low, high]; the mode itself where low equals high."""
    if high <= low:
        return mode
    turn = (mode - low) / (high - low)
    if u < turn:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def whole_number(u: float, low: int, mode: int, high: int) -> int:
    """A whole number from low to high, the mode twice as likely as any other."""
    weight = high - low + 2
    place = int(u * weight)
    if place >= high - low + 1:
        return mode
    return low + place


def geometric(u: float, mean: float) -> int:
    """Geometric quantile on 1, 2, ... with the mean given (at least 1)."""
    if mean <= 1.0:
        return 1
    return 1 + int(math.log(1.0 - u) / math.log(1.0 - 1.0 / mean))


def lognormal(u: float, mu: float, sigma: float) -> float:
    """Lognormal quantile from the mean and deviation of the logarithm."""
    return math.exp(mu + sigma * normal_quantile(u))


def normal_quantile(p: float) -> float:
    """Standard normal quantile to about 16 digits (AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _ratio(r, _CENTRE_TOP, _CENTRE_BOTTOM)
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        x = _ratio(r - 1.6, _MIDDLE_TOP, _MIDDLE_BOTTOM)
    else:
        x = _ratio(r - 5.0, _TAIL_TOP, _TAIL_BOTTOM)
    return -x if q < 0.0 else x


def _ratio(r: float, top: tuple[float, ...], bottom: tuple[float, ...]) -> float:
    above = 0.0
    below = 0.0
    for a in top:
        above = above * r + a
    for b in bottom:
        below = below * r + b
    return above / below


# The coefficients of AS 241, from the highest power down.
_CENTRE_TOP: Final = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_CENTRE_BOTTOM: Final = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_MIDDLE_TOP: Final = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_MIDDLE_BOTTOM: Final = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_TAIL_TOP: Final = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_TAIL_BOTTOM: Final = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)
