"""Checks any file that people write: every fault at once, with file, line and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.decks import unplayable
from sim.files.drawer import unpullable
from sim.files.fields import fields_of, kind_of
from sim.files.library import read, root_of
from sim.files.people import persona_faults
from sim.files.questions import prompt_faults, unaskable
from sim.files.reading import Sheet, Trail
from sim.files.resolve import scenario_faults
from sim.files.schema import validated
from sim.files.trouble import Trouble, fault_of, shown, unknown
from sim.model.assumptions import Assumptions
from sim.model.people import Need, Persona
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario
from sim.model.steps import Step
from sim.model.teams import Staff, Stream, Team

_SCENARIO_KEYS: Final = ("teams", "steps", "doors", "personas", "reading")
_PERSONA_KEYS: Final = ("needs", "story", "noticers", "age", "facts")
_ASSUMED_KEYS: Final = ("assumptions", "defaults")
_WITH_DEFAULTS: Final = {
    model.__name__.lower(): kind_of(model)
    for model in (Scenario, Persona, Need, Team, Staff, Stream, Step)
}
"""Records for which the shipped defaults may fill fields, by the word that the file uses."""
_LISTS: Final = ("cards", "levers", "prompts")
"""Files that stand beside the sites' folders, under ``scenarios``."""
_RATIO: Final = kind_of(Quantity, "ratio")


def check_file(path: str | Path, root: Path | None = None) -> list[Fault]:
    """Every fault of a persona, a scenario or a file of assumptions; none where it can be used."""
    where = Path(path)
    name = str(path)
    try:
        sheet = read(where, name)
    except InputError as error:
        return list(error.faults)
    what = kind_of_file(where, sheet.value)
    if what == "scenario":
        return scenario_faults(where, root_of(where, root))[1]
    if what == "persona":
        return persona_faults(where, root_of(where, root))[1]
    if what == "assumptions":
        return [fault_of(trouble, sheet) for trouble in _assumed(sheet)]
    if what == "cards":
        return unplayable(sheet, root_of(where, root))
    if what == "levers":
        return unpullable(sheet, root_of(where, root))
    if what == "question":
        return unaskable(sheet, where.stem, root_of(where, root))
    if what == "prompts":
        return prompt_faults(sheet)
    trouble = Trouble(
        found=shown(sheet.value),
        allowed="a persona (needs, story, …) or a scenario (teams, steps, …)",
        mend="put the file under personas/ or scenarios/, or write its fields",
    )
    return [fault_of(trouble, sheet)]


def kind_of_file(path: Path, value: Any) -> str:
    """What a file is meant to be, by its keys, or else by its folder; empty where unknown."""
    if path.stem in _LISTS and path.resolve().parent.name == "scenarios":
        return path.stem
    keys = set(value) if isinstance(value, dict) else set()
    if "sides" in keys or path.stem[:1].isupper():
        return "question"
    counts = {
        "assumptions": len(keys.intersection(_ASSUMED_KEYS)) * (keys <= set(_ASSUMED_KEYS)),
        "scenario": len(keys.intersection(_SCENARIO_KEYS)),
        "persona": len(keys.intersection(_PERSONA_KEYS)),
    }
    best = max(counts, key=lambda what: counts[what])
    if counts[best]:
        return best
    folders = path.resolve().parts
    for folder, what in (("scenarios", "scenario"), ("personas", "persona")):
        if folder in folders:
            return what
    return "scenario" if "like" in keys else ""


def _assumed(sheet: Sheet) -> Iterator[Trouble]:
    assumptions = sheet.value.get("assumptions")
    for trouble in validated(kind_of(Assumptions), assumptions, None)[1]:
        yield trouble.beneath(("assumptions",))
    defaults = sheet.value.get("defaults")
    for word, entry in (defaults or {}).items():
        trail: Trail = ("defaults", word)
        if word == "contact_cv":
            yield from _beneath(validated(_RATIO, entry, None)[1], trail)
        elif word not in _WITH_DEFAULTS:
            yield unknown(trail, word, (*_WITH_DEFAULTS, "contact_cv"), "record")
        elif not isinstance(entry, dict):
            yield Trouble(
                trail=trail, found=shown(entry), allowed="a mapping of fields", mend="give fields"
            )
        else:
            yield from _usual(word, entry, trail)


def _usual(word: str, entry: dict[str, Any], trail: Trail) -> Iterator[Trouble]:
    model = _WITH_DEFAULTS[word].model
    assert model is not None
    known = fields_of(model)
    for name, value in entry.items():
        if name not in known:
            yield unknown((*trail, name), name, known, "field")
        else:
            yield from _beneath(validated(known[name].kind, value, None)[1], (*trail, name))


def _beneath(troubles: list[Trouble], trail: Trail) -> Iterator[Trouble]:
    for trouble in troubles:
        yield trouble.beneath(trail)
