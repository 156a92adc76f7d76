"""Contacts without her: a panel, or a consult in which the worker who keeps her is advised.

What the worker in the first seat knows of her is said to the others. Nothing is attended, missed
or told; afterwards her needs are judged with the best skill present, by domain.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy

from sim.draws import mix, name_key
from sim.engines.simpy_engine import telling
from sim.engines.simpy_engine.state import Thread, Ticket
from sim.engines.simpy_engine.waiting import draw_law
from sim.formulas import whole_minutes
from sim.log import What
from sim.program.parts import PStep

if TYPE_CHECKING:
    from sim.engines.simpy_engine.world import World

CONFERS = name_key("confers")
MINUTES = name_key("minutes")
WITHOUT_HER = 1 << 32
"""Where the readings of notes in meetings without her begin: those in contacts count from 1."""
Flow = Generator[simpy.Event, object, None]


class Conferring:
    """How workers meet without her."""

    def __init__(self, world: World) -> None:
        self.world = world

    def confer(self, thread: Thread, step: PStep, ticket: Ticket) -> Flow:
        """The workers of a ticket talk about her; they are held until the rules are read."""
        world, person = self.world, thread.person
        drawn = whole_minutes(draw_law(step.law, person.draw(mix(MINUTES ^ step.purpose))))
        minutes = world.floor.contact_minutes(ticket, drawn)
        for worker in ticket.workers:
            world.log(thread, What.CONFERS, worker=worker, value=minutes)
        keeper = ticket.workers[0]
        number = WITHOUT_HER + person.again(CONFERS)
        known = telling.knowledge(world.program, person, thread, keeper, number)
        yield world.contacts.end_of(thread, minutes)
        thread.session += 1
        thread.worker = keeper
        said = telling.Conversation(known=known)
        for worker in ticket.workers:
            telling.remember(world.program, person, worker, said)
            world.contacts.coordinate(worker, minutes)
        if thread.open:
            world.contacts.judge(thread, step, ticket.workers, anew=True)
        thread.held = (ticket.workers, minutes, step.travel)
