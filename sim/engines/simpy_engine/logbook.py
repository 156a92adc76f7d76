"""The logbook: every row that an engine hands on is written here.

Goes in: a thread or a person and what happened. Comes out: a row with the minute, whose it is, and
the step and team where they stand (:mod:`sim.log` says what each kind of row holds).
"""

from __future__ import annotations

from sim.engines.protocol import Sink, Totals
from sim.engines.simpy_engine.clock import Clock
from sim.engines.simpy_engine.state import Person, Thread
from sim.log import Row, What, pack_levels
from sim.program.parts import Program

NOTHING = -1


class Logbook:
    """Writes rows to a sink, and counts them."""

    def __init__(self, program: Program, clock: Clock, totals: Totals, sink: Sink) -> None:
        self.team_of = [step.team for step in program.steps]
        self.clock = clock
        self.totals = totals
        self.see = sink.see

    def log(
        self,
        thread: Thread,
        what: What,
        *,
        step: int = NOTHING,
        team: int = NOTHING,
        worker: int = NOTHING,
        needs: int = 0,
        chapters: int = 0,
        value: int = 0,
    ) -> None:
        """Write one row about a thread; its step and team stand where none is given."""
        if step == NOTHING:
            step = thread.step
        if team == NOTHING and step != NOTHING:
            team = self.team_of[step]
        whose = self.clock.now, thread.person.number, thread.number, thread.episode
        self._write(Row(*whose, what, step, team, worker, needs, chapters, value))

    def log_about(
        self,
        person: Person,
        thread: Thread | None,
        what: What,
        *,
        team: int = NOTHING,
        worker: int = NOTHING,
        needs: int = 0,
        value: int = 0,
    ) -> None:
        """Write one row about a person, on a thread or on none."""
        if thread is not None:
            self.log(thread, what, team=team, worker=worker, needs=needs, value=value)
            return
        whose = self.clock.now, person.number, NOTHING, person.episode
        self._write(Row(*whose, what, NOTHING, team, worker, needs, 0, value))

    def onset(self, person: Person) -> None:
        """Write that somebody is there, with her needs, their levels, and what she has told."""
        needs = sum(1 << need for need, level in enumerate(person.levels) if level)
        whose = self.clock.now, person.number, NOTHING, 0
        levels = pack_levels(tuple(person.levels))
        nowhere = NOTHING, NOTHING, NOTHING
        self._write(Row(*whose, What.ONSET, *nowhere, needs, person.told, levels))

    def _write(self, row: Row) -> None:
        self.totals.rows += 1
        self.see(row)
