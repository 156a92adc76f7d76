"""The first screen: which way of organising help does what, for whom, how surely.

Goes in: a :class:`~sim.study.beside.Beside`. Comes out: short paragraphs, generated from the
numbers and from nothing else. Only a verdict that stands is ever put first; what is too close to
call is said to be so, with its interval. Options stand in the order in which they were named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from sim.measures import PRIMARY
from sim.report.answer import differences_of, headline_differences
from sim.report.phrases import called, joined
from sim.report.sureness import row_of
from sim.report.tables import means_of
from sim.report.words import (
    capital,
    number,
    number_word,
    people_of,
    row_title,
    scenario_title,
    these_personas,
    unit_of_difference,
    with_interval,
)
from sim.study.beside import Beside
from sim.study.findings import PRIMARY as PRIMARY_FAMILY
from sim.study.findings import DifferenceRow
from sim.study.rows import ALL
from sim.study.statistics import CONFIDENCE

STANDS: Final = ("lower", "higher")
"""Verdicts that say something."""
SAID: Final = {
    "handoffs": {"lower": "fewer handoffs", "higher": "more handoffs"},
    "repeated_stories": {"lower": "fewer repeated stories", "higher": "more repeated stories"},
    "right_help": {
        "lower": "fewer people get the right help",
        "higher": "more people get the right help",
    },
}
"""What a verdict on each primary measure is in words."""
CLOSE: Final = {
    "handoffs": "handoffs",
    "repeated_stories": "repeated stories",
    "right_help": "right help",
}
"""What each is called where no verdict stands."""
CLOSE_UNIT: Final = {
    "handoffs": "handoffs",
    "repeated_stories": "repeated stories",
    "right_help": "percentage points of people helped",
}
"""What the smallest difference that matters is counted in."""
HOW: Final = {
    "handoffs_warm": "in person",
    "handoffs_cold": "by letter",
    "handoffs_number_given": "by a number to ring",
}
"""Kinds of handoff that the first screen tells apart."""
BORNE_OUT: Final = 0.6
"""Share of draws under which a difference is said not to be borne out by them."""


class OptionAnswer(NamedTuple):
    """What the first screen says of one option."""

    title: str
    lead: tuple[tuple[str, str], ...]
    """what it does over everybody, where a verdict stands: in words, and in figures"""
    how: str
    """how it hands on: in person, by letter"""
    close: str
    """what is too close to call; empty where nothing is"""
    people: str
    """for whom it goes furthest the way people want, and furthest the other way"""


def opening(beside: Beside) -> str:
    """What was held against what, and on whom."""
    comparison = beside.comparison
    options = comparison.options
    people = [called(person.title) for person in people_of(comparison).values()]
    ways = "way" if len(options) == 1 else "ways"
    others = f"{capital(number_word(len(options)))} other {ways} of organising help"
    one = "was" if len(options) == 1 else "were each"
    against = scenario_title(comparison, comparison.baseline)
    return (
        f"{others} {one} held against “{against}”, with {these_personas(len(people))} "
        f"({joined(people)}), who meet the same luck in each. {baseline_sentence(beside)}"
    )


def baseline_sentence(beside: Beside) -> str:
    """What happens in the first scenario, and which way people want it to go."""
    comparison = beside.comparison
    means = means_of(comparison, comparison.baseline, ALL)
    follow = comparison.scenarios[comparison.baseline].window.follow.central
    return (
        f"There, over {follow:g} weeks, a person is handed on "
        f"{with_interval('handoffs', means['handoffs'])} times, tells the story again "
        f"{with_interval('repeated_stories', means['repeated_stories'])} times, and "
        f"{with_interval('right_help', means['right_help'])} get the right help, which means that "
        "help of the right kind reached every serious need. A handoff counts whether in person or "
        "by letter. People want fewer handoffs, fewer repeated stories and more right help. Ranges "
        f"are {CONFIDENCE:.0%} intervals of luck alone."
    )


def option_answers(beside: Beside) -> list[OptionAnswer]:
    """For each option what its numbers bear out."""
    comparison = beside.comparison
    answers = []
    for option in comparison.options:
        lines = [one for one in headline_differences(comparison, option) if one.measure in PRIMARY]
        answers.append(
            OptionAnswer(
                title=scenario_title(comparison, option),
                lead=_lead(beside, lines),
                how=_how(beside, option),
                close=_close(beside, lines),
                people=_people(beside, option, over=not any(x.verdict in STANDS for x in lines)),
            )
        )
    return answers


def _lead(beside: Beside, lines: Sequence[DifferenceRow]) -> tuple[tuple[str, str], ...]:
    told = [_standing(beside, line) for line in lines if line.verdict in STANDS]
    if told:
        return tuple(told)
    if lines and all(line.verdict == "same by design" for line in lines):
        return (("The same for everybody", "by design"),)
    return (("Over everybody no difference stands that is large enough to matter", ""),)


def _standing(beside: Beside, line: DifferenceRow) -> tuple[str, str]:
    """A difference that stands: ``More handoffs``, ``+1.25 per person, +1.22 to +1.28``."""
    words = capital(SAID[line.measure][line.verdict])
    warning = f", {line.caution}" if line.caution else ""
    return f"{words}{warning}", f"{_figures(line)}{_share(beside, line)}{_reader(beside, line)}"


def _how(beside: Beside, option: str) -> str:
    """Handoffs in person and by letter, since the first screen counts them alike."""
    found = differences_of(beside.comparison, option, ALL)
    told = [
        f"{words} {_plain_figures(found[measure])}"
        for measure, words in HOW.items()
        if found[measure].difference
    ]
    return f"Of handoffs: {'; '.join(told)}." if told else ""


def _figures(line: DifferenceRow) -> str:
    middle, low, high = (
        number(line.measure, value, signed=True) for value in (line.difference, line.low, line.high)
    )
    return f"{middle} {unit_of_difference(line.measure)}, {low} to {high}"


def _plain_figures(line: DifferenceRow) -> str:
    middle, low, high = (
        number(line.measure, value, signed=True) for value in (line.difference, line.low, line.high)
    )
    return f"{middle} ({low} to {high})"


def _share(beside: Beside, line: DifferenceRow) -> str:
    """In how many joint draws of what nobody knows a difference goes the same way."""
    row = row_of(beside.sure, line.scenario, line.persona, line.measure) if beside.sure else None
    if row is None:
        return ""
    share = row.advantage if row.wanted == line.verdict else row.disadvantage
    if share < BORNE_OUT:
        return f"; not borne out: {share:.0%} of draws"
    return f"; {share:.0%} of draws"


def _reader(beside: Beside, line: DifferenceRow) -> str:
    """That another reading of the same words answers otherwise."""
    if beside.readings is None:
        return ""
    asked = (line.scenario, line.persona, line.measure)
    for one in beside.readings.changed:
        if asked == (one.first.scenario, one.first.persona, one.first.measure):
            return f"; in another reading {one.second.verdict}"
    return ""


def _close(beside: Beside, lines: Sequence[DifferenceRow]) -> str:
    told = [
        f"{CLOSE[line.measure]} ({_figures(line)})"
        for line in lines
        if line.verdict == "too close to call"
    ]
    few = [CLOSE[line.measure] for line in lines if line.verdict == "too few"]
    parts = [f"Too close to call: {'; '.join(told)}."] if told else []
    parts += [f"Too few people or runs to say: {joined(few)}."] if few else []
    return " ".join(parts)


def _people(beside: Beside, option: str, *, over: bool) -> str:
    """The personas for whom a difference goes furthest as people want, and furthest against.

    ``over``: whether none stands over everybody either.
    """
    comparison = beside.comparison
    standing = [
        line
        for slug in people_of(comparison)
        for measure, line in differences_of(comparison, option, slug).items()
        if measure in PRIMARY and line.verdict in STANDS and line.matters
    ]
    if len(people_of(comparison)) < 2:
        return ""
    wanted = [line for line in standing if line.verdict == line.wanted and not line.caution]
    against = [line for line in standing if line.verdict != line.wanted]
    parts = [
        f"{words}: {_of_persona(beside, max(found, key=_size))}."
        for words, found in (
            ("Furthest the way people want", wanted),
            ("Furthest the other way", against),
        )
        if found
    ]
    if not parts:
        return "Nor does one stand for any persona." if over else "No persona's stands by itself."
    if not wanted:
        parts.append("For no persona does one stand that goes the way people want.")
    if not against:
        parts.append("For no persona does one stand that goes the other way.")
    return " ".join(parts)


def _size(line: DifferenceRow) -> float:
    """How large, in smallest differences that matter."""
    return abs(line.difference) / line.matters


def _of_persona(beside: Beside, line: DifferenceRow) -> str:
    who = row_title(beside.comparison, line.persona)
    figures = f"{_figures(line)}{_share(beside, line)}{_reader(beside, line)}"
    return f"{who}, {SAID[line.measure][line.verdict]} ({figures})"


def how_sure(beside: Beside) -> list[str]:
    """What the intervals mean, how far the readings carry, and what was not tried."""
    comparison = beside.comparison
    runs = comparison.plan.replications
    if runs == 1:
        return ["One run of each: nothing here can be told from chance."]
    told = [
        f"The intervals are of luck alone ({runs} runs of each, the same luck in all), as if every "
        f"assumption were true. A difference counts only from {_least(beside)} on, and if it "
        "stands once every primary question is counted.",
        _draws(beside),
        _readings(beside),
        *_design_alone(beside),
    ]
    if comparison.placebo is not None:
        hold, of = comparison.placebo
        told.append(
            f"A placebo, the same system with other luck, was told apart from it in "
            f"{(of - hold) / of:.0%} of {of} intervals, where about {1 - CONFIDENCE:.0%} would be "
            "by chance."
        )
    return [one for one in told if one]


def _draws(beside: Beside) -> str:
    sure = beside.sure
    if sure is None:
        return (
            "How far the answer hangs on the assumptions was not drawn in this run (--sure does); "
            "the intervals say nothing of it."
        )
    done = sure.draws - len(sure.refused)
    return (
        f"The assumptions were drawn {done} times, all at once within their ranges: “% of draws” "
        "says in how many of them a difference goes the same way. That is no probability, and near "
        "half of them it is no answer."
    )


def _readings(beside: Beside) -> str:
    if beside.readings is None:
        return ""
    changed = len(beside.readings.changed)
    asked = sum(line.family == PRIMARY_FAMILY for line in beside.readings.comparison.differences)
    if not changed:
        return "Read by somebody else from the same words, no primary conclusion changes."
    return (
        f"Where somebody else read the same words, {changed} of {asked} primary conclusions "
        f"{'changes' if changed == 1 else 'change'}: these are about the reading, not about the "
        f"option.{_read_once(beside)}"
    )


def _read_once(beside: Beside) -> str:
    assert beside.readings is not None
    once = [
        f"“{scenario_title(beside.comparison, option)}”"
        for option in beside.comparison.options
        if not beside.readings.others(option)
    ]
    return f" Nobody else read {joined(once, 'or')}." if once else ""


def _least(beside: Beside) -> str:
    """The smallest differences that matter, of the primary measures."""
    least = {line.measure: line.matters for line in beside.comparison.differences}
    told = dict.fromkeys(
        f"{number(measure, least[measure], signed=True).lstrip('+')} {CLOSE_UNIT[measure]}"
        for measure in PRIMARY
    )
    return joined(list(told))


def _design_alone(beside: Beside) -> list[str]:
    """Where the design alone says otherwise than it does with its queues."""
    alone = beside.rungs.get("A")
    if alone is None:
        return []
    comparison = beside.comparison
    found: dict[tuple[str, str], list[str]] = {}
    for option in comparison.options:
        with_queues = differences_of(comparison, option, ALL)
        without = differences_of(alone, option, ALL)
        for measure in PRIMARY:
            verdict = without[measure].verdict
            if verdict in STANDS and with_queues[measure].verdict not in STANDS:
                title = f"“{scenario_title(comparison, option)}”"
                found.setdefault((measure, verdict), []).append(title)
    return [
        f"From the design alone, without queues (rung A), {CLOSE[measure]} would be {verdict} in "
        f"{joined(titles)}: there, staff and lists decide."
        for (measure, verdict), titles in found.items()
    ]
