"""``--starts-on``: a run that begins on a date, what it leaves, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.arguments import parsed
from sim.cli.choosing import Job, check_dates, job_of
from sim.engines.simpy_engine import run as on_simpy
from sim.errors import InputError
from sim.files import load_scenario
from sim.program import compile_program
from tests.study_toys import toy, window
from tests.two_engines.comparing import Luck, played

TOYS = Path(__file__).parent / "files" / "valid" / "scenarios" / "toy"
ONE = str(TOYS / "one_desk.yaml")
SHORT = ["--replications", "2", "--weeks", "2", "--workers", "1", "--no-placebo"]
SHORT += ["--engine", "simpy"]
MONDAY = ["--starts-on", "2026-09-07"]


def job(*words: str) -> Job:
    return job_of(parsed(["compare", *words]))


@pytest.mark.cli
def test_run_on_a_date_keeps_it_and_rerun_makes_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "first"
    assert main(["compare", ONE, *SHORT, *MONDAY, "--out", str(first)]) == 0
    command = json.loads((first / "manifest.json").read_text())["command"]
    assert command[command.index("--starts-on") + 1] == "2026-09-07"
    resolved = sorted((first / "scenario").iterdir())
    assert all('starts_on: "2026-09-07"' in path.read_text() for path in resolved)
    assert main(["rerun", str(first), "--workers", "1", "--out", str(tmp_path / "again")]) == 0
    assert "Every file is the same to the byte" in capsys.readouterr().out


@pytest.mark.behaviour
def test_without_a_date_only_weeks_that_are_named_are_shut() -> None:
    assert not any(team.shut for team in compile_program(load_scenario("banes/today")).teams)
    schools = compile_program(load_scenario("suffolk/today")).teams
    (shut,) = {team.shut for team in schools if team.shut}
    weeks = {day // 7 + 1 for day, flag in enumerate(shut) if flag}
    assert len(shut) == 364
    assert weeks == {1, 8, 14, 15, 22, *range(30, 36), 43, 52}


@pytest.mark.behaviour
def test_bank_holidays_change_what_happens_only_where_a_run_has_a_date() -> None:
    plain = replace(load_scenario("banes/today"), window=window(0, 1, 3))
    dated = replace(plain, starts_on="2026-12-21")
    luck = Luck(3)
    without, _ = played(compile_program(plain), on_simpy, luck)
    again, _ = played(compile_program(plain), on_simpy, luck)
    on_dates, _ = played(compile_program(dated), on_simpy, luck)
    assert without == again
    assert on_dates != without


@pytest.mark.cli
def test_date_that_is_no_monday_is_refused_with_the_nearest_mondays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["compare", ONE, "--starts-on", "2026-09-09"]) == 2
    told = capsys.readouterr().err
    assert "2026-09-09, a Wednesday" in told
    assert "write 2026-09-07 or 2026-09-14" in told


@pytest.mark.unit
def test_scenarios_of_different_dates_are_not_held_against_each_other() -> None:
    plain, dated = toy("toy/one_desk"), toy("toy/two_desks", starts_on="2026-09-07")
    with pytest.raises(InputError, match="2026-09-07; allowed: no date, as in toy/one_desk"):
        check_dates([plain, dated])
    check_dates([dated, dated])


@pytest.mark.behaviour
def test_date_typed_stands_for_that_of_the_file() -> None:
    assert {one.starts_on for one in job(ONE, *SHORT, *MONDAY).scenarios} == {"2026-09-07"}
    assert {one.starts_on for one in job(ONE, *SHORT).scenarios} == {None}


@pytest.mark.behaviour
def test_journey_takes_a_date_too_and_shows_dates_on_its_axis_and_in_its_lines(
    tmp_path: Path,
) -> None:
    words = ["journey", "nell", "--scenarios", ONE, *SHORT[:6], "--engine", "simpy"]
    assert main([*words, *MONDAY, "--out", str(tmp_path / "dated")]) == 0
    assert main([*words, "--out", str(tmp_path / "plain")]) == 0
    for name in ("typical.svg", "storyboard.html", "card.html"):
        assert " 2026)" in (tmp_path / "dated" / name).read_text(encoding="utf-8")
        assert " 2026)" not in (tmp_path / "plain" / name).read_text(encoding="utf-8")
