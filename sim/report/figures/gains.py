"""Who gains and who loses: the same people with fewer, as many and more, beside other luck.

Goes in: a comparison with its gains. Comes out: bars of shares that fill the whole, over everybody
and persona by persona. What is wanted differs by measure, so no colour says good or bad.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sim.measures import DEFINITIONS
from sim.report.figures.style import (
    IN_TABLES,
    INK,
    NO_INTERVAL,
    Picture,
    made_picture,
    make_grid,
    name_rows,
    row_height,
    span_words,
    wrapped,
)
from sim.report.gaining import TOO_FEW, change_words, lane_words, too_few
from sim.report.words import people_of, row_title, scenario_title, these_personas
from sim.study.beside import Beside
from sim.study.compare import Comparison
from sim.study.findings import PLACEBO
from sim.study.gains import CHANGES, GAINED, Change, GainRow, all_gains
from sim.study.rows import ALL

BARS: Final[Mapping[Change, tuple[str, str, str]]] = {
    "fewer": ("#0072B2", "", "white"),
    "the same": ("#F0F0F0", "", INK),
    "more": ("#E69F00", "////", INK),
}
"""Face, hatch, and the colour of the number in it."""
TOLD_FROM: Final = 0.04
"""A share is written into its bar if it is at least so large."""
TOLD_FROM_NARROW: Final = 0.13
SAME_PEOPLE: Final = "The same people, one by one, in both."


def gains_picture(beside: Beside) -> Picture | None:
    """Shares over everybody, a panel for each measure; nothing where nothing was compared."""
    comparison = beside.comparison
    if not beside.gains:
        return None
    lanes = list(all_gains(beside.gains, GAINED[0]))
    titles = [lane_words(comparison, lane) for lane in lanes]
    height = len(GAINED) * (row_height(titles, 0.3) * len(lanes) + 0.75)
    figure, grid = make_grid(len(GAINED), 1, height, sharex=True)
    for (panel,), measure in zip(grid, GAINED, strict=True):
        found = all_gains(beside.gains, measure)
        for place, lane in enumerate(lanes):
            _draw_bar(panel, found[lane], place, TOLD_FROM)
        name_rows(panel, titles)
        panel.set_title(DEFINITIONS[measure].title, pad=18)
        _add_key(panel, measure)
        _to_hundred(panel)
    grid[-1][0].set_xlabel("per cent of the same people")
    against = scenario_title(comparison, comparison.baseline)
    return made_picture(
        figure,
        "gains",
        f"Who has fewer and who has more than in {against}",
        comparison,
        interval=NO_INTERVAL,
        alt=_alt(comparison, beside.gains),
        note=f"{SAME_PEOPLE} {IN_TABLES}",
    )


def personas_gain_picture(beside: Beside) -> Picture | None:
    """Shares of handoffs persona by persona, a panel for each option and for other luck."""
    comparison = beside.comparison
    if not beside.gains:
        return None
    measure, rows = GAINED[0], [*people_of(comparison), ALL]
    lanes = list(all_gains(beside.gains, measure))
    columns = min(3, len(lanes))
    down = -(-len(lanes) // columns)
    titles = [row_title(comparison, row) for row in rows]
    height = down * (row_height(titles, 0.21) * len(rows) + 0.75) + 0.4
    figure, grid = make_grid(down, columns, height, sharex=True, sharey=True)
    panels = [panel for line in grid for panel in line]
    by_row = {row: all_gains(beside.gains, measure, row) for row in rows}
    for panel, lane in zip(panels, lanes, strict=False):
        for place, row in enumerate(rows):
            _draw_bar(panel, by_row[row][lane], place, TOLD_FROM_NARROW)
        panel.set_title(wrapped(lane_words(comparison, lane), 27))
        _to_hundred(panel)
        panel.tick_params(labelbottom=True)
    name_rows(panels[0], titles)
    for panel in panels[len(lanes) :]:
        panel.set_axis_off()
    figure.legend(handles=_keys(measure), loc="outside upper left", frameon=False, ncols=3)
    against = scenario_title(comparison, comparison.baseline)
    return made_picture(
        figure,
        "gains_personas",
        f"{DEFINITIONS[measure].title}: who has fewer and who has more than in {against}",
        comparison,
        interval=NO_INTERVAL,
        alt=_personas_alt(comparison, beside.gains, rows),
        note=f"{SAME_PEOPLE} {IN_TABLES}",
    )


def _draw_bar(panel: Axes, shares: Sequence[GainRow], place: float, told_from: float) -> None:
    if too_few(shares[0]):
        panel.text(1.0, place, TOO_FEW, va="center", color=INK)
        return
    left = 0.0
    for one in shares:
        face, hatch, ink = BARS[one.change]
        panel.barh(
            place,
            100.0 * one.share,
            left=left,
            color=face,
            hatch=hatch,
            edgecolor="white" if hatch else INK,
            linewidth=0.0 if hatch else 0.3,
            height=0.66,
        )
        if one.share >= told_from:
            box = {"facecolor": face, "edgecolor": "none", "pad": 0.8} if hatch else None
            panel.text(
                left + 50.0 * one.share,
                place,
                f"{100.0 * one.share:.0f}",
                ha="center",
                va="center",
                color=ink,
                bbox=box,
            )
        left += 100.0 * one.share


def _add_key(panel: Axes, measure: str) -> None:
    """What the three parts of a bar are, above the panel."""
    panel.legend(
        handles=_keys(measure),
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.97),
        frameon=False,
        ncols=3,
        borderaxespad=0.0,
    )


def _keys(measure: str) -> list[Patch]:
    return [
        Patch(
            facecolor=face,
            hatch=hatch,
            edgecolor="white" if hatch else INK,
            linewidth=0.0 if hatch else 0.3,
            label=change_words(measure, change),
        )
        for change, (face, hatch, _) in BARS.items()
    ]


def _to_hundred(panel: Axes) -> None:
    panel.set_xlim(0.0, 100.0)
    panel.grid(visible=False)


def _alt(comparison: Comparison, gains: Sequence[GainRow]) -> str:
    """For each measure the lowest to the highest share of the options, and that of other luck."""
    told = []
    for measure in GAINED:
        lanes = all_gains(gains, measure)
        parts = []
        for nth in (0, 2):
            change = change_words(measure, CHANGES[nth])
            options = [lanes[option][nth].share for option in comparison.options if option in lanes]
            luck = ""
            if PLACEBO in lanes:
                luck = f" (by other luck alone {lanes[PLACEBO][nth].share:.0%})"
            parts.append(f"{change} for {span_words(options)}{luck}" if options else luck)
        told.append(f"{DEFINITIONS[measure].title}: {', '.join(parts)}")
    everyone = these_personas(len(people_of(comparison)))
    return (
        f"Bars of shares of the same people against {_first(comparison)}, over {everyone}, a bar "
        f"for each option. {'. '.join(told)}."
    )


def _first(comparison: Comparison) -> str:
    return scenario_title(comparison, comparison.baseline)


def _personas_alt(comparison: Comparison, gains: Sequence[GainRow], rows: Sequence[str]) -> str:
    """For each lane the personas with the largest share of more and of fewer."""
    told = []
    for lane in all_gains(gains, GAINED[0]):
        found = {row: all_gains(gains, GAINED[0], row)[lane] for row in rows if row != ALL}
        mine = {row: shares for row, shares in found.items() if not too_few(shares[0])}
        ends = []
        for nth in (0, 2) if mine else ():
            row = max(mine, key=lambda row: mine[row][nth].share)
            one = mine[row][nth]
            ends.append(f"{one.change} most often {row_title(comparison, row)} ({one.share:.0%})")
        told.append(f"{lane_words(comparison, lane)}: {', '.join(ends) or TOO_FEW}")
    return (
        f"Bars of shares of the same people, persona by persona, against {_first(comparison)}. "
        f"{DEFINITIONS[GAINED[0]].title}. {'. '.join(told)}."
    )
