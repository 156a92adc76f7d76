"""How much of her contact is with the same worker, team or organisation.

In: who met her at each contact, in order, as any numbers that tell them apart. Out: a share, or
NaN where there are too few contacts to score. These say what happened; they never say what
continuity felt like. UPC and COC are the usual provider and Bice-Boxerman indices and do not see
the order of contacts; SECON and contact switches do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import nan
from typing import Final

SCORED_FROM: Final = 2
"""Contacts below which no index can be scored."""


def upc(met: Sequence[int]) -> float:
    """Usual provider of care: share of contacts with the one met most often."""
    if len(met) < SCORED_FROM:
        return nan
    return max(Counter(met).values()) / len(met)


def coc(met: Sequence[int]) -> float:
    """Continuity of care: the chance that two of her contacts were with the same one."""
    n = len(met)
    if n < SCORED_FROM:
        return nan
    return (sum(k * k for k in Counter(met).values()) - n) / (n * (n - 1))


def secon(met: Sequence[int]) -> float:
    """Sequential continuity: share of contacts with the same one as the contact before."""
    if len(met) < SCORED_FROM:
        return nan
    return 1.0 - contact_switches(met) / (len(met) - 1)


def contact_switches(met: Sequence[int]) -> int:
    """Consecutive contacts with different ones."""
    return sum(1 for before, after in pairwise(met) if before != after)
