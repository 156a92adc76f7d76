"""``bench`` as people type it: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.bench import growth, whole
from sim.bench.network import LONG, SHORT, Network, Node
from sim.bench.runners import Present
from sim.cli import benching, main
from sim.engines.simpy_engine import run

TOY = str(Path(__file__).parent / "files/valid/scenarios/toy/one_desk.yaml")
SHORTEST = ["bench", TOY, "--quick", "--rounds", "1"]
DESK = Node(name="desk", workers=2, minutes=30.0, cv=0.5, goes={})
TINY = Network(nodes=(DESK,), people_per_week=50.0, patience=60.0, weeks=2)


@pytest.fixture(autouse=True)
def tiny_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network of one desk, so that a test takes a moment."""
    monkeypatch.setattr(whole, "networks", lambda quick: {SHORT: TINY, LONG: TINY})
    monkeypatch.setattr(growth, "WEEKS_OTHERWISE", 2)


def here(monkeypatch: pytest.MonkeyPatch, *engines: str) -> None:
    """Only these engines are here, the SimPy engine standing in for each, and no rivals."""
    missing = {} if "compiled" in engines else {"compiled engine": "not here: it takes numba"}
    found = Present(engines=dict.fromkeys(engines, run), rivals={}, missing=missing)
    monkeypatch.setattr(benching, "present", lambda: found)


@pytest.mark.behaviour
def test_without_the_compiled_engine_the_rest_is_timed_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, "simpy")
    assert main([*SHORTEST, "--parts", "engines", "network", "threads"]) == 0
    said = capsys.readouterr()
    first, second, *_ = said.out.splitlines()
    assert first.startswith("cores ") and "1 rounds, everything in turn" in first
    assert second == "compiled engine: not here: it takes numba"
    lines = [line.split() for line in said.out.splitlines()]
    assert any(line[:1] == ["toy/one_desk"] and "kept" in line for line in lines)
    assert any(line[:3] == ["compiled", "engine", "not"] for line in lines)
    assert "Ours carries beside: a row for everything" in said.out
    assert "Engines on scenarios: 2 of 2" in said.err


@pytest.mark.behaviour
def test_compiled_engine_is_held_against_the_simpy_engine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, "compiled", "simpy")
    assert main([*SHORTEST, "--parts", "engines", "growth", "threads"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    engines = [line for line in lines if line[:1] == ["toy/one_desk"]]
    assert [line[1] for line in engines] == ["compiled", "SimPy", "compiled", "SimPy"]
    assert [line[-4] for line in engines if line[1] == "SimPy"] == ["1.00", "1.00"]
    grown = [line[:2] for line in lines if line[:1] in (["people"], ["teams"], ["replications"])]
    assert grown == [[of, "compiled"] for of in ("people", "teams", "replications")]
    assert [line[:3] for line in lines if line[2:3] == ["4"]] == [["compiled", "engine", "4"]]


@pytest.mark.behaviour
def test_every_round_is_kept_as_json_and_nothing_is_written_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, "simpy")
    place = tmp_path / "speed.json"
    words = [*SHORTEST, "--parts", "engines", "network", "--json", str(place)]
    assert main(words) == 0
    assert "toy/one_desk" in capsys.readouterr().out
    found = json.loads(place.read_text())
    assert found["machine"]["cores"] >= 1 and found["quick"] is True and found["rounds"] == 1
    assert [len(row["timing"]["seconds"]) for row in found["engines"]] == [1, 1]
    assert {row["regime"] for row in found["networks"]} == {SHORT, LONG}
    assert list(tmp_path.iterdir()) == [place]
    before = place.read_bytes()
    assert main(words) == 2
    assert "it exists" in capsys.readouterr().err
    assert place.read_bytes() == before
    assert main([*words[:-1], str(tmp_path / "nowhere" / "speed.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.behaviour
def test_json_without_a_file_is_all_that_stands_on_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here(monkeypatch, "simpy")
    assert main([*SHORTEST, "--parts", "network", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["engines"] == [] and len(found["networks"]) == 2


@pytest.mark.behaviour
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bench", "banes/nowhere"], "banes/nowhere"),
        (["bench", "--parts", "colours"], "engines"),
        (["bench", "--rounds", "0"], "1 or more"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_timed(
    words: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    timed: list[object] = []
    monkeypatch.setattr(benching, "bench", lambda wanted, *_: timed.append(wanted))
    assert main(words) == 2 and not timed
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error and " of " not in error
