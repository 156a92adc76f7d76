"""Opening hours: ``mon-fri 09:00-17:00`` → openings → stretches of minutes in a week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from sim.files.shorthands import Misread
from sim.files.trouble import Trouble, shown, unknown
from sim.model.quantities import DURATIONS
from sim.model.rosters import DAYS, Openings, clock_minutes, stretches
from sim.model.teams import Calendar, Opening, Shut
from sim.model.words import HOLIDAYS

_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])|24:00")
_STRETCH: Final = re.compile(r"\s*(\S+)\s+([0-9:]+)\s*-\s*([0-9:]+)\s*")
_FORM: Final = "hours such as 'mon-fri 09:00-17:00', a list of them, or always"
_WORDS: Final = ("openings", "hours", "shut", "said", "assumed")
_SHUT_WORDS: Final = ("from_week", "to_week", "holidays", "days", "said", "assumed")
WEEKS: Final = 52
"""Weeks in a year of the model."""


def calendar(value: Any) -> Calendar:
    """The calendar that a person wrote. Raises Misread."""
    if isinstance(value, Calendar):
        return value
    given = value if isinstance(value, dict) else {"hours": value}
    troubles = [unknown((word,), word, _WORDS, "word") for word in given if word not in _WORDS]
    troubles += _reasons(given)
    shut: list[Shut] = []
    for position, entry in enumerate(_listed(given.get("shut"))):
        try:
            shut.append(_shut(entry))
        except Misread as misread:
            troubles += [trouble.beneath(("shut", position)) for trouble in misread.troubles]
    openings: list[Opening] = []
    for trail, entry in _entries(value, given):
        try:
            openings.append(_opening(entry))
        except Misread as misread:
            troubles += [trouble.beneath(trail) for trouble in misread.troubles]
    if not openings and not troubles:
        troubles.append(Trouble(found=shown(value), allowed=_FORM, mend="give the hours"))
    troubles += [] if troubles else [*_overlaps(openings), *_never_open(openings, shut)]
    if troubles:
        raise Misread(troubles)
    said, assumed = given.get("said", ""), given.get("assumed", "")
    return Calendar(openings=tuple(openings), shut=tuple(shut), said=said, assumed=assumed)


def _reasons(given: dict[str, Any]) -> list[Trouble]:
    return [
        Trouble(trail=(word,), found=shown(given[word]), allowed="words", mend="say why")
        for word in ("said", "assumed")
        if not isinstance(given.get(word, ""), str)
    ]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def _shut(entry: Any) -> Shut:
    """Weeks or holidays in which it does not open. Raises Misread."""
    if not isinstance(entry, dict):
        allowed = "{from_week: 30, to_week: 35} or {holidays: bank}, perhaps with days"
        raise Misread([Trouble(found=shown(entry), allowed=allowed, mend="write it so")])
    troubles = [
        unknown((word,), word, _SHUT_WORDS, "word") for word in entry if word not in _SHUT_WORDS
    ]
    troubles += _reasons(entry)
    kind = entry.get("holidays")
    if kind is not None and kind not in HOLIDAYS:
        troubles.append(unknown(("holidays",), str(kind), HOLIDAYS, "kind of holidays"))
    weeks = {word: entry.get(word) for word in ("from_week", "to_week")}
    dated = kind is not None and set(weeks.values()) == {None}
    for word, week in weeks.items() if not dated else ():
        if isinstance(week, bool) or not isinstance(week, int) or not 1 <= week <= WEEKS:
            mend = f"give {word}, a week of the year"
            allowed = f"a whole number from 1 to {WEEKS}"
            troubles.append(Trouble(trail=(word,), found=shown(week), allowed=allowed, mend=mend))
    days: tuple[str, ...] = ()
    try:
        days = _days(",".join(map(str, _listed(entry.get("days"))))) if entry.get("days") else ()
    except Misread as misread:
        troubles += [trouble.beneath(("days",)) for trouble in misread.troubles]
    if not troubles and not dated and entry["from_week"] > entry["to_week"]:
        found = f"from_week {entry['from_week']} and to_week {entry['to_week']}"
        mend = "put them in order; split weeks that pass the new year into two"
        troubles.append(Trouble(found=found, allowed="from_week ≤ to_week", mend=mend))
    if troubles:
        raise Misread(troubles)
    return Shut(**(entry | {"days": days}))


def _never_open(openings: Sequence[Opening], shut: Sequence[Shut]) -> list[Trouble]:
    open_days = {day for opening in openings for day in opening.days}
    for week in range(1, WEEKS + 1):
        away = [
            one.days or DAYS
            for one in shut
            if one.from_week is not None
            and one.to_week is not None
            and one.from_week <= week <= one.to_week
        ]
        if open_days.difference(*away):
            return []
    found = "a calendar that is shut in every week of the year"
    return [
        Trouble(trail=("shut",), found=found, allowed="a day on which it opens", mend="shorten it")
    ]


def _entries(value: Any, given: dict[str, Any]) -> list[tuple[tuple[str | int, ...], Any]]:
    word = "openings" if "openings" in given else "hours"
    trail: tuple[str | int, ...] = (word,) if isinstance(value, dict) else ()
    inside = given.get(word)
    if isinstance(inside, list | tuple):
        return [((*trail, position), entry) for position, entry in enumerate(inside)]
    return [] if inside is None else [(trail, inside)]


def _opening(entry: Any) -> Opening:
    if entry == "always":
        return Opening(days=DAYS, start="00:00", end="24:00")
    if isinstance(entry, str):
        match = _STRETCH.fullmatch(entry)
        if match is None:
            raise Misread([Trouble(found=shown(entry), allowed=_FORM, mend="write it so")])
        days, start, end = match.groups()
        return _checked(_days(days), start, end)
    if isinstance(entry, dict) and set(entry) == {"days", "start", "end"}:
        days = entry["days"]
        listed = ",".join(map(str, days)) if isinstance(days, list | tuple) else str(days)
        return _checked(_days(listed), str(entry["start"]), str(entry["end"]))
    raise Misread([Trouble(found=shown(entry), allowed=_FORM, mend="write it so")])


def _days(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in text.lower().split(","):
        ends = part.split("-")
        for day in ends:
            if day not in DAYS:
                raise Misread([unknown((), day, DAYS, "day")])
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        if len(ends) > 2 or last < first:
            allowed = "a range within one week, mon to sun"
            raise Misread([Trouble(found=shown(part), allowed=allowed, mend="list the days")])
        found += DAYS[first : last + 1]
    return tuple(day for day in DAYS if day in found)


def _checked(days: tuple[str, ...], start: str, end: str) -> Opening:
    for clock in (start, end):
        if _CLOCK.fullmatch(clock) is None:
            allowed = "a clock time from 00:00 to 24:00"
            raise Misread([Trouble(found=shown(clock), allowed=allowed, mend="write 09:00")])
    if clock_minutes(end) <= clock_minutes(start):
        mend = "end after the start; split hours that pass midnight into two openings"
        found = f"{start}-{end}"
        raise Misread([Trouble(found=found, allowed="an end after the start", mend=mend)])
    return Opening(days=days, start=start.zfill(5), end=end.zfill(5))  # type: ignore[arg-type]


def _overlaps(openings: Sequence[Opening]) -> list[Trouble]:
    ordered = sorted(stretches(openings))
    for (_, end), (start, _) in pairwise(ordered):
        if start < end:
            found = f"two openings that are both open on {_clock_of(start)}"
            mend = "let one end before the other begins"
            return [Trouble(found=found, allowed="openings that do not overlap", mend=mend)]
    return []


def shared_stretches(one: Openings, other: Openings) -> Openings:
    """The stretches in which both are open."""
    met = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((start, end) for start, end in met if start < end)


def _clock_of(minute: int) -> str:
    day, rest = divmod(minute, DURATIONS["days"])
    hours, minutes = divmod(rest, DURATIONS["hours"])
    return f"{DAYS[day]} {hours:02}:{minutes:02}"
