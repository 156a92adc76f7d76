"""One replication: people come, ask, wait, meet, are handed on, and leave.

A thread is an ordinary SimPy process (:meth:`World._live`): it waits, it meets, its rules are
read, it goes on or ends. Everything that waits is woken through one event of its own, so that
stopping and being called can never both happen.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial

import simpy

from sim.draws import world_key
from sim.engines.newcomers import newcomer, onsets
from sim.engines.protocol import PoolTotals, Sink, Totals
from sim.engines.simpy_engine.alongside import Alongside
from sim.engines.simpy_engine.asking import Asking, may_meet
from sim.engines.simpy_engine.boundaries import Boundaries
from sim.engines.simpy_engine.clock import Clock, Phase, thread_key
from sim.engines.simpy_engine.companions import Companions
from sim.engines.simpy_engine.conferring import Conferring
from sim.engines.simpy_engine.contacts import ELSEWHERE, TOOK_PLACE, Contacts
from sim.engines.simpy_engine.crises import Crises
from sim.engines.simpy_engine.floor import Floor
from sim.engines.simpy_engine.handing import CLOSED_BY_SERVICE, Handing
from sim.engines.simpy_engine.keeping import Keeping
from sim.engines.simpy_engine.lives import Lives
from sim.engines.simpy_engine.logbook import Logbook
from sim.engines.simpy_engine.moving import Moving
from sim.engines.simpy_engine.offering import Offering
from sim.engines.simpy_engine.others import Others
from sim.engines.simpy_engine.state import Person, Thread, Ticket
from sim.engines.simpy_engine.telling import each
from sim.engines.simpy_engine.waiting import PAUSE, STARTED, Waiting, pause_ends
from sim.log import JOINED, What
from sim.program.parts import Program

NOTHING = -1
Flow = Generator[simpy.Event, object, None]


class World:
    """Everything that goes on in one replication."""

    def __init__(self, program: Program, seed: int, replication: int, sink: Sink, salt: int):
        self.program = program
        self.people_world = world_key(seed, replication)
        self.luck_world = world_key(seed, replication, salt)
        self.totals = Totals(pools=[PoolTotals() for _ in program.pools])
        self.clock = Clock()
        self.book = Logbook(program, self.clock, self.totals, sink)
        self.log, self.log_about = self.book.log, self.book.log_about
        self.floor = Floor(
            program, self.clock, self.luck_world, self.totals.pools, self._ticket_starts
        )
        self.asking = Asking(self)
        self.waiting = Waiting(self)
        self.contacts = Contacts(self)
        self.handing = Handing(self)
        self.lives = Lives(self)
        self.crises = Crises(self)
        self.boundaries = Boundaries(self)
        self.companions = Companions(self)
        self.alongside = Alongside(self)
        self.conferring = Conferring(self)
        self.keeping = Keeping(self)
        self.moving = Moving(self)
        self.offering = Offering(self)
        self.people: list[Person] = []
        self.others = Others(program, self.clock, self.floor, self.luck_world)
        for minute, later in program.later:
            self.clock.at(minute, Phase.LIVES_CHANGE, 0, partial(self._change_program, later))
        for persona in range(len(program.personas)):
            self._next_onset(persona, onsets(program, self.people_world, persona))

    def run(self) -> Totals:
        """Run to the horizon."""
        self.clock.run_to(self.program.horizon)
        self.floor.finish([ticket for person in self.people for ticket in person.parked])
        return self.totals

    def _change_program(self, program: Program, _: simpy.Event) -> None:
        """The system changes while the run goes on: the same names, other numbers and rules."""
        self.program = program
        self.floor.change_program(program)
        self.others.change_program(program)
        for person in self.people:  # who they are stays; doors, hours and hazards may be others
            person.persona = program.personas[person.is_.persona]
            self.asking.reconsider(person)
            self.lives.reconsider(person)

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
        self.book.onset(person)
        self.lives.begin(person)
        self.asking.reconsider(person)

    def _already_told(self, person: Person, chapter: int, noticer: int) -> None:
        """What a noticer has heard stands in the record of that noticer's own team."""
        for noticing in person.persona.noticings:
            if noticing.noticer == noticer and noticing.needs and may_meet(noticing, person):
                team = self.program.steps[noticing.door].team
                held = person.known_by_team.get(team, 0)
                person.known_by_team[team] = held | 1 << chapter

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
        thread.place_for &= ~needs
        self._come_back(thread)
        self.asking.reconsider(thread.person)
        if thread.interim or thread.session:
            self.lives.reconsider(thread.person)

    def leave(self, thread: Thread, needs: int, end: int) -> None:
        """These needs leave this thread; a thread without needs is over."""
        now = self.clock.now
        for need in each(needs):
            thread.person.on_thread[need] = None
            thread.person.stopping[need].pause(now)
        thread.needs &= ~needs
        self.log(thread, What.LEFT, needs=needs, value=end)
        if end != JOINED and not thread.needs and not thread.waiting:
            thread.place_for = 0  # it is no place on a list any more
        self.close_if_empty(thread)
        if end != JOINED:
            for need in each(needs):
                self.crises.let_go(thread.person, thread, need)
            self.asking.reconsider(thread.person)
        if thread.interim or thread.session:
            self.lives.reconsider(thread.person)
        if not thread.person.threads:
            self.companions.release(thread.person)

    def close_if_empty(self, thread: Thread) -> None:
        """A thread without needs is over, unless it keeps a place for one that is away."""
        if not thread.needs and not thread.place_for and thread.open:
            thread.open = False
            thread.person.threads.remove(thread)
            self.alongside.finish(thread)
            self.give_up_place(thread)
            self._come_back(thread)

    def _come_back(self, thread: Thread) -> None:
        """A thread that stood still since its needs were away goes on."""
        if thread.back is not None and not thread.back.triggered:
            thread.back.succeed()
        if not thread.person.busy:
            self.floor.wake(thread.person.parked)

    def free(self, person: Person) -> None:
        """Her contact is over: what waited for her goes on, and what struck meanwhile happens."""
        person.busy = False
        self.floor.wake(person.parked)
        for key, happens in person.after_contact:
            self.clock.at(
                self.clock.now,
                Phase.LIVES_CHANGE,
                key,
                partial(self._after_contact, person, key, happens),
            )
        person.after_contact.clear()
        if any(thread.session for thread in person.threads):  # a course may be under way
            self.lives.reconsider(person)

    def _after_contact(
        self, person: Person, key: int, happens: Callable[[], None], _: simpy.Event
    ) -> None:
        self.lives.when_free(person, key, happens)

    def begin(self, thread: Thread, door: int) -> None:
        """A thread enters its first step."""

        def flow() -> Flow:
            if self.takes(thread, door):
                self.enter(thread, door)
            else:
                thread.step = door
                thread.person.tried.add(door)
                self.leave(thread, thread.needs, CLOSED_BY_SERVICE)
            yield from self.live(thread)

        self.clock.process(flow())

    def takes(self, thread: Thread, step: int) -> bool:
        """Whether a step takes somebody who comes to its team: it is open, or she waits there."""
        if thread.urgent or self.floor.taking(step):
            return True
        return self.waits_there(thread, step) is not None

    def give_up_place(self, thread: Thread) -> None:
        """A thread leaves the team on whose caseload it had a place."""
        if thread.place_of >= 0:
            self.log(thread, What.PLACE, team=thread.place_of, value=0)
            self.floor.give_up_place(thread.place_of)
            thread.place_of = -1

    def enter(self, thread: Thread, step_number: int) -> None:
        """Enter a step: join whoever waits there already, take up the offer or not."""
        waits = self.waits_there(thread, step_number)
        if waits is not None:
            self._join(thread, waits)
            return
        step = self.program.steps[step_number]
        self.stand_at(thread, step_number)
        accepted, thread.accepted = thread.accepted, -1
        if not self.floor.lists.within_limit(step_number, self.clock.now):
            self.leave(thread, thread.needs, CLOSED_BY_SERVICE)
        elif step.offered and accepted != step_number:
            self.offering.first(thread, step)
            self.offering.settle(thread, step)

    def waits_there(self, thread: Thread, step_number: int) -> Thread | None:
        """The thread of hers, if any, that waits for a step and has not begun it.

        What is urgent waits behind nobody's routine place, nor behind her own.
        """
        for other in thread.person.threads:
            behind = thread.urgent and not (other.urgent or self.program.steps[step_number].urgent)
            if other is not thread and not behind and self.waiting.is_for(other, step_number):
                return other
        return None

    def stand_at(self, thread: Thread, step_number: int) -> None:
        """A step is the thread's own from now on, and none of it has taken place."""
        if self.program.steps[step_number].team != thread.place_of:
            self.give_up_place(thread)
        thread.step = step_number
        sessions, thread.session = thread.session, 0
        thread.misses = 0
        thread.begun = thread.sent_away = False
        thread.person.tried.add(step_number)
        if sessions:
            self.lives.reconsider(thread.person)

    def _join(self, thread: Thread, other: Thread) -> None:
        """The newcomer's needs travel with the thread that waits there already.

        So do those that are away in a crisis: their place is there from now on.
        """
        needs = thread.needs
        other.place_for |= thread.place_for & ~other.needs
        thread.place_for = 0
        other.heard |= thread.heard
        other.helped |= thread.helped
        other.letter |= thread.letter
        other.judged.update(thread.judged)
        self.alongside.pass_to(thread, other)
        self.leave(thread, needs, JOINED)
        self.take_on(other, needs)

    def live(self, thread: Thread) -> Flow:
        """The life of a thread, step by step."""
        while thread.open:
            step = self.program.steps[thread.step]
            if self.boundaries.due(thread):
                yield from self.boundaries.send(thread)
                continue
            if thread.answer:
                yield from self.offering.after(thread, step)
                continue
            attended = TOOK_PLACE
            if step.pause >= 0:
                thread.person.was_at.add(thread.step)
                ends = pause_ends(step, self.clock.now)
                yield from self.waiting.for_minutes(
                    thread, PAUSE, ends - self.clock.now, thread.step
                )
            else:
                attended = yield from self.contacts.take_place(thread, step)
            if not thread.needs:
                self.contacts.release(thread, 0)
                yield from self.crises.until_back(thread)
            if self.boundaries.due(thread):
                self.contacts.release(thread, 0)
            elif thread.bounced:
                thread.bounced = False
                self.contacts.release(thread, 0)
                yield from self.handing.send_back(thread, step.team, 1)
            elif thread.needs and attended != ELSEWHERE:
                yield from self.moving.go_on(thread, step, attended)
            else:
                self.contacts.release(thread, 0)

    def interim_changed(self, thread: Thread) -> None:
        """Interim help has begun or ended for a thread."""
        self.waiting.rate_changed(thread)
        self.lives.reconsider(thread.person)

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
