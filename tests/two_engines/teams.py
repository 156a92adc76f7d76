"""Teams for hypothesis, with every word that a file may say of one, and the notes that they share.

Busy ones: other people fill most of what a worker can do, so that queues form and shifts end.
"""

from __future__ import annotations

from typing import Any, Final

from sim.model.words import DOMAINS as ALL_DOMAINS
from tests.engine.small_world import Document, pounds
from tests.engine.small_world import team as plain_team
from tests.two_engines.choosing import Choose
from tests.two_engines.people import DOMAINS, PLACES

CALENDARS: Final[Document] = {
    "always": "always",
    "office": "mon-fri 09:00-17:00",
    "days": "mon-sun 08:00-20:00",
    "late": ["tue,thu 12:00-21:00", "sat 10:00-16:00"],
    "holidays": {
        "openings": ["mon-fri 09:00-17:00"],
        "shut": [
            {"from_week": 3, "to_week": 3, "days": ["mon", "wed"], "assumed": "toy"},
            {"from_week": 5, "to_week": 6, "holidays": "school", "assumed": "toy"},
            {"holidays": "bank", "assumed": "toy"},
            {"from_week": 52, "to_week": 52, "assumed": "toy"},
        ],
    },
}
LONGEST: Final = 240
"""Minutes that fit every opening, alone or shared."""
ROLES: Final = ("worker", "guide")


def team(choose: Choose, name: str, *, rung: str, rare: bool) -> Document:
    """A team that queues or draws its wait."""
    parts: Document = {
        "calendar": choose.one("always", "office", "days", "late", "holidays"),
        "staff": {role: _staff(choose) for role in (ROLES if choose.once_in(2) else ROLES[:1])},
        "reads_own": choose.share(),
        "familiar": choose.share(),
        "overrun": choose.one(0, 10, 45),
        "rebook": choose.one(1, 0, 2),
        "site": choose.one("", *PLACES),
    }
    if choose.once_in(2):
        parts["accepts"] = _accepts(choose)
    if choose.once_in(4):
        parts["function"] = "service"
    if choose.once_in(3):
        parts["places"] = choose.one(1, 2, 5)
    if name != "desk" and choose.once_in(4):
        return plain_team(wait="drawn", delay=_delay(choose), **parts)
    if rung == "A" or choose.once_in(4):
        parts["pinned_wait"] = _delay(choose)
    if choose.once_in(3):
        parts |= {"closes_at": choose.one(3, 6, 12), "reopens_at": choose.one(0, 1, 2)}
    if choose.once_in(3):
        parts["new_share"] = choose.one(0.3, 0.05, 0.8)
    parts["other_people"] = {
        stream: _stream(choose, parts, rare) for stream in ("usual", "more")[: choose.one(1, 0, 2)]
    }
    if parts["other_people"] and choose.once_in(2):
        people = choose.one(3, 20, 60)
        parts["waiting_at_start"] = {"people": people, "waited": choose.lasts("3 weeks", "9 hours")}
    return plain_team(**parts)


def _staff(choose: Choose) -> Document:
    found: Document = {
        "wte": choose.one(1, 2, 0.5, 2.6, 4),
        "hours": choose.one(37.5, 168, 20),
        "cost_per_hour": pounds(choose.one(1, 2)),
        "contact_share": choose.one(1, 0.6, 0.35),
        "caseload": choose.one(1, 2, 30),
    }
    skill = {domain: choose.share() for domain in choose.some(DOMAINS, most=2)}
    return found | {"skill": {"otherwise": choose.one(1, 0.4, 0.7)} | skill}


def _accepts(choose: Choose) -> Document:
    found: Document = {"at_least": {d: choose.one(2, 1, 3) for d in DOMAINS}}
    if choose.once_in(2):  # not for everything, and perhaps for nobody who has that too
        other = choose.of(DOMAINS)
        found["at_least"].pop(other)
        found |= choose.given(2, not_with={other: choose.one(2, 1, 3)})
    ages = choose.one({}, {"age_to": 17}, {"age_from": 18}, {"age_from": 16, "age_to": 40})
    found |= ages
    found |= choose.given(2, sites=choose.some(PLACES, least=1, most=2))
    return found


def _delay(choose: Choose) -> Any:
    return choose.one(
        {"fixed": {"days": 1}},
        {"exponential": {"days": 4}},
        {"lognormal": {"mean": {"days": 3}, "cv": 0.8}},
        {"fixed": {"minutes": 0}},
    )


def minutes(choose: Choose) -> Any:
    """How long a contact takes."""
    return choose.one(
        {"fixed": 30},
        20,
        {"exponential": 40},
        {"about": 60},
        {"lognormal": {"mean": 45, "cv": 1.2}},
        {"fixed": LONGEST // 2},
    )


def _stream(choose: Choose, parts: Document, rare: bool) -> Document:
    found: Document = {
        "per_year": choose.one(800, 2000, 200) / (6 if rare else 1),
        "sessions": choose.one(1, 2, 4),
        "interval": choose.lasts("7 days", "1 days", "3 weeks"),
        "minutes": minutes(choose),
        "missed": choose.one(0.1, 0, 0.4),
        "role": choose.one("", *parts["staff"]),
        "urgent": choose.once_in(4),
    }
    found |= choose.given(2, stopping=choose.one(0.1, 0, 1))
    found |= choose.given(2, under_way=choose.one(5, 40))
    found |= choose.given(4, stream="shared_luck")
    if "places" in parts:
        found["place"] = choose.once_in(2)
    return found


def records(choose: Choose, teams: list[str]) -> Document:
    """None, one or two notes that teams share."""
    found: Document = {}
    for name in ("book", "sheet")[: choose.one(1, 0, 2)]:
        found[name] = {
            "writes": choose.some(teams, least=1),
            "reads": choose.some(teams, least=1),
            "read_chance": choose.share(),
            "consent": not choose.once_in(3),
        }
        found[name] |= choose.given(3, function="notes")
    return found


def skills() -> Document:
    """What ``roles`` says: nothing that staff of these teams do not say themselves."""
    usual = {
        "hours": 168,
        "cost_per_hour": pounds(1),
        "contact_share": 1,
        "skill": {"otherwise": 1},
    }
    return dict.fromkeys((*ROLES, "other"), usual)


ASKED: Final = ("all", "circumstances", *DOMAINS)
OTHER_DOMAINS: Final = tuple(d for d in ALL_DOMAINS if d not in DOMAINS)
