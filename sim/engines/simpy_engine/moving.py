"""Where needs go once the rules of a step have been read: on, apart, or to an end.

The rules of a course are read after every session; needs that no rule takes go on with it. Once a
step is over, the service closes what no rule takes (MODEL section 6).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Final

import simpy

from sim.engines.simpy_engine.handing import CLOSED_BY_SERVICE, COLD
from sim.engines.simpy_engine.rules import Way, ways
from sim.engines.simpy_engine.state import Kept, Thread
from sim.engines.simpy_engine.telling import each
from sim.log import JOINED
from sim.model.words import ENDS, HELP_SOUGHT_FROM
from sim.program.parts import PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

HELPED: Final = ENDS.index("helped")
TOOK_PLACE: Final = 1
Flow = Generator[simpy.Event, object, None]


class Moving:
    """How the ways that rules find are gone."""

    def __init__(self, world: World) -> None:
        self.world = world

    def go_on(self, thread: Thread, step: PStep, attended: int) -> Flow:
        """Read the rules of a step that is over."""
        self.world.alongside.finish(thread)
        thread.place_for = 0  # her turn has come: what was away has missed it
        found, left = ways(self.world.program, self.world.floor, thread, step, attended)
        moves = self._before(thread, step, found)
        self.world.contacts.release(thread, 0)
        self._end_all(thread, found)
        if left:
            self.world.leave(thread, left, CLOSED_BY_SERVICE)
        yield from self._move_all(thread, moves, step)

    def between_sessions(self, thread: Thread, step: PStep) -> Generator[simpy.Event, object, bool]:
        """Read the rules in the middle of a course. Says whether the thread has left it.

        The course is over for needs that leave it, without the draw of whether it worked.
        """
        found, left = ways(
            self.world.program, self.world.floor, thread, step, TOOK_PLACE, finished=False
        )
        if not found:
            return False
        moves = self._before(thread, step, found)
        if not left:
            self.world.contacts.release(thread, 0)
        self._end_all(thread, found)
        if left:
            kept, thread.kept = thread.kept, None
            self._branch_off(thread, moves, step, kept)
            return False
        yield from self._move_all(thread, moves, step)
        return True

    def _before(self, thread: Thread, step: PStep, found: list[Way]) -> list[Way]:
        """The moves, one that keeps the worker first; letters that they ask for fall due."""
        moves = [way for way in found if way.rule.go >= 0]
        moves.sort(key=lambda way: way.rule.keep < 0)
        letters = sum(way.rule.by == COLD and way.rule.keep < 0 for way in moves)
        self.world.keeping.stays(thread, step, moves, letters)
        if thread.kept is None:
            letters = sum(way.rule.by == COLD for way in moves)
            thread.letters_due += letters
        return moves

    def _end_all(self, thread: Thread, found: list[Way]) -> None:
        for way in found:
            if way.rule.go < 0:
                self._end(thread, way)

    def _end(self, thread: Thread, way: Way) -> None:
        """Needs end as the rule says; only a need that is low now can have been helped."""
        for need in each(way.needs):
            end = way.rule.end
            low = thread.person.levels[need] < HELP_SOUGHT_FROM
            if low and thread.helped >> need & 1:
                end = HELPED
            elif end == HELPED:
                end = CLOSED_BY_SERVICE
            self.world.leave(thread, 1 << need, end)

    def _move_all(self, thread: Thread, moves: list[Way], step: PStep) -> Flow:
        """The first way is the thread's own; each other becomes a thread of its own."""
        if moves:
            self._branch_off(thread, moves[1:], step)
            yield from self._move(thread, moves[0], step)

    def _branch_off(
        self, thread: Thread, moves: list[Way], step: PStep, kept: Kept | None = None
    ) -> None:
        """Needs that go their own way become threads; the worker who stays goes with the first."""
        for way in moves:
            branch = self._split(thread, way.needs)
            branch.kept, kept = kept, None
            self.world.clock.process(self._branch(branch, way, step))

    def _split(self, thread: Thread, needs: int) -> Thread:
        """Some needs go their own way, with what is known about them."""
        branch = self.world.new_thread(thread.person)
        branch.step = thread.step
        branch.worker, branch.own = thread.worker, thread.own
        branch.from_team = thread.from_team
        branch.heard, branch.helped = thread.heard & needs, thread.helped & needs
        branch.judged = {need: level for need, level in thread.judged.items() if needs >> need & 1}
        branch.letter, branch.letter_key = thread.letter, thread.letter_key
        self.world.leave(thread, needs, JOINED)
        self.world.take_on(branch, needs)
        return branch

    def _branch(self, thread: Thread, way: Way, step: PStep) -> Flow:
        yield from self._move(thread, way, step)
        yield from self.world.live(thread)

    def _move(self, thread: Thread, way: Way, step: PStep) -> Flow:
        rule = way.rule
        self.world.alongside.begin(thread, way.meanwhile)
        if thread.kept is not None:
            yield from self.world.keeping.go_together(thread, rule, step)
        elif rule.by >= 0:
            yield from self.world.handing.hand_on(thread, rule, step)
        else:
            self.world.enter(thread, rule.go)
