"""What is said in a contact: known, confirmed, told, told again, and how needs come to be judged.

The rules are MODEL section 4. Goes in: a person, her thread, the step, the worker and the minutes
of the contact. Comes out: a :class:`Conversation`; only :func:`remember` changes who knows what,
at the end of the contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.draws import mix, name_key, uniform
from sim.engines.simpy_engine.pools import pool_of
from sim.engines.simpy_engine.state import Person, Thread
from sim.formulas import clipped, minutes_to_confirm, openness
from sim.model.words import HELP_SOUGHT_FROM
from sim.program.parts import Program, PStep
from sim.program.person_parts import PChapter

READS = name_key("reads")
ASKS_AGAIN = name_key("asks again")
DISCLOSES = name_key("discloses")
JUDGES = name_key("judges")
JUDGES_HIGH = name_key("judges high")
JUDGES_BESIDE = name_key("judges beside")
JUDGES_BESIDE_HIGH = name_key("judges beside high")
LEVELS_JUDGED = (1, 4)


@dataclass(slots=True)
class Conversation:
    """What a contact holds. Chapters and needs are bit sets."""

    known: int = 0
    """chapters that the worker knew beforehand"""
    confirmed: int = 0
    told: int = 0
    """told for the first time to anybody"""
    retold: int = 0
    told_for_her: int = 0
    """told by a supporter: no telling of hers"""
    telling_for_her: int = 0
    """minutes"""
    telling: int = 0
    """minutes"""
    retelling: int = 0
    confirming: int = 0
    helping: int = 0

    def hears(self, chapter: int, minutes: int, *, before: bool) -> None:
        """She tells a chapter, for the first time or after telling it before."""
        if before:
            self.retold |= 1 << chapter
            self.retelling += minutes
        else:
            self.told |= 1 << chapter
            self.telling += minutes

    @property
    def knows_now(self) -> int:
        """What the worker knows afterwards."""
        return self.known | self.told | self.retold | self.told_for_her


SMALL: Final = 1 << 10
POSITIONS: Final = tuple(
    tuple(i for i in range(bits.bit_length()) if bits >> i & 1) for bits in range(SMALL)
)
"""The positions in every small bit set: they are asked for some 200,000 times in a run."""


def each(bits: int) -> tuple[int, ...]:
    """The positions in a bit set, in order."""
    if bits < SMALL:
        return POSITIONS[bits]
    return tuple(i for i in range(bits.bit_length()) if bits >> i & 1)


def knowledge(program: Program, person: Person, thread: Thread, worker: int, contact: int) -> int:
    """Chapters that this worker knows beforehand, from every note that she may and does read.

    Reading is one draw for each contact and notes.
    """
    team_number = program.pools[pool_of(worker)].team
    team = program.teams[team_number]

    def read(notes: int, chance: float) -> bool:
        return uniform(person.luck, mix(READS ^ notes), contact) < chance

    known = person.memory.get(worker, 0)
    own = person.known_by_team.get(team_number, 0)
    if own and read(team.notes_key, team.reads_own):
        known |= own
    for record, chance, consent in team.reads:
        held = person.known_in_record.get(record, 0)
        may = person.is_.consents or not consent
        if held and may and read(program.record_keys[record], chance):
            known |= held
    if thread.letter and read(thread.letter_key, program.assumptions.letter_read):
        known |= thread.letter
    return known


def converse(
    program: Program,
    person: Person,
    thread: Thread,
    step: PStep,
    worker: int,
    known: int,
    minutes: int,
    skill: tuple[float, ...],
    for_her: int = 0,
) -> Conversation:
    """The conversation of one contact: minutes pay for confirming, then telling, then helping.

    ``skill`` is the best of those present, by domain; ``for_her`` are the chapters that supporters
    who are with her can tell in her place.
    """
    asked = step.asks[person.is_.persona] & person.is_.chapters
    said = Conversation(known=known)
    again = asked & known & _asked_again(program, person, worker)
    left = minutes
    for i in each(asked & known & ~again):
        cost = minutes_to_confirm(person.is_.minutes[i], program.assumptions.confirm)
        if cost <= left:
            left -= cost
            said.confirming += cost
            said.confirmed |= 1 << i
    for i in _in_order(person, thread, (asked & ~known) | again):
        cost = person.is_.minutes[i]
        if for_her >> i & 1 and cost <= left:
            left -= cost
            said.told_for_her |= 1 << i
            said.telling_for_her += cost
            continue
        if not _is_told(program, person, step, skill, i, left):
            continue
        cost = min(cost, left)
        left -= cost
        said.hears(i, cost, before=bool(person.told >> i & 1))
    said.helping = left
    return said


def _asked_again(program: Program, person: Person, worker: int) -> int:
    """The chapters that the worker asks for again if she knows them.

    Taking the story from the start is one habit: one draw for each contact, against a lower
    chance for what this worker has heard herself.
    """
    a = program.assumptions
    u = uniform(person.luck, ASKS_AGAIN, person.contacts)
    own = person.memory.get(worker, 0)
    again = 0
    if u < a.ask_again:
        again |= ~own
    if u < a.ask_again_own:
        again |= own
    return again


def _in_order(person: Person, thread: Thread, chapters: int) -> list[int]:
    """What brought her first, then the rest of her story, each in file order."""
    brought = [i for i in each(chapters) if _about(person.persona.chapters[i], thread.needs)]
    return brought + [i for i in each(chapters) if i not in brought]


def _about(chapter: PChapter, needs: int) -> bool:
    return chapter.about >= 0 and bool(needs >> chapter.about & 1)


def best_skill(program: Program, workers: tuple[int, ...]) -> tuple[float, ...]:
    """The best skill of those present, by domain."""
    first = program.pools[pool_of(workers[0])].skill
    if len(workers) == 1:
        return first
    skills = [program.pools[pool_of(worker)].skill for worker in workers]
    return tuple(max(of_domain) for of_domain in zip(*skills, strict=True))


def _is_told(
    program: Program,
    person: Person,
    step: PStep,
    skills: tuple[float, ...],
    i: int,
    left: int,
) -> bool:
    """Whether there is time for a chapter and, if it is hidden, whether she tells it.

    Her latent of disclosure is fixed for the chapter, so that asking five times is not five
    lotteries.
    """
    chapter = person.persona.chapters[i]
    cost = person.is_.minutes[i]
    if not chapter.hidden:
        return cost <= left
    if left <= 0:
        return False
    a = program.assumptions
    skill = skills[chapter.domain] if chapter.domain >= 0 else max(skills)
    stigma = person.is_.stigma[chapter.domain] if chapter.domain >= 0 else 0.0
    k = a.on_openness if a.trust_acts else 0.0
    chance = skill * openness(a.openness[step.mode], stigma, k, person.trust_change, left, cost)
    return uniform(person.luck, mix(DISCLOSES ^ chapter.purpose)) < chance


def needs_of(person: Person, chapters: int) -> int:
    """The needs that these chapters are about."""
    needs = 0
    for i in each(chapters):
        about = person.persona.chapters[i].about
        if about >= 0:
            needs |= 1 << about
    return needs


def remember(program: Program, person: Person, worker: int, said: Conversation) -> None:
    """Write the worker's memory, the team's record and the shared records."""
    chapters = said.knows_now
    person.told |= said.told
    person.memory[worker] = person.memory.get(worker, 0) | chapters
    team_number = program.pools[pool_of(worker)].team
    person.known_by_team[team_number] = person.known_by_team.get(team_number, 0) | chapters
    team = program.teams[team_number]
    for record in team.writes:  # consent is looked at where it is read
        held = person.known_in_record.get(record, 0)
        person.known_in_record[record] = held | chapters


def judge(
    person: Person,
    thread: Thread,
    step: PStep,
    skills: tuple[float, ...],
    needs: int,
    *,
    anew: bool,
) -> None:
    """Judge levels: right with the skill in that domain, else one off, within 1 to 4.

    What has been judged before stands, unless they are judged anew.
    """
    for need in each(needs):
        if need in thread.judged and not anew:
            continue
        thread.judge(need, _judged(person, step, skills, need, JUDGES, JUDGES_HIGH))


def judged_beside(
    person: Person, step: PStep, skills: tuple[float, ...], needs: int
) -> dict[int, int]:
    """The levels at which a first assessment judges open needs that travel elsewhere, or nowhere.

    They stand on no thread: it only asks whether they keep the team from taking her. The draws
    are their own, so that no other judgement has other luck for it.
    """
    return {
        need: _judged(person, step, skills, need, JUDGES_BESIDE, JUDGES_BESIDE_HIGH)
        for need in each(needs)
        if person.levels[need] > 0
    }


def _judged(
    person: Person, step: PStep, skills: tuple[float, ...], need: int, right: int, high: int
) -> int:
    """The level as judged: the purposes say whether it is right and, if not, whether too high."""
    p = person.persona.needs[need]
    level = person.levels[need]
    if person.draw(mix(right ^ step.purpose) ^ p.purpose) >= skills[p.domain]:
        up = person.draw(mix(high ^ step.purpose) ^ p.purpose) < 0.5
        level += 1 if up else -1
    least, most = LEVELS_JUDGED
    return min(most, max(least, level))


def move_trust(program: Program, person: Person, said: Conversation) -> None:
    """Being heard raises trust; telling again lowers it, painful chapters twice (section 9)."""
    a = program.assumptions
    change = a.heard if said.told | said.confirmed | said.told_for_her else 0.0
    if said.retold:
        painful = any(person.persona.chapters[i].painful for i in each(said.retold))
        change -= a.retold * (2.0 if painful else 1.0)
    person.trust = clipped(person.trust + change)


def open_needs(person: Person, needs: int) -> int:
    """Those of these needs that are open at a level at which help is sought."""
    return sum(1 << i for i in each(needs) if person.levels[i] >= HELP_SOUGHT_FROM)
