"""``calibrate``: what is typed, what is refused, and what the shipped result says of itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import calibrating, main
from sim.errors import InputError
from sim.files import evidence_table, load_scenario
from sim.model.quantities import Quantity
from sim.study.asks import Ask, Asks, asks_of, check_asks
from sim.study.calibrated import document_of, inputs_of, text_of
from sim.study.calibration import Plan, calibrate
from tests.verification.test_recovery import ask, asks, toy

SHORT = Plan(replications=1, start=2, counted=4)


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> Asks:
    """The command fits a toy for a few weeks, whatever the site."""
    fitted = asks(ask("mean_days", 0, 8.0, 11.0, 14.0))
    monkeypatch.setattr(calibrating, "asks_of", lambda _: fitted)
    monkeypatch.setattr(calibrating, "load_scenario", lambda _: toy())
    monkeypatch.setattr(calibrating, "Plan", lambda **_: SHORT)
    return fitted


@pytest.mark.cli
def test_calibrate_writes_the_same_bytes_again(
    toys: Asks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "toy.yaml"
    command = ["calibrate", "toy", "--out", str(out), "--workers", "1"]
    assert main(command) == 0
    first = out.read_bytes()
    assert "Written" in capsys.readouterr().out
    assert main(command) == 0
    assert "The same as stands in" in capsys.readouterr().out
    assert out.read_bytes() == first


@pytest.mark.cli
def test_calibrate_as_json_says_what_was_tried(
    toys: Asks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "toy.yaml")
    assert main(["calibrate", "toy", "--out", out, "--workers", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    one = found["fitted"]["desk.worker"]
    assert len(one["tried"]) >= 5
    low, high = one["acceptable"]["share"]
    inside = [share for share, value in one["tried"] if 8.0 <= value <= 14.0]
    assert (low, high) == (min(inside), max(inside))


@pytest.mark.cli
def test_site_without_marked_rows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "atlantis"]) == 2
    assert "banes" in capsys.readouterr().err


@pytest.mark.cli
def test_place_that_cannot_be_written_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", "banes", "--out", str(tmp_path)]) == 2
    assert "a folder" in capsys.readouterr().err


@pytest.mark.unit
def test_row_that_was_not_marked_before_is_not_fitted() -> None:
    banes = asks_of("banes")
    other = replace(banes.fits[0], evidence=evidence_table()["wait_tt_first_days"])
    with pytest.raises(InputError, match="wait_tt_first_days"):
        check_asks(replace(banes, fits=(other,)), load_scenario(banes.scenario))


@pytest.mark.unit
def test_what_is_not_there_cannot_be_fitted() -> None:
    one: Ask = replace(ask("mean_days", 0, 1, 2, 3), team="nowhere")
    with pytest.raises(InputError, match=r"nowhere\.worker"):
        check_asks(asks(one), toy())


@pytest.mark.behaviour
def test_result_does_not_depend_on_the_staff_and_list_that_the_file_holds_now() -> None:
    one = asks(ask("mean_days", 0, 8.0, 11.0, 14.0))
    scenario = toy()
    desk = scenario.teams["desk"]
    two = Quantity(central=9.5, low=9.5, high=9.5, unit="wte")
    staff = {"worker": replace(desk.staff["worker"], wte=two)}
    other = replace(scenario, teams={**scenario.teams, "desk": replace(desk, staff=staff)})
    assert inputs_of(other, one) == inputs_of(scenario, one)
    found = [text_of(calibrate(s, one, SHORT, workers=1), s) for s in (scenario, other)]
    assert found[0] == found[1]


@pytest.mark.behaviour
def test_what_is_fitted_and_what_is_not_stand_in_the_document() -> None:
    one = replace(asks(ask("mean_days", 0, 8.0, 11.0, 14.0)), not_fitted={"choir": "no wait"})
    found = document_of(calibrate(toy(), one, SHORT, workers=1), toy())
    assert found["not_fitted"] == {"choir": "no wait"}
    assert found["fitted"]["desk.worker"]["row"] == "toy_mean_days"
    assert found["seed"] == 1 and found["replications"] == 1
