"""What the bench finds: plain rows for the tables and for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.bench.turns import Ratio, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow:
    """One engine on one shipped scenario."""

    scenario: str
    engine: str
    kept: bool
    """whether the log was kept; else only the measures were folded"""
    timing: Timing
    """its units are rows of the log"""
    times_simpy: Ratio
    """how many times as fast as the SimPy engine doing the same"""
    log: str
    """a hash of the log, where it was kept: the same for engines that agree"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRow:
    """One simulator on the made-up network in one regime."""

    regime: str
    simulator: str
    timing: Timing
    """its units are people"""
    seen: int
    """contacts"""
    mean_wait: float
    """minutes"""
    share_stopped: float
    """share of waits"""
    times_rival: dict[str, Ratio]
    """how many times as fast as each rival; empty for a rival"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthRow:
    """How the cost of one engine grows with the size of one thing."""

    of: str
    """people, teams or replications; with the scenario, where it is not the network"""
    engine: str
    sizes: tuple[int, ...]
    """times the smallest"""
    people: tuple[int, ...]
    """story people who came"""
    seconds: tuple[float, ...]
    """processor seconds, median"""
    exponent: float
    """the power of the size with which seconds grow; 1: linear"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRow:
    """How soon a fresh process has its first run."""

    engine: str
    start: str
    """cold: nothing compiled is kept; warm: what an earlier process compiled"""
    imports: float
    """seconds until the package is there, by the clock on the wall"""
    first_run: float
    """seconds from there to the end of a first run of hardly anything"""
    processor: float
    """processor seconds of the whole process"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryRow:
    """The most memory that a fresh process held."""

    engine: str
    people: tuple[int, ...]
    """people who came, by run"""
    peak_mb: tuple[float, ...]
    """megabytes (10^6 bytes) at the most, by run; empty where the system does not say"""
    mb_per_million: float | None
    """megabytes for each further million people"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsRow:
    """Two threads against one."""

    engine: str
    runs: int
    one: tuple[float, ...]
    """seconds by the clock on the wall, by round"""
    two: tuple[float, ...]
    """the same, in two threads"""
    times_one: Ratio
    """how many times as fast"""


@dataclass(slots=True, kw_only=True)
class Found:
    """All of it."""

    machine: dict[str, Any]
    rounds: int
    quick: bool
    missing: dict[str, str] = field(default_factory=dict)
    """who could not be timed, and why"""
    engines: list[EngineRow] = field(default_factory=list)
    networks: list[NetworkRow] = field(default_factory=list)
    growth: list[GrowthRow] = field(default_factory=list)
    starts: list[StartRow] = field(default_factory=list)
    memory: list[MemoryRow] = field(default_factory=list)
    threads: list[ThreadsRow] = field(default_factory=list)
