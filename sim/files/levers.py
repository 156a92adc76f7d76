"""Levers: ``scenarios/levers.yaml``, read, checked, and pulled in a scenario.

A scenario with levers pulled is called ``site/name+lever+lever``, and can stand wherever a scenario
can. A lever that does not fit a system says which it fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.fields import kind_of
from sim.files.library import find_root, list_scenarios, read
from sim.files.patching import ADDS, RULES, Patch, patch_of, shape_of
from sim.files.reading import Sheet, Trail
from sim.files.schema import validated
from sim.files.trouble import Trouble, fault_of, nearest, one_of, unknown
from sim.model.levers import Lever, Levers, Pull

DRAWER: Final = "scenarios/levers.yaml"
PLUS: Final = "+"
"""What stands between a scenario and a lever pulled in it."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A lever as it is pulled in one system."""

    name: str
    lever: Lever
    pull: Pull
    patch: Patch


def load_levers(root: Path | None = None) -> Mapping[str, Lever]:
    """Every lever, by slug; none where there is no file. Raises InputError with every fault."""
    return _drawer(root)[0]


def _drawer(root: Path | None) -> tuple[Mapping[str, Lever], Sheet]:
    path = (root or find_root()) / DRAWER
    if not path.is_file():
        return {}, Sheet({})
    return _opened(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _opened(path: Path, _changed: int) -> tuple[Mapping[str, Lever], Sheet]:
    sheet = read(path, DRAWER)
    levers, faults = lever_faults(sheet)
    if levers is None:
        raise InputError(faults)
    return levers.levers, sheet


def lever_faults(sheet: Sheet) -> tuple[Levers | None, list[Fault]]:
    """The levers of a sheet, or every fault that keeps them from being any."""
    levers, troubles = validated(kind_of(Levers), _without_patches(sheet.value), None)
    for trail in _pulls(sheet.value):
        troubles += shape_of(patch_of(sheet, trail), trail)
    faults = [fault_of(trouble, sheet) for trouble in troubles]
    return (None if faults else levers), faults


def _pulls(value: Any) -> Iterator[Trail]:
    """Where in a file pulls stand."""
    levers = value.get("levers") if isinstance(value, dict) else None
    for name, lever in levers.items() if isinstance(levers, dict) else ():
        systems = lever.get("systems") if isinstance(lever, dict) else None
        for place, pull in enumerate(systems if isinstance(systems, list) else ()):
            if isinstance(pull, dict):
                yield "levers", name, "systems", place


def _without_patches(value: Any) -> Any:
    """The file without what its levers add, which is checked where it meets a system."""
    if isinstance(value, dict):
        return {
            name: _without_patches(entry)
            for name, entry in value.items()
            if not (name in (ADDS, RULES) and "fits" in value)
        }
    return [_without_patches(entry) for entry in value] if isinstance(value, list) else value


def parted(where: str) -> tuple[str, list[str]]:
    """A scenario's slug or path, and the levers pulled in it."""
    if where.endswith((".yaml", ".yml")):
        return where, []
    base, *names = where.split(PLUS)
    return base, names


def fits(lever: Lever, slug: str) -> Pull | None:
    """What a lever does in a system; nothing where it does not fit it."""
    for pull in lever.systems:
        if any(fnmatchcase(slug, pattern) for pattern in pull.fits):
            return pull
    return None


def find_lever(name: str, root: Path | None = None) -> Lever:
    """The lever of a slug. Raises InputError where there is none."""
    levers = load_levers(root)
    if name not in levers:
        near = nearest(name, levers)
        mend = f"did you mean {near}?" if near else "name a lever that `list` shows"
        found = "no such lever"
        raise InputError([Fault(file=name, found=found, allowed=one_of(levers), mend=mend)])
    return levers[name]


def pulled(name: str, slug: str, root: Path | None = None) -> Pulled:
    """A lever as it is pulled in a system. Raises InputError where it cannot be."""
    lever = find_lever(name, root)
    _, sheet = _drawer(root)
    pull = fits(lever, slug)
    if pull is None:
        allowed = one_of([pattern for each in lever.systems for pattern in each.fits])
        mend = "pull it in a system that it fits, or another lever"
        found = f"the lever {name}, which does not fit"
        raise InputError([Fault(file=slug, found=found, allowed=allowed, mend=mend)])
    trail: Trail = ("levers", name, "systems", lever.systems.index(pull))
    return Pulled(name, lever, pull, patch_of(sheet, trail))


def all_pulled(names: Sequence[str], slug: str, root: Path | None = None) -> list[Pulled]:
    """Levers as they are pulled in a system, in order. Raises InputError with every fault."""
    found: list[Pulled] = []
    faults: list[Fault] = []
    for name in names:
        try:
            found.append(pulled(name, slug, root))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def misfits(levers: Levers, root: Path) -> Iterator[Trouble]:
    """The troubles of levers that fit no system there is."""
    known = list_scenarios(root)
    for name, lever in levers.levers.items():
        for place, pull in enumerate(lever.systems):
            for position, pattern in enumerate(pull.fits):
                if not any(fnmatchcase(slug, pattern) for slug in known):
                    trail: Trail = ("levers", name, "systems", place, "fits", position)
                    yield unknown(trail, pattern, known, "scenario")


def systems_of(lever: Lever, known: Sequence[str]) -> list[str]:
    """The systems that a lever fits, of those there are."""
    return [slug for slug in known if fits(lever, slug) is not None]
