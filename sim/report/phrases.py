"""Small phrases of which sentences about a way of organising help are made.

Goes in: words, numbers, hours and conditions of the model. Comes out: parts of sentences, the same
wherever a scenario is put into words. Says what the file says and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sim.errors import InputError
from sim.files import load_persona
from sim.model.quantities import DURATIONS, Distribution, Quantity
from sim.model.steps import Condition, Rule, Step
from sim.model.teams import Calendar, Shut, Team
from sim.model.words import LEVEL_NAMES

OLDEST: Final = 200
"""Years; the age that stands for no upper limit in conditions."""
LAST_WEEK: Final = 52
BY: Final = {
    "warm": "handed on in person (warm)",
    "overlap": "handed on with both staying a while (overlap)",
    "cold": "handed on by letter or form (cold)",
    "number_given": "given a number to ring",
    "": "goes on",
}
DOMAIN_WORDS: Final = {
    "mental": "mental health",
    "physical": "physical health",
    "substance": "substance use",
    "carer": "caring for somebody",
    "connection": "being with others",
    "money_work": "money and work",
    "sensory_neuro": "senses and neurodiversity",
}
"""Domains whose slug is not what people would say."""
NOTICER_WORDS: Final = {
    "herself": "the person herself",
    "family": "family",
    "gp": "a GP",
    "nurse": "a nurse",
    "midwife": "a midwife",
    "work_coach": "a work coach",
    "school": "a school",
    "social_worker": "a social worker",
    "police": "the police",
    "neighbour": "a neighbour or group",
}
WHO_WORDS: Final = {
    "known": "the worker whom she knows, if free",
    "own": "the worker who is hers, and nobody else",
    "holder": "the worker whom all of her threads name as their own",
}


def title(things: Mapping[str, Step] | Mapping[str, Team], name: str) -> str:
    """What a team or step is called on paper."""
    return things[name].title or plain(name)


def quoted(steps: Mapping[str, Step], names: Sequence[str], joint: str = "and") -> str:
    """Steps by their titles: ``“a”, “b” and “c”``."""
    return joined([f"“{title(steps, name)}”" for name in names], joint)


def plain(name: str) -> str:
    """A slug as words."""
    return name.replace("_", " ")


ARTICLES: Final = ("A ", "An ", "The ", "Somebody ")
"""How the title of somebody without a name begins."""


def called(title: str) -> str:
    """What somebody is called within a sentence, from the title of her file.

    A name as it stands before the first comma; a description whole, since several may begin alike.
    """
    if title.startswith(ARTICLES):
        return title[:1].lower() + title[1:]
    return title.partition(",")[0]


def who_is(slug: str) -> str:
    """What the persona of a slug is called; the slug in words where no file of that name is."""
    try:
        return called(load_persona(slug).title)
    except InputError:
        return plain(slug).title()


def role_words(role: str) -> str:
    """A role as words."""
    return "GP" if role == "gp" else plain(role)


def domains(names: Sequence[str], joint: str = "and") -> str:
    """Domains as people would say them."""
    return joined([DOMAIN_WORDS.get(name, plain(name)) for name in names], joint)


def noticers(names: Sequence[str], joint: str = "or") -> str:
    """Who may notice, as people would say it."""
    return joined([NOTICER_WORDS.get(name, plain(name)) for name in names], joint)


def joined(words: Sequence[str], joint: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Slugs as words: ``a, b and c``."""
    return joined([plain(word) for word in words], joint)


def capital(text: str) -> str:
    """With a capital letter at the front, the rest as it is."""
    return text[:1].upper() + text[1:]


def counted(number: float, one: str) -> str:
    """``1 week``, ``2 weeks``."""
    return f"{number:g} {one}{'' if number == 1 else 's'}"


def amount(quantity: Quantity) -> str:
    """A number with its unit."""
    if quantity.unit == "proportion":
        return f"{100 * quantity.central:.3g}%"
    one = quantity.central == 1 and quantity.unit in {*DURATIONS, "sessions", "times"}
    unit = quantity.unit.removesuffix("s") if one else quantity.unit
    return f"{quantity.central:g} {unit}".strip()


def with_range(quantity: Quantity) -> str:
    """A number with its unit and the range in which it may lie."""
    if quantity.low == quantity.high:
        return amount(quantity)
    ends = (replace(quantity, central=end) for end in (quantity.low, quantity.high))
    if quantity.unit == "proportion":
        low, high = (amount(end) for end in ends)
        return f"{amount(quantity)} ({low} to {high})"
    return f"{amount(quantity)} ({quantity.low:g} to {quantity.high:g})"


def law(distribution: Distribution) -> str:
    """A law in words: its mean."""
    about = "" if distribution.kind == "fixed" else "about "
    return about + amount(distribution.mean)


def two_decimals(number: float) -> str:
    """A number with two decimals at most."""
    return f"{round(number, 2) + 0.0:g}"


def posts(wte: float, role: str) -> str:
    """So many whole-time equivalents of a role."""
    number = two_decimals(wte)
    said = role_words(role)
    return f"{number} whole-time {said}{'' if number == '1' or role[-1] in 'sf' else 's'}"


def hours_words(calendar: Calendar) -> str:
    """Opening hours, and when it does not open after all."""
    opens = joined(
        [
            f"{opening.days[0]}{f'-{opening.days[-1]}' if len(opening.days) > 1 else ''} "
            f"{opening.start}-{opening.end}"
            for opening in calendar.openings
        ]
    )
    shut = joined(_shut_words(calendar.shut))
    return f"{opens}, but not {shut}" if shut else opens


def _shut_words(shut: Sequence[Shut]) -> list[str]:
    """When a calendar does not open; weeks that stand for the same holidays are told at once."""
    found: dict[tuple[tuple[str, ...], str | None], list[Shut]] = {}
    for each in shut:
        found.setdefault((each.days, each.holidays), []).append(each)
    return [_shut_on(days, kind, them) for (days, kind), them in found.items()]


def _shut_on(days: Sequence[str], kind: str | None, them: Sequence[Shut]) -> str:
    spans = [one for one in them if one.from_week is not None]
    weeks = [
        f"{one.from_week}" if one.from_week == one.to_week else f"{one.from_week} to {one.to_week}"
        for one in spans
    ]
    many = "s" if len(weeks) > 1 or (weeks and "to" in weeks[0]) else ""
    on = f"on {listed(days)} of " if days else "in " if weeks or kind != "bank" else "on "
    if not weeks:
        return f"{on}{kind} holidays (in a run with dates)"
    told = f"{on}week{many} {listed(weeks)} of the year"
    return told if kind is None else f"{told} ({kind} holidays; on their dates in a run with dates)"


def age_words(youngest: int, oldest: int) -> str:
    """Limits of age, where there are any."""
    if youngest and oldest < OLDEST:
        return f", aged {youngest} to {oldest}"
    if youngest:
        return f", aged {youngest} or over"
    return f", aged {oldest} or under" if oldest < OLDEST else ""


def level_words(at_least: int, at_most: int) -> str:
    """Limits of the level as judged, where there are any."""
    most = len(LEVEL_NAMES) - 1
    if at_least > 0 and at_least == at_most:
        return f"judged at level {at_least}"
    if at_least > 0 and at_most < most:
        return f"judged at level {at_least} to {at_most}"
    if at_least > 0:
        return f"judged at level {at_least} or more"
    return f"judged at level {at_most} or less" if at_most < most else ""


def condition_words(when: Condition, steps: Mapping[str, Step], *, need: bool = True) -> str:
    """A condition; empty where it always holds. ``need``: whether to say which needs it is for."""
    parts = [f"the need is {domains(when.need, 'or')}"] if when.need and need else []
    level = level_words(when.at_least, when.at_most)
    parts += [level] if level else []
    parts += _answers(when)
    ages = age_words(when.age_from, when.age_to)
    parts += [ages.removeprefix(", ")] if ages else []
    parts += [f"living in {listed(when.site, 'or')}"] if when.site else []
    parts += [f"handed on by {listed(when.came_from, 'or')}"] if when.came_from else []
    for words, names in (("already", when.tried), ("never yet", when.not_tried)):
        known = [name for name in names if name in steps]
        parts += [f"{words} been to {quoted(steps, known, 'or')}"] if known else []
    for words, which, names in (
        ("been to", "an", when.been_to),
        ("never been to", "any", when.not_been_to),
    ):
        known = [name for name in names if name in steps]
        parts += (
            [f"{words} {quoted(steps, known, 'or')} in {which} earlier episode"] if known else []
        )
    parts += _moments(when)
    return " and ".join(parts)


def _answers(when: Condition) -> list[str]:
    """What a condition asks with yes or no."""
    said: tuple[tuple[bool | None, str, str], ...] = (
        (when.told, "it has been told", "it has not been told"),
        (when.helped, "it has been helped", "it has not been helped"),
        (when.attended, "the contact did take place", "the contact did not take place"),
        (when.finished, "the course is over", "the course is not over"),
        (when.taking, "the next step can take her now", "the next step can take nobody now"),
        (when.has_companion, "she has a companion", "she has no companion"),
        (when.has_supporter, "somebody supports her still", "nobody supports her any more"),
    )
    return [yes if answer else no for answer, yes, no in said if answer is not None]


def _moments(when: Condition) -> list[str]:
    """What a condition asks of sessions, of queues and of chance."""
    parts = []
    if when.sessions:
        some = "session" if when.sessions == 1 else "sessions"
        parts.append(f"{when.sessions} {some} or more have taken place")
    if when.free_within:
        parts.append(f"its last newcomer had waited no longer than {amount(when.free_within)}")
    if when.chance:
        parts.append(f"by chance, {amount(when.chance)} of the time")
    return parts


def outcome_words(
    rule: Rule, team: str, steps: Mapping[str, Step], teams: Mapping[str, Team]
) -> str:
    """What a rule of a step of that team does: where she goes and how, or how it ends."""
    if rule.end:
        return f"ends as {plain(rule.end)}"
    target = steps[rule.go]
    where = "" if target.team == team else f" at {title(teams, target.team)}"
    how = BY[rule.by]
    if rule.keep:
        how = f"goes on with the worker staying with her, up to {amount(rule.keep)},"
    parts = [f"{how} to “{title(steps, rule.go)}”{where}"]
    if rule.otherwise:
        parts.append(f"if that cannot be had, “{title(steps, rule.otherwise)}”")
    if rule.meanwhile:
        parts.append(f"meanwhile alongside {quoted(steps, rule.meanwhile)}")
    if rule.link_back:
        parts.append("who takes her writes back")
    if rule.if_bounced:
        parts.append(f"if sent back, “{title(steps, rule.if_bounced)}”")
    if rule.if_lost:
        parts.append(f"if lost on the way, “{title(steps, rule.if_lost)}”")
    return "; ".join(parts)
