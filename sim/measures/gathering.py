"""The blocks of many journeys side by side, as arrays: what the tables are worked out from.

In: a memory, and the cells at which journeys begin. Out: :class:`Gathered`, in the order of onset,
then person. It changes nothing in the memory, so that a run may go on after it. Of arithmetic only
+ − × ÷ and comparisons are used on arrays, which are exact element by element.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.log import NAMED_LAYER, PERSON_BITS
from sim.measures.journeys import (
    ASKED,
    COUNTS,
    JOURNEY_CELLS,
    NEED_CELLS,
    ONSET,
    PERSON,
    PERSONA_SHIFT,
)
from sim.measures.memory import COUNT_BITS, COUNT_MASK, Memory
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
YesNo = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The journeys of some people, and their needs."""

    program: Program
    cells: Whole
    """(JOURNEY_CELLS, people)"""
    needs: Whole
    """(NEED_CELLS, needs), in the order of people and of the persona's needs"""
    persona: Whole
    """(people,) position of her persona"""
    whose: Whole
    """(needs,) position of the person in ``cells``"""
    position: Whole
    """(needs,) position among the needs of the persona"""

    def __len__(self) -> int:
        """People."""
        return len(self.persona)

    def her(self, cell: int) -> Whole:
        """A cell of each person, (people,)."""
        cells: Whole = self.cells[cell]
        return cells

    def hers(self, cell: int) -> Whole:
        """A cell of the person, for each of her needs, (needs,)."""
        cells: Whole = self.cells[cell][self.whose]
        return cells

    def need(self, cell: int) -> Whole:
        """A cell of each need, (needs,)."""
        cells: Whole = self.needs[cell]
        return cells

    def counts(self, which: int) -> Whole:
        """How often something was counted, (people,)."""
        return self.her(COUNTS + which // 2) >> COUNT_BITS * (which & 1) & COUNT_MASK

    def total(self, of_needs: NDArray[Any]) -> Whole:
        """Whole numbers of needs summed by person, (people,)."""
        totals = np.zeros(len(self), dtype=np.int64)
        np.add.at(totals, self.whose, of_needs)
        return totals

    def any_of(self, of_needs: YesNo) -> YesNo:
        """Whether it holds for at least one need of hers, (people,)."""
        return self.total(of_needs) > 0

    def most(self, of_needs: Whole) -> Whole:
        """The greatest of a person's needs, at least 0, (people,)."""
        greatest = np.zeros(len(self), dtype=np.int64)
        np.maximum.at(greatest, self.whose, of_needs)
        return greatest

    def who(self) -> dict[str, NDArray[Any]]:
        """Who they are, by column of the table of people."""
        person = self.her(PERSON)
        return {
            "person": person,
            "persona": words([persona.name for persona in self.program.personas], self.persona),
            "named": person >> PERSON_BITS & 255 == NAMED_LAYER,
            "onset_minute": self.her(ONSET),
            "asked_minute": self.her(ASKED),
        }


def gathered(program: Program, memory: Memory, journeys: Sequence[int] | Whole) -> Gathered:
    """The blocks at these cells; every journey once."""
    used = np.asarray(memory[: memory[0]], dtype=np.int64)
    begins = np.asarray(journeys, dtype=np.int64)
    begins = begins[np.lexsort((used[begins + PERSON], used[begins + ONSET]))]
    persona = used[begins + PERSON] >> PERSONA_SHIFT
    has = np.array([len(each.needs) for each in program.personas], dtype=np.int64)[persona]
    whose = np.repeat(np.arange(len(begins)), has)
    position = np.arange(len(whose)) - np.repeat(np.cumsum(has) - has, has)
    needs = begins[whose] + JOURNEY_CELLS + position * NEED_CELLS
    return Gathered(
        program=program,
        cells=used[begins + np.arange(JOURNEY_CELLS)[:, None]],
        needs=used[needs + np.arange(NEED_CELLS)[:, None]],
        persona=persona,
        whose=whose,
        position=position,
    )


def days(minutes: Whole) -> Real:
    """Minutes as days."""
    return minutes / MINUTES_PER_DAY


def days_if(holds: YesNo, minutes: Whole) -> Real:
    """Minutes as days where it holds, NaN elsewhere."""
    return np.where(holds, days(minutes), np.nan)


def words(which: Sequence[str], positions: Whole) -> NDArray[np.str_]:
    """Words by position; −1 is no word. As wide as the longest that occurs, at least 1."""
    lengths = np.array([*map(len, which), 0])
    width = int(lengths[positions].max(initial=1))
    return np.array([*which, ""], dtype=f"<U{width}")[positions]


def first_of(events: Sequence[Whole], over: Whole) -> tuple[Whole, Whole]:
    """The earliest of events and its minute, the first where they tie; −1 and ``over`` if none.

    ``events``: minutes, below 0 where it never came, below ``over`` where it did.
    """
    came = np.array([np.where(minutes >= 0, minutes, over) for minutes in events])
    first = came.argmin(axis=0)
    minute = came.min(axis=0)
    return np.where(minute < over, first, -1), minute
