"""Whose journeys are shown: one person for *typical*, one for *smoother*, one for *harder*.

Goes in: a comparison and a persona. Comes out: the same three people for every option, since people
are the same and so is their luck. The choice takes no side: every option and each of the measures
weighs alike.

How it is done. Of the people chosen from (the named person's comings, or people like her), each has
a *rank* for each option and measure: the share of the others who have less, ties halved, from 0 to
1. The measures are handoffs, repeated stories, days to first contact and days to right help (the
whole follow-up where it never came).

* *typical*: the **medoid**, the one person whose journeys are closest to everybody else's: the
  least sum of distances to all the others. The distance between two people is the sum, over options
  and measures, of how far apart their ranks are, and one more for each option in which their
  journeys ended differently;
* *smoother* and *harder*: the *burden* of a person is the mean of her ranks; the person whose
  burden is nearest to the 10th, and to the 90th, percentile of the burdens. How many are like her,
  or smoother (harder) still, is counted and said, since ties may make it other than one in ten.

Ties go to the lower replication, then the lower number of the person. Nobody is chosen twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures import DEFINITIONS
from sim.model.words import ENDS, MINUTES_PER_DAY
from sim.study.compare import Comparison
from sim.study.replicate import Columns
from sim.study.rows import stacked

CHOSEN_BY: Final = (
    "handoffs",
    "repeated_stories",
    "wait_first_contact_days",
    "wait_right_help_days",
)
KINDS: Final = ("typical", "smoother", "harder")
PERCENTILE: Final = {"smoother": 10, "harder": 90}
NAMED_AT_LEAST: Final = 3
"""Comings of the named person below which people like her are chosen from instead."""
DIGITS: Final = 9
"""Decimals to which distances are rounded, so that ties are ties."""
DISTANCE: Final = (
    "Typical: the one person whose journeys are closest to everybody else's, by handoffs, repeated "
    "stories, days to first contact, days to right help and how it ended, each counted by rank, "
    "all options weighing alike. Smoother and harder: near the 10th and the 90th percentile of the "
    "mean rank on the same four counts."
)
"""How they are chosen, for the reader."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


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
    like: dict[str, int]
    """by kind other than typical: people whose journeys are as smooth (as hard) or more so"""
    medians: dict[str, dict[str, float]]
    """by option and measure, over the people chosen from"""

    def only(self, *kinds: str) -> Exemplars:
        """Those of some kinds."""
        chosen = {kind: key for kind, key in self.chosen.items() if kind in kinds}
        return replace(self, chosen=chosen)


class Values(NamedTuple):
    """What people who are in every option are chosen by."""

    keys: list[PersonKey]
    measured: Floats
    """(options, measures, people); more is harder"""
    ended: Whole
    """(options, people): positions in ENDS"""


def exemplars(comparison: Comparison, persona: str) -> Exemplars | None:
    """The people to show; None where nobody of that persona came."""
    for named in (True, False):
        found = values_of(comparison, persona, named=named)
        if len(found.keys) >= (NAMED_AT_LEAST if named else 1):
            medians = {
                option: dict(zip(CHOSEN_BY, map(float, np.median(part, axis=1)), strict=True))
                for option, part in zip(comparison.scenarios, found.measured, strict=True)
            }
            chosen = choose(found)
            return Exemplars(
                named=named,
                people=len(found.keys),
                chosen=chosen,
                like=like_them(found, chosen),
                medians=medians,
            )
    return None


def values_of(comparison: Comparison, persona: str, *, named: bool) -> Values:
    """What the people of a persona who are in every option are chosen by."""
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
    numbers = [[[rows[k][0][m] for k in keys] for m in range(len(CHOSEN_BY))] for rows in tables]
    ended = [[rows[k][1] for k in keys] for rows in tables]
    return Values(keys, np.array(numbers, dtype=np.float64), np.array(ended, dtype=np.int64))


def _measured(people: Columns, row: int, follow: int) -> tuple[tuple[float, ...], int]:
    found = (float(people[measure][row]) for measure in CHOSEN_BY)
    days = follow / MINUTES_PER_DAY
    measured = tuple(
        days if np.isnan(value) and DEFINITIONS[measure].restricted else value
        for measure, value in zip(CHOSEN_BY, found, strict=True)
    )
    ended: Any = str(people["ended"][row])
    return measured, ENDS.index(ended) if ended in ENDS else -1


def choose(found: Values) -> dict[str, PersonKey]:
    """The person of each kind."""
    ranks = mid_ranks(found.measured)
    burden = ranks.mean(axis=(0, 1))
    distances = {"typical": sum_of_distances(ranks, found.ended)}
    for kind, percentile in PERCENTILE.items():
        distances[kind] = np.abs(burden - np.percentile(burden, percentile))
    chosen: dict[str, PersonKey] = {}
    for kind in KINDS:
        order = sorted(
            (round(float(distance), DIGITS), key)
            for distance, key in zip(distances[kind], found.keys, strict=True)
        )
        free = [key for _, key in order if key not in chosen.values()]
        if free:
            chosen[kind] = free[0]
    return chosen


def sum_of_distances(ranks: Floats, ended: Whole) -> Floats:
    """For each person, the sum of her distances to all others, (people,).

    ``ranks`` are (options, measures, people), ``ended`` (options, people).
    """
    total = np.zeros(ranks.shape[-1])
    for part in ranks.reshape(-1, ranks.shape[-1]):
        total += _sum_of_gaps(part)
    for part in ended:
        _, which, times = np.unique(part, return_inverse=True, return_counts=True)
        total += len(part) - times[which]
    return total


def _sum_of_gaps(values: Floats) -> Floats:
    """The sum of absolute differences to all values, (people,), without holding every pair."""
    order = np.argsort(values, kind="stable")
    inside = values[order]
    below = np.concatenate(([0.0], np.cumsum(inside)))
    place = np.arange(len(values))
    left = inside * place - below[:-1]
    right = (below[-1] - below[1:]) - inside * (len(values) - 1 - place)
    gaps = np.empty_like(values)
    gaps[order] = left + right
    return gaps


def like_them(found: Values, chosen: dict[str, PersonKey]) -> dict[str, int]:
    """How many journeys are like those chosen, or smoother or harder still, as their kind is."""
    burden = np.round(mid_ranks(found.measured).mean(axis=(0, 1)), DIGITS)
    like = {}
    for kind in PERCENTILE:
        if kind in chosen:
            hers = burden[found.keys.index(chosen[kind])]
            beyond = burden <= hers if kind == "smoother" else burden >= hers
            like[kind] = int(beyond.sum())
    return like


def mid_ranks(values: Floats) -> Floats:
    """The share of people who have less, ties halved, along the last axis; the median has ½."""
    ranks = np.empty_like(values, dtype=np.float64)
    rows, made = values.reshape(-1, values.shape[-1]), ranks.reshape(-1, values.shape[-1])
    for row, out in zip(rows, made, strict=True):
        inside = np.sort(row)
        less = np.searchsorted(inside, row, "left") + np.searchsorted(inside, row, "right")
        out[:] = less / (2 * len(row))
    return ranks
