"""What it costs, and who pays: the yearly bill, what is in nobody's bill, and what it costs once.

Goes in: the material of a report. Comes out: sentences and cells. What nobody knows is called not
known, never nothing; time that is freed is never called money saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from sim.files.prices import prices
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.words import PAYERS, Payer
from sim.report.fairness import match_sentences
from sim.report.sections.material import Content, Material
from sim.report.sections.staff import transfer_words
from sim.report.words import scenario_title
from sim.study.compare import Comparison
from sim.study.costs import (
    CONTACTS,
    NO_CASH,
    NOT_KNOWN,
    ZERO,
    CostRow,
    Kind,
    Span,
    bill,
    cost_rows,
    difference,
)

PAYER_WORDS: Final[Mapping[Payer, str]] = {
    "nhs": "NHS integrated care board",
    "primary_care": "NHS contracts with general practice",
    "council": "Council",
    "voluntary": "Voluntary organisations (grants and gifts)",
    "other_public": "Other public bodies",
    "unknown": "Not known who",
}
ROLE_WORDS: Final[Mapping[str, str]] = {
    "gp": "contacts with a GP",
    "emergency_nurse": "attendances at A&E",
    "paramedic": "visits by an ambulance",
}
LINE_WORDS: Final[Mapping[str, str]] = {
    "training": "Training",
    "recruitment": "Recruitment",
    "records": "Shared record and other computing",
    "premises": "Premises",
    "management": "Managing the change",
    "posts that move": "Double running: the posts that move, paid in both places",
}
ALIKE: Final = 1_000.0
"""GBP a year under which a bill is called the same."""
SMALLEST: Final = 50.0
"""GBP that are shown as none."""
Table = tuple[list[str], list[tuple[str, list[str]]]]
"""Heads, and for each line its name and its cells."""


def costs(m: Material) -> Content:
    """The tables and sentences of the section."""
    found = m.comparison
    rows = cost_rows(found)
    return {
        "sentences": cost_sentences(m),
        "basis": basis(rows),
        "bills": bills(found),
        "more": more_by_payer(found),
        "apart": apart(found, rows),
        "once": once(found, rows),
        "freed": freed(found, rows),
        "moves": moves(found),
        "matching": match_sentences(m.beside),
    }


def cost_sentences(m: Material) -> list[str]:
    """What to say of costs first: the bill against the first, what it takes once, time freed."""
    found = m.comparison
    rows = cost_rows(found)
    first = found.scenarios[found.baseline]
    said = [
        f"All staff in “{m.against}” cost {with_range(bill(first))} a year: whole teams, with "
        "everyone they serve, not these people alone."
    ]
    for name in found.options:
        said.append(_against(found, name))
    said += _once_sentences(found, rows)
    if found.options:
        said.append(
            "Time of GPs, A&E or ambulances that an option frees is not cash: nobody's budget "
            "falls by it. It is shown apart."
        )
    return said


def in_brief(m: Material) -> list[str]:
    """The same for the first screen: the bill, what differs, and what is not known of change."""
    found = m.comparison
    first = found.scenarios[found.baseline]
    said = [
        f"All staff in “{m.against}” cost {with_range(bill(first))} a year, for everybody whom "
        "these teams serve."
    ]
    alike = [
        name
        for name in found.options
        if abs(difference(found.scenarios[name], first).central) < ALIKE
    ]
    if alike and len(alike) == len(found.options):
        who = "The other way costs" if len(alike) == 1 else "The others each cost"
        said.append(f"{who} the same: posts move, and none is added.")
    elif alike:
        titles = _listed([f"“{scenario_title(found, name)}”" for name in alike])
        said.append(f"The same for {titles}: posts move, and none is added.")
    said += [_against(found, name) for name in found.options if name not in alike]
    nobody = [difference(found.scenarios[name], first, "unknown").central for name in found.options]
    if any(amount >= ALIKE for amount in nobody):
        said.append(
            f"Who would pay is {NOT_KNOWN} for up to {pounds(max(nobody))} of an option's bill."
        )
    once = _once_sentences(found, cost_rows(found))
    return [*said, *once[:1]]


def _against(found: Comparison, name: str) -> str:
    """An option's bill against the first scenario's, and how much of it no known payer has."""
    option, first = found.scenarios[name], found.scenarios[found.baseline]
    more = difference(option, first)
    title, against = (f"“{one.title}”" for one in (option, first))
    if all(abs(one) < SMALLEST for one in more):
        said = (
            f"{title} costs the same a year as {against}, wherever unit costs lie in their ranges"
        )
    else:
        range_of = f"{signed(more.low)} to {signed(more.high)} wherever unit costs lie"
        if abs(more.central) < ALIKE:
            said = f"{title} costs the same a year as {against} ({range_of} in their ranges)"
        else:
            word = "more" if more.central > 0.0 else "less"
            said = f"{title} costs {pounds(abs(more.central))} a year {word} than {against} "
            said += f"({range_of})"
    unknown = difference(option, first, "unknown")
    if unknown.central >= ALIKE:
        said += f". Who would pay for {with_range(unknown)} of it is not known"
    return f"{said}."


def _once_sentences(found: Comparison, rows: Iterable[CostRow]) -> list[str]:
    """What it costs once: of what nothing is known, and what is known or assumed."""
    lines = [row for row in rows if row.kind in ONCE_KINDS]
    by_line: dict[str, list[CostRow]] = {}
    for row in lines:
        by_line.setdefault(_line(row), []).append(row)
    nowhere = [words for words, held in by_line.items() if not any(row.span.known for row in held)]
    said = []
    if nowhere:
        said.append(
            f"What it costs once to get to an option is {NOT_KNOWN} for {_listed(nowhere)}. That "
            "is no sign that it costs nothing."
        )
    for words, held in by_line.items():
        known = [
            f"“{scenario_title(found, row.scenario)}” {with_range(row.span)}"
            for row in held
            if row.span.known
        ]
        missing = [f"“{scenario_title(found, row.scenario)}”" for row in held if not row.span.known]
        rest = f"; {NOT_KNOWN} for {_listed(missing)}" if known and missing else ""
        if known:
            said.append(f"Once, for {words}: {', '.join(known)}{rest}.")
    return said


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


ONCE_KINDS: Final[tuple[Kind, ...]] = ("set_up", "double_running")


def _line(row: CostRow) -> str:
    words = LINE_WORDS[row.line].split(":")[0]
    return words[:1].lower() + words[1:]


def basis(rows: Iterable[CostRow]) -> list[str]:
    """The price base, the index, and which unit costs were brought from another year."""
    index = prices()
    sources = "; ".join(f"{one.title}, {one.address}" for one in index.sources.values())
    mark = f"for those of {index.base}"
    brought = sorted({row.role for row in rows if row.kind != "freed" and mark in row.grounds})
    names = ", ".join(role.replace("_", " ") for role in brought) or "none"
    return [
        f"All money is in the prices of {index.base}. Prices of other years were brought to them "
        f"by an index: {sources}.",
        f"Roles whose hour was published in another year's prices: {names}. One index serves the "
        "health service, councils and the voluntary sector alike.",
        "Who pays for a team is assumed where no source says it; the reasons stand in costs.csv.",
    ]


def bills(found: Comparison) -> Table:
    """For every scenario: staff, the whole bill, and each payer's part of it, in £ thousand."""
    scenarios = found.scenarios.values()
    payers = _payers(scenarios)
    lines = []
    for one in scenarios:
        posts = f"{sum(wte_after_transfers(one).values()):,.1f}"
        lines.append((one.title, [posts, *(thousands(bill(one, who)) for who in (None, *payers))]))
    return ["Whole-time equivalents", "All", *(PAYER_WORDS[who] for who in payers)], lines


def _payers(scenarios: Iterable[Scenario]) -> list[Payer]:
    """Those who pay for anything in any scenario."""
    held = list(scenarios)
    return [payer for payer in PAYERS if any(bill(one, payer).central for one in held)]


def more_by_payer(found: Comparison) -> Table:
    """For every option how much more or less it asks of each payer than the first scenario, in
    £ thousand."""
    first = found.scenarios[found.baseline]
    payers = _payers(found.scenarios.values())
    lines = []
    for name in found.options:
        option = found.scenarios[name]
        cells = [more_thousands(difference(option, first, who)) for who in (None, *payers)]
        lines.append((option.title, cells))
    return ["All", *(PAYER_WORDS[who] for who in payers)], lines


def apart(found: Comparison, rows: Iterable[CostRow]) -> Table:
    """The voluntary sector's paid staff, volunteers' hours and carers' hours, by scenario."""
    held = list(rows)
    lines = []
    for name, scenario in found.scenarios.items():
        spans: dict[str, Span] = {}
        for row in held:
            if row.scenario == name and row.kind in ("voluntary", "volunteers", "carers"):
                spans[row.kind] = spans.get(row.kind, ZERO) + row.span
        volunteers = spans.get("volunteers")
        cells = [
            with_range(spans.get("voluntary", ZERO)),
            _hours(volunteers) if volunteers else "none stated",
            _hours(spans["carers"]),
        ]
        lines.append((scenario.title, cells))
    heads = [
        "Paid staff of the voluntary sector, whoever pays, £ (within the bill)",
        "Volunteers, hours (in nobody's bill)",
        "Families telling the story for somebody, hours (in nobody's bill)",
    ]
    return heads, lines


def _hours(span: Span) -> str:
    if span.low == span.high:
        return f"{span.central:,.0f}"
    return f"{span.central:,.0f} ({span.low:,.0f} to {span.high:,.0f})"


def once(found: Comparison, rows: Iterable[CostRow]) -> Table:
    """What it costs once, by option and line."""
    cells: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.kind in ONCE_KINDS:
            known = with_range(row.span) if row.span.known else NOT_KNOWN
            cells[row.scenario, row.line] = known
    lines = [
        (scenario_title(found, name), [cells[name, line] for line in LINE_WORDS])
        for name in found.options
    ]
    return list(LINE_WORDS.values()), lines


def freed(found: Comparison, rows: Iterable[CostRow]) -> Table:
    """Contacts not needed, with what their time is worth, by option and role."""
    held = {(row.scenario, row.role, row.unit): row.span for row in rows if row.kind == "freed"}
    roles = list(dict.fromkeys(role for _, role, _ in held))
    lines = [
        (
            scenario_title(found, name),
            [
                _freed(held.get((name, one, CONTACTS)), held.get((name, one, NO_CASH)))
                for one in roles
            ],
        )
        for name in found.options
    ]
    return [ROLE_WORDS.get(one, one.replace("_", " ")) for one in roles], lines


def _freed(count: Span | None, worth: Span | None) -> str:
    """Fewer contacts and their worth: ``+12 (+3 to +21), worth +500 (+100 to +900)``."""
    if count is None or worth is None:
        return NOT_KNOWN
    hundreds = Span(*(float(round(one, -2)) for one in worth))
    return f"{_ranged(count, _counted)}, worth {_ranged(hundreds, _counted)}"


def _counted(number: float) -> str:
    """More or less, without a unit; no sign that a line may end with."""
    text = f"{number:+,.0f}".replace("-", "−")
    return "0" if text in ("+0", "−0") else text


def moves(found: Comparison) -> list[tuple[str, list[str]]]:
    """The posts that move, in words, by option."""
    return [
        (scenario.title, [transfer_words(scenario, one) for one in scenario.transfers])
        for name, scenario in found.scenarios.items()
        if name != found.baseline
    ]


def pounds(amount: float) -> str:
    """Money: in millions, or to the thousand above a hundred thousand, else to the hundred."""
    if abs(amount) >= 1e6:
        return f"£{amount / 1e6:,.1f} million"
    step = -3 if abs(amount) >= 100_000.0 else -2
    return f"£{round(amount, step):,.0f}".replace("£-", "−£").replace("−£0", "£0")


def thousands(span: Span) -> str:
    """Money with its range, in £ thousand."""
    low, central, high = (f"{one / 1e3:,.0f}" for one in span)
    return central if low == high else f"{central} ({low} to {high})"


def more_thousands(span: Span) -> str:
    """Money more or less, with its range, in £ thousand to one decimal."""

    def words(amount: float) -> str:
        text = f"{amount / 1e3:+,.1f}".replace("-", "−")
        return "0" if text in ("+0.0", "−0.0") else text

    return _ranged(span, words)


def signed(amount: float) -> str:
    """Money more or less."""
    text = pounds(abs(amount))
    return text if text == "£0" else f"{'+' if amount > 0.0 else '−'}{text}"


def with_range(span: Span) -> str:
    """Money with its range."""
    return _ranged(span, pounds)


def _ranged(span: Span, words: Callable[[float], str]) -> str:
    low, central, high = (words(one) for one in span)
    return central if low == central == high else f"{central} ({low} to {high})"
