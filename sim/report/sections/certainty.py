"""How sure: draws, readings, rungs, pushes, and what common luck was worth."""

from __future__ import annotations

from sim.measures import DEFINITIONS
from sim.report.sections.material import Content, Material
from sim.report.sections.results import MEASURE_TITLES
from sim.report.standing import (
    changed_conclusions,
    depended_table,
    ladder_table,
    missing_rungs,
    stress_sentences,
)
from sim.report.sureness import sure_answer, sure_sentences, sure_table
from sim.report.words import HEADLINE, NO_NUMBER, number, scenario_title
from sim.study.compare import Comparison


def how_sure(m: Material) -> Content | None:
    """In how many joint draws of what nobody knows the answer stands."""
    sentences = sure_sentences(m.beside)
    if not sentences:
        return None
    heads, lines = sure_table(m.beside)
    return {
        "sure": sentences,
        "heads": heads,
        "lines": lines,
        "sure_answer": sure_answer(m.beside),
    }


def hangs_on_reading(m: Material) -> Content | None:
    """Conclusions that change with the reader."""
    if m.beside.readings is None:
        return None
    return {"readings": m.beside.readings, "changed": changed_conclusions(m.beside)}


def rungs(m: Material) -> Content | None:
    """The headline on each rung of the ladder."""
    tables = ladder_table(m.beside)
    if not tables:
        return None
    return {
        "ladder": tables,
        "missing_rungs": missing_rungs(m.beside),
        "measure_titles": MEASURE_TITLES,
    }


def outlasts(m: Material) -> Content:
    """What a push leaves standing, and on which numbers most depends."""
    return {
        "stress": stress_sentences(m.beside),
        "depended": depended_table(m.beside),
        "depended_runs": m.beside.depended.runs if m.beside.depended else 0,
    }


def common_luck(m: Material) -> Content | None:
    """What common luck was worth."""
    found = luck(m.comparison)
    return {"luck": found} if found else None


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
