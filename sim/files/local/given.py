"""What people typed into a site's spreadsheet, and the changes that it makes.

Goes in: rows with a value. Comes out: for each scenario the changes to make in it. A number goes
into every scenario that has today's number at that place; a scenario that is described with another
one keeps it, and that is remembered. What is typed is taken as it is, without a range.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.edits import Change, Field, fields_of
from sim.files.local.asked import HOURS, default_of, sites
from sim.files.writing import to_document
from sim.model.quantities import DURATIONS, YOURS
from sim.model.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One cell that somebody filled in."""

    cell: str
    """sheet and cell, such as Staff!H14"""
    path: str
    what: str
    """what it means"""
    where: str
    """whose it is"""
    unit: str
    value: float | str
    default: float | str | None
    low: float | None = None
    """the lowest value that was thought believable, and the highest"""
    high: float | None = None
    comes_from: str = ""
    """where the figure comes from, as they typed it"""
    note: str = ""
    made_in: tuple[str, ...] = ()
    """the scenarios that took it"""
    kept_by: tuple[str, ...] = ()
    """the scenarios that are described with another number somewhere there, and keep it"""

    @property
    def is_unexpected(self) -> bool:
        """Whether it lies outside the range that was thought believable."""
        if self.low is None or self.high is None or isinstance(self.value, str):
            return False
        return not self.low <= self.value <= self.high

    @property
    def why(self) -> str:
        """What the number rests on, as the model keeps it."""
        return f"{YOURS}{self.cell}" + (f", {self.comes_from}" if self.comes_from else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastYear:
    """One figure of last year."""

    cell: str
    team: str
    figure: str
    """referrals, wait or missed"""
    value: float
    comes_from: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """A spreadsheet that was filled in."""

    site: str
    file: str
    """its name, without folders"""
    sha256: str
    numbers: int
    """numbers that it asks for"""
    hours: int
    """opening hours that it asks for"""
    given: tuple[Given, ...] = ()
    last_year: tuple[LastYear, ...] = ()

    @property
    def yours(self) -> int:
        """How many of the numbers were filled in."""
        return sum(not one.cell.startswith(f"{HOURS}!") for one in self.given)

    @property
    def your_hours(self) -> int:
        """How many of the opening hours were filled in."""
        return len(self.given) - self.yours


def local_as_written(local: Local) -> dict[str, Any]:
    """A spreadsheet's answers as a manifest holds them."""
    return asdict(local)


def local_from(written: Mapping[str, Any] | None) -> Local | None:
    """The answers that a manifest holds; None where it holds none."""
    if not written:
        return None
    given = [
        Given(**{**one, "made_in": tuple(one["made_in"]), "kept_by": tuple(one["kept_by"])})
        for one in written["given"]
    ]
    years = [LastYear(**one) for one in written["last_year"]]
    return Local(**{**written, "given": tuple(given), "last_year": tuple(years)})


@dataclass(frozen=True, slots=True)
class Laid:
    """The changes that a spreadsheet makes in some scenarios."""

    local: Local
    """with the scenarios that took each number"""
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    """by the name of the scenario"""


def laid_into(local: Local, scenarios: Sequence[Scenario]) -> Laid:
    """The changes of a spreadsheet in each scenario. Raises InputError for another site's."""
    _check_is_of(local, scenarios)
    changes: dict[str, tuple[Change, ...]] = {}
    made: dict[str, list[str]] = {one.cell: [] for one in local.given}
    kept: dict[str, list[str]] = {one.cell: [] for one in local.given}
    for scenario in scenarios:
        document = copy.deepcopy(to_document(scenario))
        here: list[Change] = []
        for one in local.given:
            fields = _fields(one, document)
            alike = [at for at in fields if default_of(at.value) == one.default]
            here += [_change(one, at) for at in alike]
            if alike:
                made[one.cell].append(scenario.name)
            if len(alike) < len(fields):
                kept[one.cell].append(scenario.name)
        changes[scenario.name] = tuple(here)
    given = tuple(
        replace(one, made_in=tuple(made[one.cell]), kept_by=tuple(kept[one.cell]))
        for one in local.given
    )
    return Laid(replace(local, given=given), changes)


def _check_is_of(local: Local, scenarios: Sequence[Scenario]) -> None:
    others = set(sites()) - {local.site}
    wrong = [one.name for one in scenarios if one.name.partition("/")[0] in others]
    if wrong:
        fault = Fault(
            file=local.file,
            found=f"numbers of {local.site}",
            allowed=f"numbers of {wrong[0].partition('/')[0]}",
            mend=f"compare scenarios of {local.site}, or fill in the other site's `template`",
        )
        raise InputError([fault])


def _fields(one: Given, document: dict[str, Any]) -> list[Field]:
    try:
        return fields_of(Change(path=one.path, value=0), document)
    except InputError:
        return []


def _change(one: Given, at: Field) -> Change:
    """The change of one field: a number with its unit and reason, hours with what else they say."""
    if isinstance(one.value, str):
        shut = at.value.get("shut", []) if isinstance(at.value, dict) else []
        hours = {"hours": stretches_of(one.value), "shut": shut, "assumed": one.why}
        return Change(path=at.path, value=hours)
    if at.kind.what == "quantity":
        unit = one.unit if one.unit in DURATIONS else "central"
        return Change(path=at.path, value=_stated(one, unit))
    return Change(path=at.path, value=int(one.value))


def _stated(one: Given, word: str) -> dict[str, Any]:
    if word in DURATIONS:
        return {word: one.value, "assumed": one.why}
    same = dict.fromkeys(("central", "low", "high"), one.value)
    return {**same, "unit": one.unit, "assumed": one.why}


def stretches_of(text: str) -> list[str]:
    """Hours as they are typed in one cell, one stretch each."""
    return [part.strip() for part in text.split(";") if part.strip()]


THIS_FAR: Final = 3
"""Cells that a message names, where many may be behind a fault."""


def blamed(faults: Sequence[Fault], local: Local) -> list[Fault]:
    """Faults of scenarios with these numbers in them, each with the cells that it speaks of."""
    return [_blamed(fault, local) for fault in faults]


def _blamed(fault: Fault, local: Local) -> Fault:
    words = " ".join((fault.field, fault.found, fault.allowed, fault.mend))
    about = [one for one in local.given if one.path == fault.field or _speaks_of(words, one)]
    cells = ", ".join(f"{one.cell} ({one.value})" for one in about[:THIS_FAR])
    behind = (
        f"see {cells} of {local.file}" if cells else f"it came with the numbers of {local.file}"
    )
    return replace(fault, mend=f"{fault.mend}; {behind}" if fault.mend else behind)


def _speaks_of(words: str, one: Given) -> bool:
    """Whether a message names the team, persona or calendar of a path."""
    parts = one.path.split(".")
    return len(parts) > 1 and parts[1] != "*" and parts[1] in words
