"""Equality and quality: every group marked, by what the data hold and not by what anybody hopes.

A group is *simulated* only where an input of the personas in this run differs by it; *known but not
simulated* where a difference is published or reported that is no input; else *unknown*. No group
effect is put in without a sourced difference (MODEL section 12), so *simulated* says little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sim.measures import PRIMARY
from sim.model.appraisal import Group, Quality
from sim.model.people import Persona
from sim.report.pack.material import Material
from sim.report.pack.paper import Paper
from sim.report.pack.telling import difference, gap, in_parts, mean, shown_people, with_unit
from sim.report.pack.trail import Line
from sim.report.words import capital, row_title
from sim.study.groups import CARER
from sim.study.rows import ALL

SIMULATED: Final = "simulated"
KNOWN: Final = "known but not simulated"
UNKNOWN: Final = "unknown"
HERSELF: Final = "herself"
BLANK: Line = ("",)
GAPS: Final = (*PRIMARY, "never_reached")
"""Measures whose gaps stand in the pack; the run's table has more."""


def mark(group: Group, people: Sequence[Persona]) -> str:
    """How a group is marked for these personas."""
    if _differs(group, people):
        return SIMULATED
    return KNOWN if group.known else UNKNOWN


def _differs(group: Group, people: Sequence[Persona]) -> bool:
    """Whether any input that the group names differs between the personas."""
    looks: list[Callable[[Persona], object]] = []
    if "age" in group.differs_by:
        looks.append(lambda p: p.age.central)
    if "site" in group.differs_by:
        looks.append(lambda p: p.site)
    if "distance" in group.differs_by:
        looks.append(lambda p: sorted((place, far.central) for place, far in p.distance.items()))
    if group.domains:
        looks.append(lambda p: sorted(_needs(group, p)))
    for mode in group.barriers:
        looks.append(lambda p, mode=mode: p.barriers[mode].central if mode in p.barriers else 0.0)  # type: ignore[misc]
    return any(look(person) != look(people[0]) for look in looks for person in people)


def _needs(group: Group, persona: Persona) -> set[str]:
    """Kinds of need that are hers; a supporter's need is not hers, but for caring itself."""
    return {
        need.domain
        for need in persona.needs.values()
        if need.domain in group.domains and (need.whose == HERSELF or need.domain == CARER)
    }


def equality(m: Material, paper: Paper) -> None:
    """Every group with its mark, then the gaps."""
    paper.line(
        f"Each group is marked {SIMULATED}, {KNOWN}, or {UNKNOWN}. “{capital(SIMULATED)}” says "
        "only that some input of these personas differs by it; it does not say that the group is "
        "treated fairly, and no discrimination is put in. A group that is not simulated may gain "
        "or lose in ways that this pack cannot show: ask the people concerned. The first rows are "
        "the protected characteristics of the Equality Act 2010, some of them in parts."
    )
    people = [m.scenarios[m.baseline].personas[slug] for slug in shown_people(m)]
    paper.table(
        "Groups of people, and what this run can say of each",
        ("Group", "Mark", "On what it rests", "What will be done (blank for the board)"),
        [_group(m, group, people) for group in m.frame.groups],
        (4, 2.5, 8, 3),
    )
    _gaps(m, paper)


def _group(m: Material, group: Group, people: Sequence[Persona]) -> tuple[Line, ...]:
    marked = mark(group, people)
    told = []
    if marked == SIMULATED:
        told.append(group.means)
        told.append(_where_shown(m, group, people))
    told += [
        f"{capital(known.what)} ({known.said or known.evidence}); no input of the model."
        for known in group.known
    ]
    if marked == UNKNOWN:
        told.append("Nothing was found in the sources or the evidence, and no input differs by it.")
    law = " (Equality Act)" if group.protected else ""
    return ((f"{group.title}{law}",), (marked,), ("\n".join(told),), BLANK)


def _where_shown(m: Material, group: Group, people: Sequence[Persona]) -> str:
    """Where the pack shows something of a group that is simulated."""
    if _gaps_of(m, group):
        return "Its gaps stand below."
    having = [p for p in people if _needs(group, p)]
    if having and len(having) < len(people):
        names = ", ".join(row_title(m.comparison, p.name) for p in having)
        return f"No gap is computed for it; see the rows of {names} in section 6."
    if having:
        return "No gap is computed for it: all of these personas have such needs, of some kind."
    return "No gap is computed for it: too few of these personas differ, or by too little."


def _gaps_of(m: Material, group: Group) -> list[str]:
    """The groups of the run's table that speak of a group."""
    found = dict.fromkeys(row.values["group"] for row in m.rows("gaps.csv"))
    return [name for name in found if name.startswith(group.gaps)] if group.gaps else []


def _gaps(m: Material, paper: Paper) -> None:
    names = dict.fromkeys(name for group in m.frame.groups for name in _gaps_of(m, group))
    paper.heading("Gaps between a group and everybody else", 2)
    if not names:
        paper.line("None: these personas cannot be told apart by any of these groups.")
        return
    paper.line(
        "A gap is the mean of the people of the group less the mean of everybody else, with its "
        "95% interval; for an option, also how the gap changes from the baseline. Groups are told "
        "apart by persona, so a gap may rest on one persona alone and on all else about it. "
        "gaps.csv in the run's folder has further measures."
    )
    for name in names:
        paper.table(
            f"{capital(name)}, less everybody else",
            ("Way of organising help", *(with_unit(measure) for measure in GAPS)),
            [
                ((m.scenarios[lane].title,), *(gap(m, lane, name, measure) for measure in GAPS))
                for lane in m.comparison.scenarios
            ],
            (4, *(4 for _ in GAPS)),
        )


def quality(m: Material, paper: Paper) -> None:
    """Safety, effectiveness and experience: what is counted, and what is not simulated."""
    for side in m.frame.quality:
        paper.heading(side.title, 2)
        paper.line(f"{side.cannot}{f' ({side.source})' if side.source else ''}")
        for part in in_parts(m.comparison.options):
            paper.table(
                f"{side.title}: what is counted, over all people",
                ("Measure", "Baseline", *(m.scenarios[option].title for option in part)),
                [_side(m, measure, part) for measure in side.measures],
                (3.5, 3, *(3.5 for _ in part)),
            )
        paper.table(
            f"{side.title}: the board's judgement",
            ("Impact, and what will be done (blank for the board)",),
            [(("",),)],
            (1,),
        )


def _side(m: Material, measure: str, options: Sequence[str]) -> tuple[Line, ...]:
    changes = (difference(m, option, ALL, measure) for option in options)
    return ((with_unit(measure),), mean(m, m.baseline, ALL, measure), *changes)


__all__ = ["Quality", "equality", "mark", "quality"]
