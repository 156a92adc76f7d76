"""What a scenario becomes while a run goes on: its ``later`` changes, made one upon another.

Goes in: a scenario and a way of checking a document. Comes out: the scenario from each of those
weeks on, or every trouble. A run keeps the people who are there and what they wait for, so names
and whatever has numbers of its own in a run stay: changes alter numbers, staff, hours and rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.edits import Change, apply, parse
from sim.files.trouble import Trouble
from sim.files.writing import to_document
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers

Settle = Callable[[dict[str, Any]], tuple[Scenario | None, list[Fault]]]
"""Makes a scenario of an explicit document, or finds its faults."""

_FIXED: Final[Mapping[str, str]] = {
    "name": "the scenario stays the same one",
    "title": "a title stands on paper for the whole run",
    "reading": "a reading stands on paper for the whole run",
    "window": "the weeks of a run are set before it begins",
    "starts_on": "the date on which a run begins is set before it does",
    "onset_by_weekday": "when people fall ill is drawn before the run begins",
    "named": "when the named people come is set before the run begins",
    "rung": "a run stands on one rung of the ladder",
    "personas": "people who are there stay who they are; what happens to them is a date under "
    "coming",
    "organisations": "who owns what stays",
    "set_up": "what it costs once is spent before the run",
    "double_running": "posts move once, before the run",
    "transfers": "transfers are priced once; set teams.TEAM.staff.ROLE.wte from that week instead",
}
"""Fields of a scenario that no later change alters, and why."""
_LISTS: Final = ("calendars", "teams", "records", "steps", "reaches")
"""Mappings whose names stay, though what they hold may change."""
_OF_A_TEAM: Final[Mapping[str, str]] = {
    "wait": "people stand in its queue, or do not, for the whole run",
    "organisation": "who owns what stays",
    "function": "its luck is its function's for the whole run",
    "site": "where a team is stays",
    "waiting_at_start": "the run has begun by then",
}
_OF_A_STEP: Final[Mapping[str, str]] = {
    "team": "people wait for it in that team's queue",
    "role": "people wait for it in that role's queue",
    "function": "its luck is its function's for the whole run",
    "is_pause": "a step that people are in stays a pause or a contact",
}
_OF_A_REACH: Final[Mapping[str, str]] = {
    "function": "its luck is its function's for the whole run",
}
_NAMES_STAY: Final = "people are on their way through these: names neither come nor go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """A scenario as it is from one counted week on."""

    week: int
    """the counted week, from 1, at whose beginning it begins to hold"""
    scenario: Scenario
    """all of it, with every change up to then"""


def becoming(scenario: Scenario, settle: Settle) -> tuple[list[Became], list[Trouble]]:
    """What the scenario becomes, week by week, or the troubles of its later changes."""
    found: list[Became] = []
    troubles: list[Trouble] = []
    now = _staffed(scenario)
    order = sorted(range(len(scenario.later)), key=lambda place: scenario.later[place].week)
    for place in order:
        after, wrong = _changed(scenario, now, place, settle)
        troubles += wrong
        if after is not None:
            now = after
            found.append(Became(week=scenario.later[place].week, scenario=now))
    return found, troubles


def _staffed(scenario: Scenario) -> Scenario:
    """The scenario with its transfers made, so that a later change finds the staff there are."""
    wte = wte_after_transfers(scenario)
    teams = {
        name: replace(
            team,
            staff={
                role: replace(staff, wte=_as_many(staff.wte, wte[name, role]))
                for role, staff in team.staff.items()
            },
        )
        for name, team in scenario.teams.items()
    }
    return replace(scenario, later=(), transfers=(), teams=teams)


def _as_many(before: Quantity, wte: float) -> Quantity:
    if before.central == wte:
        return before
    why = f"{before.central:g} before the transfers"
    low, high = max(0.0, before.low + wte - before.central), before.high + wte - before.central
    low, high = min(low, wte), max(high, wte)
    return Quantity(central=wte, low=low, high=high, unit=before.unit, assumed=why)


def _changed(
    scenario: Scenario, now: Scenario, place: int, settle: Settle
) -> tuple[Scenario | None, list[Trouble]]:
    """The scenario after one entry of ``later``, or its troubles."""
    document = to_document(now)
    troubles: list[Trouble] = []
    made: list[Change] = []
    for position, text in enumerate(scenario.later[place].changes):
        try:
            change = _read(text)
            document = apply(document, (change,))
            made.append(change)
        except InputError as error:
            at = (place, position)
            troubles += [_told(fault, text, at) for fault in error.faults]
    if troubles:
        return None, troubles
    after, faults = settle(document)
    texts = scenario.later[place].changes
    if after is None:
        for fault in faults:
            position = _cause(fault.field, made)
            troubles.append(_told(fault, texts[position], (place, position)))
        return None, troubles
    for path, reason in _altered(now, after):
        position = _cause(path, made)
        troubles.append(
            Trouble(
                trail=("later", place, "changes", position),
                found=f"{texts[position]!r}, which alters {path}",
                allowed="numbers, staff, hours, flags and the rules of steps that there are",
                mend=f"leave it out: {reason}",
            )
        )
    return (None if troubles else after), troubles


def _read(text: str) -> Change:
    change = parse(text)
    if not change.week:
        return change
    mend = "leave the week out: the entry has its own"
    fault = Fault(file="later", found=f"week {change.week}", allowed="PATH=VALUE", mend=mend)
    raise InputError([fault])


def _told(fault: Fault, text: str, at: tuple[int, int]) -> Trouble:
    """What is wrong after a change, told where the change is written."""
    where = f" at {fault.field}" if fault.field else ""
    return Trouble(
        trail=("later", at[0], "changes", at[1]),
        found=f"{text!r}, which gives {fault.found}{where}",
        allowed=fault.allowed,
        mend=fault.mend,
    )


def _cause(path: str, made: list[Change]) -> int:
    """Which of the changes made what stands at a path: the one whose path is most like it."""
    parts = path.split(".")

    def shared(change: Change) -> int:
        ways = change.path.split(".")
        same = [one in (other, "*") for one, other in zip(ways, parts, strict=False)]
        return same.index(False) if False in same else len(same)

    return max(range(len(made)), key=lambda position: shared(made[position]))


def _altered(before: Scenario, after: Scenario) -> Iterator[tuple[str, str]]:
    """What differs though it must stay: its path, and why it must."""
    for word, reason in _FIXED.items():
        if getattr(before, word) != getattr(after, word):
            yield word, reason
    for word in _LISTS:
        if list(getattr(before, word)) != list(getattr(after, word)):
            yield word, _NAMES_STAY
    for name in before.teams.keys() & after.teams.keys():
        one, other = before.teams[name], after.teams[name]
        for word, reason in _OF_A_TEAM.items():
            if getattr(one, word) != getattr(other, word):
                yield f"teams.{name}.{word}", reason
        for word in ("staff", "other_people"):
            if list(getattr(one, word)) != list(getattr(other, word)):
                yield f"teams.{name}.{word}", _NAMES_STAY
    for kind, fixed in (("steps", _OF_A_STEP), ("reaches", _OF_A_REACH)):
        olds, news = getattr(before, kind), getattr(after, kind)
        for name in olds.keys() & news.keys():
            for word, reason in fixed.items():
                if getattr(olds[name], word) != getattr(news[name], word):
                    yield f"{kind}.{name}.{word}", reason
