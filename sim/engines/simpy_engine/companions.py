"""Companions: a worker with a caseload who goes along with her until no thread is open.

A step gives her a companion; a seat in her contacts is theirs if they are free; their minutes are
counted like anybody's. When nobody has room she goes without, or waits for the first who has, as
the step says (MODEL section 10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.draws import name_key
from sim.engines.simpy_engine.pools import pool_of, slot_of
from sim.engines.simpy_engine.state import Person, Thread
from sim.log import What
from sim.program.parts import PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

WHICH = name_key("companion:which")
RELEASED, GIVEN, NOBODY_HAD_ROOM = range(3)
NOBODY = -1


class Companions:
    """Who goes along with whom."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.caseloads: dict[tuple[int, int], int] = {}
        """people with whom the holder of a place on the rota goes along, by (pool, slot)"""
        self.waiting: dict[int, list[Person]] = {}
        """people who wait for a companion, by pool, the longest waiting first"""

    def give(self, thread: Thread, step: PStep) -> None:
        """The step gives her a companion, unless she has one."""
        person = thread.person
        if step.companion < 0 or person.companion >= 0 or not person.threads:
            return
        slot = self._with_room(person, step.companion, thread.worker)
        if slot >= 0:
            self._take(person, thread, step.companion, slot)
            return
        self.world.log(thread, What.COMPANION, value=NOBODY_HAD_ROOM)
        queue = self.waiting.setdefault(step.companion, [])
        if step.companion_waits and person not in queue:
            queue.append(person)

    def _with_room(self, person: Person, pool: int, met: int) -> int:
        """A place on the rota with room: hers whom she has just met, else the lightest caseload.

        Among equals her luck decides.
        """
        staff = self.world.floor.pools[pool]
        room = {
            slot: held
            for slot in range(len(staff.pool.slots))
            if (held := self.caseloads.get((pool, slot), 0)) < staff.pool.caseload
        }
        if not room:
            return NOBODY
        if met >= 0 and pool_of(met) == pool and slot_of(met) in room:
            return slot_of(met)
        lightest = [slot for slot, held in room.items() if held == min(room.values())]
        return lightest[int(person.draw(WHICH ^ staff.pool.key) * len(lightest))]

    def _take(self, person: Person, thread: Thread | None, pool: int, slot: int) -> None:
        self._waits_no_more(person)
        key = pool, slot
        self.caseloads[key] = self.caseloads.get(key, 0) + 1
        person.companion = self.world.floor.pools[pool].worker(slot)
        self.world.log_about(
            person,
            thread,
            What.COMPANION,
            team=self.world.program.pools[pool].team,
            worker=person.companion,
            value=GIVEN,
        )

    def of(self, person: Person) -> int:
        """Her companion now, −1 for nobody; who takes over from one who has left goes along too."""
        worker = person.companion
        if worker < 0:
            return NOBODY
        pool = self.world.floor.pools[pool_of(worker)]
        if not pool.is_here(worker):
            self._log_release(person)
            slot = slot_of(worker)
            self.caseloads[pool.number, slot] -= 1
            person.companion = NOBODY
            if slot >= len(pool.pool.slots):  # nobody takes over: the post itself is gone
                slot = self._with_room(person, pool.number, NOBODY)
            if slot >= 0:
                self._take(person, None, pool.number, slot)
        return person.companion

    def release(self, person: Person) -> None:
        """No thread is open any more: the companion has room for somebody else."""
        self._waits_no_more(person)
        if person.companion < 0:
            return
        pool, slot = pool_of(person.companion), slot_of(person.companion)
        self._log_release(person)
        person.companion = NOBODY
        self.caseloads[pool, slot] -= 1
        queue = self.waiting.get(pool, [])
        if queue and slot < len(self.world.program.pools[pool].slots):
            self._take(queue.pop(0), None, pool, slot)

    def _waits_no_more(self, person: Person) -> None:
        for queue in self.waiting.values():
            if person in queue:
                queue.remove(person)

    def _log_release(self, person: Person) -> None:
        self.world.log_about(
            person,
            None,
            What.COMPANION,
            team=self.world.program.pools[pool_of(person.companion)].team,
            worker=person.companion,
            value=RELEASED,
        )
