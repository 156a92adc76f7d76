"""What the dataclasses of the model declare, as data: kinds of value, units and meanings.

Every field is declared once, in ``sim/model``. The validation, the published JSON Schema, the
merging of files and the paths of changes all read it from here.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from sim.model.quantities import Distribution, Quantity, Unit
from sim.model.teams import Calendar

What = Literal[
    "record",
    "mapping",
    "list",
    "quantity",
    "distribution",
    "calendar",
    "word",
    "text",
    "flag",
    "whole",
    "number",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What may stand in a field."""

    what: What
    """the sort of value"""
    model: type | None = None
    """the dataclass, for a record, quantity, distribution or calendar"""
    inner: Kind | None = None
    """what the entries of a mapping or list are"""
    words: tuple[str, ...] = ()
    """the closed list of words, for a word or for the keys of a mapping"""
    unit: str = ""
    """the unit that the field expects"""
    optional: bool = False
    """whether it may be left out with the meaning of nothing"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOf:
    """One field of a record."""

    name: str
    """its name in files and in code"""
    kind: Kind
    """what may stand in it"""
    meaning: str
    """its one-line meaning, unit first"""
    default: Any
    """the value where it is left out; ``MISSING`` where there is none"""

    @property
    def required(self) -> bool:
        """Whether a person must give it: lists and mappings left out are empty."""
        return self.default is MISSING and self.kind.what not in ("mapping", "list")


_PLAIN: Final[dict[Any, What]] = {str: "text", bool: "flag", int: "whole", float: "number"}


def kind_of(annotation: Any, unit: str = "") -> Kind:
    """The kind of value that a type annotation of the model stands for."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        units = [extra.name for extra in arguments[1:] if isinstance(extra, Unit)]
        return kind_of(arguments[0], units[0] if units else unit)
    if origin in (Union, types.UnionType):
        return _kind_of_union(arguments, unit)
    if origin is Literal:
        return Kind(what="word", words=tuple(map(str, arguments)))
    if origin is tuple:
        return Kind(what="list", inner=kind_of(arguments[0], unit))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        keys = () if arguments[0] is str else kind_of(arguments[0]).words
        return Kind(what="mapping", inner=kind_of(arguments[1], unit), words=keys)
    if annotation in _PLAIN:
        return Kind(what=_PLAIN[annotation], unit=unit)
    if annotation is Distribution:
        return Kind(what="distribution", model=annotation, unit=unit)
    if annotation is Calendar:
        return Kind(what="calendar", model=annotation)
    if isinstance(annotation, type) and issubclass(annotation, Quantity):
        return Kind(what="quantity", model=annotation, unit=unit)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return Kind(what="record", model=annotation)
    raise TypeError(f"the files do not know how to write {annotation!r}")


def _kind_of_union(arguments: tuple[Any, ...], unit: str) -> Kind:
    rest = [argument for argument in arguments if argument is not types.NoneType]
    kinds = [kind_of(argument, unit) for argument in rest]
    first = kinds[0]
    if len(kinds) == 1:
        return Kind(
            what=first.what,
            model=first.model,
            inner=first.inner,
            words=first.words,
            unit=first.unit,
            optional=len(rest) < len(arguments),
        )
    return Kind(what="word", words=tuple(word for kind in kinds for word in kind.words))


@cache
def fields_of(model: type) -> Mapping[str, FieldOf]:
    """The fields of a dataclass, in the order in which it declares them."""
    hints = get_type_hints(model, include_extras=True)
    meanings = meanings_of(model)
    found: dict[str, FieldOf] = {}
    for each in fields(model):
        default = each.default
        found[each.name] = FieldOf(
            name=each.name,
            kind=kind_of(hints[each.name]),
            meaning=meanings.get(each.name, ""),
            default=default,
        )
    return types.MappingProxyType(found)


@cache
def meanings_of(model: type) -> Mapping[str, str]:
    """The one-line meanings that stand beneath the fields of a dataclass, bases included."""
    found: dict[str, str] = {}
    for each in reversed([cls for cls in model.__mro__ if is_dataclass(cls)]):
        body = ast.parse(textwrap.dedent(inspect.getsource(each))).body[0]
        assert isinstance(body, ast.ClassDef)
        for statement, after in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
            ):
                found[statement.target.id] = " ".join(str(after.value.value).split())
    return types.MappingProxyType(found)


def title_of(model: type) -> str:
    """The first sentence of what a dataclass says about itself."""
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def parts(kind: Kind, value: Any) -> Iterator[tuple[str | int, Kind, Any]]:
    """The entries of a document's value that the model knows, each with its kind.

    Tolerant: what does not have the right shape, or is not known, has no parts.
    """
    if kind.what == "record" and kind.model is not None and isinstance(value, dict):
        known = fields_of(kind.model)
        for name, entry in value.items():
            if name in known:
                yield name, known[name].kind, entry
    elif kind.what == "mapping" and kind.inner is not None and isinstance(value, dict):
        for name, entry in value.items():
            yield name, kind.inner, entry
    elif kind.what == "list" and kind.inner is not None and isinstance(value, list | tuple):
        for position, entry in enumerate(value):
            yield position, kind.inner, entry
