"""Folds the rows of a run into one row per person, while the run goes on.

In: the rows of the log, in order, of all story people mixed. Out: a
:class:`~sim.measures.tables.PeopleTable` of those whose onset is counted, each followed for the
same time from her own onset. Rows of others, and rows after her follow-up, change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.log import PERSON_BITS, Row, What
from sim.measures.columns import NEEDS, PEOPLE
from sim.measures.journeys import Journey
from sim.measures.outcomes import Outcomes
from sim.measures.rows import TAKES_IN
from sim.measures.tables import NeedsTable, PeopleTable, columns_of
from sim.measures.thresholds import thresholds
from sim.model.words import MINUTES_PER_DAY
from sim.program import Program

CALL_HANDLERS: Final = ("receptionist", "call_handler")
"""Roles whose contacts no index of continuity counts."""


class PersonFold:
    """A sink that remembers each counted person, and at the end says what happened to her."""

    def __init__(self, program: Program, *, call_handlers: Iterable[str] = CALL_HANDLERS) -> None:
        self._program = program
        self._outcomes = Outcomes(program, thresholds(), frozenset(call_handlers))
        self._painful = [
            sum(1 << i for i, chapter in enumerate(persona.chapters) if chapter.painful)
            for persona in program.personas
        ]
        self._journeys: dict[int, Journey] = {}

    def see(self, row: Row) -> None:
        """Take in one row."""
        journey = self._journeys.get(row[1])
        if journey is None:
            if row[4] == What.ONSET:
                self._arrive(row)
        elif row[0] < journey.end:
            take_in = TAKES_IN.get(row[4])
            if take_in is not None:
                take_in(journey, row)

    def finish(self) -> PeopleTable:
        """The table of people counted so far, with their needs; may be called again."""
        journeys = sorted(self._journeys.values(), key=lambda j: (j.onset, j.person))
        days = self._program.follow / MINUTES_PER_DAY
        needs = (row for journey in journeys for row in self._outcomes.needs(journey))
        return PeopleTable(
            columns=columns_of(PEOPLE, map(self._outcomes.person, journeys)),
            needs=NeedsTable(columns=columns_of(NEEDS, needs), follow_days=days),
            follow_days=days,
        )

    def _arrive(self, row: Row) -> None:
        program = self._program
        if not program.start <= row.minute < program.counted_until:
            return
        persona = row.person >> (PERSON_BITS + 8)
        self._journeys[row.person] = Journey(
            row, len(program.personas[persona].needs), program.follow, self._painful[persona]
        )
