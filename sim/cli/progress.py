"""How far a long run has come: a bar where somebody looks, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

LINES: Final = 10
"""Lines of a whole run, about, where nobody looks."""


class Shown:
    """Progress on stderr; stdout stays for the answer."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.began = time.monotonic()
        self.said = -1
        self.bar: Progress | None = None
        if sys.stderr.isatty():
            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.task = self.bar.add_task(what, total=None)

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, done: int, of: int) -> None:
        """So many done, of so many."""
        if self.bar:
            self.bar.update(self.task, completed=done, total=of)
            return
        tenth = done * LINES // of if of else LINES
        if tenth > self.said:
            self.said = tenth
            seconds = time.monotonic() - self.began
            print(f"{self.what}: {done} of {of}, {seconds:.0f} s", file=sys.stderr, flush=True)


class Stages:
    """Progress of several stages, one after another, each shown as it begins."""

    def __init__(self) -> None:
        self.shown: Shown | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def begin(self, what: str) -> Shown:
        """End the stage before and begin another."""
        self._end()
        self.shown = Shown(what)
        return self.shown.__enter__()

    def _end(self) -> None:
        if self.shown:
            self.shown.__exit__(None, None, None)
            self.shown = None
