"""What is asked of staff: how full each team is, who waits for it, and what its time goes into.

Goes in: a comparison and its staff table. Comes out: figures. Teams whose wait is drawn from what
was published have no load of their own and are left out of the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from sim.report.figures.style import (
    COLOURS,
    HATCHES,
    INK,
    NO_INTERVAL,
    Picture,
    add_legend,
    add_look,
    draw_marks,
    look,
    made_picture,
    make_grid,
    make_panels,
    name_rows,
    row_height,
    span_words,
    times,
    wrapped,
)
from sim.report.words import capital, scenario_title, team_title
from sim.study.compare import Comparison
from sim.study.staff import StaffRow
from sim.study.statistics import Interval, clipped, interval

PURPOSES: Final = ("telling", "retelling", "confirming", "helping", "coordinating", "missed")
"""Paperwork is left out: it follows contacts with other people too."""


class Load(NamedTuple):
    """What of a pool's load is shown."""

    column: str
    """of the staff table"""
    title: str
    factor: float
    log: bool
    """whether the axis runs in tens from 1"""


LOADS: Final = (
    Load("utilisation", "time used, %", 100.0, False),
    Load("mean_queue", "people waiting", 1.0, True),
    Load("mean_wait_days", "wait of new people, days", 1.0, True),
)
AT_MOST: Final = 26
"""Characters in a line beside an axis."""
Pool = tuple[str, str]
"""Team and role."""


def load_picture(comparison: Comparison, staff: Sequence[StaffRow]) -> Picture | None:
    """Time used, people waiting and the wait of new people, a row for each pool of workers."""
    names = list(comparison.scenarios)
    rows = _by_pool(comparison, staff)
    if not rows:
        return None
    titles = [_pool_title(comparison, pool) for pool in rows]
    height = (
        len(rows) * row_height(titles, 0.11 * len(names) + 0.12, AT_MOST) + 0.16 * len(names) + 0.9
    )
    figure, (panels,) = make_grid(1, len(LOADS), height, sharey=True)
    for panel, load in zip(panels, LOADS, strict=True):
        if load.log:
            panel.set_xscale("symlog", linthresh=1.0)
        for place in range(1, len(rows)):
            panel.axhline(place - 0.5, color="0.85", linewidth=0.5, zorder=0)
        for nth, name in enumerate(names):
            shift = (nth - (len(names) - 1) / 2) / (len(names) + 1)
            marks = [
                (_mean(by_lane.get(name, []), load), place + shift, True)
                for place, by_lane in enumerate(rows.values())
            ]
            draw_marks(panel, marks, look(comparison, name))
        panel.set_xlabel(load.title)
        _limit(panel, load)
    name_rows(panels[0], titles, AT_MOST)
    panels[0].set_ylim(len(rows) - 0.5, -0.5)
    for name in names:
        add_look(panels[0], look(comparison, name), scenario_title(comparison, name))
    add_legend(figure, panels[0])
    return made_picture(
        figure,
        "load",
        "How full each team is, and who waits for it",
        comparison,
        alt=_load_alt(comparison, rows),
        note="People waiting and waits on an axis in tens.",
    )


def _limit(panel: Axes, load: Load) -> None:
    """Ends and ticks of an axis; a mark at either end stays whole."""
    top = panel.get_xlim()[1]
    if not load.log:
        panel.set_xlim(-4.0, max(106.0, top))
        return
    panel.set_xlim(-0.15, max(1.0, 1.4 * top))
    ticks = [tick for tick in (0, 1, 10, 100, 1000, 10000) if tick <= top]
    panel.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    panel.set_xticks([], minor=True)


def _by_pool(
    comparison: Comparison, staff: Sequence[StaffRow]
) -> dict[Pool, dict[str, list[StaffRow]]]:
    """Rows of queued pools with staff, by pool and scenario, in the order in which they come."""
    found: dict[Pool, dict[str, list[StaffRow]]] = {}
    for row in staff:
        if row.scenario in comparison.scenarios and row.utilisation == row.utilisation:
            found.setdefault((row.team, row.role), {}).setdefault(row.scenario, []).append(row)
    return found


def _mean(rows: Sequence[StaffRow], load: Load) -> Interval:
    values = np.array([getattr(row, load.column) for row in rows], dtype=np.float64)
    return times(clipped(interval(values), 0.0, np.inf), load.factor)


def _pool_title(comparison: Comparison, pool: Pool) -> str:
    team, role = pool
    scenario = next(s for s in comparison.scenarios.values() if team in s.teams)
    return capital(f"{team_title(scenario, team)}: {role.replace('_', ' ')}")


def _load_alt(comparison: Comparison, rows: Mapping[Pool, Mapping[str, Sequence[StaffRow]]]) -> str:
    """For each scenario the fullest pool, and the one with the longest wait."""
    used, _, wait = LOADS
    told = []
    for name in comparison.scenarios:
        parts = []
        for load, words in ((used, "fullest"), (wait, "longest wait of new people")):
            means = {
                pool: found.mean
                for pool, by_lane in rows.items()
                if (found := _mean(by_lane.get(name, []), load)).mean == found.mean
            }
            if means:
                pool = max(means, key=lambda pool: means[pool])
                unit = "% of its time" if load is used else " days"
                value = f"{means[pool]:.0f}{unit}"
                parts.append(f"{words} {_pool_title(comparison, pool)} ({value})")
        told.append(f"{scenario_title(comparison, name)}: {', '.join(parts)}")
    return (
        "Time used, people waiting and the wait of new people, a row for each team and role with a "
        f"queue. {'. '.join(told)}."
    )


def minutes_picture(comparison: Comparison, staff: Sequence[StaffRow]) -> Picture:
    """Staff minutes with these people by purpose, a bar for each scenario."""
    names = list(comparison.scenarios)
    figure, (panel,) = make_panels(1, 0.42 * len(names) + 1.1)
    left = [0.0] * len(names)
    hours = {purpose: [_hours(staff, name, purpose) for name in names] for purpose in PURPOSES}
    for nth, purpose in enumerate(PURPOSES):
        panel.barh(
            range(len(names)),
            hours[purpose],
            left=left,
            color=COLOURS[nth + 1],
            hatch=HATCHES[nth],
            edgecolor="white",
            label=purpose,
            height=0.62,
        )
        left = [start + width for start, width in zip(left, hours[purpose], strict=True)]
    panel.barh(range(len(names)), left, color="none", edgecolor=INK, linewidth=0.4, height=0.62)
    for place, total in enumerate(left):
        panel.annotate(
            f"{total:,.0f}", (total, place), (4, 0), textcoords="offset points", va="center"
        )
    name_rows(panel, [wrapped(scenario_title(comparison, name)) for name in names])
    panel.set_xlim(right=1.14 * max(*left, 1.0))
    panel.xaxis.set_major_formatter("{x:,.0f}")
    panel.set_xlabel("hours in one run, from the first counted week to the end")
    handles, titles = panel.get_legend_handles_labels()
    figure.legend(handles, titles, loc="outside upper left", frameon=False, ncols=len(PURPOSES))
    title = "What staff time with these people went into, paperwork left out"
    parts = "; ".join(f"{purpose} {span_words(hours[purpose], ',.0f')}" for purpose in PURPOSES)
    totals = ", ".join(
        f"{scenario_title(comparison, name)} {left[place]:,.0f}" for place, name in enumerate(names)
    )
    return made_picture(
        figure,
        "staff_minutes",
        title,
        comparison,
        interval=NO_INTERVAL,
        alt=f"Bars of hours in one run by what they went into: {totals}. Of these {parts}.",
    )


def _hours(staff: Sequence[StaffRow], scenario: str, purpose: str) -> float:
    """Mean hours of a run."""
    rows = [row for row in staff if row.scenario == scenario]
    runs = len({row.replication for row in rows}) or 1
    return float(sum(getattr(row, f"{purpose}_minutes") for row in rows) / 60 / runs)
