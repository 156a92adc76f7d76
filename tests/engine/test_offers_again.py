"""Offers made again, offers replaced, and what makes her say not now (MODEL section 5)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    WEEK,
    Document,
    drawn,
    helps,
    lived,
    pause,
    person,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
SURELY = 1_000_000
"""An odds ratio that makes a small chance nearly certain."""
RARELY = 0.0001
REFUSED, TAKEN, LATER, NOT_NOW = range(4)


def offer(
    her: Document | None = None, *, not_taken_up: float = RARELY, **of_step: object
) -> Document:
    """One step that is an offer, in a world in which fit and readiness decide."""
    return world(
        personas={"nell": her or person()},
        steps={"meet": step("desk", offered=True, helps=helps(), **of_step)},
        assumptions={
            "taking": {
                "not_taken_up": not_taken_up,
                "unfit": SURELY * SURELY,
                "unready": SURELY * SURELY,
                "readier_after": {"hours": 12},
            }
        },
    )


def answers(document: Document, seed: int = 1) -> list[int]:
    """What she answered in her first episode, in order."""
    rows = lived(document, seed=seed).rows(What.OFFERED)
    return [row.value for row in rows if row.episode == 1]


AGAIN = {"offers": 3, "offered_again_after": {"weeks": 1}}


def test_somebody_who_is_not_ready_says_not_now() -> None:
    assert answers(offer(person(readiness=0))) == [REFUSED]
    assert answers(offer(person(readiness=1))) == [TAKEN]


def test_offer_is_made_again_and_taken_up_once_she_is_readier() -> None:
    story = lived(offer(person(readiness=0), **AGAIN))
    first, later = story.rows(What.OFFERED)
    assert (first.value, later.value) == (NOT_NOW, LATER)
    assert later.minute - first.minute == WEEK
    assert story.met_at() == [later.minute]
    assert story.waits("pause") == [WEEK]


def test_after_the_last_not_now_she_has_declined() -> None:
    document = offer(not_taken_up=1, **AGAIN)
    assert answers(document) == [NOT_NOW, NOT_NOW, REFUSED]
    assert lived(document).ends()[0] == "declined"


def test_nobody_gives_up_between_two_offers() -> None:
    document = offer(person(readiness=0), **AGAIN)
    document["assumptions"]["taking"]["stopping"] = 1000
    assert answers(document) == [NOT_NOW, LATER]


def test_offer_made_again_meets_the_same_luck() -> None:
    document = offer(not_taken_up=0.5, **AGAIN)
    found = {tuple(answers(document, seed)[:3]) for seed in range(20)}
    assert found == {(TAKEN,), (NOT_NOW, NOT_NOW, REFUSED)}


def test_coming_to_the_offer_anew_meets_new_luck() -> None:
    document = offer(not_taken_up=0.5, offered_instead="rest")
    document["steps"]["rest"] = pause("desk", pause={"days": 2}, then={"go": "meet"})
    document["doors"]["gp"] = "rest"
    assert TAKEN in {
        answers(document, seed)[1] for seed in range(20) if answers(document, seed)[0] == REFUSED
    }


def test_something_else_is_offered_instead() -> None:
    document = offer(not_taken_up=1, offered_instead="talk")
    document["steps"]["talk"] = step("desk", helps=helps())
    document["doors"]["gp"] = "talk"
    story = lived(document)
    assert (story.steps(), story.ends()) == (["talk"], ["helped"])
    assert story.rows(What.HANDS_ON) == []


def test_something_else_at_another_team_is_a_handoff_by_letter() -> None:
    document = offer(not_taken_up=1, offered_instead="clinic")
    document["teams"]["clinic"] = team()
    document["steps"]["clinic"] = step("clinic", helps=helps())
    document["doors"]["gp"] = "clinic"
    story = lived(document)
    assert len(story.rows(What.HANDS_ON)) == len(story.waits("letter")) == 1
    assert story.steps() == ["clinic"]


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ({"modes": ["phone"]}, False),
        ({"modes": ["phone", "face_to_face"]}, True),
        ({"groupings": ["getting_advice"]}, False),
        ({"groupings": ["getting_help"]}, True),
        ({"functions": ["peer_group"]}, False),
        ({"functions": ["peer_group", "talking"]}, True),
        ({"modes": ["face_to_face"], "functions": ["peer_group"]}, False),
        ({"domains": ["housing"], "modes": ["phone"]}, True),
        ({"domains": ["mental"], "modes": ["phone"]}, False),
        ({}, True),
    ],
)
def test_offer_fits_if_it_has_all_that_a_wish_about_these_needs_names(
    wish: Document, fits: bool
) -> None:
    her = person(wants=[{"fact": "made up", **wish}])
    document = offer(her, grouping="getting_help", function="talking")
    assert answers(document) == [TAKEN if fits else REFUSED]


def test_one_wish_granted_is_enough() -> None:
    wishes = [{"fact": "one", "modes": ["phone"]}, {"fact": "two", "modes": ["face_to_face"]}]
    assert answers(offer(person(wants=wishes))) == [TAKEN]


def test_on_the_first_rung_everybody_takes_up_offers_alike() -> None:
    her = person(readiness=0, stigma={"mental": 1}, wants=[{"fact": "one", "modes": ["phone"]}])
    document = offer(her)
    document["teams"]["desk"] = drawn()
    assert answers(document) == [REFUSED]
    assert answers(document | {"rung": "A"}) == [TAKEN]
