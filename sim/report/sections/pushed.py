"""Demand from half to three times, and the numbers most worth collecting."""

from __future__ import annotations

from sim.report.collecting import (
    collecting_table,
    ends_words,
    moves_but_stands,
    worth_sentences,
)
from sim.report.pushed import (
    break_table,
    first_to_break,
    quiet_lists,
    stands_sentences,
    what_was_raised,
)
from sim.report.sections.material import Content, Material


def as_demand_rises(m: Material) -> Content | None:
    """Where each option breaks a stated wait, and where conclusions change."""
    found = m.beside.raised
    if found is None:
        return None
    titles, breaks = break_table(m.beside)
    return {
        "raised": what_was_raised(found, m.comparison),
        "picture": m.pictures.get("demand"),
        "titles": titles,
        "breaks": breaks,
        "first_to_break": first_to_break(m.beside),
        "quiet": quiet_lists(m.beside),
        "stands": stands_sentences(m.beside),
    }


def worth_collecting(m: Material) -> Content | None:
    """The numbers that it would be worth most to know before deciding."""
    if not m.options:
        return None
    return {
        "sentences": worth_sentences(m.beside),
        "numbers": collecting_table(m.beside),
        "ends": ends_words(m.beside.worth) if m.beside.worth else ("", ""),
        "stands": moves_but_stands(m.beside),
    }
