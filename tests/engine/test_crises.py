"""Urgent needs: their own door, first priority, and the place that is kept (MODEL section 10)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.log import JOINED, What
from sim.model.words import HANDOFFS
from tests.engine.small_world import (
    DAY,
    ENDS_THERE,
    WEEK,
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
from tests.engine.test_lives import NOBODY, lives

pytestmark = pytest.mark.behaviour
SOON = 5


def urgent(rate: float = SOON, **parts: Any) -> Document:
    """She waits three weeks for the desk; when a need tips, somebody comes from the crisis team."""
    base: Document = {
        "personas": {"nell": at_once()},
        "teams": {"desk": drawn(delay={"fixed": {"weeks": 3}}), "crisis": team()},
        "steps": {
            "meet": step("desk", helps=helps()),
            "visit": step("crisis", helps=helps(works=0), then=ENDS_THERE),
        },
        "crisis_doors": {"otherwise": "visit"},
        "assumptions": lives(crisis=rate),
    }
    return world(**(base | parts))


def first(story: Story, what: What) -> int:
    return story.rows(what)[0].minute


def test_need_that_tips_is_urgent_and_goes_alone_to_the_crisis_door() -> None:
    needs = {"mood": {"domain": "mental", "level": 2}, "home": {"domain": "housing", "level": 2}}
    her = at_once(needs=needs)
    chances = lives()
    chances["lives"]["crisis"]["mental"] = SOON
    story = lived(urgent(personas={"nell": her}, assumptions=chances))
    crisis = story.rows(What.CRISIS)[0]
    assert story.needs(crisis) == ["mood"]
    (level, *_) = story.rows(What.LEVEL)
    assert (level.minute, level.value) == (crisis.minute, 4)
    visit = next(r for r in story.rows(What.MEETS) if story.step(r) == "visit")
    assert visit.minute == crisis.minute
    on_it = [r for r in story.rows(What.TAKEN_ON) if r.thread == visit.thread]
    assert [story.needs(r) for r in on_it] == [["mood"]]


def test_crisis_goes_before_everybody_who_is_not_urgent() -> None:
    busy = team(staff={"worker": 1}, calendar="office")
    document = urgent(
        teams={"desk": drawn(delay={"fixed": {"weeks": 3}}), "crisis": busy},
        personas={
            "nell": at_once(),
            "ann": at_once(name="ann", noticers={"gp": {"per_week": 1e6}}),
        },
        doors={"gp": "queue", "otherwise": "meet"},
        steps={
            "meet": step("desk", helps=helps()),
            "visit": step("crisis", helps=helps(works=0), then=ENDS_THERE),
            "queue": step("crisis", minutes={"fixed": 240}, then=ENDS_THERE),
        },
        assumptions=lives(),
    )
    document["personas"]["nell"]["needs"] = {"mood": {"domain": "trauma", "level": 2}}
    document["assumptions"]["lives"]["crisis"]["trauma"] = SOON
    story = lived(document, comes=[(0, 0), *((m, 1) for m in range(0, 5 * DAY, 60))])
    struck = first(story, What.CRISIS)
    seen = [r for r in story.rows(What.MEETS) if story.team(r) == "crisis"]
    hers = next(r for r in seen if story.step(r) == "visit")
    between = [r for r in seen if struck < r.minute < hers.minute]
    waiting = [
        r for r in story.rows(What.WAIT_BEGINS) if r.minute < struck and story.step(r) == "queue"
    ]
    assert len(waiting) > len([r for r in seen if r.minute < struck])  # somebody waited longer
    assert between == []


def test_contact_under_way_is_let_end_before_anybody_comes() -> None:
    document = urgent(
        rate=3000,
        teams={"desk": team(), "crisis": team()},
        steps={
            "meet": step("desk", minutes={"fixed": 300}, helps=helps(works=0)),
            "visit": step("crisis", then=ENDS_THERE),
        },
    )
    story = lived(document)
    (met, *_) = story.rows(What.MEETS)
    (parted, *_) = story.rows(What.PARTS)
    struck = [r.minute for r in story.rows(What.CRISIS)]
    assert met.minute < parted.minute
    assert not [minute for minute in struck if met.minute < minute < parted.minute]
    assert parted.minute in struck


def test_she_keeps_her_place_on_the_list_and_the_need_comes_back_to_it() -> None:
    calm = lived(urgent(rate=0))
    story = lived(urgent(rate=0.4), seed=4)
    struck = first(story, What.CRISIS)
    assert struck < calm.met_at(step="meet")[0]
    assert story.met_at(step="visit")[0] == struck
    assert story.met_at(step="meet")[0] == calm.met_at(step="meet")[0]
    moved = [r.value for r in story.rows(What.LEFT)]
    assert moved[0] == JOINED  # from the list to the crisis team, and back when that is over


def test_place_on_a_list_is_passed_over_while_the_need_is_away() -> None:
    document = urgent(
        rate=1,
        teams={
            "desk": drawn(delay={"fixed": {"weeks": 3}}),
            "crisis": team(),
            "ward": drawn(delay={"fixed": {"weeks": 2}}),
        },
        steps={
            "meet": step("desk", helps=helps()),
            "visit": step("crisis", then=[{"go": "ward", "by": "cold"}]),
            "ward": step("ward", helps=helps(works=0), then=ENDS_THERE),
        },
    )
    story = lived(document, seed=2)
    struck = first(story, What.CRISIS)
    her_turn = 3 * WEEK
    ward = story.met_at(step="ward")[0]
    assert struck < her_turn < ward
    assert story.met_at(step="meet")[0] >= ward


def test_need_met_in_the_crisis_gives_up_its_place() -> None:
    document = urgent(rate=0.4)
    document["steps"]["visit"] = step("crisis", helps=helps())
    story = lived(document, seed=4)
    assert story.ends() == ["helped"]
    assert story.met_at(step="meet") == []


def test_what_is_urgent_need_not_be_told_to_be_seen() -> None:
    story_of = {"low": {"about": "mood", "minutes": 4, "hidden": True}}
    document = urgent(
        personas={"nell": at_once(story=story_of, noticers=NOBODY)},
        steps={"meet": step("desk"), "visit": step("crisis", helps=helps())},
        roles={"worker": {"skill": {"otherwise": 0}}},
    )
    story = lived(document)
    assert story.rows(What.TELLS) == []
    assert story.ends()[0] == "helped"


def test_where_no_door_is_given_nobody_comes() -> None:
    document = urgent(crisis_doors={}, personas={"nell": at_once(noticers=NOBODY)})
    del document["steps"]["visit"]
    story = lived(document)
    assert story.rows(What.CRISIS) != []
    assert story.rows(What.MEETS) == []


def test_handing_on_from_the_crisis_team_is_no_longer_first_everywhere() -> None:
    document = urgent(
        rate=0.4,
        teams={"desk": drawn(delay={"fixed": {"weeks": 3}}), "crisis": team(), "ward": team()},
        steps={
            "meet": step("desk", helps=helps()),
            "visit": step("crisis", then=[{"go": "ward", "by": "cold"}]),
            "ward": step("ward", helps=helps(works=0), then=ENDS_THERE),
        },
    )
    story = lived(document, seed=4)
    urgent_seen = {
        pool.name: totals.urgent_seen
        for pool, totals in zip(story.program.pools, story.totals.pools, strict=True)
    }
    handed = [r for r in story.rows(What.HANDS_ON) if r.value % 8 == HANDOFFS.index("cold")]
    assert handed
    assert urgent_seen["crisis.worker"] > 0 == urgent_seen["ward.worker"]


def test_place_that_is_kept_goes_along_where_the_needs_that_stayed_join_another_thread() -> None:
    """Her mood tips while a letter about it and her home travels; her back waits where it goes."""
    domains = {"mood": "mental", "home": "housing", "back": "physical"}
    rates = {"herself": {"needs": ["mood"]}, "gp": {"needs": ["back"]}}
    her = at_once(
        needs={name: {"domain": domain, "level": 2} for name, domain in domains.items()},
        story={name: {"about": name, "minutes": 3} for name in domains},
        noticers={noticer: {"per_week": 1e6} | needs for noticer, needs in rates.items()},
    )
    document = urgent(
        personas={"nell": her},
        teams={
            "desk": drawn(delay={"fixed": {"weeks": 9}}),
            "crisis": team(),
            "clinic": drawn(),
            "ward": drawn(),
        },
        steps={
            "first": step("clinic", then=[{"go": "meet", "by": "cold"}]),
            "meet": step("desk", helps=helps(*domains.values())),
            "visit": step("crisis", then=[{"go": "ward", "by": "cold"}]),
            "ward": step("ward", helps=helps(works=0), then=ENDS_THERE),
        },
        doors={"gp": "meet", "otherwise": "first"},
        window={"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 12}},
        assumptions=lives(),
    )
    document["assumptions"]["lives"]["crisis"]["mental"] = 1
    document["assumptions"]["handing"]["letter_takes"] = {"weeks": 3}
    story = lived(document, seed=2)
    struck = first(story, What.CRISIS)
    ward = story.met_at(step="ward")[0]
    assert 0 < struck < 3 * WEEK < ward
    back = next(r for r in story.rows(What.TAKEN_ON) if r.minute > ward)
    assert (story.needs(back), story.step(back)) == (["mood"], "meet")
    assert story.steps().count("first") == 1
    meets = [r for r in story.rows(What.MEETS) if story.step(r) == "meet"]
    assert [r.thread for r in meets] == [back.thread], "one contact for all three needs"
