"""From a scenario to a program: names become numbers, units become minutes.

Every purpose of a draw is named by what is done (``works:therapy_course``), never by the name of a
step or a team, so that two systems share luck where they do the same thing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.draws import hazard_rate, name_key
from sim.formulas import whole_minutes
from sim.model.assumptions import Assumptions
from sim.model.people import Persona
from sim.model.quantities import Distribution, Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.steps import Condition, Rule, Step
from sim.model.words import (
    DOMAINS,
    ENDS,
    GROUPINGS,
    HANDOFFS,
    MINUTES_PER_WEEK,
    MODES,
    NOTICERS,
    WALK_IN_MODES,
    WEEKS_PER_YEAR,
    WHO,
)
from sim.program import parts
from sim.program.rosters import minutes_of, openings, slots

MINUTES_PER_YEAR = WEEKS_PER_YEAR * MINUTES_PER_WEEK
NOT_TAKEN = 5
"""A level that no need has: the domain is not taken."""


class _Names:
    """Where each name of a scenario stands."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.teams = {name: i for i, name in enumerate(scenario.teams)}
        self.steps = {name: i for i, name in enumerate(scenario.steps)}
        self.records = {name: i for i, name in enumerate(scenario.records)}
        self.organisations = {name: i for i, name in enumerate(scenario.organisations)}
        pools = [(team, role) for team in scenario.teams for role in scenario.teams[team].staff]
        self.pools = {pool: i for i, pool in enumerate(pools)}
        self.hours = {name: openings(c) for name, c in scenario.calendars.items()}


def compile_program(scenario: Scenario) -> parts.Program:
    """The program of a scenario."""
    names = _Names(scenario)
    start = round(scenario.window.start.central) * MINUTES_PER_WEEK
    counted_until = start + round(scenario.window.count.central) * MINUTES_PER_WEEK
    follow = round(scenario.window.follow.central) * MINUTES_PER_WEEK
    weekday = scenario.onset_by_weekday
    mean = sum(weekday) / len(weekday)
    return parts.Program(
        name=scenario.name,
        personas=tuple(_persona(p, names) for p in scenario.personas.values()),
        organisations=tuple(scenario.organisations),
        teams=tuple(_team(name, names) for name in scenario.teams),
        pools=_pools(names),
        streams=_streams(names),
        records=tuple(scenario.records),
        record_keys=tuple(
            name_key(f"notes:{record.function or name}")
            for name, record in scenario.records.items()
        ),
        steps=tuple(_step(name, step, names) for name, step in scenario.steps.items()),
        assumptions=_assumptions(scenario.assumptions),
        demand=scenario.demand.central,
        weekday=tuple(rate / mean for rate in weekday),
        named=scenario.named,
        start=start,
        counted_until=counted_until,
        follow=follow,
        horizon=counted_until + follow,
    )


def _law(distribution: Distribution) -> parts.Law:
    mean = distribution.mean.minutes
    if distribution.kind == "fixed":
        return parts.Law(0, mean)
    if distribution.kind == "exponential":
        return parts.Law(1, mean)
    assert distribution.cv is not None
    variance = math.log(1.0 + distribution.cv.central**2)
    return parts.Law(2, mean, math.log(mean) - variance / 2.0, math.sqrt(variance))


def _minutes(duration: Quantity | None) -> int:
    return 0 if duration is None else round(duration.minutes)


def _range(varies: Quantity | None, default: float) -> tuple[float, float, float]:
    if varies is None:
        return default, default, default
    return varies.low, varies.central, varies.high


def _bits(positions: list[int]) -> int:
    return sum(1 << position for position in positions)


def _persona(persona: Persona, names: _Names) -> parts.PPersona:
    needs = list(persona.needs)
    chapters = _chapters(persona, needs)
    return parts.PPersona(
        name=persona.name,
        key=name_key(f"persona:{persona.name}"),
        per_year=persona.per_year.central,
        age=_range(persona.age, 0.0),
        site=persona.site,
        needs=tuple(
            parts.PNeed(
                name=name,
                domain=DOMAINS.index(need.domain),
                low=round(need.level.low),
                central=round(need.level.central),
                high=round(need.level.high),
                present=1.0 if position == 0 else need.present.central,
                purpose=name_key(f"need:{name}"),
            )
            for position, (name, need) in enumerate(persona.needs.items())
        ),
        chapters=chapters,
        noticings=_noticings(persona, needs, names),
        barriers=tuple(_range(persona.barriers.get(mode), 0.0) for mode in MODES),  # type: ignore[call-overload]
        stigma=tuple(_range(persona.stigma.get(domain), 0.0) for domain in DOMAINS),  # type: ignore[call-overload]
        trust=_range(persona.trust, 0.0),
        impatience=_range(persona.impatience, 1.0),
        consent=persona.consent.central,
        told_before=_bits([i for i, c in enumerate(chapters) if c.told_to]),
    )


def _chapters(persona: Persona, needs: list[str]) -> tuple[parts.PChapter, ...]:
    return tuple(
        parts.PChapter(
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


def _noticings(persona: Persona, needs: list[str], names: _Names) -> tuple[parts.PNoticing, ...]:
    scenario = names.scenario
    asks_at: Mapping[str, str] = scenario.assumptions.asks_at  # type: ignore[assignment]
    doors: Mapping[str, str] = scenario.doors  # type: ignore[assignment]
    return tuple(
        parts.PNoticing(
            noticer=NOTICERS.index(noticer),
            per_minute=hazard_rate(noticing.per_week.central / MINUTES_PER_WEEK),
            needs=_bits([needs.index(need) for need in (noticing.needs or needs)]),
            door=names.steps[doors.get(noticer, doors["otherwise"])],
            hours=names.hours[asks_at.get(noticer, asks_at["otherwise"])],
        )
        for noticer, noticing in persona.noticers.items()
    )


def _pools(names: _Names) -> tuple[parts.PPool, ...]:
    pools = []
    wte = wte_after_transfers(names.scenario)
    for team_name, role in names.pools:
        team = names.scenario.teams[team_name]
        staff = team.staff[role]
        hours = names.hours[team.calendar]
        skill: Mapping[str, Quantity] = staff.skill  # type: ignore[assignment]
        otherwise = skill.get("otherwise")
        rota = slots(hours, wte[team_name, role], staff.hours.central)
        pools.append(
            parts.PPool(
                name=f"{team_name}.{role}",
                team=names.teams[team_name],
                role=role,
                key=name_key(f"pool:{team.function or team_name}:{role}"),
                drawn=team.wait == "drawn",
                slots=rota,
                wte=wte[team_name, role],
                paperwork=1.0 / staff.contact_share.central - 1.0,
                skill=tuple(
                    skill[d].central if d in skill else otherwise.central if otherwise else 0.0
                    for d in DOMAINS
                ),
                cost_per_hour=staff.cost_per_hour.central,
                rostered_per_week=sum(minutes_of(shifts) for shifts in rota),
            )
        )
    return tuple(pools)


def _streams(names: _Names) -> tuple[parts.PStream, ...]:
    streams = []
    for team_name, team in names.scenario.teams.items():
        for position, (name, stream) in enumerate(team.other_people.items()):
            law = _law(stream.minutes)
            waiting = team.waiting_at_start if position == 0 else None
            streams.append(
                parts.PStream(
                    name=f"{team_name}.{name}",
                    key=name_key(f"stream:{stream.stream or f'{team_name}.{name}'}"),
                    pool=names.pools[team_name, stream.role or next(iter(team.staff))],
                    gap=MINUTES_PER_YEAR / stream.per_year.central,
                    sessions=stream.sessions.central,
                    interval=_minutes(stream.interval),
                    law=law,
                    planned=whole_minutes(law.mean),
                    missed=stream.missed.central,
                    urgent=stream.urgent,
                    waiting_people=round(waiting.people.central) if waiting else 0,
                    waiting_minutes=_minutes(waiting.waited) if waiting else 0,
                )
            )
    return tuple(streams)


def _team(name: str, names: _Names) -> parts.PTeam:
    team = names.scenario.teams[name]
    accepts = team.accepts
    taken: Mapping[str, int] = accepts.at_least if accepts else {}  # type: ignore[assignment]
    records = names.scenario.records
    return parts.PTeam(
        name=name,
        title=team.title or name.replace("_", " "),
        organisation=names.organisations[team.organisation],
        site=team.site,
        drawn=team.wait == "drawn",
        delay=_law(team.delay) if team.delay else None,
        hours=names.hours[team.calendar],
        pools=tuple(i for (owner, _), i in names.pools.items() if owner == name),
        at_least=tuple(taken.get(d, NOT_TAKEN) for d in DOMAINS),
        age_from=accepts.age_from if accepts else 0,
        age_to=accepts.age_to if accepts else 200,
        sites=accepts.sites if accepts else (),
        selects=accepts is not None,
        reads_own=team.reads_own.central,
        familiar=team.familiar.central,
        overrun=round(team.overrun.central),
        rebook=round(team.rebook.central),
        writes=tuple(names.records[r] for r, record in records.items() if name in record.writes),
        reads=tuple(
            (names.records[r], record.read_chance.central, record.consent)
            for r, record in records.items()
            if name in record.reads
        ),
        notes_key=name_key(f"notes:team:{team.function or name}"),
    )


def _step(name: str, step: Step, names: _Names) -> parts.PStep:
    team = names.scenario.teams[step.team]
    law = _law(step.minutes)
    function = step.function or name
    return parts.PStep(
        name=name,
        title=step.title or name.replace("_", " "),
        function=function,
        purpose=name_key(f"function:{function}"),
        team=names.teams[step.team],
        pool=names.pools[step.team, step.role or next(iter(team.staff))],
        pause=-1 if step.pause is None else _minutes(step.pause),
        law=law,
        planned=whole_minutes(law.mean),
        mode=MODES.index(step.mode),
        books=step.mode not in WALK_IN_MODES and not step.at_once,
        notice=_minutes(step.notice),
        travel=0 if step.travel is None else round(step.travel.central),
        at_once=step.at_once,
        offered=step.offered,
        urgent=step.urgent,
        assessment=step.assessment,
        asks=tuple(_asked(step, persona) for persona in names.scenario.personas.values()),
        helps=_help(step),
        who=WHO.index(step.who),
        beside=tuple(names.pools[seat.team, seat.role] for seat in step.beside),
        grouping=GROUPINGS.index(step.grouping) if step.grouping else -1,
        rules=tuple(
            _rule(rule, f"{function}:{place}", names) for place, rule in enumerate(step.then)
        ),
    )


def _help(step: Step) -> parts.PHelp | None:
    if step.helps is None:
        return None
    return parts.PHelp(
        domains=_bits([DOMAINS.index(domain) for domain in step.helps.domains]),
        reaches=step.helps.reaches,
        lowers_to=step.helps.lowers_to,
        works=step.helps.works.central,
        sessions=max(1, round(step.helps.sessions.central)),
        interval=_minutes(step.helps.interval),
    )


def _asked(step: Step, persona: Persona) -> int:
    asked = 0
    for position, chapter in enumerate(persona.story.values()):
        kind = persona.needs[chapter.about].domain if chapter.about else "circumstances"
        if "all" in step.asks or kind in step.asks:
            asked |= 1 << position
    return asked


def _rule(rule: Rule, place: str, names: _Names) -> parts.PRule:
    return parts.PRule(
        when=_condition(rule.when, place, names),
        each_need=rule.each_need,
        go=names.steps[rule.go] if rule.go else -1,
        by=HANDOFFS.index(rule.by) if rule.by else -1,
        end=ENDS.index(rule.end) if rule.end else -1,
        if_bounced=names.steps[rule.if_bounced] if rule.if_bounced else -1,
        if_lost=names.steps[rule.if_lost] if rule.if_lost else -1,
        link_back=rule.link_back,
    )


def _condition(when: Condition, place: str, names: _Names) -> parts.PCondition:
    def either(answer: bool | None) -> int:
        return -1 if answer is None else int(answer)

    return parts.PCondition(
        domains=_bits([DOMAINS.index(domain) for domain in when.need]),
        at_least=when.at_least,
        at_most=when.at_most,
        told=either(when.told),
        helped=either(when.helped),
        attended=either(when.attended),
        age_from=when.age_from,
        age_to=when.age_to,
        sites=when.site,
        came_from=tuple(names.teams[team] for team in when.came_from),
        tried=tuple(names.steps[step] for step in when.tried),
        not_tried=tuple(names.steps[step] for step in when.not_tried),
        free_within=-1 if when.free_within is None else _minutes(when.free_within),
        chance=-1.0 if when.chance is None else when.chance.central,
        chance_purpose=name_key(f"chance:{place}"),
    )


def _assumptions(a: Assumptions) -> parts.PAssumptions:
    return parts.PAssumptions(
        ask_again=a.telling.ask_again.central,
        ask_again_own=a.telling.ask_again_own.central,
        confirm=a.telling.confirm.central,
        help_at_least=round(a.telling.help_at_least.central),
        letter_carries=a.telling.letter_carries.central,
        letter_read=a.telling.letter_read.central,
        openness=tuple(a.telling.openness[mode].central for mode in MODES),  # type: ignore[index]
        not_taken_up=a.taking.not_taken_up.central,
        stopping=a.taking.stopping.central / MINUTES_PER_WEEK,
        attends=tuple(a.taking.attends[mode].central for mode in MODES),  # type: ignore[index]
        attends_per_week=a.taking.attends_per_week.central,
        weeks_that_count=a.taking.weeks_that_count.central,
        barrier=a.taking.barrier.central,
        booked_again_after=_minutes(a.taking.booked_again_after),
        loses=tuple(a.handing.loses[kind].central for kind in HANDOFFS),  # type: ignore[index]
        letter_takes=_minutes(a.handing.letter_takes),
        bounce_takes=_minutes(a.handing.bounce_takes),
        writing=round(a.handing.writing.central),
        meeting=round(a.handing.meeting.central),
        overlap_sessions=round(a.handing.overlap_sessions.central),
        meets_within=_minutes(a.handing.meets_within),
        trust_acts=a.trust.acts,
        on_openness=a.trust.on_openness.central,
        on_attending=a.trust.on_attending.central,
        on_stopping=a.trust.on_stopping.central,
        on_loss=a.trust.on_loss.central,
        heard=a.trust.heard.central,
        retold=a.trust.retold.central,
        bounced=a.trust.bounced.central,
        lost=a.trust.lost.central,
        leaving=a.leaving.central / MINUTES_PER_YEAR,
    )
