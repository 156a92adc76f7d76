"""What scenarios share: the roles and opening hours that are shipped.

Goes in: a scenario's sheet with its people. Comes out: the sheet with the calendars that it names
and does not give, and with each role laid under every team's staff of that name. A role may be
``like`` another; a scenario's own role or calendar takes the place of the shipped one of that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sim.errors import InputError
from sim.files.fields import fields_of
from sim.files.library import shipped_commons
from sim.files.merging import STAFF, laid_over, moved, part_of
from sim.files.reading import Sheet, Trail
from sim.files.trouble import Trouble, shown, unknown
from sim.model.teams import Staff

LIKE: Final = "like"
_HOURS: Final = ("calendar", "hours", "until_open")
"""The fields that name a calendar."""
_NAMING: Final = ("teams", "steps", "personas")
"""The parts of a scenario in which they stand."""


def with_calendars(sheet: Sheet) -> Sheet:
    """The shipped calendars that a scenario names and does not give, beside its own."""
    own = sheet.value.get("calendars") or {}
    if not isinstance(own, dict):
        return sheet
    shipped = _shipped("calendars")
    named = set(
        _calendars_named([sheet.value.get(part) for part in ("teams", "steps", "personas")])
    )
    wanted = [name for name in shipped.value if name in named and name not in own]
    places = dict(sheet.places)
    for name in wanted:
        places |= moved(part_of(shipped, (name,)), ("calendars", name))
    calendars = own | {name: shipped.value[name] for name in wanted}
    return Sheet(sheet.value | {"calendars": calendars}, places) if wanted else sheet


def _calendars_named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, entry in value.items():
            if name in _HOURS and isinstance(entry, str):
                yield entry
            else:
                yield from _calendars_named(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _calendars_named(entry)


def _shipped(part: str) -> Sheet:
    try:
        sheet = part_of(shipped_commons(), (part,))
    except InputError:
        return Sheet({})
    return sheet if isinstance(sheet.value, dict) else Sheet({})


def with_roles(sheet: Sheet) -> Sheet:
    """What is known of each role, laid under every team's staff of that name.

    Of a shipped role only what a team leaves out is taken; a scenario's own is merged.
    """
    roles = sheet.value.get("roles")
    teams = sheet.value.get("teams")
    value = {key: entry for key, entry in sheet.value.items() if key != "roles"}
    if not isinstance(teams, dict):
        return Sheet(value, sheet.places)
    own = part_of(sheet, ("roles",)) if isinstance(roles, dict) else Sheet({})
    shipped = _shipped("roles")
    places = dict(sheet.places)
    changed = dict(teams)
    for (team, role), given in _staff_sheets(sheet, teams).items():
        base = _role(role, own, shipped)
        if base is None:
            continue
        if role not in own.value:
            base = _left_out(base, given)
        both = laid_over(STAFF, base, given)
        places |= moved(both, ("teams", team, "staff", role))
        staff = changed[team]["staff"] | {role: both.value}
        changed[team] = changed[team] | {"staff": staff}
    return Sheet(value | {"teams": changed}, places)


def _role(name: str, own: Sheet, shipped: Sheet, seen: tuple[str, ...] = ()) -> Sheet | None:
    """A role laid over the one that it is like; the scenario's own before the shipped one.

    One that is like a role of its own name is like the shipped one.
    """
    home = own if name in own.value and name not in seen else shipped
    found = part_of(home, (name,))
    if not isinstance(found.value, dict):
        return None
    rest = {key: entry for key, entry in found.value.items() if key != LIKE}
    here = Sheet(rest, found.places)
    base = found.value.get(LIKE)
    if base is None:
        return here
    below = _role(str(base), own, shipped, (*seen, name)) if len(seen) < len(_known(own)) else None
    return here if below is None else laid_over(STAFF, below, here)


def _left_out(base: Sheet, given: Sheet) -> Sheet:
    """The fields of a role that a team's staff does not give."""
    hers = given.value if isinstance(given.value, dict) else {}
    left = {key: entry for key, entry in base.value.items() if key not in hers}
    return Sheet(
        left, {at: place for at, place in base.places.items() if at[:1] == () or at[0] in left}
    )


def _known(own: Sheet) -> list[str]:
    return [*own.value, *_shipped("roles").value]


def roles_as_written(roles: Any) -> list[Trouble]:
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
    known = [LIKE, *fields_of(Staff)]
    for role, given in entries.items():
        for name in given if isinstance(given, dict) else ():
            if name not in known:
                troubles.append(unknown(("roles", role, name), name, known, "field"))
        troubles += _like_nothing(role, given, entries)
    return troubles


def _like_nothing(role: str, given: Any, entries: dict[str, Any]) -> list[Trouble]:
    """A role that is like no role, or goes round in a circle."""
    base = given.get(LIKE) if isinstance(given, dict) else None
    if base is None:
        return []
    shipped = _shipped("roles").value
    chain = [role]
    while base is not None:
        known = [name for name in (*entries, *shipped) if name not in chain or name in shipped]
        if not isinstance(base, str) or base not in known:
            return [unknown(("roles", role, LIKE), str(base), known, "role")]
        held = entries if base in entries and base not in chain else shipped
        chain.append(base)
        entry = held[base]
        base = entry.get(LIKE) if isinstance(entry, dict) else None
    return []


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
