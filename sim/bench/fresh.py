"""What a fresh process does: it runs the network once and says what that took.

Goes in, from :mod:`sim.bench.starts`: an engine, weeks, people per week. Comes out: a line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from sim.bench.as_scenario import program_of
from sim.bench.network import SHORT, networks
from sim.bench.rivals import ours
from sim.bench.runners import engine_if_here
from sim.errors import RunError

STATUS: Final = Path("/proc/self/status")
"""Where Linux says what this process has held at most; `getrusage` counts its parent in."""
HIGHEST: Final = "VmHWM:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What one fresh process took."""

    imports: float
    """seconds on the wall until the package was there, Python's own start left out"""
    first_run: float
    """seconds on the wall from there to the end of the run"""
    processor: float
    """processor seconds of the whole process"""
    people: int
    """people who came"""
    peak: int
    """bytes held at most; 0 where the system does not say"""


def run(begun: float, engine: str, weeks: int, people_per_week: float) -> Fresh:
    """Run in this process, which began at a time of ``perf_counter``."""
    there = time.perf_counter()
    network = replace(networks(quick=True)[SHORT], weeks=weeks, people_per_week=people_per_week)
    found = engine_if_here(engine)
    if found is None:
        raise RunError(f"no engine {engine} here")
    counts = ours(found, program_of(network))(1)
    return Fresh(
        imports=there - begun,
        first_run=time.perf_counter() - there,
        processor=time.process_time(),
        people=counts.came,
        peak=peak(),
    )


def peak() -> int:
    """Bytes that this process has held at most; 0 where the system does not say."""
    if STATUS.exists():
        for line in STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith(HIGHEST):
                return int(line.split()[1]) * 1024
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 0


def say(begun: float, engine: str, weeks: str, people_per_week: str) -> None:
    """Run, and print what it took."""
    print(json.dumps(asdict(run(begun, engine, int(weeks), float(people_per_week)))))
