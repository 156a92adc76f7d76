"""The compiled engine against the SimPy engine: a ratio of processor time, in one interleaved run.

A generous gate, the same on any machine: far under what was measured when it was built, and over
what it would be if work crept back into plain Python. Skipped only where there is no numba.
"""

from __future__ import annotations

import pytest

from sim.bench.runners import ENGINES, engine_if_here
from sim.bench.shipped import QUICK_WEEKS, on_shipped, over_weeks
from sim.files import load_scenario
from sim.program import compile_program

pytestmark = pytest.mark.bench
AT_LEAST = 8.0
ROUNDS = 3
SCENARIO = "banes/option_1"


def test_compiled_engine_is_many_times_as_fast_as_the_simpy_engine() -> None:
    engines = {name: run for name in ENGINES if (run := engine_if_here(name)) is not None}
    if "compiled" not in engines:
        pytest.skip("no compiled engine here: it takes numba")
    program = compile_program(over_weeks(load_scenario(SCENARIO), QUICK_WEEKS))
    found = on_shipped({SCENARIO: program}, engines, ROUNDS, lambda done, of: None)
    logs = {row.log for row in found if row.kept}
    assert len(logs) == 1, "the engines do not agree"
    for row in (row for row in found if row.engine == "compiled"):
        ratio = row.times_simpy
        kept = "log kept" if row.kept else "folded only"
        print(f"{kept}: {ratio.median:.1f} times ({ratio.low:.1f} to {ratio.high:.1f})")
        assert ratio.median >= AT_LEAST
