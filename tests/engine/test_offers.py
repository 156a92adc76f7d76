"""Taking up an offer, or not now (MODEL section 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import Document, helps, lived, person, step, world

pytestmark = pytest.mark.behaviour


def offered(not_taken_up: float, **of_her: object) -> Document:
    """A world whose one step is an offer."""
    return world(
        personas={"nell": person(**of_her)},
        steps={"meet": step("desk", offered=True, helps=helps())},
        assumptions={"taking": {"not_taken_up": not_taken_up}},
    )


def test_offer_that_is_not_taken_up_is_declined_and_nobody_meets_her() -> None:
    story = lived(offered(1))
    assert story.ends()[0] == "declined"
    assert story.steps() == []
    assert {row.value for row in story.rows(What.OFFERED)} == {0}


def test_offer_that_is_taken_up_goes_on() -> None:
    story = lived(offered(0))
    assert story.steps() == ["meet"]
    assert [row.value for row in story.rows(What.OFFERED)] == [1]


def test_stigma_of_that_kind_of_service_keeps_her_from_taking_it_up() -> None:
    assert lived(offered(0, stigma={"mental": 1})).ends()[0] == "declined"
    assert lived(offered(0, stigma={"housing": 1})).ends() == ["helped"]


def seen(as_what: str, **of_her: object) -> Document:
    """An offer that looks like something else than the help it gives."""
    document = offered(0, **of_her)
    document["steps"]["meet"]["seen_as"] = [as_what]
    return document


def test_offer_that_is_not_seen_as_what_it_helps_meets_no_stigma_of_that() -> None:
    assert lived(seen("nothing", stigma={"mental": 1})).ends() == ["helped"]
    assert lived(seen("connection", stigma={"mental": 1})).ends() == ["helped"]


def test_offer_meets_the_stigma_of_what_it_is_seen_as_whatever_she_needs() -> None:
    assert lived(seen("substance", stigma={"substance": 1})).ends()[0] == "declined"


def test_strongest_stigma_of_several_things_that_it_is_seen_as_counts() -> None:
    document = seen("housing", stigma={"substance": 1})
    assert lived(document).ends() == ["helped"]
    document["steps"]["meet"]["seen_as"] = ["housing", "substance"]
    assert lived(document).ends()[0] == "declined"


def test_what_an_offer_is_seen_as_does_not_make_her_tell_more() -> None:
    hidden = {"low": {"about": "mood", "minutes": 4, "hidden": True}}
    document = seen("nothing", stigma={"mental": 1}, story=hidden)
    assert lived(document).ends()[0] == "not_heard"
    document["personas"]["nell"]["stigma"] = {"substance": 1}
    document["steps"]["meet"]["seen_as"] = ["housing"]
    assert lived(document).ends() == ["helped"]


def test_step_that_is_no_offer_cannot_be_declined() -> None:
    story = lived(world(assumptions={"taking": {"not_taken_up": 1}}))
    assert story.ends() == ["helped"]
    assert story.rows(What.OFFERED) == []
