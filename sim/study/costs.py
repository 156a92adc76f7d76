"""What each scenario costs and who pays: one row for each team, role and line of ``costs.csv``.

Goes in: a comparison. Comes out: the yearly bill for paid staff, whole teams with everyone they
serve, and apart from it what is in nobody's bill: volunteers' and carers' hours, what it costs once
to get there, and time of others that is freed, which is no cash. Money is in the prices of the base
year. Refuses to show what nobody knows as nothing.

An hour of a role costs the same in every scenario, so a difference is drawn from the staff that
differ alone: its range holds whatever each unit cost is within its own range. Staff stay as the
design has them, whatever they turn out to cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np

from sim.files.prices import prices
from sim.files.shorthands import quantity
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.teams import PaidBy, Staff
from sim.model.words import (
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    ONE_OFFS,
    WEEKS_PER_YEAR,
    Payer,
)
from sim.study.compare import Comparison
from sim.study.statistics import EMPTY, Floats, interval

Kind = Literal["staff", "voluntary", "volunteers", "carers", "set_up", "double_running", "freed"]
A_YEAR: Final = "GBP a year"
ONCE: Final = "GBP once"
NO_CASH: Final = "GBP a year of time, no cash"
HOURS: Final = "hours a year"
CONTACTS: Final = "contacts a year"
BILL: Final = ("staff", "voluntary")
"""The kinds of row that together are the yearly bill."""
NOT_KNOWN: Final = "not known"
MINUTES_PER_YEAR: Final = WEEKS_PER_YEAR * MINUTES_PER_WEEK
NOBODY: Final = 1e-9
"""Whole-time equivalents that are nobody."""


_Price = tuple[str, float, float, float]
"""What two unit costs share that are the same number: what they rest on, and their range."""


class Span(NamedTuple):
    """An amount with its range; empty where nobody knows it."""

    low: float
    central: float
    high: float

    @property
    def known(self) -> bool:
        """Whether anybody knows it."""
        return self.central == self.central

    def __add__(self, other: object) -> Span:
        """Both together, at the same ends."""
        assert isinstance(other, Span)
        return Span(self.low + other.low, self.central + other.central, self.high + other.high)


ZERO: Final = Span(0.0, 0.0, 0.0)
UNKNOWN: Final = Span(EMPTY, EMPTY, EMPTY)


class CostRow(NamedTuple):
    """One line of ``costs.csv``."""

    scenario: str
    team: str
    """empty for a line of the whole scenario"""
    role: str
    line: str
    """what it is spent on"""
    payer: str
    """whose money it is; empty for what nobody pays"""
    kind: Kind
    unit: str
    low: float
    """empty, as the two that follow, where nobody knows"""
    central: float
    high: float
    price_base: str
    """the financial year whose prices these are; empty for hours and contacts"""
    grounds: str
    """what it rests on"""

    @property
    def span(self) -> Span:
        """The amount."""
        return Span(self.low, self.central, self.high)


def cost_rows(comparison: Comparison) -> list[CostRow]:
    """Every row of every scenario, in file order; the first scenario is what one moves from."""
    rows: list[CostRow] = []
    for name, scenario in comparison.scenarios.items():
        rows += staff_lines(scenario)
        rows += carers_lines(comparison, name)
        if name != comparison.baseline:
            rows += once_lines(scenario)
            rows += freed_lines(comparison, name)
    return rows


def staff_lines(scenario: Scenario) -> Iterator[CostRow]:
    """The yearly bill, a row for each team and role; volunteers' hours among them, unpriced."""
    for (team, role), wte in wte_after_transfers(scenario).items():
        if wte < NOBODY:
            continue
        staff, paid = scenario.teams[team].staff[role], paid_by(scenario, team)
        hours = wte * staff.hours.central * WEEKS_PER_YEAR
        if staff.unpaid:
            given = _row(scenario, "volunteers", HOURS, Span(hours, hours, hours))
            yield given._replace(team=team, role=role, line="staff", grounds=grounds_of(staff.wte))
            continue
        kind: Kind = "voluntary" if in_voluntary_sector(scenario, team) else "staff"
        payer = f"payer {paid.said or 'assumed: ' + paid.assumed}" if paid else "payer not stated"
        yield _row(scenario, kind, A_YEAR, _times(hours, staff.cost_per_hour))._replace(
            team=team,
            role=role,
            line="staff",
            payer=paid.payer if paid else "unknown",
            grounds=f"{grounds_of(staff.cost_per_hour)}; {payer}",
        )


def paid_by(scenario: Scenario, team: str) -> PaidBy | None:
    """Who pays for a team: as it says itself, or else its organisation; None where neither does."""
    found = scenario.teams[team]
    return found.paid_by or scenario.organisations[found.organisation].paid_by


def in_voluntary_sector(scenario: Scenario, team: str) -> bool:
    """Whether a team belongs to the voluntary and community sector, whoever pays for it."""
    return scenario.organisations[scenario.teams[team].organisation].voluntary


def grounds_of(number: Quantity) -> str:
    """What a number rests on, in a few words."""
    reasons = [
        f"said in {number.said}" if number.said else "",
        f"row {number.evidence}" if number.evidence else "",
        f"assumed: {number.assumed}" if number.assumed else "",
    ]
    return "; ".join(reason for reason in reasons if reason) or "no reason given"


def once_lines(scenario: Scenario) -> Iterator[CostRow]:
    """What it costs once to get there; every line is there, known or not."""
    for line in ONE_OFFS:
        once = scenario.set_up.get(line)
        cost = once.cost if once else None
        span = UNKNOWN if cost is None else Span(cost.low, cost.central, cost.high)
        why = grounds_of(cost) if cost else f"{NOT_KNOWN}: {once.why if once else 'not stated'}"
        yield _row(scenario, "set_up", ONCE, span)._replace(line=line, payer="unknown", grounds=why)
    double = scenario.double_running
    moved = posts_that_move(scenario)
    span, why = UNKNOWN, f"{NOT_KNOWN}: not stated"
    if double is not None:
        weeks = double.weeks
        span = Span(
            weeks.low / WEEKS_PER_YEAR * moved.low,
            weeks.central / WEEKS_PER_YEAR * moved.central,
            weeks.high / WEEKS_PER_YEAR * moved.high,
        )
        why = f"{weeks.central:g} weeks ({weeks.low:g} to {weeks.high:g}), {grounds_of(weeks)}"
    yield _row(scenario, "double_running", ONCE, span)._replace(
        line="posts that move", payer="unknown", grounds=why
    )


def posts_that_move(scenario: Scenario) -> Span:
    """GBP a year of the posts that one team gives up for another."""
    found = ZERO
    for transfer in scenario.transfers:
        if transfer.from_team:
            staff = scenario.teams[transfer.from_team].staff[transfer.role]
            found += _times(hours_of(staff) * transfer.wte.central, staff.cost_per_hour)
    return found


def hours_of(staff: Staff) -> float:
    """Rostered hours a year of one whole-time worker."""
    return staff.hours.central * WEEKS_PER_YEAR


def carers_lines(comparison: Comparison, name: str) -> Iterator[CostRow]:
    """Hours in which supporters told somebody's story for her: all of their time that is counted.

    A chapter takes from the least to the most minutes of any chapter of that persona.
    """
    scenario = comparison.scenarios[name]
    weeks = scenario.window.count.central
    found = ZERO
    for slug, persona in scenario.personas.items():
        minutes = [chapter.minutes.central for chapter in persona.story.values()]
        if not minutes:
            continue
        told = sum(
            int(run.people["chapters_told_for_her"][run.people["persona"] == slug].sum())
            for run in comparison.lanes[name]
        )
        each = told / len(comparison.lanes[name]) / MINUTES_PER_HOUR * WEEKS_PER_YEAR / weeks
        middle = sum(minutes) / len(minutes)
        found += Span(each * min(minutes), each * middle, each * max(minutes))
    yield _row(scenario, "carers", HOURS, found)._replace(
        line="telling the story for somebody",
        grounds="counted in these runs; nothing else that families do is in the model",
    )


def freed_lines(comparison: Comparison, name: str) -> Iterator[CostRow]:
    """Contacts that these people need less of than in the first scenario, and what they are worth.

    Less than nothing where they need more. The range of contacts is that of the runs; that of
    their worth is of runs and unit cost together.
    """
    scenario = comparison.scenarios[name]
    for role, cost in cost_of_contacts().items():
        before = contacts(comparison, comparison.baseline, role)
        after = contacts(comparison, name, role)
        if not before.any() and not after.any():
            continue
        found = interval(before - after)
        low, high = (found.low, found.high) if found.known else (found.mean, found.mean)
        fewer = Span(low, found.mean, high)
        corners = [end * price for end in (low, high) for price in (cost.low, cost.high)]
        worth = Span(min(corners), fewer.central * cost.central, max(corners))
        count = _row(scenario, "freed", CONTACTS, fewer)._replace(role=role)
        yield count._replace(line="contacts not needed", grounds="counted in these runs")
        value = _row(scenario, "freed", NO_CASH, worth)._replace(role=role)
        yield value._replace(line="their worth in time", grounds=grounds_of(cost))


@cache
def cost_of_contacts() -> Mapping[str, Quantity]:
    """GBP for one contact, by the role that it stands for."""
    return {role: quantity(dict(entry), "GBP") for role, entry in prices().contacts.items()}


def contacts(comparison: Comparison, name: str, role: str) -> Floats:
    """Contacts a year with these people of one role in all teams, (replications,)."""
    program = comparison.programs[name]
    places = [place for place, pool in enumerate(program.pools) if pool.role == role]
    years = (program.horizon - program.start) / MINUTES_PER_YEAR
    runs = comparison.lanes[name]
    return np.array([sum(run.pools[at].contacts for at in places) / years for run in runs])


def bill(scenario: Scenario, payer: Payer | None = None) -> Span:
    """GBP a year for all paid staff, or for those of one payer, all unit costs at the same end."""
    rows = [row for row in staff_lines(scenario) if row.kind in BILL]
    return sum((row.span for row in rows if payer in (None, row.payer)), ZERO)


def difference(option: Scenario, first: Scenario, payer: Payer | None = None) -> Span:
    """GBP a year more than the first scenario, in all or of one payer.

    Its ends are those of the unit costs that differ most, each anywhere in its range, and the same
    in both.
    """
    hours: dict[_Price, float] = {}
    costs: dict[_Price, Quantity] = {}
    for scenario, sign in ((option, 1.0), (first, -1.0)):
        for (team, role), wte in wte_after_transfers(scenario).items():
            staff, paid = scenario.teams[team].staff[role], paid_by(scenario, team)
            if staff.unpaid or payer not in (None, paid.payer if paid else "unknown"):
                continue
            price = staff.cost_per_hour
            key = (price.evidence or price.assumed, price.low, price.central, price.high)
            hours[key] = hours.get(key, 0.0) + sign * wte * hours_of(staff)
            costs[key] = price
    found = ZERO
    for key, more in hours.items():
        found += _in_order(_times(more, costs[key]))
    return found


def _in_order(span: Span) -> Span:
    return Span(min(span.low, span.high), span.central, max(span.low, span.high))


def _times(hours: float, cost: Quantity) -> Span:
    return Span(hours * cost.low, hours * cost.central, hours * cost.high)


def _row(scenario: Scenario, kind: Kind, unit: str, span: Span) -> CostRow:
    return CostRow(
        scenario=scenario.name,
        team="",
        role="",
        line="",
        payer="",
        kind=kind,
        unit=unit,
        low=span.low,
        central=span.central,
        high=span.high,
        price_base="" if unit in (HOURS, CONTACTS) else prices().base,
        grounds="",
    )
