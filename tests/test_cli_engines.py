"""Which engine runs, as a person is told: first lines, what cannot be had, what is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.engines import COMPILING, again
from sim.engines.named import ENGINES
from tests import fast_toy

ROOT = Path(__file__).parents[1]
TOYS = ROOT / "tests" / "files" / "valid" / "scenarios" / "toy"
ONE = str(TOYS / "one_desk.yaml")
SHORT = ["--replications", "2", "--weeks", "2", "--workers", "1", "--no-placebo"]
RUNS = (
    ["compare", ONE],
    ["journey", "millie"],
    ["said", "banes"],
    ["calibrate", "banes"],
    ["calibrate", "banes", "--plausible"],
)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a run but its log and its manifest."""
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    aside = ("run.log", "manifest.json")
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if path.is_file() and name not in aside
    }


@pytest.fixture
def without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which the fast engine could not be installed."""
    monkeypatch.setitem(sys.modules, "numba", None)


@pytest.mark.behaviour
def test_first_lines_say_which_engine_was_taken_and_why_no_faster_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], without_numba: None
) -> None:
    assert main(["compare", ONE, *SHORT, "--out", str(tmp_path / "auto")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Cut to save time")
    assert lines[1] == (
        "Engine: SimPy. The compiled one: numba is not here; the results are the same, only slower."
    )
    asked = [
        "compare",
        ONE,
        *SHORT,
        "--engine",
        "simpy",
        "--json",
        "--out",
        str(tmp_path / "asked"),
    ]
    assert main(asked) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)
    assert said.err.splitlines()[1] == "Engine: SimPy."
    for name in ("auto", "asked"):
        manifest = json.loads((tmp_path / name / "manifest.json").read_text())
        assert (manifest["engine"], manifest["engine_packages"]) == ("simpy", {})
    assert bytes_of(tmp_path / "auto") == bytes_of(tmp_path / "asked")


@pytest.mark.behaviour
@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_fast_engine_that_was_asked_for_and_is_not_here_ends_with_two_and_a_way_to_mend_it(
    capsys: pytest.CaptureFixture[str], without_numba: None, words: list[str]
) -> None:
    assert main([*words, "--engine", "compiled"]) == 2
    said = capsys.readouterr()
    assert "found compiled, but numba is not here; allowed: auto, simpy" in said.err
    assert "-r requirements/fast.lock" in said.err
    assert "Runs done" not in said.err and "Engine" not in said.out
    assert main([*words, "--engine", "steam"]) == 2


@pytest.mark.behaviour
@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_command_that_runs_compiles_once_with_a_word_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: list[str],
) -> None:
    told = fast_toy.installed(monkeypatch)
    told.compiled = False

    def stops(replication: int) -> None:
        raise KeyboardInterrupt

    told.begins = stops
    out = ["--out", str(tmp_path / "run")] if words[0] == "compare" else []
    assert main([*words, *out, "--workers", "1"]) == 130
    said = capsys.readouterr()
    assert said.err.count(COMPILING) == 1
    assert said.err.index(COMPILING) < said.err.index("Compiled in ") < said.err.index("Runs done")
    assert "Engine: toy" in said.out
    assert told.calls[0] == "compile" and told.calls.count("run") == 1
    assert "Stopped: 0 of " in said.err

    if words[0] == "compare":
        assert main([*words, *out, "--workers", "1"]) == 130
        assert COMPILING not in capsys.readouterr().err


@pytest.mark.behaviour
def test_manifest_keeps_the_engine_and_rerun_takes_it_again_or_says_that_it_is_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = fast_toy.installed(monkeypatch)
    place = tmp_path / "run"
    assert main(["compare", ONE, *SHORT, "--out", str(place)]) == 0
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["engine"] == "compiled"
    ran = len(told.calls)

    assert main(["rerun", str(place), "--out", str(tmp_path / "again")]) == 0
    assert "engine made this run" not in capsys.readouterr().err
    assert len(told.calls) == 2 * ran
    again = (tmp_path / "again" / "manifest.json").read_bytes()
    assert again == (place / "manifest.json").read_bytes()

    # leaves the same log, as engines do, and keeps its title, which STRESS-DES names
    other = replace(fast_toy.MADE, title=ENGINES["simpy"].title)
    monkeypatch.setitem(ENGINES, "simpy", other)
    words = ["rerun", str(place), "--engine", "simpy", "--out", str(tmp_path / "other")]
    assert main(words) == 0
    said = capsys.readouterr()
    note = f"the toy engine made this run, now the {other.title} one does; the results are the same"
    assert f"Note: {note}" in said.err
    assert "bytes may differ" not in said.err
    assert "Every file is the same to the byte" in said.out
    assert json.loads((tmp_path / "other" / "manifest.json").read_text())["engine"] == "simpy"


@pytest.mark.behaviour
def test_rerun_where_the_engine_is_not_here_goes_on_with_one_that_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = tmp_path / "run"
    assert main(["compare", ONE, *SHORT, "--engine", "simpy", "--out", str(place)]) == 0
    manifest = json.loads((place / "manifest.json").read_text())
    manifest |= {"engine": "compiled", "engine_packages": {"numba": "0.1", "llvmlite": "0.1"}}
    (place / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setitem(sys.modules, "numba", None)
    capsys.readouterr()
    assert main(["rerun", str(place), "--out", str(tmp_path / "again")]) == 0
    said = capsys.readouterr()
    assert "Note: the compiled engine made this run, now the SimPy one does" in said.err
    assert "numba is" not in said.err
    assert main(["rerun", str(place), "--engine", "compiled"]) == 2


@pytest.mark.unit
def test_run_is_made_again_by_its_own_engine_though_a_faster_one_is_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast_toy.installed(monkeypatch)
    assert again("simpy", None) == ("simpy", "")
    assert again("compiled", None) == ("compiled", "")
    name, note = again("steam", None)  # a manifest of later years
    assert name == "compiled" and note.startswith("the steam engine made this run, now the toy one")
    assert again("simpy", "auto")[0] == "compiled"


@pytest.mark.behaviour
def test_check_waits_for_no_engine_that_has_still_to_compile(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = fast_toy.installed(monkeypatch)
    told.compiled = False
    assert main(["check", str(TOYS / "two_desks.yaml")]) == 0
    assert told.calls == []
    told.compiled = True
    main(["check", str(TOYS / "two_desks.yaml")])
    assert told.calls == ["run", "run"]


IN_THREADS = """
import sys, time
from sim.cli import main
from sim.engines.named import ENGINES
from tests import fast_toy

ENGINES["compiled"] = fast_toy.MADE
fast_toy.told.begins = lambda replication: time.sleep(0.2)  # frees the interpreter
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.cli
@pytest.mark.skipif(os.name == "nt", reason="signals are sent in another way there")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_real_run_in_threads_stops_within_about_a_run(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    words = ["compare", ONE, "--workers", "2", "--replications", "1000", "--no-placebo"]
    child = subprocess.Popen(
        [sys.executable, "-c", IN_THREADS, *words, "--out", str(tmp_path / "run")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stderr is not None
    assert child.stderr.readline().startswith("Runs done: 0 of 1000")
    os.killpg(child.pid, sent)
    _, error = child.communicate(timeout=30)  # all of it would take a hundred seconds
    assert child.returncode == code
    assert "Traceback" not in error
    assert (sent == signal.SIGTERM) or "Stopped: " in error
    assert not any(path.name in ("run", ".unfinished") for path in tmp_path.iterdir())
