"""Other people: a light stream without a story that a queued team also serves.

Bare events: counted, without rows. They come at any hour, each for a number of contacts, take
their turn in the same queues by the same order, and are the same in every option unless an
option says that it re-routes them (MODEL section 8).
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
STOPS = name_key("other:stops waiting")
WAITING_AT_START = 1 << 31
UNDER_WAY_AT_START = 3 << 30


@dataclass(slots=True)
class _Stream:
    number: int
    stream: PStream
    key: int
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
            _Stream(i, stream, entity_key(luck, stream.key))
            for i, stream in enumerate(program.streams)
        ]
        for stream in self.streams:
            self._already_waiting(stream)
            self._already_under_way(stream)
            self._next(stream)

    def _already_waiting(self, stream: _Stream) -> None:
        """The list as it stands at minute 0, the longest waiting first."""
        p = stream.stream
        for place in range(p.waiting_people):
            waited = p.waiting_minutes * (p.waiting_people - place) // p.waiting_people
            k = WAITING_AT_START + place
            self._come(stream, k, entity_key(stream.key, k), -waited)

    def _already_under_way(self, stream: _Stream) -> None:
        """Those between two contacts at minute 0; what is left of a geometric number is one too."""
        p = stream.stream
        for place in range(p.under_way):
            k = UNDER_WAY_AT_START + place
            entity = entity_key(stream.key, k)
            left = geometric(uniform(entity, SESSIONS), p.sessions)
            due = p.interval * (2 * place + 1) // (2 * p.under_way)
            self._join(stream, other_key(stream.number, k), entity, 1, 1 + left, due)

    def _next(self, stream: _Stream) -> None:
        """Plan the next arrival only."""
        stream.entity = entity_key(stream.key, stream.k)
        stream.at += exponential(uniform(stream.entity, GAP), stream.stream.gap)
        minute = int(stream.at)
        if minute < self.program.horizon:
            key = other_key(stream.number, stream.k)
            self.clock.at(minute, Phase.PEOPLE_ARRIVE, key, lambda _: self._arrive(stream))

    def _arrive(self, stream: _Stream) -> None:
        self._come(stream, stream.k, stream.entity, self.clock.now)
        stream.k += 1
        self._next(stream)

    def _come(self, stream: _Stream, k: int, entity: int, joined: int) -> None:
        """The k-th person of a stream asks for the first of so many contacts."""
        sessions = geometric(uniform(entity, SESSIONS), stream.stream.sessions)
        key = other_key(stream.number, k)
        self._join(stream, key, entity, 0, sessions, joined)

    def _join(
        self, stream: _Stream, key: int, entity: int, session: int, sessions: int, joined: int
    ) -> None:
        p = stream.stream
        ticket = Ticket(
            pool=p.pool,
            planned=p.planned,
            order=URGENT if p.urgent else DUE if session else NEW,
            joined=joined,
            earliest=joined,
            key=key,
            stream=stream.number,
            entity=entity,
            session=session,
            sessions=sessions,
        )
        self.floor.join(ticket)
        if p.stopping > 0.0 and not session:
            self._may_stop(ticket, p.stopping)

    def _may_stop(self, ticket: Ticket, per_minute: float) -> None:
        """Somebody who still waits then for a first contact stops waiting."""
        patience = int(exponential(uniform(ticket.entity, STOPS), 1.0 / per_minute)) + 1

        def stop(_: object) -> None:
            if not ticket.gone:
                self.floor.withdraw(ticket)

        minute = self.clock.now + patience
        if minute < self.program.horizon:
            self.clock.at(minute, Phase.PEOPLE_STOP_WAITING, ticket.key, stop)

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
