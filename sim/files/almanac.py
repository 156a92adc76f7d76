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

from sim.files.library import package_home
from sim.files.reading import read_file
from sim.files.trouble import Trouble, shown
from sim.model.words import DAYS_PER_WEEK

TERMS: Final = "sim/data/school_terms.yaml"
YEARS: Final = (2000, 2100)
"""The first and last year in which a run may begin."""
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
    """Days of the run on holidays, by ``bank`` and ``school``; day 0 is the Monday it begins on."""
    first = date.fromisoformat(starts_on)
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
    for rule in read_file(package_home() / TERMS, TERMS).value["holidays"]:
        if "week_of" in rule:
            names = bank_holidays(year, year).items()
            yield monday_of(next(day for day, name in names if name == rule["week_of"])), rule
        else:
            month, day = map(int, rule["first_monday_from"].split("-"))
            yield monday_of(date(year, month, day) + timedelta(days=DAYS_PER_WEEK - 1)), rule
