"""Rows of a run in words, each with its reference.

Goes in: the material and what names a row. Comes out: lines whose numbers all stand in that row.
Nothing is computed here: a number that is in no row is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from sim.measures import DEFINITIONS
from sim.report.answer import sentence, verdict_words, wished
from sim.report.pack.material import Material, as_typed
from sim.report.pack.trail import Line, Piece, Row
from sim.report.words import HEADLINE, capital, row_title, unit_of_difference, with_interval
from sim.study.findings import EXPLORATORY, DifferenceRow, SummaryRow
from sim.study.groups import GapRow
from sim.study.rows import ALL
from sim.study.shares import ANY, SureRow
from sim.study.statistics import Interval

DIFFERENCE: Final = ("difference", "low", "high", "matters", "verdict", "caution")
MEAN: Final = ("mean", "low", "high")
GAP: Final = ("gap", "low", "high", "change", "change_low", "change_high")
NOT_IN_RUN: Final = "not in this run"
LIKE: Final = "people like "
ABREAST: Final = 4
"""Columns of numbers that stand beside one another on A4."""
T = TypeVar("T")


def in_parts(items: Sequence[T], at_most: int = ABREAST) -> Iterator[Sequence[T]]:
    """The items in order, so many at a time."""
    for start in range(0, len(items), at_most):
        yield items[start : start + at_most]


def mean(m: Material, scenario: str, persona: str, measure: str) -> Line:
    """``2.26 (2.18 to 2.34)``."""
    row = m.find("summary.csv", scenario=scenario, persona=persona, measure=measure)
    if row is None:
        return (NOT_IN_RUN,)
    found = as_typed(SummaryRow, row)
    text = with_interval(measure, Interval(found.mean, found.low, found.high))
    return (m.trail.cite(text, row, *MEAN),)


def people(m: Material, scenario: str, persona: str) -> Line:
    """How many people of a row there were, over all runs."""
    row = m.find("summary.csv", scenario=scenario, persona=persona, measure="handoffs")
    if row is None:
        return (NOT_IN_RUN,)
    return (m.trail.cite(f"{int(row.values['people']):,}", row, "people"),)


def difference_row(m: Material, option: str, persona: str, measure: str) -> Row | None:
    """The row of a difference."""
    return m.find("differences.csv", scenario=option, persona=persona, measure=measure)


def difference(m: Material, option: str, persona: str, measure: str) -> Line:
    """The change with its interval, and the verdict beneath."""
    row = difference_row(m, option, persona, measure)
    if row is None:
        return (NOT_IN_RUN,)
    found = as_typed(DifferenceRow, row)
    text = with_interval(measure, found.interval, signed=True)
    mark = " (exploratory)" if found.family == EXPLORATORY else ""
    return (m.trail.cite(text, row, *DIFFERENCE), f"\n{verdict_words(found)}{mark}")


def wish_words(m: Material, option: str, persona: str, measure: str) -> str:
    """Whether a difference that stands is the way people want it."""
    row = difference_row(m, option, persona, measure)
    found = as_typed(DifferenceRow, row) if row else None
    if found is None or found.verdict not in ("lower", "higher"):
        return ""
    return wished(found).lstrip(";, ")


def headline_lines(m: Material, option: str) -> list[Line]:
    """The headline measures over all people: a sentence for each that stands, one for the rest."""
    lines: list[Line] = []
    rest: dict[str, list[Line]] = {}
    for measure in HEADLINE:
        row = difference_row(m, option, ALL, measure)
        verdict = row.values["verdict"] if row else NOT_IN_RUN
        if row is not None and verdict in ("lower", "higher"):
            lines.append(headline_sentence(m, option, measure))
        else:
            rest.setdefault(verdict, []).append(_in_short(m, option, measure, row))
    for verdict, found in rest.items():
        joined: list[Piece] = [f"{capital(verdict)}: "]
        for place, line in enumerate(found):
            joined += [*line, "." if place + 1 == len(found) else "; "]
        lines.append(joined)
    return lines


def _in_short(m: Material, option: str, measure: str, row: Row | None) -> Line:
    title = DEFINITIONS[measure].title.lower()
    if row is None:
        return (title,)
    found = as_typed(DifferenceRow, row)
    text = f"{with_interval(measure, found.interval, signed=True)} {unit_of_difference(measure)}"
    told = m.trail.cite(text, row, *DIFFERENCE)
    sure = sure_words(m, option, ALL, measure)
    return (f"{title}, ", told, *((" (", sure[1], ")") if sure else ()))


def headline_sentence(m: Material, option: str, measure: str) -> Line:
    """A difference over all people, as the report tells it, and how sure where that was asked."""
    row = difference_row(m, option, ALL, measure)
    if row is None:
        return (f"{DEFINITIONS[measure].title}: {NOT_IN_RUN}.",)
    told = sentence(m.comparison, as_typed(DifferenceRow, row))
    sure = sure_words(m, option, ALL, measure)
    return (m.trail.cite(told, row, *DIFFERENCE), *(("; ", sure[1], ".") if sure else ()))


def sure_words(m: Material, option: str, persona: str, measure: str) -> Line:
    """In what share of joint draws the option has the advantage; nothing where none were made."""
    row = m.find("sure.csv", scenario=option, reading=ANY, persona=persona, measure=measure)
    if row is None:
        return ()
    found = as_typed(SureRow, row)
    text = (
        f"{found.wanted} in {found.advantage:.0%} of {found.draws} draws of what is "
        f"assumed, {found.advantage_low:.0%} to {found.advantage_high:.0%}"
    )
    columns = ("draws", "advantage", "advantage_low", "advantage_high")
    return (" ", m.trail.cite(text, row, *columns))


def who_differs(m: Material, option: str, measure: str) -> str:
    """For whom a primary measure is surely higher or lower, without numbers."""
    found: dict[str, list[str]] = {"lower": [], "higher": []}
    for slug in shown_people(m):
        row = difference_row(m, option, slug, measure)
        if row is None or row.values["verdict"] not in found:
            continue
        name = row_title(m.comparison, slug).removeprefix(LIKE)
        but = row.values["caution"]
        found[row.values["verdict"]].append(f"{name} ({but})" if but else name)
    some = any(found.values())
    told = [
        f"{verdict} for people like {_listed(names)}" for verdict, names in found.items() if names
    ]
    title = DEFINITIONS[measure].title
    rest = "no verdict stands for the others" if some else "no verdict stands for any"
    return f"{title}, persona by persona: {'; '.join([*told, rest])}."


def shown_people(m: Material) -> list[str]:
    """The personas whose rows are shown."""
    shown = m.plan.personas
    return [slug for slug in m.scenarios[m.baseline].personas if slug in shown or not shown]


def gap(m: Material, scenario: str, group: str, measure: str) -> Line:
    """A group less everybody else, and how that changes from the first scenario."""
    row = m.find("gaps.csv", scenario=scenario, group=group, measure=measure)
    if row is None:
        return (NOT_IN_RUN,)
    found = as_typed(GapRow, row)
    text = with_interval(measure, Interval(found.gap, found.low, found.high), signed=True)
    if scenario != m.baseline:
        moved = Interval(found.change, found.change_low, found.change_high)
        text += f"; change {with_interval(measure, moved, signed=True)}"
    return (m.trail.cite(text, row, *GAP),)


def with_unit(measure: str) -> str:
    """A measure's title with the unit of its differences."""
    return f"{DEFINITIONS[measure].title} ({unit_of_difference(measure)})"


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
