"""The answer in sentences, generated from the numbers and from nothing else.

Goes in: a comparison. Comes out: sentences for each option. A sentence names the difference, its
interval and its verdict; for whom it is otherwise than the average says comes after it.
"""

from __future__ import annotations

from typing import Final

from sim.measures import DEFINITIONS
from sim.model.staffing import yearly_cost
from sim.report.words import (
    HEADLINE,
    capital,
    number,
    people_of,
    row_title,
    scenario_title,
    these_personas,
    unit_of_difference,
)
from sim.study.compare import Comparison
from sim.study.findings import EXPLORATORY, PRIMARY, DifferenceRow
from sim.study.rows import ALL
from sim.study.statistics import CONFIDENCE, PEOPLE_AT_LEAST

ALIKE_GBP: Final = 1.0
"""Costs a year that differ by less are shown as alike."""


def headline_differences(comparison: Comparison, option: str) -> list[DifferenceRow]:
    """The headline measures of one option over all people, in order."""
    found = differences_of(comparison, option, ALL)
    return [found[measure] for measure in HEADLINE]


def differences_of(comparison: Comparison, option: str, row: str) -> dict[str, DifferenceRow]:
    """All differences of one option in one row of the answer, by measure."""
    return {
        line.measure: line
        for line in comparison.differences
        if line.scenario == option and line.persona == row
    }


def answer(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """For each option its title and what can be said of it."""
    return [
        (
            scenario_title(comparison, option),
            [
                *(sentence(comparison, line) for line in headline_differences(comparison, option)),
                *persona_by_persona(comparison, option),
                *fallen_to_counting(comparison, option),
                cost_sentence(comparison, option),
            ],
        )
        for option in comparison.options
    ]


def sentence(comparison: Comparison, line: DifferenceRow) -> str:
    """One difference over all people in words."""
    mark = " (exploratory)" if line.family == EXPLORATORY else ""
    title = f"{DEFINITIONS[line.measure].title}{mark}"
    everyone = these_personas(len(people_of(comparison)))
    against = f"“{scenario_title(comparison, line.against)}”"
    if line.verdict == "same by design":
        return f"{title}: the same for everybody as in {against}, by design."
    if line.verdict == "too few":
        why = f"fewer than {PEOPLE_AT_LEAST} people, or one run only"
        return f"{title}: too few to say ({why})."
    by = span(line)
    if line.verdict == "too close to call":
        return (
            f"{title}, {everyone}: too close to call against {against} ({by}): {why_close(line)}."
        )
    wish = wished(line)
    return f"{title}, {everyone}: {line.verdict} than in {against} ({by}){wish}."


def verdict_words(line: DifferenceRow) -> str:
    """The verdict as a table shows it: ``lower, but fewer are helped``."""
    return f"{line.verdict}, {line.caution}" if line.caution else line.verdict


def why_close(line: DifferenceRow) -> str:
    """Why a difference is too close to call."""
    if line.interval.holds(0.0):
        return "the interval holds zero"
    if abs(line.difference) < line.matters:
        least = number(line.measure, line.matters, signed=True).lstrip("+")
        return f"less than the smallest difference that matters, {least}"
    return "it does not stand once every primary question is counted"


def span(line: DifferenceRow) -> str:
    """A difference with unit and interval, in words."""
    return ", ".join(difference_and_interval(line))


def difference_and_interval(line: DifferenceRow) -> tuple[str, str]:
    """A difference with its unit, and its interval, each in words."""
    shown = (number(line.measure, v, signed=True) for v in (line.difference, line.low, line.high))
    middle, low, high = shown
    unit = unit_of_difference(line.measure)
    return f"{middle} {unit}", f"{CONFIDENCE:.0%} interval {low} to {high}"


def wished(line: DifferenceRow) -> str:
    """Whether that is the way people want it, where the project says which way that is."""
    if not line.wanted:
        return ""
    if line.caution:
        return f", {line.caution}: no gain in itself"
    return "; the way people want it" if line.wanted == line.verdict else "; not as people want it"


def persona_by_persona(comparison: Comparison, option: str) -> list[str]:
    """Every primary difference of a persona that stands, whichever way it goes."""
    sentences = []
    for slug in people_of(comparison):
        lines = differences_of(comparison, option, slug)
        for measure in HEADLINE:
            line = lines[measure]
            if line.family != PRIMARY or line.verdict not in ("lower", "higher"):
                continue
            who = capital(row_title(comparison, slug))
            title = DEFINITIONS[measure].title.lower()
            sentences.append(f"{who}: {title} {line.verdict} ({span(line)}){wished(line)}.")
    return sentences


def fallen_to_counting(comparison: Comparison, option: str) -> list[str]:
    """The large primary differences of personas that fall only to the count of all questions."""
    sentences = []
    for slug in people_of(comparison):
        lines = differences_of(comparison, option, slug)
        for measure in HEADLINE:
            if not falls_to_counting(lines[measure]):
                continue
            who = capital(row_title(comparison, slug))
            title = DEFINITIONS[measure].title.lower()
            middle, interval = difference_and_interval(lines[measure])
            sentences.append(
                f"{who}: {title}, {middle} ({interval}): does not stand once every primary "
                "question is counted; more runs may settle it."
            )
    return sentences


def falls_to_counting(line: DifferenceRow) -> bool:
    """Whether a whole interval lies beyond what matters, and yet no verdict stands."""
    beyond = line.low >= line.matters or line.high <= -line.matters
    close = line.family == PRIMARY and line.verdict == "too close to call"
    return close and beyond and not line.interval.holds(0.0)


def cost_sentence(comparison: Comparison, option: str) -> str:
    """What the option's staff cost a year, against the first scenario's."""
    cost = yearly_cost(comparison.scenarios[option])
    base = yearly_cost(comparison.scenarios[comparison.baseline])
    against = f"“{scenario_title(comparison, comparison.baseline)}”"
    if abs(cost - base) < ALIKE_GBP:
        return f"Staff cost: £{cost:,.0f} a year at central unit costs, as in {against}."
    more = "more" if cost > base else "less"
    return (
        f"Staff cost: £{cost:,.0f} a year at central unit costs, £{abs(cost - base):,.0f} "
        f"({abs(cost - base) / base:.1%}) {more} than in {against}."
    )


def placebo_sentence(comparison: Comparison) -> str:
    """What the placebo showed."""
    if comparison.placebo is None:
        return "No placebo could be judged: it needs more than one run."
    hold, of = comparison.placebo
    against = f"“{scenario_title(comparison, comparison.baseline)}”"
    return (
        f"Placebo: {against} against itself with other luck. {hold} of {of} intervals "
        f"({hold / of:.0%}) hold zero, where about {CONFIDENCE:.0%} should."
    )
