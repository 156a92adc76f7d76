"""What a person is told of the engine: which one runs, why, and what it still has to compile.

Goes in: the word that was typed, or the engine of an earlier run. Comes out: the engine's name.
Said before a run begins, and never in a report: what a run finds is the same with every engine.
"""

from __future__ import annotations

import sys
import time
from typing import Final

from sim.engines.named import AUTO, ENGINES, is_ready, make_ready, taken, title, why_not_here

COMPILING: Final = "Compiling the fast engine, once on this machine: about a minute ..."
"""Once, that is, for these sources and these versions."""


def engine_line(asked: str, name: str) -> str:
    """Which engine runs and, where ``auto`` could not take the fastest, why."""
    line = f"Engine: {title(name)}."
    fastest = next(iter(ENGINES))
    if asked != AUTO or name == fastest:
        return line
    same = "the results are the same, only slower"
    return f"{line} The {ENGINES[fastest].title} one: {why_not_here(fastest)}; {same}."


def get_ready(name: str) -> None:
    """Compile what an engine has left to compile, with a word to whoever waits for it."""
    if is_ready(name):
        return
    began = time.monotonic()
    print(COMPILING, file=sys.stderr, flush=True)
    make_ready(name)
    print(f"Compiled in {time.monotonic() - began:.0f} s.", file=sys.stderr, flush=True)


def again(before: str, asked: str | None) -> tuple[str, str]:
    """The engine of a run that is made again, and what to note: the one it had, where it is here.

    Raises InputError where another was asked for that is not here.
    """
    if asked is not None:
        name = taken(asked)
    elif before in ENGINES and not why_not_here(before):
        name = before
    else:
        name = taken(AUTO)
    if name == before:
        return name, ""
    was = ENGINES[before].title if before in ENGINES else before
    note = f"the {was} engine made this run, now the {ENGINES[name].title} one does"
    return name, f"{note}; the results are the same with either"
