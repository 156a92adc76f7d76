"""What can be typed after ``bench``, and its help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

PARTS: Final = ("engines", "network", "growth", "starts", "memory", "threads")
"""What is timed, in this order."""
WHAT: Final = "how fast it is: ratios against itself and against peers, in one interleaved run"
EXAMPLE: Final = (
    "python run.py bench --quick\n"
    "  python run.py bench banes/today --parts engines --rounds 1 --json speed.json"
)
PRINTED: Final = "-"
"""What ``--json`` holds where no file is named."""


def add(one: argparse.ArgumentParser, at_least_one: Callable[[str], int]) -> None:
    """Give a parser the arguments of ``bench``."""
    one.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help="slugs or paths to time the engines on (default: banes/today banes/option_1)",
    )
    one.add_argument(
        "--parts",
        nargs="+",
        choices=PARTS,
        default=list(PARTS),
        metavar="PART",
        help=f"what to time, of {', '.join(PARTS)} (default: all)",
    )
    one.add_argument(
        "--quick", action="store_true", help="shorter runs and smaller sizes: under two minutes"
    )
    one.add_argument(
        "--rounds",
        type=at_least_one,
        metavar="N",
        help="rounds in each of which everything is timed once (default 5, with --quick 3)",
    )
    one.add_argument(
        "--json",
        nargs="?",
        const=PRINTED,
        metavar="FILE",
        help="also write every round to a new file as JSON; without a file, print that instead",
    )
