"""Faults that the differential test must catch: for each family of rules some, in one engine only.

``STAND_IN`` are faults of the SimPy engine's own sources, planted in a copy of it that stands where
the second engine would stand, so that sound and broken are compared. ``KERNEL`` are faults of the
compiled engine's sources, planted there, and run uncompiled; the first engine is sound. The text
to be replaced stands exactly once in its file, so that neither table can rot unseen.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.faults import ENGINE, FAULTS

FAMILIES: Final = (
    "order in a minute",
    "notes",
    "trust",
    "attendance",
    "clocks",
    "companions",
    "priorities",
    "places",
    "seats",
    "boundaries",
    "lists and calls",
    "rules and moves",
)


class Planted(NamedTuple):
    """One edit, and the family of the rule that it breaks."""

    family: str
    rule: str
    file: str
    old: str
    new: str


NAMED: Final[dict[str, tuple[str, ...]]] = {
    "order in a minute": ("giving up comes before being called",),
    "notes": (
        "a shared record needs her consent",
        "a link back tells the team that handed on",
        "a letter carries each chapter with its fidelity",
    ),
    "trust": ("trust that is off does nothing",),
    "attendance": ("a missed contact holds the worker", "re-booking up to the limit"),
    "clocks": (
        "one clock of stopping over all spells",
        "a clock keeps its used hazard when another strikes",
        "interim help keeps people waiting",
    ),
    "companions": (
        "a companion has a caseload",
        "a companion is released when no thread is open",
    ),
    "priorities": (
        "urgent people go first",
        "due sessions before re-bookings before new people",
        "a share of contact minutes is kept for new people",
    ),
    "places": ("a course waits for a place", "a place is freed when she leaves the team"),
    "seats": (
        "a joint contact takes both workers",
        "her own worker is waited for",
        "a starved meeting keeps workers",
        "a seat may stay empty",
    ),
    "boundaries": ("a birthday sends her away",),
    "lists and calls": (
        "a list closes",
        "she rings again so many times",
        "a yearly limit holds for those who wait",
    ),
    "rules and moves": (
        "a live transfer has a limit",
        "rules are read after every session",
        "an overlap lasts for two contacts",
    ),
}
"""Faults of the table that tests of single rules must see, by family."""

ONLY_HERE: Final = (
    Planted(
        "order in a minute",
        "within a phase the key decides, never who was scheduled first",
        ENGINE + "clock.py",
        "return ((person << 16 | thread) << 8 | kind) << 8 | need",
        "return 0",
    ),
    Planted(
        "trust",
        "a handoff that went astray lowers trust",
        ENGINE + "handing.py",
        "thread.person.trust = clipped(thread.person.trust - by)",
        "thread.person.trust = clipped(thread.person.trust)",
    ),
    Planted(
        "attendance",
        "trust acts on coming",
        ENGINE + "contacts.py",
        "a.on_attending if a.trust_acts else 0.0,",
        "0.0,",
    ),
    Planted(
        "boundaries",
        "a move sends her away",
        ENGINE + "lives.py",
        "self.world.boundaries.look(person, person.age, before)",
        "pass",
    ),
)
"""Faults that no test of a single rule names."""

KERNEL: Final[tuple[Planted, ...]] = ()
"""Faults of ``sim/engines/compiled``: at least one of each family, once it is there."""


def stand_in() -> tuple[Planted, ...]:
    """The faults of the SimPy engine, family by family."""
    by_rule = {fault.rule: fault for fault in FAULTS}
    found = [
        Planted(family, rule, by_rule[rule].file, by_rule[rule].old, by_rule[rule].new)
        for family, rules in NAMED.items()
        for rule in rules
    ]
    return tuple(sorted((*found, *ONLY_HERE), key=lambda one: FAMILIES.index(one.family)))
