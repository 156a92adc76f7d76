"""What differs between two scenarios, in words made from the difference.

Goes in: two resolved scenarios. Comes out: headings with sentences, in the order in which a planner
would ask: who comes, where they ask, teams and staff, notes, steps, where people go next, numbers.
Says what the second has against the first; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.report.dates import begins_words
from sim.report.differing_fields import (
    Difference,
    fields_that_differ,
    said,
    same,
)
from sim.report.differing_rules import rules_that_differ
from sim.report.explaining import crisis_door_words, reach_words, step_at
from sim.report.explaining_people import persona_words
from sim.report.explaining_steps import what_happens
from sim.report.explaining_teams import accepts_words, team_words, transfer_words
from sim.report.phrases import (
    called,
    capital,
    hours_words,
    noticers,
    plain,
    quoted,
    role_words,
    title,
    two_decimals,
)

ALIKE_GBP: Final = 1.0
TEAM_TOLD: Final = ("title", "function", "calendar", "staff", "accepts", "other_people")
"""Fields of a team that are told in sentences of their own, or are about luck only."""
STEP_TOLD: Final = ("title", "function", "then", "team")
Section = tuple[str, list[Difference]]


def differences(before: Scenario, after: Scenario) -> list[Section]:
    """Everything that differs, by heading; headings without a difference are left out."""
    sections: list[Section] = [
        ("People", list(people(before, after))),
        (
            "Where they ask",
            [*doors(before, after), *reaches(before, after), *crisis_doors(before, after)],
        ),
        ("Teams", list(teams(before, after))),
        ("Staff moved", list(moves(before, after))),
        ("Notes that teams share", list(records(before, after))),
        ("Steps", list(steps(before, after))),
        *rules_that_differ(before, after),
        ("Opening hours", list(calendars(before, after))),
        ("Numbers assumed of everybody", list(assumptions(before, after))),
        ("How it is run", list(running(before, after))),
    ]
    return [(about, found) for about, found in sections if found]


def summary(before: Scenario, after: Scenario, found: list[Section]) -> str:
    """One line: what is held against what, and how much differs."""
    count = sum(len(lines) for _, lines in found)
    if not count:
        return f"“{after.title}” and “{before.title}” do not differ but for their texts."
    return (
        f"“{after.title}” ({after.name}) against “{before.title}” ({before.name}): "
        f"{count} {'difference' if count == 1 else 'differences'}. "
        "“Now” and “new” are the first, “before” the second; what is not named is the same."
    )


def people(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Personas added, gone and changed."""
    for slug in dict.fromkeys((*before.personas, *after.personas)):
        path = f"personas.{slug}"
        who = f"People like {called((after.personas.get(slug) or before.personas[slug]).title)}"
        if slug not in after.personas:
            yield Difference(text=f"{who} no longer come.", paths=(path,))
        elif slug not in before.personas:
            yield Difference(text=f"New. {persona_words(after, slug)}", paths=(path,))
        else:
            old, new = before.personas[slug], after.personas[slug]
            but = ("name", "title", "her_words", "facts", "assets", "not_stated")
            yield from fields_that_differ(old, new, path, subject=who, but=but)
    if not same(before.demand, after.demand):
        text = f"Demand: {said(after.demand)} of what the people's files say, instead of "
        yield Difference(text=f"{text}{said(before.demand)}.", paths=("demand",))


def doors(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Where each noticer's asking begins; the door for others stands for whoever has none."""
    old: Mapping[str, str] = before.doors  # type: ignore[assignment]
    new: Mapping[str, str] = after.doors  # type: ignore[assignment]
    for noticer in dict.fromkeys((*old, *new)):
        was, now = (doors.get(noticer, doors.get("otherwise", "")) for doors in (old, new))
        if was == now and same(before.steps[was].team, after.steps[now].team):
            continue
        who = "Whoever else asks" if noticer == "otherwise" else f"Asking by {noticers([noticer])}"
        begins = f"now begins with {step_at(after, now)}" if now else "now begins nowhere"
        where = f"before, with {step_at(before, was)}" if was else "before, nowhere"
        yield Difference(text=f"{who} {begins}; {where}.", paths=(f"doors.{noticer}",))


def reaches(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Noticers that one system adds and the other does not, or otherwise."""
    for name in dict.fromkeys((*before.reaches, *after.reaches)):
        path = f"reaches.{name}"
        if name not in after.reaches:
            text = f"No longer: {reach_words(before, name)}"
            yield Difference(text=text, paths=(path,))
        elif name not in before.reaches:
            yield Difference(text=f"New: {reach_words(after, name)}", paths=(path,))
        else:
            old, new = before.reaches[name], after.reaches[name]
            who = new.title or plain(name)
            yield from fields_that_differ(old, new, path, subject=who, but=("function", "title"))


def crisis_doors(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Where urgent help comes from."""
    old: Mapping[str, str] = before.crisis_doors  # type: ignore[assignment]
    new: Mapping[str, str] = after.crisis_doors  # type: ignore[assignment]
    for domain in dict.fromkeys((*old, *new)):
        if old.get(domain) == new.get(domain):
            continue
        path = (f"crisis_doors.{domain}",)
        if domain in new:
            was = f" Before: {step_at(before, old[domain])}." if domain in old else ""
            yield Difference(text=f"{crisis_door_words(after, domain)}{was}", paths=path)
        else:
            text = f"No longer: {crisis_door_words(before, domain)}"
            yield Difference(text=text, paths=path)


def teams(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Teams that are new or gone, then what is otherwise in a team that both have."""
    for name in after.teams:
        if name not in before.teams:
            yield Difference(text=f"New: {team_words(after, name)}", paths=(f"teams.{name}",))
    for name in before.teams:
        if name not in after.teams:
            text = f"No longer there: {title(before.teams, name)}."
            yield Difference(text=text, paths=(f"teams.{name}",))
    for name in after.teams:
        if name in before.teams:
            yield from team(before, after, name)


def team(before: Scenario, after: Scenario, name: str) -> Iterator[Difference]:
    """What is otherwise in one team: title, staff, hours, whom it takes and serves, the rest."""
    old, new = before.teams[name], after.teams[name]
    who, path = title(after.teams, name), f"teams.{name}"
    if title(before.teams, name) != who:
        text = f"{title(before.teams, name)} is called “{who}”."
        yield Difference(text=text, paths=(f"{path}.title",))
    yield from staff(before, after, name)
    hours = [hours_words(s.calendars[s.teams[name].calendar]) for s in (before, after)]
    if hours[0] != hours[1]:
        text = f"{who}: open {hours[1]} instead of {hours[0]}."
        yield Difference(text=text, paths=(f"{path}.calendar",))
    if not same(old.accepts, new.accepts):
        now, was = accepts_words(new), accepts_words(old)
        text = f"{who}: {now.removeprefix('; ')}; before, {was.removeprefix('; ')}."
        yield Difference(text=text, paths=(f"{path}.accepts",))
    for stream in dict.fromkeys((*old.other_people, *new.other_people)):
        place = f"{path}.other_people.{stream}"
        if stream not in new.other_people:
            text = f"{who} no longer serves {plain(stream)}"
            taken = [t for t in after.teams if _serves_instead(before, after, name, stream, t)]
            text += f", whom {title(after.teams, taken[0])} serves now." if taken else "."
            yield Difference(text=text, paths=(place,))
        elif stream not in old.other_people:
            new_stream = said(new.other_people[stream].per_year)
            text = f"{who} also serves {plain(stream)}: {new_stream}."
            yield Difference(text=text, paths=(place,))
        else:
            yield from fields_that_differ(
                old.other_people[stream],
                new.other_people[stream],
                place,
                subject=f"{who}, {plain(stream)}",
                but=("stream",),
            )
    yield from fields_that_differ(old, new, path, subject=who, but=TEAM_TOLD)


def _serves_instead(before: Scenario, after: Scenario, name: str, stream: str, other: str) -> bool:
    """Whether another team now serves the same other people: those with the same luck."""
    luck = before.teams[name].other_people[stream].stream or f"{name} {stream}"
    return any(
        (each.stream or f"{other} {s}") == luck
        for s, each in after.teams[other].other_people.items()
    )


def staff(before: Scenario, after: Scenario, name: str) -> Iterator[Difference]:
    """Whole-time equivalents after transfers, then what is otherwise about a role."""
    was, now = wte_after_transfers(before), wte_after_transfers(after)
    old, new = before.teams[name].staff, after.teams[name].staff
    who = title(after.teams, name)
    for role in dict.fromkeys((*old, *new)):
        path = f"teams.{name}.staff.{role}"
        a, b = (two_decimals(wte.get((name, role), 0.0)) for wte in (was, now))
        if a != b:
            text = f"{who}: {b} whole-time {role_words(role)} instead of {a}, after staff moved."
            yield Difference(text=text, paths=(f"{path}.wte", "transfers"))
        if role in old and role in new:
            subject = f"{who}, {role_words(role)}"
            but = ("wte",) if a != b else ()
            yield from fields_that_differ(old[role], new[role], path, subject=subject, but=but)


def moves(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Staff who moved in one of the two only, and what all staff cost."""
    for place, each in enumerate(after.transfers):
        if not any(same(each, other) for other in before.transfers):
            yield Difference(text=transfer_words(after, each), paths=(f"transfers.{place}",))
    for place, each in enumerate(before.transfers):
        if not any(same(each, other) for other in after.transfers):
            text = f"No longer: {transfer_words(before, each)}"
            yield Difference(text=text, paths=(f"transfers.{place}",))
    cost, base = yearly_cost(after), yearly_cost(before)
    if abs(cost - base) >= ALIKE_GBP:
        text = f"Staff cost £{cost:,.0f} a year instead of £{base:,.0f}."
        yield Difference(text=text, paths=("transfers", "teams"))


def records(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Notes that teams share."""
    for name in dict.fromkeys((*before.records, *after.records)):
        path = f"records.{name}"
        if name not in after.records:
            called = before.records[name].title or plain(name)
            yield Difference(text=f"No longer there: {called}.", paths=(path,))
            continue
        new = after.records[name]
        called = new.title or plain(name)
        if name not in before.records:
            consent = " if the person agreed" if new.consent else ""
            text = (
                f"New: {called}: written by {_teams(after, new.writes)}, read by "
                f"{_teams(after, new.reads)}, with the chance {said(new.read_chance)}{consent}."
            )
            yield Difference(text=text, paths=(path,))
        else:
            but = ("function",)
            yield from fields_that_differ(before.records[name], new, path, subject=called, but=but)


def _teams(scenario: Scenario, names: tuple[str, ...]) -> str:
    return said(tuple(title(scenario.teams, name) for name in names))


def steps(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Steps that are new or gone, then what is otherwise in a step that both have."""
    for name in after.steps:
        if name not in before.steps:
            yield Difference(text=new_step(after, name), paths=(f"steps.{name}",))
    for name in before.steps:
        if name not in after.steps:
            text = f"No longer there: {step_at(before, name)}."
            yield Difference(text=text, paths=(f"steps.{name}",))
    for name, new in after.steps.items():
        if name not in before.steps:
            continue
        old, path = before.steps[name], f"steps.{name}"
        who = f"“{title(after.steps, name)}”"
        if title(before.steps, name) != title(after.steps, name):
            text = f"“{title(before.steps, name)}” is called {who}."
            yield Difference(text=text, paths=(f"{path}.title",))
        if old.team != new.team:
            text = f"{who} is done by {title(after.teams, new.team)} instead of "
            text += f"{title(before.teams, old.team)}."
            yield Difference(text=text, paths=(f"{path}.team",))
        yield from fields_that_differ(old, new, path, subject=who, but=STEP_TOLD)


def new_step(scenario: Scenario, name: str) -> str:
    """A step that is new, and where it can lead."""
    step = scenario.steps[name]
    alike = next(n for n, other in scenario.steps.items() if same(other.then, step.then))
    targets = list(dict.fromkeys(rule.go for rule in step.then if rule.go))
    leads = f" Leads to {quoted(scenario.steps, targets, 'or')}." if targets else ""
    if targets and alike != name:
        leads = f" Leads where “{title(scenario.steps, alike)}” leads."
    return f"New: “{title(scenario.steps, name)}”. {what_happens(scenario, step)}{leads}"


def calendars(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Opening hours of the same name that are otherwise."""
    for name, calendar in after.calendars.items():
        if name in before.calendars:
            was, now = hours_words(before.calendars[name]), hours_words(calendar)
            if was != now:
                text = f"{capital(plain(name))}: {now} instead of {was}."
                yield Difference(text=text, paths=(f"calendars.{name}",))


def assumptions(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """What is assumed of everybody."""
    yield from fields_that_differ(before.assumptions, after.assumptions, "assumptions")


def running(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Window, rung, what changes later, whether named people come."""
    yield from fields_that_differ(before.window, after.window, "window")
    if before.starts_on != after.starts_on:
        now, was = begins_words(after), begins_words(before)
        yield Difference(text=f"The run begins {now} instead of {was}.", paths=("starts_on",))
    if before.rung != after.rung:
        text = f"Rung {after.rung} of the ladder instead of {before.rung}."
        yield Difference(text=text, paths=("rung",))
    for later, verb in ((after.later, "From"), (before.later, "No longer: from")):
        other = before.later if later is after.later else after.later
        for each in later:
            if not any(same(each, one) for one in other):
                text = f"{verb} counted week {each.week}: {'; '.join(each.changes)}."
                yield Difference(text=text, paths=("later",))
    if before.named != after.named:
        text = "Named people come." if after.named else "Named people do not come."
        yield Difference(text=text, paths=("named",))
