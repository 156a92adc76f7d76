"""Contacts that can begin: how many workers are on shift together, and for how long."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.files import resolve
from tests.engine.small_world import Document, helps, step, team, world

pytestmark = pytest.mark.unit


def troubles(**parts: object) -> list[str]:
    """What is told of a small world; nothing where it can be used."""
    try:
        resolve(world(**parts))
    except InputError as error:
        return [str(fault) for fault in error.faults]
    return []


def two_seats(wte: float, **seat: object) -> Document:
    """A step with two workers of the desk, of whom there are so many; one has a shorter week."""
    beside = {"team": "desk", "role": "worker"} | seat
    return {
        "calendars": {"day": "mon-fri 09:00-17:00"},
        "teams": {
            "desk": team(calendar="day", overrun=0, staff={"worker": {"wte": wte, "hours": 40}})
        },
        "steps": {"meet": step("desk", minutes=45, beside=beside, helps=helps())},
    }


def test_two_seats_of_a_role_need_two_workers_on_shift_together() -> None:
    (told,) = troubles(**two_seats(1))
    assert "45 minutes with 2 worker of desk; allowed: at most 0 minutes" in told


def test_shorter_shift_of_the_two_says_how_long_they_can_meet() -> None:
    (told,) = troubles(**two_seats(1.01))
    assert "at most 24 minutes, their longest time on shift together" in told
    assert troubles(**two_seats(1.02)) == []


def test_seat_that_may_stay_empty_is_no_hindrance() -> None:
    assert troubles(**two_seats(1, if_free=True)) == []


def test_seats_where_a_wait_is_drawn_need_as_many_workers() -> None:
    def told(wte: float, **seat: object) -> list[str]:
        parts = two_seats(wte, **seat)
        parts["teams"]["desk"] |= {"wait": "drawn", "delay": {"fixed": {"days": 1}}}
        return troubles(**parts)

    (one,) = told(1)
    assert "steps.meet.beside; found 2 seats for worker of desk, of whom there is only 1" in one
    assert told(1.2) == []
    assert told(1, if_free=True) == []


def kept(minutes: int) -> Document:
    """A live transfer for so many minutes to a contact that needs notice of half an hour."""
    steps = {
        "meet": step("desk", then={"go": "next", "keep": {"minutes": minutes}}),
        "next": step("desk", notice={"minutes": 30}, helps=helps()),
    }
    return {"steps": steps}


def test_live_transfer_may_last_as_long_as_the_notice_and_no_less() -> None:
    assert troubles(**kept(30)) == []
    (told,) = troubles(**kept(29))
    assert "keep for 29 minutes, but next needs notice of 30" in told
