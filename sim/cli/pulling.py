"""Levers pulled in every scenario of a comparison that they fit."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import Fault, InputError
from sim.files.levers import PLUS, fits, load_levers, parted, systems_of
from sim.files.library import list_scenarios
from sim.files.trouble import nearest, one_of


def with_levers(chosen: Sequence[str], names: Sequence[str]) -> list[str]:
    """The scenarios with each lever pulled wherever it fits and is not pulled yet.

    Raises InputError where there is no such lever, or where it fits none of them.
    """
    levers = load_levers() if names else {}
    found = list(chosen)
    faults: list[Fault] = []
    for name in dict.fromkeys(names):
        if name not in levers:
            near = nearest(name, levers)
            mend = f"did you mean {near}?" if near else "name a lever that `list` shows"
            what = "no such lever"
            faults.append(Fault(file=name, found=what, allowed=one_of(levers), mend=mend))
            continue
        fitting = [slug for slug in found if fits(levers[name], parted(slug)[0]) is not None]
        if not fitting:
            faults.append(
                Fault(
                    file=f"--lever {name}",
                    found=f"none of {', '.join(found)}",
                    allowed=one_of(systems_of(levers[name], list_scenarios())),
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
