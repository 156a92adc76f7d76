"""Where rules meet: each of these was once otherwise than the model says."""

from __future__ import annotations

import pytest

from sim.log import What
from tests.engine.small_world import (
    AT_ONCE,
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

pytestmark = pytest.mark.behaviour
BACK_AT_DESK = [
    {"when": {"not_tried": ["clinic"]}, "go": "clinic", "by": "number_given"},
    {"end": "signposted"},
]


BACK_TO_DESK = [
    {"when": {"need": ["mental"], "at_least": 4}, "end": "signposted"},
    {"go": "meet", "by": "number_given"},
]


def two_teams(then: object, clinic: Document, **parts: object) -> Document:
    """Nell asks at the desk, whose rules may send her to the clinic."""
    return world(
        personas={"nell": at_once()},
        teams={"desk": team(), "clinic": team(**parts.pop("team", {}))},  # type: ignore[arg-type]
        steps={"meet": step("desk", then=then), "clinic": clinic},
        doors={"otherwise": "meet"},
        **parts,
    )


def pools_met(story: Story) -> list[str]:
    """The pools of the workers whom she met, in order."""
    return [story.program.pools[row.worker >> 24].name for row in story.rows(What.MEETS)]


def test_step_that_refused_her_on_paper_is_not_tried_again() -> None:
    rules = [BACK_AT_DESK[0] | {"if_bounced": "meet"}, BACK_AT_DESK[1]]
    picky = {"accepts": {"at_least": {"mental": 3}}}
    story = lived(two_teams(rules, step("clinic", helps=helps()), team=picky))
    bounces = [row.episode for row in story.rows(What.BOUNCES)]
    assert bounces == sorted(set(bounces))
    assert set(story.ends()) == {"signposted"}


def test_own_worker_is_hers_after_she_has_met_another_team() -> None:
    document = two_teams(BACK_AT_DESK, step("clinic", then=BACK_TO_DESK))
    document["teams"]["desk"] = team(staff={"worker": 8}, reads_own=0)
    document["steps"]["meet"] |= {"who": "own"}
    for seed in range(8):
        met = [row.worker for row in lived(document, seed=seed).rows(What.MEETS)]
        assert met[0] == met[2]


def test_letter_back_holds_the_worker_who_writes_it() -> None:
    rule = {"go": "clinic", "by": "number_given", "link_back": True}
    costs = {"handing": {"writing": 25}}
    document = two_teams(rule, step("clinic", helps=helps()), assumptions=costs)
    story = lived(document, [0, 1])
    first, second = (story.met_at(person, "clinic")[0] for person in (0, 1))
    minutes = story.rows(What.PARTS, person=0)[-1].value
    assert second - first >= minutes + 25
    assert story.totals.pools[1].coordinating == 50


def test_no_letter_back_is_written_by_the_team_that_was_refused() -> None:
    rule = {"go": "clinic", "by": "number_given", "link_back": True, "if_bounced": "again"}
    document = two_teams(
        rule,
        step("clinic", helps=helps()),
        team={"accepts": {"at_least": {"mental": 3}}},
        assumptions={"handing": {"writing": 25}},
    )
    document["steps"]["again"] = step("desk", helps=helps())
    assert lived(document).totals.pools[0].coordinating == 0


def test_old_worker_of_an_overlap_does_not_come_along_to_a_third_team() -> None:
    rule = {"go": "clinic", "by": "overlap"}
    document = two_teams(rule, step("clinic", then={"go": "third", "by": "cold"}))
    document["teams"]["third"] = team()
    document["steps"]["third"] = step("third", helps=helps())
    assert pools_met(lived(document))[-1:] == ["third.worker"]
    assert pools_met(lived(document)).count("desk.worker") == 2


def test_overlap_that_cannot_meet_becomes_a_letter_and_keeps_its_place() -> None:
    document = world(
        personas={
            "nell": at_once(),
            "long": at_once(name="long", noticers={"gp": {"per_week": AT_ONCE}}),
        },
        teams={"desk": team(), "clinic": team(reads_own=0)},
        steps={
            "meet": step("desk", then={"go": "clinic", "by": "overlap"}),
            "clinic": step("clinic", helps=helps()),
            "long": step("clinic", minutes={"fixed": 10000}, helps=helps()),
        },
        doors={"otherwise": "meet", "gp": "long"},
    )
    story = lived(document, [(10, 0), (0, 1)])
    clinic = story.totals.pools[1]
    assert story.chapters(What.RETELLS) == []
    assert (clinic.stopped, clinic.joined) == (0, 2)
    assert clinic.new_waited > 9000


def test_warm_handoff_to_a_team_with_short_openings_becomes_a_letter() -> None:
    rule = {"go": "clinic", "by": "warm"}
    document = two_teams(rule, step("clinic", minutes={"fixed": 5}, helps=helps()))
    document["calendars"] = {**document["calendars"], "short": "mon-fri 09:00-09:10"}
    document["teams"]["clinic"] = drawn(calendar="short")
    story = lived(document)
    assert pools_met(story)[:2] == ["desk.worker", "clinic.worker"]
    assert story.waits("letter")


def test_contact_too_long_for_her_own_workers_shifts_is_had_with_a_colleague() -> None:
    document = two_teams(BACK_AT_DESK, step("clinic", then=BACK_TO_DESK))
    document["calendars"] = {**document["calendars"], "short": "mon-fri 09:00-10:00"}
    document["teams"]["desk"] = team(calendar="short", staff={"worker": 1.05})
    document["steps"]["meet"] |= {"who": "own", "minutes": {"fixed": 50}}
    assert "desk.worker" in pools_met(lived(document))
