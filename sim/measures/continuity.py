"""How much of her contact is with the same worker, team or organisation.

In: who met her at each contact, in order, as any numbers that tell them apart. Out: a share, or
NaN where there are too few contacts to score. These say what happened; they never say what
continuity felt like. UPC and COC are the usual provider and Bice-Boxerman indices and do not see
the order of contacts; SECON and contact switches do.

A fold keeps a *tally* of three cells for each level; :func:`scored` adds a contact to it, and the
indices are read off many tallies at once. :func:`upc` and its like do both for one sequence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.measures.memory import Memory

SCORED_FROM: Final = 2
"""Contacts below which no index can be scored."""
MOST, SQUARES, SWITCHES, TALLY_CELLS = range(4)
"""A tally: contacts with the one met most often, the sum of everybody's squared contacts, and
consecutive contacts with different ones."""

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def scored(memory: Memory, tally: int, before: int) -> None:
    """Add a contact with one met so many times before; switches are counted where they are seen."""
    again = before + 1
    if memory[tally + MOST] < again:
        memory[tally + MOST] = again
    memory[tally + SQUARES] += before + again


def usual(most: Whole, contacts: Whole) -> Real:
    """Usual provider of care: share of contacts with the one met most often."""
    return _where_scored(most, contacts, contacts)


def concentration(squares: Whole, contacts: Whole) -> Real:
    """Continuity of care: the chance that two of her contacts were with the same one."""
    return _where_scored(squares - contacts, contacts * (contacts - 1), contacts)


def sequence(switches: Whole, contacts: Whole) -> Real:
    """Sequential continuity: share of contacts with the same one as the contact before."""
    return 1.0 - _where_scored(switches, contacts - 1, contacts)


def _where_scored(part: Whole, whole: Whole, contacts: Whole) -> Real:
    enough = contacts >= SCORED_FROM
    shares: Real = np.divide(part, whole, out=np.full(len(part), np.nan), where=enough)
    return shares


def upc(met: Sequence[int]) -> float:
    """:func:`usual` of one sequence of contacts."""
    return float(usual(_tally(met)[MOST], _contacts(met))[0])


def coc(met: Sequence[int]) -> float:
    """:func:`concentration` of one sequence of contacts."""
    return float(concentration(_tally(met)[SQUARES], _contacts(met))[0])


def secon(met: Sequence[int]) -> float:
    """:func:`sequence` of one sequence of contacts."""
    return float(sequence(_tally(met)[SWITCHES], _contacts(met))[0])


def contact_switches(met: Sequence[int]) -> int:
    """Consecutive contacts with different ones."""
    return sum(1 for last, who in pairwise(met) if last != who)


def _tally(met: Sequence[int]) -> Whole:
    """The tally of one sequence, (TALLY_CELLS, 1)."""
    tally = [0] * TALLY_CELLS
    before = Counter[int]()
    for who in met:
        scored(tally, 0, before[who])
        before[who] += 1
    tally[SWITCHES] = contact_switches(met)
    return np.array(tally, dtype=np.int64).reshape(TALLY_CELLS, 1)


def _contacts(met: Sequence[int]) -> Whole:
    return np.array([len(met)], dtype=np.int64)


TO_COMPILE: Final = (scored,)
