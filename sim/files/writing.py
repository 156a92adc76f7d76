"""Resolved form → plain document → text: explicit, in the model's order, always the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from sim.files.reading import read_scalar
from sim.model.people import Persona
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.steps import Condition

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_ /().'+;-]*")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_AT_MOST: Final = 96
_INDENT: Final = "  "


def to_document(made: Scenario | Persona) -> dict[str, Any]:
    """The explicit document of a scenario or persona: mappings, lists, words and numbers."""
    document = plain(made)
    assert isinstance(document, dict)
    return document


def plain(value: Any) -> Any:
    """A record of the model, or any part of one, as a document; what says nothing is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        empty = Condition() if isinstance(value, Condition) else None
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if not _says_nothing(getattr(value, each.name))
            and (empty is None or getattr(value, each.name) != getattr(empty, each.name))
        }
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _says_nothing(value: Any) -> bool:
    return value is None or value == () or value == Condition()


def write_yaml(document: Mapping[str, Any]) -> str:
    """The text of a document; the same document always gives the same text."""
    return "".join(f"{line}\n" for line in _lines(document, ""))


def _lines(value: Any, indent: str) -> Iterator[str]:
    entries: Any = value.items() if isinstance(value, Mapping) else ((None, one) for one in value)
    for key, entry in entries:
        mark = "-" if key is None else f"{_text(str(key), key=True)}:"
        flow = _flow(entry)
        if flow is not None and len(indent) + len(mark) + 1 + len(flow) <= _LINE_AT_MOST:
            yield f"{indent}{mark} {flow}"
        elif isinstance(entry, Mapping | list | tuple) and entry:
            yield f"{indent}{mark}"
            yield from _lines(entry, indent + _INDENT)
        else:
            yield f"{indent}{mark} {_scalar(entry)}"


def _flow(value: Any) -> str | None:
    """A value on one line, where it holds no mapping within a mapping."""
    if isinstance(value, Mapping):
        if any(isinstance(entry, Mapping | list | tuple) for entry in value.values()):
            return None
        inside = (f"{_text(str(key), key=True)}: {_scalar(e)}" for key, e in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list | tuple):
        if any(isinstance(entry, Mapping | list | tuple) for entry in value):
            return None
        return f"[{', '.join(_scalar(entry) for entry in value)}]"
    return _scalar(value)


def one_line(value: Any) -> str:
    """A value on one line, however deep, as ``read_text`` reads it again."""
    value = plain(value)
    if isinstance(value, Mapping) and value:
        inside = (f"{_text(str(key), key=True)}: {one_line(e)}" for key, e in value.items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{', '.join(one_line(entry) for entry in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping | list | tuple):
        return "{}" if isinstance(value, Mapping) else "[]"
    return _text(str(value))


def _text(text: str, *, key: bool = False) -> str:
    """A word as it may stand in a file: in quotes wherever it could be read as something else."""
    means_itself = key or read_scalar(text) == text
    if means_itself and _PLAIN.fullmatch(text) and text == text.strip():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'


def quantities(made: object, path: str = "") -> Iterator[tuple[str, Quantity]]:
    """Every quantity in a record of the model, with its dotted path."""
    if isinstance(made, Quantity):
        yield path, made
    elif is_dataclass(made) and not isinstance(made, type):
        for each in fields(made):
            yield from quantities(getattr(made, each.name), _below(path, each.name))
    elif isinstance(made, Mapping):
        for name, entry in made.items():
            yield from quantities(entry, _below(path, str(name)))
    elif isinstance(made, tuple):
        for position, entry in enumerate(made):
            yield from quantities(entry, _below(path, str(position)))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def reasonless(scenario: Scenario | Persona) -> list[str]:
    """The paths of all quantities for which no reason is given; shipped files have none."""
    return [path for path, quantity in quantities(scenario) if quantity.grounds == "none"]
