"""Whole systems for hypothesis: teams, steps, people, what is assumed, and what changes later.

Out: human documents that reach every word which the loader accepts; ``reach`` counts it. Busy and
short: queues form, shifts end, tickets park, and a run takes a fraction of a second. Once in a
while a run goes over the end of a year, with few people in it.
"""

from __future__ import annotations

from typing import Any, Final

from hypothesis import assume
from hypothesis import strategies as st

from sim.errors import InputError
from sim.files import resolve
from sim.model.words import DOMAINS as ALL_DOMAINS
from sim.model.words import HANDOFFS, MODES, NOTICERS
from tests.engine.small_world import ENDS_THERE, Document, world
from tests.two_engines.choosing import Choose
from tests.two_engines.people import DOMAINS, PLACES, persona
from tests.two_engines.steps import CONTACTS, STEPS, Setting, step
from tests.two_engines.teams import CALENDARS, records, skills, team

TEAMS: Final = ("desk", "clinic", "line", "ward")
MENDINGS: Final = 4
LEADS: Final = ("go", "if_bounced", "if_lost", "otherwise")


@st.composite
def systems(draw: Any) -> Document:
    """A system with its people, as a person could have written it."""
    choose = Choose(draw)
    rung = choose.one("B", "C", "B", "C", "A")
    rare = choose.once_in(12)
    names = TEAMS[: choose.one(3, 2, 4)]
    teams = {name: team(choose, name, rung=rung, rare=rare) for name in names}
    owners = {name: choose.of(names) for name in STEPS}
    setting = Setting(teams, owners)
    steps = {name: step(choose, name, setting) for name in STEPS}
    doors = {"otherwise": choose.of(CONTACTS)}
    doors |= {n: choose.of(STEPS) for n in choose.some(NOTICERS, most=3)}
    crisis_doors = {d: choose.of(CONTACTS) for d in choose.some(DOMAINS, most=2)}
    crisis_doors |= choose.given(2, otherwise=choose.one("safe", *STEPS))
    reaches = {name: _reach(choose) for name in ("pubs", "line")[: choose.one(0, 1, 2)]}
    for name, one in teams.items():
        elsewhere = [s for s in STEPS if owners[s] != name]
        if elsewhere and not choose.once_in(3):
            one["at_boundary"] = choose.of(elsewhere)
    found = world(
        rung=rung,
        named=choose.once_in(2),
        demand=choose.one(1, 0.6, 1.7),
        onset_by_weekday=choose.one([1] * 7, [2, 1.5, 1, 1, 1, 0.5, 0]),
        window=_window(choose, rare),
        personas={n: persona(choose, n, rare) for n in ("nell", "omar")[: choose.one(1, 2)]},
        calendars=CALENDARS,
        organisations={"trust": {"title": "Trust"}, "charity": {"title": "Charity"}},
        teams=teams,
        steps=steps,
        doors=doors,
        crisis_doors=crisis_doors,
        reaches=reaches,
        records=records(choose, list(names)),
    )
    found["assumptions"] = assumptions(choose)
    found["roles"] = skills()
    for one in found["teams"].values():
        one["organisation"] = choose.one("trust", "charity")
    settle(found)
    if choose.once_in(2):
        found["transfers"] = _transfers(choose, found)
    found["later"] = [] if choose.once_in(2) else _later(choose, found)
    found |= choose.given(3, starts_on=choose.one("2026-12-21", "2027-03-15"))
    assume(accepted(found))
    return found


def _reach(choose: Choose) -> Document:
    """A noticer that the system adds."""
    found: Document = {
        "noticer": choose.of(NOTICERS),
        "per_week": choose.one(0.3, 2, 0),
        "door": choose.of(STEPS),
        "domains": choose.some(DOMAINS, most=3),
        "sites": choose.one([], [], choose.some(PLACES, least=1, most=2)),
    }
    found |= choose.given(3, personas=["nell"])
    found |= choose.one({}, {}, {"age_to": 17}, {"age_from": 18})
    return found | choose.given(4, function="outreach")


def _window(choose: Choose, rare: bool) -> Document:
    start, count, follow = (50, 2, 6) if rare else choose.one((1, 3, 4), (0, 2, 8), (0, 1, 2))
    return {"start": {"weeks": start}, "count": {"weeks": count}, "follow": {"weeks": follow}}


def assumptions(choose: Choose) -> Document:
    """What is assumed about everybody, all of it."""
    coefficients = {
        word: choose.one(1, 0, -2)
        for word in ("on_openness", "on_attending", "on_stopping", "on_loss")
    }
    moves = {word: choose.one(0.05, 0.3) for word in ("heard", "retold", "bounced", "lost")}
    return {
        "leaving": choose.one(0, 5, 20, 80),
        "telling": {
            "ask_again": choose.share(),
            "ask_again_own": choose.share(),
            "confirm": choose.one(0.5, 0.1, 1),
            "help_at_least": choose.one(5, 1, 20),
            "letter_carries": choose.share(),
            "letter_read": choose.share(),
            "openness": {mode: choose.one(1, 0.5) for mode in MODES},
        },
        "taking": {
            "not_taken_up": choose.one(0.3, 0.7, 0),
            "stopping": choose.one(0.05, 0, 0.5),
            "attends": {mode: choose.one(0.9, 0.5, 1) for mode in MODES},
            "attends_per_week": choose.one(0.9, 0.5),
            "weeks_that_count": choose.one(8, 1),
            "barrier": choose.one(1, 3),
            "booked_again_after": choose.lasts("1 days", "90 minutes"),
            "called_again_after": choose.lasts("1 days", "30 minutes"),
            "unfit": choose.one(2, 1),
            "unready": choose.one(6, 1),
            "readier_after": choose.lasts("1 days", "2 weeks"),
            "interim": choose.one(0.5, 1),
            "companion": choose.one(1, 0),
            "distance": choose.one(1, 0),
        },
        "handing": {
            "loses": {kind: choose.one(0.1, 0, 0.4) for kind in HANDOFFS},
            "letter_takes": choose.lasts("3 days", "0 minutes", "2 hours"),
            "bounce_takes": choose.lasts("2 days", "0 minutes"),
            "writing": choose.one(10, 0),
            "meeting": choose.one(15, 60),
            "overlap_sessions": choose.one(1, 2, 0),
            "meets_within": choose.lasts("2 days", "40 minutes"),
            "starved_after": choose.lasts("1 days", "30 minutes", "5 days"),
        },
        "lives": _lives(choose),
        "trust": coefficients | moves,
        "asks_at": {n: choose.one("always", "office", "late") for n in (*NOTICERS, "otherwise")},
    }


def _lives(choose: Choose) -> Document:
    if choose.once_in(4):
        return {"acts": False}
    found: Document = {"acts": True, "in_course": choose.one(0.5, 2), "interim": choose.one(0.5, 1)}
    for kind, most in (("easing", 0.2), ("worsening", 0.3), ("crisis", 0.1)):
        usual = {"otherwise": choose.one(most, most / 10)}
        found[kind] = usual | {d: choose.one(most, 0) for d in choose.some(ALL_DOMAINS, most=2)}
        found[f"{kind}_at"] = {"high": choose.one(1, 2)} if choose.once_in(2) else {}
    return found


def _transfers(choose: Choose, found: Document) -> list[Document]:
    """Some of a role's time goes to another team, or a post is added."""
    teams = found["teams"]
    to_team = choose.of(list(teams))
    to_role = choose.of(list(teams[to_team]["staff"]))
    one = {"wte": 0.4, "to_team": to_team, "to_role": to_role}
    if choose.once_in(4):
        return [one | {"role": to_role, "why": "an additional post"}]
    givers = [
        (name, role)
        for name, given in teams.items()
        for role, staff in given["staff"].items()
        if staff["wte"] >= 1 and name != to_team
    ]
    if not givers:
        return []
    from_team, role = choose.of(givers)
    return [one | {"role": role, "from_team": from_team, "why": "a toy"}]


def _later(choose: Choose, found: Document) -> list[Document]:
    """What changes in later weeks: staff, lists, doors, minutes, notes, what is assumed."""
    team = choose.of(list(found["teams"]))
    step = choose.of(list(found["steps"]))
    role = choose.of(list(found["teams"][team]["staff"]))
    anything = [
        f"teams.{team}.staff.{role}.wte*={choose.one(2, 0.5)}",
        f"teams.{team}.staff.{role}.skill.otherwise={choose.one(0.2, 1)}",
        f"teams.{team}.calendar={choose.one('always', 'days')}",
        f"teams.{team}.reads_own={choose.one(0, 1)}",
        f"doors.otherwise={choose.of(list(found['steps']))}",
        f"demand*={choose.one(2, 0.3)}",
        "assumptions.taking.stopping*=3",
        "assumptions.lives.acts=false",
        "assumptions.telling.ask_again=1",
        "teams.*.staff.*.wte*=0.8",
    ]
    if "minutes" in found["steps"][step]:
        anything.append(f"steps.{step}.minutes={choose.one(25, 50)}")
    for reach in found["reaches"]:
        anything.append(f"reaches.{reach}.per_week*={choose.one(3, 0.2)}")
        anything.append(f"reaches.{reach}.door={choose.of(list(found['steps']))}")
        anything.append(f"reaches.{reach}.age_to={choose.one(17, 90)}")
    if "closes_at" in found["teams"][team]:
        anything.append(f"teams.{team}.closes_at={choose.one(3, 40)}")
    if "new_share" in found["teams"][team]:
        anything.append(f"teams.{team}.new_share=0.6")
    if "places" in found["teams"][team]:
        anything.append(f"teams.{team}.places={choose.one(1, 8)}")
    if found["teams"][team].get("other_people"):
        anything.append(f"teams.{team}.other_people.usual.per_year*={choose.one(3, 0)}")
    if "helps" in found["steps"][step]:
        anything.append(f"steps.{step}.helps.works={choose.one(0, 1)}")
    if found["records"]:
        anything.append("records.*.reads=[]")
    changes = choose.some(anything, least=1, most=3)
    entries = [{"week": choose.one(1, 2), "changes": changes}]
    if choose.once_in(3):
        entries.append({"week": 2, "changes": choose.some(anything, least=1, most=2)})
    return entries


def accepted(found: Document) -> bool:
    """Whether the loader accepts a system, once what it refuses has been taken back."""
    for _ in range(MENDINGS):
        try:
            resolve(found)
        except InputError as error:
            fields = [fault.field.split(".") for fault in error.faults]
            if not all(_mended(found, field) for field in reversed(fields)):  # last rules first
                return False
            _leave_out(found)
            _mend_holders(found)
        else:
            return True
    return False


def _mended(found: Document, field: list[str]) -> bool:
    """Take back what a fault is about: seats that cannot be had together, moves never taken."""
    one = found["steps"].get(field[1]) if field[0] == "steps" and len(field) > 1 else None
    if field[0] == "later":
        found["later"] = []
    elif field[0] == "reaches":
        found["reaches"].pop(field[1], None)
    elif one is None:
        return False
    elif field[2:] in (["minutes"], ["beside"]) and not all(
        seat["if_free"] for seat in one.get("beside", [])
    ):
        for seat in one["beside"]:
            seat["if_free"] = True
    elif field[2:3] == ["then"]:
        place = int(field[3])
        one["then"][place : place + 1] = [] if place + 1 < len(one["then"]) else ENDS_THERE
    else:
        return False
    return True


def settle(found: Document) -> None:
    """Make a draft into a system that the loader may accept.

    Steps to which no way leads are left out, and what only fits other choices is taken back.
    """
    _mend_steps(found)
    _leave_out(found)
    _mend_holders(found)


def _mend_steps(found: Document) -> None:
    steps = found["steps"]
    for one in steps.values():
        for rule in one["then"]:
            rule["meanwhile"] = [
                s for s in rule.get("meanwhile", []) if not steps[s].get("at_once")
            ]
            notice = steps[rule["go"]].get("notice") if "go" in rule else None
            if "keep" in rule and notice is not None:
                rule["keep"] = {"days": 3}
            if not rule["meanwhile"]:
                del rule["meanwhile"]


def _leave_out(found: Document) -> None:
    """Steps that are not on the way from a door."""
    steps, teams = found["steps"], found["teams"]
    reached: list[str] = []
    ahead = [*found["doors"].values(), *found["crisis_doors"].values()]
    ahead += [reach["door"] for reach in found["reaches"].values()]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.append(name)
            one = steps[name]
            ahead += [rule[word] for rule in one["then"] for word in LEADS if word in rule]
            ahead += [other for rule in one["then"] for other in rule.get("meanwhile", [])]
            ahead += [one["offered_instead"]] if "offered_instead" in one else []
            ahead += [teams[one["team"]].get("at_boundary") or name]
    found["steps"] = {name: steps[name] for name in steps if name in reached}
    for one in teams.values():
        if one.get("at_boundary") not in reached:
            one.pop("at_boundary", None)
    for one in found["steps"].values():
        for rule in one["then"]:
            for word in ("tried", "not_tried", "been_to", "not_been_to"):
                names = rule.get("when", {}).get(word)
                if names is not None:
                    rule["when"][word] = [name for name in names if name in reached]


def _mend_holders(found: Document) -> None:
    """A holder's seat is for a role that can hold her: where there is one, a companion's."""
    steps = found["steps"].values()
    held = {
        (one["companion"]["team"], one["companion"]["role"]): None
        for one in steps
        if "companion" in one
    }
    companions = list(held)
    first = [one for one in steps if one.get("who") == "holder"]
    beside = [seat for one in steps for seat in one.get("beside", [])]
    held |= {(seat["team"], seat["role"]): None for seat in beside if seat["who"] == "own"}
    for seat in [*first, *beside]:
        if seat["who"] != "holder":
            continue
        team = found["teams"][seat["team"]]
        role = seat.get("role") or next(iter(team["staff"]))
        if (seat["team"], role) not in held and companions and "if_free" in seat:
            seat["team"], seat["role"] = companions[0]
        elif (seat["team"], role) not in held:
            seat["who"] = "own"
            held[seat["team"], role] = None
