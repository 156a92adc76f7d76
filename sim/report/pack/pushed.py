"""What a push leaves standing: staff, single numbers and demand moved, and what to collect first.

Goes in: the tables of the pushes that a run made. Comes out: pairs of what could turn a result
round and what the run shows of it. A push that was not tried says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.measures import DEFINITIONS
from sim.report.pack.held import Told, interval_words
from sim.report.pack.material import Material, as_typed
from sim.report.pack.telling import DIFFERENCE
from sim.report.pack.trail import Row
from sim.report.words import capital, number, row_title, unit_of_difference
from sim.study.findings import DifferenceRow
from sim.study.sensitivity import SensitivityRow

BREAKS: Final = ("stated_days", "breaks_at", "low", "high")
WORTH: Final = "worth_collecting.csv"
AT_MOST: Final = 10
"""Numbers most worth collecting that are named."""


def assumed(m: Material) -> Iterator[Told]:
    """Staff a little more and less, and numbers that turn a result round at their ends."""
    withdrawn = m.rows("withdrawn.csv")
    if not m.plan.capacities:
        yield (
            ("A little more or less staff in every queued team",),
            ("not tried in this run (--stress, --full)",),
        )
    elif not withdrawn:
        yield (
            ("A little more or less staff in every queued team",),
            ("no verdict on waiting changed its sign",),
        )
    for row in withdrawn:
        yield _withdrawn(m, row)
    depended = m.rows("most_depended_on.csv")
    if not depended:
        yield ("Numbers moved to the ends of their ranges",), ("not tried in this run (--stress)",)
    turning = [row for row in depended if as_typed(SensitivityRow, row).turns]
    if depended and not turning:
        yield (
            ("Numbers moved to the ends of their ranges",),
            ("no primary difference turned round",),
        )
    for row in turning:
        yield _turns(m, row)
    yield from _raised(m)
    if not m.rows("sure.csv"):
        yield (
            ("All assumptions at once, drawn within their ranges",),
            ("not tried in this run (--sure)",),
        )


def _raised(m: Material) -> Iterator[Told]:
    """Stated waits that are broken as demand is raised."""
    rows = [row for row in m.rows("breaking.csv") if row.values["scenario"] in m.scenarios]
    if not rows:
        yield ("More people than the files state",), ("not tried in this run (--stress)",)
        return
    within = [row for row in rows if row.values["found"] == "within"]
    if not within:
        yield (
            ("More people than the files state",),
            ("no stated wait is broken within what was tried",),
        )
    for row in within:
        scenario = m.scenarios[row.values["scenario"]]
        team = scenario.teams.get(row.values["team"])
        where = team.title if team else "first contact with anybody"
        what = f"More people: {where}, “{scenario.title}”, new door drawing {row.values['induced']}"
        yield (what,), (m.trail.cite(_breaks(row), row, *BREAKS),)


def _breaks(row: Row) -> str:
    days, at, low, high = (_short(row.values[name]) for name in BREAKS)
    return f"a stated wait of {days} days is broken at {at} times the demand ({low} to {high})"


def _short(text: str) -> str:
    """A number to three digits; an end that lies outside what was tried says so."""
    return f"{float(text):.3g}" if text else "beyond what was tried"


def _withdrawn(m: Material, row: Row) -> Told:
    found = as_typed(DifferenceRow, row)
    title = f"{DEFINITIONS[found.measure].title}, {row_title(m.comparison, found.persona)}"
    told = m.trail.cite(interval_words(found), row, *DIFFERENCE)
    what = f"{title}: “{m.scenarios[found.scenario].title}”, a little more or less staff"
    return (what,), (told, "; changes its sign, and was withdrawn as too close to call")


def _turns(m: Material, row: Row) -> Told:
    found = as_typed(SensitivityRow, row)
    name = _named(found.number)
    ends = (found.at_low, found.at_central, found.at_high)
    low, middle, high = (number(found.measure, end, signed=True) for end in ends)
    text = f"{low} at its low end, {middle} as used, {high} at its high end"
    told = m.trail.cite(text, row, "at_low", "at_central", "at_high")
    what = (
        f"{name}: {DEFINITIONS[found.measure].title.lower()}, “{m.scenarios[found.scenario].title}”"
    )
    return (what,), (told,)


def collecting(m: Material) -> Iterator[Told]:
    """The numbers whose knowing would do most, each on the difference for which it does."""
    first: dict[int, Row] = {}
    for row in m.rows(WORTH):
        rank = int(row.values["rank"])
        if rank and row.values["scenario"] in m.scenarios:
            first.setdefault(rank, row)
    if not first:
        told = "none told from chance" if m.rows(WORTH) else "not looked for in this run"
        yield ("Numbers most worth collecting",), (told,)
    for rank in sorted(first)[:AT_MOST]:
        yield _worth(m, first[rank])


def _worth(m: Material, row: Row) -> Told:
    columns = ("near_low", "expected", "near_high")
    measure = row.values["measure"]
    ends = (float(row.values[name] or "nan") for name in columns)
    low, middle, high = (number(measure, end, signed=True) for end in ends)
    text = (
        f"{low} near its low end, {middle} over its range, {high} near its high end "
        f"({unit_of_difference(measure)})"
    )
    title = m.scenarios[row.values["scenario"]].title
    on = f"{DEFINITIONS[measure].title}, “{title}”: "
    return (_named(row.values["number"]),), (on, m.trail.cite(text, row, *columns))


def _named(path: str) -> str:
    return capital(path.removeprefix("assumptions.").replace("_", " "))
