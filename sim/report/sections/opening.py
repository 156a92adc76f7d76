"""The answer, and what was asked: what opens the page."""

from __future__ import annotations

from sim.report.answer import answer
from sim.report.published import waits_sentences
from sim.report.sections.material import Content, Material
from sim.report.words import people_of
from sim.study.compare import Comparison


def answered(m: Material) -> Content | None:
    """For each option its title and what can be said of it."""
    found = answer(m.comparison)
    return {"answer": found} if found else None


def asked(m: Material) -> Content:
    """What was compared, what was changed, and what it is not."""
    return {
        "cut": m.cut,
        "waits": waits_sentences(m.comparison, m.waits),
        "depended": m.beside.depended is not None,
        "changes": m.changes,
        "from_elsewhere": from_elsewhere(m.comparison),
        "levers": m.levers,
        "cards": m.cards,
        "scenarios": m.comparison.scenarios,
    }


def from_elsewhere(comparison: Comparison) -> str:
    """That people were sent through systems in which nobody put them; empty where none were."""
    if not comparison.plan.people:
        return ""
    who = ", ".join(person.title for person in people_of(comparison).values())
    return (
        f"Who comes was chosen for this comparison: {who}. Sending people of one place through "
        "the ways of organising help of another is a modelling choice; no source puts them so."
    )
