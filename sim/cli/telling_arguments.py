"""What can be typed after the commands that tell what files hold, and run nothing."""

from __future__ import annotations

from pathlib import Path

from sim.cli.shared_arguments import Parsers, command


def add_list(commands: Parsers) -> None:
    """Add ``list``."""
    one = command(
        commands,
        "list",
        "sites, scenarios and personas, and what their numbers rest on",
        "python run.py list",
    )
    one.add_argument("--json", action="store_true", help="print the table as JSON")


def add_check(commands: Parsers) -> None:
    """Add ``check``."""
    one = command(
        commands,
        "check",
        "checks files that people write; says every fault at once",
        "python run.py check scenarios/banes/today.yaml personas/banes/*.yaml",
    )
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true", help="print the faults as JSON")


def add_explain(commands: Parsers) -> None:
    """Add ``explain``."""
    one = command(
        commands,
        "explain",
        "a scenario in sentences, its map as a picture, and what STRESS-DES asks to report",
        "python run.py explain banes/today --out map-of-today",
    )
    one.add_argument("scenario", metavar="SCENARIO", help="slug or path, or a card")
    one.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write map.svg, map.png, explain.txt and stress_des.md into this folder, which must "
        "not exist yet",
    )
    one.add_argument(
        "--stress-des",
        action="store_true",
        help="print the items of STRESS-DES, 1.1 to 6.1, instead of the sentences",
    )
    one.add_argument("--json", action="store_true", help="print what is said as JSON")


def add_diff(commands: Parsers) -> None:
    """Add ``diff``."""
    one = command(
        commands,
        "diff",
        "what differs between two scenarios, in words made from the difference",
        "python run.py diff banes/today banes/option_2",
    )
    one.add_argument("before", metavar="A", help="slug or path: what it is held against")
    one.add_argument("after", metavar="B", help="slug or path: what differs in it")
    one.add_argument("--paths", action="store_true", help="also say where in the files it stands")
    one.add_argument("--json", action="store_true", help="print the differences as JSON")
