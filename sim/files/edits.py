"""A change made in the explicit document of a scenario: read, made, and kept for a later week.

Goes in: ``PATH=VALUE``, ``PATH*=FACTOR``, either with ``from week N``. Comes out: a copy of the
document in which it is made. A path may hold ``*`` for every entry of a mapping that has the rest
of the path. A change adds no new names, except a date under ``coming``: for the rest there is
``like``. A change from a later week becomes an entry of the scenario's ``later``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.document import Kind, by_hand, kind_of, nearest_names, value_of
from sim.files.schema import NAME_PATTERN
from sim.files.writing import one_line
from sim.model.people import Coming
from sim.model.scenario import Scenario

BY_HAND: Final = "set by hand"
"""The reason of a number that a change sets."""
EVERY: Final = "*"
"""The part of a path that stands for every entry."""
_FROM_WEEK: Final = re.compile(
    r"(?:(?P<value>.*\S)\s+)?from\s+week\s+(?P<week>[0-9]{1,4})", re.DOTALL
)
_NUMBERS: Final = ("central", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that becomes another, from one week on."""

    path: str
    """the way to the field, with dots: ``teams.hub.staff.nurse.wte``"""
    value: object
    """what it becomes, in the human form; a factor where ``times`` is set"""
    week: int = 0
    """weeks; the counted week, from 1, at whose beginning it is made; 0 for the whole run"""
    times: bool = False
    """whether the number is multiplied by the value"""

    @property
    def text(self) -> str:
        """The change as it is typed, so that ``parse`` gives it back."""
        value = one_line(self.value)
        value = f'"{value}"' if _FROM_WEEK.fullmatch(value) else value
        since = f" from week {self.week}" if self.week else ""
        return f"{self.path}{'*' if self.times else ''}={value}{since}"

    def made_in(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with this change made. Raises InputError."""
        return apply(document, (self,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field that a path leads to, in a document."""

    path: str
    """the way to it, without stars"""
    holder: Any
    """the mapping or list that holds it"""
    name: Any
    """its key or position there"""
    kind: Kind
    """what may stand in it"""

    @property
    def value(self) -> Any:
        """What stands there; nothing where it is left out."""
        return self.holder[self.name] if self._listed else self.holder.get(self.name)

    @property
    def _listed(self) -> bool:
        return isinstance(self.holder, list)


def parse(text: str) -> Change:
    """The change that a person typed. Raises InputError."""
    path, equals, written = text.partition("=")
    path, written = path.strip(), written.strip()
    since = _FROM_WEEK.fullmatch(written)
    week = int(since["week"]) if since else 0
    written = since["value"] or "" if since else written
    times = path.endswith("*") and not path.endswith(".*")
    path = path.removesuffix("*").strip() if times else path
    if not equals or not path or not written or (since and week < 1):
        fault = Fault(
            file="--set",
            found=repr(text),
            allowed="PATH=VALUE or PATH*=FACTOR, and from week N with N from 1",
            mend="write it as teams.hub.staff.nurse.wte=12, or as demand*=2 from week 5",
        )
        raise InputError([fault])
    value = value_of(written, f"--set {path}")
    return Change(path=path, value=value, week=week, times=times)


def apply(document: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """A copy of an explicit document with all changes made. Raises InputError with all faults."""
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    faults: list[Fault] = []
    for change in changes:
        try:
            _make(change, changed)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return changed


def _make(change: Change, document: dict[str, Any]) -> None:
    if change.week:
        for at in fields_of(change, copy.deepcopy(document)):
            written(change, at)  # what cannot be made now is told now
        _keep_for_later(change, document)
        return
    for at in fields_of(change, document):
        at.holder[at.name] = written(change, at)


def _keep_for_later(change: Change, document: dict[str, Any]) -> None:
    """An entry of ``later``, with all that a person changes from the same week."""
    later: list[dict[str, Any]] = document.setdefault("later", [])
    text = replace(change, week=0).text
    for entry in later:
        if entry["week"] == change.week:
            entry["changes"].append(text)
            return
    later.append({"week": change.week, "changes": [text]})


def fields_of(change: Change, document: dict[str, Any]) -> list[Field]:
    """The fields that a change alters, one for each entry that a star stands for.

    A star takes the entries that have the rest of the path, and for a factor those that have a
    number there. Without a star, a record on the way that the document leaves out is put into it,
    empty. Raises InputError.
    """
    path = change.path
    found: list[Field] = []
    faults: list[Fault] = []
    starred = f".{EVERY}." in f".{path}."
    for one in _without_stars(path, document):
        try:
            at = _field(one, document, starred=starred)
        except InputError as error:
            faults += error.faults
            continue
        if not (starred and change.times and at.value is None):
            found.append(at)
    if found:
        return found
    if faults:
        raise InputError([replace(faults[0], field=path)])
    fault = Fault(
        file="change",
        field=path,
        found="a star where there are no entries",
        allowed="* for the entries of a mapping or a list",
        mend="name the entry",
    )
    raise InputError([fault])


def _without_stars(path: str, document: dict[str, Any]) -> Iterator[str]:
    """The paths that a path with stars stands for."""
    before, star, after = f".{path}.".partition(f".{EVERY}.")
    if not star:
        yield path
        return
    held: Any = document
    for part in before.split(".")[1:]:
        held = _entry(held, part)
    names = held if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ()
    for name in list(names):
        yield from _without_stars(f"{before[1:]}.{name}.{after}".strip("."), document)


def _entry(held: Any, part: str) -> Any:
    if isinstance(held, list):
        return held[int(part)] if part.isdigit() and int(part) < len(held) else None
    return held.get(part) if isinstance(held, dict) else None


def _field(path: str, document: dict[str, Any], *, starred: bool) -> Field:
    """The field at the end of a path whose stars have been replaced. Raises InputError."""
    holder: Any = None
    name: Any = ""
    value: Any = document
    kind = kind_of(Scenario)
    so_far: list[str] = []
    ways = path.split(".")
    for part in ways:
        names = nearest_names(kind, value)
        is_last = len(so_far) == len(ways) - 1
        is_known = part in names.known and not (starred and not _has(kind, value, part))
        if not is_known and not (is_last and _may_be_added(kind, part)):
            raise InputError([names.fault(path, so_far, part)])
        if value is None:  # a record that the document leaves out
            value = holder[name] = {}
        holder, name = value, int(part) if kind.what == "list" else part
        kind = names.known[part] if part in names.known else _inside(kind)
        value = holder[name] if isinstance(holder, list) else holder.get(name)
        so_far.append(part)
    return Field(path=path, holder=holder, name=name, kind=kind)


def _has(kind: Kind, value: Any, part: str) -> bool:
    """Whether a document has an entry at this place already; a field of a record it always has."""
    if kind.what == "mapping":
        return isinstance(value, dict) and part in value
    return value is not None


def _may_be_added(kind: Kind, name: str) -> bool:
    """Whether a new entry may come into a mapping: only a date in a person's life."""
    is_dates = kind.what == "mapping" and kind.inner is not None and kind.inner.model is Coming
    return is_dates and re.fullmatch(NAME_PATTERN, name) is not None


def _inside(kind: Kind) -> Kind:
    assert kind.inner is not None
    return kind.inner


def written(change: Change, at: Field) -> Any:
    """The value as the explicit document has it; a number keeps the unit that the field had.

    Raises InputError where something that is no number is multiplied.
    """
    before, kind, value = at.value, at.kind, change.value
    if change.times:
        return _multiplied(change, at)
    if kind.what == "quantity":
        return by_hand(value, kind, _unit(before, kind), BY_HAND)
    if kind.what == "distribution" and isinstance(value, int | float):
        known = before if isinstance(before, dict) else {"kind": "fixed"}
        mean = by_hand(value, kind, _unit(known.get("mean"), kind), BY_HAND)
        return known | {"mean": mean}
    return value


def _multiplied(change: Change, at: Field) -> Any:
    """A number, with its range, times a factor; a law has its mean multiplied."""
    factor, before = change.value, at.value
    if isinstance(factor, bool) or not isinstance(factor, int | float) or factor < 0:
        raise InputError([_no_factor(change, f"the factor {one_line(factor)}", "0 or more")])
    if at.kind.what == "distribution" and isinstance(before, dict):
        return before | {"mean": _scaled(before["mean"], factor)}
    if at.kind.what == "quantity" and isinstance(before, dict):
        return _scaled(before, factor)
    found = f"{at.path}, which is no number with a range"
    raise InputError([_no_factor(change, found, "a number such as demand or a wte")])


def _scaled(before: dict[str, Any], factor: float) -> dict[str, Any]:
    """A quantity of the document times a factor, with the reason that it was changed."""
    made = {word: before[word] * factor for word in _NUMBERS}
    reason = before.get("assumed") or before.get("said") or before.get("evidence") or "no reason"
    kept = {word: before[word] for word in ("unit", "price_year") if word in before}
    return made | kept | {"assumed": f"{BY_HAND}: {factor:g} times {reason}"}


def _no_factor(change: Change, found: str, allowed: str) -> Fault:
    mend = "write PATH*=FACTOR for a number, or PATH=VALUE"
    return Fault(file="change", field=change.path, found=found, allowed=allowed, mend=mend)


def _unit(before: Any, kind: Kind) -> str:
    return str(before.get("unit", kind.unit)) if isinstance(before, dict) else kind.unit
