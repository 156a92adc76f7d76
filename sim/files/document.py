"""The explicit document of a scenario as changes meet it: which names it has, and where.

What a change may name is what the model declares: the fields of a record, the names in a
mapping, the words of a closed list, the positions in a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.errors import Fault
from sim.files.fields import Kind, fields_of, kind_of
from sim.files.prices import is_money, prices
from sim.files.reading import read_text
from sim.files.shorthands import Misread, quantity
from sim.files.trouble import nearest, one_of
from sim.files.writing import plain
from sim.model.quantities import Quantity

__all__ = ["Kind", "Names", "by_hand", "kind_of", "nearest_names", "value_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that may follow at one place of a path."""

    known: Mapping[str, Kind]
    """the kind of value beneath each name"""

    def fault(self, path: str, so_far: list[str], part: str) -> Fault:
        """The fault of a path with a name that is not there."""
        near = nearest(part, self.known)
        whole = ".".join((*so_far, near))
        mend = f"did you mean {whole}?" if near else "use a name of the list"
        allowed = one_of(self.known) if self.known else "nothing: the path ends here"
        found = f"the name {part!r} after {'.'.join(so_far)}" if so_far else f"the name {part!r}"
        return Fault(file="change", field=path, found=found, allowed=allowed, mend=mend)


def nearest_names(kind: Kind, value: Any) -> Names:
    """The names that may follow where a document has this value of this kind."""
    if kind.what in ("record", "quantity", "distribution", "calendar") and kind.model is not None:
        fields = fields_of(kind.model)
        return Names(known={name: _inner(kind, name) for name in fields})
    if kind.inner is None:
        return Names(known={})
    if kind.what == "list":
        entries = value if isinstance(value, list | tuple) else ()
        return Names(known={str(position): kind.inner for position in range(len(entries))})
    names = [*(value if isinstance(value, dict) else ()), *kind.words]
    return Names(known=dict.fromkeys(names, kind.inner))


def _inner(kind: Kind, name: str) -> Kind:
    assert kind.model is not None
    declared = fields_of(kind.model)[name].kind
    if kind.what == "distribution" and declared.model is Quantity:
        unit = kind.unit if name == "mean" else "ratio"
        return Kind(what="quantity", model=Quantity, unit=unit, optional=declared.optional)
    return declared


def by_hand(value: Any, kind: Kind, unit: str, reason: str) -> Any:
    """A quantity that a person set, spelt out, with a reason where she gave none.

    A bare number keeps ``unit``, and money set so is in the prices of the base year. What cannot
    be read is left for the check that follows.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        made = {"central": value, "low": value, "high": value, "unit": unit, "assumed": reason}
        return made | {"price_year": prices().base} if is_money(unit) else made
    try:
        found = quantity(value, kind.unit)
    except Misread:
        return value
    found = found if found.grounds != "none" else replace(found, assumed=reason)
    return plain(found)


def value_of(text: str, name: str) -> Any:
    """The value that a person wrote after an equals sign, as a file would read it.

    Raises InputError.
    """
    return read_text(text, name).value
