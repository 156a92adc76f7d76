"""The shell around the kernel: memory is laid out, runs go on in it, and what they leave is read.

The memory is one array of cells: the world's block, the flattened program, what the fold must know,
the rows of the log where they are asked for, and whatever the run makes. Where a run needs more, it
comes back between two events, and goes on in a longer copy.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import fields
from threading import Lock
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np
from numba import types
from numba.core import config
from numpy.typing import NDArray

from sim.draws import world_key
from sim.engines.compiled import caching
from sim.engines.compiled.flattening import flatten, placed
from sim.engines.compiled.jit import Memory, signed
from sim.engines.compiled.kernel.blocks import TOTAL, WORLD
from sim.engines.compiled.kernel.running import (
    FINISHED,
    LOG_IS_FULL,
    NEEDS_ROOM,
    SCRATCH_CELLS,
    begin,
    run_on,
)
from sim.engines.compiled.layouts import PROGRAM, STREAM
from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.log import COLUMNS, Row
from sim.measures import PersonFold
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program

ROWS_AT_ONCE: Final = 1 << 15
"""Rows that lie in memory before they are handed on."""
CELLS_AT_FIRST: Final = 3 << 20
FOR_EACH: Final = 256
"""Cells that one of the other people, a place on a rota or a step may take at minute 0."""
GROWTH: Final = 1.5
"""By how much the memory grows when it must."""
ROW: Final = len(COLUMNS)
CELLS: Final = types.int64[::1]
"""What numba calls the memory."""
COUNTED: Final = tuple(f.name for f in fields(PoolTotals) if f.type == "int")
PROGRAMS_KEPT: Final = 64


@runtime_checkable
class TakesMany(Protocol):
    """A sink that takes in many rows at once."""

    def take(self, rows: NDArray[np.int64]) -> None:
        """Take in rows, (n, columns of the log)."""


@runtime_checkable
class KeepsMany(Protocol):
    """A sink that keeps rows beside a fold, and need not fold them itself."""

    fold: PersonFold

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Keep rows, (n, columns of the log)."""


class _Shelf:
    """Programs that have been laid out lately, so that it is done once for many replications."""

    def __init__(self) -> None:
        self.lately: OrderedDict[int, tuple[Program, NDArray[np.int64], int, int]] = OrderedDict()
        self.lock = Lock()

    def laid_out(self, program: Program) -> tuple[NDArray[np.int64], int, int]:
        """The cells of a program, the place of its first row, and how many programs it holds."""
        with self.lock:
            kept = self.lately.get(id(program))
            if kept is None:
                flat = flatten(program)
                made = placed(flat, WORLD.SIZE)
                kept = program, made.cells, made.base["program"], flat.programs
                self.lately[id(program)] = kept
                while len(self.lately) > PROGRAMS_KEPT:
                    self.lately.popitem(last=False)
            return kept[1:]


_shelf = _Shelf()


def compile_now() -> None:
    """Compile the kernel, or load it where another start has. Raises what numba raises."""
    if config.DISABLE_JIT:
        return
    entries: tuple[Any, ...] = (begin, run_on)
    caching.once(lambda: [function.compile((CELLS,)) for function in entries])


def run(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """Run one replication of a program on the compiled engine.

    Measures are folded in the kernel where the sink is a :class:`PersonFold`, and no row is kept,
    or keeps rows beside one (``keep``); any other sink is handed rows, many at once if it can take
    them (``take``).
    """
    fold = sink if isinstance(sink, PersonFold) else None
    if isinstance(sink, KeepsMany):
        fold = sink.fold
    m = _memory(program, seed, replication, salt, fold, logs=fold is not sink)
    begin(m)
    while (why := run_on(m)) != FINISHED:
        if why == LOG_IS_FULL:
            _hand_on(m, sink)
        elif why == NEEDS_ROOM:
            m = _with_room(m)
    _hand_on(m, sink)
    if fold is not None:
        first, count = m[WORLD.JOURNEYS], m[WORLD.N_JOURNEYS]
        fold.take(m, m[first : first + count].copy())
    return _totals(m)


def _memory(
    program: Program, seed: int, replication: int, salt: int, fold: PersonFold | None, *, logs: bool
) -> Memory:
    """The memory of a run at its beginning."""
    cells, row, programs = _shelf.laid_out(program)
    first = WORLD.SIZE + cells.size
    log = ROWS_AT_ONCE * ROW if logs else 0
    config = fold.config_cells if fold is not None else 0
    room = _room_at_first(program) + CELLS_AT_FIRST
    m = np.zeros(first + log + config + room, dtype=np.int64)
    m[WORLD.SIZE : first] = cells
    m[WORLD.TOP] = first
    m[WORLD.BASE_PROGRAM] = row
    m[WORLD.PROGRAMS] = programs
    m[WORLD.PEOPLE_WORLD] = signed(world_key(seed, replication))
    m[WORLD.LUCK_WORLD] = signed(world_key(seed, replication, salt))
    if fold is not None:
        m[WORLD.FOLDS] = 1
        m[WORLD.CONFIG] = fold.write_config(m)
    if logs:
        m[WORLD.LOGS] = 1
        m[WORLD.ROWS] = m[WORLD.TOP]
        m[WORLD.CAP_ROWS] = ROWS_AT_ONCE
        m[WORLD.TOP] += log
    return m


def _room_at_first(program: Program) -> int:
    """Cells that what stands at minute 0 cannot exceed."""
    programs = [program, *(later for _, later in program.later)]
    people = sum(stream.waiting_people + stream.under_way for stream in program.streams)
    waited = max((stream.waiting_minutes for stream in program.streams), default=0)
    days = (program.horizon + waited) // MINUTES_PER_DAY + 2
    slots = sum(max(len(one.pools[i].slots) for one in programs) for i in range(len(program.pools)))
    rows = len(program.streams) + len(program.pools)
    parts = len(program.steps) + len(program.teams) + len(program.personas) + rows
    return FOR_EACH * (people + slots + parts) + (2 * rows + 1) * days + SCRATCH_CELLS


def _with_room(m: Memory) -> Memory:
    """The same memory, longer."""
    longer = np.zeros(int(m.size * GROWTH) + 16 * int(m[WORLD.BIGGEST]) + CELLS_AT_FIRST, np.int64)
    longer[: m[WORLD.TOP]] = m[: m[WORLD.TOP]]
    return longer


def _hand_on(m: Memory, sink: Sink) -> None:
    """Give the rows that lie in memory to the sink."""
    count = int(m[WORLD.N_ROWS])
    first = m[WORLD.ROWS]
    rows = m[first : first + count * ROW].reshape(count, ROW)
    m[WORLD.N_ROWS] = 0
    if not count:
        return
    if isinstance(sink, KeepsMany):
        sink.keep(rows)
        return
    if isinstance(sink, TakesMany):
        sink.take(rows.copy())
        return
    for row in rows.tolist():
        sink.see(Row(*row))


def _totals(m: Memory) -> Totals:
    """What a run leaves beside its rows."""
    totals = Totals(rows=int(m[WORLD.ALL_ROWS]), people=int(m[WORLD.PEOPLE]))
    pools, streams, days = m[WORLD.N_POOLS], m[WORLD.N_STREAMS], m[WORLD.N_DAYS]
    for number in range(pools):
        at = m[WORLD.TOTALS] + number * TOTAL.SIZE
        counted: dict[str, Any] = {
            name: int(m[at + getattr(TOTAL, name.upper())]) for name in COUNTED
        }
        totals.pools.append(PoolTotals(**counted))
    program = m[WORLD.BASE_PROGRAM]
    of = [
        int(m[m[program + PROGRAM.STREAMS] + i * STREAM.SIZE + STREAM.POOL]) for i in range(streams)
    ]
    for name, place in (("first_waits", WORLD.FIRST_WAITS), ("still_waiting", WORLD.STILL_WAITING)):
        table = m[m[place] : m[place] + (pools + streams) * days].reshape(-1, days)
        for row, day in zip(*np.nonzero(table), strict=True):
            pool = of[row] if row < streams else row - streams
            who = int(row) if row < streams else -1
            getattr(totals.pools[pool], name)[who, int(day)] = int(table[row, day])
    return totals
