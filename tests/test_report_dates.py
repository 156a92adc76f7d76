"""What a run that starts on a date says of its dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from sim.model.teams import Shut
from sim.report.dates import bank_holidays_of, date_at, day_words, school_holidays_of, spans_of
from sim.report.differing import differences
from sim.report.explaining import weeks_words
from sim.report.page import page
from sim.study.compare import Comparison, Plan, compare
from sim.study.staff import staff_rows
from tests.study_toys import pretended, toy

DAY = 1440


@cache
def found(starts_on: str | None, *kinds: str) -> Comparison:
    first = toy("toy/two_desks", starts_on=starts_on)
    shut = tuple(Shut(holidays=kind) for kind in kinds)  # type: ignore[arg-type]
    calendars = {name: replace(one, shut=shut) for name, one in first.calendars.items()}
    first = replace(first, calendars=calendars)
    other = replace(first, name="toy/other", title="Other")
    return compare([first, other], Plan(replications=2), engine=pretended, workers=1)


def text(starts_on: str | None, *kinds: str) -> str:
    """The page, with every run of white space as one blank."""
    made = found(starts_on, *kinds)
    whole = page(made, (), staff_rows(made), cut="Cut: much.", again="again")
    return re.sub(r"\s+", " ", whole)


@pytest.mark.unit
def test_minute_of_a_run_falls_on_its_date() -> None:
    dated = toy(starts_on="2026-09-07")
    assert date_at(dated, 0) == date(2026, 9, 7)
    assert date_at(dated, DAY - 1) == date(2026, 9, 7)
    assert date_at(dated, 364 * DAY) == date(2027, 9, 6)
    assert date_at(toy(), 0) is None
    assert day_words(date(2027, 9, 6)) == "6 September 2027"


@pytest.mark.unit
def test_spans_of_a_run_end_the_day_before_the_next_begins() -> None:
    spans = spans_of(toy(starts_on="2026-11-30"))  # a week's start, four counted, four followed
    assert spans is not None
    assert spans.counted_from == date(2026, 12, 7)
    assert spans.counted_to == date(2027, 1, 3)
    assert spans.followed_to == date(2027, 1, 31)
    assert [name for _, name in bank_holidays_of(spans)] == [
        "Christmas Day",
        "Boxing Day",
        "Boxing Day (observed)",
        "New Year's Day",
    ]
    assert school_holidays_of(spans) == [(date(2026, 12, 21), date(2027, 1, 3), "Christmas")]
    assert spans_of(toy()) is None


@pytest.mark.unit
def test_page_says_from_when_to_when_and_who_is_shut() -> None:
    said = text("2026-11-30", "bank", "school")
    assert ">From when to when</h2>" in said
    assert "The run begins on Monday 30 November 2026." in said
    assert "from 7 December 2026 to 3 January 2027 is counted and followed for 4 weeks" in said
    assert "to 31 January 2027." in said
    assert '<th scope="row">Friday 25 December 2026</th><td>Christmas Day</td>' in said
    assert "<td>21 December 2026</td><td>3 January 2027</td>" in said
    assert "Shut on bank holidays, in at least one of these ways of organising help: " in said


@pytest.mark.unit
def test_page_tells_of_no_school_holidays_where_nobody_keeps_them() -> None:
    said = text("2026-11-30")
    assert "No team here is shut on bank holidays." in said
    assert "School holidays within the run" not in said


@pytest.mark.unit
def test_page_of_a_run_without_dates_names_none() -> None:
    assert "From when to when" not in text(None, "bank")


@pytest.mark.unit
def test_diff_and_explain_tell_the_date_on_which_a_run_begins() -> None:
    plain, dated = toy(), toy(starts_on="2026-09-07")
    ((_, (told,)),) = differences(plain, dated)
    assert told.text == "The run begins on Monday 7 September 2026 instead of without a date."
    assert weeks_words(dated).startswith("The run begins on Monday 7 September 2026. After ")
    assert weeks_words(plain).startswith("After ")
