"""What makes a system and its variants fair: checks that every site's scenarios must pass.

A variant differs from today in who does what, what is shared and when it is open, and is given
nothing for free: no staff, no fewer other people, no shorter list, no kinder luck. Each check
returns what is wrong: nothing, for a fair scenario. ``played`` runs one shortly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.named import engine_named, make_ready, taken
from sim.files import load_scenario
from sim.files.edits import parse
from sim.log import COLUMNS, PERSON_BITS, What
from sim.measures import PeopleTable, PersonFold
from sim.model.people import Persona
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.staffing import wte_after_transfers, yearly_cost
from sim.model.steps import Help, Rule, Step
from sim.model.teams import Stream
from sim.model.words import HELP_SOUGHT_FROM, MINUTES_PER_HOUR, WEEKS_PER_YEAR
from sim.program import Program, compile_program
from sim.study.replicate import KeepsRows
from tests.personas_honest import ROOT

PERSON_SHIFT = PERSON_BITS + 8
"""Above which bit a person's number says of which persona she is."""
SOURCE_LINES = re.compile(r"00[0-4] L\d+(-\d+)?")
BALANCES_WITHIN = 0.005
"""Share of the yearly cost to which a variant's transfers must balance (MODEL section 13)."""


@cache
def system(slug: str, *changes: str) -> Scenario:
    """A shipped scenario, with changes as ``--set`` takes them."""
    return load_scenario(slug, root=ROOT, changes=[parse(change) for change in changes])


# -- what a scenario holds ---------------------------------------------------------------------


def rules(scenario: Scenario) -> Iterator[tuple[str, Step, Rule]]:
    """Every rule with its step."""
    for name, step in scenario.steps.items():
        for rule in step.then:
            yield name, step, rule


def leading_to(scenario: Scenario, step: str) -> dict[str, list[Rule]]:
    """The rules that lead to a step, by the step at which they stand."""
    found: dict[str, list[Rule]] = {}
    for name, _, rule in rules(scenario):
        if step in (rule.go, rule.if_bounced, rule.if_lost, rule.otherwise, *rule.meanwhile):
            found.setdefault(name, []).append(rule)
    return found


def streams(scenario: Scenario) -> Iterator[tuple[str, str, Stream]]:
    """Team, role and stream of all other people, but for those whom only a sensitivity adds."""
    for name, team in scenario.teams.items():
        for stream in team.other_people.values():
            if stream.per_year.central:
                yield name, stream.role or next(iter(team.staff)), stream


def family(stream: Stream) -> str:
    """The people of a stream, wherever part of them is seen."""
    return re.sub(r"_in_[a-z]+$", "", stream.stream)


def other_demand(scenario: Scenario) -> tuple[dict[str, float], dict[str, float]]:
    """Contacts and minutes a year of other people, by family of streams."""
    contacts: dict[str, float] = {}
    minutes: dict[str, float] = {}
    for _, _, stream in streams(scenario):
        who, number = family(stream), stream.per_year.central * stream.sessions.central
        contacts[who] = contacts.get(who, 0.0) + number
        minutes[who] = minutes.get(who, 0.0) + number * stream.minutes.mean.central
    return contacts, minutes


def waiting_lists(scenario: Scenario) -> Counter[str]:
    """People who wait when a run begins, by family of streams."""
    lists: Counter[str] = Counter()
    for team in scenario.teams.values():
        if team.waiting_at_start:
            first = next(iter(team.other_people.values()))
            lists[family(first)] += round(team.waiting_at_start.people.central)
    return lists


def under_way(scenario: Scenario) -> Counter[str]:
    """People between two contacts when a run begins, by family of streams."""
    people: Counter[str] = Counter()
    for _, _, stream in streams(scenario):
        if stream.under_way:
            people[family(stream)] += round(stream.under_way.central)
    return people


def reached(scenario: Scenario, persona: Persona) -> set[str]:
    """The steps that lead on from the doors of a persona's noticers, bounces included."""
    found: set[str] = set()
    doors = [scenario.doors.get(n, scenario.doors["otherwise"]) for n in persona.noticers]
    while doors:
        step = doors.pop()
        if step in found:
            continue
        found.add(step)
        for rule in scenario.steps[step].then:
            ways = (rule.go, rule.if_bounced, rule.if_lost, rule.otherwise, *rule.meanwhile)
            doors += [to for to in ways if to]
    return found


def without_reasons(helps: Help | None) -> Help | None:
    """Numbers only: a reason may be worded anew where the same thing is done elsewhere."""
    if helps is None:
        return None
    blank = {
        word: replace(getattr(helps, word), assumed="", said="", evidence="")
        for word in ("works", "sessions", "interval")
    }
    return replace(helps, **blank)


# -- what is wrong with it ---------------------------------------------------------------------


def faults_of_reading(scenario: Scenario, lines: int = 5, others: int = 3) -> list[str]:
    """What the reading lacks: a text, lines that support it, what else it could mean."""
    reading, faults = scenario.reading, []
    if len(reading.text.split()) <= 40:
        faults.append("the reading is too short to follow")
    if len(reading.supports) < lines:
        faults.append("too few lines support it")
    faults += [line for line in reading.supports if not SOURCE_LINES.fullmatch(line)]
    if len(reading.could_mean) < others:
        faults.append("it does not say what else the source could mean")
    return faults


def out_of_balance(today: Scenario, variant: Scenario, added: float = 0.0) -> float:
    """By what share of today's yearly cost a variant costs more than today and ``added`` GBP."""
    before = yearly_cost(today)
    share = (yearly_cost(variant) - before - added) / before
    return share if abs(share) > BALANCES_WITHIN else 0.0


def staff_moved_without_a_transfer(today: Scenario, variant: Scenario) -> list[tuple[str, str]]:
    """Pools of today that a variant writes anew, and pools that are lent out below nothing."""
    moved = [
        (team, role)
        for team, role in wte_after_transfers(today)
        if variant.teams[team].staff.get(role) != today.teams[team].staff[role]
    ]
    left = wte_after_transfers(variant)
    return moved + [pool for pool, wte in left.items() if wte < 0]


def staff_nobody_misses(variant: Scenario) -> list[str]:
    """Transfers out of teams whose wait is drawn, which do not say that nobody feels it."""
    return [
        transfer.why
        for transfer in variant.transfers
        if transfer.from_team
        and variant.teams[transfer.from_team].wait != "queue"
        and "does not feel" not in transfer.why
    ]


def streams_that_moved_alone(today: Scenario, variant: Scenario) -> list[str]:
    """Other people who are seen elsewhere than today, by staff who did not come with them."""
    base = {family(stream): team for team, _, stream in streams(today)}
    moves = {(transfer.from_team, transfer.to_team) for transfer in variant.transfers}
    return [
        stream.stream
        for team, _, stream in streams(variant)
        if family(stream) not in base
        or (team != base[family(stream)] and (base[family(stream)], team) not in moves)
    ]


def offered_too_much(
    scenario: Scenario, most: float, but: frozenset[str] = frozenset()
) -> dict[tuple[str, str], float]:
    """Pools whose other people, paperwork included, take more than a share of rostered minutes.

    ``but``: roles of teams with a list of weeks, which people leave.
    """
    offered: dict[tuple[str, str], float] = {}
    for team, role, stream in streams(scenario):
        contacts = stream.per_year.central * stream.sessions.central
        minutes = contacts * stream.minutes.mean.central / WEEKS_PER_YEAR
        share = scenario.teams[team].staff[role].contact_share.central
        offered[team, role] = offered.get((team, role), 0.0) + minutes / share
    wte = wte_after_transfers(scenario)
    found = {}
    for (team, role), minutes in offered.items():
        rostered = wte[team, role] * scenario.teams[team].staff[role].hours.central
        used = minutes / (rostered * MINUTES_PER_HOUR) if rostered else float("inf")
        if role not in but and used >= most:
            found[team, role] = used
    return found


def needs_beyond_help(scenario: Scenario) -> list[tuple[str, str]]:
    """Needs of people that no step on their ways reaches at their highest level."""
    found = []
    for persona in scenario.personas.values():
        helps = [scenario.steps[each].helps for each in reached(scenario, persona)]
        for name, need in persona.needs.items():
            level = max(round(need.level.high), HELP_SOUGHT_FROM)
            reach = [h.reaches for h in helps if h is not None and need.domain in h.domains]
            if not reach or max(reach) < level:
                found.append((persona.name, name))
    return found


def faults_of_crisis_doors(scenario: Scenario, today: Scenario) -> list[str]:
    """Crisis doors that close, that somebody waits at, or that are not those of today."""
    found = [] if "otherwise" in scenario.crisis_doors else ["no door for other needs"]
    for domain, door in scenario.crisis_doors.items():
        team = scenario.teams[scenario.steps[door].team]
        if not scenario.steps[door].urgent or team.calendar != "always" or team.wait != "drawn":
            found.append(f"{domain}: {door}")
    return found if scenario.crisis_doors == today.crisis_doors else [*found, "not as today"]


def streams_that_stop_otherwise(scenario: Scenario) -> list[tuple[str, str]]:
    """Other people who do not stop waiting as people with a story do."""
    assumed = scenario.assumptions.taking.stopping.central
    return [
        (team, stream.stream)
        for team, _, stream in streams(scenario)
        if stream.stopping is None or stream.stopping.central != assumed
    ]


def waits_that_differ_on_rung_a(scenario: Scenario, today: Scenario) -> list[str]:
    """Teams with a queue and no pinned wait, or another one than today."""
    return [
        name
        for name, team in scenario.teams.items()
        if team.wait == "queue"
        and (
            team.pinned_wait is None
            or (name in today.teams and team.pinned_wait != today.teams[name].pinned_wait)
        )
    ]


def steps_that_do_the_same_otherwise(
    variant: Scenario, today: Scenario, allowed: Sequence[str] = ()
) -> list[str]:
    """Steps of one function that take or help otherwise in a variant; ``allowed``: said in it."""

    def numbers(step: Step) -> object:
        helps = without_reasons(step.helps)
        return (
            replace(helps, reaches=0) if helps else None,
            step.minutes.mean.central,
            step.offered,
        )

    base = {step.function or name: step for name, step in today.steps.items()}
    found = []
    for name, step in variant.steps.items():
        same = base.get(step.function or name)
        if same is None or name in allowed:
            continue
        higher = step.helps and same.helps and step.helps.reaches > same.helps.reaches
        if numbers(step) != numbers(same) or higher:
            found.append(name)
    return found


def assumed_otherwise(variant: Scenario, today: Scenario) -> list[str]:
    """Parts of a variant about people and services everywhere that are not those of today."""
    parts = ("assumptions", "personas", "demand", "window")
    return [part for part in parts if getattr(variant, part) != getattr(today, part)]


def roles_of_another_skill(
    variant: Scenario, today: Scenario, like: Mapping[str, str] | None = None
) -> list[str]:
    """Roles that cost or hear otherwise than today; ``like``: a new role by one of today."""
    base = {role: one for team in today.teams.values() for role, one in team.staff.items()}
    base |= {new: base[old] for new, old in (like or {}).items()}
    return [
        role
        for team in variant.teams.values()
        for role, staff in team.staff.items()
        if role in base
        and (staff.skill, staff.cost_per_hour) != (base[role].skill, base[role].cost_per_hour)
    ]


# -- what happens in it ------------------------------------------------------------------------


def weeks(number: float) -> Quantity:
    """So many weeks."""
    return Quantity(central=number, low=number, high=number, unit="weeks")


@dataclass(frozen=True)
class Played:
    """One short run."""

    program: Program
    rows: NDArray[np.int64]
    """(rows, columns of the log)"""
    people: PeopleTable

    def where(self, what: What, **columns: Any) -> NDArray[np.int64]:
        """The rows of one kind; ``step`` and ``team`` by name, ``persona`` by slug."""
        found = self.rows[:, COLUMNS.index("what")] == what
        for column, wanted in columns.items():
            if column == "persona":
                slugs = [persona.name for persona in self.program.personas]
                found &= self.rows[:, COLUMNS.index("person")] >> PERSON_SHIFT == slugs.index(
                    wanted
                )
                continue
            names = {"step": self.program.steps, "team": self.program.teams}.get(column)
            value = [each.name for each in names].index(wanted) if names is not None else wanted
            found &= self.rows[:, COLUMNS.index(column)] == value
        return self.rows[found]

    def steps_met(self, **columns: Any) -> Counter[str]:
        """How many contacts began at each step."""
        met = self.where(What.MEETS, **columns)[:, COLUMNS.index("step")]
        return Counter(self.program.steps[int(step)].name for step in met)


@cache
def played(
    slug: str, *changes: str, count: int = 12, follow: int = 26, seed: int = 7, rung: str = "B"
) -> Played:
    """A short run of a shipped scenario, with changes as ``--set`` takes them."""
    scenario = system(slug, *changes)
    return played_of(scenario, count=count, follow=follow, seed=seed, rung=rung)


def played_of(
    scenario: Scenario, *, count: int = 12, follow: int = 26, seed: int = 7, rung: str = "B"
) -> Played:
    """A short run of a scenario: no weeks before, ``count`` weeks of onset, ``follow`` of after."""
    window = Window(start=weeks(0), count=weeks(count), follow=weeks(follow))
    program = compile_program(replace(scenario, window=window, rung=rung))  # type: ignore[arg-type]
    fold = PersonFold(program)
    sink = KeepsRows(fold)
    name = taken("auto")
    make_ready(name)
    engine_named(name)(program, seed=seed, replication=1, sink=sink)
    return Played(program, sink.table(), fold.finish())
