"""Which scenarios can be held against each other: the same people over the same weeks.

Goes in: scenarios. Comes out: nothing, or every fault at once; and the same scenarios with their
people in one order, so that they pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.errors import Fault, InputError
from sim.model.scenario import Scenario


def check_can_be_paired(scenarios: Sequence[Scenario], personas: Sequence[str] = ()) -> None:
    """Refuse scenarios with one name, other people or another window, all faults at once."""
    first = scenarios[0]
    faults = []
    names = [scenario.name for scenario in scenarios]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        faults.append(Fault(file=name, found="given twice", mend="name each scenario once"))
    for scenario in scenarios[1:]:
        faults.extend(_unlike(first, scenario))
    known = ", ".join(first.personas)
    for persona in personas:
        if persona not in first.personas:
            faults.append(Fault(file="--personas", found=persona, allowed=known))
    if faults:
        raise InputError(faults)


def _unlike(first: Scenario, other: Scenario) -> list[Fault]:
    faults = []
    if set(first.personas) != set(other.personas):
        faults.append(
            Fault(
                file=other.name,
                field="personas",
                found=", ".join(other.personas),
                allowed=f"those of {first.name}: {', '.join(first.personas)}",
                mend="compare ways of organising help for the same people",
            )
        )
    for name in ("start", "count", "follow"):
        want, got = getattr(first.window, name).central, getattr(other.window, name).central
        if want != got:
            faults.append(
                Fault(
                    file=other.name,
                    field=f"window.{name}",
                    found=f"{got:g} weeks",
                    allowed=f"{want:g} weeks, as in {first.name}",
                    mend="compare over the same weeks",
                )
            )
    return faults


def shown_people(scenario: Scenario, personas: Sequence[str]) -> Scenario:
    """The scenario with the personas whose rows are shown; all where none is named."""
    kept = {name: p for name, p in scenario.personas.items() if name in personas or not personas}
    return replace(scenario, personas=kept)


def in_the_same_order(first: Scenario, other: Scenario) -> Scenario:
    """The other scenario with its personas in the order of the first, so that people pair."""
    return replace(other, personas={name: other.personas[name] for name in first.personas})
