"""The memory in which journeys are folded: one row of whole numbers, changed by plain steps.

In and out: a ``list`` of Python integers where the fold is interpreted, an ``int64`` array where an
engine compiles it; both behave alike, since nothing exceeds 63 bits. ``memory[0]`` is the first
free cell, free cells are zero, and nothing is ever given back. Whoever calls :func:`arrive` or
:func:`see` of ``sim.measures.rows`` leaves :data:`MARGIN` cells free. Nothing here knows what a
journey is.

The functions are written so that numba can compile them as they stand: whole numbers and one memory
go in, and each module lists them in ``TO_COMPILE``, those that are called before those that call.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Memory = list[int] | NDArray[np.int64]
MARGIN: Final = 512
"""Cells that must be free before a row is taken in; more than any row takes."""
NEVER: Final = -1
"""Stands for a minute that did not come, and for no thread, no worker and no end."""

OLDER, END, FIRST = range(3)
"""A chunk of a chain: the chunk before it (0 for none), the cell after its last record, and its
records, whose first cell is their key. All records of a chain are of one size."""
RECORDS_IN_CHUNK: Final = 4

COUNT_BITS: Final = 31
"""Two counts share a cell; none comes near 2**31, since each grows by at most a follow-up's minutes
or by a few for each contact."""
COUNT_MASK: Final = (1 << COUNT_BITS) - 1


def reserve(memory: Memory, cells: int) -> int:
    """The first of so many fresh cells, all zero."""
    first = memory[0]
    memory[0] = first + cells
    return first


def found(memory: Memory, chain: int, size: int, key: int) -> int:
    """The record of a key, whose first cell holds the key itself; 0 if there is none.

    ``chain`` is the cell that names the newest chunk, ``size`` the cells of a record.
    """
    chunk = memory[chain]
    while chunk:
        at = memory[chunk + END]
        first = chunk + FIRST
        while at > first:  # the newest first: most rows are about it
            at -= size
            if memory[at] == key:
                return at
        chunk = memory[chunk + OLDER]
    return 0


def begun(memory: Memory, chain: int, size: int, key: int) -> int:
    """A new record for a key that the chain does not hold yet, its other cells zero."""
    chunk = memory[chain]
    cells = FIRST + RECORDS_IN_CHUNK * size
    if chunk == 0 or memory[chunk + END] == chunk + cells:
        newest = reserve(memory, cells)
        memory[newest + OLDER] = chunk
        memory[newest + END] = newest + FIRST
        memory[chain] = newest
        chunk = newest
    at = memory[chunk + END]
    memory[at] = key
    memory[chunk + END] = at + size
    return at


def kept(memory: Memory, chain: int, size: int, key: int) -> int:
    """The record of a key, begun where the chain does not hold it."""
    at = found(memory, chain, size, key)
    if at == 0:
        at = begun(memory, chain, size, key)
    return at


def bits_in(bits: int) -> int:
    """How many bits of a set are on."""
    number = 0
    while bits:
        bits &= bits - 1
        number += 1
    return number


TO_COMPILE: Final = (reserve, found, begun, kept, bits_in)
