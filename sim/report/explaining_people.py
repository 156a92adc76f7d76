"""People in sentences: what they need, who may notice, what they want, who is in their lives.

Goes in: a scenario and the slug of a persona. Comes out: sentences. What happened to somebody's
health is never described beyond the kind of need.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.model.people import Coming, Persona, Supporter
from sim.model.scenario import Scenario
from sim.report.phrases import (
    amount,
    called,
    counted,
    domains,
    hours_words,
    joined,
    listed,
    noticers,
    plain,
)


def persona_words(scenario: Scenario, slug: str) -> str:
    """One persona."""
    persona = scenario.personas[slug]
    needs = domains(list(dict.fromkeys(need.domain for need in persona.needs.values())))
    first = (
        f"People like {called(persona.title)}: {persona.per_year.central:g} a year; "
        f"may need help with {needs}; may be noticed by {noticers(list(persona.noticers))}."
    )
    return " ".join(
        [
            first,
            *meeting_words(scenario, persona),
            *wish_words(persona),
            *(supporter_words(persona, it) for it in persona.supporters.values()),
            *(coming_words(scenario, persona, it) for it in persona.coming.values()),
        ]
    )


def meeting_words(scenario: Scenario, persona: Persona) -> list[str]:
    """When and where somebody can be met."""
    lines = []
    if persona.hours:
        hours = hours_words(scenario.calendars[persona.hours])
        lines.append(f"Can be met in {plain(persona.hours)}: {hours}.")
    if persona.distance:
        places = [plain(site).title() for site in persona.distance]
        lines.append(f"Far from {listed(places, 'or')}.")
    if persona.readiness:
        lines.append(f"Readiness to take up an offer: {amount(persona.readiness)} at onset.")
    return lines


def wish_words(persona: Persona) -> list[str]:
    """What they want; only wishes that name something act."""
    acting = [w for w in persona.wants if w.modes or w.domains or w.groupings or w.functions]
    kept = len(persona.wants) - len(acting)
    lines = [f"Wants: {joined([wish.fact.rstrip('.') for wish in acting])}."] if acting else []
    if kept:
        lines.append(
            f"{kept} more {'wish is' if kept == 1 else 'wishes are'} kept and not acted on."
        )
    return lines


def supporter_words(persona: Persona, supporter: Supporter) -> str:
    """Somebody in their life: what that does, and whether they may tire or leave."""
    does = []
    if supporter.attending:
        does.append("helps with getting there")
    if supporter.stopping:
        does.append("changes how long it is worth waiting")
    if supporter.worsening or supporter.crisis:
        whose = f" of {domains(_domains(persona, supporter.needs))}" if supporter.needs else ""
        does.append(f"changes how fast needs{whose} grow")
    if supporter.tells:
        does.append(f"can tell {counted(len(supporter.tells), 'part')} of the story")
    if supporter.notices:
        does.append(f"notices as {noticers(supporter.notices, 'and')}")
    clocks = []
    if supporter.tiring:
        left = f", with {amount(supporter.tired)} of this left" if supporter.tired else ""
        clocks.append(f"may tire{left}")
    if supporter.leaving:
        clocks.append("may leave for good")
    if supporter.own_need:
        clocks.append(
            f"has a need of their own ({domains(_domains(persona, [supporter.own_need]))})"
        )
    parts = [listed(does) or "is there, with no stated effect", *clocks]
    who = supporter.relation.rstrip(".")
    present = (
        f" (at {amount(supporter.present)} of contacts in person)" if supporter.present else ""
    )
    return f"Supported by {who}{present}: {'; '.join(parts)}."


def coming_words(scenario: Scenario, persona: Persona, coming: Coming) -> str:
    """A date that is coming, and what it changes."""
    does = []
    raises: Mapping[str, int] = coming.raises
    lowers: Mapping[str, int] = coming.lowers
    for verb, levels in (("rises", raises), ("falls", lowers)):
        for need, level in levels.items():
            does.append(f"the need of {domains(_domains(persona, [need]))} {verb} to level {level}")
    for verb, names in (("leaves", coming.supporters_leave), ("tires", coming.supporters_tire)):
        for name in names:
            does.append(f"{persona.supporters[name].relation.rstrip('.')} {verb}")
    does += [f"home moves to {plain(coming.moves_to)}"] if coming.moves_to else []
    if coming.hours:
        hours = hours_words(scenario.calendars[coming.hours])
        does.append(f"can be met in {plain(coming.hours)} ({hours})")
    if coming.barriers:
        does.append(f"other barriers to {listed(list(coming.barriers))}")
    if coming.noticed_by:
        does.append(f"seen that day by {noticers(coming.noticed_by, 'and')}")
    then = "; ".join(does) or "nothing that the model acts on"
    return f"After {amount(coming.after)} {coming.what.rstrip('.')}: {then}."


def _domains(persona: Persona, needs: tuple[str, ...] | list[str]) -> list[str]:
    return list(dict.fromkeys(persona.needs[name].domain for name in needs))
