"""A way of organising help in sentences, made from its people, teams, steps and rules.

Goes in: a scenario. Comes out: headings with sentences under them. Says what the file says and no
more; the rules of a step are read in order and the first that holds is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.model.cards import Card
from sim.model.scenario import Scenario
from sim.report.dates import begins_words
from sim.report.explaining_people import persona_words
from sim.report.explaining_steps import step_words
from sim.report.explaining_teams import team_words, transfer_words
from sim.report.phrases import (
    age_words,
    amount,
    called,
    capital,
    domains,
    listed,
    noticers,
    plain,
    title,
)

RUNGS: Final = {
    "A": "Rung A, structure alone: nobody queues, every wait is drawn, and people stop waiting at "
    "one flat rate.",
    "C": "Rung C: queues, stopping, and trust too.",
}
"""Rung B, queues and stopping, is the usual one and goes without saying."""
Section = tuple[str, list[str]]


def explained(scenario: Scenario, cards: Mapping[str, Card] | None = None) -> list[Section]:
    """The whole scenario, section by section; of the cards, the blanks of its site."""
    site = scenario.name.partition("/")[0]
    blanks = {n: c for n, c in (cards or {}).items() if c.is_blank and c.site == site}
    return [
        (scenario.title, [*reading_words(scenario), weeks_words(scenario), *rung_words(scenario)]),
        ("Who comes", [persona_words(scenario, slug) for slug in scenario.personas]),
        (
            "Where they ask",
            [
                *(door_words(scenario, noticer) for noticer in scenario.doors),
                *(reach_words(scenario, name) for name in scenario.reaches),
            ],
        ),
        *crisis_section(scenario),
        ("Teams", [team_words(scenario, name) for name in scenario.teams]),
        *moved_words(scenario),
        ("Notes that teams share", record_words(scenario)),
        *later_section(scenario),
        *(
            (f"Step: {title(scenario.steps, name)}", step_words(scenario, name))
            for name in scenario.steps
        ),
        *((f"Named, and not described: {c.title}", blank_words(c)) for c in blanks.values()),
    ]


def blank_words(card: Card) -> list[str]:
    """What a source says of something that it does not describe, and what it leaves out."""
    said = [f"{capital(one.fact)} ({one.said})." for one in card.said_by_source]
    return [*said, f"Not stated: {'; '.join(card.not_stated)}."]


def weeks_words(scenario: Scenario) -> str:
    """The window, and the date on which it begins, if it has one."""
    window = scenario.window
    begins = f"The run begins {begins_words(scenario)}. " if scenario.starts_on else ""
    return begins + (
        f"After {window.start.central:g} weeks of start, everybody whose need begins in "
        f"{window.count.central:g} weeks is counted and followed for "
        f"{window.follow.central:g} weeks."
    )


def rung_words(scenario: Scenario) -> list[str]:
    """The rung of the ladder, where it is not the usual one."""
    return [RUNGS[scenario.rung]] if scenario.rung in RUNGS else []


def reading_words(scenario: Scenario) -> list[str]:
    """How the source was read, the lines that support it, and what else it could have meant."""
    reading = scenario.reading
    lines = [reading.text]
    if reading.supports:
        lines.append(f"Supported by {', '.join(reading.supports)}.")
    if reading.could_mean:
        lines.append(f"It could also have meant: {'; '.join(reading.could_mean)}.")
    return lines


def door_words(scenario: Scenario, noticer: str) -> str:
    """One door."""
    doors: Mapping[str, str] = scenario.doors  # type: ignore[assignment]
    otherwise = noticer == "otherwise"
    who = "Whoever else asks" if otherwise else f"Asking by {noticers([noticer])}"
    return f"{who} begins with {step_at(scenario, doors[noticer])}."


def reach_words(scenario: Scenario, name: str) -> str:
    """A noticer that the system adds: whom they may meet, how soon, and the door."""
    reach = scenario.reaches[name]
    people = listed([called(scenario.personas[slug].title) for slug in reach.personas], "or")
    who = f"people like {people}" if people else "anybody"
    needs = f"needs of {domains(reach.domains, 'or')}" if reach.domains else "any need"
    sites = f", living in {listed(reach.sites, 'or')}" if reach.sites else ""
    return (
        f"{capital(reach.title or plain(name))}: asking by {noticers([reach.noticer])}, who may "
        f"see {needs} in {who}{age_words(reach.age_from, reach.age_to)}{sites} "
        f"({amount(reach.per_week)} for each need); it begins with {step_at(scenario, reach.door)}."
    )


def step_at(scenario: Scenario, name: str) -> str:
    """A step and the team that does it: ``“A call” at The hub``."""
    where = title(scenario.teams, scenario.steps[name].team)
    return f"“{title(scenario.steps, name)}” at {where}"


def crisis_section(scenario: Scenario) -> list[Section]:
    """Where a need goes that has become urgent, where anybody comes."""
    doors: Mapping[str, str] = scenario.crisis_doors  # type: ignore[assignment]
    if not doors:
        return []
    lines = [crisis_door_words(scenario, domain) for domain in doors]
    return [("Where urgent help comes from", lines)]


def crisis_door_words(scenario: Scenario, domain: str) -> str:
    """One crisis door."""
    doors: Mapping[str, str] = scenario.crisis_doors  # type: ignore[assignment]
    what = "any other need" if domain == "otherwise" else f"a need of {domains([domain])}"
    return f"When {what} becomes urgent it goes first to {step_at(scenario, doors[domain])}."


def moved_words(scenario: Scenario) -> list[Section]:
    """A section on staff that moved, where any did."""
    lines = [transfer_words(scenario, transfer) for transfer in scenario.transfers]
    return [("Staff moved", lines)] if lines else []


def record_words(scenario: Scenario) -> list[str]:
    """Shared records."""
    lines = [
        f"{record.title or plain(name)}: written by {listed(record.writes)}, read by "
        f"{listed(record.reads)}, {amount(record.read_chance)} of the time"
        f"{' if the person agreed' if record.consent else ''}."
        for name, record in scenario.records.items()
    ]
    return lines or ["None: each team has its own."]


def later_section(scenario: Scenario) -> list[Section]:
    """What changes while the run goes on, where anything does."""
    lines = [
        f"From counted week {later.week}: {change.replace('=', ' becomes ', 1)}."
        for later in scenario.later
        for change in later.changes
    ]
    return [("What changes later", lines)] if lines else []
