"""How sure: how often an option has the advantage, over joint draws of assumptions and readings.

Goes in: a comparison and the second readings of its options. Comes out: for every primary
difference the share of draws in which it goes the way people want, with the spread of the
difference. Every draw has luck of its own, the same in every option; what of the spread is luck is
said beside it. Refuses to leave a draw out without saying so and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from sim.engines.protocol import Engine
from sim.errors import InputError
from sim.measures import DEFINITIONS, PRIMARY
from sim.model.scenario import Scenario
from sim.program import Program, compile_program
from sim.study.compare import Comparison
from sim.study.drawing import Draw, Ranges, draws_of, ranges_of
from sim.study.moving import read_again, with_places_served
from sim.study.pairing import in_the_same_order, shown_people
from sim.study.replicate import Outcome, Progress, Task, run_tasks
from sim.study.restaffing import with_shares_kept
from sim.study.rows import NAMED, row_means, row_names
from sim.study.shares import DrawnDifference, SureRow, sure_rows

RUNS: Final = 2
"""Runs of each option in each draw: the fewest that tell luck from assumptions."""
AT_ONCE: Final = 8
"""Draws whose programs are in memory at once."""


class DrawnNumber(NamedTuple):
    """One line of ``sure_draws.csv``: where a number lies in a draw, or which reading is taken."""

    draw: int
    number: str
    quantile: float
    """how far up its range, by its triangular law; empty for a reading"""
    reading: str
    """the scenario in which an option is read; empty for a number"""
    carried_out: bool


class Refused(NamedTuple):
    """A draw that the loader would not take, and its first reason."""

    draw: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """What the joint draws gave."""

    rows: tuple[SureRow, ...]
    numbers: tuple[DrawnNumber, ...]
    differences: tuple[DrawnDifference, ...]
    refused: tuple[Refused, ...]
    draws: int
    """drawn, those refused among them"""
    runs: int
    """runs of each option in each draw"""
    moved: int
    """numbers that were drawn"""
    fewer_places: int
    """draws in which some team had as many places only as its staff could serve"""


class _Laid(NamedTuple):
    """A draw with its scenarios, by what each stands for; the first stands for itself."""

    draw: Draw
    scenarios: Mapping[str, Scenario]
    fewer_places: bool


def how_sure(
    headline: Comparison,
    seconds: Sequence[Scenario] = (),
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
    runs: int = RUNS,
) -> Sure:
    """Draw, run and count. The same draw holds in every option and every run of it."""
    plan = headline.plan
    ranges, draws = drawn(headline, seconds)
    first = headline.scenarios[headline.baseline]
    known = {s.name: in_the_same_order(first, s) for s in (*headline.scenarios.values(), *seconds)}
    differences: list[DrawnDifference] = []
    refused: list[Refused] = []
    limited = 0
    total = len(draws) * len(headline.scenarios) * runs
    for start in range(0, len(draws), AT_ONCE):
        laid: list[_Laid] = []
        for draw in draws[start : start + AT_ONCE]:
            made = laid_out(draw, ranges, known, headline.baseline)
            if isinstance(made, Refused):
                refused.append(made)
            else:
                laid.append(made)
                limited += made.fewer_places
        before = start * len(headline.scenarios) * runs
        told = _told_on(progress, before, total)
        for one, outcomes in _run(laid, plan.seed, runs, engine, workers, told):
            differences += _differences(one, outcomes, plan.personas)
    progress(total, total)
    return Sure(
        rows=tuple(sure_rows(headline, differences, runs)),
        numbers=tuple(_numbers(draws, {one.draw for one in refused})),
        differences=tuple(differences),
        refused=tuple(refused),
        draws=len(draws),
        runs=runs,
        moved=len(ranges.names),
        fewer_places=limited,
    )


def drawn(headline: Comparison, seconds: Sequence[Scenario]) -> tuple[Ranges, list[Draw]]:
    """The ranges of all scenarios together, and the plan's draws from them."""
    ranges = ranges_of([*headline.scenarios.values(), *seconds])
    readings = {
        option: (option, *(one.name for one in seconds if one.reading.of == option))
        for option in headline.options
    }
    return ranges, draws_of(headline.plan.draws, ranges.names, readings, headline.plan.seed)


def laid_out(
    draw: Draw, ranges: Ranges, known: Mapping[str, Scenario], first: str
) -> _Laid | Refused:
    """The scenarios of a draw as the loader takes them, or why it does not take one of them."""
    made: dict[str, Scenario] = {}
    limited = False
    for stands_for, name in {first: first, **draw.readings}.items():
        moved = with_shares_kept(ranges.at(known[name], draw), known[name])
        served = with_places_served(moved)
        limited = limited or served is not moved
        try:
            made[stands_for] = in_the_same_order(known[first], read_again(served))
        except InputError as error:
            return Refused(draw.number, str(error.faults[0]))
    return _Laid(draw, made, limited)


def _told_on(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, of: progress(before + done, total)


def _run(
    laid: Sequence[_Laid],
    seed: int,
    runs: int,
    engine: str | Engine,
    workers: int,
    progress: Progress,
) -> Iterator[tuple[_Laid, dict[str, list[Outcome]]]]:
    """The outcomes of each draw by what each scenario stands for; draws share no luck."""
    if not laid:
        return
    programs: dict[str, Program] = {}
    tasks = []
    for one in laid:
        for place, scenario in enumerate(one.scenarios.values()):
            name = f"{one.draw.number} {place}"
            programs[name] = compile_program(scenario)
            last = one.draw.number * runs
            tasks += [Task(scenario=name, replication=n + 1) for n in range(last - runs, last)]
    outcomes = run_tasks(
        programs, tasks, seed=seed, engine=engine, workers=workers, progress=progress
    )
    place = 0
    for one in laid:
        found = {}
        for stands_for in one.scenarios:
            found[stands_for] = outcomes[place : place + runs]
            place += runs
        yield one, found


def _differences(
    laid: _Laid, outcomes: Mapping[str, Sequence[Outcome]], personas: Sequence[str]
) -> Iterator[DrawnDifference]:
    """Every primary difference of one draw, weighed by the onset rates of that draw."""
    baseline = next(iter(laid.scenarios))
    first = shown_people(laid.scenarios[baseline], personas)
    follow = compile_program(laid.scenarios[baseline]).follow
    measures = [DEFINITIONS[name] for name in PRIMARY]
    means = {name: row_means(first, runs, measures, follow) for name, runs in outcomes.items()}
    for option in [name for name in laid.scenarios if name != baseline]:
        for measure in measures:
            change = means[option].means[measure.name] - means[baseline].means[measure.name]
            for row, found in zip(row_names(first), change, strict=True):
                kept = found[np.isfinite(found)]
                if row.endswith(NAMED) or not kept.size:
                    continue
                yield DrawnDifference(
                    laid.draw.number,
                    option,
                    laid.draw.readings[option],
                    row,
                    measure.name,
                    measure.unit,
                    float(kept.mean()),
                    float(kept.var(ddof=1) / kept.size) if kept.size > 1 else float("nan"),
                )


def _numbers(draws: Sequence[Draw], refused: set[int]) -> Iterator[DrawnNumber]:
    for draw in draws:
        done = draw.number not in refused
        for name, quantile in draw.quantiles.items():
            yield DrawnNumber(draw.number, name, quantile, "", done)
        for option, reading in draw.readings.items():
            yield DrawnNumber(draw.number, option, float("nan"), reading, done)
