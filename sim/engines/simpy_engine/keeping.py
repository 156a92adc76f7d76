"""Live transfers: the worker and the person stay together until the next contact can begin.

Goes in: a rule that keeps, read after a contact. Comes out: the next contact beginning with what
the first worker knows said in front of her; or, if it cannot begin in time, what the rule says
otherwise, or a letter. A transfer that is known at the start to be refused or lost, or that only
joins what she waits for already, that knocks at a closed list, or that leads to a pause or to a
meeting without her, goes the usual way of its kind.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import simpy

from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.handing import COLD, Referral, referral_of
from sim.engines.simpy_engine.pools import pool_of, slot_of
from sim.engines.simpy_engine.rules import Way
from sim.engines.simpy_engine.state import Kept, Thread, Ticket
from sim.engines.simpy_engine.waiting import DRAWN, QUEUE, TOO_LATE
from sim.log import What
from sim.program.parts import PRule, PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

KIND_KEPT = 3
Flow = Generator[simpy.Event, object, None]


class Keeping:
    """How a worker stays with her."""

    def __init__(self, world: World) -> None:
        self.world = world

    def stays(self, thread: Thread, step: PStep, moves: Sequence[Way], letters: int) -> None:
        """Whoever has just met her stays, if the first of these moves says so; others are let go.

        The worker writes so many letters once that is over.
        """
        if not moves or moves[0].rule.keep < 0 or thread.held is None or not step.with_her:
            return
        workers, minutes, travel = thread.held
        due = letters + thread.letters_due
        thread.kept = Kept(workers[0], self.world.clock.now, minutes, travel, due)
        thread.held, thread.letters_due = (workers[1:], minutes, travel), 0
        self.world.contacts.release(thread, 0)
        thread.person.busy = True

    def go_together(self, thread: Thread, rule: PRule, step: PStep) -> Flow:
        """Wait together for the next contact, or go another way."""
        world = self.world
        target = world.program.steps[rule.go]
        handed = target.team != step.team
        latent = world.handing.latent(thread) if handed else 1.0
        if self._cannot_be_live(thread, rule, handed, latent):
            self._let_go(thread, letters=int(rule.by == COLD))
            yield from self._go(thread, referral_of(rule), step, latent)
            return
        world.stand_at(thread, rule.go)
        if target.offered and world.offering.first(thread, target):
            self._let_go(thread)
            if handed:
                world.handing.passes(thread, rule, step)
            world.offering.settle(thread, target)
            return
        started = yield from self._together(thread, rule, target)
        if started is not None and handed:
            world.handing.passes(thread, rule, step)
        if started is not None:
            thread.ready = started
            thread.own = thread.introduced = started.workers[0]
            return
        if not thread.open:
            self._let_go(thread)
            return
        referral = self._otherwise(rule)
        goes_to = world.program.steps[referral.go].team
        self._let_go(thread, letters=int(goes_to != step.team))
        if referral.go == rule.go:  # she has said yes to it already
            thread.accepted = rule.go
        yield from self._go(thread, referral, step, latent)

    def _cannot_be_live(self, thread: Thread, rule: PRule, handed: bool, latent: float) -> bool:
        handing = self.world.handing
        target = self.world.program.steps[rule.go]
        if target.pause >= 0 or not target.with_her:  # nobody is there to be led to
            return True
        if handed and handing.is_lost(thread, rule.by, latent):
            return True
        if handed and not handing.taken_on_paper(thread, target, spoken=True):
            return True
        joins = self.world.waits_there(thread, rule.go) is not None
        return joins or not self.world.takes(thread, rule.go)

    def _together(
        self, thread: Thread, rule: PRule, target: PStep
    ) -> Generator[simpy.Event, object, Ticket | None]:
        """Both wait until the next contact can begin; nothing if it cannot in time."""
        world, kept = self.world, thread.kept
        assert kept is not None
        now = world.clock.now
        ticket = world.waiting.ticket(thread, target)
        ticket.kept = kept.worker
        if self._goes_on_alone(ticket, target):
            ticket.workers = (kept.worker,)
            return ticket
        limit = max(0, min(rule.keep, self._left(kept.worker)))
        key = thread_key(thread.person.number, thread.number, KIND_KEPT)
        # after the dispatch of that minute, so that a contact may begin in the last one
        world.clock.at(now + limit, Phase.DISPATCH, key, lambda _: self._too_late(thread, ticket))
        kind = DRAWN if world.program.teams[target.team].drawn else QUEUE
        return (yield from world.waiting.called(thread, ticket, kind, rule.go))

    def _goes_on_alone(self, ticket: Ticket, target: PStep) -> bool:
        """Whether the next contact is one for the same worker, who can begin it at once."""
        pool = self.world.floor.pools[target.pool]
        if pool_of(ticket.kept) != target.pool or ticket.earliest > self.world.clock.now:
            return False
        limited = target.beside or target.yearly_limit >= 0
        if limited or (target.helps is not None and target.helps.place):
            return False
        ends = self.world.clock.now + target.planned
        return pool.drawn or pool.fits(slot_of(ticket.kept), ends)

    def _left(self, worker: int) -> int:
        """Minutes left before the end of a worker's shift and its overrun."""
        pool = self.world.floor.pools[pool_of(worker)]
        if pool.drawn:
            return 1 << 40
        return pool.shift_end[slot_of(worker)] + pool.overrun - self.world.clock.now

    def _too_late(self, thread: Thread, ticket: Ticket) -> None:
        wake = thread.wake
        if thread.ticket is not ticket or ticket.gone or wake is None or wake.triggered:
            return
        self.world.floor.withdraw(ticket, stopped=False)
        wake.succeed(TOO_LATE)

    def _otherwise(self, rule: PRule) -> Referral:
        """The step that the rule names for this case, or the same step by letter."""
        go = rule.otherwise if rule.otherwise >= 0 else rule.go
        return referral_of(rule)._replace(go=go, by=COLD)

    def _go(self, thread: Thread, referral: Referral, step: PStep, latent: float) -> Flow:
        """On without company."""
        if self.world.program.steps[referral.go].team == step.team:
            self.world.enter(thread, referral.go)
        else:
            yield from self.world.handing.hand_on(thread, referral, step, latent)

    # The next contact begins, or she is let go

    def known(self, thread: Thread, worker: int) -> int:
        """The chapters that the worker who stayed says in front of her to another."""
        kept = thread.kept
        if kept is None or kept.worker == worker:
            return 0
        return thread.person.memory.get(kept.worker, 0)

    def hands_over(self, thread: Thread, workers: Sequence[int], minutes: int) -> tuple[int, int]:
        """The worker who stayed leaves after the words, or goes on as the worker of this contact.

        Minutes of contact and of travel that such a worker still has on the books. Who goes on in
        a further seat, drawn for it, says the words from there.
        """
        kept, thread.kept = thread.kept, None
        if kept is None:
            return 0, 0
        if kept.worker == workers[0]:
            thread.letters_due += kept.letters
            return kept.minutes, kept.travel
        if kept.worker in workers:
            self._is_free(thread, kept)
            return 0, 0
        stays = min(self.world.program.assumptions.meeting, minutes, self._left(kept.worker))
        key = thread_key(thread.person.number, thread.number, KIND_KEPT)
        leaves = self.world.clock.now + max(1, stays)
        self.world.clock.at(leaves, Phase.CONTACTS_END, key, lambda _: self._is_free(thread, kept))
        return 0, 0

    def _let_go(self, thread: Thread, letters: int = 0) -> None:
        """The two part: nothing came of waiting together but letters to write."""
        kept, thread.kept = thread.kept, None
        assert kept is not None
        kept.letters += letters
        self.world.free(thread.person)
        self._is_free(thread, kept)

    def _is_free(self, thread: Thread, kept: Kept) -> None:
        world = self.world
        together = world.clock.now - kept.since
        extra = kept.travel + kept.letters * world.program.assumptions.writing
        team = world.floor.pools[pool_of(kept.worker)].pool.team
        world.log(thread, What.KEPT, team=team, worker=kept.worker, value=together)
        world.contacts.coordinate(kept.worker, together + extra)
        world.floor.release(kept.worker, kept.minutes, extra)
