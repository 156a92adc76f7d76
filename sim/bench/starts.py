"""Fresh processes: how soon each engine has its first run, and how much memory people take.

A cold start finds no compiled code, since it is told of an empty folder to keep it in; a warm one
finds what the cold one has kept there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from sim.bench.found import MemoryRow, StartRow
from sim.bench.fresh import Fresh
from sim.bench.network import SHORT, networks
from sim.bench.turns import Progress
from sim.errors import RunError
from sim.files import package_home

CACHES: Final = ("STORYLANES_CACHE", "NUMBA_CACHE_DIR")
"""Variables that say where compiled code is kept."""
CHILD: Final = (
    "import sys, time; begun = time.perf_counter(); "
    "from sim.bench.fresh import say; say(begun, *sys.argv[1:])"
)
LEAST_WEEKS: Final = 2
HARDLY_ANYBODY: Final = 10
"""People per week in a run that takes hardly any time."""
WARM_STARTS: Final = 3
COLD, WARM = "cold", "warm"
MEMORY_WEEKS: Final = (10, 40)
QUICK_MEMORY_WEEKS: Final = (3, 9)
MB: Final = 1e6


def starts(engines: Sequence[str], progress: Progress) -> list[StartRow]:
    """A cold start of each engine and the median of a few warm ones."""
    rows: list[StartRow] = []
    of = len(engines) * (1 + WARM_STARTS)
    progress(0, of)
    for engine in engines:
        with TemporaryDirectory(ignore_cleanup_errors=True) as empty:
            kept = {name: str(Path(empty) / name.lower()) for name in CACHES}
            found = []
            for _ in range(1 + WARM_STARTS):
                found.append(fresh(engine, LEAST_WEEKS, HARDLY_ANYBODY, kept))
                progress(len(rows) // 2 * (1 + WARM_STARTS) + len(found), of)
        rows += [_row(engine, COLD, found[:1]), _row(engine, WARM, found[1:])]
    return rows


def _row(engine: str, start: str, found: Sequence[Fresh]) -> StartRow:
    return StartRow(
        engine=engine,
        start=start,
        imports=median(one.imports for one in found),
        first_run=median(one.first_run for one in found),
        processor=median(one.processor for one in found),
    )


def memory(engines: Sequence[str], weeks: Sequence[int], progress: Progress) -> list[MemoryRow]:
    """The most memory that a run holds, with fewer people and with more."""
    rate = networks(quick=True)[SHORT].people_per_week
    rows: list[MemoryRow] = []
    progress(0, len(engines) * len(weeks))
    for engine in engines:
        found: list[Fresh] = []
        for count in weeks:
            found.append(fresh(engine, count, rate, {}))
            progress(len(rows) * len(weeks) + len(found), len(engines) * len(weeks))
        rows.append(memory_row(engine, found))
    return rows


def memory_row(engine: str, found: Sequence[Fresh]) -> MemoryRow:
    """One row from processes with ever more people."""
    people = tuple(one.people for one in found)
    told = all(one.peak for one in found)
    peaks = tuple(one.peak / MB for one in found) if told else ()
    further = people[-1] - people[0]
    return MemoryRow(
        engine=engine,
        people=people,
        peak_mb=peaks,
        mb_per_million=(peaks[-1] - peaks[0]) / further * 1e6 if told and further else None,
    )


def fresh(engine: str, weeks: int, people_per_week: float, environment: Mapping[str, str]) -> Fresh:
    """Run an engine in a process of its own. Raises RunError with its last words if it fails."""
    words = [sys.executable, "-c", CHILD, engine, str(weeks), str(people_per_week)]
    done = subprocess.run(
        words,
        cwd=package_home(),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no word"]
        raise RunError(f"a fresh process with the engine {engine}: {last[0]}")
    return Fresh(**json.loads(done.stdout.splitlines()[-1]))
