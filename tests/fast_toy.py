"""An engine for tests that says it compiles and frees the interpreter; it only pretends.

What it was asked is written down. A test may hold its runs at a gate, or let some fail.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest

from sim.engines.named import ENGINES, Made
from sim.engines.protocol import Sink, Totals
from sim.log import Row
from sim.program import Program
from sim.study.replicate import KeepsRows
from tests.study_toys import pretended

MADE = Made(home=__name__, title="toy", needs="numpy", in_threads=True, compiles=True)


class Told:
    """What the engine was asked, and what it does beside running."""

    def __init__(self) -> None:
        self.compiled = True
        self.calls: list[str] = []
        self.threads: list[threading.Thread] = []
        self.programs: list[Program] = []
        self.begins: Callable[[int], None] = lambda replication: None
        self.fails: Callable[[], None] = lambda: None


told = Told()


def installed(monkeypatch: pytest.MonkeyPatch, name: str = "compiled") -> Told:
    """Put the toy in the place of the fast engine; gives back what it will be told."""
    monkeypatch.setitem(ENGINES, name, MADE)
    monkeypatch.setattr(f"{__name__}.told", Told())
    return told


def is_compiled() -> bool:
    """Whether there is nothing left to compile."""
    return told.compiled


def compile_now() -> None:
    """Pretend to compile."""
    told.calls.append("compile")
    told.threads.append(threading.current_thread())
    told.fails()
    told.compiled = True


class _List:
    """A sink that keeps rows."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def see(self, row: Row) -> None:
        self.rows.append(row)


def run(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """The toy's rows; many at once, from memory that is written again, where rows are kept."""
    told.calls.append("run")
    told.threads.append(threading.current_thread())
    told.programs.append(program)
    told.begins(replication)
    rows = _List()
    totals = pretended(program, seed=seed, replication=replication, sink=rows, salt=salt)
    if not isinstance(sink, KeepsRows):
        for row in rows.rows:
            sink.see(row)
        return totals
    memory = np.zeros((100, len(Row._fields)), dtype=np.int64)
    for start in range(0, len(rows.rows), len(memory)):
        some = rows.rows[start : start + len(memory)]
        memory[: len(some)] = some
        sink.take(memory[: len(some)])
        memory[:] = 0
    return totals
