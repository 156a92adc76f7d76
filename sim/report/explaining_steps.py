"""Steps and rules in sentences.

Goes in: a scenario and the name of a step. Comes out: what happens there, and what follows; the
rules of a step are read in order and the first that holds is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.model.scenario import Scenario
from sim.model.steps import Help, Rule, Seat, Step
from sim.model.words import LEVEL_NAMES
from sim.report.phrases import (
    WHO_WORDS,
    amount,
    capital,
    condition_words,
    domains,
    hours_words,
    joined,
    law,
    outcome_words,
    plain,
    role_words,
    title,
)


def step_words(scenario: Scenario, name: str) -> list[str]:
    """One step: what happens, then what follows."""
    step = scenario.steps[name]
    last = len(step.then) - 1
    follows = [
        rule_words(scenario, step, rule, last=place == last and last > 0)
        for place, rule in enumerate(step.then)
    ]
    return [what_happens(scenario, step), *follows]


def what_happens(scenario: Scenario, step: Step) -> str:
    """A pause or a contact."""
    if step.pause is not None:
        return pause_words(scenario, step)
    return contact_words(scenario, step)


def pause_words(scenario: Scenario, step: Step) -> str:
    """A pause, and what ends it."""
    pause = step.pause
    assert pause is not None
    where = title(scenario.teams, step.team)
    long = f"A pause of {amount(pause)}" if pause.central else "A pause"
    until = []
    if step.until_week:
        until.append(f"the Monday of week {step.until_week} of the year")
    if step.until_open:
        hours = hours_words(scenario.calendars[step.until_open])
        until.append(f"the next opening of {plain(step.until_open)} ({hours})")
    ends = f", then until {joined(until)}" if until else ""
    return f"{long} at {where}{ends}."


def contact_words(scenario: Scenario, step: Step) -> str:
    """A contact in a sentence or two."""
    role = step.role or next(iter(scenario.teams[step.team].staff))
    beside = "".join(seat_words(scenario, seat) for seat in step.beside)
    travel = f", after {amount(step.travel)} of travel" if step.travel else ""
    parts = [
        f"{capital(role_words(role))} of {title(scenario.teams, step.team)}{beside}, "
        f"{plain(step.mode)}, {law(step.minutes)}{travel}"
    ]
    parts += ["without her"] if not step.with_her else []
    parts += [WHO_WORDS[step.who]] if step.who != "any" else []
    parts += ["a full assessment"] if step.assessment else []
    parts += offer_words(scenario, step)
    parts += ["there and then, when the need is noticed"] if step.at_once else []
    parts += ["goes before whoever is not urgent"] if step.urgent else []
    parts += call_words(step)
    parts += [f"at {amount(step.notice)} notice"] if step.notice else []
    if step.yearly_limit:
        parts.append(f"at most {amount(step.yearly_limit)} a year, then closed")
    asks = domains([word.replace("all", "everything") for word in step.asks])
    parts.append(f"asks about {asks}" if step.asks else "asks for no story")
    parts += [f"kind of help: {plain(step.grouping)}"] if step.grouping else []
    ends = help_words(step.helps) if step.helps else ""
    return "; ".join(parts) + "." + ends + companion_words(scenario, step)


def seat_words(scenario: Scenario, seat: Seat) -> str:
    """A further worker of a contact."""
    who = f" ({WHO_WORDS[seat.who]})" if seat.who != "any" else ""
    free = ", where one is free" if seat.if_free else ""
    return f" and {role_words(seat.role)} of {title(scenario.teams, seat.team)}{who}{free}"


def offer_words(scenario: Scenario, step: Step) -> list[str]:
    """An offer, how often it is made, and what is offered instead."""
    if not step.offered:
        return []
    words = "an offer that may not be taken up"
    if step.offers > 1:
        again = f" after {amount(step.offered_again_after)}" if step.offered_again_after else ""
        words += f", made {step.offers} times in all where she says not now, again{again}"
    if step.seen_as:
        words += f", seen as {seen_words(step.seen_as)}"
    if step.offered_instead:
        words += f", then “{title(scenario.steps, step.offered_instead)}” is offered instead"
    return [words]


def seen_words(seen_as: Sequence[str]) -> str:
    """What an offer looks like from outside, whatever it helps."""
    return "nothing in particular" if "nothing" in seen_as else f"help with {domains(seen_as)}"


def call_words(step: Step) -> list[str]:
    """A call that somebody has to answer."""
    if not step.patience:
        return []
    tries = "once" if step.calls == 1 else f"{step.calls} times at most"
    return [f"she holds the line for {amount(step.patience)} on average and rings {tries}"]


def help_words(helps: Help) -> str:
    """What a step can do about needs."""
    sessions = round(helps.sessions.central)
    course = (
        "one session" if sessions == 1 else f"{sessions} sessions, {amount(helps.interval)} apart"
    )
    place = ", on a place of the caseload" if helps.place else ""
    works = f"work for {amount(helps.works)}"
    if helps.works_at:
        levels = [f"{amount(share)} at {level}" for level, share in helps.works_at.items()]
        works += f" ({joined(levels)})"
    return (
        f" Helps with {domains(helps.domains)} up to level {helps.reaches} "
        f"({LEVEL_NAMES[helps.reaches]}): {course}{place}, which {works} and leave "
        f"level {helps.lowers_to}."
    )


def companion_words(scenario: Scenario, step: Step) -> str:
    """The companion that a step gives."""
    given = step.companion
    if given is None:
        return ""
    caseload = scenario.teams[given.team].staff[given.role].caseload
    each = f", who goes along with {amount(caseload)} at a time" if caseload else ""
    full = "she goes without" if given.when_full == "without" else "she waits for one who has room"
    return (
        f" Gives her a companion: {role_words(given.role)} of "
        f"{title(scenario.teams, given.team)}{each}; when none has room, {full}."
    )


def rule_words(scenario: Scenario, step: Step, rule: Rule, *, last: bool) -> str:
    """What follows, and when."""
    when = condition_words(rule.when, scenario.steps)
    opening = f"If {when}: " if when else "Otherwise: " if last else "Then: "
    opening += "each such need " if rule.each_need else ""
    return f"{opening}{outcome_words(rule, step.team, scenario.steps, scenario.teams)}."
