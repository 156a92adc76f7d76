"""Who is on the rota when: opening hours and whole-time equivalents made into shifts.

Goes in: openings as people write them, whole-time equivalents, hours a week. Comes out: for each
worker the stretches of the week on shift. A fraction of a post is a worker on fewer days. Where
a team is open for longer than one worker's week, workers share the opening: early, middle and
late, with their days off in turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.model.teams import Calendar
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_WEEK
from sim.program.person_parts import Openings

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS: Final = 5
"""Days a week that a whole-time worker is on shift, where the team is open on more."""
SMALLEST_POST: Final = 1e-9
DAYS_PER_YEAR: Final = 364
"""A year of the model: 52 whole weeks, so that weekdays fall on the same dates each year."""
WEEKS_OF_SHUT_DAYS: Final = DAYS_PER_YEAR // len(DAYS)
WHOLE_WEEK: Final[Openings] = ((0, MINUTES_PER_WEEK),)
"""Always open."""


def clock_minutes(text: str) -> int:
    """Minutes since midnight of ``HH:MM``."""
    hours, minutes = text.split(":")
    return int(hours) * MINUTES_PER_HOUR + int(minutes)


def openings(calendar: Calendar) -> Openings:
    """The opening hours of one week, in minutes from Monday 00:00, touching stretches merged."""
    stretches = [
        (
            DAYS.index(day) * MINUTES_PER_DAY + clock_minutes(opening.start),
            DAYS.index(day) * MINUTES_PER_DAY + clock_minutes(opening.end),
        )
        for opening in calendar.openings
        for day in opening.days
    ]
    return merged(stretches)


def merged(stretches: Iterable[tuple[int, int]]) -> Openings:
    """The same time as few stretches, in order."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)


def minutes_of(hours: Openings) -> int:
    """Minutes a week in which somebody is on shift."""
    return sum(end - start for start, end in hours)


def slots(hours: Openings, wte: float, hours_per_week: float) -> tuple[Openings, ...]:
    """The weekly shifts of each worker."""
    whole = int(wte + SMALLEST_POST)
    part = wte - whole
    full = round(hours_per_week * MINUTES_PER_HOUR)
    rota = [_shifts(hours, full, place) for place in range(whole)]
    if part > SMALLEST_POST:
        share = round(part * min(full, minutes_of(hours)))
        rota.append(_first_minutes(_shifts(hours, full, whole), share))
    return tuple(shifts for shifts in rota if shifts)


def _shifts(hours: Openings, full: int, place: int) -> Openings:
    """One whole-time worker's week."""
    if full >= minutes_of(hours):
        return hours
    days = _by_day(hours)
    off = {(WORKING_DAYS * place + k) % len(days) for k in range(len(days) - WORKING_DAYS)}
    block = full // min(WORKING_DAYS, len(days))
    return merged(
        part
        for number, day in enumerate(days)
        if number not in off
        for part in _part_of_day(day, block, place)
    )


def _part_of_day(day: Openings, block: int, place: int) -> Openings:
    """An early, middle or late shift of one day's opening, breaks left out."""
    length = minutes_of(day)
    if block >= length:
        return day
    turns = -(-length // block)
    later = (length - block) * (place % turns) // (turns - 1)
    return _first_minutes(_without_first(day, later), block)


def _by_day(hours: Openings) -> list[Openings]:
    """Openings cut at midnight, day by day."""
    days: dict[int, list[tuple[int, int]]] = {}
    for start, end in hours:
        begin = start
        while begin < end:
            midnight = (begin // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY
            days.setdefault(begin // MINUTES_PER_DAY, []).append((begin, min(end, midnight)))
            begin = midnight
    return [tuple(day) for day in days.values()]


def _without_first(hours: Openings, minutes: int) -> Openings:
    """What is left of some hours after their first so many minutes."""
    kept = []
    for start, end in hours:
        skipped = min(minutes, end - start)
        minutes -= skipped
        if start + skipped < end:
            kept.append((start + skipped, end))
    return tuple(kept)


def _first_minutes(hours: Openings, minutes: int) -> Openings:
    """The first so many minutes of a week's shifts."""
    kept = []
    for start, end in hours:
        if minutes <= 0:
            break
        kept.append((start, min(end, start + minutes)))
        minutes -= end - start
    return tuple(kept)


def next_open(hours: Openings, minute: int, needed: int = 0, shut: int = 0) -> int:
    """The first minute from ``minute`` on that is open with ``needed`` minutes left.

    ``shut`` is a bit set of the days of the year, of 364, on which it does not open. Raises
    ``ValueError`` if no stretch is long enough.
    """
    week = minute // MINUTES_PER_WEEK
    for base in range(week, week + (WEEKS_OF_SHUT_DAYS + 2 if shut else 3)):
        for start, end in _of_week(hours, base, shut) if shut else hours:
            at = base * MINUTES_PER_WEEK + start
            begin = max(at, minute)
            if begin + max(needed, 1) <= base * MINUTES_PER_WEEK + end:
                return begin
    raise ValueError("no opening is long enough")


def _of_week(hours: Openings, week: int, shut: int) -> Openings:
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
