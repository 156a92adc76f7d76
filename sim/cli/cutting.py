"""What a default cuts to save time: fixed numbers, said in one line before the run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.cli.arguments import DRAWS
from sim.model.scenario import Window
from sim.model.words import Rung
from sim.report.phrases import counted
from sim.study.compare import Plan
from sim.study.demand import RUNS

FULL_REPLICATIONS: Final = 20
FULL_RUNGS: Final[tuple[Rung, ...]] = ("A", "C")
FULL_WEEKS: Final = 52
"""Of start at most, and of counted onsets (MODEL section 13)."""


def what_was_cut(window: Window, plan: Plan, left_out: Sequence[str]) -> str:
    """One line: what was cut to save time, against the full run."""
    parts = [
        f"{counted(have, one)}{rest} instead of {want:g}"
        for one, rest, have, want in (
            ("week", " of start", window.start.central, FULL_WEEKS),
            ("week", " of onsets", window.count.central, FULL_WEEKS),
            ("run", " of each scenario", plan.replications, FULL_REPLICATIONS),
        )
        if have < want and not (plan.budget and one == "run")
    ]
    if left_out:
        parts.append(f"without {', '.join(left_out)}")
    missing = [rung for rung in FULL_RUNGS if rung not in plan.rungs]
    if missing:
        many = "s" if len(missing) > 1 else ""
        parts.append(f"without rung{many} {' and '.join(missing)} of the ladder")
    if plan.rungs and 0 < plan.rung_runs < plan.beside().replications:
        parts.append(f"{counted(plan.rung_runs, 'run')} of other rungs of the ladder")
    if plan.fewer < plan.replications and (plan.rungs or plan.seconds):
        parts.append(f"{counted(plan.fewer, 'run')} of other rungs and second readings")
    if not plan.capacities:
        parts.append("waits not tried with a little more and less staff")
    if not plan.draws:
        parts.append("no joint draws of the assumptions")
    elif plan.draws < DRAWS:
        draws = counted(plan.draws, "joint draw")
        parts.append(f"{draws} of the assumptions instead of {DRAWS}")
    if not plan.fair:
        parts.append("staff divided in one way only")
    follow = f"everyone followed for {counted(window.follow.central, 'week')}"
    added = f" {until_precise(plan)}" if plan.budget else ""
    added += f" {pushed(plan)}" if plan.demands else ""
    if not parts:
        return f"Nothing was cut: {follow}.{added}"
    return f"Cut to save time: {', '.join(parts)}; {follow}. --full runs the rest.{added}"


def pushed(plan: Plan) -> str:
    """What stress runs."""
    runs = counted(min(RUNS, plan.beside().replications), "run")
    demands = ", ".join(f"{factor:g}" for factor in plan.demands)
    stated = f"; a wait is broken at {plan.breaks_at:g} days" if plan.breaks_at else ""
    return (
        f"Stress: demand at {demands} times with {runs} of each{stated}; every number moved to its "
        "ends; capacities moved by 5%."
    )


def until_precise(plan: Plan) -> str:
    """How many runs there will be, where they are added until they are enough."""
    return (
        "Runs are added until every primary difference is known as closely as matters, at most "
        f"{counted(plan.budget, 'run')} of each scenario."
    )
