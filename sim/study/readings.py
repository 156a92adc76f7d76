"""Second readings: what another reader made of the same words in the source.

Goes in: second readings, each naming the first that it is a reading of, and the comparison of the
first ones. Comes out: their own comparison against the same first scenario, with fewer runs, and
the conclusions that change from reading to reading. A conclusion that changes is about the reader,
not about the option.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.engines.protocol import Engine
from sim.errors import Fault, InputError
from sim.model.scenario import Scenario
from sim.study.compare import Comparison, compare
from sim.study.findings import PRIMARY, DifferenceRow
from sim.study.replicate import Progress

STANDS: Final = ("lower", "higher")


class ChangedConclusion(NamedTuple):
    """A primary question that two readings answer differently."""

    first: DifferenceRow
    second: DifferenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the second readings gave."""

    comparison: Comparison
    """the second readings against the same first scenario"""
    of: Mapping[str, str]
    """by second reading: the slug of the first"""
    changed: tuple[ChangedConclusion, ...]
    """primary questions answered differently"""

    def others(self, scenario: str) -> tuple[str, ...]:
        """The second readings of a scenario."""
        return tuple(second for second, first in self.of.items() if first == scenario)


def read_again(
    headline: Comparison,
    seconds: Sequence[Scenario],
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Readings:
    """Run the second readings of the scenarios compared.

    Raises :class:`InputError` where a reading is of nothing that was compared.
    """
    _check(headline, seconds)
    base = headline.scenarios[headline.baseline]
    found = compare(
        [base, *seconds],
        headline.plan.beside(),
        engine=engine,
        workers=workers,
        progress=progress,
        known=headline.lanes[headline.baseline],
    )
    of = {second.name: second.reading.of for second in seconds}
    return Readings(comparison=found, of=of, changed=tuple(changed(headline, found, of)))


def _check(headline: Comparison, seconds: Sequence[Scenario]) -> None:
    faults = [
        Fault(
            file=second.name,
            field="reading.of",
            found=second.reading.of or "nothing",
            allowed=f"one of {', '.join(headline.options)}",
            mend="name the scenario whose words it reads again",
        )
        for second in seconds
        if second.reading.of not in headline.options
    ]
    if faults:
        raise InputError(faults)


def changed(
    headline: Comparison, second: Comparison, of: Mapping[str, str]
) -> list[ChangedConclusion]:
    """Primary questions whose answer hangs on the reading.

    That is so where one reading's verdict stands and the other's difference goes the other way or
    is under the smallest difference that matters; a verdict that only falls to fewer runs is none.
    """
    firsts = {(row.scenario, row.persona, row.measure): row for row in headline.differences}
    found = []
    for row in second.differences:
        if row.family != PRIMARY or row.scenario not in of:
            continue
        first = firsts[of[row.scenario], row.persona, row.measure]
        if _unlike(first, row) or _unlike(row, first):
            found.append(ChangedConclusion(first, row))
    return found


def _unlike(one: DifferenceRow, other: DifferenceRow) -> bool:
    """Whether one stands and the other does not bear it out."""
    if one.verdict not in STANDS:
        return False
    way = -1.0 if one.verdict == "lower" else 1.0
    return not way * other.difference >= other.matters
