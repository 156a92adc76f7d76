"""The engines under test: which there are, and the one that runs now.

A test of what an engine does runs on every engine: its folder's ``conftest`` says ``engine =
every_engine()``, and whatever runs a program here calls :func:`run`. An engine that cannot run is
skipped with the reason. What tests hold against the world of one engine is in a folder of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

import pytest

from sim.engines.protocol import Engine, Sink, Totals
from sim.program import Program

MODULES = {"simpy": "sim.engines.simpy_engine", "compiled": "sim.engines.compiled"}
"""Where each engine lives; its ``run`` is the engine."""
NEEDS = {"simpy": "simpy", "compiled": "numba"}
"""The library without which each cannot run."""
Found = TypeVar("Found")


class _Now:
    """The engine that runs now."""

    name = "simpy"


def why_not(name: str) -> str:
    """Why an engine cannot run here; empty where it can."""
    if find_spec(NEEDS[name]) is None:
        return f"{NEEDS[name]} is not installed"
    if find_spec(MODULES[name]) is None:
        return f"{MODULES[name]} is not written yet"
    return ""


def engine_called(name: str) -> Engine:
    """The engine of this name."""
    module = import_module(MODULES[name])
    if hasattr(module, "compile_now"):
        module.compile_now()  # once; or else two processes of tests would do the same work
    found: Engine = module.run
    return found


@contextmanager
def under_test(name: str) -> Iterator[None]:
    """While it lasts, this engine is the one that runs."""
    before, _Now.name = _Now.name, name
    try:
        yield
    finally:
        _Now.name = before


def run(program: Program, *, seed: int, replication: int, sink: Sink, salt: int = 0) -> Totals:
    """Run one replication on the engine under test."""
    engine = engine_called(_Now.name)
    return engine(program, seed=seed, replication=replication, sink=sink, salt=salt)


def every_engine(*, autouse: bool = True) -> Any:
    """A fixture that runs tests on each engine in turn, all tests of a module on one first."""
    params = [
        pytest.param(name, marks=pytest.mark.skipif(bool(why_not(name)), reason=why_not(name)))
        for name in MODULES
    ]

    @pytest.fixture(scope="module", autouse=autouse, params=params, name="engine")
    def engine(request: pytest.FixtureRequest) -> Iterator[str]:
        with under_test(request.param):
            yield request.param

    return engine


def once_on_each_engine(make: Callable[..., Found]) -> Callable[..., Found]:
    """Like ``functools.cache``, but what one engine made is never taken for what another makes."""

    @cache
    def made(_: str, *args: Any) -> Found:
        return make(*args)

    @wraps(make)
    def found(*args: Any) -> Found:
        return made(_Now.name, *args)

    return found
