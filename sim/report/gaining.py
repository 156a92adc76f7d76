"""Who gains and who loses, and how people are spread, in sentences and cells.

Goes in: a :class:`~sim.study.beside.Beside`. Comes out: text, the same on screen and paper. What
other luck alone would do stands beside every share; who is worst hit is named, or that nobody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.measures import DEFINITIONS
from sim.model.words import MINUTES_PER_DAY
from sim.report.answer import span, verdict_words, why_close
from sim.report.words import capital, row_title, scenario_title, with_interval
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.findings import HELPED, PLACEBO
from sim.study.gains import CHANGES, GAINED, Change, GainRow, all_gains, worst_hit
from sim.study.rows import ALL
from sim.study.spread import COUNTED, PARTS, WAITED, DistributionRow
from sim.study.statistics import PEOPLE_AT_LEAST, Interval

OF_HELP: Final[dict[Change, str]] = {
    "fewer": "right help lost",
    "the same": "as before",
    "more": "right help gained",
}
BY_LUCK: Final = "other luck alone (placebo)"
SHOWN_WEEKS: Final = (1, 4, 13, 26)
"""Of those in the table that is kept."""
TOO_FEW: Final = "too few"
NOT_REACHED: Final = "not reached"
PART_WORDS: Final = {0.5: "half, by day", 0.9: "nine in ten, by day"}
Lines = list[tuple[str, list[str]]]
"""The title of a line and its cells."""


def change_words(measure: str, change: Change) -> str:
    """What a share is called: ``fewer``, or ``right help lost``."""
    return OF_HELP[change] if measure == HELPED else change


def lane_words(comparison: Comparison, lane: str) -> str:
    """An option's title; the placebo is told as what it is for."""
    return scenario_title(comparison, lane) if lane in comparison.scenarios else BY_LUCK


def gain_sentence(beside: Beside, option: str, measure: str = GAINED[0]) -> str:
    """Of the same people how many have more and how many fewer, beside other luck alone."""
    comparison = beside.comparison
    shares = all_gains(beside.gains, measure)
    title = DEFINITIONS[measure].title
    against = f"“{scenario_title(comparison, comparison.baseline)}”"
    if too_few(shares[option][0]):
        return f"{title}, against {against}: {TOO_FEW} people to say."
    fewer, same, more = (_cell(one) for one in shares[option])
    luck = _luck(shares.get(PLACEBO, ()), measure)
    if measure == HELPED:
        told = f"{more} of the same people gain it, {fewer} lose it, {same} are as before"
    else:
        told = f"{more} of the same people have more, {fewer} have fewer, {same} as many"
    return f"{title}, against {against}: {told}{luck}."


def _luck(shares: Sequence[GainRow], measure: str) -> str:
    """What other luck alone does; empty where no placebo ran."""
    if not shares:
        return ""
    fewer, _, more = (_cell(one) for one in shares)
    if measure == HELPED:
        return f". Other luck alone: {more} gain it, {fewer} lose it"
    return f". Other luck alone: {more} have more, {fewer} have fewer"


def worst_sentence(comparison: Comparison, option: str) -> str:
    """The persona whom an option hits worst by a primary measure, or that nobody's stands."""
    found = worst_hit(comparison, option)
    if found is None:
        return "Worst hit: nobody; no persona's primary difference goes against what people want."
    line = found.line
    told = (
        f"{row_title(comparison, line.persona)}, {DEFINITIONS[line.measure].title.lower()} "
        f"({span(line)})"
    )
    if found.stands:
        return (
            f"Worst hit, counted in smallest differences that matter: {told}: "
            f"{verdict_words(line)}, not as people want it."
        )
    why = f": {why_close(line)}" if line.verdict == "too close to call" else ""
    return (
        "Worst hit: nobody's primary difference stands against what people want. Furthest that "
        f"way: {told}: {line.verdict}{why}."
    )


def gain_tables(beside: Beside) -> list[tuple[str, list[str], Lines]]:
    """For each measure: its title, the names of the three shares, and a line for each lane."""
    return [
        (
            DEFINITIONS[measure].title,
            [capital(change_words(measure, change)) for change in CHANGES],
            [
                (lane_words(beside.comparison, lane), [_cell(one) for one in shares])
                for lane, shares in all_gains(beside.gains, measure).items()
            ],
        )
        for measure in GAINED
    ]


def gain_tables_by_persona(
    beside: Beside, rows: Sequence[str]
) -> list[tuple[str, list[str], Lines]]:
    """For each measure a line for each row of the answer; a cell holds fewer, the same and more."""
    tables = []
    for measure in GAINED:
        by_row = {row: all_gains(beside.gains, measure, row) for row in rows}
        lanes = list(all_gains(beside.gains, measure))
        lines = [
            (
                capital(row_title(beside.comparison, row)),
                [_three(found[lane]) for lane in lanes],
            )
            for row, found in by_row.items()
        ]
        words = ", ".join(change_words(measure, change) for change in CHANGES)
        caption = f"{DEFINITIONS[measure].title}: {words}"
        tables.append((caption, [lane_words(beside.comparison, lane) for lane in lanes], lines))
    return tables


def _three(shares: Sequence[GainRow]) -> str:
    """Fewer, the same and more; too few people say nothing."""
    if too_few(shares[0]):
        return TOO_FEW
    return " / ".join(f"{one.share:.0%}" for one in shares)


def too_few(row: GainRow) -> bool:
    """Whether so few people are in both that a share of them says nothing."""
    return row.people < PEOPLE_AT_LEAST


def _cell(row: GainRow) -> str:
    if too_few(row):
        return TOO_FEW
    return with_interval(HELPED, Interval(row.share, row.low, row.high))


def count_tables(beside: Beside) -> list[tuple[str, list[str], Lines]]:
    """For each count the share of people with 0, 1, 2 ... in every lane."""
    tables = []
    for measure, top in COUNTED.items():
        heads = [*map(str, range(top)), f"{top} or more"]
        lines = [
            (lane_words(beside.comparison, lane), [_of_people(row) for row in rows])
            for lane, rows in _by_lane(beside, measure, ("share with", "share with at least"))
        ]
        tables.append((DEFINITIONS[measure].title, heads, lines))
    return tables


def wait_tables(beside: Beside) -> list[tuple[str, list[str], Lines]]:
    """For each wait: by which day half and nine in ten had come, and the share by some weeks."""
    comparison = beside.comparison
    weeks = [week for week in SHOWN_WEEKS if 7 * week <= follow_days(comparison)]
    heads = [
        *(capital(PART_WORDS[part]) for part in PARTS),
        *(f"By week {week}" for week in weeks),
    ]
    tables = []
    for measure in WAITED:
        days = dict(_by_lane(beside, measure, ("day by which",)))
        shares = dict(_by_lane(beside, measure, ("share by day",)))
        lines = [
            (
                lane_words(comparison, lane),
                [
                    *map(_day, days[lane]),
                    *(_of_people(row) for row in shares[lane] if row.at / 7 in weeks),
                ],
            )
            for lane in days
        ]
        tables.append((DEFINITIONS[measure].title, heads, lines))
    return tables


def follow_days(comparison: Comparison) -> int:
    """Days for which each person is followed."""
    return comparison.programs[comparison.baseline].follow // MINUTES_PER_DAY


def _by_lane(
    beside: Beside, measure: str, kinds: Sequence[str]
) -> list[tuple[str, list[DistributionRow]]]:
    found: dict[str, list[DistributionRow]] = {}
    for row in beside.spread.rows:
        if row.persona == ALL and row.measure == measure and row.kind in kinds:
            found.setdefault(row.scenario, []).append(row)
    return list(found.items())


def _of_people(row: DistributionRow) -> str:
    return with_interval(HELPED, Interval(row.value, row.low, row.high))


def _day(row: DistributionRow) -> str:
    """A day with the earliest and the latest that the runs allow."""
    if row.value != row.value:
        return NOT_REACHED if row.low != row.low else f"{NOT_REACHED} (from {row.low:.0f})"
    if row.replications < 2:
        return f"{row.value:.0f}"
    latest = NOT_REACHED if row.high != row.high else f"{row.high:.0f}"
    return f"{row.value:.0f} ({row.low:.0f} to {latest})"
