"""Which engine runs: the fastest that is here, or the one that was asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

import pytest

from sim.engines import simpy_engine
from sim.engines.named import (
    ENGINES,
    Made,
    at_once,
    engine_named,
    is_ready,
    make_ready,
    taken,
    title,
    versions,
    why_not_here,
)
from sim.errors import InputError, RunError
from tests import fast_toy


@pytest.mark.unit
def test_auto_takes_the_fastest_engine_that_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    fast_toy.installed(monkeypatch)
    assert taken("auto") == "compiled"
    assert engine_named("auto") is fast_toy.run
    assert taken("simpy") == "simpy"
    assert engine_named("simpy") is simpy_engine.run


@pytest.mark.unit
def test_without_its_library_the_fast_engine_is_not_here_and_auto_takes_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    assert taken("auto") == "simpy"
    assert why_not_here("compiled") == "numba is not here"
    assert why_not_here("simpy") == ""


@pytest.mark.unit
def test_library_that_cannot_be_loaded_here_is_as_good_as_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast_toy.installed(monkeypatch)

    def fails(name: str) -> ModuleType:
        if name == "numpy":
            raise OSError("no such symbol")
        return import_module(name)

    monkeypatch.setattr("sim.engines.named.import_module", fails)
    assert why_not_here("compiled") == "numpy cannot be loaded: no such symbol"
    assert taken("auto") == "simpy"


@pytest.mark.unit
def test_library_without_the_engine_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    for home in ("sim.engines.no_such_engine", "tests.files"):  # nothing; no engine
        monkeypatch.setitem(ENGINES, "compiled", Made(home=home, title="fast", needs="numpy"))
        assert why_not_here("compiled") == f"{home} is not here"
        assert taken("auto") == "simpy"


@pytest.mark.unit
def test_engine_that_was_asked_for_and_is_not_here_is_refused_with_a_way_to_mend_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(InputError) as refused:
        taken("compiled")
    (fault,) = refused.value.faults
    assert fault.file == "--engine"
    assert fault.found == "compiled, but numba is not here"
    assert fault.allowed == "auto, simpy"
    assert "requirements/fast.lock" in fault.mend and "same results" in fault.mend
    with pytest.raises(InputError, match="there is no such engine"):
        taken("steam")


@pytest.mark.unit
def test_short_work_takes_no_engine_that_has_still_to_compile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = fast_toy.installed(monkeypatch)
    assert at_once() == "compiled"
    told.compiled = False
    assert at_once() == "simpy"
    assert not is_ready("compiled") and is_ready("simpy")
    make_ready("simpy")
    assert told.calls == []
    make_ready("compiled")
    assert is_ready("compiled")


@pytest.mark.unit
def test_engine_that_cannot_be_compiled_fails_the_run_and_names_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails() -> None:
        raise ValueError("unknown processor")

    fast_toy.installed(monkeypatch).fails = fails
    with pytest.raises(RunError, match=r"toy engine .* ValueError: unknown .*\n.*--engine simpy"):
        make_ready("compiled")


@pytest.mark.unit
def test_engine_is_named_with_the_versions_that_only_its_runs_rest_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (title("simpy"), versions("simpy")) == ("SimPy", {})
    made = Made(home="x", title="fast", needs="pytest", packages=("pytest", "pluggy"))
    monkeypatch.setitem(ENGINES, "compiled", made)
    assert set(versions("compiled")) == {"pytest", "pluggy"}
    assert title("compiled") == f"fast (pytest {pytest.__version__})"
