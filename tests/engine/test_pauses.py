"""Pauses that end at an opening, or at a week of the year (MODEL section 5)."""

from __future__ import annotations

import pytest

from tests.engine.small_world import DAY, WEEK, Document, at_once, helps, lived, pause, step, world

pytestmark = pytest.mark.behaviour
ENDS = 31


def paused(**parts: object) -> Document:
    """After the first contact a pause, then a second contact."""
    return world(
        personas={"nell": at_once()},
        calendars={
            "shut": {"open": "mon-fri 09:00-17:00", "shut": [{"weeks": [1, 1], "days": "mon-wed"}]}
        }
        if parts.get("until_open") == "shut"
        else {},
        steps={
            "meet": step("desk", minutes={"fixed": 30}, then={"go": "rest"}),
            "rest": pause("desk", **({"pause": {"minutes": 0}} | parts), then={"go": "talk"}),
            "talk": step("desk", helps=helps()),
        },
    )


def talks_at(document: Document, comes: int = 0) -> int:
    """When the second contact begins."""
    return lived(document, [comes]).met_at()[1]


def test_pause_ends_at_the_next_opening() -> None:
    assert talks_at(paused(until_open="office")) == 9 * 60
    assert talks_at(paused(until_open="office"), 10 * 60) == 10 * 60 + ENDS
    assert talks_at(paused(until_open="office", pause={"days": 5})) == WEEK + 9 * 60


def test_pause_ends_on_the_monday_of_its_week() -> None:
    assert talks_at(paused(until_week=3)) == 2 * WEEK
    assert talks_at(paused(until_week=3, pause={"days": 3})) == 2 * WEEK


def test_pause_to_a_week_that_is_past_lasts_until_next_year() -> None:
    document = paused(until_week=2)
    document["window"] = {"start": {"weeks": 0}, "count": {"weeks": 4}, "follow": {"weeks": 52}}
    assert talks_at(document, WEEK + DAY) == 53 * WEEK
