"""``template``, and a filled-in one read back by ``--data``: a site's own numbers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sim.changes import Change
from sim.cli.exporting import write_whole
from sim.errors import InputError
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


@contextmanager
def naming_cells(local: Local | None) -> Iterator[None]:
    """Let the faults of scenarios that hold its numbers name the cells that they speak of."""
    try:
        yield
    except InputError as error:
        raise (InputError(blamed(error.faults, local)) if local else error) from None
