"""Commands as a person types them.

Goes in: arguments. Comes out: an exit code that scripts can trust: 0 done, 1 the run failed, 2 the
input was wrong, 130 stopped with Ctrl-C. A person's mistake never shows a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from sim.cli.arguments import COMMANDS, parsed
from sim.errors import InputError, RunError

DONE: Final = 0
RUN_FAILED: Final = 1
INPUT_WRONG: Final = 2
STOPPED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    try:
        arguments = parsed(list(sys.argv[1:] if argv is None else argv))
        command = import_module(COMMANDS[arguments.command])
        code: int = command.run(arguments)
        sys.stdout.flush()
        return code
    except SystemExit as stop:  # argparse has said what there is to say
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


__all__ = ["main"]
