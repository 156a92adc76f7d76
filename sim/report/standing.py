"""What stands beside the headline, in rows of text: rungs, readings, stress, first events, gaps.

Goes in: a :class:`~sim.study.beside.Beside`. Comes out: titles, sentences and cells, the same for
screen and paper. What was not run says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.measures import DEFINITIONS
from sim.model.words import RUNGS, Rung
from sim.report.answer import difference_and_interval, differences_of, verdict_words
from sim.report.tables import means_of
from sim.report.words import (
    HEADLINE,
    NO_NUMBER,
    capital,
    group_title,
    number,
    row_title,
    scenario_title,
    unit_of_difference,
    with_interval,
)
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.findings import DifferenceRow
from sim.study.groups import GROUPED
from sim.study.incidence import HELP_FROM_ONSET, RESTRICTED_MEAN, WORDS, IncidenceRow
from sim.study.ladder import HEADLINE_RUNG, MEANS
from sim.study.rows import ALL
from sim.study.statistics import Interval
from sim.study.stress import FACTORS

Cells = list[tuple[str, str]]
"""A value and the words beneath it, for each column."""
WORDS_FOR: Final = {
    "met": "met somebody",
    "helped": "helped",
    "left": "left without",
    "better": "got better",
}
NOT_TRIED: Final = (
    "Waits were not tried with 5% less and more staff everywhere, nor from empty and doubled lists "
    "(--full or --stress does both), "
    "and demand was not raised (--stress does)."
)


def rungs_of(beside: Beside) -> dict[Rung, Comparison]:
    """Every rung that was run, in the order of the ladder; the headline's among them."""
    found = {**beside.rungs, HEADLINE_RUNG: beside.comparison}
    return {rung: found[rung] for rung in RUNGS if rung in found}


def ladder_table(beside: Beside) -> list[tuple[str, str, int, list[tuple[str, Cells]]]]:
    """For each rung: its letter, what it means, its runs, and the headline measures by scenario."""
    if not beside.rungs:
        return []
    return [
        (rung, MEANS[rung], found.plan.replications, headline_lines(found))
        for rung, found in rungs_of(beside).items()
    ]


def headline_lines(found: Comparison) -> list[tuple[str, Cells]]:
    """The headline measures of every scenario of a comparison, controls left out."""
    lines = []
    for name in found.scenarios:
        means, against = means_of(found, name, ALL), differences_of(found, name, ALL)
        cells = [
            (with_interval(m, means[m]), verdict_words(against[m]) if against else "")
            for m in HEADLINE
        ]
        lines.append((scenario_title(found, name), cells))
    return lines


def missing_rungs(beside: Beside) -> str:
    """A sentence on the rungs that were not run."""
    missing = [rung for rung in RUNGS if rung not in rungs_of(beside)]
    if not missing:
        return ""
    return f"Not run: rung {' and '.join(missing)} (--full or --ladder runs it)."


def other_readings(beside: Beside, lane: str, measure: str) -> str:
    """What second readings of a scenario gave: ``other reading 4.10 (3.90 to 4.30)``."""
    if beside.readings is None:
        return ""
    found = beside.readings.comparison
    means = [
        with_interval(measure, means_of(found, second, ALL)[measure])
        for second in beside.readings.others(lane)
    ]
    many = "s" if len(means) > 1 else ""
    return f"other reading{many} {', '.join(means)}" if means else ""


def changed_conclusions(beside: Beside) -> list[str]:
    """A sentence for each primary question that another reading answers otherwise."""
    if beside.readings is None:
        return []
    second = beside.readings.comparison
    return [
        f"{DEFINITIONS[one.first.measure].title}, {row_title(second, one.first.persona)}: "
        f"{scenario_title(beside.comparison, one.first.scenario)}: {_told(one.first)}; "
        f"{scenario_title(second, one.second.scenario)} ({one.second.scenario}): "
        f"{_told(one.second)}."
        for one in beside.readings.changed
    ]


def _told(line: DifferenceRow) -> str:
    return f"{verdict_words(line)} ({', '.join(difference_and_interval(line))})"


def stress_sentences(beside: Beside) -> list[str]:
    """What a little more and less staff, and other lists at the start, did."""
    lines = []
    if beside.stress is None:
        lines.append(NOT_TRIED)
    else:
        if beside.raised is None:
            lines.append("Demand was not raised (--stress does).")
        low, high = FACTORS
        tried = f"With {low:.0%} and {high:.0%} of the staff in every queued team"
        withdrawn = beside.stress.withdrawn
        if not withdrawn:
            lines.append(f"{tried} no verdict on waiting changed its sign.")
        lines += [
            f"{tried}, withdrawn as too close to call: {DEFINITIONS[line.measure].title.lower()}, "
            f"{row_title(beside.comparison, line.persona)}, "
            f"{scenario_title(beside.comparison, line.scenario)} ({_told(line)})."
            for line in withdrawn
        ]
    if beside.starts is not None:
        weeks = beside.comparison.scenarios[beside.comparison.baseline].window.start.central
        short = weeks < beside.starts.agree_from
        lines.append(
            f"{beside.starts} This run started {weeks:g} weeks before anybody was counted"
            f"{': too few' if short else ''}."
        )
    return lines


def depended_table(beside: Beside) -> list[tuple[str, ...]]:
    """The numbers on which most depends: what, on what, at its ends, how far, whether it turns."""
    if beside.depended is None:
        return []
    return [
        (
            capital(row.number.removeprefix("assumptions.").replace("_", " ")),
            f"{DEFINITIONS[row.measure].title}, {scenario_title(beside.comparison, row.scenario)}",
            *(
                number(row.measure, v, signed=True)
                for v in (row.at_low, row.at_central, row.at_high)
            ),
            f"{row.swing:.1f}",
            "yes" if row.turns else "no",
        )
        for row in beside.depended.most()
    ]


def came_first_tables(beside: Beside) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    """For each thing waited for: columns, and by scenario what had come first by the last week."""
    tables = []
    for awaited, words in WORDS.items():
        rows = [row for row in beside.incidence if row.awaited == awaited]
        if not rows:
            continue
        last = max(row.week for row in rows)
        turned_out = awaited == HELP_FROM_ONSET
        ending = "" if turned_out else " first"
        still = "still waiting, or nobody asked" if turned_out else "still waiting"
        heads = [*(WORDS_FOR[word] + ending for word in words), still, "mean days until"]
        lines = []
        for lane in beside.comparison.scenarios:
            mine = [row for row in rows if row.scenario == lane]
            lines.append((scenario_title(beside.comparison, lane), _shares(mine, words, last)))
        tables.append((f"{capital(awaited)}: by week {last}", heads, lines))
    return tables


def _shares(rows: Sequence[IncidenceRow], words: Sequence[str], week: int) -> list[str]:
    """Shares by event, who still waits, and the restricted mean."""
    by_word = {row.came_first: row for row in rows if row.week == week}
    mean = next((row for row in rows if row.unit == RESTRICTED_MEAN), None)
    still = 1.0 - sum(by_word[word].mean for word in words) if by_word else float("nan")
    return [
        *(_share(by_word[word]) if word in by_word else NO_NUMBER for word in words),
        f"{max(0.0, still):.0%}" if still == still else NO_NUMBER,
        _plain(mean) if mean else NO_NUMBER,
    ]


def _share(row: IncidenceRow) -> str:
    return with_interval("right_help", Interval(row.mean, row.low, row.high))


def _plain(row: IncidenceRow) -> str:
    return with_interval("waiting_days", Interval(row.mean, row.low, row.high))


def gap_tables(beside: Beside) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    """For each group: measures, and by scenario the gap with its interval."""
    tables = []
    for group in dict.fromkeys(row.group for row in beside.gaps):
        rows = {(r.scenario, r.measure): r for r in beside.gaps if r.group == group}
        heads = [f"{DEFINITIONS[m].title} ({unit_of_difference(m)})" for m in GROUPED]
        lines = [
            (
                scenario_title(beside.comparison, lane),
                [with_interval(m, Interval(*rows[lane, m][4:7]), signed=True) for m in GROUPED],
            )
            for lane in beside.comparison.scenarios
        ]
        people = next(iter(rows.values())).people
        tables.append(
            (f"{group_title(group)}, less everybody else ({people} people)", heads, lines)
        )
    return tables


def domain_table(beside: Beside) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Unmet days, urgent help and right help by domain, a column for each scenario."""
    lanes = list(beside.comparison.scenarios)
    found = {(r.domain, r.measure, r.scenario): r for r in beside.domains}
    lines = []
    for domain, measure in dict.fromkeys((r.domain, r.measure) for r in beside.domains):
        rows = [found.get((domain, measure, lane)) for lane in lanes]
        unit = next(row.unit for row in rows if row)
        cells = [
            with_interval(measure, Interval(row.mean, row.low, row.high)) if row else NO_NUMBER
            for row in rows
        ]
        lines.append(
            (f"{capital(domain.replace('_', ' '))}: {_measure_of(measure)} ({unit})", cells)
        )
    return [scenario_title(beside.comparison, lane) for lane in lanes], lines


def _measure_of(measure: str) -> str:
    return DEFINITIONS[measure].title.lower()
