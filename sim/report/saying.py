"""What people said of each option, held against what the model shows.

Goes in: statements with the measures that could speak to them, and the findings of a comparison.
Comes out: for each measure one of four words: *agrees*, *agrees only because assumed*, *disagrees*,
*cannot say*. What people said is a test and never an input; nothing is added up to a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, get_args

from sim.measures import DEFINITIONS
from sim.model.statements import Claim, Rests, Saying, Sayings
from sim.model.words import Rung
from sim.report.answer import why_close
from sim.report.phrases import who_is
from sim.report.words import number, unit_of_difference, with_interval
from sim.study.compare import Comparison
from sim.study.findings import (
    CLONE,
    MEASURES,
    PLACEBO,
    DifferenceRow,
    SummaryRow,
    difference_rows,
)
from sim.study.ladder import HEADLINE_RUNG
from sim.study.pairing import shown_people
from sim.study.rows import row_means, row_names
from sim.study.statistics import PEOPLE_AT_LEAST, Interval, Verdict

Judgement = Literal["agrees", "agrees only because assumed", "disagrees", "cannot say"]
JUDGEMENTS: Final[tuple[Judgement, ...]] = get_args(Judgement)
WHY_NOT: Final = {
    "same by design": "the same for everybody, by design",
    "too few": f"too few to say: fewer than {PEOPLE_AT_LEAST} people, or one run only",
}


class Where(NamedTuple):
    """Which difference is meant."""

    scenario: str
    against: str
    persona: str
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a comparison found, by what is asked of it."""

    differences: Mapping[Where, DifferenceRow]
    means: Mapping[tuple[str, str, str], Interval]
    """by scenario, row and measure"""
    rungs: Mapping[Rung, Findings] = field(default_factory=dict)
    """the same on other rungs of the ladder than the headline's"""

    def on(self, rung: Rung) -> Findings | None:
        """The findings on a rung; nothing where the run does not stand on it."""
        return self if rung == HEADLINE_RUNG else self.rungs.get(rung)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim about one option against another, and what the model says to it."""

    option: str
    against: str
    persona: str
    measure: str
    direction: str
    rung: Rung
    judgement: Judgement
    figures: str
    """the numbers, or why there are none"""
    rests_on: tuple[Rests, ...] = ()
    """what builds it in, where it agrees only because assumed"""
    note: str = ""


def judge(verdict: Verdict, direction: str, rests_on: Sequence[Rests]) -> Judgement:
    """What a verdict says to a claim that goes one way and may rest on assumptions."""
    if verdict not in ("lower", "higher"):
        return "cannot say"
    if verdict != direction:
        return "disagrees"
    return "agrees only because assumed" if rests_on else "agrees"


def judged(saying: Saying, option: str, findings: Findings) -> Iterator[Judged]:
    """Every claim of a statement about one option; none where no measure can speak to it."""
    for claim in saying.claims:
        for against in claim.against:
            yield judged_claim(claim, option, against, findings)


def judged_claim(claim: Claim, option: str, against: str, findings: Findings) -> Judged:
    """One claim about one option against another."""
    held = findings.on(claim.rung)
    where = Where(option, against, claim.persona, claim.measure)
    row = held.differences.get(where) if held else None
    found: Judgement = judge(row.verdict, claim.direction, claim.rests_on) if row else "cannot say"
    told = figures(row, held) if row and held else "this run does not hold the two against it"
    return Judged(
        option=option,
        against=against,
        persona=claim.persona,
        measure=claim.measure,
        direction=claim.direction,
        rung=claim.rung,
        judgement=found,
        figures=told if held else f"this run does not stand on rung {claim.rung}",
        rests_on=claim.rests_on if found == "agrees only because assumed" else (),
        note=claim.note,
    )


def figures(row: DifferenceRow, findings: Findings) -> str:
    """Both means and their difference, with intervals, and the verdict."""
    measure = row.measure
    means = [
        with_interval(measure, found)
        for name in (row.scenario, row.against)
        if (found := findings.means.get((name, row.persona, measure))) is not None
    ]
    change = number(measure, row.difference, signed=True)
    if row.interval.known:
        low, high = (number(measure, value, signed=True) for value in (row.low, row.high))
        change += f" ({low} to {high})"
    verdict = WHY_NOT.get(row.verdict, row.verdict)
    if row.verdict == "too close to call":
        verdict += f": {why_close(row)}"
    both = f"{' against '.join(means)}: " if len(means) == 2 else ""
    return f"{both}{change} {unit_of_difference(measure)}, {verdict}"


def findings_of(comparison: Comparison, baselines: Sequence[str]) -> Findings:
    """The differences of all scenarios from each of some of them, and all means."""
    first = next(iter(comparison.scenarios.values()))
    shown = shown_people(first, comparison.plan.personas)
    follow = comparison.programs[first.name].follow
    lanes = {k: v for k, v in comparison.lanes.items() if k not in (PLACEBO, CLONE)}
    means = {name: row_means(shown, runs, MEASURES, follow) for name, runs in lanes.items()}
    found: list[DifferenceRow] = []
    for name in dict.fromkeys(baselines):
        if name in lanes:
            base = shown_people(comparison.scenarios[name], comparison.plan.personas)
            others = tuple(other for other in lanes if other != name)
            found += difference_rows(others, base, row_names(shown), means, lanes)
    return indexed(found, comparison.summary)


def indexed(differences: Sequence[DifferenceRow], summary: Sequence[SummaryRow]) -> Findings:
    """Rows of the tables by what is asked of them."""
    return Findings(
        differences={
            Where(row.scenario, row.against, row.persona, row.measure): row for row in differences
        },
        means={
            (row.scenario, row.persona, row.measure): Interval(row.mean, row.low, row.high)
            for row in summary
        },
    )


def scenarios_named(sayings: Sayings) -> list[str]:
    """Every scenario that a statement is about or is held against; today's first."""
    against = [
        name for each in sayings.statements.values() for c in each.claims for name in c.against
    ]
    of = [name for each in sayings.statements.values() for name in each.of]
    return sorted(
        dict.fromkeys((*against, *of)), key=lambda name: (not name.endswith("/today"), name)
    )


def rungs_named(sayings: Sayings) -> list[Rung]:
    """Every rung on which a claim is held, the headline's left out."""
    named = {claim.rung for each in sayings.statements.values() for claim in each.claims}
    return sorted(named - {HEADLINE_RUNG})


def counted(sayings: Sayings, findings: Findings) -> dict[Judgement, int]:
    """How many claims there are of each judgement; what no measure can speak to is left out."""
    found = Counter(
        one.judgement
        for saying in sayings.statements.values()
        for option in saying.of
        for one in judged(saying, option, findings)
    )
    return {judgement: found[judgement] for judgement in JUDGEMENTS}


def claim_words(one: Judged) -> str:
    """What is claimed: ``Handoffs higher than in banes/today``."""
    whose = "" if one.persona == "all" else f", people like {who_is(one.persona)}"
    title = DEFINITIONS[one.measure].title
    rung = "" if one.rung == HEADLINE_RUNG else f", rung {one.rung}"
    return f"{title}{whose}{rung}: said to be {one.direction} than in {one.against}"


def rests_words(one: Judged) -> str:
    """What builds a result in."""
    return "; ".join(f"{rest.on} ({rest.path})" if rest.path else rest.on for rest in one.rests_on)


def as_data(sayings: Sayings, findings: Findings) -> list[dict[str, Any]]:
    """The judgements for ``--json``."""
    return [
        {
            "statement": slug,
            "text": saying.statement,
            "said": saying.said,
            "who": saying.who,
            "kind": saying.kind,
            "option": option,
            "cannot": saying.cannot,
            "claims": [
                {
                    "measure": one.measure,
                    "persona": one.persona,
                    "direction": one.direction,
                    "rung": one.rung,
                    "against": one.against,
                    "judgement": one.judgement,
                    "figures": one.figures,
                    "rests_on": [{"on": rest.on, "path": rest.path} for rest in one.rests_on],
                    "note": one.note,
                }
                for one in judged(saying, option, findings)
            ],
        }
        for slug, saying in sayings.statements.items()
        for option in saying.of
    ]
