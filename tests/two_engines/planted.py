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


COMPILED: Final = "sim/engines/compiled/kernel/"


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

KERNEL: Final = (
    Planted(
        "order in a minute",
        "giving up comes before being called",
        COMPILED + "clocks.py",
        "plan(m, strikes, PEOPLE_STOP_WAITING, who,",
        "plan(m, strikes, PEOPLE_STOP_WAITING + 3, who,",
    ),
    Planted(
        "notes",
        "a shared record needs her consent",
        COMPILED + "telling.py",
        "may = m[p + PERSON.CONSENTS] or not m[row + READING.CONSENT]",
        "may = 1",
    ),
    Planted(
        "trust",
        "being heard raises trust",
        COMPILED + "telling.py",
        "change = x[a + ASSUMED.HEARD] if heard else 0.0",
        "change = 0.0",
    ),
    Planted(
        "attendance",
        "trust acts on coming",
        COMPILED + "contacts.py",
        "x[a + ASSUMED.ON_ATTENDING] if m[a + ASSUMED.TRUST_ACTS] else 0.0,",
        "0.0,",
    ),
    Planted(
        "attendance",
        "re-booking up to the limit",
        COMPILED + "courses.py",
        "> m[team_part(m, m[step + STEP.TEAM]) + TEAM.REBOOK]",
        ">= m[team_part(m, m[step + STEP.TEAM]) + TEAM.REBOOK]",
    ),
    Planted(
        "clocks",
        "interim help keeps people waiting",
        COMPILED + "clocks.py",
        "rate *= x[a + ASSUMED.INTERIM_STOPPING]",
        "rate *= 1.0",
    ),
    Planted(
        "companions",
        "a companion has a caseload",
        COMPILED + "companions.py",
        "most = m[part + POOL.CASELOAD]",
        "most = m[part + POOL.CASELOAD] + 1",
    ),
    Planted(
        "priorities",
        "urgent people go first",
        COMPILED + "waiting.py",
        "if not m[step + STEP.URGENT] and not m[t + THREAD.URGENT]:",
        "if not m[t + THREAD.URGENT]:",
    ),
    Planted(
        "places",
        "a course waits for a place",
        COMPILED + "lists.py",
        "return places < 0 or m[at + TEAM_STATE.TAKEN] < places",
        "return True",
    ),
    Planted(
        "seats",
        "her own worker is waited for",
        COMPILED + "waiting.py",
        "    if who == OWN:\n",
        "    if who > HOLDER:\n",
    ),
    Planted(
        "boundaries",
        "what is not eligible any more is sent away",
        COMPILED + "boundaries.py",
        "m[t + THREAD.SENT_AWAY] = 1",
        "m[t + THREAD.SENT_AWAY] = 0",
    ),
    Planted(
        "lists and calls",
        "a list closes",
        COMPILED + "lists.py",
        "if m[at + TEAM_STATE.WAITING] >= m[team + TEAM.CLOSES_AT]:",
        "if m[at + TEAM_STATE.WAITING] > m[team + TEAM.CLOSES_AT]:",
    ),
    Planted(
        "rules and moves",
        "an overlap lasts for so many contacts",
        COMPILED + "handing.py",
        "= m[m[WORLD.ASSUMED] + ASSUMED.OVERLAP_SESSIONS]",
        "= 1 + m[m[WORLD.ASSUMED] + ASSUMED.OVERLAP_SESSIONS]",
    ),
)
"""Faults of the compiled engine's kernel: at least one of each family."""


def stand_in() -> tuple[Planted, ...]:
    """The faults of the SimPy engine, family by family."""
    by_rule = {fault.rule: fault for fault in FAULTS}
    found = [
        Planted(family, rule, by_rule[rule].file, by_rule[rule].old, by_rule[rule].new)
        for family, rules in NAMED.items()
        for rule in rules
    ]
    return tuple(sorted((*found, *ONLY_HERE), key=lambda one: FAMILIES.index(one.family)))
