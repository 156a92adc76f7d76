"""STRESS-DES, items 3.1 to 3.4: the data, told from the numbers of the scenarios themselves.

Goes in: scenarios, the base first, and what is fitted of it. Comes out: lines of plain text, and a
table of every number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from sim.files import evidence_table, quantities
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import yearly_cost
from sim.report.explaining_teams import transfer_words
from sim.report.phrases import counted, joined, title
from sim.study.fitted import waits_of

GROUNDS: Final = {
    "yours": "entered for this run",
    "said": "said in a source document",
    "evidence": "from a row of published evidence",
    "assumed": "assumed, with a reason",
    "none": "without a reason",
}


class Number(NamedTuple):
    """One number of a scenario."""

    path: str
    central: float
    low: float
    high: float
    unit: str
    grounds: str
    reason: str


def numbers(scenario: Scenario) -> list[Number]:
    """Every number of a scenario, in the order of its file."""
    return [
        Number(path, q.central, q.low, q.high, q.unit, q.grounds, reason_of(q))
        for path, q in quantities(scenario)
    ]


def reason_of(quantity: Quantity) -> str:
    return "; ".join(part for part in (quantity.said, quantity.evidence, quantity.assumed) if part)


def sources(scenario: Scenario) -> list[str]:
    """3.1: on what the numbers rest, and every row of evidence that is used."""
    found = [q for _, q in quantities(scenario)]
    used = dict.fromkeys(q.evidence for q in found if q.evidence)
    table = evidence_table()
    lines = [f"Of {len(found)} numbers {grounds_words(found)}."]
    for name in used:
        row = table.get(name)
        if row is not None:
            where = ", ".join(part for part in (row.title, row.year, row.address) if part)
            lines.append(
                f"{name}: {row.quantity}, {row.central:g} ({row.low:g} to {row.high:g}) "
                f"{row.unit}; {row.population}; {row.kind.lower()}{f': {where}' if where else ''}."
            )
    return lines


def grounds_words(found: Iterable[Quantity]) -> str:
    """How many numbers rest on what."""
    counts = Counter(q.grounds for q in found)
    return joined(
        [
            f"{n} {'is' if n == 1 else 'are'} {GROUNDS[kind]}"
            for kind in GROUNDS
            if (n := counts[kind])
        ]
    )


def preprocessing(scenarios: Sequence[Scenario]) -> list[str]:
    """3.2: what was fitted, and how staff were moved."""
    base = scenarios[0]
    waits = waits_of(base)
    parts = (
        ("fitted to what was published of their waits", waits.fitted),
        ("fitted, with a statistic outside its published range", waits.off),
        ("asked to be fitted, with other staff than were fitted", waits.moved),
        ("with a queue and no published wait to fit", waits.by_rule),
    )
    lines = [
        f"Staff of teams {words}: {joined([title(base.teams, one) for one in teams])}."
        for words, teams in parts
        if teams
    ]
    for scenario in scenarios:
        moves = [transfer_words(scenario, one) for one in scenario.transfers]
        moved = " ".join(moves) or "No staff moved."
        lines.append(f"“{scenario.title}”, £{yearly_cost(scenario):,.0f} a year of staff. {moved}")
    return lines


def parameters(scenarios: Sequence[Scenario]) -> list[str]:
    """3.3: how many numbers there are where, and which of the others' differ from the base."""
    base = {one.path: one for one in numbers(scenarios[0])}
    where = Counter(path.partition(".")[0] for path in base)
    lines = [
        f"“{scenarios[0].title}” has {len(base)} numbers: "
        f"{joined([f'{count} under {part}' for part, count in where.items()])}. Each has a central "
        "value, the lowest and highest that are believable, a unit and a reason. A value that "
        "differs from person to person is triangular between them."
    ]
    for scenario in scenarios[1:]:
        own = {one.path: one for one in numbers(scenario)}
        new, gone = len(own.keys() - base.keys()), len(base.keys() - own.keys())
        other = sum(own[path].central != base[path].central for path in own.keys() & base.keys())
        lines.append(
            f"“{scenario.title}”: {counted(new, 'number')} that the base has not, {gone} fewer, "
            f"and {other} with another value."
        )
    return lines


def assumptions(scenario: Scenario) -> list[str]:
    """3.4: how it was read, and what is assumed about everybody."""
    reading = scenario.reading
    lines = [f"Reading: {reading.text.rstrip('.')}."]
    if reading.could_mean:
        lines.append(f"It could also have meant: {'; '.join(reading.could_mean)}.")
    lines += [
        f"{path}: {q.central:g} ({q.low:g} to {q.high:g}) {q.unit}: {reason_of(q)}".rstrip()
        for path, q in quantities(scenario.assumptions)
        if q.grounds in ("assumed", "none")
    ]
    elsewhere = [
        q
        for path, q in quantities(scenario)
        if q.grounds == "assumed" and not path.startswith("assumptions.")
    ]
    lines.append(
        f"{len(elsewhere)} further numbers of people, teams and steps are assumed, each with its "
        "reason in the file."
    )
    return lines
