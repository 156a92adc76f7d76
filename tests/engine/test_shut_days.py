"""Days of the year on which a calendar does not open (MODEL section 8)."""

from __future__ import annotations

import pytest

from sim.log import What
from sim.program.opening_times import next_open, next_shut
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
    WEEK,
    Document,
    at_once,
    drawn,
    helps,
    lived,
    step,
    team,
    world,
)

NINE = 9 * 60
pytestmark = pytest.mark.behaviour


def shut(hours: str, weeks: tuple[int, int], days: list[str] | None = None) -> Document:
    """A calendar with weeks in which it does not open."""
    closed: Document = {"from_week": weeks[0], "to_week": weeks[1], "assumed": "toy"}
    if days:
        closed["days"] = days
    listed, clock = hours.split(" ")
    start, end = clock.split("-")
    names = {"mon-fri": ["mon", "tue", "wed", "thu", "fri"]}
    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    opening = {"days": names.get(listed, every), "start": start, "end": end}
    return {"openings": [opening], "shut": [closed]}


def flags(*shut: int) -> tuple[int, ...]:
    """Some days of a year of 364 that are shut."""
    return tuple(int(day in shut) for day in range(364))


def desk(calendar: Document, minutes: object = 30, **parts: object) -> Document:
    """A team with this calendar."""
    return world(
        personas={"nell": at_once()},
        calendars={"term": calendar},
        teams={"desk": team(calendar="term", **parts)},
        steps={"meet": step("desk", minutes=minutes, helps=helps())},
    )


def test_nobody_is_met_in_a_week_in_which_the_team_is_shut() -> None:
    document = desk(shut("mon-fri 09:00-17:00", (1, 2)))
    assert lived(document, [100]).met_at() == [2 * WEEK + NINE]


def test_nobody_is_met_on_a_day_on_which_the_team_is_shut() -> None:
    document = desk(shut("mon-fri 09:00-17:00", (1, 1), ["mon", "tue"]))
    assert lived(document, [100]).met_at() == [2 * DAY + NINE]


def test_team_that_is_always_open_is_not_on_a_day_on_which_it_is_shut() -> None:
    document = desk(shut("all 00:00-24:00", (1, 1), ["tue"]))
    story = lived(document, [DAY - 20, DAY - 100])
    assert story.met_at(1) == [DAY - 99]
    assert story.met_at(0) == [2 * DAY], "30 minutes no longer fit before midnight"


def test_contact_under_way_ends_as_at_the_end_of_any_shift() -> None:
    document = desk(shut("all 00:00-24:00", (1, 1), ["tue"]), {"exponential": 30}, overrun=10)
    lengths = {
        lived(document, [DAY - 31], seed=seed).rows(What.PARTS)[0].value for seed in range(12)
    }
    assert max(lengths) == 40
    assert len(lengths) > 5


def test_team_that_draws_its_wait_is_shut_too() -> None:
    document = desk(shut("mon-fri 09:00-17:00", (1, 1)))
    document["teams"]["desk"] = drawn(calendar="term")
    assert lived(document, [100]).met_at() == [WEEK + NINE]


def test_asking_falls_on_no_day_on_which_the_noticer_is_not_there() -> None:
    document = desk(shut("mon-fri 09:00-17:00", (1, 1)))
    document["teams"]["desk"]["calendar"] = "always"
    document["assumptions"]["asks_at"]["school"] = "term"
    document["personas"]["nell"]["noticers"] = {"school": {"per_week": AT_ONCE}}
    document["doors"] = {"otherwise": "meet"}
    (asked,) = lived(document, [100]).rows(What.ASKED)
    assert WEEK + NINE <= asked.minute < WEEK + 17 * 60


def test_next_opening_skips_days_that_are_shut() -> None:
    hours = ((NINE, 17 * 60), (DAY + NINE, DAY + 17 * 60))
    assert next_open(hours, 0, shut=flags(0)) == DAY + NINE
    assert next_open(hours, 0, shut=()) == NINE
    assert next_open(hours, 0, shut=flags(0, 1)) == WEEK + NINE
    assert next_open(((0, WEEK),), DAY - 10, 30, shut=flags(1)) == 2 * DAY
    assert next_open(((0, WEEK),), DAY - 10, 10, shut=flags(1)) == DAY - 10
    year = 364 * DAY
    assert next_open(hours, year, shut=flags(0)) == year + DAY + NINE
    with pytest.raises(ValueError, match="no opening"):
        next_open(hours, 0, shut=(1,) * 364)


def test_next_midnight_from_which_it_is_shut() -> None:
    assert next_shut(flags(2), 10) == 2 * DAY
    assert next_shut(flags(2), 2 * DAY + 5) == 2 * DAY + 5
    assert next_shut(flags(2), 3 * DAY) == 366 * DAY
