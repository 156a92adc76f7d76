"""The page: one HTML file that opens offline, prints well and says what it rests on.

Goes in: a comparison, its figures and staff table. Comes out: text. Everything that came from a
file is escaped. Refuses to sum the measures up into a score, and to speak of any place.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sim.files import quantities
from sim.measures import DEFINITIONS, PRIMARY
from sim.measures.thresholds import thresholds
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.report.answer import answer, differences_of, placebo_sentence, verdict_words
from sim.report.fairness import fair_sentences, match_sentences, split_tables, staff_lines
from sim.report.figures import Picture
from sim.report.published import plausible_table, plausible_words, waits_sentences
from sim.report.standing import (
    came_first_tables,
    changed_conclusions,
    depended_table,
    domain_table,
    gap_tables,
    ladder_table,
    missing_rungs,
    other_readings,
    rungs_of,
    stress_sentences,
)
from sim.report.sureness import (
    runs_sentences,
    share_words,
    sure_answer,
    sure_sentences,
)
from sim.report.tables import means_of
from sim.report.words import (
    HEADLINE,
    NO_NUMBER,
    capital,
    number,
    people_of,
    row_title,
    scenario_title,
    these_personas,
    unit_of_difference,
    with_interval,
)
from sim.study.beside import Beside, nothing_beside
from sim.study.compare import Comparison
from sim.study.findings import CLONE
from sim.study.fitted import Waits
from sim.study.rows import ALL, NAMED
from sim.study.staff import StaffRow
from sim.study.statistics import clipped, interval

TEMPLATES: Final = Path(__file__).parent
GROUNDS: Final = {
    "said": "said in a source document",
    "evidence": "from a row of published evidence",
    "assumed": "assumed, with a reason",
    "none": "no reason given",
}
TRUST_COEFFICIENTS: Final = "trust."
"""How the paths of trust begin, which do nothing unless trust acts."""
TITLE: Final = "Ways of organising help: a comparison"


def page(
    comparison: Comparison,
    pictures: Sequence[Picture],
    staff: Sequence[StaffRow],
    *,
    cut: str,
    again: str,
    changes: Sequence[Mapping[str, Any]] = (),
    cards: Sequence[Mapping[str, Any]] = (),
    waits: Waits | None = None,
    beside: Beside | None = None,
    levers: Sequence[Mapping[str, Any]] = (),
    blanks: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The report. ``cut``: what was left out to save time; ``again``: how to run it again.

    ``changes``: what was set by hand (change) and in which scenarios (in); ``cards``: what cards
    were played, as a manifest holds them; ``waits``: whose waits are fitted, None for nobody's.
    ``beside``: what else was run; None for nothing more than the comparison's own runs say.
    ``levers``: what was pulled where; ``blanks``: what the sources name and do not describe, both
    as a manifest holds them.
    """
    beside = beside or nothing_beside(comparison)
    waits = waits or Waits()
    lanes = [lane for lane in comparison.lanes if lane != CLONE]
    return _template().render(
        title=TITLE,
        everyone=these_personas(len(people_of(comparison))),
        scenarios=comparison.scenarios,
        against=scenario_title(comparison, comparison.baseline),
        cut=cut,
        again=again,
        changes=changes,
        cards=cards,
        levers=levers,
        blanks=blanks,
        from_elsewhere=from_elsewhere(comparison),
        waits=waits_sentences(comparison, waits),
        plausible=plausible_table(beside, waits),
        not_plausible=plausible_words(beside, waits),
        plan=comparison.plan,
        answer=answer(comparison),
        headline=headline(beside, lanes),
        ladder=ladder_table(beside),
        missing_rungs=missing_rungs(beside),
        changed=changed_conclusions(beside),
        readings=beside.readings,
        stress=stress_sentences(beside),
        depended=depended_table(beside),
        depended_runs=beside.depended.runs if beside.depended else 0,
        came_first=came_first_tables(beside),
        gaps=gap_tables(beside),
        domains=domain_table(beside),
        matters=matters(comparison),
        capital=capital,
        measure_titles=[DEFINITIONS[measure].title for measure in HEADLINE],
        enough_runs=runs_sentences(comparison),
        sure=sure_sentences(beside),
        sure_answer=sure_answer(beside),
        fair=fair_sentences(beside),
        splits=split_tables(beside),
        split_staff=staff_lines(beside),
        matching=match_sentences(beside),
        personas=[persona_table(beside, row) for row in rows_of(comparison)],
        options=[scenario_title(comparison, option) for option in comparison.options],
        pictures=[(picture, data_address(picture.svg)) for picture in pictures],
        placebo=placebo_sentence(comparison) if comparison.plan.placebo else "",
        luck=luck(comparison),
        staff=staff_table(comparison, staff),
        costs=costs(comparison),
        everything=everything(comparison),
        definitions=list(DEFINITIONS.values()),
        primary=[DEFINITIONS[measure].title for measure in PRIMARY],
        grounds=grounds(comparison.scenarios),
        assumptions=assumptions(comparison),
        trust_acts=trust_acts(comparison),
        rungs_shown=tuple(rungs_of(beside)),
    )


def _template() -> Template:
    """The page as it is written; a name that it does not know is a fault, never a gap."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html")


def rows_of(comparison: Comparison) -> list[str]:
    """Personas, all, then the named people."""
    people = list(people_of(comparison))
    named = comparison.scenarios[comparison.baseline].named
    return [*people, ALL, *(f"{slug}{NAMED}" for slug in people if named)]


def from_elsewhere(comparison: Comparison) -> str:
    """That people were sent through systems in which nobody put them; empty where none were."""
    if not comparison.plan.people:
        return ""
    who = ", ".join(person.title for person in people_of(comparison).values())
    return (
        f"Who comes was chosen for this comparison: {who}. Sending people of one place through "
        "the ways of organising help of another is a modelling choice; no source puts them so."
    )


def headline(beside: Beside, lanes: Sequence[str]) -> list[tuple[str, list[Any]]]:
    """For each lane, the headline measures over all: mean, interval, other readings, verdict."""
    lines = []
    comparison = beside.comparison
    for lane in lanes:
        found = means_of(comparison, lane, ALL)
        against = differences_of(comparison, lane, ALL)
        cells = [
            (
                with_interval(m, found[m]),
                other_readings(beside, lane, m),
                verdict_words(against[m]) if against else "",
            )
            for m in HEADLINE
        ]
        lines.append((scenario_title(comparison, lane), cells))
    return lines


def matters(comparison: Comparison) -> list[tuple[str, str]]:
    """By kind of measure, the smallest difference that matters, with its unit."""
    chosen = comparison.plan.matters
    shown = []
    for kind, least in thresholds().matters.items():
        value = chosen.get(kind, least)
        share = kind == "share"
        units = {"count": "per person", "share": "percentage points", "index": "points of an index"}
        by_hand = " (chosen for this run)" if kind in chosen else ""
        amount = f"{100 * value if share else value:g} {units.get(kind, kind)}{by_hand}"
        shown.append((kind, amount))
    return shown


def persona_table(beside: Beside, row: str) -> tuple[str, int, list[Any]]:
    """One row of the answer: its title, its people, and each headline measure by option.

    A cell holds the difference, its verdict, and in how many joint draws it goes as people want.
    """
    comparison = beside.comparison
    base = means_of(comparison, comparison.baseline, row)
    by_option = [differences_of(comparison, option, row) for option in comparison.options]
    lines = []
    for measure in HEADLINE:
        cells = [
            (
                with_interval(measure, found[measure].interval, signed=True),
                verdict_words(found[measure]),
                share_words(beside, option, row, measure),
            )
            for option, found in zip(comparison.options, by_option, strict=True)
        ]
        title = f"{DEFINITIONS[measure].title} ({unit_of_difference(measure)})"
        lines.append((title, with_interval(measure, base[measure]), cells))
    people = next(
        line.people
        for line in comparison.summary
        if line.persona == row and line.measure == HEADLINE[0]
    )
    return capital(row_title(comparison, row)), people, lines


def luck(comparison: Comparison) -> list[tuple[bool, tuple[str, ...]]]:
    """What common luck was worth, for every measure; whether it is a headline measure."""
    lines: list[tuple[bool, tuple[str, ...]]] = []
    for line in comparison.luck:
        found = line.narrowing
        whole = found.half_width_independent
        cells = (
            scenario_title(comparison, line.scenario),
            DEFINITIONS[line.measure].title,
            number(line.measure, found.half_width_common, signed=True).lstrip("+"),
            number(line.measure, whole, signed=True).lstrip("+"),
            f"{found.half_width_common / whole:.2f}" if whole > 0.0 else NO_NUMBER,
            f"{found.variance_ratio:.2f}" if whole > 0.0 else NO_NUMBER,
            NO_NUMBER if found.correlation != found.correlation else f"{found.correlation:.2f}",
        )
        lines.append((line.measure in HEADLINE, cells))
    return lines


def staff_table(comparison: Comparison, staff: Sequence[StaffRow]) -> list[tuple[str, list[Any]]]:
    """For each scenario its pools: staff, share of time used, wait, queue, cost."""
    tables = []
    for name in comparison.scenarios:
        pools: dict[tuple[str, str], list[StaffRow]] = {}
        for row in staff:
            if row.scenario == name:
                pools.setdefault((row.team, row.role), []).append(row)
        lines = [
            pool_line(team_title(comparison.scenarios[name], team), role, rows)
            for (team, role), rows in pools.items()
        ]
        tables.append((scenario_title(comparison, name), lines))
    return tables


def team_title(scenario: Scenario, slug: str) -> str:
    """What a team is called on paper: its title, or else its name."""
    team = scenario.teams.get(slug)
    return (team.title if team else "") or slug.replace("_", " ")


def pool_line(team: str, role: str, rows: Sequence[StaffRow]) -> tuple[str, ...]:
    """One pool over all runs."""

    def mean(name: str, form: str) -> str:
        values = [v for v in (getattr(row, name) for row in rows) if v == v]
        if not values:
            return NO_NUMBER
        found = clipped(interval(np.array(values, dtype=np.float64)), 0.0, np.inf)
        middle = format(found.mean, form)
        if not found.known or found.low == found.high:
            return middle
        return f"{middle} ({format(found.low, form)} to {format(found.high, form)})"

    return (
        team,
        role.replace("_", " "),
        mean("wte", ".2f"),
        mean("utilisation", ".0%"),
        mean("mean_wait_days", ".1f"),
        mean("mean_queue", ".1f"),
        mean("contacts", ",.0f"),
        mean("other_contacts", ",.0f"),
        mean("cost_gbp_per_year", ",.0f"),
    )


def costs(comparison: Comparison) -> list[tuple[str, str, str, list[str]]]:
    """For each scenario: whole-time equivalents, cost a year, and the transfers in words."""
    return [
        (
            scenario.title,
            f"{sum(wte_after_transfers(scenario).values()):,.1f}",
            f"{yearly_cost(scenario):,.0f}",
            [transfer_words(scenario, transfer) for transfer in scenario.transfers],
        )
        for scenario in comparison.scenarios.values()
    ]


def transfer_words(scenario: Scenario, transfer: Any) -> str:
    """A transfer in a sentence."""
    role, team = transfer.to_role.replace("_", " "), team_title(scenario, transfer.to_team)
    if not transfer.from_team:
        return f"{transfer.wte.central:g} {role} for {team}, additional: {transfer.why}"
    given = transfer.role.replace("_", " ")
    giver = team_title(scenario, transfer.from_team)
    return (
        f"{transfer.wte.central:g} {given} from {giver} pays for {role} in {team}: {transfer.why}"
    )


def everything(comparison: Comparison) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every measure, over all people: baseline mean, options' differences."""
    base = means_of(comparison, comparison.baseline, ALL)
    by_option = [differences_of(comparison, option, ALL) for option in comparison.options]
    return [
        (
            f"{measure.title} ({measure.unit})",
            with_interval(name, base[name]),
            [
                (
                    with_interval(name, found[name].interval, signed=True),
                    verdict_words(found[name]),
                )
                for found in by_option
            ],
        )
        for name, measure in DEFINITIONS.items()
    ]


def grounds(scenarios: Mapping[str, Scenario]) -> list[tuple[str, list[int]]]:
    """How many numbers of each scenario rest on what."""
    counted = [[q.grounds for _, q in quantities(s)] for s in scenarios.values()]
    return [(words, [kinds.count(kind) for kinds in counted]) for kind, words in GROUNDS.items()]


def assumptions(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """The general assumptions that act: path, value, range, reason."""
    found = comparison.scenarios[comparison.baseline].assumptions
    acts = trust_acts(comparison)
    return [
        (path, *quantity_words(quantity))
        for path, quantity in quantities(found)
        if acts or not path.startswith(TRUST_COEFFICIENTS)
    ]


def trust_acts(comparison: Comparison) -> bool:
    """Whether trust does anything in any of the scenarios."""
    return any(scenario.rung == "C" for scenario in comparison.scenarios.values())


def quantity_words(quantity: Quantity) -> tuple[str, str, str]:
    """A number's value, range and reason."""
    reasons = (quantity.said, quantity.evidence, quantity.assumed)
    reason = "; ".join(part for part in reasons if part)
    return (
        f"{quantity.central:g} {quantity.unit}".strip(),
        f"{quantity.low:g} to {quantity.high:g}",
        reason or GROUNDS["none"],
    )


def data_address(svg: bytes) -> str:
    """A picture as an address that needs no other file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
