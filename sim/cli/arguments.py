"""What can be typed: commands, their arguments and their help, each with an example.

Goes in: words from the command line. Comes out: a namespace whose ``command`` names a module. Bare,
or with options only, the command is ``compare`` for the main job.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from sim import __version__
from sim.cli import bench_arguments, sheet_arguments, telling_arguments
from sim.cli.shared_arguments import (
    Parsers,
    as_it_is_run,
    changes,
    command,
    date,
    engine,
    luck_and_weeks,
    workers,
    workers_and_out,
)
from sim.cli.typed import at_least_one, days, least, none_or_more
from sim.model.words import RUNGS

COMMANDS: Final = {
    "compare": "sim.cli.comparing",
    "journey": "sim.cli.storying",
    "said": "sim.cli.saying",
    "ask": "sim.cli.asking",
    "rerun": "sim.cli.rerunning",
    "export": "sim.cli.exporting",
    "template": "sim.cli.localising",
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
MAIN_DRAWS: Final = 30
"""Joint draws of the main job as it is, with one run of each: about a minute more."""


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

    Every argument of ``compare`` at its default but for joint draws and other rungs, of which there
    are none, then those that the command shares, then ``more``.
    """
    usual = vars(parsed(["compare"]))
    shared = {name: value for name, value in vars(arguments).items() if name in usual}
    own = {"sure": 0, "ladder": ["B"]}
    return argparse.Namespace(**{**usual, **own, **shared, **more, "command": "compare"})


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
    _ask(commands)
    _rerun(commands)
    sheet_arguments.add_export(commands)
    sheet_arguments.add_template(commands)
    telling_arguments.add_list(commands)
    telling_arguments.add_check(commands)
    telling_arguments.add_explain(commands)
    _calibrate(commands)
    telling_arguments.add_diff(commands)
    bench = command(commands, "bench", bench_arguments.WHAT, bench_arguments.EXAMPLE)
    bench_arguments.add(bench, at_least_one)
    _test(commands)
    return whole


def _compare(commands: Parsers) -> None:
    one = command(
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
    luck_and_weeks(one, auto=True)
    date(one)
    changes(one)
    _checks(one)
    _how_sure(one)
    one.add_argument("--events", action="store_true", help="also write events.parquet")
    engine(one)
    workers_and_out(one)


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
        help="also move capacities by 5%% and every number to its ends, and raise demand from half "
        "to three times, to see where each option breaks a stated wait (about half an hour)",
    )
    one.add_argument(
        "--breaks-at",
        type=days,
        metavar="DAYS",
        help="with --stress, the mean wait that counts as broken (default: 28 days for a first "
        "contact, 126 on a team's list; sim/data/stated_waits.yaml says why)",
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
        type=none_or_more,
        metavar="N",
        help="how sure: so many joint draws of the assumptions and readings, with two runs each "
        f"({DRAWS} with --full; {MAIN_DRAWS} with one run each where the main job is run as it "
        "is on the compiled engine; 0 for none)",
    )
    one.add_argument(
        "--fair",
        action="store_true",
        help="also divide each option's staff in two other ways, and seek what it would need to "
        "match the first one's wait to right help",
    )


def _journey(commands: Parsers) -> None:
    one = command(
        commands,
        "journey",
        "one person's journey in each option: typical, smoother, harder",
        "python run.py journey millie --scenarios banes/today banes/option_2 --replications 2\n"
        "  python run.py journey george --out george",
    )
    one.add_argument("persona", metavar="PERSONA", help="slug of a persona, such as millie")
    one.add_argument(
        "--scenarios",
        nargs="+",
        default=[],
        metavar="SCENARIO",
        help="slugs, paths, or a site; none for the main job's that she is in",
    )
    as_it_is_run(one)
    one.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="also write the storyboards as pictures and pages into a folder, which must not be: "
        "typical.svg, smoother.svg, harder.svg, storyboard.html, card.html, knows.html",
    )
    one.add_argument(
        "--day",
        type=none_or_more,
        metavar="N",
        help="with --out, the day of the sheet “who knows what about me”, counted from the one on "
        "which the need begins (default: the last one)",
    )
    one.add_argument("--json", action="store_true", help="print the storyboards as JSON")


def _said(commands: Parsers) -> None:
    one = command(
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
    as_it_is_run(one)
    one.add_argument("--json", action="store_true", help="print the judgements as JSON")


def _ask(commands: Parsers) -> None:
    one = command(
        commands,
        "ask",
        "a question that the workshops argued over, put to the model as a small study",
        "python run.py ask T04\n  python run.py ask --all",
    )
    one.add_argument(
        "questions", nargs="*", metavar="QUESTION", help="such as T04; none lists what can be asked"
    )
    one.add_argument("--all", action="store_true", help="every question, a line each")
    luck_and_weeks(one)
    engine(one)
    workers(one)
    one.add_argument("--json", action="store_true", help="print the answers as JSON")


def _rerun(commands: Parsers) -> None:
    one = command(
        commands,
        "rerun",
        "makes a run again and says whether every byte is the same",
        "python run.py rerun results/20261122-101500-banes-today/manifest.json",
    )
    one.add_argument("manifest", type=Path, metavar="MANIFEST", help="a manifest, or its folder")
    engine(one, None, "the one that it had, where that is here")
    workers_and_out(one)


def _calibrate(commands: Parsers) -> None:
    one = command(
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
    engine(one)
    workers(one)
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


def _test(commands: Parsers) -> None:
    one = command(
        commands,
        "test",
        "checks format, lint and types, then runs the quick tests; with arguments, the tests only",
        "python run.py test\n  python run.py test --slow\n"
        "  python run.py test tests/test_draws.py\n"
        '  python run.py test -- -k "retelling"',
    )
    one.add_argument("paths", nargs="*", metavar="PATH", help="test files or folders")
    one.add_argument("--slow", action="store_true", help="the slow tests, and only these")
