"""Other people: a light stream without a story that a queued team also serves.

Bare events: counted, without rows. They come at any hour, each for a number of contacts, take
their turn in the same queues by the same order, and are the same in every option unless an
option says that it re-routes them (MODEL section 8). While a list is closed they are turned away,
but for the urgent; who waits too long for a first contact stops, by a patience drawn once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.draws import entity_key, exponential, geometric, name_key, uniform
from sim.engines.simpy_engine.clock import Clock, Phase, other_key
from sim.engines.simpy_engine.floor import Floor
from sim.engines.simpy_engine.state import DUE, NEW, URGENT, Ticket
from sim.engines.simpy_engine.waiting import draw_law
from sim.formulas import whole_minutes
from sim.program.parts import Program, PStream

GAP = name_key("other:gap")
SESSIONS = name_key("other:sessions")
MISSES = name_key("other:misses")
MINUTES = name_key("other:minutes")
PATIENCE = name_key("other:patience")
WAITING_AT_START = 1 << 31
UNDER_WAY_AT_START = 3 << 30


@dataclass(slots=True)
class _Stream:
    number: int
    stream: PStream
    key: int
    team: int
    at: float = 0.0
    k: int = 0
    entity: int = 0
    """the key of the k-th person"""


class Others:
    """All streams of other people."""

    def __init__(self, program: Program, clock: Clock, floor: Floor, luck: int) -> None:
        self.program = program
        self.clock = clock
        self.floor = floor
        self.streams = [
            _Stream(i, stream, entity_key(luck, stream.key), program.pools[stream.pool].team)
            for i, stream in enumerate(program.streams)
        ]
        for stream in self.streams:
            self._already_waiting(stream)
            self._already_under_way(stream)
            self._next(stream)

    def change_program(self, program: Program) -> None:
        """Other numbers from this minute on; who is on the way already comes as planned."""
        self.program = program
        for stream, part in zip(self.streams, program.streams, strict=True):
            stream.stream = part

    def _already_waiting(self, stream: _Stream) -> None:
        """The list as it stands at minute 0, the longest waiting first."""
        p = stream.stream
        for place in range(p.waiting_people):
            waited = p.waiting_minutes * (p.waiting_people - place) // p.waiting_people
            k = WAITING_AT_START + place
            self._come(stream, k, entity_key(stream.key, k), -waited)

    def _already_under_way(self, stream: _Stream) -> None:
        """Those between two contacts at minute 0; what is left of a geometric number is one too.

        Where they take a place, no more of them than there are places.
        """
        p = stream.stream
        for place in range(p.under_way):
            if p.place:
                if not self.floor.caseloads.has_room(stream.team):
                    return
                self.floor.caseloads.take(stream.team)
            k = UNDER_WAY_AT_START + place
            entity = entity_key(stream.key, k)
            left = geometric(uniform(entity, SESSIONS), p.sessions)
            due = p.interval * (2 * place + 1) // (2 * p.under_way)
            self._join(stream, other_key(stream.number, k), entity, 1, 1 + left, due)

    def _next(self, stream: _Stream) -> None:
        """Plan the next arrival only."""
        stream.entity = entity_key(stream.key, stream.k)
        stream.at += exponential(uniform(stream.entity, GAP), stream.stream.gap)
        if stream.at < self.program.horizon:
            minute = int(stream.at)
            key = other_key(stream.number, stream.k)
            self.clock.at(minute, Phase.PEOPLE_ARRIVE, key, lambda _: self._arrive(stream))

    def _arrive(self, stream: _Stream) -> None:
        p = stream.stream
        if not p.urgent and self.floor.lists.closed[stream.team]:
            self.floor.counting.turned_away(p.pool)
        else:
            self._come(stream, stream.k, stream.entity, self.clock.now)
        stream.k += 1
        self._next(stream)

    def _come(self, stream: _Stream, k: int, entity: int, joined: int) -> None:
        """The k-th person of a stream asks for the first of so many contacts."""
        sessions = geometric(uniform(entity, SESSIONS), stream.stream.sessions)
        key = other_key(stream.number, k)
        ticket = self._join(stream, key, entity, 0, sessions, joined)
        if stream.stream.stopping > 0.0:
            self._plan_stopping(stream, ticket)

    def _plan_stopping(self, stream: _Stream, ticket: Ticket) -> None:
        """She stops waiting for a first contact once her patience has run out.

        Who waits at the start has been patient so far: what is left of it has the same law.
        """
        patience = exponential(uniform(ticket.entity, PATIENCE), 1.0 / stream.stream.stopping)
        minute = max(ticket.joined, 0) + whole_minutes(patience)
        if minute < self.program.horizon:
            self.clock.at(
                minute, Phase.PEOPLE_STOP_WAITING, ticket.key, lambda _: self._stop(ticket)
            )

    def _stop(self, ticket: Ticket) -> None:
        if not ticket.gone:
            self.floor.withdraw(ticket)

    def _join(
        self, stream: _Stream, key: int, entity: int, session: int, sessions: int, joined: int
    ) -> Ticket:
        p = stream.stream
        ticket = Ticket(
            pool=p.pool,
            planned=p.planned,
            order=URGENT if p.urgent else DUE if session else NEW,
            joined=joined,
            earliest=joined,
            key=key,
            place=p.place and not session,
            stream=stream.number,
            entity=entity,
            session=session,
            sessions=sessions,
        )
        self.floor.join(ticket)
        return ticket

    def start(self, ticket: Ticket) -> None:
        """A contact with one of the other people begins, or nobody comes."""
        stream = self.streams[ticket.stream]
        p = stream.stream
        now = self.clock.now
        minutes = p.planned
        if uniform(ticket.entity, MISSES, ticket.session) >= p.missed:
            drawn = draw_law(p.law, uniform(ticket.entity, MINUTES, ticket.session))
            minutes = whole_minutes(drawn)
        minutes = self.floor.contact_minutes(ticket, minutes)
        worker = ticket.workers[0]
        ends = now + minutes
        if self.floor.counts(ends):
            totals = self.floor.totals[ticket.pool]
            totals.other_people += minutes
            totals.other_contacts += 1
        self.floor.free_later(worker, ends, minutes, 0)
        if ticket.session + 1 < ticket.sessions:
            due = max(now + p.interval, ends)
            self._join(stream, ticket.key, ticket.entity, ticket.session + 1, ticket.sessions, due)
        elif p.place:
            key = ticket.key
            self.clock.at(
                ends, Phase.CONTACTS_END, key, lambda _: self.floor.give_up_place(stream.team)
            )
