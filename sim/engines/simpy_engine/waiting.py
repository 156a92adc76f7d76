"""Waiting: spells, stopping, and being called.

A spell begins when a thread starts to wait and ends when it is met, moves on or gives up. One
clock for each need gathers the hazard of stopping over all her spells; impatience and trust are
read at the start of a spell (MODEL section 7).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import simpy

from sim.draws import exponential, hazard_rate, lognormal, mix, name_key
from sim.engines.simpy_engine import calling
from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.pools import pool_of
from sim.engines.simpy_engine.seats import ANY, HOLDER, KNOWN, OWN, holder_of, once_each
from sim.engines.simpy_engine.state import AGAIN, DUE, NEW, URGENT, Person, Thread, Ticket, Wanted
from sim.engines.simpy_engine.supporters import stopping_ratio
from sim.engines.simpy_engine.telling import each
from sim.formulas import stopping_per_minute
from sim.log import WAITS, What
from sim.model.words import ENDS
from sim.program.opening_times import next_monday, next_open
from sim.program.parts import PSeat, PStep
from sim.program.person_parts import Law

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

DELAY = name_key("delay")
STARTED, STOPPED, TOO_LATE, HANGS_UP, SENT_AWAY = range(1, 6)
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


def _ends(wake: simpy.Event, _: simpy.Event) -> None:
    if not wake.triggered:
        wake.succeed(STARTED)


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

    def is_at_the_step(self, thread: Thread) -> bool:
        """Whether a waiting thread waits or is held at a step, and no letter or refusal travels."""
        kind = thread.wait_kind in AT_THE_STEP or thread.wait_kind == COURSE
        return kind and thread.wait_step == thread.step

    def run_clock(self, thread: Thread, need: int) -> None:
        """Let the clock of stopping for one need gather while this spell lasts."""
        if not thread.waiting or thread.wait_kind not in SHE_MAY_STOP:
            return
        a = self.world.program.assumptions
        person = thread.person
        rate = a.stopping
        if not self.world.program.flat:
            k = a.on_stopping if a.trust_acts else 0.0
            rate = stopping_per_minute(rate, person.is_.impatience, k, thread.trust_then)
            rate *= stopping_ratio(person)
            if thread.interim:
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
        self.drop_if_empty(thread)

    def drop_if_empty(self, thread: Thread) -> None:
        """A waiting thread that is over waits no more."""
        if not thread.open:
            self.interrupt(thread, STOPPED)

    def interrupt(self, thread: Thread, why: int) -> None:
        """A spell ends before its time: she stopped, or cannot stay where she waits."""
        if not thread.waiting:
            return
        self.end(thread)
        if thread.ticket is not None and not thread.ticket.gone:
            self.world.floor.withdraw(thread.ticket)
        if thread.wake is not None and not thread.wake.triggered:
            thread.wake.succeed(why)

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
        thread.ticket = None
        wake = thread.wake = self.world.clock.event()
        self.begin(thread, kind, step)
        now = self.world.clock.now
        key = thread_key(thread.person.number, thread.number)
        self.world.clock.at(
            now + minutes,
            Phase.PAUSES_END,
            key,
            partial(_ends, wake),
        )
        yield wake
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
            called = yield from self.called(thread, first, kind, thread.step, within=within)
            if called is not None or not thread.open or thread.sent_away:
                return called
            return (yield from self._without_the_old_worker(thread, step, first, kind))
        if calling.is_rung(thread, step):
            return (yield from calling.ring(self, thread, step, kind))
        return (yield from self.called(thread, self.ticket(thread, step), kind, thread.step))

    def _without_the_old_worker(
        self, thread: Thread, step: PStep, first: Ticket, kind: int
    ) -> Generator[simpy.Event, object, Ticket | None]:
        """An overlap that cannot be had in time becomes a letter; she keeps her place."""
        thread.overlap_left = 0
        self.world.handing.write_instead(thread)
        own = self._whose(thread, step)
        ticket = replace(  # no second delay is drawn: how it came about moves no luck
            first,
            own=own,
            beside=self._beside(thread, step, own),
            session=thread.spell,
            in_queue=False,
            retry=-1,
            turn=-1,
            in_vain=None,
            gone=False,
        )
        return (yield from self.called(thread, ticket, kind, thread.step))

    def called(
        self,
        thread: Thread,
        ticket: Ticket,
        kind: int,
        step: int,
        *,
        within: int = 0,
        patience: int = 0,
    ) -> Generator[simpy.Event, object, Ticket | None]:
        """Wait until this ticket is called; nothing if she stops, or it is ``within`` late.

        Where it waits for its turn, it is late only so long after its first turn in vain. With
        ``patience`` she hangs up after so many minutes.
        """
        clock = self.world.clock
        thread.ticket = ticket
        wake = thread.wake = clock.event()
        self.begin(thread, kind, step)
        in_turn = self.world.floor.meetings.takes_turns(ticket)
        if within and in_turn:
            ticket.in_vain = partial(self._gives_up, ticket, wake, within)
        self.world.floor.join(ticket)
        if within and not in_turn:
            self._gives_up(ticket, wake, within, ticket.earliest)
        if patience:
            clock.at(
                ticket.earliest + patience,
                Phase.PEOPLE_STOP_WAITING,
                thread_key(thread.person.number, thread.number, 3),
                lambda _: self._hangs_up(ticket, wake),
            )
        reason = yield wake
        self.end(thread)
        return ticket if reason == STARTED else None

    def _gives_up(self, ticket: Ticket, wake: simpy.Event, within: int, since: int) -> None:
        """So long after a minute it is given up, if its workers have not met by then."""
        assert ticket.thread is not None
        self.world.clock.at(
            since + within,
            Phase.PAUSES_END,
            thread_key(ticket.thread.person.number, ticket.thread.number, 2),
            lambda _: self._too_late(ticket, wake),
        )

    def _too_late(self, ticket: Ticket, wake: simpy.Event) -> None:
        if not ticket.gone and not wake.triggered:
            self.world.floor.withdraw(ticket, stopped=False)
            wake.succeed(TOO_LATE)

    def _hangs_up(self, ticket: Ticket, wake: simpy.Event) -> None:
        if not ticket.gone and not wake.triggered:
            self.world.floor.withdraw(ticket)
            wake.succeed(HANGS_UP)

    def ticket(self, thread: Thread, step: PStep) -> Ticket:
        """What a thread asks of a pool for the next contact of a step."""
        person = thread.person
        order = URGENT
        if not step.urgent and not thread.urgent:
            order = AGAIN if thread.misses else DUE if thread.session else NEW
        earliest = self._earliest(thread, step)
        introduced = thread.introduced >= 0 and pool_of(thread.introduced) == step.pool
        own = self._whose(thread, step)
        first = not thread.session and not thread.misses
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
            beside=self._beside(thread, step, own),
            session=thread.spell,  # no two tickets of a thread rank alike
            with_her=step.with_her,
            place=self._needs_place(thread, step),
            limited=thread.step if first and step.yearly_limit >= 0 else -1,
        )

    def _whose(self, thread: Thread, step: PStep) -> int:
        """The worker without whom it cannot start; where her companion works, it is they.

        A meeting without her is one of the worker who keeps her. Who takes over from a companion
        who has left does so first, and holds her from then on.
        """
        companion = self.world.companions.of(thread.person)
        own = self._worker_for(thread, step.pool, step.who if step.with_her else OWN)
        theirs = step.with_her and companion >= 0 and pool_of(companion) == step.pool
        return companion if own < 0 and theirs else own

    def _worker_for(self, thread: Thread, pool: int, who: int) -> int:
        """The worker of a pool without whom a seat stays empty; −1 for anybody."""
        if who == OWN:
            hers = thread.own >= 0 and pool_of(thread.own) == pool
            return thread.own if hers else thread.person.last_seen.get(pool, -1)
        if who == HOLDER:
            holder = holder_of(thread.person)
            return holder if holder >= 0 and pool_of(holder) == pool else -1
        return -1

    def _beside(self, thread: Thread, step: PStep, own: int) -> tuple[Wanted, ...]:
        """The further seats; a holder's seat that may stay empty does so where she has none."""
        beside: list[Wanted | None] = [self._wanted(thread, seat) for seat in step.beside]
        companion = thread.person.companion
        along = step.with_her and not step.at_once
        if along and companion >= 0 and pool_of(companion) != step.pool:
            beside.append(Wanted(pool_of(companion), companion, if_free=True))
        if thread.overlap_left > 0 and thread.overlap_worker not in (-1, own):
            beside.append(Wanted(pool_of(thread.overlap_worker), thread.overlap_worker))
        return once_each(beside, own)

    def _wanted(self, thread: Thread, seat: PSeat) -> Wanted | None:
        worker = self._worker_for(thread, seat.pool, seat.who)
        if seat.who == HOLDER and seat.if_free and worker < 0:
            return None
        return Wanted(seat.pool, worker, seat.if_free, seat.who)

    def _needs_place(self, thread: Thread, step: PStep) -> bool:
        """Whether it begins a course that takes a place, and has none with this team."""
        takes = step.helps is not None and step.helps.place
        return (
            takes
            and self.world.program.teams[step.team].places >= 0
            and (thread.place_of != step.team)
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
            earliest = now + step.notice + self._delay(thread, step)
        if team.drawn or calling.is_rung(thread, step):
            return next_open(team.hours, earliest, step.planned, team.shut)
        return earliest

    def _delay(self, thread: Thread, step: PStep) -> int:
        """The wait that a team draws: by what the step does, or, pinned, by what the team does.

        A wait that is pinned (rung A) is that of entering the team: a thread whose last contact
        was there waits no more.
        """
        program = self.world.program
        team = program.teams[step.team]
        if not team.drawn or team.delay is None or step.at_once:
            return 0
        if not team.pinned:
            return self._drawn(thread.person, DELAY ^ step.purpose, team.delay)
        last = thread.worker
        if last >= 0 and program.pools[pool_of(last)].team == step.team:
            return 0
        return self._drawn(thread.person, DELAY ^ team.purpose, team.delay)

    def _drawn(self, person: Person, purpose: int, law: Law) -> int:
        return int(draw_law(law, person.draw(mix(purpose))))
