"""Reads a YAML file that a person wrote, safely, and remembers on which line everything stands.

In: text or a file. Out: a :class:`Sheet`, plain mappings, lists, words and numbers with the
place of each. It refuses tags, anchors, aliases, keys given twice, files that are too large or
too deep, and more than one document. Only ``true`` and ``false`` are read as such: ``on``,
``no`` and ``9:30`` stay words, whatever YAML 1.1 made of them. It does not know what a persona
or a scenario is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from sim.errors import Fault, InputError

Trail = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists."""

BYTES_AT_MOST: Final = 1_000_000
DEPTH_AT_MOST: Final = 40

_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER: Final = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DIGITS_AT_MOST: Final = 30
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was written."""

    file: str
    """the file, as faults name it"""
    line: int
    """line, counted from 1; 0 where it is not known"""
    trail: Trail
    """the way to it within that file"""


@dataclass(slots=True)
class Sheet:
    """What a file says, and where each part of it stands."""

    value: Any
    """mappings, lists, words, numbers, true, false and nothing"""
    places: dict[Trail, Place] = field(default_factory=dict)
    """where each part was written, by the way to it"""

    def place(self, trail: Trail) -> Place:
        """The place of a part; of the nearest part that holds it where it is not written."""
        here: Trail = ()
        for position, part in enumerate(trail):
            if (*here, part) in self.places:
                here = (*here, part)
            elif part != 0:  # a single entry stands for a list of one
                return self._beyond(here, trail[position:])
        return self._beyond(here, ())

    def _beyond(self, here: Trail, rest: Trail) -> Place:
        known = self.places.get(here, Place("", 0, here))
        return Place(known.file, known.line, known.trail + rest)


def dotted(trail: Trail) -> str:
    """The way to a value in the form that faults and changes use: ``teams.hub.staff``."""
    return ".".join(str(part) for part in trail)


def read_scalar(text: str) -> str | int | float | bool | None:
    """What an unquoted word of a file means: nothing, true, false, a number, or itself."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if len(text) > _DIGITS_AT_MOST:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if abs(number) != float("inf") else text
    return text


def read_file(path: Path, name: str) -> Sheet:
    """The sheet of a file; ``name`` is what faults call it. Raises InputError."""
    try:
        if path.stat().st_size > BYTES_AT_MOST:
            raise InputError([_too_large(name)])
        raw = path.read_bytes()
    except OSError as error:
        mend = "give the path of a file that exists and can be read"
        raise InputError([Fault(file=name, found=error.strerror or "", mend=mend)]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        mend = "save the file as UTF-8"
        fault = Fault(file=name, line=line, found="bytes that are not UTF-8", mend=mend)
        raise InputError([fault]) from error
    return read_text(text, name)


def read_text(text: str, name: str) -> Sheet:
    """The sheet of a text; ``name`` is what faults call it. Raises InputError with all faults."""
    if len(text.encode("utf-8", "replace")) > BYTES_AT_MOST:
        raise InputError([_too_large(name)])
    builder = _Builder(name)
    try:
        value = builder.document(_events(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        builder.fault(line, (), _found(error.problem or "text that is not YAML"), _YAML_MEND)
    except yaml.YAMLError as error:
        line = text[: getattr(error, "position", 0) or 0].count("\n") + 1
        builder.fault(line, (), "a character that YAML does not allow", "remove the character")
    if builder.faults:
        raise InputError(builder.faults)
    return Sheet(value, {(): Place(name, 1, ())} | builder.places)


_YAML_MEND: Final = "mend the indentation, colons and quotes around this line"


def _found(problem: str) -> str:
    """What a reader of YAML says, as it goes on after ``found``."""
    for words in ("did not find expected", "could not find expected"):
        problem = problem.replace(words, "no")
    return problem.removeprefix("found ")


def _too_large(name: str) -> Fault:
    allowed = f"at most {BYTES_AT_MOST} bytes"
    return Fault(file=name, found="a file that is too large", allowed=allowed, mend="split it")


def _events(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _line_of(event: Any) -> int:
    return int(event.start_mark.line) + 1


class _Stop(Exception):
    """Reading cannot go on; the fault is already noted."""


class _Builder:
    """Turns the events of a parser into values and places, noting every fault."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Trail, Place] = {}
        self.faults: list[Fault] = []

    def fault(self, line: int, trail: Trail, found: str, mend: str, allowed: str = "") -> None:
        """Note one fault."""
        self.faults.append(
            Fault(
                file=self.name,
                line=line,
                field=dotted(trail),
                found=found,
                allowed=allowed,
                mend=mend,
            )
        )

    def document(self, events: Iterator[Any]) -> Any:
        """The value of the only document of the stream."""
        value: Any = None
        documents = 0
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        line = _line_of(event)
                        self.fault(line, (), "a second document", "keep one document in a file")
                        break
                elif isinstance(event, yaml.NodeEvent):
                    value = self.node(event, events, ())
        except _Stop:
            return None
        return value

    def node(self, event: Any, events: Iterator[Any], trail: Trail) -> Any:
        """The value that begins with this event."""
        line = _line_of(event)
        self.places.setdefault(trail, Place(self.name, line, trail))
        self.refuse_markup(event, line, trail)
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and event.style in (None, "")
            return read_scalar(event.value) if plain else event.value
        if len(trail) >= DEPTH_AT_MOST:
            allowed = f"at most {DEPTH_AT_MOST} levels"
            self.fault(line, trail, "lists or mappings nested too deeply", "flatten it", allowed)
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, trail)
        return self.mapping(events, trail)

    def refuse_markup(self, event: Any, line: int, trail: Trail) -> None:
        """Note an alias, an anchor or a tag."""
        if isinstance(event, yaml.AliasEvent):
            self.fault(line, trail, f"the alias *{event.anchor}", "write the value out")
        elif event.anchor is not None:
            self.fault(line, trail, f"the anchor &{event.anchor}", "leave the anchor out")
        if getattr(event, "tag", None) is not None:
            self.fault(line, trail, f"the tag {event.tag}", "leave the tag out")

    def sequence(self, events: Iterator[Any], trail: Trail) -> list[Any]:
        """The list whose start has just been read."""
        values: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self.node(event, events, (*trail, len(values))))
        return values

    def mapping(self, events: Iterator[Any], trail: Trail) -> dict[str, Any]:
        """The mapping whose start has just been read. Keys are always words."""
        values: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line_of(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse_markup(event, line, trail)
                self.fault(line, trail, "a key that is no word", "use a single word as a key")
                raise _Stop
            self.refuse_markup(event, line, trail)
            below = (*trail, event.value)
            again = event.value in values
            if again:
                first = self.places[below].line
                found = f"the key {event.value!r} a second time (first on line {first})"
                self.fault(line, below, found, "keep one of the two")
            else:
                self.places[below] = Place(self.name, line, below)
            value = self.node(next(events), events, below)
            if not again:
                values[event.value] = value
        return values
