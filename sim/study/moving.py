"""A scenario with some of its numbers elsewhere in their range, read again as if written so.

Goes in: a scenario, and what each number becomes. Comes out: the scenario with other central
values, its ranges as they were. What the loader would refuse is refused here too, with its reasons.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from sim.files import most_places, resolve, to_document
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario

Settle = Callable[[str, Quantity], float]
"""From a number's path and the number to the value it is to have."""
MOVED: Final = "moved within its range by a study"
"""Why a moved number is what it is: its value is no longer what was said or published."""
SERVED: Final = "as many as the staff of this run can serve"


def with_numbers(scenario: Scenario, settle: Settle) -> Scenario:
    """The scenario with the central value of every quantity settled; itself where none moves."""
    made: Scenario = _settled(scenario, "", settle)
    return made


def read_again(scenario: Scenario) -> Scenario:
    """The scenario checked as a file of its content would be. Raises InputError with every fault.

    Low to high of each number was checked when it was read; what is checked again is what must hold
    between numbers, such as contacts that fit a shift and places that staff can serve.
    """
    return resolve(to_document(scenario), name=scenario.name)


def with_places_served(scenario: Scenario) -> Scenario:
    """The scenario with no more places on any caseload than staff can serve; itself where so.

    Whoever has less time keeps fewer people on, so that fewer staff or longer sessions are no
    reason to leave a draw out.
    """
    teams = dict(scenario.teams)
    for name, team in scenario.teams.items():
        if team.places is None:
            continue
        most = most_places(scenario, name)
        if team.places.central > most:
            served = float(math.floor(most))
            low = min(team.places.low, served)
            places = replace(
                team.places, low=low, central=served, said="", evidence="", assumed=SERVED
            )
            teams[name] = replace(team, places=places)
    unchanged = all(teams[name] is team for name, team in scenario.teams.items())
    return scenario if unchanged else replace(scenario, teams=teams)


def _settled(thing: Any, path: str, settle: Settle) -> Any:
    if isinstance(thing, Quantity):
        at = settle(path, thing)
        if at == thing.central:
            return thing
        return replace(thing, central=at, said="", evidence="", assumed=MOVED)
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {each.name: getattr(thing, each.name) for each in fields(thing)}
        changed = _changed(parts, path, settle)
        return replace(thing, **changed) if changed else thing
    if isinstance(thing, Mapping):
        changed = _changed(thing, path, settle)
        return {**thing, **changed} if changed else thing
    if isinstance(thing, tuple):
        changed = _changed(dict(enumerate(thing)), path, settle)
        return tuple(changed.get(i, part) for i, part in enumerate(thing)) if changed else thing
    return thing


def _changed(parts: Mapping[Any, Any], path: str, settle: Settle) -> dict[Any, Any]:
    """The parts that become something else."""
    made = {name: _settled(part, _below(path, str(name)), settle) for name, part in parts.items()}
    return {name: new for name, new in made.items() if new is not parts[name]}


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
