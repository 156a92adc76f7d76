"""Pools: the workers of one role in a team, their shifts, and their leaving.

Goes in: the rota of the program. Keeps: who is on shift, who is idle, who has left and been
replaced. Refuses to know who waits for what: that is the floor's.
"""

from __future__ import annotations

from collections.abc import Callable

import simpy

from sim.draws import entity_key, exponential, name_key, uniform
from sim.engines.simpy_engine.clock import Clock, Phase
from sim.engines.simpy_engine.state import Ticket
from sim.log import WORKER_BITS
from sim.model.rosters import Openings
from sim.model.words import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.program.opening_times import is_whole_week, next_shut
from sim.program.parts import PPool, Program, PTeam

LEAVING = name_key("worker:leaving")
FOREVER = 1 << 62
PARTS = 1_000_000
"""A share of contact minutes is counted in millionths, so that it is compared exactly."""
Entry = tuple[int, int, int, int, int, Ticket]
"""A ticket in its heap: order, time of joining, key, session, how many came before, itself."""


def worker_number(pool: int, slot: int, generation: int) -> int:
    """A worker, as one integer; a replacement has the next generation."""
    return pool << WORKER_BITS | slot << 12 | generation


def pool_of(worker: int) -> int:
    """The pool of a worker."""
    return worker >> WORKER_BITS


def slot_of(worker: int) -> int:
    """The place on the rota of a worker."""
    return worker >> 12 & 0xFFF


class Pool:
    """The workers of one role in a team, and who waits for them."""

    def __init__(self, number: int, pool: PPool, team: PTeam) -> None:
        self.number = number
        self.pool = pool
        self.drawn = pool.drawn
        self.overrun = team.overrun
        self.shut = team.shut
        self.new_parts = round(team.new_share * PARTS)
        """the share of contact minutes kept for new people, in millionths"""
        self.week = 0
        self.begun = 0
        """contact minutes begun this week, as planned"""
        self.begun_new = 0
        """of these, those with new people"""
        self.generation = [0] * len(pool.slots)
        self.leaving_planned = 0
        """places on the rota whose holder's leaving is planned"""
        self.busy = [False] * len(pool.slots)
        self.shift_end = [-1] * len(pool.slots)
        self.free: list[int] = []
        """slots on shift and idle, the longest idle first"""
        self.queues: dict[tuple[int, int], list[Entry]] = {}
        """tickets by length and by what they need before they may start"""
        self.parked: dict[int, list[Ticket]] = {}
        """tickets that wait for one worker, by slot"""
        self.planned = False
        """whether the next change of shifts is planned"""
        self._read_slots()
        self.waiting = 0
        self.area_since = 0
        self.last_newcomer_waited = 0

    def _read_slots(self) -> None:
        slots = self.pool.slots
        gone = len(self.generation) - len(slots)
        self.always = [is_whole_week(shifts) for shifts in slots] + [False] * gone
        edges = {edge for shifts in slots for s in shifts for edge in s}
        if self.shut:
            edges |= {*range(0, MINUTES_PER_WEEK, MINUTES_PER_DAY)}
        self.boundaries = sorted(edges)

    def become(self, pool: PPool, team: PTeam) -> None:
        """Other staff from now on. Places on the rota that are gone are on no shift any more."""
        self.pool = pool
        self.overrun = team.overrun
        self.shut = team.shut
        self.new_parts = round(team.new_share * PARTS)
        new = len(pool.slots) - len(self.generation)
        self.generation += [0] * new
        self.busy += [False] * new
        self.shift_end += [-1] * new
        self._read_slots()

    def shifts(self, slot: int) -> Openings:
        """The shifts of a place on the rota; none where it is gone."""
        return self.pool.slots[slot] if slot < len(self.pool.slots) else ()

    def worker(self, slot: int) -> int:
        """The worker who has this place now."""
        return worker_number(self.number, slot, self.generation[slot])

    def is_here(self, worker: int) -> bool:
        """Whether this worker has not left."""
        slot = slot_of(worker)
        return slot < len(self.pool.slots) and self.worker(slot) == worker

    def could_meet(self, worker: int, planned: int) -> bool:
        """Whether this worker has not left and has some shift that is long enough."""
        if not self.is_here(worker):
            return False
        shifts = self.shifts(slot_of(worker))
        return planned <= max(end - start for start, end in shifts) + self.overrun

    def fits(self, slot: int, ends: int) -> bool:
        """Whether a contact that is planned to end then may start with this worker."""
        return ends <= self.shift_end[slot] + self.overrun

    def count_begun(self, now: int, minutes: int, *, new: bool) -> None:
        """A contact begins that is planned to last so long."""
        if now // MINUTES_PER_WEEK != self.week:
            self.week = now // MINUTES_PER_WEEK
            self.begun = self.begun_new = 0
        self.begun += minutes
        self.begun_new += minutes if new else 0

    def owes_newcomers(self, now: int) -> bool:
        """Whether new people have had less than their share of this week's minutes so far."""
        if now // MINUTES_PER_WEEK != self.week:
            return False
        return self.begun_new * PARTS < self.new_parts * self.begun


class Rota:
    """Shifts that change, and workers who leave."""

    def __init__(
        self, program: Program, clock: Clock, luck: int, back: Callable[[Pool, int], None]
    ) -> None:
        self.program = program
        self.clock = clock
        self.luck = luck
        self.back = back
        """called for a worker who is on shift again, or new: somebody may wait for them"""

    def begin(self, pool: Pool) -> None:
        """The first shifts, and the plans for every later change."""
        if not pool.drawn:
            self._change_shifts(pool)
            self._plan_shift_change(pool)
        self._plan_leavings(pool)

    def _plan_leavings(self, pool: Pool) -> None:
        """Of everybody whose leaving is not planned yet."""
        if self.program.assumptions.leaving > 0.0:
            for slot in range(pool.leaving_planned, len(pool.generation)):
                self._plan_leaving(pool, slot)
            pool.leaving_planned = len(pool.generation)

    def change(self, pool: Pool) -> None:
        """The staff of a pool has changed: shifts begin and end at once, tickets look again."""
        self._plan_leavings(pool)
        if pool.drawn:
            return
        self._change_shifts(pool)
        if not pool.planned:
            self._plan_shift_change(pool)
        for slot in list(pool.parked):
            self.back(pool, slot)

    def _plan_shift_change(self, pool: Pool) -> None:
        pool.planned = bool(pool.boundaries) and (bool(pool.shut) or not all(pool.always))
        if not pool.planned:
            return
        week, within = divmod(self.clock.now, MINUTES_PER_WEEK)
        later = [edge for edge in pool.boundaries if edge > within]
        minute = (
            week * MINUTES_PER_WEEK + later[0]
            if later
            else (week + 1) * MINUTES_PER_WEEK + pool.boundaries[0]
        )

        def change(_: simpy.Event) -> None:
            self._change_shifts(pool)
            self._plan_shift_change(pool)

        self.clock.at(minute, Phase.SHIFTS_CHANGE, pool.number, change)

    def _change_shifts(self, pool: Pool) -> None:
        """Who is on shift from this minute on, and until when."""
        now = self.clock.now
        shuts = next_shut(pool.shut, now) if pool.shut else FOREVER
        for slot in range(len(pool.generation)):
            end = self._shift_end(pool, slot, shuts)
            was_on = pool.shift_end[slot] > now
            pool.shift_end[slot] = end
            if end > now and not pool.busy[slot] and slot not in pool.free:
                pool.free.append(slot)
                self.back(pool, slot)
            elif end <= now and slot in pool.free:
                pool.free.remove(slot)
            elif not was_on and end > now:
                self.back(pool, slot)

    def _shift_end(self, pool: Pool, slot: int, shuts: int) -> int:
        """When the shift ends that a worker is on; now or −1 where there is none.

        ``shuts`` is the midnight from which the team does not open, now where it is shut today.
        """
        if pool.always[slot]:
            return shuts
        week, within = divmod(self.clock.now, MINUTES_PER_WEEK)
        for start, stop in pool.shifts(slot):
            if start <= within < stop:
                return min(week * MINUTES_PER_WEEK + stop, shuts)
        return -1

    def _plan_leaving(self, pool: Pool, slot: int) -> None:
        entity = entity_key(self.luck, pool.pool.key, slot)
        u = uniform(entity, LEAVING, pool.generation[slot])
        stays = int(exponential(u, 1.0 / self.program.assumptions.leaving)) + 1
        if self.clock.now + stays >= self.program.horizon:
            return

        def leave(_: simpy.Event) -> None:
            pool.generation[slot] += 1
            self.back(pool, slot)
            self._plan_leaving(pool, slot)

        key = pool.number << 24 | slot
        self.clock.at(self.clock.now + stays, Phase.LIVES_CHANGE, key, leave)
