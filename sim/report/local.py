"""A place's own numbers in words: how many are its own, and whether `today` holds its figures.

Goes in: a comparison and a filled-in spreadsheet. Comes out: sentences and cells. The rule: where
the whole interval of any figure of last year lies outside its stated tolerance, the runs are not
fit to rank options there, and nothing that follows says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from sim.files.local.given import Given, Local, local_as_written
from sim.model.scenario import Scenario
from sim.report.phrases import capital, counted, joined
from sim.report.words import NO_NUMBER, scenario_title
from sim.study.compare import Comparison
from sim.study.local import Held, fit_of, held_against_local, is_todays

NOT_FIT: Final = "Not fit to rank options here"
FIGURES: Final = {
    "referrals": "referrals a year",
    "wait": "mean days to a first contact",
    "missed": "share of booked contacts missed",
}
VERDICTS: Final = {
    "agrees": "near enough",
    "misses": "missed",
    "cannot say": "cannot say: the interval reaches into what is near enough; more runs may tell",
    "too few": "too few to say",
}
RULE: Final = (
    "A figure agrees where the mean of the runs lies within its tolerance, and is missed where the "
    "whole 95% interval lies outside. One figure missed, and the runs are not fit to rank options "
    "here."
)
NAMED: Final = 3
"""Figures, or numbers, that a sentence names."""


def local_words(comparison: Comparison, local: Local | None) -> list[str]:
    """The first lines: whose numbers these are, and whether options may be ranked here."""
    if local is None:
        return []
    return [
        whose(local),
        fitness(comparison, local, held_against_local(comparison, local)),
        *unexpected(local),
    ]


def local_data(comparison: Comparison, local: Local) -> dict[str, Any]:
    """The same for ``--json``; what is not known is null."""
    rows = held_against_local(comparison, local)
    held = [
        {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row._asdict().items()
        }
        for row in rows
    ]
    return {**local_as_written(local), "yours": local.yours, "fit": fit_of(rows), "held": held}


def whose(local: Local) -> str:
    """How many of the numbers are yours: 31 of 140 numbers are yours."""
    are, too = ("is" if many == 1 else "are" for many in (local.yours, local.your_hours))
    hours = f", and so {too} {local.your_hours} of {local.hours} opening hours"
    return (
        f"{local.yours} of {local.numbers} numbers {are} yours, from {local.file}"
        f"{hours if local.your_hours else ''}; the others are defaults, not figures of your place."
    )


def fitness(comparison: Comparison, local: Local, rows: Sequence[Held]) -> str:
    """Whether today, with your numbers, holds last year's figures."""
    title = f"“{scenario_title(comparison, comparison.baseline)}”"
    if not local.last_year:
        return (
            "No figure of last year was entered, so that nothing here shows whether "
            f"{title} is like your place."
        )
    if not is_todays(comparison, local):
        return (
            f"Your figures of last year are held against nothing here: {title}, the first of this "
            f"comparison, is not {local.site}/today. Compare that one first."
        )
    scenario = comparison.scenarios[comparison.baseline]
    judged = [row for row in rows if row.verdict != "too few"]
    missed = [row for row in judged if row.verdict == "misses"]
    of = counted(len(judged), "figure")
    few = len(rows) - len(judged)
    rest = f" ({counted(few, 'other')} rest on too few to say.)" if few else ""
    told = {
        "misses": f"{NOT_FIT}: {title}, with your numbers, misses {len(missed)} of {of} of last "
        f"year: {_named(missed, scenario)}.",
        "cannot say": f"Whether {title}, with your numbers, holds last year's figures cannot be "
        f"said yet of all {of}: more runs may tell. Rank no options here before that.",
        "holds": f"{title}, with your numbers, holds {of} of last year, each within its stated "
        "tolerance. That is no forecast, and says nothing of the other figures.",
        "not held": "Your figures of last year rest on too few people in these runs to say "
        f"whether {title} holds them.",
    }[fit_of(rows)]
    return told + (rest if fit_of(rows) != "not held" else "")


def _named(rows: Sequence[Held], scenario: Scenario) -> str:
    named = [
        f"{_title(row.team, scenario)}, {FIGURES[row.figure]}: yours {_shown(row.yours)}, "
        f"simulated {_shown(row.simulated)} ({_shown(row.low)} to {_shown(row.high)})"
        for row in rows[:NAMED]
    ]
    more = len(rows) - NAMED
    return "; ".join([*named, *([f"and {more} more"] if more > 0 else [])])


def unexpected(local: Local) -> list[str]:
    """Which of your numbers lie outside the range that was thought believable."""
    found = [one for one in local.given if one.is_unexpected]
    if not found:
        return []
    are = "lies" if len(found) == 1 else "lie"
    named = joined([one.cell for one in found[:NAMED]])
    more = len(found) - NAMED
    cells = f"{named} and {more} more" if more > 0 else named
    return [
        f"{counted(len(found), 'number')} of yours {are} outside the range that was thought "
        f"believable ({cells}): check the unit, or keep it if it is so."
    ]


def kept_rows(local: Local) -> list[tuple[str, ...]]:
    """Every number of yours: cell, what, where, yours, default, from where, in which scenarios."""
    return [
        (
            one.cell,
            one.what,
            one.where,
            f"{_value(one.value)} {one.unit}".strip(),
            _value(one.default),
            _from(one),
            _taken(one),
        )
        for one in local.given
    ]


def _from(one: Given) -> str:
    told = "; ".join(part for part in (one.comes_from, one.note) if part)
    outside = "outside the range thought believable" if one.is_unexpected else ""
    return "; ".join(part for part in (told or "not said", outside) if part)


def _taken(one: Given) -> str:
    parts = []
    if one.kept_by:
        parts.append(f"described with another number, and kept, in {joined(one.kept_by)}")
    if not one.made_in:
        parts.append("in none of those compared")
    return capital("; ".join(parts)) if parts else "all that have it"


def held_rows(comparison: Comparison, rows: Sequence[Held]) -> list[tuple[str, ...]]:
    """Every figure of last year: whose, yours, near enough, simulated, people, verdict."""
    scenario = comparison.scenarios[comparison.baseline]
    return [
        (
            f"{_title(row.team, scenario)}, {FIGURES[row.figure]}",
            _shown(row.yours),
            f"{_shown(row.near_low)} to {_shown(row.near_high)}",
            _shown(row.simulated)
            if math.isnan(row.low)
            else f"{_shown(row.simulated)} ({_shown(row.low)} to {_shown(row.high)})",
            f"{row.people:,}",
            VERDICTS[row.verdict],
        )
        for row in rows
    ]


def _title(team: str, scenario: Scenario) -> str:
    found = scenario.teams.get(team)
    return found.title if found and found.title else team.replace("_", " ")


def _value(value: float | str | None) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else f"{value:,.6g}"


def _shown(value: float) -> str:
    """Three significant digits, without powers of ten."""
    if math.isnan(value):
        return NO_NUMBER
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
