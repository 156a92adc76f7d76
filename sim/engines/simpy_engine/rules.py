"""Which rule holds: conditions asked of a thread and of each of its needs (MODEL section 6).

Goes in: a thread after a step. Comes out: which needs go where. Nothing is changed here but the
occurrence of draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.engines.simpy_engine.floor import Floor
from sim.engines.simpy_engine.state import Person, Thread
from sim.engines.simpy_engine.telling import each
from sim.program.parts import PCondition, Program, PRule, PStep, PTeam


@dataclass(slots=True)
class Way:
    """Where some of a thread's needs go next."""

    needs: int
    rule: PRule
    meanwhile: tuple[int, ...] = ()
    """steps that she has alongside until the next one begins"""


def ways(
    program: Program,
    floor: Floor,
    thread: Thread,
    step: PStep,
    attended: int,
    *,
    finished: bool = True,
) -> tuple[list[Way], int]:
    """The ways that the needs of a thread take, in the order of the rules, and what is left over.

    Needs with the same target and kind travel together. Between the sessions of a course
    (``finished`` false) only rules that ask for it are read.
    """
    left = thread.needs
    found: list[Way] = []
    for rule in step.rules:
        if not left:
            break
        if not _read_now(thread, rule.when, finished):
            continue
        if not holds(program, floor, thread, rule, attended):
            continue
        fit = sum(1 << need for need in each(left) if fits(thread, rule.when, need))
        if not fit or not _chance_holds(thread.person, rule.when):
            continue
        takes = fit if rule.each_need else left
        left &= ~takes
        same = [way for way in found if _target(way.rule) == _target(rule)]
        if same:
            same[0].needs |= takes
            same[0].meanwhile += tuple(s for s in rule.meanwhile if s not in same[0].meanwhile)
        else:
            found.append(Way(takes, rule, rule.meanwhile))
    return found, left


def _target(rule: PRule) -> tuple[int, int, int, bool]:
    return rule.go, rule.by, rule.end, rule.keep >= 0


def _read_now(thread: Thread, when: PCondition, finished: bool) -> bool:
    """Whether a rule is read now: by how many sessions took place, and whether the course is over.

    A rule that says neither is read only when it is.
    """
    if thread.session < when.sessions:
        return False
    if when.finished >= 0:
        return when.finished == finished
    return finished or when.sessions > 0


def holds(program: Program, floor: Floor, thread: Thread, rule: PRule, attended: int) -> bool:
    """Whether the conditions on the person and the thread hold."""
    when = rule.when
    person = thread.person
    if when.attended != attended and (when.attended >= 0 or attended == 0):
        return False  # after closing for missed contacts only rules that say so are read
    if not when.age_from <= person.age <= when.age_to:
        return False
    if when.sites and person.site not in when.sites:
        return False
    if when.came_from and thread.from_team not in when.came_from:
        return False
    return _others_hold(floor, person, rule) and _history_holds(floor, program, person, rule)


def _others_hold(floor: Floor, person: Person, rule: PRule) -> bool:
    """What is asked of those around her, and of the next step."""
    when = rule.when
    if when.taking >= 0 and (rule.go < 0 or when.taking != floor.taking(rule.go)):
        return False  # where no step comes next, nobody can be asked
    if when.has_companion >= 0 and when.has_companion != (person.companion >= 0):
        return False
    if when.has_supporter >= 0:
        hers = (1 << len(person.persona.supporters)) - 1
        return when.has_supporter == bool(person.supporters_here & hers)
    return True


def _history_holds(floor: Floor, program: Program, person: Person, rule: PRule) -> bool:
    when = rule.when
    if when.tried and not any(step in person.tried for step in when.tried):
        return False
    if any(step in person.tried for step in when.not_tried):
        return False
    if when.been_to and not any(step in person.been_to for step in when.been_to):
        return False
    if any(step in person.been_to for step in when.not_been_to):
        return False
    if when.free_within >= 0:
        pool = floor.pools[program.steps[rule.go].pool]
        if not pool.pool.drawn and pool.last_newcomer_waited > when.free_within:
            return False
    return True


def _chance_holds(person: Person, when: PCondition) -> bool:
    """Drawn last, so that no luck is used up where nothing else holds."""
    return when.chance < 0.0 or person.draw(when.chance_purpose) < when.chance


def fits(thread: Thread, when: PCondition, need: int) -> bool:
    """Whether one need fits: its domain, its level as judged, told, helped."""
    person = thread.person
    domain = person.persona.needs[need].domain
    if when.domains and not when.domains >> domain & 1:
        return False
    judged = thread.judged.get(need, person.levels[need])
    if not when.at_least <= judged <= when.at_most:
        return False
    if when.told >= 0 and when.told != thread.heard >> need & 1:
        return False
    return when.helped < 0 or when.helped == thread.helped >> need & 1


def acceptable(
    program: Program,
    thread: Thread,
    team_number: int,
    beside: Mapping[int, int],
    *,
    on_paper: bool,
) -> bool:
    """Whether a team takes at least one of a thread's needs: age, site, and levels as judged.

    A need whose level nobody has judged cannot be refused on paper. ``beside``: levels of needs of
    hers that are not on the thread, as far as the team is told of them.
    """
    team = program.teams[team_number]
    person = thread.person
    if not team.selects:
        return True
    if not team.age_from <= person.age <= team.age_to:
        return False
    if team.sites and person.site not in team.sites:
        return False
    if _kept_out(team, thread, beside):
        return False
    for need in each(thread.needs):
        threshold = team.at_least[person.persona.needs[need].domain]
        unjudged = 4 if on_paper else person.levels[need]
        if thread.judged.get(need, unjudged) >= threshold:
            return True
    return False


def _kept_out(team: PTeam, thread: Thread, beside: Mapping[int, int]) -> bool:
    """Whether another need of hers, as judged, keeps a team from taking her."""
    here = {need: thread.judged[need] for need in each(thread.needs) if need in thread.judged}
    needs = thread.person.persona.needs
    return any(
        level >= team.not_with[needs[need].domain]
        for need, level in (here | dict(beside)).items()
        if needs[need].supporter < 0
    )
