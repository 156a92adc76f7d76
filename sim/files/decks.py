"""The deck of cards: ``scenarios/cards.yaml``, read and checked like any file people write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.errors import Fault, InputError
from sim.files.fields import kind_of
from sim.files.library import find_root, read
from sim.files.reading import Sheet
from sim.files.schema import validated
from sim.files.trouble import fault_of
from sim.model.cards import Card, Deck


def load_cards(root: Path | None = None) -> Mapping[str, Card]:
    """Every card, by slug; none where there is no deck. Raises InputError with every fault."""
    name = "scenarios/cards.yaml"
    path = (root or find_root()) / name
    if not path.is_file():
        return {}
    deck, faults = deck_faults(read(path, name))
    if deck is None:
        raise InputError(faults)
    return deck.cards


def deck_faults(sheet: Sheet) -> tuple[Deck | None, list[Fault]]:
    """A deck, or every fault that keeps it from being one."""
    deck, troubles = validated(kind_of(Deck), sheet.value, None)
    return deck, [fault_of(trouble, sheet) for trouble in troubles]
