"""A change, and what it does in a sentence.

Levers, ``--set``, spreadsheet cells, challenge cards and sensitivity draws are all changes to
the explicit document of a scenario (``sim.files.to_document``), which is then checked again. They
are read and made in ``sim.files.edits``; here each says in words what it changes.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

from sim.files.edits import BY_HAND, Change, Field, apply, fields_of, parse, written

__all__ = ["BY_HAND", "Change", "apply", "describe", "parse"]

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


def describe(change: Change, document: Mapping[str, Any]) -> str:
    """What a change does, in a sentence made from the change and what it is made in.

    Raises InputError where it cannot be made.
    """
    fields = fields_of(change, copy.deepcopy(dict(document)))
    since = f" from week {change.week}" if change.week else ""
    where, what = _where(change.path)
    sentence = f"{what} {_becomes(change, fields)}{since}"
    return f"{where}: {sentence}." if where else f"{sentence[0].upper()}{sentence[1:]}."


def _becomes(change: Change, fields: list[Field]) -> str:
    """What happens to the fields: one new value and one old one, or as many as there are."""
    after = list(dict.fromkeys(_said(written(change, at)) for at in fields))
    before = list(dict.fromkeys(_said(at.value) for at in fields))
    if change.times and len(after) > 1:
        return f"becomes {_said(change.value)} times what it was"
    old = before[0] if len(before) == 1 else "what it was"
    return f"becomes {', '.join(after)} instead of {old}"


def _where(path: str) -> tuple[str, str]:
    """A path in words: the named parts that hold the field, and the field."""
    parts = path.split(".")
    named: list[str] = []
    while len(parts) > 2 and parts[0] in _ONE_OF:
        entry = str(int(parts[1]) + 1) if parts[1].isdigit() else parts[1]
        one = _ONE_OF[parts[0]]
        named.append(f"every {one}" if entry == "*" else f"{one} {entry}")
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
