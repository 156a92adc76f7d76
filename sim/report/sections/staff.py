"""What it asks of staff, what that costs, and whether staff were divided fairly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.model.scenario import Scenario
from sim.report.fairness import fair_sentences, split_tables, staff_lines
from sim.report.sections.material import Content, Material
from sim.report.words import NO_NUMBER, scenario_title
from sim.study.compare import Comparison
from sim.study.staff import StaffRow
from sim.study.statistics import clipped, interval


def fair(m: Material) -> Content | None:
    """What hangs on how staff were divided."""
    sentences = fair_sentences(m.beside)
    if not sentences:
        return None
    return {
        "fair": sentences,
        "splits": split_tables(m.beside),
        "split_staff": staff_lines(m.beside),
    }


def asks_of_staff(m: Material) -> Content:
    """Staff and load."""
    return {"staff": staff_table(m.comparison, m.staff)}


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
