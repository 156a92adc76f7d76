"""Where files stand, what they are called, and how one scenario is ``like`` another.

A root holds ``personas/`` and ``scenarios/``. A scenario's slug is ``site/name``; a persona's is
the name of its file. What is shipped (assumptions and defaults) stands under ``sim/data``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import sim
from sim.errors import Fault, InputError
from sim.files.fields import kind_of
from sim.files.merging import laid_over
from sim.files.reading import Place, Sheet, Trail, read_file
from sim.files.trouble import Trouble, fault_of, nearest, one_of, shown, unknown
from sim.model.scenario import Scenario

SCENARIO: Final = kind_of(Scenario)
SHIPPED: Final = "sim/data/assumptions.yaml"
COMMONS: Final = "sim/data/commons.yaml"
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_]*(/[a-z0-9][a-z0-9_]*)+")


def package_home() -> Path:
    """The folder in which the package ``sim`` stands."""
    return Path(sim.__file__).resolve().parent.parent


def find_root() -> Path:
    """The folder that holds ``personas/`` and ``scenarios/``.

    In a checkout it is the one around the package; an installed package carries them in its data.
    """
    around = package_home()
    return around if (around / "scenarios").is_dir() else around / "sim" / "data"


def root_of(path: Path, root: Path | None) -> Path:
    """The root to use for a file: the one given, else the one around it, else the shipped one."""
    if root is not None:
        return root
    for folder in path.resolve().parents:
        if (folder / "scenarios").is_dir() and (folder / "personas").is_dir():
            return folder
    return find_root()


def list_scenarios(root: Path | None = None) -> list[str]:
    """The slugs of all scenarios under a root, in order."""
    folder = (root or find_root()) / "scenarios"
    slugs = (f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.yaml"))
    return sorted(slug for slug in slugs if _SLUG.fullmatch(slug))


def list_personas(root: Path | None = None) -> list[str]:
    """The slugs of all personas under a root, in order."""
    return sorted({path.stem for path in _persona_paths(root or find_root())})


def _persona_paths(root: Path) -> list[Path]:
    return sorted((root / "personas").rglob("*.yaml"))


def name_of(path: Path, root: Path) -> str:
    """How faults call a file: from the root where it stands beneath it."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(path)


def slug_of(path: Path) -> str:
    """The slug of a scenario's file."""
    return f"{path.resolve().parent.name}/{path.stem}"


def read(path: Path, name: str) -> Sheet:
    """The sheet of a file, read once as long as the file does not change. Raises InputError."""
    try:
        stat = path.stat()
    except OSError:
        return read_file(path, name)
    return _read_once(path, name, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _read_once(path: Path, name: str, _changed: int, _size: int) -> Sheet:
    return read_file(path, name)


def shipped_assumptions() -> Sheet:
    """The shipped assumptions and defaults."""
    return read(package_home() / SHIPPED, SHIPPED)


def shipped_commons() -> Sheet:
    """The shipped roles and calendars."""
    return read(package_home() / COMMONS, COMMONS)


def find_persona(slug: str, root: Path) -> tuple[Path | None, Trouble | None]:
    """The file of a persona, or what is wrong with the slug."""
    wanted = slug.split("/")
    paths = [
        path
        for path in _persona_paths(root)
        if list(path.relative_to(root / "personas").with_suffix("").parts[-len(wanted) :]) == wanted
    ]
    if len(paths) == 1:
        return paths[0], None
    if not paths:
        return None, unknown((), slug, list_personas(root), "persona")
    homes = [path.relative_to(root / "personas").with_suffix("").as_posix() for path in paths]
    mend = "write the folder too"
    return None, Trouble(found=f"the persona {slug!r}, twice", allowed=one_of(homes), mend=mend)


def find_scenario(where: str | Path, root: Path | None) -> tuple[Path, Path, str]:
    """Path, root and slug of a scenario given by slug or path. Raises InputError."""
    if isinstance(where, Path) or where.endswith((".yaml", ".yml")):
        path = Path(where)
        return path, root_of(path, root), slug_of(path)
    home = root or find_root()
    path = home / "scenarios" / f"{where}.yaml"
    if _SLUG.fullmatch(where) is None or not path.is_file():
        listed = list_scenarios(home)
        near = nearest(where, listed)
        mend = f"did you mean {near}?" if near else "give the slug or path of a scenario"
        found = "no such scenario"
        raise InputError([Fault(file=where, found=found, allowed=one_of(listed), mend=mend)])
    return path, home, where


def scenario_sheet(path: Path, root: Path, name: str = "") -> Sheet:
    """What a scenario's file says, laid over what it is ``like``. Raises InputError."""
    return liked(read(path, name or name_of(path, root)), root, (slug_of(path),))


def liked(sheet: Sheet, root: Path, seen: tuple[str, ...]) -> Sheet:
    """A scenario's sheet laid over the one that it is ``like``, and so on. Raises InputError."""
    if not isinstance(sheet.value, dict):
        raise InputError([fault_of(_no_mapping(sheet.value), sheet)])
    if sheet.value.get("like") is None:
        return sheet
    base = sheet.value["like"]
    path = root / "scenarios" / f"{base}.yaml"
    trouble = _like_trouble(base, path, root, seen)
    if trouble is not None:
        raise InputError([fault_of(trouble, sheet)])
    below = liked(read(path, name_of(path, root)), root, (*seen, base))
    over = {key: entry for key, entry in sheet.value.items() if key != "like"}
    merged = laid_over(SCENARIO, _without_name(below), Sheet(over, sheet.places))
    return merged


def _without_name(sheet: Sheet) -> Sheet:
    """A base gives everything but its own name."""
    value = {key: entry for key, entry in sheet.value.items() if key != "name"}
    return Sheet(value, sheet.places)


def _like_trouble(base: Any, path: Path, root: Path, seen: tuple[str, ...]) -> Trouble | None:
    trail: Trail = ("like",)
    if not isinstance(base, str) or _SLUG.fullmatch(base) is None:
        mend = "write like: site/name"
        return Trouble(trail=trail, found=shown(base), allowed="a slug", mend=mend)
    if base in seen:
        chain = " → ".join((*seen[seen.index(base) :], base))
        found = f"a circle: {chain}"
        mend = "let one of them stand by itself"
        return Trouble(trail=trail, found=found, allowed="no circle", mend=mend)
    if not path.is_file():
        return unknown(trail, base, list_scenarios(root), "scenario")
    return None


def _no_mapping(value: Any) -> Trouble:
    mend = "write its fields, one on a line, each with a colon"
    return Trouble(found=shown(value), allowed="a mapping", mend=mend)


def rooted(value: Any, name: str) -> Sheet:
    """A document that came from no file, as a sheet."""
    return Sheet(value, {(): Place(name, 0, ())})
