"""What a simulation has to report (STRESS-DES), told from the model itself.

Goes in: a comparison. Comes out: the items for the page, long ones cut, and the whole document.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from sim.report.phrases import counted
from sim.report.sections.material import Content, Material
from sim.report.stress_des import GUIDELINE, Item, as_markdown, stress_des
from sim.study.compare import Comparison

STRESS_FILE: Final = "stress_des.md"
LINES: Final = 5
"""Lines of an item on the page; the file has them all."""
LETTERS: Final = 600
"""Characters of a line on the page, likewise."""


class Shown(NamedTuple):
    """An item as the page shows it."""

    item: Item
    lines: tuple[str, ...]
    left_out: str
    """how many lines the file has beside; empty for none"""


def stress(m: Material) -> Content:
    """Every item, long ones cut."""
    items = stress_of(m.comparison)
    return {"items": [shown(item) for item in items], "guideline": GUIDELINE, "file": STRESS_FILE}


def stress_of(comparison: Comparison) -> list[Item]:
    """The items of a comparison."""
    return stress_des(list(comparison.scenarios.values()), comparison.plan)


def stress_document(comparison: Comparison) -> str:
    """The whole document, for a file beside the page."""
    return as_markdown(stress_of(comparison), list(comparison.scenarios.values()))


def shown(item: Item) -> Shown:
    """An item with its first lines, none too long."""
    lines = tuple(_cut(line) for line in item.lines[:LINES])
    rest = len(item.lines) - len(lines)
    return Shown(item, lines, f"{counted(rest, 'line')} more in {STRESS_FILE}" if rest else "")


def _cut(line: str) -> str:
    if len(line) <= LETTERS:
        return line
    return f"{line[:LETTERS].rpartition(' ')[0]} … (in full in {STRESS_FILE})"
