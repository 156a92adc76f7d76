"""The picture at the front of the README shows what the code gives, and says so in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sim.report import front
from sim.report.front import FOLDER, RECORD, stale

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
AGAIN = "make it again: python -m sim.report.front, then put its alt text into README.md"


def kept() -> dict[str, Any]:
    """What stands beside the picture."""
    found: dict[str, Any] = json.loads((ROOT / FOLDER / RECORD).read_text(encoding="utf-8"))
    return found


@pytest.mark.verification
def test_picture_of_the_readme_shows_what_the_code_gives() -> None:
    assert not list(stale()), AGAIN


@pytest.mark.unit
def test_readme_tells_the_picture_in_words_with_interval_and_source() -> None:
    plain = " ".join(README.split())
    assert any(f"![{kept()['alt']}]({FOLDER}/{name})" in plain for name in kept()["files"]), AGAIN
    assert kept()["caption"] in plain, AGAIN
    for _, _, _, low, high, verdict in kept()["numbers"]:
        assert low <= high
        assert verdict in kept()["alt"]


@pytest.mark.unit
def test_picture_is_small_enough_for_a_page() -> None:
    for name in kept()["files"]:
        assert (ROOT / FOLDER / name).stat().st_size < front.BYTES_AT_MOST


@pytest.mark.unit
def test_picture_that_is_another_or_shows_other_numbers_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "docs"
    shutil.copytree(ROOT / FOLDER, home)
    now = {word: kept()[word] for word in ("runs", "scenarios", "probe", "drawn")}
    now["probe"] = now["probe"] | {"banes/today": "another log"}
    now["runs"] = now["runs"] | {"seed": 2}
    monkeypatch.setattr(front, "rests_on", lambda: now)
    (home / "picture.png").write_bytes(b"drawn by hand")
    assert list(stale(home)) == [
        "runs of the picture: other seed",
        "probe of the picture: other banes/today",
        "picture.png is another file than was made",
    ]
