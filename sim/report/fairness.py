"""Whether the comparison is fair to each option, in words: staff divided otherwise, and a match.

Goes in: a :class:`~sim.study.beside.Beside`. Comes out: sentences and cells, the same for screen
and paper. Says with which seed a division was chosen and with which it was judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.measures import DEFINITIONS
from sim.report.words import capital, number, row_title, scenario_title, unit_of_difference
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.fair import Split, SplitRow
from sim.study.matching import FURTHEST, MatchRow
from sim.study.readings import ChangedConclusion
from sim.study.rows import ALL

SPLITS: Final[Mapping[Split, str]] = {
    "drafted": "as drafted",
    "load": "by load",
    "search": "as a search found",
}
Cell = tuple[str, str]
"""A difference with its interval, and its verdict."""


def fair_sentences(beside: Beside) -> list[str]:
    """What was divided, how it was chosen, and what hangs on it."""
    fair = beside.fair
    if fair is None:
        return []
    found = beside.comparison
    lines = [
        "An option's staff can be divided among its teams in more than one way for the same money. "
        "Here are three: as drafted by hand; by load, in proportion to the time that was used; and "
        f"as a small search for a short wait to right help left it ({fair.tried} divisions run). "
        f"The last two were chosen with seed {fair.chosen_with} and are judged, like the first, "
        f"with seed {fair.judged_with}. “{scenario_title(found, found.baseline)}” keeps the staff "
        "that it has.",
    ]
    if fair.undivided:
        names = ", ".join(scenario_title(found, name) for name in fair.undivided)
        lines.append(f"Nothing to divide, since fewer than two teams changed: {names}.")
    for split, changes in fair.changed.items():
        lines += [_changed(found, split, one) for one in changes]
    if not any(fair.changed.values()) and fair.rows:
        lines.append("No primary conclusion changes with the division.")
    return lines


def _changed(found: Comparison, split: Split, one: ChangedConclusion) -> str:
    return (
        f"Changes with the division ({SPLITS[split]}): "
        f"{DEFINITIONS[one.first.measure].title.lower()}, {row_title(found, one.first.persona)}, "
        f"{scenario_title(found, one.first.scenario)}: {one.first.verdict} as drafted, then "
        f"{one.second.verdict}."
    )


def split_tables(beside: Beside) -> list[tuple[str, list[str], list[tuple[str, list[Cell]]]]]:
    """For each option: columns, and by measure over all people the difference in each division."""
    if beside.fair is None:
        return []
    rows = {
        (row.scenario, row.measure, row.split): row
        for row in beside.fair.rows
        if row.persona == ALL
    }
    tables = []
    for option in dict.fromkeys(row.scenario for row in beside.fair.rows):
        measures = dict.fromkeys(measure for name, measure, _ in rows if name == option)
        lines = [
            (
                f"{DEFINITIONS[measure].title} ({unit_of_difference(measure)})",
                [_cell(rows[option, measure, split]) for split in SPLITS],
            )
            for measure in measures
        ]
        heads = [capital(words) for words in SPLITS.values()]
        tables.append((scenario_title(beside.comparison, option), heads, lines))
    return tables


def _cell(row: SplitRow) -> Cell:
    middle, low, high = (
        number(row.measure, value, signed=True) for value in (row.difference, row.low, row.high)
    )
    verdict = f"{row.verdict}, {row.caution}" if row.caution else row.verdict
    return f"{middle} ({low} to {high})", verdict


def staff_lines(beside: Beside) -> list[tuple[str, str, str, list[str]]]:
    """For each pool that may be divided: option, team, role, and its staff in each division."""
    if beside.fair is None:
        return []
    wte: dict[tuple[str, str, str], dict[Split, str]] = {}
    for row in beside.fair.staff:
        part = "" if row.part == 1.0 else f" ({row.part:.0%} of the way)"
        wte.setdefault((row.scenario, row.team, row.role), {})[row.split] = f"{row.wte:.2f}{part}"
    return [
        (
            scenario_title(beside.comparison, option),
            team.replace("_", " "),
            role.replace("_", " "),
            [by_split.get(split, "-") for split in SPLITS],
        )
        for (option, team, role), by_split in wte.items()
    ]


def match_sentences(beside: Beside) -> list[str]:
    """What each option would need to match the first scenario's wait to right help."""
    if beside.fair is None:
        return []
    return [_match(beside.comparison, row) for row in beside.fair.matched]


def _match(found: Comparison, row: MatchRow) -> str:
    option, first = (f"“{scenario_title(found, name)}”" for name in (row.scenario, row.against))
    if row.result == "no teams of its own":
        return f"{option} has no queued team of its own whose staff could be moved."
    gap = (
        f"wait to right help {row.wait_difference:+.1f} days ({row.wait_low:+.1f} to "
        f"{row.wait_high:+.1f}) against {first}"
    )
    if row.wait_low <= 0.0 <= row.wait_high:
        gap += ", too close to call as drafted"
    teams = row.teams.replace(";", ", ").replace("_", " ")
    if row.result == "the same":
        return f"{option}: the same {gap}: nothing is needed."
    if row.result == "not within":
        times = f"{row.factor:.2g}" if row.factor == row.factor else f"{FURTHEST[0]:g}"
        return (
            f"{option}: {gap}. Not matched within {times} times the staff of {teams} "
            f"(£{row.cost_gbp_per_year:,.0f} a year as drafted)."
        )
    steady = "" if row.steady else " More staff did not always shorten the wait, so this is rough."
    return (
        f"{option}: {gap}. It would be matched with {row.factor:.2f} times the staff of {teams}: "
        f"{pounds(row.gbp_per_year)} ({_span(row)}; {row.replications} runs).{steady}"
    )


def pounds(gbp: float) -> str:
    """Money a year, more or less than drafted."""
    return f"£{abs(gbp):,.0f} a year {'more' if gbp >= 0.0 else 'less'} than drafted"


def _span(row: MatchRow) -> str:
    """Between which sums the runs cannot tell."""
    low, high = row.gbp_low == row.gbp_low, row.gbp_high == row.gbp_high
    if not low and not high:
        return "these runs cannot tell any of what was tried from it"
    nothing = "nothing that was tried"
    longer = pounds(row.gbp_low) if low else nothing
    shorter = pounds(row.gbp_high) if high else nothing
    return f"waits are surely longer at {longer}, surely shorter at {shorter}"
