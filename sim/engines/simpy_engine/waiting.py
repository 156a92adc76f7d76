"""Waiting: spells, stopping, and being called.

A spell begins when a thread starts to wait and ends when it is met, moves on or gives up. One
clock for each need gathers the hazard of stopping over all her spells; impatience and trust are
read at the start of a spell (MODEL section 7).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Final

import simpy

from sim.draws import exponential, hazard_rate, lognormal, mix, name_key
from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.pools import pool_of
from sim.engines.simpy_engine.seats import ANY, KNOWN, OWN
from sim.engines.simpy_engine.state import AGAIN, DUE, NEW, URGENT, Person, Thread, Ticket, Wanted
from sim.engines.simpy_engine.telling import each
from sim.formulas import stopping_per_minute
from sim.log import WAITS, What
from sim.model.words import ENDS
from sim.program.parts import PStep
from sim.program.person_parts import Law
from sim.program.rosters import next_monday, next_open

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

DELAY = name_key("delay")
STARTED, STOPPED, TOO_LATE = 1, 2, 3
STOPPED_WAITING: Final = ENDS.index("stopped_waiting")
QUEUE, DRAWN, LETTER, COURSE, PAUSE, BOUNCE = range(len(WAITS))
SHE_MAY_STOP: Final = frozenset({QUEUE, DRAWN, LETTER, BOUNCE})
AT_THE_STEP: Final = frozenset({QUEUE, DRAWN, PAUSE})


def draw_law(law: Law, u: float) -> float:
    """Minutes from a law and a uniform number; longer with ``u``."""
    if law.kind == 0:
        return law.mean
    if law.kind == 1:
        return exponential(u, law.mean)
    return lognormal(u, law.mu, law.sigma)


def pause_ends(step: PStep, minute: int) -> int:
    """The minute at which a pause ends that begins now: its minutes, an opening, a Monday."""
    ends = minute + step.pause
    if step.until_hours:
        ends = next_open(step.until_hours, ends, 0, step.until_shut)
    if step.until_week >= 0:
        ends = next_monday(step.until_week, ends)
    return ends


class Waiting:
    """Spells of waiting."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin(self, thread: Thread, kind: int, step: int) -> None:
        """A spell begins."""
        thread.waiting = True
        thread.wait_since = self.world.clock.now
        thread.wait_kind = kind
        thread.wait_step = step
        thread.spell += 1
        if thread.main is not None:  # what she has alongside is no wait of hers
            return
        thread.trust_then = thread.person.trust_change
        self.world.log(thread, What.WAIT_BEGINS, step=step, value=kind)
        if kind in SHE_MAY_STOP:
            for need in each(thread.needs):
                self.run_clock(thread, need)

    def is_for(self, thread: Thread, step: int) -> bool:
        """Whether a thread waits for this step and has not begun it; a letter only travels."""
        there = thread.waiting and thread.wait_step == step and not thread.begun
        return there and thread.wait_kind in AT_THE_STEP

    def run_clock(self, thread: Thread, need: int) -> None:
        """Let the clock of stopping for one need gather while this spell lasts."""
        if not thread.waiting or thread.wait_kind not in SHE_MAY_STOP:
            return
        a = self.world.program.assumptions
        person = thread.person
        k = a.on_stopping if a.trust_acts else 0.0
        rate = stopping_per_minute(a.stopping, person.is_.impatience, k, thread.trust_then)
        if thread.interim and not self.world.program.flat:
            rate *= a.interim_stopping
        clock = person.stopping[need]
        clock.start(self.world.clock.now, hazard_rate(rate))
        strikes = clock.strikes_at()
        if 0 <= strikes < self.world.program.horizon:
            spell = thread.spell
            key = thread_key(person.number, thread.number, 0, need)
            self.world.clock.at(
                strikes,
                Phase.PEOPLE_STOP_WAITING,
                key,
                lambda _: self._stop(thread, need, spell),
            )

    def rate_changed(self, thread: Thread) -> None:
        """The clocks of stopping gather at another rate; what they have gathered is kept."""
        for need in each(thread.needs):
            self.run_clock(thread, need)

    def _stop(self, thread: Thread, need: int, spell: int) -> None:
        if not thread.waiting or thread.spell != spell or not thread.needs >> need & 1:
            return
        clock = thread.person.stopping[need]
        if not 0 <= clock.strikes_at() <= self.world.clock.now:
            return  # planned when it gathered faster
        clock.strike()
        self.world.leave(thread, 1 << need, STOPPED_WAITING)
        if thread.needs:
            return
        self.end(thread)
        if thread.ticket is not None and not thread.ticket.gone:
            self.world.floor.withdraw(thread.ticket)
        if thread.wake is not None and not thread.wake.triggered:
            thread.wake.succeed(STOPPED)

    def end(self, thread: Thread) -> None:
        """The spell ends."""
        if not thread.waiting:
            return
        now = self.world.clock.now
        thread.waiting = False
        if thread.main is not None:
            return
        for need in each(thread.needs):
            thread.person.stopping[need].pause(now)
        waited = now - thread.wait_since
        self.world.log(thread, What.WAIT_ENDS, step=thread.wait_step, value=waited)

    def for_minutes(
        self, thread: Thread, kind: int, minutes: int, step: int
    ) -> Generator[simpy.Event, object, None]:
        """A spell of known length: a letter, a pause, being sent back. She may stop meanwhile."""
        if minutes <= 0:
            return
        self.begin(thread, kind, step)
        now = self.world.clock.now
        key = thread_key(thread.person.number, thread.number)
        yield self.world.clock.at(now + minutes, Phase.PAUSES_END, key)
        self.end(thread)

    def for_contact(
        self, thread: Thread, step: PStep
    ) -> Generator[simpy.Event, object, Ticket | None]:
        """Wait for the next contact of a step; nothing where she stopped waiting."""
        drawn = self.world.program.teams[step.team].drawn
        kind = COURSE if thread.session else DRAWN if drawn else QUEUE
        if thread.overlap_left > 0:
            within = self.world.program.assumptions.meets_within
            first = self.ticket(thread, step)
            called = yield from self.called(thread, first, kind, thread.step, within)
            if called is not None or not thread.open:
                return called
            return (yield from self._without_the_old_worker(thread, step, first, kind))
        return (yield from self.called(thread, self.ticket(thread, step), kind, thread.step))

    def _without_the_old_worker(
        self, thread: Thread, step: PStep, first: Ticket, kind: int
    ) -> Generator[simpy.Event, object, Ticket | None]:
        """An overlap that cannot be had in time becomes a letter; she keeps her place."""
        thread.overlap_left = 0
        self.world.handing.write_instead(thread)
        ticket = self.ticket(thread, step)
        ticket.joined, ticket.earliest = first.joined, first.earliest
        return (yield from self.called(thread, ticket, kind, thread.step))

    def called(
        self, thread: Thread, ticket: Ticket, kind: int, step: int, within: int = 0
    ) -> Generator[simpy.Event, object, Ticket | None]:
        """Wait until this ticket is called; nothing if she stops, or it is ``within`` late."""
        clock = self.world.clock
        thread.ticket = ticket
        wake = thread.wake = clock.event()
        self.begin(thread, kind, step)
        self.world.floor.join(ticket)
        if within:
            clock.at(
                ticket.earliest + within,
                Phase.PAUSES_END,
                thread_key(thread.person.number, thread.number, 2),
                lambda _: self._too_late(ticket, wake),
            )
        reason = yield wake
        self.end(thread)
        return ticket if reason == STARTED else None

    def _too_late(self, ticket: Ticket, wake: simpy.Event) -> None:
        if not ticket.gone and not wake.triggered:
            self.world.floor.withdraw(ticket, stopped=False)
            wake.succeed(TOO_LATE)

    def ticket(self, thread: Thread, step: PStep) -> Ticket:
        """What a thread asks of a pool for the next contact of a step."""
        person = thread.person
        order = URGENT if step.urgent else NEW
        if not step.urgent:
            order = AGAIN if thread.misses else DUE if thread.session else NEW
        earliest = self._earliest(thread, step)
        own = -1
        if step.who == OWN or not step.with_her:
            hers = thread.own >= 0 and pool_of(thread.own) == step.pool
            own = thread.own if hers else person.last_seen.get(step.pool, -1)
        introduced = thread.introduced >= 0 and pool_of(thread.introduced) == step.pool
        beside = [Wanted(seat.pool, if_free=seat.if_free) for seat in step.beside]
        if thread.overlap_left > 0 and thread.overlap_worker not in (-1, own):
            beside.append(Wanted(pool_of(thread.overlap_worker), thread.overlap_worker))
        return Ticket(
            pool=step.pool,
            planned=step.planned,
            order=order,
            joined=max(self.world.clock.now, earliest) if thread.session else self.world.clock.now,
            earliest=earliest,
            key=thread_key(person.number, thread.number),
            thread=thread,
            who=KNOWN if step.who == ANY and introduced else step.who,
            own=own,
            beside=tuple(beside),
            session=thread.spell,  # no two tickets of a thread rank alike
            with_her=step.with_her,
        )

    def _earliest(self, thread: Thread, step: PStep) -> int:
        """The first minute at which it could start: notice, delay drawn, session due."""
        now = self.world.clock.now
        team = self.world.program.teams[step.team]
        if thread.misses:
            earliest = now + self.world.program.assumptions.booked_again_after
        elif thread.session:
            assert step.helps is not None
            earliest = max(now, thread.contact_began + step.helps.interval)
        else:
            earliest = now + step.notice
            if team.drawn and team.delay is not None and not step.at_once:
                earliest += self._delay(thread.person, step, team.delay)
        return next_open(team.hours, earliest, step.planned) if team.drawn else earliest

    def _delay(self, person: Person, step: PStep, law: Law) -> int:
        return int(draw_law(law, person.draw(mix(DELAY ^ step.purpose))))
