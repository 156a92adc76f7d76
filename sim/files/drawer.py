"""The file of levers held against the systems that each fits: can it be pulled there, and does it?

Goes in: the sheet of ``scenarios/levers.yaml`` and a root. Comes out: every fault of the file, of a
lever that fits no system, breaks one that it fits, or changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.errors import Fault, InputError
from sim.files.levers import PLUS, lever_faults, misfits, systems_of
from sim.files.library import list_scenarios
from sim.files.reading import Sheet, Trail
from sim.files.resolve import load_scenario
from sim.files.trouble import Trouble, fault_of
from sim.files.writing import to_document
from sim.model.levers import Lever


def unpullable(sheet: Sheet, root: Path) -> list[Fault]:
    """Every fault of a file of levers, and of its levers in the systems of a root."""
    levers, faults = lever_faults(sheet)
    if levers is None:
        return faults
    faults = [fault_of(trouble, sheet) for trouble in misfits(levers, root)]
    known = list_scenarios(root)
    for name, lever in levers.levers.items():
        for trouble in held_against(name, lever, systems_of(lever, known), root):
            faults.append(fault_of(trouble, sheet))
    return faults


def held_against(name: str, lever: Lever, systems: list[str], root: Path) -> Iterator[Trouble]:
    """The troubles of one lever in some systems."""
    trail: Trail = ("levers", name)
    for slug in systems:
        try:
            before = load_scenario(slug, root=root)
        except InputError:
            continue  # its own check tells what is wrong with it
        try:
            after = load_scenario(PLUS.join((slug, name)), root=root)
        except InputError as error:
            first = error.faults[0]
            what = " at ".join(part for part in (first.found, first.field) if part)
            yield Trouble(
                trail=trail,
                found=f"a lever that cannot be pulled in {slug}: {what}",
                allowed=first.allowed or "changes that can be made there",
                mend=f"{first.mend}; or leave {slug} out of fits",
            )
            continue
        same = {"name", "title"}
        if {k: v for k, v in to_document(before).items() if k not in same} == {
            k: v for k, v in to_document(after).items() if k not in same
        }:
            yield Trouble(
                trail=trail,
                found=f"a lever that changes nothing in {slug}",
                allowed="changes that differ from what is there",
                mend=f"give it something to change there, or leave {slug} out of fits",
            )
