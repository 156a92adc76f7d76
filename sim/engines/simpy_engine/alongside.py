"""What she has alongside while she waits: interim help, check-ins, looking after herself.

A thread alongside has no responsibility: it takes no needs on, is handed nowhere and ends nothing.
It begins with its first contact (a pause at once) and lasts until the next step of the main thread
begins, or that thread is over or moves on. While one lasts the main thread has interim help. Its
own waits are no waits of hers, and are not logged.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.engines.simpy_engine.contacts import MISSED
from sim.engines.simpy_engine.state import Thread
from sim.engines.simpy_engine.waiting import STOPPED
from sim.log import What

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

Flow = Generator[simpy.Event, object, None]


class Alongside:
    """Threads without responsibility."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin(self, main: Thread, steps: tuple[int, ...]) -> None:
        """Give her these steps alongside a thread that moves on."""
        for number in steps:
            thread = self._beside(main, number)
            main.alongside.append(thread)
            self.world.clock.process(self._live(thread))

    def _beside(self, main: Thread, step: int) -> Thread:
        person = main.person
        number = person.thread_count = person.thread_count + 1
        return Thread(
            person=person,
            number=number,
            episode=main.episode,
            needs=main.needs,
            step=step,
            heard=main.heard,
            judged=dict(main.judged),
            worker=main.worker,
            own=main.own,
            main=main,
        )

    def _live(self, thread: Thread) -> Flow:
        """Contact after contact until it ends; one only, where the step is no course."""
        step = self.world.program.steps[thread.step]
        if not thread.open or not self.world.floor.taking(thread.step):
            return
        if step.offered and self.world.offering.first(thread, step):
            return
        if step.pause >= 0:
            thread.person.was_at.add(thread.step)
            self._lasts(thread)
            return
        rebook = self.world.program.teams[step.team].rebook
        while thread.open:
            ticket = yield from self.world.waiting.for_contact(thread, step)
            assert thread.main is not None
            if ticket is None:  # she hung up for the last time, or it ended while she waited
                if thread in thread.main.alongside:
                    thread.main.alongside.remove(thread)
                thread.open = False
                return
            thread.needs &= thread.main.needs | thread.main.place_for
            thread.meeting = True
            came = yield from self.world.contacts.contact(thread, step, ticket)
            thread.meeting = False
            self.world.contacts.release(thread, 0)
            over = thread not in thread.main.alongside
            if over or thread.misses > rebook or (came != MISSED and step.helps is None):
                thread.open = False
        self._is_over(thread)

    def begins(self, thread: Thread) -> None:
        """A contact of this thread begins: what ran alongside ends, or it lasts from now on."""
        thread.misses = 0
        thread.person.was_at.add(thread.step)
        if thread.begun:
            return
        if thread.main is None:
            thread.begun = True
            self.finish(thread)
        else:
            self._lasts(thread)

    def _lasts(self, thread: Thread) -> None:
        """She has it from now on."""
        assert thread.main is not None
        thread.begun = True
        thread.person.tried.add(thread.step)
        self.world.log(thread, What.ALONGSIDE, needs=thread.needs, value=1)
        if thread in thread.main.alongside:
            thread.main.interim += 1
            self.world.interim_changed(thread.main)

    def _is_over(self, thread: Thread) -> None:
        """She has it no longer."""
        main = thread.main
        assert main is not None
        self.world.give_up_place(thread)
        if thread.begun:
            thread.begun = False
            self.world.log(thread, What.ALONGSIDE, needs=thread.needs, value=0)
            if thread in main.alongside:
                main.interim -= 1
                self.world.interim_changed(main)
        if thread in main.alongside:
            main.alongside.remove(thread)

    def finish(self, main: Thread) -> None:
        """All that runs alongside a thread ends; a contact under way ends as it would."""
        if not main.alongside:
            return
        ending, main.alongside = main.alongside, []
        had, main.interim = main.interim, 0
        for thread in ending:
            if not thread.meeting:
                thread.open = False
                self._withdraw(thread)
                self._is_over(thread)
        if had:
            self.world.interim_changed(main)

    def _withdraw(self, thread: Thread) -> None:
        """Nobody waits for its next contact any more."""
        if not thread.waiting:
            return
        self.world.waiting.end(thread)
        if thread.ticket is not None and not thread.ticket.gone:
            self.world.floor.withdraw(thread.ticket, stopped=False)
        if thread.wake is not None and not thread.wake.triggered:
            thread.wake.succeed(STOPPED)

    def pass_to(self, thread: Thread, other: Thread) -> None:
        """Her thread joins another that waits: what runs alongside runs alongside that one."""
        for beside in thread.alongside:
            beside.main = other
        other.alongside += thread.alongside
        other.interim += thread.interim
        gained, thread.alongside, thread.interim = thread.interim, [], 0
        if gained:
            self.world.interim_changed(other)
