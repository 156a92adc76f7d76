"""Crises: a need becomes urgent, goes alone to the system's crisis door, and comes back.

Goes in: a need that has tipped. Comes out: a thread of its own with first priority, whose rules
say what follows. She keeps her place on lists: the thread from which the need was taken stays
where it is and is passed over while it has no need of its own, and takes the need back when the
crisis thread lets it go (MODEL section 10).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.engines.simpy_engine.state import Person, Thread
from sim.log import JOINED, What
from sim.model.words import HELP_SOUGHT_FROM, LEVEL_NAMES

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

URGENT_LEVEL = len(LEVEL_NAMES) - 1


class Crises:
    """How urgent needs are met, and what is kept meanwhile."""

    def __init__(self, world: World) -> None:
        self.world = world

    def strike(self, person: Person, need: int) -> None:
        """A need becomes urgent. What is urgent is plain to see: it need not be told."""
        world = self.world
        old = person.on_thread[need]
        world.log_about(person, old, What.CRISIS, needs=1 << need, value=person.levels[need])
        world.lives.set_level(person, need, URGENT_LEVEL)
        door = world.program.crisis_doors[person.persona.needs[need].domain]
        if door < 0 or (old is not None and old.urgent):
            return
        if not person.threads:
            person.begin_episode()
        thread = world.new_thread(person)
        thread.urgent = True
        if old is not None:
            old.place_for |= 1 << need
            world.leave(old, 1 << need, JOINED)
        thread.heard = 1 << need
        thread.judge(need, URGENT_LEVEL)
        if not person.heard >> need & 1:
            person.heard |= 1 << need
            world.log(thread, What.TOLD_NEEDS, needs=1 << need)
        world.take_on(thread, 1 << need)
        world.begin(thread, door)

    def let_go(self, person: Person, thread: Thread, need: int) -> None:
        """A need has left a thread for good: where a place is kept for it, it goes back there."""
        if person.levels[need] < HELP_SOUGHT_FROM:
            self.forget_places(person, need)
            return
        home = place_kept(person, need)
        if home is not None and home is not thread:
            home.place_for &= ~(1 << need)
            self.world.take_on(home, 1 << need)

    def forget_places(self, person: Person, need: int) -> None:
        """No place is kept for a need any more; a list place that nobody needs is given up."""
        while (home := place_kept(person, need)) is not None:
            home.place_for &= ~(1 << need)
            self.world.close_if_empty(home)
            self.world.waiting.drop_if_empty(home)

    def until_back(self, thread: Thread) -> Generator[simpy.Event, object, None]:
        """A thread whose every need is away waits here until one comes back, or all are well."""
        while thread.open and not thread.needs:
            thread.back = self.world.clock.event()
            yield thread.back


def place_kept(person: Person, need: int) -> Thread | None:
    """The thread that keeps a place for a need that is away in a crisis."""
    for thread in person.threads:
        if thread.place_for >> need & 1:
            return thread
    return None
