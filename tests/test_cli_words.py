"""What commands say: sentences of a scenario, faults in plain words, and ends without fuss."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main
from sim.files import check_file, load_scenario
from sim.report.explaining import explained
from sim.report.phrases import counted

ROOT = Path(__file__).parents[1]
VALID = ROOT / "tests" / "files" / "valid"
ONE = str(VALID / "scenarios" / "toy" / "one_desk.yaml")


@pytest.mark.unit
def test_explained_scenario_says_its_reading_and_who_moved() -> None:
    told = dict(explained(load_scenario("banes/option_1")))
    first = next(iter(told.values()))
    assert any(line.startswith("Supported by 004 L32, 004 L84") for line in first)
    assert any(line.startswith("It could also have meant: mental health") for line in first)
    assert told["Staff moved"][0].startswith("2 whole-time coordinators move from ")
    assert told["Staff moved"][0].endswith(
        "as 2 whole-time coordinators: the hub takes the place "
        "of the referral desk, with its calls and its staff."
    )
    hub = next(line for line in told["Teams"] if "coordinator" in line and "ub (" in line)
    assert " 0 coordinator" not in hub


@pytest.mark.unit
@pytest.mark.parametrize(("site", "faulty"), [("farsid", True), ("", False), ("mars", False)])
def test_home_that_is_nearly_a_known_place_is_told(tmp_path: Path, site: str, faulty: bool) -> None:
    (tmp_path / "personas").mkdir()
    (tmp_path / "scenarios" / "toy").mkdir(parents=True)
    for path in (*VALID.glob("personas/*/*.yaml"), *VALID.glob("scenarios/toy/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if path.stem == "nell":
            text = text.replace("site: toytown", f'site: "{site}"')
        home = "personas" if "personas" in path.parts else "scenarios/toy"
        (tmp_path / home / path.name).write_text(text, encoding="utf-8")
    scenario = tmp_path / "scenarios" / "toy" / "far.yaml"
    scenario.write_text(
        "like: toy/two_desks\ntitle: far\n"
        "teams: {nurses: {accepts: {sites: [farside, toytown]}}}\n",
        encoding="utf-8",
    )
    told = [str(fault) for fault in check_file(scenario) if "the place" in str(fault)]
    assert bool(told) == faulty, told
    assert not faulty or ("nell.yaml" in told[0] and "did you mean farside?" in told[0])


@pytest.mark.unit
def test_faults_name_the_file_and_say_found_once(tmp_path: Path) -> None:
    empty, torn = tmp_path / "empty.yaml", tmp_path / "torn.yaml"
    empty.write_text("", encoding="utf-8")
    torn.write_text('title: "a\n', encoding="utf-8")
    assert str(check_file(empty)[0]).startswith(f"{empty}:1; found nothing")
    assert "found found" not in str(check_file(torn)[0])
    lost = tmp_path / "lost.yaml"
    lost.write_text("like: toy/two_desks\npersonas: [olvie]\n", encoding="utf-8")
    told = [fault.found for fault in check_file(lost, VALID)]
    assert "the persona 'olvie'" in told and "no personas" not in told


@pytest.mark.unit
def test_numbers_and_names_on_the_command_line_are_told_plainly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["compare", ONE, "--weeks", "2.5"]) == 2
    assert "found 2.5, allowed: a whole number, 1 or more" in capsys.readouterr().err
    assert main(["compare", ONE, "--personas", "olvie"]) == 2
    assert "name her under personas: in every scenario" in capsys.readouterr().err
    assert (counted(1, "week"), counted(2, "run")) == ("1 week", "2 runs")


@pytest.mark.cli
def test_run_that_nobody_reads_still_leaves_its_folder(tmp_path: Path) -> None:
    words = [ONE, "--replications", "2", "--weeks", "1", "--workers", "1"]
    child = subprocess.Popen(
        [sys.executable, "-m", "sim", "compare", *words, "--out", str(tmp_path / "run")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None and child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    error = child.stderr.read()
    child.stderr.close()
    assert child.wait(timeout=60) == 0
    assert "Traceback" not in error
    assert (tmp_path / "run" / "report.html").is_file()
