"""A patch: what a lever, or a side of a question, adds to a scenario's file before it is resolved.

Goes in: the scenario's sheet and the patch. Comes out: the sheet with ``adds`` laid over it, as a
scenario is laid over the one that it is ``like``, and with ``rules`` put before those of their
steps. Steps that share the rules of such a step share these too. Transfers come after those that
the scenario has, so that a lever takes none of them away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sim.files.library import SCENARIO
from sim.files.merging import laid_over, moved, part_of
from sim.files.reading import Place, Sheet, Trail
from sim.files.trouble import Trouble, shown, unknown

ADDS: Final = "adds"
RULES: Final = "rules"
TRANSFERS: Final = "transfers"


@dataclass(frozen=True, slots=True)
class Patch:
    """What is added to a scenario's file."""

    adds: Sheet
    """laid over it"""
    rules: Sheet
    """by step: rules that are read before its own"""

    def onto(self, sheet: Sheet) -> Sheet:
        """The scenario's sheet with the patch made in it."""
        if self.adds.value:
            sheet = laid_over(SCENARIO, sheet, _after_those_there(sheet, self.adds))
        for step in self.rules.value or {}:
            sheet = _ruled(sheet, step, part_of(self.rules, (step,)))
        return sheet


def patch_of(sheet: Sheet, trail: Trail) -> Patch:
    """The patch that stands at a place of a file."""
    return Patch(
        adds=part_of(sheet, (*trail, ADDS)),
        rules=part_of(sheet, (*trail, RULES)),
    )


def shape_of(patch: Patch, trail: Trail) -> Iterator[Trouble]:
    """The troubles of a patch that is no mapping of mappings, whatever system it meets."""
    for word, sheet in ((ADDS, patch.adds), (RULES, patch.rules)):
        if sheet.value is not None and not isinstance(sheet.value, dict):
            yield Trouble(
                trail=(*trail, word),
                found=shown(sheet.value),
                allowed="a mapping",
                mend="write what it adds beneath it, as a scenario's file does",
            )
        elif word == RULES:
            for step, rules in (sheet.value or {}).items():
                if not isinstance(rules, list) or not rules:
                    mend = "write the rules as a list, as under then"
                    yield Trouble(
                        trail=(*trail, word, step),
                        found=shown(rules),
                        allowed="a list of rules",
                        mend=mend,
                    )


def steps_missing(patch: Patch, sheet: Sheet, trail: Trail) -> Iterator[Trouble]:
    """The troubles of rules for steps that the system has not, once the patch has added its own."""
    own = sheet.value.get("steps") or {}
    added = (patch.adds.value or {}).get("steps") or {}
    for step in patch.rules.value or {}:
        if step not in own and step not in added:
            yield unknown((*trail, RULES, step), str(step), [*own, *added], "step")


def _after_those_there(sheet: Sheet, adds: Sheet) -> Sheet:
    """What is added, with its transfers after those of the scenario; as it is where it has none."""
    there, more = sheet.value.get(TRANSFERS), adds.value.get(TRANSFERS)
    if not isinstance(there, list) or not isinstance(more, list):
        return adds
    here: Trail = (TRANSFERS,)
    places = {at: place for at, place in adds.places.items() if at[:1] != here or at == here}
    for position in range(len(there)):
        places |= moved(part_of(sheet, (TRANSFERS, position)), (TRANSFERS, position))
    for position in range(len(more)):
        places |= moved(part_of(adds, (TRANSFERS, position)), (TRANSFERS, len(there) + position))
    return Sheet(adds.value | {TRANSFERS: [*there, *more]}, places)


def _ruled(sheet: Sheet, step: str, rules: Sheet) -> Sheet:
    """The sheet with rules before those of a step; as it is where it has no such step."""
    steps = sheet.value.get("steps")
    if not isinstance(steps, dict) or not isinstance(steps.get(step), dict):
        return sheet
    here: Trail = ("steps", step, "then")
    own = steps[step].get("then") or []
    single = isinstance(own, dict)
    kept = [own] if single else list(own)
    more = len(rules.value)
    places: dict[Trail, Place] = {}
    for at, place in sheet.places.items():
        if at[: len(here)] != here or at == here:
            places[at] = place
        elif single:
            places[(*here, more, *at[len(here) :])] = place
        else:
            places[(*here, int(at[len(here)]) + more, *at[len(here) + 1 :])] = place
    for position in range(more):
        places |= moved(part_of(rules, (position,)), (*here, position))
    then: list[Any] = [*rules.value, *kept]
    changed = steps | {step: steps[step] | {"then": then}}
    return Sheet(sheet.value | {"steps": changed}, places)
