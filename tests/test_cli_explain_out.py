"""``explain`` with a folder: the map, the sentences and STRESS-DES, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main

pytestmark = pytest.mark.cli
FILES = ["explain.txt", "map.png", "map.svg", "stress_des.md"]


def test_folder_holds_the_map_the_sentences_and_the_items(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "banes/option_1", "--out", str(tmp_path / "one")]) == 0
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == FILES
    assert str(tmp_path / "one") in capsys.readouterr().out
    assert main(["explain", "banes/option_1", "--out", str(tmp_path / "two")]) == 0
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert "Care co-ordination hub" in (tmp_path / "one" / "explain.txt").read_text("utf-8")
    assert "### 6.1" in (tmp_path / "one" / "stress_des.md").read_text("utf-8")
    assert b"<svg" in (tmp_path / "one" / "map.svg").read_bytes()


def test_folder_that_stands_already_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    assert main(["explain", "banes/today", "--out", str(tmp_path / "mine")]) == 2
    assert (tmp_path / "mine").read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert "--out" in capsys.readouterr().err


def test_nothing_is_left_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr("sim.cli.explaining.as_markdown", fails)
    with pytest.raises(OSError, match="full"):
        main(["explain", "banes/today", "--out", str(tmp_path / "one")])
    assert list(tmp_path.iterdir()) == []


def test_items_are_printed_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "banes/today", "--stress-des"]) == 0
    assert capsys.readouterr().out.startswith("# STRESS-DES: As things are today")
    assert main(["explain", "banes/today", "--stress-des", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)
    assert [items[0]["number"], items[-1]["number"]] == ["1.1", "6.1"]


def test_card_has_neither_map_nor_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "tils", "--stress-des", "--out", str(tmp_path / "one")]) == 2
    said = capsys.readouterr().err
    assert "--out" in said and "--stress-des" in said and "name a scenario" in said
    assert list(tmp_path.iterdir()) == []
