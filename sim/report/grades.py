"""What the numbers rest on, graded: sources, published evidence, recollection, assumption.

Goes in: scenarios. Comes out: rows of text, counted from the numbers themselves. A number may have
a source and still be used beyond what was measured; that is a grade of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sim.files import evidence_table, quantities
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario

GRADES: Final = {
    "yours": "yours: entered for this run",
    "said": "said in a source document",
    "published": "published, and used as it was measured",
    "stretched": "published, and used beyond what was measured; the number says how",
    "recalled": "recalled from a publication, not checked again",
    "judged": "a judged range that several numbers share",
    "assumed": "assumed, with a reason",
    "none": "no reason given",
}
"""From the firmest to the weakest."""
ON_EVIDENCE: Final = ("yours", "said", "published", "stretched")
OF_KIND: Final = {"RECALLED": "recalled", "ASSUMPTION": "judged"}
KINDS: Final = {
    "PUBLISHED": "published",
    "SEED": "said in a source document",
    "RECALLED": "recalled, not checked again",
    "ASSUMPTION": "judged",
}


class Source(NamedTuple):
    """One row of evidence that numbers here rest on."""

    what: str
    value: str
    kind: str
    title: str
    address: str
    note: str
    numbers: int
    """numbers that rest on it, in the scenario where they are most"""


def grade(quantity: Quantity) -> str:
    """One of GRADES."""
    if quantity.grounds != "evidence":
        return quantity.grounds
    kind = OF_KIND.get(evidence_table()[quantity.evidence].kind)
    if kind:
        return kind
    return "stretched" if quantity.assumed else "published"


def graded(scenarios: Mapping[str, Scenario]) -> list[tuple[str, list[tuple[int, float]]]]:
    """For each grade that occurs: its words, and by scenario how many numbers and what share."""
    counts = [Counter(grade(q) for _, q in quantities(s)) for s in scenarios.values()]
    return [
        (words, [(count[name], count[name] / count.total()) for count in counts])
        for name, words in GRADES.items()
        if any(count[name] for count in counts)
    ]


def on_evidence(scenario: Scenario) -> tuple[int, int]:
    """How many numbers rest on a source or on published evidence, and how many there are."""
    found = [grade(quantity) for _, quantity in quantities(scenario)]
    return sum(one in ON_EVIDENCE for one in found), len(found)


def sources(scenarios: Mapping[str, Scenario]) -> list[Source]:
    """Every row of evidence that a number rests on, those that carry most numbers first."""
    used: Counter[str] = Counter()
    for scenario in scenarios.values():
        used |= Counter(q.evidence for _, q in quantities(scenario) if q.evidence)
    table = evidence_table()
    return [
        Source(
            what=f"{table[row].quantity} ({row})",
            value=f"{table[row].central:g} ({table[row].low:g} to {table[row].high:g}) "
            f"{table[row].unit}",
            kind=KINDS.get(table[row].kind, table[row].kind.lower()),
            title=", ".join(part for part in (table[row].title, table[row].year) if part),
            address=table[row].address,
            note=table[row].note,
            numbers=numbers,
        )
        for row, numbers in sorted(used.items(), key=lambda item: (-item[1], item[0]))
    ]


def reasons(scenarios: Sequence[Scenario]) -> list[tuple[str, int, str]]:
    """Every reason for an assumption: the reason, how many numbers it stands for, one of them."""
    where: dict[str, dict[str, None]] = {}
    for scenario in scenarios:
        for path, quantity in quantities(scenario):
            if grade(quantity) == "assumed":
                where.setdefault(quantity.assumed, {})[path] = None
    found = [(reason, len(paths), next(iter(paths))) for reason, paths in where.items()]
    return sorted(found, key=lambda one: -one[1])
