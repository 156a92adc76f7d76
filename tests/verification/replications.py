"""Independent replications against a number from theory: the test, its power, its false alarms.

Each replication gives one mean, so that the means are independent. They are held against theory
with a two-sided t-test, after regression on how busy the workers were, whose mean is known too (a
control variate; without it three times the runs would be needed). ``FALSE_ALARMS`` is the chance
that a sound engine fails any of ``COMPARISONS`` tests (Bonferroni). A test that could not see its
named error is worth nothing, so a comparison also fails if its power, from the noncentral t with
the deviation that was measured, is below ``POWER``. The relative error that a comparison ``sees``
was chosen with its number of replications, from their deviation: it tells how blind the test is,
and has no part in whether a mean passes. The seed is fixed: what passes once passes always.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy import stats

from sim.engines.protocol import PoolTotals
from sim.engines.simpy_engine import run
from sim.files import load_scenario
from sim.log import Row, What
from sim.model.words import ENDS
from sim.program import Program, compile_program

HERE = Path(__file__).parent
SEED = 20_240_229
FALSE_ALARMS = 0.001
COMPARISONS = 24
POWER = 0.9
STOPPED = ENDS.index("stopped_waiting")


class Rows(list[Row]):
    """A sink that keeps every row."""

    def see(self, row: Row) -> None:
        """Keep it."""
        self.append(row)


class Nothing:
    """A sink that keeps nothing."""

    def see(self, row: Row) -> None:
        """Let it go."""


@cache
def program_of(slug: str) -> Program:
    """The program of a scenario file of this folder."""
    return compile_program(load_scenario(slug, root=HERE))


@cache
def all_pools_of(slug: str, replications: int) -> tuple[list[PoolTotals], ...]:
    """The totals of every pool of a scenario, one list for each replication."""
    program = program_of(slug)
    return tuple(
        run(program, seed=SEED, replication=r, sink=Nothing()).pools for r in range(replications)
    )


def pools_of(slug: str, replications: int) -> tuple[PoolTotals, ...]:
    """The totals of the last pool of a scenario, one for each replication."""
    return tuple(pools[-1] for pools in all_pools_of(slug, replications))


def busy_workers(slug: str, replications: int) -> list[float]:
    """Workers busy on average, one number for each replication; theory calls it the load."""
    program = program_of(slug)
    minutes = program.horizon - program.start
    return [pool.other_people / minutes for pool in pools_of(slug, replications)]


@dataclass
class Spells:
    """Spells of waiting in a queue that began while onsets are counted."""

    people: int
    stopped: int
    waited: int
    per_minute: float


def spells_of(slug: str, replications: int, team: int) -> list[Spells]:
    """Spells in the queue of a team, one result for each replication."""
    return [_spells(slug, replication, team) for replication in range(replications)]


def _spells(slug: str, replication: int, team: int) -> Spells:
    program, rows = program_of(slug), Rows()
    run(program, seed=SEED, replication=replication, sink=rows)
    stop = {(r.person, r.thread) for r in rows if r.what == What.LEFT and r.value == STOPPED}
    counted = [
        row
        for row in rows
        if row.what == What.WAIT_ENDS
        and row.team == team
        and program.start <= row.minute - row.value < program.counted_until
    ]
    minutes = program.counted_until - program.start
    return Spells(
        people=len(counted),
        stopped=sum((row.person, row.thread) in stop for row in counted),
        waited=sum(row.value for row in counted),
        per_minute=len(counted) / minutes,
    )


def agrees(
    values: list[float], theory: float, *, sees: float, beside: list[float], known: float
) -> None:
    """Assert that replication means agree with theory, by a test that sees this relative error.

    ``beside`` is a second mean of each replication, of which theory says that it is ``known``
    on average: how busy the workers were. By as much as it was off by chance, the first is put
    right (a control variate).
    """
    n = len(values)
    off = np.array(beside) - known
    line = stats.linregress(off, values)
    error = float(line.intercept_stderr)
    crossing = stats.t.isf(FALSE_ALARMS / COMPARISONS / 2.0, n - 2)
    p = 2.0 * stats.t.sf(abs(line.intercept - theory) / error, n - 2)
    power = float(stats.nct.sf(crossing, n - 2, sees * theory / error))
    found = f"{line.intercept:.4g} ± {error:.2g}, p = {p:.2g}"
    print(f"theory {theory:.4g}, engine {found}, power {power:.3f} against {sees:.0%}")
    assert p > FALSE_ALARMS / COMPARISONS, f"theory says {theory:.4g}, the engine {found}"
    assert power >= POWER, f"power {power:.2f} against {sees:.0%}: {found}"


def agree_with_each_other(
    ours: list[float], theirs: list[float], *, sees: float, comparisons: int = COMPARISONS
) -> None:
    """Assert that replication means of two simulators agree, by Welch's t-test.

    So many ``comparisons`` share the chance of a false alarm. Its power is that against a
    difference of the share ``sees`` of their mean, from the noncentral t with the deviations that
    were measured.
    """
    one, other = np.array(ours), np.array(theirs)
    parts = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
    error = float(np.sqrt(sum(parts)))
    freedom = error**4 / (parts[0] ** 2 / (len(one) - 1) + parts[1] ** 2 / (len(other) - 1))
    crossing = stats.t.isf(FALSE_ALARMS / comparisons / 2.0, freedom)
    p = 2.0 * stats.t.sf(abs(one.mean() - other.mean()) / error, freedom)
    power = float(stats.nct.sf(crossing, freedom, sees * other.mean() / error))
    found = f"theirs {other.mean():.4g}, ours {one.mean():.4g} ± {error:.2g}, p = {p:.2g}"
    print(f"{found}, power {power:.3f} against {sees:.0%}")
    assert p > FALSE_ALARMS / comparisons, found
    assert power >= POWER, f"power {power:.2f} against {sees:.0%}: {found}"
