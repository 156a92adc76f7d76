"""From a scenario to a program: names become numbers, units become minutes.

Every purpose of a draw is named by what is done (``works:therapy_course``), never by the name of a
step or a team, so that two systems share luck where they do the same thing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.draws import name_key
from sim.files import scenarios_later
from sim.formulas import whole_minutes
from sim.model.assumptions import Assumptions
from sim.model.people import Persona
from sim.model.quantities import Quantity
from sim.model.rosters import minutes_of, slots
from sim.model.scenario import Scenario
from sim.model.staffing import wte_after_transfers
from sim.model.steps import Condition, Rule, Step
from sim.model.words import (
    DOMAINS,
    ENDS,
    GROUPINGS,
    HANDOFFS,
    LEVEL_NAMES,
    MINUTES_PER_WEEK,
    MODES,
    WALK_IN_MODES,
    WEEKS_PER_YEAR,
    WHO,
)
from sim.program import parts
from sim.program.naming import Names, bits, law_of, minutes_in
from sim.program.people import persona_part

MINUTES_PER_YEAR = WEEKS_PER_YEAR * MINUTES_PER_WEEK
NOT_TAKEN = 5
"""A level that no need has: the domain is not taken, or keeps nobody from being taken."""


def compile_program(scenario: Scenario) -> parts.Program:
    """The program of a scenario."""
    names = Names(scenario)
    start = round(scenario.window.start.central) * MINUTES_PER_WEEK
    counted_until = start + round(scenario.window.count.central) * MINUTES_PER_WEEK
    follow = round(scenario.window.follow.central) * MINUTES_PER_WEEK
    weekday = scenario.onset_by_weekday
    mean = sum(weekday) / len(weekday)
    crisis_doors: Mapping[str, str] = scenario.crisis_doors  # type: ignore[assignment]
    urgent = [crisis_doors.get(d, crisis_doors.get("otherwise")) for d in DOMAINS]
    return parts.Program(
        name=scenario.name,
        personas=tuple(persona_part(p, names) for p in scenario.personas.values()),
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
        assumptions=_assumptions(scenario.assumptions, trust_acts=scenario.rung == "C"),
        crisis_doors=tuple(-1 if step is None else names.steps[step] for step in urgent),
        flat=scenario.rung == "A",
        later=_later(scenario, start),
        demand=scenario.demand.central,
        weekday=tuple(rate / mean for rate in weekday),
        named=scenario.named,
        start=start,
        counted_until=counted_until,
        follow=follow,
        horizon=counted_until + follow,
    )


def _later(scenario: Scenario, start: int) -> tuple[tuple[int, parts.Program], ...]:
    """What the program becomes while the run goes on: each change on top of those before it."""
    return tuple(
        (start + (later.week - 1) * MINUTES_PER_WEEK, compile_program(later.scenario))
        for later in scenarios_later(scenario)
    )


def _pools(names: Names) -> tuple[parts.PPool, ...]:
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
                drawn=team.wait == "drawn" or names.unqueued,
                slots=rota,
                wte=wte[team_name, role],
                paperwork=1.0 / staff.contact_share.central - 1.0,
                skill=tuple(
                    skill[d].central if d in skill else otherwise.central if otherwise else 0.0
                    for d in DOMAINS
                ),
                cost_per_hour=staff.cost_per_hour.central,
                rostered_per_week=sum(minutes_of(shifts) for shifts in rota),
                caseload=0 if staff.caseload is None else round(staff.caseload.central),
            )
        )
    return tuple(pools)


def _streams(names: Names) -> tuple[parts.PStream, ...]:
    streams: list[parts.PStream] = []
    if names.unqueued:  # nobody stands in anybody's way
        return ()
    for team_name, team in names.scenario.teams.items():
        for position, (name, stream) in enumerate(team.other_people.items()):
            law = law_of(stream.minutes)
            waiting = team.waiting_at_start if position == 0 else None
            streams.append(
                parts.PStream(
                    name=f"{team_name}.{name}",
                    key=name_key(f"stream:{stream.stream or f'{team_name}.{name}'}"),
                    pool=names.pools[team_name, stream.role or next(iter(team.staff))],
                    gap=MINUTES_PER_YEAR / stream.per_year.central
                    if stream.per_year.central > 0.0
                    else math.inf,
                    sessions=stream.sessions.central,
                    interval=minutes_in(stream.interval),
                    law=law,
                    planned=whole_minutes(law.mean),
                    missed=stream.missed.central,
                    urgent=stream.urgent,
                    waiting_people=round(waiting.people.central) if waiting else 0,
                    waiting_minutes=minutes_in(waiting.waited) if waiting else 0,
                    stopping=0.0
                    if stream.stopping is None
                    else stream.stopping.central / MINUTES_PER_WEEK,
                    place=stream.place,
                    under_way=round(stream.under_way.central) if stream.under_way else 0,
                )
            )
    return tuple(streams)


def _team(name: str, names: Names) -> parts.PTeam:
    team = names.scenario.teams[name]
    accepts = team.accepts
    taken: Mapping[str, int] = accepts.at_least if accepts else {}  # type: ignore[assignment]
    not_with: Mapping[str, int] = accepts.not_with if accepts else {}  # type: ignore[assignment]
    records = names.scenario.records
    delay = team.delay if team.wait == "drawn" else team.pinned_wait if names.unqueued else None

    def or_none(quantity: Quantity | None) -> int:
        return -1 if quantity is None or names.unqueued else round(quantity.central)

    return parts.PTeam(
        name=name,
        title=team.title or name.replace("_", " "),
        organisation=names.organisations[team.organisation],
        site=team.site,
        drawn=team.wait == "drawn" or names.unqueued,
        delay=law_of(delay) if delay else None,
        pinned=team.wait == "queue" and names.unqueued,
        hours=names.hours[team.calendar],
        shut=names.shut[team.calendar],
        places=or_none(team.places),
        new_share=0.0 if team.new_share is None else team.new_share.central,
        closes_at=or_none(team.closes_at),
        reopens_at=or_none(team.reopens_at),
        at_boundary=_rule(Rule(go=team.at_boundary, by="cold"), f"boundary:{name}", names)
        if team.at_boundary
        else None,
        pools=tuple(i for (owner, _), i in names.pools.items() if owner == name),
        at_least=tuple(taken.get(d, NOT_TAKEN) for d in DOMAINS),
        not_with=tuple(not_with.get(d, NOT_TAKEN) for d in DOMAINS),
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
        purpose=name_key(f"team:{team.function or name}"),
    )


def _step(name: str, step: Step, names: Names) -> parts.PStep:
    team = names.scenario.teams[step.team]
    law = law_of(step.minutes)
    function = step.function or name
    return parts.PStep(
        name=name,
        title=step.title or name.replace("_", " "),
        function=function,
        purpose=name_key(f"function:{function}"),
        team=names.teams[step.team],
        pool=names.pools[step.team, step.role or next(iter(team.staff))],
        pause=_pause(step),
        until_hours=names.hours[step.until_open] if step.until_open else (),
        until_shut=names.shut[step.until_open] if step.until_open else (),
        until_week=step.until_week - 1,
        law=law,
        planned=whole_minutes(law.mean),
        mode=MODES.index(step.mode),
        books=step.mode not in WALK_IN_MODES and not step.at_once and step.patience is None,
        notice=minutes_in(step.notice),
        travel=0 if step.travel is None else round(step.travel.central),
        at_once=step.at_once,
        offered=step.offered,
        offers=step.offers,
        offered_again_after=minutes_in(step.offered_again_after),
        offered_instead=names.steps[step.offered_instead] if step.offered_instead else -1,
        seen_as=_seen_as(step),
        yearly_limit=-1 if step.yearly_limit is None else round(step.yearly_limit.central),
        patience=0.0 if step.patience is None else step.patience.central,
        calls=step.calls,
        urgent=step.urgent,
        assessment=step.assessment,
        asks=tuple(_asked(step, persona) for persona in names.scenario.personas.values()),
        helps=_help(step),
        who=WHO.index(step.who),
        beside=tuple(
            parts.PSeat(names.pools[seat.team, seat.role], WHO.index(seat.who), seat.if_free)
            for seat in step.beside
        ),
        with_her=step.with_her,
        companion=names.pools[step.companion.team, step.companion.role] if step.companion else -1,
        companion_waits=step.companion is not None and step.companion.when_full == "wait",
        grouping=GROUPINGS.index(step.grouping) if step.grouping else -1,
        rules=tuple(
            _rule(rule, f"{function}:{place}", names) for place, rule in enumerate(step.then)
        ),
    )


def _seen_as(step: Step) -> int:
    """The domains whose stigma acts on an offer, −1 where the step does not say."""
    domains = [DOMAINS.index(domain) for domain in step.seen_as if domain != "nothing"]
    return bits(domains) if step.seen_as else -1


def _pause(step: Step) -> int:
    """Minutes of a pause, −1 for a contact."""
    return minutes_in(step.pause) if step.is_pause else -1


def _help(step: Step) -> parts.PHelp | None:
    if step.helps is None:
        return None
    works_at: Mapping[str, Quantity] = step.helps.works_at  # type: ignore[assignment]
    return parts.PHelp(
        domains=bits([DOMAINS.index(domain) for domain in step.helps.domains]),
        reaches=step.helps.reaches,
        lowers_to=step.helps.lowers_to,
        works=tuple(works_at.get(name, step.helps.works).central for name in LEVEL_NAMES),
        sessions=max(1, round(step.helps.sessions.central)),
        interval=minutes_in(step.helps.interval),
        place=step.helps.place,
    )


def _asked(step: Step, persona: Persona) -> int:
    asked = 0
    for position, chapter in enumerate(persona.story.values()):
        kind = persona.needs[chapter.about].domain if chapter.about else "circumstances"
        if "all" in step.asks or kind in step.asks:
            asked |= 1 << position
    return asked


def _rule(rule: Rule, place: str, names: Names) -> parts.PRule:
    return parts.PRule(
        when=_condition(rule.when, place, names),
        each_need=rule.each_need,
        go=names.steps[rule.go] if rule.go else -1,
        by=HANDOFFS.index(rule.by) if rule.by else -1,
        end=ENDS.index(rule.end) if rule.end else -1,
        if_bounced=names.steps[rule.if_bounced] if rule.if_bounced else -1,
        if_lost=names.steps[rule.if_lost] if rule.if_lost else -1,
        link_back=rule.link_back,
        keep=-1 if rule.keep is None else minutes_in(rule.keep),
        otherwise=names.steps[rule.otherwise] if rule.otherwise else -1,
        meanwhile=tuple(names.steps[step] for step in rule.meanwhile),
    )


def _condition(when: Condition, place: str, names: Names) -> parts.PCondition:
    def either(answer: bool | None) -> int:
        return -1 if answer is None else int(answer)

    return parts.PCondition(
        domains=bits([DOMAINS.index(domain) for domain in when.need]),
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
        been_to=tuple(names.steps[step] for step in when.been_to),
        not_been_to=tuple(names.steps[step] for step in when.not_been_to),
        sessions=when.sessions,
        finished=either(when.finished),
        taking=either(when.taking),
        has_companion=either(when.has_companion),
        has_supporter=either(when.has_supporter),
        free_within=-1 if when.free_within is None else minutes_in(when.free_within),
        chance=-1.0 if when.chance is None else when.chance.central,
        chance_purpose=name_key(f"chance:{place}"),
    )


def _assumptions(a: Assumptions, *, trust_acts: bool) -> parts.PAssumptions:
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
        booked_again_after=minutes_in(a.taking.booked_again_after),
        called_again_after=minutes_in(a.taking.called_again_after),
        unfit=a.taking.unfit.central,
        unready=a.taking.unready.central,
        readier_after=minutes_in(a.taking.readier_after),
        interim_stopping=a.taking.interim.central,
        companion=a.taking.companion.central,
        distance=a.taking.distance.central,
        starved_after=minutes_in(a.handing.starved_after),
        lives_act=a.lives.acts,
        in_course=a.lives.in_course.central,
        interim=a.lives.interim.central,
        loses=tuple(a.handing.loses[kind].central for kind in HANDOFFS),  # type: ignore[index]
        letter_takes=minutes_in(a.handing.letter_takes),
        bounce_takes=minutes_in(a.handing.bounce_takes),
        writing=round(a.handing.writing.central),
        meeting=round(a.handing.meeting.central),
        overlap_sessions=round(a.handing.overlap_sessions.central),
        meets_within=minutes_in(a.handing.meets_within),
        trust_acts=trust_acts,
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
