"""What can be typed: commands, their arguments and their help, each with an example.

Goes in: words from the command line. Comes out: a namespace whose ``command`` names a module. Bare,
or with options only, the command is ``compare`` for the main job.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final, TypeAlias

from sim import __version__
from sim.cli import bench_arguments
from sim.cli.typed import AUTO_RUNS, at_least_one, least, runs_or_auto
from sim.engines.named import AUTO, ENGINES
from sim.model.words import RUNGS

COMMANDS: Final = {
    "compare": "sim.cli.comparing",
    "journey": "sim.cli.storying",
    "said": "sim.cli.saying",
    "rerun": "sim.cli.rerunning",
    "list": "sim.cli.listing",
    "check": "sim.cli.checking",
    "explain": "sim.cli.explaining",
    "calibrate": "sim.cli.calibrating",
    "diff": "sim.cli.differing",
    "bench": "sim.cli.benching",
    "test": "sim.cli.testing",
}
"""Each command and the module that runs it."""
WHOLE_PROGRAM: Final = ("-h", "--help", "--version")
AFTER: Final = "--"
BUDGET: Final = 60
"""Runs of each scenario that ``--replications auto`` may make, if nothing is said."""
DRAWS: Final = 100
"""Joint draws of the assumptions under ``--full``."""
FASTEST: Final = "auto, the fastest that is here"

Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parsed(argv: list[str]) -> argparse.Namespace:
    """The arguments as a namespace; prints help or what is wrong and raises SystemExit."""
    if not argv or (argv[0].startswith("-") and argv[0] not in WHOLE_PROGRAM):
        argv = ["compare", *argv]
    rest: list[str] = []
    if argv[0] == "test" and AFTER in argv:
        place = argv.index(AFTER)
        argv, rest = argv[:place], argv[place + 1 :]
    found = parser().parse_args(argv)
    found.rest = rest
    return found


def as_compare(arguments: argparse.Namespace, **more: object) -> argparse.Namespace:
    """What ``compare`` would be asked by a command that runs a comparison of its own.

    Every argument of ``compare`` at its default, then those that the command shares, then ``more``.
    """
    usual = vars(parsed(["compare"]))
    shared = {name: value for name, value in vars(arguments).items() if name in usual}
    return argparse.Namespace(**{**usual, **shared, **more, "command": "compare"})


def parser() -> argparse.ArgumentParser:
    """The parser of every command that is built."""
    whole = argparse.ArgumentParser(
        prog="run.py",
        description="Story Lanes: the same people, with the same luck, through different ways of "
        "organising help.\nWith no command: compares the hub options on the seven personas.",
        epilog="Example:\n  python run.py\n\nThe model is verified, not validated for any place.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"Story Lanes {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _compare(commands)
    _journey(commands)
    _said(commands)
    _rerun(commands)
    _list(commands)
    _check(commands)
    _explain(commands)
    _calibrate(commands)
    _diff(commands)
    bench = _command(commands, "bench", bench_arguments.WHAT, bench_arguments.EXAMPLE)
    bench_arguments.add(bench, at_least_one)
    _test(commands)
    return whole


def _command(commands: Parsers, name: str, what: str, example: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def _compare(commands: Parsers) -> None:
    one = _command(
        commands,
        "compare",
        "the same people through several scenarios, held against the first",
        "python run.py compare banes/today banes/option_1 --replications 10 --weeks 26",
    )
    one.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help="slug, path, or a site for all of its scenarios; none for the main job",
    )
    one.add_argument(
        "--personas",
        nargs="+",
        default=[],
        metavar="NAME",
        help="rows to show; each must be under personas: in every scenario that you compare",
    )
    one.add_argument(
        "--people",
        nargs="+",
        default=[],
        metavar="NAME",
        help="who comes instead of each scenario's own people: personas, or a site for those of "
        "its today; to send one site's people through another's system is a modelling choice",
    )
    _luck_and_weeks(one, auto=True)
    _changes(one)
    _checks(one)
    _how_sure(one)
    one.add_argument("--events", action="store_true", help="also write events.parquet")
    _engine(one)
    _workers_and_out(one)


def _luck_and_weeks(one: argparse.ArgumentParser, *, auto: bool = False) -> None:
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


def _changes(one: argparse.ArgumentParser) -> None:
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
        "--card",
        action="append",
        default=[],
        dest="cards",
        metavar="NAME",
        help="play a card of the deck (see `list`) in every scenario where it can be; may be "
        "repeated",
    )


def _checks(one: argparse.ArgumentParser) -> None:
    one.add_argument("--full", action="store_true", help="nothing cut to save time")
    one.add_argument(
        "--ladder",
        nargs="+",
        choices=RUNGS,
        default=[],
        metavar="A|B|C",
        help="rungs to show beside B, the headline: A structure alone, C trust too",
    )
    one.add_argument(
        "--stress",
        action="store_true",
        help="also move capacities by 5%% and every number to its ends (about half an hour)",
    )
    one.add_argument(
        "--matters",
        action="append",
        default=[],
        type=least,
        metavar="KIND=NUMBER",
        help="the smallest difference that matters, by kind of measure: count, share, days, "
        "index, minutes",
    )
    one.add_argument("--no-placebo", action="store_true", help="leave the placebo out")
    one.add_argument(
        "--clone", action="store_true", help="also run the first scenario under other names"
    )


def _how_sure(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--budget",
        type=at_least_one,
        metavar="N",
        help=f"with --replications auto, the most runs of each scenario (default {BUDGET})",
    )
    one.add_argument(
        "--sure",
        type=at_least_one,
        metavar="N",
        help=f"how sure: so many joint draws of the assumptions and readings ({DRAWS} with --full)",
    )
    one.add_argument(
        "--fair",
        action="store_true",
        help="also divide each option's staff in two other ways, and seek what it would need to "
        "match the first one's wait to right help",
    )


def _engine(one: argparse.ArgumentParser, usual: str | None = AUTO, what: str = FASTEST) -> None:
    one.add_argument(
        "--engine",
        choices=(AUTO, *ENGINES),
        default=usual,
        help=f"which engine runs it; never changes a result (default: {what})",
    )


def _journey(commands: Parsers) -> None:
    one = _command(
        commands,
        "journey",
        "one person's journey in each option: typical, smoother, harder",
        "python run.py journey millie --scenarios banes/today banes/option_2 --replications 2",
    )
    one.add_argument("persona", metavar="PERSONA", help="slug of a persona, such as millie")
    one.add_argument(
        "--scenarios",
        nargs="+",
        default=[],
        metavar="SCENARIO",
        help="slugs, paths, or a site; none for the main job's that she is in",
    )
    _as_it_is_run(one)
    one.add_argument("--json", action="store_true", help="print the storyboards as JSON")


def _as_it_is_run(one: argparse.ArgumentParser) -> None:
    """What a command takes that runs a comparison and prints something of its own."""
    _luck_and_weeks(one)
    _changes(one)
    _engine(one)
    _workers(one)


def _said(commands: Parsers) -> None:
    one = _command(
        commands,
        "said",
        "what people said of each option, held against what the model shows",
        "python run.py said banes --replications 2 --weeks 4\n"
        "  python run.py said banes --run results/20261122-101500-banes-today",
    )
    one.add_argument("site", metavar="SITE", help="a site of which people's words are kept")
    one.add_argument(
        "--run", type=Path, metavar="RUN", help="the folder of a run to read, instead of running"
    )
    _as_it_is_run(one)
    one.add_argument("--json", action="store_true", help="print the judgements as JSON")


def _rerun(commands: Parsers) -> None:
    one = _command(
        commands,
        "rerun",
        "makes a run again and says whether every byte is the same",
        "python run.py rerun results/20261122-101500-banes-today/manifest.json",
    )
    one.add_argument("manifest", type=Path, metavar="MANIFEST", help="a manifest, or its folder")
    _engine(one, None, "the one that it had, where that is here")
    _workers_and_out(one)


def _workers(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--workers",
        type=at_least_one,
        default=0,
        metavar="N",
        help="runs at once; never changes a result (default: one for each core)",
    )


def _workers_and_out(one: argparse.ArgumentParser) -> None:
    _workers(one)
    one.add_argument("--out", type=Path, metavar="DIR", help="the run's folder, which must not be")
    one.add_argument("--json", action="store_true", help="print tables as JSON")


def _list(commands: Parsers) -> None:
    one = _command(
        commands,
        "list",
        "sites, scenarios and personas, and what their numbers rest on",
        "python run.py list",
    )
    one.add_argument("--json", action="store_true", help="print the table as JSON")


def _check(commands: Parsers) -> None:
    one = _command(
        commands,
        "check",
        "checks files that people write; says every fault at once",
        "python run.py check scenarios/banes/today.yaml personas/banes/*.yaml",
    )
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true", help="print the faults as JSON")


def _explain(commands: Parsers) -> None:
    one = _command(
        commands,
        "explain",
        "a scenario in sentences",
        "python run.py explain banes/today",
    )
    one.add_argument("scenario", metavar="SCENARIO", help="slug or path")
    one.add_argument("--json", action="store_true", help="print the sentences as JSON")


def _calibrate(commands: Parsers) -> None:
    one = _command(
        commands,
        "calibrate",
        "fits the staff of a site's queued teams to the waits that were published",
        "python run.py calibrate banes",
    )
    one.add_argument("site", metavar="SITE", help="the site, such as banes")
    one.add_argument("--seed", type=int, default=1, metavar="N", help="whose luck (default 1)")
    one.add_argument(
        "--replications",
        type=at_least_one,
        default=2,
        metavar="N",
        help="runs of each value that is tried (default 2)",
    )
    _engine(one)
    _workers(one)
    one.add_argument(
        "--plausible",
        action="store_true",
        help="fit nothing: run the scenario as it is, and hold it against what was published",
    )
    one.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="another place than sim/data/calibration/SITE.yaml; with --plausible, a CSV file",
    )
    one.add_argument("--json", action="store_true", help="print what was found as JSON")


def _diff(commands: Parsers) -> None:
    one = _command(
        commands,
        "diff",
        "what differs between two scenarios, in words made from the difference",
        "python run.py diff banes/today banes/option_2",
    )
    one.add_argument("before", metavar="A", help="slug or path: what it is held against")
    one.add_argument("after", metavar="B", help="slug or path: what differs in it")
    one.add_argument("--paths", action="store_true", help="also say where in the files it stands")
    one.add_argument("--json", action="store_true", help="print the differences as JSON")


def _test(commands: Parsers) -> None:
    one = _command(
        commands,
        "test",
        "checks format, lint and types, then runs the quick tests; with arguments, the tests only",
        "python run.py test\n  python run.py test --slow\n"
        "  python run.py test tests/test_draws.py\n"
        '  python run.py test -- -k "retelling"',
    )
    one.add_argument("paths", nargs="*", metavar="PATH", help="test files or folders")
    one.add_argument("--slow", action="store_true", help="the slow tests, and only these")
