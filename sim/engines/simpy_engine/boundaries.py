"""Boundaries: a birthday or a move of home makes her ineligible where she waits or is held.

The thread goes to the step that the team names for such people, as one handoff marked so, or the
service closes (MODEL section 10). A team that never looked at her age or home sends nobody away.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.engines.simpy_engine.state import Person, Thread
from sim.engines.simpy_engine.waiting import SENT_AWAY
from sim.log import BOUNDARY
from sim.model.words import ENDS
from sim.program.parts import PTeam

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

CLOSED_BY_SERVICE = ENDS.index("closed_by_service")


def takes_her(team: PTeam, age: int, site: str) -> bool:
    """Whether a team takes people of this age from this place."""
    if not team.selects:
        return True
    return team.age_from <= age <= team.age_to and (not team.sites or site in team.sites)


class Boundaries:
    """What a birthday or a move does to threads."""

    def __init__(self, world: World) -> None:
        self.world = world

    def look(self, person: Person, age_before: int, site_before: str) -> None:
        """Send away what was eligible before and is no longer."""
        for thread in list(person.threads):
            team = self._held_by(thread)
            if team is None:
                continue
            before = takes_her(team, age_before, site_before)
            if before and not takes_her(team, person.age, person.site):
                thread.sent_away = True
                self.world.waiting.interrupt(thread, SENT_AWAY)

    def _held_by(self, thread: Thread) -> PTeam | None:
        """The team where a thread waits for a contact or is held; a letter only travels.

        It is held too while workers confer without her, while they wait for her in vain, and
        while its needs are away in a crisis.
        """
        if thread.step < 0 or (thread.waiting and not self.world.waiting.is_at_the_step(thread)):
            return None
        return self.world.program.teams[self.world.program.steps[thread.step].team]

    def due(self, thread: Thread) -> bool:
        """Whether a thread has just become ineligible where it is."""
        return thread.open and thread.sent_away

    def send(self, thread: Thread) -> Generator[simpy.Event, object, None]:
        """Hand on what was sent away, or close."""
        thread.sent_away, thread.answer, thread.place_for = False, 0, 0
        step = self.world.program.steps[thread.step]
        rule = self.world.program.teams[step.team].at_boundary
        if rule is None:
            self.world.leave(thread, thread.needs, CLOSED_BY_SERVICE)
        else:
            yield from self.world.handing.hand_on(thread, rule, step, kind=BOUNDARY)
