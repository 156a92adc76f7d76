"""Phone calls that have to be answered: she holds the line, hangs up, and rings again.

For each call a patience in minutes is drawn, by her luck and the number of calls in her story. She
rings while the line is open. On hold she may be met elsewhere: then the call waits for her, and her
patience runs on (MODEL section 7).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Final

import simpy

from sim.draws import exponential, mix, name_key
from sim.engines.simpy_engine.state import Thread, Ticket
from sim.formulas import whole_minutes
from sim.log import WAITS, What
from sim.model.words import ENDS
from sim.program.opening_times import next_open
from sim.program.parts import PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.waiting import Waiting

PATIENCE = name_key("patience on the phone")
STOPPED_WAITING: Final = ENDS.index("stopped_waiting")
PAUSE: Final = WAITS.index("pause")


def is_rung(thread: Thread, step: PStep) -> bool:
    """Whether she rings for this contact; later sessions of a course are arranged in the first."""
    return step.patience > 0.0 and not thread.session and not thread.misses


def ring(
    waiting: Waiting, thread: Thread, step: PStep, kind: int
) -> Generator[simpy.Event, object, Ticket | None]:
    """Ring until somebody answers; after the last call the needs stop waiting.

    Nobody rings for needs that are away in a crisis. What she has alongside she only goes without.
    """
    world = waiting.world
    again = world.program.assumptions.called_again_after
    for call in range(step.calls):
        if call:
            team = world.program.teams[step.team]
            opens = next_open(team.hours, world.clock.now + again, step.planned, team.shut)
            pause = opens - world.clock.now
            yield from waiting.for_minutes(thread, PAUSE, pause, thread.step)
            yield from world.crises.until_back(thread)
            if not thread.open or thread.sent_away:
                return None
        patience = _patience(thread, step)
        ticket = waiting.ticket(thread, step)
        answered = yield from waiting.called(thread, ticket, kind, thread.step, patience=patience)
        if answered is not None or not thread.open or thread.sent_away:
            return answered
        if thread.main is None:
            world.log(thread, What.HANGS_UP, value=patience)
    yield from world.crises.until_back(thread)
    if thread.main is None and thread.open and not thread.sent_away:
        world.leave(thread, thread.needs, STOPPED_WAITING)
    return None


def _patience(thread: Thread, step: PStep) -> int:
    """Minutes for which she holds the line this time."""
    u = thread.person.draw(mix(PATIENCE ^ step.purpose))
    return whole_minutes(exponential(u, step.patience))
