"""A question's answer in words, made from what was found and never from what was said.

Goes in: a question with its comparison. Comes out: a line for the question, lines for each side,
and what each side's words led one to expect, judged as what people said of an option is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.measures import DEFINITIONS
from sim.model.questions import Prompt
from sim.model.statements import Claim
from sim.report.answer import why_close
from sim.report.saying import WHY_NOT, Findings, Judged, Where, figures, findings_of, judged_claim
from sim.report.words import capital, number, row_title, unit_of_difference
from sim.study.asking import Asked, Carried
from sim.study.findings import DifferenceRow
from sim.study.rows import ALL
from sim.study.statistics import Interval

LOWER_OR_HIGHER = ("lower", "higher")


def found_in(asked: Asked) -> Findings:
    """Every side against every other."""
    return findings_of(asked.comparison, tuple(asked.comparison.scenarios))


def in_one_line(asked: Asked, findings: Findings) -> str:
    """The answer of the question's first measure, for each side against the first."""
    question = asked.question
    sentences = [
        sentence(asked, row)
        for name in asked.comparison.options
        if (row := _row(asked, findings, name, question.rows[0], question.measures[0])) is not None
    ]
    return f"{question.question} {question.title} {' '.join(sentences)}"


def sentence(asked: Asked, row: DifferenceRow) -> str:
    """What a difference says: which side, which measure, by how much and how sure."""
    sides = asked.question.sides
    mine, other = (sides[name.partition("/")[2]].title for name in (row.scenario, row.against))
    what = f"{capital(DEFINITIONS[row.measure].title)}{_whose(asked, row.persona, ' of ')}"
    change = number(row.measure, row.difference, signed=True)
    if row.interval.known:
        low, high = (number(row.measure, value, signed=True) for value in (row.low, row.high))
        change += f" ({low} to {high})"
    change += f" {unit_of_difference(row.measure)}"
    if row.verdict in LOWER_OR_HIGHER:
        caution = f", {row.caution}" if row.caution else ""
        return f"{what}: {row.verdict} with “{mine}” than with “{other}”, by {change}{caution}."
    pair = f"“{other}” and “{mine}”"
    if row.verdict in WHY_NOT:
        return f"{what} with {pair}: {WHY_NOT[row.verdict]}."
    return f"{what}: {row.verdict} between {pair}, {change}; {why_close(row)}."


def _whose(asked: Asked, row: str, before: str) -> str:
    """Whose row it is, after some words; nothing for everybody."""
    return "" if row == ALL else before + row_title(asked.comparison, row)


def _row(
    asked: Asked, findings: Findings, name: str, persona: str, measure: str
) -> DifferenceRow | None:
    return findings.differences.get(Where(name, asked.comparison.baseline, persona, measure))


def lines_of(asked: Asked, findings: Findings) -> Iterator[tuple[str, str]]:
    """For each measure, row and side: what it is, and both means with their difference."""
    for measure in asked.question.measures:
        for persona in asked.question.rows:
            for name in asked.comparison.options:
                row = _row(asked, findings, name, persona, measure)
                if row is not None:
                    whose = _whose(asked, persona, ", ")
                    side = asked.question.sides[name.partition("/")[2]].title
                    yield (
                        f"{capital(DEFINITIONS[measure].title)}{whose} ({side})",
                        figures(row, findings),
                    )


def expected(asked: Asked, findings: Findings) -> Iterator[tuple[str, Judged]]:
    """What each side's words led one to expect, against every other side, judged."""
    names = tuple(asked.comparison.scenarios)
    for name in names:
        slug = name.partition("/")[2]
        others = tuple(other for other in names if other != name)
        for one in asked.question.sides[slug].expects:
            claim = Claim(
                measure=one.measure,
                direction=one.direction,
                against=others,
                persona=one.persona,
                rests_on=one.rests_on,
                note=one.note,
            )
            for other in others:
                yield slug, judged_claim(claim, name, other, findings)


def carried_words(one: Carried) -> str:
    """What a team had to carry, in a line."""
    return (
        f"waits of newcomers {_span(one.wait_days, 1)} days; {_span(one.queue, 1)} people waiting; "
        f"{_span(one.use, 0, 100)}% of rostered time used"
    )


def _span(found: Interval, decimals: int, times: float = 1.0) -> str:
    middle, low, high = (f"{times * value:.{decimals}f}" for value in found)
    return f"{middle} ({low} to {high})" if found.known else middle


def prompt_lines(name: str, prompt: Prompt) -> list[str]:
    """A prompt for the table."""
    said = [f"  {one.words} ({one.said})" for one in prompt.sides]
    return [f"{name} {prompt.title}", *said, f"  Not simulated: {prompt.why}."]


def as_data(asked: Asked, findings: Findings) -> dict[str, Any]:
    """The answer for ``--json``."""
    question = asked.question
    return {
        "question": question.question,
        "title": question.title,
        "kind": question.kind,
        "answer": in_one_line(asked, findings),
        "sides": {
            slug: {"title": side.title, "words": side.words, "said": side.said}
            for slug, side in question.sides.items()
        },
        "differences": [
            row._asdict()
            for measure in question.measures
            for persona in question.rows
            for name in asked.comparison.options
            if (row := _row(asked, findings, name, persona, measure)) is not None
        ],
        "expected": [
            {
                "side": slug,
                "measure": one.measure,
                "persona": one.persona,
                "direction": one.direction,
                "against": one.against.partition("/")[2],
                "judgement": one.judgement,
                "figures": one.figures,
            }
            for slug, one in expected(asked, findings)
        ],
        "teams": [
            {"side": one.side, "team": one.team, "figures": carried_words(one)}
            for one in asked.carried
        ],
        "leaves_out": question.leaves_out,
    }
