"""Noticers that a system adds: outreach, a freephone, days in schools (MODEL section 2)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.newcomers import YEAR
from sim.log import What
from sim.model.words import NOTICERS
from tests.engine.small_world import (
    DAY,
    SOON,
    WEEK,
    Document,
    Story,
    helps,
    lived,
    pause,
    person,
    step,
    team,
    with_home,
    world,
)

pytestmark = pytest.mark.behaviour
NEVER = {"herself": {"per_week": 0}}
SLOWLY = 0.5
"""Asks a week: somebody who asks within some weeks."""


def reach(**parts: Any) -> Document:
    """Outreach that meets everybody within some five minutes."""
    return {"noticer": "neighbour", "per_week": SOON, "door": "van"} | parts


def reached(*reaches: Document, her: Document | None = None, **parts: Any) -> Document:
    """Nell asks nobody by herself; a van has a door of its own, after which she is left alone."""
    nell = person(noticers=NEVER) | (her or {})
    base: Document = {
        "window": {"start": {"weeks": 0}, "count": {"weeks": 1}, "follow": {"weeks": 60}},
        "personas": {"nell": nell},
        "steps": {
            "meet": step("desk", asks=[], then={"go": "later"}),
            "van": step("van", asks=[], then={"go": "later", "by": "number_given"}),
            "later": pause("desk", pause={"weeks": 90}),
        },
        "teams": {"desk": team(), "van": team()},
        "reaches": {f"reach_{i}": one for i, one in enumerate(reaches)},
    }
    return world(**(base | parts))


def asked(story: Story) -> list[tuple[str, str, int]]:
    """Who asked for which need, and the minute."""
    return [(NOTICERS[row.value], *story.needs(row), row.minute) for row in story.rows(What.ASKED)]


def minute(document: Document, seed: int = 1) -> int:
    """The minute of the first asking."""
    return asked(lived(document, seed=seed))[0][2]


def test_somebody_whom_nobody_else_would_notice_comes_in_by_the_door_of_the_reach() -> None:
    story = lived(reached(reach()))
    ((who, need, at),) = asked(story)
    assert (who, need) == ("neighbour", "mood")
    assert at < 60
    assert story.steps() == ["van"]


def test_without_the_reach_she_is_never_reached() -> None:
    document = reached(doors={"otherwise": "meet", "gp": "van"})
    assert asked(lived(document)) == []


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"domains": ["mental"]}, True),
        ({"domains": ["housing", "mental"]}, True),
        ({"domains": ["housing"]}, False),
        ({"personas": ["nell"]}, True),
        ({"personas": ["omar"]}, False),
        ({"sites": ["toytown"]}, True),
        ({"sites": ["farside"]}, False),
        ({"age_from": 40, "age_to": 40}, True),
        ({"age_from": 50}, False),
        ({"age_to": 39}, False),
    ],
)
def test_reach_meets_only_those_whom_it_says(parts: Document, seen: bool) -> None:
    document = reached(reach(**parts))
    document["personas"]["omar"] = with_home(
        name="omar", site="farside", age={"low": 20, "central": 45, "high": 60, "said": "x"}
    )
    assert bool(asked(lived(document))) is seen


def test_move_brings_her_to_where_the_reach_is_and_another_takes_her_away() -> None:
    coming = {
        "there": {"what": "a move", "after": {"days": 10}, "moves_to": "farside"},
        "back": {"what": "a move", "after": {"days": 100}, "moves_to": "toytown"},
    }
    here = reach(sites=["farside"], per_week=SLOWLY)
    minutes = [
        at
        for seed in range(8)
        for _, _, at in asked(lived(reached(here, her={"coming": coming}), seed=seed))
    ]
    assert minutes
    assert all(10 * DAY <= at <= 100 * DAY for at in minutes)
    assert minute(reached(reach(sites=["farside"]), her={"coming": coming})) < 10 * DAY + 60


def test_birthday_makes_her_old_enough() -> None:
    grown = minute(reached(reach(age_from=41)))
    assert YEAR // 2 <= grown < YEAR // 2 + 60


def test_birthday_makes_her_too_old() -> None:
    document = reached(reach(age_to=40, per_week=0.02), window={"follow": {"weeks": 100}})
    minutes = [at for seed in range(20) for _, _, at in asked(lived(document, seed=seed))]
    assert minutes
    assert all(at <= YEAR // 2 for at in minutes)


def test_reach_asks_in_the_hours_of_its_noticer() -> None:
    document = reached(reach(), assumptions={"asks_at": {"neighbour": "office"}})
    (row,) = lived(document, comes=[5 * DAY]).rows(What.ASKED)
    assert WEEK + 9 * 60 <= row.minute < WEEK + 17 * 60


def test_reach_leaves_her_own_noticers_their_luck() -> None:
    """The reach of the same noticer sees one need, she herself asks about the other."""
    her = with_home(noticers={"neighbour": {"per_week": SLOWLY, "needs": "mood"}})
    other = reach(domains=["housing"], per_week=SLOWLY)
    for seed in range(4):
        alone = asked(lived(reached(reach(per_week=0), her=her), seed=seed))
        both = asked(lived(reached(other, her=her), seed=seed))
        assert alone[0] in both
        assert {need for _, need, _ in both} == {"mood", "home"}


def test_reach_and_her_own_noticer_of_that_kind_do_not_strike_together() -> None:
    own = {"neighbour": {"per_week": SLOWLY}}
    by_reach = [minute(reached(reach(per_week=SLOWLY)), seed) for seed in range(4)]
    by_her = [minute(reached(reach(per_week=0), her={"noticers": own}), seed) for seed in range(4)]
    assert not set(by_reach) & set(by_her)


def test_two_reaches_of_one_noticer_have_luck_of_their_own() -> None:
    one = [minute(reached(reach(per_week=SLOWLY)), seed) for seed in range(4)]
    second = [reach(per_week=0), reach(per_week=SLOWLY)]
    other = [minute(reached(*second), seed) for seed in range(4)]
    assert not set(one) & set(other)


def test_reaches_that_do_the_same_share_luck_whatever_they_are_called() -> None:
    one = reach(per_week=SLOWLY, function="outreach")
    first = minute(reached(one))
    document = reached()
    document["reaches"] = {"buses": reach(per_week=0), "pubs": one}
    assert minute(document) == first


def test_reach_knows_what_its_noticer_has_been_told() -> None:
    story = {"low": {"about": "mood", "minutes": 4, "told_to": ["neighbour"]}}

    def chapters(**parts: Any) -> tuple[list[list[str]], list[list[str]]]:
        document = reached(reach(**parts), her={"story": story})
        document["steps"]["van"] = step("van", helps=helps())
        document["personas"]["omar"] = with_home(name="omar", site="farside", noticers=NEVER)
        document["doors"] = {"otherwise": "van", "gp": "meet"}
        document["personas"]["nell"]["noticers"] = {"herself": {"per_week": SOON}}
        told = lived(document)
        return told.chapters(What.CONFIRMS), told.chapters(What.RETELLS)

    assert chapters(per_week=0) == ([["low"]], [])
    assert chapters(per_week=0, noticer="school") == ([], [["low"]])
    assert chapters(per_week=0, personas=["omar"]) == ([], [["low"]])
    assert chapters(per_week=0, sites=["farside"]) == ([], [["low"]])


def test_reach_by_family_falls_silent_with_the_family() -> None:
    son = {"relation": "her son", "notices": ["family"], "leaving": SOON}
    her = {
        "noticers": {"herself": {"per_week": 0}, "family": {"per_week": 0}},
        "supporters": {"son": son},
    }
    line = reach(noticer="family", per_week=SLOWLY)
    assert asked(lived(reached(line, her=her))) == []
    son["leaving"] = 0
    assert asked(lived(reached(line, her=her))) != []


def test_reach_that_goes_out_more_often_from_a_week_on_meets_her_then() -> None:
    document = reached(
        reach(per_week=0.0001),
        later=[{"week": 3, "changes": [f"reaches.reach_0.per_week={SOON}"]}],
    )
    assert 2 * WEEK <= minute(document) < 2 * WEEK + 60


def test_reach_that_comes_to_other_people_from_a_week_on_meets_them_then() -> None:
    document = reached(
        reach(sites=["farside"]),
        later=[{"week": 3, "changes": ["reaches.reach_0.sites=[toytown]"]}],
    )
    document["personas"]["omar"] = with_home(name="omar", site="farside")
    assert 2 * WEEK <= minute(document) < 2 * WEEK + 60
