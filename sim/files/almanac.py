"""Dates of a run: the Monday on which it begins, and the bank and school holidays of England.

Goes in: a date as people write it, a number of weeks. Comes out: days of the run, counted from 0,
that fall on holidays. Bank holidays come from the package ``holidays``; those that are proclaimed
once, such as a coronation, are known up to its version. School holidays follow the rules of
``sim/data/school_terms.yaml``. Refuses a run that begins on another day than a Monday, since a week
of the model begins with one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.library import package_home
from sim.files.reading import Sheet, read_file
from sim.files.trouble import Trouble, fault_of, shown, unknown
from sim.model.words import DAYS_PER_WEEK, WEEKS_PER_YEAR

TERMS: Final = "sim/data/school_terms.yaml"
YEARS: Final = (2000, 2060)
"""The first and last year in which a run may begin."""
KNOWN_TO: Final = 2100
"""The last year of which the package knows bank holidays."""
EVERY_YEAR: Final = ("New Year's Day", "Good Friday", "Easter Monday", "May Day", "Christmas Day")
"""Bank holidays that there are under this name in each of these years."""
BEGINS: Final = ("first_monday_from", "week_of")
MOST_WEEKS: Final = 12
COUNTRY: Final = "GB"
NATION: Final = "ENG"


def starts_on_troubles(text: str) -> list[Trouble]:
    """What is wrong with the date on which a run is said to begin; nothing for most."""
    allowed = f"a Monday of the years {YEARS[0]} to {YEARS[1]}, written 2026-09-07"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return [Trouble(found=shown(text), allowed=allowed, mend="write year-month-day")]
    if not YEARS[0] <= day.year <= YEARS[1] or text != day.isoformat():
        return [Trouble(found=shown(text), allowed=allowed, mend="write year-month-day")]
    if day.weekday():
        before = monday_of(day)
        after = before + timedelta(weeks=1)
        found = f"{text}, a {day:%A}"
        return [Trouble(found=found, allowed=allowed, mend=f"write {before} or {after}")]
    return []


def monday_of(day: date) -> date:
    """The Monday of the week that holds a day."""
    return day - timedelta(days=day.weekday())


@cache
def days_off(starts_on: str, weeks: int) -> Mapping[str, frozenset[int]]:
    """Days of the run on holidays, by ``bank`` and ``school``; day 0 is the Monday it begins on.

    Raises InputError where the run goes on beyond the years that are known.
    """
    first = date.fromisoformat(starts_on)
    if weeks > (KNOWN_TO - first.year) * WEEKS_PER_YEAR:
        found = f"{weeks} weeks from {starts_on}, with the year after the run"
        allowed = f"a run of which bank holidays are known, to {KNOWN_TO}"
        raise InputError(
            [Fault(file="starts_on", found=found, allowed=allowed, mend="run fewer weeks")]
        )
    last = first + timedelta(weeks=weeks)
    bank = {(day - first).days for day in bank_holidays(first.year, last.year)}
    school = {
        day
        for begins, ends, _ in school_holidays(first.year - 1, last.year)
        for day in range((begins - first).days, (ends - first).days + 1)
    }
    within = range((last - first).days)
    return {"bank": frozenset(bank & {*within}), "school": frozenset(school & {*within})}


@cache
def bank_holidays(first_year: int, last_year: int) -> Mapping[date, str]:
    """Bank holidays of England of these calendar years, with their names; weekends included."""
    from holidays import country_holidays  # slow to import, and most runs have no dates

    years = range(first_year, last_year + 1)
    return dict(sorted(country_holidays(COUNTRY, subdiv=NATION, years=years).items()))


@cache
def school_holidays(first_year: int, last_year: int) -> tuple[tuple[date, date, str], ...]:
    """Holidays that begin in these calendar years: first day, a Monday, last, a Sunday, name."""
    return tuple(
        (begins, begins + timedelta(weeks=rule["weeks"], days=-1), rule["name"])
        for year in range(first_year, last_year + 1)
        for begins, rule in sorted(_beginnings(year), key=lambda one: one[0])
    )


def _beginnings(year: int) -> Iterator[tuple[date, dict[str, Any]]]:
    """The Monday on which each holiday begins in a calendar year, and its rule."""
    for rule in _rules():
        if "week_of" in rule:
            names = bank_holidays(year, year).items()
            yield monday_of(next(day for day, name in names if name == rule["week_of"])), rule
        else:
            month, day = map(int, rule["first_monday_from"].split("-"))
            yield monday_of(date(year, month, day) + timedelta(days=DAYS_PER_WEEK - 1)), rule


@cache
def _rules() -> list[dict[str, Any]]:
    return rules_in(read_file(package_home() / TERMS, TERMS))


def rules_in(sheet: Sheet) -> list[dict[str, Any]]:
    """The rules of school holidays as people wrote them. Raises InputError with every fault."""
    listed = sheet.value.get("holidays") if isinstance(sheet.value, dict) else None
    if not isinstance(listed, list) or not listed:
        mend = "list them: name, weeks, and first_monday_from or week_of"
        trouble = Trouble(trail=("holidays",), found=shown(listed), allowed="rules", mend=mend)
        raise InputError([fault_of(trouble, sheet)])
    troubles = [
        trouble.beneath(("holidays", place))
        for place, rule in enumerate(listed)
        for trouble in _rule_troubles(rule)
    ]
    if troubles:
        raise InputError([fault_of(trouble, sheet) for trouble in troubles])
    return listed


def _rule_troubles(rule: Any) -> Iterator[Trouble]:
    if not isinstance(rule, dict) or len(rule.keys() & {*BEGINS}) != 1:
        allowed = f"name, weeks, and one of {' and '.join(BEGINS)}"
        yield Trouble(found=shown(rule), allowed=allowed, mend="write the three of them")
        return
    for word in rule:
        if word not in (*BEGINS, "name", "weeks"):
            yield unknown((word,), word, (*BEGINS, "name", "weeks"), "word")
    if not isinstance(rule.get("name"), str):
        yield Trouble(
            trail=("name",), found=shown(rule.get("name")), allowed="words", mend="name it"
        )
    weeks = rule.get("weeks")
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= MOST_WEEKS:
        allowed = f"a whole number from 1 to {MOST_WEEKS}"
        yield Trouble(trail=("weeks",), found=shown(weeks), allowed=allowed, mend="give the weeks")
    if "week_of" in rule and rule["week_of"] not in EVERY_YEAR:
        yield unknown(("week_of",), str(rule["week_of"]), EVERY_YEAR, "bank holiday")
    day = rule.get("first_monday_from", "01-01")
    if not isinstance(day, str) or not _is_day(day):
        allowed = "a month and a day, written 07-20"
        yield Trouble(
            trail=("first_monday_from",), found=shown(day), allowed=allowed, mend="write it so"
        )


def _is_day(text: str) -> bool:
    """Whether it is a day of every year, written 07-20."""
    try:
        return date.fromisoformat(f"2001-{text}").strftime("%m-%d") == text
    except ValueError:
        return False
