"""What counts, and what each option brings: success factors to be weighed, benefits with baseline.

A measure that goes the wrong way stands in the same tables as one that goes the right way.
"""

from __future__ import annotations

from sim.measures import DEFINITIONS
from sim.model.appraisal import Benefit, Factor
from sim.report.pack.material import CONTROLS, Material
from sim.report.pack.paper import Paper
from sim.report.pack.telling import (
    difference,
    in_parts,
    mean,
    shown_people,
    wish_words,
    with_unit,
)
from sim.report.pack.trail import Line
from sim.report.words import capital, row_title
from sim.study.rows import ALL

BLANK: Line = ("",)


def factors(m: Material, paper: Paper) -> None:
    """Critical success factors, with the weights left blank."""
    paper.line(
        "The first come from what people asked of help in the source documents, the last five from "
        "the Treasury's guide to business cases. The board gives the weights, or gives none; this "
        "pack makes no score of them."
    )
    paper.table(
        "Critical success factors",
        (
            "Factor",
            "Where it comes from",
            "What in this pack speaks to it",
            "Weight (blank for the board)",
            "Least that is acceptable (blank for the board)",
        ),
        [_factor(factor) for factor in m.frame.factors],
        (5, 4, 5, 2.5, 3),
    )


def _factor(factor: Factor) -> tuple[Line, ...]:
    titles = ", ".join(DEFINITIONS[name].title.lower() for name in factor.measures)
    speaks = "; ".join(part for part in (titles, factor.note) if part)
    return ((factor.title,), (factor.source,), (capital(speaks),), BLANK, BLANK)


def benefits(m: Material, paper: Paper) -> None:
    """Each measure: baseline, change, verdict, how to measure it locally, whose it is."""
    paper.line(
        "A benefit here is a change in a measure, and may be a loss. Means are per person over the "
        "fixed follow-up, with 95% intervals; the verdict is on the change. Counts of handoffs and "
        "of repeated stories never stand without the share who got right help: losing people must "
        "not look good. Measures marked exploratory were not adjusted for how many were looked at."
    )
    for benefit in m.frame.benefits:
        _benefit(m, paper, benefit)


def _benefit(m: Material, paper: Paper, benefit: Benefit) -> None:
    measure = benefit.measure
    found = DEFINITIONS[measure]
    paper.heading(found.title, 2)
    wish = f" People want it {found.wanted}." if found.wanted else ""
    paper.line(f"{capital(found.description.rstrip('.'))}.{wish}")
    paper.table(
        f"{found.title} ({found.unit}): baseline and change, over all people",
        ("Way of organising help", "Mean", "Change from the baseline, and verdict", "As wanted"),
        [_lane(m, name, measure) for name in m.comparison.scenarios if name not in CONTROLS],
        (6, 4, 5, 3),
    )
    if benefit.by_persona:
        for part in in_parts(m.comparison.options):
            paper.table(
                f"{with_unit(measure)}: change from the baseline, persona by persona",
                ("Persona", *(m.scenarios[option].title for option in part)),
                [
                    (
                        (capital(row_title(m.comparison, slug)),),
                        *(difference(m, option, slug, measure) for option in part),
                    )
                    for slug in shown_people(m)
                ],
                (2.5, *(4 for _ in part)),
            )
    paper.table(
        f"{found.title}: how it would be known locally",
        ("How it could be measured, and from which records", "Local baseline", "Owner"),
        [((benefit.locally,), BLANK, BLANK)],
        (9, 3, 3),
    )


def _lane(m: Material, name: str, measure: str) -> tuple[Line, ...]:
    if name == m.baseline:
        change: Line = ("the baseline",)
        wish = ""
    else:
        change = difference(m, name, ALL, measure)
        wish = wish_words(m, name, ALL, measure)
    return ((m.scenarios[name].title,), mean(m, name, ALL, measure), change, (wish,))
