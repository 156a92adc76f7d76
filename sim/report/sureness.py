"""How sure, in words: whether there were enough runs, and how often an option has the advantage.

Goes in: a :class:`~sim.study.beside.Beside`. Comes out: sentences and cells, the same for screen
and paper. A share of draws is no probability: it is as good as the ranges that people wrote down.
"""

from __future__ import annotations

from typing import Final

from sim.measures import DEFINITIONS, PRIMARY
from sim.report.phrases import counted
from sim.report.words import (
    NO_NUMBER,
    capital,
    number,
    row_title,
    scenario_title,
    unit_of_difference,
)
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.precision import LOOK_AHEAD, PrecisionRow
from sim.study.rows import ALL
from sim.study.shares import ANY, SureRow
from sim.study.statistics import CONFIDENCE, share_interval
from sim.study.sure import Sure

MOSTLY_LUCK: Final = 0.5
"""Share of the spread that is luck from which the sentence warns of it."""
REFUSED_SHOWN: Final = 3
"""Reasons for leaving draws out that are shown."""


def runs_sentences(comparison: Comparison) -> list[str]:
    """Whether runs were added until they were enough; nothing where so many were asked for."""
    if not comparison.plan.budget:
        return []
    runs = counted(comparison.plan.replications, "run")
    rows = comparison.precision
    if not rows:
        return [f"{runs} of each: there is no primary difference to know more closely."]
    wide = [row for row in rows if not row.reached]
    if comparison.settled:
        return [
            f"Runs were added until every primary difference was known as closely as matters (half "
            f"of its {CONFIDENCE:.0%} interval no wider than the smallest difference that matters) "
            f"and stayed so for {LOOK_AHEAD} runs or more: {runs} of each, whatever the answer was."
        ]
    if not wide:
        return [
            f"The budget of {runs} of each was used up: every primary difference is known as "
            "closely as matters, but that it stays so was not seen."
        ]
    lines = [
        f"The budget of {runs} of each was used up: {len(wide)} of {len(rows)} primary differences "
        f"are not known as closely as matters (more --budget may help). They are:"
    ]
    return [*lines, *(_too_wide(comparison, row) for row in wide)]


def _too_wide(comparison: Comparison, row: PrecisionRow) -> str:
    known = row.half_width == row.half_width
    width = number(row.measure, row.half_width, signed=True).lstrip("+")
    least = number(row.measure, row.matters, signed=True).lstrip("+")
    by = f"within {width} {unit_of_difference(row.measure)}" if known else "not at all"
    return (
        f"{capital(DEFINITIONS[row.measure].title.lower())}, "
        f"{row_title(comparison, row.persona)}, {scenario_title(comparison, row.scenario)}: known "
        f"{by}, wanted within {least}."
    )


def share_words(beside: Beside, option: str, persona: str, measure: str) -> str:
    """Beside a primary difference: ``fewer in 83% of 100 draws (74% to 89%)``; empty without."""
    row = row_of(beside.sure, option, persona, measure) if beside.sure else None
    if row is None:
        return ""
    word = row.wanted
    return (
        f"{word} in {row.advantage:.0%} of {row.draws} draws "
        f"({row.advantage_low:.0%} to {row.advantage_high:.0%})"
    )


def row_of(
    sure: Sure, option: str, persona: str, measure: str, reading: str = ANY
) -> SureRow | None:
    """The line of one primary difference."""
    for row in sure.rows:
        if (row.scenario, row.persona, row.measure, row.reading) == (
            option,
            persona,
            measure,
            reading,
        ):
            return row
    return None


def sure_sentences(beside: Beside) -> list[str]:
    """What was drawn, how, and what was left out."""
    sure = beside.sure
    if sure is None:
        return []
    done = sure.draws - len(sure.refused)
    lines = [
        f"{counted(done, 'joint draw')} of {sure.moved} numbers, each anywhere between its low and "
        "its high end (most often near the value used), all at once and alike in every way of "
        f"organising help, with {counted(sure.runs, 'run')} of each; where a way was read twice, "
        "each reading in its share of the draws. Staff are not drawn: in each draw a team with a "
        "list has the same share of its work staffed as before, which is how staff were fitted or "
        "set.",
        "A share of draws is no probability that an option is better: it says how often these "
        "ranges, which are mostly judgement, bear the advantage out.",
    ]
    lines.append(
        f"{capital(counted(done, 'draw'))} tell{'s' if done == 1 else ''} a share only to within "
        f"{points_within(done):.0f} points either way; the interval beside each share says how far."
    )
    if sure.refused:
        why = "; ".join(dict.fromkeys(one.why for one in sure.refused[:REFUSED_SHOWN]))
        lines.append(
            f"{len(sure.refused)} of {sure.draws} draws were left out because the loader refuses "
            f"such a file, and the shares are of the rest: {why}."
        )
    if sure.fewer_places:
        lines.append(
            f"In {counted(sure.fewer_places, 'draw')} a team had only as many places on its "
            "caseload as its staff could serve."
        )
    return lines


def points_within(draws: int) -> float:
    """Percentage points either way to which so many draws tell a share, at worst."""
    found = share_interval(draws // 2, draws)
    return 100.0 * max(found.high - found.mean, found.mean - found.low)


def sure_table(beside: Beside) -> tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]:
    """At a glance: primary measures, and for each option, and each reading of it, in what share of
    draws it has the advantage, with how often that is by what matters, over all people."""
    sure, found = beside.sure, beside.comparison
    if sure is None:
        return [], []
    rows = {(r.scenario, r.reading, r.measure): r for r in sure.rows if r.persona == ALL}
    heads = [f"{DEFINITIONS[m].title}: {DEFINITIONS[m].wanted}" for m in PRIMARY]
    lines = []
    for option, reading in dict.fromkeys((scenario, reading) for scenario, reading, _ in rows):
        title = scenario_title(found, option)
        some = [rows.get((option, reading, measure)) for measure in PRIMARY]
        draws = counted(max(row.draws for row in some if row is not None), "draw")
        title = f"{title} ({draws})" if reading == ANY else f"read as in {reading} ({draws})"
        lines.append((title, [_share_cell(row) for row in some]))
    return heads, lines


def _share_cell(row: SureRow | None) -> tuple[str, str]:
    if row is None:
        return NO_NUMBER, ""
    share = f"{row.advantage:.0%} ({row.advantage_low:.0%} to {row.advantage_high:.0%})"
    against = "higher" if row.wanted == "lower" else "lower"
    return (
        share,
        f"by what matters: {row.wanted} {row.matters_for:.0%}, {against} {row.matters_against:.0%}",
    )


def sure_answer(beside: Beside) -> list[tuple[str, list[str]]]:
    """For each option a sentence on every primary measure over all people."""
    if beside.sure is None:
        return []
    found = beside.comparison
    return [
        (
            scenario_title(found, option),
            [
                sentence
                for row in beside.sure.rows
                if (row.scenario, row.persona) == (option, ALL)
                if (sentence := _sentence(beside, row))
            ],
        )
        for option in found.options
    ]


def _sentence(beside: Beside, row: SureRow) -> str:
    title = DEFINITIONS[row.measure].title
    against = scenario_title(beside.comparison, row.against)
    other = "higher" if row.wanted == "lower" else "lower"
    read = "" if row.reading == ANY else f", read as in {row.reading}"
    least = number(row.measure, row.matters, signed=True).lstrip("+")
    low, middle, high = (
        number(row.measure, value, signed=True)
        for value in (row.difference_5, row.difference_50, row.difference_95)
    )
    interval = f"{row.advantage_low:.0%} to {row.advantage_high:.0%}"
    sentence = (
        f"{title}{read}: {row.wanted} than in “{against}” in {row.advantage:.0%} of {row.draws} "
        f"draws ({interval}), {other} in {row.disadvantage:.0%}; by {least} or more, in "
        f"{row.matters_for:.0%} and {row.matters_against:.0%}. Nine draws in ten lie between {low} "
        f"and {high} {unit_of_difference(row.measure)}, half below {middle}."
    )
    if row.advantage_as_many_helped < row.advantage:
        sentence += f" With no fewer helped: in {row.advantage_as_many_helped:.0%}."
    if row.luck >= MOSTLY_LUCK:
        sentence += f" {row.luck:.0%} of that spread is the luck of few runs."
    return sentence
