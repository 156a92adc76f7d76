"""``template``, and a filled-in one read back by ``--data``: a site's own numbers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sim.changes import Change
from sim.cli.exporting import write_whole
from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.files.local.answers import read_local
from sim.files.local.asked import asked_of
from sim.files.local.given import Local, blamed, laid_into
from sim.files.local.template import template_bytes
from sim.model.scenario import Scenario


def run(arguments: argparse.Namespace) -> int:
    """Write a site's template; returns the exit code."""
    site = arguments.site
    content = template_bytes(site)
    place = arguments.out or Path(f"{site}-numbers.xlsx")
    write_whole(place, lambda unfinished: unfinished.write_bytes(content))
    numbers = sum(row.is_number for row in asked_of(site))
    print(f"Written: {place}, which asks for {numbers} numbers; a blank means the default.")
    print(f"Then: python run.py compare {site} --data {place}")
    return 0


def local_of(arguments: argparse.Namespace) -> Local | None:
    """What the spreadsheet of ``--data`` says; None without one. Raises InputError."""
    return read_local(arguments.data) if arguments.data else None


def hash_of(local: Local | None) -> dict[str, str]:
    """SHA-256 of the spreadsheet, by its name, as a manifest holds those of all inputs."""
    return {local.file: local.sha256} if local else {}


def laid(
    local: Local | None, scenarios: Sequence[Scenario]
) -> tuple[Local | None, Mapping[str, Sequence[Change]]]:
    """Its numbers with the scenarios that took each, and the changes that they make in each.

    Raises InputError where it is of another site.
    """
    if local is None:
        return None, {one.name: () for one in scenarios}
    found = laid_into(local, scenarios)
    return found.local, found.changes


def remade(
    scenarios: Sequence[Scenario],
    loaded_by: Mapping[str, str],
    changes: Mapping[str, Sequence[Change]],
    people: Sequence[str],
    local: Local | None,
) -> list[Scenario]:
    """The scenarios with their changes made; ``loaded_by``: by name, what each is loaded by.

    Raises InputError with the faults of every scenario; those that hold a place's numbers say in
    which scenario, and name the cells that they speak of.
    """
    found: list[Scenario] = []
    faults: list[Fault] = []
    for scenario in scenarios:
        here, name = changes[scenario.name], loaded_by[scenario.name]
        try:
            found.append(load_scenario(name, people=people, changes=here) if here else scenario)
        except InputError as error:
            where = f"{scenario.name}, " if local else ""
            faults += [replace(fault, file=f"{where}{fault.file}") for fault in error.faults]
    if faults:
        raise InputError(dict.fromkeys(blamed(faults, local) if local else faults))
    return found
