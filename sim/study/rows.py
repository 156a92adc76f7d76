"""From tables of people to one mean per replication, for every row of the answer.

A row of the answer is a persona (named people left out), ``all`` of them weighed by yearly onset,
or a persona's named people. Goes in: the outcomes of one scenario. Comes out: means by
measure, (rows, replications). Where a wait did not end it counts with the whole follow-up if the
measure says so; any other empty value is left out, and the number of people says how many are in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.measures import MeasureDefinition
from sim.model.scenario import Scenario
from sim.model.words import MINUTES_PER_DAY
from sim.study.replicate import Columns, Outcome
from sim.study.statistics import EMPTY, Floats

ALL: Final = "all"
NAMED: Final = "@named"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMeans:
    """The means of one scenario."""

    means: Mapping[str, Floats]
    """by measure: (rows, replications); NaN where nobody in it could be measured"""
    people: Mapping[str, NDArray[np.int64]]
    """by measure: people measured over all replications, (rows,)"""


def row_names(scenario: Scenario) -> tuple[str, ...]:
    """The rows of the answer, in the order in which they are shown."""
    personas = tuple(scenario.personas)
    named = tuple(f"{persona}{NAMED}" for persona in personas) if scenario.named else ()
    return (*personas, ALL, *named)


def row_means(
    scenario: Scenario,
    outcomes: Sequence[Outcome],
    measures: Sequence[MeasureDefinition],
    follow_minutes: int,
) -> RowMeans:
    """Means by measure for one scenario's outcomes, one outcome per replication."""
    people = people_of(scenario, outcomes)
    rows = ByRow(scenario, people, len(outcomes))
    means: dict[str, Floats] = {}
    counts: dict[str, NDArray[np.int64]] = {}
    for measure in measures:
        values = filled(people[measure.name], measure, follow_minutes)
        means[measure.name], counts[measure.name] = rows.means(values)
    return RowMeans(means=means, people=counts)


class ByRow:
    """People sorted into the rows of the answer once, for as many means as are asked of them."""

    def __init__(self, scenario: Scenario, people: Columns, replications: int) -> None:
        """``people``: as of ``people_of``, of so many replications."""
        self._group = _groups(scenario, people)
        self._replication = people["_replication"]
        self._groups = _groups_of(scenario)
        self._replications = replications
        self._weights = _weights(scenario)
        self._named = scenario.named

    def means(self, values: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Means of a value for each person, (rows, replications), and the people measured, (rows,).

        NaN among the values is left out; a mean of nobody is NaN.
        """
        total, number = _sums(
            values, self._group, self._replication, self._groups, self._replications
        )
        return _rows(total, number, self._weights, self._named)


def people_counted(scenario: Scenario, outcomes: Sequence[Outcome]) -> NDArray[np.int64]:
    """People of each group in each run, (personas, then named people; replications)."""
    people = people_of(scenario, outcomes)
    shape = _groups_of(scenario), len(outcomes)
    cell = _groups(scenario, people) * shape[1] + people["_replication"]
    return np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)


def rows_by_person(
    scenario: Scenario, total: NDArray[np.int64], people: NDArray[np.int64]
) -> Floats:
    """What was counted in each group and run, for each person of a row, (rows, replications).

    ``total`` and ``people``: (groups, replications), as :func:`people_counted` has them.
    """
    return _rows(total.astype(np.float64), people, _weights(scenario), scenario.named)[0]


def people_of(scenario: Scenario, outcomes: Sequence[Outcome]) -> Columns:
    """The people of the scenario's personas in all runs; others came too but are not shown."""
    people = stacked([outcome.people for outcome in outcomes])
    shown = np.isin(people["persona"], list(scenario.personas))
    return people if shown.all() else {name: column[shown] for name, column in people.items()}


def stacked(tables: Sequence[Columns]) -> Columns:
    """Tables one under another; ``_replication`` says which of them a row came from."""
    whole = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    lengths = [len(table["person"]) for table in tables]
    whole["_replication"] = np.repeat(np.arange(len(tables)), lengths)
    return whole


def filled(column: NDArray[np.generic], measure: MeasureDefinition, follow_minutes: int) -> Floats:
    """A column as numbers; a wait that did not end counts with the whole follow-up."""
    values = column.astype(np.float64)
    if measure.restricted:
        values = np.where(np.isnan(values), follow_minutes / MINUTES_PER_DAY, values)
    return values


def _groups_of(scenario: Scenario) -> int:
    return 2 * len(scenario.personas)


def _groups(scenario: Scenario, people: Columns) -> NDArray[np.int64]:
    """Position of each person's persona; named people come after all personas."""
    place = {persona: position for position, persona in enumerate(scenario.personas)}
    persona = np.array([place[str(name)] for name in people["persona"]], dtype=np.int64)
    return persona + len(place) * people["named"].astype(np.int64)


def _weights(scenario: Scenario) -> Floats:
    yearly = np.array([persona.per_year.central for persona in scenario.personas.values()])
    return yearly / yearly.sum() if yearly.sum() else np.ones(len(yearly)) / len(yearly)


def _sums(
    values: Floats,
    group: NDArray[np.int64],
    replication: NDArray[np.int64],
    groups: int,
    replications: int,
) -> tuple[Floats, NDArray[np.int64]]:
    """Sum and number of the values that are there, each (groups, replications)."""
    kept = np.isfinite(values)
    cell = group[kept] * replications + replication[kept]
    shape = (groups, replications)
    cells = groups * replications
    total = np.bincount(cell, weights=values[kept], minlength=cells).astype(np.float64)
    number = np.bincount(cell, minlength=cells).astype(np.int64)
    return total.reshape(shape), number.reshape(shape)


def weighed_over_all(scenario: Scenario, means: Floats) -> Floats:
    """The mean over all of means by persona, (personas, n): (n,); NaN where a persona is empty."""
    return _weighed(means, _weights(scenario))


def _rows(
    total: Floats, number: NDArray[np.int64], weights: Floats, named: bool
) -> tuple[Floats, NDArray[np.int64]]:
    """Persona rows, then all, then named rows."""
    means = np.divide(total, number, out=np.full(total.shape, EMPTY), where=number > 0)
    personas = len(weights)
    own, theirs = means[:personas], means[personas:]
    people = number.sum(axis=1)
    rows = [own, _weighed(own, weights)[np.newaxis, :]]
    counts = [people[:personas], people[:personas].sum(keepdims=True)]
    if named:
        rows.append(theirs)
        counts.append(people[personas:])
    return np.concatenate(rows), np.concatenate(counts)


def _weighed(means: Floats, weights: Floats) -> Floats:
    """The mean of all, (replications,): personas by yearly onset, those without people left out."""
    there = np.isfinite(means)
    weight = np.where(there, weights[:, np.newaxis], 0.0).sum(axis=0)
    total = (np.where(there, means, 0.0) * weights[:, np.newaxis]).sum(axis=0)
    mean: Floats = np.full(weight.shape, EMPTY)
    np.divide(total, weight, out=mean, where=weight > 0.0)
    return mean
