"""The table of published and recalled values, and how its units read in the model's words.

``sim/data/evidence.csv`` holds one row for each value with low, central, high, unit and source.
A file names a row; the numbers come from here. Rows that assume an outcome of the model may not
be inputs (MODEL section 13), and are refused.

``use`` was set before anything was fitted: ``calibrate`` for what ``run.py calibrate`` fits,
``holdout`` for what it is held against afterwards, empty for plain inputs and for what the model
does not produce. CONTRIBUTING.md has the rule.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal, cast

from sim.model.quantities import DURATIONS

OUTCOMES: Final = "n_repeat_per_handoff_"
"""Rows whose id begins so assume what the model is asked; they are compared, never put in."""

Use = Literal["calibrate", "holdout", ""]
"""What a row serves for beside being an input."""

_MINUTES_PER_SECOND: Final = 1 / 60
_SAME: Final[Mapping[str, tuple[tuple[str, float], ...]]] = MappingProxyType(
    {
        "seconds": (("minutes", _MINUTES_PER_SECOND),),
        "GBP/h": (("GBP per hour", 1.0),),
        "people/yr": (("people per year", 1.0),),
        "per year": (("people per year", 1.0), ("per year", 1.0)),
        "referrals/month": (("people per year", 12.0),),
        "index 0-1": (("proportion", 1.0),),
        "rate ratio": (("ratio", 1.0),),
        "contacts": (("sessions", 1.0),),
    }
)
"""Units of the table → units of the model, each with its factor; others read as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table."""

    id: str
    """its name"""
    quantity: str
    """what it is, in words"""
    unit: str
    """unit as the table writes it"""
    low: float
    """lowest believable value"""
    central: float
    """value used"""
    high: float
    """highest believable value"""
    population: str
    """whom and where it was measured"""
    kind: str
    """PUBLISHED, SEED, RECALLED or ASSUMPTION"""
    title: str
    """title of the source"""
    year: str
    """year of the source"""
    address: str
    """address of the source"""
    note: str
    """how far to trust it"""
    use: Use
    """``calibrate``, ``holdout``, or empty"""
    price_year: str = ""
    """for money: the financial year whose prices it is in; empty where the source does not say,
    and then it may not be an input"""

    def in_unit(self, expected: str) -> tuple[str, float] | None:
        """The model's unit and the factor to it, where the row fits a field of that unit.

        ``duration`` takes any unit of time. None where the row measures something else.
        """
        choices = _SAME.get(self.unit, ((self.unit, 1.0),))
        for unit, factor in choices:
            if unit == expected or (expected == "duration" and unit in DURATIONS):
                return unit, factor
        return None


@cache
def evidence_table() -> Mapping[str, Row]:
    """All rows of the table, by id."""
    text = resources.files("sim").joinpath("data/evidence.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["id"]: _row(row) for row in rows})


def _row(cells: Mapping[str, str]) -> Row:
    return Row(
        id=cells["id"],
        quantity=cells["quantity"],
        unit=cells["unit"],
        low=float(cells["low"]),
        central=float(cells["central"]),
        high=float(cells["high"]),
        population=cells["population_or_setting"],
        kind=cells["source_kind"],
        title=cells["source_title"],
        year=cells["year"],
        address=cells["address"],
        note=cells["note"],
        use=cast(Use, cells["use"]),
        price_year=cells["price_year"],
    )
