"""The answer, and what was asked: what opens the page."""

from __future__ import annotations

from sim.model.staffing import yearly_cost
from sim.report.answer import ALIKE_GBP, answer
from sim.report.grades import on_evidence
from sim.report.headline import how_sure, opening, option_answers
from sim.report.phrases import counted
from sim.report.published import waits_sentences
from sim.report.sections.material import Content, Material
from sim.report.sections.yours import local_sentences
from sim.report.words import people_of, scenario_title
from sim.study.compare import Comparison


def first_screen(m: Material) -> Content | None:
    """Which way of organising help does what, for whom, how surely, resting on what."""
    if not m.options:
        return None
    return {
        "local": local_sentences(m),
        "opening": opening(m.beside),
        "options": option_answers(m.beside),
        "sure": how_sure(m.beside),
        "cost": [cost_line(m.comparison)],
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


def cost_line(comparison: Comparison) -> str:
    """What the staff of each cost a year, against the first."""
    base = yearly_cost(comparison.scenarios[comparison.baseline])
    more = {one: yearly_cost(comparison.scenarios[one]) - base for one in comparison.options}
    against = f"“{scenario_title(comparison, comparison.baseline)}”"
    if all(abs(pounds) < ALIKE_GBP for pounds in more.values()):
        same = "the same" if len(more) > 1 else "as much"
        return f"Staff cost {same}, £{base:,.0f} a year at central unit costs, as in {against}."
    each = "; ".join(
        f"“{scenario_title(comparison, one)}” £{abs(pounds):,.0f} "
        f"{'more' if pounds > 0 else 'less'} ({abs(pounds) / base:.1%})"
        if abs(pounds) >= ALIKE_GBP
        else f"“{scenario_title(comparison, one)}” as much"
        for one, pounds in more.items()
    )
    return f"Staff of {against} cost £{base:,.0f} a year at central unit costs. {each}."


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
        told.append(f"The staff of {counted(fitted, 'team')} are fitted to published waits.")
    else:
        told.append("Waits are not fitted to any published wait.")
    held = [row for row in m.beside.plausible if row.verdict in ("inside", "outside")]
    if held:
        inside = sum(row.verdict == "inside" for row in held)
        told.append(
            f"Of {len(held)} published figures that were not fitted, {inside} come out inside "
            "their range."
        )
    told.append(
        "Verified, not validated for any place: it compares designs on these people, who stand for "
        "people like them, and forecasts nobody's health."
    )
    return told
