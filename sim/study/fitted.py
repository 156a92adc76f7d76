"""Whose waits are fitted: what a report may say of the queues of a scenario.

Goes in: a scenario. Comes out: a :class:`Waits`, told from the facts: whether a calibration of its
site ships, whether it was made from the files as they are, and whether the scenario's teams have
the staff that were fitted. Refuses to call a team fitted because a comment says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.errors import InputError
from sim.files import load_scenario
from sim.model.scenario import Scenario
from sim.study.asks import Ask, Asks, asks_of, sites_asked
from sim.study.calibrated import inputs_of, place_of, shipped

State = Literal["none", "old", "current"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What is fitted of the queued teams of a scenario; teams by slug."""

    state: State = "none"
    """whether a calibration ships, and was made from the files as they are"""
    scenario: str = ""
    """the scenario whose staff were fitted; empty for none"""
    fitted: tuple[str, ...] = ()
    """teams with the staff that were fitted, whose statistic lies in its published range"""
    off: tuple[str, ...] = ()
    """teams with the staff that were fitted, whose statistic lies outside that range"""
    moved: tuple[str, ...] = ()
    """teams that are asked to be fitted, and have other staff than were fitted"""
    by_rule: tuple[str, ...] = ()
    """teams with a queue and no published wait to fit"""


def waits_of(scenario: Scenario) -> Waits:
    """The facts about the queues of a scenario, before its transfers of staff."""
    asks = asks_for_site(scenario.name.split("/")[0]) or _asks_of_its_teams(scenario)
    queued = tuple(name for name, team in scenario.teams.items() if team.wait == "queue")
    if asks is None or not place_of(asks.site).is_file():
        return Waits(by_rule=queued)
    found = shipped(asks.site)
    current = found["inputs"] == inputs_of(load_scenario(asks.scenario), asks)
    here = [ask for ask in asks.fits if ask.team in queued]
    as_fitted = [ask for ask in here if _has_them(scenario, ask, found["fitted"])]
    return Waits(
        state="current" if current else "old",
        scenario=asks.scenario,
        fitted=_teams(ask for ask in as_fitted if found["fitted"][ask.pool]["inside"]),
        off=_teams(ask for ask in as_fitted if not found["fitted"][ask.pool]["inside"]),
        moved=_teams(ask for ask in here if ask not in as_fitted),
        by_rule=tuple(name for name in queued if name not in _teams(here)),
    )


def as_written(waits: Waits) -> dict[str, Any]:
    """The facts as a manifest holds them."""
    return {name: _plain(getattr(waits, name)) for name in Waits.__dataclass_fields__}


def waits_from(written: Mapping[str, Any] | None) -> Waits:
    """The facts of a manifest; of one that holds none, that nothing is fitted."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in (written or {}).items()
    }
    return Waits(**given)


def asks_for_site(site: str) -> Asks | None:
    """What is fitted for a site; None where nothing is asked of it."""
    try:
        return asks_of(site)
    except InputError:
        return None


def _asks_of_its_teams(scenario: Scenario) -> Asks | None:
    """What is fitted for the site whose teams these are, for a scenario kept elsewhere."""
    for site in sites_asked():
        asks = asks_of(site)
        if all(
            ask.team in scenario.teams and ask.role in scenario.teams[ask.team].staff
            for ask in asks.fits
        ):
            return asks
    return None


def _has_them(scenario: Scenario, ask: Ask, fitted: Mapping[str, Any]) -> bool:
    staff = scenario.teams[ask.team].staff.get(ask.role)
    return ask.pool in fitted and staff is not None and staff.wte.central == fitted[ask.pool]["wte"]


def _teams(asks: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask.team for ask in asks))


def _plain(value: str | Sequence[str]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
