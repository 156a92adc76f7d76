"""The figure of who pays: the yearly bill by payer, and what each option asks more or less of whom.

Goes in: a comparison. Comes out: one picture, with hatches as well as colours and alt text that
says its numbers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from matplotlib.axes import Axes

from sim.files.prices import prices
from sim.model.words import PAYERS, Payer
from sim.report.figures.style import (
    COLOURS,
    HATCHES,
    SOURCE,
    Picture,
    add_legend,
    made_picture,
    make_panels,
    name_rows,
)
from sim.report.sections.costs import PAYER_WORDS, pounds, signed
from sim.report.words import scenario_title
from sim.study.compare import Comparison
from sim.study.costs import bill, difference

MILLION: Final = 1e6
THOUSAND: Final = 1e3


def cost_picture(comparison: Comparison) -> Picture:
    """The yearly bill of every scenario, stacked by payer; beneath it, the differences."""
    scenarios = list(comparison.scenarios.values())
    payers = [payer for payer in PAYERS if any(bill(one, payer).central for one in scenarios)]
    rows = 2 if comparison.options else 1
    figure, panels = make_panels(rows, 0.42 * len(scenarios) + 1.0)
    titles = [scenario_title(comparison, name) for name in comparison.scenarios]
    bills = [{payer: bill(one, payer).central / MILLION for payer in payers} for one in scenarios]
    _stack(panels[0], titles, payers, bills)
    panels[0].set_title("The yearly bill for staff, by whose money it is")
    panels[0].set_xlabel("£ million a year")
    if comparison.options:
        first = comparison.scenarios[comparison.baseline]
        options = [comparison.scenarios[name] for name in comparison.options]
        more = [
            {payer: difference(one, first, payer).central / THOUSAND for payer in payers}
            for one in options
        ]
        _stack(panels[1], [one.title for one in options], payers, more)
        panels[1].axvline(0.0, color="0.2", linewidth=0.8)
        panels[1].set_title(f"More (right) or less (left) than {titles[0]}")
        panels[1].set_xlabel("£ thousand a year")
    add_legend(figure, panels[0])
    alt = words(comparison, payers)
    made = made_picture(figure, "costs", "Who pays", comparison, interval=False, alt=alt)
    base = f"Central unit costs in the prices of {prices().base}; their ranges are in the tables. "
    return replace(made, caption=base + SOURCE)


def _stack(
    panel: Axes, titles: list[str], payers: list[Payer], amounts: list[dict[Payer, float]]
) -> None:
    """A bar for each title; what is less than nothing goes to the left."""
    right, left = [0.0] * len(titles), [0.0] * len(titles)
    for payer in payers:
        nth = PAYERS.index(payer)
        widths = [one[payer] for one in amounts]
        starts = [right[at] if width >= 0.0 else left[at] for at, width in enumerate(widths)]
        panel.barh(
            range(len(titles)),
            widths,
            left=starts,
            color=COLOURS[nth],
            hatch=HATCHES[nth],
            edgecolor="white",
            label=PAYER_WORDS[payer],
            height=0.6,
        )
        right = [at + max(0.0, width) for at, width in zip(right, widths, strict=True)]
        left = [at + min(0.0, width) for at, width in zip(left, widths, strict=True)]
    name_rows(panel, titles)
    panel.margins(x=0.05)


def words(comparison: Comparison, payers: list[Payer]) -> str:
    """The figure for who cannot see it."""
    first = comparison.scenarios[comparison.baseline]
    parts = ", ".join(f"{PAYER_WORDS[one]} {pounds(bill(first, one).central)}" for one in payers)
    said = [f"Bars by payer. {first.title}: {parts} a year."]
    for name in comparison.options:
        option = comparison.scenarios[name]
        more = {one: difference(option, first, one).central for one in payers}
        moved = [
            f"{PAYER_WORDS[one]} {signed(amount)}"
            for one, amount in more.items()
            if abs(amount) >= THOUSAND / 10
        ]
        said.append(f"{option.title}, against it: {', '.join(moved) or 'no payer differs'}.")
    return " ".join(said)
