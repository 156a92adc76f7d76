"""Costs as ``costs.csv`` of a run has them: the bill by payer, what it takes once, what is no cash.

Goes in: rows with a kind, a payer, a unit and an amount that may be empty. Comes out: tables. An
amount that nobody knows is *not known*, and so is any sum in which it stands; hours that nobody
pays never enter a bill.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.report.pack.material import Material
from sim.report.pack.paper import Paper
from sim.report.pack.telling import in_parts
from sim.report.pack.trail import Cited, Line, Row
from sim.report.words import capital

FILE: Final = "costs.csv"
AMOUNT: Final = ("central", "low", "high")
NOT_KNOWN: Final = "not known"
BILL: Final = ("staff", "voluntary")
"""Kinds that together are the yearly bill: paid staff, those of the voluntary sector among them."""
APART: Final = {
    "volunteers": "Volunteers' time",
    "carers": "Carers' and supporters' time",
    "set_up": "Set-up",
    "double_running": "Double running",
    "freed": "Time freed: capacity, no cash",
}
"""Kinds that stand apart from the bill, in words."""
PAYERS: Final = {
    "nhs": "NHS integrated care board",
    "primary_care": "NHS contracts with general practice",
    "council": "Council",
    "voluntary": "Voluntary organisations (grants and gifts)",
    "other_public": "Other public bodies",
    "unknown": "Not known who",
}


def rows_of(m: Material, scenario: str, *kinds: str, **more: str) -> list[Row]:
    """The rows of a scenario of some kinds, and with these other values."""
    wanted = {"scenario": scenario, **more}
    return [
        row
        for row in m.rows(FILE)
        if row.values["kind"] in kinds
        and all(row.values[name] == value for name, value in wanted.items())
    ]


def amount(m: Material, rows: Sequence[Row], of: str) -> Cited | None:
    """What rows of one unit come to, with its range; None where any of them is not known."""
    if not rows or any(not row.values["central"] for row in rows):
        return None
    middle, low, high = (sum(float(row.values[name]) for row in rows) for name in AMOUNT)
    pounds = rows[0].values["unit"].startswith("GBP")
    shown = [_money(value) if pounds else f"{value:,.0f}" for value in (middle, low, high)]
    text = f"{shown[0]} ({shown[1]} to {shown[2]})"
    return m.trail.cite_sum(text, rows, *AMOUNT, of=of)


def bill(m: Material, scenario: str) -> Cited | None:
    """£ a year for all paid staff, in prices of the base year."""
    of = f"scenario={scenario}; kind={' or '.join(BILL)}"
    return amount(m, rows_of(m, scenario, *BILL), of)


def price_base(m: Material) -> str:
    """The year whose prices the amounts are in."""
    years = dict.fromkeys(row.values["price_base"] for row in m.rows(FILE))
    return ", ".join(year for year in years if year)


def tables(m: Material, paper: Paper) -> None:
    """Who pays, and what stands apart from the bill."""
    _who_pays(m, paper)
    for option in m.comparison.scenarios:
        told = [line for kind in APART for line in _apart(m, option, kind)]
        if told:
            paper.table(
                f"Apart from the bill: {m.scenarios[option].title}",
                ("Of what", "Unit", "Value used (range)", "Known locally (blank for the board)"),
                told,
                (5, 4, 5, 3),
            )


def _who_pays(m: Material, paper: Paper) -> None:
    payers = [
        payer
        for payer in dict.fromkeys(row.values["payer"] for row in m.rows(FILE))
        if any(rows_of(m, name, *BILL, payer=payer) for name in m.comparison.scenarios)
    ]
    for part in in_parts(list(m.comparison.scenarios)):
        paper.table(
            f"Who pays the yearly bill, £ in prices of {price_base(m)}: value used (range)",
            ("Payer", *(m.scenarios[name].title for name in part)),
            [
                ((PAYERS.get(payer, payer),), *(_paid(m, name, payer) for name in part))
                for payer in payers
            ],
            (3, *(4 for _ in part)),
        )


def _paid(m: Material, scenario: str, payer: str) -> Line:
    rows = rows_of(m, scenario, *BILL, payer=payer)
    of = f"scenario={scenario}; payer={payer}; kind={' or '.join(BILL)}"
    return ((amount(m, rows, of) or NOT_KNOWN) if rows else "none",)


def _apart(m: Material, scenario: str, kind: str) -> list[tuple[Line, ...]]:
    """A line for each thing of a kind, teams added up."""
    rows = rows_of(m, scenario, kind)
    told: list[tuple[Line, ...]] = []
    for line, role, unit in dict.fromkeys(
        (row.values["line"], row.values["role"], row.values["unit"]) for row in rows
    ):
        mine = [
            row
            for row in rows
            if (row.values["line"], row.values["role"], row.values["unit"]) == (line, role, unit)
        ]
        of = f"scenario={scenario}; kind={kind}; line={line}; role={role}"
        shown = amount(m, mine, of) or NOT_KNOWN
        what = ", ".join(part.replace("_", " ") for part in (APART[kind], line, role) if part)
        told.append(((capital(what),), (unit,), (shown,), ("",)))
    return told


def _money(value: float) -> str:
    return f"£{value:,.0f}" if value >= 0.0 else f"-£{-value:,.0f}"
