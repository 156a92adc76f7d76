"""Lives: needs ease, worsen and become urgent; supporters tire and leave; dates come; people age.

Clocks of integer hazard run from onset to the horizon, also after giving up, so that the same
person meets the same fate at the same gathered hazard in every way of organising help
(MODEL section 3). A contact under way is let end first: what strikes meanwhile happens in the
minute in which she is free again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sim.draws import name_key
from sim.engines.newcomers import YEAR
from sim.engines.simpy_engine.clock import Phase, thread_key
from sim.engines.simpy_engine.state import HazardClock, Person, Thread
from sim.engines.simpy_engine.supporters import hazard_ratio
from sim.log import What
from sim.model.words import ENDS, LEVEL_NAMES

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

EASES, WORSENS, CRISIS = (name_key(f"life:{kind}") for kind in ("eases", "worsens", "crisis"))
TIRES, LEAVES = (name_key(f"supporter:{kind}") for kind in ("tires", "leaves"))
KIND_LIFE, KIND_DATE, KIND_BIRTHDAY, KIND_LATER = 3, 4, 5, 6
HELPED = ENDS.index("helped")
BETTER = ENDS.index("better_without_help")
LEFT, TIRED, RESTED = range(3)
"""What a SUPPORTER row says of a supporter."""
URGENT_LEVEL = len(LEVEL_NAMES) - 1


class Lives:
    """What happens to people whether or not anybody helps."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin(self, person: Person) -> None:
        """From onset on: clocks run, birthdays and dates come."""
        for purpose in (EASES, WORSENS, CRISIS):
            person.fates += [
                HazardClock(person.luck, purpose ^ need.purpose) for need in person.persona.needs
            ]
        for purpose in (TIRES, LEAVES):
            person.fates += [
                HazardClock(person.luck, purpose ^ supporter.purpose)
                for supporter in person.persona.supporters
            ]
        onset = person.is_.onset
        self._plan_birthday(person, onset + YEAR - person.is_.birthday)
        for place, after in enumerate(person.is_.coming):
            key = thread_key(person.number, 0, KIND_DATE, place)
            self._plan(person, onset + after, key, partial(self._comes, person, place))
        self.reconsider(person)

    def _plan(self, person: Person, minute: int, key: int, happens: Callable[[], None]) -> None:
        """Something in her life happens at a minute, or as soon as she is free after it."""
        if minute < self.world.program.horizon:
            self.world.clock.at(
                minute, Phase.LIVES_CHANGE, key, lambda _: self.when_free(person, key, happens)
            )

    def when_free(self, person: Person, key: int, happens: Callable[[], None]) -> None:
        """Let a contact under way end first."""
        if person.busy:
            person.after_contact.append((key, happens))
        else:
            happens()

    # Clocks

    def reconsider(self, person: Person) -> None:
        """Let every clock run at the rate that now holds, and plan the next strike."""
        now = self.world.clock.now
        horizon = self.world.program.horizon
        earliest = horizon
        rates = self._rates(person)
        for clock, rate in zip(person.fates, rates, strict=True):
            if rate > 0:
                if clock.since < 0 or clock.rate != rate:
                    clock.start(now, rate)
                strikes = clock.strikes_at()
                earliest = min(earliest, strikes)
            elif clock.since >= 0:
                clock.pause(now)
        if earliest < horizon and earliest != person.fate_at:
            person.fate_at = earliest
            key = thread_key(person.number, 0, KIND_LIFE)
            self._plan(person, earliest, key, lambda: self._strike(person, earliest))
        elif earliest >= horizon:
            person.fate_at = -1

    def _rates(self, person: Person) -> list[int]:
        """The hazard of each clock now, in the order of ``fates``: integers in units of 2**-40."""
        a = self.world.program.assumptions
        needs = person.persona.needs
        here = person.supporters_here
        tiring = [
            s.tiring if here >> i & 1 and not person.supporters_tired >> i & 1 else 0
            for i, s in enumerate(person.persona.supporters)
        ]
        leaving = [
            s.leaving if here >> i & 1 else 0 for i, s in enumerate(person.persona.supporters)
        ]
        if not a.lives_act:
            return [0] * (3 * len(needs)) + tiring + leaving
        easing, worsening, crisis = [], [], []
        for i, (need, level) in enumerate(zip(needs, person.levels, strict=True)):
            easing.append(need.easing[level])
            held = self._held(person, i)
            worse = need.worsening[level]
            if worse:
                worse = int(worse * held * hazard_ratio(person, i, crisis=False) + 0.5)
            worsening.append(worse)
            urgent = need.crisis[level]
            if urgent:
                urgent = int(urgent * held * hazard_ratio(person, i, crisis=True) + 0.5)
            crisis.append(urgent)
        return easing + worsening + crisis + tiring + leaving

    def _held(self, person: Person, need: int) -> float:
        """The ratio to worsening and crisis that a course under way and interim help make."""
        a = self.world.program.assumptions
        thread = person.on_thread[need]
        if thread is None:
            return 1.0
        ratio = a.interim if thread.interim else 1.0
        return ratio * a.in_course if self._in_course(thread, need) else ratio

    def _in_course(self, thread: Thread, need: int) -> bool:
        """Whether a course of several sessions is under way that has reached the need."""
        helps = self.world.program.steps[thread.step].helps if thread.step >= 0 else None
        if helps is None or helps.sessions == 1 or not thread.session:
            return False
        domain = thread.person.persona.needs[need].domain
        return bool(thread.helped >> need & 1 and helps.domains >> domain & 1)

    def _strike(self, person: Person, planned: int) -> None:
        if planned != person.fate_at:
            return
        person.fate_at = -1
        now = self.world.clock.now
        count = len(person.levels)
        struck = [i for i, c in enumerate(person.fates) if 0 <= c.strikes_at() <= now]
        for place in struck:
            if 0 <= person.fates[place].strikes_at() <= now:  # not stopped by the one before it
                person.fates[place].strike()
                self._fate(person, *divmod(place, count), place - 3 * count)
        self.reconsider(person)

    def _fate(self, person: Person, kind: int, need: int, supporter: int) -> None:
        if supporter >= 0:
            count = len(person.persona.supporters)
            if supporter < count:
                self._tires(person, supporter)
            else:
                self._leaves(person, supporter - count)
        elif kind == 0:
            self.set_level(person, need, person.levels[need] - 1)
        elif kind == 1:
            self.set_level(person, need, person.levels[need] + 1)
        else:
            self.world.crises.strike(person, need)

    # Levels

    def set_level(self, person: Person, need: int, level: int) -> None:
        """A need changes by itself; what has eased to nothing leaves the thread it travels on."""
        before = person.levels[need]
        if level == before:
            return
        world = self.world
        thread = person.on_thread[need]
        person.levels[need] = level
        if before == 0:
            person.is_.chapters |= person.persona.chapters_of(need)
        world.log_about(person, thread, What.LEVEL, needs=1 << need, value=level)
        if level == 0 and thread is not None:
            helped = thread.helped >> need & 1
            world.leave(thread, 1 << need, HELPED if helped else BETTER)
            world.waiting.drop_if_empty(thread)
        if level == 0:
            world.crises.forget_places(person, need)
        if level < before:
            self.rest(person, need)
        world.asking.reconsider(person)
        self.reconsider(person)

    # Supporters

    def _tires(self, person: Person, supporter: int) -> None:
        if person.supporters_tired >> supporter & 1:
            return
        person.supporters_tired |= 1 << supporter
        self._say(person, supporter, TIRED)
        need = person.persona.supporters[supporter].own_need
        if need >= 0 and 0 < person.levels[need] < URGENT_LEVEL:
            self.set_level(person, need, person.levels[need] + 1)

    def _leaves(self, person: Person, supporter: int) -> None:
        if not person.supporters_here >> supporter & 1:
            return
        person.supporters_here &= ~(1 << supporter)
        self._say(person, supporter, LEFT)
        self.world.asking.reconsider(person)

    def rest(self, person: Person, need: int) -> None:
        """A supporter whose own need has been helped, or has eased, is rested."""
        for i, supporter in enumerate(person.persona.supporters):
            if supporter.own_need == need and person.supporters_tired >> i & 1:
                person.supporters_tired &= ~(1 << i)
                self._say(person, i, RESTED)

    def _say(self, person: Person, supporter: int, what: int) -> None:
        self.world.log_about(person, None, What.SUPPORTER, value=supporter * 4 + what)

    # Dates and birthdays

    def _comes(self, person: Person, place: int) -> None:
        """A date comes: levels, supporters, hours and places change; somebody may see her."""
        date = person.persona.coming[place]
        self.world.log_about(person, None, What.HAPPENS, value=place)
        for need, level in date.raises:
            self.set_level(person, need, max(level, person.levels[need]))
        for need, level in date.lowers:
            self.set_level(person, need, min(level, person.levels[need]))
        for supporter in date.supporters_tire:
            if person.supporters_here >> supporter & 1:
                self._tires(person, supporter)
        for supporter in date.supporters_leave:
            self._leaves(person, supporter)
        if date.hours:
            person.hours = date.hours
        for mode, barrier in date.barriers:
            person.barriers[mode] = barrier
        if date.moves_to and date.moves_to != person.site:
            before, person.site = person.site, date.moves_to
            self.world.boundaries.look(person, person.age, before)
            self.world.asking.reconsider(person)
        self.world.asking.seen_by(person, date.noticed_by)
        self.reconsider(person)

    def _plan_birthday(self, person: Person, minute: int) -> None:
        key = thread_key(person.number, 0, KIND_BIRTHDAY)
        self._plan(person, minute, key, lambda: self._birthday(person, minute))

    def _birthday(self, person: Person, minute: int) -> None:
        person.age += 1
        self.world.boundaries.look(person, person.age - 1, person.site)
        self.world.asking.reconsider(person)
        self._plan_birthday(person, minute + YEAR)
