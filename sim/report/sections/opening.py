"""The answer, and what was asked: what opens the page."""

from __future__ import annotations

from sim.report.answer import answer
from sim.report.grades import on_evidence
from sim.report.headline import how_sure, opening, option_answers
from sim.report.local import NOT_FIT
from sim.report.phrases import counted
from sim.report.published import waits_sentences
from sim.report.sections.costs import in_brief
from sim.report.sections.material import Content, Material
from sim.report.sections.yours import local_sentences
from sim.report.words import people_of
from sim.study.compare import Comparison


def first_screen(m: Material) -> Content | None:
    """Which way of organising help does what, for whom, how surely, resting on what."""
    if not m.options:
        return None
    return {
        "local": local_sentences(m),
        "not_fit": NOT_FIT,
        "opening": opening(m.beside),
        "options": option_answers(m.beside),
        "sure": how_sure(m.beside),
        "cost": in_brief(m),
        "rests": rests_sentences(m),
    }


def in_full(m: Material) -> Content | None:
    """For each option all that can be said of it, persona by persona."""
    found = answer(m.comparison)
    return {"answer": found} if found else None


def asked(m: Material) -> Content:
    """What was compared, what was changed, and what it is not."""
    return {
        "cut": m.cut,
        "waits": waits_sentences(m.comparison, m.waits),
        "depended": m.beside.depended is not None,
        "drawn": m.beside.sure is not None,
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


def rests_sentences(m: Material) -> list[str]:
    """How much rests on evidence, whose waits are fitted, and what lies outside what is known."""
    comparison = m.comparison
    firm, of = on_evidence(comparison.scenarios[comparison.baseline])
    told = [
        f"Of the {of:,} numbers in “{m.against}”, {firm:,} ({firm / of:.0%}) rest on a source or "
        "on published evidence; the others are assumed, each with a range and a reason."
    ]
    fitted = len(m.waits.fitted)
    if fitted:
        told.append(f"The staff of {counted(fitted, 'team')} were fitted to published waits.")
    else:
        told.append("Waits are not fitted to any published wait.")
    held = [row for row in m.beside.plausible if row.verdict in ("inside", "outside")]
    if held:
        inside = sum(row.verdict == "inside" for row in held)
        told.append(
            f"Of {len(held)} published figures that were not fitted, {inside} come out inside "
            f"their range{_fitted_words(m)}."
        )
    told.append(
        "Verified, not validated for any place, and held against no local data: it compares "
        "designs on these people, who stand for people like them, and forecasts nobody's health."
        if m.local is None
        else "Verified, not validated for any place: it forecasts nobody's health."
    )
    return told


def _fitted_words(m: Material) -> str:
    """How many of the figures that were fitted come out inside their range in these runs."""
    fitted = [row for row in m.beside.plausible if row.verdict == "fitted"]
    if not fitted:
        return ""
    return f"; of {len(fitted)} that were, {sum(row.within for row in fitted)} do in these runs"
