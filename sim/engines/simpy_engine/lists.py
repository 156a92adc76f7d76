"""Lists that close and reopen, yearly limits, and places on caseloads.

Goes in: who joins a team's list, who leaves it, which steps begin. Comes out: whether a team takes
a referral, and whether a ticket may start. Refuses to know who waits in which order: that is the
queues' (MODEL sections 5 and 8).
"""

from __future__ import annotations

from typing import Final

from sim.engines.simpy_engine.state import NEW, Ticket
from sim.model.words import MINUTES_PER_WEEK
from sim.program.parts import Program

MINUTES_OF_A_YEAR: Final = 52 * MINUTES_PER_WEEK
"""A year of a yearly limit, from minute 0."""


def is_new(ticket: Ticket) -> bool:
    """Whether it asks for a routine first contact; an introduction between workers does not."""
    return ticket.order == NEW and not ticket.meeting


class Lists:
    """The people who wait for a first contact with each team, and how often steps have begun."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.waiting = [0] * len(program.teams)
        self.closed = [False] * len(program.teams)
        self.begun = [0] * len(program.steps)
        self.year = 0

    def joins(self, ticket: Ticket) -> None:
        """Somebody is on the list, also while she cannot start yet."""
        if is_new(ticket):
            self._count(self.program.pools[ticket.pool].team, +1)

    def leaves(self, ticket: Ticket) -> None:
        """Somebody is seen, or waits no longer."""
        if is_new(ticket):
            self._count(self.program.pools[ticket.pool].team, -1)

    def _count(self, number: int, change: int) -> None:
        self.waiting[number] += change
        team = self.program.teams[number]
        if team.closes_at < 0:
            return
        if self.waiting[number] >= team.closes_at:
            self.closed[number] = True
        elif self.waiting[number] <= team.reopens_at:
            self.closed[number] = False

    def look_again(self) -> None:
        """The numbers at which lists close and open have changed."""
        for number, team in enumerate(self.program.teams):
            self.closed[number] = self.closed[number] and team.closes_at >= 0
            self._count(number, 0)

    def within_limit(self, step: int, now: int) -> bool:
        """Whether a step may begin once more this year."""
        limit = self.program.steps[step].yearly_limit
        return limit < 0 or self._begun(now)[step] < limit

    def begins(self, step: int, now: int) -> None:
        """A step begins for a thread."""
        self._begun(now)[step] += 1

    def _begun(self, now: int) -> list[int]:
        if now // MINUTES_OF_A_YEAR != self.year:
            self.year = now // MINUTES_OF_A_YEAR
            self.begun = [0] * len(self.begun)
        return self.begun


class Caseloads:
    """Places on the caseload of each team."""

    def __init__(self, program: Program) -> None:
        self.places = [team.places for team in program.teams]
        self.taken = [0] * len(program.teams)

    def has_room(self, team: int) -> bool:
        """Whether a place is free; a team without a number of places always has one."""
        return self.places[team] < 0 or self.taken[team] < self.places[team]

    def take(self, team: int) -> None:
        """A place is taken."""
        assert self.has_room(team), "a place is taken only where one is free"
        self.taken[team] += 1

    def free(self, team: int) -> None:
        """A place is free again."""
        self.taken[team] -= 1
