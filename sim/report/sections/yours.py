"""Your own numbers: which were filled in, and whether `today` holds last year's figures."""

from __future__ import annotations

from sim.report.local import RULE, held_rows, kept_rows, local_words
from sim.report.sections.material import Content, Material
from sim.study.local import held_against_local


def local_sentences(m: Material) -> list[str]:
    """What the first screen says of a place's own numbers; nothing without any."""
    return local_words(m.comparison, m.local)


def yours(m: Material) -> Content | None:
    """Every number of yours, and every figure of last year beside the simulated one."""
    if m.local is None:
        return None
    rows = held_against_local(m.comparison, m.local)
    return {
        "sentences": local_sentences(m),
        "given": kept_rows(m.local),
        "held": held_rows(m.comparison, rows),
        "rule": RULE,
        "start": m.comparison.scenarios[m.comparison.baseline].window.start.central,
        "lists": any("waiting_at_start" in one.path for one in m.local.given),
    }
