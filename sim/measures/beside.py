"""Rows about what goes on beside her threads: companions, interim help, consults, urgent need.

In: a :class:`~sim.measures.journeys.Journey` and a row of one of these kinds. Out: the journey,
changed. ``sim.measures.rows`` takes in the rest. None of this is a handoff or a retelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sim.log import Row, What
from sim.measures.journeys import NEVER, Journey

GIVEN: Final = 1
"""Value of COMPANION where a worker begins to go along with her."""
FULL: Final = 2
"""Value of COMPANION where nobody had room."""
TakesIn = Callable[[Journey, Row], None]


def bits(needs: int) -> Iterator[int]:
    """The positions in a bit set, lowest first."""
    while needs:
        lowest = needs & -needs
        yield lowest.bit_length() - 1
        needs ^= lowest


def begin_seats(journey: Journey, worker: int) -> None:
    """The first seat of a contact: who could count as her holder is settled before it begins."""
    holder = journey.holder()
    journey.holders = {holder} if holder >= 0 and journey.contacts else set()
    journey.companion_seated = journey.held_here = False
    sit_down(journey, worker)


def sit_down(journey: Journey, worker: int) -> None:
    """A seat of the contact under way."""
    if worker == journey.companion and not journey.companion_seated:
        journey.companion_seated = True
        journey.with_companion += 1
    if worker in journey.holders and not journey.held_here:
        journey.held_here = True
        journey.held += 1


def _companion(journey: Journey, row: Row) -> None:
    if row.value == GIVEN:
        journey.companion = row.worker
        journey.companion_given = True
    elif row.value == FULL:
        journey.companion_full = True
    else:
        journey.companion = NEVER


def _alongside(journey: Journey, row: Row) -> None:
    journey.count_waiting(row.minute)
    if row.value:
        journey.alongside.add(row.thread)
        journey.end_silence(row.minute)
    else:
        journey.alongside.discard(row.thread)
        journey.fall_silent(row.minute)


def _crisis(journey: Journey, row: Row) -> None:
    for i in bits(row.needs):
        journey.needs[i].crises += 1


def _confers(journey: Journey, row: Row) -> None:
    here = (row.minute, row.thread)
    if here != journey.conferred_at:  # one row for each worker
        journey.conferred_at = here
        journey.consults += 1


def _hangs_up(journey: Journey, row: Row) -> None:
    journey.hang_ups += 1


def _told_for_her(journey: Journey, row: Row) -> None:
    journey.told_for_her += row.chapters.bit_count()


def _happens(journey: Journey, row: Row) -> None:
    journey.happened.append((row.minute, row.value))


BESIDE: Final[dict[int, TakesIn]] = {
    What.COMPANION: _companion,
    What.ALONGSIDE: _alongside,
    What.CRISIS: _crisis,
    What.CONFERS: _confers,
    What.HANGS_UP: _hangs_up,
    What.TOLD_FOR_HER: _told_for_her,
    What.HAPPENS: _happens,
}
"""What a journey does with each of these kinds of row."""
