"""Needs change by themselves, supporters tire and leave, dates come (MODEL sections 3 and 10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sim.engines.simpy_engine.lives import LEFT, RESTED, TIRED
from sim.log import What
from sim.model.words import DOMAINS
from tests.engine.small_world import (
    DAY,
    WEEK,
    Document,
    Story,
    at_once,
    drawn,
    helps,
    lived,
    person,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
SOON = 2000
"""A hazard per week that strikes within minutes."""
NOBODY = {"herself": {"per_week": 0}}


def lives(**hazards: Any) -> Document:
    """Needs change by these hazards per week, and otherwise do not."""
    none = {kind: dict.fromkeys(DOMAINS, 0) for kind in ("easing", "worsening", "crisis")}
    ones = {f"{kind}_at": dict.fromkeys(("low", "moderate", "high", "urgent"), 1) for kind in none}
    return {
        "lives": {"acts": True, "in_course": 1, "interim": 1}
        | ones
        | none
        | {kind: dict.fromkeys(DOMAINS, rate) for kind, rate in hazards.items()}
    }


def levels(story: Story, who: int = 0) -> list[int]:
    return [row.value for row in story.rows(What.LEVEL, person=who)]


def changed(story: Story, who: int = 0) -> list[int]:
    return [row.minute for row in story.rows(What.LEVEL, person=who)]


def supporter(**parts: Any) -> Mapping[str, Document]:
    return {"mother": {"relation": "her mother"} | parts}


def told(story: Story) -> list[list[str]]:
    return story.chapters(What.TELLS)


def test_open_need_worsens_a_level_at_a_time_and_never_past_urgent() -> None:
    story = lived(
        world(assumptions=lives(worsening=SOON), personas={"nell": person(noticers=NOBODY)})
    )
    assert levels(story) == [3, 4]


def test_need_that_eases_to_nothing_is_closed_and_was_better_without_help() -> None:
    slow = drawn(delay={"fixed": {"days": 20}})
    document = world(
        teams={"desk": slow}, assumptions=lives(easing=2), personas={"nell": at_once()}
    )
    story = lived(document)
    assert levels(story) == [1, 0]
    assert story.ends() == ["better_without_help"]
    assert story.steps() == []
    (waited,) = story.waits("drawn")
    assert changed(story)[1] == story.rows(What.WAIT_BEGINS)[0].minute + waited


def test_need_that_nobody_has_does_not_change() -> None:
    both = {
        "mood": {"domain": "mental", "level": 2},
        "home": {"domain": "housing", "level": 0},
    }
    document = world(
        assumptions=lives(worsening=SOON),
        personas={"nell": person(needs=both, noticers=NOBODY)},
    )
    story = lived(document)
    assert {name for row in story.rows(What.LEVEL) for name in story.needs(row)} == {"mood"}


def test_ratio_of_a_need_multiplies_the_hazard_of_its_domain() -> None:
    def first(ratio: float) -> int:
        needs = {"mood": {"domain": "mental", "level": 2, "worsening": ratio}}
        document = world(
            assumptions=lives(worsening=1), personas={"nell": person(needs=needs, noticers=NOBODY)}
        )
        return changed(lived(document))[0]

    assert abs(first(1) - 4 * first(4)) <= 4  # whole minutes, rounded up
    needs = {"mood": {"domain": "mental", "level": 2, "worsening": 0}}
    document = world(
        assumptions=lives(worsening=SOON), personas={"nell": person(needs=needs, noticers=NOBODY)}
    )
    assert levels(lived(document)) == []


def test_clock_of_easing_keeps_its_hazard_when_the_need_worsens() -> None:
    needs = {"mood": {"domain": "mental", "level": 3}}
    her = person(needs=needs, noticers=NOBODY)
    alone = lived(world(assumptions=lives(easing=0.5), personas={"nell": her}))
    both = lived(world(assumptions=lives(easing=0.5, worsening=5), personas={"nell": her}))
    eased = [
        now.minute
        for before, now in zip([None, *both.rows(What.LEVEL)], both.rows(What.LEVEL), strict=False)
        if now.value < (before.value if before else 3)
    ]
    assert len(both.rows(What.LEVEL)) > len(eased) >= 2
    assert eased[:2] == changed(alone)[:2]


def test_fate_is_the_same_however_help_is_organised() -> None:
    def fates(delay: int) -> list[tuple[int, int]]:
        document = world(
            teams={"desk": drawn(delay={"fixed": {"days": delay}})},
            steps={"meet": step("desk", mode="phone", helps=helps(works=0))},
            assumptions=lives(easing=0.2, worsening=0.3),
        )
        return [(row.minute, row.value) for row in lived(document).rows(What.LEVEL)]

    assert fates(0) == fates(12) != []


def test_course_under_way_lowers_the_hazard_of_worsening() -> None:
    def first(ratio: float) -> int:
        long = helps(works=0) | {"sessions": 100, "interval": {"days": 1}}
        chance = lives(worsening=1)
        chance["lives"]["in_course"] = ratio
        document = world(
            personas={"nell": at_once()},
            steps={"meet": step("desk", helps=long)},
            assumptions=chance,
        )
        return changed(lived(document))[0]

    began = 40
    assert first(0.5) - began == pytest.approx(2 * (first(1) - began), abs=60)


def test_change_of_level_waits_until_the_contact_is_over() -> None:
    document = world(
        personas={
            "nell": at_once(
                coming={"news": {"what": "news", "after": {"minutes": 20}, "raises": {"mood": 4}}}
            )
        },
        steps={"meet": step("desk", minutes=60, helps=helps(works=0))},
    )
    story = lived(document)
    (met, *_), (level, *_) = story.rows(What.PARTS), story.rows(What.LEVEL)
    (happened,) = story.rows(What.HAPPENS)
    assert happened.minute == level.minute == met.minute > 20


# Supporters


def test_supporter_who_is_there_tells_in_her_place_and_that_is_no_retelling() -> None:
    her = at_once(supporters=supporter(present=1, tells=["low", "family"]))
    again = step("desk", then=[{"go": "again", "by": "cold"}])
    document = world(
        personas={"nell": her},
        teams={"clinic": team(reads_own=0)},
        steps={"meet": again, "again": step("clinic", helps=helps())},
        assumptions={"telling": {"letter_carries": 0}},
    )
    story = lived(document)
    assert story.chapters(What.TOLD_FOR_HER) == [["low", "family"], ["low", "family"]]
    assert told(story) == story.chapters(What.RETELLS) == []
    assert story.ends() == ["helped"]


def test_supporter_cannot_tell_over_the_phone() -> None:
    her = at_once(supporters=supporter(present=1, tells=["low"]))
    document = world(
        personas={"nell": her}, steps={"meet": step("desk", mode="phone", helps=helps())}
    )
    assert told(lived(document)) == [["low", "family"]]


def test_supporter_makes_it_likelier_that_she_comes() -> None:
    def missed(log_odds: float) -> int:
        document = world(
            personas={"nell": at_once(supporters=supporter(attending=log_odds))},
            teams={"desk": team(rebook=100)},
            steps={"meet": step("desk", mode="phone", helps=helps())},
            assumptions={"taking": {"attends": {"phone": 0.1}}},
        )
        return len(lived(document).rows(What.MISSED))

    assert missed(20) == 0 < missed(0)


def test_supporter_makes_her_wait_longer_before_she_stops() -> None:
    def waited(ratio: float) -> int:
        document = world(
            personas={"nell": at_once(supporters=supporter(stopping=ratio))},
            teams={"desk": drawn(delay={"fixed": {"weeks": 4}})},
            assumptions={"taking": {"stopping": 2}},
        )
        return lived(document).waits("drawn")[0]

    assert waited(0.5) == pytest.approx(2 * waited(1), abs=2)


def test_tired_supporter_gives_a_share_and_their_own_need_rises() -> None:
    needs = {
        "mood": {"domain": "mental", "level": 2},
        "care": {"domain": "carer", "level": 2, "whose": "mother"},
    }
    mother = supporter(tiring=SOON, tired=0, present=1, tells=["low", "family"], own_need="care")
    her = person(needs=needs, supporters=mother, noticers={"herself": {"per_week": 10}})
    story = lived(world(personas={"nell": her}))
    (tired, *_) = story.rows(What.SUPPORTER)
    assert tired.value == TIRED
    assert levels(story)[0] == 3
    assert story.chapters(What.TOLD_FOR_HER) == []
    assert told(story)[0] == ["low", "family"]


def test_help_with_the_supporters_own_need_rests_them() -> None:
    needs = {
        "mood": {"domain": "mental", "level": 2},
        "care": {"domain": "carer", "level": 2, "whose": "mother"},
    }
    story_of = {"tired": {"about": "care", "minutes": 2}}
    mother = supporter(tiring=SOON, tired=0, own_need="care")
    her = person(
        needs=needs,
        story=story_of,
        supporters=mother,
        noticers={"herself": {"per_week": 20, "needs": "care"}},
    )
    document = world(personas={"nell": her}, steps={"meet": step("desk", helps=helps("carer"))})
    said = [row.value for row in lived(document).rows(What.SUPPORTER)]
    assert said[:3] == [TIRED, RESTED, TIRED]


def test_noticer_falls_silent_when_the_supporter_has_left() -> None:
    def asked(leaves: bool) -> int:
        gone = {
            "they_go": {"what": "they go", "after": {"days": 1}, "supporters_leave": ["mother"]}
        }
        her = person(
            supporters=supporter(notices=["family"]),
            noticers={"family": {"per_week": 0.5}},
            coming=gone if leaves else {},
        )
        return len(lived(world(personas={"nell": her}), seed=3).rows(What.ASKED))

    assert asked(False) > 0 == asked(True)


def test_supporter_leaves_by_a_clock_of_their_own() -> None:
    her = person(supporters=supporter(leaving=SOON), noticers=NOBODY)
    (left,) = lived(world(personas={"nell": her})).rows(What.SUPPORTER)
    assert left.value == LEFT


def test_supporter_slows_the_worsening_of_her_needs_but_not_of_their_own() -> None:
    needs = {
        "mood": {"domain": "mental", "level": 2},
        "care": {"domain": "carer", "level": 2, "whose": "mother"},
    }

    def first(need: str, **effects: float) -> int:
        her = person(needs=needs, supporters=supporter(**effects), noticers=NOBODY)
        story = lived(world(personas={"nell": her}, assumptions=lives(worsening=1)))
        return next(r.minute for r in story.rows(What.LEVEL) if need in story.needs(r))

    assert first("mood", worsening=0.25) == pytest.approx(4 * first("mood"), abs=4)
    assert first("care", worsening=0.25) == first("care")


# Dates


def test_date_that_comes_raises_a_need_and_somebody_sees_it_that_day() -> None:
    needs = {
        "mood": {"domain": "mental", "level": 2},
        "baby": {"domain": "perinatal", "level": 0},
    }
    her = person(
        needs=needs,
        story={"low": {"about": "mood", "minutes": 4}, "birth": {"about": "baby", "minutes": 3}},
        noticers=NOBODY,
        coming={
            "birth": {
                "what": "a birth",
                "after": {"days": 10},
                "raises": {"baby": 3, "mood": 1},
                "noticed_by": ["midwife"],
            }
        },
    )
    story = lived(
        world(personas={"nell": her}, steps={"meet": step("desk", helps=helps("perinatal"))})
    )
    (happened,) = story.rows(What.HAPPENS)
    assert happened.minute == 10 * DAY
    assert levels(story)[0] == 3
    asked = {(row.minute, *story.needs(row)) for row in story.rows(What.ASKED)}
    assert asked == {(10 * DAY, "mood"), (10 * DAY, "baby")}
    assert "birth" in [name for names in told(story) for name in names]


def test_person_who_moves_is_met_where_she_lives_now() -> None:
    def ends(moves: bool) -> list[str]:
        her = person(
            noticers={"herself": {"per_week": 0.5}},
            coming={"move": {"what": "a move", "after": {"minutes": 1}, "moves_to": "fartown"}}
            if moves
            else {},
        )
        document = world(
            personas={"nell": her},
            teams={"clinic": team(site="fartown")},
            steps={
                "meet": step(
                    "desk",
                    then=[
                        {"when": {"site": "toytown"}, "end": "declined"},
                        {"go": "clinic", "by": "cold"},
                    ],
                ),
                "clinic": step("clinic", helps=helps()),
            },
        )
        return lived(document, seed=3).ends()

    assert ends(False)[0] == "declined"
    assert ends(True) == ["helped"]


def test_barrier_that_a_date_brings_keeps_her_away_from_then_on() -> None:
    def missed(barrier: float) -> int:
        her = person(
            noticers={"herself": {"per_week": 0.5}},
            coming={
                "loss": {
                    "what": "hearing lost",
                    "after": {"minutes": 1},
                    "barriers": {"phone": barrier},
                }
            },
        )
        document = world(
            personas={"nell": her},
            teams={"desk": team(rebook=20)},
            steps={"meet": step("desk", mode="phone", helps=helps())},
            assumptions={"taking": {"attends": {"phone": 0.5}, "barrier": 50}},
        )
        return len(lived(document, seed=3).rows(What.MISSED))

    assert missed(1) == 21 * 3 > missed(0)


# Hours and distance


@pytest.mark.parametrize("wait", ["queue", "drawn"])
def test_person_is_met_in_her_own_hours_only(wait: str) -> None:
    desk = drawn() if wait == "drawn" else team()
    document = world(
        calendars={"afternoons": "mon-sun 14:00-16:00"},
        personas={"nell": at_once(hours="afternoons")},
        teams={"desk": desk},
        steps={"meet": step("desk", minutes={"fixed": 60}, helps=helps())},
    )
    assert lived(document).met_at() == [14 * 60]
    late = lived(document, comes=[15 * 60 + 30]).met_at()
    assert late == [DAY + 14 * 60]


def test_person_is_met_by_two_workers_in_her_own_hours() -> None:
    document = world(
        calendars={"afternoons": "mon-sun 14:00-16:00"},
        personas={"nell": at_once(hours="afternoons")},
        teams={"desk": team(staff={"worker": 2})},
        steps={"meet": step("desk", beside=[{"team": "desk", "role": "worker"}], helps=helps())},
    )
    assert lived(document).met_at() == [14 * 60, 14 * 60]


def test_distance_keeps_her_from_places_and_not_from_visits() -> None:
    def missed(mode: str, far: float) -> int:
        document = world(
            personas={"nell": at_once(distance={"fartown": far})},
            teams={"desk": team(site="fartown", rebook=10)},
            steps={"meet": step("desk", mode=mode, helps=helps())},
            assumptions={
                "taking": {"attends": {"face_to_face": 0.5, "home_visit": 0.5}, "distance": 50}
            },
        )
        return len([r for r in lived(document).rows(What.MISSED) if r.episode == 1])

    assert missed("face_to_face", 1) == 11 > missed("face_to_face", 0)
    assert missed("home_visit", 1) == missed("home_visit", 0)


# Nobody is favoured on rung A


def test_on_rung_a_everybody_stops_and_comes_alike() -> None:
    def story_of(**parts: Any) -> Story:
        document = world(
            rung="A",
            personas={"nell": at_once(**parts)},
            teams={"desk": drawn(delay={"fixed": {"weeks": 2}}, rebook=9)},
            steps={"meet": step("desk", mode="phone", helps=helps())},
            assumptions={"taking": {"attends": {"phone": 0.5}, "barrier": 5, "stopping": 0.1}},
        )
        return lived(document)

    plain = story_of().all
    assert story_of(impatience=9).all == plain
    assert story_of(barriers={"phone": 1}).all == plain
    assert story_of(supporters=supporter(attending=5, stopping=0.1)).all == plain


def test_nothing_changes_by_itself_where_lives_do_not_act() -> None:
    story = lived(world(personas={"nell": person(noticers=NOBODY)}), comes=[0, WEEK])
    assert story.rows(What.LEVEL, What.CRISIS, What.SUPPORTER) == []
