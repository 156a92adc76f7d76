"""How levels are judged (MODEL section 4)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import Document, Story, lived, person, step, world

pytestmark = pytest.mark.behaviour


def judged(skill: float, level: int, again: bool = False) -> list[Story]:
    """Stories of people whose need is judged with this skill, perhaps twice."""
    her = person(needs={"mood": {"domain": "mental", "level": level}})
    steps: Document = {
        "meet": step("desk", then={"go": "again"}),
        "again": step("desk", assessment=again),
    }
    document = world(personas={"nell": her}, steps=steps)
    document["roles"]["worker"]["skill"] = {"otherwise": skill}
    return [lived(document, seed=seed) for seed in range(8)]


def levels(stories: list[Story]) -> set[int]:
    """The levels as judged in the first contact of each."""
    return {story.judged(story.rows(What.JUDGED)[0]) for story in stories}


def test_full_skill_judges_the_level_right() -> None:
    assert levels(judged(1, 3)) == {3}


def test_without_skill_the_level_is_judged_one_off() -> None:
    assert levels(judged(0, 3)) == {2, 4}


def test_judged_level_stays_within_low_and_urgent() -> None:
    assert levels(judged(0, 4)) == {3, 4}


def test_judged_level_stands_until_the_next_assessment() -> None:
    def changed(again: bool) -> int:
        pairs = [
            [story.judged(row) for row in story.rows(What.JUDGED)][:2]
            for story in judged(0, 3, again)
        ]
        return sum(first != second for first, second in pairs)

    assert changed(False) == 0
    assert changed(True) > 0
