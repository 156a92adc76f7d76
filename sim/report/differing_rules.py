"""Where people go next, in one scenario against another, told by the kind of need.

Goes in: two scenarios. Comes out: for each step that both have and that is left otherwise, what
happens now to needs of each kind and what happened before. Steps with the same changes are told
together, and so are kinds of need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from sim.model.scenario import Scenario
from sim.model.steps import Rule
from sim.model.words import DOMAINS
from sim.report.differing_fields import Difference, bare
from sim.report.phrases import condition_words, domains, plain, quoted, title

MOST: Final = len(DOMAINS)
SHORT: Final = {
    "warm": "in person to",
    "overlap": "with both staying a while, to",
    "cold": "by letter to",
    "number_given": "given a number for",
    "": "on to",
}


class Turn(NamedTuple):
    """What became of the rules for one kind of need: those that are gone, those that are new."""

    gone: tuple[str, ...]
    new: tuple[str, ...]


def rules_that_differ(before: Scenario, after: Scenario) -> list[tuple[str, list[Difference]]]:
    """Headings with sentences, for all steps that both have."""
    groups: dict[tuple[tuple[str, Turn], ...], list[str]] = {}
    for name, step in after.steps.items():
        if name in before.steps:
            old = before.steps[name]
            turns = {
                domain: turn_of(before, after, old.then, step.then, domain) for domain in DOMAINS
            }
            told = tuple((domain, turn) for domain, turn in turns.items() if turn != Turn((), ()))
            if told:
                groups.setdefault(told, []).append(name)
    return [
        (f"After {quoted(after.steps, names)}", list(sentences(dict(told), names)))
        for told, names in groups.items()
    ]


def turn_of(
    before: Scenario, after: Scenario, old: Sequence[Rule], new: Sequence[Rule], domain: str
) -> Turn:
    """The rules that a need of a domain no longer reads, and those it reads now, in order."""
    olds = [rule for rule in old if domain in rule.when.need or not rule.when.need]
    news = [rule for rule in new if domain in rule.when.need or not rule.when.need]
    matcher = SequenceMatcher(a=[key(r) for r in olds], b=[key(r) for r in news], autojunk=False)
    gone: list[str] = []
    come: list[str] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            gone += [rule_words(before, rule) for rule in olds[a:b]]
            come += [rule_words(after, rule) for rule in news[c:d]]
    return Turn(tuple(gone), tuple(come))


def key(rule: Rule) -> Any:
    """What makes two rules the same for a need: all but the needs named and the reasons."""
    return bare(replace(rule, when=replace(rule.when, need=())))


def rule_words(scenario: Scenario, rule: Rule) -> str:
    """A rule of which it is known for which needs it is: ``level 3 or more: by letter to …``."""
    others = tuple(name for name in rule.when.not_tried if name != rule.go)
    when = condition_words(replace(rule.when, not_tried=others), scenario.steps, need=False)
    when = when.replace("judged at level", "level")
    return f"{when}: {outcome(scenario, rule)}" if when else outcome(scenario, rule)


def outcome(scenario: Scenario, rule: Rule) -> str:
    """What a rule does, in few words."""
    if rule.end:
        return f"ends as {plain(rule.end)}"
    where = title(scenario.teams, scenario.steps[rule.go].team)
    how = "the worker staying with her, to" if rule.keep else SHORT[rule.by]
    more = [f"meanwhile {quoted(scenario.steps, rule.meanwhile)}"] if rule.meanwhile else []
    more += ["with a letter back"] if rule.link_back else []
    for word, step in (
        ("otherwise", rule.otherwise),
        ("if sent back", rule.if_bounced),
        ("if lost", rule.if_lost),
    ):
        more += [f"{word} “{title(scenario.steps, step)}”"] if step else []
    after = f" ({', '.join(more)})" if more else ""
    return f"{how} “{title(scenario.steps, rule.go)}” at {where}{after}"


def sentences(turns: dict[str, Turn], names: Sequence[str]) -> list[Difference]:
    """What happens now by kind of need, and what happened before."""
    by_new: dict[tuple[str, ...], dict[tuple[str, ...], list[str]]] = {}
    for domain, turn in turns.items():
        by_new.setdefault(turn.new, {}).setdefault(turn.gone, []).append(domain)
    paths = tuple(f"steps.{name}.then" for name in names)
    return [
        Difference(
            text=needs_of([domain for kinds in by_gone.values() for domain in kinds]),
            details=tuple(now_and_before(new, by_gone)),
            paths=paths,
        )
        for new, by_gone in by_new.items()
    ]


def now_and_before(
    new: tuple[str, ...], by_gone: dict[tuple[str, ...], list[str]]
) -> Iterator[str]:
    """The line of what is so now, and a line for each thing that was so before."""
    if len(by_gone) == 1 and set(new) == set(next(iter(by_gone))):
        yield f"now in another order: {in_order(new)}"
        return
    yield f"now: {in_order(new) or 'nothing in its place'}"
    for gone, kinds in by_gone.items():
        whose = f", {domains(kinds)}" if len(by_gone) > 1 else ""
        yield f"before{whose}: {in_order(gone) or 'nothing of the kind'}"


def needs_of(concerned: Sequence[str]) -> str:
    """``Needs of mental health or trauma``, ``Any need``."""
    if len(concerned) == MOST:
        return "Any need"
    if len(concerned) > MOST // 2:
        rest = [domain for domain in DOMAINS if domain not in concerned]
        return f"Any need but {domains(rest, 'or')}"
    return f"Needs of {domains(concerned, 'or')}"


def in_order(rules: Sequence[str]) -> str:
    """Rules in the order in which they are read."""
    return "; else ".join(rules)
