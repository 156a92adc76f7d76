"""Every field that a file may give comes back from its explicit form as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from sim.files import load_document, resolve, to_document, write_yaml
from sim.files.fields import fields_of, kind_of, parts
from sim.files.reading import read_text
from sim.model.scenario import Scenario

ROOT = Path(__file__).parent / "files" / "valid"
TOY = "toy/two_desks"

NELL: Final[dict[str, Any]] = {
    "title": "Nell",
    "her_words": "a toy",
    "pronoun": "they",
    "source": "made up",
    "variant_of": "omar",
    "told_by": "a table",
    "per_year": 52,
    "age": {"central": 17, "low": 16, "high": 20, "assumed": "made up"},
    "site": "toytown",
    "needs": {
        "low_mood": {
            "domain": "mental",
            "level": 2,
            "easing": 0,
            "worsening": 2,
            "crisis": 3,
            "said": "x",
            "note": "y",
        },
        "worry": {"domain": "carer", "level": 2, "whose": "sister", "present": 0.5},
    },
    "story": {
        "mood": {
            "about": "low_mood",
            "minutes": 4,
            "hidden": True,
            "painful": True,
            "told_to": "gp",
            "said": "x",
            "note": "y",
        }
    },
    "noticers": {
        "herself": {"per_week": 0.5, "needs": "low_mood", "said": "x"},
        "family": {"per_week": 0.1},
    },
    "barriers": {"phone": 0.4},
    "stigma": {"mental": 0.2},
    "trust": 0.4,
    "impatience": 1.5,
    "consent": 0.9,
    "wants": {
        "fact": "company",
        "modes": "group",
        "domains": "mental",
        "groupings": "getting_advice",
        "functions": "course",
        "said": "x",
        "note": "y",
    },
    "readiness": {"central": 0.5, "low": 0.1, "high": 0.9, "assumed": "made up"},
    "hours": "days",
    "distance": {"toytown": 0.1, "farside": {"central": 0.5, "low": 0, "high": 1, "said": "x"}},
    "assets": {"fact": "a dog", "home": "text", "said": "x"},
    "supporters": {
        "sister": {
            "relation": "their sister",
            "helps": "listens",
            "present": 0.5,
            "tells": "mood",
            "attending": 0.3,
            "stopping": 0.8,
            "worsening": 0.9,
            "crisis": 0.7,
            "needs": "low_mood",
            "notices": "family",
            "tiring": 0.02,
            "tired": 0.5,
            "leaving": 0.01,
            "own_need": "worry",
            "said": "x",
        }
    },
    "coming": {
        "job": {
            "what": "they start work",
            "after": {"weeks": 6, "low": 2, "high": 9},
            "raises": {"low_mood": 3},
            "lowers": {"worry": 0},
            "supporters_leave": "sister",
            "moves_to": "farside",
            "hours": "evenings",
            "barriers": {"phone": 0.9},
            "noticed_by": "family",
            "said": "x",
        },
        "row": {"what": "a row", "after": {"days": 3}, "supporters_tire": ["sister"]},
    },
    "facts": {"fact": "they are 17", "home": "age", "said": "x"},
    "not_stated": "the rest",
}

FULL: Final[dict[str, Any]] = load_document(TOY, ROOT) | {
    "personas": {"nell": NELL},
    "reading": {"text": "a reading", "supports": "x", "could_mean": "y", "of": "toy/two_desks"},
    "onset_by_weekday": [1, 1, 1, 1, 1, 0.5, 0.5],
    "rung": "C",
    "starts_on": "2026-09-07",
    "named": False,
    "crisis_doors": {"mental": "call", "otherwise": "surgery"},
    "reaches": {
        "pubs": {
            "title": "In pubs",
            "function": "outreach",
            "noticer": "neighbour",
            "per_week": 0.1,
            "door": "call",
            "domains": "mental",
            "personas": "nell",
            "sites": ["toytown"],
            "age_from": 16,
            "age_to": 90,
            "said": "x",
            "note": "y",
        }
    },
    "later": {"week": 2, "changes": ["demand*=2", "records.shared.reads=[]"]},
}
FULL["organisations"] = FULL["organisations"] | {
    "surgery": {
        "title": "The surgery",
        "voluntary": True,
        "paid_by": {"payer": "council", "said": "x", "assumed": "y"},
        "said": "x",
    }
}
FULL["set_up"] = {
    "training": {"cost": {"central": 9, "low": 8, "high": 10, "price_year": "2021/22"}, "why": "x"},
    "premises": {"unknown": True, "why": "y"},
}
FULL["double_running"] = {"weeks": {"weeks": 3}, "why": "x"}
FULL["records"] = {
    "shared": FULL["records"]["shared"]
    | {"title": "The record", "function": "shared_record", "consent": False, "said": "x"}
}
FULL["calendars"] = FULL["calendars"] | {
    "days": "mon-sun 09:00-21:00",
    "evenings": {
        "hours": ["mon-thu 09:00-20:00", "fri 09:00-12:30", "sat,sun 10:00-12:00"],
        "shut": [
            {"from_week": 30, "to_week": 35, "assumed": "made up"},
            {"from_week": 52, "to_week": 52, "days": ["mon", "tue"], "said": "x"},
            {"from_week": 14, "to_week": 15, "holidays": "school", "assumed": "made up"},
            {"holidays": "bank", "assumed": "made up"},
        ],
        "said": "x",
        "assumed": "y",
    },
}
FULL["roles"] = FULL["roles"] | {"nurse": FULL["roles"]["nurse"] | {"caseload": 20}}
FULL["teams"] = FULL["teams"] | {
    "nurses": FULL["teams"]["nurses"]
    | {
        "function": "nursing",
        "paid_by": {"payer": "nhs"},
        "site": "farside",
        "pinned_wait": {"lognormal": {"mean": {"weeks": 6}, "cv": 0.5}},
        "places": 15,
        "new_share": 0.2,
        "closes_at": 40,
        "reopens_at": 20,
        "at_boundary": "surgery",
        "said": "x",
        "note": "y",
        "accepts": {
            "at_least": {"mental": 1, "memory": 2, "carer": 1},
            "not_with": {"substance": 3},
            "age_from": 16,
            "age_to": 90,
            "sites": ["toytown", "farside"],
            "said": "x",
            "assumed": "y",
        },
        "other_people": {
            "others": {
                "stream": "many",
                "per_year": 300,
                "minutes": 30,
                "sessions": 2,
                "role": "nurse",
                "urgent": True,
                "stopping": 0.05,
                "under_way": 7,
                "place": True,
            }
        },
    }
}
FULL["teams"]["doctor"] = FULL["teams"]["doctor"] | {
    "staff": {"gp": FULL["teams"]["doctor"]["staff"]["gp"] | {"unpaid": True}}
}
FULL["steps"] = FULL["steps"] | {
    "call": {
        "team": "desk",
        "role": "worker",
        "title": "A call",
        "function": "call",
        "mode": "phone",
        "minutes": 10,
        "patience": 6,
        "calls": 3,
        "urgent": True,
        "assessment": True,
        "travel": 5,
        "notice": {"hours": 2},
        "companion": {"team": "nurses", "role": "nurse", "when_full": "wait"},
        "said": "x",
        "then": [
            {
                "when": {"has_companion": True, "has_supporter": False, "taking": True},
                "go": "course",
                "by": "warm",
                "keep": {"days": 2},
                "otherwise": "side_room",
                "meanwhile": ["again", "panel"],
                "if_bounced": "holiday",
                "if_lost": "holiday",
                "link_back": True,
            },
            {"go": "holiday"},
        ],
    },
    "holiday": {
        "team": "desk",
        "pause": {"days": 1},
        "until_open": "evenings",
        "then": {"go": "term"},
    },
    "term": {"team": "desk", "until_week": 36, "then": {"go": "again"}},
    "side_room": {"team": "desk", "minutes": 5, "then": {"go": "holiday"}},
    "panel": {
        "team": "desk",
        "minutes": 20,
        "with_her": False,
        "beside": {"team": "nurses", "role": "nurse", "who": "holder", "if_free": True},
        "then": {"end": "signposted"},
    },
    "course": FULL["steps"]["course"]
    | {
        "offers": 3,
        "offered_again_after": {"weeks": 2},
        "offered_instead": "group",
        "seen_as": "connection",
        "yearly_limit": 30,
        "helps": FULL["steps"]["course"]["helps"]
        | {
            "works_at": {"moderate": 0.7, "high": 0.4},
            "place": True,
            "domains": ["mental", "carer"],
        },
        "then": [
            {
                "when": {"sessions": 2, "finished": False, "helped": True, "attended": True},
                "end": "helped",
            },
            {
                "when": {
                    "came_from": "desk",
                    "tried": "meet",
                    "not_tried": "surgery",
                    "been_to": ["group", "holiday"],
                    "not_been_to": "panel",
                    "site": "toytown",
                    "at_most": 3,
                    "age_to": 60,
                },
                "for": "each need",
                "go": "surgery",
                "by": "cold",
            },
            {"end": "helped"},
        ],
    },
    "group": {
        "team": "nurses",
        "mode": "group",
        "minutes": 20,
        "at_once": True,
        "then": {"end": "signposted"},
    },
}


@pytest.fixture(scope="module", name="full")
def _full() -> Scenario:
    return resolve(FULL, root=ROOT, name="toy/full")


@pytest.mark.unit
def test_a_scenario_with_every_field_comes_back_as_it_was(full: Scenario) -> None:
    text = write_yaml(to_document(full))
    again = resolve(read_text(text, "f").value, root=ROOT / "nowhere")
    assert again == full
    assert write_yaml(to_document(again)) == text


@pytest.mark.unit
def test_the_scenario_of_this_test_gives_every_field_of_the_model(full: Scenario) -> None:
    given = set(_given(Scenario, to_document(full)))
    declared = {(model.__name__, name) for model in _models(Scenario) for name in fields_of(model)}
    read_by_hand = {"Quantity", "Varies", "Distribution", "Calendar", "Opening", "Shut"}
    missing = {f"{model}.{name}" for model, name in declared - given if model not in read_by_hand}
    assert missing == set()


def _given(model: type, document: Any) -> Iterator[tuple[str, str]]:
    """The fields that a document gives something other than their usual value."""
    yield from _walk(kind_of(model), document)


def _walk(kind: Any, value: Any) -> Iterator[tuple[str, str]]:
    for name, inner, entry in parts(kind, value):
        if kind.what == "record" and kind.model is not None:
            usual = fields_of(kind.model)[str(name)].default
            if entry != usual and entry not in ([], {}):
                yield kind.model.__name__, str(name)
        yield from _walk(inner, entry)


def _models(model: type) -> set[type]:
    """The records that a record of the model is made of."""
    found: set[type] = set()
    waiting = [kind_of(model)]
    while waiting:
        kind = waiting.pop()
        if kind.inner is not None:
            waiting.append(kind.inner)
        if kind.what == "record" and kind.model is not None and kind.model not in found:
            found.add(kind.model)
            waiting += [each.kind for each in fields_of(kind.model).values()]
    return found


@pytest.mark.unit
def test_hours_and_the_weeks_in_which_they_are_shut_come_back(full: Scenario) -> None:
    evenings = full.calendars["evenings"]
    assert [(s.from_week, s.to_week, s.holidays, s.days) for s in evenings.shut] == [
        (30, 35, None, ()),
        (52, 52, None, ("mon", "tue")),
        (14, 15, "school", ()),
        (None, None, "bank", ()),
    ]
    again = resolve(to_document(full), root=ROOT)
    assert again.calendars == full.calendars


@pytest.mark.unit
def test_a_single_stretch_of_weeks_need_not_be_a_list() -> None:
    shut = {"hours": "mon-fri 09:00-17:00", "shut": {"from_week": 1, "to_week": 2}}
    document = load_document(TOY, ROOT)
    document["calendars"] = document["calendars"] | {"school": shut}
    (one,) = resolve(document, root=ROOT).calendars["school"].shut
    assert (one.from_week, one.to_week) == (1, 2)
