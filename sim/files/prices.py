"""Money on one price base: which year's prices a number is in, and what brings it to the base.

Goes in: ``sim/data/prices.yaml``, and numbers with the financial year of their prices. Comes out:
the numbers in the prices of the base year, to the penny. Refuses a year that the index does not
reach, and money without a year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from sim.files.reading import read_file
from sim.files.trouble import Trouble, shown

MONEY: Final = "GBP"
"""Units of money begin so."""
_YEAR: Final = re.compile(r"(\d{4})/(\d{2})")
_PENCE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where changes of prices were published."""

    title: str
    """what it is called"""
    address: str
    """where it is"""
    read_from: str
    """what was read, where it was not the source itself"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How prices changed from the year before, in per cent."""

    central: float
    """the value used"""
    low: float
    """the lowest that is still believable"""
    high: float
    """the highest that is still believable"""
    source: str
    """which source, by name"""
    note: str = ""
    """what to know about it"""


class Factor(NamedTuple):
    """What money is multiplied by."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """The base year, and the changes that lead to it."""

    base: str
    """the financial year in whose prices all money is told"""
    changes: Mapping[str, Change]
    """by financial year, the earliest first, without a gap"""
    sources: Mapping[str, Source]
    """by name"""
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """what one contact is valued at, as a file writes a quantity in GBP, by role"""

    @property
    def years(self) -> tuple[str, ...]:
        """The financial years whose prices can be brought to the base, the earliest first."""
        first, *_ = self.changes
        return (year_after(first, -1), *self.changes)

    def factor(self, year: str) -> Factor:
        """What brings the prices of a year to the base. Raises KeyError for one out of reach."""
        years = self.years
        if year not in years:
            raise KeyError(year)
        at, base = years.index(year), years.index(self.base)
        rises = [self.changes[one] for one in years[min(at, base) + 1 : max(at, base) + 1]]
        low = central = high = 1.0
        for rise in rises:
            low *= 1.0 + rise.low / 100.0
            central *= 1.0 + rise.central / 100.0
            high *= 1.0 + rise.high / 100.0
        return Factor(low, central, high) if at <= base else Factor(1 / high, 1 / central, 1 / low)


@cache
def prices() -> Prices:
    """The base and the index as shipped."""
    path = Path(__file__).parents[1] / "data" / "prices.yaml"
    shipped = read_file(path, "sim/data/prices.yaml").value
    return Prices(
        base=shipped["base"],
        changes={year: Change(**entry) for year, entry in shipped["changes"].items()},
        sources={name: Source(**entry) for name, entry in shipped["sources"].items()},
        contacts=shipped["contacts"],
    )


def year_after(year: str, by: int) -> str:
    """The financial year so many years after another: ``2023/24``, 1 → ``2024/25``."""
    begins = int(year[:4]) + by
    return f"{begins}/{(begins + 1) % 100:02d}"


def is_money(unit: str) -> bool:
    """Whether numbers in this unit are money."""
    return unit.split(" ", maxsplit=1)[0] == MONEY


def trouble_of_year(year: object) -> Trouble | None:
    """What is wrong with the year of a price; None where it can be brought to the base."""
    known = prices().years
    allowed = f"the financial year of the price, from {known[0]} to {known[-1]}"
    mend = f"write beside it whose prices these are, such as price_year: {prices().base}"
    if not year:
        return Trouble(found="money without a price year", allowed=allowed, mend=mend)
    if isinstance(year, str) and year in known:
        return None
    found = shown(year)
    if isinstance(year, str) and _YEAR.fullmatch(year) and year_after(year, 0) == year:
        mend = "bring it to a year that the index reaches, and say so in assumed"
    elif isinstance(year, str) and len(_YEAR.findall(year)) > 1:
        mend = "give one year: that of the central value, and say in assumed what the others are in"
    trail = ("price_year",)
    return Trouble(trail=trail, found=found, allowed=allowed, mend=mend)


def at_base(numbers: Mapping[str, float], year: str) -> dict[str, float]:
    """Central, low and high of a year's prices in those of the base, to the penny."""
    if year == prices().base:
        return dict(numbers)
    factor = prices().factor(year)._asdict()
    return {word: round(number * factor[word], _PENCE) for word, number in numbers.items()}


def how_brought(year: str) -> str:
    """That a number was brought from another year's prices, in words."""
    return (
        f"in {year} prices, times {prices().factor(year).central:.4f} for those of {prices().base}"
    )
