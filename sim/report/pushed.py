"""Demand raised, in words: which waits break where, whose time runs out, and which verdicts stand.

Goes in: a :class:`~sim.study.demand.Raised`. Comes out: sentences and cells. An option is said to
be lower or higher than the first at a demand only where its verdict says so; none is ranked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.phrases import counted
from sim.report.words import capital, scenario_title
from sim.study.beside import Beside
from sim.study.capacity import FULL
from sim.study.compare import Comparison
from sim.study.demand import AS_USED, HIGH_END, BreakRow, DemandDifference, Raised
from sim.study.stated import BY_HAND, FIRST_CONTACT, LIST, stated_waits

FIRST: Final = "first contact with anybody, for people with a story"
NO_LIST: Final = "no such list"
AS_MANY: Final = {0.5: "half", 1.0: "the files' demand", 2.0: "twice", 3.0: "three times"}


class BreakLine(NamedTuple):
    """One line of the table of what breaks where."""

    what: str
    """the list, or the first contact"""
    stated: str
    cells: list[tuple[str, str, str]]
    """by scenario: the demand at which it breaks, up to where staff have time, and the demand with
    those whom a new door draws; empty where there is nothing to say"""


def times(factor: float) -> str:
    """A demand in words: ``half``, ``1.25 times``."""
    return AS_MANY.get(factor, f"{factor:.3g} times")


def what_was_raised(found: Raised, comparison: Comparison) -> list[str]:
    """What was raised, what was not, and against which waits it is held."""
    stated = stated_waits()
    first, lists = found.stated[FIRST_CONTACT], found.stated[LIST]
    grounds = [
        f"{one.what}: {days:g} days ({BY_HAND if found.by_hand else one.assumed})"
        for one, days in ((stated[FIRST_CONTACT], first), (stated[LIST], lists))
    ]
    low, high = found.factors[0], found.factors[-1]
    return [
        f"Demand was set from {times(low)} to {times(high)} what the files say: these people, and "
        "all others whom teams with a list serve, alike. Staff, hours, places and the lists at the "
        f"beginning stayed as they are; {counted(found.runs, 'run')} of each, with the same people "
        "and luck. Where a new door may draw people who did not ask before, the option was run "
        "once more with as many of them as the range allows.",
        "Teams whose wait is drawn from what was published (a GP practice, accident and emergency) "
        "do not get slower here by being asked for more: what that would do to them is not shown. "
        f"So the first contact cannot break where such a team is the door. {_doors(comparison)}",
        "A wait counts as broken where its mean is longer than stated. Stated are, "
        + "; ".join(grounds)
        + ".",
        "Beside it stands up to which demand staff have time for all who ask: while these need no "
        f"more than {FULL:.0%} of it. Beyond that a list grows until as many stop waiting as "
        "cannot be seen; where nobody stops it grows without end, and “no end” is said. The wait "
        "is then that of people seen so far, and would be longer in a longer run.",
    ]


def _doors(comparison: Comparison) -> str:
    """How many of each scenario's doors are at teams whose wait is drawn."""
    told = []
    for one in comparison.scenarios.values():
        doors = [one.teams[one.steps[step].team] for step in one.doors.values()]
        drawn = sum(team.wait == "drawn" for team in doors)
        told.append(f"{one.title}: {drawn} of {len(doors)} doors")
    return "; ".join(told) + "."


def break_table(beside: Beside) -> tuple[list[str], list[BreakLine]]:
    """Scenario titles, and a line for the first contact and each list that breaks."""
    found, comparison = beside.raised, beside.comparison
    if found is None:
        return [], []
    rows = {(r.team, r.role, r.scenario, r.induced): r for r in found.breaks}
    lines = []
    for team, role in dict.fromkeys((r.team, r.role) for r in found.breaks):
        mine = [r for r in found.breaks if (r.team, r.role) == (team, role)]
        if team and not any(_tells(row) for row in mine):
            continue
        cells = []
        for name in comparison.scenarios:
            row = rows.get((team, role, name, AS_USED))
            more = rows.get((team, role, name, HIGH_END))
            cells.append(_cell(found, row, more) if row else (NO_LIST, "", ""))
        lines.append(
            BreakLine(_list_words(comparison, team, role), f"{mine[0].stated_days:g}", cells)
        )
    return [scenario_title(comparison, name) for name in comparison.scenarios], lines


def quiet_lists(beside: Beside) -> str:
    """A sentence on the lists that broke nowhere."""
    found = beside.raised
    if found is None:
        return ""
    keys = dict.fromkeys((r.team, r.role) for r in found.breaks if r.team)
    quiet = [
        key
        for key in keys
        if not any(_tells(row) for row in found.breaks if (row.team, row.role) == key)
    ]
    if not quiet:
        return ""
    named = "; ".join(_list_words(beside.comparison, *key) for key in quiet)
    return f"Lists whose wait stayed within what is stated at every demand tried: {named}."


def _tells(row: BreakRow) -> bool:
    return row.found in ("within", "below")


def _list_words(comparison: Comparison, team: str, role: str) -> str:
    if not team:
        return capital(FIRST)
    titles = [one.teams[team].title for one in comparison.scenarios.values() if team in one.teams]
    return f"{titles[0] or capital(team.replace('_', ' '))}: {role.replace('_', ' ')}"


def _cell(found: Raised, row: BreakRow, more: BreakRow | None) -> tuple[str, str, str]:
    words = break_words(found, row)
    induced = ""
    if more is not None and _surely_other(row, more):
        induced = f"with those whom its door draws: {break_words(found, more)}"
    return words, keeps_up_words(row), induced


def _surely_other(row: BreakRow, more: BreakRow) -> bool:
    """Whether the intervals of two places do not meet, or only one of them is within."""
    if row.found != more.found:
        return True
    return more.high < row.low or more.low > row.high


def keeps_up_words(row: BreakRow) -> str:
    """Up to which demand the staff of a list have time for those who ask."""
    if math.isnan(row.keeps_up_to):
        return ""
    then = "" if row.held_by_stopping else "; beyond, no end"
    return f"time for all up to {row.keeps_up_to:.2f}{then}"


def break_words(found: Raised, row: BreakRow) -> str:
    """Where a wait breaks, with the interval: ``1.24 times (1.19 to 1.30)``."""
    low, high = found.factors[0], found.factors[-1]
    if row.found == "below":
        return f"already at {times(low)}"
    if row.found == "beyond":
        perhaps = "" if math.isnan(row.low) else f" (perhaps from {row.low:.2f} times)"
        return f"not within {times(high)}{perhaps}"
    if row.found == "unknown":
        return "nobody was seen"
    start = f"under {low:g}" if math.isnan(row.low) else f"{row.low:.2f}"
    end = f"over {high:g}" if math.isnan(row.high) else f"{row.high:.2f}"
    return f"{row.breaks_at:.2f} times ({start} to {end})"


def first_to_break(beside: Beside) -> list[str]:
    """For each scenario: which stated wait breaks first as demand rises beyond the files'."""
    found, comparison = beside.raised, beside.comparison
    if found is None:
        return []
    lines = []
    for name in comparison.scenarios:
        rows = [r for r in found.breaks if (r.scenario, r.induced) == (name, AS_USED)]
        broken = [r for r in rows if r.found == "below" or r.breaks_at <= 1.0]
        later = sorted((r for r in rows if r.breaks_at > 1.0), key=lambda r: r.breaks_at)
        title = scenario_title(comparison, name)
        already = "; ".join(_list_words(comparison, r.team, r.role) for r in broken)
        text = (
            f"{title}: longer than stated at the demand of the files already: {already or 'none'}."
        )
        if later:
            first = later[0]
            words = _list_words(comparison, first.team, first.role)
            text += f" The next as demand rises: {words}, at {break_words(found, first)}."
        else:
            text += f" No further one within {times(found.factors[-1])}."
        lines.append(text)
    return lines


def stands_sentences(beside: Beside) -> list[tuple[str, list[str]]]:
    """For each option, on each primary measure, over which demands which verdict holds."""
    found, comparison = beside.raised, beside.comparison
    if found is None:
        return []
    return [
        (scenario_title(comparison, option), list(_stands(found, comparison, option)))
        for option in comparison.options
    ]


def _stands(found: Raised, comparison: Comparison, option: str) -> Iterator[str]:
    against = scenario_title(comparison, comparison.baseline)
    for measure in PRIMARY:
        lines = _lines(found.differences, option, measure, AS_USED)
        if not lines:
            continue
        sentence = f"{DEFINITIONS[measure].title}, against “{against}”: {ranges_words(lines)}."
        more = _lines(found.differences, option, measure, HIGH_END)
        if more and [one.verdict for one in more] != [one.verdict for one in lines]:
            sentence += f" With those whom its door draws: {ranges_words(more)}."
        verdicts = {one.verdict for one in lines}
        if {"lower", "higher"} <= verdicts:
            sentence += " It turns round with demand."
        yield sentence


def _lines(
    differences: Sequence[DemandDifference], option: str, measure: str, induced: str
) -> list[DemandDifference]:
    return [
        one
        for one in differences
        if (one.scenario, one.measure, one.induced) == (option, measure, induced)
    ]


def ranges_words(lines: Sequence[DemandDifference]) -> str:
    """Verdicts as demand rises: ``lower from half to 1.25 times; too close to call at twice``."""
    parts = []
    for words, group in groupby(lines, key=_verdict_words):
        some = [one.demand for one in group]
        if len(some) == len(lines):
            return f"{words} at every demand tried, from {times(some[0])} to {times(some[-1])}"
        one = len(some) == 1
        over = f"at {times(some[0])}" if one else f"from {times(some[0])} to {times(some[-1])}"
        parts.append(f"{words} {over}")
    return "; ".join(parts)


def _verdict_words(line: DemandDifference) -> str:
    return f"{line.verdict}, {line.caution}" if line.caution else line.verdict
