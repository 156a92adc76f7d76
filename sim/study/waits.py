"""The statistics in which waits are published, each as a named function of a pool's counts.

Goes in: first contacts by stream and whole days waited, and people still waiting by the same, as
an engine counts them. Comes out: one number in the unit of the row of evidence. A census of
people still waiting is no completed wait, and neither can stand for the other (MODEL section 14).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final, Literal

from sim.engines.protocol import PoolTotals

Days = Mapping[int, int]
"""People by whole days waited."""
Statistic = Literal[
    "mean_days", "median_days", "share_within", "share_over", "share_still_waiting_over"
]
HALF_A_DAY: Final = 0.5
"""Somebody counted under a whole day has on average waited so much longer."""
NOBODY: Final = float("nan")


def together(many: Iterable[Days]) -> dict[int, int]:
    """The counts of several runs as one."""
    whole: dict[int, int] = {}
    for days in many:
        for day, people in days.items():
            whole[day] = whole.get(day, 0) + people
    return whole


def mean_days(waits: Days) -> float:
    """Mean completed wait in days; NaN where nobody was seen."""
    people = sum(waits.values())
    if not people:
        return NOBODY
    return sum(day * number for day, number in waits.items()) / people + HALF_A_DAY


def median_days(waits: Days) -> float:
    """Median completed wait in days: the middle of the day in which half had been seen."""
    people, so_far = sum(waits.values()), 0
    for day in sorted(waits):
        so_far += waits[day]
        if 2 * so_far >= people:
            return day + HALF_A_DAY
    return NOBODY


def share_within(waits: Days, days: int) -> float:
    """Share of completed waits shorter than so many days."""
    people = sum(waits.values())
    return sum(n for day, n in waits.items() if day < days) / people if people else NOBODY


def share_over(waits: Days, days: int) -> float:
    """Share of waits, completed or of a census, of so many days or more."""
    return 1.0 - share_within(waits, days)


_OF: Final[Mapping[str, Callable[[Days, Days, int], float]]] = {
    "mean_days": lambda seen, _, __: mean_days(seen),
    "median_days": lambda seen, _, __: median_days(seen),
    "share_within": lambda seen, _, days: share_within(seen, days),
    "share_over": lambda seen, _, days: share_over(seen, days),
    "share_still_waiting_over": lambda _, waiting, days: share_over(waiting, days),
}
RISES: Final[Mapping[str, bool]] = {
    "mean_days": False,
    "median_days": False,
    "share_within": True,
    "share_over": False,
    "share_still_waiting_over": False,
}
"""Whether the statistic grows with more staff."""


def of_streams(counts: Mapping[tuple[int, int], int], streams: Container[int]) -> dict[int, int]:
    """Counts by days of the people of some streams; −1 stands for people with a story."""
    found: dict[int, int] = {}
    for (stream, day), people in counts.items():
        if stream in streams:
            found[day] = found.get(day, 0) + people
    return found


def statistic_of(
    pools: Iterable[PoolTotals], statistic: str, days: int, streams: Container[int]
) -> float:
    """A statistic of some people of one pool over several runs; NaN where nobody waited."""
    runs = list(pools)
    seen = together(of_streams(pool.first_waits, streams) for pool in runs)
    waiting = together(of_streams(pool.still_waiting, streams) for pool in runs)
    return _OF[statistic](seen, waiting, days)
