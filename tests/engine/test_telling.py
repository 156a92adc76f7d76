"""Telling the story: known, confirmed, told, told again, not told (MODEL section 4)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    Document,
    at_once,
    helps,
    lived,
    person,
    step,
    team,
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour
NO_NOTES = {"desk": team(reads_own=0)}


def twice(second: str = "desk", **parts: object) -> Document:
    """She is met at the desk and then again, perhaps elsewhere; nobody keeps notes."""
    rule = {"go": "again"} | ({} if second == "desk" else {"by": "number_given"})
    return world(
        personas={"nell": at_once()},
        teams=NO_NOTES | {"other": team(reads_own=0)},
        steps={"meet": step("desk", then=rule), "again": step(second, helps=helps())},
        **parts,
    )


def test_story_is_told_once_to_the_first_worker() -> None:
    assert lived(world()).chapters(What.TELLS) == [["low", "family"]]


def test_worker_who_knows_the_story_confirms_it_in_less_time() -> None:
    story = lived(twice())
    (confirmed,) = story.rows(What.CONFIRMS)
    assert story.names(confirmed) == ["low", "family"]
    assert confirmed.value == 2 + 3
    assert story.rows(What.RETELLS) == []


def test_worker_who_knows_nothing_is_told_again() -> None:
    story = lived(twice("other"))
    (again,) = story.rows(What.RETELLS)
    assert story.names(again) == ["low", "family"]
    assert again.value == 4 + 6
    assert len(story.rows(What.TELLS)) == 1


def test_worker_who_asks_again_out_of_habit_is_told_again() -> None:
    habit = {"telling": {"ask_again": 1, "ask_again_own": 1}}
    assert lived(twice(assumptions=habit)).chapters(What.RETELLS) == [["low", "family"]]


def test_worker_asks_only_for_what_the_step_asks() -> None:
    her = with_home(story=with_home()["story"] | {"family": {"minutes": 3}})
    for asks, told in (("mental", "low"), ("housing", "damp"), ("circumstances", "family")):
        document = world(personas={"nell": her}, steps={"meet": step("desk", asks=asks)})
        assert lived(document).chapters(What.TELLS)[0] == [told]


def test_chapter_that_does_not_fit_into_the_minutes_stays_untold() -> None:
    document = world(steps={"meet": step("desk", minutes={"fixed": 9}, helps=helps())})
    assert lived(document).chapters(What.TELLS)[0] == ["low"]


def test_what_brought_her_is_told_before_the_rest_of_her_story() -> None:
    her = at_once(story={"family": {"minutes": 6}, "low": {"about": "mood", "minutes": 4}})
    document = world(personas={"nell": her}, steps={"meet": step("desk", minutes={"fixed": 8})})
    assert lived(document).chapters(What.TELLS)[0] == ["low"]


def test_confirming_is_paid_for_before_telling() -> None:
    her = at_once(
        story={
            "low": {"about": "mood", "minutes": 4},
            "family": {"minutes": 6},
            "past": {"minutes": 20},
        }
    )
    document = world(
        personas={"nell": her},
        steps={
            "meet": step("desk", minutes={"fixed": 12}, then={"go": "again"}),
            "again": step("desk", minutes={"fixed": 24}),
        },
    )
    story = lived(document)
    assert story.chapters(What.CONFIRMS)[0] == ["low", "family"]
    assert story.chapters(What.TELLS) == [["low", "family"]]


def hidden(skill: float, **parts: object) -> Document:
    """A world in which her one chapter is hidden and workers have some skill."""
    her = person(story={"low": {"about": "mood", "minutes": 4, "hidden": True}})
    steps = {"meet": step("desk", helps=helps())}
    document = world(**({"personas": {"nell": her}, "steps": steps} | parts))
    document["roles"]["worker"]["skill"] = {"otherwise": skill}
    return document


def test_hidden_chapter_is_told_to_skill() -> None:
    assert lived(hidden(1)).chapters(What.TELLS) == [["low"]]


def test_hidden_chapter_that_nobody_draws_out_ends_not_heard() -> None:
    story = lived(hidden(0))
    assert story.rows(What.TELLS) == []
    assert set(story.ends()) == {"not_heard"}


def test_hidden_chapter_is_not_told_by_a_mode_in_which_she_is_closed() -> None:
    closed = hidden(1, assumptions={"telling": {"openness": {"phone": 0}}})
    closed["steps"]["meet"]["mode"] = "phone"
    assert lived(closed).rows(What.TELLS) == []


def test_stigma_keeps_a_hidden_chapter_hidden() -> None:
    document = hidden(1)
    document["personas"]["nell"]["stigma"] = {"mental": 1}
    assert lived(document).rows(What.TELLS) == []


def test_latent_of_disclosure_is_fixed_so_that_asking_again_is_no_new_lottery() -> None:
    told = []
    for seed in range(12):
        story = lived(hidden(0.5), seed=seed)
        contacts = [row.minute for row in story.rows(What.PARTS)]
        tells = [row.minute for row in story.rows(What.TELLS)]
        assert tells in ([], contacts[:1])
        told.append(bool(tells))
    assert 0 < sum(told) < 12


def test_story_told_before_stands_in_the_record_of_whoever_heard_it() -> None:
    her = at_once(
        story={"low": {"about": "mood", "minutes": 4, "told_to": ["gp"]}},
        noticers={"herself": {"per_week": AT_ONCE}, "gp": {"per_week": 0}},
    )
    steps = {"meet": step("desk", helps=helps()), "surgery": step("surgery", helps=helps())}

    def first(door: str) -> list[What]:
        document = world(
            personas={"nell": her},
            teams={"surgery": team()},
            steps=steps,
            doors={"otherwise": "meet", "gp": "surgery", "herself": door},
        )
        kinds = (What.TELLS, What.RETELLS, What.CONFIRMS)
        return [What(row.what) for row in lived(document).rows(*kinds)]

    assert first("surgery") == [What.CONFIRMS]
    assert first("meet") == [What.RETELLS]


def test_need_heard_of_on_the_way_joins_the_thread() -> None:
    document = world(
        personas={"nell": with_home()},
        steps={"meet": step("desk", helps=helps("mental", "housing"))},
    )
    story = lived(document)
    assert [story.needs(row) for row in story.rows(What.TOLD_NEEDS)] == [["mood", "home"]]
    assert story.ends() == ["helped", "helped"]
