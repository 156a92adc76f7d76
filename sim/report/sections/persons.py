"""People one by one: who gains and who loses, and how they are spread about the mean."""

from __future__ import annotations

from sim.report.gaining import (
    count_tables,
    follow_days,
    gain_sentence,
    gain_tables,
    gain_tables_by_persona,
    wait_tables,
    worst_sentence,
)
from sim.report.sections.material import Content, Material
from sim.report.words import people_of, scenario_title


def gains(m: Material) -> Content | None:
    """The same people in each option and in the first scenario."""
    if not m.options or not m.beside.gains:
        return None
    return {
        "told": [
            (
                scenario_title(m.comparison, option),
                [gain_sentence(m.beside, option), worst_sentence(m.comparison, option)],
            )
            for option in m.comparison.options
        ],
        "tables": gain_tables(m.beside),
        "by_persona": gain_tables_by_persona(m.beside, list(people_of(m.comparison))),
    }


def spread(m: Material) -> Content | None:
    """Distributions."""
    if not m.beside.spread.rows:
        return None
    return {
        "counts": count_tables(m.beside),
        "waits": wait_tables(m.beside),
        "days": follow_days(m.comparison),
    }
