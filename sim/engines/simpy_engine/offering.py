"""Offers: taken up at once, not now, offered again, or replaced by something else.

Her luck with an offer is drawn once, when she comes to the step, and compared with the chance of
*not now* each time that the offer is made: she takes it up later only because the chance has
moved, as she grows readier (MODEL section 5). Between two offers nobody keeps a place for her, so
that she has no wait to give up: the spell is a pause.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Final

import simpy

from sim.draws import mix, name_key
from sim.engines.simpy_engine.handing import Referral
from sim.engines.simpy_engine.state import Person, Thread
from sim.engines.simpy_engine.telling import each
from sim.engines.simpy_engine.waiting import PAUSE
from sim.formulas import chance_not_taken_up, chance_of_not_now, readiness_after
from sim.log import What
from sim.model.words import DOMAINS, ENDS, MINUTES_PER_WEEK
from sim.program.parts import PStep
from sim.program.person_parts import PWish

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

TAKES_UP = name_key("takes up")
DECLINED: Final = ENDS.index("declined")
TAKEN, NOT_NOW, REFUSED = 0, 1, 2
"""What a thread remembers of an answer until it has been acted upon."""
LOGGED_REFUSED, LOGGED_TAKEN, LOGGED_LATER, LOGGED_NOT_NOW = range(4)
Flow = Generator[simpy.Event, object, None]


class Offering:
    """How offers are made and answered."""

    def __init__(self, world: World) -> None:
        self.world = world

    def first(self, thread: Thread, step: PStep) -> int:
        """Make an offer for the first time. Says whether it is TAKEN, NOT_NOW or REFUSED."""
        thread.latent = thread.person.draw(mix(TAKES_UP ^ step.purpose))
        thread.offers = 0
        return self._offer(thread, step)

    def settle(self, thread: Thread, step: PStep) -> None:
        """Somebody who has refused and is offered nothing else has declined."""
        if thread.answer == REFUSED:
            thread.place_for = 0
        if thread.answer == REFUSED and step.offered_instead < 0:
            thread.answer = TAKEN
            self.world.leave(thread, thread.needs, DECLINED)

    def after(self, thread: Thread, step: PStep) -> Flow:
        """She has not taken it up: it is offered again later, or something else is."""
        if thread.answer == NOT_NOW:
            again_after = step.offered_again_after
            yield from self.world.waiting.for_minutes(thread, PAUSE, again_after, thread.step)
            yield from self.world.crises.until_back(thread)
            if thread.open and not thread.sent_away:
                self._offer(thread, step)
                self.settle(thread, step)
            return
        thread.answer = TAKEN
        instead = self.world.program.steps[step.offered_instead]
        if instead.team == step.team:
            self.world.enter(thread, step.offered_instead)
        else:
            referral = Referral(go=step.offered_instead)
            yield from self.world.handing.hand_on(thread, referral, step)

    def _offer(self, thread: Thread, step: PStep) -> int:
        """Make the offer once more; nothing alongside is offered a second time."""
        thread.offers += 1
        taken = thread.latent >= self._chance(thread, step)
        if taken:
            thread.answer = TAKEN
            logged = LOGGED_TAKEN if thread.offers == 1 else LOGGED_LATER
        elif thread.offers < step.offers and thread.main is None:
            thread.answer, logged = NOT_NOW, LOGGED_NOT_NOW
        else:
            thread.answer, logged = REFUSED, LOGGED_REFUSED
        self.world.log(thread, What.OFFERED, needs=thread.needs, value=logged)
        return thread.answer

    def _chance(self, thread: Thread, step: PStep) -> float:
        """The chance of *not now*: alike for everybody on the first rung of the ladder."""
        program, person = self.world.program, thread.person
        a = program.assumptions
        if program.flat:
            return a.not_taken_up
        domains = domains_offered(thread, step)
        weeks = (self.world.clock.now - person.is_.onset) / MINUTES_PER_WEEK
        halves_in = a.readier_after / MINUTES_PER_WEEK
        readiness = readiness_after(person.is_.readiness, weeks, halves_in)
        base = chance_of_not_now(
            a.not_taken_up, a.unfit, fit(person, step, domains), a.unready, readiness
        )
        seen_as = domains if step.seen_as < 0 else step.seen_as
        stigma = max((person.is_.stigma[d] for d in each(seen_as)), default=0.0)
        return chance_not_taken_up(base, stigma)


def domains_offered(thread: Thread, step: PStep) -> int:
    """The domains of her needs that an offer is about: those it helps, where it helps any."""
    needs = thread.person.persona.needs
    hers = sum(1 << d for d in {needs[need].domain for need in each(thread.needs)})
    helped = hers & step.helps.domains if step.helps is not None else 0
    return helped or hers


def fit(person: Person, step: PStep, domains: int) -> float:
    """1 where an offer has all that some wish about these domains names, or no wish names any."""
    wishes = [
        wish
        for wish in person.persona.wishes
        if _names_something(wish) and (not wish.domains or wish.domains & domains)
    ]
    return 1.0 if not wishes or any(_granted(wish, step) for wish in wishes) else 0.0


def _names_something(wish: PWish) -> bool:
    return bool(wish.modes or wish.domains or wish.groupings or wish.functions)


def _granted(wish: PWish, step: PStep) -> bool:
    """Whether a step has each thing that a wish names."""
    helped = step.helps.domains if step.helps is not None else (1 << len(DOMAINS)) - 1
    return (
        (not wish.modes or bool(wish.modes >> step.mode & 1))
        and (not wish.domains or bool(wish.domains & helped))
        and (
            not wish.groupings or (step.grouping >= 0 and bool(wish.groupings >> step.grouping & 1))
        )
        and (not wish.functions or step.function in wish.functions)
    )
