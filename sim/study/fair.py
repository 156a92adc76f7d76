"""Whether the comparison is fair to each option: its staff divided in three ways.

Goes in: a comparison. Comes out: the primary differences with staff as drafted, by load and as a
small search found them, all at the same cost; which conclusions hang on the division; and what
each option would need to match the first scenario's wait. What is chosen with one seed is judged
with another. The first scenario is not divided anew: it is what is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from sim.engines.protocol import Engine
from sim.model.scenario import Scenario
from sim.model.staffing import cost_per_wte
from sim.study.compare import Comparison, compare
from sim.study.findings import PRIMARY
from sim.study.matching import MatchRow, matched
from sim.study.readings import ChangedConclusion, changed
from sim.study.replicate import Progress, part_of
from sim.study.searching import OTHER_LUCK, Found, chosen
from sim.study.splits import Divided
from sim.study.statistics import EMPTY

Split = Literal["drafted", "load", "search"]
OTHERS: Final[tuple[Split, ...]] = ("load", "search")


class SplitRow(NamedTuple):
    """One line of ``splits.csv``: a primary difference with staff divided in one way."""

    scenario: str
    against: str
    split: Split
    persona: str
    measure: str
    unit: str
    difference: float
    low: float
    high: float
    verdict: str
    caution: str
    wanted: str
    matters: float
    replications: int
    seed: int
    """with which it is judged"""


class SplitStaffRow(NamedTuple):
    """One line of ``splits_staff.csv``: how many of a role a team has in one division."""

    scenario: str
    split: Split
    team: str
    role: str
    wte: float
    cost_gbp_per_year: float
    used: float
    """share of the draft's rota that was used, with the seed that chose"""
    part: float
    """how much of the way from the draft the loader took: 1 is all of it"""
    seed: int | str
    """with which it was chosen; empty for the draft, which people wrote"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fair:
    """What dividing staff otherwise gave, and what would match."""

    rows: tuple[SplitRow, ...]
    staff: tuple[SplitStaffRow, ...]
    changed: Mapping[Split, tuple[ChangedConclusion, ...]]
    """by division: primary questions that it answers otherwise than the draft"""
    undivided: tuple[str, ...]
    """options with nothing to divide"""
    tried: int
    """divisions that the searches ran"""
    chosen_with: int
    """the seed"""
    judged_with: int
    """the seed"""
    matched: tuple[MatchRow, ...]


def made_fair(
    headline: Comparison,
    *,
    engine: str | Engine = "auto",
    workers: int = 0,
    progress: Progress = lambda done, of: None,
) -> Fair:
    """Divide, judge and match."""
    options = headline.options
    parts = len(options) + len(OTHERS) + 1
    first = headline.scenarios[headline.baseline]
    found = {
        name: chosen(
            headline.scenarios[name],
            first,
            seed=headline.plan.seed,
            runs=headline.plan.beside().replications,
            engine=engine,
            workers=workers,
            progress=part_of(progress, place, parts),
        )
        for place, name in enumerate(options)
    }
    judged: dict[Split, Comparison] = {"drafted": headline}
    for place, split in enumerate(OTHERS):
        told = part_of(progress, len(options) + place, parts)
        judged[split] = _judged(headline, found, split, engine, workers, told)
    able = {name: one for name, one in found.items() if one.load or one.search}
    return Fair(
        rows=tuple(row for split, one in judged.items() for row in _rows(split, one, able)),
        staff=tuple(row for name, one in able.items() for row in _staff(headline, name, one)),
        changed={split: tuple(_changed(headline, judged[split], able)) for split in OTHERS},
        undivided=tuple(name for name in options if name not in able),
        tried=sum(one.tried for one in found.values()),
        chosen_with=headline.plan.seed + OTHER_LUCK,
        judged_with=headline.plan.seed,
        matched=matched(
            headline,
            engine=engine,
            workers=workers,
            progress=part_of(progress, parts - 1, parts),
        ),
    )


def _of(found: Found, split: Split) -> Divided | None:
    return found.load if split == "load" else found.search


def _judged(
    headline: Comparison,
    found: Mapping[str, Found],
    split: Split,
    engine: str | Engine,
    workers: int,
    progress: Progress,
) -> Comparison:
    """Every option so divided against the first scenario, as often as the headline.

    An option without such a division stands as it is, so that as many questions are asked together.
    """
    options: list[Scenario] = []
    for name, one in found.items():
        made = _of(one, split)
        options.append(made.scenario if made else headline.scenarios[name])
    plan = replace(headline.plan.beside(), replications=headline.plan.replications)
    return compare(
        [headline.scenarios[headline.baseline], *options],
        plan,
        engine=engine,
        workers=workers,
        progress=progress,
        known=headline.lanes[headline.baseline],
    )


def _changed(
    headline: Comparison, judged: Comparison, able: Mapping[str, Found]
) -> list[ChangedConclusion]:
    return changed(headline, judged, {name: name for name in able})


def _rows(split: Split, found: Comparison, able: Mapping[str, Found]) -> Iterator[SplitRow]:
    for line in found.differences:
        if line.family != PRIMARY or line.scenario not in able:
            continue
        yield SplitRow(
            scenario=line.scenario,
            against=line.against,
            split=split,
            persona=line.persona,
            measure=line.measure,
            unit=line.unit,
            difference=line.difference,
            low=line.low,
            high=line.high,
            verdict=line.verdict,
            caution=line.caution,
            wanted=line.wanted,
            matters=line.matters,
            replications=found.plan.replications,
            seed=found.plan.seed,
        )


def _staff(headline: Comparison, name: str, found: Found) -> Iterator[SplitStaffRow]:
    option = headline.scenarios[name]
    splits: tuple[Split, ...] = ("drafted", *OTHERS)
    for split in splits:
        made = _of(found, split) if split != "drafted" else None
        if made is None and split != "drafted":
            continue
        for (team, role), wte in (made.staff if made else found.draft).items():
            yield SplitStaffRow(
                scenario=name,
                split=split,
                team=team,
                role=role,
                wte=wte,
                cost_gbp_per_year=wte * cost_per_wte(option.teams[team].staff[role]),
                used=found.used.get((team, role), EMPTY),
                part=made.part if made else 1.0,
                seed=headline.plan.seed + OTHER_LUCK if made else "",
            )
