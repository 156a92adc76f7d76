"""Asking: one mechanism for being noticed, never being reached, and coming back.

Every open need of level 2 or more that is on no thread runs a clock for each noticer who can see
it. Where a clock strikes, the asking falls in that noticer's hours, and a thread begins at the
door that the system gives (MODEL section 2).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.draws import name_key
from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.state import Person
from sim.engines.simpy_engine.supporters import gone_silent
from sim.engines.simpy_engine.telling import each
from sim.log import What
from sim.model.rosters import Openings
from sim.model.words import (
    EPISODE_WEEKS,
    EPISODES_AT_MOST,
    HELP_SOUGHT_FROM,
    MINUTES_PER_WEEK,
)
from sim.program.opening_times import Days, next_open
from sim.program.person_parts import PNoticing

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

HOUR = name_key("asking:hour")
KIND_ASKING = 1
ON_A_DATE = 1 << 8
"""Where the places of those begin who see her on a date, after those who may see her any day."""


def may_meet(seen: PNoticing, person: Person) -> bool:
    """Whether a noticer is where she lives now and for somebody of her age."""
    if not seen.age_from <= person.age <= seen.age_to:
        return False
    return not seen.sites or person.site in seen.sites


class Asking:
    """The clocks of asking."""

    def __init__(self, world: World) -> None:
        self.world = world

    def reconsider(self, person: Person) -> None:
        """Start and stop clocks as her needs now stand, and plan the next strike."""
        now = self.world.clock.now
        earliest = -1
        needs = len(person.levels)
        silent = gone_silent(person)
        for place, clock in enumerate(person.asking):
            noticing, need = divmod(place, needs)
            seen = person.persona.noticings[noticing]
            runs = (
                seen.needs >> need & 1
                and not silent >> seen.noticer & 1
                and person.levels[need] >= HELP_SOUGHT_FROM
                and person.on_thread[need] is None
                and may_meet(seen, person)
            )
            if runs and (clock.since < 0 or clock.rate != seen.per_minute):
                clock.start(now, seen.per_minute)
            elif not runs and clock.since >= 0:
                clock.pause(now)
            strikes = clock.strikes_at()
            if strikes >= 0 and (earliest < 0 or strikes < earliest):
                earliest = strikes
        person.asking_token += 1
        if 0 <= earliest < self.world.program.horizon:
            token = person.asking_token
            key = thread_key(person.number, 0, KIND_ASKING)
            self.world.clock.at(
                earliest, Phase.LIVES_CHANGE, key, lambda _: self._strike(person, token)
            )

    def seen_by(self, person: Person, noticings: Iterable[PNoticing]) -> None:
        """Somebody sees her today, and asks for help with every need that they can see."""
        for place, seen in enumerate(noticings):
            for need in each(seen.needs):
                self._plan(person, seen, ON_A_DATE + place, need)

    def _strike(self, person: Person, token: int) -> None:
        if token != person.asking_token:
            return
        clock_now = self.world.clock.now
        needs = len(person.levels)
        for place, clock in enumerate(person.asking):
            if 0 <= clock.strikes_at() <= clock_now:
                clock.strike()
                noticing, need = divmod(place, needs)
                self._plan(person, person.persona.noticings[noticing], noticing, need)
        self.reconsider(person)

    def _plan(self, person: Person, seen: PNoticing, place: int, need: int) -> None:
        """The asking falls at once if it strikes in hours, else in the next stretch of them."""
        minute = self._minute(person, seen.hours, seen.shut)
        key = thread_key(person.number, place, KIND_ASKING, need)
        self.world.clock.at(
            minute, Phase.PEOPLE_ARRIVE, key, lambda _: self._ask(person, seen, need)
        )

    def _minute(self, person: Person, hours: Openings, shut: Days) -> int:
        now = self.world.clock.now
        opens = next_open(hours, now, shut=shut)
        if opens == now:
            return now
        within = opens % MINUTES_PER_WEEK
        length = next(end - start for start, end in hours if start <= within < end)
        return opens + int(person.draw(HOUR) * length)

    def _ask(self, person: Person, seen: PNoticing, need: int) -> None:
        if person.on_thread[need] is not None or person.levels[need] < HELP_SOUGHT_FROM:
            return
        if not person.threads and not self._new_episode(person):
            return
        thread = self.world.new_thread(person)
        self.world.log(thread, What.ASKED, needs=1 << need, value=seen.noticer)
        self.world.take_on(thread, 1 << need)
        self.world.begin(thread, seen.door)

    def _new_episode(self, person: Person) -> bool:
        """A new episode, unless there were as many as may be in half a year."""
        now = self.world.clock.now
        since = now - EPISODE_WEEKS * MINUTES_PER_WEEK
        recent = [minute for minute in person.episode_minutes if minute > since]
        if len(recent) >= EPISODES_AT_MOST:
            return False
        person.episode_minutes = [*recent, now]
        person.begin_episode()
        return True
