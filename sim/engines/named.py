"""Engines by name: which there are, which can run here, and what is left to do before one runs.

Goes in: a name, or ``auto``. Comes out: the engine. A log is the same whichever engine wrote it, so
that the choice is one of speed only. Refuses an engine that was asked for and is not here; says why
``auto`` took a slower one.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import Any, Final, cast

from sim.engines.protocol import Engine
from sim.errors import Fault, InputError, RunError

AUTO: Final = "auto"
"""The fastest engine that is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is known of an engine before any of it is loaded."""

    home: str
    """the module whose ``run`` it is"""
    title: str
    """what it is called in a sentence"""
    needs: str = ""
    """the library that may be missing here, without which it cannot run"""
    packages: tuple[str, ...] = ()
    """the packages whose versions only runs of this engine rest on"""
    in_threads: bool = False
    """whether several runs go on at once in one process, because it frees the interpreter"""
    compiles: bool = False
    """whether its home has ``is_compiled`` and ``compile_now``, to be called before runs begin"""


ENGINES: Final[dict[str, Made]] = {
    "compiled": Made(
        home="sim.engines.compiled",
        title="compiled",
        needs="numba",
        packages=("numba", "llvmlite"),
        in_threads=True,
        compiles=True,
    ),
    "simpy": Made(home="sim.engines.simpy_engine", title="SimPy"),
}
"""Every engine, the fastest first; the last needs nothing that is not always here."""


def why_not_here(name: str) -> str:
    """Why an engine cannot run here; empty where it can. Loads it, and the library it needs."""
    made = ENGINES[name]
    if made.needs:
        try:
            import_module(made.needs)
        except ModuleNotFoundError as fault:
            return f"{fault.name} is not here"
        except Exception as fault:  # one that is there and does not fit this machine or its NumPy
            return f"{made.needs} cannot be loaded: {fault}"
    if find_spec(made.home) is None or not hasattr(_home(name), "run"):
        return f"{made.home} is not here"
    return ""


def taken(name: str) -> str:
    """The name of the engine that runs: itself, or for ``auto`` the fastest that is here.

    Raises InputError where an engine that was asked for cannot run here.
    """
    if name == AUTO:
        return next(found for found in ENGINES if not why_not_here(found))
    reason = why_not_here(name) if name in ENGINES else "there is no such engine"
    if reason:
        raise InputError([_not_here(name, reason)])
    return name


def _not_here(name: str, reason: str) -> Fault:
    mend = "leave --engine out: every engine gives the same results"
    if name in ENGINES and ENGINES[name].needs:
        install = "python -m pip install --require-hashes -r requirements/fast.lock"
        mend += f"; or install {ENGINES[name].needs}, with the Python that runs this: {install}"
    return Fault(
        file="--engine",
        found=f"{name}, but {reason}",
        allowed=", ".join((AUTO, *(one for one in ENGINES if not why_not_here(one)))),
        mend=mend,
    )


def engine_named(name: str) -> Engine:
    """The engine of that name; ``auto`` is the fastest that is here. Raises InputError."""
    return cast(Engine, _home(taken(name)).run)


def goes_in_threads(name: str) -> bool:
    """Whether several runs of this engine go on at once in one process."""
    return ENGINES[taken(name)].in_threads


def is_ready(name: str) -> bool:
    """Whether an engine that is here can begin at once, with nothing left to compile."""
    return not ENGINES[name].compiles or bool(_home(name).is_compiled())


def make_ready(name: str) -> None:
    """Compile what an engine has left to compile. Raises RunError where that fails."""
    if not ENGINES[name].compiles:
        return
    try:
        _home(name).compile_now()
    except Exception as fault:
        others = ", ".join(one for one in ENGINES if one != name)
        raise RunError(
            f"the {ENGINES[name].title} engine cannot be compiled here: {type(fault).__name__}: "
            f"{fault}\nThe same without it: --engine {others}"
        ) from fault


def at_once() -> str:
    """The fastest engine that can begin at once: for short work, which no compiling is worth."""
    return next(name for name in ENGINES if not why_not_here(name) and is_ready(name))


def versions(name: str) -> dict[str, str]:
    """The versions of the packages that only runs of this engine rest on."""
    return {package: metadata.version(package) for package in ENGINES[name].packages}


def title(name: str) -> str:
    """What an engine is called in a sentence, with the versions that only its runs rest on."""
    made = ENGINES[name]
    return (
        f"{made.title} ({made.needs} {metadata.version(made.needs)})" if made.needs else made.title
    )


def _home(name: str) -> Any:
    return import_module(ENGINES[name].home)
