"""What one record must satisfy by itself, whatever stands around it.

Each check takes a finished record and yields troubles; their trails begin at the record. What
needs two records is checked in ``names``, ``crossing`` and ``network``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from sim.files.trouble import Trouble, one_of
from sim.model.assumptions import Assumptions, Handing, Taking, Telling
from sim.model.people import Persona
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.steps import Condition, Help, Rule, Step
from sim.model.teams import Accepts, Staff, Team
from sim.model.words import DOMAINS, HANDOFFS, MODES, NOTICERS, WALK_IN_MODES


def sense_of(made: object) -> Iterable[Trouble]:
    """The troubles of a record of the model by itself."""
    check = _CHECKS.get(type(made))
    return check(made) if check else ()


def _condition(when: Condition) -> Iterator[Trouble]:
    if when.at_least > when.at_most:
        found = f"at_least {when.at_least} and at_most {when.at_most}"
        yield Trouble(found=found, allowed="at_least ≤ at_most", mend="swap the two levels")
    yield from _ages(when.age_from, when.age_to)


def _ages(age_from: int, age_to: int) -> Iterator[Trouble]:
    if age_from > age_to:
        found = f"age_from {age_from} and age_to {age_to}"
        yield Trouble(found=found, allowed="age_from ≤ age_to", mend="swap the two ages")


def _rule(rule: Rule) -> Iterator[Trouble]:
    if rule.go and rule.end:
        found = f"both go: {rule.go} and end: {rule.end}"
        yield Trouble(found=found, allowed="exactly one of go and end", mend="keep one of the two")
    if not rule.go and not rule.end:
        mend = "say where it goes or how it ends"
        yield Trouble(found="neither go nor end", allowed="exactly one of go and end", mend=mend)
    if rule.end:
        for word in ("by", "if_bounced", "if_lost", "link_back"):
            if getattr(rule, word):
                found = f"{word} beside end"
                yield Trouble(trail=(word,), found=found, allowed="only with go", mend="remove it")


def _step(step: Step) -> Iterator[Trouble]:
    if not step.then:
        mend = "say what comes next, or how it ends"
        yield Trouble(found="no rules in then", allowed="at least one rule", mend=mend)
        return
    last = step.then[-1]
    if last.when != Condition() or last.each_need:
        yield Trouble(
            trail=("then", len(step.then) - 1),
            found="a last rule that does not always hold",
            allowed="a last rule without when and without for: each need",
            mend="add a rule at the end that says what happens otherwise",
        )
    if step.pause is not None:
        yield from _pause(step)
    elif step.minutes.mean.central <= 0:
        mend = "give the minutes, or make it a pause"
        yield Trouble(trail=("minutes",), found="0 minutes", allowed="more than 0", mend=mend)


def _pause(step: Step) -> Iterator[Trouble]:
    without = ("offered", "urgent", "assessment", "asks", "helps", "beside", "notice", "travel")
    for word in without:
        if getattr(step, word):
            found = f"{word} in a pause"
            mend = "leave it out, or make it a contact"
            yield Trouble(trail=(word,), found=found, allowed="only in a contact", mend=mend)
    if step.minutes.mean.central:
        mend = "leave minutes out, or leave pause out"
        allowed = "a pause or minutes"
        yield Trouble(trail=("minutes",), found="minutes in a pause", allowed=allowed, mend=mend)


def _help(help_: Help) -> Iterator[Trouble]:
    if not help_.domains:
        mend = "name the domains that it helps"
        yield Trouble(found="no domains", allowed=one_of(DOMAINS), mend=mend)
    if help_.lowers_to >= help_.reaches:
        found = f"lowers_to {help_.lowers_to} and reaches {help_.reaches}"
        yield Trouble(found=found, allowed="lowers_to < reaches", mend="lower lowers_to")
    yield from _at_least(help_.sessions, "sessions", 1)


def _at_least(quantity: Quantity, word: str, least: float) -> Iterator[Trouble]:
    if quantity.low < least:
        found = f"low {quantity.low:g}"
        allowed = f"{least:g} or more"
        yield Trouble(trail=(word,), found=found, allowed=allowed, mend="raise it")


def _accepts(accepts: Accepts) -> Iterator[Trouble]:
    yield from _ages(accepts.age_from, accepts.age_to)
    if not accepts.at_least:
        mend = "name the domains, or leave accepts out to take everybody"
        yield Trouble(found="no domains in at_least", allowed=one_of(DOMAINS), mend=mend)


def _staff(staff: Staff) -> Iterator[Trouble]:
    missing = [domain for domain in DOMAINS if domain not in staff.skill]
    if missing and "otherwise" not in staff.skill:
        found = f"no skill for {one_of(missing)}"
        mend = "add skill: {otherwise: …}"
        yield Trouble(trail=("skill",), found=found, allowed="every domain or otherwise", mend=mend)


def _team(team: Team) -> Iterator[Trouble]:
    if team.wait == "queue" and team.delay is not None:
        mend = "leave delay out, or write wait: drawn"
        found = "a delay in a team with a queue"
        yield Trouble(trail=("delay",), found=found, allowed="only with wait: drawn", mend=mend)
    if team.wait == "drawn":
        if team.delay is None:
            mend = "give the delay, or write wait: queue"
            yield Trouble(found="wait: drawn without delay", allowed="a delay", mend=mend)
        for word in ("other_people", "waiting_at_start"):
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


def _persona(persona: Persona) -> Iterator[Trouble]:
    if not persona.needs:
        mend = "give at least one need"
        yield Trouble(found="no needs", allowed="at least one need", mend=mend)
    if not persona.noticers:
        mend = "say who may notice that help is needed"
        yield Trouble(found="no noticers", allowed=one_of(NOTICERS), mend=mend)
    allowed_whose = ("herself", *persona.supporters)
    for name, need in persona.needs.items():
        if need.whose not in allowed_whose:
            trail = ("needs", name, "whose")
            found = f"the person {need.whose!r}"
            mend = "use herself or the name of a supporter"
            yield Trouble(trail=trail, found=found, allowed=one_of(allowed_whose), mend=mend)


def _scenario(scenario: Scenario) -> Iterator[Trouble]:
    for word in ("personas", "teams", "steps", "doors", "calendars", "organisations"):
        if not getattr(scenario, word):
            yield Trouble(found=f"no {word}", allowed="at least one", mend=f"add {word}")
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
    for word in ("start", "count", "follow"):
        quantity = getattr(scenario.window, word)
        if quantity.central != int(quantity.central):
            found = f"{quantity.central:g} weeks"
            yield Trouble(
                trail=("window", word), found=found, allowed="whole weeks", mend="round it"
            )
    for trouble in _at_least(scenario.window.count, "count", 1):
        yield trouble.beneath(("window",))


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
    Condition: _condition,
    Rule: _rule,
    Step: _step,
    Help: _help,
    Accepts: _accepts,
    Staff: _staff,
    Team: _team,
    Persona: _persona,
    Scenario: _scenario,
    Telling: _telling,
    Taking: _taking,
    Handing: _handing,
    Assumptions: _assumptions,
}
