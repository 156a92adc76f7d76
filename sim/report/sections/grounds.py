"""What it rests on: what was published, what is assumed, how each was read, what cannot be said."""

from __future__ import annotations

from typing import Final

from sim.files import quantities
from sim.measures import DEFINITIONS
from sim.model.quantities import Quantity
from sim.report.grades import GRADES, graded, reasons, sources
from sim.report.published import plausible_table, plausible_words
from sim.report.sections.material import Content, Material
from sim.study.compare import Comparison

TRUST_COEFFICIENTS: Final = "trust."
"""How the paths of trust begin, which do nothing unless trust acts."""


def held_against_published(m: Material) -> Content | None:
    """The first scenario's runs beside what was published."""
    table = plausible_table(m.beside, m.waits)
    if not table:
        return None
    return {"plausible": table, "not_plausible": plausible_words(m.beside, m.waits)}


def rests_on(m: Material) -> Content:
    """Every number by what it rests on: grades, sources, reasons, and what is assumed of all."""
    return {
        "graded": graded(m.comparison.scenarios),
        "sources": sources(m.comparison.scenarios),
        "reasons": reasons(list(m.comparison.scenarios.values())),
        "assumptions": assumptions(m.comparison),
        "trust_acts": trust_acts(m.comparison),
    }


def read_as(m: Material) -> Content:
    """How each title in the sources was read."""
    return {"scenarios": m.comparison.scenarios}


def not_described(m: Material) -> Content | None:
    """What the sources name and do not describe."""
    return {"blanks": m.blanks} if m.blanks else None


def made_again(m: Material) -> Content:
    """How to reproduce it."""
    return {}


def glossary(m: Material) -> Content:
    """What the words mean."""
    return {"definitions": list(DEFINITIONS.values())}


def assumptions(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """The general assumptions that act: path, value, range, reason."""
    found = comparison.scenarios[comparison.baseline].assumptions
    acts = trust_acts(comparison)
    return [
        (path, *quantity_words(quantity))
        for path, quantity in quantities(found)
        if acts or not path.startswith(TRUST_COEFFICIENTS)
    ]


def trust_acts(comparison: Comparison) -> bool:
    """Whether trust does anything in any of the scenarios."""
    return any(scenario.rung == "C" for scenario in comparison.scenarios.values())


def quantity_words(quantity: Quantity) -> tuple[str, str, str]:
    """A number's value, range and reason."""
    reasons = (quantity.said, quantity.evidence, quantity.assumed)
    reason = "; ".join(part for part in reasons if part)
    return (
        f"{quantity.central:g} {quantity.unit}".strip(),
        f"{quantity.low:g} to {quantity.high:g}",
        reason or GRADES["none"],
    )
