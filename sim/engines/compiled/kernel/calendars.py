"""When a calendar is open over the minutes of a run; see ``sim.program.opening_times``."""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.layouts import CALENDAR, SHUT_YEAR
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.program.opening_times import DAYS_PER_YEAR
from sim.program.opening_times import WEEKS_LOOKED_AT as MORE_THAN_A_YEAR

WEEKS_LOOKED_AT: Final = 3


@kernel
def next_open(m: Memory, calendar: int, minute: int, needed: int) -> int:
    """The first minute from ``minute`` on that is open with ``needed`` minutes left."""
    week = minute // MINUTES_PER_WEEK
    weeks = m[calendar + CALENDAR.WEEKS]
    first, opens = m[calendar + CALENDAR.FIRST], m[calendar + CALENDAR.OPENS]
    for base in range(week, week + (WEEKS_LOOKED_AT if weeks == 1 else MORE_THAN_A_YEAR)):
        start_of = base * MINUTES_PER_WEEK
        for i in range(m[first + base % weeks], m[first + base % weeks + 1]):
            begin = max(start_of + m[opens + 2 * i], minute)
            if begin + max(needed, 1) <= start_of + m[opens + 2 * i + 1]:
                return begin
    raise ValueError("no opening is long enough")


@kernel
def longest_opening(m: Memory, hours: int, count: int) -> int:
    """Minutes of the longest of so many pairs."""
    longest = 0
    for i in range(count):
        longest = max(longest, m[hours + 2 * i + 1] - m[hours + 2 * i])
    return longest


@kernel
def next_shut(m: Memory, year: int, minute: int) -> int:
    """The midnight with which the next day begins on which it is shut; now if it is today."""
    shut, days = m[year + SHUT_YEAR.SHUT], m[year + SHUT_YEAR.N_SHUT]
    day = minute // MINUTES_PER_DAY
    if m[shut + day % days]:
        return minute
    day += 1
    while not m[shut + day % days]:
        day += 1
    return day * MINUTES_PER_DAY


@kernel
def next_monday(week: int, minute: int) -> int:
    """The first minute, from ``minute`` on, of a week of the year, a Monday 00:00."""
    year = DAYS_PER_YEAR * MINUTES_PER_DAY
    this_year = minute // year * year + week * MINUTES_PER_WEEK
    return this_year if this_year >= minute else this_year + year
