"""Two records of the model held against each other, field by field, in the words of the model.

Goes in: two records of one kind and the path to them. Comes out: a sentence for each field that
differs, made from the meaning that the model states for the field. Reasons, sources and notes are
no difference; a number differs where its value or its range does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from sim.files.fields import fields_of
from sim.model.quantities import Distribution, Quantity
from sim.model.steps import Companionship, Help
from sim.report.explaining_steps import help_words
from sim.report.phrases import capital, joined, law, plain, with_range

REASONS: Final = frozenset({"said", "assumed", "evidence", "note", "source", "why", "fact"})
"""What a thing rests on, which is not the thing."""
UNITS_ALONE: Final = frozenset({"years", "duration", "ratio", "proportion"})
"""What may stand before the meaning of a field where the field's unit says it otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs, in a sentence."""

    text: str
    """the sentence"""
    details: tuple[str, ...] = ()
    """lines beneath it: what is so now, and what was so before"""
    paths: tuple[str, ...] = ()
    """where in the files it stands"""


def same(before: Any, after: Any) -> bool:
    """Whether two values say the same, whatever they rest on."""
    return bool(bare(before) == bare(after))


def bare(value: Any) -> Any:
    """A value without its reasons, to be compared."""
    if isinstance(value, Quantity):
        return value.central, value.low, value.high, value.unit
    if is_dataclass(value) and not isinstance(value, type):
        kept = (each.name for each in fields(value) if each.name not in REASONS)
        return type(value).__name__, *((name, bare(getattr(value, name))) for name in kept)
    if isinstance(value, Mapping):
        return tuple((name, bare(entry)) for name, entry in sorted(value.items()))
    if isinstance(value, tuple):
        return tuple(bare(entry) for entry in value)
    return value


def fields_that_differ(
    before: Any, after: Any, path: str, *, subject: str = "", but: Collection[str] = ()
) -> Iterator[Difference]:
    """A sentence for each field that differs, but for some; ``subject`` stands before it."""
    for each in fields(after):
        if each.name in REASONS or each.name in but:
            continue
        old, new = getattr(before, each.name), getattr(after, each.name)
        if not same(old, new):
            meaning = meaning_of(type(after), each.name)
            yield from value_that_differs(old, new, _below(path, each.name), meaning, subject)


def meaning_of(model: type, name: str) -> str:
    """What a field is, in the model's words, without the unit that stands before them."""
    declared = fields_of(model)[name]
    first, *rest = declared.meaning.replace("``", "").replace("*", "").split("; ")
    unit = declared.kind.unit
    bare_unit = rest and (first == unit or first in UNITS_ALONE)
    return (rest[0] if bare_unit else first) or plain(name)


def value_that_differs(
    before: Any, after: Any, path: str, meaning: str, subject: str
) -> Iterator[Difference]:
    """Sentences for one value that differs."""
    if _is_record(before) and type(before) is type(after):
        yield from fields_that_differ(before, after, path, subject=subject)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from entries_that_differ(before, after, path, meaning, subject)
    else:
        text = f"{meaning}: {said(after)} instead of {said(before)}."
        yield Difference(text=_of(subject, text), paths=(path,))


def entries_that_differ(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str, meaning: str, subject: str
) -> Iterator[Difference]:
    """Sentences for the entries of two mappings."""
    for name in dict.fromkeys((*before, *after)):
        where, whose = _below(path, name), f"{meaning}, {plain(name)}"
        if name not in after:
            yield Difference(text=_of(subject, f"{whose}: no longer."), paths=(where,))
        elif name not in before:
            text = f"{whose}: new, {said(after[name])}."
            yield Difference(text=_of(subject, text), paths=(where,))
        elif not same(before[name], after[name]):
            if _is_record(after[name]):
                inner = ", ".join(part for part in (subject, plain(name)) if part)
                yield from fields_that_differ(before[name], after[name], where, subject=inner)
            else:
                yield from value_that_differs(before[name], after[name], where, whose, subject)


def said(value: Any) -> str:
    """A value in words, with its range."""
    if value is None or value == () or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quantity):
        return with_range(value)
    if isinstance(value, Distribution):
        mean = value.mean
        if mean.low == mean.high:
            return law(value)
        return f"{law(value)} ({mean.low:g} to {mean.high:g})"
    if isinstance(value, tuple):
        return joined([said(entry) for entry in value])
    if isinstance(value, Mapping):
        return joined([f"{plain(name)} {said(entry)}" for name, entry in value.items()])
    if isinstance(value, Help):
        return help_words(value).strip().rstrip(".")
    if isinstance(value, Companionship):
        return f"{plain(value.role)} of {plain(value.team)} ({value.when_full} when full)"
    if is_dataclass(value) and not isinstance(value, type):
        return _record_said(value)
    return f"{value:g}" if isinstance(value, float) else plain(str(value))


def _record_said(value: Any) -> str:
    parts = []
    for each in fields(value):
        entry = getattr(value, each.name)
        if each.name in REASONS or entry is None or entry in ((), "", False) or entry == {}:
            continue
        meaning = meaning_of(type(value), each.name)
        parts.append(f"{meaning}: {said(entry)}")
    return ", ".join(parts)


def _is_record(value: Any) -> bool:
    return (
        is_dataclass(value)
        and not isinstance(value, type)
        and not isinstance(value, Quantity | Distribution)
    )


def _of(subject: str, text: str) -> str:
    return f"{capital(subject)}: {text}" if subject else capital(text)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
