"""Human form → resolved form: libraries brought in, shorthands spelt out, everything checked.

In: a document, a slug or a path. Out: frozen dataclasses of the model, or an ``InputError``
with every fault. Resolving a resolved document changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from sim.errors import Fault, InputError
from sim.files.commons import roles_as_written, with_calendars, with_roles
from sim.files.crossing import crossing_of
from sim.files.edits import Change, apply, parse
from sim.files.fields import kind_of
from sim.files.later import Became, becoming
from sim.files.levers import PLUS, Pulled, all_pulled, parted
from sim.files.library import (
    SCENARIO,
    find_root,
    find_scenario,
    liked,
    rooted,
    scenario_sheet,
    shipped_assumptions,
)
from sim.files.merging import filled, laid_over, moved, part_of, without_nothing
from sim.files.names import names_of
from sim.files.network import network_of
from sim.files.patching import Patch
from sim.files.people import reaches_for, usual, with_personas
from sim.files.reading import Sheet
from sim.files.schema import validated
from sim.files.sharing import with_shared_rules
from sim.files.trouble import fault_of
from sim.files.writing import to_document
from sim.model.assumptions import Assumptions
from sim.model.scenario import Scenario

_ASSUMPTIONS = kind_of(Assumptions)
NO_PERSONAS = "no personas"
"""What is not said of people who are named but cannot be read."""
CHANGED = "after the changes"
"""What faults call a scenario whose document was changed by hand."""


class Edit(Protocol):
    """Anything that can be made in an explicit document, such as a change."""

    def made_in(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with the edit made. Raises InputError."""
        ...


def load_scenario(
    where: str | Path,
    *,
    root: Path | None = None,
    people: Sequence[str] = (),
    patches: Sequence[Patch] = (),
    changes: Sequence[Edit] = (),
) -> Scenario:
    """The scenario of a slug or path, with changes made. Raises InputError with every fault.

    ``where`` may say which levers are pulled in it, ``site/name+lever``; ``people`` are slugs of
    personas who come instead of the scenario's own; ``patches`` are added to its file.
    """
    base, names = parted(str(where))
    path, home, slug = find_scenario(Path(base) if isinstance(where, Path) else base, root)
    levers = all_pulled(names, slug, home)
    sheet = scenario_sheet(path, home, base if base != slug else "")
    for patch in (*(one.patch for one in levers), *patches):
        sheet = patch.onto(sheet)
    sheet = _called(_peopled(sheet, people), levers)
    edits = [parse(text) for one in levers for text in one.pull.changes]
    return _edited(
        _loaded(*resolved(sheet, home, PLUS.join((slug, *names)))), home, (*edits, *changes)
    )


def _peopled(sheet: Sheet, people: Sequence[str]) -> Sheet:
    """The sheet with other people than its own, where any are given."""
    if not people:
        return sheet
    found = {"personas": list(people), "reaches": reaches_for(sheet.value.get("reaches"), people)}
    return Sheet(sheet.value | found, sheet.places)


def _called(sheet: Sheet, levers: Sequence[Pulled]) -> Sheet:
    """The sheet under a title that says which levers are pulled."""
    if not levers:
        return sheet
    title = ", ".join([str(sheet.value.get("title", "")), *(one.lever.title for one in levers)])
    return Sheet(sheet.value | {"title": title}, sheet.places)


def _edited(scenario: Scenario, root: Path, changes: Sequence[Edit]) -> Scenario:
    """The scenario with changes made. Raises InputError with every fault."""
    if not changes:
        return scenario
    document = to_document(scenario)
    faults: list[Fault] = []
    for edit in _gathered(changes):
        try:
            document = edit.made_in(document)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return _loaded(*resolved(rooted(document, CHANGED), root, scenario.name))


def _gathered(changes: Sequence[Edit]) -> Iterator[Edit]:
    """The same edits in the same order, changes that follow one another as one."""
    for simple, those in groupby(changes, lambda change: isinstance(change, Change)):
        these = tuple(those)
        if simple:
            yield _Together(tuple(change for change in these if isinstance(change, Change)))
        else:
            yield from these


@dataclass(frozen=True, slots=True)
class _Together:
    """Changes made one after another in one copy: a spreadsheet may bring two hundred of them."""

    changes: tuple[Change, ...]

    def made_in(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with all of them made. Raises InputError."""
        return apply(document, self.changes)


def scenario_faults(
    where: str | Path, root: Path | None = None
) -> tuple[Scenario | None, list[Fault]]:
    """The scenario of a slug or path, or every fault that keeps it from being one."""
    try:
        path, home, slug = find_scenario(where, root)
        name = str(where) if str(where) != slug else ""
        sheet = scenario_sheet(path, home, name)
    except InputError as error:
        return None, list(error.faults)
    return resolved(sheet, home, slug)


def load_document(where: str | Path, root: Path | None = None) -> dict[str, Any]:
    """The human document of a scenario, laid over what it is like. Raises InputError."""
    path, home, _ = find_scenario(where, root)
    document: dict[str, Any] = scenario_sheet(path, home).value
    return document


def resolve(document: dict[str, Any], *, root: Path | None = None, name: str = "") -> Scenario:
    """The scenario that a document stands for. Raises InputError with every fault."""
    home = root or find_root()
    sheet = liked(rooted(document, name or str(document.get("name", "document"))), home, ())
    return _loaded(*resolved(sheet, home, name or "toy/document"))


def _loaded(scenario: Scenario | None, faults: list[Fault]) -> Scenario:
    if scenario is None:
        raise InputError(faults)
    return scenario


def resolved(
    sheet: Sheet, root: Path, slug: str, *, underway: bool = False
) -> tuple[Scenario | None, list[Fault]]:
    """A scenario's sheet as a scenario, or every fault of it and of what it brings in.

    ``underway`` says that a run becomes this scenario while people are on their way.
    """
    defaults, cv, faults = usual()
    sheet = Sheet({"name": slug} | without_nothing(sheet.value), dict(sheet.places))
    sheet, troubles, more = with_personas(sheet, root)
    faults += more
    misnamed = bool(troubles or more)
    sheet, unshared = with_shared_rules(sheet)
    troubles += unshared
    troubles += roles_as_written(sheet.value.get("roles"))
    sheet = with_roles(with_calendars(_with_assumptions(sheet)))
    document = filled(SCENARIO, sheet.value, defaults)
    troubles += names_of(SCENARIO, document)
    scenario, unsound = validated(SCENARIO, document, cv)
    troubles += [one for one in unsound if not (misnamed and one.found == NO_PERSONAS)]
    if scenario is not None and not troubles:
        troubles += [*crossing_of(scenario), *network_of(scenario, underway=underway)]
    if scenario is not None and scenario.later and not troubles:
        troubles += becoming(scenario, lambda changed: _settled(changed, slug))[1]
    faults += [fault_of(trouble, sheet) for trouble in troubles]
    return (None if faults else scenario), _once(faults)


def _settled(document: dict[str, Any], slug: str) -> tuple[Scenario | None, list[Fault]]:
    """An explicit document that was changed, as a scenario, or its faults."""
    return resolved(rooted(document, CHANGED), find_root(), slug, underway=True)


def scenarios_later(scenario: Scenario) -> list[Became]:
    """What a scenario becomes while a run goes on, in the order of weeks; none for most.

    Raises InputError.
    """
    found, troubles = becoming(scenario, lambda changed: _settled(changed, scenario.name))
    if troubles:
        raise InputError([fault_of(trouble, rooted({}, scenario.name)) for trouble in troubles])
    return found


def _once(faults: list[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _with_assumptions(sheet: Sheet) -> Sheet:
    """The scenario's assumptions laid over the shipped ones."""
    try:
        shipped = part_of(shipped_assumptions(), ("assumptions",))
    except InputError:
        return sheet
    shipped = Sheet(without_nothing(shipped.value or {}), shipped.places)
    own = part_of(sheet, ("assumptions",))
    merged = laid_over(_ASSUMPTIONS, shipped, own) if own.value is not None else shipped
    places = dict(sheet.places)
    if own.value is None or own.places:  # a document from no file knows no places of its own
        places |= moved(merged, ("assumptions",))
    return Sheet(sheet.value | {"assumptions": merged.value}, places)
