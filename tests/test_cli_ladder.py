"""Which rungs and readings a command runs, and what its first line says of the rest."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.cli.arguments import parsed
from sim.cli.choosing import job_of, rungs_of, second_readings
from sim.files import load_scenario

pytestmark = pytest.mark.cli
TOYS = Path(__file__).parent / "files" / "valid" / "scenarios" / "toy"
TWO = str(TOYS / "two_desks.yaml")


@pytest.mark.parametrize(
    ("words", "rungs"),
    [
        ([], ()),
        (["--full"], ("A", "C")),
        (["compare", TWO], ()),
        (["compare", TWO, "--ladder", "C"], ("C",)),
        (["compare", TWO, "--ladder", "B"], ()),
        (["compare", TWO, "--ladder", "C", "A", "B"], ("A", "C")),
    ],
)
def test_rungs_beside_the_headline(words: list[str], rungs: tuple[str, ...]) -> None:
    assert rungs_of(parsed(words), whole=False) == rungs


def test_main_job_as_it_is_shows_every_rung_and_anything_asked_of_it_none() -> None:
    assert rungs_of(parsed(["compare"]), whole=True) == ("A", "C")
    for words in (["--replications", "2"], ["--weeks", "4"], [TWO]):
        assert rungs_of(parsed(["compare", *words]), whole=True) == ()


def test_first_line_says_what_was_cut_of_rungs_and_stress() -> None:
    cut = job_of(parsed(["compare", TWO, "--ladder", "A", "--engine", "simpy"])).cut
    assert "without rung C of the ladder" in cut
    assert "3 runs of other rungs and second readings" in cut
    assert "waits not tried with a little more and less staff" in cut
    full = job_of(parsed(["compare", TWO, "--full"]))
    assert full.cut.startswith("Nothing was cut")
    assert full.plan.capacities and not full.plan.numbers and full.plan.fewer == 20


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
def test_nothing_of_weeks_and_runs_is_cut_on_the_compiled_engine() -> None:
    whole = job_of(parsed(["compare", TWO, "--engine", "compiled"]))
    cut = job_of(parsed(["compare", TWO, "--engine", "simpy"]))
    window = load_scenario(TWO).window
    assert [one.window.start.central for one in whole.scenarios] == [52]
    assert [one.window.count.central for one in whole.scenarios] == [52]
    assert (whole.plan.replications, whole.plan.fewer) == (20, 20)
    assert "weeks" not in whole.cut.split(";")[0] and "runs" not in whole.cut.split(";")[0]
    assert [one.window for one in cut.scenarios] == [window]
    assert (cut.plan.replications, cut.plan.fewer) == (6, 3)


@pytest.mark.parametrize("engine", ["auto", "simpy"])
def test_who_names_weeks_has_the_start_of_the_scenario_on_every_engine(engine: str) -> None:
    job = job_of(parsed(["compare", TWO, "--weeks", "3", "--engine", engine]))
    window = load_scenario(TWO).window
    assert [one.window.start for one in job.scenarios] == [window.start]
    assert [one.window.count.central for one in job.scenarios] == [3]


def test_smallest_differences_are_read_and_stand_in_the_command() -> None:
    job = job_of(parsed(["compare", TWO, "--matters", "count=0.5", "--matters", "days=3"]))
    assert job.plan.matters == {"count": 0.5, "days": 3.0}
    assert job.command[-4:] == ("--matters", "count=0.5", "--matters", "days=3")


@pytest.mark.parametrize("text", ["count", "count=", "count=-1", "weight=1", "count=nan"])
def test_smallest_difference_of_nothing_known_is_refused(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parsed(["compare", TWO, "--matters", text])
    assert stopped.value.code == 2
    assert "allowed: one of count, share, days" in capsys.readouterr().err


def test_second_readings_of_what_was_chosen_come_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "scenarios" / "toy"
    home.mkdir(parents=True)
    (tmp_path / "personas").mkdir()
    for name, of in (("one", ""), ("one_b", "toy/one"), ("two_b", "toy/two")):
        (home / f"{name}.yaml").write_text(
            f"title: {name}\nreading: {{text: read, of: '{of}'}}\n", encoding="utf-8"
        )
    monkeypatch.setattr("sim.files.library.package_home", lambda: tmp_path)
    assert second_readings(["toy/one"]) == ["toy/one_b"]
    assert second_readings(["toy/one", "toy/one_b"]) == []
