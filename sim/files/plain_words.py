"""What the validation found, said in plain words: found, allowed, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sim.files.fields import FieldOf, Kind, fields_of
from sim.files.reading import Trail
from sim.files.trouble import Trouble, one_of, shown, unknown
from sim.model.scenario import Scenario
from sim.model.steps import Rule

_SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    "record": ("a mapping", "write its fields beneath it, one on a line"),
    "mapping": ("a mapping of names", "write each name with a colon, one on a line"),
    "list": ("a list", "write the entries in [ ], or one on a line after a dash"),
    "text": ("words", "put it in quotes"),
    "word": ("one word of the list", "use a word of the list"),
    "flag": ("true or false", "write true or false"),
    "whole": ("a whole number", "write a whole number"),
    "number": ("a number, 0 or more", "write a number"),
}


def kind_at(kind: Kind, trail: Trail) -> Kind | None:
    """The kind of value at the end of a trail; None where the model has no such field."""
    for name in trail:
        if kind.what == "record" and kind.model is not None:
            known = fields_of(kind.model).get(str(name))
            if known is None:
                return None
            kind = known.kind
        elif kind.inner is not None:
            kind = kind.inner
        else:
            return None
    return kind


def words_of(kind: Kind) -> tuple[str, ...]:
    """The fields that a record may have in a file."""
    assert kind.model is not None
    human = {Rule: ("for",), Scenario: ("like", "roles")}.get(kind.model, ())
    return (*fields_of(kind.model), *human)


def trouble_of(kind: Kind, trail: Trail, error: Mapping[str, Any]) -> Trouble:
    """The trouble that one error of the validation stands for."""
    holder = kind_at(kind, trail[:-1]) if trail else None
    at = kind_at(kind, trail)
    what = error["type"]
    if what == "missing" and holder is not None and holder.model is not None:
        return _missing(trail, fields_of(holder.model)[str(trail[-1])])
    if what == "extra_forbidden" and holder is not None:
        return unknown(trail, str(trail[-1]), words_of(holder), "field")
    if what == "string_pattern_mismatch":
        allowed = "small letters, digits and underscores"
        return Trouble(
            trail=trail, found=f"the name {trail[-1]!r}", allowed=allowed, mend="rename it"
        )
    if what == "literal_error":
        words = at.words if at and at.what == "word" else holder.words if holder else ()
        found = error["input"]
        if isinstance(found, str):
            return unknown(trail, found, [word for word in words if word], "word")
        return Trouble(trail=trail, found=shown(found), allowed=one_of(words), mend="use a word")
    if what in ("greater_than_equal", "less_than_equal"):
        return _out_of_bounds(trail, at, error)
    allowed, mend = _SHAPES.get(at.what if at else "", ("another kind of value", "change it"))
    return Trouble(trail=trail, found=shown(error["input"]), allowed=allowed, mend=mend)


def _missing(trail: Trail, field: FieldOf) -> Trouble:
    unit = f" (in {field.kind.unit})" if field.kind.unit else ""
    return Trouble(
        trail=trail,
        found="nothing",
        allowed=f"{field.meaning}{unit}",
        mend=f"add {field.name}",
    )


def _out_of_bounds(trail: Trail, at: Kind | None, error: Mapping[str, Any]) -> Trouble:
    limits = error["ctx"]
    unit = at.unit if at and at.unit else "number"
    allowed = f"at least {limits['ge']:g}" if "ge" in limits else f"at most {limits['le']:g}"
    found = shown(error["input"])
    return Trouble(trail=trail, found=found, allowed=allowed, mend=f"give a {unit} in bounds")
