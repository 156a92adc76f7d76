"""How far a long run has come: a bar where somebody looks, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

LINES: Final = 10
"""Lines of a whole run, about, where nobody looks."""
WORTH_SAYING: Final = 10.0
"""Seconds below which nobody asks how much longer."""
MINUTES_FROM: Final = 120.0
"""Seconds from which time is told in minutes."""


class Shown:
    """Progress on stderr; stdout stays for the answer."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.began = time.monotonic()
        self.said = -1
        self.paced = False
        self.of = 0
        self.bar: Progress | None = None
        if sys.stderr.isatty():
            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(elapsed_when_finished=True),
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
        if self.of and of != self.of:  # there is more to do than was thought
            self.said = min(self.said, tenth)
        self.of = of
        first = self.said == 0 and not self.paced and done > 0
        if tenth > self.said or first:
            self.paced = self.paced or done > 0
            self.said = tenth
            seconds = time.monotonic() - self.began
            line = f"{self.what}: {done} of {of}, {seconds:.0f} s{still(seconds, done, of)}"
            print(line, file=sys.stderr, flush=True)


def still(seconds: float, done: int, of: int) -> str:
    """About how long the rest takes at the pace so far; nothing where that is not worth saying."""
    left = seconds * (of - done) / done if done else 0.0
    if left < WORTH_SAYING:
        return ""
    return (
        f", about {left:.0f} s left" if left < MINUTES_FROM else f", about {left / 60:.0f} min left"
    )


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
