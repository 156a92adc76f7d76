"""Rules: when → next; needs that part and needs that travel together (MODEL section 6)."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
    Document,
    at_once,
    drawn,
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
TALK = {"talk": step("desk", helps=helps("mental", "housing"))}


def then(*rules: Document, her: Document | None = None, **parts: Document) -> Document:
    """A world in which these rules follow the first contact; ``talk`` helps."""
    return world(
        personas={"nell": her or person()},
        steps={"meet": step("desk", then=[*rules, {"end": "signposted"}])}
        | TALK
        | parts.pop("more", {}),
        **parts,
    )


def taken(document: Document, **how: object) -> bool:
    """Whether a rule that leads to ``talk`` held."""
    return lived(document, **how).steps()[1:2] == ["talk"]  # type: ignore[arg-type]


def test_first_rule_that_holds_is_taken() -> None:
    document = then({"go": "talk"}, {"end": "declined"})
    assert lived(document).ends() == ["helped"]


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"need": "mental"}, True),
        ({"need": "housing"}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"told": True}, True),
        ({"told": False}, False),
        ({"helped": False}, True),
        ({"helped": True}, False),
        ({"age_from": 40}, True),
        ({"age_from": 41}, False),
        ({"age_to": 40}, True),
        ({"age_to": 39}, False),
        ({"site": "toytown"}, True),
        ({"tried": "meet"}, True),
        ({"not_tried": "meet"}, False),
        ({"not_tried": "talk"}, True),
        ({"attended": True}, True),
        ({"attended": False}, False),
        ({"chance": 1}, True),
        ({"chance": 0}, False),
    ],
)
def test_rule_holds_when_its_words_hold(when: Document, holds: bool) -> None:
    assert taken(then({"when": when, "go": "talk"})) is holds


def test_rule_for_another_place_does_not_hold() -> None:
    document = then({"when": {"site": "elsewhere"}, "go": "talk"})
    document["personas"]["far"] = person(name="far", site="elsewhere")
    assert not taken(document)
    assert lived(document, [(0, 1)]).ends() == ["helped"]


def test_rule_asks_for_the_level_as_judged_where_it_was_judged_wrongly() -> None:
    document = then({"when": {"at_least": 2, "at_most": 2}, "go": "talk"})
    assert taken(document)
    document["roles"]["worker"]["skill"] = {"otherwise": 0}
    assert not taken(document)


def test_rule_can_ask_who_handed_her_on() -> None:
    def steps(door: str) -> list[str]:
        document = world(
            personas={"nell": at_once(noticers={door: {"per_week": AT_ONCE}})},
            teams={"front": team(), "side": team()},
            steps={
                "front": step("front", then={"go": "meet", "by": "number_given"}),
                "side": step("side", then={"go": "meet", "by": "number_given"}),
                "meet": step(
                    "desk",
                    then=[{"when": {"came_from": "side"}, "go": "talk"}, {"end": "declined"}],
                ),
            }
            | TALK,
            doors={"otherwise": "front", "gp": "side"},
        )
        return lived(document).steps()[:3]

    assert steps("gp") == ["side", "meet", "talk"]
    assert "talk" not in steps("herself")


def test_needs_that_go_different_ways_become_threads_of_their_own() -> None:
    document = then(
        {"when": {"need": "housing"}, "for": "each need", "go": "house"},
        {"go": "talk"},
        her=with_home(),
        more={"house": step("desk", helps=helps("housing"))},
    )
    story = lived(document)
    assert sorted(story.steps()) == ["house", "meet", "talk"]
    assert len({row.thread for row in story.rows(What.HELPS)}) == 2
    assert story.ends() == ["helped", "helped"]


def test_needs_with_the_same_target_travel_together() -> None:
    document = then(
        {"when": {"need": "housing"}, "for": "each need", "go": "talk"},
        {"go": "talk"},
        her=with_home(),
    )
    story = lived(document)
    assert story.steps() == ["meet", "talk"]
    (session,) = story.rows(What.HELPS)
    assert story.needs(session) == ["mood", "home"]


def test_rule_without_each_need_takes_all_that_are_left() -> None:
    document = then({"when": {"need": "housing"}, "go": "talk"}, her=with_home())
    (session,) = lived(document).rows(What.HELPS)
    assert session.needs == 3


def test_newcomer_joins_a_thread_that_waits_where_she_goes() -> None:
    document = world(
        personas={"nell": with_home()},
        teams={"clinic": drawn(delay={"fixed": {"days": 5}})},
        steps={
            "meet": step(
                "desk",
                then=[
                    {"when": {"need": "housing"}, "for": "each need", "go": "later"},
                    {"go": "both", "by": "number_given"},
                ],
            ),
            "later": pause("desk", pause={"days": 4}, then={"go": "both", "by": "number_given"}),
            "both": step("clinic", helps=helps("mental", "housing")),
        },
        assumptions={"handing": {"letter_takes": {"minutes": 0}}},
    )
    story = lived(document)
    assert story.steps() == ["meet", "both"]
    (session,) = story.rows(What.HELPS)
    assert story.needs(session) == ["mood", "home"]


def test_newcomer_does_not_join_a_course_that_has_begun() -> None:
    document = world(
        personas={"nell": with_home()},
        steps={
            "meet": step(
                "desk",
                then=[
                    {"when": {"need": "housing"}, "for": "each need", "go": "later"},
                    {"go": "both"},
                ],
            ),
            "later": pause("desk", pause={"days": 4}, then={"go": "both"}),
            "both": step("desk", helps=helps("mental", "housing", sessions=2)),
        },
    )
    story = lived(document)
    assert len({row.thread for row in story.rows(What.HELPS)}) == 2


def test_free_within_asks_how_long_the_last_newcomer_waited() -> None:
    def second_goes_to(minutes: int) -> str:
        people = {
            "nell": at_once(),
            "long": at_once(name="long", noticers={"gp": {"per_week": AT_ONCE}}),
        }
        document = world(
            personas=people,
            teams={"clinic": team()},
            steps={
                "meet": step(
                    "desk",
                    minutes=10,
                    then=[
                        {
                            "when": {"free_within": {"minutes": minutes}},
                            "go": "clinic",
                            "by": "number_given",
                        },
                        {"go": "talk"},
                    ],
                ),
                "clinic": step("clinic", minutes={"fixed": 300}, helps=helps()),
            }
            | TALK,
            doors={"otherwise": "meet", "gp": "clinic"},
            assumptions={"handing": {"letter_takes": {"minutes": 0}}},
        )
        story = lived(document, [(0, 1), (100, 1), (1000, 0)])
        assert story.met_at(1) == [301]
        return story.steps(2)[1]

    assert second_goes_to(200) == "clinic"
    assert second_goes_to(199) == "talk"


def test_end_named_helped_is_true_only_of_needs_that_are_low() -> None:
    document = world(
        steps={"meet": step("desk", helps=helps(works=0), then={"end": "helped"})},
    )
    assert lived(document).ends()[0] == "closed_by_service"
