"""``--replications auto``, ``--sure`` and ``--fair`` as people type them, and a rerun of them."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.arguments import BUDGET, DRAWS, MAIN_DRAWS, as_compare, parsed
from sim.cli.choosing import job_of
from sim.cli.cutting import what_was_cut
from sim.cli.progress import Shown, still
from sim.cli.pushing import pushes
from sim.study.compare import Plan
from sim.study.demand import FACTORS
from tests.study_toys import toy

VALID = Path(__file__).parent / "files" / "valid"
MORE_NURSES = """
like: toy/two_desks
title: More nurses
reading: {text: another nurse instead of a worker}
transfers:
  - {wte: 1, role: worker, from_team: desk, to_team: nurses, to_role: nurse, why: made up}
"""


@pytest.fixture(name="two")
def two_scenarios(tmp_path: Path) -> list[str]:
    """Two scenarios on disk, the second with staff moved."""
    home = tmp_path / "valid"
    shutil.copytree(VALID, home)
    toys = home / "scenarios" / "toy"
    (toys / "more_nurses.yaml").write_text(MORE_NURSES, encoding="utf-8")
    return [str(toys / "two_desks.yaml"), str(toys / "more_nurses.yaml")]


def rows(place: Path, name: str) -> list[dict[str, str]]:
    with (place / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def text(place: Path) -> str:
    return re.sub(r"\s+", " ", (place / "report.html").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.cli
def test_added_runs_joint_draws_and_divisions_are_kept_shown_and_made_again(
    two: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    words = ["--replications", "auto", "--budget", "9", "--weeks", "2", "--no-placebo"]
    wide = ["--matters", "count=9", "--matters", "share=1"]
    how = ["--sure", "3", "--fair", "--workers", "1"]
    assert main(["compare", *two, *words, *wide, *how, "--out", str(first)]) == 0
    out = capsys.readouterr().out
    manifest = json.loads((first / "manifest.json").read_text())
    plan = manifest["plan"]
    assert (plan["replications"], plan["budget"], plan["draws"], plan["fair"]) == (8, 9, 3, True)
    assert "Runs are added until every primary difference" in out and "at most 9 runs" in out
    assert "8 runs of each, whatever the answer was" in out and "8 runs of each" in text(first)
    precision = rows(first, "precision")
    assert {row["reached"] for row in precision} == {"true"}
    assert {row["replications"] for row in precision} == {"8"}
    sure = rows(first, "sure")
    assert {row["draws"] for row in sure} == {"3"} and {row["reading"] for row in sure} == {"any"}
    assert len({row["draw"] for row in rows(first, "sure_draws")}) == 3
    assert len({row["draw"] for row in rows(first, "sure_differences")}) == 3
    splits = rows(first, "splits")
    assert {row["split"] for row in splits} == {"drafted", "load", "search"}
    assert {row["replications"] for row in splits} == {"8"}
    drafted = [row for row in splits if row["split"] == "drafted"]
    primary = [row for row in rows(first, "differences") if row["family"] == "primary"]
    keys = ("scenario", "persona", "measure", "difference", "low", "high", "verdict")
    assert [[r[k] for k in keys] for r in drafted] == [[r[k] for k in keys] for r in primary]
    assert rows(first, "matching")[0]["result"] == "no teams of its own"
    for heading in ("How sure", "Whether it is fair to each option"):
        assert f">{heading}</h2>" in text(first)
    assert re.search(r"lower in \d+% of 3 draws", text(first))
    assert "were chosen with seed 1000001 and are judged, like the first, with seed 1" in text(
        first
    )
    assert main(["rerun", str(first), "--workers", "2", "--out", str(again)]) == 0
    assert "Every file is the same to the byte" in capsys.readouterr().out


@pytest.mark.cli
def test_plain_run_says_that_none_of_it_was_done_and_shows_no_section(two: list[str]) -> None:
    cut = job_of(parsed(["compare", *two])).cut
    assert "no joint draws of the assumptions" in cut and "staff divided in one way only" in cut
    full = job_of(parsed(["compare", *two, "--full"])).plan
    assert (full.draws, full.fair, full.budget) == (DRAWS, True, 0) and DRAWS >= 100


@pytest.mark.cli
def test_budget_is_what_was_said_or_the_usual_one_and_stands_in_the_command(
    two: list[str],
) -> None:
    said = job_of(parsed(["compare", *two, "--replications", "auto", "--budget", "12"]))
    assert (said.plan.budget, said.plan.replications) == (12, 12)
    assert said.command[3:7] == ("--replications", "auto", "--budget", "12")
    assert "of each scenario instead of" not in said.cut
    usual = job_of(parsed(["compare", *two, "--replications", "auto", "--sure", "7", "--fair"]))
    assert usual.plan.budget == BUDGET and usual.plan.draws == 7
    more = ["--replications", "auto", "--sure", "7", "--seed", "1", "--fair"]
    assert list(usual.command[3:]) == more


@pytest.mark.cli
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--budget", "30"], "--budget; found 30; say --replications auto as well"),
        (["--budget", "30", "--replications", "4"], "say --replications auto as well"),
    ],
)
def test_budget_of_runs_that_are_counted_is_refused(
    two: list[str], words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *two, *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.cli
def test_runs_cannot_be_added_where_nothing_is_compared(
    two: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", two[0], "--replications", "auto"]) == 2
    assert "auto for one scenario alone; name another scenario" in capsys.readouterr().err


@pytest.mark.cli
@pytest.mark.parametrize("words", [["--replications", "some"], ["--sure", "-1"], ["--budget", "x"]])
def test_numbers_of_runs_that_are_none_are_refused(
    two: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parsed(["compare", *two, *words])
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert f"allowed: a whole number, {int(words[0] != '--sure')} or more" in error
    assert ("or auto" in error) is (words[0] == "--replications")


@pytest.mark.cli
def test_main_job_as_it_is_has_a_few_draws_and_nothing_else_has_any_unless_asked() -> None:
    def draws(*words: str, whole: bool = True) -> tuple[int, int]:
        made = pushes(parsed(["compare", *words]), whole=whole)
        return made["draws"], made["draw_runs"]

    assert draws() == (MAIN_DRAWS, 1)
    for words in (["--sure", "0"], ["--weeks", "4"], ["--replications", "2"], ["toy/one_desk"]):
        assert draws(*words)[0] == 0, words
    assert draws(whole=False)[0] == 0  # where weeks and runs are cut, on the engine that is slow
    assert draws("--sure", "7") == (7, 2) and draws("--full") == (DRAWS, 2)
    assert as_compare(parsed(["journey", "millie"])).sure == 0
    plan = Plan(replications=20, draws=MAIN_DRAWS, draw_runs=1)
    said = what_was_cut(toy().window, plan, [])
    assert f"{MAIN_DRAWS} joint draws of the assumptions instead of {DRAWS}" in said


@pytest.mark.cli
def test_stress_raises_demand_and_says_so_in_the_first_line_and_the_command(
    two: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    job = job_of(parsed(["compare", *two, "--stress", "--breaks-at", "42"]))
    assert job.plan.demands == FACTORS and (FACTORS[0], FACTORS[-1]) == (0.5, 3.0)
    assert job.plan.numbers and job.plan.capacities and job.plan.breaks_at == 42.0
    assert "demand at 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3 times" in job.cut
    assert "broken at 42 days" in job.cut
    assert " ".join(job.command[3:]) == "--seed 1 --breaks-at 42 --stress"
    plain = job_of(parsed(["compare", *two]))
    assert plain.plan.demands == () and "Stress:" not in plain.cut
    assert main(["compare", *two, "--breaks-at", "42"]) == 2
    assert "say --stress as well" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parsed(["compare", *two, "--stress", "--breaks-at", "0"])
    assert "allowed: a number of days, more than 0" in capsys.readouterr().err


@pytest.mark.unit
def test_time_that_is_left_is_told_where_it_is_worth_it() -> None:
    assert still(30.0, 0, 10) == "" and still(1.0, 5, 10) == ""
    assert still(30.0, 2, 4) == ", about 30 s left"
    assert still(60.0, 1, 11) == ", about 10 min left"


@pytest.mark.unit
def test_work_that_grows_under_way_goes_on_telling_how_far_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = Shown("Runs done")
    for done, of in ((0, 10), (10, 10), (10, 20), (12, 20), (20, 20)):
        shown(done, of)
    told = [line.split(",")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == [f"Runs done: {n}" for n in ("0 of 10", "10 of 10", "12 of 20", "20 of 20")]
