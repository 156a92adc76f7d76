"""Commands as people type them: what they print, what they leave, how they end."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sim.cli import main
from sim.cli.arguments import COMMANDS, parsed, parser
from sim.cli.testing import PYTEST
from sim.errors import RunError

ROOT = Path(__file__).parents[1]
TOYS = ROOT / "tests" / "files" / "valid" / "scenarios" / "toy"
ONE, TWO = str(TOYS / "one_desk.yaml"), str(TOYS / "two_desks.yaml")
SHORT = ["--replications", "2", "--weeks", "2", "--workers", "1"]
EVERY_FILE = {
    "report.html",
    "summary.csv",
    "differences.csv",
    "came_first.csv",
    "domains.csv",
    "distributions.csv",
    "flows.csv",
    "stress_des.md",
    "people.parquet",
    "needs.parquet",
    "staff.csv",
    "costs.csv",
    "events.parquet",
    "manifest.json",
    "run.log",
    "scenario/toy-one_desk.resolved.yaml",
    *(
        f"figures/{name}.{kind}"
        for name in (
            "headline",
            "came_first",
            "counts",
            "waits",
            "load",
            "staff_minutes",
            "costs",
            "flows_1_one_desk",
        )
        for kind in ("svg", "png")
    ),
}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def typed(*words: str, **more: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **more,  # type: ignore[call-overload]
    )


def nobody_in_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def soon(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something holds before long."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    return holds()


@pytest.mark.behaviour
def test_run_leaves_every_file_and_rerun_makes_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert main(["compare", ONE, *SHORT, "--events", "--out", str(first)]) == 0
    assert set(files_of(first)) == EVERY_FILE
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Cut to save time: ") and "2 weeks of onsets instead of 52" in out[0]
    assert out[-1] == f"Report: {first / 'report.html'}"
    again = ["rerun", str(first / "manifest.json"), "--workers", "2", "--out", str(second)]
    assert main(again) == 0
    before, after = files_of(first), files_of(second)
    assert before.pop("run.log") and after.pop("run.log")
    assert before == after
    assert "Every file is the same to the byte" in capsys.readouterr().out


@pytest.mark.behaviour
def test_rerun_of_a_scenario_that_somebody_changed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "run"
    assert main(["compare", ONE, *SHORT, "--no-placebo", "--out", str(place)]) == 0
    resolved = place / "scenario" / "toy-one_desk.resolved.yaml"
    resolved.write_text(resolved.read_text() + "\n")
    assert main(["rerun", str(place)]) == 2
    assert "other bytes than it had" in capsys.readouterr().err


@pytest.mark.behaviour
def test_rerun_that_comes_out_otherwise_says_which_files_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "run"
    assert main(["compare", ONE, *SHORT, "--no-placebo", "--out", str(place)]) == 0
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["files"]["summary.csv"] = "0"
    (place / "manifest.json").write_text(json.dumps(manifest))
    again = ["rerun", str(place), "--workers", "1", "--out", str(tmp_path / "again")]
    assert main(again) == 1
    assert "Not the same bytes: summary.csv." in capsys.readouterr().err


@pytest.mark.behaviour
def test_columns_that_scripts_rely_on_are_there(tmp_path: Path) -> None:
    place = tmp_path / "run"
    assert main(["compare", ONE, *SHORT, "--out", str(place)]) == 0
    heads = {}
    for name in ("summary", "differences", "staff"):
        with (place / f"{name}.csv").open(newline="") as file:
            heads[name] = next(csv.reader(file))
    assert heads["summary"] == (
        "scenario persona measure unit mean low high replications people".split()  # noqa: SIM905
    )
    promised = "scenario against persona measure unit difference low high verdict wanted family"
    assert heads["differences"] == [*promised.split(), "matters", "caution"]
    assert heads["staff"][:6] == [
        "scenario",
        "replication",
        "team",
        "role",
        "wte",
        "rostered_minutes",
    ]
    people = pq.read_schema(place / "people.parquet").names
    assert people[:5] == ["scenario", "replication", "person", "persona", "named"]
    assert {"handoffs", "repeated_stories", "right_help", "ended"} <= set(people)


@pytest.mark.behaviour
def test_change_by_hand_is_made_and_stands_in_manifest_and_resolved_scenario(
    tmp_path: Path,
) -> None:
    place = tmp_path / "run"
    change = "assumptions.telling.ask_again=0.9"
    words = ["compare", ONE, *SHORT, "--no-placebo", "--set", change, "--out", str(place)]
    assert main(words) == 0
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["changes"] == [
        {"change": "assumptions.telling.ask_again=0.9", "in": ["toy/one_desk"]}
    ]
    assert "set by hand" in (place / "scenario" / "toy-one_desk.resolved.yaml").read_text()
    assert list(manifest["inputs"])[:2] == ["personas/toy/nell.yaml", "scenarios/toy/one_desk.yaml"]


@pytest.mark.behaviour
def test_change_that_fits_nowhere_is_refused_with_the_nearest_real_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["compare", ONE, "--set", "assumptions.teling.ask_again=0.9"]) == 2
    error = capsys.readouterr().err
    assert "telling" in error and "Traceback" not in error


@pytest.mark.behaviour
def test_every_fault_is_told_at_once_and_nothing_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "toy/nowhere", "toy/neither"]) == 2
    error = capsys.readouterr().err
    assert "toy/nowhere" in error and "toy/neither" in error and "Traceback" not in error


@pytest.mark.behaviour
def test_folder_that_stands_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", ONE, *SHORT, "--out", str(tmp_path)]) == 2
    assert "it exists" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.behaviour
def test_run_that_fails_leaves_no_folder_and_code_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RunError("a worker died")

    monkeypatch.setattr("sim.cli.keeping.pictures", fails)
    assert main(["compare", ONE, *SHORT, "--out", str(tmp_path / "run")]) == 1
    assert "The run failed: a worker died" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.behaviour
def test_ctrl_c_keeps_what_is_done_under_a_name_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pressed(_: object, done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("sim.cli.progress.Shown.__call__", pressed)
    assert main(["compare", ONE, *SHORT, "--out", str(tmp_path / "run")]) == 130
    assert "Stopped: 2 of 4 runs were done." in capsys.readouterr().err
    assert set(files_of(tmp_path)) == {
        "run-stopped/people.parquet",
        "run-stopped/needs.parquet",
        "run-stopped/stopped.json",
    }
    note = json.loads((tmp_path / "run-stopped" / "stopped.json").read_text())
    assert note["command"][:2] == ["compare", "toy/one_desk"]
    assert (note["seed"], note["replications"], note["runs_done"]) == (1, 2, 2)
    assert main(["compare", ONE, *SHORT, "--out", str(tmp_path / "run")]) == 130
    assert (tmp_path / "run-stopped-2" / "stopped.json").is_file()
    kept = pq.read_table(tmp_path / "run-stopped" / "people.parquet").to_pydict()
    assert set(kept["scenario"]) == {"toy/one_desk", "placebo"}


@pytest.mark.behaviour
def test_json_is_all_that_stands_on_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", ONE, *SHORT, "--json", "--out", str(tmp_path / "run")]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["baseline"] == "toy/one_desk"
    assert said.err.startswith("Cut to save time")


@pytest.mark.behaviour
def test_check_says_every_fault_or_that_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    persona = TOYS.parents[1] / "personas" / "toy" / "nell.yaml"
    assert main(["check", str(persona), ONE]) == 0
    assert "2 files checked: nothing is wrong." in capsys.readouterr().out
    bad = tmp_path / "bad.yaml"
    bad.write_text("neds: {}\nstory: 3\n")
    assert main(["check", str(bad), str(tmp_path / "missing.yaml")]) == 2
    error = capsys.readouterr().err
    assert "bad.yaml" in error and "missing.yaml" in error and "Traceback" not in error


@pytest.mark.behaviour
def test_list_and_explain_print_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    told = {"slug", "title", "site", "variant_of", "said", "evidence", "assumed", "none"}
    assert told == set(listed["personas"][0])
    assert main(["explain", TWO]) == 0
    assert "A pause of 7 days at The desk." in capsys.readouterr().out
    assert main(["explain", TWO, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["about"] == "Two desks"


@pytest.mark.unit
def test_every_command_has_help_with_an_example_and_none_is_promised_too_early(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in COMMANDS:
        assert main([command, "--help"]) == 0
        assert f"Example:\n  python run.py {command}" in capsys.readouterr().out
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    listed = {
        line.split()[0] for line in text.splitlines() if line.startswith("    ") and line.strip()
    }
    assert set(COMMANDS) <= listed
    assert not any(later in text for later in ("sandbox", "sweep"))


@pytest.mark.unit
@pytest.mark.parametrize(
    "words",
    [["compair"], ["compare", "--replications", "0"], ["compare", "--weeks", "x"], ["check"]],
)
def test_words_that_no_command_knows_end_with_code_two(words: list[str]) -> None:
    assert main(words) == 2


@pytest.mark.unit
def test_bare_options_mean_the_main_job() -> None:
    assert parsed(["--seed", "4"]).command == "compare"
    assert parsed([]).scenarios == []
    assert parsed(["test", "a.py", "--", "-k", "b"]).rest == ["-k", "b"]
    assert parser().prog == "run.py"


@pytest.mark.behaviour
def test_tests_fail_together_when_any_check_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []

    def tool(command: tuple[str, ...]) -> int:
        called.append(command)
        return 1 if command[0] == "mypy" else 0

    monkeypatch.setattr("sim.cli.testing.called", tool)
    assert main(["test"]) == 1
    assert [command[0] for command in called] == ["ruff", "ruff", "mypy", "pytest"]
    called.clear()
    assert main(["test", "--", "-k", "handoff"]) == 0
    assert called == [(*PYTEST, "-k", "handoff")]


@pytest.mark.behaviour
def test_slow_tests_run_by_themselves_and_the_rest_without_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr("sim.cli.testing.called", lambda command: called.append(command) or 0)
    assert main(["test"]) == 0
    assert called[-1] == (*PYTEST, "-m", "not slow")
    called.clear()
    assert main(["test", "--slow", "tests/test_faults.py"]) == 0
    assert called == [(*PYTEST, "-m", "slow", "tests/test_faults.py")]


@pytest.mark.cli
def test_module_runs_as_a_command_and_stops_cleanly_when_nobody_reads() -> None:
    shown = typed("--version")
    assert shown.returncode == 0 and shown.stdout.startswith("Story Lanes ")
    wrong = typed("compare", "toy/nowhere")
    assert wrong.returncode == 2 and "Traceback" not in wrong.stderr


@pytest.mark.cli
@pytest.mark.skipif(os.name == "nt", reason="signals are sent in another way there")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_real_run_that_is_stopped_leaves_no_process_and_no_half_folder(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    words = ["compare", TWO, "--workers", "2", "--replications", "200", "--engine", "simpy"]
    child = subprocess.Popen(
        [sys.executable, "-m", "sim", *words, "--out", str(tmp_path / "run")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr is not None
    child.stderr.readline()  # none is done yet, the workers are starting
    time.sleep(1.0)
    if sent == signal.SIGINT:
        os.killpg(child.pid, sent)  # as a terminal does: to everybody
    else:
        child.terminate()
    _, error = child.communicate(timeout=60)
    assert child.returncode == code
    assert "Traceback" not in error
    assert (sent == signal.SIGTERM) or "Stopped: " in error
    assert not any(path.name in ("run", ".unfinished") for path in tmp_path.iterdir())
    assert soon(lambda: nobody_in_group(child.pid))
