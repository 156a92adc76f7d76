"""A change: a path, a value, and from which week.

Levers, ``--set``, spreadsheet cells, challenge cards and sensitivity draws are all changes to
the explicit document of a scenario (``sim.files.to_document``), which is then checked again.
A change says in a sentence what it changes. It adds no new names: that is what ``like`` is for.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.document import Kind, by_hand, kind_of, nearest_names, value_of
from sim.model.scenario import Scenario

BY_HAND: Final = "set by hand"
"""The reason of a number that a change sets."""
_ONE_OF: Final[Mapping[str, str]] = {
    "teams": "team",
    "steps": "step",
    "personas": "persona",
    "staff": "role",
    "needs": "need",
    "story": "chapter",
    "records": "record",
    "calendars": "calendar",
    "organisations": "organisation",
    "other_people": "stream",
    "then": "rule",
}
"""The word for one entry of each mapping that has names of its own."""


_UNSPOKEN: Final = ("ratio", "proportion", "level", "trust", "wte")
"""Units that a sentence leaves out, because the field's own name says them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that becomes another, from one week on."""

    path: str
    """the way to the field, with dots: ``teams.hub.staff.nurse.wte``"""
    value: object
    """what it becomes, in the human form"""
    week: int = 0
    """weeks; from which counted week on. Only 0, the whole run, acts for now"""

    def made_in(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with this change made. Raises InputError."""
        return apply(document, (self,))


def parse(text: str) -> Change:
    """The change that ``PATH=VALUE`` stands for. Raises InputError."""
    path, equals, written = text.partition("=")
    if not equals or not path.strip() or not written.strip():
        fault = Fault(
            file="--set",
            found=repr(text),
            allowed="PATH=VALUE",
            mend="write it as teams.hub.staff.nurse.wte=12",
        )
        raise InputError([fault])
    return Change(path=path.strip(), value=value_of(written.strip(), f"--set {path.strip()}"))


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
    if change.week != 0:
        raise InputError(
            [
                Fault(
                    file="change",
                    field=change.path,
                    found=f"week {change.week}",
                    allowed="week 0, the whole run",
                    mend="leave the week out: later weeks act in a later version",
                )
            ]
        )
    holder, name, kind = _found(change.path, document)
    holder[name] = _written(change, holder, name, kind)


def _found(path: str, document: dict[str, Any]) -> tuple[Any, Any, Kind]:
    """Holder, key and kind of the field at the end of a path. Raises InputError."""
    holder: Any = None
    name: Any = ""
    value: Any = document
    kind = kind_of(Scenario)
    so_far: list[str] = []
    for part in path.split("."):
        names = nearest_names(kind, value)
        if part not in names.known:
            raise InputError([names.fault(path, so_far, part)])
        if value is None:  # a record that the document leaves out
            value = holder[name] = {}
        holder, name = value, int(part) if kind.what == "list" else part
        kind = names.known[part]
        value = holder[name] if isinstance(holder, list) else holder.get(name)
        so_far.append(part)
    return holder, name, kind


def _written(change: Change, holder: Any, name: Any, kind: Kind) -> Any:
    """The value as the explicit document has it; a number keeps the unit that the field had."""
    before = holder[name] if isinstance(holder, list) else holder.get(name)
    value = change.value
    if kind.what == "quantity":
        return by_hand(value, kind, _unit(before, kind), BY_HAND)
    if kind.what == "distribution" and isinstance(value, int | float):
        known = before if isinstance(before, dict) else {"kind": "fixed"}
        mean = by_hand(value, kind, _unit(known.get("mean"), kind), BY_HAND)
        return known | {"mean": mean}
    return value


def _unit(before: Any, kind: Kind) -> str:
    return str(before.get("unit", kind.unit)) if isinstance(before, dict) else kind.unit


def describe(change: Change, document: Mapping[str, Any]) -> str:
    """What a change does, in a sentence made from the change and what it is made in."""
    kept = copy.deepcopy(dict(document))
    holder, name, kind = _found(change.path, kept)
    before = holder[name] if isinstance(holder, list) else holder.get(name)
    after = _written(change, holder, name, kind)
    since = f" from week {change.week}" if change.week else ""
    where, what = _where(change.path)
    sentence = f"{what} becomes {_said(after)} instead of {_said(before)}{since}"
    return f"{where}: {sentence}." if where else f"{sentence[0].upper()}{sentence[1:]}."


def _where(path: str) -> tuple[str, str]:
    """A path in words: the named parts that hold the field, and the field."""
    parts = path.split(".")
    named: list[str] = []
    while len(parts) > 2 and parts[0] in _ONE_OF:
        entry = str(int(parts[1]) + 1) if parts[1].isdigit() else parts[1]
        named.append(f"{_ONE_OF[parts[0]]} {entry}")
        parts = parts[2:]
    return ", ".join(named).capitalize() if named else "", " ".join(parts).replace("_", " ")


def _said(value: Any) -> str:
    """A value of a document in words."""
    if isinstance(value, dict) and "central" in value:
        unit = value.get("unit", "")
        unit = "" if unit in _UNSPOKEN else unit
        return f"{_said(value['central'])} {unit}".strip()
    if isinstance(value, dict) and "mean" in value:
        return f"{_said(value['mean'])} on average"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(entry)}" for name, entry in value.items()) or "nothing"
    if isinstance(value, list | tuple):
        return ", ".join(_said(entry) for entry in value) or "nothing"
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
