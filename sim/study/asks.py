"""What is to be fitted, and to which row of evidence: ``sim/data/calibration/asks.yaml``.

Goes in: a site. Comes out: the scenario, one :class:`Ask` for each pool that is fitted, and why
the others are not. Refuses a row that was not marked ``calibrate`` before, and a pool that is not
there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files import evidence_table
from sim.files.evidence import Row
from sim.files.reading import read_file
from sim.model.scenario import Scenario
from sim.study.waits import RISES

NAME: Final = "sim/data/calibration/asks.yaml"
PATH: Final = Path(__file__).parents[1] / "data" / "calibration" / "asks.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One pool, and the published statistic that its capacity is fitted to."""

    evidence: Row
    """the row of evidence"""
    team: str
    """the team"""
    role: str
    """the role whose whole-time equivalents are fitted"""
    statistic: str
    """a name of ``sim.study.waits``"""
    days: int = 0
    """days that the statistic speaks of; 0 where it speaks of none"""

    @property
    def pool(self) -> str:
        """The pool, as a program names it."""
        return f"{self.team}.{self.role}"

    @property
    def row(self) -> str:
        """The name of the row."""
        return self.evidence.id

    @property
    def words(self) -> str:
        """The statistic in words."""
        return {
            "mean_days": "mean days from referral to first contact, of those seen",
            "median_days": "median days from referral to first contact, of those seen",
            "share_within": f"share of those seen who had waited under {self.days} days",
            "share_over": f"share of those seen who had waited {self.days} days or more",
            "share_still_waiting_over": (
                f"share of those still waiting at one date who had waited {self.days} days or more"
            ),
        }[self.statistic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """A published share of referrals or contacts that a run is held against."""

    row: str
    """the row of evidence"""
    team: str
    """the team referred to"""
    statistic: str
    """a name of ``sim.study.plausibility``"""
    from_team: str = ""
    """the team that refers; empty for any"""
    days: int = 0
    """days that the statistic speaks of, or the first of them"""
    to_days: int = 0
    """the last of them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What is fitted for one site."""

    site: str
    """its slug"""
    scenario: str
    """slug of the scenario whose capacities are fitted"""
    fits: tuple[Ask, ...]
    """in the order of the file"""
    not_fitted: Mapping[str, str]
    """teams with a queue that are not fitted, and why"""
    compares: tuple[Ask | Compare, ...] = ()
    """what a run is held against beside"""
    not_produced: Mapping[str, str] = field(default_factory=dict)
    """rows marked for either that no run produces, and why"""


def asks_of(site: str) -> Asks:
    """What is fitted for a site. Raises InputError where nothing is asked of it."""
    sites: Mapping[str, Any] = read_file(PATH, NAME).value
    if site not in sites:
        known = ", ".join(sorted(sites))
        mend = "name a site for which rows of evidence are marked"
        raise InputError([Fault(file="calibrate", found=site, allowed=known, mend=mend)])
    said = sites[site]
    return Asks(
        site=site,
        scenario=str(said["scenario"]),
        fits=tuple(_ask(fit) for fit in said["fits"]),
        not_fitted=dict(said["not_fitted"]),
        compares=tuple(
            _ask(one) if one["statistic"] in RISES else Compare(**one) for one in said["compares"]
        ),
        not_produced=dict(said["not_produced"]),
    )


def sites_asked() -> tuple[str, ...]:
    """The sites of which something is asked."""
    return tuple(read_file(PATH, NAME).value)


def asks_about(scenario: str) -> Asks | None:
    """What is asked of a scenario by its slug; None where nothing is."""
    found = (asks_of(site) for site in sites_asked())
    return next((asks for asks in found if asks.scenario == scenario), None)


def _ask(fit: Mapping[str, Any]) -> Ask:
    given = {name: value for name, value in fit.items() if name != "row"}
    return Ask(evidence=evidence_table()[fit["row"]], **given)


def check_asks(asks: Asks, scenario: Scenario) -> None:
    """Raise InputError with every ask that cannot be fitted."""
    faults = [fault for ask in asks.fits for fault in _faults(ask, scenario)]
    if faults:
        raise InputError(faults)


def _faults(ask: Ask, scenario: Scenario) -> list[Fault]:
    where = f"{ask.row} for {ask.pool}"
    found = []
    if ask.evidence.use != "calibrate":
        rows = evidence_table().values()
        marked = ", ".join(sorted(row.id for row in rows if row.use == "calibrate"))
        mend = "fit only what was marked before anything was fitted"
        found.append(Fault(file=NAME, field=where, found=ask.row, allowed=marked, mend=mend))
    if ask.statistic not in RISES:
        allowed = ", ".join(RISES)
        found.append(Fault(file=NAME, field=where, found=ask.statistic, allowed=allowed))
    team = scenario.teams.get(ask.team)
    if team is None or team.wait != "queue" or ask.role not in team.staff or not team.other_people:
        allowed = "a role of a team with a queue and other people"
        found.append(Fault(file=NAME, field=where, found=ask.pool, allowed=allowed))
    return found
