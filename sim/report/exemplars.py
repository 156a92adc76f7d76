"""Whose journeys are shown: one person for *typical*, one for *smoother*, one for *harder*.

Goes in: a comparison and a persona. Comes out: the same three people for every option, since people
are the same and so is their luck. The choice takes no side: every option and each of three measures
weighs alike.

How it is done. Of the people chosen from (the named person's comings, or people like her), each has
a *rank* for each option and measure: the share of the others who have less, ties halved, from 0 to
1. The measures are handoffs, repeated stories and days to right help (the whole follow-up where it
never came).

* *typical*: the person whose ranks are closest to those of the medians: the least sum of absolute
  distances from one half;
* *smoother* and *harder*: the *burden* of a person is the mean of her ranks; the person whose
  burden is nearest to the 10th, and to the 90th, percentile of the burdens.

Ties go to the lower replication, then the lower number of the person. Nobody is chosen twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures import DEFINITIONS
from sim.model.words import MINUTES_PER_DAY
from sim.study.compare import Comparison
from sim.study.replicate import Columns
from sim.study.rows import stacked

CHOSEN_BY: Final = ("handoffs", "repeated_stories", "wait_right_help_days")
KINDS: Final = ("typical", "smoother", "harder")
PERCENTILE: Final = {"smoother": 10, "harder": 90}
NAMED_AT_LEAST: Final = 3
"""Comings of the named person below which people like her are chosen from instead."""
DIGITS: Final = 9
"""Decimals to which distances are rounded, so that ties are ties."""

Floats = NDArray[np.float64]


class PersonKey(NamedTuple):
    """Who somebody is over all options: the replication and the number."""

    replication: int
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplars:
    """The people whose journeys are shown, and whom they were chosen from."""

    named: bool
    """whether they are the named person herself"""
    people: int
    """how many they were chosen from"""
    chosen: dict[str, PersonKey]
    """by kind; fewer than three where there are too few people"""
    medians: dict[str, dict[str, float]]
    """by option and measure, over the people chosen from"""


def exemplars(comparison: Comparison, persona: str) -> Exemplars | None:
    """The people to show; None where nobody of that persona came."""
    for named in (True, False):
        keys, values = values_of(comparison, persona, named=named)
        if len(keys) >= (NAMED_AT_LEAST if named else 1):
            medians = {
                option: dict(zip(CHOSEN_BY, map(float, np.median(part, axis=1)), strict=True))
                for option, part in zip(comparison.scenarios, values, strict=True)
            }
            chosen = choose(keys, values)
            return Exemplars(named=named, people=len(keys), chosen=chosen, medians=medians)
    return None


def values_of(
    comparison: Comparison, persona: str, *, named: bool
) -> tuple[list[PersonKey], Floats]:
    """People who are in every option, and their values (options, measures, people)."""
    tables = []
    for option in comparison.scenarios:
        people = stacked([outcome.people for outcome in comparison.lanes[option]])
        hers = (people["persona"] == persona) & (people["named"].astype(bool) == named)
        replications = np.concatenate(
            [
                np.full(len(outcome.people["person"]), outcome.task.replication)
                for outcome in comparison.lanes[option]
            ]
        )
        rows = {
            PersonKey(int(replications[i]), int(people["person"][i])): _measured(
                people, int(i), comparison.programs[option].follow
            )
            for i in np.flatnonzero(hers)
        }
        tables.append(rows)
    keys = sorted(set.intersection(*(set(rows) for rows in tables)))
    values = [[[rows[k][m] for k in keys] for m in range(len(CHOSEN_BY))] for rows in tables]
    return keys, np.array(values, dtype=np.float64)


def _measured(people: Columns, row: int, follow: int) -> tuple[float, ...]:
    found = (float(people[measure][row]) for measure in CHOSEN_BY)
    days = follow / MINUTES_PER_DAY
    return tuple(
        days if np.isnan(value) and DEFINITIONS[measure].restricted else value
        for measure, value in zip(CHOSEN_BY, found, strict=True)
    )


def choose(keys: Sequence[PersonKey], values: Floats) -> dict[str, PersonKey]:
    """The person of each kind; ``values`` are (options, measures, people), more is harder."""
    ranks = mid_ranks(values)
    burden = ranks.mean(axis=(0, 1))
    distances = {"typical": np.abs(ranks - 0.5).sum(axis=(0, 1))}
    for kind, percentile in PERCENTILE.items():
        distances[kind] = np.abs(burden - np.percentile(burden, percentile))
    chosen: dict[str, PersonKey] = {}
    for kind in KINDS:
        order = sorted(
            (round(float(distance), DIGITS), key)
            for distance, key in zip(distances[kind], keys, strict=True)
        )
        free = [key for _, key in order if key not in chosen.values()]
        if free:
            chosen[kind] = free[0]
    return chosen


def mid_ranks(values: Floats) -> Floats:
    """The share of people who have less, ties halved, along the last axis; the median has ½."""
    others = values[..., np.newaxis, :]
    mine = values[..., :, np.newaxis]
    less: Floats = (others < mine).mean(axis=-1) + 0.5 * (others == mine).mean(axis=-1)
    return less
