"""What people told us of each option, held against these runs; and what no model can say."""

from __future__ import annotations

from typing import NamedTuple

from sim.files import load_prompts
from sim.files.sayings import load_limits, load_sayings, sites_with_sayings
from sim.model.statements import Saying, Sayings
from sim.report.phrases import capital
from sim.report.saying import (
    Findings,
    claim_words,
    findings_of,
    judged,
    rests_words,
    scenarios_named,
)
from sim.report.sections.grounds import trust_acts
from sim.report.sections.material import Content, Material
from sim.report.standing import rungs_of
from sim.report.words import scenario_title
from sim.study.compare import Comparison


class Told(NamedTuple):
    """One thing that people said of one option, and what these runs say to it."""

    statement: str
    who: str
    answers: list[str]
    """for each measure that could speak to it: the judgement, the claim, the figures"""


def sayings_of(comparison: Comparison) -> list[Sayings]:
    """What was said at the sites of the scenarios compared."""
    sites = dict.fromkeys(name.split("/")[0] for name in comparison.scenarios)
    known = sites_with_sayings()
    return [load_sayings(site) for site in sites if site in known]


def told_us(m: Material) -> Content | None:
    """For each scenario compared what was said of it; nothing where nothing was."""
    comparison = m.comparison
    everything = sayings_of(comparison)
    named = [name for sayings in everything for name in scenarios_named(sayings)]
    findings = findings_of(comparison, [name for name in named if name in comparison.scenarios])
    told = [
        (scenario_title(comparison, name), lines)
        for name in comparison.scenarios
        if (lines := _told_of(name, everything, findings))
    ]
    if not told:
        return None
    return {
        "told": told,
        "about": [sayings.about for sayings in everything],
        "cautions": [capital(one) for sayings in everything for one in sayings.cautions],
    }


def _told_of(name: str, everything: list[Sayings], findings: Findings) -> list[Told]:
    return [
        Told(
            statement=capital(saying.statement),
            who=f"{saying.who}; {saying.said}",
            answers=_answers(saying, name, findings),
        )
        for sayings in everything
        for saying in sayings.statements.values()
        if name in saying.of
    ]


def _answers(saying: Saying, name: str, findings: Findings) -> list[str]:
    if saying.cannot:
        return [f"Cannot say: {saying.cannot}."]
    return [
        f"{capital(one.judgement)}. {claim_words(one)}: {one.figures}."
        + (f" Built in by: {rests_words(one)}." if one.rests_on else "")
        for one in judged(saying, name, findings)
    ]


def cannot_say(m: Material) -> Content:
    """What no number here speaks of, and the questions that only the table can answer."""
    return {
        "trust_acts": trust_acts(m.comparison),
        "rungs_shown": tuple(rungs_of(m.beside)),
        "limits": list(load_limits().values()),
        "prompts": list(load_prompts().values()),
    }
