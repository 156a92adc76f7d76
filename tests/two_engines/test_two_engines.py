"""The differential test: the compiled engine writes the log of the SimPy engine, bit for bit.

Systems, people, changes and luck are made by hypothesis; the shipped scenarios are played
in ``test_shipped``. ``test_comparing`` shows that a difference is seen, ``test_planted`` that
faults make one, ``test_reach`` what systems reach.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim.engines.protocol import Engine
from sim.files import resolve
from sim.program import compile_program
from tests.engine.engines import engine_called, why_not
from tests.engine.small_world import Document
from tests.two_engines.comparing import Luck, same_on_both
from tests.two_engines.systems import systems

pytestmark = [
    pytest.mark.property,
    pytest.mark.apart,
    pytest.mark.skipif(bool(why_not("compiled")), reason=why_not("compiled")),
]
PHASES = [p for p in settings().phases if p not in (Phase.explain, Phase.target)]
"""Explaining a difference by hypothesis' own means would run it many more times."""
LUCK = st.builds(
    Luck, seed=st.integers(1, 9), replication=st.integers(0, 1), salt=st.sampled_from([0, 0, 7])
)


def looking(examples: int, *, always_the_same: bool) -> settings:
    """So many examples, shrunk where one fails; how to come back to it is printed."""
    return settings(
        max_examples=examples,
        derandomize=always_the_same,
        database=None,
        print_blob=True,
        phases=PHASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def engines() -> tuple[Engine, Engine]:
    """The engine that is the meaning, and the one that must do the same."""
    return engine_called("simpy"), engine_called("compiled")


def both_do_the_same(engines: tuple[Engine, Engine], document: Document, luck: Luck) -> None:
    """Fails with the first difference in words."""
    same_on_both(compile_program(resolve(document)), *engines, luck)


@looking(40, always_the_same=True)
@given(document=systems(), luck=LUCK)
def test_two_engines_write_one_log_in_a_few_systems_that_are_always_the_same(
    engines: tuple[Engine, Engine], document: Document, luck: Luck
) -> None:
    both_do_the_same(engines, document, luck)


@pytest.mark.slow
@looking(200, always_the_same=True)
@given(document=systems(), luck=LUCK)
def test_two_engines_write_one_log_in_systems_that_are_always_the_same(
    engines: tuple[Engine, Engine], document: Document, luck: Luck
) -> None:
    both_do_the_same(engines, document, luck)


@looking(20, always_the_same=False)
@given(document=systems(), luck=LUCK)
def test_two_engines_write_one_log_in_systems_that_are_new_each_time(
    engines: tuple[Engine, Engine], document: Document, luck: Luck
) -> None:
    both_do_the_same(engines, document, luck)


@pytest.mark.slow
@looking(1000, always_the_same=False)
@given(document=systems(), luck=LUCK)
def test_two_engines_write_one_log_in_many_more_systems(
    engines: tuple[Engine, Engine], document: Document, luck: Luck
) -> None:
    both_do_the_same(engines, document, luck)
