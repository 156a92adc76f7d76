"""Trust: what moves it and what it does; off, it leaves base rates alone (MODEL section 9)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.log import What
from sim.model.words import MODES
from tests.engine.small_world import DAY, Document, at_once, drawn, helps, lived, step, team, world

pytestmark = pytest.mark.behaviour


def bounced_then(trust: Document, rung: str = "C", **taking: Any) -> Document:
    """She is sent back once, which lowers her trust, and is then handed on once more."""
    return world(
        rung=rung,
        personas={"nell": at_once(trust=0.6)},
        teams={
            "clinic": team(accepts={"at_least": {"mental": 3}}),
            "other": drawn(delay={"fixed": {"days": 20}}),
        },
        steps={
            "meet": step(
                "desk", then={"go": "clinic", "by": "number_given", "if_bounced": "again"}
            ),
            "clinic": step("clinic", helps=helps()),
            "again": step("desk", then={"go": "other", "by": "cold"}),
            "other": step("other", helps=helps()),
        },
        assumptions={
            "trust": {"bounced": 0.5, "heard": 0, "retold": 0, "lost": 0} | trust,
            "taking": taking,
            "handing": {"loses": {"cold": 0.0001}, "bounce_takes": {"minutes": 60}},
        },
    )


def test_trust_that_is_off_leaves_base_rates_alone() -> None:
    strong = {"on_loss": -100, "on_stopping": -100, "on_openness": 100, "on_attending": 100}
    off = lived(bounced_then(strong, "B", stopping=0.05))
    none = lived(bounced_then(dict.fromkeys(strong, 0), stopping=0.05))
    assert off.all == none.all


def test_handoff_is_lost_more_often_where_trust_has_fallen() -> None:
    assert lived(bounced_then({"on_loss": -100}, "B")).ends() == ["helped"]
    assert lived(bounced_then({"on_loss": -100})).ends()[0] == "lost"


def test_person_stops_sooner_where_trust_has_fallen() -> None:
    def waited(on_stopping: float) -> int:
        story = lived(bounced_then({"on_stopping": on_stopping}, stopping=0.5), seed=5)
        (left, *_) = [row for row in story.rows(What.LEFT) if row.value == 2]
        (since, *_) = [
            row.minute for row in story.rows(What.WAIT_BEGINS) if story.team(row) == "other"
        ]
        return left.minute - since

    assert 0 < waited(-2) < waited(0)
    assert waited(0) > DAY


def test_being_heard_raises_trust_and_retelling_lowers_it() -> None:
    def lost(heard: float, retold: float) -> bool:
        document = world(
            rung="C",
            personas={"nell": at_once(trust=0.5)},
            teams={"clinic": team(reads_own=0), "third": team()},
            steps={
                "meet": step("desk", then={"go": "clinic", "by": "number_given"}),
                "clinic": step("clinic", then={"go": "third", "by": "cold"}),
                "third": step("third", helps=helps()),
            },
            assumptions={
                "trust": {
                    "heard": heard,
                    "retold": retold,
                    "on_loss": -100,
                    "bounced": 0,
                    "lost": 0,
                },
                "handing": {"loses": {"cold": 0.001}},
            },
        )
        return lived(document).ends()[0] == "lost"

    assert lost(heard=0, retold=0.3)
    assert not lost(heard=0.3, retold=0.3)
    assert not lost(heard=0, retold=0)


def test_painful_chapters_cost_trust_twice() -> None:
    def lost(painful: bool) -> bool:
        her = at_once(trust=0.5, story={"low": {"about": "mood", "minutes": 4, "painful": painful}})
        document = world(
            rung="C",
            personas={"nell": her},
            teams={"clinic": team(reads_own=0), "third": team()},
            steps={
                "meet": step("desk", then={"go": "clinic", "by": "number_given"}),
                "clinic": step("clinic", then={"go": "third", "by": "cold"}),
                "third": step("third", helps=helps()),
            },
            assumptions={
                "trust": {"heard": 0, "retold": 0.1, "on_loss": -50},
                "handing": {"loses": {"cold": 0.0001}},
            },
        )
        return lived(document).ends()[0] == "lost"

    assert lost(painful=True)
    assert not lost(painful=False)


def test_person_comes_less_often_where_trust_has_fallen() -> None:
    nearly_always = dict.fromkeys(MODES, 0.99)

    def missed(on_attending: float, rung: str = "C") -> int:
        system = bounced_then({"on_attending": on_attending}, rung, attends=nearly_always)
        return len(lived(system).rows(What.MISSED))

    assert missed(0) == 0
    assert missed(100) > 0
    assert missed(100, "B") == 0
