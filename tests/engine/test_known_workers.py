"""The worker she knows, her own worker, and workers who leave (MODEL sections 4 and 8)."""

from __future__ import annotations

from itertools import groupby

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    DAY,
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour


def course(who: str, workers: int, sessions: int = 6, **parts: object) -> Document:
    """A course in a team of several workers, who have all the time in the world."""
    return world(
        personas={
            "nell": at_once(),
            "other": at_once(name="other", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(staff={"worker": workers}, reads_own=0)},
        steps={
            "meet": step("desk", who=who, helps=helps(sessions=sessions, interval={"days": 1})),
            "long": step("desk", minutes={"fixed": 900}, helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "long"},
        **parts,
    )


def workers(story: Story, person: int = 0) -> list[int]:
    """Who met her, contact by contact."""
    return [row.worker for row in story.rows(What.MEETS, person=person)]


def test_any_worker_may_meet_her() -> None:
    assert len(set(workers(lived(course("any", 4))))) > 1


def test_worker_whom_she_knows_is_preferred() -> None:
    for seed in range(5):
        assert len(set(workers(lived(course("known", 4), seed=seed)))) == 1


def busy_then(who: str, seed: int) -> Story:
    """Two workers, of whom one is busy for 900 minutes when her second session is due."""
    return lived(course(who, 2, sessions=2), [(0, 0), (DAY - 100, 1)], seed=seed)


def test_own_worker_is_waited_for() -> None:
    second = []
    for seed in range(8):
        story = busy_then("own", seed)
        first, again = workers(story)
        assert first == again
        second.append(story.met_at()[1])
    assert sorted(set(second)) == [1 + DAY, DAY - 99 + 900]


def test_worker_whom_she_knows_is_not_waited_for() -> None:
    same = set()
    for seed in range(8):
        story = busy_then("known", seed)
        first, again = workers(story)
        same.add(first == again)
        assert story.met_at()[1] == 1 + DAY
    assert same == {True, False}


def test_replacement_becomes_her_own_worker() -> None:
    document = course("own", 4, sessions=40, assumptions={"leaving": 40})
    met = workers(lived(document, seed=2))
    assert len(met) == 40
    spells = [worker for worker, _ in groupby(met)]
    assert len(spells) > 2
    assert len(set(spells)) == len(spells)


def test_worker_who_leaves_takes_her_memory_along() -> None:
    stays = lived(course("any", 1, sessions=2))
    assert stays.chapters(What.CONFIRMS) == [["low", "family"]]
    leaves = lived(course("any", 1, sessions=2, assumptions={"leaving": 5000}))
    assert leaves.chapters(What.RETELLS) == [["low", "family"]]


def test_familiar_worker_of_a_team_that_draws_its_wait_by_its_chance() -> None:
    def met(familiar: float) -> int:
        document = course("any", 1)
        document["teams"]["desk"] = drawn(staff={"worker": 6}, familiar=familiar)
        return len(set(workers(lived(document))))

    assert met(1) == 1
    assert met(0) > 1
