"""What people said, and what no model can say: files of ``sim/data``, checked like any other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.errors import Fault, InputError
from sim.files.fields import kind_of
from sim.files.library import package_home, read
from sim.files.schema import validated
from sim.files.trouble import fault_of
from sim.model.statements import Limit, Limits, Saying, Sayings

HOME = "sim/data/said"
LIMITS = "sim/data/limits.yaml"


def sites_with_sayings() -> list[str]:
    """The sites of which people's words are kept."""
    return sorted(path.stem for path in (package_home() / HOME).glob("*.yaml"))


def load_sayings(site: str) -> Sayings:
    """What people said at a site. Raises InputError with every fault."""
    known = sites_with_sayings()
    if site not in known:
        raise InputError([Fault(file="SITE", found=site, allowed=", ".join(known))])
    return read_sayings(package_home() / HOME / f"{site}.yaml", f"{HOME}/{site}.yaml")


def read_sayings(path: Path, name: str) -> Sayings:
    """The sayings of one file. Raises InputError with every fault."""
    sheet = read(path, name)
    found, troubles = validated(kind_of(Sayings), sheet.value, None)
    if found is None:
        raise InputError([fault_of(trouble, sheet) for trouble in troubles])
    made: Sayings = found
    faults = [
        fault for slug, each in made.statements.items() for fault in _faults(name, slug, each)
    ]
    if faults:
        raise InputError(faults)
    return made


def _faults(name: str, slug: str, saying: Saying) -> list[Fault]:

    if bool(saying.claims) == bool(saying.cannot):
        mend = "give claims, or say under cannot why no measure can speak to it"
        return [Fault(file=name, field=f"statements.{slug}", found="both or neither", mend=mend)]
    return []


def load_limits() -> Mapping[str, Limit]:
    """What cannot honestly be simulated, by slug. Raises InputError with every fault."""
    sheet = read(package_home() / LIMITS, LIMITS)
    found, troubles = validated(kind_of(Limits), sheet.value, None)
    if found is None:
        raise InputError([fault_of(trouble, sheet) for trouble in troubles])
    made: Limits = found
    return made.limits
