"""From many journeys to the table of their needs, and what a person's measures need of it.

In: journeys side by side (:mod:`sim.measures.gathering`). Out: the columns about needs, each in one
expression, arrays of shape (needs,).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.measures.columns import NEEDS
from sim.measures.gathering import Gathered, Whole, YesNo, days, days_if, first_of, words
from sim.measures.journeys import (
    ADRIFT_AT_MOST,
    ADRIFT_SINCE,
    ASKED,
    AT_ONSET,
    BETTER_AT,
    CRISES,
    ENDED,
    HANDOFFS_OF_NEED,
    HELPED_AT,
    HIGHEST,
    LET_GO_AT,
    LET_GO_LAST,
    LEVEL,
    NOTICED,
    ON_THREAD,
    ONSET,
    OVER,
    TOLD,
    UNMET,
    UNMET_SINCE,
    URGENT_AT,
    URGENT_UNTIL,
    WANTED_HELP_AT,
)
from sim.measures.memory import NEVER
from sim.measures.tables import NeedsTable
from sim.model.words import DOMAINS, ENDS, MINUTES_PER_DAY

STILL_OPEN: Final = ENDS.index("still_open")


def needs_table(people: Gathered) -> NeedsTable:
    """A row for each need that ever was at a level above 0."""
    facts = _facts(people)
    there = people.need(HIGHEST) > 0
    return NeedsTable(
        columns={name: column_of(facts[name][there], kind) for name, kind in NEEDS.items()},
        follow_days=people.program.follow / MINUTES_PER_DAY,
    )


def column_of(values: NDArray[Any], kind: str) -> NDArray[Any]:
    """Values as a column holds them; words no wider than the longest that is left."""
    if values.dtype.kind != "U":
        return values.astype(kind)
    return values.astype(f"<U{int(np.char.str_len(values).max(initial=1))}")


def wanted(people: Gathered) -> YesNo:
    """Whether a need ever was at level 2 or more."""
    return people.need(WANTED_HELP_AT) >= 0


def helped(people: Gathered) -> YesNo:
    """Whether a session reached it from then on."""
    return people.need(HELPED_AT) >= 0


def wait(people: Gathered) -> Whole:
    """Minutes from asking, or from wanting help where that came later, to right help."""
    asked = people.hers(ASKED)
    since = np.maximum(asked, people.need(WANTED_HELP_AT))
    return np.maximum(0, people.need(HELPED_AT) - since)


def wait_from_onset(people: Gathered) -> Whole:
    """Minutes from onset to right help."""
    return people.need(HELPED_AT) - people.hers(ONSET)


def was_urgent(people: Gathered) -> YesNo:
    """Whether a need ever was urgent."""
    return people.need(URGENT_AT) >= 0


def urgent_wait(people: Gathered) -> Whole:
    """Minutes from being urgent until it was met or eased, or her follow-up ended."""
    since = people.need(URGENT_AT)
    until = people.need(URGENT_UNTIL)
    waited: Whole = np.maximum(0, np.where(until >= 0, until, people.hers(OVER)) - since)
    return waited


def eased_alone(people: Gathered) -> YesNo:
    """Whether a need that wanted help is over without it."""
    over: YesNo = people.need(LEVEL) == 0
    return wanted(people) & ~helped(people) & over


def unmet(people: Gathered) -> Whole:
    """Minutes for which a need wanted help before a session first reached it."""
    since, over = people.need(UNMET_SINCE), people.hers(OVER)
    return people.need(UNMET) + np.where(since >= 0, over - since, 0)


def adrift_too_long(people: Gathered) -> YesNo:
    """Whether a need has at the end been adrift for 8 weeks, and since her first asking."""
    since, asked = people.need(ADRIFT_SINCE), people.hers(ASKED)
    adrift = (since >= 0) & (asked >= 0) & (people.need(ON_THREAD) < 0)
    long = people.hers(OVER) - np.maximum(since, asked) >= ADRIFT_AT_MOST
    return adrift & long


def told(people: Gathered) -> YesNo:
    """Whether a worker has heard of it."""
    return _bit(people, TOLD)


def _bit(people: Gathered, needs: int) -> YesNo:
    return (people.hers(needs) >> people.position & 1) > 0


def _facts(people: Gathered) -> dict[str, NDArray[Any]]:
    need = people.need
    right = helped(people)
    ended = np.where(need(ON_THREAD) >= 0, STILL_OPEN, need(ENDED))
    return {
        **{name: column[people.whose] for name, column in people.who().items()},
        **_declared(people),
        "level_at_onset": need(AT_ONSET),
        "highest_level": need(HIGHEST),
        "asked": _bit(people, NOTICED),
        "told": told(people),
        "wait_right_help_days": days_if(right, wait(people)),
        "wait_right_help_from_onset_days": days_if(right, wait_from_onset(people)),
        "right_help": right,
        "better_without_help": eased_alone(people),
        "ended": words(ENDS, ended),
        "unmet_days": days(unmet(people)),
        "handoffs": need(HANDOFFS_OF_NEED),
        "crises": need(CRISES),
        **_sought(people),
        **_came_first(people),
        **_turned_out(people),
    }


def _declared(people: Gathered) -> dict[str, NDArray[Any]]:
    """Name and domain of each need."""
    personas = people.program.personas
    needs = [need for persona in personas for need in persona.needs]
    has = np.array([len(persona.needs) for persona in personas], dtype=np.int64)
    place = (np.cumsum(has) - has)[people.persona][people.whose] + people.position
    return {
        "need": words([need.name for need in needs], place),
        "domain": words([DOMAINS[need.domain] for need in needs], place),
    }


def _sought(people: Gathered) -> dict[str, NDArray[Any]]:
    sought = np.maximum(people.hers(ASKED), people.need(WANTED_HELP_AT))
    ever = (people.hers(ASKED) >= 0) & wanted(people)
    return {"sought_days": days_if(ever, sought - people.hers(ONSET))}


def _came_first(people: Gathered) -> dict[str, NDArray[Any]]:
    need = people.need
    events = (need(HELPED_AT), need(BETTER_AT), need(LET_GO_AT))
    first, minute = first_of(events, people.hers(OVER))
    return {
        "came_first": words(("helped", "better", "left"), first),
        "came_first_days": days(minute - people.hers(ONSET)),
    }


def _turned_out(people: Gathered) -> dict[str, NDArray[Any]]:
    need = people.need
    first, minute = first_of((need(HELPED_AT), need(BETTER_AT)), people.hers(OVER))
    left = (first == NEVER) & (need(ON_THREAD) < 0) & (need(LET_GO_LAST) >= 0)
    return {
        "turned_out": words(("helped", "better", "left"), np.where(left, 2, first)),
        "turned_out_days": days(np.where(left, need(LET_GO_LAST), minute) - people.hers(ONSET)),
    }
