"""One document laid over another: how a scenario is ``like`` another, and how defaults fill in.

Records and mappings merge entry by entry, the base's order first; everything that stands for
one value (numbers with their ranges, laws, hours, lists) is replaced whole. Nothing (``null``)
takes an entry away. Places travel with the values, so that a fault names the file it is in.
"""

from __future__ import annotations

from typing import Any, Final

from sim.files.fields import Kind, fields_of, parts
from sim.files.reading import Place, Sheet, Trail
from sim.files.shorthands import looks_like_quantity
from sim.model.scenario import Scenario
from sim.model.teams import Staff

STAFF: Final = Kind(what="record", model=Staff)
_ROLES: Final = Kind(what="mapping", inner=STAFF)


def entry_kind(kind: Kind, name: str | int) -> Kind | None:
    """The kind of an entry of a record or mapping; None where the model knows no such entry."""
    if kind.what == "record" and kind.model is not None:
        if kind.model is Scenario and name == "roles":
            return _ROLES
        known = fields_of(kind.model).get(str(name))
        return known.kind if known else None
    return kind.inner


def spelt_out(kind: Kind, value: Any) -> Any:
    """A value whose shorthand stands for a record or a list of one, as that record or list."""
    if kind.what == "list" and kind.inner is not None:
        alone = str if kind.inner.what in ("word", "text") else dict
        return [value] if isinstance(value, alone) else value
    if kind.what == "record" and kind.model is Staff and looks_like_quantity(value):
        return {"wte": value}
    return value


def laid_over(kind: Kind, base: Sheet, over: Sheet) -> Sheet:
    """``over`` laid over ``base``, both documents of the same kind."""
    places = dict(base.places)
    dropped: set[Trail] = set()
    value = _merge(kind, base.value, over.value, (), dropped)
    if dropped:
        places = {trail: at for trail, at in places.items() if not _beneath_any(trail, dropped)}
    return Sheet(value, places | over.places)


def _merge(kind: Kind, base: Any, over: Any, trail: Trail, dropped: set[Trail]) -> Any:
    base, over = spelt_out(kind, base), spelt_out(kind, over)
    merges = kind.what in ("record", "mapping")
    if not (merges and isinstance(base, dict) and isinstance(over, dict)):
        dropped.add(trail)
        return over
    merged = dict(base)
    for name, entry in over.items():
        inner = entry_kind(kind, name)
        below = (*trail, name)
        if entry is None:
            merged.pop(name, None)
            dropped.add(below)
        elif name in base and inner is not None:
            merged[name] = _merge(inner, base[name], entry, below, dropped)
        else:
            dropped.add(below)
            merged[name] = entry
    return merged


def _beneath_any(trail: Trail, dropped: set[Trail]) -> bool:
    return any(trail[:length] in dropped for length in range(len(trail) + 1))


def without_nothing(value: Any) -> Any:
    """A document without the entries that are given as nothing."""
    if isinstance(value, dict):
        return {k: without_nothing(entry) for k, entry in value.items() if entry is not None}
    if isinstance(value, list | tuple):
        return [without_nothing(entry) for entry in value]
    return value


def moved(sheet: Sheet, trail: Trail) -> dict[Trail, Place]:
    """The places of a sheet as they are when it becomes a part of another, at ``trail``."""
    return {(*trail, *at): place for at, place in sheet.places.items()}


def part_of(sheet: Sheet, trail: Trail) -> Sheet:
    """A part of a sheet as a sheet of its own; its value is nothing where it is missing."""
    value: Any = sheet.value
    for name in trail:
        if isinstance(value, list) and isinstance(name, int):
            value = value[name] if name < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    size = len(trail)
    places = {at[size:]: place for at, place in sheet.places.items() if at[:size] == trail}
    return Sheet(value, places)


def filled(kind: Kind, value: Any, defaults: dict[str, Any], trail: Trail = ()) -> Any:
    """A document with what ``defaults`` say, by record name, wherever a person left it out."""
    value = spelt_out(kind, value)
    if kind.what in ("mapping", "list"):
        return _filled_entries(kind, value, defaults, trail)
    if kind.what != "record" or kind.model is None or not isinstance(value, dict):
        return value
    usual = defaults.get(kind.model.__name__.lower())
    if isinstance(usual, dict):
        value = _merge(kind, usual, value, trail, set())
    changed = dict(value)
    for name, inner, entry in parts(kind, value):
        changed[str(name)] = filled(inner, entry, defaults, (*trail, name))
    return changed


def _filled_entries(kind: Kind, value: Any, defaults: dict[str, Any], trail: Trail) -> Any:
    if kind.inner is None:
        return value
    if isinstance(value, dict) and kind.what == "mapping":
        return {
            name: filled(kind.inner, entry, defaults, (*trail, name))
            for name, entry in value.items()
        }
    if isinstance(value, list | tuple) and kind.what == "list":
        return [
            filled(kind.inner, entry, defaults, (*trail, position))
            for position, entry in enumerate(value)
        ]
    return value
