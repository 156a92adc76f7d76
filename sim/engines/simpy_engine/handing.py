"""Handing on: letters, numbers, meetings, overlaps; being refused, sent back, or lost.

Goes in: a thread whose rule sends it to another team. Comes out: the thread at its next step, or
ended. Warm and cold do not differ in loss unless a file says so (MODEL section 6).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Final, NamedTuple

import simpy

from sim.draws import mix, name_key, uniform
from sim.engines.simpy_engine import telling
from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.pools import pool_of
from sim.engines.simpy_engine.rules import acceptable
from sim.engines.simpy_engine.state import NEW, Thread, Ticket, Wanted
from sim.engines.simpy_engine.telling import each
from sim.engines.simpy_engine.waiting import BOUNCE, LETTER, QUEUE
from sim.formulas import chance_lost, clipped
from sim.log import What
from sim.model.words import ENDS, HANDOFFS, MODES
from sim.program.parts import PRule, PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

LOSS = name_key("loss")
CARRIES = name_key("letter carries")
WARM, OVERLAP, COLD, _NUMBER_GIVEN = range(len(HANDOFFS))
LOST: Final = ENDS.index("lost")
CLOSED_BY_SERVICE: Final = ENDS.index("closed_by_service")
ON_PAPER, AT_FIRST_ASSESSMENT, LIST_CLOSED = 0, 1, 2
Flow = Generator[simpy.Event, object, None]


class Referral(NamedTuple):
    """Where a handoff leads, and how; what a rule says of it, or what takes a rule's place."""

    go: int
    by: int = COLD
    if_bounced: int = -1
    if_lost: int = -1
    link_back: bool = False


def referral_of(rule: PRule) -> Referral:
    """What a rule says of a handoff."""
    return Referral(rule.go, rule.by, rule.if_bounced, rule.if_lost, rule.link_back)


class Handing:
    """How responsibility passes to another team."""

    def __init__(self, world: World) -> None:
        self.world = world

    def hand_on(
        self,
        thread: Thread,
        rule: PRule | Referral,
        step: PStep,
        latent: float | None = None,
        kind: int = -1,
    ) -> Flow:
        """Hand a thread on by the rule's kind, from the step it has just had.

        ``latent`` is its luck with getting lost, where that has been drawn already; ``kind`` what
        the log calls it where that is not the rule's own word.
        """
        world = self.world
        target = world.program.steps[rule.go]
        self.passes(thread, rule, step, kind)
        lost = self.is_lost(thread, rule.by, self.latent(thread) if latent is None else latent)
        met = False
        taken = self.taken_on_paper(thread, target, spoken=True) and world.takes(thread, rule.go)
        if rule.by == WARM and not lost and taken:
            met = yield from self._meeting(thread, rule, target)
            if not thread.open:
                return
        if rule.by == OVERLAP:
            thread.overlap_worker = thread.worker
            thread.overlap_left = world.program.assumptions.overlap_sessions
        elif not met:
            if rule.by == WARM:
                self.write_instead(thread)
            elif rule.by == COLD:
                self._write(thread)
            takes = world.program.assumptions.letter_takes
            yield from world.waiting.for_minutes(thread, LETTER, takes, rule.go)
        if thread.open:
            yield from self._arrive(thread, rule, target, lost=lost, met=met)

    def passes(self, thread: Thread, rule: PRule | Referral, step: PStep, kind: int = -1) -> None:
        """From now on another team is responsible."""
        target = self.world.program.steps[rule.go]
        self.world.log(
            thread,
            What.HANDS_ON,
            step=rule.go,
            team=target.team,
            worker=thread.worker,
            needs=thread.needs,
            value=step.team * 8 + (rule.by if kind < 0 else kind),
        )
        thread.from_team = step.team
        thread.bounce_to, thread.lost_to = rule.if_bounced, rule.if_lost
        thread.link_back = rule.link_back
        thread.looked_at = False
        thread.urgent = thread.urgent and target.urgent
        thread.letter = 0
        self._let_go(thread)
        self.world.give_up_place(thread)

    def _arrive(
        self, thread: Thread, rule: PRule | Referral, target: PStep, *, lost: bool, met: bool
    ) -> Flow:
        """Lost, refused on paper, declined by a closed list, or let in.

        A team whose worker has met her already takes her, though its list has closed since.
        """
        world = self.world
        yield from world.crises.until_back(thread)
        if not thread.open:
            return
        if lost:
            self._let_go(thread)
            world.log(thread, What.LOST, step=rule.go, team=target.team, value=rule.by)
            self._lower_trust(thread, world.program.assumptions.lost)
            self._go_or_end(thread, thread.lost_to, LOST)
        elif not self.taken_on_paper(thread, target, spoken=met or rule.by == OVERLAP):
            thread.person.tried.add(rule.go)
            yield from self.send_back(thread, target.team, ON_PAPER)
        elif not met and not world.takes(thread, rule.go):
            thread.person.tried.add(rule.go)
            yield from self.send_back(thread, target.team, LIST_CLOSED)
        else:
            world.enter(thread, rule.go)

    def send_back(self, thread: Thread, team: int, when: int) -> Flow:
        """The team sends her back, to the step that the rule named or to nobody."""
        world = self.world
        thread.place_for = 0
        world.log(thread, What.BOUNCES, team=team, needs=thread.needs, value=when)
        self._lower_trust(thread, world.program.assumptions.bounced)
        self._let_go(thread)
        takes = world.program.assumptions.bounce_takes
        yield from world.waiting.for_minutes(thread, BOUNCE, takes, thread.step)
        yield from world.crises.until_back(thread)
        if thread.open:
            self._go_or_end(thread, thread.bounce_to, CLOSED_BY_SERVICE)

    def _let_go(self, thread: Thread) -> None:
        """No old worker comes along any more."""
        thread.overlap_left, thread.overlap_worker = 0, -1

    def write_instead(self, thread: Thread) -> None:
        """The letter that takes the place of a meeting is written in nobody's free time."""
        self._write(thread)
        if thread.worker >= 0:
            self.world.contacts.coordinate(thread.worker, self.world.program.assumptions.writing)

    def _go_or_end(self, thread: Thread, step: int, end: int) -> None:
        thread.looked_at = True
        thread.link_back, thread.letter = False, 0
        if step >= 0:
            self.world.enter(thread, step)
        else:
            self.world.leave(thread, thread.needs, end)

    def taken_on_paper(self, thread: Thread, target: PStep, *, spoken: bool) -> bool:
        """Whether the team of a step takes at least one of her needs, by what it is told of her.

        Of needs that travel elsewhere it is told what the sender remembers, where the two speak,
        else what a letter carries, each at the level at which it was judged last.
        """
        person = thread.person
        said = person.memory.get(thread.worker, 0) if spoken else thread.letter
        beside = telling.needs_of(person, said) & ~thread.needs
        levels = {need: level for need, level in person.judged.items() if beside >> need & 1}
        return acceptable(self.world.program, thread, target.team, levels, on_paper=True)

    def latent(self, thread: Thread) -> float:
        """Its luck with getting lost: one for each need and occurrence; the first need's counts."""
        person = thread.person
        latents = [
            person.draw(mix(LOSS ^ person.persona.needs[need].purpose))
            for need in each(thread.needs)
        ]
        return latents[0]

    def is_lost(self, thread: Thread, kind: int, latent: float) -> bool:
        """Whether luck falls under the chance that a handoff of this kind goes astray."""
        a = self.world.program.assumptions
        k = a.on_loss if a.trust_acts else 0.0
        return latent < chance_lost(a.loses[kind], k, thread.person.trust_change)

    def _lower_trust(self, thread: Thread, by: float) -> None:
        thread.person.trust = clipped(thread.person.trust - by)

    def _write(self, thread: Thread) -> None:
        """A letter carries each chapter that its writer knew, with some fidelity."""
        person = thread.person
        known = person.memory.get(thread.worker, 0)
        fidelity = self.world.program.assumptions.letter_carries
        occurrence = person.again(CARRIES)
        thread.letter_key = mix(CARRIES ^ occurrence)
        for i in each(known):
            purpose = mix(CARRIES ^ person.persona.chapters[i].purpose)
            if uniform(person.luck, purpose, occurrence) < fidelity:
                thread.letter |= 1 << i

    def _meeting(
        self, thread: Thread, rule: PRule | Referral, target: PStep
    ) -> Generator[simpy.Event, object, bool]:
        """Both workers meet her; a meeting that cannot be had in time becomes a letter."""
        world = self.world
        sender = thread.worker
        if sender < 0 or not world.floor.pools[pool_of(sender)].is_here(sender):
            return False
        a = world.program.assumptions
        hours = world.program.teams[target.team].hours
        if a.meeting > max(end - start for start, end in hours):
            return False
        ticket = Ticket(
            pool=target.pool,
            planned=a.meeting,
            order=NEW,
            joined=world.clock.now,
            earliest=world.floor.seats.opens(target.pool, a.meeting),
            key=thread_key(thread.person.number, thread.number),
            thread=thread,
            beside=(Wanted(pool_of(sender), sender),),
            meeting=True,
        )
        started = yield from world.waiting.called(
            thread, ticket, QUEUE, rule.go, within=a.meets_within
        )
        if started is None:
            return False
        yield from self._introduce(thread, ticket, sender, rule.go)
        return True

    def _introduce(self, thread: Thread, ticket: Ticket, sender: int, step: int) -> Flow:
        """What the sender knows is said in front of her; the new worker is one she has met."""
        world, person = self.world, thread.person
        minutes = world.floor.contact_minutes(ticket, ticket.planned)
        face_to_face = MODES.index("face_to_face")
        for worker in ticket.workers:
            world.log(
                thread,
                What.MEETS,
                step=step,
                team=world.floor.pools[pool_of(worker)].pool.team,
                worker=worker,
                value=ticket.planned * 16 + face_to_face,
            )
        person.contacts += 1
        key = thread_key(person.number, thread.number)
        yield world.clock.at(world.clock.now + minutes, Phase.CONTACTS_END, key)
        new = ticket.workers[0]
        spoken = telling.Conversation(known=person.memory.get(sender, 0))
        telling.remember(world.program, person, new, spoken)
        person.last_seen[pool_of(new)] = new
        thread.own = thread.introduced = new
        world.log(
            thread,
            What.PARTS,
            step=step,
            team=world.floor.pools[pool_of(new)].pool.team,
            worker=new,
            value=minutes,
        )
        for worker in ticket.workers:
            world.contacts.coordinate(worker, minutes)
            world.floor.release(worker, minutes, 0)
        world.free(person)
