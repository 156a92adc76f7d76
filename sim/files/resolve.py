"""Human form → resolved form: libraries brought in, shorthands spelt out, everything checked.

In: a document, a slug or a path. Out: frozen dataclasses of the model, or an ``InputError``
with every fault. Resolving a resolved document changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from sim.errors import Fault, InputError
from sim.files.crossing import crossing_of
from sim.files.fields import fields_of, kind_of
from sim.files.later import Became, becoming
from sim.files.library import (
    SCENARIO,
    find_persona,
    find_root,
    find_scenario,
    liked,
    name_of,
    read,
    rooted,
    scenario_sheet,
    shipped_assumptions,
)
from sim.files.merging import STAFF, filled, laid_over, moved, part_of, without_nothing
from sim.files.names import names_of
from sim.files.network import network_of
from sim.files.reading import Sheet, Trail
from sim.files.schema import validated
from sim.files.sharing import with_shared_rules
from sim.files.shorthands import Misread, quantity
from sim.files.trouble import Trouble, fault_of, shown, unknown
from sim.files.writing import to_document
from sim.model.assumptions import Assumptions
from sim.model.people import Persona
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.teams import Staff

PERSONA = kind_of(Persona)
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
    where: str | Path, *, root: Path | None = None, changes: Sequence[Edit] = ()
) -> Scenario:
    """The scenario of a slug or path, with changes made. Raises InputError with every fault."""
    scenario = _loaded(*scenario_faults(where, root))
    if not changes:
        return scenario
    document = to_document(scenario)
    faults: list[Fault] = []
    for change in changes:
        try:
            document = change.made_in(document)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return _loaded(*resolved(rooted(document, CHANGED), root or find_root(), scenario.name))


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


def load_persona(where: str | Path, root: Path | None = None) -> Persona:
    """The persona of a slug or path. Raises InputError with every fault."""
    persona, faults = persona_faults(where, root)
    if persona is None:
        raise InputError(faults)
    return persona


def persona_faults(
    where: str | Path, root: Path | None = None
) -> tuple[Persona | None, list[Fault]]:
    """The persona of a slug or path, or every fault that keeps it from being one."""
    home = root or find_root()
    path: Path | None = Path(where)
    if not str(where).endswith((".yaml", ".yml")):
        path, trouble = find_persona(str(where), home)
        if trouble is not None:
            return None, [fault_of(trouble, rooted({}, str(where)))]
    assert path is not None
    given = str(where) if str(where).endswith((".yaml", ".yml")) else name_of(path, home)
    try:
        sheet = read(path, given)
    except InputError as error:
        return None, list(error.faults)
    return _checked_persona(_persona_sheet(sheet, path.stem))


def _checked_persona(sheet: Sheet) -> tuple[Persona | None, list[Fault]]:
    defaults, cv, faults = _defaults()
    document = filled(PERSONA, without_nothing(sheet.value), defaults)
    found, troubles = validated(PERSONA, document, cv)
    troubles = names_of(PERSONA, document) + troubles
    faults += [fault_of(trouble, sheet) for trouble in troubles]
    return (None if faults else found), faults


def _persona_sheet(sheet: Sheet, stem: str) -> Sheet:
    if not isinstance(sheet.value, dict):
        return sheet
    return Sheet(_called(sheet.value, stem), sheet.places)


def _called(document: Any, name: str) -> Any:
    return {"name": name} | document if isinstance(document, dict) else document


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
    defaults, cv, faults = _defaults()
    sheet = Sheet({"name": slug} | without_nothing(sheet.value), dict(sheet.places))
    sheet, troubles, more = _with_personas(sheet, root)
    faults += more
    misnamed = bool(troubles or more)
    sheet, unshared = with_shared_rules(sheet)
    troubles += unshared
    troubles += _roles_as_written(sheet.value.get("roles"))
    sheet = _with_roles(_with_assumptions(sheet))
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


def _defaults() -> tuple[dict[str, Any], Quantity | None, list[Fault]]:
    """What is meant where a file is silent, the usual spread of minutes, and faults of both."""
    try:
        sheet = part_of(shipped_assumptions(), ("defaults",))
    except InputError as error:
        return {}, None, list(error.faults)
    defaults = sheet.value if isinstance(sheet.value, dict) else {}
    if "contact_cv" not in defaults:
        return defaults, None, []
    try:
        return defaults, quantity(defaults["contact_cv"], "ratio"), []
    except Misread as misread:
        below = [trouble.beneath(("contact_cv",)) for trouble in misread.troubles]
        return defaults, None, [fault_of(trouble, sheet) for trouble in below]


def _with_personas(sheet: Sheet, root: Path) -> tuple[Sheet, list[Trouble], list[Fault]]:
    """Personas named by slug, brought in from their files."""
    listed = sheet.value.get("personas")
    listed = [listed] if isinstance(listed, str) else listed
    if isinstance(listed, dict):
        given = {slug: _called(entry, slug) for slug, entry in listed.items()}
        return Sheet(sheet.value | {"personas": given}, sheet.places), [], []
    if not isinstance(listed, list | tuple):
        return sheet, [], []
    people: dict[str, Any] = {}
    troubles: list[Trouble] = []
    faults: list[Fault] = []
    for position, slug in enumerate(listed):
        trail: Trail = ("personas", position)
        path, trouble = find_persona(str(slug), root)
        if path is None:
            found = trouble or Trouble(found=shown(slug), allowed="a slug", mend="name a persona")
            troubles.append(found.beneath(trail))
            continue
        try:
            one = _persona_sheet(read(path, name_of(path, root)), path.stem)
        except InputError as error:
            faults += error.faults
            continue
        people[path.stem] = without_nothing(one.value)
        sheet.places.update(moved(one, ("personas", path.stem)))
    return Sheet(sheet.value | {"personas": people}, sheet.places), troubles, faults


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


def _with_roles(sheet: Sheet) -> Sheet:
    """What ``roles`` says of each role, laid under every team's staff of that name."""
    roles = sheet.value.get("roles")
    teams = sheet.value.get("teams")
    value = {key: entry for key, entry in sheet.value.items() if key != "roles"}
    if not isinstance(roles, dict) or not isinstance(teams, dict):
        return Sheet(value, sheet.places)
    usual = {role: part_of(sheet, ("roles", role)) for role in roles}
    own = _staff_sheets(sheet, teams)
    places = dict(sheet.places)
    changed = dict(teams)
    for (team, role), given in own.items():
        base = usual.get(role)
        if base is None or not isinstance(base.value, dict):
            continue
        both = laid_over(STAFF, base, given)
        places |= moved(both, ("teams", team, "staff", role))
        staff = changed[team]["staff"] | {role: both.value}
        changed[team] = changed[team] | {"staff": staff}
    return Sheet(value | {"teams": changed}, places)


def _roles_as_written(roles: Any) -> list[Trouble]:
    """Troubles of ``roles``: each must be a mapping of fields that staff have."""
    if roles is None or isinstance(roles, dict):
        entries: dict[str, Any] = roles or {}
    else:
        return [_no_fields(("roles",), roles)]
    troubles = [
        _no_fields(("roles", role), given)
        for role, given in entries.items()
        if not isinstance(given, dict)
    ]
    known = fields_of(Staff)
    for role, given in entries.items():
        for name in given if isinstance(given, dict) else ():
            if name not in known:
                troubles.append(unknown(("roles", role, name), name, known, "field"))
    return troubles


def _no_fields(trail: Trail, value: Any) -> Trouble:
    mend = "write its fields beneath it: cost_per_hour, skill, contact_share"
    return Trouble(trail=trail, found=shown(value), allowed="a mapping", mend=mend)


def _staff_sheets(sheet: Sheet, teams: dict[str, Any]) -> dict[tuple[str, str], Sheet]:
    """What each team says of each of its roles, as sheets of their own."""
    found: dict[tuple[str, str], Sheet] = {}
    for name, team in teams.items():
        staff = team.get("staff") if isinstance(team, dict) else None
        for role, given in staff.items() if isinstance(staff, dict) else ():
            found[name, role] = Sheet(given)
    for trail, place in sheet.places.items():
        if len(trail) > 3 and trail[0] == "teams" and trail[2] == "staff":
            one = found.get((str(trail[1]), str(trail[3])))
            if one is not None:
                one.places[trail[4:]] = place
    return found
