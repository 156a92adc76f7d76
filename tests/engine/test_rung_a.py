"""Rung A of the ladder: nobody queues, and a team's wait is drawn by what it does (MODEL 13)."""

from __future__ import annotations

import pytest

from tests.engine.small_world import (
    DAY,
    Document,
    at_once,
    drawn,
    helps,
    lived,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour


def pinned(**parts: object) -> Document:
    """A queued team with the wait that was published for teams like it."""
    return team(function="therapists", pinned_wait={"exponential": {"days": 20}}) | parts


def system(**steps: Document) -> Document:
    """A front desk, and therapists whose wait is pinned."""
    return world(
        rung="A",
        window={"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 60}},
        personas={"nell": at_once()},
        teams={"desk": drawn(), "clinic": pinned()},
        steps=steps,
        doors={"otherwise": next(iter(steps))},
    )


def test_wait_is_that_of_the_teams_function_whatever_the_step_is_for() -> None:
    """Two systems with other steps and other staff give her the same wait, by her luck."""
    one = system(meet=step("clinic", helps=helps(), function="assessment"))
    other = system(start=step("clinic", helps=helps(), function="first talk"))
    other["teams"]["clinic"]["staff"] = {"worker": 7}
    waits = [[lived(d, seed=seed).waits("drawn") for seed in range(5)] for d in (one, other)]
    assert waits[0] == waits[1]
    assert len({tuple(wait) for wait in waits[0]}) == 5


def test_further_steps_of_the_same_team_are_not_waited_for_again() -> None:
    document = system(meet=step("clinic", then={"go": "more"}), more=step("clinic", helps=helps()))
    story = lived(document)
    first, second = story.waits("drawn")
    assert first > 0
    assert second == 0


def test_entering_another_team_is_waited_for() -> None:
    document = system(
        meet=step("clinic", then={"go": "more", "by": "number_given"}),
        more=step("other", helps=helps()),
    )
    document["teams"]["other"] = pinned(pinned_wait={"fixed": {"days": 3}})
    assert lived(document).waits("drawn")[1] == 3 * DAY


def test_nobody_stands_in_anybodys_way() -> None:
    document = system(meet=step("clinic", helps=helps()))
    document["teams"]["clinic"] |= {
        "pinned_wait": {"fixed": {"days": 2}},
        "closes_at": 1,
        "reopens_at": 0,
        "places": 1,
        "other_people": {
            "everybody": {
                "per_year": 50000,
                "minutes": {"fixed": 100},
                "sessions": 1,
                "missed": 0,
            }
        },
    }
    story = lived(document, [0, 0, 0])
    assert [story.met_at(who) for who in range(3)] == [[1 + 2 * DAY]] * 3
    assert story.totals.pools[1].other_contacts == 0
