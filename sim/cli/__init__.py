"""Commands as a person types them.

Goes in: arguments. Comes out: an exit code that scripts can trust: 0 done, 1 the run failed, 2 the
input was wrong, 130 stopped with Ctrl-C, 143 ended by the system. A person's mistake never shows a
traceback; whoever stops a run leaves no process and no half folder behind.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Final

from sim.cli.arguments import COMMANDS, parsed
from sim.errors import InputError, RunError

DONE: Final = 0
RUN_FAILED: Final = 1
INPUT_WRONG: Final = 2
STOPPED: Final = 130
ENDED: Final = 143


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    try:
        with ends_cleanly():
            arguments = parsed(list(sys.argv[1:] if argv is None else argv))
            command = import_module(COMMANDS[arguments.command])
            code: int = command.run(arguments)
            sys.stdout.flush()
            return code
    except SystemExit as stop:  # argparse has said what there is to say
        if isinstance(stop.__context__, BrokenPipeError):  # rich: nobody reads any more
            return DONE
        return stop.code if isinstance(stop.code, int) else RUN_FAILED
    except InputError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        return INPUT_WRONG
    except RunError as error:
        print(f"The run failed: {error}", file=sys.stderr)
        return RUN_FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # whoever read this has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """Let SIGTERM unwind the command as Ctrl-C does, so that its workers go with it."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(ENDED)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


__all__ = ["main"]
