"""How hard the answer is pushed: joint draws, numbers at their ends, staff moved, demand raised."""

from __future__ import annotations

import argparse
from typing import Any

from sim.cli.arguments import DRAWS, MAIN_DRAWS
from sim.errors import Fault, InputError
from sim.study.demand import FACTORS
from sim.study.sure import RUNS


def pushes(arguments: argparse.Namespace, *, whole: bool) -> dict[str, Any]:
    """The fields of a plan that push its answer. ``whole``: neither weeks nor runs are cut.

    Raises InputError where a wait is stated that nothing would be held against.
    """
    if arguments.breaks_at and not arguments.stress:
        mend = "say --stress as well, or leave --breaks-at out"
        raise InputError([Fault(file="--breaks-at", found=f"{arguments.breaks_at:g}", mend=mend)])
    draws = _draws(arguments, whole=whole)
    by_default = arguments.sure is None and not arguments.full
    return {
        "capacities": arguments.full or arguments.stress,
        "numbers": arguments.stress,
        "demands": FACTORS if arguments.stress else (),
        "breaks_at": arguments.breaks_at or 0.0,
        "draws": draws,
        "draw_runs": 1 if draws and by_default else RUNS,
    }


def _draws(arguments: argparse.Namespace, *, whole: bool) -> int:
    """How many joint draws: as asked, all in full, a few where the main job is run as it is."""
    if arguments.sure is not None:
        return int(arguments.sure)
    if arguments.full:
        return DRAWS
    return MAIN_DRAWS if as_it_is(arguments, whole=whole) else 0


def as_it_is(arguments: argparse.Namespace, *, whole: bool) -> bool:
    """Whether the main job is run as it is, on an engine for which nothing is cut."""
    return whole and not arguments.scenarios and arguments.replications is arguments.weeks is None
