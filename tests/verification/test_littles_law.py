"""Little's law as an identity of whole numbers, on every queue.

People waiting, added up over every minute of a run, are the minutes waited, added up over
everybody, the unseen and those who still wait included. There is no statistics in it: one minute
of difference fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.files import load_scenario
from sim.program import compile_program
from tests.engine.engines import run
from tests.verification.replications import HERE, SEED, Nothing

pytestmark = [pytest.mark.verification, pytest.mark.usefixtures("engine")]


@pytest.mark.parametrize(
    ("slug", "root"),
    [
        ("theory/two_workers", HERE),
        ("theory/urgent_first", HERE),
        ("theory/giving_up", HERE),
        ("theory/few_places", HERE),
        ("theory/list_closes", HERE),
        ("theory/clinic_and_course", HERE),
        ("banes/today", None),
    ],
)
def test_people_waiting_over_time_are_minutes_waited_over_people(
    slug: str, root: Path | None
) -> None:
    program = compile_program(load_scenario(slug, root=root))
    pools = run(program, seed=SEED, replication=0, sink=Nothing()).pools
    queues = [pool for pool, staff in zip(pools, program.pools, strict=True) if not staff.drawn]
    assert all(pool.queue_area == pool.waited_by_all for pool in queues)
    assert any(pool.queue_area > 0 for pool in queues)
