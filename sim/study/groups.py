"""Gaps between groups of people within each way of organising help, and needs by domain.

Goes in: a comparison. Comes out: for the headline measures, the mean of a group less that of
everybody else, with intervals over replications, and how far an option's gap differs from the
first scenario's. A gap says where the inputs already differ (barriers, needs, places); no group
has an effect of its own, since none has a sourced difference. Literacy and deprivation are no input
of any persona: there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures import DEFINITIONS
from sim.model.people import Persona
from sim.model.words import MINUTES_PER_DAY
from sim.study.compare import Comparison
from sim.study.findings import CLONE, PLACEBO
from sim.study.replicate import Columns, Outcome
from sim.study.statistics import Floats, interval

GROWN_UP: Final = 25
"""Years: under it is 0 to 25."""
BARRED: Final = 0.5
"""Barrier to the phone from which it counts as one."""
CARER: Final = "carer"
GROUPED: Final = (
    "handoffs",
    "repeated_stories",
    "right_help",
    "wait_first_contact_days",
    "fell_through",
    "never_reached",
)
"""Measures whose gaps are shown."""


class GapRow(NamedTuple):
    """One line of ``gaps.csv``: a group less everybody else."""

    scenario: str
    group: str
    measure: str
    unit: str
    gap: float
    low: float
    high: float
    change: float
    """the gap less the first scenario's"""
    change_low: float
    change_high: float
    people: int
    """in the group, over all replications"""


class DomainRow(NamedTuple):
    """One line of ``domains.csv``: needs of one domain, per person who has such a need."""

    scenario: str
    domain: str
    measure: str
    unit: str
    mean: float
    low: float
    high: float
    needs: int


def groups_of(personas: Mapping[str, Persona]) -> dict[str, frozenset[str]]:
    """The groups into which these personas can be told apart, by the slugs in them."""
    tests: dict[str, Callable[[Persona], bool]] = {
        "aged 0 to 25": lambda p: p.age.central <= GROWN_UP,
        "carers": lambda p: any(need.domain == CARER for need in p.needs.values()),
        "phone is a barrier": lambda p: _barrier(p) >= BARRED,
    }
    for site in sorted({p.site for p in personas.values() if p.site}):
        tests[f"living in {site.replace('_', ' ')}"] = lambda p, here=site: p.site == here  # type: ignore[misc]
    found = {
        name: frozenset(slug for slug, persona in personas.items() if test(persona))
        for name, test in tests.items()
    }
    return {name: slugs for name, slugs in found.items() if 0 < len(slugs) < len(personas)}


def _barrier(persona: Persona) -> float:
    phone = persona.barriers.get("phone")
    return phone.central if phone else 0.0


def gap_rows(comparison: Comparison) -> list[GapRow]:
    """Every group's gap in every scenario."""
    shown = comparison.plan.personas
    first = comparison.scenarios[comparison.baseline]
    personas = {s: p for s, p in first.personas.items() if s in shown or not shown}
    rows = []
    for group, slugs in groups_of(personas).items():
        for name in GROUPED:
            base: Floats | None = None
            for lane in comparison.scenarios:
                gaps, people = _gaps(comparison, lane, name, slugs, list(personas))
                base = gaps if base is None else base
                rows.append(
                    GapRow(
                        lane,
                        group,
                        name,
                        DEFINITIONS[name].unit,
                        *interval(gaps),
                        *interval(gaps - base),
                        people,
                    )
                )
    return rows


def _gaps(
    comparison: Comparison, lane: str, name: str, slugs: frozenset[str], shown: Sequence[str]
) -> tuple[Floats, int]:
    """The gap in each replication, and the people of the group."""
    gaps, people = [], 0
    follow = comparison.programs[lane].follow / MINUTES_PER_DAY
    for outcome in comparison.lanes[lane]:
        table = outcome.people
        persona = table["persona"].astype(str)
        here = ~table["named"].astype(bool) & np.isin(persona, list(shown))
        mine = np.isin(persona, list(slugs))
        values = table[name].astype(float)
        if DEFINITIONS[name].restricted:
            values = np.where(np.isnan(values), follow, values)
        gaps.append(_mean(values[here & mine]) - _mean(values[here & ~mine]))
        people += int((here & mine).sum())
    return np.array(gaps), people


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def domain_rows(comparison: Comparison) -> list[DomainRow]:
    """Unmet days, urgent help and right help by domain of need, in every scenario."""
    rows = []
    for lane, outcomes in comparison.lanes.items():
        if lane in (PLACEBO, CLONE):
            continue
        domains = sorted({str(d) for outcome in outcomes for d in outcome.needs["domain"]})
        for domain in domains:
            for measure, unit, column in (
                ("unmet_need_days", "days per need", "unmet_days"),
                ("crises", "per need", "crises"),
                ("right_help", "share of needs at level 2 or more", "right_help"),
            ):
                means, needs = _of_domain(outcomes, domain, column)
                rows.append(DomainRow(lane, domain, measure, unit, *interval(means), needs))
    return rows


def _of_domain(outcomes: Sequence[Outcome], domain: str, column: str) -> tuple[Floats, int]:
    means, needs = [], 0
    for outcome in outcomes:
        table: Columns = outcome.needs
        kept = ~table["named"].astype(bool) & (table["domain"].astype(str) == domain)
        if column == "right_help":
            kept &= table["highest_level"] >= 2
        means.append(_mean(table[column].astype(float)[kept]))
        needs += int(kept.sum())
    return np.array(means), needs
