"""People: the files of personas, one ``like`` another, and how a scenario brings them in.

A persona that is ``like`` another is laid over it as a scenario is: what stands for one value, a
list too, is replaced whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.fields import kind_of
from sim.files.library import (
    find_persona,
    find_root,
    list_personas,
    name_of,
    read,
    rooted,
    scenario_sheet,
    shipped_assumptions,
)
from sim.files.merging import filled, laid_over, moved, part_of, without_nothing
from sim.files.names import names_of
from sim.files.reading import Sheet, Trail
from sim.files.schema import validated
from sim.files.shorthands import Misread, quantity
from sim.files.trouble import Trouble, fault_of, shown, unknown
from sim.model.people import Persona
from sim.model.quantities import Quantity

PERSONA = kind_of(Persona)
TODAY: Final = "today"
"""The scenario of a site that tells how things are."""


def load_persona(where: str | Path, root: Path | None = None) -> Persona:
    """The persona of a slug or path. Raises InputError with every fault."""
    persona, faults = persona_faults(where, root)
    if persona is None:
        raise InputError(faults)
    return persona


def persona_faults(
    where: str | Path, root: Path | None = None
) -> tuple[Persona | None, list[Fault]]:
    """The persona of a slug or path, or every fault that keeps it from being one."""
    home = root or find_root()
    path: Path | None = Path(where)
    if not str(where).endswith((".yaml", ".yml")):
        path, trouble = find_persona(str(where), home)
        if trouble is not None:
            return None, [fault_of(trouble, rooted({}, str(where)))]
    assert path is not None
    given = str(where) if str(where).endswith((".yaml", ".yml")) else name_of(path, home)
    try:
        sheet = persona_sheet(path, given, home)
    except InputError as error:
        return None, list(error.faults)
    return _checked_persona(sheet)


def _checked_persona(sheet: Sheet) -> tuple[Persona | None, list[Fault]]:
    defaults, cv, faults = usual()
    document = filled(PERSONA, without_nothing(sheet.value), defaults)
    found, troubles = validated(PERSONA, document, cv)
    troubles = names_of(PERSONA, document) + troubles
    faults += [fault_of(trouble, sheet) for trouble in troubles]
    return (None if faults else found), faults


def persona_sheet(path: Path, name: str, root: Path) -> Sheet:
    """What a persona's file says, laid over what it is ``like``. Raises InputError."""
    sheet = _liked(read(path, name), root, (path.stem,))
    if not isinstance(sheet.value, dict):
        return sheet
    return Sheet({"name": path.stem} | sheet.value, sheet.places)


def find_people(words: Sequence[str], root: Path) -> list[str]:
    """Slugs of personas, each once; a site stands for those of its ``today``. Raises InputError."""
    people: list[str] = []
    for word in words:
        today = root / "scenarios" / word / f"{TODAY}.yaml"
        named = scenario_sheet(today, root).value.get("personas") if today.is_file() else word
        people += [named] if isinstance(named, str) else named or []
    return list(dict.fromkeys(people))


def reaches_for(reaches: Any, people: Sequence[str]) -> Any:
    """What a file says of reaches, for other people: one that names only people who do not come
    is left out.
    """
    here = {slug.rpartition("/")[2] for slug in people}
    if not isinstance(reaches, dict):
        return reaches
    found = {name: _for(reach, here) for name, reach in reaches.items()}
    return {name: reach for name, reach in found.items() if reach is not None}


def _for(reach: Any, here: Collection[str]) -> Any:
    """A reach without the people who do not come; nothing where it was for nobody else."""
    named = reach.get("personas") if isinstance(reach, dict) else None
    named = [named] if isinstance(named, str) else named
    if not named or not isinstance(named, list | tuple):
        return reach
    kept = [slug for slug in named if slug in here]
    return reach | {"personas": kept} if kept else None


def persona_paths(slug: str, root: Path) -> list[Path]:
    """The files that a persona is written in, those that she is like after her own."""
    found: list[Path] = []
    path, _ = find_persona(slug, root)
    while path is not None and path not in found:
        found.append(path)
        value = read(path, name_of(path, root)).value
        base = value.get("like") if isinstance(value, dict) else None
        path = find_persona(str(base), root)[0] if base else None
    return found


def _liked(sheet: Sheet, root: Path, seen: tuple[str, ...]) -> Sheet:
    base = sheet.value.get("like") if isinstance(sheet.value, dict) else None
    if base is None:
        return sheet
    trail: Trail = ("like",)
    path, trouble = find_persona(str(base), root)
    if path is not None and path.stem in seen:
        chain = " → ".join((*seen[seen.index(path.stem) :], path.stem))
        trouble = Trouble(
            found=f"a circle: {chain}", allowed="no circle", mend="let one of them stand by itself"
        )
    if path is None or trouble is not None:
        told = trouble or unknown((), str(base), list_personas(root), "persona")
        raise InputError([fault_of(told.beneath(trail), sheet)])
    below = _liked(read(path, name_of(path, root)), root, (*seen, path.stem))
    over = {key: entry for key, entry in sheet.value.items() if key != "like"}
    return laid_over(PERSONA, below, Sheet(over, sheet.places))


def with_personas(sheet: Sheet, root: Path) -> tuple[Sheet, list[Trouble], list[Fault]]:
    """Personas named by slug, brought in from their files."""
    listed = sheet.value.get("personas")
    listed = [listed] if isinstance(listed, str) else listed
    if isinstance(listed, dict):
        given = {
            slug: {"name": slug} | entry if isinstance(entry, dict) else entry
            for slug, entry in listed.items()
        }
        return Sheet(sheet.value | {"personas": given}, sheet.places), [], []
    if not isinstance(listed, list | tuple):
        return sheet, [], []
    people: dict[str, Any] = {}
    troubles: list[Trouble] = []
    faults: list[Fault] = []
    for position, slug in enumerate(listed):
        trail: Trail = ("personas", position)
        path, trouble = find_persona(str(slug), root)
        if path is None:
            found = trouble or Trouble(found=shown(slug), allowed="a slug", mend="name a persona")
            troubles.append(found.beneath(trail))
            continue
        try:
            one = persona_sheet(path, name_of(path, root), root)
        except InputError as error:
            faults += error.faults
            continue
        people[path.stem] = without_nothing(one.value)
        sheet.places.update(moved(one, ("personas", path.stem)))
    return Sheet(sheet.value | {"personas": people}, sheet.places), troubles, faults


def usual() -> tuple[dict[str, Any], Quantity | None, list[Fault]]:
    """What is meant where a file is silent, the usual spread of minutes, and faults of both."""
    try:
        sheet = part_of(shipped_assumptions(), ("defaults",))
    except InputError as error:
        return {}, None, list(error.faults)
    defaults = sheet.value if isinstance(sheet.value, dict) else {}
    if "contact_cv" not in defaults:
        return defaults, None, []
    try:
        return defaults, quantity(defaults["contact_cv"], "ratio"), []
    except Misread as misread:
        below = [trouble.beneath(("contact_cv",)) for trouble in misread.troubles]
        return defaults, None, [fault_of(trouble, sheet) for trouble in below]
