"""One replication: people come, ask, wait, meet, are handed on, and leave.

A thread is an ordinary SimPy process (:meth:`World._live`): it waits, it meets, its rules are
read, it goes on or ends. Everything that waits is woken through one event of its own, so that
stopping and being called can never both happen.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import simpy

from sim.draws import mix, name_key, world_key
from sim.engines.newcomers import newcomer, onsets
from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.engines.simpy_engine.asking import Asking
from sim.engines.simpy_engine.clock import Clock, Phase, thread_key
from sim.engines.simpy_engine.contacts import TOOK_PLACE, Contacts
from sim.engines.simpy_engine.floor import Floor
from sim.engines.simpy_engine.handing import CLOSED_BY_SERVICE, COLD, Handing
from sim.engines.simpy_engine.others import Others
from sim.engines.simpy_engine.rules import Way, ways
from sim.engines.simpy_engine.state import Person, Thread, Ticket
from sim.engines.simpy_engine.telling import each
from sim.engines.simpy_engine.waiting import PAUSE, STARTED, Waiting
from sim.formulas import chance_not_taken_up
from sim.log import JOINED, Row, What, pack_levels
from sim.model.words import DOMAINS, ENDS, HELP_SOUGHT_FROM
from sim.program.parts import Program, PRule, PStep

TAKES_UP = name_key("takes up")
DECLINED = ENDS.index("declined")
HELPED = ENDS.index("helped")
NOTHING = -1
Flow = Generator[simpy.Event, object, None]


class World:
    """Everything that goes on in one replication."""

    def __init__(self, program: Program, seed: int, replication: int, sink: Sink, salt: int):
        self.program = program
        self.see = sink.see
        self.people_world = world_key(seed, replication)
        self.luck_world = world_key(seed, replication, salt)
        self.totals = Totals(pools=[PoolTotals() for _ in program.pools])
        self.clock = Clock()
        self.floor = Floor(
            program, self.clock, self.luck_world, self.totals.pools, self._ticket_starts
        )
        self.asking = Asking(self)
        self.waiting = Waiting(self)
        self.contacts = Contacts(self)
        self.handing = Handing(self)
        self.people: list[Person] = []
        self.others = Others(program, self.clock, self.floor, self.luck_world)
        for persona in range(len(program.personas)):
            self._next_onset(persona, onsets(program, self.people_world, persona))

    def run(self) -> Totals:
        """Run to the horizon."""
        self.clock.run_to(self.program.horizon)
        self.floor.finish([ticket for person in self.people for ticket in person.parked])
        return self.totals

    # People come

    def _next_onset(self, persona: int, coming: Iterator[tuple[int, int, int]]) -> None:
        """Plan the next newcomer of a persona only."""
        onset = next(coming, None)
        if onset is None or onset[0] >= self.program.horizon:
            return

        def arrive(_: simpy.Event) -> None:
            self._arrive(persona, onset)
            self._next_onset(persona, coming)

        key = thread_key(persona << 40 | onset[1] << 32 | onset[2])
        self.clock.at(onset[0], Phase.PEOPLE_ARRIVE, key, arrive)

    def _arrive(self, persona: int, onset: tuple[int, int, int]) -> None:
        who = newcomer(self.program, self.people_world, persona, onset)
        person = Person(self.program, who, self.luck_world)
        self.people.append(person)
        self.totals.people += 1
        for i in each(person.told):
            for noticer in person.persona.chapters[i].told_to:
                self._already_told(person, i, noticer)
        self._write(
            Row(
                self.clock.now,
                person.number,
                NOTHING,
                0,
                What.ONSET,
                NOTHING,
                NOTHING,
                NOTHING,
                sum(1 << need for need, level in enumerate(person.levels) if level),
                person.told,
                pack_levels(tuple(person.levels)),
            )
        )
        self.asking.reconsider(person)

    def _already_told(self, person: Person, chapter: int, noticer: int) -> None:
        """What a noticer has heard stands in the record of that noticer's own team."""
        for noticing in person.persona.noticings:
            if noticing.noticer == noticer:
                team = self.program.steps[noticing.door].team
                held = person.known_by_team.get(team, 0)
                person.known_by_team[team] = held | 1 << chapter

    # The log

    def log(
        self,
        thread: Thread,
        what: What,
        *,
        step: int = NOTHING,
        team: int = NOTHING,
        worker: int = NOTHING,
        needs: int = 0,
        chapters: int = 0,
        value: int = 0,
    ) -> None:
        """Write one row about a thread; its step and team stand where none is given."""
        if step == NOTHING:
            step = thread.step
        if team == NOTHING and step != NOTHING:
            team = self.program.steps[step].team
        self._write(
            Row(
                self.clock.now,
                thread.person.number,
                thread.number,
                thread.episode,
                what,
                step,
                team,
                worker,
                needs,
                chapters,
                value,
            )
        )

    def _write(self, row: Row) -> None:
        self.totals.rows += 1
        self.see(row)

    # Threads

    def new_thread(self, person: Person) -> Thread:
        """A thread without needs yet."""
        number = person.thread_count = person.thread_count + 1
        thread = Thread(person=person, number=number, episode=person.episode, needs=0, step=NOTHING)
        person.threads.append(thread)
        return thread

    def take_on(self, thread: Thread, needs: int) -> None:
        """These needs travel on this thread from now on."""
        thread.needs |= needs
        for need in each(needs):
            thread.person.on_thread[need] = thread
        self.log(thread, What.TAKEN_ON, needs=needs)
        for need in each(needs):
            self.waiting.run_clock(thread, need)
        self.asking.reconsider(thread.person)

    def leave(self, thread: Thread, needs: int, end: int) -> None:
        """These needs leave this thread; a thread without needs is over."""
        now = self.clock.now
        for need in each(needs):
            thread.person.on_thread[need] = None
            thread.person.stopping[need].pause(now)
        thread.needs &= ~needs
        self.log(thread, What.LEFT, needs=needs, value=end)
        if not thread.needs:
            thread.open = False
            thread.person.threads.remove(thread)
            self.give_up_place(thread)
        if end != JOINED:
            self.asking.reconsider(thread.person)

    def begin(self, thread: Thread, door: int) -> None:
        """A thread enters its first step."""

        def flow() -> Flow:
            if self.takes(thread, door):
                self.enter(thread, door)
            else:
                thread.step = door
                thread.person.tried.add(door)
                self.leave(thread, thread.needs, CLOSED_BY_SERVICE)
            yield from self._live(thread)

        self.clock.process(flow())

    def takes(self, thread: Thread, step: int) -> bool:
        """Whether a step takes somebody who comes to its team: it is open, or she waits there."""
        return self.floor.taking(step) or any(
            other is not thread and self.waiting.is_for(other, step)
            for other in thread.person.threads
        )

    def give_up_place(self, thread: Thread) -> None:
        """A thread leaves the team on whose caseload it had a place."""
        if thread.place_of >= 0:
            self.log(thread, What.PLACE, team=thread.place_of, value=0)
            self.floor.give_up_place(thread.place_of)
            thread.place_of = -1

    def enter(self, thread: Thread, step_number: int) -> None:
        """Enter a step: join whoever waits there already, take up the offer or not."""
        person = thread.person
        for other in person.threads:
            if other is not thread and self.waiting.is_for(other, step_number):
                self._join(thread, other)
                return
        step = self.program.steps[step_number]
        if step.team != thread.place_of:
            self.give_up_place(thread)
        thread.step = step_number
        thread.session = thread.misses = 0
        thread.begun = False
        person.tried.add(step_number)
        if not self.floor.lists.within_limit(step_number, self.clock.now):
            self.leave(thread, thread.needs, CLOSED_BY_SERVICE)
        elif step.offered and not self._takes_up(thread, step):
            self.leave(thread, thread.needs, DECLINED)

    def _join(self, thread: Thread, other: Thread) -> None:
        """The newcomer's needs travel with the thread that waits there already."""
        needs = thread.needs
        other.heard |= thread.heard
        other.helped |= thread.helped
        other.letter |= thread.letter
        other.judged.update(thread.judged)
        self.leave(thread, needs, JOINED)
        self.take_on(other, needs)

    def _takes_up(self, thread: Thread, step: PStep) -> bool:
        """One latent for each person, function and occurrence against the chance of not now."""
        person = thread.person
        domains = {person.persona.needs[need].domain for need in each(thread.needs)}
        if step.helps is not None:
            served = {d for d in range(len(DOMAINS)) if step.helps.domains >> d & 1}
            domains = (domains & served) or domains
        stigma = max(person.is_.stigma[d] for d in domains)
        chance = chance_not_taken_up(self.program.assumptions.not_taken_up, stigma)
        taken = person.draw(mix(TAKES_UP ^ step.purpose)) >= chance
        self.log(thread, What.OFFERED, needs=thread.needs, value=int(taken))
        return taken

    def _live(self, thread: Thread) -> Flow:
        """The life of a thread, step by step."""
        while thread.open:
            step = self.program.steps[thread.step]
            attended = TOOK_PLACE
            if step.pause >= 0:
                yield from self.waiting.for_minutes(thread, PAUSE, step.pause, thread.step)
            else:
                attended = yield from self.contacts.take_place(thread, step)
            if thread.bounced:
                thread.bounced = False
                self.contacts.release(thread, 0)
                yield from self.handing.send_back(thread, step.team, 1)
            elif thread.needs:
                yield from self._go_on(thread, step, attended)
            else:
                self.contacts.release(thread, 0)

    def _go_on(self, thread: Thread, step: PStep, attended: int) -> Flow:
        """Read the rules; needs that go different ways become threads of their own."""
        found, left = ways(self.program, self.floor, thread, step, attended)
        moves = [way for way in found if way.rule.go >= 0]
        self.contacts.release(thread, sum(way.rule.by == COLD for way in moves))
        for way in found:
            if way.rule.go < 0:
                self._end(thread, way)
        if left:
            self.leave(thread, left, CLOSED_BY_SERVICE)
        if not moves:
            return
        for way in moves[1:]:
            branch = self._split(thread, way.needs)
            self.clock.process(self._branch(branch, way.rule, step))
        yield from self._move(thread, moves[0].rule, step)

    def _end(self, thread: Thread, way: Way) -> None:
        """Needs end as the rule says; only a need that is low now can have been helped."""
        for need in each(way.needs):
            end = way.rule.end
            low = thread.person.levels[need] < HELP_SOUGHT_FROM
            if low and thread.helped >> need & 1:
                end = HELPED
            elif end == HELPED:
                end = CLOSED_BY_SERVICE
            self.leave(thread, 1 << need, end)

    def _split(self, thread: Thread, needs: int) -> Thread:
        """Some needs go their own way, with what is known about them."""
        branch = self.new_thread(thread.person)
        branch.step = thread.step
        branch.worker, branch.own = thread.worker, thread.own
        branch.from_team = thread.from_team
        branch.heard, branch.helped = thread.heard & needs, thread.helped & needs
        branch.judged = {need: level for need, level in thread.judged.items() if needs >> need & 1}
        branch.letter, branch.letter_key = thread.letter, thread.letter_key
        self.leave(thread, needs, JOINED)
        self.take_on(branch, needs)
        return branch

    def _branch(self, thread: Thread, rule: PRule, step: PStep) -> Flow:
        yield from self._move(thread, rule, step)
        yield from self._live(thread)

    def _move(self, thread: Thread, rule: PRule, step: PStep) -> Flow:
        if rule.by >= 0:
            yield from self.handing.hand_on(thread, rule, step)
        else:
            self.enter(thread, rule.go)

    def _ticket_starts(self, ticket: Ticket) -> None:
        """Dispatch has found a worker: whoever waits is woken in the same minute."""
        if ticket.thread is None:
            self.others.start(ticket)
            return
        thread = ticket.thread
        if ticket.place:
            thread.place_of = self.program.pools[ticket.pool].team
            self.log(thread, What.PLACE, team=thread.place_of, value=1)
        assert thread.wake is not None
        thread.wake.succeed(STARTED)


def run(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """Run one replication of a program on the SimPy engine."""
    return World(program, seed, replication, sink, salt).run()
