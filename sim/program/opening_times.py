"""When a calendar is open over the minutes of a run: weeks, and days on which it is shut.

Goes in: the openings of one week, the days on which it is shut, a minute of the run. Comes out:
the minute at which it opens next, or shuts. Days that are shut are flags, one for each day from the
first Monday on, which begin again after the last: a year of 364 days, or, in a run that starts on
a date, its own days and a year beyond them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Final

from sim.model.rosters import DAYS, WHOLE_WEEK, Openings, merged
from sim.model.teams import Calendar, Shut
from sim.model.words import DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_WEEK

DAYS_PER_YEAR: Final = 364
"""A year of the model: 52 whole weeks, so that weekdays fall on the same dates each year."""
WEEKS_LOOKED_AT: Final = DAYS_PER_YEAR // DAYS_PER_WEEK + 2
"""Weeks in which a calendar that is shut on some days opens for sure."""
Days = tuple[int, ...]
"""1 for a day on which it is shut, over whole weeks that begin again; empty where it never is."""


def next_open(hours: Openings, minute: int, needed: int = 0, shut: Days = ()) -> int:
    """The first minute from ``minute`` on that is open with ``needed`` minutes left.

    Raises ``ValueError`` if no stretch is long enough.
    """
    week = minute // MINUTES_PER_WEEK
    for base in range(week, week + (WEEKS_LOOKED_AT if shut else 3)):
        for start, end in openings_of_week(hours, base, shut) if shut else hours:
            at = base * MINUTES_PER_WEEK + start
            begin = max(at, minute)
            if begin + max(needed, 1) <= base * MINUTES_PER_WEEK + end:
                return begin
    raise ValueError("no opening is long enough")


def openings_of_week(hours: Openings, week: int, shut: Days) -> Openings:
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


def shut_days(
    calendar: Calendar, days: int = DAYS_PER_YEAR, off: Mapping[str, Set[int]] | None = None
) -> Days:
    """The days on which it does not open; day 0 is the first Monday.

    ``off``: in a run that starts on a date, the days that fall on holidays, by kind.
    """
    found = {
        day
        for shut in calendar.shut
        for day in _named(shut, days, off)
        if not shut.days or DAYS[day % DAYS_PER_WEEK] in shut.days
    }
    return tuple(int(day in found) for day in range(days)) if found else ()


def _named(shut: Shut, days: int, off: Mapping[str, Set[int]] | None) -> Iterator[int]:
    """The days of its holidays, where the run has dates, else those of its weeks of the year."""
    if shut.holidays is not None and off is not None:
        yield from (day for day in off[shut.holidays] if day < days)
    elif shut.from_week is not None and shut.to_week is not None:
        for day in range(days):
            if shut.from_week <= day % DAYS_PER_YEAR // DAYS_PER_WEEK + 1 <= shut.to_week:
                yield day


def next_monday(week: int, minute: int) -> int:
    """The first minute, from ``minute`` on, of a week of the year (0 to 51), a Monday 00:00."""
    year = DAYS_PER_YEAR * MINUTES_PER_DAY
    this_year = minute // year * year + week * MINUTES_PER_WEEK
    return this_year if this_year >= minute else this_year + year


def is_shut(shut: Days, minute: int) -> bool:
    """Whether a minute of the run falls on a day on which it does not open; not if none is."""
    return bool(shut and shut[minute // MINUTES_PER_DAY % len(shut)])


def next_shut(shut: Days, minute: int) -> int:
    """The midnight, after ``minute``, with which the next day begins on which it does not open.

    ``minute`` itself where it falls on such a day. Some day must be shut.
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
