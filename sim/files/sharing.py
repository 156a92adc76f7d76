"""Rules that a step shares with another: ``- like: gp_appointment`` among the rules of ``then``.

Goes in: a scenario's sheet after ``like`` has been laid over. Comes out: the same with the other
step's rules in the place of the word, and their places, so that a fault in a shared rule names
the line where the rule is written. Rules shared in a circle are refused.
"""

from __future__ import annotations

from typing import Any, Final

from sim.files.merging import moved, part_of
from sim.files.reading import Sheet, Trail
from sim.files.trouble import Trouble, shown, unknown

LIKE: Final = "like"


def with_shared_rules(sheet: Sheet) -> tuple[Sheet, list[Trouble]]:
    """The sheet with shared rules written out, and what is wrong with the sharing."""
    steps = sheet.value.get("steps")
    if not isinstance(steps, dict):
        return sheet, []
    changed, places = dict(steps), dict(sheet.places)
    troubles: list[Trouble] = []
    for name, step in steps.items():
        if not _shares(step):
            continue
        trail: Trail = ("steps", name, "then")
        rules = _rules(sheet, name, (name,), troubles)
        changed[name] = step | {"then": [rule.value for rule in rules]}
        places = {at: place for at, place in places.items() if at[:3] != trail or at == trail}
        for position, rule in enumerate(rules):
            places |= moved(rule, (*trail, position))
    return Sheet(sheet.value | {"steps": changed}, places), troubles


def _listed(step: Any) -> list[Any]:
    then = step.get("then") if isinstance(step, dict) else None
    return [then] if isinstance(then, dict) else list(then) if isinstance(then, list) else []


def _shares(step: Any) -> bool:
    return any(isinstance(rule, dict) and LIKE in rule for rule in _listed(step))


def _rules(sheet: Sheet, name: str, way: tuple[str, ...], troubles: list[Trouble]) -> list[Sheet]:
    """The rules of a step, each with its places, those that it shares written out."""
    steps = sheet.value["steps"]
    single = isinstance(steps[name].get("then"), dict)
    found: list[Sheet] = []
    for position, rule in enumerate(_listed(steps[name])):
        trail: Trail = ("steps", name, "then") if single else ("steps", name, "then", position)
        if not (isinstance(rule, dict) and LIKE in rule):
            part = part_of(sheet, trail)
            found.append(Sheet(rule, part.places))
            continue
        trouble = _wrong(rule, steps, way, trail)
        if trouble is None:
            found += _rules(sheet, rule[LIKE], (*way, rule[LIKE]), troubles)
        elif len(way) == 1:  # told once, by the step in which it is written
            troubles.append(trouble)
    return found


def _wrong(
    rule: dict[str, Any], steps: dict[str, Any], way: tuple[str, ...], trail: Trail
) -> Trouble | None:
    other = rule[LIKE]
    if len(rule) > 1:
        return Trouble(
            trail=trail,
            found=shown(rule),
            allowed="like: and the name of a step, alone",
            mend="put the other words into a rule of their own",
        )
    if other not in steps or not isinstance(steps[other], dict):
        return unknown((*trail, LIKE), str(other), steps, "step")
    if other in way:
        return Trouble(
            trail=(*trail, LIKE),
            found=f"rules shared in a circle: {', '.join([*way, str(other)])}",
            allowed="a step that does not share the rules of this one",
            mend="write the rules out in one of them",
        )
    return None
