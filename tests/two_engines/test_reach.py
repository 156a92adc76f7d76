"""Generated systems reach the whole vocabulary of the loader and every kind of event.

What no system says, or what happens in none, could differ between two engines unseen.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from sim.engines.simpy_engine import run
from sim.files import resolve
from sim.program import compile_program
from tests.engine.small_world import Document
from tests.two_engines.comparing import Luck, played
from tests.two_engines.reach import (
    Kind,
    Words,
    kinds_of,
    kinds_there_are,
    kinds_unreached,
    vocabulary,
)
from tests.two_engines.systems import systems

pytestmark = [pytest.mark.property, pytest.mark.apart]
BUSY: Final = 1000
"""Rows of a log, on average, at least."""
SEEDS: Final = 8
"""So many times systems are looked at, until nothing is missing."""


def looking_at(examples: int) -> settings:
    """So many systems, always the same."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_systems_reach_every_word_of_the_vocabulary() -> None:
    words = Words()

    for first in range(SEEDS):
        if words.unreached():

            @seed(first)
            @looking_at(200 // SEEDS)
            @given(document=systems())
            def look(document: Document) -> None:
                words.look(resolve(document))

            look()
    assert not words.unreached()


def test_a_word_that_no_system_says_is_told() -> None:
    words = Words()
    assert words.unreached()
    assert ("Step", "yearly_limit") in vocabulary()
    assert ("Condition", "free_within") in vocabulary()
    assert ("Team", "note") not in vocabulary()


@pytest.mark.slow
def test_every_kind_of_event_happens_and_systems_are_busy() -> None:
    kinds: Counter[Kind] = Counter()
    rows = []

    @looking_at(200)
    @given(document=systems())
    def look(document: Document) -> None:
        log, totals = played(compile_program(resolve(document)), run, Luck())
        rows.append(len(log))
        kinds.update(kinds_of(log, totals))

    look()
    assert not kinds_unreached(kinds)
    assert kinds.keys() <= kinds_there_are()
    assert sum(rows) / len(rows) > BUSY


def test_a_kind_of_event_that_never_happens_is_told() -> None:
    everything = Counter(kinds_there_are())
    assert not kinds_unreached(everything)
    del everything["HANDS_ON", "boundary"]
    assert kinds_unreached(everything) == [("HANDS_ON", "boundary")]
