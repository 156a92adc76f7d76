"""Who is on the rota when: opening hours and whole-time equivalents made into shifts.

Goes in: openings as people write them, whole-time equivalents, hours a week. Comes out: for each
worker the stretches of the week on shift. A fraction of a post is a worker on fewer days. Where
a team is open for longer than one worker's week, workers share the opening: early, middle and
late, with their days off in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sim.model.teams import Calendar, Opening
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_WEEK

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS: Final = 5
"""Days a week that a whole-time worker is on shift, where the team is open on more."""
SMALLEST_POST: Final = 1e-9
Openings = tuple[tuple[int, int], ...]
"""Stretches (start, end) in minutes of the week, in order, touching ones merged."""
WHOLE_WEEK: Final[Openings] = ((0, MINUTES_PER_WEEK),)
"""Always open."""


def clock_minutes(text: str) -> int:
    """Minutes since midnight of ``HH:MM``."""
    hours, minutes = text.split(":")
    return int(hours) * MINUTES_PER_HOUR + int(minutes)


def stretches(opened: Sequence[Opening]) -> list[tuple[int, int]]:
    """Openings as people write them, day by day, in minutes from Monday 00:00."""
    return [
        (
            DAYS.index(day) * MINUTES_PER_DAY + clock_minutes(opening.start),
            DAYS.index(day) * MINUTES_PER_DAY + clock_minutes(opening.end),
        )
        for opening in opened
        for day in opening.days
    ]


def openings(calendar: Calendar) -> Openings:
    """The opening hours of one week, in minutes from Monday 00:00, touching stretches merged."""
    return merged(stretches(calendar.openings))


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
