"""Which scenarios, over which weeks, with which changes: from what was typed to a plan.

Goes in: parsed arguments. Comes out: a :class:`Job`. A default cuts weeks, replications and systems
by fixed numbers, never heads, hours or demand, and says so in one line.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sim.changes import Change, apply, parse
from sim.cli.arguments import BUDGET
from sim.cli.commanded import normal_command
from sim.cli.cutting import FULL_REPLICATIONS, FULL_RUNGS, FULL_WEEKS, what_was_cut
from sim.cli.dealing import Dealt, blanks_of, dealt, played_words, with_cards
from sim.cli.engines import engine_line
from sim.cli.localising import hash_of, laid, local_of, remade
from sim.cli.pulling import pulled_in, with_levers
from sim.cli.pushing import as_it_is, pushes
from sim.cli.typed import AUTO_RUNS
from sim.engines.named import taken
from sim.errors import Fault, InputError
from sim.files import list_scenarios, load_document, load_scenario, package_home, to_document
from sim.files.levers import DRAWER, parted
from sim.files.library import find_root, find_scenario, scenario_sheet
from sim.files.local.given import Local
from sim.files.people import find_people, persona_paths
from sim.model.cards import Card
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.words import Rung
from sim.study.asks import asks_about
from sim.study.compare import Plan
from sim.study.fitted import Waits, waits_of
from sim.study.ladder import HEADLINE_RUNG
from sim.study.provenance import file_hashes

MAIN_SITE: Final = "banes"
FIRST: Final = "today"
"""The scenario of a site that the others are held against."""
MAIN_JOB: Final = tuple(
    f"{MAIN_SITE}/{name}" for name in (FIRST, "option_1", "option_2", "option_3", "option_4")
)
FAST: Final = "compiled"
"""The engine on which neither weeks nor runs are cut."""
REPLICATIONS: Final = 6
"""Runs of each scenario, to save time where the engine is a slow one."""
RUNG_RUNS: Final = 6
"""Runs of each other rung, which the main job shows beside its headline."""
FEWER: Final = 3
"""Runs of what stands beside the headline, to save time."""
DATA: Final = ("assumptions.yaml", "commons.yaml", "evidence.csv", "measures.yaml")
"""What is shipped under ``sim/data`` and takes part in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A comparison that is ready to run."""

    scenarios: tuple[Scenario, ...]
    """changed and over the right weeks"""
    plan: Plan
    """how it is run"""
    engine: str
    """which engine runs it"""
    engine_line: str
    """a line on that, said before the run and kept out of what it leaves"""
    cut: str
    """the first line: what was cut"""
    command: tuple[str, ...]
    """what was typed, in one order, without folder and workers"""
    changes: tuple[dict[str, Any], ...]
    """the changes by hand as typed, and the scenarios in which each was made"""
    inputs: dict[str, str]
    """SHA-256 of the files that took part"""
    seconds: tuple[Scenario, ...] = ()
    """second readings of some of the scenarios, changed and over the same weeks"""
    cards: tuple[Dealt, ...] = ()
    """the cards played, and what each changed where"""
    waits: Waits = field(default_factory=Waits)
    """whose waits are fitted"""
    levers: tuple[dict[str, Any], ...] = ()
    """the levers pulled, and in which scenarios"""
    blanks: tuple[dict[str, Any], ...] = ()
    """what the sources of these sites name and do not describe"""
    local: Local | None = None
    """a site's own numbers, and last year's figures"""


def job_of(arguments: argparse.Namespace) -> Job:
    """The job that the arguments ask for. Raises InputError with every fault."""
    engine = taken(arguments.engine)
    whole = arguments.full or engine == FAST
    all_weeks = whole and cuts_no_weeks(arguments)
    chosen = with_levers(
        chosen_scenarios(arguments.scenarios, full=arguments.full), arguments.levers
    )
    of_the_first = second_readings(chosen[:1])
    again = [slug for slug in second_readings(chosen) if slug not in of_the_first]
    cards = dealt(arguments.cards)
    people = find_people(arguments.people, find_root())
    local = local_of(arguments)
    everything, changes, hands, local = loaded(
        [*chosen, *again], [parse(text) for text in arguments.changes], cards, people, local
    )
    everything = [
        replace(
            one,
            window=window_of(one, arguments.weeks, full=all_weeks),
            starts_on=arguments.starts_on or one.starts_on,
        )
        for one in everything
    ]
    check_dates(everything)
    scenarios, seconds = everything[: len(chosen)], everything[len(chosen) :]
    check_personas(arguments.personas, everything)
    plan = plan_for(
        arguments, scenarios, seconds, whole=whole, held=bool(local and local.last_year)
    )
    left_out = [] if arguments.scenarios else not_chosen([*chosen, *again])
    return Job(
        scenarios=tuple(scenarios),
        plan=plan,
        engine=engine,
        engine_line=engine_line(arguments.engine, engine),
        cut=" ".join(
            [
                *(played_words(hand) for hand in hands),
                what_was_cut(scenarios[0].window, plan, left_out),
            ]
        ),
        command=normal_command(arguments, [one.name for one in scenarios]),
        changes=tuple(changes),
        inputs=inputs_of([*chosen, *again], people) | hash_of(local),
        seconds=tuple(seconds),
        cards=tuple(hands),
        waits=waits_of(scenarios[0]),
        levers=pulled_in(chosen),
        blanks=blanks_of(chosen),
        local=local,
    )


def cuts_no_weeks(arguments: argparse.Namespace) -> bool:
    """Whether the weeks are left to us: who names a number of them has the scenario's own start."""
    return arguments.full or arguments.weeks is None


def plan_for(
    arguments: argparse.Namespace,
    scenarios: Sequence[Scenario],
    seconds: Sequence[Scenario],
    *,
    whole: bool,
    held: bool = False,
) -> Plan:
    """How the comparison is run; ``held``: against a place's own figures too.

    Raises InputError where runs cannot be added as was asked.
    """
    full = arguments.full
    auto = arguments.replications == AUTO_RUNS
    if auto and len(scenarios) < 2:
        mend = "name another scenario to compare, or give a number of runs"
        raise InputError(
            [Fault(file="--replications", found=f"{AUTO_RUNS} for one scenario alone", mend=mend)]
        )
    if arguments.budget and not auto:
        mend = f"say --replications {AUTO_RUNS} as well, or leave --budget out"
        raise InputError([Fault(file="--budget", found=str(arguments.budget), mend=mend)])
    usual = FULL_REPLICATIONS if whole else REPLICATIONS
    budget = (arguments.budget or BUDGET) if auto else 0
    runs = budget or arguments.replications or usual
    return Plan(
        seed=arguments.seed,
        replications=runs,
        budget=budget,
        placebo=not arguments.no_placebo,
        clone=arguments.clone,
        events=arguments.events,
        personas=tuple(arguments.personas),
        people=tuple(arguments.people),
        matters=dict(arguments.matters),
        rungs=rungs_of(arguments, whole=whole),
        rung_runs=0 if full or arguments.ladder else RUNG_RUNS,
        seconds=tuple(one.name for one in seconds),
        fewer=min(usual if whole else FEWER, runs),
        published=held or asks_about(scenarios[0].name) is not None,
        **pushes(arguments, whole=whole),
        fair=full or arguments.fair,
    )


def rungs_of(arguments: argparse.Namespace, *, whole: bool) -> tuple[Rung, ...]:
    """The rungs to show beside the headline, which stands on B."""
    usual = FULL_RUNGS if arguments.full or as_it_is(arguments, whole=whole) else ()
    return tuple(rung for rung in sorted(set(arguments.ladder or usual)) if rung != HEADLINE_RUNG)


def second_readings(chosen: Sequence[str]) -> list[str]:
    """The scenarios of the same sites that are second readings of some that were chosen."""
    sites = {slug.split("/")[0] for slug in chosen}
    found = []
    for slug in list_scenarios():
        if slug.split("/")[0] not in sites or slug in chosen:
            continue
        reading = load_document(slug).get("reading")
        if isinstance(reading, dict) and reading.get("of") in chosen:
            found.append(slug)
    return found


def check_personas(names: Sequence[str], scenarios: Sequence[Scenario]) -> None:
    """Refuse to show rows of people who are not in every scenario."""
    mend = "name her under personas: in every scenario that you compare"
    faults = [
        Fault(file="--personas", found=name, allowed=", ".join(one.personas), mend=mend)
        for name in names
        for one in scenarios
        if name not in one.personas
    ]
    if faults:
        raise InputError(dict.fromkeys(faults))


def check_dates(scenarios: Sequence[Scenario]) -> None:
    """Refuse to hold a year against another: all begin on the same date, or none has one."""
    first = scenarios[0]
    mend = "say --starts-on for all of them, or give each file the same date"
    faults = [
        Fault(
            file=one.name,
            field="starts_on",
            found=one.starts_on or "no date",
            allowed=f"{first.starts_on or 'no date'}, as in {first.name}",
            mend=mend,
        )
        for one in scenarios
        if one.starts_on != first.starts_on
    ]
    if faults:
        raise InputError(faults)


def chosen_scenarios(words: Sequence[str], *, full: bool) -> list[str]:
    """Slugs and paths; a site stands for all of its scenarios, none for the main job."""
    if not words:
        return [*MAIN_JOB, *(not_chosen(MAIN_JOB) if full else [])]
    chosen: list[str] = []
    for word in words:
        site = [slug for slug in list_scenarios() if slug.startswith(f"{word}/")]
        site.sort(key=lambda slug, site=word: (slug != f"{site}/{FIRST}", slug))  # type: ignore[misc]
        chosen += site or [word]
    return chosen


def not_chosen(chosen: Sequence[str]) -> list[str]:
    """The other scenarios of the main site."""
    return [
        slug for slug in list_scenarios() if slug.startswith(f"{MAIN_SITE}/") and slug not in chosen
    ]


def loaded(
    chosen: Sequence[str],
    changes: Sequence[Change],
    cards: Mapping[str, Card],
    people: Sequence[str] = (),
    local: Local | None = None,
) -> tuple[list[Scenario], list[dict[str, Any]], list[Dealt], Local | None]:
    """The scenarios with each change made and each card played wherever it fits, and where.

    ``people`` come instead of those of each scenario; a place's own numbers are made before the
    changes. Raises InputError with the faults of every file, or where one of them fits nowhere.
    """
    scenarios: list[Scenario] = []
    faults: list[Fault] = []
    for where in chosen:
        try:
            scenarios.append(load_scenario(where, people=people))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(dict.fromkeys(faults))
    made = where_each_fits(changes, scenarios)
    local, first = laid(local, scenarios)
    mine = {
        scenario.name: [
            *first[scenario.name],
            *(c for c, done in zip(changes, made, strict=True) if scenario.name in done["in"]),
        ]
        for scenario in scenarios
    }
    by_name = dict(zip(mine, chosen, strict=True))
    scenarios = remade(scenarios, by_name, mine, people, local)
    hands = with_cards(scenarios, by_name, mine, cards, people) if cards else []
    return scenarios, made, hands, local


def where_each_fits(
    changes: Sequence[Change], scenarios: Sequence[Scenario]
) -> list[dict[str, Any]]:
    """Each change as typed, with the scenarios that have its field.

    Raises InputError with the faults of every change that fits nowhere.
    """
    made: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for change in changes:
        fits, misfits = where_it_fits(change, scenarios)
        if not fits:
            faults += misfits
        made.append({"change": change.text, "in": fits})
    if faults:
        raise InputError(faults)
    return made


def where_it_fits(
    change: Change, scenarios: Sequence[Scenario]
) -> tuple[list[str], tuple[Fault, ...]]:
    """The scenarios that have the field, and the first one's faults where none has."""
    fits: list[str] = []
    misfits: tuple[Fault, ...] = ()
    for scenario in scenarios:
        try:
            apply(to_document(scenario), [change])
            fits.append(scenario.name)
        except InputError as error:
            misfits = misfits or tuple(
                Fault(
                    file=scenario.name,
                    field=f.field,
                    found=f.found,
                    allowed=f.allowed,
                    mend=f.mend,
                )
                for f in error.faults
            )
    return fits, misfits


def window_of(scenario: Scenario, count: int | None, *, full: bool) -> Window:
    """The scenario's own weeks, or the full ones, or as many counted weeks as were asked for."""
    window = scenario.window
    if full:
        window = replace(
            window,
            start=_weeks(max(window.start.central, FULL_WEEKS), "the most that the start lasts"),
            count=_weeks(max(window.count.central, FULL_WEEKS), "a whole year of onsets"),
        )
    if count is not None:
        window = replace(window, count=_weeks(count, "set on the command line"))
    return window


def _weeks(number: float, why: str) -> Quantity:
    return Quantity(central=number, low=number, high=number, unit="weeks", assumed=why)


def inputs_of(chosen: Sequence[str], people: Sequence[str] = ()) -> dict[str, str]:
    """SHA-256 of every file that people wrote and that took part."""
    data = package_home() / "sim" / "data"
    hashes = file_hashes([data / name for name in DATA], package_home())
    for where in chosen:
        base, levers = parted(where)
        path, home, _ = find_scenario(base, None)
        sheet = scenario_sheet(path, home)
        paths = {home / place.file for place in sheet.places.values() if place.file}
        paths |= {home / DRAWER} if levers else set()
        listed = sheet.value.get("personas") if isinstance(sheet.value, dict) else None
        listed = people or ([listed] if isinstance(listed, str) else listed or [])
        for slug in listed:
            paths |= set(persona_paths(str(slug), home))
        hashes |= file_hashes([path for path in paths if path.is_file()], home)
    return hashes
