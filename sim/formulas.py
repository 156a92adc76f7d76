"""Every expression with fractions that decides anything, written once.

Scalars in, scalars out, so that a compiled engine can apply the same functions to the same
effect. Chances are in [0, 1]; ``trust_change`` is her trust now less her trust at the start.
"""

from __future__ import annotations

import math


def clipped(chance: float) -> float:
    """A chance kept within [0, 1]."""
    return 0.0 if chance < 0.0 else 1.0 if chance > 1.0 else chance


def whole_minutes(minutes: float) -> int:
    """A length of contact: the nearest whole minute, at least one."""
    nearest = int(minutes + 0.5)
    return 1 if nearest < 1 else nearest


def chance_of_attending(
    base: float,
    odds_per_week: float,
    weeks_waited: float,
    weeks_that_count: float,
    barrier_log_odds: float,
    barrier: float,
    trust_log_odds: float,
    trust_change: float,
    support: float = 0.0,
) -> float:
    """Chance that she comes to a booked contact: a logit (MODEL section 5).

    ``support`` is the sum of what supporters, a companion and distance add, in log odds.
    """
    if base >= 1.0:
        return 1.0
    if base <= 0.0:
        return 0.0
    counted = weeks_waited if weeks_waited < weeks_that_count else weeks_that_count
    logit = (
        math.log(base / (1.0 - base))
        + counted * math.log(odds_per_week)
        - barrier_log_odds * barrier
        + trust_log_odds * trust_change
        + support
    )
    return 1.0 / (1.0 + math.exp(-logit))


def openness(
    mode: float, stigma: float, k: float, trust_change: float, minutes_left: float, minutes: float
) -> float:
    """How openly she speaks of a hidden chapter, at most 1 (MODEL section 4)."""
    time = 1.0 if minutes_left >= minutes else minutes_left / minutes
    value = mode * (1.0 - stigma) * math.exp(k * trust_change) * time
    return 1.0 if value > 1.0 else value


def chance_lost(base: float, k: float, trust_change: float) -> float:
    """Chance that a handoff goes astray; with ``k`` below 0, more trust means less loss."""
    return clipped(base * math.exp(k * trust_change))


def stopping_per_minute(per_minute: float, impatience: float, k: float, trust: float) -> float:
    """Hazard of stopping waiting; ``trust`` is its change. With ``k`` below 0, trust keeps her."""
    return per_minute * impatience * math.exp(k * trust)


def minutes_to_confirm(minutes: int, share: float) -> int:
    """Whole minutes to confirm a chapter that is already known, at least one."""
    return whole_minutes(minutes * share)


def chance_not_taken_up(base: float, stigma: float) -> float:
    """Chance that an offer is not taken up at once; more stigma of its kind, more so."""
    return 1.0 - (1.0 - base) * (1.0 - stigma)


def readiness_after(at_onset: float, weeks: float, halves_in: float) -> float:
    """Readiness so many weeks after onset: what was lacking halves in ``halves_in`` weeks.

    Not as a power of one half: a compiler would make another function of it, whose last bit differs.
    """
    return 1.0 - (1.0 - at_onset) * math.exp(-math.log(2.0) * (weeks / halves_in))


def chance_of_not_now(
    base: float, unfit: float, fit: float, unready: float, readiness: float
) -> float:
    """Chance of not taking up an offer, before stigma: two odds ratios on the base chance.

    ``unfit`` acts in full on an offer that is not what she wants (``fit`` 0), ``unready`` on
    somebody who is not ready at all; with fit and readiness 1 the base stands (MODEL section 5).
    """
    ratio = math.pow(unfit, 1.0 - fit) * math.pow(unready, 1.0 - readiness)
    if ratio == 1.0 or base <= 0.0 or base >= 1.0:
        return base
    odds = base / (1.0 - base) * ratio
    return odds / (1.0 + odds)
