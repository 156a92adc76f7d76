"""Supporters: what somebody in her life does for her, as far as they are there and not tired."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel import purposes
from sim.engines.compiled.kernel.blocks import PERSON
from sim.engines.compiled.kernel.luck import mixed, uniform_at
from sim.engines.compiled.layouts import PERSONA, SUPPORTER
from sim.model.words import MODES

_MODES_IN_PERSON: Final = ("face_to_face", "home_visit", "drop_in")
IN_PERSON: Final = sum(1 << MODES.index(mode) for mode in _MODES_IN_PERSON)
"""Modes in which somebody can come along; a bit set."""


@kernel
def supporters_of(m: Memory, p: int) -> int:
    """How many supporters she has, or has had."""
    return m[m[p + PERSON.PERSONA] + PERSONA.N_SUPPORTERS]


@kernel
def supporter_row(m: Memory, p: int, i: int) -> int:
    """The row of one of her supporters."""
    return m[m[p + PERSON.PERSONA] + PERSONA.SUPPORTERS] + i * SUPPORTER.SIZE


@kernel
def _left(m: Memory, p: int, i: int) -> float:
    """The share of a supporter's effects that is left."""
    x = m.view(np.float64)
    tired = m[p + PERSON.SUPPORTERS_TIRED] >> i & 1
    return x[supporter_row(m, p, i) + SUPPORTER.TIRED] if tired else 1.0


@kernel
def hazard_ratio(m: Memory, p: int, need: int, effect: int) -> float:
    """The ratio to the hazard of worsening, or of crisis (which cell says), of one need."""
    x = m.view(np.float64)
    ratio = 1.0
    for i in range(supporters_of(m, p)):
        row = supporter_row(m, p, i)
        if m[p + PERSON.SUPPORTERS_HERE] >> i & 1 and m[row + SUPPORTER.NEEDS] >> need & 1:
            ratio *= 1.0 + (x[row + effect] - 1.0) * _left(m, p, i)
    return ratio


@kernel
def stopping_ratio(m: Memory, p: int) -> float:
    """The ratio to the hazard of stopping waiting."""
    x = m.view(np.float64)
    ratio = 1.0
    for i in range(supporters_of(m, p)):
        if m[p + PERSON.SUPPORTERS_HERE] >> i & 1:
            effect = x[supporter_row(m, p, i) + SUPPORTER.STOPPING]
            ratio *= 1.0 + (effect - 1.0) * _left(m, p, i)
    return ratio


@kernel
def attending_log_odds(m: Memory, p: int) -> float:
    """Log odds of coming to a booked contact."""
    x = m.view(np.float64)
    log_odds = 0.0
    for i in range(supporters_of(m, p)):
        if m[p + PERSON.SUPPORTERS_HERE] >> i & 1:
            log_odds += x[supporter_row(m, p, i) + SUPPORTER.ATTENDING] * _left(m, p, i)
    return log_odds


@kernel
def can_be_told_by(m: Memory, p: int, mode: int, contact: int) -> int:
    """The chapters that supporters who are with her at this contact can tell; a bit set."""
    x = m.view(np.float64)
    if not IN_PERSON >> mode & 1:
        return 0
    chapters = 0
    for i in range(supporters_of(m, p)):
        if m[p + PERSON.SUPPORTERS_HERE] >> i & 1:
            row = supporter_row(m, p, i)
            purpose = mixed(purposes.SUPPORTER_THERE, m[row + SUPPORTER.PURPOSE])
            u = uniform_at(m[p + PERSON.LUCK], purpose, contact)
            if u < x[row + SUPPORTER.PRESENT] * _left(m, p, i):
                chapters |= m[row + SUPPORTER.TELLS]
    return chapters


@kernel
def gone_silent(m: Memory, p: int) -> int:
    """The noticers who no longer see her, since they have left; a bit set."""
    silent = 0
    for i in range(supporters_of(m, p)):
        if not m[p + PERSON.SUPPORTERS_HERE] >> i & 1:
            row = supporter_row(m, p, i)
            for j in range(m[row + SUPPORTER.N_NOTICES]):
                silent |= 1 << m[m[row + SUPPORTER.NOTICES] + j]
    return silent
