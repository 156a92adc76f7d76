"""The moves of one run: where needs went, and which team asked whom again.

Goes in: a program and the rows of one of its runs. Comes out: :class:`Flows`, counted by group of
people. Refuses to count anybody whom the tables of people leave out, or anything after her
follow-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.log import COLUMNS, NAMED_LAYER, PERSON_BITS, WAITS, Row, What
from sim.measures.journeys import PERSONA_SHIFT
from sim.program import Program
from sim.study.passing import AT_A_STEP, NOBODY, Ledger, Move, Passing
from sim.study.retelling import retold

Whole = NDArray[np.int64]
MINUTE, PERSON, THREAD, WHAT, STEP, VALUE = (
    COLUMNS.index(name) for name in ("minute", "person", "thread", "what", "step", "value")
)
OF_NEEDS: Final = (
    *AT_A_STEP,
    What.ASKED,
    What.TAKEN_ON,
    What.LEFT,
    What.HANDS_ON,
    What.BOUNCES,
    What.LOST,
    What.LEVEL,
    What.HELPS,
)
"""Rows that tell where needs are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """The flows of one run."""

    moves: Mapping[tuple[int, Move], tuple[int, int, int]]
    """by group of people (persona; named people after all personas) and move: times, needs,
    minutes"""


def flows_of(program: Program, events: Whole) -> Flows:
    """The flows in the rows of one run, of the people counted, each within her follow-up."""
    rows = _of_those_counted(program, events)
    ledger: Ledger = defaultdict(lambda: [0, 0, 0])
    _follow(program, rows, ledger)
    contacts, chapters = retold(rows)
    for flow, found in (("told_again", contacts), ("chapters_told_again", chapters)):
        for person, heard, asked in zip(*(column.tolist() for column in found), strict=True):
            ledger[person, Move(flow, heard, asked, NOBODY, "")][0] += 1
    return Flows(moves=_by_group(program, ledger))


def _of_those_counted(program: Program, events: Whole) -> Whole:
    """Rows of people counted, within their follow-up, person by person and in order."""
    onset = events[events[:, WHAT] == What.ONSET]
    counted = (onset[:, MINUTE] >= program.start) & (onset[:, MINUTE] < program.counted_until)
    onset = onset[counted]
    onset = onset[np.argsort(onset[:, PERSON], kind="stable")]
    whose = np.searchsorted(onset[:, PERSON], events[:, PERSON])
    known = np.append(onset[:, PERSON], -1)[whose] == events[:, PERSON]
    over = np.append(onset[:, MINUTE], 0)[whose] + program.follow
    rows = events[known & (events[:, MINUTE] < over)]
    together: Whole = rows[np.argsort(rows[:, PERSON], kind="stable")]
    return together


def _follow(program: Program, rows: Whole, ledger: Ledger) -> None:
    """Enter every move of needs."""
    team_of = [step.team for step in program.steps]
    one: Passing | None = None
    over = 0
    for cells in _telling_rows(rows).tolist():
        row = Row(*cells)
        if row.what != What.ONSET:
            assert one is not None
            one.see(row)
            continue
        if one is not None:
            one.finish(over)
        needs = len(program.personas[row.person >> PERSONA_SHIFT].needs)
        one, over = Passing(ledger, row, needs, team_of), row.minute + program.follow
    if one is not None:
        one.finish(over)


def _telling_rows(rows: Whole) -> Whole:
    """The rows that tell where needs are; of several about the same step of a thread, the first."""
    kinds = np.isin(rows[:, WHAT], (*OF_NEEDS, What.ONSET))
    # the wait for being sent back is spent at no step
    answer = (rows[:, WHAT] == What.WAIT_BEGINS) & (rows[:, VALUE] == WAITS.index("bounce"))
    rows = rows[kinds & ~answer]
    order = np.lexsort((np.arange(len(rows)), rows[:, THREAD], rows[:, PERSON]))
    stands = np.isin(rows[order, WHAT], tuple(AT_A_STEP))
    there = rows[order][:, [PERSON, THREAD, STEP]]
    same = np.append(False, (there[1:] == there[:-1]).all(axis=1))[: len(rows)]
    again = same & stands & np.append(False, stands[:-1])[: len(rows)]
    keep = np.ones(len(rows), dtype=np.bool_)
    keep[order] = ~again
    return rows[keep]


def _by_group(program: Program, ledger: Ledger) -> dict[tuple[int, Move], tuple[int, int, int]]:
    """Moves summed over the people of a group."""
    moves: dict[tuple[int, Move], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (person, move), line in ledger.items():
        named = person >> PERSON_BITS & 255 == NAMED_LAYER
        group = (person >> PERSONA_SHIFT) + named * len(program.personas)
        total = moves[group, move]
        for place, value in enumerate(line):
            total[place] += value
    return {key: (line[0], line[1], line[2]) for key, line in moves.items() if any(line)}
