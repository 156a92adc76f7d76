"""The human form, checked: pydantic models made from the model's dataclasses.

Every field is declared once, in ``sim/model``; here it gains the shorthands of its type. A
document goes in; a frozen dataclass comes out, or every trouble in plain words. Checks that
need one record alone (``sim.files.sense``) run as soon as that record has its shape.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING
from functools import cache, partial
from typing import Annotated, Any, Final, Literal, Optional

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    create_model,
)
from pydantic_core import PydanticCustomError

from sim.files import hours, shorthands
from sim.files.fields import FieldOf, Kind, fields_of
from sim.files.merging import spelt_out
from sim.files.plain_words import trouble_of
from sim.files.reading import Trail
from sim.files.sense import sense_of
from sim.files.shorthands import Misread
from sim.files.trouble import Trouble
from sim.model.quantities import Quantity
from sim.model.steps import Rule, Step

NAME_PATTERN: Final = r"^[a-z0-9][a-z0-9_]*$"
"""Names that people give: small letters, digits and underscores, so that paths can be dotted."""
PERSONA_PATTERN: Final = r"^[a-z0-9][a-z0-9_]*(/[a-z0-9][a-z0-9_]*)*$"
_PAUSES: Final = frozenset(("pause", "until_open", "until_week"))
"""The fields that make a step a pause."""
_STRICT: Final = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)


def validated(kind: Kind, value: Any, cv: Quantity | None) -> tuple[Any, list[Trouble]]:
    """The value as the model has it, and all troubles; the value is None where there are any.

    ``cv`` is the usual spread of the minutes of a contact.
    """
    try:
        return _adapter(kind).validate_python(value, context={"cv": cv}), []
    except ValidationError as error:
        found: list[Trouble] = []
        for each in error.errors(include_url=False):
            found += _troubles_of(kind, dict(each))
        return None, found


def _troubles_of(kind: Kind, error: Mapping[str, Any]) -> Iterable[Trouble]:
    trail: Trail = tuple(part for part in error["loc"] if part != "[key]")
    held = error.get("ctx", {}).get("troubles")
    if held is not None:
        return [trouble.beneath(trail) for trouble in held]
    return [trouble_of(kind, trail, error)]


@cache
def _adapter(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(_type_of(kind))


def _type_of(kind: Kind) -> Any:
    """The pydantic type of a kind of value."""
    made = _TYPES[kind.what](kind)
    return Optional[made] if kind.optional and kind.what in ("record", "flag") else made  # noqa: UP045


def _record(kind: Kind) -> Any:
    assert kind.model is not None
    return record_type(kind.model)


@cache
def record_type(model: type) -> Any:
    """The pydantic type of a dataclass of the model; validates to that dataclass."""
    declared: dict[str, Any] = {
        name: (_type_of(each.kind), _default(each)) for name, each in fields_of(model).items()
    }
    made: Any = create_model(model.__name__, __config__=_STRICT, **declared)
    names = tuple(declared)
    finished = Annotated[made, AfterValidator(partial(_finish, model, names))]
    spell = _SPELLINGS.get(model)
    return Annotated[finished, BeforeValidator(spell)] if spell else finished


def _default(each: FieldOf) -> Any:
    if each.default is not MISSING:
        return each.default
    if each.kind.what == "mapping":
        return Field(default_factory=dict)
    return () if each.kind.what == "list" else ...


def _finish(model: type, names: tuple[str, ...], given: Any) -> Any:
    made = model(**{name: getattr(given, name) for name in names})
    troubles = tuple(sense_of(made))
    if troubles:
        raise PydanticCustomError("sense", "it makes no sense", {"troubles": troubles})
    return made


def _rule_as_written(value: Any) -> Any:
    """``for: each need`` means that the rule is marked."""
    if isinstance(value, dict) and "for" in value:
        if value["for"] != "each need" or "each_need" in value:
            allowed = "for: each need"
            trouble = Trouble(
                trail=("for",), found=repr(value["for"]), allowed=allowed, mend="write it so"
            )
            raise PydanticCustomError("for", "for", {"troubles": (trouble,)})
        value = {k: entry for k, entry in value.items() if k != "for"} | {"each_need": True}
    return value


def _step_as_written(value: Any) -> Any:
    """A pause has no minutes of contact."""
    if isinstance(value, dict) and "minutes" not in value and _PAUSES.intersection(value):
        return value | {"minutes": 0}
    return value


_SPELLINGS: Final[Mapping[type, Callable[[Any], Any]]] = {
    Rule: _rule_as_written,
    Step: _step_as_written,
}


def _mapping(kind: Kind) -> Any:
    assert kind.inner is not None
    is_people = kind.inner.model is not None and kind.inner.model.__name__ == "Persona"
    pattern = PERSONA_PATTERN if is_people else NAME_PATTERN
    keys: Any = Literal[kind.words] if kind.words else Annotated[str, Field(pattern=pattern)]
    entry: Any = _type_of(kind.inner)
    return dict[keys, entry]


def _list(kind: Kind) -> Any:
    assert kind.inner is not None
    entry: Any = _type_of(kind.inner)
    return Annotated[tuple[entry, ...], BeforeValidator(partial(_listed, kind))]


def _listed(kind: Kind, value: Any) -> Any:
    """A single word or record stands for a list of one."""
    spelt = spelt_out(kind, value)
    return tuple(spelt) if isinstance(spelt, list) else spelt


def _quantity(kind: Kind) -> Any:
    def read(value: Any) -> Any:
        if value is None and kind.optional:
            return None
        assert kind.model is not None
        return _told(lambda: shorthands.quantity(value, kind.unit, kind.model or Quantity))

    return Annotated[Any, PlainValidator(read)]


def _distribution(kind: Kind) -> Any:
    def read(value: Any, info: ValidationInfo) -> Any:
        if value is None and kind.optional:
            return None
        cv = (info.context or {}).get("cv")
        return _told(lambda: shorthands.distribution(value, kind.unit, cv))

    return Annotated[Any, PlainValidator(read)]


def _calendar(_: Kind) -> Any:
    return Annotated[Any, PlainValidator(lambda value: _told(lambda: hours.calendar(value)))]


def _told(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Misread as misread:
        raise PydanticCustomError(
            "misread", "it cannot be read", {"troubles": misread.troubles}
        ) from None


def _whole(kind: Kind) -> Any:
    _, most = shorthands.bounds_of(kind.unit)
    return Annotated[int, Field(ge=0, le=int(most) if math.isfinite(most) else None)]


_TYPES: Final[Mapping[str, Callable[[Kind], Any]]] = {
    "record": _record,
    "mapping": _mapping,
    "list": _list,
    "quantity": _quantity,
    "distribution": _distribution,
    "calendar": _calendar,
    "word": lambda kind: Literal[kind.words],
    "text": lambda _: str,
    "flag": lambda _: bool,
    "whole": _whole,
    "number": lambda _: Annotated[float, Field(ge=0)],
}
