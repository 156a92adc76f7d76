"""What a calibration leaves: ``sim/data/calibration/<site>.yaml``, the same bytes for anybody.

Goes in: a calibration and the scenario it was made of. Comes out: its document, and the document
that ships, read back. It holds no date, machine or folder. The fingerprint of the inputs leaves out
the numbers that are fitted, so that writing them into the scenario does not make the file old, and
what things cost and who pays, on which no wait hangs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sim import __version__
from sim.files import to_document, write_yaml
from sim.files.reading import read_file
from sim.model.scenario import Scenario
from sim.study.asks import PATH, Asks
from sim.study.calibration import Calibration, Fitted
from sim.study.folder import sha256
from sim.study.loading import others_alone, with_shares

DIGITS: Final = 4
"""Significant digits of a statistic."""
HOME: Final = PATH.parent
_MONEY: Final = ("set_up", "double_running")
_PAYING: Final = ("paid_by", "voluntary")
HEAD: Final = (
    "# Written by `python run.py calibrate {site}`, the same bytes whoever runs it: do not edit.\n"
    "# share: whole-time equivalents over those that its other people alone would keep busy.\n"
    "# acceptable: lowest and highest share tried whose statistic lies in the published range.\n"
)


def place_of(site: str) -> Path:
    """Where the calibration of a site ships."""
    return HOME / f"{site}.yaml"


def text_of(calibration: Calibration, scenario: Scenario) -> str:
    """The file's text."""
    head = HEAD.format(site=calibration.asks.site)
    return head + write_yaml(document_of(calibration, scenario))


def document_of(calibration: Calibration, scenario: Scenario) -> dict[str, Any]:
    """The file as a document."""
    asks, plan = calibration.asks, calibration.plan
    return {
        "scenario": asks.scenario,
        "storylanes": __version__,
        "seed": plan.seed,
        "replications": plan.replications,
        "weeks": {"start": plan.start, "counted": plan.counted},
        "inputs": inputs_of(scenario, asks),
        "fitted": {fitted.ask.pool: _one(fitted) for fitted in calibration.fitted},
        "not_fitted": dict(asks.not_fitted),
    }


def _one(fitted: Fitted) -> dict[str, Any]:
    row = fitted.ask.evidence
    edges = fitted.acceptable[:1] + fitted.acceptable[-1:]
    return {
        "row": fitted.ask.row,
        "statistic": fitted.ask.words,
        "published": {"low": row.low, "central": row.central, "high": row.high},
        "simulated": _short(fitted.simulated),
        "inside": fitted.inside,
        "later_contacts_late_days": _short(fitted.late_days),
        "share": fitted.share,
        "wte": fitted.wte,
        "others_alone_wte": fitted.in_wte(1.0),
        "acceptable": {"share": list(edges), "wte": [fitted.in_wte(edge) for edge in edges]},
        "tried": [[share, _short(value)] for share, value in fitted.tried],
    }


def _short(value: float) -> float | None:
    return None if math.isnan(value) else float(f"{value:.{DIGITS}g}")


def inputs_of(scenario: Scenario, asks: Asks) -> dict[str, str]:
    """SHA-256 of what a calibration rests on, the numbers that it fits left out."""
    ones = {ask.pool: 1.0 for ask in asks.fits}
    unfitted = with_shares(scenario, asks.fits, ones, others_alone(scenario, asks.fits))
    rows = [repr(ask.evidence) for ask in asks.fits]
    return {
        "scenario": sha256(write_yaml(without_money(to_document(unfitted))).encode()),
        "asks": sha256(repr(asks.fits).encode()),
        "evidence": sha256("\n".join(rows).encode()),
    }


def without_money(document: Mapping[str, Any]) -> dict[str, Any]:
    """An explicit document without what only the bill hangs on.

    Where staff move between teams, an hour's cost stays: it says how many come of a transfer.
    """
    kept = {word: value for word, value in document.items() if word not in _MONEY}
    kept["organisations"] = {
        name: {word: value for word, value in entry.items() if word not in _PAYING}
        for name, entry in document["organisations"].items()
    }
    kept["teams"] = {
        name: _team_without_money(team, moves=bool(document.get("transfers")))
        for name, team in document["teams"].items()
    }
    return kept


def _team_without_money(team: Mapping[str, Any], *, moves: bool) -> dict[str, Any]:
    left_out = ("unpaid",) if moves else ("unpaid", "cost_per_hour")
    staff = {
        role: {word: value for word, value in entry.items() if word not in left_out}
        for role, entry in team["staff"].items()
    }
    return {word: value for word, value in team.items() if word not in _PAYING} | {"staff": staff}


def shipped(site: str) -> Mapping[str, Any]:
    """The calibration of a site as it ships. Raises InputError where there is none."""
    path = place_of(site)
    found: Mapping[str, Any] = read_file(path, f"sim/data/calibration/{path.name}").value
    return found
