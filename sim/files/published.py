"""The JSON Schemas of the files that people write, for editors and other software.

Made from the same declarations as the validation, and kept in ``sim/data/schema``; a test holds
them current. Run ``python -m sim.files.published`` to write them anew. A schema knows shapes,
words and units; names, reasons and sense are told by ``check``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sim.files.fields import FieldOf, Kind, fields_of, title_of
from sim.files.library import package_home, shipped_assumptions
from sim.files.prices import is_money, prices
from sim.files.schema import NAME_PATTERN
from sim.files.shorthands import LAWS, bounds_of
from sim.model.people import Persona
from sim.model.quantities import DURATIONS, Distribution, Quantity
from sim.model.scenario import Scenario
from sim.model.steps import Rule
from sim.model.teams import Calendar, Opening, Shut, Staff

FOLDER: Final = "sim/data/schema"
PUBLISHED: Final[Mapping[str, type]] = {"persona": Persona, "scenario": Scenario}
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_HOURS: Final = {"type": "string", "description": "hours, such as mon-fri 09:00-17:00, or always"}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one sort of file: ``persona`` or ``scenario``."""
    return _Schema(PUBLISHED[name]).whole()


def text_of(name: str) -> str:
    """The text of a schema's file."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def path_of(name: str) -> Path:
    """Where a schema's file stands."""
    return package_home() / FOLDER / f"{name}.schema.json"


class _Schema:
    """One schema being made, with the definitions that it needs."""

    def __init__(self, model: type) -> None:
        self.model = model
        self.definitions: dict[str, Any] = {}
        self.partial = model in (Scenario, Persona)
        """a file may be like another, and then gives only what differs"""
        self.usual: Mapping[str, Any] = shipped_assumptions().value.get("defaults", {})

    def whole(self) -> dict[str, Any]:
        """The schema of the model's file, with its definitions."""
        top = self.record(self.model)
        if self.model is Scenario:
            top["properties"] |= self.scenario_words()
        elif self.partial:
            like = "slug of the persona that this one is like; only what differs is given here"
            top["properties"]["like"] = {"type": "string", "description": like}
            whole = [
                name for name, each in fields_of(Persona).items() if self.required(Persona, each)
            ]
            top["anyOf"] = [{"required": ["like"]}, {"required": whole}]
        definitions = dict(sorted(self.definitions.items()))
        return {"$schema": _DIALECT, "title": self.model.__name__} | top | {"$defs": definitions}

    def scenario_words(self) -> dict[str, Any]:
        """What a scenario's file has beside the resolved form."""
        like = "slug of the scenario that this one is like; only what differs is given here"
        roles = "what holds for a role in every team, by role; each team's own staff goes first"
        kin = "a role that this one is like, of this file or shipped; only what differs is given"
        staff = self.record(Staff)
        role = staff | {
            "properties": {"like": {"type": "string", "description": kin}, **staff["properties"]}
        }
        people = {"type": "array", "items": {"type": "string"}}
        explicit = self.value(fields_of(Scenario)["personas"].kind)
        return {
            "like": {"type": "string", "description": like},
            "roles": {
                "description": roles,
                "type": "object",
                "additionalProperties": role,
            },
            "personas": {
                "description": f"{fields_of(Scenario)['personas'].meaning}; a list of slugs",
                "anyOf": [people, explicit],
            },
        }

    def record(self, model: type) -> dict[str, Any]:
        """The schema of a record's own mapping."""
        known = fields_of(model)
        made: dict[str, Any] = {
            "description": title_of(model),
            "type": "object",
            "properties": {name: self.field(each) for name, each in known.items()},
            "additionalProperties": False,
        }
        if model is Rule:
            words = "for: each need: takes only the needs that fit; the rest read on"
            made["properties"]["for"] = {"const": "each need", "description": words}
            words = "a step whose rules stand here; alone, without other words"
            made["properties"]["like"] = {"type": "string", "description": words}
        required = [name for name, each in known.items() if self.required(model, each)]
        if required and not self.partial:
            made["required"] = required
        return made

    def required(self, model: type, each: FieldOf) -> bool:
        """Whether a file must give a field: no default of the model, and none that is shipped."""
        usual = self.usual.get(model.__name__.lower(), {})
        return each.required and each.name not in usual and (model, each.name) != (Persona, "name")

    def field(self, each: FieldOf) -> dict[str, Any]:
        """The schema of a field, with its meaning and unit."""
        made: dict[str, Any] = {"description": each.meaning}
        if each.kind.unit:
            made["x-unit"] = each.kind.unit
        if isinstance(each.default, bool | int | float | str) and each.default != "":
            made["default"] = each.default
        value = self.value(each.kind)
        return made | ({"anyOf": [value, {"type": "null"}]} if self.partial else value)

    def value(self, kind: Kind) -> dict[str, Any]:
        """The schema of a kind of value."""
        if kind.what == "record":
            assert kind.model is not None
            return self.named(kind.model)
        if kind.what == "mapping":
            return self.mapping(kind)
        if kind.what == "list":
            assert kind.inner is not None
            inner = self.value(kind.inner)
            many = {"type": "array", "items": inner}
            single = kind.inner.what in ("word", "text", "record")
            return {"anyOf": [inner, many]} if single else many
        if kind.what == "quantity":
            return self.shared(f"quantity in {kind.unit}", lambda: _quantity(kind.unit))
        if kind.what == "distribution":
            return self.shared(f"law in {kind.unit}", lambda: self.law(kind.unit))
        if kind.what == "calendar":
            return self.shared("hours", self.hours)
        return _plain(kind)

    def described(self, each: FieldOf, value: dict[str, Any]) -> dict[str, Any]:
        """The schema of a field that is not read in the usual way, with its meaning."""
        return {"description": each.meaning} | value

    def named(self, model: type) -> dict[str, Any]:
        """A reference to a record; staff may be given by its whole-time equivalents alone."""
        made = self.shared(model.__name__, lambda: self.record(model))
        if model is Staff:
            return {"anyOf": [made, self.value(fields_of(Staff)["wte"].kind)]}
        return made

    def shared(self, name: str, make: Any) -> dict[str, Any]:
        """A reference to a definition, made the first time."""
        key = name.replace(" ", "_")
        if key not in self.definitions:
            self.definitions[key] = {}
            self.definitions[key] = make()
        return {"$ref": f"#/$defs/{key}"}

    def mapping(self, kind: Kind) -> dict[str, Any]:
        """The schema of a mapping: closed words or free names as keys."""
        assert kind.inner is not None
        keys = {"enum": list(kind.words)} if kind.words else {"pattern": NAME_PATTERN}
        inner = self.value(kind.inner)
        if self.partial:
            inner = {"anyOf": [inner, {"type": "null"}]}
        return {"type": "object", "propertyNames": keys, "additionalProperties": inner}

    def law(self, unit: str) -> dict[str, Any]:
        """The schema of a distribution."""
        mean = self.value(Kind(what="quantity", model=Quantity, unit=unit))
        spread = self.value(Kind(what="quantity", model=Quantity, unit="ratio"))
        inside = {"mean": mean, "cv": spread}
        lognormal = _object(inside, required=["mean"])
        single = [
            _object({law: lognormal if law == "lognormal" else mean}, required=[law])
            for law in LAWS
        ]
        kind = _plain(fields_of(Distribution)["kind"].kind)
        explicit = _object({"kind": kind} | inside, required=["kind", "mean"])
        about = title_of(Distribution)
        return {"description": about, "anyOf": [mean, *single, explicit]}

    def hours(self) -> dict[str, Any]:
        """The schema of opening hours."""
        many = {"anyOf": [_HOURS, {"type": "array", "items": _HOURS}]}
        known = fields_of(Calendar)
        openings = {"type": "array", "items": self.shared("Opening", lambda: self.record(Opening))}
        shut = self.shared("Shut", lambda: self.record(Shut))
        away = {"anyOf": [shut, {"type": "array", "items": shut}]}
        inside = {"hours": many, "openings": openings, "shut": self.described(known["shut"], away)}
        reasons = {name: self.field(known[name]) for name in ("said", "assumed")}
        return {"description": title_of(Calendar), "anyOf": [many, _object(inside | reasons)]}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": properties}
    made |= {"required": required} if required else {}
    return made | {"additionalProperties": False}


def _plain(kind: Kind) -> dict[str, Any]:
    if kind.what == "word":
        return {"enum": list(kind.words)}
    if kind.what == "whole":
        return {"type": "integer"} | _bounds(kind.unit)
    types = {"text": "string", "flag": "boolean", "number": "number"}
    return {"type": types[kind.what]}


def _bounds(unit: str) -> dict[str, Any]:
    least, most = bounds_of(unit)
    return {
        word: int(bound)
        for word, bound in (("minimum", least), ("maximum", most))
        if math.isfinite(bound)
    }


def _quantity(unit: str) -> dict[str, Any]:
    meanings = fields_of(Quantity)
    number = {"type": "number"} | _bounds(unit)
    inside: dict[str, Any] = {
        name: number | {"description": meanings[name].meaning}
        for name in ("central", "low", "high")
    }
    units = list(DURATIONS) if unit == "duration" else [unit]
    inside["unit"] = {"enum": units, "description": meanings["unit"].meaning}
    for name in ("said", "evidence", "assumed"):
        inside[name] = {"type": "string", "description": meanings[name].meaning}
    if is_money(unit):
        year = {"enum": list(prices().years), "description": meanings["price_year"].meaning}
        inside["price_year"] = year
    for name in DURATIONS if unit in (*DURATIONS, "duration") else ():
        if unit in (name, "duration"):
            inside[name] = number | {"description": f"the central value in {name}"}
    alone = unit != "duration" and not is_money(unit)
    forms = [number, _object(inside)] if alone else [_object(inside)]
    return {"description": f"{title_of(Quantity)} In {unit}.", "anyOf": forms}


def write_all() -> list[Path]:
    """Write every schema's file anew; says which."""
    for name in PUBLISHED:
        path_of(name).parent.mkdir(parents=True, exist_ok=True)
        path_of(name).write_text(text_of(name), encoding="utf-8", newline="\n")
    return [path_of(name) for name in PUBLISHED]


if __name__ == "__main__":
    for written in write_all():
        print(f"written: {written.name}")
