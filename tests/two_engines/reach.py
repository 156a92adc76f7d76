"""What generated systems reach: words of the vocabulary, and kinds of events of the log.

A field of the model is reached once two systems, or two parts of one, hold different values of it.
The fields are read off the dataclasses of ``sim.model``, so that a new word must be reached too or
be named here as words for paper. A kind of event is what a row is and what its value means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from sim.engines.protocol import PoolTotals, Totals
from sim.log import BOUNDARY, JOINED, WAITS, Row, What
from sim.model import assumptions, people, scenario, steps, teams
from sim.model.words import ENDS, HANDOFFS, MODES, NOTICERS

Field = tuple[str, str]
"""The class of a record and the name of its field."""
MODULES: Final = (assumptions, people, scenario, steps, teams)
FOR_PAPER: Final[Mapping[str, str]] = {
    "title said note fact what relation helps why": "words about something",
    "her_words pronoun source assets facts not_stated": "what a source says of a person",
    "variant_of told_by": "whose account of a person it is",
    "reading": "how a source was read",
    "name": "what a scenario is called; a persona's name is a key",
    "supports could_mean of text": "how a source was read",
    "assumed home": "where a number or a fact has its reason",
    "paid_by payer voluntary unpaid": "who pays, which no event hangs on",
    "set_up cost unknown double_running weeks": "what it costs once, before a run begins",
}
"""Fields that no run reads, and why; a need's and a step's ``helps`` are told apart below."""
READ_ALL_THE_SAME: Final = {("Step", "helps"), ("Persona", "name")}
NOT_VARIED: Final[Mapping[Field, str]] = {
    ("Organisation", "title"): "for paper",
    ("Scenario", "calendars"): "the same ones, of which teams take other ones",
    ("Scenario", "organisations"): "the same ones, of which teams take other ones",
    ("Transfer", "wte"): "one size, since what matters is the staff that comes of it",
    ("Transfer", "why"): "for paper",
}
"""Fields that are read and yet hold the same in every system, and why."""


def vocabulary() -> set[Field]:
    """Every field that a run reads."""
    silent = {word for words in FOR_PAPER for word in words.split()}
    found = {
        (model.__name__, field.name)
        for module in MODULES
        for model in vars(module).values()
        if is_dataclass(model) and model.__module__ == module.__name__  # type: ignore[union-attr]
        for field in fields(model)
        if field.name not in silent or (model.__name__, field.name) in READ_ALL_THE_SAME
    }
    return found - {field for field in found if field[0] in ("Fact", "Reading", *PROTOCOLS)}


PROTOCOLS: Final = ("Unit", "Quantity", "Varies", "Distribution")
"""Numbers, which have no words of their own."""


class Words:
    """The values that each field has had."""

    def __init__(self) -> None:
        self.seen: dict[Field, set[str]] = defaultdict(set)

    def look(self, thing: Any) -> None:
        """Take in a record and everything beneath it."""
        if is_dataclass(thing):
            for field in fields(thing):
                value = getattr(thing, field.name)
                self.seen[type(thing).__name__, field.name].add(repr(value))
                self.look(value)
        elif isinstance(thing, Mapping):
            for value in thing.values():
                self.look(value)
        elif isinstance(thing, list | tuple):
            for value in thing:
                self.look(value)

    def unreached(self) -> list[Field]:
        """Fields that never held two different values."""
        return sorted(
            field for field in vocabulary() - NOT_VARIED.keys() if len(self.seen.get(field, ())) < 2
        )


Kind = tuple[str, str]
"""What a row is, and what its value means; or a total that is not 0."""
_VALUES: Final[Mapping[What, Mapping[int, str]]] = {
    What.ASKED: dict(enumerate(NOTICERS)),
    What.LEFT: dict(enumerate(ENDS)) | {JOINED: "joined"},
    What.WAIT_BEGINS: dict(enumerate(WAITS)),
    What.OFFERED: {0: "not taken up", 1: "taken up", 2: "taken up later", 3: "not now"},
    What.BOUNCES: {0: "on paper", 1: "at the first assessment", 2: "closed"},
    What.LOST: dict(enumerate(HANDOFFS)),
    What.ALONGSIDE: {0: "ends", 1: "begins"},
    What.COMPANION: {0: "no longer", 1: "goes along", 2: "nobody had room"},
    What.PLACE: {0: "freed", 1: "taken"},
    What.SUPPORTER: {0: "left", 1: "tired", 2: "rested"},
    What.MEETS: dict(enumerate(MODES)),
    What.HANDS_ON: dict(enumerate(HANDOFFS)) | {BOUNDARY: "boundary"},
}
_MASKS: Final = {What.SUPPORTER: 3, What.MEETS: 15, What.HANDS_ON: 7}


def kinds_there_are() -> set[Kind]:
    """Every kind of event, and every total."""
    rows = {(what.name, word) for what in What for word in _VALUES.get(what, {0: ""}).values()}
    return rows | {("totals", field.name) for field in fields(PoolTotals)}


def kinds_of(rows: Iterable[Row], totals: Totals) -> Counter[Kind]:
    """How often each kind of event came, and in how many pools each total is not 0."""
    found: Counter[Kind] = Counter()
    for what, value in _whats(rows):
        found[
            what.name, _VALUES[what].get(value, f"unknown {value}") if what in _VALUES else ""
        ] += 1
    for pool in totals.pools:
        for field in fields(PoolTotals):
            if getattr(pool, field.name):
                found["totals", field.name] += 1
    return found


def _whats(rows: Iterable[Row]) -> Iterator[tuple[What, int]]:
    for row in rows:
        what = What(row.what)
        yield what, row.value & _MASKS.get(what, -1)


def kinds_unreached(found: Counter[Kind]) -> list[Kind]:
    """Kinds of events that never came."""
    return sorted(kinds_there_are() - found.keys())
