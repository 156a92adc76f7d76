"""Steps and rules for hypothesis, with every word that a file may say of one.

A step knows the names of all steps; which of them are on the way from a door is settled when the
whole system is there (``systems``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sim.model.words import DOMAINS as ALL_DOMAINS
from sim.model.words import ENDS, GROUPINGS, HANDOFFS, MODES, WHO
from tests.engine.small_world import ENDS_THERE, Document
from tests.two_engines.choosing import Choose
from tests.two_engines.people import DOMAINS, FUNCTIONS, PLACES
from tests.two_engines.teams import ASKED, CALENDARS, minutes

FIRST_PAUSE: Final = "term"
"""A pause that may end in the minute in which it begins stands before all that it leads to."""
CONTACTS: Final = ("meet", "talk", "visit", "call", "group", "safe")
PANELS: Final = ("panel", "consult")
PAUSES: Final = ("rest", "holiday")
STEPS: Final = (FIRST_PAUSE, *CONTACTS, *PANELS, *PAUSES)
ENDINGS: Final = tuple(reversed(ENDS))


@dataclass(frozen=True)
class Setting:
    """What a step has to know of the others."""

    teams: Document
    owners: dict[str, str]

    def roles(self, team: str) -> list[str]:
        """The roles of a team."""
        return list(self.teams[team]["staff"])

    def pools(self) -> list[tuple[str, str]]:
        """Every role of every team."""
        return [(team, role) for team in self.teams for role in self.roles(team)]


def step(choose: Choose, name: str, setting: Setting) -> Document:
    """The step of this name."""
    team = setting.owners[name]
    if name == FIRST_PAUSE:
        ends: Document = choose.one(
            {"until_open": choose.of(list(CALENDARS))},
            {"until_week": choose.one(2, 4, 7)},
            {"pause": {"minutes": 0}},
            {"until_open": "office", "pause": {"days": 2}},
        )
        later = [s for s in STEPS if s != name]
        return {"team": team, "then": rules(choose, name, setting, later), **ends}
    if name in PAUSES:
        ends = {"pause": choose.lasts("5 days", "40 minutes", "3 weeks")}
        ends |= choose.given(3, until_open=choose.of(list(CALENDARS)))
        return {"team": team, "then": rules(choose, name, setting, STEPS), **ends}
    if name in PANELS:
        return _panel(choose, name, setting)
    return _contact(choose, name, setting)


def _contact(choose: Choose, name: str, setting: Setting) -> Document:
    team = setting.owners[name]
    found: Document = {
        "team": team,
        "role": choose.one("", *setting.roles(team)),
        "minutes": minutes(choose),
        "mode": choose.one("face_to_face", "home_visit", "phone", "phone", *MODES),
        "at_once": choose.once_in(8),
        "urgent": choose.once_in(6) or name == "safe",
        "assessment": choose.once_in(2),
        "asks": choose.one(["all"], ["all"], choose.some(ASKED[1:], most=3)),
        "who": choose.one("any", "any", *WHO),
    }
    found |= choose.given(3, function=choose.of(FUNCTIONS))
    found |= choose.given(4, notice=choose.lasts("2 days", "15 minutes", "3 hours"))
    found |= choose.given(4, travel=choose.one(20, 45))
    found |= choose.given(4, yearly_limit=choose.one(3, 12))
    found |= choose.given(3, grouping=choose.of(GROUPINGS))
    if choose.once_in(2):
        found |= _offer(choose, name)
    if found["mode"] == "phone" and choose.once_in(2):
        found |= {"patience": choose.one(5, 30), "calls": choose.one(2, 1, 3)}
    if not choose.once_in(4):
        found["helps"] = _help(choose, setting.teams[team])
    if choose.once_in(2):
        owner, role = choose.of(setting.pools())
        full = choose.one("without", "wait")
        found["companion"] = {"team": owner, "role": role, "when_full": full}
    if choose.once_in(3):
        found["beside"] = _seats(choose, setting, most=2)
    found["then"] = rules(choose, name, setting, STEPS, course="helps" in found)
    return found


def _offer(choose: Choose, name: str) -> Document:
    found: Document = {"offered": True}
    if choose.once_in(2):
        again = choose.lasts("2 days", "30 minutes", "5 days")
        found |= {"offers": choose.one(3, 2, 6), "offered_again_after": again}
    after = STEPS[STEPS.index(name) + 1 :]  # no circles of refusals
    found |= choose.given(3, seen_as=choose.one(["nothing"], choose.some(ALL_DOMAINS, least=1)))
    return found | choose.given(3, offered_instead=choose.of(after))


def _help(choose: Choose, team: Document) -> Document:
    found: Document = {
        "domains": choose.one(list(DOMAINS), choose.some(DOMAINS, least=1)),
        "works": choose.share(),
        "sessions": choose.one(1, 3, 2),
        "interval": choose.lasts("3 days", "1 weeks", "0 minutes"),
    }
    if choose.once_in(3):
        found |= {"reaches": choose.one(3, 4), "lowers_to": choose.one(1, 0)}
    found |= choose.given(3, works_at={"high": choose.share()})
    if "places" in team and choose.once_in(2):
        found |= {"place": True, "interval": {"days": 10}}
    return found


def _seats(choose: Choose, setting: Setting, *, most: int) -> list[Document]:
    seats = []
    for _ in range(choose.one(*range(1, most + 1))):
        team, role = choose.of(setting.pools())
        who = choose.one("any", *WHO)
        seats.append({"team": team, "role": role, "who": who, "if_free": choose.once_in(3)})
    return seats


def _panel(choose: Choose, name: str, setting: Setting) -> Document:
    """Workers meet without her."""
    found: Document = {
        "team": setting.owners[name],
        "minutes": choose.one(20, {"exponential": 45}, {"about": 60}),
        "with_her": False,
        "beside": _seats(choose, setting, most=3),
        "assessment": choose.once_in(3),
        "who": choose.one("any", "known", "own"),
    }
    found |= choose.given(4, urgent=True)
    found |= choose.given(4, travel=15)
    found |= choose.given(4, yearly_limit=3)
    not_round = [s for s in STEPS if s not in PANELS]  # or a minute's panel fills the log
    return found | {"then": rules(choose, name, setting, not_round)}


def rules(
    choose: Choose, name: str, setting: Setting, targets: Any, *, course: bool = False
) -> list[Document]:
    """Up to three rules that lead on or end, and one that always holds."""
    found = [
        _rule(choose, name, setting, targets, course=course) for _ in range(choose.one(2, 1, 3))
    ]
    after = STEPS[STEPS.index(name) + 1 :]
    if after and choose.once_in(3):  # no circle without an end
        last = _move(choose, name, setting, choose.of(after))
        return [*found, last]
    ends = ENDS_THERE if choose.once_in(2) else [{"end": choose.of(ENDINGS)}]
    return [*found, *ends]


def _rule(choose: Choose, name: str, setting: Setting, targets: Any, *, course: bool) -> Document:
    if choose.once_in(5):
        found: Document = {"end": choose.of(ENDINGS)}
    else:
        found = _move(choose, name, setting, choose.of(targets))
    if when := condition(choose, goes="go" in found, course=course, setting=setting):
        found["when"] = when
    if choose.once_in(2):
        found["for"] = "each need"
    return found


def _move(choose: Choose, name: str, setting: Setting, go: str) -> Document:
    found: Document = {"go": go}
    if setting.owners[go] != setting.owners[name]:
        found["by"] = choose.of(HANDOFFS)
        found |= choose.given(2, if_bounced=choose.of(STEPS[1:]))
        found |= choose.given(2, if_lost=choose.of(STEPS[1:]))
        found |= choose.given(2, link_back=True)
    if name in CONTACTS and choose.once_in(3):
        found["keep"] = choose.lasts("200 minutes", "3 days", "20 minutes")
        found |= choose.given(2, otherwise=choose.of(STEPS[1:]))
    if choose.once_in(4):
        found["meanwhile"] = choose.some([s for s in STEPS if s != go], least=1, most=2)
    return found


def condition(choose: Choose, *, goes: bool, course: bool, setting: Setting) -> Document:
    """One or two words of a rule."""
    found: Document = {}
    for _ in range(choose.one(1, 1, 2, 0)):
        found |= choose.of(WORDS)(choose, setting)
    if goes and choose.once_in(4):
        found |= choose.one({"taking": True}, {"taking": False}, {"free_within": {"days": 2}})
    if course and choose.once_in(2):
        found |= choose.one({"sessions": 1}, {"finished": False}, {"finished": True})
    return found


def _need(choose: Choose, _: Setting) -> Document:
    return {"need": choose.some(DOMAINS, least=1)}


def _level(choose: Choose, _: Setting) -> Document:
    return choose.one({"at_least": 3}, {"at_least": 2}, {"at_most": 2}, {"at_most": 3})  # type: ignore[no-any-return]


def _seen(choose: Choose, _: Setting) -> Document:
    word = choose.one("told", "helped", "attended", "has_companion", "has_supporter")
    return {word: choose.one(True, False)}


def _person(choose: Choose, _: Setting) -> Document:
    sites = choose.some(PLACES, least=1)
    return choose.one({"age_from": 18}, {"age_to": 18}, {"site": sites})  # type: ignore[no-any-return]


def _history(choose: Choose, setting: Setting) -> Document:
    word = choose.one("came_from", "tried", "not_tried", "been_to", "not_been_to")
    names = list(setting.teams) if word == "came_from" else list(STEPS)
    return {word: choose.some(names, least=1, most=2)}


def _chance(choose: Choose, _: Setting) -> Document:
    return {"chance": choose.one(0.5, 0.2, 0.9)}


WORDS: Final = (_need, _level, _seen, _person, _history, _chance)
