"""Arguments that several commands take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final, TypeAlias

from sim.cli.typed import AUTO_RUNS, at_least_one, runs_or_auto
from sim.engines.named import AUTO, ENGINES

FASTEST: Final = "auto, the fastest that is here"

Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def command(commands: Parsers, name: str, what: str, example: str) -> argparse.ArgumentParser:
    """A command with its help and an example."""
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def luck_and_weeks(one: argparse.ArgumentParser, *, auto: bool = False) -> None:
    """How many runs, over which weeks, with whose luck."""
    one.add_argument(
        "--replications",
        type=runs_or_auto if auto else at_least_one,
        metavar=f"N|{AUTO_RUNS}" if auto else "N",
        help="runs of each scenario" + ("; auto adds runs until they are enough" if auto else ""),
    )
    one.add_argument(
        "--weeks", type=at_least_one, metavar="N", help="weeks in which an onset is counted"
    )
    one.add_argument("--seed", type=int, default=1, metavar="N", help="whose luck (default 1)")


def changes(one: argparse.ArgumentParser) -> None:
    """Numbers set by hand, levers and cards."""
    one.add_argument(
        "--set",
        action="append",
        default=[],
        dest="changes",
        metavar="PATH=VALUE",
        help="change one number or word in every scenario that has it; PATH*=FACTOR multiplies, "
        "and 'from week N' after the value makes it act from that counted week on; may be repeated",
    )
    one.add_argument(
        "--lever",
        action="append",
        default=[],
        dest="levers",
        metavar="NAME",
        help="pull a lever (see `list`) in every scenario that it fits; to pull it in one only, "
        "write the scenario as SCENARIO+NAME; may be repeated",
    )
    one.add_argument(
        "--card",
        action="append",
        default=[],
        dest="cards",
        metavar="NAME",
        help="play a card of the deck (see `list`) in every scenario where it can be; may be "
        "repeated",
    )
    one.add_argument(
        "--data",
        type=Path,
        metavar="XLSX",
        help="a filled-in `template`: your own numbers, made before --set in every scenario that "
        "has today's number there",
    )


def engine(one: argparse.ArgumentParser, usual: str | None = AUTO, what: str = FASTEST) -> None:
    """Which engine runs it."""
    one.add_argument(
        "--engine",
        choices=(AUTO, *ENGINES),
        default=usual,
        help=f"which engine runs it; never changes a result (default: {what})",
    )


def as_it_is_run(one: argparse.ArgumentParser) -> None:
    """What a command takes that runs a comparison and prints something of its own."""
    luck_and_weeks(one)
    changes(one)
    engine(one)
    workers(one)


def workers(one: argparse.ArgumentParser) -> None:
    """How many runs at once."""
    one.add_argument(
        "--workers",
        type=at_least_one,
        default=0,
        metavar="N",
        help="runs at once; never changes a result (default: one for each core)",
    )


def workers_and_out(one: argparse.ArgumentParser) -> None:
    """How many runs at once, and where what a run leaves stands."""
    workers(one)
    one.add_argument("--out", type=Path, metavar="DIR", help="the run's folder, which must not be")
    one.add_argument("--json", action="store_true", help="print tables as JSON")
