"""What each option costs, as far as the run's folder says; the rest is *not known*, never nothing.

Goes in: the material. Comes out: the yearly bill for staff, the posts that move, and what a board
asks beside it. Refuses to guess.
"""

from __future__ import annotations

from typing import Final

from sim.report.pack import costed
from sim.report.pack.material import Material
from sim.report.pack.paper import Paper
from sim.report.pack.trail import Cited, Line, Row

ALIKE_GBP: Final = 1.0
"""Bills a year that differ by less are alike: transfers are rounded to hours."""
BILL: Final = "cost_gbp_per_year"
A_HAIR: Final = 0.005
"""Whole-time equivalents that count as no change."""


def bill(m: Material, scenario: str) -> Cited | None:
    """£ a year for all staff of a scenario, added up over its teams and roles."""
    if m.rows(costed.FILE):
        return costed.bill(m, scenario)
    rows = _staff(m, scenario)
    if not rows:
        return None
    total = sum(float(row.values[BILL]) for row in rows)
    of = f"scenario={scenario}; replication={rows[0].values['replication']}"
    return m.trail.cite_sum(f"£{total:,.0f}", rows, BILL, of=of)


def bill_sentence(m: Material, option: str) -> Line:
    """What the option's staff cost a year, held against the first scenario's."""
    own, base = bill(m, option), bill(m, m.baseline)
    if own is None or base is None:
        return (f"Staff cost: {costed.NOT_KNOWN}.",)
    against = f"“{m.scenarios[m.baseline].title}”"
    change = _more(m, option)
    if abs(change) < ALIKE_GBP:
        return ("Staff cost: ", own, f" a year at central unit costs, as in {against}.")
    less = m.trail.cite_less(f"£{abs(change):,.0f}", own, base, _column(m))
    word = "more" if change > 0 else "less"
    return (
        "Staff cost: ",
        own,
        " a year at central unit costs, ",
        less,
        f" {word} than in {against}.",
    )


def costs(m: Material, paper: Paper) -> None:
    """The section."""
    paper.line(
        "The bill counts every post of every team in the files at its central unit cost, busy or "
        "not: whole teams with everyone they serve, and not these people alone. A difference is at "
        "the unit costs used and has no range here. Time that is freed is capacity, and no cash."
    )
    paper.table(
        "Staff cost a year, all teams",
        ("Way of organising help", "£ a year", "Against the first"),
        [_bill_row(m, name) for name in m.comparison.scenarios],
        (6, 3, 5),
    )
    for option in m.comparison.options:
        rows = _posts(m, option)
        if rows:
            paper.table(
                f"Posts that differ, in whole-time equivalents: {m.scenarios[option].title}",
                ("Team", "Role", m.scenarios[m.baseline].title, "In this option"),
                rows,
                (5, 4, 3, 3),
            )
    if m.rows(costed.FILE):
        costed.tables(m, paper)
    else:
        _beside_the_bill(m, paper)


def _bill_row(m: Material, name: str) -> tuple[Line, ...]:
    own, base = bill(m, name), bill(m, m.baseline)
    return (
        (m.scenarios[name].title,),
        (own or costed.NOT_KNOWN,),
        _against(m, name, own, base) if own and base else (costed.NOT_KNOWN,),
    )


def _against(m: Material, name: str, own: Cited, base: Cited) -> Line:
    if name == m.baseline:
        return ("the baseline",)
    if abs(_more(m, name)) < ALIKE_GBP:
        return ("alike, to the pound",)
    return ("£ ", m.trail.cite_less(f"{_more(m, name):+,.0f}", own, base, _column(m)))


def _beside_the_bill(m: Material, paper: Paper) -> None:
    """What a board asks of costs beside the bill: not known unless the folder says."""
    paper.table(
        "What else a board asks of costs",
        ("Of what", "In this run's folder", "Known locally, with its source (blank for the board)"),
        [((what,), (costed.NOT_KNOWN,), ("",)) for what in m.frame.costs],
        (5, 3, 6),
    )


def _posts(m: Material, option: str) -> list[tuple[Line, ...]]:
    """Teams and roles whose whole-time equivalents differ from the first scenario's."""
    before = {_post(row): row for row in _staff(m, m.baseline)}
    after = {_post(row): row for row in _staff(m, option)}
    rows: list[tuple[Line, ...]] = []
    for post in dict.fromkeys((*before, *after)):
        old, new = before.get(post), after.get(post)
        if abs(_wte(old) - _wte(new)) < A_HAIR:
            continue
        team, role = post
        teams = {**m.scenarios[option].teams, **m.scenarios[m.baseline].teams}
        title = teams[team].title or team.replace("_", " ")
        rows.append(((title,), (role.replace("_", " "),), _shown(m, old), _shown(m, new)))
    return rows


def _shown(m: Material, row: Row | None) -> Line:
    return (m.trail.cite(f"{_wte(row):.2f}", row, "wte"),) if row else ("none",)


def _wte(row: Row | None) -> float:
    return float(row.values["wte"]) if row else 0.0


def _post(row: Row) -> tuple[str, str]:
    return row.values["team"], row.values["role"]


def _more(m: Material, option: str) -> float:
    """£ a year that an option's staff cost more than the first scenario's."""
    rows = [
        costed.rows_of(m, name, *costed.BILL) or _staff(m, name) for name in (option, m.baseline)
    ]
    own, base = (sum(float(row.values[_column(m)]) for row in found) for found in rows)
    return own - base


def _column(m: Material) -> str:
    """The column in which a bill stands."""
    return "central" if m.rows(costed.FILE) else BILL


def _staff(m: Material, scenario: str) -> list[Row]:
    """The staff of a scenario in its first run; staff and bill are alike in all runs."""
    rows = [row for row in m.rows("staff.csv") if row.values["scenario"] == scenario]
    return [row for row in rows if row.values["replication"] == rows[0].values["replication"]]
