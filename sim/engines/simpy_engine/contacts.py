"""Contacts: she comes or not, they talk, she is helped, and course by course it is done.

Goes in: a thread that waits for a step. Comes out: whether the step took place. The worker is
held until the rules have been read, since letters are written before she turns to somebody else.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.draws import mix, name_key
from sim.engines.simpy_engine import telling
from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.pools import pool_of
from sim.engines.simpy_engine.rules import acceptable
from sim.engines.simpy_engine.state import Person, Thread, Ticket
from sim.engines.simpy_engine.supporters import attending_log_odds, can_be_told_by
from sim.engines.simpy_engine.telling import Conversation, each
from sim.engines.simpy_engine.waiting import draw_law
from sim.formulas import chance_of_attending, whole_minutes
from sim.log import What
from sim.model.words import ENDS, HELP_SOUGHT_FROM, MINUTES_PER_WEEK, MODES
from sim.program.parts import PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

ATTENDS = name_key("attends")
MINUTES = name_key("minutes")
WORKS = name_key("works")
NOT_HEARD = ENDS.index("not_heard")
HELPED = ENDS.index("helped")
AT_THE_PLACE = frozenset(MODES.index(mode) for mode in ("face_to_face", "drop_in", "group"))
"""Modes for which she goes to where the team is."""
TOOK_PLACE, CLOSED, GONE, ELSEWHERE = 1, 0, -1, -2
"""Whether a step took place: it did; she missed too many contacts; she is gone; her needs went on
in the middle of a course."""
MISSED = -1
"""In place of the needs reached, where she did not come."""
Flow = Generator[simpy.Event, object, int]


class Contacts:
    """How contacts take place."""

    def __init__(self, world: World) -> None:
        self.world = world

    def take_place(self, thread: Thread, step: PStep) -> Flow:
        """Wait and meet, again for each session. Says whether it took place."""
        reached = 0
        while True:
            ticket, thread.ready = thread.ready, None
            if ticket is None:
                ticket = yield from self.world.waiting.for_contact(thread, step)
            if ticket is None:
                return GONE
            found = yield from self.contact(thread, step, ticket)
            if found == MISSED:
                if not thread.open or thread.sent_away:
                    return GONE
                if thread.misses > self.world.program.teams[step.team].rebook:
                    return CLOSED
                continue
            reached |= found
            if not thread.open or thread.bounced or not self._goes_on(thread, step, reached):
                break
            if (yield from self.world.moving.between_sessions(thread, step)):
                return ELSEWHERE
            if not self._goes_on(thread, step, reached):
                break
            self.release(thread, 0)
        self._finish(thread, step, reached)
        return TOOK_PLACE if thread.open else GONE

    def contact(self, thread: Thread, step: PStep, ticket: Ticket) -> Flow:
        """One contact, or a meeting without her. The needs that help reached, or MISSED."""
        thread.contact_began = self.world.clock.now
        certain = not step.with_her or ticket.kept >= 0
        if not certain and not self._comes(thread, step, ticket):
            yield from self._miss(thread, step, ticket)
            return MISSED
        self.world.alongside.begins(thread)
        if step.with_her:
            reached = yield from self._meet(thread, step, ticket)
            if thread.open and step.companion >= 0:
                self.world.companions.give(thread, step)
            return reached
        yield from self.world.conferring.confer(thread, step, ticket)
        return 0

    def _goes_on(self, thread: Thread, step: PStep, reached: int) -> bool:
        """Whether a further session of the course is due."""
        if step.helps is None or thread.session >= step.helps.sessions:
            return False
        return bool(self._reachable(thread, step) or reached & thread.needs)

    def _reachable(self, thread: Thread, step: PStep) -> int:
        """The needs told on this thread that the step can help."""
        if step.helps is None:
            return 0
        person = thread.person
        return sum(
            1 << need
            for need in each(thread.needs & thread.heard)
            if step.helps.domains >> person.persona.needs[need].domain & 1
            and 0 < person.levels[need] <= step.helps.reaches
        )

    def _comes(self, thread: Thread, step: PStep, ticket: Ticket) -> bool:
        """Whether she attends: a logit of base, weeks waited, barrier and trust."""
        if not step.books:
            return True
        program = self.world.program
        a = program.assumptions
        person = thread.person
        if program.flat:
            return person.draw(mix(ATTENDS ^ step.purpose)) < a.attends[step.mode]
        since = ticket.earliest if thread.session else ticket.joined
        chance = chance_of_attending(
            a.attends[step.mode],
            a.attends_per_week,
            max(0, self.world.clock.now - since) / MINUTES_PER_WEEK,
            a.weeks_that_count,
            a.barrier,
            person.barriers[step.mode],
            a.on_attending if a.trust_acts else 0.0,
            person.trust_change,
            self._support(person, step),
        )
        return person.draw(mix(ATTENDS ^ step.purpose)) < chance

    def _support(self, person: Person, step: PStep) -> float:
        """Log odds of coming: supporters and a companion for it, distance against it."""
        a = self.world.program.assumptions
        log_odds = attending_log_odds(person)
        if person.companion >= 0:
            log_odds += a.companion
        if step.mode in AT_THE_PLACE:
            site = self.world.program.teams[step.team].site
            log_odds -= a.distance * person.is_.distance.get(site, 0.0)
        return log_odds

    def _miss(
        self, thread: Thread, step: PStep, ticket: Ticket
    ) -> Generator[simpy.Event, object, None]:
        """The seats are held for the planned minutes; she is elsewhere."""
        thread.misses += 1
        held = self.world.floor.contact_minutes(ticket, step.planned)
        self.world.log(thread, What.MISSED, worker=ticket.workers[0], value=held)
        self.world.free(thread.person)
        yield self.end_of(thread, held)
        for worker in ticket.workers:
            if self.world.floor.counts(self.world.clock.now):
                self.world.floor.totals[pool_of(worker)].missed += held
            self.world.floor.release(worker, 0, 0)

    def end_of(self, thread: Thread, minutes: int) -> simpy.Event:
        """The end of a contact of this thread that lasts so many minutes from now."""
        key = thread_key(thread.person.number, thread.number)
        return self.world.clock.at(self.world.clock.now + minutes, Phase.CONTACTS_END, key)

    def _meet(
        self, thread: Thread, step: PStep, ticket: Ticket
    ) -> Generator[simpy.Event, object, int]:
        """One two-way contact. Returns the needs that a session of help reached."""
        world, person = self.world, thread.person
        drawn = whole_minutes(draw_law(step.law, person.draw(mix(MINUTES ^ step.purpose))))
        minutes = world.floor.contact_minutes(ticket, drawn)
        for worker in ticket.workers:
            world.log(thread, What.MEETS, worker=worker, value=step.planned * 16 + step.mode)
        person.contacts += 1
        worker = ticket.workers[0]
        known = telling.knowledge(world.program, person, thread, worker, person.contacts)
        for other in ticket.workers[1:]:
            known |= person.memory.get(other, 0)
        known |= world.keeping.known(thread, worker)
        on_the_books = world.keeping.hands_over(thread, ticket.workers, minutes)
        said = telling.converse(
            world.program,
            person,
            thread,
            step,
            worker,
            known,
            minutes,
            telling.best_skill(world.program, ticket.workers),
            can_be_told_by(person, step.mode, person.contacts),
        )
        yield self.end_of(thread, minutes)
        thread.session += 1
        self._hear(thread, step, ticket, said)
        reached = self._help(thread, step, worker, said)
        world.log(thread, What.PARTS, worker=worker, value=minutes)
        self._count_minutes(ticket, said, minutes)
        thread.held = (ticket.workers, minutes + on_the_books[0], step.travel + on_the_books[1])
        world.free(person)
        if thread.overlap_left:
            thread.overlap_left -= 1
        return reached

    def _hear(self, thread: Thread, step: PStep, ticket: Ticket, said: Conversation) -> None:
        """Who knows what now, which needs have been heard, and how they are judged."""
        world, person, worker = self.world, thread.person, ticket.workers[0]
        for what, chapters, minutes in (
            (What.CONFIRMS, said.confirmed, said.confirming),
            (What.TELLS, said.told, said.telling),
            (What.RETELLS, said.retold, said.retelling),
            (What.TOLD_FOR_HER, said.told_for_her, said.telling_for_her),
        ):
            if chapters:
                world.log(thread, what, worker=worker, chapters=chapters, value=minutes)
        for present in ticket.workers:
            telling.remember(world.program, person, present, said)
            person.last_seen[pool_of(present)] = present
        thread.worker = worker
        if pool_of(thread.own) != step.pool or not self._still_here(thread.own):
            thread.own = worker
        asked = step.asks[person.is_.persona] & person.is_.chapters
        self._take_needs(thread, telling.needs_of(person, said.knows_now & asked))
        unheard = telling.needs_of(person, asked) & thread.needs & ~thread.heard
        if step.assessment:
            world.log(thread, What.ASSESSED, worker=worker)
        if asked:
            self.judge(thread, step, ticket.workers)
        telling.move_trust(world.program, person, said)
        if thread.main is not None:  # without responsibility nobody is told that she was not heard
            return
        if unheard:
            world.leave(thread, unheard, NOT_HEARD)
        if thread.open:
            self._look(thread, step, ticket.workers)
        if thread.open and thread.link_back:
            self._write_back(thread, worker)

    def _still_here(self, worker: int) -> bool:
        return self.world.floor.pools[pool_of(worker)].is_here(worker)

    def _take_needs(self, thread: Thread, heard: int) -> None:
        """Needs heard of join the thread if they are open and travel on none."""
        person = thread.person
        first = heard & ~person.heard
        if first:
            person.heard |= first
            self.world.log(thread, What.TOLD_NEEDS, needs=first)
        free = sum(1 << need for need in each(heard) if person.on_thread[need] is None)
        new = telling.open_needs(person, free)
        if new and thread.main is None:
            self.world.take_on(thread, new)
        thread.heard |= heard

    def judge(
        self, thread: Thread, step: PStep, workers: tuple[int, ...], *, anew: bool = False
    ) -> None:
        """The needs heard on this thread are judged, with the best skill present."""
        needs = thread.needs & thread.heard
        skill = telling.best_skill(self.world.program, workers)
        anew = anew or step.assessment
        telling.judge(thread.person, thread, step, skill, needs, anew=anew)
        packed = sum(thread.judged.get(need, 0) << (3 * need) for need in each(needs))
        if needs:
            self.world.log(thread, What.JUDGED, worker=workers[0], needs=needs, value=packed)

    def _look(self, thread: Thread, step: PStep, workers: tuple[int, ...]) -> None:
        """The first assessment looks again at whom it was sent, and at what else she has told."""
        if thread.looked_at or not step.assessment:
            return
        thread.looked_at = True
        program, person = self.world.program, thread.person
        known = telling.needs_of(person, person.memory.get(workers[0], 0))
        skill = telling.best_skill(program, workers)
        beside = telling.judged_beside(person, step, skill, known & ~thread.needs)
        if not acceptable(program, thread, step.team, beside, on_paper=False):
            thread.bounced = True

    def _write_back(self, thread: Thread, worker: int) -> None:
        """A letter back to the team that handed on."""
        thread.link_back = False
        person = thread.person
        if thread.from_team >= 0:
            known = person.known_by_team.get(thread.from_team, 0)
            person.known_by_team[thread.from_team] = known | person.memory.get(worker, 0)
        thread.letters_due += 1

    def _help(self, thread: Thread, step: PStep, worker: int, said: Conversation) -> int:
        """A session of help, if enough minutes were left for it."""
        if not thread.open or thread.bounced:
            return 0
        if said.helping < self.world.program.assumptions.help_at_least:
            return 0
        reached = self._reachable(thread, step)
        if reached:
            thread.helped |= reached
            self.world.log(thread, What.HELPS, worker=worker, needs=reached, value=said.helping)
        return reached

    def _finish(self, thread: Thread, step: PStep, reached: int) -> None:
        """The course is over: what it reached, it may have helped."""
        if step.helps is None or not thread.open or thread.bounced:
            return
        person = thread.person
        for need in each(reached & thread.needs):
            p = person.persona.needs[need]
            level = min(person.levels[need], step.helps.lowers_to)
            works = step.helps.works[person.levels[need]]
            if person.draw(mix(WORKS ^ step.purpose) ^ p.purpose) >= works:
                continue
            person.levels[need] = level
            thread.judge(need, level)
            self.world.log(thread, What.LEVEL, needs=1 << need, value=level)
            self.world.lives.rest(person, need)
            self.world.lives.reconsider(person)
            if level < HELP_SOUGHT_FROM:
                self.world.leave(thread, 1 << need, HELPED)

    def release(self, thread: Thread, letters: int) -> None:
        """Let go of the workers of the last contact, after writing so many letters."""
        if thread.held is None:
            return
        workers, minutes, travel = thread.held
        letters += thread.letters_due
        thread.held, thread.letters_due = None, 0
        for place, worker in enumerate(workers):
            extra = travel
            if place == 0:
                extra += letters * self.world.program.assumptions.writing
            self.coordinate(worker, extra)
            self.world.floor.release(worker, minutes, extra)

    def coordinate(self, worker: int, minutes: int) -> None:
        """Count minutes of a worker's letters, travel and meetings."""
        if self.world.floor.counts(self.world.clock.now):
            self.world.floor.totals[pool_of(worker)].coordinating += minutes

    def _count_minutes(self, ticket: Ticket, said: Conversation, minutes: int) -> None:
        if not self.world.floor.counts(self.world.clock.now):
            return
        totals = self.world.floor.totals[pool_of(ticket.workers[0])]
        totals.telling += said.telling + said.telling_for_her
        totals.retelling += said.retelling
        totals.confirming += said.confirming
        totals.helping += said.helping
        totals.contacts += 1
        for other in ticket.workers[1:]:
            self.world.floor.totals[pool_of(other)].coordinating += minutes
