"""Dates of a run: bank holidays of England, school holidays by rule, the Monday it begins on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.errors import InputError
from sim.files import days_off, starts_on_troubles
from sim.files.almanac import EVERY_YEAR, KNOWN_TO, YEARS, bank_holidays, rules_in, school_holidays
from sim.files.reading import read_text

pytestmark = pytest.mark.unit


def schools(year: int) -> list[tuple[str, str, str]]:
    """The school holidays that begin in a year: name, first day, last Friday."""
    return [
        (name, begins.isoformat(), (ends - timedelta(days=2)).isoformat())
        for begins, ends, name in school_holidays(year, year)
    ]


def test_bank_holidays_of_england_fall_on_the_dates_that_were_published() -> None:
    assert list(bank_holidays(2025, 2025)) == [
        date(2025, 1, 1),
        date(2025, 4, 18),
        date(2025, 4, 21),
        date(2025, 5, 5),
        date(2025, 5, 26),
        date(2025, 8, 25),
        date(2025, 12, 25),
        date(2025, 12, 26),
    ]
    assert date(2026, 12, 28) in bank_holidays(2026, 2026), "Boxing Day of 2026 is a Saturday"
    assert date(2025, 3, 17) not in bank_holidays(2025, 2025), "no holiday of Northern Ireland"
    assert date(2025, 1, 2) not in bank_holidays(2025, 2025), "no holiday of Scotland"


def test_rules_of_school_holidays_give_the_dates_that_a_council_published() -> None:
    assert schools(2024)[-2:] == [
        ("half term in autumn", "2024-10-28", "2024-11-01"),
        ("Christmas", "2024-12-23", "2025-01-03"),
    ]
    assert schools(2025)[:3] == [
        ("half term in spring", "2025-02-17", "2025-02-21"),
        ("Easter", "2025-04-14", "2025-04-25"),
        ("half term in early summer", "2025-05-26", "2025-05-30"),
    ]


@pytest.mark.parametrize("year", range(2020, 2040))
def test_schools_are_on_holiday_for_thirteen_weeks_that_do_not_meet(year: int) -> None:
    found = school_holidays(year, year)
    days = {
        begins + timedelta(days=n)
        for begins, ends, _ in found
        for n in range(100)
        if begins + timedelta(days=n) <= ends
    }
    assert len(days) == 13 * 7
    assert all(begins.weekday() == 0 and ends.weekday() == 6 for begins, ends, _ in found)
    ((begins, ends),) = [(a, b) for name, a, b in schools(year) if name == "summer"]
    assert f"{year}-07-20" <= begins
    assert ends <= f"{year}-09-05"


def test_days_are_counted_from_the_monday_on_which_a_run_begins() -> None:
    off = days_off("2026-12-21", 2)
    assert off["bank"] == {4, 5, 7, 11}, "Friday 25th, Saturday 26th, Monday 28th, New Year's Day"
    assert off["school"] == set(range(14)), "Christmas holidays that began in the year before too"
    assert days_off("2027-01-04", 1)["school"] == set()
    assert 0 in days_off("2029-01-01", 1)["school"], "holidays that began in December"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-09-08", "a Tuesday"),
        ("2026-09-08", "2026-09-07 or 2026-09-14"),
        ("07/09/2026", "write year-month-day"),
        ("20260907", "write year-month-day"),
        ("2026-02-30", "write year-month-day"),
        ("1890-09-01", "2000 to 2060"),
    ],
)
def test_run_that_begins_on_no_monday_is_refused_with_the_nearest(text: str, words: str) -> None:
    (trouble,) = starts_on_troubles(text)
    assert words in f"{trouble.found} {trouble.allowed} {trouble.mend}"


def test_monday_is_a_date_to_begin_on() -> None:
    assert starts_on_troubles("2026-09-07") == []


@pytest.mark.parametrize("year", [*range(YEARS[0] - 1, KNOWN_TO + 1)])
def test_bank_holidays_that_a_rule_may_name_are_there_in_every_year(year: int) -> None:
    assert {*EVERY_YEAR} <= {*bank_holidays(year, year).values()}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{name: Easter, weeks: 2, week_of: Good Fryday}", "did you mean Good Friday?"),
        ("{name: Easter, weeks: two, week_of: Good Friday}", "a whole number from 1 to 12"),
        ("{name: summer, weeks: 6, first_monday_from: 02-29}", "a month and a day"),
        ("{name: summer, weeks: 6, first_monday_from: 20 July}", "a month and a day"),
        ("{name: summer, weeks: 6}", "one of first_monday_from and week_of"),
        ("{name: summer, weeks: 6, first_monday_from: 07-20, until: 09-01}", "'until'"),
        ("{weeks: 6, first_monday_from: 07-20}", "name it"),
        ("summer", "one of first_monday_from and week_of"),
    ],
)
def test_rule_that_cannot_be_read_is_told_with_its_line(rule: str, words: str) -> None:
    with pytest.raises(InputError) as told:
        rules_in(read_text(f"said: x\nholidays:\n  - {rule}\n", "terms.yaml"))
    assert "terms.yaml:3" in str(told.value)
    assert words in str(told.value)


def test_file_without_rules_is_told() -> None:
    with pytest.raises(InputError, match="allowed: rules"):
        rules_in(read_text("said: x\n", "terms.yaml"))


def test_run_beyond_the_years_that_are_known_is_refused() -> None:
    with pytest.raises(InputError, match="run fewer weeks"):
        days_off("2060-01-05", 2200)
    assert days_off("2060-01-05", 2000)["bank"]
