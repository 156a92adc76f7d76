"""The frame of the appraisal pack: ``sim/data/appraisal.yaml``, read and checked like any file."""

from __future__ import annotations

from pathlib import Path

from sim.errors import Fault, InputError
from sim.files.evidence import evidence_table
from sim.files.fields import kind_of
from sim.files.library import package_home, read
from sim.files.schema import validated
from sim.files.trouble import fault_of
from sim.model.appraisal import Appraisal, Group

HOME = "sim/data/appraisal.yaml"


def load_appraisal() -> Appraisal:
    """The shipped frame. Raises InputError with every fault."""
    return read_appraisal(package_home() / HOME, HOME)


def read_appraisal(path: Path, name: str) -> Appraisal:
    """The frame of one file. Raises InputError with every fault."""
    sheet = read(path, name)
    found, troubles = validated(kind_of(Appraisal), sheet.value, None)
    if found is None:
        raise InputError([fault_of(trouble, sheet) for trouble in troubles])
    made: Appraisal = found
    faults = [
        fault for place, group in enumerate(made.groups) for fault in _faults(name, place, group)
    ]
    if faults:
        raise InputError(faults)
    return made


def _faults(name: str, place: int, group: Group) -> list[Fault]:
    """A difference without a source, or with one that is not there."""
    where = f"groups.{place}"
    rows = evidence_table()
    faults = [
        Fault(file=name, field=f"{where}.known", found=known.evidence, allowed="a row of evidence")
        for known in group.known
        if known.evidence and known.evidence not in rows
    ]
    faults += [
        Fault(file=name, field=f"{where}.known", found="no source", mend="give said or evidence")
        for known in group.known
        if not (known.said or known.evidence)
    ]
    if _an_input(group) and not group.means:
        mend = "say under means what is simulated of it, and what is not"
        faults.append(Fault(file=name, field=where, found=group.title, mend=mend))
    return faults


def _an_input(group: Group) -> bool:
    return bool(group.differs_by or group.domains or group.barriers)
