"""Whose turn it is: urgent, due, booked again, new; then who joined first (MODEL section 8)."""

from __future__ import annotations

import pytest

from tests.engine.small_world import (
    AT_ONCE,
    Document,
    at_once,
    helps,
    lived,
    person,
    step,
    world,
)

pytestmark = pytest.mark.behaviour
NOTICERS = ("gp", "nurse", "midwife", "school", "police")


def people(*steps: str) -> Document:
    """One persona for each step, who comes to it at once; a persona is called as its step."""
    return {
        name: at_once(name=name, noticers={noticer: {"per_week": AT_ONCE}})
        for name, noticer in zip(steps, NOTICERS, strict=False)
    }


def doors(*steps: str) -> Document:
    """Doors that lead each of :func:`people` to her step."""
    pairs = dict(zip(NOTICERS, steps, strict=False))
    return {"otherwise": steps[0]} | pairs


def queue(steps: Document, **parts: object) -> Document:
    """A world with one worker, to whom each persona comes for the step of her name."""
    return world(personas=people(*steps), steps=steps, doors=doors(*steps), **parts)


def test_whoever_joined_first_is_seen_first() -> None:
    document = queue(
        {"long": step("desk", minutes=600, helps=helps()), "meet": step("desk", helps=helps())}
    )
    story = lived(document, [(0, 0), (100, 1), (50, 1)])
    assert story.met_at(2) == [601]
    assert story.met_at(1) == [631]


def test_urgent_people_go_first() -> None:
    steps = {
        "long": step("desk", minutes=600, helps=helps()),
        "meet": step("desk", helps=helps()),
        "urgent": step("desk", urgent=True, helps=helps()),
    }
    story = lived(queue(steps), [(0, 0), (50, 1), (100, 2)])
    assert story.met_at(2) == [601]
    assert story.met_at(1) == [631]


def test_urgent_people_interrupt_nobody() -> None:
    steps = {
        "long": step("desk", minutes=600, helps=helps()),
        "urgent": step("desk", urgent=True, helps=helps()),
    }
    story = lived(queue(steps), [(0, 0), (100, 1)])
    assert story.met_at(1) == [601]


def test_due_sessions_go_before_those_booked_again_and_these_before_new_people() -> None:
    steps = {
        "long": step("desk", minutes={"fixed": 700}, helps=helps()),
        "course": step("desk", helps=helps(sessions=2, interval={"days": 1})),
        "call": step("desk", mode="phone", notice={"minutes": 200}, helps=helps()),
        "new": step("desk", notice={"minutes": 400}, helps=helps()),
    }
    document = queue(steps, assumptions={"taking": {"attends": {"phone": 0}}})
    story = lived(document, [(1200, 0), (0, 1), (900, 2), (1000, 3)])
    assert story.met_at(0) == [1201]
    assert story.met_at(1) == [1, 1901]
    assert story.met_at(3) == [1961]


def test_contact_that_needs_notice_starts_no_sooner() -> None:
    document = queue({"meet": step("desk", notice={"days": 2}, helps=helps())})
    assert lived(document).met_at() == [1 + 2 * 1440]


def test_person_in_one_contact_is_passed_over_and_keeps_her_turn() -> None:
    """She waits for two teams; while one sees her the other sees the next in its queue."""
    steps = {
        "hello": step(
            "desk",
            minutes=10,
            then=[
                {
                    "when": {"need": "mental"},
                    "for": "each need",
                    "go": "talk",
                    "by": "number_given",
                },
                {"go": "visit", "by": "number_given"},
            ],
        ),
        "talk": step("talkers", minutes={"fixed": 300}, helps=helps()),
        "visit": step("visitors", minutes={"fixed": 60}, asks=[], helps=helps("housing")),
    }
    her = person(
        noticers={"herself": {"per_week": AT_ONCE}},
        needs={
            "mood": {"domain": "mental", "level": 2},
            "home": {"domain": "housing", "level": 2},
        },
        story={"low": {"about": "mood", "minutes": 1}, "damp": {"about": "home", "minutes": 1}},
    )
    from tests.engine.small_world import team

    document = world(
        personas={"nell": her},
        teams={"talkers": team(), "visitors": team()},
        steps=steps,
        doors={"otherwise": "hello"},
        assumptions={"handing": {"letter_takes": {"minutes": 0}}},
    )
    story = lived(document)
    (talk,), (visit,) = story.met_at(0, "talk"), story.met_at(0, "visit")
    assert visit == talk + 300
