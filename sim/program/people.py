"""From a persona to the program's part of it: positions, bit sets, hazards per minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sim.draws import hazard_rate, name_key
from sim.model.people import Need, Persona
from sim.model.quantities import DURATIONS, Quantity
from sim.model.rosters import WHOLE_WEEK
from sim.model.scenario import Reach
from sim.model.words import DOMAINS, GROUPINGS, LEVEL_NAMES, MINUTES_PER_WEEK, MODES, NOTICERS
from sim.program import person_parts
from sim.program.naming import Names, bits, range_of

EVERY_AGE: Final = 200


def persona_part(persona: Persona, names: Names) -> person_parts.PPersona:
    needs = list(persona.needs)
    supporters = list(persona.supporters)
    lives = names.scenario.assumptions.lives
    chapters = _chapters(persona, needs)
    return person_parts.PPersona(
        name=persona.name,
        key=name_key(f"persona:{persona.name}"),
        per_year=persona.per_year.central,
        age=range_of(persona.age, 0.0),
        site=persona.site,
        needs=tuple(
            person_parts.PNeed(
                name=name,
                domain=DOMAINS.index(need.domain),
                low=round(need.level.low),
                central=round(need.level.central),
                high=round(need.level.high),
                present=1.0 if position == 0 else need.present.central,
                purpose=name_key(f"need:{name}"),
                easing=_hazards(lives.easing, lives.easing_at, need, need.easing),
                worsening=_at_most_urgent(
                    _hazards(lives.worsening, lives.worsening_at, need, need.worsening)
                ),
                crisis=_hazards(lives.crisis, lives.crisis_at, need, need.crisis),
                supporter=supporters.index(need.whose) if need.whose in supporters else -1,
            )
            for position, (name, need) in enumerate(persona.needs.items())
        ),
        chapters=chapters,
        noticings=_noticings(persona, needs, names) + _reaches(persona, needs, names),
        barriers=tuple(range_of(persona.barriers.get(mode), 0.0) for mode in MODES),  # type: ignore[call-overload]
        stigma=tuple(range_of(persona.stigma.get(domain), 0.0) for domain in DOMAINS),  # type: ignore[call-overload]
        trust=range_of(persona.trust, 0.0),
        impatience=range_of(persona.impatience, 1.0),
        consent=persona.consent.central,
        told_before=bits([i for i, c in enumerate(chapters) if c.told_to]),
        supporters=tuple(_supporter(persona, name) for name in supporters),
        coming=tuple(_coming(persona, name, names) for name in persona.coming),
        wishes=tuple(
            person_parts.PWish(
                modes=bits([MODES.index(mode) for mode in wish.modes]),
                domains=bits([DOMAINS.index(domain) for domain in wish.domains]),
                groupings=bits([GROUPINGS.index(grouping) for grouping in wish.groupings]),
                functions=wish.functions,
            )
            for wish in persona.wants
        ),
        readiness=range_of(persona.readiness, 1.0),
        hours=names.hours[persona.hours] if persona.hours else WHOLE_WEEK,
        distance={site: range_of(far, 0.0) for site, far in persona.distance.items()},
    )


def _at_most_urgent(hazards: tuple[int, ...]) -> tuple[int, ...]:
    """Nothing is worse than urgent."""
    return (*hazards[:-1], 0)


def _hazards(
    by_domain: Mapping[Any, Quantity],
    by_level: Mapping[Any, Quantity],
    need: Need,
    own: Quantity | None,
) -> tuple[int, ...]:
    """Hazards of a need by level, from 0 to 4; nothing happens to a need that is not there."""
    base = by_domain.get(need.domain) or by_domain.get("otherwise")
    weekly = 0.0 if base is None else base.central
    ratios = [by_level[name].central if name in by_level else 1.0 for name in LEVEL_NAMES[1:]]
    own_ratio = 1.0 if own is None else own.central
    return (0, *(hazard_rate(weekly / MINUTES_PER_WEEK * r * own_ratio) for r in ratios))


def _supporter(persona: Persona, name: str) -> person_parts.PSupporter:
    one = persona.supporters[name]
    needs, chapters = list(persona.needs), list(persona.story)
    theirs = [n for n, need in persona.needs.items() if need.whose == name]
    acts_on = one.needs or [n for n in needs if n not in theirs]

    def or_else(quantity: Quantity | None, default: float) -> float:
        return default if quantity is None else quantity.central

    return person_parts.PSupporter(
        name=name,
        present=or_else(one.present, 0.0),
        tells=bits([chapters.index(chapter) for chapter in one.tells]),
        attending=or_else(one.attending, 0.0),
        stopping=or_else(one.stopping, 1.0),
        worsening=or_else(one.worsening, 1.0),
        crisis=or_else(one.crisis, 1.0),
        needs=bits([needs.index(need) for need in acts_on]),
        notices=tuple(NOTICERS.index(noticer) for noticer in one.notices),
        tiring=hazard_rate(or_else(one.tiring, 0.0) / MINUTES_PER_WEEK),
        tired=or_else(one.tired, 1.0),
        leaving=hazard_rate(or_else(one.leaving, 0.0) / MINUTES_PER_WEEK),
        own_need=needs.index(one.own_need) if one.own_need else -1,
        purpose=name_key(f"supporter:{name}"),
    )


def _coming(persona: Persona, name: str, names: Names) -> person_parts.PComing:
    date = persona.coming[name]
    needs, supporters = list(persona.needs), list(persona.supporters)
    per_unit = DURATIONS[date.after.unit]
    barriers: Mapping[str, Quantity] = date.barriers  # type: ignore[assignment]
    return person_parts.PComing(
        name=name,
        after=(
            date.after.low * per_unit,
            date.after.central * per_unit,
            date.after.high * per_unit,
        ),
        raises=tuple((needs.index(need), level) for need, level in date.raises.items()),
        lowers=tuple((needs.index(need), level) for need, level in date.lowers.items()),
        supporters_leave=tuple(supporters.index(s) for s in date.supporters_leave),
        supporters_tire=tuple(supporters.index(s) for s in date.supporters_tire),
        moves_to=date.moves_to,
        hours=names.hours[date.hours] if date.hours else (),
        barriers=tuple((MODES.index(mode), q.central) for mode, q in barriers.items()),
        noticed_by=tuple(
            _noticing(noticer, 0, (1 << len(needs)) - 1, names) for noticer in date.noticed_by
        ),
        purpose=name_key(f"coming:{name}"),
    )


def _chapters(persona: Persona, needs: list[str]) -> tuple[person_parts.PChapter, ...]:
    return tuple(
        person_parts.PChapter(
            name=name,
            about=needs.index(c.about) if c.about else -1,
            domain=DOMAINS.index(persona.needs[c.about].domain) if c.about else -1,
            low=c.minutes.low,
            central=c.minutes.central,
            high=c.minutes.high,
            hidden=c.hidden,
            painful=c.painful,
            told_to=tuple(NOTICERS.index(noticer) for noticer in c.told_to),
            purpose=name_key(f"chapter:{name}"),
        )
        for name, c in persona.story.items()
    )


def _noticings(
    persona: Persona, needs: list[str], names: Names
) -> tuple[person_parts.PNoticing, ...]:
    return tuple(
        _noticing(
            noticer,
            hazard_rate(noticing.per_week.central / MINUTES_PER_WEEK),
            bits([needs.index(need) for need in (noticing.needs or needs)]),
            names,
        )
        for noticer, noticing in persona.noticers.items()
    )


def _reaches(
    persona: Persona, needs: list[str], names: Names
) -> tuple[person_parts.PNoticing, ...]:
    """The noticers that the system adds, after her own: all of them, so that a later change may
    say whom they see.
    """
    return tuple(
        _reach(name, reach, bits([needs.index(need) for need in reach.sees(persona)]), names)
        for name, reach in names.scenario.reaches.items()
    )


def _reach(name: str, reach: Reach, needs: int, names: Names) -> person_parts.PNoticing:
    per_minute = hazard_rate(reach.per_week.central / MINUTES_PER_WEEK)
    return replace(
        _noticing(reach.noticer, per_minute, needs, names, reach.door),
        purpose=name_key(f"reach:{reach.function or name}"),
        age_from=reach.age_from,
        age_to=reach.age_to,
        sites=reach.sites,
    )


def _noticing(
    noticer: str, per_minute: int, needs: int, names: Names, door: str = ""
) -> person_parts.PNoticing:
    """Somebody who may see some of her needs; the system gives the door and the hours."""
    scenario = names.scenario
    asks_at: Mapping[str, str] = scenario.assumptions.asks_at  # type: ignore[assignment]
    doors: Mapping[str, str] = scenario.doors  # type: ignore[assignment]
    calendar = asks_at.get(noticer, asks_at["otherwise"])
    return person_parts.PNoticing(
        noticer=NOTICERS.index(noticer),
        purpose=NOTICERS.index(noticer),
        per_minute=per_minute,
        needs=needs,
        door=names.steps[door or doors.get(noticer) or doors["otherwise"]],
        hours=names.hours[calendar],
        shut=names.shut[calendar],
        age_from=0,
        age_to=EVERY_AGE,
        sites=(),
    )
