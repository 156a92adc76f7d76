"""What came first, and when: helped, left without help, got better, or still waiting.

Goes in: the outcomes of each lane. Comes out: cumulative shares by week with intervals over
replications, and restricted means. People and needs are pooled as they come; named people are left
out. From asking, *first* means first: who left and was helped after coming back stands under left.
From onset everybody is followed to the end, so it can be said how it turned out: who came back and
was helped stands under helped, as in the primary measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures.competing import Incidence, cumulative_incidence
from sim.model.words import HELP_SOUGHT_FROM, MINUTES_PER_DAY
from sim.study.findings import Lanes
from sim.study.replicate import Outcome
from sim.study.statistics import Floats, clipped, interval

CONTACT: Final = "first contact, from asking"
HELP_FROM_ASKING: Final = "right help, from asking"
HELP_FROM_ONSET: Final = "right help, from onset, as it turned out"
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    CONTACT: ("met", "left", "better"),
    HELP_FROM_ASKING: ("helped", "left", "better"),
    HELP_FROM_ONSET: ("helped", "left", "better"),
}
"""What may come first, by what is waited for; the first is what is wanted."""
WEEKS: Final = (4, 8, 13, 26)
RESTRICTED_MEAN: Final = "mean days until"


class IncidenceRow(NamedTuple):
    """One line of ``came_first.csv``."""

    scenario: str
    awaited: str
    """what was waited for, and from when"""
    came_first: str
    """which event; for the restricted mean the wanted one"""
    week: int
    """share of people or needs by the end of this week; 0 for the restricted mean"""
    unit: str
    mean: float
    low: float
    high: float
    replications: int
    people: int
    """people, or needs at level 2 or more, over all replications"""


class Seen(NamedTuple):
    """Days until what came first, or for which nothing did, and which it was."""

    days: Floats
    first: NDArray[Any]


def incidence_rows(lanes: Lanes, follow_minutes: int, shown: Sequence[str]) -> list[IncidenceRow]:
    """Shares by week and restricted means of every lane, over the personas shown."""
    rows = []
    horizon = follow_minutes / MINUTES_PER_DAY
    for lane, outcomes in lanes.items():
        for awaited, words in WORDS.items():
            seen = [seen_in(outcome, awaited, shown, horizon) for outcome in outcomes]
            people = sum(len(one.days) for one in seen)
            found = [
                cumulative_incidence(one.days, one.first, words) for one in seen if len(one.days)
            ]
            for word in words:
                for week in (week for week in WEEKS if 7 * week <= horizon):
                    shares = np.array([one.at(word, 7.0 * week) for one in found])
                    shown_as = clipped(interval(shares), 0.0, 1.0)
                    rows.append(
                        IncidenceRow(
                            lane, awaited, word, week, "share", *shown_as, len(found), people
                        )
                    )
            means = np.array([one.mean_until(words[0], horizon) for one in found])
            shown_as = clipped(interval(means), 0.0, horizon)
            rows.append(
                IncidenceRow(
                    lane, awaited, words[0], 0, RESTRICTED_MEAN, *shown_as, len(found), people
                )
            )
    return rows


def seen_in(outcome: Outcome, awaited: str, shown: Sequence[str], horizon: float) -> Seen:
    """What one run saw of one thing that was waited for."""
    table = outcome.people if awaited == CONTACT else outcome.needs
    kept = ~table["named"].astype(bool) & np.isin(table["persona"].astype(str), list(shown))
    if awaited != CONTACT:
        kept &= table["highest_level"] >= HELP_SOUGHT_FROM
    if awaited == HELP_FROM_ASKING:
        kept &= np.isfinite(table["sought_days"].astype(float))
    if awaited == CONTACT:
        kept &= np.isfinite(table["came_first_days"].astype(float))
    what = "turned_out" if awaited == HELP_FROM_ONSET else "came_first"
    days = table[f"{what}_days"].astype(float)[kept]
    if awaited == HELP_FROM_ASKING:
        days = np.maximum(days - table["sought_days"].astype(float)[kept], 0.0)
    return Seen(np.minimum(days, horizon), table[what].astype(str)[kept])


def daily(outcomes: Sequence[Outcome], shown: Sequence[str], days: Floats) -> dict[str, Floats]:
    """Mean cumulative shares of right help from onset on each of the days, by event."""
    horizon = float(days[-1])
    each: list[Incidence] = []
    for outcome in outcomes:
        seen = seen_in(outcome, HELP_FROM_ONSET, shown, horizon)
        if len(seen.days):
            each.append(cumulative_incidence(seen.days, seen.first, WORDS[HELP_FROM_ONSET]))
    return {
        word: np.array(
            [np.mean([one.at(word, day) for one in each]) if each else 0.0 for day in days]
        )
        for word in WORDS[HELP_FROM_ONSET]
    }
