"""A run that starts on a date: bank and school holidays fall on their days (MODEL section 8)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
    WEEK,
    Document,
    at_once,
    drawn,
    helps,
    lived,
    pause,
    step,
    team,
    world,
)

NINE = 9 * 60
BEFORE_CHRISTMAS = "2026-12-21"
"""A Monday; Christmas Day is a Friday, Boxing Day is kept on the Monday after."""
BEFORE_SUMMER = "2026-07-13"
BANK, SCHOOL = {"holidays": "bank", "assumed": "toy"}, {"holidays": "school", "assumed": "toy"}
pytestmark = pytest.mark.behaviour


def hub(*shut: Document, starts_on: str | None = BEFORE_CHRISTMAS, **parts: object) -> Document:
    """A team from nine to five, but for holidays, in a run that starts on a date."""
    document = world(
        personas={"nell": at_once()},
        calendars={"dated": {"hours": "mon-fri 09:00-17:00", "shut": [*shut]}},
        teams={"desk": team(calendar="dated", **parts)},
        steps={"meet": step("desk", helps=helps())},
    )
    return document | ({"starts_on": starts_on} if starts_on else {})


def test_nobody_is_met_on_a_bank_holiday() -> None:
    story = lived(hub(BANK), [3 * DAY + 100, 4 * DAY + 100])
    assert story.met_at(0) == [3 * DAY + NINE], "Christmas Eve"
    assert story.met_at(1) == [8 * DAY + NINE], "the Tuesday after Boxing Day is kept"


def test_without_a_date_nothing_falls_on_a_bank_holiday() -> None:
    story = lived(hub(BANK, starts_on=None), [4 * DAY + 100])
    assert story.met_at() == [4 * DAY + NINE]


def test_weeks_stand_for_school_holidays_where_a_run_has_no_date() -> None:
    weeks = SCHOOL | {"from_week": 1, "to_week": 1}
    assert lived(hub(weeks, starts_on=None), [100]).met_at() == [WEEK + NINE]
    dated = hub(weeks, starts_on=BEFORE_SUMMER)
    dated["window"]["follow"] = {"weeks": 9}
    story = lived(dated, [100, WEEK + 100])
    assert story.met_at(0) == [NINE], "the last week of term"
    assert story.met_at(1) == [7 * WEEK + NINE], "six weeks in summer"


def test_weeks_that_are_no_holidays_stay_where_they_are_on_any_date() -> None:
    weeks = {"from_week": 1, "to_week": 1, "assumed": "toy"}
    assert lived(hub(weeks, BANK), [100]).met_at() == [8 * DAY + NINE]


def test_same_holiday_of_the_next_year_falls_on_its_own_date() -> None:
    next_year = 53 * WEEK  # Monday 27 December 2027, and the Tuesday: both are kept
    document = hub(BANK)
    document["window"] = {"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 60}}
    story = lived(document, [next_year + 100, 52 * WEEK + 4 * DAY + 100])
    assert story.met_at(0) == [next_year + 2 * DAY + NINE]
    assert story.met_at(1) == [52 * WEEK + 4 * DAY + NINE], "Friday 24 December 2027 is none"


def test_days_of_a_holiday_may_be_named() -> None:
    some = SCHOOL | {"days": ["mon", "tue"]}
    story = lived(hub(some), [100])
    assert story.met_at() == [2 * DAY + NINE]


def test_team_that_draws_its_wait_is_shut_on_bank_holidays_too() -> None:
    document = hub(BANK)
    document["teams"]["desk"] = drawn(calendar="dated")
    assert lived(document, [4 * DAY + 100]).met_at() == [8 * DAY + NINE]


def test_pause_to_an_opening_ends_on_no_bank_holiday() -> None:
    document = hub(BANK)
    again = step("desk", helps=helps())
    document["steps"] = {
        "rest": pause("desk", pause={"minutes": 0}, until_open="dated", then=[{"go": "meet"}]),
        "meet": again,
    }
    document["doors"] = {"otherwise": "rest"}
    assert lived(document, [4 * DAY + 100]).met_at() == [8 * DAY + NINE]


def test_school_asks_for_nobody_in_its_holidays() -> None:
    document = hub(SCHOOL, starts_on=BEFORE_SUMMER)
    document["teams"]["desk"]["calendar"] = "always"
    document["assumptions"]["asks_at"]["school"] = "dated"
    document["personas"]["nell"]["noticers"] = {"school": {"per_week": AT_ONCE}}
    document["window"]["follow"] = {"weeks": 9}
    (asked,) = lived(document, [WEEK + 100]).rows(What.ASKED)
    assert 7 * WEEK + NINE <= asked.minute < 7 * WEEK + 17 * 60
