"""What became of every referral: seen, helped, sent back, lost, or none of these.

Goes in: the rows of a run, as a table (rows, columns of the log). Comes out: one
:class:`Referral` for each thread handed on to a team, and one :class:`Booking` for each contact
that was booked. Published funnels are shares of these. Refuses to count what joined another thread:
it went on there, and would be counted twice.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.log import COLUMNS, JOINED, WAITS, Row, What
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program

NEVER: Final = -1
LETTER: Final = WAITS.index("letter")
FOLLOWED_WEEKS: Final = 26
"""Weeks after which what became of a referral is read."""


@dataclass(slots=True)
class Referral:
    """One thread on its way to a team and with it."""

    team: int
    """the team asked"""
    from_team: int
    """the team that asked"""
    minute: int
    """when it was handed on"""
    seen: int = NEVER
    """minute of the first contact with the team"""
    missed: int = NEVER
    """minute of the first missed contact"""
    came_after: bool = False
    """whether a contact took place after a missed one"""
    helped: list[int] = field(default_factory=list)
    """minutes of sessions of help by the team"""
    course: int = NEVER
    """the step of the first of them"""
    sessions: int = 0
    """sessions of that step"""
    sent_back: bool = False
    """whether the team sent it back"""
    lost: bool = False
    """whether it went astray"""
    joined: bool = False
    """whether it joined another thread before anybody was seen"""
    over: bool = False
    """whether it has left the team"""


MINUTE: Final = COLUMNS.index("minute")
WHAT: Final = COLUMNS.index("what")
OF_REFERRALS: Final = (
    What.HANDS_ON,
    What.BOUNCES,
    What.LOST,
    What.LEFT,
    What.MEETS,
    What.MISSED,
    What.HELPS,
)
OF_BOOKINGS: Final = (What.WAIT_BEGINS, What.MEETS, What.MISSED)
"""The kinds of row that tell of referrals, and of bookings; a run has many others."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One contact that was booked, whether or not she came."""

    team: int
    """the team"""
    days: int
    """whole days from booking to the contact"""
    came: bool
    """whether she came"""


@dataclass(frozen=True, slots=True)
class Followed:
    """All that became of the referrals and bookings of one run."""

    referrals: tuple[Referral, ...]
    """made early enough to be followed for 26 weeks"""
    bookings: tuple[Booking, ...]
    """from the first counted week on"""


def followed(program: Program, events: NDArray[np.int64]) -> Followed:
    """The referrals and bookings in the rows of one run of a program."""
    until = program.horizon - FOLLOWED_WEEKS * 7 * MINUTES_PER_DAY
    at_once = {number for number, step in enumerate(program.steps) if step.at_once}
    return Followed(
        tuple(referrals(events, program.start, until)),
        tuple(bookings(events, program.start, at_once)),
    )


def referrals(events: NDArray[np.int64], since: int, until: int) -> list[Referral]:
    """Every referral made from minute ``since`` to before ``until``, in order."""
    open_now: dict[tuple[int, int], Referral] = {}
    found: list[Referral] = []
    later = events[events[:, MINUTE] >= since]  # what came before hangs on earlier referrals
    for row in rows_of(later, OF_REFERRALS):
        key = (row.person, row.thread)
        if row.what == What.HANDS_ON:
            if key in open_now:
                open_now.pop(key).over = True
            made = Referral(row.team, row.value >> 3, row.minute)
            open_now[key] = made
            if since <= row.minute < until:
                found.append(made)
        elif key in open_now:
            _take_in(open_now, key, row)
    return [one for one in found if not one.joined]


def _take_in(open_now: dict[tuple[int, int], Referral], key: tuple[int, int], row: Row) -> None:
    one = open_now[key]
    if row.what == What.BOUNCES:
        one.sent_back = True
    elif row.what == What.LOST:
        one.lost = True
    elif row.what == What.LEFT and row.value == JOINED and one.seen < 0:
        one.joined = True
    elif row.what == What.LEFT:
        one.over = True
    elif row.team == one.team:
        _meet(one, row)
        return
    else:
        return
    if row.what != What.LEFT or one.joined:
        open_now.pop(key).over = True


def _meet(one: Referral, row: Row) -> None:
    if row.what == What.MEETS:
        one.seen = row.minute if one.seen < 0 else one.seen
        one.came_after = one.came_after or one.missed >= 0
    elif row.what == What.MISSED:
        one.missed = row.minute if one.missed < 0 else one.missed
    elif row.what == What.HELPS:
        one.helped.append(row.minute)
        one.course = row.step if one.course < 0 else one.course
        one.sessions += row.step == one.course


def bookings(events: NDArray[np.int64], since: int, unbooked: Container[int]) -> list[Booking]:
    """Every contact that began or was missed after a wait, from minute ``since`` on.

    ``unbooked``: steps that happen at once, so that nobody can fail to come.
    """
    asked: dict[tuple[int, int], int] = {}
    found = []
    for row in rows_of(events, OF_BOOKINGS):
        key = (row.person, row.thread)
        if row.what == What.WAIT_BEGINS:
            if row.value != LETTER:
                asked[key] = row.minute
        elif row.what in (What.MEETS, What.MISSED) and key in asked:
            days = (row.minute - asked.pop(key)) // MINUTES_PER_DAY
            if row.minute >= since and row.step not in unbooked:
                found.append(Booking(row.team, days, row.what == What.MEETS))
    return found


def rows_of(events: NDArray[np.int64], kinds: Sequence[What]) -> Iterator[Row]:
    """The rows of a table that are of some kinds, one by one."""
    table: Iterable[Any] = events[np.isin(events[:, WHAT], kinds)].tolist()
    return (Row(*row) for row in table)
