"""Levers pulled in every scenario of a comparison that they fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.errors import Fault, InputError
from sim.files.levers import PLUS, all_pulled, find_lever, fits, parted, systems_of
from sim.files.library import list_scenarios
from sim.files.trouble import one_of


def pulled_in(chosen: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The levers pulled in some scenarios, as a manifest holds them, each with where."""
    found: dict[str, dict[str, Any]] = {}
    for where in chosen:
        base, names = parted(where)
        for one in all_pulled(names, base):
            lever = one.lever
            kept = found.setdefault(
                one.name,
                {
                    "name": one.name,
                    "title": lever.title,
                    "verb": lever.verb,
                    "sentence": lever.sentence,
                    "who": lever.who,
                    "said": lever.said,
                    "costs": lever.costs,
                    "note": lever.note,
                    "in": [],
                    "bends": {},
                },
            )
            kept["in"].append(where)
            if one.pull.bends:
                kept["bends"][where] = one.pull.bends
    return tuple(found.values())


def with_levers(chosen: Sequence[str], names: Sequence[str]) -> list[str]:
    """The scenarios with each lever pulled wherever it fits and is not pulled yet.

    Raises InputError where there is no such lever, or where it fits none of them.
    """
    found = list(chosen)
    faults: list[Fault] = []
    for name in dict.fromkeys(names):
        try:
            lever = find_lever(name)
        except InputError as error:
            faults += error.faults
            continue
        fitting = [slug for slug in found if fits(lever, parted(slug)[0]) is not None]
        if not fitting:
            faults.append(
                Fault(
                    file=f"--lever {name}",
                    found=f"none of {', '.join(found)}",
                    allowed=one_of(systems_of(lever, list_scenarios())),
                    mend="compare a scenario that it fits, or pull another lever",
                )
            )
        found = [
            PLUS.join((slug, name)) if slug in fitting and name not in parted(slug)[1] else slug
            for slug in found
        ]
    if faults:
        raise InputError(faults)
    return found
