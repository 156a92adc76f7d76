"""What was published, held against the first scenario's own runs, in words and cells.

Goes in: whose waits are fitted, and the rows held against. Comes out: sentences and cells. A row
that was fitted is never said to agree; no row says that the model is valid for a place.
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence

from sim.model.scenario import Scenario
from sim.report.phrases import counted
from sim.report.words import NO_NUMBER, scenario_title
from sim.study.asks import asks_about
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.fitted import Waits
from sim.study.plausibility import Compared

DIGITS = 3
NOT_FITTED = "marked to be fitted, which has not been done, and outside its range"
OFF = "fitted, and yet off its range"
IN_WORDS = {
    "fitted": "fitted",
    "inside": "inside",
    "outside": "outside",
    "too few": "too few to say",
}


def waits_sentences(comparison: Comparison, waits: Waits) -> str:
    """Whose waits are fitted to published ones, and whose are not."""
    first = comparison.scenarios[comparison.baseline]
    by_rule = waits.by_rule or _queued(first)
    if waits.state == "none" or not (waits.fitted or waits.off):
        return (
            "Waits are not fitted to any published wait: they follow from the staff and the "
            "demand in the files, which are assumed, and may be shorter or longer than people "
            "know them."
        )
    told = []
    if waits.fitted:
        names = _titles(first, waits.fitted)
        told.append(
            f"The staff of {counted(len(waits.fitted), 'queued team')} are fitted to a published "
            f"wait ({names}). Over the year for which they were fitted those waits agree with what "
            "was published because they were made to; in these runs, which count other weeks, they "
            "need not: see what is held against what was published. Ways of organising help that "
            "move staff start from them."
        )
    if waits.off:
        told.append(f"The fit does not reach the published range for {_titles(first, waits.off)}.")
    if waits.moved:
        told.append(f"Other staff than were fitted stand in {_titles(first, waits.moved)}.")
    if waits.state == "old":
        told.append("The fit was made from other files than these: calibrate again.")
    if by_rule:
        told.append(
            f"The other {counted(len(by_rule), 'queued team')} have no published wait to fit "
            f"({_titles(first, by_rule)}): they have about the staff that can keep up, so their "
            "queues may well be shorter than people know them."
        )
    return " ".join(told)


def plausible_table(beside: Beside, waits: Waits) -> list[tuple[str, ...]]:
    """For each row held against: what it states, simulated, published, people, verdict."""
    unfitted = _unfitted(beside, waits)
    return [
        (
            f"{row.quantity} ({row.row}, {row.unit})",
            _value(row.simulated),
            f"{row.lowest:.{DIGITS}g} to {row.highest:.{DIGITS}g}"
            if not math.isnan(row.lowest)
            else NO_NUMBER,
            f"{row.central:g} ({row.low:g} to {row.high:g})",
            f"{row.people:,}",
            _verdict(row, unfitted),
        )
        for row in beside.plausible
    ]


def plausible_words(beside: Beside, waits: Waits) -> str:
    """One sentence: what lies outside, of how many that could have."""
    rows = beside.plausible
    if not rows:
        return ""
    title = scenario_title(beside.comparison, beside.comparison.baseline)
    held = [row for row in rows if row.verdict in ("inside", "outside")]
    out = [row for row in held if row.verdict == "outside"]
    off = [row for row in rows if row.verdict == "fitted" and not row.within]
    few = sum(row.verdict == "too few" for row in rows)
    if not held:
        told = f"“{title}” could be held against no published row that was not fitted"
    elif out:
        told = (
            f"{len(out)} of the {len(held)} published rows that were not fitted lie outside their "
            f"range in “{title}”, and what rests on them is less sure: {_named(out)}"
        )
    else:
        told = f"None of the {len(held)} published rows that were not fitted lies outside its range"
    if off:
        told += f"; {NOT_FITTED if _unfitted(beside, waits) else OFF}: {_named(off)}"
    if few:
        told += f"; {counted(few, 'row')} with too few people to say"
    return f"{told}."


def _named(rows: Sequence[Compared]) -> str:
    return "; ".join(
        f"{row.quantity} (published {row.low:g} to {row.high:g}, simulated {_value(row.simulated)})"
        for row in rows
    )


def _value(value: float) -> str:
    return NO_NUMBER if math.isnan(value) else f"{value:.{DIGITS}g}"


def _verdict(row: Compared, unfitted: Container[str]) -> str:
    if row.row in unfitted:
        return "not fitted yet" if row.within else "not fitted yet, and outside"
    if row.verdict == "fitted" and not row.within:
        return "fitted, and off its range"
    return IN_WORDS[row.verdict]


def _unfitted(beside: Beside, waits: Waits) -> set[str]:
    """Rows of waits that were marked to be fitted and have not been."""
    asks = asks_about(beside.comparison.baseline)
    return {ask.row for ask in asks.fits} if asks and waits.state == "none" else set()


def _queued(scenario: Scenario) -> tuple[str, ...]:
    return tuple(name for name, team in scenario.teams.items() if team.wait == "queue")


def _titles(scenario: Scenario, slugs: Sequence[str]) -> str:
    found = (scenario.teams.get(slug) for slug in slugs)
    return ", ".join(
        (team.title if team and team.title else slug.replace("_", " "))
        for slug, team in zip(slugs, found, strict=True)
    )
