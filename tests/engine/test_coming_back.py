"""Rules that ask where she has been in an earlier episode (MODEL section 6)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.log import What
from sim.model.words import DOMAINS
from tests.engine.small_world import (
    DAY,
    Document,
    at_once,
    helps,
    lived,
    pause,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
KNOWN = {"when": {"been_to": ["course"]}, "go": "again"}
NEW = {"when": {"not_been_to": ["course"]}, "go": "talk"}


def comes_back(*rules: Document, **parts: Any) -> Document:
    """The desk meets her; in her first episode she goes to the course, which does not help."""
    first: Document = {"when": {"not_been_to": ["meet"]}, "go": "course"}
    more = parts.pop("more", {})
    course = parts.pop("course", {})
    return world(
        personas={"nell": at_once(**parts.pop("her", {}))},
        steps={
            "meet": step(
                "desk", then=[first | parts.pop("first", {}), *rules, {"end": "declined"}]
            ),
            "course": step("desk", helps=helps(works=0)) | course,
            "again": step("desk"),
            "talk": step("desk"),
        }
        | more,
        doors={"otherwise": "meet", "gp": "again", "nurse": "talk", "midwife": "course"},
        **parts,
    )


def visits(document: Document, episode: int) -> list[str]:
    """Where she was met in one of her episodes, in order."""
    story = lived(document)
    return [story.step(row) for row in story.rows(What.MEETS) if row.episode == episode]


def test_who_has_been_there_before_need_not_start_again() -> None:
    document = comes_back(KNOWN)
    assert visits(document, 1) == ["meet", "course"]
    assert visits(document, 2) == ["meet", "again"]
    assert visits(document, 3) == ["meet", "again"]


def test_who_has_never_been_there_starts_at_the_beginning() -> None:
    document = comes_back(NEW, first={"when": {"been_to": ["talk"]}})
    assert visits(document, 1) == ["meet", "talk"]
    assert visits(document, 2)[:2] == ["meet", "course"]


def test_what_she_was_at_in_this_episode_is_no_earlier_one() -> None:
    after = {"then": [KNOWN, {"when": {"tried": ["course"]}, "go": "talk"}, {"end": "declined"}]}
    assert visits(comes_back(course=after), 1) == ["meet", "course", "talk"]
    assert visits(comes_back(KNOWN, course=after), 2) == ["meet", "again"]


def test_one_of_several_steps_is_enough_and_one_of_several_is_too_many() -> None:
    one_of_them = {"when": {"been_to": ["talk", "course"]}, "go": "again"}
    assert visits(comes_back(one_of_them), 2) == ["meet", "again"]
    none_of_them = {"when": {"not_been_to": ["talk", "course"]}, "go": "again"}
    assert visits(comes_back(none_of_them), 2) == ["meet"]


def test_team_that_refused_her_on_paper_does_not_know_her() -> None:
    document = comes_back(
        KNOWN,
        NEW,
        first={"by": "cold"},
        course={"team": "clinic"},
        teams={"clinic": team(accepts={"at_least": {"mental": 4}})},
    )
    document["personas"]["urgent"] = at_once(name="urgent")  # for whom the clinic is there
    assert visits(document, 1) == ["meet"]
    assert visits(document, 2) == ["meet", "talk"]


def test_list_that_she_left_before_her_turn_does_not_know_her() -> None:
    document = comes_back(KNOWN, NEW, course={"notice": {"days": 9}, "role": "other"})
    document["teams"]["desk"] = team(staff={"worker": 1, "other": 1})
    document["assumptions"]["taking"]["stopping"] = 100
    assert visits(document, 1) == ["meet"]
    assert visits(document, 2)[:2] == ["meet", "talk"]


def test_contact_to_which_she_did_not_come_does_not_make_her_known() -> None:
    document = comes_back(KNOWN, NEW, course={"mode": "phone"})
    document["assumptions"]["taking"]["attends"]["phone"] = 0
    assert visits(document, 2) == ["meet", "talk"]


def test_pause_takes_place_when_it_begins() -> None:
    document = comes_back(
        {"when": {"been_to": ["rest"]}, "go": "again"},
        course={"then": [{"go": "rest"}]},
        more={"rest": pause("desk", pause={"days": 1})},
    )
    assert visits(document, 2) == ["meet", "again"]


def test_what_she_had_alongside_counts_too() -> None:
    document = comes_back(
        {"when": {"been_to": ["check_in"]}, "go": "again"},
        first={"meanwhile": ["check_in", "leaflet"]},
        course={"notice": {"minutes": DAY}},
        more={"check_in": step("desk"), "leaflet": pause("desk")},
    )
    assert "check_in" in visits(document, 1)
    assert visits(document, 2) == ["meet", "again"]
    document["steps"]["meet"]["then"][1]["when"] = {"been_to": ["leaflet"]}
    assert visits(document, 2) == ["meet", "again"]


def test_crisis_that_begins_an_episode_makes_what_was_before_it_earlier() -> None:
    """Her crisis finds her on no thread: the team that comes reads where she has been."""
    none: Document = dict.fromkeys((*DOMAINS, "otherwise"), 0)
    lives = {
        "acts": True,
        "easing": none,
        "worsening": none,
        "crisis": none | {"mental": 0.5},
        "crisis_at": {"low": 1},
    }
    document = comes_back(
        first={"when": {}},
        more={"safe": step("desk", mode="drop_in", then=[KNOWN, {"end": "signposted"}])},
        crisis_doors={"mental": "safe"},
        assumptions={"lives": lives},
        window={"follow": {"weeks": 30}},
    )
    needs = {"home": {"domain": "housing", "level": 2}, "mood": {"domain": "mental", "level": 1}}
    document["personas"]["nell"] |= {
        "needs": needs,
        "story": {"damp": {"about": "home", "minutes": 4}},
    }
    document["steps"]["course"]["helps"] = helps("housing")
    story = lived(document)
    (crisis,) = story.rows(What.CRISIS)[:1]
    assert crisis.episode == 1
    assert story.steps()[:4] == ["meet", "course", "safe", "again"]
