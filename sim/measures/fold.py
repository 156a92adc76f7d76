"""Folds the rows of a run into one row per person, while the run goes on.

In: the rows of the log, in order, of all story people mixed. Out: a
:class:`~sim.measures.tables.PeopleTable` of those whose onset is counted, each followed for the
same time from her own onset. Rows of others, and rows after her follow-up, change nothing.

An engine that folds in a memory of its own, with the functions of ``sim.measures.rows``, hands it
over instead (:meth:`PersonFold.take`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.log import Row, What
from sim.measures.memory import MARGIN, Memory
from sim.measures.outcomes import people_table
from sim.measures.rows import arrive, see
from sim.measures.setting import config_cells, write_config
from sim.measures.tables import PeopleTable
from sim.measures.thresholds import thresholds
from sim.program import Program

CALL_HANDLERS: Final = ("receptionist", "call_handler")
"""Roles whose contacts no index of continuity counts."""
ONSET: Final = int(What.ONSET)
GROWTH: Final = 1 << 16
"""Cells by which the memory grows."""


class PersonFold:
    """A sink that remembers each counted person, and at the end says what happened to her."""

    def __init__(self, program: Program, *, call_handlers: Iterable[str] = CALL_HANDLERS) -> None:
        self._program = program
        self._call_handlers = frozenset(call_handlers)
        self._memory: Memory = [1] + [0] * self.config_cells
        self._config = self.write_config(self._memory)
        self._full = 0
        """the first free cell above which the memory must grow"""
        self._journeys: dict[int, int] = {}
        """the cell at which each counted person's journey begins"""
        self._taken: Sequence[int] | NDArray[np.int64] | None = None

    @property
    def config_cells(self) -> int:
        """Cells that :meth:`write_config` takes."""
        return config_cells(self._program)

    def write_config(self, memory: Memory) -> int:
        """Write into a memory what this fold must know; the cell at which it begins."""
        return write_config(memory, self._program, thresholds(), self._call_handlers)

    def see(self, row: Row) -> None:
        """Take in one row."""
        journey = self._journeys.get(row[1])
        if journey is None:
            if row[4] == ONSET and self.counts(row[0]):
                self._arrive(row)
            return
        memory = self._memory
        if memory[0] > self._full:
            self._grow()
        minute, _, thread, episode, what, step, team, worker, needs, chapters, value = row
        see(
            memory,
            self._config,
            journey,
            minute,
            thread,
            episode,
            what,
            step,
            team,
            worker,
            needs,
            chapters,
            value,
        )

    def counts(self, onset: int) -> bool:
        """Whether somebody whose onset falls on this minute is counted."""
        return self._program.start <= onset < self._program.counted_until

    def take(self, memory: Memory, journeys: Sequence[int] | NDArray[np.int64]) -> None:
        """Take over the memory of an engine that has folded all rows itself.

        ``journeys``: the cells at which the journeys of those counted begin, in any order. What
        this fold has seen itself is forgotten, and it can see no more.
        """
        self._memory = memory
        self._full = 0
        self._journeys = {}
        self._taken = journeys

    def finish(self) -> PeopleTable:
        """The table of people counted so far, with their needs; may be called again."""
        journeys = list(self._journeys.values()) if self._taken is None else self._taken
        return people_table(self._program, self._memory, journeys)

    def _arrive(self, row: Row) -> None:
        if self._memory[0] > self._full:
            self._grow()
        journey = arrive(self._memory, self._config, row.person, row.minute, row.value)
        self._journeys[row.person] = journey

    def _grow(self) -> None:
        memory = self._memory
        assert isinstance(memory, list), "the memory of an engine takes in no row"
        memory.extend([0] * GROWTH)
        self._full = len(memory) - MARGIN
