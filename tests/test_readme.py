"""The README tells the truth: every command of its tour runs, and what it names is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from run import OLDEST_PYTHON
from sim.cli import main
from sim.cli.arguments import COMMANDS as COMMANDS_THERE_ARE
from sim.cli.arguments import parsed
from sim.study.fair import SplitRow, SplitStaffRow
from sim.study.flows import FlowRow
from sim.study.matching import MatchRow
from sim.study.precision import PrecisionRow
from sim.study.shares import DrawnDifference, SureRow
from sim.study.sure import DrawnNumber

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = README.split("## A tour of ten minutes")[1].split("\n## ")[0]
COMMANDS = [line.strip() for line in re.findall(r"^\s*python3 run\.py .*$", TOUR, re.MULTILINE)]

A_RUN = "results/…"
"""Stands in the tour for the folder that a command before has printed."""


def tour() -> list[str]:
    """The commands as they stand, without the program."""
    return [command.removeprefix("python3 run.py ") for command in COMMANDS]


FIRST_RUN = next(command for command in tour() if command.startswith("compare"))
"""The run that later commands read; one run is made again, since that takes as long as the run."""


@pytest.mark.cli
@pytest.mark.parametrize("command", [c for c in tour() if A_RUN not in c])
def test_command_of_the_tour_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    arguments = shlex.split(command)
    if arguments[0] in ("compare", "journey"):
        arguments += ["--workers", "1"]
    if arguments[0] == "compare":
        arguments += ["--out", str(tmp_path / "run")]
    elif "--out" in arguments:
        place = arguments.index("--out") + 1
        arguments[place] = str(tmp_path / arguments[place])
    assert main(arguments) == 0
    if arguments[0] == "compare":
        assert (tmp_path / "run" / "report.html").is_file()
    if command == FIRST_RUN:
        made = tmp_path / "run"
        assert main(["rerun", str(made / "manifest.json"), "--out", str(tmp_path / "again")]) == 0
        for other in (c for c in tour() if A_RUN in c and not c.startswith("rerun")):
            words = shlex.split(other.replace(A_RUN, str(made)))
            words += ["--out", str(tmp_path / "made")] if words[0] == "export" else []
            assert main(words) == 0


@pytest.mark.unit
def test_tour_names_every_command_that_there_is() -> None:
    assert {c.split()[0] for c in tour()} == set(COMMANDS_THERE_ARE) - {"test"}


@pytest.mark.unit
@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("precision", PrecisionRow),
        ("flows", FlowRow),
        ("sure", SureRow),
        ("sure_draws", DrawnNumber),
        ("sure_differences", DrawnDifference),
        ("splits", SplitRow),
        ("splits_staff", SplitStaffRow),
        ("matching", MatchRow),
    ],
)
def test_columns_that_the_readme_promises_are_those_of_the_table(
    name: str, row: type[tuple[object, ...]]
) -> None:
    said = re.search(rf"^\* `{name}\.csv`: `([^`]*)`$", README, re.MULTILINE)
    assert said is not None
    assert tuple(said[1].split(", ")) == row._fields  # type: ignore[attr-defined]


@pytest.mark.unit
def test_files_that_the_readme_names_are_there() -> None:
    named = re.findall(
        r"`((?:sim|personas|scenarios|tests)/[\w./-]+\.(?:yaml|csv|json|py))`", README
    )
    named += re.findall(r"\]\((\w+(?:\.md)?)\)", README)
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


SAID_BY = {
    "needs Python 3.11 or newer": "run.py",
    "ensurepip is missing": "run.py",
    "Installing the packages": "run.py",
    "may be too new for the packages": "run.py",
    "the results are the same, only slower": "sim/cli/engines.py",
}
"""Messages that the README says what to do about, and the file that says each."""


@pytest.mark.unit
@pytest.mark.parametrize("message", SAID_BY)
def test_message_that_the_readme_explains_is_one_that_is_said(message: str) -> None:
    table = README.split("### If something goes wrong")[1].split("\n## ")[0]
    said = (ROOT / SAID_BY[message]).read_text(encoding="utf-8")
    version = f"{OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]}"
    said = said.replace("{needed}", version)
    assert message in table
    assert message in said


@pytest.mark.unit
@pytest.mark.parametrize("heading", ["Dates", "The other places", "To add a person or a way"])
def test_command_outside_the_tour_is_one_that_can_be_typed(heading: str) -> None:
    section = README.split(f"\n## {heading}")[1].split("\n## ")[0]
    commands = re.findall(r"^\s*python3 run\.py (.*)$", section, re.MULTILINE)
    assert commands
    for command in commands:
        assert parsed(shlex.split(command)).command in COMMANDS_THERE_ARE
