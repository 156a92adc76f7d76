"""What a step, its rules and its help must satisfy by themselves.

Each check takes a finished record and yields troubles; their trails begin at the record. A field
that could never act where it stands is told, so that nobody believes that it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sim.files.trouble import Trouble, one_of
from sim.model.quantities import Quantity
from sim.model.steps import Condition, Help, Rule, Step
from sim.model.words import DOMAINS, LEVEL_NAMES

_ONLY_WITH_GO: Final = (
    "by",
    "if_bounced",
    "if_lost",
    "link_back",
    "keep",
    "otherwise",
    "meanwhile",
)
_ONLY_IN_A_CONTACT: Final = (
    "offered",
    "offered_instead",
    "offered_again_after",
    "urgent",
    "at_once",
    "assessment",
    "asks",
    "helps",
    "beside",
    "notice",
    "travel",
    "patience",
    "yearly_limit",
    "companion",
    "seen_as",
)
_ONLY_WITH_HER: Final = ("at_once", "offered", "helps", "asks", "patience")


def condition_sense(when: Condition) -> Iterator[Trouble]:
    """The troubles of a condition."""
    if when.at_least > when.at_most:
        found = f"at_least {when.at_least} and at_most {when.at_most}"
        yield Trouble(found=found, allowed="at_least ≤ at_most", mend="swap the two levels")
    yield from ages(when.age_from, when.age_to)


def ages(age_from: int, age_to: int) -> Iterator[Trouble]:
    """The trouble of a range of ages that holds none."""
    if age_from > age_to:
        found = f"age_from {age_from} and age_to {age_to}"
        yield Trouble(found=found, allowed="age_from ≤ age_to", mend="swap the two ages")


def at_least(quantity: Quantity, word: str, least: float) -> Iterator[Trouble]:
    """The trouble of a number whose range goes below a bound."""
    if quantity.low < least:
        found = f"low {quantity.low:g}"
        allowed = f"{least:g} or more"
        yield Trouble(trail=(word,), found=found, allowed=allowed, mend="raise it")


def rule_sense(rule: Rule) -> Iterator[Trouble]:
    """The troubles of a rule."""
    if rule.go and rule.end:
        found = f"both go: {rule.go} and end: {rule.end}"
        yield Trouble(found=found, allowed="exactly one of go and end", mend="keep one of the two")
    if not rule.go and not rule.end:
        mend = "say where it goes or how it ends"
        yield Trouble(found="neither go nor end", allowed="exactly one of go and end", mend=mend)
    if rule.end:
        yield from _only(rule, _ONLY_WITH_GO, "beside end", "only with go")
        for word in ("taking", "free_within"):
            if getattr(rule.when, word) is not None:
                found = f"{word} in a rule that ends"
                mend = "leave it out, or say where it goes"
                allowed = "only with go: it asks about the next step"
                yield Trouble(trail=("when", word), found=found, allowed=allowed, mend=mend)
    if rule.otherwise and rule.keep is None:
        yield _needs("otherwise", "keep", "say for how long the worker stays with her at most")


def step_sense(step: Step) -> Iterator[Trouble]:
    """The troubles of a step."""
    if not step.then:
        mend = "say what comes next, or how it ends"
        yield Trouble(found="no rules in then", allowed="at least one rule", mend=mend)
        return
    last = step.then[-1]
    if last.when != Condition() or last.each_need:
        yield Trouble(
            trail=("then", len(step.then) - 1),
            found="a last rule that does not always hold",
            allowed="a last rule without when and without for: each need",
            mend="add a rule at the end that says what happens otherwise",
        )
    yield from _rules(step)
    yield from _pause(step) if step.is_pause else _contact(step)


def _rules(step: Step) -> Iterator[Trouble]:
    """What the rules may ask depends on what kind of step they follow."""
    for position, rule in enumerate(step.then):
        for word in ("sessions", "finished") if step.helps is None else ():
            if getattr(rule.when, word) != getattr(Condition(), word):
                yield Trouble(
                    trail=("then", position, "when", word),
                    found=f"{word} after a step that is no course",
                    allowed="only in the rules of a step that helps",
                    mend="leave it out, or say what the step helps",
                )
        if step.is_pause and rule.keep is not None:
            yield Trouble(
                trail=("then", position, "keep"),
                found="keep after a pause",
                allowed="only after a contact, whose worker can stay",
                mend="leave it out",
            )


def _pause(step: Step) -> Iterator[Trouble]:
    mend = "leave it out, or make it a contact"
    yield from _only(step, _ONLY_IN_A_CONTACT, "in a pause", "only in a contact", mend)
    for word, usual in (("offers", 1), ("calls", 1), ("with_her", True)):
        if getattr(step, word) != usual:
            found = f"{word} in a pause"
            yield Trouble(trail=(word,), found=found, allowed="only in a contact", mend=mend)
    if step.minutes.mean.central:
        mend = "leave minutes out, or leave pause, until_open and until_week out"
        allowed = "a pause or minutes"
        yield Trouble(trail=("minutes",), found="minutes in a pause", allowed=allowed, mend=mend)
    if step.until_open and step.until_week:
        found = f"until_open: {step.until_open} and until_week: {step.until_week}"
        mend = "keep one of the two, or let a second pause follow"
        yield Trouble(found=found, allowed="one end of a pause", mend=mend)


def _contact(step: Step) -> Iterator[Trouble]:
    if step.minutes.mean.central <= 0:
        mend = "give the minutes, or make it a pause"
        yield Trouble(trail=("minutes",), found="0 minutes", allowed="more than 0", mend=mend)
    yield from _offer(step)
    yield from _call(step)
    if step.yearly_limit is not None:
        yield from at_least(step.yearly_limit, "yearly_limit", 1)
    if not step.with_her:
        if not step.beside:
            mend = "say in beside who is there, or let her be there"
            found = "with_her: false without beside"
            allowed = "at least two workers where she is not there"
            yield Trouble(trail=("with_her",), found=found, allowed=allowed, mend=mend)
        mend = "leave it out, or let her be there"
        where = "in a contact without her"
        yield from _only(step, _ONLY_WITH_HER, where, "only where she is there", mend)


def _offer(step: Step) -> Iterator[Trouble]:
    if step.offers < 1:
        mend = "write 1, or leave offers out"
        yield Trouble(trail=("offers",), found="0 offers", allowed="1 or more", mend=mend)
    if step.offers > 1 and not step.offered:
        yield _needs("offers", "offered", "write offered: true, or leave offers out")
    if step.offers > 1 and step.offered_again_after is None:
        mend = "say in offered_again_after when it is offered again"
        yield _needs("offers", "offered_again_after", mend)
    if step.offered_again_after is not None and step.offers <= 1:
        mend = "say in offers how often it is offered in all"
        yield _needs("offered_again_after", "offers of 2 or more", mend)
    if step.seen_as and not step.offered:
        mend = "write offered: true, or leave seen_as out: it acts on taking an offer up"
        yield _needs("seen_as", "offered", mend)
    if "nothing" in step.seen_as and len(step.seen_as) > 1:
        found = f"seen_as nothing and {one_of([d for d in step.seen_as if d != 'nothing'])}"
        mend = "keep nothing alone, or leave it out"
        allowed = "nothing alone, or domains"
        yield Trouble(trail=("seen_as",), found=found, allowed=allowed, mend=mend)
    if step.offered_instead and not step.offered:
        mend = "write offered: true, or leave offered_instead out"
        yield _needs("offered_instead", "offered", mend)


def _call(step: Step) -> Iterator[Trouble]:
    if step.calls < 1:
        mend = "write 1, or leave calls out"
        yield Trouble(trail=("calls",), found="0 calls", allowed="1 or more", mend=mend)
    if step.patience is None:
        if step.calls > 1:
            yield _needs("calls", "patience", "say how long she holds the line")
        return
    if step.mode != "phone":
        found = f"patience in a contact by {step.mode.replace('_', ' ')}"
        mend = "write mode: phone, or leave patience out"
        yield Trouble(trail=("patience",), found=found, allowed="only with mode: phone", mend=mend)
    if step.patience.low <= 0:
        found = f"low {step.patience.low:g}"
        mend = "say how long she holds the line"
        yield Trouble(trail=("patience",), found=found, allowed="more than 0", mend=mend)


def help_sense(help_: Help) -> Iterator[Trouble]:
    """The troubles of what a step can do about needs."""
    if not help_.domains:
        mend = "name the domains that it helps"
        yield Trouble(found="no domains", allowed=one_of(DOMAINS), mend=mend)
    if help_.lowers_to >= help_.reaches:
        found = f"lowers_to {help_.lowers_to} and reaches {help_.reaches}"
        yield Trouble(found=found, allowed="lowers_to < reaches", mend="lower lowers_to")
    reached = LEVEL_NAMES[help_.lowers_to + 1 : help_.reaches + 1]
    for name in help_.works_at:
        if reached and name not in reached:
            found = f"works_at {name}, which the course does not reach or does not lower"
            mend = "leave it out, or change reaches or lowers_to"
            trail = ("works_at", name)
            yield Trouble(trail=trail, found=found, allowed=one_of(reached), mend=mend)
    yield from at_least(help_.sessions, "sessions", 1)


def _only(
    made: Any, words: Iterable[str], where: str, allowed: str, mend: str = "remove it"
) -> Iterator[Trouble]:
    """Troubles of fields that are given where they cannot act."""
    for word in words:
        if getattr(made, word):
            yield Trouble(trail=(word,), found=f"{word} {where}", allowed=allowed, mend=mend)


def _needs(word: str, other: str, mend: str) -> Trouble:
    """The trouble of a field that says nothing without another."""
    allowed = f"{word} only with {other}"
    return Trouble(trail=(word,), found=f"{word} without {other}", allowed=allowed, mend=mend)
