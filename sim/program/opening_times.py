"""When a calendar is open over the minutes of a run: weeks, shut days and years of 364 days.

Goes in: the openings of one week, the days on which it is shut, a minute of the run. Comes out:
the minute at which it opens next, or shuts.
"""

from __future__ import annotations

from typing import Final

from sim.model.rosters import DAYS, WHOLE_WEEK, Openings, merged
from sim.model.teams import Calendar
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK

DAYS_PER_YEAR: Final = 364
"""A year of the model: 52 whole weeks, so that weekdays fall on the same dates each year."""
WEEKS_OF_SHUT_DAYS: Final = DAYS_PER_YEAR // len(DAYS)


def next_open(hours: Openings, minute: int, needed: int = 0, shut: int = 0) -> int:
    """The first minute from ``minute`` on that is open with ``needed`` minutes left.

    ``shut`` is a bit set of the days of the year, of 364, on which it does not open. Raises
    ``ValueError`` if no stretch is long enough.
    """
    week = minute // MINUTES_PER_WEEK
    for base in range(week, week + (WEEKS_OF_SHUT_DAYS + 2 if shut else 3)):
        for start, end in openings_of_week(hours, base, shut) if shut else hours:
            at = base * MINUTES_PER_WEEK + start
            begin = max(at, minute)
            if begin + max(needed, 1) <= base * MINUTES_PER_WEEK + end:
                return begin
    raise ValueError("no opening is long enough")


def openings_of_week(hours: Openings, week: int, shut: int) -> Openings:
    """The openings of one week of the run, the days left out on which it is shut."""
    days = [
        (day * MINUTES_PER_DAY, (day + 1) * MINUTES_PER_DAY)
        for day in range(len(DAYS))
        if not is_shut(shut, week * MINUTES_PER_WEEK + day * MINUTES_PER_DAY)
    ]
    return merged(
        (max(start, begins), min(end, ends))
        for start, end in hours
        for begins, ends in days
        if start < ends and begins < end
    )


def shut_days(calendar: Calendar) -> int:
    """Days of a year of 364 on which it does not open, as a bit set; day 0 is its first Monday."""
    return sum(
        1 << day
        for day in range(DAYS_PER_YEAR)
        if any(
            shut.from_week <= day // 7 + 1 <= shut.to_week
            and (not shut.days or DAYS[day % 7] in shut.days)
            for shut in calendar.shut
        )
    )


def next_monday(week: int, minute: int) -> int:
    """The first minute, from ``minute`` on, of a week of the year (0 to 51), a Monday 00:00."""
    year = DAYS_PER_YEAR * MINUTES_PER_DAY
    this_year = minute // year * year + week * MINUTES_PER_WEEK
    return this_year if this_year >= minute else this_year + year


def is_shut(shut: int, minute: int) -> bool:
    """Whether a minute of the run falls on a day on which it does not open."""
    return bool(shut >> (minute // MINUTES_PER_DAY % DAYS_PER_YEAR) & 1)


def next_shut(shut: int, minute: int) -> int:
    """The midnight, after ``minute``, with which the next day begins on which it does not open.

    ``minute`` itself where it falls on such a day. Some day of the year must be shut.
    """
    if is_shut(shut, minute):
        return minute
    day = minute // MINUTES_PER_DAY + 1
    while not is_shut(shut, day * MINUTES_PER_DAY):
        day += 1
    return day * MINUTES_PER_DAY


def is_whole_week(hours: Openings) -> bool:
    """Whether it is always open."""
    return hours == WHOLE_WEEK
