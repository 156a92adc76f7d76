"""Stopping waiting: one clock for each need, over all her spells (MODEL section 7)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    Document,
    at_once,
    drawn,
    helps,
    lived,
    pause,
    person,
    step,
    world,
)

pytestmark = pytest.mark.behaviour


def delayed(days: float, per_week: float = 2.0, **of_her: object) -> Document:
    """A world in which she waits so many days for the only step."""
    return world(
        personas={"nell": person(**of_her)},
        teams={"desk": drawn(delay={"fixed": {"days": days}})},
        assumptions={"taking": {"stopping": per_week}},
    )


def first_stop(document: Document, seed: int = 1) -> int:
    """Minutes that she had waited, in all her spells, when she first stopped."""
    story = lived(document, seed=seed)
    stop = next(r.minute for r in story.rows(What.LEFT) if r.value == 2)
    return sum(r.value for r in story.rows(What.WAIT_ENDS) if r.minute <= stop)


def test_person_stops_while_she_waits() -> None:
    story = lived(delayed(days=30, per_week=50))
    assert set(story.ends()) == {"stopped_waiting"}
    assert story.steps() == []


def test_person_does_not_stop_where_nothing_makes_her() -> None:
    assert lived(delayed(days=30, per_week=0)).ends() == ["helped"]


def test_impatience_shortens_her_patience_in_proportion() -> None:
    patient = first_stop(delayed(days=50))
    impatient = first_stop(delayed(days=50, impatience=2))
    assert impatient == pytest.approx(patient / 2, abs=1)


def test_one_clock_gathers_over_all_her_spells() -> None:
    in_one_spell = first_stop(delayed(days=50))
    days = in_one_spell * 2 // 5 / 1440
    in_several = world(
        teams={"desk": drawn(delay={"fixed": {"days": days}})},
        steps={
            "meet": step("desk", then={"go": "again"}),
            "again": step("desk", then={"go": "and_again"}),
            "and_again": step("desk", helps=helps()),
        },
        assumptions={"taking": {"stopping": 2.0}},
    )
    assert first_stop(in_several) == in_one_spell


def test_person_does_not_stop_between_sessions_nor_in_a_pause() -> None:
    document = world(
        steps={
            "meet": pause("desk", pause={"weeks": 2}, then={"go": "course"}),
            "course": step("desk", helps=helps(sessions=3)),
        },
        assumptions={"taking": {"stopping": 1000}},
    )
    story = lived(document)
    assert story.ends() == ["helped"]
    assert story.steps() == ["course"] * 3


def busy_until(minute: int, seed: int) -> Document:
    """A world whose worker is with the first who comes until this minute."""
    return world(
        personas={
            "first": at_once(name="first", noticers={"gp": {"per_week": 1_000_000}}),
            "nell": at_once(),
        },
        steps={
            "long": step("desk", minutes={"fixed": minute - 1}, helps=helps()),
            "meet": step("desk", helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "long"},
        assumptions={"taking": {"stopping": 20}},
    )


def test_giving_up_comes_before_being_called_in_the_same_minute() -> None:
    seed = 3
    comes = [(0, 0), (5, 1)]
    waits_long = lived(busy_until(10_000, seed), comes, seed=seed)
    stop = next(r.minute for r in waits_long.rows(What.LEFT, person=1))
    assert waits_long.ends(1)[0] == "stopped_waiting"
    free_then = lived(busy_until(stop, seed), comes, seed=seed)
    assert free_then.ends(1)[0] == "stopped_waiting"
    free_before = lived(busy_until(stop - 1, seed), comes, seed=seed)
    assert free_before.met_at(1) == [stop - 1]
    assert free_before.ends(1) == ["helped"]


def test_person_who_gives_up_frees_her_turn() -> None:
    story = lived(busy_until(10_000, 3), [(0, 0), (5, 1)], seed=3)
    pool = story.totals.pools[0]
    assert pool.stopped == len(story.ends(1))
    assert pool.queue_area == pool.waited_by_all > 0
