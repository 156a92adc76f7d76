"""What one record must satisfy by itself, whatever stands around it.

Each check takes a finished record and yields troubles; their trails begin at the record. Steps
and people have modules of their own. What needs two records is checked in ``names``,
``crossing`` and ``network``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from sim.files.almanac import starts_on_troubles
from sim.files.sense_of_people import coming_sense, persona_sense, supporter_sense
from sim.files.sense_of_steps import (
    ages,
    at_least,
    condition_sense,
    help_sense,
    rule_sense,
    step_sense,
)
from sim.files.trouble import Trouble, one_of
from sim.model.assumptions import Assumptions, Handing, Taking, Telling
from sim.model.people import Coming, Persona, Supporter
from sim.model.scenario import Later, OnceOnly, Reach, Scenario
from sim.model.steps import Condition, Help, Rule, Step
from sim.model.teams import Accepts, Staff, Stream, Team
from sim.model.words import DOMAINS, HANDOFFS, LEVEL_NAMES, MODES, NOTICERS, WALK_IN_MODES

_OF_A_QUEUE: Final = (
    "other_people",
    "waiting_at_start",
    "new_share",
    "closes_at",
    "reopens_at",
    "pinned_wait",
)
MOST_REACHES: Final = 200
"""So that their places in the order of a minute stay below those of who sees her on a date."""


def sense_of(made: object) -> Iterable[Trouble]:
    """The troubles of a record of the model by itself."""
    check = _CHECKS.get(type(made))
    return check(made) if check else ()


def _accepts(accepts: Accepts) -> Iterator[Trouble]:
    yield from ages(accepts.age_from, accepts.age_to)
    if not accepts.at_least:
        mend = "name the domains, or leave accepts out to take everybody"
        yield Trouble(found="no domains in at_least", allowed=one_of(DOMAINS), mend=mend)
    for domain in accepts.not_with:
        if domain in accepts.at_least:
            yield Trouble(
                trail=("not_with", domain),
                found=f"{domain} in not_with and in at_least",
                allowed="a domain that the team is not for",
                mend="leave it out of one of the two",
            )
        elif not accepts.not_with[domain]:
            yield Trouble(
                trail=("not_with", domain),
                found="level 0, which everybody has",
                allowed=f"a level from 1 to {len(LEVEL_NAMES) - 1}",
                mend="give the level from which the team does not take her",
            )


def _staff(staff: Staff) -> Iterator[Trouble]:
    missing = [domain for domain in DOMAINS if domain not in staff.skill]
    if missing and "otherwise" not in staff.skill:
        found = f"no skill for {one_of(missing)}"
        mend = "add skill: {otherwise: …}"
        yield Trouble(trail=("skill",), found=found, allowed="every domain or otherwise", mend=mend)
    if staff.caseload is not None:
        yield from at_least(staff.caseload, "caseload", 1)


def _team(team: Team) -> Iterator[Trouble]:
    if team.wait == "queue" and team.delay is not None:
        mend = "leave delay out, or write wait: drawn"
        found = "a delay in a team with a queue"
        yield Trouble(trail=("delay",), found=found, allowed="only with wait: drawn", mend=mend)
    if team.wait == "drawn":
        if team.delay is None:
            mend = "give the delay, or write wait: queue"
            yield Trouble(found="wait: drawn without delay", allowed="a delay", mend=mend)
        for word in _OF_A_QUEUE:
            if getattr(team, word):
                found = f"{word} in a team whose wait is drawn"
                mend = "leave it out: the drawn delay stands for its queue"
                allowed = "only with wait: queue"
                yield Trouble(trail=(word,), found=found, allowed=allowed, mend=mend)
    if not team.staff:
        mend = "give at least one role with its wte"
        yield Trouble(found="no staff", allowed="at least one role", mend=mend)
    if team.waiting_at_start is not None and not team.other_people and team.wait == "queue":
        mend = "give other_people, whose list this is"
        allowed = "a list of a team that serves other people"
        found = "waiting_at_start without other_people"
        yield Trouble(trail=("waiting_at_start",), found=found, allowed=allowed, mend=mend)
    for name, stream in team.other_people.items():
        if stream.role and stream.role not in team.staff:
            found = f"the role {stream.role!r}"
            trail = ("other_people", name, "role")
            mend = "use a role of the team"
            yield Trouble(trail=trail, found=found, allowed=one_of(team.staff), mend=mend)
    yield from _list(team)
    yield from _places(team)


def _list(team: Team) -> Iterator[Trouble]:
    """A list that closes must also open again, and some time must be left for those who wait."""
    closes, reopens = team.closes_at, team.reopens_at
    if closes is None and reopens is not None:
        found, mend = "reopens_at without closes_at", "say also at how many it closes"
        yield Trouble(trail=("reopens_at",), found=found, allowed="both or neither", mend=mend)
    if closes is not None and reopens is None:
        found, mend = "closes_at without reopens_at", "say also at how many it opens again"
        yield Trouble(trail=("closes_at",), found=found, allowed="both or neither", mend=mend)
    if closes is not None:
        yield from at_least(closes, "closes_at", 1)
    if closes is not None and reopens is not None and reopens.central >= closes.central:
        found = f"reopens_at {reopens.central:g} and closes_at {closes.central:g}"
        mend = "let it open again at fewer than it closes at"
        allowed = "reopens_at < closes_at"
        yield Trouble(trail=("reopens_at",), found=found, allowed=allowed, mend=mend)
    if team.new_share is not None and team.new_share.high >= 1:
        yield Trouble(
            trail=("new_share",),
            found=f"high {team.new_share.high:g}",
            allowed="0 or more and less than 1",
            mend="leave some time for those who come already",
        )


def _places(team: Team) -> Iterator[Trouble]:
    if team.places is not None:
        yield from at_least(team.places, "places", 1)
        return
    for name, stream in team.other_people.items():
        if stream.place:
            trail = ("other_people", name, "place")
            mend = "give the team places, or leave place out"
            found = "a place in a team that has no places"
            allowed = "place only where the team has places"
            yield Trouble(trail=trail, found=found, allowed=allowed, mend=mend)


def _stream(stream: Stream) -> Iterator[Trouble]:
    yield from at_least(stream.sessions, "sessions", 1)


def _reach(reach: Reach) -> Iterator[Trouble]:
    yield from ages(reach.age_from, reach.age_to)


def _reaches(scenario: Scenario) -> Iterator[Trouble]:
    """As many as there is room for in the order of a minute, each with luck of its own."""
    if len(scenario.reaches) > MOST_REACHES:
        found, allowed = f"{len(scenario.reaches)} of them", f"at most {MOST_REACHES}"
        mend = "make one of several that go together"
        yield Trouble(trail=("reaches",), found=found, allowed=allowed, mend=mend)
    whose: dict[str, str] = {}
    for name, reach in scenario.reaches.items():
        other = whose.setdefault(reach.function or name, name)
        if other != name:
            yield Trouble(
                trail=("reaches", name, "function") if reach.function else ("reaches", name),
                found=f"the function {reach.function or name}, which {other} has too",
                allowed="a function of its own for each reach: two with one luck strike together",
                mend="give another function, or make one reach of the two",
            )


def _later(later: Later) -> Iterator[Trouble]:
    if later.week < 1:
        allowed = "a counted week, from 1"
        mend = "give the week, or write the values themselves into the file"
        yield Trouble(trail=("week",), found=f"{later.week}", allowed=allowed, mend=mend)
    if not later.changes:
        mend = "write PATH=VALUE, or take the entry out"
        yield Trouble(found="no changes", allowed="at least one change", mend=mend)


def _scenario(scenario: Scenario) -> Iterator[Trouble]:
    for word in ("personas", "teams", "steps", "doors", "calendars", "organisations"):
        if not getattr(scenario, word):
            yield Trouble(found=f"no {word}", allowed="at least one", mend=f"add {word}")
    yield from _reaches(scenario)
    for slug, persona in scenario.personas.items():
        if persona.name != slug:
            trail = ("personas", slug, "name")
            found = f"the name {persona.name!r}"
            yield Trouble(trail=trail, found=found, allowed=slug, mend="leave the name out")
    if len(scenario.onset_by_weekday) != 7 or sum(scenario.onset_by_weekday) <= 0:
        found = f"a list of {len(scenario.onset_by_weekday)}"
        allowed = "seven numbers, Monday to Sunday, not all 0"
        mend = "give one number for each day"
        yield Trouble(trail=("onset_by_weekday",), found=found, allowed=allowed, mend=mend)
    if scenario.starts_on is not None:
        for trouble in starts_on_troubles(scenario.starts_on):
            yield trouble.beneath(("starts_on",))
    for word in ("start", "count", "follow"):
        quantity = getattr(scenario.window, word)
        if quantity.central != int(quantity.central):
            found = f"{quantity.central:g} weeks"
            yield Trouble(
                trail=("window", word), found=found, allowed="whole weeks", mend="round it"
            )
    for trouble in at_least(scenario.window.count, "count", 1):
        yield trouble.beneath(("window",))


def _once_only(once: OnceOnly) -> Iterator[Trouble]:
    if (once.cost is None) != once.unknown:
        found = "cost and unknown" if once.unknown else "neither cost nor unknown"
        mend = "give cost with its range, or write unknown: true"
        yield Trouble(found=found, allowed="one of the two", mend=mend)


def _complete(word: str, given: Collection[str], words: Iterable[str]) -> Iterator[Trouble]:
    missing = [each for each in words if each not in given]
    if missing:
        found = f"no value for {one_of(missing)}"
        yield Trouble(trail=(word,), found=found, allowed="a value for each", mend="add it")


def _telling(telling: Telling) -> Iterator[Trouble]:
    yield from _complete("openness", telling.openness, MODES)


def _taking(taking: Taking) -> Iterator[Trouble]:
    booked = [mode for mode in MODES if mode not in WALK_IN_MODES]
    yield from _complete("attends", taking.attends, booked)


def _handing(handing: Handing) -> Iterator[Trouble]:
    yield from _complete("loses", handing.loses, HANDOFFS)


def _assumptions(assumptions: Assumptions) -> Iterator[Trouble]:
    if "otherwise" not in assumptions.asks_at:
        yield from _complete("asks_at", assumptions.asks_at, NOTICERS)


_CHECKS: Final[Mapping[type, Callable[[Any], Iterable[Trouble]]]] = {
    Condition: condition_sense,
    Rule: rule_sense,
    Step: step_sense,
    Help: help_sense,
    Accepts: _accepts,
    Staff: _staff,
    Team: _team,
    Stream: _stream,
    Persona: persona_sense,
    Supporter: supporter_sense,
    Coming: coming_sense,
    Later: _later,
    Reach: _reach,
    OnceOnly: _once_only,
    Scenario: _scenario,
    Telling: _telling,
    Taking: _taking,
    Handing: _handing,
    Assumptions: _assumptions,
}
